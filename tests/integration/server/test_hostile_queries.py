"""A query that is too long, too big, too deep or on its way out is refused in so many words."""

from __future__ import annotations

import csv
import io
import socket
import subprocess
import sys
import time
from itertools import product
from urllib.parse import quote, urlencode

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.canary import canary
from support.hostile_queries import NOWHERE, SERVICES
from support.served import ENDLESS, environment, request, status_of, wait
from support.tiny import BASE

JSON = "application/sparql-results+json"
DIRECT = "application/sparql-query"
ROWS = 100_000
MIB = 2**20


@pytest.fixture
def listener():
    with canary() as it:
        yield it
        assert it.calls == []


def post(server, text: str):
    return server.ask("/sparql", "POST", text, content_type=DIRECT, accept=JSON)


def answered(server, text: str):
    """Return the reply to what is to be answered; one who is told to come back does so."""
    for _ in range(30):
        reply = post(server, text)
        if reply.status != 503:
            break
        time.sleep(1)
    return reply


def parts(server) -> dict[int, psutil.Process]:
    return {each.pid: each for each in psutil.Process(server.process.pid).children(recursive=True)}


def test_a_query_without_an_end_gets_a_plain_503_and_its_worker_is_gone(narrow):
    """Q01."""
    wait(lambda: parts(narrow), "there are no workers")

    reply = post(narrow, ENDLESS)

    assert (reply.status, reply.json()["status"]) == (503, 503)
    assert int(reply.headers["retry-after"]) >= 1
    assert "2 s" in reply.json()["error"]
    wait(lambda: not busy(narrow), "a worker still works")
    assert answered(narrow, "ASK { ?s ?p ?o }").json()["boolean"] is True


def busy(server) -> list[int]:
    """Return the workers that use the processor."""
    each = [*parts(server).values()]
    for one in each:
        one.cpu_percent()
    time.sleep(0.3)
    return [one.pid for one in each if one.is_running() and one.cpu_percent() > 20]


def doubled(times: int) -> str:
    steps = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(times))
    return f'SELECT (STRLEN(?x{times}) AS ?n) {{ BIND("{"a" * 64}" AS ?x0) {steps} }}'


def replaced(times: int) -> str:
    inner = '"a"'
    for _ in range(times):
        inner = f'REPLACE({inner}, "a", "{"a" * 50}")'
    return f"SELECT (STRLEN({inner}) AS ?n) {{}}"


@pytest.mark.parametrize(
    "bomb",
    [
        doubled(30),
        replaced(7),
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY RAND()",
        "SELECT (COUNT(DISTINCT CONCAT(STR(?a), STR(?c), STR(?f))) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
    ],
    ids=["concat", "replace", "sort", "distinct"],
)
def test_a_query_that_eats_memory_is_stopped_and_the_server_does_not_grow(narrow, bomb):
    """Q04."""
    process = psutil.Process(narrow.process.pid)
    before = process.memory_info().rss

    reply = post(narrow, bomb)

    assert reply.status == 503
    assert "retry-after" in reply.headers
    assert process.memory_info().rss - before < 50 * MIB
    wait(lambda: post(narrow, "ASK { ?s ?p ?o }").status == 200, "no worker came back", 20)


def deep(kind: str, depth: int) -> str:
    more = depth - 1  # the braces of the query itself
    return {
        "parens": f"ASK {{ FILTER{'(' * more}1 = 1{')' * more} }}",
        "groups": f"ASK {'{' * depth}{'}' * depth}",
        "optionals": "ASK { " + "OPTIONAL { " * more + "?s ?p ?o" + " }" * depth,
        "path": f"ASK {{ ?s {'(' * more}<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        f"{')' * more} ?o }}",
        "not": f"ASK {{ FILTER({'!' * (2 * depth)}true) }}",
        "or": f"ASK {{ FILTER(1 = 2{' || 1 = 1' * depth}) }}",
    }[kind]


KINDS = ["parens", "groups", "optionals", "path", "not", "or"]


def test_what_would_crash_the_engine_is_refused_and_the_same_server_goes_on(narrow, subtests):
    """Q05."""
    for kind in KINDS:
        with subtests.test(kind):
            reply = post(narrow, deep(kind, 5000))

            assert reply.status == 400
            error = reply.json()["error"]
            assert any(word in error for word in ("nestet", "nested", "ledd", "parts"))
            assert narrow.process.poll() is None
            assert answered(narrow, "ASK { ?s ?p ?o }").json()["boolean"] is True


