"""The graph in the forms of RDF: by named graph, or flat."""

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ho21.export.rdf import FORMS, flat
from ho21.export.registry import export
from ho21.rdf.formats import SYNTAXES
from support.exported import exported, graph

RDFLIB = {"trig": "trig", "nq": "nquads", "jsonld": "json-ld", "ttl": "turtle", "rdf": "xml"}
DATASETS = [form for form in FORMS if SYNTAXES[form].supports_datasets]
FLAT = [form for form in FORMS if form not in DATASETS]


@pytest.mark.parametrize("form", DATASETS)
def test_every_quad_is_read_back(form):
    read = {str(quad) for quad in parse(exported(form), format=SYNTAXES[form])}

    assert read == {str(quad) for quad in graph().quads}


@pytest.mark.parametrize("form", FLAT)
def test_every_triple_of_the_flat_forms_is_read_back(form):
    read = lines(quad.triple for quad in parse(exported(form), format=SYNTAXES[form]))

    assert read == lines(flat(graph()))


@pytest.fixture(params=["tiny", pytest.param("real", marks=pytest.mark.slow)])
def dataset(request, tiny_dataset):
    """Return a tiny dataset, and where all is tried the real one: rdflib reads slowly."""
    return graph() if request.param == "real" else tiny_dataset


@pytest.mark.parametrize("form", FORMS)
def test_rdflib_reads_the_same_that_went_out(form, dataset, monkeypatch):
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    read = rdflib.Dataset(default_union=True)
    (content,) = export(form, dataset).values()
    read.parse(data=content, format=RDFLIB[form])

    every = {fact for facts in dataset.facts.values() for fact in facts}
    facts = flat(dataset) if form in FLAT else every

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
def test_rdflib_reads_every_graph_with_as_much_in_it(form, dataset):
    read = rdflib.Dataset()
    (content,) = export(form, dataset).values()
    read.parse(data=content, format=RDFLIB[form])

    assert {str(each.identifier): len(each) for each in read.graphs() if len(each)} == {
        name: len(facts) for name, facts in dataset.facts.items() if facts
    }


def test_the_flat_forms_hold_the_readings_as_claims_and_never_as_plain_links():
    dataset = graph()
    tolkning = dataset.facts[dataset.base.graph("tolkning").value]
    own = dataset.base.thing("pastand/").value, dataset.base.document("").value  # and their words
    plain = {fact for fact in tolkning if not fact.subject.value.startswith(own)}

    exported_facts = flat(dataset)

    assert plain
    assert plain & exported_facts == set()
    assert {fact for fact in tolkning if fact not in plain} <= exported_facts


def test_stated_only_leaves_the_readings_out_altogether():
    read = parse(export("trig", graph().stated)["ho21.trig"], format=RdfFormat.TRIG)

    assert {quad.graph_name.value for quad in read} == set(graph().stated.graphs)
