"""What an analysis found: its tables with a title and how to read them, and its forms."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from ho21.analysis.evidence import rests_on
from ho21.model.lookup import signed
from ho21.model.sentences import filled_with, nouns
from ho21.model.things import decimal
from ho21.rdf.formats import chosen
from ho21.rdf.namespaces import HO
from ho21.resources import message
from ho21.tables.csv import as_csv
from ho21.tables.table import Cell, CellValue, Column, Table, cell
from ho21.tables.text import as_markdown, as_text, paragraph
from ho21.text import alphabetical, for_reader, number

if TYPE_CHECKING:
    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Link, Standing

FORMATS: Final = ("table", "csv", "json", "md")
COUNTS: Final = ("withoutReadings", "withReadings")
EVIDENCE: Final = ("standing", "confidence", "words", "place")
MESSAGES: Final = "analysis/messages.toml"
_message: Final = partial(message, MESSAGES)

Entries = Iterable[Cell | CellValue]


@dataclass(frozen=True)
class Analysis:
    """An analysis: its name, what it is called, how to read it, and its tables."""

    name: str
    title: str
    note: str
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        """Return the table of a name; raises KeyError where there is none."""
        return {each.name: each for each in self.tables}[name]


@dataclass(frozen=True)
class TableBuilder:
    """A knowledge graph, and the language to write tables of it in."""

    graph: KnowledgeGraph
    lang: str

    def named(self, iri: str) -> Cell:
        """Return a thing or a class as a cell."""
        return Cell(self.graph.thing(iri).label[self.lang], iri=iri)

    def document(self, iri: str) -> Cell:
        """Return a document as a cell."""
        return Cell(self.graph.documents[iri].label[self.lang], iri=iri)

    @property
    def both(self) -> tuple[tuple[str, KnowledgeGraph], ...]:
        """The graph without readings and with them, each by the name of its table."""
        return tuple(zip(COUNTS, (self.graph.stated, self.graph), strict=True))

    def term(self, name: str) -> Cell:
        """Return a term of the vocabulary as a cell, by its IRI or by its name.

        A role is called what all that is counted in it is called.
        """
        iri = self.graph.class_of(name if ":" in name else HO + name)
        return Cell(self.graph.name(iri)[self.lang], iri=iri)

    def ordered(self, things: Iterable[str]) -> list[Cell]:
        """Return things as cells in the order of the alphabet of their names."""
        labels = {each: self.graph.thing(each).label for each in things}
        ranked = sorted(
            (alphabetical(label[self.lang], for_reader(self.lang, label.written)), each)
            for each, label in labels.items()
        )
        return [self.named(each) for _, each in ranked]

    def counted(self, role: str) -> list[Cell]:
        """Return what counts as something as cells, in that order."""
        return self.ordered(each.iri for each in self.graph.counted(role))

    def word(self, key: str, **fields: object) -> str:
        """Return one of the small texts."""
        return self._said("words", key, **fields)

    def _said(self, *keys: str, **fields: object) -> str:
        known = self._nouns | {name: str(each) for name, each in fields.items()}
        return filled_with(_message(*keys, self.lang), known)

    @cached_property
    def _nouns(self) -> dict[str, str]:
        return nouns(self.graph, self.lang)

    def token(self, key: str) -> Cell:
        """Return one of the small texts as a cell, with its key for programs."""
        return Cell(self.word(key), iri=key)

    def relation(self, predicate: str, *, back: bool) -> Cell:
        """Return what a kind of link is called, the way that it is followed."""
        phrase = self.graph.phrase(predicate, back=back)
        return replace(self.term(predicate), text=phrase[self.lang])

    def rests_on(self, link: Link) -> Entries:
        """Return how a link is known, how surely, and the words or the reason it rests on."""
        confidence = "" if link.confidence is None else link.confidence
        return self.known(link.standing), confidence, *rests_on(link, self.lang)

    def known(self, standing: Standing) -> Cell:
        """Return how something is known, with its sign for people."""
        label = self.graph.name(standing.iri)[self.lang]
        return Cell(signed(standing.iri, label), iri=standing.iri, value=label)

    def figure(self, value: float) -> str:
        """Return a number as people write it."""
        return number(decimal(value), self.lang)

    def table(
        self,
        name: str,
        columns: Iterable[str],
        rows: Iterable[Entries],
        *,
        matrix: bool = False,
        brief: int = 0,
    ) -> Table:
        """Return a table whose title and headings stand with the texts."""
        made = (Column(key, self._said("columns", key), optional=True) for key in columns)
        cells = (tuple(map(self._cell, row)) for row in rows)
        title = self._said("tables", name)
        return Table((*made,), (*cells,), name, title, matrix, brief)

    def _cell(self, value: Cell | CellValue) -> Cell:
        if isinstance(value, float):
            return Cell(self.figure(value), value=value)
        return cell(value)

    def analysis(self, name: str, tables: Iterable[Table], note: str = "") -> Analysis:
        """Return an analysis whose title and note stand with the texts."""
        note = note or self._said(name, "note")
        return Analysis(name, self._said(name, "title"), note, (*tables,))


def render_analysis(analysis: Analysis, form: str | None, lang: str) -> str:
    """Return an analysis in a form; raises UsageError for a form there is none of.

    csv is one list of all rows, each with the name of its table first.
    """
    form = chosen(form, FORMATS)
    if form == "csv":
        return as_csv(analysis.tables)
    if form == "json":
        return _as_json(analysis)
    return _for_people(analysis, lang, markdown=form == "md")


def _for_people(analysis: Analysis, lang: str, *, markdown: bool) -> str:
    mark, write = ("#", as_markdown) if markdown else ("", as_text)
    told = str if markdown else paragraph
    parts = [f"{mark} {analysis.title}\n".lstrip(" "), f"{told(analysis.note)}\n"]
    for table in analysis.tables:
        whole = table.crossed()
        parts.append(f"{mark * 2} {table.title}\n".lstrip(" "))
        if not whole.rows or _all_none(table):
            parts.append(_message("words", "none-counted" if whole.rows else "none", lang) + "\n")
            continue
        shown = replace(whole, rows=whole.rows[: table.brief or None])
        parts.append(write(shown))
        if rest := len(whole.rows) - len(shown.rows):
            parts.append(_message("words", "more", lang, count=rest) + "\n")
    return "\n".join(parts)


def _all_none(table: Table) -> bool:
    """Return whether a table of one or two things and two counts has counted nothing."""
    keys = [column.key for column in table.columns]
    counted = tuple(keys[-2:]) == COUNTS and (table.matrix or len(keys) == len(COUNTS) + 1)
    return counted and not any(cell.value for row in table.rows for cell in row[-2:])


def _as_json(analysis: Analysis) -> str:
    tidy = [(table.name, *table.tidy()) for table in analysis.tables]
    tables = [{"name": name, "columns": keys, "rows": rows} for name, keys, rows in tidy]
    told = {"analysis": analysis.name, "title": analysis.title, "note": analysis.note}
    return json.dumps(told | {"tables": tables}, ensure_ascii=False, indent=2) + "\n"
