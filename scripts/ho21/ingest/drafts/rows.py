"""Rows of a draft: one segment each, as they stand in a table that people may read and change."""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass, fields
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ho21.errors import ProjectError, fault
from ho21.ingest.segments.cues import kinds
from ho21.ingest.segments.kinds import CONTEXT, UNSURE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ho21.errors import Fault

ROLES: Final = ("title", "heading", "intro", "item", "sentence", "marker", "noise")
STATES: Final = ("proposed", "accepted", "edited", "rejected", "set-aside")
_MERGED: Final = "merged:"
_ESCAPED: Final = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_PLAIN: Final = {written: sign for sign, written in _ESCAPED.items()}


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A segment and what is proposed and decided of it; its words are not in it, only their place.

    ``figures`` are ``value unit@start-end``, ``dates`` ``date@start-end``, ``actors``
    ``actor@start-end`` with ``=responsible`` where the words say so, each set apart by ``;``.
    """

    id: str
    start: int
    end: int
    role: str
    list: str = ""
    kind: str = ""
    kind2: str = ""
    kind3: str = ""
    why: str = ""
    confidence: str = ""
    modality: str = ""
    figures: str = ""
    dates: str = ""
    actors: str = ""
    areas: str = ""
    near: str = ""
    label_nb: str = ""
    label_en: str = ""
    translation: str = ""
    status: str = "proposed"
    by: str = ""
    date: str = ""
    note: str = ""

    @property
    def is_decided(self) -> bool:
        """Whether a person has decided."""
        return self.status != STATES[0]

    @property
    def says(self) -> bool:
        """Whether it may be a statement, or was decided to be one."""
        return self.kind not in {"", CONTEXT}

    @property
    def is_kept(self) -> bool:
        """Whether a person has decided that it is a statement."""
        kept = self.status in {"accepted", "edited"} or self.status.startswith(_MERGED)
        return kept and self.says


COLUMNS: Final = tuple(each.name for each in fields(DraftRow))


def write_rows(rows: Iterable[DraftRow]) -> str:
    """Return rows as tab-separated lines under their names."""
    lines = ["\t".join(COLUMNS)]
    lines += ["\t".join(_escaped(str(each)) for each in astuple(row)) for row in rows]
    return "\n".join(lines) + "\n"


def read_rows_of(written: str, text: str, file: str) -> tuple[DraftRow, ...]:
    """Return the rows of a table over a text.

    Raises ProjectError, with each row and column that is wrong.
    """
    lines = written.split("\n")
    head = tuple(lines[0].rstrip("\r").split("\t"))
    if head != COLUMNS:
        if head[0].startswith('"'):
            raise ProjectError([fault("quoted-cells", file, 1, cell=head[0].strip('"'))])
        raise ProjectError([fault("draft-columns", file, 1, columns=" ".join(COLUMNS))])
    rows: list[tuple[int, DraftRow]] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines[1:], 2):
        cells = [_read(each) for each in line.rstrip("\r").split("\t")]
        if cells == [""]:
            continue
        if len(cells) != len(COLUMNS):
            faults.append(fault("draft-cells", file, number, count=len(COLUMNS), found=len(cells)))
            continue
        wrong = _wrong(dict(zip(COLUMNS, cells, strict=True)), text)
        faults += [
            fault("draft-cell", file, number, column=column, value=value) for column, value in wrong
        ]
        if not wrong:
            rows.append((number, DraftRow(cells[0], int(cells[1]), int(cells[2]), *cells[3:])))
    faults += _overlaps(rows, file)
    if faults:
        raise ProjectError(faults)
    return tuple(row for _, row in rows)


def _wrong(cells: dict[str, str], text: str) -> list[tuple[str, str]]:
    """Return each column with a value that it may not have."""
    known = {"", UNSURE, *kinds()}
    wrong = [name for name in ("kind", "kind2", "kind3") if cells[name] not in known]
    if cells["role"] not in ROLES:
        wrong.append("role")
    if cells["status"] not in STATES and not cells["status"].startswith(_MERGED):
        wrong.append("status")
    start, end = (
        int(cells[each]) if re.fullmatch(r"[0-9]{1,9}", cells[each]) else -1
        for each in ("start", "end")
    )
    if not 0 <= start < len(text):
        wrong.append("start")
    elif not start < end <= len(text):
        wrong.append("end")
    elif cells["id"] != f"s{start}":
        wrong.append("id")
    if cells["date"] and not _is_date(cells["date"]):
        wrong.append("date")
    return [(name, cells[name]) for name in wrong]


def _is_date(cell: str) -> bool:
    try:
        return date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False


def _overlaps(rows: list[tuple[int, DraftRow]], file: str) -> list[Fault]:
    ordered = sorted(rows, key=lambda each: each[1].start)
    return [
        fault("draft-overlap", file, number, one=before.id, other=row.id)
        for (_, before), (number, row) in pairwise(ordered)
        if row.start < before.end
    ]


def _escaped(cell: str) -> str:
    return re.sub(r"[\\\t\n\r]", lambda found: _ESCAPED[found[0]], cell)


def _read(cell: str) -> str:
    return re.sub(r"\\[\\tnr]", lambda found: _PLAIN[found[0]], cell)
