"""What it costs to find the ways between two things of a large project, here and on the page.

Usage: uv run python tests/tools/bench/paths.py [THINGS] [PAIRS]

The network grows as such networks do: what is tied to much is tied to more (Barabasi and Albert
1999).  Prints milliseconds for the page's finder in Node and for the command's, as minimum, median
and maximum over random pairs, the first pair apart, since it takes up the links.
"""

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from ho21.map.ways import WayFinder

sys.path.insert(0, str(Path(__file__).parents[2]))

from support.tiny_network import KINDS, sketch
from support.twin import Twin

SAID = ("isPartOf", "contributesTo", "proposedBy", "motivates")


def large(count: int) -> str:
    """Return the lines of a network of so many things, with four links for each."""
    draw = random.Random(1)
    kinds = sorted(KINDS)
    names = [f"{kinds[at % len(kinds)]}-{at}" for at in range(count)]
    ends, lines = [names[0]], {}
    for at, name in enumerate(names[1:], 1):
        for turn in range(4):
            other = draw.choice(ends if turn else names[:at])
            known = "en" if turn % 2 else f"{draw.randint(3, 9) / 10}"
            lines[name, draw.choice(SAID), other] = known
            ends += [name, other]
    return "\n".join(" ".join((*ends, known)) for ends, known in lines.items())


def spread(values: list[float]) -> str:
    """Return minimum, median and maximum."""
    return f"{min(values):.0f} / {statistics.median(values):.0f} / {max(values):.0f} ms"


def main() -> None:
    """Find the ways between random pairs and print what it took."""
    given = [int(each) for each in sys.argv[1:]]
    count, pairs = given + [5000, 40][len(given) :]
    graph = sketch(large(count))
    draw, finder = random.Random(2), WayFinder(graph)
    page, here = [], []
    with tempfile.TemporaryDirectory() as folder, Twin(graph, Path(folder)) as twin:
        for _ in range(pairs + 1):
            start, end = draw.sample([*graph.things], 2)
            twin(start, end)
            began = time.perf_counter()
            finder.between(start, end)
            here.append((time.perf_counter() - began) * 1000)
            page.append(twin.spent)
    print(f"{len(graph.things)} things, {len(graph.links)} links, {pairs} pairs")
    for name, found in (("page", page), ("command", here)):
        print(f"{name:<8} first {found[0]:.0f} ms, then {spread(found[1:])}")


if __name__ == "__main__":
    main()
