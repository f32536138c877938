"""Gate and engine read a query alike, or the gate is the stricter."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, QueryBoolean, Store

from ho21.errors import UsageError
from ho21.sparql import evaluation, preflight
from ho21.sparql.evaluation import evaluate
from ho21.sparql.preflight import admit, asked_of
from support.glued import ASKED, AT, CALLING, GATE, PROLOGUE, UPDATE, changes, obeyed, parses
from support.hostile_queries import SERVICES

BASE = "https://eksempel.no/"
GRAPH = f"{BASE}graph/en"


def refused(query: str, graphs: tuple[str, ...] = ()) -> str | None:
    """Return the message's key if the gate refuses the query, else None."""
    try:
        admit(query, {}, graphs, BASE)
    except UsageError as error:
        return error.key
    return None


# Each of these the engine obeyed, past a gate that took what follows for a comment or a string.
HIDDEN = {
    "behind a letter that only SPARQL has": "?s ?p e:\u2100\\#b . SERVICE e:x{?a ?b ?c}\n",
    "behind an accent of its own": "?s ?p e:a\u0301\\'b . SERVICE e:x{?a ?b ?c} ?t ?q 'x'",
    "behind a string that a bad escape ends": 'VALUES ?x{"""a" e:\\_} SERVICE e:x{?a ?b ?c}#"""\n',
    "behind a string that no letter ends": (
        'VALUES ?x{"""a" "b"} SERVICE e:x{?a ?b ?c} #\\uD800"""\n'
    ),
    "behind a truth glued to a keyword": (
        "{SELECT(COUNT(DISTINCTtrue<'x>')AS?n){SERVICE e:x{?a ?b ?c} #'\n}}"
    ),
}


@pytest.mark.parametrize("body", HIDDEN.values(), ids=HIDDEN)
def test_a_service_is_refused_where_the_engine_reads_it(body):
    query = f"{PROLOGUE}SELECT*{{{body}}}"
    assert obeyed(query, "SERVICE")
    assert refused(query) in {"query-service", "query-unclear"}


@GATE
@given(CALLING)
def test_no_service_that_the_engine_obeys_passes(query):
    assert refused(query) is not None or not obeyed(query, "SERVICE")


@GATE
@given(ASKED)
@example("PREFIX FROMa:<x:>PREFIX a:<y:>ASK FROMa:b{?s ?p ?o}")
def test_no_graph_that_is_not_there_passes_where_the_engine_reads_from(query):
    assert refused(query) is not None or not obeyed(query, "FROM")


@GATE
@given(UPDATE)
def test_whatever_the_engine_reads_as_an_update_is_refused_by_its_word(text):
    assert refused(text) == "query-update" or not changes(text)


OURS = {name: f"x:{name}#" for name in ("", "a", "ae", "e", "g", "ASKg", "FROM", "FROMg", "trueg")}


@GATE
@given(CALLING | ASKED)
@example("ASK{?s ae:x}")
@example("ASK{?s \\u0065:x ?o}")
@example("SELECT*FROMg:b{?s ?p ?o}")
@example("DESCRIBE:b")
def test_the_engine_reads_alike_with_all_prefixes_and_with_those_a_query_may_name(query):
    bare = query.removeprefix(PROLOGUE)
    assert parses(bare, OURS) == parses(bare, evaluation.prefixes_for(bare, OURS))


def test_a_query_is_read_once_however_much_is_asked_of_it(monkeypatch):
    read = []
    monkeypatch.setattr(preflight, "_tokens", lambda query: read.append(query) or iter(()))
    query = f"ASK FROM <{GRAPH}> {{ ?once ?s ?o }}"
    evaluate(query, Store(), {}, (GRAPH,), base=BASE)
    assert read == [query]


def test_the_engine_itself_tells_what_it_obeys(subtests):
    for name, query in SERVICES.items():
        with subtests.test(name):
            assert obeyed(query, "SERVICE")
    assert not obeyed("SELECT ?service { ?service ?p 'SERVICE' }", "SERVICE")
    assert not obeyed("SERVICE", "SERVICE")


