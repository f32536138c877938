"""The connection to a client: whole requests in good time, each answered, and room for others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from ho21.server.errors import HTTPError

if TYPE_CHECKING:
    import asyncio

    from ho21.workers.pool import Limits

HEAD: Final = 64 * 1024  # bytes of a request that are not of its body
CONNECTIONS: Final = 1000
_OTHER_FILES: Final = 512  # connections that are just being taken, workers, and the like
_PIECE: Final = 4096  # bytes that are parsed at once
_CHUNK: Final = 16  # bytes that a piece of a body may have about it
_PARTING: Final = 2.0  # seconds
_LEAVING: Final = 1.0  # seconds that one who sends no more may be waiting for a reply
_ADDRESS: Final = re.compile(rb"\w+://(?:[^/?#@]*@)?(?P<host>[^/?#]*)(?P<rest>.*)")
_UPGRADE: Final = frozenset((b"upgrade", b"http2-settings", b"connection"))


class TimeoutProtocol(HttpToolsProtocol):
    """uvicorn's HTTP/1.1 with an end to its patience, its memory and its room.

    A request that is not whole, and a reply that is not read on, within ``patience`` seconds end
    the connection. What is no HTTP is told so as every other error is, after the answers to all
    that came whole before it. An address has ``most`` connections, and all have ``room``: the one
    that has been idle longest makes way for a new one, and where none is, the new one is sent away.
    """

    patience = 10.0
    lang = "nb"
    most = 100
    room = CONNECTIONS
    late: asyncio.TimerHandle | None = None
    stuck: asyncio.TimerHandle | None = None
    since = 0.0  # when the last answer was given
    pending = 0  # requests that are not answered yet
    whole = True  # whether the last request begun has come to its end
    headed = False  # whether its head has
    framing = 0  # its bytes that are not of its body
    upgrading = False  # whether it asks for another protocol, which it does not get
    deaf = False  # whether no more is read
    ended = False  # whether the client sends no more
    error: HTTPError | None = None  # what to tell before the end

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, where there is room for one more client."""
        self.unread = bytearray()
        super().connection_made(GracefulTransport(transport, self))  # type: ignore[arg-type]
        self.since = self.loop.time()
        self.late = self.loop.call_later(self.patience, self._lose_patience)
        self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop("late")
        self._stop("stuck")
        self.unread.clear()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has come, and wait on for as long as a request is not whole."""
        if not self.deaf and not self.transport.is_closing():
            self._unset_keepalive_if_required()
            self.unread += data
            self._read_on()

    def eof_received(self) -> bool:  # type: ignore[override]
        """Answer what came whole from one who sends no more, or has left: that looks the same."""
        self.ended = True
        if not self.whole:
            self.refuse(HTTPError(400, "bad-request"))
        if not self.pending or self.transport.is_closing():
            return False
        self.loop.call_later(_LEAVING, self._leave)
        return True

    def _leave(self) -> None:
        """Take one who has had no reply for a while for gone."""
        if not self.cycle.response_started:
            self.transport.abort()

    def _read_on(self) -> None:
        """Parse what has come, a piece at a time, until requests have to wait for their turn."""
        while self.unread and not (self.pipeline or self.deaf or self.transport.is_closing()):
            self._parse()
        if self.unread:
            self.transport.pause_reading()
        elif not self.flow.read_paused:
            self.transport.resume_reading()
        if self.whole and self.pending:
            self._stop("late")
        elif self.late is None and not self.transport.is_closing():
            self.late = self.loop.call_later(self.patience, self._lose_patience)

    def _parse(self) -> None:
        piece = bytes(self.unread[:_PIECE])
        del self.unread[:_PIECE]
        self.framing += len(piece)
        try:
            try:
                self.parser.feed_data(piece)
            except HttpParserUpgrade as begun:
                self.unread[:0] = piece[begun.args[0] :]
                self._stay()
        except HttpParserError:
            self.refuse(HTTPError(400, "bad-request"))
        self.framing = max(self.framing, 0)
        if self.framing > HEAD and not self.deaf:
            by_get = self.parser.get_method() == b"GET"
            self.refuse(HTTPError(431, "head-too-large-for-get" if by_get else "head-too-large"))

    def _stay(self) -> None:
        """Read a request that asks for another protocol as if it did not (RFC 9110, 7.8)."""
        self.upgrading = False
        method, version = self.parser.get_method(), self.parser.get_http_version().encode()
        kept = [each for each in self.headers if each[0] not in _UPGRADE]
        lines = [b"%s %s HTTP/%s" % (method, self.url, version)]
        lines += [b"%s: %s" % each for each in kept]
        self.parser = HttpRequestParser(self)
        self.parser.feed_data(b"\r\n".join([*lines, b"", b""]))

    def on_message_begin(self) -> None:
        """Note that a request has begun."""
        self.whole = self.headed = False
        self.framing = 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a line of the head; what comes after the body is none, and let go."""
        if not self.headed:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Note that the head has come to its end, and have it answered."""
        self.upgrading = self.parser.should_upgrade() and self.parser.get_method() != b"CONNECT"
        if self.upgrading:
            return
        if not self.url.startswith((b"/", b"*")):
            self._go_by_address()
        super().on_headers_complete()
        self.headed = True
        self.pending += 1

    def _go_by_address(self) -> None:
        """Take the host from an address that has one, whatever the head says (RFC 9112, 3.2.2)."""
        found = _ADDRESS.fullmatch(self.url)
        if found:
            host, self.url = found["host"], b"/" + found["rest"].removeprefix(b"/")
            self.headers[:] = [(name, host if name == b"host" else it) for name, it in self.headers]

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body."""
        self.framing -= len(body)
        super().on_body(body)

    def on_chunk_complete(self) -> None:
        """Note that what frames a piece of the body is no more than it must be."""
        self.framing -= _CHUNK

    def on_message_complete(self) -> None:
        """Note that all of it has come."""
        if not self.upgrading:
            self.whole = True
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """Go on with what waits, or part from who has sent what is no request."""
        self.pending -= 1
        self.since = self.loop.time()
        super().on_response_complete()
        if self.transport.is_closing():
            return
        if self.deaf:
            self._part()
        elif self.unread and not self.pipeline:
            self._unset_keepalive_if_required()
            self._read_on()
        if self.ended:
            self._part()

    def pause_writing(self) -> None:
        """Begin to wait for the client to read on."""
        super().pause_writing()
        self.stuck = self.loop.call_later(self.patience, self.transport.abort)

    def resume_writing(self) -> None:
        """Wait no more for that."""
        super().resume_writing()
        self._stop("stuck")

    def _lose_patience(self) -> None:
        slow = HTTPError(408, "request-slow", limit=f"{self.patience:g}")
        self.refuse(None if self.whole else slow)

    def _make_room(self) -> None:
        """Let the connection go that has been idle longest, where there are too many."""
        ours = [each for each in self.connections if isinstance(each, TimeoutProtocol)]
        idle = [each for each in ours if not (each.pending and each.whole) and each is not self]
        if len(ours) > self.room:
            closing = [each for each in idle if each.transport.is_closing()]
            min(closing or idle, key=_since, default=self).transport.abort()
        near = [each for each in ours if each.is_near(self) and not each.transport.is_closing()]
        if len(near) > self.most:
            gone = min((each for each in idle if each in near), key=_since, default=self)
            told = gone is self or not gone.whole
            gone.refuse(HTTPError(503, "server-busy", {"Retry-After": "1"}) if told else None)

    def is_near(self, other: TimeoutProtocol) -> bool:
        """Say whether another client has the same address."""
        return (self.client or ())[:1] == (other.client or ())[:1]

    def refuse(self, error: HTTPError | None) -> None:
        """Read no more, and part when all that came whole is answered."""
        if self.deaf:
            return
        self.deaf, self.error = True, error
        self.unread.clear()
        if self.headed and not self.whole:
            if self.pipeline and self.pipeline[0][0] is self.cycle:
                self.pipeline.popleft()
                self.pending -= 1
            elif self.cycle.response_started:
                self.error = None  # it has its answer
            else:
                self.cycle.disconnected = True
                self.cycle.message_event.set()
                self.pending -= 1
        self._part()

    def _part(self) -> None:
        """Tell what is wrong and close, unless there are answers to be given first."""
        if self.pending or self.transport.is_closing():
            return
        if self.error:
            self.whole = False  # there may be more of it on its way
            headers, body = self.error.reply([], self.lang)
            told = [(b"connection", b"close"), *self.server_state.default_headers, *headers]
            lines = (name + b": " + value + b"\r\n" for name, value in told)
            self.transport.write(STATUS_LINE[self.error.status] + b"".join(lines) + b"\r\n" + body)
        self.transport.close()

    def _stop(self, name: str) -> None:
        timer = getattr(self, name)
        if timer:
            timer.cancel()
        setattr(self, name, None)


