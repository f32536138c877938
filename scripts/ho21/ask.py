"""A question in queries/ becomes an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
)

from ho21.fault import LANGUAGES, CallError, Fault, HouseError, fault
from ho21.gate import admit, asked_of, known_graphs
from ho21.names import curie, term
from ho21.rooms import house as ours
from ho21.rooms import page
from ho21.store import select

if TYPE_CHECKING:
    from collections.abc import Collection

    from ho21.rooms import House
    from ho21.store import Dataset

Result = QuerySolutions | QueryBoolean | QueryTriples

_UNION: Final = DefaultGraph()
_ABOUT: Final = "alt-om-en-ting"
_HEAD: Final = re.compile(r"^# (nb|en|terms): (.+)$", re.MULTILINE)
_PARAMETER: Final = re.compile(
    r"^\s*VALUES \?(?P<name>\w+) \{ (?P<value>.+?) \} +"
    r"# (?P=name): nb (?P<nb>.+?) \| en (?P<en>.+)$",
    re.MULTILINE,
)
# So much stands after each query that the engine never comes to the end of the text in a keyword.
_MARGIN: Final = "\n" + " " * 32
_STRING: Final = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"')
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


@dataclass(frozen=True)
class Parameter:
    """A term of a question that may be given another value, typed as the default is."""

    name: str
    default: str
    label: dict[str, str]
    span: tuple[int, int]


@dataclass(frozen=True)
class Question:
    """A saved question: its text in any engine's SPARQL, its wording, and the terms it earns."""

    name: str
    text: str
    title: dict[str, str]
    terms: tuple[str, ...]
    parameters: tuple[Parameter, ...]

    def filled(self, values: dict[str, str], dataset: Dataset, store: Store) -> str:
        """Return the query with each named parameter's one term replaced.

        Raises CallError for a parameter it lacks and a value that does not fit.
        """
        known = {each.name: each for each in self.parameters}
        for name in values:
            if name not in known:
                has = ", ".join(known) or "–"
                raise CallError("unknown-parameter", name=self.name, parameter=name, known=has)
        text = self.text
        for each in sorted(self.parameters, key=lambda one: one.span, reverse=True):
            if each.name in values:
                start, end = each.span
                text = text[:start] + _typed(each, values[each.name], dataset, store) + text[end:]
        return text


def read_questions(house: House) -> dict[str, Question]:
    """Return the house's questions by name; raises HouseError for one without its header."""
    questions: dict[str, Question] = {}
    faults: list[Fault] = []
    for name in house.names("queries", ".rq"):
        file = f"queries/{name}.rq"
        text = house.text("queries", f"{name}.rq")
        if isinstance(text, Fault):
            faults.append(text)
            continue
        head = dict(_HEAD.findall(text.partition("PREFIX")[0]))
        faults += [
            fault("question-header", file, 1, header=key)
            for key in (*LANGUAGES, "terms")
            if key not in head
        ]
        parameters = tuple(
            Parameter(
                match["name"],
                match["value"],
                {"nb": match["nb"].strip(), "en": match["en"].strip()},
                match.span("value"),
            )
            for match in _PARAMETER.finditer(text)
        )
        title = {lang: head.get(lang, name) for lang in LANGUAGES}
        terms = tuple(head.get("terms", "").split())
        questions[name] = Question(name, text, title, terms, parameters)
    if faults:
        raise HouseError(faults)
    return questions


def question(house: House, name: str) -> Question:
    """Return one question; raises CallError with the nearest names where there is none."""
    questions = read_questions(house)
    if name not in questions:
        raise CallError("unknown-question", name=name, hint=hint(name, list(questions)))
    return questions[name]


def about(house: House) -> Question:
    """Return the question about one thing, from the house or else from the one that ships."""
    return question(house if _ABOUT in house.names("queries", ".rq") else ours(), _ABOUT)


def run(text: str, dataset: Dataset, store: Store, *, stated_only: bool = False) -> Result:
    """Answer a query over the union of the named graphs; raises CallError where it cannot be."""
    graphs = dataset.chosen(stated_only=stated_only)
    return evaluate(text, store, dataset.base.prefixes(), graphs, base=dataset.base.iri)


def evaluate(
    text: str,
    store: Store,
    prefixes: dict[str, str],
    graphs: Collection[str],
    chosen: tuple[list[str], list[str]] | None = None,
    *,
    base: str,
) -> Result:
    """Answer a query over a store that holds these graphs; relative IRIs are so to the base.

    ``chosen`` are the default and the named graphs that the SPARQL 1.1 Protocol lets a request
    name; they stand instead of the query's own FROM. Raises CallError.
    """
    admit(text, prefixes, graphs, base)
    if chosen:
        known_graphs([*chosen[0], *chosen[1]], graphs)
    default, named = chosen or asked_of(text, prefixes, base) or ([], [])
    of: list[NamedNode | BlankNode | DefaultGraph] = [NamedNode(each) for each in default]
    several = len({*default}) > 1
    if several:
        of = [_UNION]  # which the store has for all of its graphs
        if {*default} != {*graphs}:
            store = _merged(store, tuple(sorted({*default, *named})), frozenset(default))
    try:
        return store.query(
            text + _MARGIN,
            base_iri=base,
            prefixes=prefixes,
            default_graph=of if several or chosen else None,
            named_graphs=[NamedNode(each) for each in named] if several or chosen else None,
        )
    except SyntaxError as error:
        line, column = _place(text, str(error.msg or error))
        raise CallError("query-syntax", line=line, column=column) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise CallError("query-failed", why=str(error)) from error


