"""What a format gives: its text, put together piece by piece, and where each piece stood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from unicodedata import normalize

from ho21.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

# What the text of a source may not have; line ends of other kinds come first.
_LINE_END: Final = re.compile(r"\r\n?|[\x0b\x0c\x85]")
_REFUSED: Final = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
# UTF-8 that was once read as Windows-1252: «å», «ø», «æ», a bullet, quotes and dashes.
_MOJIBAKE: Final = re.compile(r"Ã[¥¸¦…˜†]|â€[¢“”™œ¦˜\x9d]")
_MOST_MOJIBAKE: Final = 2


def refused(key: str, /, **fields: object) -> UsageError:
    """Return the refusal of a document; the name of its file is filled in where it is known."""
    return UsageError(key, file="", **fields)


def count_letters(text: str) -> int:
    """Return how many letters and digits a text has."""
    return sum(map(str.isalnum, text))


@dataclass
class Extract:
    """A text as it is put together; ``warnings`` are keys of messages with their fields."""

    extractor: str
    text: str = ""
    pages: list[tuple[int, int, int]] = field(default_factory=list)
    places: list[tuple[int, int, str]] = field(default_factory=list)
    warnings: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _dropped: int = 0

    def add(self, text: str, gap: str = "\n\n", place: str = "") -> tuple[int, int]:
        """Put a piece after what there is, with a gap before it; return where it now stands."""
        text = self._tidied(text)
        if self._parts:
            self._parts.append(gap)
            self._length += len(gap)
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        if place:
            self.places.append((start, self._length, place))
        return start, self._length

    def warn(self, key: str, /, **fields: object) -> None:
        """Tell of something that the reader of the text should know."""
        self.warnings.append((key, fields))

    def finish(self) -> Extract:
        """Return the extract with its text; raises UsageError where that cannot be used."""
        self.text = "".join(self._parts)
        self._parts = [self.text]
        if len(_MOJIBAKE.findall(self.text)) > _MOST_MOJIBAKE:
            found = _MOJIBAKE.search(self.text)
            raise refused("document-mojibake", value=found[0] if found else "")
        if not count_letters(self.text):
            raise refused("document-empty")
        if self._dropped:
            self.warn("document-signs", count=self._dropped)
        return self

    def _tidied(self, text: str) -> str:
        """Return a text with letters of one sign each, LF newlines, and no control signs."""
        text, dropped = _REFUSED.subn("", _LINE_END.sub("\n", text))
        self._dropped += dropped
        return normalize("NFC", text)


def ranges(numbers: Sequence[int]) -> str:
    """Return numbers in order as ranges: «1–3, 7»."""
    found: list[list[int]] = []
    for each in numbers:
        if found and found[-1][1] == each - 1:
            found[-1][1] = each
        else:
            found.append([each, each])
    return ", ".join(f"{first}" if first == end else f"{first}–{end}" for first, end in found)
