"""Where on the site each thing is described, and which facts its description holds."""

from functools import cache

import pytest

from ho21.export.rdf import flat
from ho21.rdf.namespaces import HO, term
from ho21.site.descriptions import Descriptions, href
from support.tiny import BASE

CLAIM = f"{BASE.iri}id/pastand/tiltak.dele-data--contributesTo--malbilde.felles-data--tolkning"


@pytest.fixture
def tiny(tiny_dataset):
    """Return the descriptions of a tiny project."""
    return Descriptions(tiny_dataset)


@pytest.fixture(scope="module")
def every(real):
    """Return a function that gives the descriptions of the project that ships with ho21, once."""
    return cache(lambda *, bare=False: Descriptions(real.stated if bare else real))


@pytest.mark.parametrize(
    ("path", "home"),
    [
        ("", ("void", "")),
        ("void", ("void", "")),
        ("id/tiltak/dele-data", ("id/tiltak/dele-data", "")),
        ("doc/kilde-en", ("doc/kilde-en", "")),
        ("doc/kilde-en.txt", ("doc/kilde-en", "")),
        ("doc/kilde-en.txt#char=0,30", ("doc/kilde-en", "char=0,30")),
        ("doc/kilde-en.txt#quote=0,30", ("doc/kilde-en", "quote=0,30")),
        ("graph/kilde/kilde-en", ("graph/index", "kilde/kilde-en")),
        ("id/", ("id/index", "")),
        *(
            (room, (f"{room.rstrip('/')}/index", ""))
            for room in ("doc/", "query", "graph", "graph/", "files")
        ),
        ("id/tiltak/ingen-slik", None),
        ("doc/ingen-slik", None),
        ("graph/ingen-slik", None),
    ],
)
def test_every_name_of_the_project_has_its_page_and_what_is_not_there_has_none(tiny, path, home):
    assert tiny.home(f"{BASE.iri}{path}") == home


def test_a_claim_is_at_home_with_its_subject(tiny):
    rest = CLAIM.rpartition("/")[2]

    assert tiny.home(CLAIM) == ("id/tiltak/dele-data", rest)


def test_what_is_set_aside_is_at_home_in_its_document(tiny):
    aside = [
        iri
        for iri in {fact.subject.value for facts in tiny.facts.values() for fact in facts}
        if "/utelatt/" in iri
    ]

    assert aside
    assert {tiny.home(each)[0] for each in aside} == {"doc/kilde-en"}
    assert {tiny.home(each)[1] for each in aside} == {each.rpartition("/")[2] for each in aside}


def test_our_terms_and_foreign_ones_are_at_home_in_the_glossary(tiny):
    assert tiny.home(f"{HO}Measure") == ("def/index", "Measure")
    assert tiny.home("http://purl.org/dc/terms/title") == ("def/index", "dcterms:title")
    assert tiny.home("https://example.org/ukjent") is None


def test_a_reading_has_no_home_where_only_what_is_stated_is_told(tiny):
    assert Descriptions(tiny.dataset.stated).home(CLAIM) is None


@pytest.mark.parametrize("stated_only", [False, True])
def test_all_descriptions_together_are_the_flat_form_and_what_void_adds(real, stated_only, every):
    told = every(bare=stated_only)
    said = {fact for stem in told.stems for fact in told.told(stem)}

    assert said == flat(real.stated if stated_only else real) | {*told.void}


def test_the_description_of_a_graph_is_what_that_graph_has_in_the_flat_form(real, every):
    told = every()
    own = BASE.thing("pastand/").value, BASE.document("").value
    for graph, facts in real.facts.items():
        read = graph in real.read_graphs
        wanted = {x for x in facts if not read or x.subject.value.startswith(own)}

        assert told.told(graph.removeprefix(BASE.iri)) == wanted


def test_every_fact_is_told_once_and_only_names_are_repeated(every):
    told = every()
    often: dict[object, int] = {}
    for stem in told.stems:
        if not stem.startswith("graph/"):
            for fact in told.told(stem):
                if not fact.predicate.value.endswith("#prefLabel"):
                    often[fact] = often.get(fact, 0) + 1

    assert set(often.values()) == {1}


def test_a_reading_is_a_claim_and_no_plain_link(tiny):
    said = tiny.told("id/tiltak/dele-data")

    assert f"{HO}contributesTo" not in {fact.predicate.value for fact in said}
    assert CLAIM in {fact.subject.value for fact in said}


def test_the_example_that_void_gives_has_a_description(every):
    told = every()
    (example,) = (
        fact.object.value for fact in told.void if fact.predicate == term("void:exampleResource")
    )

    assert example.removeprefix(BASE.iri) in told.stems


def test_an_address_is_relative_and_leads_to_the_page_in_the_right_language():
    assert href(("id/tiltak/x", "tiltak.x--a"), "../../", "en", "nb") == (
        "../../id/tiltak/x.en.html#tiltak.x--a"
    )
    assert href(("def/index", "Measure"), "../", "en", "nb") == "../def/index.en.html#Measure"
    assert href(("void", ""), "", "en", "nb") == "index.html"
    assert href(("doc/x", "char=1,9"), "../", "nb", "nb") == "../doc/x.html#char=1,9"
