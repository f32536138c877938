"""Home places of things in a network, and the communities that they form.

Distances in the picture follow the shortest paths between things, by what sources say.  The places
are found by stochastic gradient steps on the stress (Zheng, Pawar and Goodman 2018), the sparse
kind of it in a large network: each thing is held to its neighbours and to some pivots, so that the
cost grows with the number of things.  Only + - * / and square roots are used, in a fixed order: the
same links give the same bytes on every machine.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf, sqrt
from random import Random
from typing import TYPE_CHECKING, Final

from ho21.map.ways import FORMAL
from ho21.model.graph import MENTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Link

    Point = tuple[float, float]
    Neighbours = Sequence[Sequence[int]]

ROUNDS: Final = 30
COOLING: Final = 0.75
# Of so few things all pairs are held to their distance; else each thing to so many pivots, and to
# so many of those beside it at each neighbour.
FEW: Final = 500
PIVOTS: Final = 20
BESIDE: Final = 8
# Things that share few neighbours stand further apart, by the root of how many are not shared.
CLOSE: Final = 1.6
GAP: Final = 2.0


@dataclass(frozen=True, slots=True)
class HomePlace:
    """Where a thing is at home, a step between neighbours being about 1, and its community."""

    x: float
    y: float
    community: int


def places(graph: KnowledgeGraph) -> dict[str, HomePlace]:
    """Return the place of each thing, whatever the order of things and links."""
    names = sorted(graph.things)
    number = {iri: at for at, iri in enumerate(names)}
    near = _neighbours(len(names), _ties(graph, number))
    groups = _communities(near)
    points = _packed([_laid_out(each, near) for each in _pieces(near)])
    return {iri: HomePlace(*points[at], groups[at]) for iri, at in number.items()}


def _ties(graph: KnowledgeGraph, number: dict[str, int]) -> list[tuple[int, int]]:
    """Return which things are tied: what sources say, and one more link for each loose piece.

    The loose pieces are tied in by the surest reading, else by a formal link, else by a mention.
    """

    def rank(link: Link) -> tuple[int, float, int, int, str]:
        formal = link.predicate in FORMAL
        kind = 3 if link.predicate == MENTIONS else 2 if formal else 0 if link.stated else 1
        return kind, -link.strength, number[link.subject], number[link.object], link.predicate

    root = list(range(len(number)))

    def top(at: int) -> int:
        while root[at] != at:
            root[at] = at = root[root[at]]
        return at

    ties = set()
    for link in sorted(graph.links, key=rank):
        ends = number[link.subject], number[link.object]
        one, other = map(top, ends)
        if one != other or (link.stated and link.predicate not in FORMAL and ends[0] != ends[1]):
            ties.add((min(ends), max(ends)))
            root[one] = other
    return sorted(ties)


def _neighbours(count: int, ties: Iterable[tuple[int, int]]) -> Neighbours:
    near: list[list[int]] = [[] for _ in range(count)]
    for one, other in ties:
        near[one].append(other)
        near[other].append(one)
    return [sorted(each) for each in near]


def _communities(near: Neighbours) -> list[int]:
    """Return the number of each thing's community, the largest first."""
    import networkx as nx

    net = nx.Graph()
    net.add_nodes_from(range(len(near)))
    net.add_edges_from((one, other) for one, them in enumerate(near) for other in them)
    found = map(sorted, nx.community.louvain_communities(net, seed=1))
    ordered = sorted(found, key=lambda them: (-len(them), them))
    of = {at: group for group, them in enumerate(ordered) for at in them}
    return [of[at] for at in range(len(near))]


def _pieces(near: Neighbours) -> list[list[int]]:
    """Return the things of each connected piece, the largest first."""
    left, pieces = set(range(len(near))), []
    for first in range(len(near)):
        if first not in left:
            continue
        piece = [first]
        left.remove(first)
        for at in piece:
            new = [each for each in near[at] if each in left]
            left.difference_update(new)
            piece += new
        pieces.append(sorted(piece))
    return sorted(pieces, key=lambda them: (-len(them), them))


def _laid_out(piece: list[int], near: Neighbours) -> dict[int, Point]:
    """Return where the things of a piece stand: its middle at 0, its longer side across."""
    pulls = held_apart(piece, near)
    rng = Random(1)  # noqa: S311
    side = sqrt(len(piece))
    x, y = ([rng.random() * side for _ in piece] for _ in "xy")
    step = max((want * want for *_, want in pulls), default=0.0)
    rng.shuffle(pulls)
    for _ in range(ROUNDS):
        pulls.reverse()
        for one, other, want in pulls:
            dx, dy = x[one] - x[other], y[one] - y[other]
            apart = sqrt(dx * dx + dy * dy) or 1e-9
            move = (apart - want) / apart / 2.0
            if (weight := step / (want * want)) < 1.0:
                move *= weight
            dx *= move
            dy *= move
            x[one] -= dx
            y[one] -= dy
            x[other] += dx
            y[other] += dy
        step *= COOLING
    return _turned(dict(zip(piece, zip(x, y, strict=True), strict=True)))


