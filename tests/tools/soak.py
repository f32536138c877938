"""A server under a mixed load for long: what it answers, and whether it grows.

Run as ``tests/tools/soak.py [--minutes N]`` (10).  Clients of many kinds ask at once, some of them
badly, and workers are killed.  Each kind may get only what is promised to it; the server's memory
stays within 1.3 times of what it was at the end of the beginning (a minute, or a third of a shorter
run), and its open files are as many as before.  What is otherwise is told, and the program ends
with 1.
"""

from __future__ import annotations

import argparse
import socket
import sys
import threading
import time
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[1]))

import psutil

from support.hostile_queries import SERVICES, nested
from support.served import ENDLESS, HOST, request, serving, status_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support.served import Server

GROWTH: Final = 1.3
MIB: Final = 2**20
LARGE: Final = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 60000"
PAGES: Final = (
    "/", "/id/index.html", "/id/tiltak/utnytte-helsedata.html", "/doc/toppmote.html",
    "/def/index.html", "/void.ttl", "/sparql",
)  # fmt: skip
ASKED: Final = ("/query/malbilder.html", "/query/visjonen.csv", "/report.html")
DATA: Final = ("/data/ho21.nq", "/data/ho21.xlsx", "/id/aktor/ho21-radet.jsonld")
CLOSED: Final = 0  # the connection was closed without a word


def short(server: Server, number: int) -> int:
    """Ask for a label, and again where the server says that it is busy."""
    thing = "<https://w3id.org/ho21/id/tiltak/utnytte-helsedata>"
    patient = replace(server, patient=True)
    return patient.query(f"SELECT ?l {{ {thing} skos:prefLabel ?l }} # {number}").status


def page(server: Server, number: int) -> int:
    """Read a page."""
    return server.ask(PAGES[number % len(PAGES)], accept="text/html,*/*;q=0.5").status


def saved(server: Server, number: int) -> int:
    """Read a page that is made of answers to questions."""
    return server.ask(ASKED[number % len(ASKED)]).status


def data(server: Server, number: int) -> int:
    """Fetch a file."""
    return server.ask(DATA[number % len(DATA)]).status


def endless(server: Server, number: int) -> int:
    """Ask what has no end."""
    return server.query(f"{ENDLESS} # {number}").status


def hungry(server: Server, number: int) -> int:
    """Ask what takes too much memory."""
    steps = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(30))
    return server.query(f'SELECT (STRLEN(?x30) AS ?n) {{ BIND("{number}" AS ?x0) {steps} }}').status


def refused(server: Server, number: int) -> int:
    """Ask what may not be asked."""
    texts = [*SERVICES.values(), "DROP ALL", "ASK {", nested("groups", 5000), "ASK FROM <urn:x> {}"]
    return server.query(texts[number % len(texts)]).status


def large(server: Server, number: int) -> int:
    """Send a body that is too large."""
    del number
    text = "ASK {} #" + "x" * MIB
    with suppress(ConnectionError):
        return server.ask("/sparql", "POST", text, content_type="application/sparql-query").status
    return CLOSED


def leaving(server: Server, number: int) -> int:
    """Ask what has no end and leave."""
    with server.open() as line:
        line.sendall(request(f"/sparql?query={quote(f'{ENDLESS} # left {number}')}"))
        time.sleep(0.2)
    return CLOSED


def slow(server: Server, number: int) -> int:
    """Ask for much and read little of it."""
    line = socket.socket()
    with line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.settimeout(60)
        line.connect((HOST, server.port))
        line.sendall(request(f"/sparql?query={quote(f'{LARGE} # {number}')}", "Accept: text/csv"))
        got = b""
        with suppress(OSError):
            got = line.recv(20)
            for _ in range(50):
                time.sleep(0.2)
                line.recv(10)
        return status_of(got) or CLOSED


def trailers(server: Server, number: int) -> int:
    """Send trailers without an end."""
    del number
    kind = ("Content-Type: application/sparql-query", "Transfer-Encoding: chunked")
    got = b""
    with server.open() as line, suppress(OSError):
        line.sendall(request("/sparql", *kind, method="POST") + b"6\r\nASK {}\r\n0\r\n")
        line.settimeout(0.05)
        for _ in range(200):
            line.sendall(b"X-Y: " + b"x" * 65536 + b"\r\n")
            with suppress(TimeoutError):
                got += line.recv(65536)
                break
    return status_of(got) or CLOSED


def half(server: Server, number: int) -> int:
    """Begin a request and send no more."""
    del number
    with server.open() as line, suppress(OSError):
        line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        line.settimeout(60)
        return status_of(line.recv(65536)) or CLOSED
    return CLOSED


