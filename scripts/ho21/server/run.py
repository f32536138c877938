"""The server's life: it listens, answers, and comes to an end with nothing left behind."""

from __future__ import annotations

import errno
import logging
import signal
import socket
import sys
import webbrowser
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import uvicorn

from ho21.console import out, tell
from ho21.errors import UsageError, say, within
from ho21.processes.memory import megabytes
from ho21.resources import asset
from ho21.server.app import create_app
from ho21.server.guard import LOCAL
from ho21.server.protocol import protocol
from ho21.workers.pool import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from ho21.dataset.dataset import Dataset
    from ho21.project import Project

PORT: Final = 8021
HOST: Final = "127.0.0.1"
_BACKLOG: Final = 128  # connections taken at once, before there is made room for them


@dataclass(frozen=True)
class ServerOptions:
    """The address to listen on, and what a query may take."""

    host: str = HOST
    port: int = PORT
    limits: Limits = field(default_factory=Limits)


def read_options(
    host: str | None, port: str | None, timeout: str | None, memory: str | None
) -> ServerOptions:
    """Return what some options ask for; raises UsageError for a number that is none or too far."""
    limits = Limits(
        seconds=within("--timeout", timeout, 0.1, 3600) or Limits.seconds,
        memory=megabytes(memory),
    )
    given = within("--port", port, 0, 65535, whole=True)
    return ServerOptions(host or HOST, PORT if given is None else int(given), limits)


class _Server(uvicorn.Server):
    """uvicorn, which tells its address once it answers there."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raises UsageError where that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Said to be TCP in so many words: only then does asyncio send a small reply at once.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
    except OSError as error:
        made.close()
        if error.errno in {errno.EADDRINUSE, errno.EACCES}:
            raise UsageError("port-taken", port=port) from error
        raise UsageError("host-unknown", host=host, why=error.strerror or error) from error
    return made


def serve(
    dataset: Dataset, project: Project, options: ServerOptions, lang: str, *, browse: bool = False
) -> None:
    """Answer until told to stop (SIGTERM, Ctrl-C), then let what runs come to its end.

    The address is told on stdout once there is an answer to be had there.
    """
    asset("site.css")  # better told now than to whoever opens the first page
    at = listen(options.host, options.port)
    app = create_app(dataset, project, options.limits, host=options.host, lang=lang)

    def ready() -> None:
        name = f"[{options.host}]" if ":" in options.host else options.host
        address = f"http://{name}:{at.getsockname()[1]}/"
        out(f"{address}\n")
        tell(say("serving", lang))
        if browse:
            webbrowser.open(address)

    if options.host not in LOCAL:
        tell(say("listens-wide", lang, host=options.host))
    logging.basicConfig(stream=sys.stderr, format="%(message)s", level=logging.ERROR)
    http = protocol(options.limits, lang)
    config = uvicorn.Config(
        app,
        http=http,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=min(_BACKLOG, http.room // 4),
        timeout_graceful_shutdown=options.limits.drain,
    )
    # uvicorn passes the signal on when it is done; being asked to stop is no fault.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: None)
    _Server(config, ready).run(sockets=[at])
