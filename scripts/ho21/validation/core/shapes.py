"""Shapes as they are tried: each with its targets, its path and its checks."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import Literal, NamedNode

from ho21.rdf.index import by_subject
from ho21.rdf.namespaces import term
from ho21.validation.core.constraints import COMPILED
from ho21.validation.core.demands import Demands
from ho21.validation.core.literals import truth
from ho21.validation.core.paths import Paths, items
from ho21.validation.core.unsupported import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from ho21.rdf.index import Properties
    from ho21.rdf.namespaces import Fact, Node
    from ho21.validation.core.demands import Check, Conforms
    from ho21.validation.core.facts import FactIndex
    from ho21.validation.core.paths import Path


class ShapeResult(NamedTuple):
    """What fails: by which shape, at which node, of which component, and the value if any."""

    shape: NamedNode
    focus: Node
    component: str
    value: Node | None


def _sh(names: str) -> tuple[NamedNode, ...]:
    return tuple(term(f"sh:{name}") for name in names.split())


_TYPE: Final = term("rdf:type")
_PATH: Final = term("sh:path")
_PARTS: Final = term("sh:property")
# How many paths a shape has that says what it is.
_EXPECTED: Final = dict(zip(_sh("NodeShape PropertyShape"), ((0,), (1,)), strict=True))
TARGETS: Final = _sh("targetClass targetNode targetSubjectsOf targetObjectsOf")
# Who has these is a shape, and so is what stands there, or in a list that stands there.
_HAVING: Final = (*TARGETS, *_sh("property node"))
_LEADING: Final = _sh("property node not qualifiedValueShape")
_LISTING: Final = _sh("and or xone")
_DEEPEST: Final = 13  # pySHACL ends with an error where shapes lie deeper in each other
_CONSTRAINTS: Final = {term(f"sh:{name}"): made for name, made in COMPILED.items()}
_COMPONENT: Final = term("sh:ConstraintComponent")
_SUBCLASS: Final = term("rdfs:subClassOf")
_REWRITTEN: Final = (term("xsd:normalizedString"), term("xsd:token"))


class CompiledShape:
    """A shape that can be tried on any node."""

    def __init__(self, node: NamedNode, path: Path | None) -> None:
        self.node = node
        self.path = path
        self.checks: list[Check] = []
        self.parts: list[CompiledShape] = []
        self.depth = 0
        self.off = False
        self.known: dict[Node, bool] = {}

    def results(self, nodes: Iterable[Node]) -> Iterator[ShapeResult]:
        """Yield what fails at some nodes."""
        if self.off:
            return
        for focus in nodes:
            values = (focus,) if self.path is None else self.path(focus)
            for check in self.checks:
                for component, value in check(focus, values):
                    yield ShapeResult(self.node, focus, component, value)
            for part in self.parts:
                yield from part.results(values)

    def conforms(self, node: Node) -> bool:
        """Say whether nothing fails at a node."""
        found = self.known.get(node)
        if found is None:
            found = self.known[node] = next(self.results((node,)), None) is None
        return found


class ShapesGraph:
    """All shapes of some facts; raises UnsupportedError where pySHACL could not load them.

    ``unnamed`` are the paths, which have names here and none in what pySHACL reads.
    """

    def __init__(self, shapes: Iterable[Fact], unnamed: Container[Node], facts: FactIndex) -> None:
        self.written = by_subject(shapes)
        self.facts = facts
        self.paths = Paths(facts, self.written, unnamed)
        self.made: dict[Node, CompiledShape] = {}
        self.begun: set[Node] = set()
        self.classes = {term("rdfs:Class"), term("owl:Class")}
        for node, own in self.written.items():
            above = own.get(_SUBCLASS, ())
            if term("rdfs:Class") in above:
                self.classes.add(node)
            if _COMPONENT in chain(above, own.get(_TYPE, ())):
                raise UnsupportedError
        self.kinds = self._kinds()
        if facts.rewritten:
            raise UnsupportedError

    def _kinds(self) -> dict[NamedNode, bool]:
        """Return the shapes, each with whether it has a path."""
        kinds: dict[Node, bool] = {}
        found: dict[Node, None] = {}
        typed: dict[Node, tuple[NamedNode, ...]] = {}
        for node, own in self.written.items():
            typed[node] = tuple(x for x in _EXPECTED if x in own.get(_TYPE, ()))
            if typed[node] or any(own.get(name) for name in _HAVING):
                found[node] = None
            found |= {each: None for name in _LEADING for each in own.get(name, ())}
            for given in (each for name in _LISTING for each in own.get(name, ())):
                listed = items(self.written, given)
                if not listed:
                    raise UnsupportedError
                found |= dict.fromkeys(listed)
            if any(_rewritten(each) for them in own.values() for each in them):
                raise UnsupportedError
        named = [each for each in found if isinstance(each, NamedNode)]
        if len(named) < len(found):
            raise UnsupportedError
        for node in named:
            own = self.written.get(node, {})
            paths = len({*own.get(_PATH, ())})
            if any(paths not in _EXPECTED[each] for each in typed.get(node, ())) or paths > 1:
                raise UnsupportedError
            off = {*own.get(term("sh:deactivated"), ())}
            if len(off) > 1 or not all(isinstance(each, Literal) for each in off):
                raise UnsupportedError
            kinds[node] = paths > 0
        return {node: kinds[node] for node in named}

    def shape(self, node: Node) -> CompiledShape:
        """Return a shape, compiled; raises UnsupportedError where it cannot be."""
        if node not in self.made:
            if node in self.begun or not isinstance(node, NamedNode) or node not in self.kinds:
                raise UnsupportedError  # it leads back to itself, or only pySHACL can try it
            self.begun.add(node)
            self.made[node] = self._compiled(node)
        return self.made[node]

    def _compiled(self, node: NamedNode) -> CompiledShape:
        own: Properties = self.written.get(node, {})
        has_path = self.kinds[node]
        shape = CompiledShape(node, self.paths.path(own[_PATH][0]) if has_path else None)
        off = own.get(term("sh:deactivated"), ())
        shape.off = any(truth(each) for each in off)
        if shape.off:
            return shape  # nothing is asked of it

        def inner(each: Node, *, parts: bool | None = None) -> CompiledShape:
            found = self.shape(each)
            if parts is not None and parts != self.kinds[found.node]:
                raise UnsupportedError
            shape.depth = max(shape.depth, found.depth + 1)
            return found

        def other(each: Node, /, *, parts: bool | None = None) -> Conforms:
            return inner(each, parts=parts).conforms

        asked = Demands(node, own, self.written, self.facts, has_path, other)
        wanted = dict.fromkeys(made for name, made in _CONSTRAINTS.items() if own.get(name))
        shape.checks = [made(asked) for made in wanted]
        shape.parts = [inner(each, parts=True) for each in dict.fromkeys(own.get(_PARTS, ()))]
        if shape.depth > _DEEPEST:
            raise UnsupportedError
        return shape

    def targets(self, node: NamedNode) -> set[Node]:
        """Return the nodes that a shape is aimed at."""
        own, facts = self.written[node], self.facts
        classes = [*own.get(TARGETS[0], ())]
        classes += [node] if self.is_class(node) else []
        found = {each for kind in classes for each in facts.members(kind)}
        found |= set(own.get(TARGETS[1], ()))
        found |= {each for name in own.get(TARGETS[2], ()) for each in facts.forwards(name)}
        return found | {each for name in own.get(TARGETS[3], ()) for each in facts.backwards(name)}

    def is_class(self, node: NamedNode) -> bool:
        """Say whether a shape is a class too, and so aimed at its members."""
        return not self.classes.isdisjoint(self.written[node].get(_TYPE, ()))


def _rewritten(node: Node) -> bool:
    return isinstance(node, Literal) and node.datatype in _REWRITTEN
