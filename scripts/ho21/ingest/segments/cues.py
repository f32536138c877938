"""Cues: the words, by kind and language, that tell what a sentence or an item of a list may say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from ho21.resources import messages

_FILE: Final = "ingest/segments/cues.toml"


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern that speaks for a kind, with a weight."""

    kind: str
    pattern: re.Pattern[str]
    weight: float


def _told() -> dict[str, Any]:
    return messages(_FILE)


@cache
def kinds() -> tuple[str, ...]:
    """Return the kinds that a segment may be of, in the order of the legend."""
    return tuple(_told()["kinds"])


@cache
def labels() -> dict[str, str]:
    """Return the kind that each word says which items are numbered by, as in «Mål 2:»."""
    return {word: kind for kind, words in _told()["labels"].items() for word in words}


@cache
def months() -> frozenset[str]:
    """Return the names of months."""
    return frozenset(_told()["months"])


@cache
def told_by(name: str) -> re.Pattern[str]:
    """Return a pattern of any of some words, by the name of their list."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(_told()['words'][name])})", re.IGNORECASE)


@cache
def cues(where: str) -> tuple[Cue, ...]:
    """Return the cues that are looked for in a place, such as an intro or a sentence."""
    found: list[Cue] = []
    for kind, patterns in _told()[where].items():
        for pattern, weight in patterns.items():
            found.append(Cue(kind, re.compile(pattern, re.IGNORECASE), float(weight)))
    return tuple(found)
