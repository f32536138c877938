"""The folder of a draft: its text, where that came from, and its rows.

``text.txt`` is frozen; ``origin.json`` tells of the file it was read from; ``segments.tsv`` has the
rows, in which people decide.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from ho21.errors import Fault, ProjectError, UsageError, fault, unwritable
from ho21.files.whole import write_whole
from ho21.ingest.drafts.rows import read_rows_of, write_rows
from ho21.ingest.segments.kinds import UNSURE
from ho21.project import FileLimits, read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ho21.ingest.drafts.rows import DraftRow

DRAFTS: Final = "drafts"
TEXT, ORIGIN, SEGMENTS = "text.txt", "origin.json", "segments.tsv"
_NAME: Final = re.compile(r"(?=.{1,80}\Z)[a-z0-9]+(?:-[a-z0-9]+)*")
_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "ü": "u"})


@dataclass(frozen=True)
class Draft:
    """A draft as it lies in its folder."""

    folder: Path
    text: str
    origin: dict[str, Any]
    rows: tuple[DraftRow, ...]

    @property
    def name(self) -> str:
        """What the draft is called, as the source it may become."""
        return self.folder.name

    @property
    def unsure(self) -> int:
        """How many rows are of no known kind."""
        return sum(each.kind == UNSURE for each in self.rows)

    @property
    def left(self) -> int:
        """How many rows that may say something no person has decided."""
        return sum(each.says and not each.is_decided for each in self.rows)


def name_of_draft(given: str) -> str:
    """Return what a draft of a file is called, in letters that an address may have."""
    plain = given.casefold().translate(_LETTERS)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def is_draft_name(given: str) -> bool:
    """Tell whether a draft can be called so: what is no plain name may lead to another folder."""
    return _NAME.fullmatch(given) is not None


def begin_draft(
    folder: Path,
    text: str,
    origin: dict[str, Any],
    rows: Sequence[DraftRow],
) -> Draft:
    """Write a new draft, whole or not at all.

    Raises UsageError where one is there already, or where it cannot be written.
    """
    if not is_draft_name(folder.name):
        raise UsageError("draft-name", name=folder.name)
    told = origin | {"text_sha256": _sum(text)}

    def fill(new: Path) -> None:  # no other process writes there now
        if folder.exists():
            raise UsageError("draft-there", name=folder.name)
        (new / TEXT).write_bytes(text.encode())
        written = json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        (new / ORIGIN).write_bytes(written.encode(errors="backslashreplace"))
        (new / SEGMENTS).write_bytes(write_rows(rows).encode())

    try:
        folder.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise unwritable(folder.parent, error) from error
    write_whole(folder, fill, "ho21 draft", force=True)
    return Draft(folder, text, told, tuple(rows))


def read_draft(folder: Path, limits: FileLimits | None = None) -> Draft:
    """Return a draft; raises ProjectError where its files are not as they were written."""
    place = f"{DRAFTS}/{folder.name}"
    limits = limits or FileLimits()
    raw: dict[str, bytes] = {}
    for name in (TEXT, ORIGIN, SEGMENTS):
        found = read_bytes(folder / name, f"{place}/{name}", *limits.of(name))
        if isinstance(found, Fault):
            raise ProjectError([found])
        raw[name] = found
    try:
        text, written = raw[TEXT].decode(), raw[SEGMENTS].decode("utf-8-sig")
        origin = json.loads(raw[ORIGIN])
    except (ValueError, RecursionError) as error:
        raise ProjectError([fault("draft-unreadable", place, why=error)]) from error
    if not isinstance(origin, dict) or not isinstance(origin.get("language"), str):
        raise ProjectError([fault("draft-unreadable", place, why=ORIGIN)])
    if origin.get("text_sha256") != _sum(text):
        raise ProjectError([fault("draft-changed", f"{place}/{TEXT}")])
    return Draft(folder, text, origin, read_rows_of(written, text, f"{place}/{SEGMENTS}"))


def drafts_in(root: Path) -> list[Path]:
    """Return the folders of the drafts of a project, by name."""
    folder = root / DRAFTS
    if not folder.is_dir():
        return []
    parts = (TEXT, ORIGIN, SEGMENTS)
    return sorted(
        each for each in folder.iterdir() if any((each / part).exists() for part in parts)
    )


def _sum(text: str) -> str:
    return sha256(text.encode()).hexdigest()
