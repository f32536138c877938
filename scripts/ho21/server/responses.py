"""Replies with their ETag, packed for who takes that, and the way to where a thing is described."""

from __future__ import annotations

import gzip
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ho21.rdf.formats import MEDIA_TYPES
from ho21.server.errors import HTTPError
from ho21.server.negotiation import codings

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

_LEAST: Final = 1024  # bytes that are worth packing
_KEPT: Final = 32 << 20  # bytes of what is packed already
_PACKED: Final = MEDIA_TYPES["xlsx"]  # a packed format of its own
_kept: Final[dict[str, bytes]] = {}
_lock: Final = Lock()


def reply(
    request: Request,
    body: bytes,
    media: str,
    headers: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> Response:
    """Return a reply with its ETag, or 304 where the client has it already.

    Raises HTTPError for a client that wants it neither packed nor as it is.
    """
    packed, plain = codings(request.headers.get("accept-encoding"))
    if not packed and not plain:
        raise HTTPError(406, "not-acceptable", known="gzip, identity")
    worth = len(body) >= _LEAST and media != _PACKED and packed >= plain
    pack = bool(packed) and (worth or not plain)
    digest = sha256(body).hexdigest()[:32]
    tag = f'"{digest}-gzip"' if pack else f'"{digest}"'
    text = media.startswith("text/") and "charset" not in media
    sent = {
        "Content-Type": f"{media}; charset=utf-8" if text else media,
        "ETag": tag,
        "Cache-Control": "no-cache",
        "Vary": "Accept",
    } | (headers or {})
    sent["Vary"] += ", Accept-Encoding"
    known = request.headers.get("if-none-match")
    if known and (
        known.strip() == "*" or tag in {x.strip().removeprefix("W/") for x in known.split(",")}
    ):
        del sent["Content-Type"]
        return Response(status_code=304, headers=sent)
    if pack:
        return _Packed(body, status, sent | {"Content-Encoding": "gzip"})
    return Response(body, status, sent)


class _Packed(Response):
    """A reply that is packed in a thread the first time it is sent."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it with its length as it is packed, also where only the head is asked for."""
        tag = self.headers["etag"]
        kept = _kept.get(tag)
        if kept is None:
            kept = await run_in_threadpool(_pack, tag, bytes(self.body))
        self.body = kept
        self.headers["content-length"] = str(len(self.body))
        await super().__call__(scope, receive, send)


def _pack(tag: str, body: bytes) -> bytes:
    """Return a body packed, always to the same bytes, and keep it as long as there is room."""
    made = gzip.compress(body, 6, mtime=0)
    with _lock:
        _kept[tag] = made
        while sum(map(len, _kept.values())) > _KEPT:
            del _kept[next(iter(_kept))]
    return made


def see_other(path: str) -> Response:
    """Lead to where a thing is described: a thing itself cannot be sent (303, one hop)."""
    return _leading(303, path)


def moved(path: str) -> Response:
    """Lead from an address that is gone to the one that replaced it, for good (301)."""
    return _leading(301, path)


def _leading(status: int, path: str) -> Response:
    headers = {"Location": path, "Vary": "Accept, Accept-Language", "Cache-Control": "no-cache"}
    return Response(status_code=status, headers=headers)
