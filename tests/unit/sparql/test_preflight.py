"""A query is looked at before the engine sees it: read-only, shallow, and only over our graphs."""

from __future__ import annotations

import subprocess
import sys
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from ho21.dataset.dataset import Dataset
from ho21.dataset.vocabulary import Vocabulary
from ho21.errors import UsageError
from ho21.rdf.namespaces import term
from ho21.sparql.preflight import DEEPEST, MOST_PARTS, admit, asked_of, declared
from support.hostile_queries import CHAINS, NESTED, NOWHERE, SERVICES, nested
from support.tiny import BASE

KNOWN = f"{BASE.iri}graph/kilde/en"
READ = f"{BASE.iri}graph/tolkning"
EMPTY = Vocabulary((), *[frozenset()] * 4, {}, {}, {})
DATASET = Dataset(
    base=BASE,
    vocabulary=EMPTY,
    facts={KNOWN: (), READ: ()},
    faults=(),
    coverage={},
    turtles=(),
    lines={},
    shapes={},
    issued="2026-11-22",
    version="0",
)
PREFIXES = BASE.prefixes()


def refused(query: str, dataset: Dataset = DATASET) -> str | None:
    """Return the message's key if the gate refuses the query, else None."""
    try:
        admit(query, PREFIXES, dataset.graphs)
    except UsageError as error:
        return error.key
    return None


def is_valid(query: str) -> bool:
    try:
        Store().query(query)
    except SyntaxError:
        return False
    return True


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { ?thing a ho:Measure }",
        "ASK { ?s ?p ?o }",
        "PREFIX x: <http://x/#> CONSTRUCT { ?s x:p ?o } WHERE { ?s x:p ?o }",
        "# a comment\nBASE <http://x/>\nDESCRIBE <y>",
    ],
)
def test_a_question_of_each_form_passes(query):
    assert refused(query) is None
    assert is_valid(f"PREFIX ho: <http://x/> {query}")


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "insert data { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9/>",
        "LOAD <file:///etc/passwd>",
        "CLEAR ALL",
        "DROP ALL",
        "CREATE GRAPH <a:b>",
        "ADD <a:a> TO <a:b>",
        "MOVE <a:a> TO <a:b>",
        "COPY <a:a> TO <a:b>",
        "WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "PREFIX x: <http://x/#> INSERT DATA { x:a x:b x:c }",
        "# SELECT\nBASE <http://x/> DROP ALL",
    ],
)
def test_an_update_is_refused_by_its_own_word(update):
    with pytest.raises(UsageError) as caught:
        admit(update, PREFIXES, DATASET.graphs)
    assert caught.value.key == "query-update"
    assert str(caught.value.fields["word"]) in update.upper()


def test_service_is_refused_however_it_is_written(subtests):
    for name, query in SERVICES.items():
        with subtests.test(name):
            assert is_valid(query)
            assert refused(query) == "query-service"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ FILTER(?a<?b)SERVICE#x>\n{NOWHERE} {{ ?a ?b ?c }} }}",
        f"SELECT * {{ FILTER(1<'x>')SERVICE {NOWHERE} {{ ?a ?b ?c }} FILTER('a'='b') }}",
        f"SELECT * {{ FILTER(1<?b#> '''\n) SERVICE {NOWHERE} {{ ?a ?b ?c }} #''' \n}}",
    ],
)
def test_a_less_than_that_looks_like_an_iri_hides_nothing(query):
    assert is_valid(query)
    assert refused(query) in {"query-service", "query-unclear"}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service a ho:Service }",
        "SELECT * { ?s ?p 'SERVICE <http://x/> { LOAD DROP } FROM <a:b>' }",
        'SELECT * { ?s ?p """a "SERVICE" \\""" INSERT""" }',
        "SELECT * { ?s ?p ?o } # SERVICE <http://x/> FROM <a:b>",
        "SELECT * { ?s <http://x/SERVICE/FROM#LOAD> ?o }",
        "SELECT * { ?s ho:from ho:insert . ?s ho:load ?delete }",
        "SELECT * { ?s ?p 'x'@service }",
        "SELECT * { _:service ?p ?from }",
        "PREFIX from: <http://x/> SELECT * { ?s from:a ?o }",
    ],
)
def test_what_merely_contains_such_words_passes(query):
    assert is_valid(f"PREFIX ho: <http://x/> {query}")
    assert refused(query) is None


