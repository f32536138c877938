"""The process itself: it answers one message after another, under its limits."""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import struct
import sys
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, Final

from ho21.processes.memory import limit_memory
from ho21.processes.network import forbid_network

if TYPE_CHECKING:
    from collections.abc import Callable

    Head = dict[str, Any]
    Framed = tuple[Head, bytes]
    Answering = Callable[[Head], Framed]

LENGTHS: Final = struct.Struct(">II")
_NEW_USER_AND_NETWORK: Final = 0x10000000 | 0x40000000


def frame(head: Head, body: bytes = b"") -> bytes:
    """Return a message as it is sent: two lengths, a JSON head, a body."""
    text = json.dumps(head).encode()
    return LENGTHS.pack(len(text), len(body)) + text + body


def read_frame(stream: IO[bytes]) -> Framed | None:
    """Return the next message, or None at the end of the stream."""
    lengths = stream.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    text, body = (stream.read(size) for size in LENGTHS.unpack(lengths))
    return json.loads(text), body


def answer_parent(begin: Callable[[Head, bytes], tuple[Answering, int]]) -> None:
    """Be such a process: begin with the first message, and answer the head of each that follows.

    ``begin`` returns what answers, and how many bytes more than now the process may then take.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    first = read_frame(sys.stdin.buffer)
    if first is None:
        return
    _leave_network()
    answer, memory = begin(*first)
    del first
    threading.Thread(target=_end_with_parent, daemon=True).start()  # before its memory is limited
    limit_memory(memory)
    _send(frame({"ready": True}))
    while received := read_frame(sys.stdin.buffer):
        _send(frame(*answer(received[0])))


def _send(message: bytes) -> None:
    sys.stdout.buffer.write(message)
    sys.stdout.buffer.flush()


def _end_with_parent() -> None:
    """End this process in the midst of its work too, when no one is left to answer (POSIX)."""
    if hasattr(select, "poll"):
        gone = select.poll()
        gone.register(sys.stdin, 0)  # to be told of nothing but the other end's closing
        gone.poll()
        os._exit(0)


def _leave_network() -> None:
    """Move to a network with nothing in it, and refuse any socket, where the system lets one."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(_NEW_USER_AND_NETWORK)
    forbid_network()
