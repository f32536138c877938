"""A table of readings as written: its rows, its prefixes, and what is wrong with its form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from pyoxigraph import NamedNode

from ho21.errors import LANGUAGES, MOST_FAULTS, Fault, fault
from ho21.rdf.namespaces import VOCABULARIES, is_iri
from ho21.resources import messages

FORM: Final = messages("dataset/readings/rows.toml")
_REASON: Final = "comment"
_NOTHING: Final = NamedNode("urn:x-ho21:nothing")
# A cell as CSV quotes it: those quotation marks are the table's, or so another reader would think.
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"?')
_LINE: Final = re.compile(r"^.*$", re.MULTILINE)
_HEADER: Final = re.compile(r"^#\s*([^\s:]+)\s*:\s*\"?([^\"]*?)\"?\s*$")


@dataclass(frozen=True)
class MappingRow:
    """One reading as written: the line it stands on and its columns by name."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell, empty where nothing is written."""
        return self.cells[column]


class MappingRows(NamedTuple):
    """The rows of a table, the prefixes of its ``curie_map``, and what was wrong with a row."""

    rows: list[MappingRow]
    prefixes: dict[str, str]
    faults: list[Fault]

    def node(self, cell: str) -> NamedNode:
        """Return what a prefixed name stands for; what is none stands for nothing we know."""
        prefix, colon, rest = cell.partition(":")
        space = self.prefixes.get(prefix) or VOCABULARIES.get(prefix)
        fits = colon and space and re.fullmatch(r"[\w.-]*", rest)
        return NamedNode(f"{space}{rest}") if fits else _NOTHING


def reasons(languages: tuple[str, ...]) -> dict[str, str]:
    """Return the columns of the reason: in the first language ``comment``, then ``comment_en``."""
    return {lang: f"{_REASON}_{lang}" if at else _REASON for at, lang in enumerate(languages)}


def columns_in(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of a table of readings in a project of some languages."""
    at = FORM["columns"].index(_REASON)
    return (*FORM["columns"][:at], *reasons(languages).values(), *FORM["columns"][at + 1 :])


COLUMNS: Final = columns_in(LANGUAGES)


def read_rows(
    text: str,
    file: str,
    known: dict[str, str] = VOCABULARIES,
    columns: tuple[str, ...] = COLUMNS,
) -> MappingRows | list[Fault]:
    """Return the rows of a table, or what is wrong with its prefixes and its columns.

    ``known`` are the addresses that prefixes have everywhere. Where more rows are wrong than are
    told, the table is not read on.
    """
    read = MappingRows([], {}, [])
    strange: list[Fault] = []
    headed = False
    for number, found in enumerate(_LINE.finditer(text), 1):
        line = found[0]
        if line.startswith("#"):
            strange += _prefix(line, file, number, read.prefixes, known)
        elif headed:
            _row(line, file, number, read, columns)
        elif _cells(line) == columns:
            headed = True
        else:
            return [*strange, _misheaded(line, text, file, number, columns)]
        if len(strange) + len(read.faults) > MOST_FAULTS:
            return [*strange, *read.faults]
    return strange or (read if headed else [_misheaded("", text, file, number, columns)])


def _row(line: str, file: str, number: int, read: MappingRows, columns: tuple[str, ...]) -> None:
    """Add the row that a line is, or what is wrong with it; a blank line is none."""
    cells = _cells(line)
    quoted = next((cell for cell in cells if _QUOTED.fullmatch(cell)), None)
    if quoted is not None:
        read.faults.append(fault("quoted-cells", file, number, cell=quoted.strip('"')))
    elif line.strip() and len(cells) != len(columns):
        wanted = len(columns)
        read.faults.append(fault("wrong-cells", file, number, found=len(cells), wanted=wanted))
    elif line.strip():
        read.rows.append(MappingRow(number, dict(zip(columns, cells, strict=True))))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split("\t"))


def _prefix(
    line: str, file: str, number: int, prefixes: dict[str, str], known: dict[str, str]
) -> list[Fault]:
    """Add the prefix that a line of a table's ``curie_map`` has; return what is wrong with it."""
    match = _HEADER.match(line)
    if not match or not match[2].startswith(("http:", "https:")):
        return []
    prefix, address = match.groups()
    prefixes[prefix] = address
    if not is_iri(address):
        return [fault("table-prefix", file, number, prefix=prefix, address=address)]
    if known.get(prefix, address) != address:
        told = {"prefix": f"{prefix}:", "address": address, "known": known[prefix]}
        return [fault("prefix-other", file, number, **told)]
    return []


def _misheaded(line: str, text: str, file: str, number: int, columns: tuple[str, ...]) -> Fault:
    """Return what is wrong with a line that was to name the columns."""
    if not line.strip():
        lines = (found[0] for found in _LINE.finditer(text))
        if any(each.strip() and not each.startswith("#") for each in lines):
            return fault("columns-blank", file, number)
        return fault("table-empty", file, number, columns=" ".join(columns))
    cells = _cells(line)
    bare = [cell.strip('"') for cell in cells]
    for sign in FORM["separators"]:
        parts = [part.strip(' "') for cell in cells for part in cell.split(sign)]
        if {*filter(None, parts)} <= {*columns} and len(parts) > len(cells):
            named = f"U+{ord(sign):04X}" if sign.isspace() else sign
            return fault("wrong-separator", file, number, sign=named)
    if tuple(bare) == columns:
        quoted = next(cell for cell in cells if cell not in columns)
        return fault("quoted-cells", file, number, cell=quoted.strip('"'))
    missing = ", ".join(each for each in columns if each not in cells) or "–"
    extra = ", ".join(each or '""' for each in cells if each not in columns) or "–"
    wanted = " ".join(columns)
    return fault("wrong-columns", file, number, missing=missing, extra=extra, columns=wanted)
