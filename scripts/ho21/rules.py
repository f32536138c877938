"""What must hold across files: known terms, described things, and one home for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ho21.fault import Fault, fault
from ho21.names import HO, curie, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.names import Base
    from ho21.turtle import Turtle
    from ho21.vocabulary import Vocabulary

_TYPE: Final = term("rdf:type")


def broken_rules(turtles: list[Turtle], vocabulary: Vocabulary, base: Base) -> list[Fault]:
    """Return a fault for each second home, unknown term, thing without type, and dangling link."""
    homes: dict[NamedNode, str] = {}
    wrong: list[tuple[str, Turtle, NamedNode, dict[str, str]]] = []
    for turtle in turtles:
        for subject in _typed(turtle):
            home = homes.setdefault(subject, turtle.file)
            if home != turtle.file:
                wrong.append(("two-homes", turtle, subject, {"home": home}))
    for turtle in turtles:
        wrong += [
            ("unknown-term", turtle, subject, {"term": curie(node.value, base.prefixes())})
            for node, subject in _terms(turtle).items()
            if not vocabulary.knows(node)
        ]
        wrong += [("untyped", turtle, subject, {}) for subject in _untyped(turtle, homes, base)]
        wrong += [
            ("unknown-thing", turtle, each.subject, {"target": base.short(each.object)})
            for each in turtle.triples
            if base.is_thing(each.object) and each.object not in homes
        ]
    return [
        fault(key, turtle.file, turtle.line(subject.value), thing=base.short(subject), **more)
        for key, turtle, subject, more in wrong
    ]


def _typed(turtle: Turtle) -> Iterator[NamedNode]:
    for triple in turtle.triples:
        if triple.predicate == _TYPE and triple.object != term("ho:Claim"):
            yield triple.subject


def _terms(turtle: Turtle) -> dict[NamedNode, NamedNode]:
    """Return the terms a file uses, each with the first subject that uses it."""
    terms: dict[NamedNode, NamedNode] = {}
    for triple in turtle.triples:
        terms.setdefault(triple.predicate, triple.subject)
        target = triple.object
        if isinstance(target, NamedNode) and (
            triple.predicate == _TYPE or target.value.startswith(HO)
        ):
            terms.setdefault(target, triple.subject)
    return terms


def _untyped(turtle: Turtle, homes: Iterable[NamedNode], base: Base) -> Iterator[NamedNode]:
    claims = base.thing("pastand/").value
    for subject in dict.fromkeys(each.subject for each in turtle.triples):
        if base.is_thing(subject) and subject not in homes and not subject.value.startswith(claims):
            yield subject
