"""A server that answers as it is told to, over real sockets, and keeps what it was sent."""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Sent:
    """One request: its method, target, headers by lower-case name, and body."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters in the address and in the body of a form."""
        return parse_qsl(urlsplit(self.target).query) + parse_qsl(self.body.decode())


@dataclass
class Stranger:
    """Where it listens, and each request it got."""

    port: int
    scheme: str = "http"
    sent: list[Sent] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address to ask."""
        return f"{self.scheme}://127.0.0.1:{self.port}/sted"


def reply(
    status: int = 200,
    body: bytes | str = b"",
    media: str = "application/sparql-results+json",
    **headers: str,
) -> bytes:
    """Return a reply as raw bytes; ``length`` stands instead of the true Content-Length."""
    raw = body.encode() if isinstance(body, str) else body
    told = {"Content-Type": media, "Content-Length": headers.pop("length", str(len(raw)))}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in told.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + raw


def drip(text: bytes, pause: float = 0.05) -> Iterator[bytes]:
    """Send some bytes at once, and then one at a time for ever."""
    yield text
    while True:
        time.sleep(pause)
        yield b" "


def silence() -> Iterator[bytes]:
    """Send nothing for ever."""
    while True:
        time.sleep(0.05)
        yield b""


@contextmanager
def stranger(
    answer: Callable[[Sent], bytes | Iterator[bytes]], certificate: Path | None = None
) -> Iterator[Stranger]:
    """Listen on the loopback, and answer each request, one on a connection, until done."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as line:
        it = Stranger(line.getsockname()[1], "https" if certificate else "http")
        line.settimeout(5)

        def serve(caller: socket.socket) -> None:
            with suppress(OSError), caller:
                caller.settimeout(5)
                if not certificate:
                    speak(caller)
                    return
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(certificate)
                with context.wrap_socket(caller, server_side=True) as safe:
                    speak(safe)

        def speak(caller: socket.socket) -> None:
            sent = _read(caller)
            if sent is None:
                return
            it.sent.append(sent)
            answered = answer(sent)
            for part in [answered] if isinstance(answered, bytes) else answered:
                if over.is_set():
                    break
                caller.sendall(part)

        def listen() -> None:
            while not over.is_set():
                with suppress(OSError):
                    caller, _ = line.accept()
                    threading.Thread(target=serve, args=(caller,), daemon=True).start()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        try:
            yield it
        finally:
            over.set()
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def _read(caller: socket.socket) -> Sent | None:
    got = b""
    while b"\r\n\r\n" not in got:
        part = caller.recv(65536)
        if not part:
            return None
        got += part
    head, _, body = got.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in
               (line.partition(":") for line in lines)}  # fmt: skip
    while len(body) < int(headers.get("content-length", "0")):
        body += caller.recv(65536)
    return Sent(method, target, headers, body)


def graphs_of(sent: Sent) -> dict[str, list[str]]:
    """Return the graphs that a request names, by which kind of naming it is."""
    found: dict[str, list[str]] = {"default-graph-uri": [], "named-graph-uri": []}
    for name, value in sent.pairs:
        if name in found:
            found[name].append(value)
    return found


def looks(sent: Sent) -> bool:
    """Say whether a request only looks at which graphs there are."""
    return bool(re.search(r"GROUP BY \?graph", dict(sent.pairs).get("query", "")))
