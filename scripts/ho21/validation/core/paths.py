"""Paths of SHACL: from a node to the nodes that a path leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ho21.rdf.namespaces import term
from ho21.validation.core.facts import one_of
from ho21.validation.core.unsupported import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterator, Mapping

    from ho21.rdf.index import Properties
    from ho21.rdf.namespaces import Node
    from ho21.validation.core.facts import FactIndex

    Path = Callable[[Node], Collection[Node]]
    WrittenShapes = Mapping[NamedNode, Properties]

_FIRST: Final = term("rdf:first")
_REST: Final = term("rdf:rest")
_NIL: Final = term("rdf:nil")
_DEEPEST: Final = 9  # pySHACL goes no further
_AT_LEAST: Final = 2  # paths in a sequence, or that may stand for each other
_INVERSE: Final = term("sh:inversePath")
_ALTERNATIVE: Final = term("sh:alternativePath")
# How often a path may be followed: no times at all, and more than once.
_REPEATED: Final = {
    term("sh:zeroOrMorePath"): (True, True),
    term("sh:oneOrMorePath"): (False, True),
    term("sh:zeroOrOnePath"): (True, False),
}


def items(written: WrittenShapes, node: Node) -> list[Node]:
    """Return what a list of the shapes holds; raises UnsupportedError where it is no list."""
    found: list[Node] = []
    seen: set[Node] = set()
    while node != _NIL:
        facts = written.get(node, {}) if isinstance(node, NamedNode) else {}
        first, rest = one_of(facts.get(_FIRST, ())), one_of(facts.get(_REST, ()))
        if first is None or rest is None or node in seen:
            raise UnsupportedError
        seen.add(node)
        found.append(first)
        node = rest
    return found


class Paths:
    """The paths as written: a name of ``unnamed`` is a path, any other a predicate."""

    def __init__(self, facts: FactIndex, written: WrittenShapes, unnamed: Container[Node]) -> None:
        self.facts = facts
        self.written = written
        self.unnamed = unnamed

    def path(self, node: Node, depth: int = 0, *, inverse: bool = False) -> Path:
        """Return what a path leads to from each node; raises UnsupportedError where it is none.

        A sequence is followed in its own order backwards too, as pySHACL follows it.
        """
        if not isinstance(node, NamedNode):
            raise UnsupportedError
        if node not in self.unnamed:
            steps = (self.facts.backwards if inverse else self.facts.forwards)(node)
            return lambda each: steps.get(each, ())
        if depth > _DEEPEST:
            raise UnsupportedError
        facts = self.written.get(node, {})
        if facts.get(_FIRST):
            return self._sequence(node, depth, inverse=inverse)
        if facts.get(_INVERSE):
            return self.path(self._only(facts[_INVERSE]), depth + 1, inverse=not inverse)
        if facts.get(_ALTERNATIVE):
            given = items(self.written, self._only(facts[_ALTERNATIVE]))
            ways = [self.path(each, depth + 1, inverse=inverse) for each in given]
            if len(ways) < _AT_LEAST:
                raise UnsupportedError
            return lambda each: {end: None for way in ways for end in way(each)}
        for kind, (no_times, again) in _REPEATED.items():
            if facts.get(kind):
                inner = self.path(self._only(facts[kind]), depth + 1, inverse=inverse)
                return _often(inner, no_times=no_times, again=again)
        raise UnsupportedError

    def _only(self, nodes: list[Node]) -> Node:
        found = one_of(nodes)
        if found is None:
            raise UnsupportedError
        return found

    def _sequence(self, node: Node, depth: int, *, inverse: bool) -> Path:
        given = items(self.written, node)
        if len(given) < _AT_LEAST and not depth:
            raise UnsupportedError
        steps = [self.path(x, depth + at + 1, inverse=inverse) for at, x in enumerate(given)]
        if depth + len(given) - 1 > _DEEPEST:
            raise UnsupportedError

        def follow(start: Node) -> Collection[Node]:
            ends: Collection[Node] = (start,)
            for step in steps:
                ends = {end: None for each in ends for end in step(each)}
            return ends

        return follow


def _often(way: Path, *, no_times: bool, again: bool) -> Path:
    """Return a path that is followed no times, or again and again, where that may be."""

    def follow(start: Node) -> Collection[Node]:
        found: dict[Node, None] = {start: None} if no_times else {}
        if not again:
            return found | dict.fromkeys(way(start))
        for end in _beyond(way, start):
            found[end] = None
        return found

    return follow


def _beyond(way: Path, start: Node) -> Iterator[Node]:
    seen: set[Node] = set()
    left = [*way(start)]
    while left:
        node = left.pop()
        if node not in seen:
            seen.add(node)
            yield node
            left += way(node)