def test_what_is_merely_deep_is_answered(narrow, subtests):
    """Q06."""
    for kind, depth in product(KINDS, (2, 10, 50, 99)):
        with subtests.test(kind, depth=depth):
            reply = answered(narrow, deep(kind, depth))

            assert (reply.status, reply.json()["boolean"]) == (200, True)


def test_no_way_of_writing_service_gets_out(narrow, listener, subtests):
    """Q07."""
    for name, service in SERVICES.items():
        text = service.replace(NOWHERE, f"<{listener.url}#>")
        for reply in (narrow.query(text, JSON), post(narrow, text)):
            with subtests.test(name):
                assert reply.status in {400, 403}
                assert "SERVICE" in reply.json()["error"]
                assert listener.calls == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ?p 'SERVICE <http://x/>' } # SERVICE <http://x/> {}",
        "ASK { ?s <http://x/SERVICE/LOAD#FROM> ?load }",
        'ASK { ?s ?p """a "SERVICE" DROP ALL""" }',
        "PREFIX s: <http://x/> ASK { ?s s:service ?load }",
    ],
)
def test_what_only_looks_like_service_is_answered(narrow, text):
    """Q07."""
    assert narrow.query(text, JSON).status == 200


@pytest.mark.parametrize(
    ("text", "sign", "column"),
    [
        ("\ufeffASK {}", "U+FEFF", 1),
        ("ASK\u00a0{}", "U+00A0", 4),
        ("ASK { ?s ?p “x” }", "U+201C", 13),
        ("ASK { ?s ?p 'x\0' }", "U+0000", 15),
    ],
)
def test_a_sign_that_cannot_be_seen_is_named_with_its_place(narrow, text, sign, column):
    """Q15."""
    for reply in (narrow.query(text, JSON), post(narrow, text)):
        told = reply.json()
        assert (reply.status, told["line"], told["column"]) == (400, 1, column)
        assert sign in told["error"]


