"""Kinds: what each item and sentence of a text may be, with the cue that says so and its place.

The kind is a property of the list more than of the item, so the items of a list vote for one. Cues
of the intro count most: its main clause, without what stands in brackets and what comes after «som»
or «for å»; then what an item calls itself, the headings above, how an item begins or is shaped, and
its own words. Where nothing speaks, the kind is unsure, and never silently context.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ho21.ingest.segments.cues import cues, kinds, told_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ho21.ingest.segments.partition import Segment

UNSURE: Final = "unsure"
CONTEXT: Final = "context"
_SHOWN: Final = 3
_CALLED, _INTRO, _HEADING, _ABOVE, _BELOW = 12.0, 1.6, 1.0, 0.5, 0.6
_COUNTED: Final = 1.5
_ACTS: Final = frozenset(("goal", "measure", "need"))
_ENOUGH: Final = 3.0
_DOUBT: Final = 3.0  # what speaks against whatever is said by a single cue
_BRACKETS: Final = re.compile(r"\([^)]*\)")
READ: Final = 2000  # letters of a segment that are read for cues: what is longer is no sentence
_SHORT: Final = 40  # letters of a heading that calls what is below by its kind


@dataclass(frozen=True, slots=True)
class CueSeen:
    """A cue for a kind: its weight, the words, and where they stand in the text."""

    kind: str
    weight: float
    words: str
    start: int
    where: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The kinds that a segment may be of, the likeliest first, with the evidence for them.

    ``share`` is how much of all that speaks, and of some doubt, speaks for the first: no chance of
    its being right.
    """

    kinds: tuple[str, ...]
    evidence: tuple[CueSeen, ...] = field(default=())
    share: float = 0.0

    @property
    def kind(self) -> str:
        """The likeliest kind, or that it is unsure."""
        return self.kinds[0]


def propose(text: str, segments: Sequence[Segment]) -> dict[int, Proposal]:
    """Return what each item and each sentence may be, by where it starts."""
    return dict(_Kinds(text, segments).run())


