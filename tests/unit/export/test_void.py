"""How much there is of what in the dataset, and where it is had whole, as VoID says it."""

from dataclasses import replace

import pytest
from pyoxigraph import RdfFormat, Store, parse

from ho21.dataset.dataset import select
from ho21.dataset.loader import load
from ho21.export.void import void
from ho21.project import open_project
from ho21.rdf.namespaces import local, term
from ho21.site.descriptions import Descriptions
from support.tiny import BASE

WHOLE = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "entities": f"""SELECT (COUNT(DISTINCT ?s) AS ?n)
        {{ ?s a ?type FILTER(STRSTARTS(STR(?s), "{BASE.iri}")) }}""",
    "classes": "SELECT (COUNT(DISTINCT ?type) AS ?n) { ?s a ?type }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
}
PARTS = {
    ("classPartition", "class", "entities"): """SELECT ?part (COUNT(DISTINCT ?s) AS ?n)
        { ?s a ?part } GROUP BY ?part""",
    ("propertyPartition", "property", "triples"): """SELECT ?part (COUNT(*) AS ?n)
        { ?s ?part ?o } GROUP BY ?part""",
}
GRAPHS = "SELECT ?part (COUNT(*) AS ?n) { GRAPH ?part { ?s ?p ?o } } GROUP BY ?part"


@pytest.fixture(scope="module", params=[False, True], ids=["whole", "stated only"])
def told(real, request):
    """Return what void.nt says as subject, predicate and object, and the store it says it of."""
    dataset = real.stated if request.param else real
    data = dataset.rdf(Descriptions(dataset).told("void"), "nt")
    facts = [each.triple for each in parse(data, format=RdfFormat.N_TRIPLES)]
    return facts, replace(dataset).store()


def said(facts, subject, name) -> list[str]:
    return [
        each.object.value
        for each in facts
        if each.subject.value == subject and each.predicate == term(f"void:{name}")
    ]


def counted(store, query) -> dict[str, str]:
    return {row["part"].value: row["n"].value for row in select(store, query)}


@pytest.mark.parametrize("name", WHOLE)
def test_a_count_of_the_whole_is_what_sparql_counts(told, name):
    facts, store = told
    (row,) = select(store, WHOLE[name])

    assert said(facts, BASE.iri, name) == [row["n"].value]
    assert int(row["n"].value) > 50


@pytest.mark.parametrize("part", PARTS)
def test_a_count_of_a_class_or_a_property_is_what_sparql_counts(told, part):
    facts, store = told
    partition, named, count = part
    parts = said(facts, BASE.iri, partition)
    found = {}
    for each in parts:
        (name,), (number,) = said(facts, each, named), said(facts, each, count)
        found[name] = number

    assert found == counted(store, PARTS[part])
    assert len(found) == len(parts) > 50


def test_a_count_of_a_named_graph_is_what_sparql_counts(told):
    facts, store = told
    found = {each: said(facts, each, "triples") for each in said(facts, BASE.iri, "subset")}

    assert found == {name: [count] for name, count in counted(store, GRAPHS).items()}


def test_a_count_differs_where_a_triple_is_taken_away(told):
    facts, shared = told
    store = Store()
    store.extend(shared)
    fewer = counted(store, PARTS["propertyPartition", "property", "triples"])
    gone = next(iter(store.quads_for_pattern(None, term("ho:isPartOf"), None)))
    for quad in [*store.quads_for_pattern(*gone.triple)]:
        store.remove(quad)
    (row,) = select(store, WHOLE["triples"])
    after = counted(store, PARTS["propertyPartition", "property", "triples"])

    assert said(facts, BASE.iri, "triples") == [str(int(row["n"].value) + 1)]
    assert int(after[gone.predicate.value]) == int(fewer[gone.predicate.value]) - 1


def test_every_dump_is_a_file_of_the_data_and_its_format_is_told(real, data_files):
    facts = void(real)
    dumps = said(facts, BASE.iri, "dataDump")
    files = {f"{BASE.iri}data/{name}" for name in data_files}

    assert dumps
    assert set(dumps) <= files
    assert len(dumps) == len(said(facts, BASE.iri, "feature"))


def test_the_endpoint_is_named_only_where_a_server_has_one(real):
    assert said(void(real), BASE.iri, "sparqlEndpoint") == []
    assert said(void(real, served=True), BASE.iri, "sparqlEndpoint") == [f"{BASE.iri}sparql"]


def test_a_project_without_things_has_no_example(tiny_project):
    dataset = load(open_project(str(tiny_project())))

    (example,) = said(void(dataset), BASE.iri, "exampleResource")
    assert example == f"{BASE.iri}id/aktor/kommisjonen"
    bare = void(replace(dataset, facts=dict.fromkeys(dataset.facts, ())))
    assert said(bare, BASE.iri, "exampleResource") == []
    assert {local(each.predicate) for each in bare} >= {"triples", "dataDump"}
