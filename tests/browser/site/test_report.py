"""The report in a browser: a number opens its answer, all can be read, and nothing is asked for."""

import pytest

from ho21.explorer.head import EVERY_PART, file_of
from ho21.site.rendering import frame_of
from ho21.site.report import reports

LANGUAGES = ["nb", "en"]
NUMBER = 'a.number[href="#unserved"]'
ITEM = 'a[href="#unserved-5"]'
ROW = "unserved-5"


@pytest.fixture(scope="session")
def written(real, tmp_path_factory):
    """Write the report of the project in both languages, once."""
    folder = tmp_path_factory.mktemp("rapport")
    for name, text in reports(real, frame_of(real, EVERY_PART)).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def opened(visit, written):
    """Return a function that opens the report in a language, in a window of its own."""

    def in_language(lang="nb", after="", **options):
        return visit(after, file=written / file_of("report", lang, "nb"), ready=False, **options)

    return in_language


def place(there, selector):
    """Return where a thing stands in the window."""
    return there.page.locator(selector).bounding_box()


def details(there, selector):
    return there.page.locator("details", has=there.page.locator(selector))


def is_open(there, selector):
    return details(there, selector).evaluate("each => each.open")


def wide(there):
    return there.page.evaluate("document.documentElement.scrollWidth")


def open_all(there):
    there.page.evaluate(
        "document.querySelectorAll('details').forEach(each => { each.open = true })"
    )


# Each number leads to its answer


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_number_opens_its_answer_and_brings_it_into_sight_with_its_question(opened, lang):
    there = opened(lang)
    answer = "#unserved"
    assert not is_open(there, answer)
    assert not there.page.locator(answer).is_visible()

    there.page.locator(NUMBER).first.click()
    there.settle()

    assert is_open(there, answer)
    question = details(there, answer).locator("summary").first.bounding_box()
    assert 0 <= question["y"] < place(there, answer)["y"] < 300
    assert there.page.locator("details[open]").count() == 1


def test_every_number_and_item_opens_what_it_leads_to(opened):
    there = opened()
    links = there.page.locator(".report > section:not(.answers) a")
    targets = links.evaluate_all("all => all.map(each => each.getAttribute('href'))")
    assert len(targets) > 50
    for at, target in enumerate(targets):
        there.page.evaluate("scrollTo(0, 0)")
        links.nth(at).evaluate("each => each.click()")
        there.settle()
        box = place(there, target)

        assert box is not None
        assert 0 <= box["y"] < 900


def test_a_link_that_leads_nowhere_opens_nothing(opened):
    there = opened()
    there.page.locator(NUMBER).first.evaluate("each => { each.href = '#ingen-slik' }")
    there.page.locator(NUMBER.replace("unserved", "ingen-slik")).first.click()

    assert there.page.locator("details[open]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_item_brings_its_row_into_sight_and_marks_it_and_no_other(opened, lang, scheme):
    there = opened(lang, color_scheme=scheme)
    words = there.page.locator(ITEM).inner_text()
    there.page.locator(ITEM).click()
    there.settle()

    box = place(there, f"#{ROW}")
    colours = (
        details(there, f"#{ROW}")
        .locator("tbody tr")
        .evaluate_all(
            "rows => rows.map(row => [row.id, getComputedStyle(row.cells[0]).backgroundColor])"
        )
    )
    assert 0 <= box["y"] < 900 - box["height"]
    assert words in there.page.locator(f"#{ROW}").inner_text()
    assert [name for name, colour in colours if colour != "rgba(0, 0, 0, 0)"] == [ROW]


def test_an_address_with_a_row_opens_it(opened):
    assert is_open(opened(after=f"#{ROW}"), f"#{ROW}")
    assert not is_open(opened(), f"#{ROW}")


def test_the_keyboard_leads_from_a_number_to_its_answer(opened):
    there = opened()
    there.page.locator(NUMBER).first.focus()
    there.page.keyboard.press("Enter")
    there.settle()

    assert is_open(there, "#unserved")
    there.page.keyboard.press("Tab")
    assert there.page.evaluate("document.activeElement.className") == "scroll"


def test_the_link_to_the_other_language_leads_there_and_back(opened):
    there = opened()
    for lang in ("en", "nb"):
        there.page.locator("#language").click()
        there.page.wait_for_selector(f"html[lang={lang}]")

        assert there.page.url.endswith(f"/{file_of('report', lang, 'nb')}")


# To be read


def test_the_page_never_scrolls_sideways(opened):
    found = {}
    for lang in LANGUAGES:
        there = opened(lang, width=320)
        for opening in (lambda _: None, open_all):
            opening(there)
            for width in (320, 360, 1000):
                there.page.set_viewport_size({"width": width, "height": 900})
                there.settle()
                found[lang, opening.__name__, width] = wide(there)

    assert {at: much for at, much in found.items() if much != at[-1]} == {}


def test_a_page_that_is_too_wide_would_be_seen(opened):
    there = opened(width=320)
    there.page.evaluate("document.querySelector('h1').style.width = '400px'")

    assert wide(there) > 320


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_in_a_chart_is_cut_on_a_narrow_page(opened, lang):
    there = opened(lang, width=320)
    ends = there.page.locator("figure li, figure svg text, figure rect").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().right)"
    )

    assert len(ends) > 30
    assert max(ends) <= 320


