"""A source and a passage: which text, and exactly where in it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import takewhile
from typing import TYPE_CHECKING, Final
from unicodedata import category, normalize

from ho21.errors import Fault, fault
from ho21.rdf.namespaces import VOCABULARIES, curie, term
from ho21.resources import messages
from ho21.text import code_points, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode

    from ho21.rdf.namespaces import Base
    from ho21.rdf.turtle import Turtle

_CONTEXT: Final = 32
_SHA256: Final = re.compile("[0-9a-f]{64}")
# What the nearest text is looked for by: words, the rarest of them, places, and letters compared.
_SEEDS: Final = 8
_RAREST: Final = 3
_PLACES: Final = 20
_COMPARED: Final = 300
_ALIKE: Final = str.maketrans(
    {
        sign: plain
        for plain, them in messages("dataset/source.toml")["alike"].items()
        for sign in them
    }
)


_STANDS_FOR: Final = messages("dataset/source.toml")["units"]
_WORD: Final = re.compile(r"\w+|[%‰°€$£]")
_ENDING: Final = 4  # letters: the longest that a word is bent by, as in «årene» of «år»


def fold(text: str) -> str:
    """Return a text with each run of white space (NBSP and U+202F too) as one space."""
    return " ".join(text.split())


def bears(text: str, unit: str) -> bool:
    """Say whether a text has each word of a unit, however bent, or one that stands for it."""
    spoken = {*_WORD.findall(fold(text).casefold())}
    words = _WORD.findall(unit.casefold())
    return all(
        any(_bent(word, said) for word in (each, *_STANDS_FOR.get(each, ())) for said in spoken)
        for each in words
    )


def _bent(word: str, said: str) -> bool:
    """Say whether two words are the same but for their endings."""
    pairs = zip(word, said, strict=False)
    stem = sum(1 for _ in takewhile(lambda both: both[0] == both[1], pairs))
    return stem >= min(len(word), max(2, len(word) - 2)) and len(said) - stem <= _ENDING


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
    def _seen(self) -> tuple[str, array[int]]:
        return _bare(self.text, invisible=True)

    @cached_property
    def _alike(self) -> tuple[str, array[int]]:
        return _bare(self.text, invisible=False)

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
        """Return the stretch of whole words most like some that were not found; "" if none is.

        It is looked for around the few rarest of the longest words, so the cost is a few searches.
        """
        folded, _ = self._folded
        words = fold(words)
        found = {match.group(): match.start() for match in re.finditer(r"\w+", words)}
        longest = {each: found[each] for each in sorted(found, key=len, reverse=True)[:_SEEDS]}
        begun = {each[: max(3, len(each) // 2)]: at for each, at in longest.items()}
        for seeds in (longest, begun):  # whole words, or else how they begin
            counted = sorted((folded.count(each), each) for each in seeds)
            rarest = [each for count, each in counted if count][:_RAREST]
            if rarest:
                break
        else:
            return ""
        starts = {
            max(0, at - seeds[each]): None for each in rarest for at in _few_places(folded, each)
        }
        sought, length = _pieces(words[:_COMPARED]), min(len(words), _COMPARED)
        alike = {at: len(sought & _pieces(folded[at : at + length])) for at in starts}
        start = max(alike, key=lambda at: (alike[at], -at))
        end = min(start + len(words), len(folded))
        while _joined(folded, start):
            start -= 1
        while _joined(folded, end):
            end += 1
        return folded[start:end].strip()

    def resembling(self, words: str) -> Resemblance | None:
        """Return how some words that were not found differ from those that look like them."""
        for invisible in (True, False):
            bare, places = self._seen if invisible else self._alike
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


def resembled(
    source: Source, predicate: NamedNode, words: str
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield how words that are not in a text differ from those there that look like them."""
    if not source.find(words) and (found := source.resembling(words)):
        key = "quote-invisible" if found.invisible else "quote-lookalike"
        signs = {"ours": found.ours, "theirs": found.theirs, "at": str(found.at)}
        name = curie(predicate.value, VOCABULARIES)
        yield key, {"term": name, "quote": visible(words), "line": str(found.line), **signs}


def captured(source: Source, turtle: Turtle, base: Base) -> list[Fault]:
    """Return what is wrong with the sum that locks a source's text."""
    node, named = base.capture(source.name), term("ho:sha256")
    written = [each.object.value for each in turtle.triples if each[:2] == (node, named)]
    if written == [source.sha256]:
        return []
    line = turtle.line(node.value, named.value, "".join(written[:1])) or 1
    others = [each for each in written if _SHA256.fullmatch(each) and each != source.sha256]
    sums = {"written": "".join(others[:1]), "found": source.sha256}
    moved = sums["written"] in source.sha256_of_other_line_ends
    key = "wrong-line-ends" if moved else "wrong-sha256" if others else "sha256-unwritten"
    return [fault(key, turtle.file, line, text=f"{source.name}.txt", **sums)]


def _whole_in_xml(text: str) -> str:
    """Return a text with a space for the white space that XML cannot hold: U+000B and U+000C."""
    return text.replace("\v", " ").replace("\f", " ")


def _bare(text: str, *, invisible: bool) -> tuple[str, array[int]]:
    """Return what is seen of a text, each letter as its parts, and where each part stood.

    Without ``invisible``, signs that look alike are one too.
    """
    shown: dict[str, str] = {}  # what is seen of each sign, found once
    for sign in set(text):
        parts = normalize("NFD" if invisible else "NFKD", sign)
        parts = parts if invisible else parts.translate(_ALIKE)
        seen = (" " if part.isspace() else part for part in parts if category(part) != "Cf")
        shown[sign] = "".join(seen)
    bare: list[str] = []
    places = array("I")
    before = ""
    for at, sign in enumerate(text):
        for part in shown[sign]:
            if part != " " or before != " ":
                bare.append(part)
                places.append(at)
            before = part
    return "".join(bare), places


def _few_places(text: str, word: str) -> Iterator[int]:
    """Yield the first few places of a word."""
    at = text.find(word)
    for _ in range(_PLACES):
        if at < 0:
            return
        yield at
        at = text.find(word, at + 1)


def _pieces(text: str) -> set[str]:
    """Return each stretch of three letters, by which texts that resemble each other are known."""
    return {text[at : at + 3] for at in range(len(text) - 2)}


def _joined(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