@lru_cache(maxsize=1)
def _merged(store: Store, graphs: tuple[str, ...], default: frozenset[str]) -> Store:
    """Return some graphs of a store, some of them merged as its default graph.

    The engine itself would count a triple once for each graph that it stands in; a merge, which
    is what SPARQL asks for (13.1), has it once.
    """
    made = Store()
    for graph in graphs:
        quads = list(store.quads_for_pattern(None, None, None, NamedNode(graph)))
        made.extend(quads)  # to load in bulk starts threads, and a worker has no memory for them
        if graph in default:
            made.extend(Quad(*quad.triple) for quad in quads)
    return made


class Run(Protocol):
    """Whoever answers a query about a dataset, as ``run`` does here and another server there."""

    def __call__(
        self, text: str, dataset: Dataset, store: Store, *, stated_only: bool = False
    ) -> Result:
        """Answer a query over the union of the named graphs; raises CallError."""


def put(
    question: Question,
    values: dict[str, str],
    dataset: Dataset,
    store: Store,
    *,
    stated_only: bool = False,
    by: Run = run,
) -> tuple[str, Result]:
    """Put a saved question with some values and return the query and its answer.

    Raises HouseError where the question itself is not valid, CallError where a value is not.
    """
    text = question.filled(values, dataset, store)
    try:
        return text, by(text, dataset, store, stated_only=stated_only)
    except CallError as error:
        if error.key != "query-syntax":
            raise
        file = f"queries/{question.name}.rq"
        line = int(str(error.fields["line"]))
        raise HouseError([fault("question-syntax", file, line, **error.fields)]) from error


def resolve(name: str, dataset: Dataset, store: Store) -> NamedNode:
    """Return the thing that a slug, prefixed name, IRI or label names.

    Raises CallError where none does, with the nearest names, or several do.
    """
    prefixes = dataset.base.prefixes()
    wanted = name.strip("<> ")
    folded = " ".join(wanted.split()).casefold()
    by_name: dict[str, set[str]] = {}
    iris = set()
    for row in select(store, page("things.rq")):
        iri = row["thing"].value
        iris.add(iri)
        path = iri.removeprefix(dataset.base.iri).removeprefix("id/")
        slug = path.rpartition("/")[2]
        for each in (iri, path, slug, curie(iri, prefixes), " ".join(row["label"].value.split())):
            by_name.setdefault(each.casefold(), set()).add(iri)
    found = sorted(by_name.get(folded, ()))
    if len(found) == 1:
        return NamedNode(found[0])
    if found:
        raise CallError(
            "ambiguous-thing", name=name, things=", ".join(curie(each, prefixes) for each in found)
        )
    raise CallError("unknown-thing-asked", name=name, hint=hint(folded, sorted(by_name)))


def label_of(node: NamedNode, lang: str, store: Store) -> str | None:
    """Return a node's label in a language, else in any, else None."""
    labels = {
        quad.object.language: quad.object.value
        for quad in store.quads_for_pattern(node, term("skos:prefLabel"), None)
        if isinstance(quad.object, Literal)
    }
    return labels.get(lang) or next(iter(labels.values()), None)


def _place(text: str, message: str) -> tuple[int, int]:
    """Return the line and column in a message of the engine: ``error at 1:17: expected …``.

    Where only keywords are expected, the engine tells where the longest of them would have ended.
    """
    found = re.search(r"\b(\d+):(\d+)\b(?:: expected (?:one of )?(.*))?", message, re.DOTALL)
    if not found:
        return 1, 1
    lines = (text + _MARGIN).split("\n")
    at = sum(len(line) + 1 for line in lines[: int(found[1]) - 1]) + int(found[2]) - 1
    expected = (found[3] or "").split(", ")
    if all(re.fullmatch(r"[A-Za-z]\w+|\[_\]", each) for each in expected):
        at -= min((len(each) for each in expected if each != "[_]"), default=0)
    before = text[: max(at, 0)].rstrip(" \t\r\n") if at > len(text) else text[: max(at, 0)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def hint(name: str, known: list[str]) -> str:
    """Return the nearest of some names, in brackets, else nothing."""
    close = [each for each in get_close_matches(name, known, 3, 0.6) if "://" not in each]
    return f" ({', '.join(close)}?)" if close else ""


def _typed(parameter: Parameter, value: str, dataset: Dataset, store: Store) -> str:
    if _STRING.fullmatch(parameter.default):
        if parameter.name == "lang" and value not in LANGUAGES:
            raise CallError(
                "bad-value", value=value, parameter="lang", wanted=" | ".join(LANGUAGES)
            )
        try:
            return str(Literal(value))
        except ValueError as error:  # half a character, which no text can hold
            raise CallError(
                "bad-value", value=value, parameter=parameter.name, wanted="UTF-8"
            ) from error
    if _NUMBER.fullmatch(parameter.default):
        if not _NUMBER.fullmatch(value):
            raise CallError("bad-value", value=value, parameter=parameter.name, wanted="0.5, 1, …")
        return value
    return str(resolve(value, dataset, store))
