"""Lists of a Word document: what marks each item, and how deep it lies."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from ho21.ingest.reading.formats.numbering import BULLET, drawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS: Final = 9
_PLACE: Final = re.compile(r"%([1-9])")
_HEADING: Final = re.compile(r"(heading|overskrift|title|tittel)\b", re.IGNORECASE)
# A style of a list that no numbering stands behind.
_BULLETED: Final = re.compile(r"(list bullet|punktliste)\b", re.IGNORECASE)
_DEEPER: Final = re.compile(r"(?:list|punktliste|nummerert liste)\D* ([2-5])$", re.IGNORECASE)


class Xml(Protocol):
    """An element of a document, as lxml has it."""

    tag: str
    text: str | None

    def __iter__(self) -> Iterator[Xml]: ...
    def get(self, name: str) -> str | None:
        """Return an attribute."""

    def find(self, name: str) -> Xml | None:
        """Return the first element in this one of that name."""

    def findall(self, name: str) -> Iterable[Xml]:
        """Return the elements in this one of that name."""

    def iter(self, *names: str) -> Iterable[Xml]:
        """Give all elements below of those names."""


def child(element: Xml | None, *names: str) -> Xml | None:
    """Return the element at the end of a way of names, or None."""
    for name in names:
        element = None if element is None else element.find(f"{WORD}{name}")
    return element


def attribute(element: Xml | None, name: str = "val") -> str:
    """Return an attribute of Word's, or ""."""
    return "" if element is None else str(element.get(f"{WORD}{name}") or "")


def _whole(text: str, usual: int) -> int:
    return int(text[:9]) if text.isascii() and text.isdigit() else usual


class _Level(NamedTuple):
    """A level of a list: the form of its numbers, what it draws, and its first number."""

    form: str = "bullet"
    text: str = BULLET
    start: int = 1


class _Style(NamedTuple):
    """A style of paragraphs: its name, what it builds on, and the list that it is an item of."""

    name: str
    base: str
    number: str
    level: str


class Lists:
    """The lists of a document, counted as its paragraphs are gone through in order."""

    def __init__(self, numbering: Xml | None, styles: Xml | None) -> None:
        """Read the parts of a document that say how lists are drawn; None where there are none."""
        self._styles: dict[str, _Style] = {}
        self._usual = ""
        self._levels: dict[str, dict[int, _Level]] = {}
        self._linked: dict[str, str] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._counts: defaultdict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)
        self._begun: set[str] = set()
        for each in () if styles is None else styles.iter(f"{WORD}style"):
            self._add_style(each)
        for each in () if numbering is None else numbering.iter(f"{WORD}abstractNum"):
            self._add_levels(each)
        for each in () if numbering is None else numbering.findall(f"{WORD}num"):
            anew = {
                _whole(attribute(over, "ilvl"), 0): _whole(
                    attribute(child(over, "startOverride")), 1
                )
                for over in each.findall(f"{WORD}lvlOverride")
                if child(over, "startOverride") is not None
            }
            self._lists[attribute(each, "numId")] = attribute(child(each, "abstractNumId")), anew

    def is_heading(self, paragraph: Xml) -> bool:
        """Tell whether a paragraph is a heading, which may be numbered as an item is."""
        return any(_HEADING.match(each.name) for each in self._chain(paragraph))

    def mark(self, paragraph: Xml) -> tuple[str, int]:
        """Return what stands before a paragraph, and how deep; "" where it is no item."""
        chain = self._chain(paragraph)
        own = child(paragraph, "pPr", "numPr")
        numbers = [attribute(child(own, "numId")), *(each.number for each in chain)]
        number = next(filter(None, numbers), "")
        levels = [attribute(child(own, "ilvl")), *(each.level for each in chain)]
        level = min(_whole(next(filter(None, levels), ""), 0), _LEVELS - 1)
        deeper = _DEEPER.match(chain[0].name) if chain else None
        depth = max(level, int(deeper[1]) - 1) if deeper else level
        if number in self._lists:
            return self._drawn(number, level), depth
        bulleted = not number and any(_BULLETED.match(each.name) for each in chain)
        return (BULLET, depth) if bulleted else ("", 0)

    def _drawn(self, number: str, level: int) -> str:
        """Count an item, and return its mark."""
        kind, anew = self._lists[number]
        levels = self._of(kind)
        counts = self._counts[kind]
        if number not in self._begun:
            self._begun.add(number)
            for at, start in anew.items():
                if at < _LEVELS:
                    counts[at] = start - 1
        here = levels.get(level, _Level())
        so_far = counts[level]
        counts[level] = here.start if so_far is None else so_far + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        if here.form == "bullet":
            return BULLET
        if here.form == "none":
            return ""

        def filled(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            its = levels.get(at, _Level("decimal"))
            count = counts[at]
            return drawn(its.start if count is None else count, its.form)

        return _PLACE.sub(filled, here.text).strip()

    def _of(self, kind: str) -> dict[int, _Level]:
        """Return the levels of a kind of list, of the style that stands for it where one does."""
        levels = self._levels.get(kind, {})
        style = self._styles.get(self._linked.get(kind, ""))
        if not levels and style and style.number in self._lists:
            levels = self._levels.get(self._lists[style.number][0], {})
        return levels

    def _chain(self, paragraph: Xml) -> list[_Style]:
        """Return the styles of a paragraph: its own, what that builds on, and so on."""
        name = attribute(child(paragraph, "pPr", "pStyle")) or self._usual
        found: list[_Style] = []
        while name in self._styles and self._styles[name] not in found:
            found.append(self._styles[name])
            name = found[-1].base
        return found

    def _add_style(self, style: Xml) -> None:
        if attribute(style, "type") != "paragraph" and attribute(style, "type") != "numbering":
            return
        name = attribute(style, "styleId")
        numbered = child(style, "pPr", "numPr")
        self._styles[name] = _Style(
            attribute(child(style, "name")),
            attribute(child(style, "basedOn")),
            attribute(child(numbered, "numId")),
            attribute(child(numbered, "ilvl")),
        )
        if attribute(style, "default") in {"1", "true"} and attribute(style, "type") == "paragraph":
            self._usual = name

    def _add_levels(self, kind: Xml) -> None:
        name = attribute(kind, "abstractNumId")
        self._linked[name] = attribute(child(kind, "numStyleLink"))
        self._levels[name] = {
            _whole(attribute(each, "ilvl"), 0): _Level(
                attribute(child(each, "numFmt")) or "decimal",
                attribute(child(each, "lvlText")),
                _whole(attribute(child(each, "start")), 1),
            )
            for each in kind.findall(f"{WORD}lvl")
        }
