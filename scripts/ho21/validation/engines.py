"""Both engines that try shapes on facts: set operations of our own, and pySHACL as the reference.

A shape that the first cannot try goes to the second by itself; what either finds has one form.
"""

from __future__ import annotations

import logging
import re
from decimal import InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import Literal, NamedNode

from ho21.rdf.namespaces import term
from ho21.validation.core.facts import FactIndex
from ho21.validation.core.literals import as_rdflib
from ho21.validation.core.shapes import TARGETS, ShapesGraph
from ho21.validation.core.unsupported import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    import rdflib

    from ho21.rdf.namespaces import Fact, Node

OURS: Final = "ho21"
REFERENCE: Final = "pySHACL"
_TYPE: Final = term("rdf:type")
_NAN: Final = "NaN"  # beside a decimal, which Python compares with no number that is none


class Failure(NamedTuple):
    """A result of validation: shape, node, component, and the value in Turtle and as text."""

    shape: str
    focus: str
    component: str
    value: str = ""
    text: str = ""


class Tried(NamedTuple):
    """What came of some shapes: the nodes of each, what fails, and why they could not be used.

    ``left`` are the shapes that only pySHACL could try.
    """

    focus: dict[str, set[Node]]
    results: set[Failure]
    broken: str = ""
    left: tuple[str, ...] = ()


def tried(
    parts: tuple[list[Fact], list[Fact]],
    shapes: list[list[Fact]],
    paths: set[NamedNode],
    *,
    reference: bool = False,
) -> list[Tried]:
    """Return what comes of each set of shapes, on the first facts and then on all."""
    facts, known = FactIndex(), _PySHACL(paths)
    found = []
    for more, each in zip(parts, shapes, strict=True):
        known.facts += more
        if not reference:
            facts.add(more)
        found.append(known.tried(each) if reference else _ours(facts, each, paths, known))
    return found


def _ours(facts: FactIndex, shapes: list[Fact], paths: set[NamedNode], others: _PySHACL) -> Tried:
    """Return what comes of shapes by set operations, and by pySHACL where those do not do."""
    try:
        graph = ShapesGraph(shapes, paths, facts)
    except UnsupportedError:
        found = others.tried(shapes)
        return found._replace(left=tuple(sorted(found.focus)))
    focus: dict[str, set[Node]] = {}
    results: set[Failure] = set()
    left: list[NamedNode] = []
    for node in graph.kinds:
        nodes = graph.targets(node)
        try:
            shape = graph.shape(node) if nodes else None
            failed = [*shape.results(nodes)] if shape else []
        except UnsupportedError:
            left.append(node)
            continue
        if shape and not shape.off:
            focus[node.value] = nodes
            results |= {_failed(*each) for each in failed}
    if not left:
        return Tried(focus, results)
    rest = others.tried(_only(left, graph, shapes))
    if rest.broken:
        return others.tried(shapes)
    names = tuple(sorted(each.value for each in left))
    return Tried(focus | rest.focus, results | rest.results, left=names)


def _only(left: list[NamedNode], graph: ShapesGraph, shapes: list[Fact]) -> list[Fact]:
    """Return shapes of which none but a few are aimed at anything."""
    aimed = {*TARGETS}
    return [
        fact
        for fact in shapes
        if fact.subject in left
        or not (
            fact.predicate in aimed or (fact.predicate == _TYPE and fact.object in graph.classes)
        )
    ]


def _failed(shape: NamedNode, focus: Node, component: str, value: Node | None) -> Failure:
    shown = () if value is None else (str(value), value.value)
    return Failure(shape.value, focus.value, component, *shown)


class _PySHACL:
    """pySHACL over facts that may become more; it is loaded once it is asked."""

    def __init__(self, paths: set[NamedNode]) -> None:
        self.facts: list[Fact] = []
        self.paths = paths
        self.graph: rdflib.Graph | None = None
        self.taken = 0

    def tried(self, shapes: list[Fact]) -> Tried:
        """Return what pySHACL says of the facts by some shapes."""
        import pyshacl
        from rdflib import SH

        logging.getLogger("rdflib.term").setLevel(logging.ERROR)
        names = (SH.sourceShape, SH.focusNode, SH.sourceConstraintComponent, SH.value)
        more = _graph(dict.fromkeys(self.facts[self.taken :]))
        graph = self.graph = more if self.graph is None else self.graph + more
        self.taken = len(self.facts)
        focus: dict[str, set[Node]] = {}
        results: set[Failure] = set()
        broken = ""
        try:
            flat = _graph(shapes, self.paths)
            for each in pyshacl.ShapesGraph(flat).shapes:
                if not each.deactivated and (nodes := each.focus_nodes(graph)):
                    focus[str(each.node)] = {*map(_node, nodes)}
            report = pyshacl.validate(graph, shacl_graph=flat, inplace=True)[1]
            for result in report.objects(None, SH.result):
                shape, about, component, value = (report.value(result, name) for name in names)
                shown = () if value is None else (str(_node(value)), str(value))
                results.add(Failure(str(shape), str(about), str(component), *shown))
        except InvalidOperation:  # whose message is but its own name
            broken = _NAN
        except (AttributeError, RuntimeError, TypeError, ValueError, re.error) as error:
            broken = str(error).partition("\n")[0]
        return Tried(focus, results, broken)


def _node(node: rdflib.term.Node) -> Node:
    """Return a node of rdflib as the facts have it."""
    import rdflib

    if not isinstance(node, rdflib.Literal):
        return NamedNode(str(node))
    kind = None if node.datatype is None else NamedNode(str(node.datatype))
    return Literal(str(node), language=node.language, datatype=kind)


def _graph(facts: Iterable[Fact], paths: Container[Node] = ()) -> rdflib.Graph:
    """Return facts as rdflib has them, the unnamed paths as blank nodes again."""
    import rdflib
    from rdflib.namespace import NamespaceManager

    class AsWritten(NamespaceManager):
        """No prefixes: pySHACL words each finding with them, and no one reads its words."""

        def normalizeUri(self, rdfTerm: str) -> str:  # noqa: N802, N803 (rdflib's)
            return f"<{rdfTerm}>"

    @cache
    def node(each: Node) -> rdflib.term.Node:
        if isinstance(each, NamedNode):
            return rdflib.BNode() if each in paths else rdflib.URIRef(each.value)
        return as_rdflib(each)

    graph = rdflib.Graph()
    graph.namespace_manager = AsWritten(graph, "none")
    for fact in facts:
        graph.add((node(fact.subject), node(fact.predicate), node(fact.object)))
    return graph
