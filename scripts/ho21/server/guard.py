"""A guard before the app: whole requests, to a host we answer for, and an end to every fault."""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from starlette.requests import ClientDisconnect

from ho21.server.errors import POLICY, SAFE, HTTPError, encoded
from ho21.server.protocol import HEAD

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ho21.explorer.head import Heads

LOCAL: Final = frozenset(("localhost", "127.0.0.1", "::1"))
_FRAMING: Final = frozenset((b"content-length", b"transfer-encoding"))
_MOST_HEADERS: Final = 200
_USUAL: Final = encoded(SAFE | {"Content-Security-Policy": POLICY})
_log = logging.getLogger("ho21")


class Guard:
    """A guard before the app, which lets through whole requests to a host we answer for.

    ``host`` is the address listened on; others than this machine's own names are answered for
    only when the server was told to listen there.  What goes wrong inside is told as a 500.
    """

    def __init__(self, app: ASGIApp, host: str, lang: str, heads: Heads | None = None) -> None:
        """Wrap an ASGI app; ``heads`` are those of the project's pages."""
        self.app = app
        self.host = host.lower().strip("[]")
        self.lang = lang
        self.heads = heads

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
            if name == b"transfer-encoding" and value.strip().lower() != b"chunked":
                raise HTTPError(501, "transfer-coding", {"Connection": "close"})
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
        headers, body = error.reply(scope["headers"], self.lang, self.heads)
        await send({"type": "http.response.start", "status": error.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
