"""Compare ho21 with a plain script doing the same work, turn by turn in one run.

Usage: uv run python tests/tools/bench/run.py [RUNS]

Prints CPU seconds (user and system, of the whole process) as minimum, median and maximum, peak
memory, and the ratio of the medians.  Machines differ: trust the ratios.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ho21.export.registry import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).parents[3]
QUESTION = "satsingsomrader"
THING = "ho21-radet"
EMPTY = 'import rdflib; list(rdflib.Graph().query("SELECT * { ?s ?p ?o }"))'


def cost(command: list[str], more: Mapping[str, str] | None = None) -> tuple[float, float]:
    """Return the CPU seconds and peak memory in MB of one finished process."""
    # Installed programs start from compiled modules; the warm-up run makes them.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env |= more or {}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, env=env) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def compare(name: str, ours: list[str], plain: list[str], runs: int) -> None:
    """Run two commands in turn and print what they cost."""
    cost(ours), cost(plain)
    measured = [(cost(ours), cost(plain)) for _ in range(runs)]
    print(f"\n{name} ({runs} runs each, in turn)")
    medians = []
    for label, costs in zip(("ho21", "plain"), zip(*measured, strict=True), strict=True):
        seconds = [each[0] for each in costs]
        medians.append(statistics.median(seconds))
        spread = f"{min(seconds):.2f} / {medians[-1]:.2f} / {max(seconds):.2f} s CPU"
        print(f"  {label:<6} {spread}, {max(each[1] for each in costs):.0f} MB")
    print(f"  ratio  plain / ho21 = {medians[1] / medians[0]:.1f}")


def weigh(name: str, command: list[str], question: list[str], runs: int) -> None:
    """Run a command in turn with one question and print what it costs."""
    cost(command), cost(question)
    measured = [(cost(command), cost(question)[0]) for _ in range(runs)]
    seconds = [each[0] for each, _ in measured]
    median = statistics.median(seconds)
    spread = f"{min(seconds):.2f} / {median:.2f} / {max(seconds):.2f} s CPU"
    print(f"\n{name} ({runs} runs, in turn with a question)")
    print(f"  {spread}, {max(each[1] for each, _ in measured):.0f} MB")
    ratio = median / statistics.median(each for _, each in measured)
    print(f"  ratio  {name} / ask = {ratio:.1f}")


def begun(ho21: list[str], folder: Path, runs: int) -> None:
    """Print what it costs to begin, against an empty query by rdflib: kept, compiled and cold.

    What is kept is told again; a question with another limit of time is another call, which only
    the compiled project knows; with a cache of its own each call finds none.
    """
    calls: dict[str, Callable[[int], list[str]]] = {
        "--version": lambda _: ["--version"],
        "ask, kept": lambda _: ["ask", QUESTION],
        "show, kept": lambda _: ["show", THING],
        "ask, compiled": lambda run: ["ask", QUESTION, "--timeout", f"{run + 30}"],
        "show, compiled": lambda run: ["show", THING, "--timeout", f"{run + 30}"],
        "ask, cold": lambda run: ["ask", QUESTION, "--timeout", f"{run + 90}"],
        "ask --no-cache": lambda _: ["ask", QUESTION, "--no-cache"],
    }
    print(f"\nto begin, against an empty query by rdflib ({runs} runs each, in turn)")
    for name, call in calls.items():
        cost([*ho21, *call(-1)])
        pairs = []
        for run in range(runs):
            cold = {"XDG_CACHE_HOME": str(folder / f"cold-{run}")} if "cold" in name else {}
            pairs.append((cost([*ho21, *call(run)], cold)[0], cost([*ho21[:1], "-c", EMPTY])[0]))
        ours, empty = (statistics.median(each) for each in zip(*pairs, strict=True))
        print(f"  {name:<16} {ours:.3f} s CPU, {ours / empty:.2f} x")


def again(built: list[str], runs: int) -> None:
    """Print what a build costs whose project and folder have not changed, against the first."""
    first = cost([*built, "--force"])[0]
    cost(built)
    unchanged = statistics.median(cost(built)[0] for _ in range(runs))
    print(
        f"\nbuild of what has not changed\n  {unchanged:.3f} s CPU, {unchanged / first:.4f} x cold"
    )


def main() -> None:
    """Compare a question and a whole build, and weigh the analyses, the report and the exports."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    ho21 = [sys.executable, "-m", "ho21"]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = str(Path(folder) / "cache")
        begun(ho21, Path(folder), runs)
        data = Path(folder) / "ho21.trig"
        subprocess.run([*ho21, "export", "trig", "--to", str(data)], check=True)
        rest = [str(data), str(ROOT / "ontology" / "shapes.ttl")]
        rest += [str(ROOT / "queries" / f"{QUESTION}.rq"), folder]
        script = [sys.executable, str(Path(__file__).with_name("plain.py"))]
        asked = [*ho21, "ask", QUESTION, "--no-cache"]
        compare("ask one question, loaded", asked, [*script, "ask", *rest], runs)
        built = [*ho21, "build", "--to", str(Path(folder) / "dist")]
        again(built, runs)
        compare(
            "build everything",
            [*built, "--force"],
            [*script, "build", *rest],
            max(1, runs // 2),
        )
        checked = [*ho21, "check"]
        compare("check", checked, [*checked, "--reference"], max(1, runs // 2))
        for name in ("dekning", "hull", "grunnlag", "hvorfor", "sentralitet", "utvikling"):
            weigh(f"analyse {name}", [*ho21, "analyse", name], asked, max(1, runs // 2))
        weigh("report", [*ho21, "report"], asked, runs)
        for form in FORMATS:
            to = ["--to", str(Path(folder) / f"export-{form}")]
            weigh(f"export {form}", [*ho21, "export", form, *to], asked, max(1, runs // 2))


if __name__ == "__main__":
    main()
