"""The partition of a text: each letter and digit stands in one segment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ho21.ingest.segments.blocks import Block, blocks_of
from ho21.ingest.segments.cues import told_by
from ho21.ingest.segments.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LEAD: Final = re.compile(r"[:–—-]\s*$")
_PART: Final = 200  # letters of what is called noise, or of who says something
_OPENING: Final = "–—-«“”\"'‘"
_CLOSING: Final = ".,;»”\"’'"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text: where it stands, its part in the text, and what it stands under.

    ``role`` is title, heading, intro, item, sentence, marker or noise. ``list`` is where the list
    begins that an item is of, by its intro or else its heading; ``label`` and ``told`` are what an
    item calls itself by number and the kind that says. ``headings`` begin where the headings above
    stand, the nearest first, and then the one that it stands right under; ``below`` is the number
    of the paragraph under the nearest.
    """

    start: int
    end: int
    role: str
    list: int | None = None
    label: str = ""
    told: str = ""
    headings: tuple[int, ...] = ()
    below: int = 0

    @property
    def id(self) -> str:
        """What the segment is called in its text."""
        return f"s{self.start}"


def partition(text: str) -> list[Segment]:
    """Return the segments of a text in order."""
    found = _Partition(text).run()
    return sorted([*found, *_between(text, found)], key=lambda each: each.start)


class _Partition:
    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks = blocks_of(text)
        self.above: tuple[int, ...] = ()  # where the headings begin, the nearest first
        self.list: int | None = None
        self.below = 0
        self.found: list[Segment] = []

    def run(self) -> list[Segment]:
        for at, block in enumerate(self.blocks):
            following = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
            short = block.end - block.start <= _PART
            if short and told_by("noise").fullmatch(self.text[block.start : block.end]):
                self.add(block.start, block.end, "noise")
            elif block.is_item:
                self.item(block)
            elif block.role == "heading" and not self._leads(block, following):
                self.heading(block, first=not at)
            else:
                self.paragraph(block, following)
        return self.found

    def add(
        self, start: int, end: int, role: str, label: str = "", of: Block | None = None
    ) -> None:
        """Add a segment, where there is anything of it; an item is one of a list."""
        if start < end:
            told, its = (of.kind, self.list) if of else ("", None)
            self.found.append(
                Segment(start, end, role, its, label, told, self.above, below=self.below)
            )

    def heading(self, block: Block, *, first: bool) -> None:
        """Note what is below a heading from here on; the one before it ends.

        One right under another stands below that, and so does what takes its place.
        """
        if first:
            self.add(block.start, block.end, "title")
            return
        nested = bool(self.found) and self.found[-1].role == "heading"
        self.above = self.above[:1] if nested else self.above[1:]
        self.add(block.start, block.end, "heading")
        self.above = (block.start, *self.above)
        self.list, self.below = None, 0

    def paragraph(self, block: Block, following: Block | None) -> None:
        """Add the sentences of a paragraph; the last one may lead to a list."""
        spans = [*sentences(self.text, block.start, block.end)]
        leads = self._leads(block, following)
        self.list, self.below = None, self.below + 1
        for at, (start, end) in enumerate(spans):
            if leads and at == len(spans) - 1:
                self.add(start, end, "intro")
                self.list = start
            else:
                begin, stop, called = _core(self.text, start, end)
                self.add(begin, stop, "sentence", called)

    def item(self, block: Block) -> None:
        """Add the sentences of an item."""
        if self.list is None:
            self.list = self.above[0] if self.above else block.start
        for start, end in sentences(self.text, block.start, block.end):
            begin, stop, _ = _core(self.text, start, end)
            self.add(begin, stop, "item", block.label, block)

    def _leads(self, block: Block, following: Block | None) -> bool:
        """Say whether a block leads to the list that comes next."""
        if following is None or not following.is_item:
            return False
        said = self.text[block.start : block.end]
        return bool(_LEAD.search(said)) or (
            block.role != "heading" and not said.endswith((".", "!", "?"))
        )


def _core(text: str, start: int, end: int) -> tuple[int, int, str]:
    """Return where the words of a sentence stand, and what they are called («Vår visjon: …»).

    Left out are that, the marks of a quotation, who says them, and the sign that ends them.
    """
    called = told_by("called").match(text, start, end)
    if called:
        start = called.end()
    if said := told_by("attributed").search(text, max(start, end - _PART), end):
        end = said.start() if said.start() > start else end
    while start < end and (text[start].isspace() or text[start] in _OPENING):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _CLOSING):
        end -= 1
    return start, end, called[0] if called else ""


def _between(text: str, found: Sequence[Segment]) -> Iterator[Segment]:
    """Yield the marks and numbers that stand before items, and whatever else has a letter."""
    at = 0
    for each in [*sorted(found, key=lambda each: each.start), None]:
        end = each.start if each else len(text)
        left = [place for place in range(at, end) if text[place].isalnum()]
        if left:
            yield Segment(left[0], left[-1] + 1, "marker")
        at = each.end if each else end
