"""Compare ho21 with its peers, row by row in one table, each in turn in the same run.

Usage: uv run python tests/tools/bench [ROW ...] [--runs N] [--sizes N,N] ...

Figures are minimum / median / maximum over the runs: seconds of CPU (user and system, with all
that a program begins) where nothing else is said, and the most memory of any process. The ratio is
ours to the peer's, by the medians; where something grows, it is the exponents between the sizes.
Machines differ: trust the ratios, on a quiet machine.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from tools.bench.rows import QUICK, ROWS
from tools.bench.table import HEAD, Bench


def main() -> None:
    """Print the lines of the rows that are asked for, each as it is known."""
    rows = "\n".join(f"  {name:<10} {row.__doc__}" for name, row in ROWS.items())
    reader = argparse.ArgumentParser(
        prog="tests/tools/bench",
        description=__doc__,
        epilog=f"rows ({' '.join(QUICK)} where none is named):\n{rows}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    reader.add_argument("rows", nargs="*", metavar="ROW", help="or all")
    reader.add_argument("--runs", type=int, default=3)
    reader.add_argument("--sizes", default="5,20,50,200", help="in documents; 1000 takes long")
    reader.add_argument("--project", help="instead of ours")
    reader.add_argument("--markdown", action="store_true")
    given = reader.parse_args()
    names = [*ROWS] if given.rows == ["all"] else given.rows or QUICK
    if unknown := [name for name in names if name not in ROWS]:
        reader.error(f"no such row: {', '.join(unknown)}")
    with TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"
        bench = Bench(
            Path(folder), given.runs, sorted(int(size) for size in given.sizes.split(",")),
            ("--project", given.project) if given.project else (),
        )  # fmt: skip
        print(HEAD.told(markdown=given.markdown))
        if given.markdown:
            print("|---" * 6 + "|")
        for name in names:
            for line in ROWS[name](bench):
                print(line.told(markdown=given.markdown), flush=True)


if __name__ == "__main__":
    main()
