"""The explorer leads to the pages that lie beside it; a lone file leads to none."""

from __future__ import annotations

import re

import pytest

from ho21.explorer.data import page_data
from ho21.explorer.head import EACH, EVERY_PART
from ho21.explorer.page import bind
from ho21.project import open_project
from ho21.sparql.questions import read_questions

THING = "ting=tiltak/utnytte-helsedata"
PLACES = ["#start", f"#tabell?{THING}", "#kilder", "#kilder/toppmote", "#spor", "#spor/visjonen"]
AWAY = """Array.from(document.querySelectorAll('a[href]'), (each) => each.getAttribute('href'))
    .filter((each) => !each.startsWith('#') && !each.startsWith('https://'))"""


@pytest.fixture(scope="session")
def site_file(real, found, tmp_path_factory):
    """Write the explorer of the project, with pages beside it."""
    path = tmp_path_factory.mktemp("beside") / "index.html"
    path.write_text(bind(found, page_data(real, open_project()), EVERY_PART), encoding="utf-8")
    return path


@pytest.mark.parametrize("after", PLACES)
def test_a_lone_page_has_no_link_that_would_be_dead(after, visit):
    assert visit(after).page.evaluate(AWAY) == []


@pytest.mark.parametrize(("lang", "end"), [("nb", ".html"), ("en", ".en.html")], ids=["nb", "en"])
def test_the_head_leads_to_the_other_pages(lang, end, visit, site_file):
    there = visit(f"#start?lang={lang}", file=site_file)

    head = there.page.locator(".masthead a").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    assert [each for each in head if not each.startswith("#")] == [
        f"./report{end}",
        f"./gaps{end}",
        f"./query/index{end}",
        f"./id/index{end}",
        f"./doc/index{end}",
        f"./def/index{end}",
        f"./files/index{end}",
        f"./graph/index{end}",
        f"./check{end}",
    ]
    assert there.complaints == []


@pytest.mark.parametrize(
    ("lang", "end"), [("", ".html"), ("&lang=en", ".en.html")], ids=["nb", "en"]
)
def test_the_panel_leads_to_the_thing_s_own_page_and_its_turtle(lang, end, visit, site_file):
    page = visit(f"#tabell?{THING}{lang}", file=site_file).page
    links = page.locator("#panel .pages a")

    assert [each.get_attribute("href") for each in links.all()] == [
        f"./id/tiltak/utnytte-helsedata{end}",
        "./id/tiltak/utnytte-helsedata.ttl",
    ]
    page.evaluate("location.hash = '#tabell?ting=doc/toppmote'")
    page.wait_for_selector('#panel[data-key="doc/toppmote"]')
    assert links.first.get_attribute("href") == f"./doc/toppmote{end}"


@pytest.mark.night
def test_every_thing_has_an_address_of_its_own_page(visit, site_file, found):
    page = visit("#tabell", file=site_file).page
    keys = {iri: "/".join(iri.split("/")[-2:]) for iri in found.things}
    ways = page.evaluate(
        "(keys) => keys.map(key => { ho21.show(key);"
        " return document.querySelector('#panel .pages a').getAttribute('href') })",
        [*keys.values()],
    )

    assert dict(zip(keys, ways, strict=True)) == {
        iri: f"./{iri.removeprefix('https://w3id.org/ho21/')}.html" for iri in keys
    }


def test_each_document_leads_to_its_page(visit, site_file):
    page = visit("#kilder", file=site_file).page
    slugs = [each.get_attribute("data-source") for each in page.locator("li[data-source]").all()]
    ways = page.locator("li[data-source] a[href^='./doc/']")

    assert [each.get_attribute("href") for each in ways.all()] == [
        f"./doc/{slug}.html" for slug in slugs
    ]
    page = visit("#kilder/toppmote?lang=en", file=site_file).page
    assert (
        page.locator(".about a[href^='./doc/']").get_attribute("href") == "./doc/toppmote.en.html"
    )


def test_each_question_leads_to_its_page(visit, site_file):
    page = visit("#spor", file=site_file).page
    for name in list(read_questions(open_project()))[:5]:
        page.evaluate(f"location.hash = '#spor/{name}'")
        page.locator("#view-spor details.sparql").wait_for()
        page.wait_for_selector(
            f"#view-spor .sparql a[href='./query/{name}.html']", state="attached"
        )


def test_a_word_of_the_vocabulary_in_an_answer_leads_to_its_definition(visit, site_file):
    query = "SELECT%20%3Fk%20%7B%20%3Fk%20a%20owl%3AClass%20FILTER(%3Fk%3Dho%3AMeasure)%20%7D"
    page = visit(f"#spor/egen?q={query}", file=site_file).page
    cell = page.locator("#view-spor tbody a").first
    cell.wait_for()

    assert cell.get_attribute("href") == "./def/index.html#Measure"


@pytest.mark.parametrize("after", ["#start", f"#tabell?{THING}"])
@pytest.mark.parametrize("width", [390, pytest.param(1440, marks=pytest.mark.night)])
def test_with_the_links_axe_finds_no_fault_and_nothing_is_too_wide(
    after, width, visit, site_file, faults
):
    page = visit(after, file=site_file, width=width).page

    # All links to places in the page itself are taken for links past the header.
    assert faults(page, but=("region", "skip-link")) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert re.match(r"\./", page.evaluate(AWAY)[0])


def test_where_things_have_no_pages_the_panel_leads_to_none_and_documents_still_have_theirs(
    visit, real, found, tmp_path
):
    path = tmp_path / "index.html"
    page = bind(found, page_data(real, open_project()), EVERY_PART - {EACH})
    path.write_text(page, encoding="utf-8")
    away = [visit(place, file=path).page.evaluate(AWAY) for place in PLACES]

    assert [each for them in away for each in them if re.match(r"\./id/(?!index)", each)] == []
    assert "./doc/toppmote.html" in away[PLACES.index("#kilder/toppmote")]
