"""Both engines of the check on the same data and shapes, written in Turtle."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

from ho21.rdf.namespaces import VOCABULARIES, Fact, term
from ho21.validation.engines import Tried, tried

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ho21.rdf.namespaces import Node
    from ho21.validation.report import Report

PREFIXES = "".join(
    f"@prefix {name}: <{VOCABULARIES[name]}> .\n" for name in ("sh", "rdf", "rdfs", "xsd", "owl")
)
PREFIXES += "@prefix x: <urn:x:> .\n"
_UNNAMED = "urn:unnamed:"


def facts(text: str, *, base: str = "urn:base:") -> list[Fact]:
    """Return what a Turtle text says; what has no name gets one."""
    read = parse(text, format=RdfFormat.TURTLE, base_iri=base, rename_blank_nodes=False)
    return [Fact(*map(_named, each.triple)) for each in read]


def _named(node: Node | BlankNode) -> Node:
    return NamedNode(f"{_UNNAMED}{node.value}") if isinstance(node, BlankNode) else node


def paths(shapes: Iterable[Fact]) -> set[NamedNode]:
    """Return the paths without names of some shapes, and the parts of them."""
    shapes = [*shapes]
    found = {each.object for each in shapes if each.predicate == term("sh:path")}
    while True:
        more = found | {each.object for each in shapes if each.subject in found}
        if more == found:
            return {x for x in found if isinstance(x, NamedNode) and x.value.startswith(_UNNAMED)}
        found = more


def both(data: list[Fact], shapes: list[Fact]) -> tuple[Tried, Tried]:
    """Return what our engine makes of some data by some shapes, and what pySHACL does."""
    unnamed = paths(shapes)
    (ours,), (theirs,) = (
        tried((data,), [shapes], unnamed, reference=reference) for reference in (False, True)
    )
    return ours, theirs


def said(report: Report) -> tuple[object, ...]:
    """Return all that a report says but which engine tried it, each finding with its results."""
    findings = [(each, each.label, each.message, each.results) for each in report.findings]
    return replace(report, findings=(), engine=""), findings
