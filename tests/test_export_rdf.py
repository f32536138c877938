"""The graph in the forms of RDF: by named graph, or flat."""

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from exported import exported, graph
from ho21.export import export
from ho21.export_rdf import DATASETS, FLAT, flat

RDFLIB = {"trig": "trig", "nq": "nquads", "jsonld": "json-ld", "ttl": "turtle", "rdf": "xml"}


@pytest.mark.parametrize("form", DATASETS)
def test_every_quad_is_read_back(form):
    read = {str(quad) for quad in parse(exported(form), format=DATASETS[form])}

    assert read == {str(quad) for quad in graph().quads}


@pytest.mark.parametrize("form", FLAT)
def test_every_triple_of_the_flat_forms_is_read_back(form):
    read = lines(quad.triple for quad in parse(exported(form), format=FLAT[form]))

    assert read == lines(flat(graph()))


@pytest.mark.parametrize("form", [*DATASETS, *FLAT])
def test_rdflib_reads_the_same_that_went_out(form, monkeypatch):
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    read = rdflib.Dataset(default_union=True)
    read.parse(data=exported(form), format=RDFLIB[form])

    facts = (
        flat(graph())
        if form in FLAT
        else {fact for them in graph().facts.values() for fact in them}
    )

    assert {terms(each) for each in read.triples((None, None, None))} == {
        terms(each) for each in facts
    }


def lines(triples) -> set[str]:
    return {f"{each.subject} {each.predicate} {each.object}" for each in triples}


def terms(triple) -> tuple[tuple[str, str, str], ...]:
    """Return the terms of a triple of either engine as text, so that the two can be compared."""
    return tuple(term_of(each) for each in triple)


def term_of(node) -> tuple[str, str, str]:
    ours = isinstance(node, (Literal, NamedNode))
    language = getattr(node, "language", None)
    kind = getattr(node, "datatype", None)
    kind = kind.value if kind is not None and ours else kind
    plain = language or kind is None or str(kind) == str(rdflib.XSD.string)
    return node.value if ours else str(node), language or "", "" if plain else str(kind)


@pytest.mark.parametrize("form", DATASETS)
def test_rdflib_reads_every_graph_with_as_much_in_it(form):
    read = rdflib.Dataset()
    read.parse(data=exported(form), format=RDFLIB[form])

    assert {str(each.identifier): len(each) for each in read.graphs() if len(each)} == {
        name: len(facts) for name, facts in graph().facts.items()
    }


def test_the_flat_forms_hold_the_readings_as_claims_and_never_as_plain_links():
    dataset = graph()
    tolkning = dataset.facts[dataset.base.graph("tolkning").value]
    claims = dataset.base.thing("pastand/").value
    plain = {fact for fact in tolkning if not fact.subject.value.startswith(claims)}

    exported_facts = flat(dataset)

    assert plain
    assert plain & exported_facts == set()
    assert {fact for fact in tolkning if fact not in plain} <= exported_facts


def test_stated_only_leaves_the_readings_out_altogether():
    read = parse(export("trig", graph(), stated_only=True)["ho21.trig"], format=RdfFormat.TRIG)

    assert {quad.graph_name.value for quad in read} == set(graph().chosen(stated_only=True))
