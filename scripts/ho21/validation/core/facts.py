"""Facts by predicate, forwards and backwards, and what a class has of members."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from ho21.rdf.namespaces import term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.rdf.namespaces import Fact, Node

    Leads = dict[Node, dict[Node, None]]  # from each node, to which others a predicate leads

_TYPE: Final = term("rdf:type")
_SUBCLASS: Final = term("rdfs:subClassOf")
_NONE: Final[dict[Node, None]] = {}
_NOWHERE: Final[dict[Node, dict[Node, None]]] = {}
# rdflib rewrites texts of these kinds as it reads them.
_REWRITTEN: Final = (term("xsd:normalizedString"), term("xsd:token"))


class FactIndex:
    """Facts by predicate, forwards and backwards; ``rewritten`` where rdflib reads other texts."""

    def __init__(self) -> None:
        self.onward: dict[Node, Leads] = {}
        self.rewritten = False
        self._back: dict[Node, Leads] = {}
        self._members: dict[Node, set[Node]] = {}

    def add(self, facts: Iterable[Fact]) -> None:
        """Take in more facts."""
        self._back.clear()
        self._members.clear()
        onward: dict[Node, Leads] = defaultdict(partial(defaultdict, dict), self.onward)
        texts: set[Node] = set()
        for subject, predicate, value in facts:
            onward[predicate][subject][value] = None
            if type(value) is Literal:
                texts.add(value)
        self.onward = dict(onward)
        kinds = (each.datatype for each in texts if isinstance(each, Literal))
        self.rewritten |= any(kind in _REWRITTEN for kind in kinds)

    def forwards(self, predicate: Node) -> Leads:
        """Return what a predicate leads to, from each node."""
        return self.onward.get(predicate, _NOWHERE)

    def backwards(self, predicate: Node) -> Leads:
        """Return from where a predicate leads to each node."""
        found = self._back.get(predicate)
        if found is None:
            found = self._back[predicate] = defaultdict(dict)
            for subject, values in self.forwards(predicate).items():
                for value in values:
                    found[value][subject] = None
        return found

    def of(self, node: Node, predicate: Node, *, inverse: bool = False) -> dict[Node, None]:
        """Return what a predicate leads to from a node, or backwards what leads to it."""
        leads = self.backwards(predicate) if inverse else self.forwards(predicate)
        return leads.get(node, _NONE)

    def about(self, node: Node) -> Iterator[tuple[Node, Node]]:
        """Yield each predicate of a node with each of its values."""
        for predicate, steps in self.onward.items():
            yield from ((predicate, value) for value in steps.get(node, ()))

    def members(self, kind: Node) -> set[Node]:
        """Return the nodes of a class and of all classes below it."""
        if kind in self._members:
            return self._members[kind]
        below = {kind: None}
        left = [kind]
        while left:
            more = [x for x in self.of(left.pop(), _SUBCLASS, inverse=True) if x not in below]
            below |= dict.fromkeys(more)
            left += more
        found = {node for each in below for node in self.of(each, _TYPE, inverse=True)}
        self._members[kind] = found
        return found


def one_of(nodes: Iterable[Node]) -> Node | None:
    """Return the one node of some, or None where there are none or several."""
    distinct = dict.fromkeys(nodes)
    return next(iter(distinct)) if len(distinct) == 1 else None
