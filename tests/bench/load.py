"""What the endpoint bears, beside PyPI's oxigraph server fed by the same client.

Usage: uv run --with oxigraph python tests/bench/load.py [ROUNDS]

Prints a table: 50 clients with 200 short queries each, no two alike; the throughput of short queries of
both servers in turn; the memory before and after; two endless queries among 500 short ones; the
time from start to the first page.  Without oxigraph only ours is measured.  Machines differ:
trust the ratios.
"""

from __future__ import annotations

import asyncio
import math
import re
import shutil
import statistics
import sys
import sysconfig
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import psutil
from pyoxigraph import RdfFormat, serialize

sys.path.insert(0, str(Path(__file__).parents[1]))

from ho21.rooms import house
from ho21.store import load
from served import ENDLESS, HOST, Server, oxigraph, serving

CLIENTS, EACH = 50, 200
AMONG, BESIDE = 500, 10
DEADLINE = 30  # seconds that a run may take; a client still waiting then is lost
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


def head(path: str, port: int) -> bytes:
    """Return a request that keeps its connection open, ready to be written."""
    accept = "Accept: application/sparql-results+json"
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\n{accept}\r\n\r\n".encode()


def short(things: list[str], server: Server, count: int, first: int = 0) -> list[bytes]:
    """Return requests for a label by IRI, no two alike."""
    made = []
    for number in range(first, first + count):
        thing = things[number % len(things)]
        query = f"SELECT ?label ?n {{ <{thing}> {LABEL} ?label BIND({number} AS ?n) }}"
        made.append(head(f"{server.endpoint}?query={quote(query)}", server.port))
    return made


@dataclass
class Tally:
    """What a run got: seconds of each reply, its status, and how often a line was lost."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    lost: int = 0
    wall: float = 0

    @property
    def errors(self) -> int:
        """How many replies were not 200, and lines lost."""
        return sum(count for status, count in self.statuses.items() if status != 200) + self.lost

    def centile(self, percent: int) -> float:
        """Return the milliseconds that so many percent of the replies came within."""
        if len(self.seconds) < 2:
            return math.inf
        return statistics.quantiles(self.seconds, n=100)[percent - 1] * 1000


class Client(asyncio.Protocol):
    """One connection that sends its requests one by one, each when the last is answered."""

    def __init__(self, requests: list[bytes], tally: Tally) -> None:
        """Take what to send and where to tell what came."""
        self.requests = iter(requests)
        self.tally = tally
        self.done = asyncio.get_running_loop().create_future()
        self.got = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        self.transport = transport
        self.next()

    def next(self) -> None:
        """Send the next request, or close."""
        request = next(self.requests, None)
        if request is None:
            self.done.set_result(None)
            self.transport.close()
            return
        self.got.clear()
        self.since = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Note a whole reply, by its length or its last chunk."""
        self.got += data
        end = self.got.find(b"\r\n\r\n")
        if end < 0:
            return
        length = LENGTH.search(self.got, 0, end)
        whole = (
            len(self.got) >= end + 4 + int(length[1])
            if length
            else self.got.endswith(b"\r\n0\r\n\r\n")
        )
        if whole:
            self.tally.seconds.append(time.perf_counter() - self.since)
            status = int(self.got[9:12])
            self.tally.statuses[status] = self.tally.statuses.get(status, 0) + 1
            self.next()

    def connection_lost(self, exc: Exception | None) -> None:
        """A line that the server closed too early is an error."""
        if not self.done.done():
            self.tally.lost += 1
            self.done.set_result(exc)


async def _run(port: int, requests: list[bytes], clients: int) -> Tally:
    tally = Tally()
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    made = []
    for number in range(clients):
        mine = requests[number::clients]
        _, client = await loop.create_connection(
            lambda mine=mine: Client(mine, tally), HOST, port
        )
        made.append(client.done)
    _, unanswered = await asyncio.wait(made, timeout=DEADLINE)
    tally.lost += len(unanswered)
    tally.wall = time.perf_counter() - began
    return tally


def run(server: Server, requests: list[bytes], clients: int) -> Tally:
    """Send requests from so many clients at once."""
    return asyncio.run(_run(server.port, requests, clients))


async def _among(server: Server, requests: list[bytes]) -> tuple[Tally, Tally]:
    endless = [
        head(f"{server.endpoint}?query={quote(f'{ENDLESS} # {number}')}", server.port)
        for number in range(2)
    ]
    long = asyncio.ensure_future(_run(server.port, endless, 2))
    await asyncio.sleep(0.3)
    brief = await _run(server.port, requests, BESIDE)
    return brief, await long


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


def row(what: str, *cells: object) -> None:
    """Print a row of the table."""
    print(f"| {what} | {' | '.join(map(str, cells))} |")


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else 5
    dataset = load(house())
    named = {fact.subject.value for facts in dataset.facts.values() for fact in facts}
    things = sorted(each for each in named if each.startswith(f"{dataset.base.iri}id/"))
    found = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or shutil.which("oxigraph")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        file = folder / "house.nq"
        file.write_bytes(serialize(dataset.quads, format=RdfFormat.N_QUADS))
        servers = {"ho21 serve": stack.enter_context(serving("--timeout", "5"))}
        if found:
            other = oxigraph(found, file, "--union-default-graph", "--timeout-s", "5")
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

        rates: dict[str, list[float]] = {name: [] for name in servers}
        for number in range(rounds):
            for name, server in servers.items():
                requests = short(things, server, 2000, 20_000 + number * 2000)
                tally = run(server, requests, 8)
                assert not tally.errors, (name, tally.statuses, tally.lost)
                rates[name].append(len(requests) / tally.wall)
        middle = {name: statistics.median(each) for name, each in rates.items()}
        row("short queries a second", *(f"{each:.0f}" for each in middle.values()))
        if found:
            row("ratio", f"{middle['ho21 serve'] / middle['oxigraph']:.2f}", "1")
        after = {name: memory(server) for name, server in servers.items()}
        row("MiB", *(f"{before[name]:.0f} → {after[name]:.0f}" for name in servers))
        beside = {}
        for name, server in servers.items():
            requests = short(things, server, AMONG, CLIENTS * EACH)
            beside[name] = asyncio.run(_among(server, requests))
        row(f"2 endless, {AMONG} short: errors", *(brief.errors for brief, _ in beside.values()))
        row("short p95 ms", *(f"{brief.centile(95):.1f}" for brief, _ in beside.values()))
        row("endless", *(long.statuses or "unanswered" for _, long in beside.values()))
    starts = sorted(first_page() for _ in range(rounds))
    row("first page s", f"{statistics.median(starts):.2f} (most {starts[-1]:.2f})", "")


if __name__ == "__main__":
    main()
