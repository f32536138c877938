"""Chains through the network: why a thing is there, and what an idea came from and led to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx

    from ho21.network import Link, Negative, Network

_HANDED_DOWN: Final = ("continues", "followsUp")
_DATED: Final = ("Event", "Plan", "Commitment")
_BEGINNINGS: Final = ("Launch", "Delivery", "Appointment")
END: Final = "Vision"


class Way(NamedTuple):
    """A kind of step that gives a reason: from class to class by a link, or against it."""

    start: str
    predicate: str
    end: str
    back: bool = False


WAYS: Final = (
    Way("Measure", "contributesTo", "TargetPicture"),
    Way("Goal", "isPartOf", "StrategicBlock"),
    Way("StrategicBlock", "continues", END),
    Way("Challenge", "motivates", "Measure"),
    Way("Challenge", "motivates", "Goal"),
    Way("Challenge", "motivates", "Need"),
    Way("Need", "motivates", "Measure"),
    Way("Need", "motivates", "Goal"),
    Way("Need", "motivates", "Need"),
    Way("Rationale", "motivates", "Measure"),
    Way("Rationale", "motivates", "Goal"),
    Way("Rationale", "motivates", "Need"),
    Way("Challenge", "motivates", "StrategicBlock"),
    Way("Need", "motivates", "StrategicBlock"),
    Way("Rationale", "motivates", "StrategicBlock"),
    Way("Theme", "isPartOf", "Recommendation", back=True),
    Way("StrategyArea", "contributesTo", "TargetPicture", back=True),
    Way("StrategyArea", "continues", "TargetPicture", back=True),
    Way("StrategyArea", "continues", "StrategicBlock", back=True),
)

# These are followed where they are, and not missed where they are not.
_BYWAYS: Final = (
    Way("Measure", "contributesTo", "Goal"),
    Way("Goal", "continues", END),
    Way("Need", "continues", END),
)


@dataclass(frozen=True)
class Step:
    """One step of a chain, along a link or against it, with the link it rests on."""

    start: str
    end: str
    link: Link


@dataclass(frozen=True)
class Gap:
    """Where a chain breaks: the thing, the ways there could be, and the readings that said no."""

    at: str
    ways: tuple[Way, ...]
    negatives: tuple[Negative, ...]


@dataclass(frozen=True)
class Chain:
    """The steps from a thing to the vision, or to the gap where they stop."""

    start: str
    steps: tuple[Step, ...]
    gap: Gap | None

    @property
    def strength(self) -> float:
        """The lowest confidence of its links, as a chain holds no more than its weakest link."""
        return min((step.link.strength for step in self.steps), default=1.0)


def has_chain(network: Network, thing: str) -> bool:
    """Say whether a chain of reasons can begin at a thing at all."""
    return any(network.is_a(thing, way.start) for way in WAYS)


def chains(network: Network, thing: str) -> tuple[Chain, ...]:
    """Return every chain of reasons from a thing, those that reach the vision and the strong first.

    There is none where ``has_chain`` says so; else each ends in the vision or says where it breaks.
    """
    found = _walk(network, thing, (), {thing}) if has_chain(network, thing) else ()
    return tuple(sorted(found, key=_rank))


def _rank(chain: Chain) -> tuple[bool, float, int, tuple[str, ...]]:
    ends = tuple(step.end for step in chain.steps)
    return chain.gap is not None, -chain.strength, len(ends), ends


def _walk(network: Network, at: str, steps: tuple[Step, ...], seen: set[str]) -> Iterator[Chain]:
    start = steps[0].start if steps else at
    if network.is_a(at, END):
        yield Chain(start, steps, None)
        return
    onward = [step for step in _onward(network, at) if step.end not in seen]
    if not onward or _strays(network, at, onward):
        yield Chain(start, steps, _gap(network, at))
    for step in onward:
        yield from _walk(network, step.end, (*steps, step), seen | {step.end})


def _strays(network: Network, at: str, onward: list[Step]) -> bool:
    """Say whether a measure serves goals, but none that the strategy has made a target picture."""
    ends = (step.end for step in onward)
    return network.is_a(at, "Measure") and not any(network.is_a(x, "TargetPicture") for x in ends)


def _onward(network: Network, at: str) -> list[Step]:
    """Return a step to each next thing, by the strongest link there is; a stated one goes first."""
    steps: dict[str, Step] = {}
    for way in (*WAYS, *_BYWAYS):
        if not network.is_a(at, way.start):
            continue
        for link in (network.into if way.back else network.out)(at, way.predicate):
            end = link.subject if way.back else link.object
            if not network.is_a(end, way.end):
                continue
            known = steps.get(end)
            if known is None or _firm(known.link) < _firm(link):
                steps[end] = Step(at, end, link)
    return [steps[end] for end in sorted(steps)]


def _firm(link: Link) -> tuple[bool, float]:
    return not link.read, link.strength


def _gap(network: Network, at: str) -> Gap:
    ways = tuple(way for way in WAYS if network.is_a(at, way.start))
    said = (each for each in network.negatives if each.about == at)
    return Gap(at, ways, tuple(each for each in said if _closes(network, each, ways)))


def _closes(network: Network, negative: Negative, ways: tuple[Way, ...]) -> bool:
    """Say whether a negative reading speaks of one of the ways a chain could have gone."""
    return any(
        network.is_a(negative.other, way.end) if negative.denied else negative.other == way.end
        for way in ways
        if way.predicate == negative.predicate and not way.back
    )


@dataclass(frozen=True)
class Descent:
    """A thing in the history of an idea, how far off it is (earlier below 0), and by which link.

    The idea itself has the distance 0 and no link.
    """

    thing: str
    distance: int
    link: Link | None


def lineage(network: Network, thing: str) -> tuple[Descent, ...]:
    """Return a thing, what it carries on and what carries it on, however far, in order of time.

    What has a year stands first, by year; the rest follows from the earlier to the later.
    """
    import networkx as nx

    handed: nx.DiGraph[str] = nx.DiGraph()
    handed.add_node(thing)
    links = [link for link in network.links if link.predicate in _HANDED_DOWN and not link.inferred]
    handed.add_edges_from(link.ends for link in links)
    found = [Descent(thing, 0, None)]
    for way, sign in ((handed, -1), (handed.reverse(copy=False), 1)):
        far: dict[str, int] = nx.single_source_shortest_path_length(way, thing)
        for link in links:
            end, start = link.ends if sign > 0 else link.ends[::-1]
            if start in far and end in far and end != thing:
                found.append(Descent(end, sign * far[end], link))

    def order(each: Descent) -> tuple[bool, str, int, str, str]:
        year, _ = dated(network, each.thing)
        return not year, year, each.distance, each.thing, each.link.claim if each.link else ""

    return tuple(sorted(found, key=order))


def dated(network: Network, thing: str) -> tuple[str, str]:
    """Return when a thing came, as the sources state it, and the thing that says so, else "".

    An event, plan or commitment has its own time. Else it is that of the launch, delivery or
    appointment about it, of the promise of it, or of the whole it is part of. The time at which
    a goal is to be reached is no such time, and a date without a year is none either.
    """
    return _dated(network, thing, frozenset())


def _dated(network: Network, thing: str, seen: frozenset[str]) -> tuple[str, str]:
    own = network.things[thing].when
    if network.is_a(thing, *_DATED) and _has_year(own):
        return own, thing
    told = [
        (network.things[link.subject].when, link.subject)
        for link in network.into(thing, "about", "promises")
        if not link.read
        and (link.predicate == "promises" or network.is_a(link.subject, *_BEGINNINGS))
        and _has_year(network.things[link.subject].when)
    ]
    wholes = {link.object for link in network.out(thing, "isPartOf") if not link.read}
    told = told or [
        found
        for whole in wholes - seen - {thing}
        if (found := _dated(network, whole, seen | {thing}))[0]
    ]
    return min(told, default=("", ""))


def _has_year(when: str) -> bool:
    return bool(re.match(r"\d{4}", when))
