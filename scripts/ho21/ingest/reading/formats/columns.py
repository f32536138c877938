"""A page of a pdf by where its lines stand: columns that are read one after the other.

A gutter is a place across which few lines go, with lines beside each other on its two sides. A page
is read column by column where both sides are running text or lists, between the lines that go
across. Where they are neither, as in a table, the page is told of and left as it is written.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter, defaultdict, deque
from io import BytesIO
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ho21.ingest.reading.extract import count_letters
from ho21.ingest.reading.formats.numbering import BULLET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pdfminer.layout import LTContainer

_LEAST: Final = 4  # lines on each side
_LETTERS: Final = 6  # of a line on each side, which numbers in a table do not have
_ACROSS: Final = 0.5  # of the lines may go across: a title, an introduction
_BESIDE: Final = 0.5  # of the lines of the side that has fewer stand beside one of the other
_MIDDLE: Final = (0.2, 0.8)  # of the width of the page, where a gutter is looked for
_FULL: Final = 0.55  # of a column, filled by most lines of running text
_MARKED: Final = 0.2
_MARK: Final = re.compile(
    r"[•·▪▫‣◦●○■□►➢✓✔⁃∙*\x7f\ue000-\uf8ff]|[-–—]\s|\(?(?:\d{1,2}|[a-zæøå])[.)](?:\s|$)|\d{1,2}$"
)
# Fonts whose letters are drawn as other signs, such as bullets.
_SIGN_FONTS: Final = re.compile(r"dingbats|symbol|webdings|wingdings", re.IGNORECASE)
# What pdfminer writes for a sign that its font does not name.
_UNNAMED: Final = re.compile(r"^\s*\(cid:\d+\)")
_WIDE: Final = re.compile(r" {2,}")
_LARGEST_BULLET: Final = 8  # points
_MOST_SHAPES: Final = 300
_APART: Final = 0.4  # of the height of a line, by which a paragraph stands further apart


class Drawn(NamedTuple):
    """A line as it is drawn: its box, from the foot of the page up, and its words."""

    left: float
    foot: float
    right: float
    top: float
    text: str

    @property
    def middle(self) -> float:
        """The height of the middle of the line."""
        return (self.foot + self.top) / 2

    def is_beside(self, other: Drawn) -> bool:
        """Tell whether the lines are at one height."""
        shared = min(self.top, other.top) - max(self.foot, other.foot)
        return shared > min(self.top - self.foot, other.top - other.foot) / 2


class Columns(NamedTuple):
    """A page by its columns: its words, and whether to read it so."""

    text: str
    are_read: bool


def drawn_pages(content: bytes) -> Iterator[list[Drawn]]:
    """Give the lines of each page of a pdf, and the bullets that are drawn as shapes."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams

    # Narrow gutters part the lines; what is parted within a column is put together again.
    layout = LAParams(char_margin=1.2, boxes_flow=None, all_texts=True)
    for page in extract_pages(BytesIO(content), laparams=layout):
        lines, shapes = [*_drawn_lines(page)], [*_small_shapes(page)]
        few = shapes if len(shapes) <= _MOST_SHAPES else ()  # else they are a drawing
        yield [*lines, *(each for each in few if any(_is_bullet(each, line) for line in lines))]


def _drawn_lines(holder: LTContainer[Any]) -> Iterator[Drawn]:
    """Give the lines that a page or a box holds; one of no width, as a bullet is, is in no box."""
    from pdfminer.layout import LTChar, LTFigure, LTTextBox, LTTextLine

    for each in holder:
        if isinstance(each, LTTextBox | LTFigure):
            yield from _drawn_lines(each)
        elif isinstance(each, LTTextLine) and each.get_text().strip():
            text = _WIDE.sub(" ", _UNNAMED.sub(BULLET, each.get_text())).strip()
            first = next(iter(each))
            if isinstance(first, LTChar) and _SIGN_FONTS.search(first.fontname):
                text = BULLET + text[1:]
            yield Drawn(*each.bbox, text)


def _small_shapes(holder: LTContainer[Any]) -> Iterator[Drawn]:
    """Give shapes that may be bullets: small, and about as wide as they are high."""
    from pdfminer.layout import LTCurve, LTFigure

    for figure in (each for each in holder if isinstance(each, LTFigure)):
        yield from _small_shapes(figure)
    for shape in (each for each in holder if isinstance(each, LTCurve)):
        if 1 <= shape.width <= _LARGEST_BULLET and abs(shape.width - shape.height) < 1:
            yield Drawn(*shape.bbox, BULLET)


def _is_bullet(shape: Drawn, line: Drawn) -> bool:
    """Tell whether a shape stands just before a line, and is smaller than its letters."""
    height = line.top - line.foot
    near = 0 <= line.left - shape.right <= 2 * height and shape.top - shape.foot < height
    return near and line.foot < shape.middle < line.top


def columns_of(lines: Sequence[Drawn]) -> Columns | None:
    """Return a page by its columns, or None where it has but one."""
    gutter = _gutter(lines)
    if gutter is None:
        return None
    sides = _sides(lines, gutter)
    are_read = all(_is_running(each) for each in sides)
    return Columns("\n".join(_in_order(lines, gutter)), are_read)


def downward_text(lines: Sequence[Drawn]) -> str:
    """Return the words of a page, read from the top down."""
    return "\n".join(_downward(lines))


