"""The pages beside the explorer in a browser: all can be read, without script, and nothing asks."""

import pytest

from ho21.explorer.page import explorer
from ho21.project import open_project
from ho21.site.site import Site

PAGES = {
    "thing": "id/tiltak/utnytte-helsedata",
    "actor": "id/aktor/ho21-radet",
    "bare": "id/dokument/medlemsliste",
    "document": "doc/konferansen-2022",
    "things": "id/index",
    "documents": "doc/index",
    "graphs": "graph/index",
    "files": "files/index",
    "questions": "query/index",
    "question": "query/malbilder-uten-tiltak",
}
ENDINGS = {"nb": ".html", "en": ".en.html"}


@pytest.fixture(scope="session")
def written(real, tmp_path_factory):
    """Write the site of the project once, without its data."""
    folder = tmp_path_factory.mktemp("side")
    site = Site(real, open_project())
    wanted = {f"{stem}{ending}" for stem in PAGES.values() for ending in ENDINGS.values()}
    for path in site.paths:
        if path in wanted | {
            "site.css",
            "site.js",
            "def/index.html",
            "id/tema/teknologi-og-digitalisering.html",
        }:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(site.content(path))
    (folder / "index.html").write_text(explorer(real, open_project()), encoding="utf-8")
    return folder


@pytest.fixture
def opened(visit, written):
    """Return a function that opens a page of the site in a window of its own."""

    def page(kind, lang="nb", after="", **options):
        path = "def/index.html" if kind == "glossary" else PAGES[kind] + ENDINGS[lang]
        return visit(after, file=written / path, ready=False, **options)

    return page


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_no_fault(opened, both_schemes, kind):
    assert both_schemes(opened(kind).page) == []


@pytest.mark.night
@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_no_fault_in_english(opened, faults, kind):
    assert faults(opened(kind, "en").page) == []


@pytest.mark.night
@pytest.mark.parametrize("kind", ["thing", "document", "graphs"])
def test_axe_finds_no_fault_on_a_phone(opened, faults, kind):
    assert faults(opened(kind, width=360).page) == []


def test_axe_would_find_faults(opened, faults):
    there = opened("thing")
    there.page.evaluate(
        "document.documentElement.removeAttribute('lang');"
        " document.querySelector('h1').style.color = '#bbb'"
    )

    assert sorted(dict(faults(there.page))) == ["color-contrast", "html-has-lang"]


def test_no_page_scrolls_sideways(opened):
    found = {}
    for kind in PAGES:
        there = opened(kind, width=320)
        for width in (320, 390, 1000):
            there.page.set_viewport_size({"width": width, "height": 900})
            there.settle()
            found[kind, width] = there.page.evaluate("document.documentElement.scrollWidth")

    assert {(kind, width): much for (kind, width), much in found.items() if much != width} == {}


def test_a_name_without_end_makes_no_page_wider(opened):
    found = {}
    for kind in PAGES:
        there = opened(kind, width=1000)
        found[kind] = there.page.evaluate(
            """() => {
                for (const each of document.querySelectorAll("main a, main p, h1, dd, li > span")) {
                    each.textContent = "Å".repeat(3000);
                }
                return document.documentElement.scrollWidth;
            }"""
        )

    assert {kind: width for kind, width in found.items() if width != 1000} == {}


def test_a_page_asks_for_its_style_and_script_alone_and_complains_of_nothing(opened, subtests):
    for kind in PAGES:
        for files in (["site.css"], ["site.css", "site.js"]):
            there = opened(kind, java_script_enabled="site.js" in files)
            with subtests.test(kind, files=files):
                assert sorted(each.rpartition("/")[2] for each in there.requests[1:]) == files
                assert there.complaints == []
            assert there.page.locator("h1").is_visible()


def test_light_and_dark_are_two(opened):
    papers = {
        opened("thing", color_scheme=scheme).page.evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for scheme in ("light", "dark")
    }

    assert len(papers) == 2


def test_words_lead_to_their_place_in_the_text_and_it_is_marked(opened):
    there = opened("document")
    there.page.locator("#ord-10 a.place").click()
    target = there.page.locator("mark:target")

    assert target.count() == 1
    assert 0 <= target.bounding_box()["y"] < 900
    assert target.evaluate("each => getComputedStyle(each).backgroundColor") != "rgba(0, 0, 0, 0)"
    target.locator("a.ref").first.click()
    assert there.page.locator("#ord-10:target").count() == 1


def test_a_thing_leads_to_the_one_it_is_part_of_and_to_the_explorer(opened):
    there = opened("thing")
    there.page.locator("a.other", has_text="Teknologi og digitalisering").first.click()
    assert there.page.locator("h1").inner_text() == "Teknologi og digitalisering"
    there.page.go_back()
    there.page.locator('a[href$="#tiltak/utnytte-helsedata?lang=nb"]').click()
    there.page.wait_for_selector("html[data-ready]", state="attached")

    there.titled("Utnytte helsedata bedre")


def test_the_link_to_the_other_language_leads_there_and_back(opened):
    there = opened("thing")
    for lang in ("en", "nb"):
        there.page.locator("#language").click()
        there.page.wait_for_selector(f"html[lang={lang}]")

        assert there.page.url.endswith(PAGES["thing"] + ENDINGS[lang])


def test_the_keyboard_skips_to_the_content(opened):
    there = opened("thing")
    there.page.keyboard.press("Tab")
    there.page.keyboard.press("Enter")

    assert there.page.evaluate("document.activeElement.id") == "innhold"


def test_on_paper_the_words_stand_and_the_ways_around_do_not(opened):
    there = opened("thing")
    there.page.emulate_media(media="print")

    assert not there.page.locator("nav").is_visible()
    assert there.page.locator("blockquote").first.is_visible()
    assert there.page.locator(".card.read").first.is_visible()


def test_the_marks_of_the_text_are_seen_where_colours_are_forced(opened):
    there = opened("document", after="#ord-10", forced_colors="active")
    line = there.page.locator("mark").first.evaluate(
        "each => getComputedStyle(each).borderBottomStyle"
    )

    assert line == "solid"
