"""The bar: 120 rows of what goes wrong, and whether ours holds; prints a line for each row.

Run as ``tests/tools/bar.py [ROW …]``: all rows, or those whose name begins so (``Q``, ``R0``,
``I18``).  The rows stand in ``bar.toml``.  Their tests are run once, with pytest, and their
programs once.  A row falls where one of them fails, is left out or is not there; then the program
ends with 1.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TOOLS: Final = Path(__file__).parent
TESTS: Final = TOOLS.parent
SIZES: Final = {"Q": 18, "L": 14, "W": 16, "R": 19, "I": 20, "S": 8, "D": 8, "X": 6, "P": 5, "U": 6}
NAMES: Final = tuple(
    f"{letter}{at:02}" for letter, size in SIZES.items() for at in range(1, size + 1)
)
UNTRIED: Final = "NOTHING WAS TRIED"  # what a program says that lacks what it needs

Row = dict[str, Any]


def rows(names: Iterable[str] = ()) -> dict[str, Row]:
    """Return the rows whose name begins as one of some words, or all."""
    read = tomllib.loads((TOOLS / "bar.toml").read_text(encoding="utf-8"))
    wanted = tuple(names) or ("",)
    return {name: row for name, row in read.items() if name.startswith(wanted)}


@cache
def functions(file: str) -> frozenset[str]:
    """Return the names of the tests in a file below tests/; a file that is not there has none."""
    path = TESTS / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([])
    return frozenset(each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))


def missing(row: Row) -> list[str]:
    """Return the tests and programs that a row names and that are not there."""
    tests = [each for each in row.get("tests", ()) if not _is_test(each)]
    programs = [each for each in row.get("programs", ()) if not (TOOLS / each.split()[0]).is_file()]
    return tests + programs


def _is_test(name: str) -> bool:
    file, _, function = name.partition("::")
    return function in functions(file)


@dataclass
class Found:
    """What came of each test and program, by its name in the rows: passed, failed, skipped."""

    outcomes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test: its own outcome, or that it failed or was left out before or after."""
        if report.when == "call" or report.outcome != "passed":
            name = report.nodeid.removeprefix("tests/").partition("[")[0]
            self.outcomes[name].add(report.outcome)

    def run_tests(self, names: Iterable[str]) -> None:
        """Run tests, each once."""
        wanted = [f"{TESTS / name}" for name in dict.fromkeys(names) if _is_test(name)]
        if wanted:
            pytest.main(["-m", "", f"--rootdir={TESTS.parent}", *wanted], plugins=[self])

    def run_programs(self, calls: Iterable[str]) -> None:
        """Run programs, each once."""
        for call in dict.fromkeys(calls):
            print(f"\n{call}", flush=True)
            name, *words = call.split()
            with subprocess.Popen(
                [sys.executable, str(TOOLS / name), *words],
                cwd=TESTS.parent, stdout=subprocess.PIPE, encoding="utf-8",
            ) as process:  # fmt: skip
                said = ""
                for line in process.stdout or ():
                    print(line, end="", flush=True)
                    said += line
            told = "skipped" if UNTRIED in said else "failed" if process.returncode else "passed"
            self.outcomes[call].add(told)


def verdict(row: Row, outcomes: Mapping[str, set[str]]) -> tuple[str, str]:
    """Return whether a row held, fell or does not apply, and why."""
    if "not" in row:
        return "not applicable", row["not"]
    named = [*row.get("tests", ()), *row.get("programs", ())]
    if not named:
        return "fell", "nothing shows it"
    gone = missing(row)
    wrong = [f"{name} is not there" for name in gone]
    for name in named:
        told = outcomes.get(name, set())
        if name not in gone and told != {"passed"}:
            bad = sorted(told - {"passed"}) or ["not run"]
            wrong.append(f"{name}: {', '.join(bad)}")
    return ("fell", "; ".join(wrong)) if wrong else ("held", row.get("differs", ""))


def main() -> int:
    """Run everything and print the rows; return 1 where one fell."""
    chosen = rows(sys.argv[1:])
    found = Found()
    found.run_tests(name for row in chosen.values() for name in row.get("tests", ()))
    found.run_programs(call for row in chosen.values() for call in row.get("programs", ()))
    told: Counter[str] = Counter()
    print()
    for name, row in chosen.items():
        how, why = verdict(row, found.outcomes)
        told[how] += 1
        print(f"{name}  {how:<14}  {row['says']}{f'  ({why})' if why else ''}")
    print("\n" + ", ".join(f"{count} {how}" for how, count in sorted(told.items())))
    return bool(told["fell"]) or not chosen


if __name__ == "__main__":
    sys.exit(main())
