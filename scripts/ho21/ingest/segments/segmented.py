"""A text in segments with their kinds, found in the text as it is read, told where it is written.

A letter and its mark, a hard space and a soft hyphen are read as what they show.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from unicodedata import combining, normalize

from ho21.ingest.segments.kinds import propose
from ho21.ingest.segments.partition import partition

if TYPE_CHECKING:
    from ho21.ingest.segments.kinds import Proposal
    from ho21.ingest.segments.partition import Segment

_UNSEEN: Final = frozenset("\u00ad\u200b\u2060\ufeff")
_SPACES: Final = frozenset("\u00a0\u2007\u2009\u202f")


class _Shown:
    """A text as it is shown, and where each of its letters is written."""

    def __init__(self, text: str) -> None:
        letters: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        at = 0
        while at < len(text):
            end = at + 1
            while end < len(text) and combining(text[end]):
                end += 1
            shown = "" if text[at] in _UNSEEN else normalize("NFC", text[at:end])
            if text[at] in _SPACES:
                shown = " "
            for letter in shown:
                letters.append(letter)
                self.starts.append(at)
                self.ends.append(end)
            at = end
        self.text = "".join(letters)

    def start(self, at: int) -> int:
        return self.starts[at]

    def end(self, at: int) -> int:
        return self.ends[at - 1]


def segmented(text: str) -> list[tuple[Segment, Proposal | None]]:
    """Return the segments of a text in order, each with the kinds that it may be of."""
    shown = _Shown(text)
    segments = partition(shown.text)
    proposed = propose(shown.text, segments)
    return [(_written(each, shown), _told(proposed.get(each.start), shown)) for each in segments]


def _written(segment: Segment, shown: _Shown) -> Segment:
    return replace(
        segment,
        start=shown.start(segment.start),
        end=shown.end(segment.end),
        list=None if segment.list is None else shown.start(segment.list),
        headings=tuple(map(shown.start, segment.headings)),
    )


def _told(proposal: Proposal | None, shown: _Shown) -> Proposal | None:
    if proposal is None:
        return None
    seen = tuple(replace(each, start=shown.start(each.start)) for each in proposal.evidence)
    return replace(proposal, evidence=seen)
