"""The lines of a text: how far each is indented, what marks it as an item, and its words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ho21.ingest.segments.cues import labels, months

if TYPE_CHECKING:
    from collections.abc import Iterator

# Signs that stand before an item, those of pdf files and of private fonts among them.
_GLYPHS: Final = "•·▪▫‣◦●○■□►➢✓✔⁃∙\x7f\uf0a7\uf0b7\uf0fc\uf02d"
_DASHES: Final = "-–—*"
_ROOM: Final = "[ \t\u00a0\u202f\u2003]"
_MARK: Final = re.compile(
    rf"(?P<glyph>[{_GLYPHS}]|\(cid:\d+\)|o(?=\t))|(?P<dash>[{_DASHES}](?={_ROOM}))"
    rf"|(?P<number>\(?(?:\d{{1,2}}|[a-zæøå]|[ivx]{{2,4}})[.)](?={_ROOM}|$)|\d{{1,2}}(?:\.\d{{1,2}})+(?={_ROOM}))",
    re.IGNORECASE,
)
_WORD: Final = 40  # letters, within which a word is looked at
_NEAR: Final = 12  # lines between one item and the next
_SPACE: Final = re.compile(r"\s*")
_GLUED: Final = re.compile(rf"(?<=[\w.,;:)]){_ROOM}+(?=[{_GLYPHS}]{_ROOM}*\w)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its words from ``start`` to ``end``, and what stands before them.

    ``sort`` is how an item is marked (glyph, dash, number), ``label`` what it calls itself by
    number («Mål 2:»), ``kind`` the kind that says.
    """

    first: int
    start: int
    end: int
    indent: int
    sort: str = ""
    label: str = ""
    kind: str = ""
    blank_before: bool = False
    new: bool = True

    @property
    def is_item(self) -> bool:
        """Whether it is marked as one of several."""
        return bool(self.sort or self.label)


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text that have anything on them."""
    found: list[Line] = []
    at, blank = 0, False
    waiting: Line | None = None
    for raw in text.splitlines(keepends=True):
        for first, end in _glued(text, at, at + len(raw)):
            line = _line(text, first, end, blank=blank, new=first == at)
            if line is None:
                blank = True
                continue
            if waiting:  # a mark alone on its line belongs to the next
                line = _marked(line, waiting)
                waiting = None
            blank = False
            if line.start == line.end:
                waiting = line
            else:
                found.append(line)
        at += len(raw)
    return _numbered(text, [*found, waiting] if waiting else found)


def _numbered(text: str, lines: list[Line]) -> list[Line]:
    """Return lines, where numbers alone on theirs count items: from 1 on, each before its words."""
    counted: list[int] = []
    for at, (line, following) in enumerate(pairwise(lines)):
        alone = text[line.start : line.end] == str(len(counted) + 1) and not line.is_item
        near = not counted or at - counted[-1] <= _NEAR  # pages are further apart
        if alone and near and not following.blank_before and not following.is_item:
            counted.append(at)
    if len(counted) < 2:  # noqa: PLR2004 (one alone counts nothing)
        return lines
    marks = {at + 1: replace(lines[at], sort="number") for at in counted}
    return [
        _marked(line, marks[at]) if at in marks else line
        for at, line in enumerate(lines)
        if at + 1 not in marks
    ]


def _glued(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Divide a line on which several items stand, each with its sign."""
    for each in _GLUED.finditer(text, start, end):
        yield start, each.end()
        start = each.end()
    yield start, end


def _line(text: str, first: int, end: int, *, blank: bool, new: bool) -> Line | None:
    while end > first and text[end - 1].isspace():
        end -= 1
    start = _after_space(text, first, end)
    if start == end:
        return None
    indent = sum(4 if each == "\t" else 1 for each in text[first:start])
    sort, at = "", start
    while (found := _MARK.match(text, at, end)) and not _is_date(text, found, end):
        kind = found.lastgroup or ""
        if sort and kind == "dash":
            break
        sort = kind
        at = _after_space(text, found.end(), end)
    label, kind, after = _labelled(text, at, end)
    return Line(start, after, end, indent, sort, label, kind, blank, new)


def _marked(line: Line, waiting: Line) -> Line:
    return Line(
        waiting.first, line.start, line.end, waiting.indent, waiting.sort,
        line.label, line.kind, waiting.blank_before, waiting.new,
    )  # fmt: skip


def _after_space(text: str, start: int, end: int) -> int:
    found = _SPACE.match(text, start, end)
    return found.end() if found else start


def _is_date(text: str, found: re.Match[str], end: int) -> bool:
    """Say whether a number is the day of a date, as in «4. mai»."""
    if found.lastgroup != "number":
        return False
    words = text[found.end() : min(end, found.end() + _WORD)].split(None, 1)
    return bool(words) and words[0].casefold().rstrip(".,") in months()


@cache
def _label_pattern() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, labels()), key=lambda each: (-len(each), each)))
    count = r"\d{1,3}|[ivx]{1,4}|[a-h]|one|two|three|four|five|six|seven|eight|nine|ten"
    return re.compile(
        rf"({words}) (?:no\. ?|nr\. ?)?(?:{count})(?:\s*[:.–—-]+)?\s+(?=\S)", re.IGNORECASE
    )


def _labelled(text: str, start: int, end: int) -> tuple[str, str, int]:
    """Return what an item calls itself by number, the kind that says, and where its words begin."""
    found = _label_pattern().match(text, start, end)
    if found is None:
        return "", "", start
    return found[0].strip(), labels()[found[1].casefold()], found.end()
