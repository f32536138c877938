"""A number of things or links is the same wherever it stands: it is counted once, in the model."""

import csv
import io
import json
from collections import Counter
from functools import cache

import networkx as nx
import pytest

from ho21.dataset.dataset import select
from ho21.map.drawing import StrategyNetwork
from ho21.model.read import knowledge_graph
from ho21.model.things import Standing
from ho21.rdf.namespaces import curie, term
from ho21.resources import messages
from ho21.sparql.engine import Engine
from support.exported import exported, files, graph
from support.sheets import read, rows

CONCEPT = "skos:Concept"
# How a link is known, in the words of a network and of the workbook.
IN_NETWORK = {each.term: each for each in Standing}
IN_WORKBOOK = {
    "sagt": Standing.STATED,
    "følger av det sagte": Standing.FOLLOWS_FROM_STATED,
    "tolket": Standing.INTERPRETED,
    "følger av en tolkning": Standing.FOLLOWS_FROM_INTERPRETED,
}
# A thing, or the captured text of a source; its class as it is written.
KINDS = """
SELECT ?thing (MIN(?type) AS ?kind) WHERE {
  GRAPH ?home { ?thing a ?type ; skos:prefLabel ?label }
  FILTER(STRSTARTS(STR(?type), STR(ho:)))
  FILTER(!CONTAINS(STR(?home), "/graph/ontologi"))
  FILTER(!CONTAINS(STR(?home), "/graph/slutning"))
}
GROUP BY ?thing
"""
CLAIMS = """
SELECT DISTINCT ?claim ?subject ?predicate ?object ?graph WHERE {
  GRAPH ?graph {
    ?claim a ho:Claim ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
  }
}
"""
# How a claim is known, by the folder of its graph.
IN_GRAPH = {
    "kilde": Standing.STATED,
    "slutning": Standing.FOLLOWS_FROM_STATED,
    "tolkning": Standing.INTERPRETED,
    "koblinger": Standing.INTERPRETED,
    "slutning-tolkning": Standing.FOLLOWS_FROM_INTERPRETED,
}


@cache
def model():
    return knowledge_graph(graph())


def iri_of(short):
    prefix, _, rest = short.partition(":")
    return graph().base.prefixes()[prefix] + rest


def name(iri):
    return curie(iri, graph().base.prefixes())


def asked(query):
    return select(graph().store(), query, graph().base.prefixes())


def kinds():
    return Counter(name(each.kind) for each in model().entities.values())


def claims():
    return Counter((link.predicate, each.standing) for link, each in model().claims)


@cache
def network(form):
    reader = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[form]
    return reader(io.BytesIO(exported(form)))


@cache
def table(which):
    return rows_of(files("csv")[f"csv/{which}.csv"])


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


@cache
def sheet(which):
    found = read(exported("xlsx"))[which]
    heads = [cell.value for cell in found[1]]
    return [dict(zip(heads, row, strict=True)) for row in rows(found)]


@cache
def lost():
    return json.loads(files("stratml")["ho21.stratml.tap.json"])


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_a_network_has_the_things_of_the_model_and_the_links_that_follow_from_no_other(form):
    found = network(form)
    nodes = Counter(data["kind"] for _, data in found.nodes(data=True))
    concepts = {link.object for link in model().mappings}
    edges = Counter(
        (iri_of(data["predicate"]), IN_NETWORK[data["standing"]])
        for *_, data in found.edges(data=True)
    )

    assert nodes.pop(CONCEPT) == len(concepts)
    assert nodes == kinds()
    assert edges == {known: n for known, n in claims().items() if not known[1].inferred}


def test_the_tables_have_the_things_and_the_links_of_the_model():
    known = {each.claim: each.standing for _, each in model().claims}

    assert Counter(name(row["kind"]) for row in table("ting")) == kinds()
    assert len(table("koblinger")) == len(known)
    assert Counter((row["predicate"], known[row["claim"]]) for row in table("koblinger")) == (
        claims()
    )


def test_the_workbook_has_the_things_and_the_links_of_the_model():
    links = [
        (row["Kobling: IRI"], IN_WORKBOOK[row["Sagt eller tolket"].partition(" ")[2]])
        for row in sheet("Koblinger")
    ]

    assert Counter(links) == claims()
    for each in messages("export/workbook.toml")["sheet"]:
        if "class" not in each:
            continue
        things = model().of(term(each["class"]).value)
        found = sheet(each["nb"])
        assert sorted(row["IRI"] for row in found) == [each.iri for each in things]
        if "kind" in each["columns"]:
            named = Counter(model().name(each.kind)["nb"] for each in things)
            assert Counter(row["Type"] for row in found) == named


def test_sparql_finds_the_things_and_the_links_of_the_model():
    found = list(asked(CLAIMS))
    root = graph().base.graph("").value
    standings = [IN_GRAPH[row["graph"].value.removeprefix(root).partition("/")[0]] for row in found]
    triples = {
        tuple(row[each].value for each in ("subject", "predicate", "object")) for row in found
    }
    counted = {(row["claim"], row["predicate"].value, how)
               for row, how in zip(found, standings, strict=True)}  # fmt: skip

    assert Counter(name(row["kind"].value) for row in asked(KINDS)) == kinds()
    assert Counter(each[1:] for each in counted) == claims()
    assert len(triples) == len(model().links) + len(model().mappings)


def test_the_map_draws_the_things_and_the_links_of_the_model():
    drawn = StrategyNetwork(model())
    iris = [each["iri"] for each in drawn.nodes]
    links = {(each["from"], each["predicate"], each["to"]) for each in drawn.edges}

    assert iris == [*model().things]
    assert len(links) == len(model().links)


def test_the_list_of_what_stratml_loses_counts_the_things_and_the_stated_links_of_the_model():
    stated = Counter({kind: n for (kind, how), n in claims().items() if how is Standing.STATED})
    found = kinds()

    assert lost()["counts"]["links"]["all"] == stated.total()
    assert {each["kind"]: each["of"] for each in lost()["links"]} == {
        each["kind"]: stated[iri_of(each["kind"])] for each in lost()["links"]
    }
    counted = {each["kind"]: each["of"] for each in lost()["things"] if each["kind"] in found}
    assert len(counted) > 20
    assert counted == {kind: found[kind] for kind in counted}


def test_to_show_a_thing_tells_of_the_links_of_the_model():
    engine = Engine(graph())
    things = [each for each in model().things if model().out(each)][::12]
    for iri in things:
        found = {
            (row["direction"].value, row["relation"].value, row["other"].value)
            for row in engine.about(iri, "nb").result
        }
        out = (*model().out(iri), *model().mapped(iri))
        assert {each for each in found if each[0] in {"→", "←"}} == {
            *(("→", each.predicate, each.object) for each in out),
            *(("←", each.predicate, each.subject) for each in model().into(iri)),
        }, iri
        assert {each for each in found if each[0] in {"↛", "∅"}} == {
            ("↛" if each.denied else "∅", each.predicate, each.other)
            for each in model().weighed(iri)
        }, iri


def test_without_readings_the_stated_graph_is_what_every_form_has():
    known = {each.claim for _, each in model().stated.claims}
    found = rows_of(files("csv", stated_only=True)["csv/koblinger.csv"])

    assert {each["claim"] for each in found} == known
    assert known == {each.claim for _, each in model().claims if not each.standing.rests_on_reading}
    assert known == {each.claim for _, each in knowledge_graph(graph().stated).claims}
