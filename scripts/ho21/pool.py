"""Queries wait their turn for a worker; one that takes too long or too much loses it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from collections import deque
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from pyoxigraph import RdfFormat, Triple, serialize

from ho21.fault import CallError
from ho21.worker import START, Job, Settings, frame, lengths

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ho21.context import Term
    from ho21.names import Base
    from ho21.store import Dataset

_MIB: Final = 1 << 20
_NICE: Final = 10
_SOON: Final = 0.05  # seconds, within which no one leaves
_KEPT: Final = 16 * _MIB  # of answers that were given before
_MOST_KEPT: Final = 256 * 1024
# What gives another answer each time, and what only looks like it: the cost is an answer not kept.
_CHANGING: Final = re.compile(r"RAND|NOW|UUID|BNODE", re.IGNORECASE)

Answer = tuple[dict[str, Any], bytes]


@dataclass(frozen=True)
class Limits:
    """What a query may use and how long a client may take; times are in seconds.

    ``workers`` is how many queries run side by side; one that has run for ``quick`` seconds gives
    its place to the next and goes on beside them, and at most ``long`` may do that at once.
    """

    seconds: float = 10.0
    memory: int = 1024  # MiB a query may use
    rows: int = 100_000
    answer: int = 32  # MiB of text
    body: int = 64 * 1024  # bytes of a request
    workers: int = 2
    long: int = 2
    quick: float = 0.3
    queue: int = 512
    wait: float = 0.9
    patience: float = 10.0  # for a client to send a request, and to read on
    drain: int = 10


class Refused(Exception):  # noqa: N818 (it is no error of ours)
    """A query that the server would not go on with: try again later."""

    def __init__(self, key: str, **fields: object) -> None:
        """Keep the message's key and fields until the language is known."""
        super().__init__(key)
        self.key = key
        self.fields = fields


