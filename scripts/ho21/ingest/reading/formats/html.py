"""HTML as text: what a page says itself, block by block, each item of a list on one line.

Nothing here calls itself, so that how deep a page is nested does not matter. Of the main part of a
page all is read but what serves the site around it; a page without one is read from its body.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final, NamedTuple

from ho21.ingest.reading.extract import Extract, count_letters
from ho21.ingest.reading.formats.charset import decoded
from ho21.ingest.reading.formats.numbering import BULLET, drawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_VOID: Final = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
))  # fmt: skip
_DROPPED: Final = frozenset((
    "aside", "audio", "button", "canvas", "dialog", "footer", "head", "iframe", "math", "nav",
    "noscript", "object", "script", "select", "style", "svg", "template", "textarea", "video",
))  # fmt: skip
_DROPPED_ROLES: Final = frozenset((
    "banner", "complementary", "contentinfo", "navigation", "search",
))  # fmt: skip
_INLINE: Final = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
    "em", "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
))  # fmt: skip
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS: Final = frozenset(("ul", "ol", "menu"))
_CELLS: Final = frozenset(("td", "th"))
# What a start tag ends that was left open, and how far up that is looked for.
_TABLE: Final = frozenset(("table",))
_ENDS: Final = {
    "li": (frozenset(("li",)), _LISTS | _CELLS),
    **dict.fromkeys(("dt", "dd"), (frozenset(("dt", "dd")), frozenset(("dl",)))),
    **dict.fromkeys(_CELLS, (_CELLS, frozenset(("tr", "table")))),
    **dict.fromkeys(("tr", "tbody", "thead", "tfoot"), (frozenset(("tr",)), _TABLE)),
}
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES: Final = re.compile(r"[ \t\r\f\n]+")
_AROUND_LINE: Final = re.compile(r"[ \t\r\f]*\n[ \t\r\f]*")
_RUN: Final = re.compile(r"[ \t\r\f]+")
_STEPS: Final = 12  # of a path that are told
_FORM: Final = 5  # a form that holds all but a fifth of a page is about the page
_TOLD_HIDDEN: Final = 200  # letters
_ARTICLE, _MAIN = 1, 2
_SHOWN, _OUT, _HEADER = 0, 1, 2


class _Element(NamedTuple):
    """An open element; ``flow`` is what its text runs on in: an item, a cell, or neither.

    ``layout`` is that of a table which only places what is in it.
    """

    tag: str
    out: int
    hidden: bool
    form: bool
    region: int
    flow: str
    layout: bool
    step: str


_OUTSIDE: Final = _Element(
    "", _SHOWN, hidden=False, form=False, region=0, flow="", layout=False, step=""
)


@dataclass
class _List:
    """A list that is open: how its items are marked, and the next number."""

    form: str
    number: int


class _Block(NamedTuple):
    """A block: its text, which blocks it stands together with, and where it stood."""

    text: str
    group: int
    place: str
    region: int
    form: bool


def read_html(content: bytes) -> Extract:
    """Return the text of a page; raises UsageError where it cannot be read."""
    text, other = decoded(content)
    page = _Page()
    page.feed(text)
    page.close()
    page.finish()
    found = Extract("html")
    group = 0
    for each in _own(page.blocks):
        together = each.group and each.group == group
        found.add(each.text, "\n" if together else "\n\n", each.place)
        group = each.group
    if other:
        found.warn("html-charset", declared=other)
    if page.hidden >= _TOLD_HIDDEN:
        found.warn("html-hidden", count=page.hidden)
    return found.finish()


def _own(blocks: Sequence[_Block]) -> Sequence[_Block]:
    """Return the blocks of a page's own part: its main one, its articles, else all."""
    for region in (_MAIN, _ARTICLE, 0):
        found = [each for each in blocks if each.region >= region]
        if letters := _letters(found):
            outside = [each for each in found if not each.form]
            return outside if _letters(outside) * _FORM >= letters else found
    return ()


