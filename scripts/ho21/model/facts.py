"""Facts by subject and property, gathered from named graphs in the order of what they rest on."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from ho21.dataset.dataset import READ
from ho21.model.things import Label
from ho21.rdf.namespaces import term
from ho21.text import whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import NamedNode

    from ho21.rdf.namespaces import Base, Node

    Triples = Iterable[tuple[NamedNode, NamedNode, Node]]

_FOLLOWS: Final = "slutning"
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


@cache
def iri_of(name: str) -> str:
    """Return the IRI of a prefixed name from a vocabulary, as text."""
    return term(name).value


class Facts:
    """What the graphs say of each subject, by property.

    ``claims`` are the graphs that each claim stands in; ``derived`` is what only readings say,
    and what only follows by rule.
    """

    def __init__(self, base: Base, graphs: Mapping[str, Triples]) -> None:
        self.said: dict[str, dict[str, dict[Node, None]]] = {}
        self.claims: dict[str, list[str]] = {}
        self.derived: set[tuple[str, str, Node]] = set()
        root = base.graph("").value
        by_name = {iri.removeprefix(root): triples for iri, triples in graphs.items()}
        for name in sorted(by_name, key=_rank):
            self._gather(name, by_name[name])

    def _gather(self, graph: str, triples: Triples) -> None:
        said, subject_of = self.said, iri_of("rdf:subject")
        derived = graph in READ or graph.startswith(_FOLLOWS)
        for subject, predicate, value in triples:
            about, name = subject.value, predicate.value
            values = said.setdefault(about, {}).setdefault(name, {})
            if derived and value not in values:
                self.derived.add((about, name, value))
            values[value] = None
            if name == subject_of:
                self.claims.setdefault(about, []).append(graph)

    def nodes(self, iri: str, name: str) -> Iterable[Node]:
        """Return the values of a property, each once."""
        return self.said.get(iri, {}).get(iri_of(name), ())

    def values(self, iri: str, name: str) -> list[str]:
        """Return the values of a property as text, sorted."""
        return sorted({each.value for each in self.nodes(iri, name)})

    def one(self, iri: str, name: str) -> str:
        """Return the first value of a property, or nothing."""
        return min((each.value for each in self.nodes(iri, name)), default="")

    def number(self, iri: str, name: str) -> int | None:
        """Return the value of a property as a whole number, where there is one."""
        return whole(self.one(iri, name))

    def measure(self, iri: str, name: str) -> float | None:
        """Return the value of a property as a number, where there is one."""
        value = self.one(iri, name)
        return float(value) if _NUMBER.fullmatch(value) else None

    def label(self, iri: str, name: str) -> Label:
        """Return the texts of a property; of several in a language the first."""
        texts: dict[str, str] = {}
        for each in self.nodes(iri, name):
            if isinstance(each, Literal):
                tag = each.language or ""
                texts[tag] = min(texts.get(tag, each.value), each.value)
        return Label.of(texts)

    def of(self, name: str) -> list[str]:
        """Return what is of a class, in order."""
        kind, types = term(name), iri_of("rdf:type")
        return sorted(iri for iri, said in self.said.items() if kind in said.get(types, ()))

    def is_derived(self, iri: str, name: str, value: Node) -> bool:
        """Say whether only a reading or a rule says so."""
        return (iri, name, value) in self.derived


def _rank(graph: str) -> tuple[bool, bool, str]:
    """Order what is written before what follows, and what sources say before what is read."""
    return graph.startswith(_FOLLOWS), graph in READ, graph


def paired(texts: Mapping[str, list[str]]) -> list[dict[str, str]]:
    """Return texts that are one another's translation together, where that can be told."""
    if all(len(each) == 1 for each in texts.values()):
        return [{lang: each[0] for lang, each in texts.items()}] if texts else []
    return [{lang: each} for lang in sorted(texts) for each in texts[lang]]
