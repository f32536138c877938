"""Every question as it stands over the files as others load them: the same rows as on file."""

import csv
import io
import re
from functools import cache

import pytest
import rdflib
from pyoxigraph import Quad, RdfFormat, Store

from ho21.export.rdf import flat
from ho21.project import open_project
from ho21.rdf.namespaces import term
from ho21.sparql.questions import read_questions
from support.exported import exported, graph
from support.tiny import ROOT

QUESTIONS = read_questions(open_project())


def on_file(name: str) -> list[list[str]]:
    text = (ROOT / "tests" / "answers" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def rows(store: Store, text: str, *, union: bool = False) -> list[list[str]]:
    found = store.query(text, use_default_graph_as_union=union)
    head = [each.value for each in found.variables]
    return [head, *(["" if cell is None else cell.value for cell in row] for row in found)]


def differing(store: Store, *, union: bool = False) -> list[str]:
    """Return the questions that a store answers otherwise than what is on file."""
    texts = {name: each.text for name, each in QUESTIONS.items()}
    return [name for name, text in texts.items() if rows(store, text, union=union) != on_file(name)]


@cache
def one_graph() -> Store:
    store = Store()
    store.load(exported("ttl"), RdfFormat.TURTLE)
    return store


def test_the_file_of_one_graph_gives_every_question_the_rows_on_file():
    assert differing(one_graph()) == []


@pytest.mark.slow
def test_the_file_of_one_graph_gives_the_same_rows_in_english_too():
    texts = {name: each.filled({"lang": "en"}, graph()) for name, each in QUESTIONS.items()}

    assert [
        name
        for name, text in texts.items()
        if rows(one_graph(), text) != rows(graph().store(), text)
    ] == []


def test_the_file_of_named_graphs_gives_them_where_the_default_graph_is_the_union():
    store = Store()
    store.load(exported("nq"), RdfFormat.N_QUADS)

    assert differing(store, union=True) == []


def test_a_question_reaches_a_link_only_through_its_claim():
    # Without a single plain triple between two things every row is still there, and no other.
    links, claims = graph().vocabulary.links, graph().base.thing("pastand/").value
    facts = flat(graph())
    plain = {
        each
        for each in facts
        if each.predicate in links and not each.subject.value.startswith(claims)
    }
    store = Store()
    store.bulk_extend(Quad(*each) for each in facts - plain)

    assert len(plain) > 500
    assert differing(store) == []


def test_a_question_of_plain_links_would_be_seen():
    direct = f"SELECT ?goal {{ ?measure {term('ho:contributesTo')} ?goal }}"

    assert len(rows(one_graph(), direct)) < len(rows(graph().store(), direct))


def test_no_question_names_a_graph():
    naming = re.compile(r"\bGRAPH\s*[?<\w]|\bFROM\s+(NAMED\s+)?(<|\w*:)|/graph/", re.IGNORECASE)
    texts = {
        path.name: path.read_text(encoding="utf-8") for path in (ROOT / "queries").glob("*.rq")
    }

    assert len(texts) == len(QUESTIONS)
    assert [
        name
        for name, text in texts.items()
        if naming.search("".join(line for line in text.splitlines(keepends=True) if line[0] != "#"))
    ] == []


@cache
def read_by_rdflib() -> rdflib.Graph:
    return rdflib.Graph().parse(data=exported("ttl"), format="turtle")


# A count, a union, what is missing, what is interpreted; the others take rdflib a minute in all.
SLOW = {"gar-igjen", "hvem-har-hvilken-rolle", "malbilder-uten-tiltak", "sagt-eller-lest"}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(each, marks=pytest.mark.slow if each in SLOW else pytest.mark.night)
        for each in QUESTIONS
    ],
)
def test_rdflib_finds_the_rows_on_file_in_one_graph(name):
    found = read_by_rdflib().query(QUESTIONS[name].text)
    head = [str(each) for each in found.vars]

    assert [
        head,
        *(["" if cell is None else str(cell) for cell in row] for row in found),
    ] == on_file(name)
