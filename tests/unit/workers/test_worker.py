"""What a worker answers: in which form, up to which limits, and what it says where it does not."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from ho21.server.negotiation import answer_forms
from ho21.workers import worker
from ho21.workers.worker import Job, Settings, answer, begin, loaded

GRAPH = "https://x/g"
SETTINGS = Settings(
    "https://x/", {"x": "https://x/"}, (GRAPH,), memory=1 << 28, rows=10, answer=1 << 20
)


NAMED = replace(SETTINGS, terms={"https://x/p": ["p", "@language"]})


def quads(count):
    thing, graph = NamedNode("https://x/a"), NamedNode(GRAPH)
    words = '}},{{"<result>\n{}'  # all that the engine writes between rows
    facts = [(thing, NamedNode("https://x/p"), Literal(words.format(at))) for at in range(count)]
    return [*(Quad(*each, graph) for each in facts), *(Quad(*each) for each in facts)]


def asked(text, count=3, settings=SETTINGS, *, accept=None, form=None, **graphs):
    store = Store()
    store.extend(quads(count))
    return answer(Job(text, *answer_forms(accept, form), **graphs), store, settings)


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        ("ASK {}", None, "application/sparql-results+json"),
        ("ASK {}", "application/xml", "application/sparql-results+xml"),
        ("SELECT * { ?s ?p ?o }", "text/csv", "text/csv"),
        ("SELECT * { ?s ?p ?o }", "text/tab-separated-values", "text/tab-separated-values"),
        ("SELECT * { ?s ?p ?o }", "application/json", "application/sparql-results+json"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "*/*", "text/turtle"),
        ("DESCRIBE x:a", "application/ld+json", "application/ld+json"),
        ("DESCRIBE x:a", "application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_the_form_is_the_one_most_wanted_of_those_that_fit_the_answer(query, accept, media):
    head, body = asked(query, accept=accept)
    assert head == {"media": media}
    assert body


@pytest.mark.parametrize(
    ("query", "accept"), [("ASK {}", "text/csv"), ("SELECT * { ?s ?p ?o }", "text/turtle")]
)
def test_a_form_that_does_not_fit_the_answer_is_told_with_those_that_do(query, accept):
    head, body = asked(query, accept=accept)
    assert head["fault"] == "not-acceptable"
    assert "application/sparql-results+json" in head["fields"]["known"]
    assert body == b""


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_as_many_rows_as_allowed_are_given_and_one_more_is_told(form):
    query = "SELECT ?o { ?s ?p ?o }"
    assert asked(query, 10, form=form)[0].get("media")
    assert asked(query, 11, form=form) == ({"fault": "answer-rows", "fields": {"limit": 10}}, b"")


def test_as_many_triples_as_allowed_are_given_and_one_more_is_told():
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    assert asked(query, 10)[0] == {"media": "text/turtle"}
    assert asked(query, 11)[0]["fault"] == "answer-rows"


def test_a_worker_that_runs_out_of_memory_and_lives_tells_the_limit(monkeypatch):
    def out_of_memory(*_):
        raise MemoryError

    monkeypatch.setattr(worker, "answer", out_of_memory)
    answered, memory = begin(vars(SETTINGS), b"")

    told = {"fault": "query-memory", "fields": {"limit": 256}}
    assert (answered(vars(Job("ASK {}"))), memory) == ((told, b""), 1 << 28)


def test_an_answer_of_too_many_bytes_is_told():
    small = Settings("https://x/", {}, (GRAPH,), 1 << 28, 10**6, answer=100)
    for form in ("json", "csv"):
        assert asked("SELECT * { ?s ?p ?o }", 9, small, form=form)[0]["fault"] == "answer-bytes"


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_with_nothing_in_them_are_rows_too(form):
    query = "SELECT ?x { VALUES ?y { 0 1 2 3 4 5 6 7 8 9 %s } }"
    assert asked(query % "", form=form)[0].get("media")
    assert asked(query % "10", form=form)[0]["fault"] == "answer-rows"


@pytest.mark.parametrize("query", ["SELECT ?o { ?s ?p ?o }", "DESCRIBE x:a"])
def test_what_xml_cannot_hold_is_told_and_never_sent(query):
    quad = '<https://x/a> <https://x/p> "\\u0001\\r" .\n'
    store = loaded(quad.encode())
    head, body = answer(Job(query, *answer_forms(None, "xml")), store, SETTINGS)
    assert (head, body) == ({"fault": "answer-xml", "fields": {"character": "U+0001"}}, b"")
    assert answer(Job(query, *answer_forms("*/*")), store, SETTINGS)[0].get("media")


@pytest.mark.parametrize("query", ["SELECT ?o { ?s ?p ?o }", "DESCRIBE x:a"])
def test_a_line_end_is_the_same_when_it_comes_out_of_xml(query):
    store = loaded(b'<https://x/a> <https://x/p> "a\\r\\nb" .\n')
    _, body = answer(Job(query, *answer_forms(None, "xml")), store, SETTINGS)
    assert "a\r\nb" in [*ET.fromstring(body).itertext()]


def test_the_graphs_a_request_names_stand_instead_of_from():
    query = "SELECT ?o { ?s ?p ?o }"
    rows = json.loads(asked(query, named=(GRAPH,), form="json")[1])["results"]["bindings"]
    assert rows == []
    rows = json.loads(asked(query, default=(GRAPH,), form="json")[1])["results"]["bindings"]
    assert len(rows) == 3


def test_what_is_relative_is_so_to_the_base():
    assert b"true" in asked("ASK FROM <g> { <a> <p> ?o }")[1]
    assert asked("ASK FROM <other> {}")[0]["fault"] == "query-graph"


def test_a_graph_there_is_none_of_is_told_and_never_an_empty_answer():
    assert asked("ASK {}", default=("https://x/other",))[0]["fault"] == "query-graph"


@pytest.mark.parametrize("query", ["ASK { SERVICE <http://127.0.0.1/> {} }", "DROP ALL", "ASK {"])
def test_the_gate_stands_before_the_engine(query):
    assert asked(query)[0]["fault"] in {"query-service", "query-update", "query-syntax"}


def test_json_ld_goes_by_the_names_it_was_told():
    told = 'CONSTRUCT { x:a x:p "å"@nb } {}'
    _, body = asked(told, settings=NAMED, form="jsonld")

    assert json.loads(body)["@graph"] == [{"id": "x:a", "p": {"nb": "å"}}]


def test_a_triple_within_a_triple_is_refused_as_json_ld_and_written_as_turtle():
    told = "CONSTRUCT { x:a x:p <<( x:a x:p x:a )>> } {}"

    assert asked(told, form="jsonld") == ({"fault": "jsonld-triple", "fields": {}}, b"")
    assert b"<<(" in asked(told, form="ttl")[1]
