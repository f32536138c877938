"""What trying the shapes costs by our own engine and by pySHACL, turn by turn in one run.

Usage: uv run python tests/tools/bench/shapes.py [RUNS] [PROJECT]

Prints CPU seconds of this process, the index of the facts included, as minimum, median and maximum,
and the ratio of the medians.
"""

from __future__ import annotations

import statistics
import sys
import time
from typing import TYPE_CHECKING

from ho21.dataset.loader import load
from ho21.project import open_project
from ho21.validation.shacl import trying
from ho21.validation.shapes import Shapes

if TYPE_CHECKING:
    from ho21.dataset.dataset import Dataset


def seconds(dataset: Dataset, shapes: Shapes, *, reference: bool) -> float:
    """Return the CPU seconds it takes to try all shapes."""
    start = time.process_time()
    trying(dataset, shapes, reference=reference)()
    return time.process_time() - start


def main() -> None:
    """Let both try the shapes on a project, in turn."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    dataset = load(open_project(*sys.argv[2:3]))
    shapes = Shapes(dataset)
    seconds(dataset, shapes, reference=True)  # which loads pySHACL
    medians = []
    for name, reference in (("ho21", False), ("pySHACL", True)):
        costs = [seconds(dataset, shapes, reference=reference) for _ in range(runs)]
        medians.append(statistics.median(costs))
        print(f"{name:<8} {min(costs):.2f} / {medians[-1]:.2f} / {max(costs):.2f} s CPU")
    print(f"ratio    pySHACL / ho21 = {medians[1] / medians[0]:.1f}")


if __name__ == "__main__":
    main()
