"""Lineage: what an idea came from and what it led to, in order of time."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Link

_HANDED_DOWN: Final = ("continues", "followsUp")
_EARLIER: Final = -1
_LATER: Final = 1
_DATED: Final = ("asEvent", "asPlan", "asCommitment")
_BEGINNING: Final = "asBeginning"


@dataclass(frozen=True)
class Descent:
    """A thing in the history of an idea, how far off it is (earlier below 0), and by which link.

    The idea itself has the distance 0 and no link.
    """

    thing: str
    distance: int
    link: Link | None


def lineage(graph: KnowledgeGraph, thing: str) -> tuple[Descent, ...]:
    """Return a thing, what it carries on and what carries it on, however far, in order of time.

    What has a year stands first, by year; the rest follows from the earlier to the later.
    """
    found = [Descent(thing, 0, None)]
    for sign in (_EARLIER, _LATER):
        steps = reached(thing, partial(_next_things, graph, sign))
        found += [
            Descent(end, sign * steps[end], link)
            for at in steps
            for end, link in _handed_down(graph, sign, at)
            if end != thing
        ]

    def order(each: Descent) -> tuple[bool, str, int, str, tuple[str, ...]]:
        year, _ = dated(graph, each.thing)
        way = each.link.triple if each.link else ()
        return not year, year, each.distance, each.thing, way

    return tuple(sorted(found, key=order))


def reached(start: str, onward: Callable[[str], Iterable[str]]) -> dict[str, int]:
    """Return how many steps off each thing is that can be reached, with the start itself at 0.

    A breadth-first search of our own, as the import of networkx takes half as long again as all
    that a command that needs no more than this does besides.
    """
    steps = {start: 0}
    waiting = deque([start])
    while waiting:
        at = waiting.popleft()
        for each in onward(at):
            if each not in steps:
                steps[each] = steps[at] + 1
                waiting.append(each)
    return steps


def _handed_down(graph: KnowledgeGraph, sign: int, thing: str) -> list[tuple[str, Link]]:
    """Return what a thing carries on, or what carries it on, and by which link."""
    links = (graph.into if sign == _LATER else graph.out)(thing, *_HANDED_DOWN)
    own = (link for link in links if not link.inferred)
    return [(link.subject if sign == _LATER else link.object, link) for link in own]


def _next_things(graph: KnowledgeGraph, sign: int, thing: str) -> list[str]:
    return [end for end, _ in _handed_down(graph, sign, thing)]


def dated(graph: KnowledgeGraph, thing: str) -> tuple[str, str]:
    """Return when a thing came, as the sources state it, and the thing that says so, else "".

    An event, plan or commitment has its own time. Else it is that of the beginning about it, of
    the promise of it, or of the whole it is part of. The time at which a goal is to be reached is
    no such time, and a date without a year is none either.
    """
    return _time_of(graph, thing, frozenset())


def _time_of(graph: KnowledgeGraph, thing: str, seen: frozenset[str]) -> tuple[str, str]:
    own = graph.thing(thing).when
    if graph.is_a(thing, *_DATED) and _has_year(own):
        return own, thing
    told = [
        (graph.thing(link.subject).when, link.subject)
        for link in graph.into(thing, "about", "promises")
        if link.stated
        and (link.predicate_name == "promises" or graph.is_a(link.subject, _BEGINNING))
        and _has_year(graph.thing(link.subject).when)
    ]
    wholes = {link.object for link in graph.out(thing, "isPartOf") if link.stated}
    told = told or [
        found
        for whole in wholes - seen - {thing}
        if (found := _time_of(graph, whole, seen | {thing}))[0]
    ]
    return min(told, default=("", ""))


def _has_year(when: str) -> bool:
    return bool(re.match(r"\d{4}", when))
