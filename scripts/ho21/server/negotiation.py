"""Content negotiation: the media type, form of answer and language a client would rather have."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from ho21.rdf.formats import GENERAL, ROWS, TRIPLES, TRUTHS, offers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_PART: Final = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')
_RANGE: Final = re.compile(
    r"(?P<type>[\w!#$%&'*+.^`|~-]+)/(?P<subtype>[\w!#$%&'*+.^`|~-]+)", re.ASCII
)
_QUALITY: Final = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.ASCII)
_TAG: Final = re.compile(r"(?P<type>\*|[A-Za-z]{1,8})(?:-[A-Za-z0-9]{1,8})*", re.ASCII)
_CODING: Final = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)
UNSAID: Final = 0.0001  # less than any wish, and more than none
_NORWEGIAN: Final = frozenset(("nb", "nn", "no"))
# What the forms of rows are called where triples are answered.
_SAME: Final = {"xml": "rdf", "json": "jsonld"}


Wish = tuple[str, float]  # a part of an Accept header: what it names, and how much it is wanted


class Forms(NamedTuple):
    """The form of an answer by what is answered, None where none is wanted."""

    rows: str | None
    truth: str | None
    triples: str | None


@lru_cache(maxsize=100)
def answer_forms(accept: str | None, form: str | None = None) -> Forms:
    """Return the forms that a client wants, by its own word for one, else by Accept."""
    if form is not None:
        wanted = _SAME.get(form, form)
        return Forms(
            form if form in ROWS else None,
            form if form in TRUTHS else None,
            wanted if wanted in TRIPLES else None,
        )
    return Forms(*(_accepted_form(accept, known) for known in (ROWS, TRUTHS, TRIPLES)))


def _accepted_form(accept: str | None, known: tuple[str, ...]) -> str | None:
    media = offers(*known) | {GENERAL[form]: form for form in known if form in GENERAL}
    return media.get(accepted(accept, (*media,)) or "")


@lru_cache(maxsize=100)
def accepted(header: str | None, offers: tuple[str, ...]) -> str | None:
    """Return the media type a client wants most (RFC 9110, 12.5.1), or None where it wants none.

    Of equally wanted ones the first offered. What is malformed in the header counts as unsaid.
    """
    wishes = [*_wishes(header or "", _RANGE)]
    if not wishes:
        return offers[0]
    return _best(offers, lambda offer: _media_quality(offer, wishes))


def language(header: str | None, usual: str) -> str:
    """Return ``nb`` or ``en``, by Accept-Language; the usual one where neither is wanted more."""
    wishes = [*_wishes(header or "", _TAG)]
    other = "en" if usual == "nb" else "nb"
    best = _best((usual, other), lambda offer: _language_quality(offer, wishes))
    return best or usual


@lru_cache(maxsize=100)
def codings(header: str | None) -> tuple[float, float]:
    """Return how much a reply is wanted packed by gzip, and as it is (RFC 9110, 12.5.3)."""
    wishes = dict(_wishes(header or "", _CODING))
    rest = wishes.get("*")
    packed = wishes.get("gzip", wishes.get("x-gzip", rest or 0.0))
    return packed, wishes.get("identity", UNSAID if rest is None else rest)


def _wishes(header: str, form: re.Pattern[str]) -> Iterator[Wish]:
    for part in _PART.findall(header):
        name, *parameters = (each.strip() for each in part.split(";"))
        quality = 1.0
        for each in parameters:
            key, _, value = each.partition("=")
            if key.strip().lower() == "q":
                found = _QUALITY.fullmatch(value.strip())
                quality = float(value) if found else -1.0
        if quality >= 0 and form.fullmatch(name):
            yield name.lower(), quality


def _best(offers: Sequence[str], quality: Callable[[str], float]) -> str | None:
    best = max(offers, key=quality)
    return best if quality(best) > 0 else None


def _media_quality(offer: str, wishes: list[Wish]) -> float:
    """Return how much a type is wanted: the most specific range that fits it decides."""
    for fitting in (offer, f"{offer.partition('/')[0]}/*", "*/*"):
        found = [quality for name, quality in wishes if name == fitting]
        if found:
            return max(found)
    return 0.0


def _language_quality(offer: str, wishes: list[Wish]) -> float:
    own = _NORWEGIAN if offer == "nb" else {offer}
    fitting = [quality for name, quality in wishes if name.partition("-")[0] in own]
    rest = [quality for name, quality in wishes if name == "*"]
    return max(fitting or rest, default=0.0)
