"""Gaps and concentrations: what nothing leads to or from, and where much leads to one place."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from ho21.analysis.builder import COUNTS
from ho21.analysis.lineage import reached
from ho21.model.coverage import ACTING, cells, hits
from ho21.rdf.namespaces import HO
from ho21.resources import messages
from ho21.text import last

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ho21.analysis.builder import Analysis, Entries, TableBuilder
    from ho21.model.graph import KnowledgeGraph

_GAPS: Final = messages("analysis/gaps.toml")
_TOP: Final = 5


def gaps(builder: TableBuilder) -> Analysis:
    """Return what nothing leads to or from, and where much leads to one place."""
    graph = builder.graph
    kinds: list[Entries] = []
    rows: list[Entries] = []
    open_, filled = builder.token("open"), builder.token("filled")
    for name, how in _GAPS.items():
        before, after = _missing(graph.stated, how), _missing(graph, how)
        gap = builder.token(name)
        kinds.append((gap, len(_asked_of(graph, how["kind"])), len(before), len(after)))
        rows += [
            (
                gap,
                each,
                open_ if each.iri in before else filled,
                open_ if each.iri in after else filled,
                _why_none(builder, each.iri, how) if each.iri in after else "",
            )
            for each in sorted(
                builder.ordered(before | after), key=lambda each: each.iri not in after
            )
        ]
    return builder.analysis(
        "hull",
        (
            builder.table("gaps", ("gap", "all", *COUNTS), kinds),
            builder.table("gapThings", ("gap", "thing", *COUNTS, "why"), rows),
            builder.table("piles", ("pile", "thing", *COUNTS), _piles(builder)),
        ),
    )


def _missing(graph: KnowledgeGraph, gap: dict[str, Any]) -> set[str]:
    """Return the things that have a gap."""
    things = _asked_of(graph, gap["kind"])
    if "table" in gap:
        return things - {row for row, _ in cells(hits(graph, gap["table"]))}
    if "sought" in gap:
        return {each for each in things if not _answered(graph, each, gap["sought"])}
    return _only_served(graph) if gap["served_only"] else things


def _answered(graph: KnowledgeGraph, thing: str, sought: dict[str, Any]) -> bool:
    """Say whether links lead on from a thing, however far, to one of a class that is sought."""

    def onward(at: str) -> list[str]:
        back = graph.into(at, sought["from"]) if "from" in sought else []
        return [each.object for each in graph.out(at, sought["by"])] + [x.subject for x in back]

    ends = (end for end in reached(thing, onward) if end != thing)
    return any(graph.is_a(end, *sought["to"]) for end in ends)


def _asked_of(graph: KnowledgeGraph, kind: str) -> set[str]:
    """Return the things of a class or in a role; of the actors those that a source speaks of."""
    things = {each.iri for each in graph.of(kind)}
    return things - {each.iri for each in graph.counted("actor")} | things & graph.actors


def _only_served(graph: KnowledgeGraph) -> set[str]:
    roles: dict[str, set[str]] = defaultdict(set)
    for actor, role in cells(hits(graph, "actorRoles")):
        roles[actor].add(last(role))
    return {
        each.iri
        for each in graph.counted("actor")
        if "beneficiary" in roles[each.iri] and roles[each.iri].isdisjoint(ACTING)
    }


def _why_none(builder: TableBuilder, thing: str, gap: dict[str, Any]) -> str:
    """Return why a reader found nothing to fill a gap with, where one looked."""
    sought = gap.get("sought", {"by": "", "to": ()})
    return " ".join(
        each.reason[builder.lang]
        for each in builder.graph.weighed(thing)
        if each.predicate == HO + sought["by"]
        and any(builder.graph.covers(each.other, kind) for kind in sought["to"])
    )


def _piles(builder: TableBuilder) -> Iterator[Entries]:
    """Yield the most served goals and areas, with all that share the last place."""
    for name, role, table in (
        ("picturePile", "goal", "pictureServed"),
        ("areaPile", "area", "areaServed"),
    ):
        few, many = (cells(hits(graph, table)) for graph in (builder.graph.stated, builder.graph))
        counts = {each: len(many[each.iri, ""]) for each in builder.counted(role)}
        least = max([*sorted(counts.values(), reverse=True)[:_TOP][-1:], 1])
        for each in sorted(counts, key=lambda each: -counts[each]):
            if counts[each] >= least:
                yield builder.token(name), each, len(few[each.iri, ""]), counts[each]
