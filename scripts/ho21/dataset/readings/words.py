"""The words that a reading rests on: quotes of the sources, each with its one place."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from ho21.dataset.claims import RESTS_TOO
from ho21.dataset.source import fold, resembled
from ho21.dataset.statements import QUOTE, passage_triples, told_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import NamedNode

    from ho21.dataset.readings.rows import MappingRow
    from ho21.dataset.source import Anchor, Source
    from ho21.dataset.statements import Stated
    from ho21.rdf.namespaces import Base, Fact

# Between two quotes; in a quote the sign is written with a backslash before it.
_BETWEEN: Final = re.compile(r"(?<!\\)\|")


class Words:
    """The sources by name, and where the words of a cell ``source#quote|source#quote`` stand."""

    def __init__(self, sources: Iterable[Stated]) -> None:
        self._sources = {each.source.name: each for each in sources}
        self._said: dict[NamedNode, list[Anchor]] = {}
        for stated in self._sources.values():
            for thing, passages in stated.elements.items():
                self._said.setdefault(thing, []).extend(passages)
        self._found: dict[str, list[tuple[str, str, list[Anchor]]]] = {}

    def passages(self, cell: str, *ends: NamedNode) -> tuple[Anchor, ...]:
        """Return the place of each quote, in the order written.

        Where none is written, the words are those in which the sources state either end.
        """
        if cell:
            return tuple(dict.fromkeys(each for _, _, them in self._places(cell) for each in them))
        return tuple(dict.fromkeys(each for end in ends for each in self._said.get(end, ())))

    def wrong(self, row: MappingRow) -> Iterator[tuple[str, dict[str, object]]]:
        """Yield what is wrong with the quotes of a row: no such source, no place, or several."""
        for name, quote, found in self._places(row["rests_on"]):
            if name not in self._sources:
                yield "rests-source", {"source": name}
            elif len(found) > 1:
                lines = (self._sources[name].source.lines(each)[0] for each in found)
                yield (
                    "rests-ambiguous",
                    {"quote": quote, "source": name, "lines": told_lines(lines)},
                )
            elif not found:
                yield self._nearly(self._sources[name].source, quote, row["subject_id"])

    def _nearly(self, source: Source, quote: str, thing: str) -> tuple[str, dict[str, object]]:
        """Return how words that are not in a source differ from those that are."""
        for key, more in resembled(source, RESTS_TOO, quote):
            return key, {**more, "term": "rests_on", "thing": thing}
        nearest = source.nearest(quote) or "–"
        return "rests-missing", {"quote": quote, "source": source.name, "nearest": nearest}

    def triples(self, passages: Iterable[Anchor], base: Base) -> Iterator[Fact]:
        """Yield the passages that no source's own statements have made."""
        for each in passages:
            stated = self._sources[each.source]
            if each not in stated.words:
                language = next((words[QUOTE].language for words in stated.words.values()), "und")
                quote = Literal(fold(stated.source.exact(each)), language=language)
                yield from passage_triples(
                    replace(stated, words={each: {QUOTE: quote}}, translated={}), base
                )

    def _places(self, cell: str) -> list[tuple[str, str, list[Anchor]]]:
        """Return source, quote and places of each part of a cell, found once."""
        if cell not in self._found:
            self._found[cell] = [*self._sought(cell)]
        return self._found[cell]

    def _sought(self, cell: str) -> Iterator[tuple[str, str, list[Anchor]]]:
        for part in _BETWEEN.split(cell) if cell else ():
            name, _, quote = part.replace("\\|", "|").strip().partition("#")
            known = self._sources.get(name)
            yield name, quote, known.source.anchor(quote) if known else []
