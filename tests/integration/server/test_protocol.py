"""The endpoint speaks the SPARQL 1.1 Protocol, and says plainly what it will not do."""

from __future__ import annotations

import json
import re
from itertools import product
from urllib.parse import quote, urlencode

import pytest
from rdflib import Graph

from support.served import EVERYTHING, HOST, SELECT, request, serving, status_of
from support.suite import SD
from support.tiny import BASE

ASK = "ASK { ?s ?p ?o }"
GRAPH = "CONSTRUCT { ?s a ?type } WHERE { ?s a ?type } LIMIT 5"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, NTRIPLES = "text/turtle", "application/n-triples"
JSONLD, RDFXML = "application/ld+json", "application/rdf+xml"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
SOURCE = f"{BASE.iri}graph/kilde/toppmote"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def unchanged(server):
    """Compare the whole dataset before and after a test."""
    before = server.contents()
    yield
    assert server.contents() == before


def asked(text: str, **more: str) -> str:
    return f"/sparql?{urlencode({'query': text, **more})}"


def test_a_query_by_get_by_form_and_by_itself_gets_the_same_answer(server):
    by_get = server.query(SELECT, JSON)
    form = urlencode({"query": SELECT})
    by_form = server.ask("/sparql", "POST", form, content_type=FORM, accept=JSON)
    by_itself = server.ask("/sparql", "POST", SELECT, content_type=DIRECT, accept=JSON)

    assert [by_get.status, by_form.status, by_itself.status] == [200] * 3
    assert by_get.body == by_form.body == by_itself.body
    assert len(by_get.json()["results"]["bindings"]) == 3


def test_a_charset_behind_the_content_type_changes_nothing(server):
    for kind, body in ((FORM, urlencode({"query": ASK})), (DIRECT, ASK)):
        reply = server.ask("/sparql", "POST", body, content_type=f"{kind}; charset=UTF-8")

        assert (reply.status, reply.json()["boolean"]) == (200, True)


def test_graphs_named_by_the_client_are_the_dataset_wherever_they_are_named(server):
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    form = urlencode({"query": count, "default-graph-uri": SOURCE})
    own = server.rows(count.replace("{", f"FROM <{SOURCE}> {{"))
    by_get = server.rows(count, **{"default-graph-uri": SOURCE})
    in_form = server.ask("/sparql", "POST", form, content_type=FORM, accept=JSON)
    path = f"/sparql?default-graph-uri={quote(SOURCE)}"
    in_url = server.ask(path, "POST", count, content_type=DIRECT, accept=JSON)
    form_and_url = server.ask(path, "POST", f"query={quote(count)}", content_type=FORM, accept=JSON)

    assert own == by_get
    assert in_form.body == in_url.body == form_and_url.body
    assert in_form.json()["results"]["bindings"][0]["n"]["value"] == own[0]["n"]
    assert int(own[0]["n"]) < int(server.rows(count)[0]["n"])


def test_named_graphs_of_the_client_are_those_that_graph_sees(server):
    named = {"named-graph-uri": [SOURCE, f"{BASE.iri}graph/aktorer"]}
    rows = server.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g", **named)

    assert [row["g"] for row in rows] == sorted(named["named-graph-uri"])
    default = server.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", **named)
    assert default == [{"n": "0"}]


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
def test_a_graph_that_is_not_there_is_an_error_and_not_an_empty_answer(server, parameter):
    reply = server.query(ASK, JSON, **{parameter: "http://127.0.0.1:9/nowhere"})

    assert reply.status == 400
    assert "http://127.0.0.1:9/nowhere" in reply.json()["error"]


@pytest.mark.parametrize(
    ("text", "accept", "kind"),
    [
        *((SELECT, each, each) for each in (JSON, XML, CSV, TSV)),
        (SELECT, "*/*", JSON),
        (ASK, "*/*", JSON),
        (ASK, XML, XML),
        *((GRAPH, each, each) for each in (TURTLE, NTRIPLES, JSONLD, RDFXML)),
        (GRAPH, "*/*", TURTLE),
        (SELECT, "application/json", JSON),
        (SELECT, f"{XML};q=0.5, {CSV}", CSV),
        (SELECT, f"text/*;q=0.4, {XML};q=0.3", CSV),
        (SELECT, f"*/*;q=0.9, {JSON};q=0.1, {TSV}", TSV),
        (SELECT, f"{JSON};q=0, */*", XML),
        (SELECT, ",,;q=1, nonsense, a/b/c", JSON),
        (SELECT, f"{XML};q=banana, {CSV};q=0.5", CSV),
        (SELECT, "*", JSON),
        (SELECT, "", JSON),
    ],
)
def test_the_form_wanted_most_is_sent(server, text, accept, kind):
    """Q16: also where the header is malformed."""
    reply = server.query(text, accept)

    assert (reply.status, reply.kind) == (200, kind)
    assert "accept" in reply.headers["vary"].lower()


