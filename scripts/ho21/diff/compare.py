"""Two projects or exports are asked the same questions, and held against each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions

from ho21.diff.changes import Change, Side, differences
from ho21.diff.sides import is_project, placed, read_side
from ho21.project import open_project
from ho21.rdf.namespaces import Base, term
from ho21.sparql.defaults import fitted
from ho21.sparql.engine import Engine
from ho21.sparql.questions import read_questions

if TYPE_CHECKING:
    from ho21.diff.changes import Key
    from ho21.project import Project
    from ho21.rdf.namespaces import Node
    from ho21.sparql.engine import Answer

# What an answer shows of a place in a text; it moves with every letter before it.
_LINE: Final = re.compile(r"(?<=\.txt):\d+(?:–\d+)?")
_PLACED: Final = re.compile(r"doc/.*#|id/utelatt/")
_UNBOUND: Final = Literal("")


@dataclass(frozen=True)
class Comparison:
    """Every difference of two sides, and the words to tell them in: questions, columns, labels."""

    changes: tuple[Change, ...]
    titles: dict[str, dict[str, str]]
    columns: dict[str, tuple[str, ...]]
    labels: dict[NamedNode, dict[str, str]]
    prefixes: dict[str, str]
    language: str


def compare(
    old: str, new: str, project: Project, lang: str, *, stated_only: bool = False
) -> Comparison:
    """Read two sides, ask both the questions of the newer project, and return what differs.

    Where neither side is a project, the questions are those of ``project``.  Raises UsageError for
    what is neither project nor export, ProjectError for a project where a rule is broken.
    """
    both = [read_side(place, project.limits) for place in (old, new)]
    datasets = [each.stated for each in both] if stated_only else both
    asked = next((place for place in (new, old) if is_project(place)), None)
    with placed(asked):
        read = read_questions(open_project(asked, project.limits) if asked else project)
        fit = (fitted(each, datasets[0 if asked == old else 1]) for each in read.values())
        questions = {each.name: each for each in fit if not (each.unfit or each.hidden)}
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
        datasets[1].language_for(lang),
    )


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
