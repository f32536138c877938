"""Many clients at once, cheap enough that they are never what is slow."""

from __future__ import annotations

import asyncio
import math
import re
import statistics
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import httpx2

from support import apart
from support.served import ENDLESS, HOST

if TYPE_CHECKING:
    from support.served import Server

DEADLINE = 120  # seconds that a run may take; a client still waiting then is lost
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
AGAIN = re.compile(rb"\r\nretry-after: *(\d+)", re.IGNORECASE)


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


def saved(texts: list[str], server: Server, count: int, first: int = 0) -> list[bytes]:
    """Return requests for the answers to saved questions, no two alike."""
    made = []
    for number in range(first, first + count):
        query = f"{texts[number % len(texts)]}\n# {number}"
        # Shorter by a third with «+» for a space: a head of more than 8 KiB is refused by others.
        made.append(head(f"{server.endpoint}?query={quote_plus(query)}", server.port))
    return made


def paths(requests: list[bytes]) -> list[str]:
    """Return the addresses that some requests ask for."""
    return [each.split(b" ", 2)[1].decode() for each in requests]


def usual(server: Server, addresses: list[str], clients: int) -> float:
    """Return how many replies a second a well-known client library gets (httpx)."""
    return apart.run(_usual(server, addresses, clients))


async def _usual(server: Server, addresses: list[str], clients: int) -> float:
    limits = httpx2.Limits(max_connections=clients, max_keepalive_connections=clients)
    accept = {"accept": "application/sparql-results+json"}
    async with httpx2.AsyncClient(base_url=server.url, limits=limits, headers=accept) as client:

        async def ask(mine: list[str]) -> None:
            for each in mine:
                (await client.get(each)).raise_for_status()

        began = time.perf_counter()
        await asyncio.gather(*(ask(addresses[at::clients]) for at in range(clients)))
        return len(addresses) / (time.perf_counter() - began)


@dataclass
class Tally:
    """What a run got: seconds of each reply, its status, and how often a line was lost."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    lost: int = 0
    put_off: int = 0  # how often a patient client was told to ask again
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
    """One connection that sends its requests one by one, each when the last is answered.

    A patient one asks again when the server says that it is busy, and when to.
    """

    def __init__(self, requests: list[bytes], tally: Tally, *, patient: bool = False) -> None:
        """Take what to send and where to tell what came."""
        self.requests = iter(requests)
        self.tally = tally
        self.patient = patient
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
        self.send(request)

    def send(self, request: bytes) -> None:
        """Send a request, unless the line was lost meanwhile."""
        if self.done.done():
            return
        self.request = request
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
            status = int(self.got[9:12])
            later = AGAIN.search(self.got, 0, end)
            if self.patient and status == 503 and later:
                self.tally.put_off += 1
                loop = asyncio.get_running_loop()
                loop.call_later(int(later[1]), self.send, self.request)
                return
            self.tally.seconds.append(time.perf_counter() - self.since)
            self.tally.statuses[status] = self.tally.statuses.get(status, 0) + 1
            self.next()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count a line that the server closed too early as an error."""
        if not self.done.done():
            self.tally.lost += 1
            self.done.set_result(exc)


async def _run(port: int, requests: list[bytes], clients: int, *, patient: bool = False) -> Tally:
    tally = Tally()
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    made = []
    for number in range(clients):
        mine = requests[number::clients]
        client = Client(mine, tally, patient=patient)
        await loop.create_connection(lambda client=client: client, HOST, port)
        made.append(client.done)
    _, unanswered = await asyncio.wait(made, timeout=DEADLINE)
    tally.lost += len(unanswered)
    tally.wall = time.perf_counter() - began
    return tally


def run(server: Server, requests: list[bytes], clients: int, *, patient: bool = False) -> Tally:
    """Send requests from so many clients at once."""
    return apart.run(_run(server.port, requests, clients, patient=patient))


def among(
    server: Server, requests: list[bytes], beside: int = 10, *, patient: bool = False
) -> tuple[Tally, Tally]:
    """Send requests from so many clients beside two endless queries.

    Returns what both got by the time that the short ones were answered; then the endless leave.
    """
    return apart.run(_among(server, requests, beside, patient=patient))


async def _among(
    server: Server, requests: list[bytes], beside: int, *, patient: bool
) -> tuple[Tally, Tally]:
    endless, made = Tally(), []
    for number in range(2):
        asked = head(f"{server.endpoint}?query={quote(f'{ENDLESS} # {number}')}", server.port)
        client = Client([asked], endless, patient=patient)
        await asyncio.get_running_loop().create_connection(lambda it=client: it, HOST, server.port)
        made.append(client)
    await asyncio.sleep(0.3)
    brief = await _run(server.port, requests, beside, patient=patient)
    for each in (each for each in made if not each.done.done()):
        each.done.set_result(None)  # it leaves on its own, and is not lost
        each.transport.abort()
    return brief, endless
