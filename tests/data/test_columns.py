"""What a question selects is reached: by its filters, by its columns, and by its labels."""

import csv
import io
from functools import cache

import pytest
from pyoxigraph import NamedNode, QuerySolutions
from rdflib import Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from ho21.dataset.dataset import select
from ho21.project import open_project
from ho21.sparql.questions import read_questions
from support.exported import graph
from support.tiny import ROOT

QUESTIONS = read_questions(open_project())
NESTED = """SELECT * {
  VALUES ?lang { "nb" }
  ?thing skos:prefLabel ?label .
  OPTIONAL {
    ?thing ho:value ?value .
    OPTIONAL { ?thing ho:unit ?unit . FILTER(LANG(?unit) = ?lang) }
  }
}"""
# A column that is empty in the answer on file, and why it is there.
EMPTY = {
    ("bak-en-kobling", "confidence"): "the link that is asked for first is stated",
    ("bak-en-kobling", "reason"): "the link that is asked for first is stated",
    ("hva-ble-lovet", "confidence"): "no reading says now that a promise was kept",
    ("hva-ble-lovet", "reason"): "no reading says now that a promise was kept",
    ("hvem-skal-gjore-forslagene", "confidence"): "no reading says now who is to act",
    ("hvem-skal-gjore-forslagene", "reason"): "no reading says now who is to act",
    ("hvilke-kilder-stotter", "speaker"): "nobody is named as saying what is asked for first",
    ("hvilke-kilder-stotter", "speakerLabel"): "nobody is named as saying what is asked for first",
}


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


@cache
def on_file(name):
    text = (ROOT / "tests" / "answers" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def empty_columns():
    return {
        (name, column)
        for name in QUESTIONS
        if on_file(name)
        for column in on_file(name)[0]
        if not any(row[column] for row in on_file(name))
    }


def test_no_column_is_always_empty_but_for_those_listed_with_a_reason():
    assert empty_columns() == EMPTY.keys()


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
        for column in unlabelled(QUESTIONS[name].filled({"lang": lang}, graph()))
    }

    assert found == set()


def test_a_label_that_is_never_reached_would_be_found():
    vision = "?vision a ho:Vision . OPTIONAL { ?vision skos:%s ?visionLabel }"
    asked = f"SELECT ?vision ?visionLabel {{ {vision} }}"

    assert unlabelled(asked % "prefLabel") == []
    assert unlabelled(asked % "notation") == ["vision"]
