"""The page as a whole: alone, addressed, in two languages and colours, on paper, for everyone."""

import re

import pytest
from pyvis.network import Network

from ho21.explorer.page import VIEWS, bind
from support import hostile

MEASURE = "tiltak/utnytte-helsedata"
IDS = tuple(VIEWS)
ADDRESSES = [*IDS, "kilder/toppmote", "spor/malbilder-uten-tiltak"]
# What takes longest is tried in a few views at every submission, and in all of them each night.
FEW = [*ADDRESSES[:3], *(pytest.param(each, marks=pytest.mark.night) for each in ADDRESSES[3:])]


def shown(there):
    return there.page.locator("main .view:visible").evaluate_all("all => all.map((e) => e.id)")


# Every link of the page is an address after #, and axe takes all such links before the first link
# out of the page for skip links; the one that is has a test of its own.
NOT_ASKED = ("skip-link",)


# Alone


def test_no_view_asks_for_anything_or_complains_of_anything(visit):
    there = visit()
    for view in ADDRESSES:
        there.page.evaluate("(hash) => { location.hash = hash; }", f"{view}?ting={MEASURE}")
        there.page.wait_for_selector("#panel:visible")
        there.page.click("#language")
    there.settle()

    assert [each for each in there.requests if not each.startswith(("file:", "blob:"))] == []
    assert there.requests[0].startswith("file:")
    assert len([each for each in there.requests if each.startswith("file:")]) == 1
    assert there.complaints == []


def test_a_request_and_a_complaint_would_be_seen(visit, tmp_path):
    bad = tmp_path / "bad.html"
    bad.write_text("<script>fetch('https://example.org/'); oops()</script>", encoding="utf-8")

    there = visit(file=bad, ready=False)

    assert "https://example.org/" in there.requests
    assert any("oops" in each for each in there.complaints)


