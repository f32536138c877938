"""Sentences: where one ends and the next begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ho21.ingest.segments.cues import months, told_by

if TYPE_CHECKING:
    from collections.abc import Iterator

_END: Final = re.compile(r"(?:[.!?…]+[\])”»’\"']*(?:\[\w{1,4}\])?|[.!?]\[\w{1,4}\])(?=\s)")
_WORD: Final = 40  # letters, within which a word is looked at
_OPENS: Final = re.compile(r"[\s«“\"'‘’(\[–—-]*")


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a piece of text stands, without the space about it."""
    first = start
    for found in _END.finditer(text, start, end):
        if found.start() >= first and _ends(text, found, first, end):
            yield from _trimmed(text, first, found.end())
            first = found.end()
    yield from _trimmed(text, first, end)


def _ends(text: str, found: re.Match[str], first: int, end: int) -> bool:
    """Say whether a sentence ends at a full stop, and not an abbreviation, a number or a name."""
    opened = _OPENS.match(text, found.end(), end)
    after = opened.end() if opened else found.end()
    if after >= end:
        return True
    if found[0][0] != ".":
        return text[after].isupper() or text[after].isdigit()
    before = re.split(r"[\s(]", text[max(first, found.start() - _WORD) : found.start()])[-1]
    if told_by("short").fullmatch(before):
        return False
    if before.isdigit() and len(before) <= 2:  # noqa: PLR2004 (a day, or the number of an item)
        following = text[after : min(end, after + _WORD)].split(None, 1)
        return text[after].isupper() and following[0].casefold().rstrip(".,") not in months()
    if len(before) == 1 and before.isupper():
        return False
    return text[after].isupper() or text[after].isdigit()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
