"""A text cut where its passages start and end, without a letter lost or told twice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Final, Literal

from ho21.model.things import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Document

_LAST_OF_ONE_UNIT: Final = "\uffff"
_NOWHERE: Final = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, by ``kind``.

    ``words`` that no mark and no line begins or ends in; the start of a ``line``, counted from 1;
    a span ``opened`` (``whole`` where it is one element, else its end stands elsewhere) or
    ``closed``; and words that cross the edge of another span, ``crossing`` or ``crossed``.
    """

    kind: Literal["words", "line", "opened", "closed", "crossing", "crossed"]
    text: str = ""
    number: int = 0
    span: Span = _NOWHERE
    whole: bool = False


def stated(graph: KnowledgeGraph, document: Document) -> tuple[Span, ...]:
    """Return the stated passages of a document, by place; of two the longer first."""
    aside = {(each.start, each.end) for each in document.asides}
    passages = (each for each in graph.passages.values() if each.document == document.iri)
    places = {(each.start, each.end) for each in passages if each.stating}
    return tuple(
        sorted((Span(*each) for each in places - aside), key=lambda each: (each.start, -each.end))
    )


def resting(graph: KnowledgeGraph, document: Document) -> tuple[Span, ...]:
    """Return the passages of a document that only readings rest on, of the kind ``read``."""
    there = {(each.start, each.end) for each in (*stated(graph, document), *document.asides)}
    passages = (each for each in graph.passages.values() if each.document == document.iri)
    places = {(each.start, each.end) for each in passages} - there
    return tuple(Span(*each, kind="read") for each in sorted(places))


def utf16(text: str) -> tuple[int, ...]:
    """Return, for each offset into a text in code points, the same in UTF-16 units."""
    return tuple(accumulate((1 + (letter > _LAST_OF_ONE_UNIT) for letter in text), initial=0))


def in_utf16(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Return spans of a text as JavaScript counts, in UTF-16 units."""
    units = utf16(text)
    return tuple(replace(each, start=units[each.start], end=units[each.end]) for each in spans)


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


def cut(text: str, spans: Iterable[Span], points: Iterable[Span] = ()) -> Iterator[Piece]:
    """Yield a text in pieces: words, the starts of lines, and the starts and ends of spans.

    A span that crosses another is an empty mark at its start; its words are told apart by
    ``crossing``, as often as marks interrupt them.  Of ``points`` only the start is marked.
    """
    whole, crossing = nested(spans)
    starts: dict[int, list[Span]] = defaultdict(list)
    ends: dict[int, list[Span]] = defaultdict(list)
    for each in sorted(whole, key=_longest):
        starts[each.start].append(each)
        ends[each.end].insert(0, each)
    loose: dict[int, list[Span]] = defaultdict(list)
    for each in sorted({*crossing, *points}):
        loose[each.start].append(each)
    lines = {0: 1}
    newlines = (at for at, letter in enumerate(text) if letter == "\n")
    lines |= {at + 1: n for n, at in enumerate(newlines, 2) if at + 1 < len(text)}
    edges = {0, len(text), *starts, *ends, *loose, *lines, *(each.end for each in crossing)}
    places = sorted(edges)
    for at, end in zip(places, [*places[1:], len(text)], strict=True):
        yield from (Piece("closed", span=each) for each in ends[at])
        if at in lines and at < len(text):
            yield Piece("line", number=lines[at])
        opened = sorted([*starts[at], *loose[at]], key=_longest)
        yield from (Piece("opened", span=each, whole=each in whole) for each in opened)
        if at < end:
            over = any(each.start <= at < each.end for each in crossing)
            yield from (Piece("crossing"),) if over else ()
            yield Piece("words", text[at:end])
            yield from (Piece("crossed"),) if over else ()


def _longest(span: Span) -> tuple[int, Span]:
    return span.start - span.end, span
