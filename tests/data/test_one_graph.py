"""Every question as it stands over the files as others load them: the same rows as on file."""

import csv
import io
import re
from collections.abc import Iterator
from functools import cache

import pytest
import rdflib
from pyoxigraph import Quad, RdfFormat, Store
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from ho21.export.rdf import flat
from ho21.project import open_project
from ho21.rdf.namespaces import term
from ho21.sparql.questions import read_questions
from support.exported import exported, graph
from support.tiny import ROOT
from support.worded import in_language

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
    texts = {name: in_language(each, "en", graph()) for name, each in QUESTIONS.items()}

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


Triples = list[tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]]
Names = frozenset[rdflib.term.Node]


def pieces(triples: Triples, bound: Names) -> list[tuple[Names, bool]]:
    """Return the parts of a pattern that share no variable, and whether each is of a named kind.

    What is said of one thing that is known has few rows, and is left out.
    """
    found: list[tuple[Names, bool, bool]] = []
    for triple in triples:
        names = frozenset(each for each in triple if isinstance(each, rdflib.Variable)) - bound
        touched = [each for each in found if each[0] & names]
        found = [each for each in found if not each[0] & names]
        known = triple[0] in bound or not isinstance(triple[0], rdflib.Variable)
        kind = not isinstance(triple[2], rdflib.Variable)
        found.append(
            (
                names.union(*(each for each, *_ in touched)),
                known or any(each for _, each, _ in touched),
                kind or any(each for *_, each in touched),
            )
        )
    return [(names, kind) for names, known, kind in found if names and not known]


def products(node: object, bound: Names = frozenset()) -> Iterator[list[Names]]:
    """Yield the patterns that rdflib can only answer by a cross product.

    What follows the first join of a group it answers alone, without what is bound before.
    """
    if isinstance(node, list | tuple):
        for each in node:
            yield from products(each, bound)
    elif isinstance(node, CompValue) and node.name in {"Join", "LeftJoin"}:
        yield from products(node.p1, bound)
        held = node.name == "LeftJoin" or node.lazy
        yield from products(node.p2, bound | frozenset(node.p1["_vars"]) if held else bound)
    elif isinstance(node, CompValue) and node.name == "BGP":
        apart = pieces(node.triples, bound)
        if len(apart) > 1 and not all(kind for _, kind in apart):
            yield [names for names, _ in apart]
    elif isinstance(node, CompValue) and not node.name.startswith("Builtin_"):
        yield from products(list(node.values()), bound)


def test_no_question_makes_rdflib_compute_a_cross_product():
    assert [
        name for name, each in QUESTIONS.items() if list(products(prepareQuery(each.text).algebra))
    ] == []


def test_a_cross_product_would_be_seen():
    values = f"VALUES ?x {{ {term('ho:Goal')} }} VALUES ?y {{ {term('ho:Goal')} }}"
    apart = "?thing a ?x . ?y ?relation ?z ."
    query = prepareQuery(f"SELECT * {{ {values} {apart} }}")
    joined = prepareQuery(f"SELECT * {{ {values} {apart} ?z a ?thing . }}")

    assert [sorted(map(len, each)) for each in products(query.algebra)] == [[2, 3]]
    assert list(products(joined.algebra)) == []
