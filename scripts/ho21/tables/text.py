"""Tables as plain text and Markdown.

For a terminal a table is drawn in columns where each can be so wide that no word of an ordinary
length is divided, and else as a card for each row, with the heading before each value.
"""

from __future__ import annotations

import re
from itertools import pairwise, zip_longest
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final

from ho21.text import escaped, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ho21.tables.table import Table

_LONG: Final = 18  # letters of a text that is not repeated below itself
_SHORT: Final = 14  # letters of a text that stays on one line
_WHOLE: Final = 34  # letters of a word that is kept whole in a column
_RUNNING: Final = 60  # letters of a text that is more than a few words
_READABLE: Final = 22  # letters across a column of such texts
_BESIDE: Final = 24  # letters that a value needs beside its heading
_HANGING: Final = 4
_NARROWEST: Final = 40
_DITTO: Final = "″"
_UNSAID: Final = "–"
# Where a line may be broken: before a word, and after a hyphen or a slash inside one.
_BREAK: Final = re.compile(r"(?<=\s)(?=\S)|(?<=[^\W\d][-/])(?=[^\W\d])")


def as_text(table: Table) -> str:
    """Return a table drawn for a terminal; an optional column with nothing in it is left out."""
    used = table.used
    heads = [table.headings[at] for at in used]
    rows = [[visible(row[at]) for at in used] for row in table.texts]
    width = max(get_terminal_size((140, 40)).columns, _NARROWEST)
    widths = _widths([*zip(heads, *rows, strict=True)], width)
    if widths:
        return _grid(heads, rows, widths)
    optional = [table.columns[at].optional for at in used]
    return _cards(heads, rows, optional, width)


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a text, none wider; only a word that is wider itself is divided."""
    from rich.cells import cell_len, chop_cells

    lines = []
    for whole in text.splitlines() or [""]:
        line = ""
        for piece in _BREAK.split(whole):
            if line and cell_len(line + piece.rstrip()) > width:
                lines.append(line.rstrip())
                line = ""
            *full, rest = chop_cells(piece, width) if cell_len(piece.rstrip()) > width else [piece]
            lines += full
            line += rest
        lines.append(line.rstrip())
    return lines


def paragraph(text: str) -> str:
    """Return a text on the lines of a terminal where there is one, else on one line."""
    width = get_terminal_size((0, 0)).columns
    return "\n".join(wrapped(text, max(width, _NARROWEST)) if width else [text])


def as_markdown(table: Table) -> str:
    """Return a table in Markdown; an optional column with nothing in it is left out."""
    used = table.used
    lines = [table.headings, ["---"] * len(table.columns), *table.texts]
    cells = [[escaped(visible(line[at])).strip() for at in used] for line in lines]
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def _grid(heads: Sequence[str], rows: Sequence[list[str]], widths: list[int]) -> str:
    """Draw a table in columns; what is said again below itself is not repeated."""
    from rich.cells import cell_len

    def line(texts: Iterable[str], *, low: bool = False) -> Iterator[str]:
        cells = [wrapped(text, wide) for text, wide in zip(texts, widths, strict=True)]
        deep = max(map(len, cells)) if low else 0
        for parts in zip_longest(*([""] * (deep - len(x)) + x for x in cells), fillvalue=""):
            pairs = zip(parts, widths, strict=True)
            told = (part + " " * (wide - cell_len(part)) for part, wide in pairs)
            yield "   ".join(told).rstrip()

    drawn = [*line(heads, low=True), "─" * (sum(widths) + 3 * len(widths) - 3)]
    for above, row in pairwise([[""] * len(heads), *rows]):
        same = [len(cell) > _LONG and cell == over for cell, over in zip(row, above, strict=True)]
        drawn += line(_DITTO if same[at] else cell or _UNSAID for at, cell in enumerate(row))
    return "\n".join(drawn) + "\n"


def _cards(
    heads: Sequence[str], rows: Sequence[list[str]], optional: Sequence[bool], width: int
) -> str:
    """Write a card for each row, without optional values that it has not."""
    from rich.cells import cell_len

    beside = max(map(cell_len, heads), default=0) + 2
    aligned = width - beside >= _BESIDE
    cards = []
    for row in rows:
        lines = []
        for head, cell, may_lack in zip(heads, row, optional, strict=True):
            if not cell and may_lack:
                continue
            told = f"{head}: "
            told += " " * (beside - cell_len(told)) if aligned else ""
            indent = " " * (beside if aligned else _HANGING)
            first, *rest = wrapped(told + (cell or _UNSAID), width)
            lines.append(first)
            lines += [
                indent + each for each in wrapped(" ".join(rest), width - len(indent)) if rest
            ]
        cards.append("\n".join(lines))
    return "\n\n".join(cards or [*wrapped(" · ".join(heads), width)]) + "\n"


def _widths(columns: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return how wide each column is; nothing where the words do not fit.

    What is left over goes first to words with a hyphen, so that they stay on one line, and then to
    whole texts; each time the narrow columns have what they want, and the wide ones share the rest.
    """
    from rich.cells import cell_len

    def widest(parts: Iterable[str]) -> int:
        return max((cell_len(each.rstrip()) for each in parts), default=0)

    whole = [widest(line for text in texts for line in text.splitlines()) for texts in columns]
    words = [widest(word for text in texts for word in text.split()) for texts in columns]
    given = []
    for texts, want in zip(columns, whole, strict=True):
        short = (text for text in texts[1:] if len(text) <= _SHORT)
        pieces = (piece for text in texts for piece in _BREAK.split(text))
        least = min(widest((*short, *pieces)), _WHOLE)
        given.append(max(1, min(want, max(least, _READABLE if want > _RUNNING else 1))))
    spare = width - 3 * len(columns) - sum(given)
    if spare < 0:
        return []
    for wanted in (words, whole):
        lacking = sorted((max(0, want - given[at]), at) for at, want in enumerate(wanted))
        for done, (lack, at) in enumerate(lacking):
            more = min(lack, spare // (len(columns) - done))
            given[at] += more
            spare -= more
    return given
