"""What a dataset wrote where the engine, which keeps a value and not its spelling, has another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from ho21.ask import put, read_questions
from ho21.names import term
from ho21.rooms import house
from ho21.rows import body
from ho21.spelling import made, rows, spelled, spelling, triples

THING, LINK = NamedNode("https://x/a"), NamedNode("https://x/p")
KINDS = ("integer", "decimal", "double", "float", "boolean", "negativeInteger", "dateTime", "date")


def typed(text, kind):
    return Literal(text, datatype=term(f"xsd:{kind}"))


def held(literal):
    store = Store()
    store.add(Quad(THING, LINK, literal))
    return next(iter(store)).object


texts = st.sampled_from(
    ["1", "01", "-3", "+1", "1.0", "1.0E6", "1e6", "INF", "true", "0", "x", "2020-01-01"]
) | st.from_regex(r"[+-]?[0-9]{1,3}(\.[0-9]{1,3})?([eE][+-]?[0-9])?", fullmatch=True)
literals = st.builds(typed, texts, st.sampled_from(KINDS)) | st.builds(Literal, st.text())


@pytest.mark.parametrize(
    ("text", "kind"),
    [("1.0E6", "double"), ("-3", "negativeInteger"), ("01", "integer"), ("2.50", "decimal")],
)
def test_what_the_engine_folds_is_known_by_what_it_gives_back(text, kind):
    literal = typed(text, kind)
    assert spelling([THING, literal, literal]) == {held(literal): literal}


@pytest.mark.parametrize("other", ["01", "1", "+1"])
def test_what_is_written_in_several_ways_stays_as_the_engine_has_it(other):
    assert spelling([typed("001", "integer"), typed(other, "integer")]) == {}


def test_a_datatype_that_is_folded_anywhere_is_spelled_in_one_way_everywhere():
    both = [typed("7", "nonNegativeInteger"), typed("7", "integer")]
    alone = typed("8", "nonNegativeInteger")
    assert spelling([alone]) == {held(alone): alone}
    assert spelling([alone, *both]) == {}


def test_what_the_engine_keeps_as_it_is_needs_no_spelling():
    assert spelling([Literal("1.0E6"), Literal("x", language="nb"), typed("a7", "hexBinary")]) == {}


def test_a_literal_in_a_triple_term_counts():
    literal = typed("01", "integer")
    ours = spelling([Triple(THING, LINK, literal)])
    assert spelled(Triple(THING, LINK, held(literal)), ours) == Triple(THING, LINK, literal)


@given(st.lists(literals, max_size=8))
def test_every_literal_comes_out_as_written_or_as_the_engine_has_it(written):
    ours = spelling(written)
    ways = {each: {other for other in written if held(other) == held(each)} for each in written}
    folded = {other.datatype for them in ways.values() if len(them) > 1 for other in them}
    for each in written:
        kept = each.datatype in folded
        assert spelled(held(each), ours) == (held(each) if kept else each)
        assert spelled(spelled(held(each), ours), ours) == spelled(held(each), ours)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("SELECT (COUNT(*) AS ?n) ?x { ?x ?p ?areas }", {"n"}),
        ("SELECT (trueAS$n) (1.0as#?no\n?m) {}", {"n", "m", "no"}),
        ("SELECT * { VALUES ?x { 1 } VALUES (?y ?z) { (1 2) } ?a ?b ?c }", {"x", "y", "z"}),
        ("SELECT * { ?was ?x ?y . x:as ?z ?alias }", set()),
    ],
)
def test_what_a_query_makes_itself_is_known(query, names):
    assert made(query) == names


def test_what_a_query_makes_itself_is_never_given_the_spelling_of_something_else():
    store = Store()
    store.add(Quad(THING, LINK, typed("03", "integer")))
    ours = spelling([typed("03", "integer")])
    query = "SELECT ?o (1 + 2 AS ?n) { ?s ?p ?o }"
    (row,) = rows(store.query(query), ours, query)
    assert row == [typed("03", "integer"), typed("3", "integer")]


def test_a_triple_of_the_dataset_is_as_written_and_one_a_query_makes_is_not():
    store = Store()
    store.add(Quad(THING, LINK, typed("03", "integer")))
    ours = spelling([typed("03", "integer")])
    found = store.query("CONSTRUCT { ?s ?p ?o , 4 ; <https://x/count> 3 } { ?s ?p ?o }")
    assert set(triples(found, ours, store)) == {
        Triple(THING, LINK, typed("03", "integer")),
        Triple(THING, LINK, typed("4", "integer")),
        Triple(THING, NamedNode("https://x/count"), typed("3", "integer")),
    }


def test_in_the_house_nothing_is_spelled_otherwise(real):
    assert real.spelling == {}


def test_no_question_of_the_house_has_an_answer_that_is_spelled_otherwise(real):
    store = real.store()
    for question in read_questions(house()).values():
        values = {"lang": "nb"} if any(one.name == "lang" for one in question.parameters) else {}
        query, result = put(question, values, real, store)
        ours = body(result, "json", real.spelling, query)
        assert ours == body(put(question, values, real, store)[1], "json", {})