ATTEMPTS = {
    "script": "const made = document.createElement('script'); made.textContent = 'window.in = 1';"
    " document.body.append(made);",
    "style": "const made = document.createElement('style');"
    " made.textContent = 'body { opacity: 0 }'; document.head.append(made);",
    "picture": "const made = document.createElement('img');"
    " made.src = 'https://example.org/x.png'; document.body.append(made);",
    "worker": "new Worker('data:text/javascript,0');",
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_the_policy_stops_what_is_not_ours(visit, attempt):
    there = visit()
    there.page.evaluate(f"() => {{ try {{ {attempt} }} catch (error) {{ console.error(error) }} }}")
    there.settle()

    assert there.page.evaluate("window.in") is None
    assert there.page.evaluate("getComputedStyle(document.body).opacity") == "1"
    assert any("Content Security Policy" in each for each in there.complaints)


@pytest.fixture
def under(visit, page_file, tmp_path):
    """Return a function that opens the page under another policy, told by what is changed in it."""

    def opened(pattern, instead, after="#spor/malbilder"):
        html, count = re.subn(pattern, instead, page_file.read_text(encoding="utf-8"), count=1)
        assert count == 1
        changed = tmp_path / "annen.html"
        changed.write_text(html, encoding="utf-8")
        return visit(after, file=changed, ready=False)

    return opened


def test_under_the_page_s_own_policy_a_question_is_answered(under):
    there = under("default-src 'none'", "default-src 'none'")
    there.page.wait_for_selector("#view-spor tbody tr")

    assert there.complaints == []


@pytest.mark.parametrize(
    ("pattern", "words"),
    [(r" 'wasm-unsafe-eval'", "lar ikke siden kjøre"), (r"worker-src blob:; ", "på nytt")],
    ids=["no WebAssembly", "no worker"],
)
def test_a_stricter_policy_stops_the_engine_which_says_so_and_the_page_lives(under, pattern, words):
    there = under(pattern, "")
    there.page.wait_for_selector(f'#view-spor .status:has-text("{words}")')
    there.page.click("[data-view=kart]")

    assert len(there.boxes()) > 10


def test_where_the_editor_is_kept_out_a_plain_field_takes_its_place(under):
    there = under(r" 'sha256-[^']+' 'wasm-unsafe-eval'", " 'wasm-unsafe-eval'", "#spor/egen")
    field = there.page.locator("#view-spor textarea.plain")
    field.fill("ASK { ?a ?b ?c }")
    there.page.click("#spor-run")
    there.page.wait_for_selector("#view-spor [data-answer]")


def test_where_the_script_is_kept_out_the_page_says_what_it_needs(under):
    there = under(r"script-src [^;]+;", "script-src 'none';", "")
    there.page.wait_for_selector("#waiting", state="visible")

    assert "trenger JavaScript" in there.page.locator("#waiting").inner_text()


def test_the_page_says_that_it_is_unofficial_and_when_it_is_from(visit):
    norwegian = visit().page.locator("footer").inner_text()
    english = visit("#start?lang=en").page.locator("footer").inner_text()

    assert "Uoffisielt" in norwegian
    assert "22. november 2026" in norwegian
    assert "CC BY 4.0" in norwegian
    assert "Unofficial, with unofficial translations" in english


def test_the_licences_of_all_that_the_page_is_made_of_are_told(visit):
    told = visit("#om").page.locator("[data-part=libraries]").inner_text()

    for name in ("oxigraph", "@zazuko/yasqe", "codemirror", "d3-zoom"):
        assert name in told


# Addresses


@pytest.mark.parametrize("view", VIEWS)
def test_exactly_one_view_is_shown_and_the_page_is_called_after_it(visit, view):
    there = visit(f"#{view}")

    assert shown(there) == [f"view-{view}"]
    assert there.page.locator("[data-view][aria-current=page]").get_attribute("data-view") == view
    assert there.page.locator("main .view:visible h2").count() >= 1


def test_a_click_on_each_name_leads_to_its_view_and_back_leads_back(visit):
    there = visit()
    assert shown(there) == ["view-start"]
    for view in IDS[1:]:
        there.page.click(f"[data-view={view}]")
        there.page.wait_for_selector(f"#view-{view}:visible")
        assert there.page.evaluate("location.hash") == f"#{view}"
    for view in reversed(IDS[:-1]):
        there.page.go_back()
        there.page.wait_for_selector(f"#view-{view}:visible")


@pytest.mark.parametrize(
    "address",
    [
        "#finnes-ikke",
        "#tiltak/finnes-ikke",
        "#kart?ting=tiltak/finnes-ikke",
        "#%E0%A4%A",
        "#tidslinje/finnes-ikke",
        "#ansvar/finnes-ikke",
        "#dekning/malbilder/mer",
        "#%E0%A4%A/%E0%A4%A?ting=%E0%A4%A",
        "#<img src=x onerror=window.hacked=1>",
        "#kart/" + "x" * 3000 + "?" + "a=b&" * 500 + "ting=borte",
    ],
)
def test_an_address_that_leads_nowhere_says_so_and_the_page_lives(visit, address):
    there = visit(address)

    assert there.panel().inner_text().splitlines()[0] == "Finner ikke dette"
    assert len(shown(there)) == 1
    there.page.keyboard.press("Escape")
    there.page.wait_for_selector("#panel", state="hidden")
    there.page.click("[data-view=kart]")
    assert shown(there) == ["view-kart"]
    assert there.page.evaluate("window.hacked") is None
    assert there.complaints == []


@pytest.mark.parametrize(
    "odd", ["lang=de", "tema=blatt", "sikkerhet=mye", "sikkerhet=-1", "tolket=kanskje", "?&=&&"]
)
def test_an_odd_setting_in_the_address_is_the_usual_one(visit, odd):
    there = visit(f"#start?{odd}")
    state = there.page.evaluate("ho21.state()")

    assert (state["lang"], state["theme"]) == ("nb", "auto")
    assert (state["least"], state["readings"]) == (0, True)


def test_a_thing_s_own_address_opens_its_panel_where_the_screen_has_room(visit):
    wide, narrow = visit(f"#{MEASURE}"), visit(f"#{MEASURE}", width=390, height=844)

    assert shown(wide) == ["view-kart"]
    assert shown(narrow) == ["view-tabell"]
    for there in (wide, narrow):
        assert there.page.locator("#panel-title").inner_text() == "Utnytte helsedata bedre"


def test_settings_follow_from_view_to_view(visit):
    there = visit("#kart?tolket=0&sikkerhet=0.5&lang=en&tema=mork")
    there.page.click("[data-view=tre]")
    state = there.page.evaluate("ho21.state()")

    assert (state["view"], state["lang"], state["theme"]) == ("tre", "en", "dark")
    assert (state["readings"], state["least"]) == (False, 0.5)


# Search, language, colours


def test_a_thing_that_is_searched_for_is_told_of_from_every_view(visit, subtests):
    there = visit()
    for view in VIEWS:
        there.go(view)
        there.page.wait_for_selector("#panel", state="hidden")
        with subtests.test(view):
            there.page.fill("#search", "utnytte helsedata")
            there.page.keyboard.press("Enter")

            there.titled("Utnytte helsedata bedre")
            assert "Utnytte helsedata bedre" in there.page.locator("#live").text_content()


def test_no_norwegian_word_of_ours_is_left_in_the_english_view(visit):
    there = visit("#start?lang=en")
    texts = there.page.evaluate("ho21.part('words')")
    only = {
        words
        for key, words in texts["nb"].items()
        if words not in texts["en"].values() and " " in words and "{" not in words
    }
    left = []
    for view in ADDRESSES:
        there.go(f"{view}?lang=en")
        told = there.page.locator(f"#view-{view.partition('/')[0]}").inner_text()
        left += [(view, words) for words in sorted(only) if words in told]
        assert there.page.evaluate("document.documentElement.lang") == "en"

    assert left == []


def test_the_language_chosen_holds_where_the_address_has_none_and_when_one_goes_back(visit):
    there = visit()

    def lang():
        there.settle()
        return there.page.evaluate("document.documentElement.lang")

    there.page.click("[data-view=tabell]")
    there.page.click("#language")
    there.page.evaluate("location.hash = '#tre'")
    assert lang() == "en"
    there.page.go_back()
    there.page.go_back()
    assert lang() == "en"
    assert there.page.evaluate("location.hash").endswith("lang=en")
    there.page.reload()
    there.page.wait_for_selector("html[data-ready]", state="attached")
    assert lang() == "en"
    there.page.click("#language")
    there.page.go_forward()
    assert lang() == "nb"
    there.page.evaluate("location.hash = '#tre?lang=en'")
    assert lang() == "en"
    there.page.evaluate("location.hash = '#tre?lang=nb'")
    assert lang() == "nb"


def test_the_dark_theme_is_dark_and_follows_the_system(visit):
    def ground(there):
        return there.page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert ground(visit()) == "rgb(255, 255, 255)"
    assert ground(visit(color_scheme="dark")) == "rgb(18, 22, 27)"
    assert ground(visit("#start?tema=mork")) == "rgb(18, 22, 27)"
    assert ground(visit("#start?tema=lys", color_scheme="dark")) == "rgb(255, 255, 255)"


# For everyone


@pytest.mark.parametrize("view", FEW)
def test_axe_finds_no_fault_in_either_language_light_or_dark(visit, faults, both_schemes, view):
    there = visit(f"#{view}", width=1366, height=768)
    if view.startswith("spor/"):
        there.page.wait_for_selector("#view-spor table")

    assert both_schemes(there.page, but=NOT_ASKED) == []
    there.page.click("#language")
    there.page.wait_for_selector("html[lang=en]")
    there.settle()
    assert faults(there.page, but=NOT_ASKED) == []


@pytest.mark.night
@pytest.mark.parametrize("view", ADDRESSES)
def test_axe_finds_no_fault_with_the_panel_open_on_a_phone_either(visit, faults, view):
    there = visit(f"#{view}?ting={MEASURE}", width=1366, height=768)

    assert faults(there.page, but=NOT_ASKED) == []
    narrow = visit(f"#{view}?ting={MEASURE}", width=390, height=844)
    assert faults(narrow.page, but=NOT_ASKED) == []


def test_the_first_stop_for_tab_leads_past_the_head_of_the_page(visit):
    there = visit("#tabell")
    there.page.keyboard.press("Tab")
    assert there.page.evaluate("document.activeElement.id") == "skip"
    there.page.keyboard.press("Enter")

    assert there.page.evaluate("document.activeElement.id") == "innhold"
    assert there.page.evaluate("location.hash") == "#tabell"


def test_axe_finds_faults_in_the_page_of_pyvis_itself(visit, faults, tmp_path):
    stock = Network(cdn_resources="in_line")
    stock.add_node(1)
    file = tmp_path / "pyvis.html"
    file.write_text(stock.generate_html(), encoding="utf-8")

    there = visit(file=file, ready=False)

    assert {"document-title", "html-has-lang"} <= dict(faults(there.page)).keys()


@pytest.mark.parametrize("view", ADDRESSES)
def test_the_page_never_scrolls_sideways_on_a_phone(visit, view):
    there = visit(f"#{view}", width=390, height=844)
    width = "document.documentElement.scrollWidth"
    root = there.page.locator(f"#view-{view.partition('/')[0]}")
    for lang in ("nb", "en"):
        there.page.evaluate("(hash) => { location.hash = hash; }", f"{view}?lang={lang}")
        there.page.wait_for_selector(f"html[lang={lang}]")
        there.settle()

        assert there.page.evaluate(width) <= 390
        assert root.evaluate("(each) => each.scrollWidth <= each.clientWidth")
        hash_ = f"{view}?lang={lang}&ting={MEASURE}"
        there.page.evaluate("(hash) => { location.hash = hash; }", hash_)
        there.page.wait_for_selector("#panel:visible")
        assert there.page.evaluate(width) <= 390


@pytest.mark.parametrize("view", ADDRESSES)
def test_a_view_scrolls_by_itself_and_the_page_below_it_does_not(visit, view):
    there = visit(f"#{view}")

    assert there.page.evaluate("document.documentElement.scrollHeight") == 900


def test_a_page_that_is_too_wide_would_be_seen(visit):
    there = visit(width=390, height=844)
    there.page.evaluate(
        "() => { const wide = document.createElement('div'); wide.style.width = '900px';"
        " wide.textContent = '.'; document.getElementById('view-start').append(wide); }"
    )

    root = there.page.locator("#view-start")
    assert not root.evaluate("(each) => each.scrollWidth <= each.clientWidth")


@pytest.mark.parametrize("view", FEW)
def test_tab_reaches_into_every_view_and_leads_out_again(visit, view):
    there = visit(f"#{view}")
    seen = []
    where = (
        "(() => { const e = document.activeElement; return e === document.body ? 'body'"
        " : (e.closest('.view')?.id ?? e.closest('header, footer, #panel')?.tagName ?? e.id); })()"
    )
    there.page.locator("[data-view=spor]").focus()
    for _ in range(900):
        there.page.keyboard.press("Tab")
        seen.append(there.page.evaluate(where))
        if seen[-1] in {"FOOTER", "body"}:
            break

    assert f"view-{view.partition('/')[0]}" in seen
    assert seen[-1] in {"FOOTER", "body"}


# On paper


def on_paper(there):
    there.page.emulate_media(media="print")
    there.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    there.settle()
    return there.page.screenshot()


@pytest.mark.parametrize("view", FEW)
def test_paper_is_white_and_not_blank(visit, ink, view):
    there = visit(f"#{view}?tema=mork", width=1046, height=718)
    if view.startswith("spor/"):
        there.page.wait_for_selector("#view-spor table")

    assert ink(on_paper(there)) > 0.01
    assert there.page.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)"
    )


