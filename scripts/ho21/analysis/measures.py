"""Measures of the graph: what rests on one source or low confidence, and centrality."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ho21.analysis.builder import COUNTS
from ho21.analysis.evidence import lost_links, rests_on, strongest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ho21.analysis.builder import Analysis, Entries, TableBuilder
    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Link


_LOW: Final = 0.5
_BRIEF: Final = 20


def ground(builder: TableBuilder) -> Analysis:
    """Return what rests on one source alone, and what rests on nothing but low confidence."""
    graph = builder.graph
    alone = [each for each in graph.things.values() if len(each.documents) == 1]
    by_source: list[Entries] = [
        (
            builder.document(document.iri),
            sum(document.iri in each.documents for each in graph.things.values()),
            sum((document.iri,) == each.documents for each in alone),
            len(lost_links(graph.stated, graph.stated.without(document.iri))),
            len(lost_links(graph, graph.without(document.iri))),
        )
        for document in graph.documents.values()
    ]
    links = {each.iri: _touching(graph, each.iri) for each in alone}
    rows: list[Entries] = [
        (
            each,
            builder.term(graph.thing(each.iri).kind),
            *map(builder.document, graph.thing(each.iri).documents),
            _touching(graph.stated, each.iri),
            links[each.iri],
        )
        for each in sorted(builder.ordered(links), key=lambda each: -links[each.iri])
    ]
    return builder.analysis(
        "grunnlag",
        (
            builder.table("sources", ("source", "things", "aloneHere", *COUNTS), by_source),
            builder.table("alone", ("thing", "kind", "source", *COUNTS), rows, brief=_BRIEF),
            builder.table(
                "low",
                ("thing", "relation", "direction", *COUNTS, "confidence", "why"),
                _low(builder),
            ),
        ),
    )


def _touching(graph: KnowledgeGraph, thing: str) -> int:
    links = [*graph.out(thing), *graph.into(thing)]
    return len({link.triple for link in links if not link.inferred})


def _low(builder: TableBuilder) -> Iterator[Entries]:
    """Yield the kinds of link of which a thing has none but readings of low confidence."""
    kinds: dict[tuple[str, str, bool], list[Link]] = defaultdict(list)
    for link in builder.graph.links:
        kinds[link.subject, link.predicate, True].append(link)
        kinds[link.object, link.predicate, False].append(link)
    weak = {key: links for key, links in kinds.items() if all(map(_is_low, links))}
    for each in builder.ordered({thing for thing, *_ in weak}):
        for (thing, predicate, outward), links in sorted(weak.items()):
            if thing == each.iri:
                first = max(links, key=lambda link: (link.strength, strongest(link).claim))
                yield (
                    each,
                    builder.term(predicate),
                    builder.token("outward" if outward else "inward"),
                    0,
                    len(links),
                    first.strength,
                    rests_on(first, builder.lang)[0],
                )


def _is_low(link: Link) -> bool:
    return not link.stated and link.strength <= _LOW


def centrality(builder: TableBuilder) -> Analysis:
    """Return how many neighbours each thing has, and how often it lies on the shortest way."""
    few, many = _central(builder.graph.stated), _central(builder.graph)
    linked = (each for each in builder.ordered(builder.graph.things) if many[each.iri][0])
    rows: list[Entries] = [
        (each, builder.term(builder.graph.thing(each.iri).kind), *few[each.iri], *many[each.iri])
        for each in sorted(linked, key=lambda each: many[each.iri], reverse=True)
    ]
    columns = (
        "neighboursWithoutReadings",
        "betweennessWithoutReadings",
        "neighboursWithReadings",
        "betweennessWithReadings",
    )
    table = builder.table("central", ("thing", "kind", *columns), rows, brief=_BRIEF)
    return builder.analysis("sentralitet", (table,))


def _central(graph: KnowledgeGraph) -> dict[str, tuple[int, float]]:
    import networkx as nx

    simple: nx.Graph[str] = nx.Graph(graph.to_networkx())
    simple.remove_edges_from([*nx.selfloop_edges(simple)])
    between: dict[str, float] = nx.betweenness_centrality(simple)
    return {thing: (simple.degree[thing], round(between[thing], 3)) for thing in graph.things}
