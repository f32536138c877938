"""What the server says no to, and how: one sentence, in the form and language the client reads."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Final

from ho21.fault import say
from ho21.negotiate import accepted, language
from ho21.rooms import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jinja2 import Template

Headers = list[tuple[bytes, bytes]]

_FORMS: Final = ("text/plain", "application/json", "text/html")
# What a browser may do with any reply; a page that runs scripts sends its own policy instead.
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; connect-src 'self'"
)
SAFE: Final[dict[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Location, ETag, Link, Location, Retry-After",
}


class Refusal(Exception):  # noqa: N818 (it is the client's call that is at fault)
    """A reply that is no answer: its status, its sentence in ``messages.toml``, its headers."""

    def __init__(
        self, status: int, key: str, headers: Mapping[str, str] | None = None, /, **fields: object
    ) -> None:
        """Keep the parts of the sentence until the language is known."""
        super().__init__(key)
        self.status = status
        self.key = key
        self.headers = dict(headers or {})
        self.fields = fields

    def reply(self, asked: Iterable[tuple[bytes, bytes]], usual: str) -> tuple[Headers, bytes]:
        """Return headers and body for who asked with these headers; ``usual`` is nb or en."""
        given = {name.lower(): value.decode("latin-1") for name, value in asked}
        lang = language(given.get(b"accept-language"), usual)
        sentence = say(self.key, lang, **self.fields)
        media = accepted(given.get(b"accept"), _FORMS) or "application/json"
        if "json" in given.get(b"accept", ""):
            media = "application/json"
        body = f"{sentence}\n"
        if media == "application/json":
            places = {name: self.fields[name] for name in ("line", "column") if name in self.fields}
            told = {"error": sentence, "status": self.status} | places
            body = json.dumps(told, ensure_ascii=False) + "\n"
        elif media == "text/html":
            body = _page(lang, sentence, self.status)
        content = body.encode()
        headers = (
            SAFE
            | self.headers
            | {
                "Content-Security-Policy": POLICY,
                "Content-Type": media if media == "application/json" else f"{media}; charset=utf-8",
                "Content-Length": str(len(content)),
                "Content-Language": lang,
                "Cache-Control": "no-store",
                "Vary": "Accept, Accept-Language",
            }
        )
        return encoded(headers), content


def encoded(headers: Mapping[str, str]) -> Headers:
    """Return headers as ASGI has them."""
    return [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]


def _page(lang: str, sentence: str, status: int) -> str:
    from ho21.leaf import ROOMS, words

    text = words(lang)["site"]
    told = {"lang": lang, "sentence": sentence, "status": status}
    return _template().render(text=text, rooms=ROOMS, **told)


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(page("refusal.html.j2"))
