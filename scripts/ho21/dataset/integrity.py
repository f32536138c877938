"""What must hold across files: known terms, described things, and one home for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from ho21.errors import Fault, fault
from ho21.rdf.namespaces import HO, curie, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.dataset.vocabulary import Vocabulary
    from ho21.rdf.namespaces import Base, Fact
    from ho21.rdf.turtle import Turtle

_TYPE: Final = term("rdf:type")
_STRING: Final = term("xsd:string")


def broken_rules(turtles: list[Turtle], vocabulary: Vocabulary, base: Base) -> list[Fault]:
    """Return a fault for each second home, unknown term, thing without type, and dangling link."""
    homes: dict[NamedNode, str] = {}
    for turtle in turtles:
        for subject in _typed(turtle):
            homes.setdefault(subject, turtle.file)
    return [
        fault(key, turtle.file, turtle.line(subject.value), thing=base.short(subject), **more)
        for turtle in turtles
        for key, subject, more in _wrong(turtle, homes, vocabulary, base)
    ]


def _wrong(
    turtle: Turtle, homes: dict[NamedNode, str], vocabulary: Vocabulary, base: Base
) -> Iterator[tuple[str, NamedNode, dict[str, str]]]:
    """Yield what a file has wrong: the fault, the subject, and what more is to be told."""
    for subject in _typed(turtle):
        if homes[subject] != turtle.file:
            yield "two-homes", subject, {"home": homes[subject]}
    for node, subject in _terms(turtle).items():
        if not vocabulary.knows(node):
            yield "unknown-term", subject, {"term": curie(node.value, base.prefixes())}
    for subject in _untyped(turtle, homes, base):
        yield "untyped", subject, {}
    for each in turtle.triples:
        if base.is_thing(each.object) and each.object not in homes:
            yield "unknown-thing", each.subject, {"target": base.short(each.object)}
    for each, way in rewritten(turtle.triples).items():
        yield "not-canonical", each.subject, {"written": each.object.value, "way": way}


def rewritten(facts: Iterable[Fact]) -> dict[Fact, str]:
    """Return the facts whose number, date or truth a store gives back written otherwise, and how.

    A store keeps the value and forgets how it was written: «0.70» comes back as «0.7».
    """
    valued = [
        fact
        for fact in facts
        if isinstance(fact.object, Literal)
        and fact.object.language is None
        and fact.object.datatype != _STRING
    ]
    store = Store()
    store.bulk_extend(
        Quad(NamedNode(f"urn:x-ho21:{at}"), _TYPE, each.object) for at, each in enumerate(valued)
    )
    kept = {int(quad.subject.value.rpartition(":")[2]): quad.object for quad in store}
    return {
        fact: kept[at].value
        for at, fact in enumerate(valued)
        if kept[at].value != fact.object.value
    }


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