FRAGMENTS = st.sampled_from(
    [
        *("?s a", "?s !a", "?s ^a|a", "a", "false"),
        *("?s ?p ", "?s ?p ?o", "true", "1", "1.", "1.e5", ".5e5", "'x'", "'''a'''", "''''a'''"),
        *("'a'@en", "'a#'", "'a\\\\'", "e:a", "e:", ":", "e:a.b", "e:a\\#", "e:a\\'", "e:a%41"),
        *("<x:#>", "<x:\\u0061#>", "_:b", "[]", "()", "^^e:b", "FILTER(1<2)", "BIND(1 AS ?q)"),
        *(
            "VALUES ?x {1}",
            "{}",
            "OPTIONAL{",
            "#c\n",
            "#c\r",
            " ",
            "\n",
            ".",
            ";",
            ",",
            "<",
            "?a<?b",
        ),
    ]
)
FOLLOWING = st.sampled_from(
    ["", " ", "SILENT", "#x\n", "#x>\n", "SILENT "],
)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(FRAGMENTS, max_size=4).map("".join), FOLLOWING, st.sampled_from(["e:x", ":x", "?u"])
)
def test_no_text_before_or_after_makes_the_engine_obey_a_service_that_passes(before, after, at):
    prefixes = "PREFIX e:<http://127.0.0.1:9/#>PREFIX :<http://127.0.0.1:9/#>"
    closing = "}" * (before.count("{") - before.count("}"))
    query = f"{prefixes}SELECT*{{{before}SERVICE{after}{at}{{?a ?b ?c}}{closing}}}"
    obeyed = is_valid(query) and not is_valid(query.replace("SERVICE", "SERVICX"))
    assert not obeyed or refused(query) is not None


@pytest.mark.parametrize(
    "graphs",
    [
        "FROM <http://127.0.0.1:9/x>",
        "FROM <file:///etc/passwd>",
        "FROM NAMED <http://127.0.0.1:9/x>",
        f"FROM <{KNOWN}> FROM <{KNOWN}x>",
        "from named<a:b>",
        "FROM g:nowhere",
        "FROM NAMED g:nowhere",
        "FROM undeclared:x",
        "FROM ho:Measure",
        "FROM <nowhere>",
    ],
)
def test_a_graph_that_is_not_there_is_refused_also_by_a_prefixed_name(graphs):
    prologue = f"BASE <{BASE.iri}> PREFIX g: <{BASE.iri}graph/>"
    assert refused(f"{prologue} SELECT * {graphs} {{ ?s ?p ?o }}") == "query-graph"


@pytest.mark.parametrize(
    "query",
    [
        "ASKFROM <a:b> { ?s ?p ?o }",
        "SELECT *FROM<a:b>{ ?s ?p ?o }",
        "SELECT * FROMNAMED<a:b> { ?s ?p ?o }",
        "PREFIX g:<a:> SELECT * FROMg:b { ?s ?p ?o }",
        "PREFIX g:<a:>ASKFROMg:b{ ?s ?p ?o }",
        "PREFIX g:<a:>ASKFROMNAMEDg:b{ ?s ?p ?o }",
        "PREFIXg:<a:>SELECT * FROM#c\ng:b{ ?s ?p ?o }",
    ],
)
def test_nothing_need_part_from_from_its_neighbours(query):
    assert is_valid(query)
    assert refused(query) == "query-graph"


@pytest.mark.parametrize(
    "graphs",
    [
        f"FROM <{KNOWN}>",
        f"FROM NAMED <{KNOWN}> FROM <{READ}>",
        f"FROM<{KNOWN}>",
        "FROM <graph/kilde/en>",
        "FROM <gr\\u0061ph/kilde/en>",
        "FROM g:kilde\\/en",
        "FROM NAMED h:en",
    ],
)
def test_a_graph_that_is_there_passes_however_it_is_named(graphs):
    prologue = (
        f"BASE <{BASE.iri}> PREFIX g:<{BASE.iri}graph/>PREFIX h: # c\n <{BASE.iri}graph/kilde/>"
    )
    assert refused(f"{prologue} SELECT * {graphs} {{ ?s ?p ?o }}") is None


def test_the_refusal_names_the_graph_asked_for_and_those_there_are():
    with pytest.raises(UsageError) as caught:
        admit("SELECT * FROM <a:b> { ?s ?p ?o }", PREFIXES, DATASET.graphs)
    assert caught.value.fields == {"graph": "<a:b>", "known": f"<{KNOWN}>, <{READ}>"}


def test_a_graph_of_readings_is_not_there_in_what_is_stated():
    query = f"ASK FROM <{READ}> {{ ?s ?p ?o }}"
    assert refused(query) is None
    assert refused(query, DATASET.stated) == "query-graph"


@pytest.mark.slow
def test_a_query_may_be_deep(subtests):
    for kind, depth in product(NESTED, (1, 10, 50, DEEPEST - 1)):
        with subtests.test(kind, depth=depth):
            assert refused(nested(kind, depth)) is None
            assert is_valid(nested(kind, depth))


