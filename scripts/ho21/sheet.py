"""What an analysis found: its tables with a title and how to read them, and its forms."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ho21.answer import as_markdown, as_table, norwegian
from ho21.fault import CallError
from ho21.names import HO
from ho21.rooms import page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ho21.network import Link, Network

FORMATS: Final = ("table", "csv", "json", "md")
COUNTS: Final = ("withoutReadings", "withReadings")


@dataclass(frozen=True)
class Named:
    """A cell that is a thing, a term or one of our words: its IRI or key, and its label."""

    iri: str
    label: str


Cell = str | int | float | Named
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table; one that is a matrix has a row of counts for each pair of its first two columns.

    ``brief`` is how many rows people are shown, 0 for all; programs get every row.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    matrix: bool = False
    brief: int = 0

    def tidy(self) -> tuple[list[str], list[list[str | int | float]]]:
        """Return the columns and rows for programs, each thing as its IRI and its label."""
        things = {at for row in self.rows for at, cell in enumerate(row) if isinstance(cell, Named)}
        heads: list[str] = []
        for at, column in enumerate(self.columns):
            heads += [column, f"{column}Label"] if at in things else [column]
        rows: list[list[str | int | float]] = []
        for row in self.rows:
            cells: list[str | int | float] = []
            for at, cell in enumerate(row):
                if isinstance(cell, Named):
                    cells += [cell.iri, cell.label]
                else:
                    cells += ["", cell] if at in things else [cell]
            rows.append(cells)
        return heads, rows

    def drawn(self, lang: str) -> tuple[list[str], list[list[str]]]:
        """Return the headings and cells for people, labels alone."""
        if self.matrix:
            return self._crossed(lang)
        rows = [[_shown(cell) for cell in row] for row in self.rows]
        return [heading(column, lang) for column in self.columns], rows

    def _crossed(self, lang: str) -> tuple[list[str], list[list[str]]]:
        across = list(dict.fromkeys(row[1] for row in self.rows))
        down = list(dict.fromkeys(row[0] for row in self.rows))
        counts = {row[:2]: row[2:] for row in self.rows}
        lines = []
        for start in down:
            them = [counts.get((start, end), (0, 0)) for end in across]
            lines.append(
                [_shown(start), *(f"{few} / {many}" if many else "" for few, many in them)]
            )
        return [heading(self.columns[0], lang), *map(_shown, across)], lines


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
class Desk:
    """A network with the language to write about it in."""

    network: Network
    lang: str

    def named(self, iri: str) -> Named:
        """Return a thing or a class as a cell."""
        return Named(iri, self.network.things[iri].labels[self.lang])

    def term(self, name: str) -> Named:
        """Return a term of the vocabulary as a cell."""
        return Named(HO + name, self.network.terms.get(name, {}).get(self.lang, name))

    def ordered(self, things: Iterable[str]) -> list[Named]:
        """Return things as cells in the order of the Norwegian alphabet."""
        cells = map(self.named, things)
        return sorted(cells, key=lambda each: (norwegian(each.label), each.iri))

    def word(self, key: str, **fields: object) -> str:
        """Return one of the small texts."""
        text: str = texts()["words"][key][self.lang]
        return text.format(**fields)

    def token(self, key: str) -> Named:
        """Return one of the small texts as a cell, with its key for programs."""
        return Named(key, self.word(key))

    def basis(self, link: Link) -> Named:
        """Return whether a link is stated or read."""
        return self.token("read" if link.read else "stated")

    def table(
        self,
        name: str,
        columns: Iterable[str],
        rows: Iterable[Row],
        *,
        matrix: bool = False,
        brief: int = 0,
    ) -> Table:
        """Return a table whose title stands with the texts."""
        title = texts()["tables"][name][self.lang]
        return Table(name, title, (*columns,), (*rows,), matrix, brief)

    def analysis(self, name: str, tables: Iterable[Table], note: str = "") -> Analysis:
        """Return an analysis whose title and note stand with the texts."""
        text = texts()[name]
        return Analysis(name, text["title"][self.lang], note or text["note"][self.lang], (*tables,))


@cache
def texts() -> dict[str, Any]:
    """Return the texts of ``pages/analyse.toml``."""
    return tomllib.loads(page("analyse.toml"))


def heading(column: str, lang: str) -> str:
    """Return the heading of a column in a language."""
    told: str = texts()["columns"][column][lang]
    return told


def render(analysis: Analysis, form: str | None, lang: str) -> str:
    """Return an analysis in a form; raises CallError for a form there is none of.

    csv is one list of all rows, each with the name of its table first.
    """
    form = form or FORMATS[0]
    if form not in FORMATS:
        raise CallError("unknown-format", format=form, known=", ".join(FORMATS))
    if form == "csv":
        return _as_csv(analysis)
    if form == "json":
        return _as_json(analysis)
    return _for_people(analysis, lang, markdown=form == "md")


def _for_people(analysis: Analysis, lang: str, *, markdown: bool) -> str:
    parts = [f"# {analysis.title}\n" if markdown else f"{analysis.title}\n", f"{analysis.note}\n"]
    for table in analysis.tables:
        heads, rows = table.drawn(lang)
        shown = rows[: table.brief or None]
        parts.append(f"## {table.title}\n" if markdown else f"{table.title}\n")
        if not rows:
            parts.append(texts()["words"]["none"][lang] + "\n")
            continue
        optional = set() if table.matrix else set(heads)  # that a matrix is empty is the finding
        parts.append(as_markdown(heads, shown) if markdown else as_table(heads, shown, optional))
        if len(shown) < len(rows):
            more = texts()["words"]["more"][lang].format(count=len(rows) - len(shown))
            parts.append(f"{more}\n")
    return "\n".join(parts)


def _as_csv(analysis: Analysis) -> str:
    tidy = [(table.name, *table.tidy()) for table in analysis.tables]
    columns = list(dict.fromkeys(column for _, heads, _ in tidy for column in heads))
    out = io.StringIO()
    writer = csv.DictWriter(out, ["table", *columns], restval="")
    writer.writeheader()
    for name, heads, rows in tidy:
        writer.writerows({"table": name, **dict(zip(heads, row, strict=True))} for row in rows)
    return out.getvalue()


def _as_json(analysis: Analysis) -> str:
    tidy = [(table.name, *table.tidy()) for table in analysis.tables]
    tables = [{"name": name, "columns": heads, "rows": rows} for name, heads, rows in tidy]
    told = {"analysis": analysis.name, "title": analysis.title, "note": analysis.note}
    return json.dumps(told | {"tables": tables}, ensure_ascii=False, indent=2) + "\n"


def _shown(cell: Cell) -> str:
    return cell.label if isinstance(cell, Named) else str(cell)
