"""A process as its parent has it: started, asked one message at a time, and ended."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final, cast

from ho21.processes.child import LENGTHS

if TYPE_CHECKING:
    from ho21.processes.child import Framed

_NICE: Final = 10


class Process(asyncio.SubprocessProtocol):
    """A process that answers messages; ``gone`` is done when the process is."""

    transport: asyncio.SubprocessTransport

    def __init__(self) -> None:
        """Wait for nothing yet."""
        loop = asyncio.get_running_loop()
        self.gone: asyncio.Future[None] = loop.create_future()
        self.answer: asyncio.Future[Framed | None] = loop.create_future()
        self._got = bytearray()

    @classmethod
    async def start(cls, module: str) -> Process:
        """Start a module that calls ``answer_parent``; its first message is still to be sent."""
        _, process = await asyncio.get_running_loop().subprocess_exec(
            cls,
            *(sys.executable, "-P", "-m", module),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        return process

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self.transport.get_pid()

    @property
    def aborted(self) -> bool:
        """Whether the process ended itself, as an engine does that is refused memory."""
        return self.transport.get_returncode() == -signal.SIGABRT

    def ask(self, message: bytes) -> asyncio.Future[Framed | None]:
        """Send a frame; the answer ends in ConnectionResetError where the process does first."""
        self._got.clear()
        self.answer = asyncio.get_running_loop().create_future()
        if self.gone.done():
            self.answer.set_exception(ConnectionResetError())
        else:
            into = cast("asyncio.WriteTransport", self.transport.get_pipe_transport(0))
            into.write(message)
        return self.answer

    def put_off(self) -> None:
        """Tell who waits for the answer None, where it has not come: it then comes anew."""
        waiting = self.answer
        if not waiting.done():
            self.answer = asyncio.get_running_loop().create_future()
            waiting.set_result(None)

    def lower_priority(self) -> None:
        """Let others go first from now on, where the system knows of that."""
        with suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)

    def end(self) -> None:
        """Kill the process, whatever it is doing."""
        self.transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to the process."""
        self.transport = cast("asyncio.SubprocessTransport", transport)

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Gather an answer until it is whole."""
        del fd
        self._got += data
        start = LENGTHS.size
        if len(self._got) < start:
            return
        text, body = LENGTHS.unpack(self._got[:start])
        if len(self._got) == start + text + body and not self.answer.done():
            head = json.loads(self._got[start : start + text])
            self.answer.set_result((head, bytes(self._got[start + text :])))

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        """Give up an answer that will not come."""
        del exc
        if fd == 1 and not self.answer.done():
            self.answer.set_exception(ConnectionResetError())

    def process_exited(self) -> None:
        """Tell that the process is gone."""
        self.gone.set_result(None)
