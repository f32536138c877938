"""What can be counted in the network: coverage, gaps, ground and centrality."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ho21.names import HO
from ho21.sheet import COUNTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ho21.network import Link, Network
    from ho21.sheet import Analysis, Desk, Named, Row, Table

    Pairs = dict[tuple[str, str], set[str]]
    Missing = Callable[[Network], set[str]]

ROLES: Final = (
    "proposedBy",
    "addressedTo",
    "responsible",
    "accountable",
    "performer",
    "impliedPerformer",
    "participant",
    "beneficiary",
)
# The one that these lead to does something, and the one that the others lead from.
_ACTING: Final = (
    "proposedBy",
    "responsible",
    "impliedPerformer",
    "carriedOutBy",
    "madeBy",
    "saidBy",
)
_ACTS: Final = ("appoints", "leads", "replaces")
_LOW: Final = 0.5
_TOP: Final = 5
_BRIEF: Final = 20


def coverage(desk: Desk) -> Analysis:
    """Return how areas, blocks, target pictures and themes cover each other, and who does what."""
    areas, blocks = _things(desk, "StrategyArea"), _things(desk, "StrategicBlock")
    pictures, themes = _things(desk, "TargetPicture"), _things(desk, "Theme")
    held = _roles(desk.network)
    actors = [each for each in _things(desk, "Actor") if any(each.iri == one for one, _ in held)]
    roles = [role for role in map(desk.term, ROLES) if any(role.iri == other for _, other in held)]
    return desk.analysis(
        "dekning",
        (
            _matrix(desk, "areaPictures", ("area", "block"), (areas, blocks), _area_pictures),
            _matrix(desk, "areaMeasures", ("area", "block"), (areas, blocks), _area_measures),
            _matrix(desk, "areaContinued", ("area", "block"), (areas, blocks), _area_continued),
            _matrix(desk, "pictureThemes", ("picture", "theme"), (pictures, themes), _themes),
            _matrix(desk, "actorRoles", ("actor", "role"), (actors, roles), _roles),
        ),
    )


def _things(desk: Desk, *kinds: str) -> list[Named]:
    return desk.ordered(each.iri for each in desk.network.of(*kinds))


def _matrix(
    desk: Desk,
    name: str,
    columns: tuple[str, str],
    sides: tuple[list[Named], list[Named]],
    count: Callable[[Network], Pairs],
) -> Table:
    few, many = count(desk.network.stated), count(desk.network)
    rows: list[Row] = [
        (one, other, len(few[one.iri, other.iri]), len(many[one.iri, other.iri]))
        for one in sides[0]
        for other in sides[1]
    ]
    return desk.table(name, (*columns, *COUNTS), rows, matrix=True)


def _objects(network: Network, thing: str, predicate: str, kind: str) -> set[str]:
    return {
        link.object for link in network.out(thing, predicate) if network.is_a(link.object, kind)
    }


def _paired(found: Iterable[tuple[str, str, str]]) -> Pairs:
    pairs: Pairs = defaultdict(set)
    for one, other, thing in found:
        pairs[one, other].add(thing)
    return pairs


def _blocks(network: Network, thing: str) -> set[str]:
    """Return the block that a thing is or is part of."""
    if network.is_a(thing, "StrategicBlock"):
        return {thing}
    return _objects(network, thing, "isPartOf", "StrategicBlock")


def _area_pictures(network: Network) -> Pairs:
    return _paired(
        (area, block, each.iri)
        for each in network.of("TargetPicture")
        for area in _objects(network, each.iri, "contributesTo", "StrategyArea")
        for block in _blocks(network, each.iri)
    )


def _area_measures(network: Network) -> Pairs:
    return _paired(
        (area, block, each.iri)
        for each in network.of("Recommendation")
        for area in _objects(network, each.iri, "contributesTo", "StrategyArea")
        for picture in _objects(network, each.iri, "contributesTo", "TargetPicture")
        for block in _blocks(network, picture)
    )


def _area_continued(network: Network) -> Pairs:
    return _paired(
        (area, block, each.iri)
        for each in network.of("StrategicBlock", "TargetPicture")
        for area in _objects(network, each.iri, "continues", "StrategyArea")
        for block in _blocks(network, each.iri)
    )


def _themes(network: Network) -> Pairs:
    return _paired(
        (picture, theme, each.iri)
        for each in network.of("Recommendation")
        for picture in _objects(network, each.iri, "contributesTo", "TargetPicture")
        for theme in _objects(network, each.iri, "isPartOf", "Theme")
    )


def _roles(network: Network) -> Pairs:
    return _paired(
        (link.object, HO + link.predicate, link.subject)
        for link in network.links
        if link.predicate in ROLES
    )


def gaps(desk: Desk) -> Analysis:
    """Return what nothing leads to or from, and where much leads to one place."""
    network = desk.network
    kinds: list[Row] = []
    rows: list[Row] = []
    open_, filled = desk.token("open"), desk.token("filled")
    for name, (kind, missing) in _GAPS.items():
        everything = {each.iri for each in network.of(kind)}
        before, after = missing(network.stated), missing(network)
        gap = desk.token(name)
        kinds.append((gap, len(everything), len(before), len(after)))
        rows += [
            (
                gap,
                each,
                open_ if each.iri in before else filled,
                open_ if each.iri in after else filled,
                _why_none(desk, each.iri, name) if each.iri in after else "",
            )
            for each in sorted(desk.ordered(before | after), key=lambda each: each.iri not in after)
        ]
    return desk.analysis(
        "hull",
        (
            desk.table("gaps", ("gap", "all", *COUNTS), kinds),
            desk.table("gapThings", ("gap", "thing", *COUNTS, "why"), rows),
            desk.table("piles", ("pile", "thing", *COUNTS), _piles(desk)),
        ),
    )


def _unserved(kind: str, *by: str) -> Missing:
    """Return a function that finds the things of a class that no thing of some classes serves."""

    def find(network: Network) -> set[str]:
        return {
            each.iri
            for each in network.of(kind)
            if not any(
                network.is_a(link.subject, *by)
                for link in network.into(each.iri, "contributesTo", "continues")
            )
        }

    return find


def _aimless(network: Network) -> set[str]:
    return {
        each.iri
        for each in network.of("Recommendation")
        if not _objects(network, each.iri, "contributesTo", "TargetPicture")
    }


def _unanswered(kind: str) -> Missing:
    """Return a function that finds what motivates no goal and no measure, however far."""

    def find(network: Network) -> set[str]:
        import networkx as nx

        motivated: nx.DiGraph[str] = nx.DiGraph()
        motivated.add_nodes_from(network.things)
        motivated.add_edges_from(
            link.ends for link in network.links if link.predicate == "motivates"
        )
        return {
            each.iri
            for each in network.of(kind)
            if not any(
                network.is_a(end, "Goal", "Measure") for end in nx.descendants(motivated, each.iri)
            )
        }

    return find


def _only_served(network: Network) -> set[str]:
    return {
        each.iri
        for each in network.of("Actor")
        if network.into(each.iri, "beneficiary")
        and not network.into(each.iri, *_ACTING)
        and not network.out(each.iri, *_ACTS)
    }


_GAPS: Final[dict[str, tuple[str, Missing]]] = {
    "pictureUnserved": ("TargetPicture", _unserved("TargetPicture", "Recommendation")),
    "measureAimless": ("Recommendation", _aimless),
    "areaUnserved": (
        "StrategyArea",
        _unserved("StrategyArea", "Recommendation", "TargetPicture", "StrategicBlock"),
    ),
    "challengeUnanswered": ("Challenge", _unanswered("Challenge")),
    "needUnanswered": ("Need", _unanswered("Need")),
    "actorOnlyServed": ("Actor", _only_served),
}

# What a reader sought who found nothing to fill a gap with.
_SOUGHT: Final = {
    "measureAimless": {("contributesTo", "TargetPicture")},
    "challengeUnanswered": {("motivates", "Goal"), ("motivates", "Measure")},
    "needUnanswered": {("motivates", "Goal"), ("motivates", "Measure")},
}


def _why_none(desk: Desk, thing: str, gap: str) -> str:
    """Return why a reader found nothing to fill a gap with, where one looked."""
    return " ".join(
        each.words.text(desk.lang)
        for each in desk.network.negatives
        if each.about == thing and (each.predicate, each.other) in _SOUGHT.get(gap, ())
    )


def _piles(desk: Desk) -> Iterator[Row]:
    """Yield the most served target pictures and areas, with all that share the last place."""
    for name, kind, by in (
        ("picturePile", "TargetPicture", ("Recommendation",)),
        ("areaPile", "StrategyArea", ("Recommendation", "TargetPicture", "StrategicBlock")),
    ):
        few, many = (_served(each, kind, by) for each in (desk.network.stated, desk.network))
        counts = sorted((len(them) for them in many.values()), reverse=True)
        least = max([*counts[:_TOP][-1:], 1])
        for each in sorted(_things(desk, kind), key=lambda each: -len(many[each.iri])):
            if len(many[each.iri]) >= least:
                yield desk.token(name), each, len(few[each.iri]), len(many[each.iri])


def _served(network: Network, kind: str, by: tuple[str, ...]) -> dict[str, set[str]]:
    return {
        each.iri: {
            link.subject
            for link in network.into(each.iri, "contributesTo", "continues")
            if network.is_a(link.subject, *by)
        }
        for each in network.of(kind)
    }


def ground(desk: Desk) -> Analysis:
    """Return what rests on one source alone, and what rests on nothing but low confidence."""
    network = desk.network
    alone = [each for each in network.things.values() if len(each.sources) == 1]
    by_source: list[Row] = [
        (
            source,
            sum(source in each.sources for each in network.things.values()),
            sum({source} == each.sources for each in alone),
            len(network.stated.triples - network.stated.without(source).triples),
            len(network.triples - network.without(source).triples),
        )
        for source in network.sources
    ]
    links = {each.iri: _touching(network, each.iri) for each in alone}
    rows: list[Row] = [
        (
            each,
            desk.term(network.things[each.iri].kind),
            *network.things[each.iri].sources,
            _touching(network.stated, each.iri),
            links[each.iri],
        )
        for each in sorted(desk.ordered(links), key=lambda each: -links[each.iri])
    ]
    return desk.analysis(
        "grunnlag",
        (
            desk.table("sources", ("source", "things", "aloneHere", *COUNTS), by_source),
            desk.table("alone", ("thing", "kind", "source", *COUNTS), rows, brief=_BRIEF),
            desk.table(
                "low",
                ("thing", "relation", "direction", *COUNTS, "confidence", "why"),
                _low(desk),
            ),
        ),
    )


def _touching(network: Network, thing: str) -> int:
    links = [*network.out(thing), *network.into(thing)]
    return len({(link.predicate, *link.ends) for link in links if not link.inferred})


def _low(desk: Desk) -> Iterator[Row]:
    """Yield the kinds of link of which a thing has none but readings of low confidence."""
    kinds: dict[tuple[str, str, bool], list[Link]] = defaultdict(list)
    for link in desk.network.links:
        kinds[link.subject, link.predicate, True].append(link)
        kinds[link.object, link.predicate, False].append(link)
    weak = {key: links for key, links in kinds.items() if all(map(_is_low, links))}
    for each in desk.ordered({thing for thing, *_ in weak}):
        for (thing, predicate, outward), links in sorted(weak.items()):
            if thing == each.iri:
                first = max(links, key=lambda link: (link.strength, link.claim))
                yield (
                    each,
                    desk.term(predicate),
                    desk.token("outward" if outward else "inward"),
                    0,
                    len(links),
                    first.strength,
                    first.words.text(desk.lang),
                )


def _is_low(link: Link) -> bool:
    return link.read and link.strength <= _LOW


def centrality(desk: Desk) -> Analysis:
    """Return how many neighbours each thing has, and how often it lies on the shortest way."""
    few, many = _central(desk.network.stated), _central(desk.network)
    linked = (each for each in desk.ordered(desk.network.things) if many[each.iri][0])
    rows: list[Row] = [
        (each, desk.term(desk.network.things[each.iri].kind), *few[each.iri], *many[each.iri])
        for each in sorted(linked, key=lambda each: many[each.iri], reverse=True)
    ]
    columns = (
        "neighboursWithoutReadings",
        "betweennessWithoutReadings",
        "neighboursWithReadings",
        "betweennessWithReadings",
    )
    table = desk.table("central", ("thing", "kind", *columns), rows, brief=_BRIEF)
    return desk.analysis("sentralitet", (table,))


def _central(network: Network) -> dict[str, tuple[int, float]]:
    import networkx as nx

    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(network.things)
    simple.add_edges_from(link.ends for link in network.links if link.subject != link.object)
    between: dict[str, float] = nx.betweenness_centrality(simple)
    return {thing: (simple.degree[thing], round(between[thing], 3)) for thing in network.things}
