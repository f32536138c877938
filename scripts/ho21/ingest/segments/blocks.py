"""Blocks: lines that stand together as a paragraph, a heading or an item of a list.

What a blank line means, and whether lines are wrapped, is decided once for a document: in some a
blank line stands after every line that is drawn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ho21.ingest.segments.cues import told_by
from ho21.ingest.segments.lines import Line, lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_WRAPPED: Final = 130  # letters of the longest line of a text that is wrapped
_FULL: Final = 0.66  # of the longest line: one as long as that goes on on the next
_HEADING: Final = 120
_DOUBLED: Final = 0.8
_SENTENCE_END: Final = re.compile(r"[.!?;:…][\])”»’\"']*(?:\[\w{1,4}\])?$")
_SAID: Final = 2  # lines with a dash that stand together are items; one alone is what someone says


@dataclass(frozen=True, slots=True)
class Block:
    """A block: its words from ``start`` to ``end``, as a heading, a paragraph or an item."""

    start: int
    end: int
    role: str
    sort: str = ""
    label: str = ""
    kind: str = ""

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return self.role == "item"


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of a text in order."""
    lines = lines_of(text)
    found: list[list[Line]] = []
    layout = _Layout(text, lines)
    for line in lines:
        if found and layout.goes_on(found[-1], line):
            found[-1].append(line)
        else:
            found.append([line])
    blocks = [_block(text, each) for each in found]
    return _unlike_speech(text, blocks)


class _Layout:
    """What line ends and blank lines mean in a text."""

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self.text = text
        widths = sorted(each.end - each.first for each in lines)
        self.longest = widths[-1] if widths else 0
        blanks = sum(each.blank_before for each in lines)
        self.doubled = len(lines) > 5 and blanks >= _DOUBLED * (len(lines) - 1)  # noqa: PLR2004
        self.wrapped = self.longest <= _WRAPPED

    def goes_on(self, block: Sequence[Line], line: Line) -> bool:
        """Say whether a line goes on with what the lines before it began."""
        last = block[-1]
        if line.is_item or not line.new:
            return False
        begins_low = self.text[line.start].islower()
        ended = bool(_SENTENCE_END.search(self.text[last.start : last.end]))
        if line.blank_before:
            return self.doubled and self.wrapped and begins_low and not ended
        if block[0].is_item and line.indent > block[0].indent and not ended:
            return True
        if begins_low and not (ended and self.text[last.end - 1] == ":"):
            return True
        full = last.end - last.first >= _FULL * self.longest
        return self.wrapped and full


def _block(text: str, lines: Sequence[Line]) -> Block:
    first, last = lines[0], lines[-1]
    role = "item" if first.is_item else "paragraph"
    if role == "paragraph" and _is_heading(text, first.start, last.end, len(lines)):
        role = "heading"
    return Block(first.start, last.end, role, first.sort, first.label, first.kind)


def _is_heading(text: str, start: int, end: int, lines: int) -> bool:
    """Say whether a block is short, and neither a sentence nor a part of one."""
    said = text[start:end]
    if len(said) > _HEADING or lines > 2 or said[-1] in ".;,!…":  # noqa: PLR2004 (a long heading)
        return False
    return not told_by("pronouns").match(said) or len(said.split()) < 8  # noqa: PLR2004


def _unlike_speech(text: str, blocks: list[Block]) -> list[Block]:
    """Return the blocks, where a dash before words that someone says makes no item."""
    found = list(blocks)
    for at, each in enumerate(blocks):
        if each.sort != "dash":
            continue
        near = [blocks[to] for to in (at - 1, at + 1) if 0 <= to < len(blocks)]
        alone = not any(other.sort == "dash" for other in near)
        led = at > 0 and text[blocks[at - 1].end - 1] == ":"
        said = told_by("said").search(text, each.start, each.end)
        if not led and (alone or said):
            found[at] = Block(each.start, each.end, "paragraph")
    return found
