"""A server of some N-Quads instead of a project; a program.

Run as ``tests/support/quads.py FILE --port 0 --no-open``: the W3C's tests bring own graphs.
"""

import sys
from dataclasses import replace
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from ho21.cli import main as cli
from ho21.dataset import loader
from ho21.rdf.namespaces import Fact
from support.suite import DATA


def facts(text: str) -> dict[str, tuple[Fact, ...]]:
    """Return the facts by graph, and the suite's graph that has none."""
    found: dict[str, dict[Fact, None]] = {f"{DATA}0.rdf": {}}
    for quad in parse(text, format=RdfFormat.N_QUADS):
        found.setdefault(quad.graph_name.value, {})[Fact(*quad.triple)] = None
    return {graph: tuple(them) for graph, them in found.items()}


if __name__ == "__main__":
    given = facts(Path(sys.argv[1]).read_text(encoding="utf-8"))
    load = loader.load
    loader.load = lambda project: replace(load(project), facts=given)
    sys.exit(cli.main(["serve", "--no-cache", *sys.argv[2:]]))
