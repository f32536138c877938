"""Two projects or exports are read, asked the same questions, and held against each other."""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, RdfFormat, parse

from ho21.dataset.dataset import Dataset
from ho21.dataset.loader import load
from ho21.dataset.vocabulary import Vocabulary
from ho21.diff.changes import Change, Side, differences
from ho21.errors import LANGUAGES, Fault, ProjectError, UsageError
from ho21.project import open_project, read_bytes
from ho21.rdf.namespaces import Base, Fact, term
from ho21.sparql.engine import Engine
from ho21.sparql.questions import read_questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Quad

    from ho21.diff.changes import Key
    from ho21.project import FileLimits, Project
    from ho21.rdf.namespaces import Node
    from ho21.sparql.engine import Answer

_EXPORT: Final = ".nq"
_DATASET: Final = "graph/datasett"
# What an answer shows of a place in a text; it moves with every letter before it.
_LINE: Final = re.compile(r"(?<=\.txt):\d+(?:–\d+)?")
_PLACED: Final = re.compile(r"doc/.*#|id/utelatt/")
_UNBOUND: Final = Literal("")
# A question needs a dataset's base and graphs, never its vocabulary.
_WORDLESS: Final = Vocabulary((), frozenset(), frozenset(), frozenset(), frozenset(), {}, {}, {})


@dataclass(frozen=True)
class Comparison:
    """Every difference of two sides, and the words to tell them in: questions, columns, labels."""

    changes: tuple[Change, ...]
    titles: dict[str, dict[str, str]]
    columns: dict[str, tuple[str, ...]]
    labels: dict[NamedNode, dict[str, str]]
    prefixes: dict[str, str]


def compare(
    old: str, new: str, project: Project, lang: str, *, stated_only: bool = False
) -> Comparison:
    """Read two sides, ask both the questions of the newer project, and return what differs.

    Where neither side is a project, the questions are those of ``project``.  Raises UsageError for
    what is neither project nor export, ProjectError for a project where a rule is broken.
    """
    both = [_read(place, project.limits) for place in (old, new)]
    datasets = [each.stated for each in both] if stated_only else both
    asked = next((place for place in (new, old) if _is_project(place)), None)
    with _placed(asked):
        questions = read_questions(open_project(asked, project.limits) if asked else project)
        columns: dict[str, tuple[str, ...]] = {}
        sides = []
        for dataset in datasets:
            engine, answers = Engine(dataset), {}
            for name, question in questions.items():
                columns[name], answers[name] = engine.read(question, lang, _rows)
            sides.append(Side(dataset.base, dataset.facts, answers))
    return Comparison(
        differences(*sides),
        {name: each.title for name, each in questions.items()},
        columns,
        _labels(sides),
        datasets[1].base.prefixes(),
    )


def _is_project(place: str) -> bool:
    with suppress(OSError, ValueError):  # a place may be too long for a name, or hold a zero
        return Path(place).is_dir()
    return False


def _read(place: str, limits: FileLimits) -> Dataset:
    if _is_project(place):
        try:
            project = open_project(place, limits)
        except UsageError as error:
            raise UsageError("neither-project-nor-export", place=place) from error
        with _placed(place):
            return load(project).sound()
    if not place.endswith(_EXPORT):
        raise UsageError("neither-project-nor-export", place=place)
    try:
        raw = read_bytes(Path(place), place, *limits.of(place))
        if isinstance(raw, Fault):
            why = {lang: raw.message(lang).rstrip(".") for lang in LANGUAGES}
            raise UsageError("not-readable", file=place, why=why)
        quads = list(parse(raw, format=RdfFormat.N_QUADS))
    except ValueError as error:
        raise UsageError("not-readable", file=place, why=error) from error
    except SyntaxError as error:
        raise UsageError("export-garbled", file=place, line=error.lineno or 1) from error
    except MemoryError as error:  # of a parser that holds one token of 16 MiB and no more
        raise UsageError("not-readable", file=place, why=error) from error
    return _dataset(quads, place)


def _dataset(quads: list[Quad], place: str) -> Dataset:
    facts: dict[str, list[Fact]] = {}
    for subject, predicate, value, graph in quads:
        named = isinstance(subject, NamedNode) and isinstance(graph, NamedNode)
        if not (named and isinstance(value, NamedNode | Literal)):
            raise UsageError("not-an-export", file=place)
        facts.setdefault(graph.value, []).append(Fact(subject, predicate, value))
    bases = [
        Base(fact.object.value)
        for graph, them in facts.items()
        for fact in them
        if fact.predicate == term("void:uriSpace") and graph == f"{fact.object.value}{_DATASET}"
    ]
    if len(bases) != 1:
        raise UsageError("not-an-export", file=place)
    by_graph = {graph: tuple(them) for graph, them in facts.items()}
    return Dataset(bases[0], _WORDLESS, by_graph, (), {}, (), {}, {}, "", "")


@contextmanager
def _placed(folder: str | None) -> Iterator[None]:
    """Say of each fault in which of the projects it lies."""
    try:
        yield
    except ProjectError as error:
        root = Path(folder or "")
        raise ProjectError(
            [replace(each, file=str(root / each.file)) for each in error.faults]
        ) from error


def _rows(answer: Answer) -> tuple[tuple[str, ...], set[Key]]:
    """Return the columns of an answer and its rows, without where in a text they stand.

    The name of a thing that has a column too is left out: a new name is a change of the thing.
    """
    result, base = answer.result, answer.dataset.base
    if isinstance(result, QueryBoolean):
        return ("answer",), {(Literal(bool(result)),)}
    if isinstance(result, QuerySolutions):
        names = tuple(each.value for each in result.variables)
        named = {f"{name}Label" for name in names}
        kept = [at for at, name in enumerate(names) if name not in named]
        rows = {tuple(_cell(row[at], base) for at in kept) for row in result}
        return tuple(names[at] for at in kept), rows
    return ("subject", "predicate", "object"), {
        tuple(_cell(node, base) for node in each) for each in result
    }


def _cell(node: object, base: Base) -> Node:
    if isinstance(node, NamedNode):
        return _UNBOUND if _PLACED.match(node.value.removeprefix(base.iri)) else node
    if isinstance(node, Literal) and _LINE.search(node.value):
        return Literal(_LINE.sub("", node.value))
    return node if isinstance(node, Literal) else _UNBOUND


def _labels(sides: list[Side]) -> dict[NamedNode, dict[str, str]]:
    """Return what everything is called in each language; the newer side's word goes first."""
    labels: dict[NamedNode, dict[str, str]] = {}
    for naming in (term("dcterms:title"), term("skos:prefLabel")):
        for fact in (fact for side in sides for them in side.facts.values() for fact in them):
            if fact.predicate == naming and isinstance(fact.object, Literal):
                labels.setdefault(fact.subject, {})[fact.object.language or ""] = fact.object.value
    return labels
