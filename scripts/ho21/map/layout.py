"""Where each thing stands on the map: columns by role, rows ordered so that few links cross."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ho21.resources import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SWEEPS: Final = 24
MARGIN: Final = 10.0
ROW_GAP: Final = 7.0
KIN_GAP: Final = 5.0
LANE_GAP: Final = 18.0
WIDEST_GAP: Final = 24.0
NARROWEST: Final = 22.0
HEADING: Final = 22.0
SHELF_GAP: Final = 26.0

Links = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A thing to be placed: its column, its lane there, the height it needs, and its parent."""

    id: str
    column: int
    height: float
    lane: int = 0
    parent: str = ""
    order: tuple[float, str] = (0.0, "")
    shelf: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane below the map: where its heading stands and where it ends."""

    column: int
    lane: int
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The finished layout: the centre of each box and column, and the size of it all."""

    places: Mapping[str, tuple[float, float]]
    columns: Mapping[int, float]
    shelves: tuple[Lane, ...]
    height: float
    crossings: int


def layout(
    boxes: Iterable[Box], links: Iterable[tuple[str, str]], *, width: float, box: float, reach: int
) -> Plan:
    """Place the boxes; the same boxes and links in any order give the same places."""
    ordered = sorted(boxes, key=lambda each: (each.column, each.lane, each.order, each.id))
    column = {each.id: each.column for each in ordered if not each.shelf}
    near = tuple(
        sorted(
            {
                (source, target) if column[source] < column[target] else (target, source)
                for source, target in links
                if source in column
                and target in column
                and 0 < abs(column[source] - column[target]) <= reach
            }
        )
    )
    rows, crossings = _ordered([each for each in ordered if not each.shelf], near)
    heights, floor = _rows(rows, near)
    across = _columns({each.column for each in ordered}, column, near, width, box)
    shelves, below = _shelves([each for each in ordered if each.shelf], floor)
    places = {
        each.id: (round(across[each.column], 1), round((heights | below)[each.id], 1))
        for each in ordered
    }
    return Plan(
        places=places,
        columns={index: round(x, 1) for index, x in across.items()},
        shelves=shelves,
        height=round(floor, 1),
        crossings=crossings,
    )


def count_crossings(rows: Mapping[int, Sequence[Box]], links: Links) -> int:
    """Count the pairs of links between the same two columns that cross."""
    rank = {each.id: index for row in rows.values() for index, each in enumerate(row)}
    column = {each.id: index for index, row in rows.items() for each in row}
    between: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for source, target in links:
        between[column[source], column[target]].append((rank[source], rank[target]))
    total = 0
    for pairs in between.values():
        seen: list[int] = []
        before: list[int] = []
        last = -1
        for left, right in sorted(pairs):
            if left != last:
                for each in before:
                    insort(seen, each)
                before, last = [], left
            total += len(seen) - bisect_right(seen, right)
            before.append(right)
    return total


def _ordered(boxes: list[Box], links: Links) -> tuple[dict[int, list[Box]], int]:
    """Return the rows of each column after alternating sweeps, the best of them all."""
    rows: dict[int, list[Box]] = defaultdict(list)
    for each in boxes:
        rows[each.column].append(each)
    left: dict[str, list[str]] = defaultdict(list)
    right: dict[str, list[str]] = defaultdict(list)
    for source, target in links:
        right[source].append(target)
        left[target].append(source)
    best = {index: _sorted(row, {}) for index, row in rows.items()}
    fewest = count_crossings(best, links)
    now = dict(best)
    for sweep in range(SWEEPS):
        neighbours = left if sweep % 2 == 0 else right
        for index in sorted(now, reverse=sweep % 2 == 1):
            height = {
                each.id: (place + 0.5) / len(row)
                for row in now.values()
                for place, each in enumerate(row)
            }
            centre = {
                each.id: _mean([height[other] for other in neighbours[each.id]], height[each.id])
                for each in now[index]
            }
            now[index] = _sorted(now[index], centre)
        crossings = count_crossings(now, links)
        if crossings < fewest:
            best, fewest = dict(now), crossings
    return best, fewest


