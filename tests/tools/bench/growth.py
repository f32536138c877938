"""How the cost of each stage grows with the documents of a project (projects.py).

Usage: uv run python tests/tools/bench/growth.py [DOCUMENTS ...] [--only STAGE,...]

Each size is measured in a process of its own, in CPU seconds.  The exponent is that between two
sizes: 1 is in step with the documents, 2 four times as much for twice as many.  Stages are load,
model, store, check, questions (each apart, and together), map, report, data and pages.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from ho21.dataset.loader import load
from ho21.project import open_project
from tools.bench import projects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ho21.dataset.dataset import Dataset
    from ho21.project import Project

SIZES = (5, 20, 50)
STAGES = ("load", "model", "store", "check", "questions", "map", "report", "data", "pages")


def spent(work: Callable[[], object]) -> float:
    """Return the CPU seconds that some work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def measured(folder: Path, stages: list[str]) -> Iterator[tuple[str, float]]:
    """Yield the cost of each stage of a project, in the order in which a build needs them."""
    project = open_project(folder)
    loaded: list[Dataset] = []
    yield "load", spent(lambda: loaded.append(load(project)))
    (dataset,) = loaded
    for stage in STAGES[1:]:
        if stage in stages:
            yield from globals()[f"_{stage}"](dataset, project)


def _model(dataset: Dataset, _: Project) -> Iterator[tuple[str, float]]:
    from ho21.model.read import knowledge_graph

    yield "model", spent(lambda: knowledge_graph(dataset))


def _store(dataset: Dataset, _: Project) -> Iterator[tuple[str, float]]:
    yield "store", spent(dataset.store)


def _check(dataset: Dataset, _: Project) -> Iterator[tuple[str, float]]:
    from ho21.validation.shacl import check

    yield "check", spent(lambda: check(dataset))


def _questions(dataset: Dataset, project: Project) -> Iterator[tuple[str, float]]:
    from ho21.sparql.engine import Engine, fitted_questions

    yield "fitted", spent(lambda: fitted_questions(dataset, project))
    engine, total = Engine(dataset), 0.0
    for name, each in fitted_questions(dataset, project).items():
        if each.unfit:
            continue
        seconds = spent(lambda asked=each: [*_rows(engine.ask(asked, lang="nb").result)])
        total += seconds
        yield f"? {name}", seconds
    yield "questions", total


def _rows(result: object) -> Iterator[object]:
    try:
        yield from result  # type: ignore[attr-defined]
    except TypeError:
        yield result


def _map(dataset: Dataset, project: Project) -> Iterator[tuple[str, float]]:
    from ho21.site.artifacts import Published

    files = Published(dataset, project)
    for path in files.map:
        yield f"map {path}", spent(lambda name=path: files.content(name))


def _report(dataset: Dataset, project: Project) -> Iterator[tuple[str, float]]:
    from ho21.site.artifacts import Published

    yield "report", spent(lambda: Published(dataset, project).paths("report"))


def _data(dataset: Dataset, _: Project) -> Iterator[tuple[str, float]]:
    from ho21.export.registry import FORMATS, export

    for form in FORMATS:
        yield f"data {form}", spent(lambda name=form: export(name, dataset))


def _pages(dataset: Dataset, project: Project) -> Iterator[tuple[str, float]]:
    from ho21.site.site import Site

    made: list[Site] = []
    yield "pages: begin", spent(lambda: made.append(Site(dataset, project)))
    (site,) = made
    groups: dict[str, list[str]] = {}
    yield "pages: paths", spent(lambda: site.paths)
    for path in site.paths:
        room, ending = path.partition("/")[0], path.rpartition(".")[2]
        groups.setdefault(f"pages: {room if '/' in path else 'rest'} {ending}", []).append(path)
    for name, paths in groups.items():
        yield name, spent(lambda them=paths: [site.content(each) for each in them])


def exponent(low: float, high: float, ratio: float) -> float:
    """Return by what power a cost grows where the size grows by a ratio."""
    return math.log(high / low) / math.log(ratio) if low > 0 and high > 0 else 0.0


def main() -> None:
    """Measure each size apart, and print the table."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("documents", nargs="*", type=int)
    reader.add_argument("--only", default=",".join(STAGES))
    reader.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    given = reader.parse_args()
    stages = given.only.split(",")
    if given.one:
        print(json.dumps(dict(measured(given.one, stages))))
        return
    sizes = given.documents or [*SIZES]
    costs = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            made = projects.write(size, Path(folder) / str(size))
            call = [sys.executable, __file__, "--only", given.only, "--one", str(made)]
            told = subprocess.run(call, check=True, stdout=subprocess.PIPE).stdout
            costs.append(json.loads(told))
    print(f"{'stage':<44}" + "".join(f"{size:>10}" for size in sizes) + "   exponents")
    for name in costs[-1]:
        row = [each.get(name, 0.0) for each in costs]
        grown = [
            exponent(low, high, sizes[at + 1] / sizes[at])
            for at, (low, high) in enumerate(pairwise(row))
        ]
        print(f"{name:<44}" + "".join(f"{each:10.3f}" for each in row)
              + "   " + " ".join(f"{each:5.2f}" for each in grown))  # fmt: skip


if __name__ == "__main__":
    main()
