"""What a question selects is reached: by its filters, by its columns, and by its labels."""

import pytest
from pyoxigraph import NamedNode, QuerySolutions
from rdflib import Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from ho21.dataset.dataset import Dataset, select
from ho21.project import open_project
from ho21.sparql.questions import read_questions
from support.exported import graph
from support.worded import in_language

QUESTIONS = read_questions(open_project())
NESTED = """SELECT * {
  VALUES ?lang { "nb" }
  ?thing skos:prefLabel ?label .
  OPTIONAL {
    ?thing ho:value ?value .
    OPTIONAL { ?thing ho:unit ?unit . FILTER(LANG(?unit) = ?lang) }
  }
}"""
# A table for people leaves these out where they are empty; only what is interpreted has them.
OF_READINGS = {"confidence", "reason"}
# What only other projects have: nobody is reported to have looked at a promise in ours.
OF_OTHERS = {"reportKind", "reportKindLabel"}


def variables(part):
    """Return the variables of a part of a query, without those of an EXISTS inside it."""
    if isinstance(part, Variable):
        return {part}
    if isinstance(part, CompValue):
        if part.name in {"Builtin_EXISTS", "Builtin_NOTEXISTS"}:
            return set()
        if part.name in {"Project", "SelectQuery"}:
            return set(part.PV)
        return set().union(*(variables(each) for key, each in part.items() if key != "_vars"))
    if isinstance(part, dict):
        return {*part} | set().union(*map(variables, part.values()))
    return set().union(*map(variables, part)) if isinstance(part, (list, tuple, set)) else set()


def blind(part):
    """Return the variables that a FILTER names where they cannot be seen.

    A group is read from the inside out, so that a FILTER sees the patterns of its own group, and
    in an OPTIONAL those right before it too. An EXISTS sees all that stands around it, and is not
    looked into.
    """
    if isinstance(part, (list, tuple)):
        return set().union(*map(blind, part))
    if not isinstance(part, CompValue) or part.name in {"Builtin_EXISTS", "Builtin_NOTEXISTS"}:
        return set()
    seen = {"Filter": ("p",), "LeftJoin": ("p1", "p2")}.get(part.name)
    here = variables(part.expr) - variables([part[each] for each in seen]) if seen else set()
    return here.union(*(blind(each) for key, each in part.items() if key != "_vars"))


def unseen(text):
    prefixes = graph().base.prefixes()
    return sorted(map(str, blind(translateQuery(parseQuery(text), initNs=prefixes).algebra)))


@pytest.mark.slow
def test_a_filter_sees_its_variables():
    blinded = {name: unseen(each.text) for name, each in QUESTIONS.items()}

    assert {name: names for name, names in blinded.items() if names} == {}


def test_a_filter_that_cannot_see_the_language_would_be_found():
    assert unseen(NESTED) == ["lang"]
    assert unseen(NESTED.replace("OPTIONAL { ?thing ho:unit", "{ ?thing ho:unit")) == ["lang"]
    assert unseen(NESTED.replace(" FILTER(LANG(?unit) = ?lang) }\n", " }\n")) == []


def empty_columns(text: str, dataset: Dataset) -> list[str]:
    """Return the columns that no row fills, where there is a row."""
    found = select(dataset.store(), text, dataset.base.prefixes())
    assert isinstance(found, QuerySolutions)
    names = [each.value for each in found.variables]
    rows = list(found)
    return [each for each in names if rows and all(row[each] is None for row in rows)]


def test_no_column_is_always_empty():
    found = {
        name: {*empty_columns(each.text, graph())} - OF_OTHERS for name, each in QUESTIONS.items()
    }

    assert {name: columns for name, columns in found.items() if columns} == {}


def test_with_the_stated_alone_no_column_is_empty_but_what_only_readings_have():
    found = {
        name: {*empty_columns(each.text, graph().stated)} - OF_READINGS - OF_OTHERS
        for name, each in QUESTIONS.items()
    }

    assert {name: columns for name, columns in found.items() if columns} == {}


def test_a_column_that_no_row_fills_would_be_found():
    asked = "SELECT ?vision ?year { ?vision a ho:Vision . OPTIONAL { ?vision %s ?year } }"

    assert empty_columns(asked % "ho:quote", graph()) == []
    assert empty_columns(asked % "ho:when", graph()) == ["year"]


def unlabelled(text: str) -> list[str]:
    """Return the columns of a query that have an IRI in a row and no label beside it."""
    found = select(graph().store(), text, graph().base.prefixes())
    assert isinstance(found, QuerySolutions)
    names = [each.value for each in found.variables]
    pairs = [(each, f"{each}Label") for each in names if f"{each}Label" in names]
    rows = list(found)
    return [
        column
        for column, label in pairs
        if any(isinstance(row[column], NamedNode) and row[label] is None for row in rows)
    ]


def test_a_label_stands_beside_every_iri_in_both_languages():
    found = {
        (name, lang, column)
        for name in QUESTIONS
        for lang in ("nb", "en")
        for column in unlabelled(in_language(QUESTIONS[name], lang, graph()))
    }

    assert found == set()


def test_a_label_that_is_never_reached_would_be_found():
    vision = "?vision a ho:Vision . OPTIONAL { ?vision skos:%s ?visionLabel }"
    asked = f"SELECT ?vision ?visionLabel {{ {vision} }}"

    assert unlabelled(asked % "prefLabel") == []
    assert unlabelled(asked % "notation") == ["vision"]
