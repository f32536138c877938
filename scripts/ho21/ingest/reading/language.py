"""The language of a whole document, by the small words that every text has."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from ho21.resources import messages

_WORD: Final = re.compile(r"[^\W\d_]+")
_LEAST: Final = 5  # of such words, below which nothing is said


def language_of(text: str) -> str:
    """Return nb, nn, en, sv or da, or "" where it cannot be told."""
    counts = Counter(_WORD.findall(text.casefold()))
    words: dict[str, str] = messages("ingest/reading/language.toml")
    found = {lang: sum(counts[word] for word in them.split()) for lang, them in words.items()}
    best, *others = sorted(found, key=found.__getitem__, reverse=True)
    return best if found[best] >= _LEAST and found[best] > found[others[0]] else ""
