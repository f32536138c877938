"""Ways from thing to thing: the cheapest, some others, and where a way breaks.

A step costs more the less sure its link is, more where the link is formal or gives no reason, and
passing through a thing that much is tied to costs extra: so a way goes by what means something.
Beginnings of ways are taken up in order of what they cost with the least that is left (Hart,
Nilsson and Raphael 1968; the rest is known from a search back from the end, Dijkstra 1959).  All
costs are whole numbers and ties fall by the order of the links, so that the page, which runs the
same steps in ``explorer/static/paths/find.js``, finds the same ways.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import count
from math import log2
from typing import TYPE_CHECKING, Final, NamedTuple

from ho21.map.reasons import BACK, FORTH, PASSING, Reasons
from ho21.model.rows import rows
from ho21.rdf.namespaces import HO
from ho21.resources import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ho21.map.reasons import Reason
    from ho21.model.graph import KnowledgeGraph
    from ho21.model.rows import LinkRow
    from ho21.model.things import Link, NonLink

_KNOWN: Final = messages("map/ways.toml")
_COST: Final[dict[str, int]] = _KNOWN["cost"]
SEARCH: Final[dict[str, int]] = _KNOWN["search"]
FORMAL: Final = frozenset(HO + each for each in _KNOWN["links"]["formal"])
# What a way needs: what sources say, readings too, or even mentions.
SAID: Final = 0
READ: Final = 1
QUIET: Final = 2


class Step(NamedTuple):
    """A step along a link or against it: its ends, what it rests on, and what it costs.

    ``sought`` says that it is of a kind that is missed where there is none.
    """

    start: str
    end: str
    row: LinkRow
    cost: int
    sought: bool = False

    @property
    def back(self) -> bool:
        """Whether it goes against the link."""
        return self.start != self.row.link.subject

    @property
    def ends(self) -> frozenset[str]:
        """Its two things, whichever way it is gone."""
        return frozenset((self.start, self.end))


class Way(NamedTuple):
    """The steps from a thing to another; none where they are the same."""

    start: str
    steps: tuple[Step, ...] = ()

    @property
    def strength(self) -> float:
        """The lowest confidence of its steps, as a way holds no more than its weakest."""
        return min((each.row.first.strength for each in self.steps), default=1.0)

    @property
    def end(self) -> str:
        """Where it ends."""
        return self.steps[-1].end if self.steps else self.start

    @property
    def passed(self) -> tuple[str, ...]:
        """The things it passes, its ends too."""
        return self.start, *(each.end for each in self.steps)


class Break(NamedTuple):
    """Where reasons break off: the way there, the steps there could be, and who said no to one."""

    way: Way
    sought: tuple[Reason, ...]
    refused: tuple[NonLink, ...]

    @property
    def at(self) -> str:
        """The thing at which they break off."""
        return self.way.end


@dataclass(frozen=True)
class WaysFound:
    """What was found between two things.

    ``reasons`` says whether the ways are chains of reasons; ``need`` is what it takes to get there:
    ``SAID``, ``READ``, ``QUIET``, or None where nothing does; ``reached`` is how many other things
    one comes to by what sources say; ``breaks`` are where reasons break off, if they were sought.
    """

    ways: tuple[Way, ...]
    reasons: bool
    need: int | None
    reached: int
    breaks: tuple[Break, ...] = ()


StepsFrom = dict[str, dict[str, Step]]


class WayFinder:
    """Ways through one graph, by what it holds: a graph without readings has ways without them."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        """Take up a graph; what is needed of it is worked out when it is asked for."""
        self.graph = graph
        self.reasons = Reasons(graph)
        self._steps: dict[tuple[bool, int], StepsFrom] = {}

    @cached_property
    def hubs(self) -> Mapping[str, int]:
        """What it costs to pass through each thing, by how much sources tie to it."""
        near: dict[str, set[str]] = {iri: set() for iri in self.graph.things}
        for link in self.graph.links:
            if link.stated and not link.inferred:
                near[link.subject].add(link.object)
                near[link.object].add(link.subject)
        return {
            iri: round(_COST["hub"] * log2(max(1.0, len(them) / _COST["ties"])))
            for iri, them in near.items()
        }

    def cost(self, row: LinkRow) -> int:
        """Return what a step by a link costs, as far as it is known by one row of it."""
        cost = _COST["step"] + round(_COST["doubt"] * (1.0 - row.first.strength))
        if row.link.predicate in FORMAL:
            return cost + _COST["formal"]
        return cost if self.leads(row.link) else cost + _COST["aside"]

    def leads(self, link: Link) -> int:
        """Return how a link leads to a reason; 0 where it does not."""
        return self._leads[link.triple]

    @cached_property
    def _leads(self) -> Mapping[tuple[str, str, str], int]:
        return {each.triple: self.reasons.leads(each) for each in self.graph.links}

    def why(self, thing: str) -> WaysFound:
        """Return the ways from a thing to the vision: by reasons alone where there are such."""
        return self._found(thing, self.reasons.ends)

    def between(self, start: str, end: str) -> WaysFound:
        """Return the ways between two things."""
        return self._found(start, frozenset((end,)))

    def reaching(self) -> frozenset[str]:
        """Return the things from which reasons lead to the vision."""
        return frozenset(self._left(self.steps(QUIET, reasons=True), self.reasons.ends))

    def _found(self, start: str, ends: frozenset[str]) -> WaysFound:
        to_vision = ends <= self.reasons.ends
        breaks = self._breaks(start) if to_vision else ()
        for reasons in (True, False) if to_vision else (False,):
            if ways := self._ways(start, ends, reasons=reasons):
                break
        said, read = (self._spread(start, self.steps(x, reasons=reasons)) for x in (SAID, READ))
        quiet = frozenset(each.end for each in ways)
        levels = enumerate((said, read, quiet))
        need = next((level for level, them in levels if not ends.isdisjoint(them)), None)
        return WaysFound(ways, reasons, need, len(said) - 1, breaks)

    def steps(self, level: int, *, reasons: bool) -> StepsFrom:
        """Return the steps from each thing that need no more than a level, the cheapest to each."""
        if (reasons, level) not in self._steps:
            found: StepsFrom = {iri: {} for iri in self.graph.things}
            for link in self.graph.links:
                leads = self.leads(link)
                for row in rows(link):
                    if row.standing.inferred or self._level(row) > level:
                        continue
                    cost = self.cost(row)
                    if not reasons or leads & (FORTH | PASSING):
                        _add(found, Step(*link.ends, row, cost, bool(leads & FORTH)))
                    if not reasons or leads & BACK:
                        back = link.object, link.subject
                        _add(found, Step(*back, row, cost, bool(leads & BACK)))
            self._steps[reasons, level] = found
        return self._steps[reasons, level]

    def _level(self, row: LinkRow) -> int:
        if self.graph.counted_as(row.link) != "substance":
            return QUIET
        return READ if row.standing.rests_on_reading else SAID

    def _ways(self, start: str, ends: frozenset[str], *, reasons: bool) -> tuple[Way, ...]:
        """Return the cheapest ways, and the cheapest that sources say where it is none of them."""
        quiet, said = (self.steps(level, reasons=reasons) for level in (QUIET, SAID))
        most = SEARCH["chains" if reasons else "ways"]
        # Of reasons every link counts; elsewhere a way that is half another tells little.
        ways = [*self._cheapest(start, ends, quiet, most, apart=not reasons)]
        for one in self._cheapest(start, ends, said, 1):
            if all(one.passed != each.passed for each in ways):
                ways.append(one)
        return tuple(ways)

    def _cheapest(
        self, start: str, ends: frozenset[str], near: StepsFrom, most: int, *, apart: bool = False
    ) -> Iterator[Way]:
        """Yield ways, the cheapest first, each with a step that is new.

        Those that are to be apart have more steps that are new than not, and cost at most double.
        """
        left = self._left(near, ends)
        if start not in left:
            return
        dearest = 2 * (left[start] - self.hubs[start])
        turn, told = count(), set[frozenset[str]]()
        heap = [(left[start], next(turn), 0, Way(start))]
        for _ in range(SEARCH["tries"]):
            if not heap or not most:
                return
            _, _, spent, way = heappop(heap)
            at = way.end
            if at in ends:
                steps = {each.ends for each in way.steps}
                new = len(steps - told)
                if not told or new > (len(steps) // 2 if apart else 0):
                    told |= steps
                    most -= 1
                    yield way
                continue
            spent += self.hubs[at] if way.steps else 0
            passed = {*way.passed}
            for step in near[at].values():
                paid = spent + step.cost
                if step.end not in left or step.end in passed:
                    continue
                whole = paid + left[step.end]
                if not apart or whole <= dearest:
                    onward = Way(start, (*way.steps, step))
                    heappush(heap, (whole, next(turn), paid, onward))

    def _left(self, near: StepsFrom, ends: Iterable[str]) -> dict[str, int]:
        """Return the least that is left to pay from each thing, itself passed, to an end."""
        into: dict[str, list[Step]] = defaultdict(list)
        for steps in near.values():
            for step in steps.values():
                into[step.end].append(step)
        left: dict[str, int] = {}
        heap = [(0, each) for each in sorted(ends)]
        while heap:
            paid, at = heappop(heap)
            if at not in left:
                left[at] = paid
                for step in into[at]:
                    if step.start not in left:
                        heappush(heap, (paid + step.cost + self.hubs[step.start], step.start))
        return left

    def _spread(self, start: str, near: StepsFrom) -> dict[str, None]:
        """Return the things that steps lead to from a thing, itself first."""
        found = {start: None}
        edge = [start]
        for at in edge:
            new = [each for each in near[at] if each not in found]
            found |= dict.fromkeys(new)
            edge += new
        return found

    def _reach(self, start: str, near: StepsFrom) -> dict[str, Way]:
        """Return the things that steps lead to from a thing, each with the cheapest way there."""
        turn = count()
        heap = [(0, next(turn), Way(start))]
        found: dict[str, Way] = {}
        while heap:
            paid, _, way = heappop(heap)
            at = way.end
            if at in found:
                continue
            found[at] = way
            paid += self.hubs[at] if way.steps else 0
            for step in near[at].values():
                if step.end not in found:
                    heappush(heap, (paid + step.cost, next(turn), Way(start, (*way.steps, step))))
        return found

    def _breaks(self, start: str) -> tuple[Break, ...]:
        """Return where reasons from a thing break off, the nearest first."""
        near, ends = self.steps(QUIET, reasons=True), self.reasons.ends
        reached = self._reach(start, near)

        def leads_on(at: str, way: Way) -> bool:
            onward = (each for each in near[at].values() if each.end not in way.passed)
            return at in ends or any(each.sought or each.end in ends for each in onward)

        found = [way for at, way in reached.items() if not leads_on(at, way)]
        if not found and ends.isdisjoint(reached):
            found = [*reached.values()][-1:]  # reasons that only go round
        sought, refused = self.reasons.sought, self.reasons.refused
        return tuple(Break(way, sought(way.end), refused(way.end)) for way in found)


def _add(near: StepsFrom, step: Step) -> None:
    """Keep a step where none that is known between the same things is as cheap."""
    known = near[step.start].get(step.end)
    if step.start == step.end:
        return
    if known is not None:
        best = step if step.cost < known.cost else known
        step = best._replace(sought=step.sought or known.sought)
    near[step.start][step.end] = step
