"""A process that answers queries for the server, and that may be killed at any time."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize

from ho21.worker import Job, Settings, answer, frame, loaded, read_frame

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


def asked(text, count=3, settings=SETTINGS, **how):
    store = Store()
    store.extend(quads(count))
    return answer(Job(text, **how), store, settings)


@given(st.dictionaries(st.text(), st.text() | st.none()), st.binary())
def test_a_message_comes_out_as_it_went_in(head, body):
    assert read_frame(io.BytesIO(frame(head, body))) == (head, body)


def test_the_end_of_the_stream_is_no_message():
    assert read_frame(io.BytesIO(b"\0\0")) is None


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
    assert asked(query, 11, form=form) == ({"fault": "answer-rows", "fields": {"limit": "10"}}, b"")


def test_as_many_triples_as_allowed_are_given_and_one_more_is_told():
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    assert asked(query, 10)[0] == {"media": "text/turtle"}
    assert asked(query, 11)[0]["fault"] == "answer-rows"


def test_an_answer_of_too_many_bytes_is_told():
    small = Settings("https://x/", {}, (GRAPH,), 1 << 28, 10**6, answer=100)
    for form in ("json", "csv"):
        assert asked("SELECT * { ?s ?p ?o }", 9, small, form=form)[0]["fault"] == "answer-bytes"


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_with_nothing_in_them_are_rows_too(form):
    query = "SELECT ?x { VALUES ?y { 0 1 2 3 4 5 6 7 8 9 %s } }"
    assert asked(query % "", form=form)[0].get("media")
    assert asked(query % "10", form=form)[0]["fault"] == "answer-rows"


@pytest.fixture(scope="module")
def written():
    """Return a store and settings of what the engine would spell otherwise."""
    number = '"1.0E6"^^<http://www.w3.org/2001/XMLSchema#double>'
    fact = f"<https://x/a> <https://x/p> {number}"
    return loaded(f"{fact} <{GRAPH}> .\n{fact} .\n".encode(), SETTINGS)


@pytest.mark.parametrize(
    ("query", "form", "expected"),
    [
        ("SELECT ?o { ?s ?p ?o }", "csv", b"o\r\n1.0E6\r\n"),
        ("SELECT ?o { ?s ?p ?o }", "tsv", b"?o\n1.0E6\n"),
        ("SELECT (1e6 AS ?o) {}", "csv", b"o\r\n1000000\r\n"),
        ("DESCRIBE x:a", "ttl", b"1.0E6"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "nt", b'"1.0E6"^^'),
        ("CONSTRUCT { ?s x:n ?n } { ?s ?p ?o BIND(?o * 1 AS ?n) }", "nt", b'"1000000"^^'),
    ],
)
def test_a_literal_is_spelled_as_it_was_written(written, query, form, expected):
    store, settings = written
    head, body = answer(Job(query, form=form), store, settings)
    assert "media" in head
    assert expected in body
    assert (b"1.0E6" in body) == (b"1.0E6" in expected)


@pytest.mark.parametrize("query", ["SELECT ?o { ?s ?p ?o }", "DESCRIBE x:a"])
def test_what_xml_cannot_hold_is_told_and_never_sent(query):
    quad = '<https://x/a> <https://x/p> "\\u0001\\r" .\n'
    store, settings = loaded(quad.encode(), SETTINGS)
    head, body = answer(Job(query, form="xml"), store, settings)
    assert (head, body) == ({"fault": "answer-xml", "fields": {"character": "U+0001"}}, b"")
    assert answer(Job(query, accept="*/*"), store, settings)[0].get("media")


@pytest.mark.parametrize("query", ["SELECT ?o { ?s ?p ?o }", "DESCRIBE x:a"])
def test_a_line_end_is_the_same_when_it_comes_out_of_xml(query):
    store, settings = loaded(b'<https://x/a> <https://x/p> "a\\r\\nb" .\n', SETTINGS)
    _, body = answer(Job(query, form="xml"), store, settings)
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


@pytest.fixture
def process():
    begun = subprocess.Popen(
        [sys.executable, "-P", "-m", "ho21.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    settings = {
        "base": "https://x/",
        "prefixes": {},
        "graphs": [GRAPH],
        "memory": 1 << 27,
        "rows": 10,
        "answer": 1 << 20,
    }
    begun.stdin.write(frame(settings, serialize(quads(3), format=RdfFormat.N_QUADS)))
    begun.stdin.flush()
    assert read_frame(begun.stdout) == ({"ready": True}, b"")
    yield begun
    begun.kill()
    begun.wait()
    begun.stdin.close()
    begun.stdout.close()


def put(process, text):
    process.stdin.write(Job(text).packed())
    process.stdin.flush()


def test_one_process_answers_one_query_after_another(process):
    for _ in range(2):
        put(process, "ASK { ?s ?p ?o }")
        assert read_frame(process.stdout)[1] == b'{"head":{},"boolean":true}'


def endless():
    many = " ".join(map(str, range(400)))
    return f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'VALUES ?{x} {{ {many} }}' for x in 'abcd')} }}"


def test_it_ends_with_who_started_it_even_in_the_midst_of_a_query(process):
    put(process, endless())
    process.stdin.close()
    assert process.wait(10) == 0


def test_ctrl_c_is_not_for_it(process):
    process.send_signal(signal.SIGINT)
    put(process, "ASK {}")
    assert read_frame(process.stdout)[0] == {"media": "application/sparql-results+json"}


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no /proc: memory is not held")
def test_a_query_that_takes_too_much_memory_ends_the_process(process):
    steps = " ".join(f"BIND(CONCAT(?a{at}, ?a{at}) AS ?a{at + 1})" for at in range(39))
    put(process, f'SELECT ?a39 {{ BIND("xxxxxxxxxx" AS ?a0) {steps} }}')
    assert read_frame(process.stdout) is None
    assert process.wait(10) == -signal.SIGABRT


def test_json_ld_goes_by_the_names_it_was_told():
    told = 'CONSTRUCT { x:a x:p "å"@nb } {}'
    _, body = asked(told, settings=NAMED, form="jsonld")

    assert json.loads(body)["@graph"] == [{"id": "x:a", "p": {"nb": "å"}}]


def test_a_triple_within_a_triple_is_refused_as_json_ld_and_written_as_turtle():
    told = "CONSTRUCT { x:a x:p <<( x:a x:p x:a )>> } {}"

    assert asked(told, form="jsonld") == ({"fault": "jsonld-triple", "fields": {}}, b"")
    assert b"<<(" in asked(told, form="ttl")[1]
