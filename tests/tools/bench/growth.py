"""Rows of growth: what each stage and each question costs as the documents of a project grow.

Each size is measured in a process of its own. The exponent is that between two sizes: 1 is in step
with the documents, 2 four times as much for twice as many.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from ho21.dataset.loader import load
from ho21.project import open_project
from tools.bench.measure import Cost, apart, spent
from tools.bench.table import Line, alone, median, spread, verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ho21.dataset.dataset import Dataset
    from ho21.project import Project
    from tools.bench.table import Bench

    Work = tuple[str, Callable[[], object]]

STEADY = 50  # documents from which growth is held to its target: below, what is fixed weighs most
_ALL = "all parts of a stage"
LEAST = 0.01  # seconds under which chance alone decides how a part seems to grow


def growth(bench: Bench) -> Iterator[Line]:
    """Tell how loading, checking and each stage of the build grow with the documents."""
    yield from _grown(bench, "≤ 1.1", "load", *(each for each in STAGES if each != "questions"))


def questions(bench: Bench) -> Iterator[Line]:
    """Tell how answering grows with the documents: all saved questions, and the worst of them."""
    yield from _grown(bench, "≤ 1.2", "load", "questions")


def _grown(bench: Bench, target: str, *stages: str) -> Iterator[Line]:
    """Yield how some stages grow, the worst part of each, and the most memory that they take."""
    costs: dict[str, dict[str, list[list[Cost]]]] = {stage: defaultdict(list) for stage in stages}
    for size in bench.sizes:
        made = bench.of_size(size)
        runs = [apart(measured, made, stages) for _ in range(bench.runs)]
        for stage in stages:
            for part in runs[0][stage]:
                costs[stage][part].append([run[stage][part] for run in runs])
            costs[stage][_ALL].append([_sum(run[stage].values()) for run in runs])
    held = target if len(bench.sizes) > 1 and bench.sizes[-2] >= STEADY else ""
    for stage, parts in costs.items():
        if stage in {"check", "questions"}:
            peak = [Cost(each.memory) for each in parts[_ALL][-1]]
            yield alone(f"memory to {stage} {bench.sizes[-1]}", peak, "≤ 2048", "MiB")
        yield _line(stage, bench.sizes, parts.pop(_ALL), held)
        # What is not there at every size, or hardly takes time, does not grow as it seems to.
        large = {part: each for part, each in parts.items()
                 if len(each) == len(bench.sizes) and median(each[-1]) > LEAST}  # fmt: skip
        if len(large) > 1:
            worst = max(large, key=lambda part: exponents(bench.sizes, large[part])[-1:])
            yield _line(f"{stage}, the worst part: {worst}", bench.sizes, large[worst], held)


def _line(what: str, sizes: Sequence[int], costs: list[list[Cost]], target: str) -> Line:
    """Return the line of what grows: the cost at the largest size, beside that at the others."""
    *small, last = zip(sizes, costs, strict=True)
    peer = ", ".join(f"{size}: {median(each):.3g} s" for size, each in small)
    powers = exponents(sizes, costs)
    held = verdict(powers[-1], target) if powers else ""
    told = " ".join(f"{power:.2f}" for power in powers)
    return Line(f"growth of {what}", f"{last[0]}: {spread(last[1])}", peer, told, target, held)


def exponents(sizes: Sequence[int], costs: list[list[Cost]]) -> list[float]:
    """Return by what power a cost grows from each size to the next."""
    steps = pairwise(zip(sizes, map(median, costs), strict=True))
    return [math.log(high / low) / math.log(large / small) for (small, low), (large, high) in steps]


def measured(folder: Path, stages: tuple[str, ...]) -> dict[str, dict[str, Cost]]:
    """Return what each part of some stages costs, and the most memory by the end of the stage."""
    project = open_project(folder)
    loaded: list[Dataset] = []
    costs = {"load": {"load": Cost(spent(lambda: loaded.append(load(project))).value, _peak())}}
    for stage in stages[1:]:
        parts = STAGES[stage](*loaded, project)
        costs[stage] = {name: Cost(spent(work).value, _peak()) for name, work in parts}
    return costs


def _sum(costs: Iterable[Cost]) -> Cost:
    seconds, memory = zip(*costs, strict=True)
    return Cost(sum(seconds), max(memory))


def _peak() -> float:
    """Return the most MiB that this process has held, without whoever began it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _model(dataset: Dataset, _: Project) -> Iterator[Work]:
    from ho21.model.read import knowledge_graph

    yield "model", lambda: knowledge_graph(dataset)


def _store(dataset: Dataset, _: Project) -> Iterator[Work]:
    yield "store", dataset.store


def _check(dataset: Dataset, _: Project) -> Iterator[Work]:
    from ho21.validation.shacl import check

    yield "check", lambda: check(dataset)


def _questions(dataset: Dataset, project: Project) -> Iterator[Work]:
    from ho21.sparql.engine import Engine, fitted_questions

    yield "which questions fit", lambda: fitted_questions(dataset, project)
    engine = Engine(dataset)
    for name, each in fitted_questions(dataset, project).items():
        if not each.unfit:
            yield f"? {name}", lambda each=each: _rows(engine.ask(each, lang="nb").result)


def _rows(result: object) -> None:
    for _ in result if hasattr(result, "__iter__") else ():
        pass


def _map(dataset: Dataset, project: Project) -> Iterator[Work]:
    from ho21.site.artifacts import Published

    files = Published(dataset, project)
    for path in files.map:
        yield f"map {path}", lambda path=path: files.content(path)


def _report(dataset: Dataset, project: Project) -> Iterator[Work]:
    from ho21.site.artifacts import Published

    yield "report", lambda: Published(dataset, project).paths("report")


def _data(dataset: Dataset, _: Project) -> Iterator[Work]:
    from ho21.export.registry import FORMATS, export

    for form in FORMATS:
        yield f"data {form}", lambda form=form: export(form, dataset)


def _pages(dataset: Dataset, project: Project) -> Iterator[Work]:
    from ho21.site.site import Site

    made: list[Site] = []
    yield "pages: begin", lambda: made.append(Site(dataset, project))
    (site,) = made
    yield "pages: paths", lambda: site.paths
    groups: dict[str, list[str]] = {}
    for path in site.paths:
        room, ending = path.partition("/")[0], path.rpartition(".")[2]
        groups.setdefault(f"pages: {room if '/' in path else 'rest'} {ending}", []).append(path)
    for name, paths in groups.items():
        yield name, lambda paths=paths: [site.content(each) for each in paths]


STAGES = {
    "model": _model,
    "store": _store,
    "check": _check,
    "questions": _questions,
    "map": _map,
    "report": _report,
    "data": _data,
    "pages": _pages,
}
