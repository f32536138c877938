"""Queries wait their turn for a worker; one that takes too long or too much loses it.

Some workers are kept ready, and a query takes the first that is free; who waits longest is served
first, and no one waits longer than ``Limits.wait``. There are two lanes. A query that has run for
``Limits.quick`` seconds leaves the quick lane with its worker, another worker is started in its
place, and so a short query never stands behind a long one; in the long lane there is room for
``Limits.long``, at low priority, and the time is up after ``Limits.seconds``. A worker whose query
is ended, by time, by memory or because no one waits for it any more, is killed, and not asked
again. The graph never changes, so answers are kept, by the whole of the job, those asked for last
the longest; a query that names chance or the clock has another answer each time, and its answers
are not.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from ho21.errors import UsageError
from ho21.processes.child import frame
from ho21.processes.memory import MEMORY
from ho21.processes.parent import Process
from ho21.sparql.evaluation import is_changing
from ho21.workers.worker import Settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ho21.processes.child import Framed
    from ho21.rdf.context import Term
    from ho21.rdf.namespaces import Base
    from ho21.workers.worker import Job

_MIB: Final = 1 << 20
_SOON: Final = 0.05  # seconds, within which no one leaves
_KEPT: Final = 16 * _MIB  # of answers that were given before
_MOST_KEPT: Final = 256 * 1024
_ABOUT: Final = 1024  # of an answer that is kept: what names it, and its place


@dataclass(frozen=True)
class Limits:
    """Limits on what a query may use and how long a client may take; times are in seconds.

    ``workers`` is how many queries run side by side; one that has run for ``quick`` seconds gives
    its place to the next and goes on beside them, and at most ``long`` may do that at once.
    """

    seconds: float = 10.0
    memory: int = MEMORY  # MiB a query may use
    rows: int = 100_000
    answer: int = 32  # MiB of text
    body: int = 64 * 1024  # bytes of a request
    workers: int = 2
    long: int = 2
    quick: float = 0.3
    queue: int = 512
    wait: float = 0.9
    patience: float = 10.0  # for a client to send a request, and to read on
    connections: int = 100  # of one address
    drain: int = 10


class Busy(Exception):  # noqa: N818 (it is no error of ours)
    """A query that the server would not go on with: try again later."""

    def __init__(self, key: str, **fields: object) -> None:
        """Keep the message's key and fields until the language is known."""
        super().__init__(key)
        self.key = key
        self.fields = fields


class _Client:
    """A client that waits, and may leave; watched only from when the waiting is long."""

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


def _size(message: bytes, answer: Framed) -> int:
    """Return the bytes that an answer takes to be kept, with all that is about it."""
    return len(message) + len(answer[1]) + _ABOUT


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
        known = base.iri, base.prefixes(), graphs
        most = limits.memory * _MIB, limits.rows, limits.answer * _MIB
        settings = Settings(*known, *most, terms or {})
        self.limits = limits
        self._begin = frame(asdict(settings), quads)
        self._fresh: set[Process] = set()
        self._idle: list[Process] = []
        self._wanting: deque[asyncio.Future[Process]] = deque()
        self._starting: set[asyncio.Task[None]] = set()
        self._ending: set[asyncio.Future[None]] = set()
        self._long: set[Process] = set()
        self._closed = False
        self._kept: dict[bytes, Framed] = {}
        self._kept_size = 0

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

    def processes(self) -> list[int]:
        """Return the process of each worker that is ready or at work."""
        return sorted(each.pid for each in self._fresh | self._long)

    async def ask(self, job: Job, gone: Callable[[], Awaitable[object]] | None = None) -> Framed:
        """Return the head and body of an answer; ``gone`` returns when no one waits for it.

        Raises Busy where the limits do not allow it, UsageError where the query is at fault.
        """
        message = frame(vars(job))
        kept = self._kept.pop(message, None)
        if kept:
            self._kept[message] = kept  # the last to be let go
            return kept
        client = _Client(gone)
        try:
            head, body = await self._answered(message, client)
        finally:
            client.forget()
        if head.get("fault") == "query-memory":
            raise Busy("query-memory", **head["fields"])
        if "fault" in head:
            raise UsageError(head["fault"], **head["fields"])
        self._keep(job, message, (head, body))
        return head, body

    async def _answered(self, message: bytes, client: _Client) -> Framed:
        worker = await self._take(client)
        late = asyncio.get_running_loop().call_later(self.limits.quick, worker.put_off)
        found: Framed | None = None
        try:
            found = await worker.ask(message) or await self._go_on(worker, client)
        except ConnectionError as error:
            raise await self._lost(worker) from error
        finally:
            late.cancel()
            if worker in self._fresh and found:
                self._give(worker)
            else:
                worker.answer.cancel()
                self._end(worker)
        return found

    def _keep(self, job: Job, message: bytes, answer: Framed) -> None:
        """Keep an answer: the graph never changes, so the same question has the same answer."""
        changing = len(answer[1]) > _MOST_KEPT or is_changing(job.text)
        if changing or message in self._kept:
            return
        self._kept[message] = answer
        self._kept_size += _size(message, answer)
        while self._kept_size > _KEPT:
            longest_ago = next(iter(self._kept))
            self._kept_size -= _size(longest_ago, self._kept.pop(longest_ago))

    async def _take(self, client: _Client) -> Process:
        while self._idle:
            worker = self._idle.pop()  # the last at work has all it needs at hand
            if not worker.gone.done():
                return worker
            self._end(worker)
        if len(self._wanting) >= self.limits.queue:
            raise Busy("server-busy")
        self.open()
        wanted: asyncio.Future[Process] = asyncio.get_running_loop().create_future()
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
            raise Busy("server-busy")
        return wanted.result()

    def _give(self, worker: Process) -> None:
        """Hand a worker to who has waited longest, else let it rest."""
        while self._wanting:
            wanted = self._wanting.popleft()
            if not wanted.done():
                wanted.set_result(worker)
                return
        self._idle.append(worker)

    async def _go_on(self, worker: Process, client: _Client) -> Framed:
        """Wait for a query that is not quick, out of the way of those that are."""
        if len(self._long) >= self.limits.long:
            raise Busy("server-busy")
        self._fresh.discard(worker)
        self._long.add(worker)
        self.open()
        worker.lower_priority()
        answer = worker.answer
        done, _ = await asyncio.wait(
            {answer, *client.leaving()},
            timeout=max(self.limits.seconds - self.limits.quick, 0),
            return_when=asyncio.FIRST_COMPLETED,
        )
        if answer not in done:
            raise Busy("query-slow", limit=f"{self.limits.seconds:g}")
        return cast("Framed", answer.result())  # who waits is put off but once

    async def _lost(self, worker: Process) -> Busy:
        """Return why a worker is gone: the engine ends the process when memory is refused it."""
        await asyncio.wait({worker.gone}, timeout=1)
        if worker.aborted:
            return Busy("query-memory", limit=self.limits.memory)
        return Busy("query-lost")

    def _end(self, worker: Process) -> None:
        """End a worker, and let another stand in for it."""
        self._let_go(worker)
        self.open()

    def _let_go(self, worker: Process) -> None:
        self._fresh.discard(worker)
        self._long.discard(worker)
        worker.end()
        if not worker.gone.done():
            self._ending.add(worker.gone)
            worker.gone.add_done_callback(self._ending.discard)

    async def _start(self) -> None:
        worker = await Process.start("ho21.workers.worker")
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
