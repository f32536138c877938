"""HTTP errors: one sentence each, in the form and the language that the client reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from ho21.errors import say
from ho21.explorer.head import Heads
from ho21.resources import message, template
from ho21.server.negotiation import accepted, language
from ho21.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


Headers = list[tuple[bytes, bytes]]

_WORDS: Final = "site/messages/site.toml"
_FORMS: Final = ("text/plain", "application/json", "text/html")
# What a browser may do with any reply; a page that runs scripts sends its own policy instead.
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'"
)
SAFE: Final[dict[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Location, ETag, Link, Location, Retry-After",
}


class HTTPError(Exception):
    """A reply that is no answer: its status, its sentence in ``errors.toml``, its headers."""

    def __init__(
        self, status: int, key: str, headers: Mapping[str, str] | None = None, /, **fields: object
    ) -> None:
        """Keep the parts of the sentence until the language is known."""
        super().__init__(key)
        self.status = status
        self.key = key
        self.headers = dict(headers or {})
        self.fields = fields

    def reply(
        self,
        asked: Iterable[tuple[bytes, bytes]],
        usual: str,
        heads: Heads | None = None,
    ) -> tuple[Headers, bytes]:
        """Return headers and body for who asked with these headers; ``usual`` is nb or en.

        ``heads`` are those of the project's pages.
        """
        given = {name.lower(): value.decode("latin-1") for name, value in asked}
        lang = language(given.get(b"accept-language"), usual)
        sentence = say(self.key, lang, **{key: _shown(key, it) for key, it in self.fields.items()})
        media = accepted(given.get(b"accept"), _FORMS) or "application/json"
        if "json" in given.get(b"accept", ""):
            media = "application/json"
        body = f"{sentence}\n"
        if media == "application/json":
            places = {name: self.fields[name] for name in ("line", "column") if name in self.fields}
            told = {"error": sentence, "status": self.status} | places
            body = json.dumps(told, ensure_ascii=False) + "\n"
        elif media == "text/html":
            head = (heads or Heads({}, usual)).at("/", lang)
            body = template("server/templates/error.html.j2").render(
                lang=lang, head=head, refused=message(_WORDS, lang, "refused"),
                sentence=sentence, status=self.status,
                here="", policy="", scripted=False, whole=False,
            )  # fmt: skip
        content = body.encode()
        own = {
            "Content-Security-Policy": POLICY,
            "Content-Type": media if media == "application/json" else f"{media}; charset=utf-8",
            "Content-Length": str(len(content)),
            "Content-Language": lang,
            "Cache-Control": "no-store",
            "Vary": "Accept, Accept-Language",
        }
        return encoded(SAFE | self.headers | own), content


def _shown(key: str, field: object) -> object:
    """Return a field as it may be sent: what a client named is on one line, with all its signs."""
    if isinstance(field, dict):
        return {lang: _shown(key, text) for lang, text in field.items()}
    return visible(field, lines=key == "why") if isinstance(field, str) else field


def encoded(headers: Mapping[str, str]) -> Headers:
    """Return headers as ASGI has them."""
    return [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
