"""What can be said: the terms of ontology/, their hierarchy, and the words for numbers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.fault import Fault, fault
from ho21.names import HO, local, term
from ho21.turtle import Turtle, read_turtle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ho21.names import Fact
    from ho21.rooms import House

FILES: Final = ("ho21", "names")


@dataclass(frozen=True)
class Vocabulary:
    """The terms a graph may use, from ``ontology/ho21.ttl`` and ``ontology/names.ttl``."""

    files: tuple[Turtle, ...]
    terms: frozenset[NamedNode]
    labelled: frozenset[NamedNode]
    links: frozenset[NamedNode]
    above_class: dict[NamedNode, tuple[NamedNode, ...]]
    above_property: dict[NamedNode, tuple[NamedNode, ...]]
    numbers: dict[str, str]
    numerals: dict[str, tuple[str, ...]]

    @property
    def triples(self) -> Iterable[Fact]:
        """Every triple of the vocabulary."""
        return (triple for each in self.files for triple in each.triples)

    def knows(self, node: NamedNode) -> bool:
        """Say whether a term is declared, or for a foreign one labelled in ``names.ttl``."""
        return node in (self.terms if node.value.startswith(HO) else self.labelled)

    def below(self, iri: str) -> frozenset[NamedNode]:
        """Return a class of ours and all classes below it."""
        top = NamedNode(HO + iri)
        return frozenset({top} | {node for node, above in self.above_class.items() if top in above})


def read_vocabulary(house: House) -> Vocabulary | list[Fault]:
    """Read the two files of the vocabulary, or say what is wrong with them."""
    files: list[Turtle] = []
    faults: list[Fault] = []
    for name in FILES:
        text = house.text("ontology", f"{name}.ttl")
        read = text if isinstance(text, Fault) else read_turtle(text, f"ontology/{name}.ttl")
        if isinstance(read, Turtle):
            files.append(read)
        else:
            faults.extend([read] if isinstance(read, Fault) else read)
    return faults or _gather(files)


def _gather(files: list[Turtle]) -> Vocabulary | list[Fault]:
    above: dict[str, dict[NamedNode, set[NamedNode]]] = {
        "class": defaultdict(set),
        "property": defaultdict(set),
    }
    terms, labelled, links = set(), set(), set()
    values: dict[NamedNode, str] = {}
    words: dict[NamedNode, list[str]] = defaultdict(list)
    kinds = {term("rdfs:subClassOf"): "class", term("rdfs:subPropertyOf"): "property"}
    naming = {term("skos:prefLabel"), term("skos:altLabel")}
    for triple in (triple for each in files for triple in each.triples):
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        if not isinstance(subject, NamedNode):
            continue
        if predicate == term("rdf:type"):
            terms.add(subject)
            if value == term("ho:LinkProperty"):
                links.add(subject)
        elif predicate in kinds and isinstance(value, NamedNode):
            above[kinds[predicate]][subject].add(value)
        elif predicate == term("rdf:value") and isinstance(value, Literal):
            values[subject] = value.value.lstrip("-").lstrip("0")
        elif predicate in naming and isinstance(value, Literal):
            if predicate == term("skos:prefLabel"):
                labelled.add(subject)
            if value.language == "nb":
                words[subject].append(value.value.casefold())
    numerals: dict[str, tuple[str, ...]] = {}
    months = {node for node in values if local(node).startswith("month")}
    for node, number in values.items():
        key = f"month {number}" if node in months else number
        numerals[key] = tuple(words[node])
    return Vocabulary(
        tuple(files),
        frozenset(terms),
        frozenset(labelled),
        frozenset(links),
        _closed(above["class"]),
        _closed(above["property"]),
        {word: value for value, them in numerals.items() for word in them},
        numerals,
    )


def _closed(above: dict[NamedNode, set[NamedNode]]) -> dict[NamedNode, tuple[NamedNode, ...]]:
    closed = {}
    for node in above:
        reached: set[NamedNode] = set()
        edge = set(above[node])
        while edge:
            reached |= edge
            edge = {up for each in edge for up in above.get(each, ())} - reached
        closed[node] = tuple(sorted(reached - {node}, key=lambda each: each.value))
    return closed
