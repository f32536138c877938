"""A cell of a CSV that no spreadsheet takes for a formula, and the exact text back again."""

from __future__ import annotations

from typing import Final
from unicodedata import category, normalize

_MARK: Final = "'"
_STARTS: Final = frozenset("=+-@")
# Excel and LibreOffice may step over these before they look for a formula.
_PASSED_OVER: Final = frozenset("ZC")


def guarded(text: str) -> str:
    """Return a text with an apostrophe before it where it begins as a formula may, or with one.

    It begins so with ``= + - @`` in any width, with white space or a control character before
    them or not, and with any tab or line break.
    """
    return _MARK + text if text.startswith(_MARK) or _begins(text) else text


def bare(cell: str) -> str:
    """Return the exact text of a guarded cell: without its first character if an apostrophe."""
    return cell.removeprefix(_MARK)


def _begins(text: str) -> bool:
    if text.startswith(("\t", "\r", "\n")):
        return True
    for each in text:
        if category(each)[0] not in _PASSED_OVER:
            return normalize("NFKC", each)[:1] in _STARTS
    return False
