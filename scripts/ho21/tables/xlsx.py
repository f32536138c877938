"""Sheets for Excel and LibreOffice, where text stays text, a number a number, and all is kept."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal

from ho21.errors import UsageError
from ho21.rdf.namespaces import term
from ho21.resources import messages
from ho21.text import LONGEST_CELL, fits_cell, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ho21.tables.table import CellValue, Column

# What a sheet of Excel holds; xlsxwriter would leave the rest out.
MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
_STYLE: Final = messages("tables/xlsx.toml")
_NUMERIC: Final = {term(f"xsd:{name}") for name in _STYLE["numeric"]}
_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,2})?")
# A sheet keeps this many digits of a number.
_DIGITS: Final = 15
# What a reader of the file would take for a character by its number, or xlsxwriter for markup.
_MISREAD: Final = re.compile(r"_x[0-9A-Fa-f]{4}|\A<r>")
_SPLIT: Final = re.compile("(?<=_)(?=x)")
_WIDEST: Final = 60
_SHOWN: Final = 60
_ROOM: Final = 3  # for the button of the filter
_LINE: Final = 15  # points
_LETTERS: Final = 1.1  # for one of the letters a width is counted in
_HIGHEST: Final = 409
# Each paper by the letters across it that can still be read.
_PAPERS: Final = ((200, 9), (300, 8))


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, columns and rows, and how each row looks where that is not as usual.

    A value is text, a number or None.  Without ``filtered`` it has no headings and no filter.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[CellValue]]
    looks: Sequence[str] = ()
    filtered: bool = True
    still: int = 0


def spreadsheet_number(text: str, node: object) -> str | float:
    """Return the number a literal is where a sheet keeps every digit of it, else its text."""
    if not isinstance(node, Literal) or node.datatype not in _NUMERIC:
        return text
    if not _NUMBER.fullmatch(text) or len(Decimal(text).as_tuple().digits) > _DIGITS:
        return text
    return text if text.startswith("-0") else float(text)


def workbook(sheets: Sequence[Sheet], issued: str) -> bytes:
    """Return a workbook dated by the project, in which nothing is a formula or a link.

    Raises UsageError for a text, a row or a sheet that is more than Excel holds.
    """
    from datetime import datetime

    import xlsxwriter

    for sheet in sheets:
        heads = [column.heading for column in sheet.columns]
        fit(heads, sheet.rows, sheet.name, headed=sheet.filtered)
    out = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, {"in_memory": True, **plain}) as book:
        book.set_properties({"created": datetime.fromisoformat(f"{issued}-01-01"[:10])})
        looks = {
            name: book.add_format({"text_wrap": True, "align": "left", "valign": "top", **look})
            for name, look in _STYLE["looks"].items()
        }
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, looks)
    return out.getvalue()


def fit(
    heads: Sequence[str], rows: Sequence[Sequence[CellValue]], sheet: str, *, headed: bool = True
) -> None:
    """Raise UsageError for a text, a row or a table that is more than Excel holds."""
    if len(rows) + headed > MOST_ROWS:
        raise UsageError("answer-too-long", limit=MOST_ROWS - headed)
    if len(heads) > MOST_COLUMNS:
        raise UsageError("answer-too-wide", limit=MOST_COLUMNS)
    for line, row in enumerate(rows, 1 + headed):
        for head, cell in zip(heads, row, strict=True):
            if isinstance(cell, str) and not fits_cell(cell):
                raise _cut(head, line, row, sheet)


def _cut(head: str, line: int, row: Sequence[CellValue], sheet: str) -> UsageError:
    """Return what to say of a cell that a sheet cannot hold: its column, row and sheet."""
    first = visible(str(row[0] or ""))[:_SHOWN]
    where = {"column": head, "row": line, "first": first, "sheet": sheet}
    return UsageError("cell-too-long", **where, limit=LONGEST_CELL)


def _write(page: Any, sheet: Sheet, looks: dict[str, Any]) -> None:  # noqa: ANN401 (xlsxwriter's)
    widths = [column.width or _width(sheet, at) for at, column in enumerate(sheet.columns)]
    page.set_landscape()
    across, paper = next((each for each in _PAPERS if sum(widths) <= each[0]), _PAPERS[-1])
    page.set_paper(paper)
    page.fit_to_pages(ceil(sum(widths) / across) or 1, 0)
    for at, width in enumerate(widths):
        page.set_column(at, at, width)
    if sheet.filtered and sheet.columns:
        heads = [column.heading for column in sheet.columns]
        page.set_row(0, _height(heads, widths))
        for at, head in enumerate(heads):
            _put(page, 0, at, head, looks["head"])
        page.hide_gridlines(0)
        page.freeze_panes(1, sheet.still)
        page.repeat_rows(0)
        page.autofilter(0, 0, len(sheet.rows), len(heads) - 1)
    for line, row in enumerate(sheet.rows, int(sheet.filtered)):
        own = sheet.looks[line - sheet.filtered] if sheet.looks else ""
        page.set_row(line, _STYLE["tall"].get(own) or _height(row, widths))
        for at, (column, cell) in enumerate(zip(sheet.columns, row, strict=True)):
            look = (column.empty or own) if cell is None else own or column.look
            if _put(page, line, at, cell, looks[look]):
                raise _cut(column.heading, line + 1, row, sheet.name)


def _put(page: Any, line: int, at: int, cell: CellValue, look: Any) -> int:  # noqa: ANN401 (the same)
    """Write a cell; return 0 where all of it was written."""
    if cell is None:
        left_out: int = page.write_blank(line, at, None, look)
    elif isinstance(cell, str):
        left_out = page.write_string(line, at, _kept(cell), look)
    else:
        left_out = page.write_number(line, at, cell, look)
    return left_out


def _kept(text: str) -> str:
    """Return what xlsxwriter is to be given so that the very text is read from the file."""
    if not _MISREAD.search(text):
        return text
    runs = _SPLIT.split(text)
    from html import escape

    return "".join(f'<r><t xml:space="preserve">{escape(run, quote=False)}</t></r>' for run in runs)


def _width(sheet: Sheet, at: int) -> int:
    """Return a width that shows the longest line of a column, unless it is very long."""
    cells = [row[at] for row in sheet.rows if row[at] is not None]
    lines = [line for cell in cells for line in str(cell).splitlines()]
    longest = max((len(line) for line in lines), default=0)
    return min(max(longest, len(sheet.columns[at].heading)) + _ROOM, _WIDEST)


def _height(row: Sequence[CellValue], widths: Sequence[int]) -> int:
    """Return the height in which every line of a row is seen; not every program finds it itself."""
    lines = (
        sum(1 + int(len(part) / width / _LETTERS) for part in cell.split("\n"))
        for cell, width in zip(row, widths, strict=True)
        if isinstance(cell, str)
    )
    return min(_LINE * max(lines, default=1), _HIGHEST)