RELATIVE = st.lists(
    st.sampled_from(
        ["graph", "/", "en", "..", ".", "\\u0067raph", "%65n", "?", "#", BASE, "https:", "//", "x"]
    ),
    min_size=1,
    max_size=5,
).map("".join)


@GATE
@given(st.sampled_from(["", "BASE<x/y>", "BASE<graph/>", f"BASE<{BASE}a/b>"]), RELATIVE)
@example("", "graph/en")
@example("BASE<graph/>", "en")
@example("", "https:graph/en")
def test_a_graph_that_passes_is_the_graph_the_engine_asks_of(base, iri):
    query = f"{base} ASK FROM <{iri}> {{ ?s ?p ?o }}"
    fact = NamedNode("x:y")
    store = Store()
    store.add(Quad(fact, fact, fact, NamedNode(GRAPH)))
    if refused(query, (GRAPH,)) is None and parses(query):
        assert asked_of(query, {}, BASE) == ([GRAPH], [])
        found = store.query(query, base_iri=BASE)
        assert isinstance(found, QueryBoolean)
        assert bool(found)


def test_a_gate_that_is_fooled_does_not_make_the_engine_obey(monkeypatch, subtests):
    monkeypatch.setattr(evaluation, "admit", lambda *_: None)
    bodies = {name: f"{PROLOGUE}SELECT*{{{body}}}" for name, body in HIDDEN.items()}
    for name, query in {**SERVICES, **bodies}.items():
        with subtests.test(name), pytest.raises(UsageError) as caught:
            evaluate(query, Store(), {}, (), base=BASE)
        assert caught.value.key == "query-syntax"


def test_a_prefix_that_is_called_service_is_refused():
    query = "PREFIX service: <x:> ASK { VALUES ?x { service:a } }"
    assert refused(query) == "query-service"


def test_a_query_that_only_speaks_of_services_is_answered():
    graph = f"SELECT ?service {{ VALUES ?service {{ <{AT}SERVICE> }} }} # SERVICE"
    rows = evaluate(graph, Store(), {}, (), base=BASE)
    assert [row["service"].value for row in rows] == [f"{AT}SERVICE"]


@pytest.mark.parametrize(
    ("query", "sign", "line", "column"),
    [
        ("\ufeffSELECT * { }", "U+FEFF", 1, 1),
        ("SELECT *\n{ ?s\u00a0?p ?o }", "U+00A0", 2, 5),
        ("ASK { ?s ?p “ord” }", "U+201C", 1, 13),
        ("ASK { ?s ?p ‘ord’ }", "U+2018", 1, 13),
        ("ASK { ?s ?p 'a\0b' }", "U+0000", 1, 15),
        ("# \U0001f642\nASK { \x1b }", "U+001B", 2, 7),
        ("ASK { ?s ?p '\ud800' }", "U+D800", 1, 14),
        ("ASK { \u200b?s ?p ?o }", "U+200B", 1, 7),
    ],
)
def test_a_sign_that_has_no_place_in_a_query_is_named_with_its_place(query, sign, line, column):
    with pytest.raises(UsageError) as caught:
        admit(query, {}, ())
    assert caught.value.key == "query-sign"
    assert caught.value.fields == {"sign": sign, "line": line, "column": column}


def test_such_signs_are_good_where_they_can_be_read():
    query = "ASK { ?s ?p 'a\u00a0“b”\ufeff' . ?t ?på <x:“> } # «“”»"
    assert parses(query)
    assert refused(query) is None


@GATE
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
def test_a_sign_in_a_query_that_the_engine_reads_is_never_called_out_of_place(text):
    for query in (f"ASK {{ ?s ?p '{text}' }}", f"ASK {{ ?s ?p ?{text} }} # {text}"):
        seen = refused(query) == "query-sign"
        assert not seen or not parses(query) or any(each < " " or each == "\x7f" for each in text)
