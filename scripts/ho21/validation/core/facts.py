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
# rdflib rewrites texts of these kinds as it reads them.
_REWRITTEN: Final = (term("xsd:normalizedString"), term("xsd:token"))


class FactIndex:
    """Facts by predicate, forwards and backwards; ``rewritten`` where rdflib reads other texts."""

    def __init__(self) -> None:
        self.onward: dict[Node, Leads] = defaultdict(partial(defaultdict, dict))
        self.back: dict[Node, Leads] = defaultdict(partial(defaultdict, dict))
        self.rewritten = False
        self._members: dict[Node, set[Node]] = {}

    def add(self, facts: Iterable[Fact]) -> None:
        """Take in more facts."""
        onward, back = self.onward, self.back
        self._members.clear()
        for subject, predicate, value in facts:
            onward[predicate][subject][value] = None
            back[predicate][value][subject] = None
            if not self.rewritten and type(value) is Literal and not value.language:
                self.rewritten = value.datatype in _REWRITTEN

    def of(self, node: Node, predicate: Node, *, inverse: bool = False) -> dict[Node, None]:
        """Return what a predicate leads to from a node, or backwards what leads to it."""
        steps = (self.back if inverse else self.onward).get(predicate)
        return steps.get(node, _NONE) if steps else _NONE

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