@pytest.mark.slow
def test_a_query_that_is_deeper_is_refused_before_the_engine_sees_it(subtests):
    for kind, depth in product(NESTED, (DEEPEST + 1, 30_000)):
        with subtests.test(kind, depth=depth):
            assert refused(nested(kind, depth)) == "query-deep"


def test_brackets_hidden_behind_a_less_than_are_counted():
    deep = "FILTER(1<" + "(" * 30_000 + "1" + ")" * 30_000 + ")"
    assert refused(f"SELECT * {{ {deep} }}") == "query-deep"
    assert refused(f"SELECT * {{ FILTER(1<{'(' * 3000}#>\n1{')' * 3000}) }}") == "query-unclear"


@pytest.mark.slow
def test_a_chain_long_enough_to_crash_the_engine_is_refused(subtests):
    for name, (start, link, end) in CHAINS.items():
        with subtests.test(name):
            assert refused(start + link * 30_000 + end) == "query-long"


@pytest.mark.slow
def test_a_chain_of_a_hundred_passes(subtests):
    for name, (start, link, end) in CHAINS.items():
        if name == "quoted triples":
            continue
        with subtests.test(name):
            assert is_valid(start + link * 100 + end)
            assert refused(start + link * 100 + end) is None


def test_a_list_of_values_may_be_longer_than_a_chain():
    typed = ' "1"^^xsd:integer' * (MOST_PARTS + 1)
    listed = "1, " * (MOST_PARTS + 1)
    assert refused(f"SELECT * {{ VALUES ?x {{ {typed} }} }}") is None
    assert refused(f"SELECT * {{ FILTER(?x IN ({listed} 1)) }}") is None
    assert refused("SELECT * { VALUES (?x ?y) { (<a:b#c> <a:b#d>) (1 <a:(b)#c>) } }") is None


@pytest.mark.parametrize("name", ["filters", "union", "exclusions", "plus", "or"])
def test_what_passes_at_the_limit_does_not_crash_the_engine(name):
    start, link, end = CHAINS[name]
    query = start + link * (MOST_PARTS // 2 - 3) + end
    assert refused(query) is None
    program = "import sys, pyoxigraph; list(pyoxigraph.Store().query(sys.stdin.read()))"
    done = subprocess.run([sys.executable, "-c", program], input=query, text=True, check=False)
    assert done.returncode == 0


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(exclude_categories=[])) | st.lists(FRAGMENTS).map("".join))
def test_any_text_passes_or_is_refused_and_nothing_else_happens(text):
    assert refused(text) in {None, *(f"query-{why}" for why in KEYS)}


KEYS = ("update", "service", "graph", "deep", "long", "unclear", "sign")


def test_a_prefix_of_ours_need_not_be_declared():
    assert DATASET.base.prefixes()["ho"] == term("ho:x").value.removesuffix("x")
    with pytest.raises(UsageError) as caught:
        admit("SELECT * FROM ho:x { ?s ?p ?o }", PREFIXES, DATASET.graphs)
    assert caught.value.fields["graph"] == f"<{term('ho:x').value}>"


@pytest.mark.parametrize(
    ("query", "graphs"),
    [
        ("SELECT * { ?s ?p ?o }", None),
        ("SELECT * FROM <urn:a> FROM NAMED <urn:b> { }", (["urn:a"], ["urn:b"])),
        ("PREFIX a: <urn:> ASK FROM a:b { }", (["urn:b"], [])),
        ("BASE <http://x/> ASK FROM NAMED <y> { }", ([], ["http://x/y"])),
        ("ASK { ?s ?p 'FROM <urn:a>' } # FROM <urn:b>", None),
    ],
)
def test_the_graphs_that_a_query_itself_is_asked_of_are_known(query, graphs):
    assert asked_of(query, {}) == graphs


@pytest.mark.parametrize(
    ("query", "before"),
    [
        ("ASK { ?s ?p ?o }", ""),
        ("ASK { ?s a ho:A ; skos:b 'x:y' }", "PREFIX ho: <urn:ho#>\nPREFIX skos: <urn:skos#>\n"),
        ("PREFIX ho: <urn:other#> ASK { ?s a ho:A }", ""),
        ("PREFIX ho: <urn:other#> ASK { ho:A a skos:B }", "PREFIX skos: <urn:skos#>\n"),
        ("ASK { <a> a <urn:b> }", "BASE <https://eksempel.no/>\n"),
        ("ASK { ?s a unknown:A }", ""),
        ("ASK { ?s a 'ho:A' } # ho:A", ""),
    ],
)
def test_a_query_is_told_elsewhere_with_what_it_leaves_to_us_declared(query, before):
    known = {"ho": "urn:ho#", "skos": "urn:skos#"}

    assert declared(query, known, "https://eksempel.no/") == before + query
