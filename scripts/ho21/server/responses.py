"""Replies with their ETag, and the way to where something is described."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.requests import Request


def reply(
    request: Request,
    body: bytes,
    media: str,
    headers: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> Response:
    """Return a reply with its ETag, or 304 where the client has it already."""
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    text = media.startswith("text/") and "charset" not in media
    sent = {
        "Content-Type": f"{media}; charset=utf-8" if text else media,
        "ETag": tag,
        "Cache-Control": "no-cache",
        "Vary": "Accept",
    } | (headers or {})
    known = request.headers.get("if-none-match")
    if known and (
        known.strip() == "*" or tag in {x.strip().removeprefix("W/") for x in known.split(",")}
    ):
        del sent["Content-Type"]
        return Response(status_code=304, headers=sent)
    return Response(body, status, sent)


def see_other(path: str) -> Response:
    """Lead to where a thing is described: a thing itself cannot be sent (303, one hop)."""
    headers = {"Location": path, "Vary": "Accept, Accept-Language", "Cache-Control": "no-cache"}
    return Response(status_code=303, headers=headers)