@pytest.mark.parametrize("kind", ["FROM", "FROM NAMED", "default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("place", ["{canary}", "file:///etc/passwd", "../../../etc/passwd"])
def test_a_graph_that_is_not_ours_is_neither_fetched_nor_read(narrow, listener, kind, place):
    """Q08."""
    place = place.format(canary=listener.url)
    if kind.startswith("FROM"):
        text = f"SELECT * {kind} <{place}> {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
        reply = narrow.query(text, JSON)
    else:
        reply = narrow.query("SELECT * { ?s ?p ?o }", JSON, **{kind: place})

    assert reply.status == 400
    assert reply.json()["status"] == 400
    assert "root:" not in reply.text


@pytest.mark.parametrize("update", ["LOAD <{canary}>", "LOAD SILENT <{canary}> INTO GRAPH <a:g>"])
def test_nothing_is_loaded_from_anywhere(narrow, listener, update):
    """Q09."""
    text = update.format(canary=listener.url)

    assert narrow.query(text).status == 403
    sent = narrow.ask("/sparql", "POST", text, content_type="application/sparql-update")
    assert sent.status == 403


@pytest.mark.parametrize(
    "name",
    [
        *("plain", "silent", "a comment between", "in EXISTS"),
        *(f"glued to {each} behind «a»" for each in ("a number", "a truth", "an untruth")),
    ],
)
def test_the_command_does_not_get_out_either(listener, name):
    """Q07."""
    text = SERVICES[name].replace(NOWHERE, f"<{listener.url}#>")

    done = subprocess.run(
        [sys.executable, "-m", "ho21", "query", text],
        capture_output=True,
        encoding="utf-8",
        env=environment(),
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert "SERVICE" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_listener_hears_those_who_do_call():
    with canary() as it:
        with socket.create_connection(("127.0.0.1", it.port)) as line:
            line.sendall(b"GET / HTTP/1.1\r\n\r\n")
        wait(lambda: it.calls, "the listener is deaf")

    assert it.calls == [b"GET / HTTP/1.1\r\n\r\n"]


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "^(.*a){20}$"])
def test_an_expression_that_backtracks_elsewhere_does_not_here(narrow, pattern):
    """Q11."""
    text = f'ASK {{ FILTER REGEX("{"a" * 40}!", "{pattern}") }}'

    assert narrow.query(text, JSON).status in {200, 503}
    assert answered(narrow, "ASK {}").status == 200


def test_a_list_of_two_hundred_thousand_values_is_too_large(narrow):
    """Q12."""
    text = f"SELECT * {{ VALUES ?x {{ {' '.join(f'{n:09}' for n in range(200_000))} }} }}"

    kind = ("Content-Type: application/sparql-query", f"Content-Length: {len(text)}")

    got = narrow.send(request("/sparql", *kind, method="POST") + text.encode())

    assert (status_of(got), len(text) > 1_900_000) == (413, True)


@pytest.mark.parametrize("size", [64 * 1024 - 1, 64 * 1024])
def test_a_body_within_the_limit_is_read(narrow, size):
    """Q12."""
    start = "ASK { ?s ?p ?o } #"

    assert post(narrow, start + "x" * (size - len(start))).status == 200


def many(rows: int) -> str:
    return f"SELECT ?b {{ {{ SELECT ?b {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {rows} }} }}"


@pytest.mark.parametrize(
    "kind", [JSON, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"]
)
def test_as_many_rows_as_allowed_come_and_one_more_is_refused_by_name(server, kind):
    """Q13."""
    whole = server.query(many(ROWS).replace("?b {", "(1 AS ?n) {", 1), kind)
    over = server.query(many(ROWS + 1).replace("?b {", "(1 AS ?n) {", 1), kind)
    empty = server.query(many(ROWS + 1).replace("?b {", "?unbound {", 1), kind)

    assert whole.status == 200
    if "csv" in kind or "tab" in kind:
        assert len(whole.text.splitlines()) == ROWS + 1
    refused = [over]
    if empty.status == 200:  # a row with nothing in it may cost nothing, but each must be there
        assert len(empty.json()["results"]["bindings"]) == ROWS + 1
    else:
        refused.append(empty)
    for reply in refused:
        assert reply.status in {400, 413, 422}, (reply.status, len(reply.body))
        assert any(each in reply.text for each in ("100 000", "100\u00a0000", "100000", "100,000"))


def test_a_million_triples_are_refused_too(narrow):
    """Q13."""
    text = (
        "CONSTRUCT { ?s ?p ?n } WHERE { ?s ?p ?o . ?d ?e ?f "
        "BIND(CONCAT(STR(?d), STR(?e), STR(?f)) AS ?n) }"
    )

    assert narrow.query(text, "text/turtle").status in {400, 413, 422, 503}


HOSTILE = [
    '"',
    "'",
    '") } UNION { ?thing ?p ?o } #',
    "\\",
    "\\u0022",
    "} DROP ALL",
    "<http://x/>",
    "{{ 7 * 7 }}",
    "\n\r\t",
    "%00",
    "æøå «»",
]


def found(server, words: str):
    path = f"/query/alt-om-et-ord.csv?{urlencode({'ord': words})}"
    reply = server.ask(path)
    return reply, [*csv.reader(io.StringIO(reply.text))][1:]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_that_look_like_a_query_are_only_words(narrow, words):
    """Q18."""
    reply, rows = found(narrow, words)

    assert reply.status == 200
    assert len(rows) < 400
    nowhere, none = found(narrow, f"zq{words}zq")
    assert (nowhere.status, none) == (200, [])


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=20))
def test_no_words_at_all_break_out_of_their_place(narrow, words):
    """Q18."""
    try:
        path = f"/query/alt-om-et-ord.json?ord={quote('zq' + words + 'zq')}"
    except UnicodeEncodeError:  # half a character, which no address can hold
        return

    reply = narrow.ask(path)

    assert reply.status in {200, 400}
    if reply.status == 200:
        assert reply.json()["results"]["bindings"] == []


def test_the_base_is_the_projects_own_and_not_the_addressed_hosts(narrow):
    reply = narrow.query(f"ASK {{ <{BASE.iri}id/tiltak/utnytte-helsedata> ?p ?o }}", JSON)

    assert reply.json()["boolean"] is True
