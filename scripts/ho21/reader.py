"""Each text as captured, and exactly where its statements and what is set aside stand in it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from ho21.names import term

if TYPE_CHECKING:
    from ho21.account import Coverage
    from ho21.names import Fact
    from ho21.store import Dataset

Place = tuple[int, int]

_LAST_OF_ONE_UNIT: Final = "\uffff"
_CHARACTERS: Final = re.compile(r"#char=(\d+),(\d+)")


@dataclass(frozen=True, slots=True)
class Aside:
    """A place that is set aside, and as what: ``context``, ``noise`` or ``glue``."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Text:
    """A source's text with its newlines untouched, and what stands where, in UTF-16 units.

    ``passages`` are the stated ones, by IRI; the dates are as the graph writes them.
    """

    slug: str
    text: str = field(repr=False)
    passages: dict[str, Place] = field(repr=False)
    asides: tuple[Aside, ...]
    coverage: Coverage
    captured: str | None = None
    modified: str | None = None

    def data(self) -> dict[str, Any]:
        """Return what the page needs of a text, ready for JSON."""
        return {
            "slug": self.slug,
            "text": self.text,
            "passages": sorted(set(self.passages.values())),
            "asides": [(each.start, each.end, each.kind) for each in self.asides],
            "coverage": {
                name: getattr(self.coverage, name)
                for name in ("characters", "stated", "set_aside", "unaccounted")
            },
            "captured": self.captured,
            "modified": self.modified,
        }


def texts(dataset: Dataset) -> tuple[Text, ...]:
    """Return the texts of a dataset by name."""
    return tuple(_text(slug, dataset) for slug in sorted(dataset.texts))


def utf16(text: str) -> tuple[int, ...]:
    """Return, for each offset into a text in code points, the same in UTF-16 units."""
    return tuple(accumulate((1 + (letter > _LAST_OF_ONE_UNIT) for letter in text), initial=0))


def _text(slug: str, dataset: Dataset) -> Text:
    facts = _facts(slug, dataset)
    places = _places(slug, dataset)
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for fact in facts:
        said[fact.subject.value][fact.predicate.value] = fact.object.value
    aside = {
        each[term("ho:setsAside").value]: each[term("ho:setAsideAs").value]
        for each in said.values()
        if term("ho:setsAside").value in each
    }
    kinds = {term(f"ho:as{kind.capitalize()}").value: kind for kind in ("context", "noise", "glue")}
    capture = said[dataset.base.capture(slug).value]
    document = said[dataset.base.document(slug).value]
    return Text(
        slug=slug,
        text=dataset.texts[slug],
        passages={each: place for each, place in places.items() if each not in aside},
        asides=tuple(
            Aside(*places[each], kinds[aside[each]])
            for each in sorted(aside, key=lambda each: places[each])
        ),
        coverage=dataset.coverage[slug],
        captured=capture.get(term("prov:generatedAtTime").value),
        modified=document.get(term("dcterms:modified").value),
    )


def _places(slug: str, dataset: Dataset) -> dict[str, Place]:
    units = utf16(dataset.texts[slug])
    passage = term("ho:Passage")
    found: dict[str, Place] = {}
    for fact in _facts(slug, dataset):
        if fact.predicate == term("rdf:type") and fact.object == passage:
            match = _CHARACTERS.search(fact.subject.value)
            if match:
                start, end = map(int, match.groups())
                found[fact.subject.value] = (units[start], units[end])
    return found


def _facts(slug: str, dataset: Dataset) -> tuple[Fact, ...]:
    return dataset.facts[dataset.base.graph(f"kilde/{slug}").value]
