"""The graph in the forms others read."""

import csv
import io
import xml.etree.ElementTree as ET
from functools import cache
from hashlib import sha256
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ho21.export import DATASETS, FLAT, FORMATS, everything, export, flat, network
from ho21.fault import CallError
from ho21.names import term
from ho21.rooms import house
from ho21.source import Source
from ho21.store import Dataset, load

ROOT = Path(__file__).parents[1]
RDFLIB = {"trig": "trig", "nq": "nquads", "jsonld": "json-ld", "ttl": "turtle", "rdf": "xml"}


@cache
def graph() -> Dataset:
    return load(house()).sound()


@cache
def exported(form: str) -> bytes:
    (content,) = export(form, graph()).values()
    return content


def links() -> int:
    """Return how many links the graph has: one for each claim."""
    claim = (term("rdf:type"), term("ho:Claim"))
    facts = (fact for facts in graph().facts.values() for fact in facts)
    return len({fact.subject for fact in facts if fact[1:] == claim})


def lines(triples) -> set[str]:
    return {f"{each.subject} {each.predicate} {each.object}" for each in triples}


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


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_a_network_has_an_edge_for_each_link_and_keeps_parallel_ones(form):
    reader = nx.read_graphml if form == "graphml" else nx.read_gexf
    read = reader(io.BytesIO(exported(form)))

    assert read.number_of_edges() == links()
    assert read.is_multigraph()
    assert any(read.number_of_edges(*ends) > 1 for ends in set(read.edges()))


def test_an_edge_carries_its_basis_its_words_and_its_place():
    edges = network(graph()).get_edge_data("tiltak:utnytte-helsedata", "aktor:ho21-radet")
    (edge,) = [each for each in edges.values() if each["predicate"] == "ho:proposedBy"]

    assert edge["basis"] == "rst:direct-from-source"
    assert edge["quote"].startswith("Vi må utnytte helsedata bedre")
    assert edge["place"] == "innspill-helsepersonellkommisjonen.txt:55"


def test_the_date_of_a_network_is_that_of_the_house():
    meta = ET.fromstring(exported("gexf")).find("{http://www.gexf.net/1.2draft}meta")

    assert meta is not None
    assert meta.get("lastmodifieddate") == graph().issued


def test_the_tables_have_a_row_for_each_link_and_each_thing():
    files = export("csv", graph())
    rows = {name: list(csv.DictReader(io.StringIO(files[name].decode()))) for name in files}

    assert sorted(rows) == ["csv/koblinger.csv", "csv/steder.csv", "csv/ting.csv"]
    assert len(rows["csv/koblinger.csv"]) == links()
    assert len({row["thing"] for row in rows["csv/ting.csv"]}) == len(rows["csv/ting.csv"])


def test_the_sums_are_those_of_the_files():
    files = everything(graph())
    listed = dict(
        reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines()
    )

    assert listed == {name: sha256(content).hexdigest() for name, content in files.items()}
    assert len(files) == len(FORMATS) + 2


def test_an_unknown_format_is_refused_with_those_there_are():
    with pytest.raises(CallError) as caught:
        export("pdf", graph())

    assert caught.value.key == "unknown-format"
    assert "graphml" in caught.value.text("nb")


def test_every_row_of_a_table_has_every_value_in_its_own_column():
    for name, content in export("csv", graph()).items():
        heads, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
        assert {len(row) for row in rows} == {len(heads)}, name
    places = csv.DictReader(io.StringIO(export("csv", graph())["csv/steder.csv"].decode()))
    for row in places:
        assert row["passage"].endswith(f"#char={row['start']},{row['end']}")


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_graph_gives_the_same_bytes(form):
    assert export(form, load(house())) == export(form, graph())


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_a_network_of_what_is_stated_has_no_link_that_is_a_reading(form):
    stated = network(graph(), stated_only=True)
    every = network(graph())
    read = set(every.edges(keys=True)) - set(stated.edges(keys=True))

    assert read
    assert set(stated.edges(keys=True)) < set(every.edges(keys=True))
    reader = nx.read_graphml if form == "graphml" else nx.read_gexf
    (content,) = export(form, graph(), stated_only=True).values()
    assert reader(io.BytesIO(content)).number_of_edges() == stated.number_of_edges()


def test_every_link_between_two_things_is_an_edge():
    links = {
        (fact.subject.value, fact.predicate, fact.object.value)
        for fact in flat(graph())
        if fact.predicate in graph().vocabulary.links
        and not fact.subject.value.startswith(graph().base.thing("pastand/").value)
    }
    nodes = network(graph()).nodes
    edges = {
        (nodes[one]["iri"], term(edge["predicate"]), nodes[other]["iri"])
        for one, other, edge in network(graph()).edges(data=True)
    }

    assert links
    assert links <= edges


@pytest.mark.parametrize("table", ["csv/koblinger.csv", "csv/ting.csv"])
def test_a_quote_stands_at_the_place_beside_it(table):
    rows = list(csv.DictReader(io.StringIO(export("csv", graph())[table].decode())))
    quoted = [row for row in rows if row["quote"]]

    assert len(quoted) > 100
    assert [row["quote"] for row in quoted if not stands(row["quote"], row["place"])] == []


def stands(quote: str, place: str) -> bool:
    """Say whether a quote begins on the line of a place, ``file.txt:line``."""
    file, line = place.split(":")
    source = Source(file.removesuffix(".txt"), (ROOT / "graph" / file).read_bytes())
    return any(source.lines(each)[0] == int(line) for each in source.find(quote))
