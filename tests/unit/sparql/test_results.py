"""Rows and truths in the forms SPARQL 1.1 has for them, never too many and never half an answer."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    Store,
    Triple,
    parse_query_results,
)

from ho21.errors import UsageError
from ho21.rdf.namespaces import term
from ho21.sparql.results import body

ENGINE = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
READ = ("json", "xml", "tsv")  # CSV does not say what is an IRI
FORBIDDEN = [*map(chr, range(9)), "\x0b", "\x0c", *map(chr, range(14, 32)), "\ufffe", "\uffff"]
HOSTILE = "\t\n\r \"\\,<&>'?},{<result>]]> \x7f\x85\u2028æ🙂"

texts = st.text(
    st.sampled_from(HOSTILE)
    | st.characters(exclude_categories=["Cs"], exclude_characters=FORBIDDEN)
)
kinds = st.sampled_from(["integer", "decimal", "double", "boolean", "date", "hexBinary"])
numbers = st.sampled_from(["1", "01", "+1", "1.", ".5", "1.0", "1e6", ".1E-2", "true", "1", "INF"])
iris = st.sampled_from(["https://x/a", "https://x/a,b", "https://x/?a=1&b='2'", "https://x/æ"])
nodes = st.builds(NamedNode, iris)
literals = (
    st.builds(Literal, texts)
    | st.builds(lambda text: Literal(text, language="nb"), texts)
    | st.builds(lambda text: Literal(text, language="ar", direction=BaseDirection.RTL), texts)
    | st.builds(lambda text, kind: Literal(text, datatype=term(f"xsd:{kind}")), numbers, kinds)
    | st.builds(lambda text, kind: Literal(text, datatype=kind), texts, nodes)
)
plain = nodes | st.builds(BlankNode, st.sampled_from(["a", "b1"])) | literals
terms = plain | st.builds(Triple, nodes, nodes, plain)


def bound(node):
    if isinstance(node, Triple):
        parts = {"subject": node.subject, "predicate": node.predicate, "object": node.object}
        return {"type": "triple", "value": {name: bound(part) for name, part in parts.items()}}
    if not isinstance(node, Literal):
        return {"type": "uri" if isinstance(node, NamedNode) else "bnode", "value": node.value}
    more = {"datatype": node.datatype.value}
    if node.language:
        more = {"xml:lang": node.language}
    if node.direction:
        more["its:dir"] = "rtl"
    return {"type": "literal", "value": node.value, **more}


def told(*rows, names=("x", "y")):
    """Return rows in JSON, from which the engine reads them; a store would spell them anew."""
    bindings = [
        {name: bound(node) for name, node in zip(names, row, strict=True) if node is not None}
        for row in rows
    ]
    return json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}).encode()


def read(answer, form="json"):
    return parse_query_results(answer, format=ENGINE[form])


rows_of_two = st.lists(st.tuples(terms | st.none(), terms | st.none()), max_size=4)


@pytest.mark.parametrize("form", READ)
@given(rows=rows_of_two)
def test_what_is_written_is_read_back_as_the_engines_own(form, rows):
    answer = told(*rows)
    assert [[*row] for row in read(answer)] == [[*row] for row in rows]
    ours = [[*row] for row in read(body(read(answer), form), form)]
    assert ours == [[*row] for row in read(read(answer).serialize(format=ENGINE[form]), form)]
    assert ours == [[*row] for row in rows]


@pytest.mark.parametrize("form", ["json", "tsv"])
@given(rows=rows_of_two)
def test_json_and_tsv_are_byte_for_byte_the_engines(form, rows):
    answer = told(*rows)
    assert body(read(answer), form) == read(answer).serialize(format=ENGINE[form])


@given(rows_of_two)
def test_xml_is_read_by_any_reader_and_no_line_end_is_lost(rows):
    tree = ET.fromstring(body(read(told(*rows)), "xml"))
    space = "{http://www.w3.org/2005/sparql-results#}"
    found = [each.text or "" for each in tree.iterfind(f".//{space}binding/{space}literal")]
    assert found == [node.value for row in rows for node in row if isinstance(node, Literal)]


@given(rows_of_two)
def test_csv_has_the_bare_values(rows):
    lines = [*csv.reader(io.StringIO(body(read(told(*rows)), "csv").decode(), newline=""))]
    values = [
        ["" if node is None else getattr(node, "value", None) or str(node) for node in row]
        for row in rows
    ]
    for row, line in zip(rows, values, strict=True):
        for at, node in enumerate(row):
            if isinstance(node, Literal):
                line[at] = node.value
            elif isinstance(node, BlankNode):
                line[at] = f"_:{node.value}"
    assert lines == [["x", "y"], *values]


@pytest.mark.parametrize("character", FORBIDDEN)
def test_what_xml_cannot_hold_is_told_and_given_in_every_other_form(character):
    answer = told((Literal(character), None))
    with pytest.raises(UsageError) as caught:
        body(read(answer), "xml")
    assert (caught.value.key, caught.value.fields) == (
        "answer-xml",
        {"character": f"U+{ord(character):04X}"},
    )
    for form in ("json", "tsv"):
        ((node, _),) = read(body(read(answer), form), form)
        assert node.value == character


@pytest.mark.parametrize("form", ENGINE)
@pytest.mark.parametrize("query", ["SELECT * {}", "SELECT ?x { VALUES ?y { 1 2 3 } }"])
def test_rows_with_nothing_in_them_count(form, query):
    count = 3 if "?y" in query else 1
    assert body(Store().query(query), form, most=count)
    with pytest.raises(UsageError, match="more than"):
        body(Store().query(query), form, most=count - 1)


@pytest.mark.parametrize("form", ENGINE)
@pytest.mark.parametrize("query", ["SELECT ?x { VALUES ?x { 'æ' 2 } }", "ASK {}"])
def test_as_many_bytes_as_there_is_room_for_are_given_and_not_one_more(form, query):
    size = len(body(Store().query(query), form))
    assert body(Store().query(query), form, room=size)
    with pytest.raises(UsageError, match="larger than"):
        body(Store().query(query), form, room=size - 1)


def test_what_is_too_much_is_told_before_the_rest_is_made():
    many = (
        "SELECT * { "
        + " ".join(f"VALUES ?{name} {{ {' '.join(map(str, range(200)))} }}" for name in "abcd")
        + " }"
    )
    for limit in ({"most": 10}, {"room": 1000}):
        with pytest.raises(UsageError):
            body(Store().query(many), "json", **limit)


@pytest.mark.parametrize(
    ("form", "yes", "no"),
    [
        ("json", b'{"head":{},"boolean":true}', b'{"head":{},"boolean":false}'),
        ("csv", b"true\n", b"false\n"),
        ("tsv", b"true\n", b"false\n"),
    ],
)
def test_a_truth_is_one_word(form, yes, no):
    assert body(Store().query("ASK {}"), form) == yes
    assert body(Store().query("ASK { ?s ?p ?o }"), form) == no


@pytest.mark.parametrize("query", ["ASK {}", "ASK { ?s ?p ?o }"])
def test_a_truth_in_xml_is_the_engines(query):
    engines = Store().query(query).serialize(format=ENGINE["xml"])
    assert body(Store().query(query), "xml") == engines