def held_apart(piece: list[int], near: Neighbours) -> list[tuple[int, int, float]]:
    """Return pairs of things by their number in the piece, and how far apart each should be."""
    sets = {at: set(near[at]) for at in piece}
    length = {
        (at, each): max(1.0, sqrt(len(sets[at] ^ sets[each]) - 2) / CLOSE)
        for at in piece
        for each in near[at]
    }
    pairs = {ends: want for ends, want in length.items() if ends[0] < ends[1]}
    nearest = dict.fromkeys(piece, inf)
    pivot = max(piece, key=lambda at: (len(near[at]), -at))
    for _ in range(len(piece) if len(piece) <= FEW else PIVOTS):
        far = _distances(pivot, near, length)
        for at, want in far.items():
            nearest[at] = min(nearest[at], want)
            if at != pivot:
                pairs.setdefault((min(at, pivot), max(at, pivot)), want)
        # The next pivot is what lies furthest from those there are.
        pivot = max(piece, key=lambda at: (nearest[at], -at))
    if len(piece) > FEW:
        for middle in piece:
            them = near[middle]
            for at, one in enumerate(them):
                for other in them[at + 1 : at + 1 + BESIDE]:
                    pairs.setdefault((one, other), length[middle, one] + length[middle, other])
    index = {at: place for place, at in enumerate(piece)}
    return [(index[one], index[other], pairs[one, other]) for one, other in sorted(pairs)]


def _distances(
    start: int, near: Neighbours, length: dict[tuple[int, int], float]
) -> dict[int, float]:
    """Return the length of the shortest path to each thing of the piece (Dijkstra 1959)."""
    found: dict[int, float] = {}
    heap = [(0.0, start)]
    while heap:
        so_far, at = heappop(heap)
        if at in found:
            continue
        found[at] = so_far
        for each in near[at]:
            if each not in found:
                heappush(heap, (so_far + length[at, each], each))
    return found


def _turned(points: dict[int, Point]) -> dict[int, Point]:
    """Return points about their middle, turned so that they spread most from left to right."""
    count = len(points)
    mid_x, mid_y = (sum(each) / count for each in zip(*points.values(), strict=True))
    around = {at: (x - mid_x, y - mid_y) for at, (x, y) in points.items()}
    xx = sum(x * x for x, _ in around.values())
    yy = sum(y * y for _, y in around.values())
    xy = sum(x * y for x, y in around.values())
    half = (xx - yy) / 2
    # The longer axis of the spread: the eigenvector of the larger eigenvalue.
    across, up = half + sqrt(half * half + xy * xy), xy
    if across < abs(up):
        across, up = up, sqrt(half * half + xy * xy) - half
    size = sqrt(across * across + up * up)
    if not size:
        return around
    cos, sin = across / size, up / size
    return {at: (x * cos + y * sin, y * cos - x * sin) for at, (x, y) in around.items()}


def _packed(pieces: Sequence[dict[int, Point]]) -> dict[int, Point]:
    """Return the points of all pieces, the smaller ones in rows below the largest."""
    placed: dict[int, Point] = {}
    row: dict[str, float] = defaultdict(float)
    wide = 0.0
    for piece in pieces:
        left, right = (pick(x for x, _ in piece.values()) for pick in (min, max))
        top, bottom = (pick(y for _, y in piece.values()) for pick in (min, max))
        if not placed or row["x"] + right - left > wide:
            row = defaultdict(float, y=row["end"])
        dx, dy = row["x"] - left, row["y"] - top
        placed |= {at: (x + dx, y + dy) for at, (x, y) in piece.items()}
        row["x"] += right - left + GAP
        row["end"] = max(row["end"], row["y"] + bottom - top + GAP)
        wide = max(wide, right - left, sqrt(len(pieces)) * GAP)
    if not placed:
        return placed
    mid_x, mid_y = ((min(each) + max(each)) / 2 for each in zip(*placed.values(), strict=True))
    return {at: (_tidy(x - mid_x), _tidy(y - mid_y)) for at, (x, y) in placed.items()}


def _tidy(number: float) -> float:
    """Return a number to three decimals, never less than nothing by nothing."""
    return round(number, 3) + 0.0
