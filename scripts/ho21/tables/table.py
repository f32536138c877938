"""A table: columns, rows and cells, from which text, Markdown, CSV, Excel and HTML are written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

CellValue = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key for programs and its heading for people.

    An ``optional`` one is left out for people where no row has anything in it. In a sheet it is
    ``width`` letters wide, else as wide as its content; its cells look as ``look`` says, and one
    without a value as ``empty``.
    """

    key: str
    heading: str = ""
    optional: bool = False
    width: int | None = None
    look: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, the IRI or key of what it names, and how it is to be shown.

    ``kind`` is ``text``, ``number``, ``quote``, ``standing`` or ``unsaid``; ``value`` is where
    programs want more than the text; ``read`` is what rests on a reading. On a page ``link`` leads
    to what the cell names, ``language`` is that of the text where it is not the page's, ``place``
    is where a quotation stands, with its link, and ``note`` how far a reading has been reviewed.
    """

    text: str = ""
    kind: str = "text"
    iri: str = ""
    value: CellValue = None
    read: bool = False
    link: str | None = None
    language: str = ""
    place: tuple[str, str | None] | None = None
    translation: str = ""
    note: str = ""

    @property
    def exact(self) -> CellValue:
        """The value for programs."""
        return self.text if self.value is None else self.value


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table with its name for programs and its title for people.

    A ``matrix`` has a row of two counts for each pair of its first two columns.  ``brief`` is how
    many rows people are shown, 0 for all; programs get every row.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    name: str = ""
    title: str = ""
    matrix: bool = False
    brief: int = 0

    @property
    def headings(self) -> list[str]:
        """The headings in order."""
        return [column.heading for column in self.columns]

    @property
    def used(self) -> list[int]:
        """Which columns people are shown: an optional one with nothing in it is not."""
        return [
            at
            for at, column in enumerate(self.columns)
            if not (column.optional and self.rows) or any(row[at].text for row in self.rows)
        ]

    @property
    def texts(self) -> list[list[str]]:
        """The text of each cell, row by row."""
        return [[cell.text for cell in row] for row in self.rows]

    @property
    def read(self) -> int:
        """How many rows rest on a reading."""
        return sum(any(cell.read for cell in row) for row in self.rows)

    @property
    def unsaid(self) -> bool:
        """Whether some cell has nothing in it."""
        return any(cell.kind == "unsaid" for row in self.rows for cell in row)

    @property
    def translated(self) -> bool:
        """Whether some quotation has its translation."""
        return any(cell.translation for row in self.rows for cell in row)

    def tidy(self) -> tuple[list[str], list[list[CellValue]]]:
        """Return the keys and rows for programs, each thing as its IRI and its label."""
        things = {at for row in self.rows for at, cell in enumerate(row) if cell.iri}
        keys: list[str] = []
        for at, column in enumerate(self.columns):
            keys += [column.key, f"{column.key}Label"] if at in things else [column.key]
        rows: list[list[CellValue]] = []
        for row in self.rows:
            cells: list[CellValue] = []
            for at, cell in enumerate(row):
                cells += [cell.iri, cell.exact] if at in things else [cell.exact]
            rows.append(cells)
        return keys, rows

    def filled(self) -> Self:
        """Return the table without the columns in which nothing stands."""
        used = [at for at, _ in enumerate(self.columns) if any(row[at].text for row in self.rows)]
        columns = (self.columns[at] for at in used)
        rows = (tuple(row[at] for at in used) for row in self.rows)
        return replace(self, columns=(*columns,), rows=(*rows,))

    def crossed(self) -> Table:
        """Return the table as people are shown it: a matrix has a column for each of its second."""
        if not self.matrix:
            return self
        across = list(dict.fromkeys(row[1] for row in self.rows))
        down = list(dict.fromkeys(row[0] for row in self.rows))
        counts = {row[:2]: f"{row[2].text} / {row[3].text}" for row in self.rows if row[3].value}
        # That a column is empty is the finding.
        columns = (
            replace(self.columns[0], optional=False),
            *(Column(x.iri, x.text) for x in across),
        )
        rows = ((one, *(Cell(counts.get((one, other), "")) for other in across)) for one in down)
        return replace(self, columns=columns, rows=(*rows,), matrix=False)


def cell(value: Cell | CellValue) -> Cell:
    """Return a value as a cell; one that is a cell already is left as it is."""
    if isinstance(value, Cell):
        return value
    return Cell(value) if isinstance(value, str) else Cell(str(value), value=value)
