"""What must hold across files: known terms, described things, and one home for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from ho21.errors import Fault, fault
from ho21.rdf.namespaces import HO, Fact, curie, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.dataset.vocabulary import Vocabulary
    from ho21.rdf.namespaces import Base
    from ho21.rdf.turtle import Turtle

_TYPE: Final = term("rdf:type")
_STRING: Final = term("xsd:string")
_ALIKE: Final = 0.8


def broken_rules(turtles: list[Turtle], vocabulary: Vocabulary, base: Base) -> list[Fault]:
    """Return a fault for each second home, unknown term, thing without type, and dangling link."""
    homes: dict[NamedNode, str] = {}
    for turtle in turtles:
        for each in _typed(turtle):
            homes.setdefault(each.subject, turtle.file)
    return [
        fault(key, turtle.file, turtle.line_of(fact), thing=base.short(fact.subject), **more)
        for turtle in turtles
        for key, fact, more in _wrong(turtle, homes, vocabulary, base)
    ]


def _wrong(
    turtle: Turtle, homes: dict[NamedNode, str], vocabulary: Vocabulary, base: Base
) -> Iterator[tuple[str, Fact, dict[str, str]]]:
    """Yield what a file has wrong: the fault, the fact it lies in, and what more is to be told."""
    for each in _typed(turtle):
        if homes[each.subject] != turtle.file:
            yield "two-homes", each, {"home": homes[each.subject]}
    for node, each in _terms(turtle).items():
        if not vocabulary.knows(node):
            yield _unknown(node, each, vocabulary, base)
    for each in _untyped(turtle, homes, base):
        yield "untyped", each, {}
    for each in turtle.triples:
        if base.is_thing(each.object) and each.object not in homes:
            yield "unknown-thing", each, {"target": base.short(each.object)}
    for each, way in rewritten(turtle.triples).items():
        yield "not-canonical", each, {"written": each.object.value, "way": way}


def _unknown(
    node: NamedNode, fact: Fact, vocabulary: Vocabulary, base: Base
) -> tuple[str, Fact, dict[str, str]]:
    """Return the fault of a term that nobody declares, with the one that was probably meant."""
    from difflib import get_close_matches

    prefixes = base.prefixes()
    known = sorted(curie(each.value, prefixes) for each in vocabulary.terms | vocabulary.labelled)
    name = curie(node.value, prefixes)
    if near := get_close_matches(name, known, 1, _ALIKE):
        return "unknown-term-near", fact, {"term": name, "near": near[0]}
    return "unknown-term", fact, {"term": name}


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


def _typed(turtle: Turtle) -> Iterator[Fact]:
    for triple in turtle.triples:
        if triple.predicate == _TYPE and triple.object != term("ho:Claim"):
            yield triple


def _terms(turtle: Turtle) -> dict[NamedNode, Fact]:
    """Return the terms a file uses, each with the first fact that uses it."""
    terms: dict[NamedNode, Fact] = {}
    for triple in turtle.triples:
        # Found by its property alone, the line is that of the property.
        terms.setdefault(triple.predicate, triple._replace(object=triple.predicate))
        target = triple.object
        if isinstance(target, NamedNode) and (
            triple.predicate == _TYPE or target.value.startswith(HO)
        ):
            terms.setdefault(target, triple)
    return terms


def _untyped(turtle: Turtle, homes: Iterable[NamedNode], base: Base) -> Iterator[Fact]:
    claims = base.thing("pastand/").value
    for subject in dict.fromkeys(each.subject for each in turtle.triples):
        if base.is_thing(subject) and subject not in homes and not subject.value.startswith(claims):
            yield Fact(subject, _TYPE, _TYPE)