def _since(client: TimeoutProtocol) -> float:
    return client.since


class GracefulTransport:
    """A transport that sends a reply in one piece, and parts from a client in good manners.

    Closed in the face of one that is still sending, the system would throw away the reply
    together with what is left unread (RFC 9112, 9.6).
    """

    def __init__(self, transport: asyncio.Transport, protocol: TimeoutProtocol) -> None:
        self._transport = transport
        self._protocol = protocol
        self._parting = False
        self._written: list[bytes] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever a transport has)
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send with all that is written before the loop goes on."""
        if not self._written:
            self._protocol.loop.call_soon(self._send)
        self._written.append(data)

    def resume_reading(self) -> None:
        """Read on, unless what has come already waits for its turn."""
        if self._parting or not self._protocol.unread:
            self._transport.resume_reading()

    def is_closing(self) -> bool:
        """Whether it is closed or on its way to be."""
        return self._parting or self._transport.is_closing()

    def close(self) -> None:
        """Send what is written and close, in a while where the client is still sending."""
        self._send()
        ours = self._protocol
        read = ours.whole and not ours.unread and not ours.flow.read_paused
        if read or ours.ended or self._parting or self._transport.is_closing():
            self._transport.close()
            return
        self._parting = True
        self._transport.resume_reading()
        self._transport.write_eof()
        self._protocol.loop.call_later(_PARTING, self._transport.abort)

    def _send(self) -> None:
        if self._written and not self._transport.is_closing():
            self._transport.write(b"".join(self._written))
        self._written.clear()


def protocol(limits: Limits, lang: str) -> type[TimeoutProtocol]:
    """Return the protocol with a server's own patience, language and room."""
    own = {
        "patience": limits.patience,
        "lang": lang,
        "most": limits.connections,
        "room": open_files(),
    }
    return type("TimeoutProtocol", (TimeoutProtocol,), own)


def open_files() -> int:
    """Return how many connections the system's limit on open files leaves room for."""
    try:
        import resource
    except ModuleNotFoundError:
        return CONNECTIONS
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    few = files != resource.RLIM_INFINITY and files < CONNECTIONS + _OTHER_FILES
    return max(_OTHER_FILES // 32, files - _OTHER_FILES) if few else CONNECTIONS
