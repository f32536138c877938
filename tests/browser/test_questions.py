"""The glossary and the questions in a browser: read on any screen, and nothing is asked for."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from ho21.ask import put
from ho21.fault import CallError
from ho21.rooms import house
from ho21.site import Site

LANGUAGES = ["nb", "en"]
ENDING = {"nb": "", "en": ".en"}
QUESTIONS = ["hvem-skal-gjore-forslagene", "hva-angar-aktoren"]
PAGES = ["def/index.html"] + [
    f"query/{name}{ending}.html" for name in ("index", *QUESTIONS) for ending in ENDING.values()
]
LONG = "query/hvem-skal-gjore-forslagene.html"
SERVED = ["query/svart.html", "query/feil.en.html"]


@pytest.fixture(scope="session")
def written(real, tmp_path_factory):
    """Write the pages to be tried, and two that a server makes, once."""
    folder = tmp_path_factory.mktemp("nettsted")
    site, served = Site(real, house()), Site(real, house(), served=True)
    files = {path: site.content(path) for path in (*PAGES, "site.css")}
    asked = served._asked["hva-angar-aktoren"]  # noqa: SLF001 (the question as the site has it)
    answer = put(asked, {"aktor": "regjeringen"}, real, real.store())[1]
    fault = CallError("unknown-thing-asked", name="<b>regjringa</b>", hint="")
    given = {"aktor": "regjeringen"}
    files[SERVED[0]] = served.question(asked.name, given, "nb", answer).encode()
    given = {"aktor": "<b>regjringa</b>"}
    files[SERVED[1]] = served.question(asked.name, given, "en", fault).encode()
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


def faults(there):
    return sorted({each["id"] for each in Axe().run(there.page).response["violations"]})


def open_all(there):
    there.page.evaluate(
        "document.querySelectorAll('details').forEach(each => { each.open = true })"
    )


def wide(there):
    return there.page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES + SERVED)
def test_axe_finds_no_fault(opened, path, scheme):
    there = opened(path, color_scheme=scheme)

    assert faults(there) == []
    if not path.startswith("def/"):  # where what is folded out is of the same few kinds, 500 times
        open_all(there)
        assert faults(there) == []


@pytest.mark.parametrize("path", ["def/index.html", LONG, SERVED[1]])
def test_axe_finds_no_fault_on_a_phone(opened, path):
    assert faults(opened(path, width=360)) == []


def test_axe_finds_no_fault_in_what_the_glossary_folds_out(opened):
    there = opened("def/index.html", "#Measure")
    there.page.evaluate(
        "document.querySelectorAll('#Measure details').forEach(each => { each.open = true })"
    )

    assert faults(there) == []


def test_axe_would_find_faults(opened):
    there = opened(LONG)
    there.page.evaluate(
        "document.documentElement.removeAttribute('lang');"
        " document.querySelector('h1').style.color = '#777b80';"
        " document.querySelector('h1').style.backgroundColor = '#888c90';"
        " document.querySelector('.sum').setAttribute('role', 'knapp')"
    )

    assert faults(there) == ["aria-roles", "color-contrast", "html-has-lang"]


@pytest.mark.parametrize("width", [320, 720])
@pytest.mark.parametrize("path", PAGES + SERVED)
def test_no_page_scrolls_sideways(opened, path, width):
    there = opened(path, width=width)
    open_all(there)

    assert wide(there) == width


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


def test_the_answer_by_the_sources_alone_is_folded_and_can_be_folded_out(opened):
    there = opened(LONG)
    table = there.page.locator(".bare table")
    assert not table.is_visible()

    there.page.locator(".bare summary").click()

    assert table.is_visible()
    assert table.locator("tr.read").count() == 0
    assert there.page.locator(".cards tr.read").count() == 35


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


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_for_its_style_alone_and_complains_of_nothing(opened, path):
    there = opened(path)

    assert [each.rpartition("/")[2] for each in there.requests[1:]] == ["site.css"]
    assert there.complaints == []


def test_light_and_dark_are_two(opened):
    papers = {
        opened(LONG, color_scheme=scheme).page.evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for scheme in ("light", "dark")
    }

    assert len(papers) == 2
