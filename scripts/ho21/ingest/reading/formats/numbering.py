"""The numbers of items in a list, as html and Word have them drawn."""

from __future__ import annotations

from typing import Final

BULLET: Final = "•"
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST: Final = 3999
_LETTERS: Final = 26
# How html and Word call the forms.
_FORMS: Final = {
    "a": "a", "A": "A", "i": "i", "I": "I",
    "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I",
}  # fmt: skip


def drawn(number: int, form: str) -> str:
    """Return a number as a list draws it: as it is, as a letter, or in Roman numerals."""
    kind = _FORMS.get(form, "")
    if form == "decimalZero":
        return f"{number:02}"
    if not kind or not 0 < number <= _MOST:
        return str(number)
    found = _roman(number) if kind in "iI" else _letter(number)
    return found.upper() if kind.isupper() else found


def _roman(number: int) -> str:
    found = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        found += sign * count
    return found


def _letter(number: int) -> str:
    """Return a … z, and after that aa … zz, as Word does."""
    times, at = divmod(number - 1, _LETTERS)
    return chr(ord("a") + at) * (times + 1)
