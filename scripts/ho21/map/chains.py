"""Chains of reasons through the graph: why a thing is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ho21.rdf.namespaces import HO
from ho21.resources import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Link, NonLink


class Way(NamedTuple):
    """A kind of step that gives a reason: from role or class to another by a link, or against."""

    start: str
    predicate: str
    end: str
    back: bool = False


_KNOWN: Final = messages("map/chains.toml")
_END: Final[str] = _KNOWN["end"]


def _ways(known: dict[str, Any]) -> tuple[Way, ...]:
    against = (Way(start, by, end, back=True) for start, by, end in known["back"])
    return (*(Way(*each) for each in known["ways"]), *against)


_WAYS: Final = _ways(_KNOWN)
_INSTEAD: Final = _ways(_KNOWN["instead"])
# These are followed where they are, and not missed where they are not.
_BYWAYS: Final = tuple(Way(*each) for each in _KNOWN["byways"])


@dataclass(frozen=True)
class Step:
    """One step of a chain, along a link or against it, with the link it rests on."""

    start: str
    end: str
    link: Link


@dataclass(frozen=True)
class Break:
    """Where a chain breaks: the thing, the ways there could be, and the readings that said no."""

    at: str
    ways: tuple[Way, ...]
    non_links: tuple[NonLink, ...]


@dataclass(frozen=True)
class Chain:
    """The steps from a thing to the vision, or to the gap where they stop."""

    start: str
    steps: tuple[Step, ...]
    gap: Break | None

    @property
    def strength(self) -> float:
        """The lowest confidence of its links, as a chain holds no more than its weakest link."""
        return min((step.link.strength for step in self.steps), default=1.0)


def is_end(graph: KnowledgeGraph, thing: str) -> bool:
    """Say whether a thing is that in which chains of reasons end."""
    return graph.is_a(thing, _END)


def has_chain(graph: KnowledgeGraph, thing: str) -> bool:
    """Say whether a chain of reasons can begin at a thing at all."""
    return any(graph.is_a(thing, way.start) for way in _given(graph))


def _given(graph: KnowledgeGraph) -> tuple[Way, ...]:
    """Return the ways that there are in a graph."""
    gone = _KNOWN["instead"]["of"]
    if graph.of(gone):
        return _WAYS
    instead = [way for way in _INSTEAD if graph.of(way.start) and graph.of(way.end)]
    kept = [way for way in _WAYS if gone not in {way.start, way.end}]
    return (*kept, *instead) if instead else _WAYS


def chains(graph: KnowledgeGraph, thing: str) -> tuple[Chain, ...]:
    """Return every chain of reasons from a thing, those that reach the vision and the strong first.

    There is none where ``has_chain`` says so; else each ends in the vision or says where it breaks.
    """
    found = _walk(graph, thing, (), {thing}) if has_chain(graph, thing) else ()
    return tuple(sorted(found, key=_surest_first))


def _surest_first(chain: Chain) -> tuple[bool, float, int, tuple[str, ...]]:
    ends = tuple(step.end for step in chain.steps)
    return chain.gap is not None, -chain.strength, len(ends), ends


def _walk(
    graph: KnowledgeGraph, at: str, steps: tuple[Step, ...], seen: set[str]
) -> Iterator[Chain]:
    start = steps[0].start if steps else at
    if is_end(graph, at):
        yield Chain(start, steps, None)
        return
    onward = [step for step in _onward(graph, at) if step.end not in seen]
    if not onward or _strays(graph, at, onward):
        yield Chain(start, steps, _gap_at(graph, at))
    for step in onward:
        yield from _walk(graph, step.end, (*steps, step), seen | {step.end})


def _strays(graph: KnowledgeGraph, at: str, onward: list[Step]) -> bool:
    """Say whether a measure serves goals, but none that counts as one."""
    start, *ends = _KNOWN["strays"]
    serves, counts = (any(graph.is_a(step.end, end) for step in onward) for end in ends)
    return graph.is_a(at, start) and serves and not counts


def _onward(graph: KnowledgeGraph, at: str) -> list[Step]:
    """Return a step to each next thing, by the strongest link there is; a stated one goes first."""
    steps: dict[str, Step] = {}
    for way in (*_given(graph), *_BYWAYS):
        if not graph.is_a(at, way.start):
            continue
        for link in (graph.into if way.back else graph.out)(at, way.predicate):
            end = link.subject if way.back else link.object
            if not graph.is_a(end, way.end):
                continue
            known = steps.get(end)
            if known is None or _firm(known.link) < _firm(link):
                steps[end] = Step(at, end, link)
    return [steps[end] for end in sorted(steps)]


def _firm(link: Link) -> tuple[bool, float]:
    return link.stated, link.strength


def _gap_at(graph: KnowledgeGraph, at: str) -> Break:
    ways = tuple(way for way in _given(graph) if graph.is_a(at, way.start))
    closed = (each for each in graph.weighed(at) if _closes(graph, each, ways))
    return Break(at, ways, tuple(closed))


def _closes(graph: KnowledgeGraph, weighed: NonLink, ways: tuple[Way, ...]) -> bool:
    """Say whether a link that was weighed is one of the ways a chain could have gone."""
    return any(
        (graph.is_a if weighed.denied else graph.covers)(weighed.other, way.end)
        for way in ways
        if weighed.predicate == HO + way.predicate and not way.back
    )
