"""An answer as a table of a page: labels that lead on, words with their place, and the basis."""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.answer import column
from ho21.leaf import date
from ho21.names import HO, VOCABULARIES, term

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import QuerySolution

    from ho21.answer import Shown
    from ho21.store import Dataset

    Home = Callable[[str], str | None]

Value = str | int | float | bool | None

_PLACE: Final = re.compile(r"(?P<source>.+)\.txt:(?P<line>\d+)(?:–\d+)?")
_XSD: Final = VOCABULARIES["xsd"]
_NUMBERS: Final = {_XSD + each for each in ("integer", "decimal", "double", "float")}
_AS: Final[dict[str, Callable[[str], Value]]] = {
    "integer": int, "decimal": float, "double": float, "float": float,
}  # fmt: skip
_DATES: Final = {_XSD + each for each in ("date", "gYear", "gYearMonth", "gMonthDay")}
# What stands in another column's cell, and left out where no row has it: as in the explorer.
_JOINED: Final = {
    "place": "quote",
    "otherPlace": "otherQuote",
    "confidence": "basis",
    "reviewState": "basis",
}
_OPTIONAL: Final = ("confidence", "reason", "value", "unit", "reviewState")


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: its words, where they lead, and how they are to be shown.

    ``kind`` is ``text``, ``number``, ``quote``, ``basis``, ``read`` or ``unsaid``; ``place`` is
    where the words stand, with its way; ``lang`` is empty where it is the page's own; ``note`` is
    how far the review of a reading has come.
    """

    text: str = ""
    kind: str = "text"
    way: str | None = None
    lang: str = ""
    place: tuple[str, str | None] | None = None
    translation: str = ""
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A row: its cells, and whether it rests on a reading."""

    cells: tuple[Cell, ...]
    read: bool


@dataclass(frozen=True)
class Table:
    """An answer's headings with their columns' names, and its rows."""

    heads: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    tells: bool

    @property
    def read(self) -> int:
        """How many rows rest on a reading."""
        return sum(each.read for each in self.lines)

    @property
    def unsaid(self) -> bool:
        """Whether some cell has nothing in it."""
        return any(cell.kind == "unsaid" for line in self.lines for cell in line.cells)

    @property
    def translated(self) -> bool:
        """Whether some quotation has its translation."""
        return any(cell.translation for line in self.lines for cell in line.cells)


class Places:
    """Where the passages of a dataset stand, by the line and the words that an answer has."""

    def __init__(self, dataset: Dataset) -> None:
        self.base = dataset.base
        self.found: dict[tuple[str, str, str], tuple[str, str]] = {}
        for name in sorted(dataset.texts):
            said: dict[str, dict[str, str]] = defaultdict(dict)
            for fact in dataset.facts[dataset.base.graph(f"kilde/{name}").value]:
                if "#char=" in fact.subject.value:
                    said[fact.subject.value][fact.predicate.value] = fact.object.value
            for iri, facts in said.items():
                quote = facts.get(term("ho:quote").value)
                if quote is not None:
                    line = facts.get(term("ho:startLine").value, "")
                    told = facts.get(term("ho:translation").value, "")
                    self.found.setdefault((name, line, quote), (iri, told))

    def find(self, place: str, quote: str) -> tuple[str | None, str]:
        """Return the IRI of the passage, or of its document, and the passage's translation."""
        match = _PLACE.fullmatch(place)
        if not match:
            return None, ""
        document = self.base.document(match["source"]).value
        return self.found.get((match["source"], match["line"], quote), (document, ""))


