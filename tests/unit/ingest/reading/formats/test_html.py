"""HTML is read as what the page says itself, block by block, each item on one line."""

import pytest

from ho21.errors import UsageError
from ho21.ingest.reading.formats.html import read_html
from support.documents import LISTS


def read(body):
    return read_html(f"<meta charset=utf-8><body>{body}".encode()).text


def test_only_the_main_part_of_a_page_is_read_and_nothing_that_serves_the_site():
    page = """<nav>Meny</nav><header>Logo</header><p>Utenfor</p>
    <main><h1>Plan</h1><nav>Brødsmuler</nav><aside>Les også</aside>
    <div role=search>Let</div><form>Søk</form>
    <script>var a = "<p>kode</p>";</script><style>p {}</style><template>mal</template>
    <noscript>uten</noscript><p hidden>gjemt</p><p style="display: none">borte</p>
    <p>Vi bygger.</p><footer>Sist endret</footer></main><footer>Kontakt</footer>"""

    assert read(page) == "Plan\n\nVi bygger."


@pytest.mark.parametrize("tag", ["article", "div role=main"])
def test_an_article_or_what_is_said_to_be_the_main_part_is_as_good(tag):
    assert read(f"<p>Utenfor</p><{tag}><p>Inni</p></{tag.split()[0]}><p>Etter</p>") == "Inni"


def test_a_page_without_a_main_part_is_read_from_its_body():
    assert read("<div>En</div><div>To<p>Tre</div>") == "En\n\nTo\n\nTre"


def test_the_heading_in_the_header_of_the_main_part_is_its_own():
    assert read("<main><header><p>Dato</p><h1>Plan</h1></header><p>Ord") == "Plan\n\nOrd"


def test_a_heading_that_is_a_button_is_a_heading_and_other_buttons_are_left_out():
    assert read("<h2><button>Mål</button></h2><button>Lukk</button><p>Ord") == "Mål\n\nOrd"


def test_a_form_around_the_whole_page_is_the_page():
    assert read("<a>Hopp</a><form><p>Vi bygger trygge bruer i hele kommunen.</p></form>") == (
        "Hopp\n\nVi bygger trygge bruer i hele kommunen."
    )
    assert read("<form><input>Søk<main><p>Vi bygger.</main></form>") == "Vi bygger."


@pytest.mark.parametrize("item", ["{}", "<p>{}</p>", "<span>{}</span>", "<div><p>{}</p></div>"])
@pytest.mark.parametrize("lang", LISTS)
def test_every_item_stands_whole_on_its_line(lang, item):
    intro, *items = LISTS[lang]
    shown = "".join(f"<li>{item.format(each)}</li>" for each in items)

    lines = read(f"<p>{intro}</p><ul>{shown}</ul>").splitlines()

    assert lines == [intro, "", *(f"• {each}" for each in items)]


def test_the_blocks_of_an_item_are_one_line():
    assert read("<ul><li><h3>Bruer</h3><p>bygges<br>nå</p></ul>") == "• Bruer bygges nå"


def test_a_list_in_a_list_is_indented_and_a_numbered_one_has_its_numbers():
    page = "<ul><li>En<ol start=3><li>a<li value=7>b<li>c</ol>mer<li>To</ul>"

    assert read(page) == "• En\n  3. a\n  7. b\n  8. c\n  mer\n• To"


def test_letters_and_roman_numerals_are_drawn():
    assert read("<ol type=a><li>x<li>y</ol><ol type=I start=4><li>z</ol>") == (
        "a. x\nb. y\n\nIV. z"
    )


def test_a_table_is_read_row_by_row_and_one_that_only_places_things_is_none():
    page = "<table><caption>Tall</caption><tr><th>År<th>Kroner<tr><td>2025<td><p>ti</p></table>"
    assert read(page) == "Tall\n\nÅr | Kroner\n2025 | ti"

    page = "<table role=presentation><tr><td><p>En<p>To<td><ul><li>Tre</ul></table>"
    assert read(page) == "En\n\nTo\n\n• Tre"


def test_a_list_in_a_cell_stays_on_its_row_with_its_marks():
    assert read("<table><tr><td>Mål<td><ul><li>en<li>to</ul></table>") == "Mål | • en • to"


def test_white_space_is_folded_but_where_it_is_meant():
    assert read("<p>en\n  to&nbsp;tre</p><pre>a\n  b</pre>") == "en to\u00a0tre\n\na\nb"


def test_tags_that_are_left_open_or_closed_twice_lose_nothing():
    assert read("<div></p></b><p>En<p><b>To</div></div></ul>Tre<li>Fire") == (
        "En\n\nTo\n\nTre\n\n• Fire"
    )


def test_where_each_block_stood_is_told():
    found = read_html(b"<body><main><h1>A</h1><ul><li>b<li><p>c</ul></main>")

    assert [found.text[start:end] for start, end, _ in found.places] == ["A", "• b", "• c"]
    assert [place for _, _, place in found.places] == [
        "/body/main/h1",
        "/body/main/ul/li",
        "/body/main/ul/li[2]/p",
    ]


def test_hidden_parts_that_say_much_are_told_of():
    found = read_html(f"<p>Synlig</p><div hidden>{'ord ' * 100}</div>".encode())

    assert found.text == "Synlig"
    assert found.warnings == [("html-hidden", {"count": 300})]


def test_line_ends_and_a_byte_order_mark_change_nothing():
    page = "<main>\n<p>Én\nlinje</p>\n<ul>\n<li>på</li>\n</ul>\n</main>"
    plain = read_html(page.encode()).text

    assert plain == "Én linje\n\n• på"
    assert read_html(page.replace("\n", "\r\n").encode()).text == plain
    assert read_html(b"\xef\xbb\xbf" + page.encode()).text == plain
    assert read_html(page.encode("utf-16")).text == plain


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252"])
def test_a_declared_encoding_is_kept_to(declared):
    page = f"<meta charset='{declared}'><p>Blåbær – og øl</p>".encode("cp1252")

    assert (read_html(page).text, read_html(page).warnings) == ("Blåbær – og øl", [])


def test_a_page_that_is_utf8_and_says_another_encoding_is_read_and_told_of():
    found = read_html("<meta charset=iso-8859-1><p>Blåbær</p>".encode())

    assert found.text == "Blåbær"
    assert found.warnings == [("html-charset", {"declared": "iso-8859-1"})]


@pytest.mark.parametrize("declared", ["utf-8", "ascii-x", "rot13"])
def test_a_page_that_says_an_encoding_it_is_not_in_is_refused(declared):
    with pytest.raises(UsageError) as caught:
        read_html(f"<meta charset={declared}><p>Blåbær</p>".encode("latin-1"))

    assert caught.value.key == "html-not-charset"


def test_a_page_that_says_no_encoding_and_is_not_utf8_is_refused():
    with pytest.raises(UsageError) as caught:
        read_html("<p>Blåbær</p>".encode("latin-1"))

    assert caught.value.key == "document-not-utf8"


def test_what_is_nested_twenty_thousand_deep_is_read():
    deep = 20_000

    assert read("<div>" * deep + "<ul><li>ord" + "</div>" * deep) == "• ord"
    assert read("<ul><li>" * 1000 + "ord").strip() == "• ord"
    assert read("<table><tr><td>" * 1000 + "ord") == "ord"


@pytest.mark.parametrize(
    "page", ["<![foo[x]]>a", "<!-- a --!>a", "<a <b>a", "a<!", "a<?x", "a&#xFFFFFFFF;<", "a</"]
)
def test_broken_marks_do_not_stop_the_reading(page):
    assert "a" in read(page)
