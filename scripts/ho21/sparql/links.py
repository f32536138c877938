"""An answer as a table of a page: labels that lead on, words with their place, and standing."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.model.things import Standing
from ho21.rdf.namespaces import HO, VOCABULARIES
from ho21.tables.table import Cell, Table
from ho21.text import date

if TYPE_CHECKING:
    from collections.abc import Callable

    from ho21.model.lookup import Places
    from ho21.sparql.answers import AnswerTable
    from ho21.tables.table import CellValue

    Said = dict[str, object]  # the terms of a row by variable
    Href = Callable[[str], str | None]

_XSD: Final = VOCABULARIES["xsd"]
_NUMBERS: Final[dict[str, Callable[[str], CellValue]]] = {
    f"{_XSD}integer": int, f"{_XSD}decimal": float, f"{_XSD}double": float, f"{_XSD}float": float,
}  # fmt: skip
_DATES: Final = {_XSD + each for each in ("date", "gYear", "gYearMonth", "gMonthDay")}
# What stands in another column's cell, as in the explorer.
_JOINED: Final = {
    "place": "quote",
    "otherPlace": "otherQuote",
    "confidence": "standing",
    "reviewState": "standing",
}
_READ: Final = {each.iri for each in Standing if each.rests_on_reading}


def linked_table(answer: AnswerTable, lang: str, places: Places, link: Href) -> Table:
    """Return the table of an answer for a page; ``link`` gives the address of what an IRI names."""
    names = {*answer.variables}
    away = {name for name, to in _JOINED.items() if name in names and to in names}
    used = [at for at in answer.used if answer.columns[at].key not in away]
    writer = _CellWriter(lang, places, link)
    rows = []
    for row, solution in zip(answer.rows, answer.solutions, strict=True):
        said = {name: solution[name] for name in names}
        texts = {column.key: cell.text for column, cell in zip(answer.columns, row, strict=True)}
        rows.append(tuple(writer.cell(answer.columns[at].key, texts, said) for at in used))
    shown = (answer.columns[at] for at in used)
    return Table(
        tuple(replace(each, key=each.key.removesuffix("Label")) for each in shown), (*rows,)
    )


@dataclass(frozen=True)
class _CellWriter:
    lang: str
    places: Places
    link: Href

    def cell(self, name: str, texts: dict[str, str], said: Said) -> Cell:
        text = texts[name]
        if not text:
            return Cell("–", "unsaid")
        if name == "standing":
            sure = f"{text} {texts.get('confidence', '')}".rstrip()
            read = _text(said, name) in _READ or said.get("confidence") is not None
            return Cell(sure, "standing", read=read, note=texts.get("reviewState", ""))
        if name.casefold().endswith("quote"):
            return self.quote(name, text, said)
        found = self.plain(text, said.get(name), said.get(name.removesuffix("Label")))
        return replace(found, read=True) if name == "confidence" else found

    def plain(self, text: str, node: object, behind: object) -> Cell:
        """Return a name that leads to its thing, a number, a date or a text."""
        for each in (behind, node):
            if isinstance(each, NamedNode):
                return Cell(text, link=self.link(each.value), language=self.foreign(node))
        kind = node.datatype.value if isinstance(node, Literal) else ""
        if kind in _NUMBERS:
            return Cell(text, "number")
        if kind in _DATES:
            return Cell(date(text, self.lang))
        return Cell(text, language=self.foreign(node))

    def quote(self, name: str, text: str, said: Said) -> Cell:
        where = "place" if name == "quote" else name.replace("Quote", "Place")
        place, translation = None, ""
        if at := _text(said, where):
            iri, translation = self.places.find(at, text, self.lang)
            place = at, self.link(iri) if iri else None
        node = said.get(name)
        tagged = isinstance(node, Literal) and node.language
        language = self.foreign(node if tagged else Literal(text, language="nb"))
        return Cell(text, "quote", language=language, place=place, translation=translation)

    def foreign(self, node: object) -> str:
        """Return the language of a text where it is not the page's."""
        lang = node.language if isinstance(node, Literal) else None
        return lang if lang and lang != self.lang else ""


def _text(said: Said, name: str) -> str:
    return str(getattr(said.get(name), "value", ""))


def value(node: object) -> CellValue:
    """Return a term as Python has it; None stays None."""
    if not isinstance(node, Literal):
        return None if node is None else str(getattr(node, "value", node))
    text, kind = node.value, node.datatype.value
    if kind == f"{_XSD}boolean":
        return text in {"true", "1"}
    with suppress(ValueError):
        return _NUMBERS[kind](text) if kind in _NUMBERS else text
    return text


def abroad(iri: str) -> str | None:
    """Return the address of what is not ours, where a browser may go there."""
    return iri if iri.startswith(("https://", "http://")) and not iri.startswith(HO) else None
