"""Rows of the command: what it costs to begin, to build and to check, beside a plain script."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ho21.export.registry import FORMATS
from tools.bench.measure import in_turn, program
from tools.bench.table import Line, against, alone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.bench.measure import Cost
    from tools.bench.table import Bench

ROOT = Path(__file__).parents[3]
QUESTION = "satsingsomrader"
EMPTY = 'import rdflib; list(rdflib.Graph().query("SELECT * { ?s ?p ?o }"))'
FROZEN = "d876556"
ANALYSES = ("dekning", "hull", "grunnlag", "hvorfor", "sentralitet", "utvikling")
_NUMBERS = itertools.count(30)  # no two calls are alike that are not meant to be


class Way(NamedTuple):
    """How a call is answered; one that is new is one that only the compiled project knows."""

    what: str
    new: bool = False
    terminal: bool = False
    cold: bool = False


WAYS = (
    Way("kept"),
    Way("kept, on a terminal", terminal=True),
    Way("compiled", new=True),
    Way("compiled, on a terminal", new=True, terminal=True),
    Way("cold", new=True, cold=True),
)


def ho21(bench: Bench, *words: str) -> list[str]:
    """Return the words of a call."""
    return [sys.executable, "-m", "ho21", *words, *bench.words]


def empty() -> Cost:
    """Return what an empty query costs by rdflib, which is what it costs to begin."""
    return program([sys.executable, "-c", EMPTY])


def _no_cache(bench: Bench) -> Mapping[str, str]:
    return {"XDG_CACHE_HOME": str(bench.folder / f"cache-{next(_NUMBERS)}")}


def version(bench: Bench) -> Iterator[Line]:
    """Compare --version with an empty query by rdflib."""
    costs = in_turn(bench.runs, lambda: program(ho21(bench, "--version")[:4]), empty)
    yield against("--version", costs[0], "empty rdflib query", costs[1], "≤ 0.15")


def ask(bench: Bench) -> Iterator[Line]:
    """Compare a question with an empty query, and with the plain script where all is loaded."""
    targets = {False: "≤ 0.25", True: "≤ 0.5"}
    yield from _begun(bench, ["ask", QUESTION], targets, "≤ 0.8")
    loaded, script = ho21(bench, "ask", QUESTION, "--no-cache"), today(bench, "ask")
    costs = in_turn(bench.runs, lambda: program(loaded), lambda: program(script))
    yield against("ask --no-cache", costs[0], "plain script", costs[1])


def show(bench: Bench) -> Iterator[Line]:
    """Compare showing the thing that most is said of with an empty query."""
    yield from _begun(bench, ["show", bench.things[0]], dict.fromkeys((False, True), "≤ 0.4"))


def _begun(
    bench: Bench, words: list[str], targets: Mapping[bool, str], cold: str = ""
) -> Iterator[Line]:
    for way in WAYS:

        def ours(way: Way = way) -> Cost:
            seconds = ["--timeout", str(next(_NUMBERS))] if way.new else []
            more = _no_cache(bench) if way.cold else {}
            return program(ho21(bench, *words, *seconds), more, terminal=way.terminal)

        costs = in_turn(bench.runs, ours, empty)
        target = cold if way.cold else targets[way.terminal]
        yield against(f"{words[0]}, {way.what}", costs[0], "empty rdflib query", costs[1], target)


def today(bench: Bench, task: str) -> list[str]:
    """Return the call of the plain script over the graph and the shapes of today."""
    data = bench.folder / "today.trig"
    if not data.exists():
        program(ho21(bench, "export", "trig", "--to", str(data)))
    return _plain(bench, task, Path(__file__).parent, data, ROOT)


def frozen(bench: Bench) -> list[str]:
    """Return the call of the plain script over what there was then; none without the history."""
    old = bench.folder / FROZEN
    packed = subprocess.run(
        ["git", "archive", FROZEN], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    if packed.returncode:
        return []
    old.mkdir()
    subprocess.run(["tar", "-x", "-C", str(old)], input=packed.stdout, check=True)
    data, then = bench.folder / f"{FROZEN}.trig", {"PYTHONPATH": str(old / "scripts")}
    export = [sys.executable, "-m", "ho21", "export", "trig", "--to", str(data)]
    subprocess.run(export, cwd=old, env=os.environ | then, check=True)
    return _plain(bench, "build", old / "tests" / "bench", data, old)


def _plain(bench: Bench, task: str, script: Path, data: Path, root: Path) -> list[str]:
    rest = (data, root / "ontology" / "shapes.ttl", root / "queries" / f"{QUESTION}.rq")
    words = [str(script / "plain.py"), task, *map(str, rest), str(bench.folder)]
    return [sys.executable, *words]


def _built(bench: Bench, *words: str) -> list[str]:
    return ho21(bench, "build", "--to", str(bench.folder / "dist"), *words)


def _cold(bench: Bench) -> Cost:
    return program(_built(bench, "--force"), _no_cache(bench))


def build(bench: Bench) -> Iterator[Line]:
    """Compare a whole build with the plain script, its graph as it was and as it is."""
    calls = {f"script and graph of {FROZEN}": frozen(bench), "script and graph of today":
             today(bench, "build")}  # fmt: skip
    found = {name: words for name, words in calls.items() if words}
    works = [lambda words=words: program(words) for words in found.values()]
    ours, *costs = in_turn(bench.runs, lambda: _cold(bench), *works)
    for (name, _), cost in zip(found.items(), costs, strict=True):
        yield against("build, cold", ours, name, cost, "≤ 1" if FROZEN in name else "")
    if len(found) < len(calls):
        yield Line("build, cold", peer=f"no {FROZEN} in this history: not compared")


def unchanged(bench: Bench) -> Iterator[Line]:
    """Compare a build of what has not changed with a cold one."""
    cold, again = [], []
    for _ in range(bench.runs):
        cold.append(_cold(bench))
        program(_built(bench))
        again.append(program(_built(bench)))
    yield against("build, nothing changed", again, "cold", cold, "≤ 0.15")


def changed(bench: Bench) -> Iterator[Line]:
    """Build after a label of one source has changed, at the largest size."""
    size = max(bench.sizes)
    made = bench.of_size(size)
    source, to = made / "graph" / "plan-0.ttl", bench.folder / f"dist-{size}"
    words = [sys.executable, "-m", "ho21", "build", "--project", str(made), "--to", str(to)]
    text = source.read_text(encoding="utf-8")
    first, costs = program(words), []
    for number in range(bench.runs):
        other = text.replace('(en)"@en', f'({number})"@en', 1)
        source.write_text(other, encoding="utf-8", newline="\n")
        costs.append(program(words))
    source.write_text(text, encoding="utf-8", newline="\n")
    what = f"build, one of {size} sources changed"
    yield alone(what, costs, "≤ 2")
    yield against(what, costs, "cold", [first])


def check(bench: Bench) -> Iterator[Line]:
    """Compare the whole check, loading too, with the same by pySHACL."""
    ours, reference = ho21(bench, "check"), ho21(bench, "check", "--reference")
    costs = in_turn(bench.runs, lambda: program(ours), lambda: program(reference))
    yield against("check", costs[0], "with pySHACL", costs[1])


def others(bench: Bench) -> Iterator[Line]:
    """Compare the analyses, the report and the exports with a question, without a cache."""
    asked = ho21(bench, "ask", QUESTION, "--no-cache")
    calls = [["analyse", name] for name in ANALYSES] + [["report"]]
    calls += [["export", form, "--to", str(bench.folder / f"export-{form}")] for form in FORMATS]
    for call in calls:
        words = ho21(bench, *call, "--no-cache")
        costs = in_turn(bench.runs, lambda words=words: program(words), lambda: program(asked))
        yield against(" ".join(call[:2]), costs[0], "ask", costs[1])
