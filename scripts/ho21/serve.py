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

from ho21.assets import asset
from ho21.desk import Desk
from ho21.fault import CallError, say, within
from ho21.pool import Limits
from ho21.terminal import out, tell
from ho21.wire import LOCAL, protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from ho21.rooms import House
    from ho21.store import Dataset

PORT: Final = 8021
HOST: Final = "127.0.0.1"


@dataclass(frozen=True)
class How:
    """Where to listen, and what a query may take."""

    host: str = HOST
    port: int = PORT
    limits: Limits = field(default_factory=Limits)


def asked(host: str | None, port: str | None, timeout: str | None, memory: str | None) -> How:
    """Return what some options ask for; raises CallError for a number that is none or too far."""
    limits = Limits(
        seconds=within("--timeout", timeout, 0.1, 3600) or Limits.seconds,
        memory=int(within("--memory", memory, 16, 1 << 20) or Limits.memory),
    )
    given = within("--port", port, 0, 65535, whole=True)
    return How(host or HOST, PORT if given is None else int(given), limits)


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
    # Said to be TCP in so many words: only then does asyncio send a small reply at once.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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
    dataset: Dataset,
    home: House,
    how: How,
    lang: str,
    *,
    stated_only: bool = False,
    browse: bool = False,
) -> None:
    """Answer until told to stop (SIGTERM, Ctrl-C), then let what runs come to its end.

    The address is told on stdout once there is an answer to be had there.
    """
    asset("site.css")  # better told now than to whoever opens the first page
    at = listen(how.host, how.port)
    desk = Desk(dataset, home, how.limits, stated_only=stated_only, lang=lang)

    def ready() -> None:
        name = f"[{how.host}]" if ":" in how.host else how.host
        address = f"http://{name}:{at.getsockname()[1]}/"
        out(f"{address}\n")
        tell(say("serving", lang))
        if browse:
            webbrowser.open(address)

    if how.host not in LOCAL:
        tell(say("listens-wide", lang, host=how.host))
    logging.basicConfig(stream=sys.stderr, format="%(message)s", level=logging.ERROR)
    config = uvicorn.Config(
        desk.app(how.host),
        http=protocol(how.limits, lang),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=how.limits.drain,
    )
    # uvicorn passes the signal on when it is done; being asked to stop is no fault.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: None)
    _Server(config, ready).run(sockets=[at])
