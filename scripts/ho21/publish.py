"""The checked graph becomes dist/: the picture, the report, the data, and what was checked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from ho21.build import write_whole
from ho21.check import check
from ho21.fault import LANGUAGES, CallError
from ho21.rooms import page

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ho21.finding import Report
    from ho21.rooms import House
    from ho21.store import Dataset

PARTS: Final = ("map", "report", "data", "check")


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
        files = _checked(report) if "check" in parts else {}
        files |= _map(dataset, home) if "map" in parts else {}
        files |= _report(dataset, home) if "report" in parts else {}
        files |= _data(dataset) if "data" in parts else {}

        def fill(folder: Path) -> None:
            for name in sorted(files):
                place = folder / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(files[name])

        write_whole(target, fill)
    return report


def _map(dataset: Dataset, home: House) -> dict[str, bytes]:
    """Return the explorer twice: with links to the pages beside it, and alone, to send."""
    from ho21.explorer import explorer

    return {
        "index.html": explorer(dataset, home, site="./").encode(),
        "ho21.html": explorer(dataset, home).encode(),
    }


def _report(dataset: Dataset, home: House) -> dict[str, bytes]:
    from ho21.report import reports

    return {name: text.encode() for name, text in reports(dataset, home).items()}


def _data(dataset: Dataset) -> dict[str, bytes]:
    from ho21.export import everything

    return {f"data/{name}": content for name, content in everything(dataset).items()}


def _checked(report: Report) -> dict[str, bytes]:
    import jinja2

    machine = json.dumps(report.as_dict(strict=False), ensure_ascii=False, indent=2) + "\n"
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    template = environment.from_string(page("check.html.j2"))
    html = template.render(report=report, languages=LANGUAGES, **report.page())
    return {"check.json": machine.encode(), "check.html": html.encode()}
