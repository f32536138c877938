"""What can be said: the terms of ontology/, their hierarchy, and the words for numbers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.fault import Fault
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
    classes: frozenset[NamedNode]
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

    def is_class(self, node: object) -> bool:
        """Say whether a node is a class of ours."""
        return node in self.classes


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


def _gather(files: list[Turtle]) -> Vocabulary:
    triples = [triple for each in files for triple in each.triples]
    typed = [each for each in triples if each.predicate == term("rdf:type")]
    links = [each.subject for each in typed if each.object == term("ho:LinkProperty")]
    labelled = [each.subject for each in triples if each.predicate == term("skos:prefLabel")]
    numerals = _numerals(triples)
    return Vocabulary(
        tuple(files),
        frozenset(each.subject for each in typed),
        frozenset(labelled),
        frozenset(links),
        frozenset(each.subject for each in typed if each.object == term("owl:Class")),
        _closed(triples, term("rdfs:subClassOf")),
        _closed(triples, term("rdfs:subPropertyOf")),
        {word: value for value, them in numerals.items() for word in them},
        numerals,
    )


def _numerals(triples: list[Fact]) -> dict[str, tuple[str, ...]]:
    """Return each number and month of ``names.ttl`` with its Norwegian words."""
    naming = {term("skos:prefLabel"), term("skos:altLabel")}
    words: dict[NamedNode, list[str]] = defaultdict(list)
    for each in triples:
        name = each.object
        if each.predicate in naming and isinstance(name, Literal) and name.language == "nb":
            words[each.subject].append(name.value.casefold())
    numerals = {}
    for each in triples:
        if each.predicate == term("rdf:value"):
            number = each.object.value.lstrip("-").lstrip("0")
            month = local(each.subject).startswith("month")
            numerals[f"month {number}" if month else number] = tuple(words[each.subject])
    return numerals


def _closed(triples: list[Fact], relation: NamedNode) -> dict[NamedNode, tuple[NamedNode, ...]]:
    """Return all that stands above each node by a relation, however far."""
    above: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for each in triples:
        if each.predicate == relation and isinstance(each.object, NamedNode):
            above[each.subject].add(each.object)
    closed = {}
    for node in [*above]:
        reached: set[NamedNode] = set()
        edge = set(above[node])
        while edge:
            reached |= edge
            edge = {up for each in edge for up in above.get(each, ())} - reached
        closed[node] = tuple(sorted(reached - {node}, key=lambda each: each.value))
    return closed
