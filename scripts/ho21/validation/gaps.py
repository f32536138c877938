"""What no source says of a thing, though the shapes ask for it: left open, and told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ho21.errors import LANGUAGES
from ho21.rdf.namespaces import term
from ho21.validation.report import what_is_wrong
from ho21.validation.shapes import SEVERITIES, Shapes, worded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ho21.dataset.dataset import Dataset
    from ho21.rdf.namespaces import Node
    from ho21.validation.shapes import Translations

    Values = dict[tuple[str, str], list[str]]


@dataclass(frozen=True, order=True)
class Gap:
    """A property that no source gives a thing: ``^`` before one that would point at it."""

    rank: int
    path: str
    nb: str
    en: str

    @property
    def words(self) -> Translations:
        """The sentence that says so, without what an editor is to do about it."""
        return {"nb": self.nb, "en": self.en}


def unsaid(dataset: Dataset) -> dict[str, tuple[Gap, ...]]:
    """Return the gaps of each thing in what is stated, the graver first."""
    values: Values = defaultdict(list)
    members: dict[Node, set[str]] = defaultdict(set)
    for facts in dataset.stated.facts.values():
        for fact in facts:
            values[fact.subject.value, fact.predicate.value].append(fact.object.value)
            values[fact.object.value, f"^{fact.predicate.value}"].append(fact.subject.value)
            if fact.predicate == term("rdf:type"):
                members[fact.object].add(fact.subject.value)
    shapes = Shapes(dataset)
    found: dict[str, set[Gap]] = defaultdict(set)
    for node in shapes.facts:
        kinds = shapes.get(node, "sh:targetClass")
        things = {thing for kind in kinds for thing in members[kind]}
        for shape in (node, *shapes.get(node, "sh:property")) if things else ():
            if gap := _gap(shapes, shape):
                ways = shapes.ways(shape)
                for thing in (each for each in things if not _led(values, each, ways)):
                    found[thing].add(gap)
    return {thing: tuple(sorted(found[thing])) for thing in sorted(found)}


def _led(values: Values, thing: str, ways: Iterable[tuple[str, ...]]) -> bool:
    """Return whether any of some ways leads from a thing to a value."""
    for way in ways:
        ends = [thing]
        for step in way:
            ends = [end for at in ends for end in values.get((at, step), ())]
        if ends:
            return True
    return False


def _gap(shapes: Shapes, shape: Node) -> Gap | None:
    """Return what a shape wants at least one of, where its lack is no fault."""
    path, severity = shapes.path(shape), shapes.severity(shape)
    least = [each.value for each in shapes.get(shape, "sh:minCount")]
    if not path or severity not in SEVERITIES[1:] or least != ["1"]:
        return None
    words = worded(shapes.get(shape, "sh:message"))
    return Gap(SEVERITIES.index(severity) - 1, path, *(what_is_wrong(words[x]) for x in LANGUAGES))