def _sorted(row: list[Box], centre: Mapping[str, float]) -> list[Box]:
    """Sort a column by lane, then kin by the middle of their links, then each by its own."""
    kin: dict[tuple[int, str], list[Box]] = defaultdict(list)
    for each in row:
        kin[each.lane, each.parent or each.id].append(each)
    middle = {
        family: _mean([centre.get(each.id, 0.0) for each in members], 0.0)
        for family, members in kin.items()
    }
    first = {family: min(each.order for each in members) for family, members in kin.items()}

    def key(each: Box) -> tuple[object, ...]:
        family = (each.lane, each.parent or each.id)
        own = round(centre.get(each.id, 0.0), 9)
        return (
            each.lane,
            round(middle[family], 9),
            first[family],
            family,
            own,
            each.order,
            each.id,
        )

    return sorted(row, key=key)


def _rows(rows: Mapping[int, list[Box]], links: Links) -> tuple[dict[str, float], float]:
    """Return the centre height of every box, each column drawn towards what it is linked with."""
    if not rows:
        return {}, 0.0
    steps = {index: _steps(row, ROW_GAP) for index, row in rows.items()}
    packed = {
        index: step[-1] + row[-1].height / 2
        for index, row in rows.items()
        for step in [steps[index]]
    }
    tallest = min(packed, key=lambda index: (-packed[index], index))
    floor = packed[tallest]
    for index, row in rows.items():
        slack = floor - packed[index]
        airy = ROW_GAP + min(WIDEST_GAP, 0.6 * slack / max(1, len(row) - 1))
        steps[index] = _steps(row, airy)
    beside: dict[str, list[str]] = defaultdict(list)
    for source, target in links:
        beside[source].append(target)
        beside[target].append(source)
    placed = {each.id: step for each, step in zip(rows[tallest], steps[tallest], strict=True)}
    others = sorted(
        (index for index in rows if index != tallest),
        key=lambda index: (abs(index - tallest), index),
    )
    for _ in range(3):
        for index in others:
            placed |= _settle(rows[index], steps[index], placed, beside, floor)
    return placed, floor


def _steps(row: Sequence[Box], gap: float) -> list[float]:
    """Return the centre height of each box of a column packed from the top."""
    steps: list[float] = []
    for index, each in enumerate(row):
        if index == 0:
            steps.append(each.height / 2)
            continue
        above = row[index - 1]
        extra = LANE_GAP if above.lane != each.lane else 0.0
        if not extra and above.parent != each.parent:
            extra = KIN_GAP
        steps.append(steps[-1] + (above.height + each.height) / 2 + gap + extra)
    return steps


def _settle(
    row: Sequence[Box],
    steps: Sequence[float],
    placed: Mapping[str, float],
    beside: Mapping[str, list[str]],
    floor: float,
) -> dict[str, float]:
    """Move a column's boxes as near their neighbours as order and distance allow.

    Least squares under a fixed order and least distances, by pooling adjacent violators.
    """
    room = floor - steps[-1] - row[-1].height / 2
    pools: list[tuple[float, float, int]] = []
    for each, step in zip(row, steps, strict=True):
        known = [placed[other] for other in beside.get(each.id, ()) if other in placed]
        weight = 1.0 if known else 0.05
        wish = _mean(known, step + room / 2) - step
        pools.append((wish, weight, 1))
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            (high, heavy, many), (low, light, few) = pools[-2], pools.pop()
            total = heavy + light
            pools[-1] = ((high * heavy + low * light) / total, total, many + few)
    shifts = [shift for shift, _, count in pools for _ in range(count)]
    return {
        each.id: step + min(max(shift, 0.0), room)
        for each, step, shift in zip(row, steps, shifts, strict=True)
    }


def _columns(
    used: set[int], column: Mapping[str, int], links: Links, width: float, box: float
) -> dict[int, float]:
    """Return the centre of each column; the more links cross a gap, the wider it is."""
    order = sorted(used)
    crossing = [0] * max(1, len(order) - 1)
    for source, target in links:
        for gap in range(order.index(column[source]), order.index(column[target])):
            crossing[gap] += 1
    spare = width - 2 * MARGIN - box * len(order) - NARROWEST * (len(order) - 1)
    shares = [(1.0 + count) ** 0.5 for count in crossing]
    across = {}
    x = MARGIN + box / 2
    for place, index in enumerate(order):
        across[index] = x
        if place < len(order) - 1:
            x += box + NARROWEST + max(0.0, spare) * shares[place] / sum(shares)
    return across


