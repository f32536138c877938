"""A captured text cut where its passages start and end, without a letter lost or told twice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of a text, in code points: a passage, or what is set aside as ``kind``."""

    start: int
    end: int
    kind: str = ""
    name: str = ""


@dataclass(frozen=True)
class Words:
    """A run of the text that no mark and no line begins or ends in."""

    text: str


@dataclass(frozen=True)
class Line:
    """The start of a line, counted from 1."""

    number: int


@dataclass(frozen=True)
class Opened:
    """The start of a span; ``whole`` where it is one element, else its end stands elsewhere."""

    span: Span
    whole: bool


@dataclass(frozen=True)
class Closed:
    """The end of a span that is one element."""

    span: Span


@dataclass(frozen=True)
class Crossed:
    """The start or the end of words that cross the edge of another span."""

    opened: bool


Piece = Words | Line | Opened | Closed | Crossed


def nested(spans: Iterable[Span]) -> tuple[frozenset[Span], frozenset[Span]]:
    """Part spans into those that can be elements inside one another, and those that cross them.

    The longer is kept whole; of two that cross, the shorter is the one that is not.
    """
    whole: list[Span] = []
    crossing: list[Span] = []
    for each in sorted(set(spans), key=_longest):
        crosses = any(
            one.start < other.start < one.end < other.end
            for kept in whole
            for one, other in ((kept, each), (each, kept))
        )
        (crossing if crosses else whole).append(each)
    return frozenset(whole), frozenset(crossing)


def cut(text: str, spans: Iterable[Span]) -> Iterator[Piece]:
    """Yield a text in pieces: words, the starts of lines, and the starts and ends of spans.

    A span that crosses another is an empty mark at its start; its words are told apart by
    ``Crossed``, as often as marks interrupt them.
    """
    whole, crossing = nested(spans)
    starts: dict[int, list[Span]] = defaultdict(list)
    ends: dict[int, list[Span]] = defaultdict(list)
    for each in sorted(whole, key=_longest):
        starts[each.start].append(each)
        ends[each.end].insert(0, each)
    loose: dict[int, list[Span]] = defaultdict(list)
    for each in sorted(crossing):
        loose[each.start].append(each)
    lines = {0: 1}
    lines |= {at + 1: n for n, at in enumerate(_newlines(text), 2) if at + 1 < len(text)}
    edges = {0, len(text), *starts, *ends, *loose, *lines, *(each.end for each in crossing)}
    places = sorted(edges)
    for at, end in zip(places, [*places[1:], len(text)], strict=True):
        yield from (Closed(each) for each in ends[at])
        if at in lines and at < len(text):
            yield Line(lines[at])
        opened = sorted([*starts[at], *loose[at]], key=_longest)
        yield from (Opened(each, whole=each in whole) for each in opened)
        if at < end:
            over = any(each.start <= at < each.end for each in crossing)
            yield from (Crossed(opened=True),) if over else ()
            yield Words(text[at:end])
            yield from (Crossed(opened=False),) if over else ()


def _longest(span: Span) -> tuple[int, Span]:
    return span.start - span.end, span


def _newlines(text: str) -> Iterator[int]:
    return (at for at, letter in enumerate(text) if letter == "\n")