class _Kinds:
    def __init__(self, text: str, segments: Sequence[Segment]) -> None:
        self.text = text
        self.segments = segments
        self.by_start = {each.start: each for each in segments}
        self.number = {each.start: at for at, each in enumerate(segments)}

    def run(self) -> Iterator[tuple[int, Proposal]]:
        items = [each for each in self.segments if each.role == "item"]
        found: dict[int, Proposal] = {}
        for _, them in groupby(items, key=lambda each: each.list):
            found |= dict(self.list_of([*them]))
        for each in self.segments:
            if each.role == "sentence":
                found[each.start] = self.sentence(each)
        yield from found.items()
        themes = self.themes(found)
        for each in self.segments:
            if each.role == "heading":
                yield each.start, self.heading(each, themes)

    def list_of(self, items: list[Segment]) -> Iterator[tuple[int, Proposal]]:
        """Yield the kind of each item: that of the list, but for one that says its own."""
        shared = [*self.above(items[0])]
        own = {each.start: [*self.item(each)] for each in items}
        told = {each.told for each in items if each.told}
        votes = [CueSeen(e.kind, e.weight / len(items), e.words, e.start, e.where)
                 for them in own.values() for e in them]  # fmt: skip
        together = [*shared, *votes]
        for each in items:
            mine = together
            if (each.told and len(told) > 1) or (own[each.start] and not shared):
                mine = [*together, *own[each.start]]
            yield each.start, _proposal(mine, each)

    def item(self, item: Segment) -> Iterator[CueSeen]:
        """Yield what an item itself says of its kind."""
        if item.told:
            yield CueSeen(item.told, _CALLED, item.label, item.start, "label")
        for where in ("first", "shape", "state", "own"):
            yield from self.seen(where, item.start, item.end)

    def above(self, item: Segment) -> Iterator[CueSeen]:
        """Yield what the intro and the headings say of what comes."""
        led = self.by_start.get(-1 if item.list is None else item.list)
        intro = led if led and led.role == "intro" else None
        if intro:
            yield from self.noun(intro, _INTRO, "intro")
            before = self.before(intro)
            if before and told_by("points").match(self.text[intro.start : intro.end]):
                yield from self.noun(before, _HEADING, "intro")
        for start in item.headings:
            heading = self.by_start.get(start)
            if heading and heading.role == "heading":  # a title says what the whole is
                yield from self.noun(heading, _ABOVE if intro else _HEADING, "heading")

    def before(self, segment: Segment) -> Segment | None:
        """Return the sentence right before a segment: «Dette er:» points back at it."""
        at = self.number[segment.start]
        before = self.segments[at - 1] if at else None
        return before if before and before.role == "sentence" else None

    def noun(self, segment: Segment, weight: float, where: str) -> Iterator[CueSeen]:
        """Yield what a main clause calls what comes: what is counted or owned says most."""
        said = self.text[segment.start : min(segment.end, segment.start + READ)]
        clause = _BRACKETS.sub(lambda found: " " * len(found[0]), said)
        cut = told_by("forth").search(clause, 1)
        main = clause[: cut.start()] if cut else clause
        counted = [found.span() for found in told_by("counted").finditer(main)]
        best: dict[str, CueSeen] = {}
        for cue in cues("nouns"):
            for seen in cue.pattern.finditer(main):
                is_counted = any(a <= seen.start() < b for a, b in counted)
                told = cue.weight * weight * (_COUNTED if is_counted else 1.0)
                if cue.kind not in best or told > best[cue.kind].weight:
                    at = segment.start + seen.start()
                    best[cue.kind] = CueSeen(cue.kind, told, seen[0], at, where)
        yield from best.values()

    def sentence(self, segment: Segment) -> Proposal:
        """Return what a sentence may be by its own words and what it stands under."""
        found = [each for where in ("own", "first") for each in self.seen(where, *_span(segment))]
        if segment.label:
            found += [
                CueSeen(cue.kind, _CALLED, segment.label.strip(), segment.start, "label")
                for cue in cues("nouns")
                if cue.pattern.search(segment.label)
            ]
        heading = self.by_start.get(segment.headings[0]) if segment.headings else None
        below = segment.below == 1 and heading and heading.role == "heading"
        if heading and below and heading.end - heading.start < _SHORT:
            found += self.noun(heading, _BELOW, "heading")
        return _proposal(found, segment)

    def heading(self, segment: Segment, themes: frozenset[int]) -> Proposal:
        """Return what a heading may be besides a heading: a question, or what is below is about.

        Where several stand over what someone is to do or reach, and none says of what kind that
        is, each names a theme.
        """
        said = self.text[segment.start : segment.end]
        if said.endswith("?"):
            return _proposal(self.seen("own", *_span(segment)), segment)
        if segment.start in themes:
            over = CueSeen("theme", 1.0, said, segment.start, "heading")
            return Proposal(("theme",), (over,), 1.0)
        return Proposal((CONTEXT,))

    def themes(self, found: Mapping[int, Proposal]) -> frozenset[int]:
        """Return where the headings begin that stand over what someone is to do, and name no kind.

        One alone is none.
        """
        over = {
            each.headings[0]
            for each in self.segments
            if each.headings and each.start in found and found[each.start].kind in _ACTS
            if each.role == "item" or [*self.seen("first", *_span(each))]
        }
        named = {
            each.start
            for each in self.segments
            if each.role == "heading" and each.start in over
            if not [*self.noun(each, _HEADING, "heading")]
        }
        return frozenset(named if len(named) > 1 else ())

    def seen(self, where: str, start: int, end: int) -> Iterator[CueSeen]:
        """Yield the cues of a place that stand in a piece of the text, the strongest of a kind."""
        best: dict[str, CueSeen] = {}
        said = self.text[start : min(end, start + READ)]
        for cue in cues(where):
            found = cue.pattern.search(said)
            if found and (cue.kind not in best or best[cue.kind].weight < cue.weight):
                at = start + found.start()
                best[cue.kind] = CueSeen(cue.kind, cue.weight, found[0], at, where)
        yield from best.values()


def _span(segment: Segment) -> tuple[int, int]:
    return segment.start, segment.end


def _proposal(evidence: Iterable[CueSeen], segment: Segment) -> Proposal:
    """Return the kinds that evidence speaks for, the strongest first."""
    given = sorted(evidence, key=lambda each: (-each.weight, each.start))
    scores: dict[str, float] = defaultdict(float)
    for each in given:
        scores[each.kind] += each.weight
    order = {kind: at for at, kind in enumerate(kinds())}
    ranked = sorted(scores, key=lambda kind: (-scores[kind], order[kind]))
    otherwise = UNSURE if segment.role == "item" else CONTEXT
    if not ranked or scores[ranked[0]] < (1.0 if segment.role == "item" else _ENOUGH):
        ranked = [otherwise, *ranked]
    total = sum(scores.values())
    share = scores[ranked[0]] / (total + _DOUBT) if ranked[0] in scores else 0.0
    return Proposal(tuple(ranked[:_SHOWN]), tuple(given), share)