def _shelves(boxes: list[Box], floor: float) -> tuple[tuple[Lane, ...], dict[str, float]]:
    """Return the lanes below the map and the centre height of the boxes in them."""
    lanes: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for each in boxes:
        lanes[each.column, each.lane].append(each)
    ends: dict[int, float] = {}
    shelves, placed = [], {}
    for (index, lane), row in sorted(lanes.items()):
        top = ends.get(index, floor) + SHELF_GAP
        y = top + HEADING
        for each in row:
            placed[each.id] = y + each.height / 2
            y += each.height + ROW_GAP
        ends[index] = y - ROW_GAP
        shelves.append(Lane(index, lane, round(top, 1), round(ends[index], 1)))
    return tuple(shelves), placed


def _mean(numbers: Sequence[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise


_SOFT: Final = "\N{SOFT HYPHEN}"
_WIDTHS: Final[dict[str, float]] = {
    letter: ems for letters, ems in messages("map/map.toml")["widths"].items() for letter in letters
}


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide a text is in Arial or a face like it."""
    ems = sum(_WIDTHS.get(letter, 0.556) for letter in text)
    return ems * size * (1.08 if bold else 1.0)


@lru_cache(maxsize=1 << 14)
def wrap(
    text: str, room: float, size: float, breaks: tuple[str, ...], *, bold: bool = False
) -> tuple[str, ...]:
    """Divide a label on one line, two, or where nothing else helps three.

    A long compound is divided with a hyphen after one of its known first elements.
    """
    longest_first = sorted(breaks, key=lambda each: (-len(each), each))
    pieces = _pieces(" ".join(text.split()), longest_first)
    for count, slack in ((1, 1.0), (2, 1.0), (2, 1.09), (3, 1.0), (3, 1.09), (4, 1.0)):
        best = _divide(pieces, count, size, bold=bold)
        if best and max(measure(line, size, bold=bold) for line in best) <= room * slack:
            return best
    return _divide(pieces, min(4, len(pieces)), size, bold=bold) or (text,)


def _pieces(text: str, breaks: Sequence[str]) -> list[tuple[str, str]]:
    """Return the parts between which a label may be divided, each with what joins it on."""
    pieces: list[tuple[str, str]] = []
    for word in text.split(" "):
        joint = " "
        for part in filter(None, word.replace("-", "-\n").replace(_SOFT, _SOFT + "\n").split("\n")):
            for element in _elements(part.removesuffix(_SOFT), breaks):
                pieces.append((joint, element))
                joint = _SOFT
            joint = _SOFT if part.endswith(_SOFT) else ""
    return pieces


def _elements(word: str, breaks: Sequence[str]) -> list[str]:
    """Split a word after the longest known first element, and the rest likewise."""
    shortest = 4
    for element in breaks:
        rest = word[len(element) :]
        if len(rest) >= shortest and word.casefold().startswith(element):
            return [word[: len(element)], *_elements(rest, breaks)]
    return [word]


def _divide(
    pieces: Sequence[tuple[str, str]], count: int, size: float, *, bold: bool
) -> tuple[str, ...] | None:
    """Return the division on so many lines whose longest line is shortest."""
    if count == 1:
        return (_join(pieces),)
    best: tuple[float, tuple[str, ...]] | None = None
    for cut in range(1, len(pieces)):
        rest = _divide(pieces[cut:], count - 1, size, bold=bold)
        if rest is None:
            continue
        hyphen = "-" if pieces[cut][0] == _SOFT else ""
        lines = (_join(pieces[:cut]) + hyphen, *rest)
        cost = max(measure(line, size, bold=bold) for line in lines) + 6.0 * bool(hyphen)
        if best is None or cost < best[0]:
            best = (cost, lines)
    return best[1] if best else None


def _join(pieces: Sequence[tuple[str, str]]) -> str:
    """Put parts together again on one line."""
    return "".join(joint.replace(_SOFT, "") + part for joint, part in pieces).strip()
