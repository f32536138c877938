"""The names of things: namespaces, prefixes and the minting of IRIs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeGuard

from pyoxigraph import Literal, NamedNode

from ho21.resources import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

_KNOWN: Final = messages("rdf/namespaces.toml")
VOCABULARIES: Final[dict[str, str]] = _KNOWN["vocabularies"]
KINDS: Final = tuple(_KNOWN["kinds"])
HO: Final = VOCABULARIES["ho"]


Node = NamedNode | Literal


class Fact(NamedTuple):
    """A triple without blank nodes: subject, predicate, object."""

    subject: NamedNode
    predicate: NamedNode
    object: Node


_LOCAL: Final = re.compile(r"(?:\w(?:[\w.-]*[\w-])?)?", re.ASCII)


def is_iri(text: str) -> bool:
    """Say whether a text is an IRI, and one still when a name is put behind it."""
    try:
        NamedNode(text)
        NamedNode(f"{text}navn")
    except ValueError:
        return False
    return True


@cache
def term(name: str) -> NamedNode:
    """Return the IRI of a prefixed name from a vocabulary, such as ``skos:prefLabel``."""
    prefix, local = name.split(":", 1)
    return NamedNode(VOCABULARIES[prefix] + local)


def facts_about(node: NamedNode, *said: tuple[str, Node]) -> Iterator[Fact]:
    """Return facts of a node, each by the prefixed name of its property and its value."""
    return (Fact(node, term(name), value) for name, value in said)


@dataclass(frozen=True)
class Base:
    """The root under which a project's own things, documents, graphs and questions are named."""

    iri: str

    def thing(self, path: str) -> NamedNode:
        """Return the IRI of a thing; the path is ``type/slug``."""
        return NamedNode(f"{self.iri}id/{path}")

    def document(self, source: str) -> NamedNode:
        """Return the IRI of a source document."""
        return NamedNode(f"{self.iri}doc/{source}")

    def capture(self, source: str) -> NamedNode:
        """Return the IRI of the captured text of a source."""
        return NamedNode(f"{self.iri}doc/{source}.txt")

    def fragment(self, source: str, kind: str, start: int, end: int) -> NamedNode:
        """Return ``doc/source.txt#kind=start,end``, offsets in code points (after RFC 5147)."""
        return NamedNode(f"{self.iri}doc/{source}.txt#{kind}={start},{end}")

    def graph(self, name: str) -> NamedNode:
        """Return the IRI of a named graph, such as ``kilde/toppmote``."""
        return NamedNode(f"{self.iri}graph/{name}")

    def is_thing(self, node: object) -> TypeGuard[NamedNode]:
        """Say whether a node is one of the project's things or source documents."""
        if not isinstance(node, NamedNode):
            return False
        iri = node.value
        return "#" not in iri and iri.startswith((f"{self.iri}id/", f"{self.iri}doc/"))

    def short(self, node: NamedNode) -> str:
        """Return ``type.slug`` of a thing, ``doc.source`` of a document, all of what is foreign."""
        if not node.value.startswith(self.iri):
            return node.value
        return node.value.removeprefix(self.iri).removeprefix("id/").replace("/", ".")

    def called(self, node: NamedNode) -> str:
        """Return what a node is called in a message: as an editor writes it in Turtle."""
        if node.value == self.iri or not node.value.startswith(self.iri) or "#" in node.value:
            return curie(node.value, VOCABULARIES)
        path = node.value.removeprefix(self.iri).removeprefix("id/")
        return path.replace("/", ":", 1)

    def claim(self, subject: NamedNode, predicate: str, target: str, where: str) -> NamedNode:
        """Return the IRI of the claim about a link, by the graph it is made in."""
        name = f"{self.short(subject)}--{predicate}--{target}--{where}"
        return self.thing(f"pastand/{name.replace('/', '.')}")

    def prefixes(self) -> dict[str, str]:
        """Return every prefix in use, alphabetically: vocabularies, documents, kinds of thing."""
        own = {"doc": f"{self.iri}doc/"} | {kind: f"{self.iri}id/{kind}/" for kind in KINDS}
        return dict(sorted((VOCABULARIES | own).items()))


def local(node: NamedNode) -> str:
    """Return the last part of an IRI, after ``#`` or ``/``."""
    return node.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def curie(iri: str, prefixes: dict[str, str]) -> str:
    """Return an IRI as a prefixed name where that is valid Turtle, else in angle brackets."""
    fits = [
        (len(base), prefix)
        for prefix, base in prefixes.items()
        if iri.startswith(base) and _LOCAL.fullmatch(iri, len(base))
    ]
    if not fits:
        return f"<{iri}>"
    length, prefix = max(fits)
    return f"{prefix}:{iri[length:]}"