@pytest.mark.parametrize(
    ("text", "accept"),
    [
        (SELECT, "application/pdf"),
        (SELECT, "*/*;q=0"),
        (SELECT, TURTLE),
        (ASK, CSV),
        (GRAPH, JSON),
    ],
)
def test_a_form_there_is_none_of_is_refused_with_a_list_of_those_there_are(server, text, accept):
    """Q16."""
    reply = server.query(text, accept)

    assert reply.status == 406
    known = TURTLE if text == GRAPH else JSON
    assert known in reply.text


@pytest.mark.parametrize(
    ("text", "form", "kind"),
    [
        *((SELECT, each, kind) for each, kind in
          {"json": JSON, "xml": XML, "csv": CSV, "tsv": TSV}.items()),
        *((GRAPH, each, kind) for each, kind in
          {"ttl": TURTLE, "nt": NTRIPLES, "jsonld": JSONLD}.items()),
    ],
)  # fmt: skip
def test_a_form_in_the_address_goes_before_the_header(server, text, form, kind):
    reply = server.ask(asked(text, format=form), accept=BROWSER)

    assert (reply.status, reply.kind) == (200, kind)


def test_a_question_comes_as_a_workbook_too(server):
    first = server.ask("/query/malbilder?format=xlsx", accept=BROWSER)
    reply = server.ask(first.headers["location"])

    assert (first.status, reply.status, reply.body[:2]) == (303, 200, b"PK")


def test_an_unknown_form_in_the_address_is_an_error_of_the_call(server):
    reply = server.ask(asked(SELECT, format="pdf"), accept=JSON)

    assert reply.status in {400, 406}
    assert "Traceback" not in reply.text


def test_without_a_query_a_browser_gets_a_page_and_a_machine_the_description(server):
    page = server.ask("/sparql", accept=BROWSER)
    described = server.ask("/sparql", accept=TURTLE)

    assert (page.status, page.kind) == (200, "text/html")
    assert (described.status, described.kind) == (200, TURTLE)
    graph = Graph().parse(data=described.body, format="turtle")
    assert {str(each) for each in graph.objects(None, SD.endpoint)} == {server.sparql}


def test_a_query_in_a_link_is_shown_to_a_person_and_not_run(server):
    """W14: what someone else wrote is not put to the graph by a click."""
    for text in (SELECT, "DROP ALL", "ASK {", "</script><script>alert(1)</script>"):
        reply = server.query(text, BROWSER)

        assert (reply.status, reply.kind) == (200, "text/html")
        assert "<script>alert(1)" not in reply.text
        assert reply.body == server.ask("/sparql", accept=BROWSER).body


@pytest.mark.parametrize("accept", [RDFXML, NTRIPLES, JSONLD, TURTLE])
def test_the_description_comes_in_every_form_a_graph_comes_in(server, accept):
    reply = server.ask("/sparql", accept=accept)

    assert (reply.status, reply.kind) == (200, accept)


@pytest.mark.parametrize(
    "path",
    [
        "/sparql?query=",
        f"/sparql?query={quote(ASK)}&query={quote(ASK)}",
        "/sparql?query=%FF",
        "/sparql?query=ASK%20%7B%00%7D",
        "/sparql?query=ASK%20%7B",
        "/sparql?query=SELEKT",
    ],
)
def test_a_query_that_is_none_or_two_or_no_sparql_is_refused(server, path):
    """Q15, Q17."""
    reply = server.ask(path, accept=JSON)

    assert reply.status == 400
    assert reply.json()["status"] == 400


@pytest.mark.parametrize("body", [b"ASK { ?s ?p '\xff' }", "ASK {}".encode("utf-16")])
def test_a_body_that_is_not_utf8_is_refused(server, body):
    """Q15."""
    reply = server.ask("/sparql", "POST", body, content_type=DIRECT, accept=JSON)

    assert reply.status == 400


def test_a_plus_in_a_form_is_a_space_and_a_coded_plus_is_a_plus(server):
    """Q15."""
    reply = server.ask("/sparql?query=ASK+%7B+FILTER(1%2B1+%3D+2)+%7D", accept=JSON)

    assert (reply.status, reply.json()["boolean"]) == (200, True)


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data", None])
def test_a_body_of_another_kind_is_refused_as_such(server, kind):
    """Q17."""
    named = {} if kind is None else {"content_type": kind}
    reply = server.ask("/sparql", "POST", ASK, accept=JSON, **named)

    assert reply.status == 415


def test_a_get_with_a_body_is_answered_by_its_address_or_refused(server):
    """Q17: and the connection is not led astray by the body."""
    head = request(asked(ASK), "Content-Length: 6", f"Content-Type: {DIRECT}")
    got = server.send(head + b"ASK {}" + request("/sparql?query=%00", "Connection: close"))

    first, *rest = re.findall(rb"HTTP/1\.1 (\d{3})", got)
    assert first in {b"200", b"400"}
    assert rest in ([b"400"], [])


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_a_method_that_is_not_for_asking_is_refused_with_those_that_are(server, method):
    reply = server.ask(asked(ASK), method)

    assert reply.status == 405
    assert {"GET", "HEAD", "POST"} <= {each.strip() for each in reply.headers["allow"].split(",")}


