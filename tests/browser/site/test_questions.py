"""The glossary and the questions in a browser: read on any screen, and nothing is asked for."""

import pytest

from ho21.errors import UsageError
from ho21.project import open_project
from ho21.site.site import Site
from ho21.sparql.engine import Engine
from ho21.sparql.questions import question

LANGUAGES = ["nb", "en"]
ENDING = {"nb": "", "en": ".en"}
QUESTIONS = ["hva-motiverer-hva", "hva-angar-aktoren"]
PAGES = ["def/index.html", "def/index.en.html"] + [
    f"query/{name}{ending}.html" for name in ("index", *QUESTIONS) for ending in ENDING.values()
]
LONG = "query/hva-motiverer-hva.html"
SERVED = ["query/svart.html", "query/feil.en.html"]
OTHERS = [*PAGES[:2], *PAGES[3:], *SERVED]


@pytest.fixture(scope="session")
def written(real, tmp_path_factory):
    """Write the pages to be tried, and two that a server makes, once."""
    folder = tmp_path_factory.mktemp("nettsted")
    site, served = Site(real, open_project()), Site(real, open_project(), served=True)
    files = {path: site.content(path) for path in (*PAGES, "site.css", "site.js")}
    asked = served._asked["hva-angar-aktoren"]  # noqa: SLF001 (the question as the site has it)
    answer = Engine(real).ask(asked, {"aktor": "regjeringen"}).result
    fault = UsageError("unknown-thing-asked", name="<b>regjringa</b>", hint="")
    given = {"aktor": "regjeringen"}
    files[SERVED[0]] = served.questions.put(asked.name, given, "nb", answer).encode()
    given = {"aktor": "<b>regjringa</b>"}
    files[SERVED[1]] = served.questions.put(asked.name, given, "en", fault).encode()
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def opened(visit, written):
    """Return a function that opens a page in a window of its own."""

    def page(path, after="", **options):
        return visit(after, file=written / path, ready=False, **options)

    return page


def open_all(there):
    there.page.evaluate(
        "document.querySelectorAll('details').forEach(each => { each.open = true })"
    )


def wide(there):
    return there.page.evaluate("document.documentElement.scrollWidth")


def few_terms(there):
    """Leave the terms of the glossary that tell of something no term before them tells of."""
    left = there.page.evaluate(
        """() => {
            const told = new Set();
            for (const each of document.querySelectorAll("section.term")) {
                const heads = [...each.querySelectorAll("dt, summary")].map(one => one.textContent);
                if (heads.every(one => told.has(one.replace(/\\d+/g, "")))) each.remove();
                for (const one of heads) told.add(one.replace(/\\d+/g, ""));
            }
            return document.querySelectorAll("section.term").length;
        }"""
    )
    assert left or "/def/" not in there.page.url


@pytest.mark.parametrize(
    "path",
    [PAGES[2], *(pytest.param(each, marks=pytest.mark.night) for each in OTHERS)],
)
def test_axe_finds_no_fault(opened, faults, both_schemes, path):
    there = opened(path)
    few_terms(there)

    assert faults(there.page) == []
    open_all(there)
    assert both_schemes(there.page) == []


@pytest.mark.night
@pytest.mark.parametrize("path", ["def/index.html", LONG, SERVED[1]])
def test_axe_finds_no_fault_on_a_phone(opened, faults, path):
    there = opened(path, width=360)
    few_terms(there)

    assert faults(there.page) == []


def test_axe_would_find_faults(opened, faults):
    there = opened(LONG)
    there.page.evaluate(
        "document.documentElement.removeAttribute('lang');"
        " document.querySelector('h1').style.color = '#777b80';"
        " document.querySelector('h1').style.backgroundColor = '#888c90';"
        " document.querySelector('.sum').setAttribute('role', 'knapp')"
    )

    found = sorted(dict(faults(there.page)))
    assert found == ["aria-roles", "color-contrast", "html-has-lang"]


