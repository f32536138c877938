"""Tables as plain text and Markdown."""

from __future__ import annotations

import io
from itertools import pairwise
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final

from ho21.text import escaped, visible

if TYPE_CHECKING:
    from ho21.tables.table import Table

_WORD: Final = 18
_DITTO: Final = "″"
_UNSAID: Final = "–"


def as_text(table: Table) -> str:
    """Return a table drawn for a terminal; an optional column with nothing in it is left out."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    heads, rows = table.headings, [[*map(visible, row)] for row in table.texts]
    out = io.StringIO()
    width = max(get_terminal_size((140, 40)).columns, 60)
    console = Console(file=out, width=width, color_system=None, highlight=False)
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    used = [
        at
        for at, column in enumerate(table.columns)
        if not (column.optional and rows) or any(row[at] for row in rows)
    ]
    widths = _shared(
        [max(len(row[at]) for row in [heads, *rows]) for at in used], width - 3 * len(used)
    )
    for at, wide in zip(used, widths, strict=True):
        grid.add_column(heads[at], overflow="fold", width=wide)
    for above, row in pairwise([[""] * len(heads), *rows]):
        same = [len(cell) > _WORD and cell == over for cell, over in zip(row, above, strict=True)]
        grid.add_row(*(Text(_DITTO if same[at] else row[at] or _UNSAID) for at in used))
    console.print(grid)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _shared(wanted: list[int], room: int) -> list[int]:
    """Share a width among columns: the narrow ones get what they want, the wide ones the rest."""
    given = [0] * len(wanted)
    narrow_first = sorted(range(len(wanted)), key=lambda at: wanted[at])
    for done, at in enumerate(narrow_first):
        given[at] = max(1, min(wanted[at], (room - sum(given)) // (len(wanted) - done)))
    return given


def as_markdown(table: Table) -> str:
    """Return a table in Markdown."""
    lines = [table.headings, ["---"] * len(table.columns), *table.texts]
    cells = [[escaped(visible(cell)).strip() for cell in line] for line in lines]
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)
