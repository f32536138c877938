"""Two projects side by side, told as tables, for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from ho21.model.lookup import signed
from ho21.model.things import Label
from ho21.rdf.formats import chosen
from ho21.resources import messages
from ho21.tables.csv import as_csv
from ho21.tables.table import Cell, Column, Table
from ho21.tables.text import as_markdown, as_text, paragraph
from ho21.text import last

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ho21.diff.common import Common, Pair, Place
    from ho21.tables.table import Row

FORMATS: Final = ("table", "csv", "json", "md")
_TEXTS: Final = messages("diff/common.toml")


def told_beside(found: Common, form: str | None, lang: str) -> str:
    """Return two projects side by side in a form; raises UsageError for one there is none of."""
    form = chosen(form, FORMATS)
    teller = _Beside(found, lang)
    tables = teller.tables()
    if form == "csv":
        return as_csv(tables)
    if form == "json":
        return _as_data(teller, tables)
    mark, write = ("#", as_markdown) if form == "md" else ("", as_text)
    note = teller.text("note") if form == "md" else paragraph(teller.text("note"))
    parts = [f"{mark} {teller.text('title')}\n".lstrip(" "), f"{note}\n"]
    for table in tables:
        parts.append(f"{mark * 2} {table.title}\n".lstrip(" "))
        parts.append(write(table) if table.rows else f"{teller.text('none')}\n")
    return "\n".join(parts)


def _as_data(teller: _Beside, tables: Iterable[Table]) -> str:
    tidy = [(table.name, *table.tidy()) for table in tables]
    told = {name: [dict(zip(keys, row, strict=True)) for row in rows] for name, keys, rows in tidy}
    projects = [
        {"name": name, "title": title, "base": graph.base.iri}
        for name, title, graph in zip(teller.names, teller.titles, teller.graphs, strict=True)
    ]
    return json.dumps({"projects": projects} | told, ensure_ascii=False, indent=2) + "\n"


class _Beside:
    def __init__(self, found: Common, lang: str) -> None:
        self.found = found
        self.graphs = found.graphs
        self.lang = lang
        self.titles = [each.title[lang] or each.base.iri for each in self.graphs]
        self.names = found.names

    def text(self, *keys: str) -> str:
        """Return one of the texts, with what the two projects are called."""
        found = _TEXTS
        for key in keys:
            found = found[key]
        text: str = found[self.lang]
        named = zip(("one", "other"), self.names, strict=True)
        return text.format(**dict(named), titles=" · ".join(self.titles))

    def tables(self) -> list[Table]:
        """Return every table."""
        found = self.found
        return [
            self.table("actors", ("one", "other", "why"), map(self.pair, found.actors)),
            self.table(
                "concepts", ("concept", "project", "thing", "link", "standing"),
                map(self.place, found.concepts),
            ),
            self.table(
                "goals", ("theme", "project", "goal", "link", "standing"),
                map(self.place, found.goals),
            ),
            self.table(
                "roles", ("actor", "project", "link", "thing", "standing"),
                map(self.role, found.roles),
            ),
            self.table("suggestions", ("one", "other", "name"), map(self.pair, found.suggestions)),
        ]  # fmt: skip

    def table(self, name: str, columns: Iterable[str], rows: Iterable[Row]) -> Table:
        """Return a table with the headings of its columns."""
        made = (Column(key, self.text("columns", key)) for key in columns)
        return Table((*made,), (*rows,), name, self.text("tables", name))

    def pair(self, pair: Pair) -> Row:
        """Return two things and why they are, or may be, the same."""
        return self.named(pair.one), self.named(pair.other), Cell(" · ".join(pair.why))

    def place(self, place: Place) -> Row:
        """Return what something is under, in which project, and how it is tied to that."""
        known = self.named(place.link), self.known(place)
        return self.named(place.under), self.project(place), self.named(place.thing), *known

    def role(self, place: Place) -> Row:
        """Return an actor, a project, and what it has to do with a thing there."""
        actor, project, thing, link, known = self.place(place)
        return actor, project, link, thing, known

    def project(self, place: Place) -> Cell:
        """Return which of the two it is."""
        return Cell(self.names[place.side], iri=self.graphs[place.side].base.iri)

    def known(self, place: Place) -> Cell:
        """Return how a link is known, with its sign for people."""
        if place.standing is None:
            return Cell()
        label = self.name(place.standing.iri)
        return Cell(signed(place.standing.iri, label), iri=place.standing.iri, value=label)

    def named(self, iri: str) -> Cell:
        """Return a thing, a concept or a property as a cell."""
        return Cell(self.name(iri), iri=iri) if iri else Cell()

    def name(self, iri: str) -> str:
        """Return what something is called in one of the two."""
        found = (each.labels.get(iri) for each in self.graphs)
        label = next(filter(None, found), None) or Label.same(last(iri))
        return label[self.lang]
