"""Rows of the server, beside those of PyPI's oxigraph and rdflib-endpoint, fed by one client.

CPU is that of a server with its workers, once it has nothing else to do.
"""

from __future__ import annotations

import shutil
import sysconfig
import time
from contextlib import ExitStack, contextmanager
from itertools import count
from typing import TYPE_CHECKING

import psutil
from pyoxigraph import RdfFormat, serialize

from ho21.project import open_project
from ho21.sparql.questions import read_questions
from support.crowd import among, paths, run, saved, short, usual
from support.served import oxigraph, rdflib_endpoint, serving
from tools.bench.measure import Cost
from tools.bench.table import Line, against, alone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support.served import Server
    from tools.bench.table import Bench

    Servers = dict[str, Server]
    Requests = Callable[[Server], list[bytes]]

CLIENTS, EACH = 50, 200
AMONG = 500
LOOK_UPS = 2000
RESTING = 0.03  # CPU seconds that a server at rest has in a second
OURS = "ho21 serve"
PEERS = {
    # With its --timeout-s a thread waits out each query, and so many at once end it.
    "oxigraph": (oxigraph, "--union-default-graph"),
    "rdflib-endpoint": (rdflib_endpoint,),
}
_FIRST = count(step=10_000)  # no two requests are alike that are not meant to be


def listens(bench: Bench) -> Iterator[Line]:
    """Time the server from its start until it listens, and to its first page."""
    listening, page = [], []
    for _ in range(bench.runs + 1):
        began = time.perf_counter()
        with serving(*bench.words) as server:
            listening.append(Cost(time.perf_counter() - began))
            assert server.ask("/").status == 200
            page.append(Cost(time.perf_counter() - began))
    yield alone("serve listens, wall", listening[1:], "≤ 0.5")
    yield alone("first page, wall", page[1:])


def crowd(bench: Bench) -> Iterator[Line]:
    """Let many clients send many short queries each, no two alike."""
    with _servers(bench, "oxigraph") as servers:
        told = {
            name: [run(each, short(bench.things, each, CLIENTS * EACH, next(_FIRST)), CLIENTS)
                   for _ in range(bench.runs)]
            for name, each in servers.items()
        }  # fmt: skip
    what = f"{CLIENTS} clients × {EACH}"
    yield alone(f"{what}: errors", [Cost(each.errors) for each in told[OURS]], "≤ 0", "")
    for percent in (50, 95):
        times = {
            name: [Cost(each.centile(percent)) for each in them] for name, them in told.items()
        }
        yield from _lines(f"{what}: p{percent}", times, unit="ms")


