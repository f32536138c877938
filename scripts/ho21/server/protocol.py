"""The connection to a client: whole requests in good time, from a host we answer for."""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final

from starlette.requests import ClientDisconnect
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from ho21.server.errors import POLICY, SAFE, HTTPError, encoded

if TYPE_CHECKING:
    import asyncio

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ho21.workers.pool import Limits

HEAD: Final = 64 * 1024  # bytes of address and headers
_FRAMING: Final = frozenset((b"content-length", b"transfer-encoding"))
_MOST_CONNECTIONS: Final = 1000
_MOST_HEADERS: Final = 200
_PARTING: Final = 2.0  # seconds
LOCAL: Final = frozenset(("localhost", "127.0.0.1", "::1"))
_USUAL: Final = encoded(SAFE | {"Content-Security-Policy": POLICY})
_log = logging.getLogger("ho21")


class TimeoutProtocol(HttpToolsProtocol):
    """uvicorn's HTTP/1.1 with an end to its patience.

    A request that is not whole, and a reply that is not read on, within ``patience`` seconds
    end the connection; what is no HTTP is told so as every other error is.
    """

    patience = 10.0
    lang = "nb"
    late: asyncio.TimerHandle | None = None
    stuck: asyncio.TimerHandle | None = None
    whole = True  # whether the last request begun has come to its end
    head = 0  # bytes of a head that has not

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request; more connections than the most are let go."""
        super().connection_made(GracefulTransport(transport, self))  # type: ignore[arg-type]
        if len(self.connections) > _MOST_CONNECTIONS:
            transport.abort()
            return
        self.late = self.loop.call_later(self.patience, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop("late")
        self._stop("stuck")
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has come, and wait on for as long as a request is not whole."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self.head >= 0:
            self.head += len(data)
        if self.head > HEAD and not self.transport.is_closing():
            self._tell(HTTPError(431, "head-too-large"))
        elif self.whole:
            self._stop("late")
        elif self.late is None:
            self.late = self.loop.call_later(self.patience, self.transport.abort)

    def on_message_begin(self) -> None:
        """Note that a request has begun."""
        self.whole = False
        self.head = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Note that the head has come to its end."""
        self.head = -1
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Note that all of it has."""
        self.whole = True
        super().on_message_complete()

    def pause_writing(self) -> None:
        """Begin to wait for the client to read on."""
        super().pause_writing()
        self.stuck = self.loop.call_later(self.patience, self.transport.abort)

    def resume_writing(self) -> None:
        """Wait no more for that."""
        super().resume_writing()
        self._stop("stuck")

    def send_400_response(self, msg: str) -> None:
        """Tell what is no HTTP."""
        del msg
        self._tell(HTTPError(400, "bad-request"))

    def _tell(self, error: HTTPError) -> None:
        self.whole = False  # there may be more of it on its way
        headers, body = error.reply([], self.lang)
        told = [(b"connection", b"close"), *headers]
        if self.cycle is None or self.cycle.response_complete:
            first = STATUS_LINE[error.status]
            lines = (name + b": " + value + b"\r\n" for name, value in told)
            self.transport.write(first + b"".join(lines) + b"\r\n" + body)
        self.transport.close()

    def _stop(self, name: str) -> None:
        timer = getattr(self, name)
        if timer:
            timer.cancel()
        setattr(self, name, None)


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

    def is_closing(self) -> bool:
        """Whether it is closed or on its way to be."""
        return self._parting or self._transport.is_closing()

    def close(self) -> None:
        """Send what is written and close, in a while where the client is still sending."""
        self._send()
        if self._protocol.whole or self._parting or self._transport.is_closing():
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
    """Return the protocol with a server's own patience and language."""
    return type("TimeoutProtocol", (TimeoutProtocol,), {"patience": limits.patience, "lang": lang})


class Guard:
    """A guard before the app, which lets through whole requests to a host we answer for.

    ``host`` is the address listened on; others than this machine's own names are answered for
    only when the server was told to listen there.  What goes wrong inside is told as a 500.
    """

    def __init__(self, app: ASGIApp, host: str, lang: str) -> None:
        """Wrap an ASGI app."""
        self.app = app
        self.host = host.lower().strip("[]")
        self.lang = lang

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def sent(message: Message) -> None:
            nonlocal started
            started = True
            if message["type"] == "http.response.start":
                own = [*message["headers"]]
                have = {name for name, _ in own}
                message["headers"] = own + [each for each in _USUAL if each[0] not in have]
            await send(message)

        try:
            self._admit(scope)
            await self.app(scope, receive, sent)
        except HTTPError as error:
            if not started:
                await self._refuse(error, scope, send)
        except ClientDisconnect:
            return
        except Exception as error:
            mark = secrets.token_hex(4)
            _log.error("%s %s", mark, scope["path"], exc_info=error)
            if started:
                raise
            await self._refuse(HTTPError(500, "went-wrong", mark=mark), scope, send)

    def _admit(self, scope: Scope) -> None:
        headers = scope["headers"]
        length = len(scope["raw_path"]) + len(scope["query_string"])
        hosts = []
        framed = 0
        for name, value in headers:
            length += len(name) + len(value)
            framed += name in _FRAMING
            if name == b"host":
                hosts.append(value.decode("latin-1"))
        if len(hosts) != 1 or framed > 1:
            raise HTTPError(400, "bad-request", {"Connection": "close"})
        if len(headers) > _MOST_HEADERS or length > HEAD:
            raise HTTPError(431, "head-too-large", {"Connection": "close"})
        if not self._is_ours(hosts[0]):
            raise HTTPError(421, "bad-host", host=ascii(hosts[0])[1:-1])

    def _is_ours(self, host: str) -> bool:
        name, colon, port = host.lower().rpartition(":")
        if not colon or host.endswith("]"):
            name, port = host.lower(), ""
        bare = name.removeprefix("[").removesuffix("]")
        if (":" in bare) != name.startswith("[") or (port and not port.isdecimal()):
            return False
        if bare in LOCAL or bare == self.host:
            return True
        # A name can be pointed anywhere by whoever owns it; a number cannot.
        with suppress(ValueError):
            ip_address(bare)
            return self.host not in LOCAL
        return False

    async def _refuse(self, error: HTTPError, scope: Scope, send: Send) -> None:
        headers, body = error.reply(scope["headers"], self.lang)
        await send({"type": "http.response.start", "status": error.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
