"""Where on the site each thing is described, and which facts its description holds."""

from functools import cache

import pytest
import rdflib
from pyoxigraph import DefaultGraph, RdfFormat, parse

from ho21.dataset.loader import load
from ho21.export.rdf import flat
from ho21.project import open_project
from ho21.rdf.formats import PAGE_DATA
from ho21.rdf.namespaces import HO, term
from ho21.site.descriptions import Descriptions, href
from support.tiny import BASE

CLAIM = f"{BASE.iri}id/pastand/tiltak.dele-data--contributesTo--malbilde.felles-data--tolkning"
PARSED = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "nt": RdfFormat.N_TRIPLES}


@pytest.fixture
def tiny(tiny_project):
    """Return the descriptions of a tiny project."""
    return Descriptions(load(open_project(str(tiny_project()))))


@pytest.fixture(scope="module")
def every(real):
    """Return a function that gives the descriptions of the project that ships with ho21, once."""
    return cache(lambda *, bare=False: Descriptions(real.stated if bare else real))


def lines(triples) -> set[str]:
    return {f"{each.subject} {each.predicate} {each.object}" for each in triples}


def added(told: Descriptions) -> set[str]:
    """Return what VoID alone says."""
    return lines(told.void)


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
        ("query", ("query/index", "")),
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
def test_all_json_ld_together_is_the_dataset_quad_for_quad_and_what_void_adds(
    real, stated_only, every
):
    told = every(bare=stated_only)
    quads = real.stated.quads if stated_only else real.quads
    wanted = {str(quad) for quad in quads}

    read = {
        str(quad)
        for stem in told.stems
        if not stem.startswith("graph/")
        for quad in parse(told.data(stem, "jsonld"), format=RdfFormat.JSON_LD)
    }
    extra = read - wanted

    assert wanted <= read
    assert extra == {str(quad) for quad in told.quads("void") if quad.graph_name == DefaultGraph()}
    assert len(extra) == len(told.void)


@pytest.mark.parametrize("form", ["nt", "ttl"])
@pytest.mark.parametrize("stated_only", [False, True])
def test_all_flat_files_together_are_the_flat_form_and_what_void_adds(
    real, form, stated_only, every
):
    told = every(bare=stated_only)

    read = {
        line
        for stem in told.stems
        for line in lines(quad.triple for quad in parse(told.data(stem, form), format=PARSED[form]))
    }

    assert read == lines(flat(real.stated if stated_only else real)) | added(told)


def test_the_file_of_a_graph_holds_that_graph_and_nothing_else(real, every):
    told = every()
    for graph, facts in real.facts.items():
        stem = graph.removeprefix(BASE.iri)
        read = list(parse(told.data(stem, "jsonld"), format=RdfFormat.JSON_LD))

        assert {quad.graph_name.value for quad in read} == {graph}
        assert lines(quad.triple for quad in read) == lines(facts)


def test_every_fact_is_told_once_and_only_names_are_repeated(every):
    told = every()
    often: dict[str, int] = {}
    for stem in told.stems:
        if not stem.startswith("graph/"):
            for quad in told.quads(stem):
                if not quad.predicate.value.endswith("#prefLabel"):
                    often[str(quad)] = often.get(str(quad), 0) + 1

    assert set(often.values()) == {1}


def test_a_reading_is_no_plain_link_in_the_flat_forms(tiny):
    subject = f"<{BASE.iri}id/tiltak/dele-data>"
    link = f"{subject} <{HO}contributesTo>"

    assert link not in tiny.data("id/tiltak/dele-data", "nt").decode()
    assert CLAIM in tiny.data("id/tiltak/dele-data", "nt").decode()
    assert any(
        quad.predicate.value == f"{HO}contributesTo" for quad in tiny.quads("id/tiltak/dele-data")
    )


def test_only_the_prefixes_that_are_used_stand_in_turtle(tiny):
    written = tiny.data("id/aktor/radet", "ttl").decode()
    declared = {line.split()[1] for line in written.splitlines() if line.startswith("@prefix")}

    assert "eurovoc:" not in declared
    assert "skos:" in declared


@pytest.mark.parametrize("form", PAGE_DATA)
def test_rdflib_reads_what_is_written(form, every):
    names = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt"}
    told = every()
    read = rdflib.Dataset(default_union=True)
    read.parse(data=told.data("id/strategi/helseomsorg21", form), format=names[form])

    wanted = (
        {quad.triple for quad in told.quads("id/strategi/helseomsorg21")}
        if form == "jsonld"
        else set(told.triples("id/strategi/helseomsorg21"))
    )
    assert len(set(read.triples((None, None, None)))) == len(wanted)


def test_the_same_project_gives_the_same_bytes(every):
    again = Descriptions(load(open_project()))
    for stem in ("void", "def/index", "doc/toppmote", "id/strategi/helseomsorg21"):
        for form in PAGE_DATA:
            assert again.data(stem, form) == every().data(stem, form)


def test_the_example_that_void_gives_has_a_description(every):
    told = every()
    (example,) = (
        fact.object.value for fact in told.void if fact.predicate == term("void:exampleResource")
    )

    assert example.removeprefix(BASE.iri) in told.stems


def test_an_address_is_relative_and_leads_to_the_page_in_the_right_language():
    assert href(("id/tiltak/x", "tiltak.x--a"), "../../", "en") == (
        "../../id/tiltak/x.en.html#tiltak.x--a"
    )
    assert href(("def/index", "Measure"), "../", "en") == "../def/index.html#Measure"
    assert href(("void", ""), "", "en") == "index.html"
    assert href(("doc/x", "char=1,9"), "../", "nb") == "../doc/x.html#char=1,9"