def lookups(bench: Bench) -> Iterator[Line]:
    """Compare look-ups of a label: by one client and by eight, the same again, with httpx."""

    def new(server: Server) -> list[bytes]:
        return short(bench.things, server, LOOK_UPS, next(_FIRST))

    def again(server: Server) -> list[bytes]:
        return short(bench.things, server, 20) * (LOOK_UPS // 20)

    with _servers(bench, *PEERS) as servers:
        before = {name: _memory(each) for name, each in servers.items()}
        yield from _asked(bench, "look-ups, one client", servers, new, 1)
        yield from _asked(bench, "look-ups, 8 clients", servers, new, 8)
        yield from _asked(bench, "the same look-ups again, 8 clients", servers, again, 8)
        rates = {
            name: [Cost(usual(each, paths(new(each)), 8)) for _ in range(bench.runs)]
            for name, each in servers.items()
        }
        yield from _lines("look-ups, httpx", rates, unit="a second")
        grown = {
            name: f"{before[name]:.0f} → {_memory(each):.0f}" for name, each in servers.items()
        }
        for peer in PEERS:
            told = grown.get(peer, "not installed, so not compared")
            yield Line("look-ups: MiB before and after", grown[OURS], f"{peer}: {told}")


def questions(bench: Bench) -> Iterator[Line]:
    """Compare saved questions by eight clients, no two alike and as they are asked."""
    texts = [each.text for each in read_questions(open_project(*bench.words[1:])).values()]

    def new(server: Server) -> list[bytes]:
        return saved(texts, server, len(texts), next(_FIRST))

    def as_asked(server: Server) -> list[bytes]:
        return saved(texts, server, len(texts)) * 3

    with _servers(bench, "oxigraph") as servers:  # rdflib takes minutes over some questions
        yield from _asked(bench, "saved questions, no two alike", servers, new, 8, fast=True)
        yield from _asked(bench, "saved questions, as asked", servers, as_asked, 8, fast=True)


def endless(bench: Bench) -> Iterator[Line]:
    """Send short queries beside two that never end."""
    with _servers(bench, "oxigraph") as servers:
        told = {
            name: among(each, short(bench.things, each, AMONG, next(_FIRST)))[0]
            for name, each in servers.items()
        }
    what = f"{AMONG} short beside 2 endless"
    yield alone(f"{what}: errors", [Cost(told[OURS].errors)], "≤ 0", "")
    slow = {name: [Cost(each.centile(95))] for name, each in told.items()}
    yield from _lines(f"{what}: p95", slow, unit="ms")


@contextmanager
def _servers(bench: Bench, *peers: str) -> Iterator[Servers]:
    """Give our server and those of the peers that are there, begun and at rest."""
    with ExitStack() as stack:
        file = bench.folder / "project.nq"
        file.write_bytes(serialize(bench.dataset.quads, format=RdfFormat.N_QUADS))
        servers = {OURS: stack.enter_context(serving("--timeout", "5", *bench.words))}
        for name in peers:
            begin, *words = PEERS[name]
            at = shutil.which(name, path=sysconfig.get_path("scripts")) or shutil.which(name)
            if at:
                servers[name] = stack.enter_context(begin(at, file, *words))
        for each in servers.values():
            _at_rest(each)
        yield servers


def _asked(
    bench: Bench, what: str, servers: Servers, asked: Requests, clients: int, *, fast: bool = False
) -> Iterator[Line]:
    """Yield what each request costs each server in turn, and how many it answers a second."""
    micros: dict[str, list[Cost]] = {name: [] for name in servers}
    rates: dict[str, list[Cost]] = {name: [] for name in servers}
    for turn in range(bench.runs + 1):
        for name, server in servers.items():
            requests, before = asked(server), _used(server)
            tally = run(server, requests, clients, patient=True)
            assert not tally.errors, (name, tally.statuses, tally.lost)
            if turn:  # the first only warms up
                micros[name].append(Cost((_used(server) - before) / len(requests) * 1e6))
                rates[name].append(Cost(len(requests) / tally.wall))
    most, least = ("", "≥ 1.5") if fast else ("≤ 4", "")
    yield from _lines(f"{what}: CPU each", micros, most, "µs")
    yield from _lines(what, rates, least, "a second")


def _lines(
    what: str, figures: dict[str, list[Cost]], target: str = "", unit: str = ""
) -> Iterator[Line]:
    """Yield ours against each peer that is there; the target is of oxigraph."""
    for peer, costs in figures.items():
        if peer != OURS:
            held = target if peer == "oxigraph" else ""
            yield against(what, figures[OURS], peer, costs, held, unit)
    if len(figures) == 1:
        yield alone(what, figures[OURS], unit=unit)


def _at_rest(server: Server) -> None:
    """Wait until a server has nothing to do but answer: ours makes its pages first."""
    before = _used(server)
    while time.sleep(1) or _used(server) - before > RESTING:
        before = _used(server)


def _used(server: Server) -> float:
    """Return the CPU seconds that a server and its workers have had, those that are gone too."""
    process = psutil.Process(server.process.pid)
    own, *workers = (each.cpu_times() for each in [process, *process.children()])
    return sum(own[:4]) + sum(sum(each[:2]) for each in workers)


def _memory(server: Server) -> float:
    """Return the MiB that a server and its workers hold."""
    process = psutil.Process(server.process.pid)
    every = [process, *process.children(recursive=True)]
    return sum(each.memory_info().rss for each in every) / 2**20
