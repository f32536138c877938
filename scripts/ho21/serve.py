"""The server's life: it listens, answers, and comes to an end with nothing left behind."""

from __future__ import annotations

import errno
import logging
import signal
import socket
import sys
from typing import TYPE_CHECKING, Final

import uvicorn

from ho21.fault import CallError
from ho21.wire import HEAD, protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from ho21.pool import Limits
    from ho21.wire import App

PORT: Final = 8021
HOST: Final = "127.0.0.1"


class _Server(uvicorn.Server):
    """uvicorn, which tells its address once it answers there."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raises CallError where that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
    except OSError as error:
        made.close()
        if error.errno in {errno.EADDRINUSE, errno.EACCES}:
            raise CallError("port-taken", port=port) from error
        raise CallError("host-unknown", host=host, why=error.strerror or error) from error
    return made


def serve(
    app: App, at: socket.socket, limits: Limits, lang: str, ready: Callable[[], None]
) -> None:
    """Answer until told to stop (SIGTERM, Ctrl-C), then let what runs come to its end."""
    logging.basicConfig(stream=sys.stderr, format="%(message)s", level=logging.ERROR)
    config = uvicorn.Config(
        app,
        http=protocol(limits, lang),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        h11_max_incomplete_event_size=HEAD,
        timeout_graceful_shutdown=limits.drain,
    )
    # uvicorn passes the signal on when it is done; being asked to stop is no fault.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: None)
    _Server(config, ready).run(sockets=[at])