def test_blank_paper_would_be_seen(visit, ink):
    there = visit(width=1046, height=718)
    there.page.evaluate("document.body.style.visibility = 'hidden'")

    assert ink(on_paper(there)) == 0


@pytest.mark.parametrize("view", FEW)
def test_every_view_becomes_a_document_of_pages(visit, view):
    sheets = visit(f"#{view}").page.pdf(prefer_css_page_size=True, print_background=True)

    assert 1 <= max(map(int, re.findall(rb"/Count (\d+)", sheets))) <= 60


# Hostile words


@pytest.fixture(scope="module")
def hostile_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("vondt") / "</script><img src=x>.html".replace("/", "∕")
    file.write_text(bind(hostile.graph(), hostile.page_data()), encoding="utf-8")
    return file


@pytest.mark.parametrize("lang", ["nb", pytest.param("en", marks=pytest.mark.night)])
@pytest.mark.parametrize("view", [*VIEWS, "spor/q1", "kilder/__proto__"])
def test_hostile_words_are_shown_and_never_run(visit, hostile_file, view, lang):
    there = visit(f"#{view}?lang={lang}&vis=document,other", file=hostile_file)
    there.page.evaluate(
        "document.querySelectorAll('main details').forEach((each) => { each.open = true; })"
    )
    for thing in there.page.evaluate("ho21.part('things').map((each) => each.key)"):
        there.page.evaluate("(key) => ho21.show(key)", thing)
        there.page.evaluate(
            "document.querySelectorAll('#panel details').forEach((each) => { each.open = true; })"
        )
        there.page.fill("#search", "img")
    there.settle()

    assert there.page.evaluate("window.hacked") is None
    assert there.page.locator("body img, body svg[onload], body iframe").count() == 0
    assert there.page.locator("a[href^='javascript']").count() == 0
    assert there.complaints == []
    assert [each for each in there.requests if not each.startswith(("file:", "blob:"))] == []


def test_the_hostile_words_are_live_where_nobody_takes_care(visit, tmp_path):
    file = tmp_path / "careless.html"
    file.write_text(f"<!doctype html><p>{hostile.WORDS[0]}</p>", encoding="utf-8")
    there = visit(file=file, ready=False)
    there.page.wait_for_function("window.hacked === 1")