def _gutter(lines: Sequence[Drawn]) -> float | None:
    """Return where two columns part: the place that has most lines beside each other."""
    if len(lines) < 2 * _LEAST:
        return None
    start, end = min(each.left for each in lines), max(each.right for each in lines)
    first, last = (start + share * (end - start) for share in _MIDDLE)
    starts = Counter(round(each.left) for each in lines)
    best, found = 0, None
    for place in sorted(each for each, many in starts.items() if many >= _LEAST):
        score = _beside(lines, place - 0.5) if first <= place <= last else 0
        if score > best:
            best, found = score, place - 0.5
    return None if found is None else _before_marks(lines, found)


def _before_marks(lines: Sequence[Drawn], gutter: float) -> float:
    """Return a gutter moved to the left of the marks that stand in it: they are of the right."""
    left = [each for each in lines if each.right <= gutter]
    worded = (each.right for each in left if count_letters(each.text) >= _LETTERS)
    edge = max(worded, default=gutter)
    return min([gutter, *(each.left for each in left if each.left > edge)])


def _beside(lines: Sequence[Drawn], gutter: float) -> int:
    """Return how many lines stand beside each other, less those that go across; 0 for too few."""
    sides = [_lettered(_rows(each)) for each in _sides(lines, gutter)]
    fewer, more = sorted(sides, key=len)
    if len(fewer) < _LEAST:
        return 0
    heights = sorted(each.middle for each in more)
    beside = sum(_is_near(heights, each) for each in fewer)
    across = sum(each.left < gutter < each.right for each in _lettered(lines))
    letters = min(median(count_letters(each.text) for each in side) for side in sides)
    many = across <= _ACROSS * (len(fewer) + len(more))
    return beside - across if many and beside >= _BESIDE * len(fewer) and letters >= _LETTERS else 0


def _is_near(heights: Sequence[float], line: Drawn) -> bool:
    """Tell whether one of some heights, which are sorted, is less than a line away."""
    at = bisect(heights, line.middle)
    near = heights[max(at - 1, 0) : at + 1]
    return any(abs(each - line.middle) < line.top - line.foot for each in near)


def _lettered(lines: Sequence[Drawn]) -> list[Drawn]:
    return [each for each in lines if count_letters(each.text)]


def _sides(lines: Sequence[Drawn], gutter: float) -> tuple[list[Drawn], list[Drawn]]:
    right = [each for each in lines if each.left >= gutter]
    return [each for each in lines if each.right <= gutter and each.left < gutter], right


def _rows(lines: Sequence[Drawn]) -> list[Drawn]:
    """Return lines from the top down, those at one height as one."""
    rows: list[list[Drawn]] = []
    for each in sorted(lines, key=lambda line: (-line.middle, line.left)):
        if rows and each.is_beside(rows[-1][0]):
            rows[-1].append(each)
        else:
            rows.append([each])
    return [
        Drawn(
            min(each.left for each in row),
            min(each.foot for each in row),
            max(each.right for each in row),
            max(each.top for each in row),
            " ".join(each.text for each in sorted(row)),
        )
        for row in rows
    ]


def _is_running(side: Sequence[Drawn]) -> bool:
    """Tell whether lines are running text, most of them full, or items of a list."""
    rows = _rows(side)
    start, end = min(each.left for each in rows), max(each.right for each in rows)
    reach = median(each.right - start for each in rows)
    marked = sum(bool(_MARK.match(each.text)) for each in rows)
    return reach >= _FULL * (end - start) or marked >= _MARKED * len(rows)


def _in_order(lines: Sequence[Drawn], gutter: float) -> Iterator[str]:
    """Give the lines: between those that go across, the left column and then the right one."""
    band: list[Drawn] = []
    for each in sorted(lines, key=lambda line: (-line.middle, line.left)):
        if each.right <= gutter or each.left >= gutter:
            band.append(each)
            continue
        yield from _by_side(band, gutter)
        band = []
        yield from _downward([each])
    yield from _by_side(band, gutter)


def _by_side(band: Sequence[Drawn], gutter: float) -> Iterator[str]:
    for side in _sides(band, gutter):
        further = _gutter(side)
        if further is None:
            yield from _downward(side)
        else:
            yield from _in_order(side, further)


def _downward(lines: Sequence[Drawn]) -> Iterator[str]:
    """Give the words of lines from the top down, with paragraphs apart."""
    rows = _rows(lines)
    for row, is_apart in zip(rows, _apart(rows), strict=True):
        if is_apart:
            yield ""
        yield row.text


def _apart(rows: Sequence[Drawn]) -> list[bool]:
    """Tell of each row whether it stands further from the one above than rows mostly do."""
    gaps = [above.foot - row.top for above, row in pairwise(rows)]
    usual = median(gaps) if gaps else 0
    further = [
        gap > usual + _APART * (row.top - row.foot) for gap, row in zip(gaps, rows[1:], strict=True)
    ]
    return [False, *further][: len(rows)]


def as_drawn(text: str, lines: Sequence[Drawn]) -> str:
    """Return a text with what only the page shows of its lines.

    That is a blank line above one that stands apart, and the bullet that is drawn before one.
    """
    rows = _rows(lines)
    known: defaultdict[str, deque[tuple[bool, bool]]] = defaultdict(deque)
    for row, is_apart in zip(rows, _apart(rows), strict=True):
        known[_key(row.text)].append((is_apart, row.text.startswith(BULLET)))
    found: list[str] = []
    for line in text.split("\n"):
        key = _key(line)
        is_apart, is_marked = known[key].popleft() if key and known[key] else (False, False)
        follows_mark = bool(found) and bool(found[-1].strip()) and not _key(found[-1])
        if is_apart:
            found.insert(len(found) - follows_mark, "")
        marked = is_marked and not follows_mark and line.lstrip()[0].isalnum()
        found.append(f"{BULLET} {line.lstrip()}" if marked else line)
    return "\n".join(found).strip("\n")


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text))