def test_a_label_that_is_cut_would_be_seen(opened):
    there = opened(width=320)
    end = there.page.locator("figure svg text").first.evaluate(
        "each => { each.textContent = 'm'.repeat(60); return each.getBoundingClientRect().right }"
    )

    assert end > 320


@pytest.mark.parametrize("lang", ["nb", pytest.param("en", marks=pytest.mark.night)])
def test_axe_finds_no_fault(opened, faults, both_schemes, lang):
    there = opened(lang, width=1000)
    assert faults(there.page) == []
    open_all(there)
    there.page.locator(ITEM).click()
    assert both_schemes(there.page) == []


@pytest.mark.night
def test_axe_finds_no_fault_on_a_phone(opened, faults):
    there = opened(width=360)
    assert faults(there.page) == []
    open_all(there)
    assert faults(there.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_would_find_faults(opened, faults, scheme):
    there = opened(color_scheme=scheme)
    there.page.evaluate(
        "document.documentElement.removeAttribute('lang');"
        " document.querySelector('h1').style.color = '#777b80';"
        " document.querySelector('h1').style.backgroundColor = '#888c90';"
        " document.querySelector('figure svg[role]').removeAttribute('aria-label')"
    )

    assert sorted(dict(faults(there.page))) == ["color-contrast", "html-has-lang", "svg-img-alt"]


def test_light_and_dark_are_two(opened):
    papers = {
        opened(color_scheme=scheme).page.evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    }

    assert len(papers) == 2


def test_the_bars_are_seen_where_colours_are_forced(opened):
    there = opened(forced_colors="active")
    fills = there.page.locator("figure rect:not(.gap)").evaluate_all(
        "all => [...new Set(all.map(each => getComputedStyle(each).fill))]"
    )
    paper = there.page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert len(fills) == 2
    assert paper not in fills


# Alone


def test_no_request_leaves_the_page_and_it_complains_of_nothing(opened):
    there = opened()
    there.page.locator(NUMBER).first.click()
    there.page.locator(ITEM).click()
    open_all(there)
    there.settle()

    assert len(there.requests) == 1
    assert there.requests[0].startswith("file:")
    assert there.complaints == []


def test_a_request_would_be_seen_and_the_policy_stops_it(opened):
    there = opened()
    there.page.evaluate(
        "const image = new Image(); image.src = 'https://example.org/a.png';"
        " document.body.append(image)"
    )
    there.page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'window.in = 1';"
        " document.body.append(s)"
    )

    assert there.page.evaluate("window.in") is None
    assert sum("Content Security Policy" in each for each in there.complaints) == 2
    assert there.requests[1:] == ["https://example.org/a.png"]


def test_the_policy_is_what_stops_a_request(visit, written, tmp_path):
    bare = tmp_path / "uten.html"
    page = (written / "report.html").read_text(encoding="utf-8")
    policy = '<meta http-equiv="Content-Security-Policy"'
    assert page.count(policy) == 1
    bare.write_text(
        page.replace(policy, '<meta name="none"').replace(
            "</h1>", '</h1><img alt="" src="https://example.org/a.png">'
        ),
        encoding="utf-8",
    )

    there = visit(file=bare, ready=False, offline=True)

    assert "https://example.org/a.png" in there.requests
    assert not any("Content Security Policy" in each for each in there.complaints)


# On paper


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answers_are_not_printed_and_the_findings_are(opened, lang):
    there = opened(lang)
    answers = there.page.locator(".answers, .answers h2, details, #menu")
    findings = there.page.locator("h1, section:not(.answers) > h2, figure, a.number, footer")
    open_all(there)
    assert all(each.is_visible() for each in answers.all())

    there.page.emulate_media(media="print")

    assert len(answers.all()) > 15
    assert not any(each.is_visible() for each in answers.all())
    assert len(findings.all()) > 30
    assert all(each.is_visible() for each in findings.all())