WRITTEN_TO = (
    "/graph/kilde/toppmote", "/graph/kilde/toppmote.ttl", "/sparql?default",
    f"/sparql?graph={quote(SOURCE)}", "/id/tiltak/utnytte-helsedata", "/",
)  # fmt: skip


@pytest.mark.usefixtures("unchanged")
def test_a_write_to_a_graph_or_a_page_is_refused_and_nothing_changes(server, subtests):
    """Q10."""
    for path, method in product(WRITTEN_TO, ("PUT", "POST", "DELETE", "PATCH")):
        with subtests.test(path=path, method=method):
            reply = server.ask(path, method, "<a:a> <a:b> <a:c> .", content_type=TURTLE)

            expected = 415 if path.startswith("/sparql") and method == "POST" else 405
            assert reply.status == expected
            assert expected == 415 or "GET" in reply.headers["allow"]


UPDATES = [
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "DROP ALL",
    "CLEAR ALL",
    "DELETE WHERE { ?s ?p ?o }",
    "LOAD <file:///etc/passwd>",
    "LOAD SILENT <http://127.0.0.1:9/> INTO GRAPH <a:g>",
]


def sent(server, update):
    """Return the replies to an update sent in each of the ways there are."""
    as_query, as_update = urlencode({"query": update}), urlencode({"update": update})
    return [
        server.query(update, JSON),
        server.ask("/sparql", "POST", as_query, content_type=FORM, accept=JSON),
        server.ask("/sparql", "POST", update, content_type=DIRECT, accept=JSON),
        server.ask("/sparql", "POST", update, content_type="application/sparql-update"),
        server.ask("/sparql", "POST", as_update, content_type=FORM),
        server.ask(f"/sparql?{as_update}"),
    ]


@pytest.mark.usefixtures("unchanged")
def test_an_update_is_forbidden_however_it_is_sent_and_nothing_changes(server, subtests):
    """Q09."""
    for update in UPDATES:
        with subtests.test(update):
            *replies, last = sent(server, update)

            assert [each.status for each in replies] == [403] * 5
            assert last.status in {400, 403}
            assert "passwd" not in last.text.replace("file:///etc/passwd", "")


@pytest.mark.parametrize(
    ("text", "place"),
    [("SELECT * {\n  ?s ?p ,\n}", "2"), ("ASK {", "1"), ("SELECT ?x WHERE { ?x a ? }", "1")],
)
def test_a_slip_in_a_query_is_told_with_its_line_and_column(server, text, place):
    """Q14."""
    for accept in (JSON, "*/*"):
        reply = server.query(text, accept)

        assert reply.status == 400
        assert re.search(rf"(linje|line) {place}\b.*?\d", reply.text)
        assert "Traceback" not in reply.text
        assert ".py" not in reply.text


def test_an_error_is_one_sentence_in_the_form_that_can_be_read(server):
    as_json = server.query("ASK {", JSON)
    as_text = server.query("ASK {", "*/*")
    as_page = server.ask("/id/tiltak/finnes-ikke", accept=BROWSER)

    assert (as_json.kind, as_text.kind) == ("application/json", "text/plain")
    assert as_page.kind == "text/html"
    told = as_json.json()
    assert {"error", "status"} <= set(told)
    assert "\n" not in told["error"].strip()
    assert told["error"] in as_text.text


def test_the_well_known_address_leads_to_the_description_of_the_dataset(server):
    first = server.ask("/.well-known/void", accept=TURTLE)
    assert first.status in {302, 303, 307}
    then = server.ask(first.headers["location"].removeprefix(server.url.rstrip("/")), accept=TURTLE)

    assert (then.status, then.kind) == (200, TURTLE)
    assert "http://rdfs.org/ns/void#" in then.text


def test_the_stated_alone_is_all_there_is_where_only_that_is_served(server):
    with serving("--stated-only") as stated:
        graphs = {row["g"] for row in stated.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")}
        reading = f"{BASE.iri}graph/tolkning"
        refused = stated.query(f"ASK FROM <{reading}> {{ ?s ?p ?o }}", JSON)
        everything = {row["g"] for row in server.rows(EVERYTHING)}

        assert everything - graphs == {
            f"{BASE.iri}graph/{name}" for name in ("tolkning", "koblinger", "slutning-tolkning")
        }
        assert refused.status == 400
        assert reading not in json.dumps(stated.ask("/void.ttl").text)


def test_a_connection_may_be_used_again_and_two_requests_at_once_are_answered_in_order(server):
    both = request(asked(ASK)) + request("/sparql?query=%00") + request("/", "Connection: close")
    statuses = re.findall(
        rb"HTTP/1\.1 (\d{3}) ", server.send(both.replace(b"localhost", HOST.encode()))
    )

    assert statuses == [b"200", b"400", b"200"]
    assert status_of(server.send(request(asked(ASK), "Connection: close"))) == 200
