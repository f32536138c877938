"""Likeness of texts: the cosine of how often pieces of four letters stand in each (TF-IDF)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from math import log, sqrt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_LETTERS: Final = 4


def _pieces(text: str) -> Counter[str]:
    words = re.sub(r"\W+", " ", text.replace("\u00ad", "").casefold()).strip()
    padded = f" {words} "
    return Counter(padded[at : at + _LETTERS] for at in range(max(1, len(padded) - _LETTERS + 1)))


class Likeness:
    """Named texts, each of which others are held against; only those that share a piece are."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Take texts by name."""
        counts = {name: _pieces(text) for name, text in texts.items()}
        holding = Counter(piece for each in counts.values() for piece in each)
        self._rare = {piece: log((1 + len(counts)) / (1 + n)) + 1 for piece, n in holding.items()}
        self._unknown = log(1 + len(counts)) + 1
        self._where: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for name, each in counts.items():
            for piece, weight in self._weighed(each).items():
                self._where[piece].append((name, weight))

    def _weighed(self, counts: Counter[str]) -> dict[str, float]:
        weights = {
            piece: (1 + log(count)) * self._rare.get(piece, self._unknown)
            for piece, count in counts.items()
        }
        size = sqrt(sum(each * each for each in weights.values())) or 1.0
        return {piece: each / size for piece, each in weights.items()}

    def of(self, text: str, least: float, most: int) -> list[tuple[str, float]]:
        """Return the names of the texts that are most like one, from 0 to 1, the likest first."""
        found: dict[str, float] = defaultdict(float)
        for piece, weight in self._weighed(_pieces(text)).items():
            for name, other in self._where.get(piece, ()):
                found[name] += weight * other
        like = [(name, round(each, 2)) for name, each in found.items() if each >= least]
        return sorted(like, key=lambda each: (-each[1], each[0]))[:most]
