"""A listener that counts who calls: nothing that is to stay on the machine may ever reach it."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Canary:
    """Where it listens, and what each caller sent first."""

    port: int
    calls: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address to lure with."""
        return f"http://127.0.0.1:{self.port}/canary"


@contextmanager
def canary() -> Iterator[Canary]:
    """Listen on the loopback until done."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        line.listen()
        it = Canary(line.getsockname()[1])

        def count() -> None:
            with suppress(OSError):
                while True:
                    caller, _ = line.accept()
                    with caller:
                        caller.settimeout(1)
                        first = b""
                        with suppress(OSError):
                            first = caller.recv(1000)
                        it.calls.append(first)

        thread = threading.Thread(target=count, daemon=True)
        thread.start()
        yield it
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
    thread.join(5)