def tabular(shown: Shown, lang: str, places: Places, home: Home, is_read: str) -> Table:
    """Return the table of an answer; ``home`` gives the way to what an IRI names.

    ``is_read`` is what a reading is called.
    """
    names = {name for row in shown.values[:1] for name in row} | {*shown.columns}
    away = {name for name, to in _JOINED.items() if name in names and to in names}
    used = [
        at
        for at, name in enumerate(shown.columns)
        if name not in away
        and not (name in _OPTIONAL and shown.rows and not any(row[at] for row in shown.rows))
    ]
    writer = _Writer(lang, places, home, is_read)
    lines = []
    for row, solution in zip(shown.rows, shown.solutions, strict=True):
        said = _Said(solution, names)
        texts = dict(zip(shown.columns, row, strict=True))
        cells = tuple(writer.cell(shown.columns[at], texts, said) for at in used)
        lines.append(Line(cells, said["confidence"] is not None))
    heads = tuple((shown.columns[at].removesuffix("Label"), shown.heads[at]) for at in used)
    return Table(heads, tuple(lines), bool({"confidence", "basis"} & names))


class _Said:
    """The terms of a row; what it has no column for is None."""

    def __init__(self, solution: QuerySolution, names: set[str]) -> None:
        self.solution = solution
        self.names = names

    def __getitem__(self, name: str) -> NamedNode | Literal | None:
        found = self.solution[name] if name in self.names else None
        return found if isinstance(found, NamedNode | Literal) else None

    def text(self, name: str) -> str:
        found = self[name]
        return found.value if found is not None else ""


@dataclass(frozen=True)
class _Writer:
    lang: str
    places: Places
    home: Home
    is_read: str

    def cell(self, name: str, texts: dict[str, str], said: _Said) -> Cell:
        text = texts[name]
        if name == "basis" and said["confidence"] is not None:
            sure = f"◇ {self.is_read} {self.figure(said.text('confidence'))}"
            return Cell(sure, "read", note=texts.get("reviewState", ""))
        if not text:
            return Cell("–", "unsaid")
        if name == "basis":
            return Cell(text, "basis")
        if name.casefold().endswith("quote"):
            return self.quote(name, text, said)
        return self.plain(text, said[name], said[name.removesuffix("Label")])

    def plain(self, text: str, node: NamedNode | Literal | None, behind: object) -> Cell:
        """Return a name that leads to its thing, a number, a date, a yes or no, or a text."""
        for each in (behind, node):
            if isinstance(each, NamedNode):
                return Cell(text, way=self.home(each.value), lang=self.foreign(node))
        kind = node.datatype.value if isinstance(node, Literal) else ""
        if kind in _NUMBERS:
            return Cell(self.figure(text), "number")
        if kind in _DATES:
            return Cell(date(text, self.lang))
        if kind == f"{_XSD}boolean":
            return Cell(column("yes" if text == "true" else "no", self.lang))
        return Cell(text, lang=self.foreign(node))

    def quote(self, name: str, text: str, said: _Said) -> Cell:
        where = "place" if name == "quote" else name.replace("Quote", "Place")
        place, translation = None, ""
        if at := said.text(where):
            iri, translation = self.places.find(at, text)
            place = at, self.home(iri) if iri else None
        shown = translation if self.lang != "nb" else ""
        lang = self.foreign(said[name]) or ("nb" if self.lang != "nb" else "")
        return Cell(text, "quote", lang=lang, place=place, translation=shown)

    def foreign(self, node: object) -> str:
        """Return the language of a text where it is not the page's."""
        lang = node.language if isinstance(node, Literal) else None
        return lang if lang and lang != self.lang else ""

    def figure(self, number: str) -> str:
        return number.replace(".", ",") if self.lang == "nb" else number


def value(node: object, text: str) -> Value:
    """Return a term as Python has it, ``text`` being how it is spelled; None stays None."""
    if not isinstance(node, Literal):
        return None if node is None else text or str(node)
    kind = node.datatype.value.removeprefix(_XSD)
    if kind == "boolean":
        return text in {"true", "1"}
    with suppress(ValueError):
        return _AS[kind](text) if kind in _AS else text
    return text


def abroad(iri: str) -> str | None:
    """Return the address of what is not ours, where a browser may go there."""
    return iri if iri.startswith(("https://", "http://")) and not iri.startswith(HO) else None
