"""A source and a passage: which text, and exactly where in it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from ho21.rdf.namespaces import Base

_CONTEXT: Final = 32


def fold(text: str) -> str:
    """Return a text with each run of white space (NBSP and U+202F too) as one space."""
    return " ".join(text.split())


@dataclass(frozen=True, order=True)
class Anchor:
    """A stretch of a source's text: start inclusive, end exclusive, in code points."""

    source: str
    start: int
    end: int

    def iri(self, base: Base, kind: str = "char") -> NamedNode:
        """Return the IRI of the passage, or of a selector of it."""
        return base.fragment(self.source, kind, self.start, self.end)

    def before(self, other: Anchor) -> bool:
        """Say whether this passage ends where the other begins, or earlier."""
        return self.end <= other.start


@dataclass(frozen=True)
class Source:
    """A captured text, byte for byte, and where words are found in it."""

    name: str
    raw: bytes = field(repr=False)

    @cached_property
    def text(self) -> str:
        """The bytes decoded as UTF-8, newlines untranslated."""
        return self.raw.decode("utf-8")

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in lower-case hex."""
        return sha256(self.raw).hexdigest()

    @property
    def sha256_of_other_line_ends(self) -> frozenset[str]:
        """The SHA-256 that the same lines have where they end as on other machines."""
        lines = re.split(b"\r\n|\r|\n", self.raw)
        return frozenset(sha256(end.join(lines)).hexdigest() for end in (b"\n", b"\r\n", b"\r"))

    @cached_property
    def _folded(self) -> tuple[str, array[int]]:
        letters: list[str] = []
        offsets = array("I")  # of a text of five million letters a list takes all the memory
        for word in re.finditer(r"\S+", self.text):
            if letters:
                letters.append(" ")
                offsets.append(offsets[-1] + 1)
            letters.append(word.group())
            offsets.extend(range(word.start(), word.end()))
        return "".join(letters), offsets

    @cached_property
    def _newlines(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self.text)]

    def find(self, words: str, *, whole: bool = False) -> list[Anchor]:
        """Return each place where words stand, white space folded; ``whole``: not inside a word."""
        folded, offsets = self._folded
        words = fold(words)
        found = []
        at = folded.find(words) if words else -1
        while at >= 0:
            end = at + len(words)
            if not whole or not (_joined(folded, at) or _joined(folded, end)):
                found.append(Anchor(self.name, offsets[at], offsets[end - 1] + 1))
            at = folded.find(words, at + 1)
        return found

    def anchor(self, words: str, prefix: str | None = None) -> list[Anchor]:
        """Return the places of a quote, of several only those that stand right after the prefix."""
        found = self.find(words)
        if prefix is None:
            return found
        lead = fold(prefix)
        folded, offsets = self._folded
        starts = ((each, bisect_left(offsets, each.start)) for each in found)
        # What is before the place, without the space there.
        ends = ((each, at - (folded[at - 1 : at] == " ")) for each, at in starts)
        return [each for each, end in ends if folded.endswith(lead, 0, end)]

    def nearest(self, words: str) -> str:
        """Return the stretch of text most like some words that were not found."""
        folded, _ = self._folded
        words = fold(words)
        least, most, match = 0, len(words), (0, 0)
        while least < most:  # whether so long a stretch stands in the text, halving
            length = (least + most + 1) // 2
            pieces = {words[at : at + length]: at for at in range(len(words) - length, -1, -1)}
            places = [(folded.find(piece), at) for piece, at in pieces.items()]
            stands = [each for each in places if each[0] >= 0]
            if stands:
                least, match = length, min(stands)
            else:
                most = length - 1
        start = max(0, match[0] - match[1])
        return folded[start : start + len(words)]

    def exact(self, passage: Anchor) -> str:
        """Return the raw slice of text that a passage is."""
        return _whole_in_xml(self.text[passage.start : passage.end])

    def around(self, passage: Anchor) -> tuple[str, str]:
        """Return the 32 code points before a passage and after it."""
        before = self.text[max(0, passage.start - _CONTEXT) : passage.start]
        after = self.text[passage.end : passage.end + _CONTEXT]
        return _whole_in_xml(before), _whole_in_xml(after)

    def lines(self, passage: Anchor) -> tuple[int, int]:
        """Return the first and the last line of a passage, counted from 1."""
        first = bisect_right(self._newlines, passage.start - 1) + 1
        return first, bisect_right(self._newlines, passage.end - 1) + 1


def _whole_in_xml(text: str) -> str:
    """Return a text with a space for the white space that XML cannot hold: U+000B and U+000C."""
    return text.replace("\v", " ").replace("\f", " ")


def _joined(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
