"""One thing and its links, read from a store without reading the rest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ho21.model.read import read
from ho21.rdf.namespaces import term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import BlankNode, Quad, Store, Triple

    from ho21.dataset.vocabulary import Vocabulary
    from ho21.model.graph import KnowledgeGraph
    from ho21.rdf.namespaces import Base

    Subject = NamedNode | BlankNode | Triple

# The properties by which each kind of bookkeeping points to a thing.
_POINTING: Final = {
    "ho:Claim": ("rdf:subject", "rdf:object"),
    "ho:Denial": ("owl:sourceIndividual", "owl:targetIndividual"),
    "ho:NoLink": ("ho:about",),
}
_ENDS: Final = tuple(chain.from_iterable(_POINTING.values()))
_STATED: Final = ("ho:isStatedIn", "ho:alsoRestsOn")
_OF_END: Final = ("rdf:type", "skos:altLabel", "ho:shortLabel")
_OF_DOCUMENT: Final = (
    *("skos:prefLabel", "dcterms:title", "dcterms:publisher", "foaf:page"),
    *("dcterms:created", "dcterms:issued", "dcterms:modified"),
)


def neighbourhood(store: Store, iri: str, base: Base, vocabulary: Vocabulary) -> KnowledgeGraph:
    """Return the graph of one thing and its links, without reading the rest of the store.

    The things at the other ends have their names and classes, and nothing more.
    """
    return read(_Nearby(store, NamedNode(iri)).quads(), base, vocabulary)


@dataclass(frozen=True)
class _Nearby:
    """What a store says of a thing and of what it is linked to."""

    store: Store
    thing: NamedNode

    def quads(self) -> Iterator[Quad]:
        """Yield what the thing's part of the graph is made of."""
        own = self.about(self.thing)
        nodes = (self.subjects(kind, *names) for kind, names in _POINTING.items())
        made = [quad for node in chain.from_iterable(nodes) for quad in self.about(node)]
        yield from own
        yield from made
        hanging = (each for each in _objects(own) if each.value.startswith(f"{self.thing.value}#"))
        for node in (*hanging, *self.subjects("ho:Capture", "dcterms:source")):
            yield from self.about(node)
        yield from self.passages(_objects([*own, *made], *_STATED))
        for node in dict.fromkeys((*_objects([*own, *made]), *(each.predicate for each in own))):
            yield from self.matching(node, "skos:prefLabel")
        for node in _objects(made, *_ENDS):
            yield from chain.from_iterable(self.matching(node, each) for each in _OF_END)

    def passages(self, nodes: Iterable[NamedNode]) -> Iterator[Quad]:
        """Yield the words of passages with the names and dates of their documents."""
        found = [quad for each in nodes for quad in self.about(each)]
        captures = [quad for each in _objects(found, "oa:hasSource") for quad in self.about(each)]
        yield from (*found, *captures)
        for node in _objects(found, "oa:hasSelector"):
            yield from self.matching(node, "oa:exact")
        for node in _objects(captures, "dcterms:source"):
            yield from chain.from_iterable(self.matching(node, each) for each in _OF_DOCUMENT)

    def subjects(self, kind: str, *names: str) -> list[Subject]:
        """Return what of a class points to the thing by some properties."""
        found = (quad.subject for name in names for quad in self.matching(None, name, self.thing))
        wanted = term(kind)
        return [
            each for each in dict.fromkeys(found) if any(self.matching(each, "rdf:type", wanted))
        ]

    def about(self, node: Subject) -> list[Quad]:
        """Return the quads of a subject."""
        return [*self.matching(node)]

    def matching(
        self, subject: Subject | None, name: str | None = None, value: NamedNode | None = None
    ) -> Iterator[Quad]:
        """Return the quads of a pattern."""
        return self.store.quads_for_pattern(subject, term(name) if name else None, value)


def _objects(quads: Iterable[Quad], *names: str) -> list[NamedNode]:
    """Return the nodes that quads point to, by some properties or by any."""
    wanted = {term(each) for each in names}
    found = (quad.object for quad in quads if not wanted or quad.predicate in wanted)
    return [*dict.fromkeys(each for each in found if isinstance(each, NamedNode))]
