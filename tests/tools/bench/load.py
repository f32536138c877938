"""What the endpoint bears, beside PyPI's oxigraph server fed by the same client.

Usage: uv run --with oxigraph python tests/tools/bench/load.py [ROUNDS]

Prints a table: 50 clients with 200 short queries each, no two alike; the throughput of short
queries of both servers in turn; the memory before and after; two endless queries among 500 short
ones; the time from start to the first page.  Without oxigraph only ours is measured.  Machines
differ: trust the ratios.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import sysconfig
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from pyoxigraph import RdfFormat, serialize

sys.path.insert(0, str(Path(__file__).parents[2]))

from ho21.dataset.loader import load
from ho21.project import open_project
from ho21.sparql.questions import read_questions
from support.crowd import among, paths, run, saved, short, usual
from support.served import Server, oxigraph, serving

CLIENTS, EACH = 50, 200
AMONG = 500


def memory(server: Server) -> float:
    """Return the MiB that a server and its workers hold."""
    process = psutil.Process(server.process.pid)
    every = [process, *process.children(recursive=True)]
    return sum(each.memory_info().rss for each in every) / 2**20


def first_page() -> float:
    """Return the seconds from a start to the first page."""
    began = time.perf_counter()
    with serving() as server:
        assert server.ask("/").status == 200
        return time.perf_counter() - began


def rate(server: Server, requests: list[bytes]) -> float:
    """Return how many of some requests a second a server answers, none of them badly."""
    tally = run(server, requests, 8)
    assert not tally.errors, (tally.statuses, tally.lost)
    return len(requests) / tally.wall


def row(what: str, *cells: object) -> None:
    """Print a row of the table."""
    print(f"| {what} | {' | '.join(map(str, cells))} |")


def throughput(servers: dict[str, Server], things: list[str], rounds: int) -> None:
    """Print how many short queries a second each server answers, of four kinds."""
    texts = [each.text for each in read_questions(open_project()).values()]

    def looked_up(server: Server, at: int) -> float:
        return rate(server, short(things, server, 2000, 20_000 + at * 2000))

    def answered(server: Server, at: int) -> float:
        return rate(server, saved(texts, server, 5 * len(texts), at * 5 * len(texts)))

    def again(server: Server, _: int) -> float:
        return rate(server, short(things, server, 20) * 100)

    def fetched(server: Server, at: int) -> float:
        requests = short(things, server, 2000, 90_000 + at * 2000)
        return usual(server, paths(requests), 8)

    for what, measure in {
        "look-ups a second, bare client": looked_up,
        "look-ups a second, httpx": fetched,
        "the same look-ups again a second, bare client": again,
        "saved questions a second, bare client": answered,
    }.items():
        rates: dict[str, list[float]] = {name: [] for name in servers}
        for number in range(rounds):
            for name, server in servers.items():
                rates[name].append(measure(server, number))
        middle = {name: statistics.median(each) for name, each in rates.items()}
        row(what, *(f"{each:.0f}" for each in middle.values()))
        if len(middle) > 1:
            row("ratio", f"{middle['ho21 serve'] / middle['oxigraph']:.2f}", "1")


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else 5
    dataset = load(open_project())
    named = {fact.subject.value for facts in dataset.facts.values() for fact in facts}
    things = sorted(each for each in named if each.startswith(f"{dataset.base.iri}id/"))
    found = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or shutil.which("oxigraph")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        file = folder / "project.nq"
        file.write_bytes(serialize(dataset.quads, format=RdfFormat.N_QUADS))
        servers = {"ho21 serve": stack.enter_context(serving("--timeout", "5"))}
        if found:
            # With its --timeout-s a thread waits out each query, and so many at once end it.
            other = oxigraph(found, file, "--union-default-graph")
            servers["oxigraph"] = stack.enter_context(other)
        before = {name: memory(server) for name, server in servers.items()}
        row("", *servers)
        print("|---" * (len(servers) + 1) + "|")

        crowd = {
            name: run(server, short(things, server, CLIENTS * EACH), CLIENTS)
            for name, server in servers.items()
        }
        row(f"{CLIENTS} × {EACH}: errors", *(each.errors for each in crowd.values()))
        row("p50 ms", *(f"{each.centile(50):.1f}" for each in crowd.values()))
        row("p95 ms", *(f"{each.centile(95):.1f}" for each in crowd.values()))

        throughput(servers, things, rounds)
        after = {name: memory(server) for name, server in servers.items()}
        row("MiB", *(f"{before[name]:.0f} → {after[name]:.0f}" for name in servers))
        beside = {}
        for name, server in servers.items():
            requests = short(things, server, AMONG, CLIENTS * EACH)
            beside[name] = among(server, requests)
        row(f"2 endless, {AMONG} short: errors", *(brief.errors for brief, _ in beside.values()))
        row("short p95 ms", *(f"{brief.centile(95):.1f}" for brief, _ in beside.values()))
    starts = sorted(first_page() for _ in range(rounds))
    row("first page s", f"{statistics.median(starts):.2f} (most {starts[-1]:.2f})", "")


if __name__ == "__main__":
    main()