class _Worker(asyncio.SubprocessProtocol):
    """A process at work: what is written to it, and what it answers, one message at a time."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.transport: asyncio.SubprocessTransport
        self.into: asyncio.WriteTransport
        self.gone: asyncio.Future[None] = loop.create_future()
        self.answer: asyncio.Future[Answer] = loop.create_future()
        self.got = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.SubprocessTransport", transport)
        self.into = cast("asyncio.WriteTransport", self.transport.get_pipe_transport(0))

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        del fd
        self.got += data
        if len(self.got) < START:
            return
        text, body = lengths(bytes(self.got[:START]))
        if len(self.got) == START + text + body and not self.answer.done():
            head = json.loads(self.got[START : START + text])
            self.answer.set_result((head, bytes(self.got[START + text :])))

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        del exc
        if fd == 1 and not self.answer.done():
            self.answer.set_exception(ConnectionResetError())

    def process_exited(self) -> None:
        self.gone.set_result(None)

    def ask(self, message: bytes) -> asyncio.Future[Answer]:
        self.got.clear()
        self.answer = asyncio.get_running_loop().create_future()
        if self.gone.done():
            self.answer.set_exception(ConnectionResetError())
        else:
            self.into.write(message)
        return self.answer


class _Client:
    """Who waits for an answer, and may leave; watched only from when the waiting is long."""

    def __init__(self, gone: Callable[[], Awaitable[object]] | None) -> None:
        self._gone = gone
        self._leaving: asyncio.Future[Any] | None = None

    def leaving(self) -> set[asyncio.Future[Any]]:
        if self._gone and not self._leaving:
            self._leaving = asyncio.ensure_future(self._gone())
        return {self._leaving} if self._leaving else set()

    def forget(self) -> None:
        if self._leaving:
            self._leaving.cancel()


class Pool:
    """Workers over one dataset, given as N-Quads in which the default graph is the union."""

    def __init__(
        self,
        quads: bytes,
        base: Base,
        graphs: tuple[str, ...],
        limits: Limits,
        terms: dict[str, Term] | None = None,
    ) -> None:
        memory, answer = limits.memory * _MIB, limits.answer * _MIB
        known = base.iri, base.prefixes(), graphs
        settings = Settings(*known, memory, limits.rows, answer, terms or {})
        self.limits = limits
        self._begin = frame(asdict(settings), quads)
        self._fresh: set[_Worker] = set()
        self._idle: deque[_Worker] = deque()
        self._wanting: deque[asyncio.Future[_Worker]] = deque()
        self._starting: set[asyncio.Task[None]] = set()
        self._ending: set[asyncio.Future[None]] = set()
        self._long: set[_Worker] = set()
        self._closed = False
        self._kept: dict[bytes, Answer] = {}
        self._kept_size = 0

    @classmethod
    def over(cls, dataset: Dataset, limits: Limits, *, stated_only: bool = False) -> Pool:
        """Return workers over a dataset, with our readings or without."""
        graphs = tuple(sorted(dataset.chosen(stated_only=stated_only)))
        quads = _packed(dataset, stated_only=stated_only)
        return cls(quads, dataset.base, graphs, limits, dataset.context.terms)

    def open(self) -> None:
        """Start the workers; a query that comes before they are ready waits for them."""
        while not self._closed and len(self._fresh) + len(self._starting) < self.limits.workers:
            task = asyncio.ensure_future(self._start())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def close(self) -> None:
        """End every worker, and wait until each is gone."""
        self._closed = True
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        for worker in [*self._fresh, *self._long]:
            self._end(worker)
        await asyncio.gather(*self._ending)

    def starting(self) -> set[asyncio.Task[None]]:
        """Return what is under way of workers that are not ready."""
        return {*self._starting}

    def kept(self) -> int:
        """Return how many bytes of questions and answers are kept."""
        return sum(len(asked) + len(body) for asked, (_, body) in self._kept.items())

    def processes(self) -> list[int]:
        """Return the process of each worker that is ready or at work."""
        return sorted(each.transport.get_pid() for each in self._fresh | self._long)

    async def ask(self, job: Job, gone: Callable[[], Awaitable[object]] | None = None) -> Answer:
        """Return the head and body of an answer; ``gone`` returns when no one waits for it.

        Raises Refused where the limits do not allow it, CallError where the query is at fault.
        """
        message = job.packed()
        kept = self._kept.get(message)
        if kept:
            return kept
        client = _Client(gone)
        try:
            head, body = await self._answered(message, client)
        finally:
            client.forget()
        if head.get("fault") == "query-memory":
            raise Refused("query-memory", **head["fields"])
        if "fault" in head:
            raise CallError(head["fault"], **head["fields"])
        self._keep(job, message, (head, body))
        return head, body

    async def _answered(self, message: bytes, client: _Client) -> Answer:
        worker = await self._take(client)
        answer = worker.ask(message)
        try:
            done, _ = await asyncio.wait({answer}, timeout=self.limits.quick)
            if not done:
                await self._go_on(worker, answer, client)
            return answer.result()
        except ConnectionError as error:
            raise await self._lost(worker) from error
        finally:
            if worker in self._fresh and answer.done() and not answer.exception():
                self._give(worker)
            else:
                answer.cancel()
                self._end(worker)

    def _keep(self, job: Job, message: bytes, answer: Answer) -> None:
        """Keep an answer: the graph never changes, so the same question has the same answer."""
        changing = len(answer[1]) > _MOST_KEPT or _CHANGING.search(job.text)
        if changing or message in self._kept:
            return
        self._kept[message] = answer
        self._kept_size += len(message) + len(answer[1])
        while self._kept_size > _KEPT:
            oldest = next(iter(self._kept))
            self._kept_size -= len(oldest) + len(self._kept.pop(oldest)[1])

    async def _take(self, client: _Client) -> _Worker:
        while self._idle:
            worker = self._idle.popleft()
            if not worker.gone.done():
                return worker
            self._end(worker)
        if len(self._wanting) >= self.limits.queue:
            raise Refused("server-busy")
        self.open()
        wanted: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        self._wanting.append(wanted)
        try:
            # Where every worker is on its way, it is the server that is late, not the queue long.
            patience = self.limits.wait if self._fresh else self.limits.seconds
            done, _ = await asyncio.wait({wanted}, timeout=min(_SOON, patience))
            if not done:
                either = {wanted, *client.leaving()}
                rest = max(patience - _SOON, 0)
                await asyncio.wait(either, timeout=rest, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            if wanted.done():
                self._give(wanted.result())
            raise
        finally:
            wanted.cancel()
        if wanted.cancelled():
            raise Refused("server-busy")
        return wanted.result()

    def _give(self, worker: _Worker) -> None:
        """Hand a worker to who has waited longest, else let it rest."""
        while self._wanting:
            wanted = self._wanting.popleft()
            if not wanted.done():
                wanted.set_result(worker)
                return
        self._idle.append(worker)

    async def _go_on(
        self,
        worker: _Worker,
        answer: asyncio.Future[Answer],
        client: _Client,
    ) -> None:
        """Wait for a query that is not quick, out of the way of those that are."""
        if len(self._long) >= self.limits.long:
            raise Refused("server-busy")
        self._fresh.discard(worker)
        self._long.add(worker)
        self.open()
        with suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, worker.transport.get_pid(), _NICE)
        done, _ = await asyncio.wait(
            {answer, *client.leaving()},
            timeout=max(self.limits.seconds - self.limits.quick, 0),
            return_when=asyncio.FIRST_COMPLETED,
        )
        if answer not in done:
            raise Refused("query-slow", limit=f"{self.limits.seconds:g}")

    async def _lost(self, worker: _Worker) -> Refused:
        """Return why a worker is gone: the engine ends the process when memory is refused it."""
        await asyncio.wait({worker.gone}, timeout=1)
        if worker.transport.get_returncode() == -signal.SIGABRT:
            return Refused("query-memory", limit=self.limits.memory)
        return Refused("query-lost")

    def _end(self, worker: _Worker) -> None:
        """End a worker, and let another stand in for it."""
        self._let_go(worker)
        self.open()

    def _let_go(self, worker: _Worker) -> None:
        self._fresh.discard(worker)
        self._long.discard(worker)
        worker.transport.close()
        if not worker.gone.done():
            self._ending.add(worker.gone)
            worker.gone.add_done_callback(self._ending.discard)

    async def _start(self) -> None:
        _, worker = await asyncio.get_running_loop().subprocess_exec(
            _Worker,
            *(sys.executable, "-P", "-m", "ho21.worker"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await worker.ask(self._begin)
        except asyncio.CancelledError:
            self._let_go(worker)
            raise
        except ConnectionError:
            # What cannot even begin is not tried again before someone asks.
            self._let_go(worker)
            return
        self._fresh.add(worker)
        self._give(worker)


def _packed(dataset: Dataset, *, stated_only: bool = False) -> bytes:
    """Return a dataset as N-Quads, its default graph the union of the named ones."""
    quads = dataset.stated_quads() if stated_only else dataset.quads
    chosen = dataset.chosen(stated_only=stated_only)
    union = dict.fromkeys(fact for facts in chosen.values() for fact in facts)
    named = serialize(quads, format=RdfFormat.N_QUADS) or b""
    return named + (serialize((Triple(*each) for each in union), format=RdfFormat.N_TRIPLES) or b"")