def test_no_page_scrolls_sideways(opened):
    found = {}
    for path in PAGES + SERVED:
        there = opened(path, width=320)
        open_all(there)
        for width in (320, 720):
            there.page.set_viewport_size({"width": width, "height": 900})
            there.settle()
            found[path, width] = wide(there)

    assert {(path, width): much for (path, width), much in found.items() if much != width} == {}


def test_a_page_that_is_too_wide_would_be_seen(opened):
    there = opened(LONG, width=320)
    there.page.evaluate("document.querySelector('h1').style.width = '400px'")

    assert wide(there) > 320


def test_the_languages_stand_side_by_side_where_there_is_room(opened):
    def boxes(width):
        there = opened("def/index.html", width=width)
        columns = there.page.locator("#Measure > .twin > div")
        return [each.bounding_box() for each in columns.all()]

    norwegian, english = boxes(1440)
    assert english["x"] > norwegian["x"] + norwegian["width"]
    assert english["y"] == norwegian["y"]
    norwegian, english = boxes(390)
    assert english["x"] == norwegian["x"]
    assert english["y"] >= norwegian["y"] + norwegian["height"]


@pytest.mark.parametrize("term", ["Measure", "skos:prefLabel", "number-3", "contributesTo"])
def test_the_address_of_a_term_brings_it_into_sight(opened, term):
    there = opened("def/index.html", f"#{term}")
    box = there.page.locator(f'[id="{term}"]').bounding_box()

    assert 0 <= box["y"] < 900
    assert there.page.evaluate("scrollY") > 1000


def test_a_row_is_a_card_on_a_phone_and_what_is_unsaid_takes_no_room(opened):
    there = opened(LONG, width=390)
    row = there.page.locator("tbody tr").first
    edges = {each.bounding_box()["x"] for each in row.locator("th, td:visible").all()}

    assert len(edges) == 1
    assert there.page.locator("td.empty").first.is_hidden()
    assert opened(LONG).page.locator("td.empty").first.is_visible()


def test_the_answer_by_the_sources_alone_is_folded_and_can_be_folded_out(opened, real):
    asked = question(open_project(), "hva-motiverer-hva")
    said = [row["standing"].value.rpartition("#")[2] for row in Engine(real).ask(asked).result]
    assert {*said} == {"stated", "interpreted"}
    there = opened(LONG)
    table = there.page.locator(".bare table")
    assert not table.is_visible()

    there.page.locator(".bare summary").click()

    assert table.is_visible()
    assert table.locator("tbody tr").count() == said.count("stated")
    assert table.locator("tr.read").count() == 0
    assert there.page.locator(".cards tr.read").count() == said.count("interpreted")


def test_the_form_asks_the_same_address_with_the_value(opened):
    there = opened(SERVED[0])
    assert there.page.input_value("#p-aktor") == "Regjeringen"
    there.page.fill("#p-aktor", "Kommunene & «æøå»")
    there.page.locator("form button").click()

    assert there.page.url.partition("?")[0].endswith(SERVED[0])
    assert there.page.evaluate("new URL(location.href).searchParams.get('aktor')") == (
        "Kommunene & «æøå»"
    )


def test_a_value_that_does_not_fit_is_told_of_as_words(opened):
    there = opened(SERVED[1])

    assert "<b>regjringa</b>" in there.page.locator("[role=alert]").text_content()
    assert there.page.locator("main b").count() == 0


def test_a_page_asks_for_its_style_and_script_alone_and_complains_of_nothing(opened, subtests):
    for path in PAGES:
        there = opened(path)
        with subtests.test(path):
            assert [each.rpartition("/")[2] for each in there.requests[1:]] == [
                "site.css",
                "site.js",
            ]
            assert there.complaints == []


def test_light_and_dark_are_two(opened):
    papers = {
        opened(LONG, color_scheme=scheme).page.evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for scheme in ("light", "dark")
    }

    assert len(papers) == 2
