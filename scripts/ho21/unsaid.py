"""What no source says of a thing, though the shapes ask for it: left open, and told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ho21.names import term
from ho21.shapes import Shapes, worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ho21.shapes import Words
    from ho21.store import Dataset

_GRAVE: Final = {term("sh:Warning").value: 0, term("sh:Info").value: 1}


@dataclass(frozen=True, order=True)
class Gap:
    """A property that no source gives a thing: ``^`` before one that would point at it."""

    rank: int
    path: str
    nb: str
    en: str

    @property
    def words(self) -> Words:
        """The sentence that says so, without what an editor is to do about it."""
        return {"nb": self.nb, "en": self.en}


@dataclass(frozen=True)
class _Wanted:
    kind: str
    gap: Gap


def unsaid(dataset: Dataset) -> dict[str, tuple[Gap, ...]]:
    """Return the gaps of each thing in what is stated, the graver first."""
    values: set[tuple[str, str]] = set()
    members: dict[str, set[str]] = defaultdict(set)
    kind = term("rdf:type")
    for facts in dataset.chosen(stated_only=True).values():
        for fact in facts:
            values.add((fact.subject.value, fact.predicate.value))
            values.add((fact.object.value, f"^{fact.predicate.value}"))
            if fact.predicate == kind:
                members[fact.object.value].add(fact.subject.value)
    found: dict[str, set[Gap]] = defaultdict(set)
    for each in _wanted(Shapes(dataset)):
        for thing in members[each.kind]:
            if (thing, each.gap.path) not in values:
                found[thing].add(each.gap)
    return {thing: tuple(sorted(found[thing])) for thing in sorted(found)}


def _wanted(shapes: Shapes) -> Iterator[_Wanted]:
    """Yield what the shapes want at least one of, without its lack being a fault."""
    for node, said in shapes.facts.items():
        for kind in said.get(term("sh:targetClass"), ()):
            for shape in (node, *(each.value for each in said.get(term("sh:property"), ()))):
                gap = _gap(shapes, shape)
                if gap:
                    yield _Wanted(kind.value, gap)


def _gap(shapes: Shapes, shape: str) -> Gap | None:
    said = shapes.facts.get(shape, {})
    grave = [_GRAVE.get(each.value) for each in said.get(term("sh:severity"), ())]
    least = [each.value for each in said.get(term("sh:minCount"), ())]
    paths = said.get(term("sh:path"), ())
    if not paths or grave in ([], [None]) or least != ["1"]:
        return None
    inner = shapes.facts.get(paths[0].value, {}).get(term("sh:inversePath"), ())
    path = f"^{inner[0].value}" if inner else paths[0].value
    words = worded(said.get(term("sh:message"), ()))
    return Gap(grave[0] or 0, path, *(_first(words[lang]) for lang in ("nb", "en")))


def _first(message: str) -> str:
    """Return what is missing; what to do about it stands after the first semicolon."""
    return message.partition(";")[0].rstrip(".") + "."
