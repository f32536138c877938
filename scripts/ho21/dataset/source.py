"""A source and a passage: which text, and exactly where in it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from unicodedata import category, normalize

from ho21.resources import messages
from ho21.text import code_points

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from ho21.rdf.namespaces import Base

_CONTEXT: Final = 32
_ALIKE: Final = str.maketrans(
    {
        sign: plain
        for plain, them in messages("dataset/source.toml")["alike"].items()
        for sign in them
    }
)


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
class Resemblance:
    """Where some words differ from the text they look like: the first signs that do, and a line.

    It is ``invisible`` where no one can see it: a sign without form, or a letter that is written as
    two signs in one of them.
    """

    invisible: bool
    at: int
    ours: str
    theirs: str
    line: int


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
        """The SHA-256 that the same lines have where they end, or the last of them, otherwise."""
        lines = re.split(rb"\r\n|\r|\n", re.sub(rb"[\r\n]+\Z", b"", self.raw))
        ends = (b"\n", b"\r\n", b"\r")
        texts = (end.join(lines) + end * last for end in ends for last in (0, 1))
        return frozenset(sha256(each).hexdigest() for each in texts)

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

    def resembling(self, words: str) -> Resemblance | None:
        """Return how some words that were not found differ from those that look like them."""
        for invisible in (True, False):
            bare, places = _bare(self.text, invisible=invisible)
            sought = _bare(words, invisible=invisible)[0].strip()
            at = bare.find(sought) if sought else -1
            if at < 0:
                continue
            start, end = places[at], places[at + len(sought) - 1]
            ours, theirs = fold(words), fold(self.text[start : end + 2])
            same = next(i for i in range(len(ours) + 1) if ours[i : i + 1] != theirs[i : i + 1])
            signs = code_points(ours, same), code_points(theirs, same)
            return Resemblance(
                invisible, same + 1, *signs, self.text.count("\n", 0, start + same) + 1
            )
        return None

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


def _bare(text: str, *, invisible: bool) -> tuple[str, array[int]]:
    """Return what is seen of a text, each letter as its parts, and where each part stood.

    Without ``invisible``, signs that look alike are one too.
    """
    bare: list[str] = []
    places = array("I")
    for at, sign in enumerate(text):
        parts = normalize("NFD" if invisible else "NFKD", sign)
        for part in parts if invisible else parts.translate(_ALIKE):
            seen = " " if part.isspace() else part
            if category(part) != "Cf" and not (seen == " " and bare[-1:] == [" "]):
                bare.append(seen)
                places.append(at)
    return "".join(bare), places


def _joined(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
