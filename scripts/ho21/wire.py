"""The connection to a client: whole requests in good time, from a host we answer for."""

from __future__ import annotations

import logging
import secrets
import sys
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final

import h11
from starlette.requests import ClientDisconnect
from uvicorn.protocols.http.h11_impl import H11Protocol

from ho21.refusal import POLICY, SAFE, Refusal, encoded

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable, MutableMapping

    from ho21.pool import Limits

    Message = MutableMapping[str, Any]
    App = Callable[
        [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
        Awaitable[None],
    ]

HEAD: Final = 64 * 1024  # bytes of address and headers
_MOST_CONNECTIONS: Final = 1000
_MOST_HEADERS: Final = 200
_PARTING: Final = 2.0  # seconds
LOCAL: Final = frozenset(("localhost", "127.0.0.1", "::1"))
_USUAL: Final = encoded(SAFE | {"Content-Security-Policy": POLICY})
_log = logging.getLogger("ho21")


class Patient(H11Protocol):
    """uvicorn's HTTP/1.1 with an end to its patience.

    A request that is not whole, and a reply that is not read on, within ``patience`` seconds
    end the connection; what is no HTTP is told so as every other refusal is.
    """

    patience = 10.0
    lang = "nb"
    late: asyncio.TimerHandle | None = None
    stuck: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request; more connections than the most are let go."""
        super().connection_made(_Parting(transport, self))  # type: ignore[arg-type]
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
        if self.conn.their_state not in {h11.IDLE, h11.SEND_BODY}:
            self._stop("late")
        elif self.late is None:
            self.late = self.loop.call_later(self.patience, self.transport.abort)

    def pause_writing(self) -> None:
        """Begin to wait for the client to read on."""
        super().pause_writing()
        self.stuck = self.loop.call_later(self.patience, self.transport.abort)

    def resume_writing(self) -> None:
        """Wait no more for that."""
        super().resume_writing()
        self._stop("stuck")

    def send_400_response(self, msg: str) -> None:
        """Tell what is no HTTP, or too much of it."""
        del msg
        status = getattr(sys.exc_info()[1], "error_status_hint", 400)
        too_large = status == 431  # noqa: PLR2004 (RFC 6585)
        refusal = Refusal(status, "head-too-large" if too_large else "bad-request")
        headers, body = refusal.reply([], self.lang)
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            response = h11.Response(
                status_code=status, headers=[*headers, (b"connection", b"close")]
            )
            for event in (response, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _stop(self, name: str) -> None:
        timer = getattr(self, name)
        if timer:
            timer.cancel()
        setattr(self, name, None)


class _Parting:
    """A transport that is not closed in the face of a client that is still sending.

    The system would throw away the reply together with what is left unread (RFC 9112, 9.6).
    """

    def __init__(self, transport: asyncio.Transport, protocol: Patient) -> None:
        self._transport = transport
        self._protocol = protocol
        self._parting = False

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever a transport has)
        return getattr(self._transport, name)

    def is_closing(self) -> bool:
        return self._parting or self._transport.is_closing()

    def close(self) -> None:
        sending = self._protocol.conn.their_state in {h11.SEND_BODY, h11.ERROR}
        if not sending or self._parting or self._transport.is_closing():
            self._transport.close()
            return
        self._parting = True
        self._transport.resume_reading()
        self._transport.write_eof()
        self._protocol.loop.call_later(_PARTING, self._transport.abort)


def protocol(limits: Limits, lang: str) -> type[Patient]:
    """Return the protocol with a server's own patience and language."""
    return type("Patient", (Patient,), {"patience": limits.patience, "lang": lang})


class Guard:
    """What stands before the app: it lets through whole requests to a host we answer for.

    ``host`` is the address listened on; others than this machine's own names are answered for
    only when the server was told to listen there.  What goes wrong inside is told as a 500.
    """

    def __init__(self, app: App, host: str, lang: str) -> None:
        """Wrap an ASGI app."""
        self.app = app
        self.host = host.lower().strip("[]")
        self.lang = lang

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
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
            self._admit(scope["headers"])
            await self.app(scope, receive, sent)
        except Refusal as refusal:
            if not started:
                await self._refuse(refusal, scope, send)
        except ClientDisconnect:
            return
        except Exception as error:
            mark = secrets.token_hex(4)
            _log.error("%s %s", mark, scope["path"], exc_info=error)
            if started:
                raise
            await self._refuse(Refusal(500, "went-wrong", mark=mark), scope, send)

    def _admit(self, headers: list[tuple[bytes, bytes]]) -> None:
        names = [name for name, _ in headers]
        if b"content-length" in names and b"transfer-encoding" in names:
            raise Refusal(400, "bad-request", {"Connection": "close"})
        length = sum(len(name) + len(value) for name, value in headers)
        if len(headers) > _MOST_HEADERS or length > HEAD:
            raise Refusal(431, "head-too-large", {"Connection": "close"})
        host = next((value.decode("latin-1") for name, value in headers if name == b"host"), "")
        if not self._is_ours(host):
            raise Refusal(421, "bad-host", host=ascii(host)[1:-1])

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
        return self.host not in LOCAL and _is_number(bare)

    async def _refuse(
        self, refusal: Refusal, scope: Message, send: Callable[[Message], Awaitable[None]]
    ) -> None:
        headers, body = refusal.reply(scope["headers"], self.lang)
        await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
