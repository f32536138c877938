"""The checked graph becomes dist/: the picture, pages, the report, data, and what was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ho21.build import write_whole
from ho21.check import check
from ho21.fault import CallError
from ho21.published import PARTS, Published

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ho21.finding import Report
    from ho21.rooms import House
    from ho21.store import Dataset


def publish(dataset: Dataset, home: House, target: Path, only: Iterable[str] = PARTS) -> Report:
    """Check a dataset and, where it conforms, write the parts asked for.

    Returns the report; where it does not conform nothing is written.
    """
    parts = tuple(only)
    for part in parts:
        if part not in PARTS:
            raise CallError("unknown-part", part=part, known=", ".join(PARTS))
    report = check(dataset)
    if report.conforms(strict=False):
        files = Published(dataset, home, report=report, parts=parts)
        names = sorted({name for part in parts for name in files.paths(part)})

        def fill(folder: Path) -> None:
            for name in names:
                place = folder / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(files.content(name))

        write_whole(target, fill)
    return report