def piped(server: Server, number: int) -> int:
    """Send some good requests and then what is none; all the good ones have their answers."""
    good = b"".join(request(f"/void.ttl?{number}-{at}") for at in range(5))
    got = server.send(good + b"\x16\x03\x01\r\n\r\n")
    return 200 if got.count(b"HTTP/1.1 200 ") == 5 and b"HTTP/1.1 400 " in got else CLOSED


def killed(server: Server, number: int) -> int:
    """Kill a worker."""
    with suppress(psutil.NoSuchProcess):
        workers = psutil.Process(server.process.pid).children(recursive=True)
        if workers:
            workers[number % len(workers)].kill()
    return CLOSED


# Each kind of client: what it may get, how many of them there are, and how long each rests.
KINDS: Final[dict[Callable[[Server, int], int], tuple[set[int], int, float]]] = {
    short: ({200, 503}, 3, 0.02),
    page: ({200}, 2, 0.1),
    saved: ({200, 503}, 1, 0.5),
    data: ({200}, 1, 0.3),
    endless: ({503}, 2, 0.5),
    hungry: ({503}, 1, 2),
    refused: ({400, 403, 503}, 1, 0.1),
    large: ({413, CLOSED}, 1, 0.5),
    leaving: ({CLOSED}, 1, 0.5),
    slow: ({200, 503, CLOSED}, 1, 1),
    trailers: ({200, 400, 408, 413, 431, CLOSED}, 1, 1),
    half: ({408, CLOSED}, 2, 0.5),
    piped: ({200}, 1, 0.5),
    killed: ({CLOSED}, 1, 7),
}


@dataclass
class Soak:
    """What a run has seen: statuses by kind, and the server's memory and open files by second."""

    server: Server
    got: dict[str, Counter[int | str]] = field(default_factory=lambda: defaultdict(Counter))
    memory: list[int] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self, seconds: float) -> list[str]:
        """Load the server and return what is wrong."""
        process = psutil.Process(self.server.process.pid)
        for path in (*PAGES, *ASKED, *DATA):  # what is made once is made before files are counted
            self.server.ask(path)
        before = process.num_fds()
        clients = [
            threading.Thread(target=self._client, args=(kind, rest))
            for kind, (_, many, rest) in KINDS.items()
            for _ in range(many)
        ]
        for each in clients:
            each.start()
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.server.process.poll() is None:
            self.memory.append(process.memory_info().rss)
            time.sleep(1)
        self.over.set()
        for each in clients:
            each.join()
        if self.server.process.poll() is not None:
            return [f"the server has ended: {self.server.said()[-1000:]}"]
        time.sleep(15)  # longer than it waits for anyone
        return [*self._wrong(), *self._grown(seconds, before, process.num_fds())]

    def _client(self, kind: Callable[[Server, int], int], rest: float) -> None:
        for number in count():
            if self.over.is_set():
                return
            try:
                told: int | str = kind(self.server, number)
            except OSError as error:
                told = repr(error)
            self.got[kind.__name__][told] += 1
            self.over.wait(rest)

    def _wrong(self) -> Iterator[str]:
        for kind, (may, _, _) in KINDS.items():
            got = self.got[kind.__name__]
            for told in set(got) - may:
                yield f"{kind.__name__} got {told} {got[told]} times"
            if not got:
                yield f"{kind.__name__} got nothing"
        answered = self.got["short"]
        if answered[200] < 0.9 * answered.total():
            yield f"too few short queries were answered: {dict(answered)}"
        if "Traceback" in self.server.said():
            yield self.server.said()[-2000:]

    def _grown(self, seconds: float, before: int, after: int) -> Iterator[str]:
        beginning = int(min(60, seconds / 3))
        first, last = max(self.memory[:beginning]), max(self.memory[-beginning:])
        sizes = ", ".join(f"{each // MIB}" for each in (first, last, max(self.memory)))
        print(f"memory at first, at last, at most: {sizes} MiB; open files: {before}, then {after}")
        if last > GROWTH * first:
            yield f"memory has grown from {first // MIB} to {last // MIB} MiB"
        if after > before + 5:
            yield f"open files have grown from {before} to {after}"


def main() -> int:
    """Load a server; return 1 where something is wrong."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--minutes", type=float, default=10)
    minutes = words.parse_args().minutes
    with serving("--timeout", "2") as server:
        soak = Soak(replace(server, patient=False))
        wrong = soak.run(minutes * 60)
    for name, got in soak.got.items():
        print(f"{name:<9} {dict(got.most_common())}")
    print(*(wrong or ["All is as it was."]), sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
