"""What the endpoint bears, beside the servers of PyPI's oxigraph and rdflib-endpoint.

Usage: uv run --with "rdflib-endpoint[cli]" python tests/tools/bench/load.py [ROUNDS]

All are fed by the same client. Prints a table: 50 clients with 200 short queries each, no two
alike; what short queries and saved questions cost each server in turn (CPU of the server with its
workers, once it has nothing else to do) and how many it answers a second; the memory before and
after; two endless queries among 500 short ones; the time from start to the first page. Ratios are
to oxigraph; without the other servers only ours is measured. Machines differ: trust the ratios.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import sysconfig
import time
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from pyoxigraph import RdfFormat, serialize

sys.path.insert(0, str(Path(__file__).parents[2]))

from ho21.dataset.loader import load
from ho21.project import open_project
from ho21.sparql.questions import read_questions
from support.crowd import among, paths, run, saved, short, usual
from support.served import Server, oxigraph, rdflib_endpoint, serving

CLIENTS, EACH = 50, 200
AMONG = 500
LOOK_UPS = 2000
RESTING = 0.03  # CPU seconds that a server at rest has in a second
PAIR = ("ho21 serve", "oxigraph")  # rdflib takes minutes over some questions


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


def spent(server: Server) -> float:
    """Return the CPU seconds that a server and its workers have had, those that are gone too."""
    process = psutil.Process(server.process.pid)
    own, *workers = (each.cpu_times() for each in [process, *process.children()])
    return sum(own[:4]) + sum(sum(each[:2]) for each in workers)


def at_rest(server: Server) -> None:
    """Wait until a server has nothing to do but answer: ours makes its pages first."""
    before = spent(server)
    while time.sleep(1) or spent(server) - before > RESTING:
        before = spent(server)


def cost(server: Server, requests: list[bytes], clients: int) -> tuple[float, float]:
    """Return the CPU microseconds of each request, all answered, and how many a second."""
    before = spent(server)
    tally = run(server, requests, clients, patient=True)
    assert not tally.errors, (tally.statuses, tally.lost)
    return (spent(server) - before) / len(requests) * 1e6, len(requests) / tally.wall


def row(what: str, *cells: object) -> None:
    """Print a row of the table."""
    print(f"| {what} | {' | '.join(map(str, cells))} |", flush=True)


def compared(what: str, figures: dict[str, list[float]]) -> None:
    """Print the medians of some figures by server, and their ratios to oxigraph's."""
    middle = {name: statistics.median(each) for name, each in figures.items() if each}
    row(what, *(f"{middle[name]:.0f}" if name in middle else "" for name in figures))
    if len(middle) > 1:
        ratios = {name: each / middle["oxigraph"] for name, each in middle.items()}
        row("ratio", *(f"{ratios[name]:.2f}" if name in ratios else "" for name in figures))


def throughput(servers: dict[str, Server], things: list[str], rounds: int) -> None:
    """Print what each kind of query costs each server, and how many a second it answers."""
    texts = [each.text for each in read_questions(open_project()).values()]
    count = len(texts)

    def looked_up(server: Server, at: int) -> list[bytes]:
        return short(things, server, LOOK_UPS, 20_000 + at * LOOK_UPS)

    def one_by_one(server: Server, at: int) -> list[bytes]:
        return short(things, server, LOOK_UPS, 220_000 + at * LOOK_UPS)

    def again(server: Server, _: int) -> list[bytes]:
        return short(things, server, 20) * (LOOK_UPS // 20)

    def new(server: Server, at: int) -> list[bytes]:
        return saved(texts, server, count, (at + 1) * count)

    def as_asked(server: Server, at: int) -> list[bytes]:
        requests = saved(texts, server, count)
        if not at:  # they are the same every time, and soon known
            run(server, requests, 8, patient=True)
        return requests * 3

    for what, (asked, clients, names) in {
        "look-ups, one client": (one_by_one, 1, [*servers]),
        "look-ups, 8 clients": (looked_up, 8, [*servers]),
        "the same look-ups again, 8 clients": (again, 8, [*servers]),
        "saved questions, no two alike, 8 clients": (new, 8, [*PAIR]),
        "saved questions as they are asked, 8 clients": (as_asked, 8, [*PAIR]),
    }.items():
        micros: dict[str, list[float]] = {name: [] for name in servers}
        rates: dict[str, list[float]] = {name: [] for name in servers}
        for number, name in product(range(rounds), [each for each in servers if each in names]):
            each, rate = cost(servers[name], asked(servers[name], number), clients)
            micros[name].append(each)
            rates[name].append(rate)
        compared(f"{what}: CPU µs each", micros)
        compared(f"{what}: a second", rates)

    fetched: dict[str, list[float]] = {name: [] for name in servers}
    for number, (name, server) in product(range(rounds), servers.items()):
        requests = short(things, server, LOOK_UPS, 90_000 + number * LOOK_UPS)
        fetched[name].append(usual(server, paths(requests), 8))
    compared("look-ups a second, httpx", fetched)


def program(name: str) -> str | None:
    """Return where a program is, beside this Python or on the path."""
    return shutil.which(name, path=sysconfig.get_path("scripts")) or shutil.which(name)


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else 5
    dataset = load(open_project())
    named = {fact.subject.value for facts in dataset.facts.values() for fact in facts}
    things = sorted(each for each in named if each.startswith(f"{dataset.base.iri}id/"))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        file = folder / "project.nq"
        file.write_bytes(serialize(dataset.quads, format=RdfFormat.N_QUADS))
        servers = {"ho21 serve": stack.enter_context(serving("--timeout", "5"))}
        if found := program("oxigraph"):
            # With its --timeout-s a thread waits out each query, and so many at once end it.
            other = oxigraph(found, file, "--union-default-graph")
            servers["oxigraph"] = stack.enter_context(other)
            if found := program("rdflib-endpoint"):
                servers["rdflib-endpoint"] = stack.enter_context(rdflib_endpoint(found, file))
        for each in servers.values():
            at_rest(each)
        before = {name: memory(server) for name, server in servers.items()}
        row("", *servers)
        print("|---" * (len(servers) + 1) + "|")

        pair = {name: server for name, server in servers.items() if name in PAIR}
        crowd = {
            name: run(server, short(things, server, CLIENTS * EACH), CLIENTS)
            for name, server in pair.items()
        }
        row(f"{CLIENTS} × {EACH}: errors", *(each.errors for each in crowd.values()))
        row("p50 ms", *(f"{each.centile(50):.1f}" for each in crowd.values()))
        row("p95 ms", *(f"{each.centile(95):.1f}" for each in crowd.values()))

        throughput(servers, things, rounds)
        after = {name: memory(server) for name, server in servers.items()}
        row("MiB", *(f"{before[name]:.0f} → {after[name]:.0f}" for name in servers))
        beside = {}
        for name, server in pair.items():
            requests = short(things, server, AMONG, CLIENTS * EACH)
            beside[name] = among(server, requests)
        row(f"2 endless, {AMONG} short: errors", *(brief.errors for brief, _ in beside.values()))
        row("short p95 ms", *(f"{brief.centile(95):.1f}" for brief, _ in beside.values()))
    starts = sorted(first_page() for _ in range(rounds))
    row("first page s", f"{statistics.median(starts):.2f} (most {starts[-1]:.2f})", "")


if __name__ == "__main__":
    main()
