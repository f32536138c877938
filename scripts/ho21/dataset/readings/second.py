"""A second reading: how readers who did not write the readings of a project judge them."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ho21.errors import Fault

if TYPE_CHECKING:
    from ho21.project import Project

FILE: Final = "etterlesning.tsv"
VERDICTS: Final = ("agree", "arguable", "wrong")


@dataclass(frozen=True, slots=True)
class SecondReading:
    """How many readings got each verdict, and the prefixed names of those who judged most first."""

    verdicts: dict[str, int]
    readers: tuple[str, ...]


def second_reading(project: Project) -> SecondReading | None:
    """Return the second reading of a project, None where it has none.

    A verdict on a reading of one's own is no second reading. A file that cannot be read is told
    of where the project is.
    """
    text = project.text("graph", FILE) if FILE in project.names("graph", "") else ""
    if isinstance(text, Fault):
        return None
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    judged = [
        (row["verdict"], row["reader_id"])
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if row.get("verdict") in VERDICTS and row.get("reader_id") not in {"", row.get("author_id")}
    ]
    if not judged:
        return None
    verdicts = Counter(verdict for verdict, _ in judged)
    readers = Counter(reader for _, reader in judged).most_common()
    return SecondReading(
        {each: verdicts[each] for each in VERDICTS}, tuple(each for each, _ in readers)
    )
