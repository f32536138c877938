"""Coverage and roles: what each cell of a table counts, and the links that it is counted by.

A link that only follows by rule is counted through the narrower link that it follows from.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ho21.rdf.namespaces import HO
from ho21.resources import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Link

    Steps = Sequence[Sequence[str]]

_COUNTED: Final = messages("model/coverage.toml")
# Roles whose link leads to the actor, those whose link leads from it, and those in which it acts.
ROLES, ACTS = (tuple[str, ...](_COUNTED["roles"][each]) for each in ("to", "from"))
ACTING: Final = (*_COUNTED["roles"]["acting"], *ACTS)
_PART: Final = "isPartOf"
_ROLES_TABLE: Final = "actorRoles"
TABLES: Final = (*_COUNTED["tables"], _ROLES_TABLE)


@dataclass(frozen=True, slots=True)
class Counted:
    """A thing that the cell of a row and a column counts, while all of its links hold."""

    row: str
    column: str
    thing: str
    links: tuple[Link, ...]


def hits(graph: KnowledgeGraph, table: str) -> list[Counted]:
    """Return what a table counts, in order; raises KeyError where there is no such table.

    A table without columns, or for whose columns there is nothing, has the column "", and is in
    order of its rows.
    """
    if table == _ROLES_TABLE:
        return list(_actor_roles(graph))
    how = _COUNTED["tables"][table]
    to_column = how.get("column", ())
    if to_column and not graph.of(to_column[-1][-1]):
        to_column = ()
    found = [
        Counted(row, column if to_column else "", thing, (*by, *way, *on))
        for each in graph.of(*how["of"])
        for row, by in _along(graph, each.iri, how.get("row", ()))
        for column, way in _along(graph, each.iri, to_column)
        for thing, on in _along(graph, each.iri, how.get("thing", ()))
    ]
    return found if to_column else sorted(found, key=lambda each: each.row)


def cells(found: Iterable[Counted]) -> dict[tuple[str, str], set[str]]:
    """Return the things that each cell counts, each once, by row and column."""
    counted: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in found:
        counted[each.row, each.column].add(each.thing)
    return counted


def _along(
    graph: KnowledgeGraph, thing: str, steps: Steps
) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """Yield where steps lead from a thing, and by which links; what is there is part of itself."""
    if not steps:
        yield thing, ()
        return
    (*predicates, kind), *rest = steps
    if _PART in predicates and graph.is_a(thing, kind):
        yield from _along(graph, thing, rest)
        return
    for link in graph.out(thing):
        says = any(graph.says(link, each) for each in predicates)
        if says and not link.inferred and graph.is_a(link.object, kind):
            for end, way in _along(graph, link.object, rest):
                yield end, (link, *way)


def _actor_roles(graph: KnowledgeGraph) -> Iterator[Counted]:
    for link in graph.links:
        if link.inferred:
            continue
        for role in ROLES:
            if graph.says(link, role):
                yield Counted(link.object, HO + role, link.subject, (link,))
        for role in ACTS:
            if graph.says(link, role):
                yield Counted(link.subject, HO + role, link.object, (link,))