def _letters(blocks: Iterable[_Block]) -> int:
    return sum(count_letters(each.text) for each in blocks)


class _Page(HTMLParser):
    """A page as it is gone through, tag by tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[_Block] = []
        self.hidden = 0
        self._open = [_OUTSIDE]
        self._counts: list[Counter[str]] = [Counter()]
        self._of: Counter[str] = Counter()
        self._lists: list[_List] = []
        self._mark = ""
        self._words: list[str] = []
        self._began: _Element | None = None
        self._place = ""
        self._row: list[str] = []
        self._group = 0
        self._groups = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element, and end what it ends."""
        if tag == "br":
            self._words.append("\n")
        if tag in _VOID:
            if tag == "hr":
                self._break()
            return
        given = {name: value or "" for name, value in attrs}
        hidden = _is_hidden(given)
        up = self._open[-1]
        heading = tag == "button" and any(self._of[each] for each in _HEADINGS)
        if (tag in _INLINE or heading) and not hidden and not up.out:
            return
        if tag not in _INLINE:
            self._end_open(tag)
            up = self._open[-1]
        element = self._element(tag, given, up, hidden=hidden)
        self._begin(element, given)

    def handle_endtag(self, tag: str) -> None:
        """End an element, and what is open within it."""
        if not self._of[tag]:
            return
        while self._pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Add what is said to the block that is open."""
        here = self._open[-1]
        if here.out:
            self.hidden += count_letters(data) if here.hidden else 0
            return
        if self._began is None and not data.isspace():
            self._began = here
            self._place = self._path()
        self._words.append(data if self._of["pre"] else _SPACES.sub(" ", data))

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002
        """Leave out a marked section, whatever its name."""
        return self.parse_bogus_comment(i, report)

    def finish(self) -> None:
        """End what is still open."""
        while len(self._open) > 1:
            self._pop()
        self._flush()

    def _element(self, tag: str, given: dict[str, str], up: _Element, *, hidden: bool) -> _Element:
        role = given.get("role", "")
        main, article = tag == "main" or role == "main", tag == "article" or role == "article"
        region = max(up.region, _MAIN * main, _ARTICLE * article)
        flow = up.flow
        if tag == "li" and flow != "cell":
            flow = "item"
        elif tag in _LISTS and flow != "cell":
            flow = ""
        elif tag in _CELLS and not up.layout:
            flow = "cell"
        layout = role in {"none", "presentation"} if tag == "table" else up.layout
        out = up.out
        if out == _HEADER and tag in _HEADINGS:
            out = _SHOWN
        elif out != _OUT and (hidden or tag in _DROPPED or role in _DROPPED_ROLES):
            out = _OUT
        elif out == _SHOWN and tag == "header":
            out = _HEADER if region else _OUT
        self._counts[-1][tag] += 1
        many = self._counts[-1][tag]
        step = tag if many == 1 else f"{tag}[{many}]"
        form = (up.form and not (main or article)) or tag == "form"
        return _Element(tag, out, hidden or up.hidden, form, region, flow, layout, step)

    def _begin(self, element: _Element, given: dict[str, str]) -> None:
        tag, up = element.tag, self._open[-1]
        if not element.out:
            self._break()
            if tag in _LISTS and up.flow != "cell":
                self._flush()
                if not self._lists:
                    self._new_group()
                self._lists.append(_list(tag, given))
            elif tag == "table" and up.flow != "cell":
                self._flush()
                self._new_group()
            elif tag == "tr" and up.flow != "cell":
                self._flush()
            elif tag in _CELLS and up.flow != "cell" and element.flow == "cell":
                self._words.clear()
            elif tag == "li":
                self._item(given, up)
        self._open.append(element)
        self._counts.append(Counter())
        self._of[tag] += 1

    def _item(self, given: dict[str, str], up: _Element) -> None:
        """Begin an item: it has its mark once something is said in it."""
        if up.flow == "cell":
            self._words.append(f" {BULLET} ")
            return
        self._flush()
        self._mark = BULLET
        if self._lists and self._lists[-1].form:
            its = self._lists[-1]
            if given.get("value", "").isascii() and given.get("value", "").isdigit():
                its.number = int(given["value"][:9])
            self._mark = f"{drawn(its.number, its.form)}."
            its.number += 1

    def _pop(self) -> str:
        """End the innermost element, and return its tag."""
        element = self._open.pop()
        self._counts.pop()
        tag, up = element.tag, self._open[-1]
        self._of[tag] -= 1
        if element.out:
            return tag
        if tag == "li" and up.flow != "cell":
            self._flush()
            self._mark = ""
        elif tag in _LISTS and up.flow != "cell":
            self._flush()
            if self._lists:
                self._lists.pop()
        elif tag in _CELLS and up.flow != "cell" and element.flow == "cell":
            self._row.append(self._said(flow="cell"))
        elif tag == "tr" and up.flow != "cell" and self._row:
            self._end_row()
        elif tag not in _INLINE:
            self._break()
        return tag

    def _end_row(self) -> None:
        row = " | ".join(each for each in self._row if each)
        self._row = []
        if row:
            self._put(row, self._group)
        self._flush()

    def _end_open(self, tag: str) -> None:
        """End what a start tag ends: a paragraph, and an item, row or cell of the same list."""
        if self._of["p"]:
            self._close(frozenset(("p",)), None)
        if tag in _ENDS:
            ended, bound = _ENDS[tag]
            if any(self._of[each] for each in ended):
                self._close(ended, bound)

    def _close(self, ended: frozenset[str], bound: frozenset[str] | None) -> None:
        """End the innermost of some elements, unless one that bounds it is found first."""
        for element in reversed(self._open):
            if element.tag in ended:
                while self._pop() not in ended:
                    pass
                return
            if element.tag in bound if bound else element.tag not in _INLINE:
                return

    def _break(self) -> None:
        """End a block; within an item or a cell, its text only goes on."""
        if self._open[-1].flow:
            self._words.append(" ")
        else:
            self._flush()

    def _new_group(self) -> None:
        self._groups += 1
        self._group = self._groups

    def _flush(self) -> None:
        """End the block or item that is open."""
        flow = "item" if self._lists else ""
        if text := self._said(flow):
            if self._lists:
                depth = len(self._lists) - 1
                text = "  " * depth + (f"{self._mark} {text}" if self._mark else f"  {text}")
                self._mark = ""
            elif self._mark:  # an item that lies in no list
                text, self._mark = f"{self._mark} {text}", ""
            self._put(text, self._group if self._lists else 0)
        self._words.clear()
        self._began = None

    def _said(self, flow: str) -> str:
        """Return what has been said since the block began, and forget it."""
        text = _RUN.sub(" ", "".join(self._words))
        self._words.clear()
        if flow:
            return _SPACES.sub(" ", text).strip(" \n")
        return _AROUND_LINE.sub("\n", text).strip(" \n")

    def _put(self, text: str, group: int) -> None:
        began = self._began or self._open[-1]
        self.blocks.append(_Block(text, group, self._place, began.region, began.form))
        self._began = None

    def _path(self) -> str:
        steps = [each.step for each in self._open[-_STEPS:] if each.step]
        return ("…/" if len(self._open) > _STEPS else "/") + "/".join(steps)


def _is_hidden(given: dict[str, str]) -> bool:
    hidden = "hidden" in given or given.get("aria-hidden") == "true"
    return hidden or bool(_HIDDEN.search(given.get("style", "")))


def _list(tag: str, given: dict[str, str]) -> _List:
    start = given.get("start", "")
    number = int(start[:9]) if start.isascii() and start.isdigit() else 1
    return _List(given.get("type", "1") if tag == "ol" else "", number)
