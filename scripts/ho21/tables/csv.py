"""Tables as CSV: exact for programs, and guarded for spreadsheets, which take text for formulas."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final
from unicodedata import category, normalize

from ho21.tables.xlsx import fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ho21.tables.table import CellValue, Table

# Between fields a spreadsheet awaits what is no decimal sign in its language.
DELIMITERS: Final = {"nb": ";", "en": ","}
_MARK: Final = "'"
_STARTS: Final = frozenset("=+-@")
# Excel and LibreOffice may step over these before they look for a formula.
_PASSED_OVER: Final = frozenset("ZC")


def csv_of(rows: Iterable[Iterable[CellValue]], delimiter: str = ",") -> str:
    """Return rows as CSV (RFC 4180)."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def as_csv(tables: Iterable[Table]) -> str:
    """Return all rows of some tables as one list, each with the name of its table first."""
    tidy = [(table.name, *table.tidy()) for table in tables]
    columns = dict.fromkeys(key for _, keys, _ in tidy for key in keys)
    lines: list[list[CellValue]] = [["table", *columns]]
    for name, keys, rows in tidy:
        found = (dict(zip(keys, row, strict=True)) for row in rows)
        lines += [[name, *(row.get(key, "") for key in columns)] for row in found]
    return csv_of(lines)


def for_spreadsheets(
    name: str, heads: Sequence[str], rows: Sequence[Sequence[str]], lang: str
) -> bytes:
    """Return a table for a spreadsheet in a language; raises UsageError for what that would cut."""
    safe = [[*map(guarded, row)] for row in rows]
    fit(heads, safe, name)
    return csv_of([[*map(guarded, heads)], *safe], DELIMITERS[lang]).encode("utf-8-sig")


def guarded(text: str) -> str:
    """Return a text with an apostrophe before it where it begins as a formula may, or with one.

    It begins so with ``= + - @`` in any width, with white space or a control character before
    them or not, and with any tab or line break.
    """
    return _MARK + text if text.startswith(_MARK) or _begins(text) else text


def _begins(text: str) -> bool:
    if text.startswith(("\t", "\r", "\n")):
        return True
    for each in text:
        if category(each)[0] not in _PASSED_OVER:
            return normalize("NFKC", each)[:1] in _STARTS
    return False
