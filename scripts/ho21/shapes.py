"""What the shapes ask of each class and each property, by the names of the rules."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.fault import LANGUAGES, HouseError
from ho21.names import HO, VOCABULARIES, curie, term
from ho21.turtle import Turtle, read_turtle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.names import Fact, Node
    from ho21.store import Dataset

Words = dict[str, str]
Of = dict[str, dict[NamedNode, list["Node"]]]

SEVERITIES: Final = ("violation", "warning", "info")
_TARGETS: Final = ("sh:targetSubjectsOf", "sh:targetObjectsOf")


@dataclass(frozen=True)
class Rule:
    """A named shape: how grave a breach is, what it says, and of which kinds of thing it is asked.

    ``about`` is empty where it is asked of whatever has the property.
    """

    rank: int
    name: str
    message: Words
    about: tuple[Words, ...] = ()

    @property
    def severity(self) -> str:
        """How grave a breach is."""
        return SEVERITIES[self.rank]


class Shapes:
    """Which named rules the shapes ask of each class and each property.

    ``schemes`` has the lists of concepts from which a property's values must come.
    """

    def __init__(self, dataset: Dataset) -> None:
        read = read_turtle(dataset.shapes_text, dataset.shapes_file, unnamed=True)
        if not isinstance(read, Turtle):
            raise HouseError(read)
        self.facts = indexed(read.triples)
        self.asked: dict[str, dict[str, list[Words]]] = defaultdict(lambda: defaultdict(list))
        found: dict[str, dict[str, None]] = defaultdict(dict)
        self.found = found
        for iri in self.facts:
            about = self._words(iri, "rdfs:label")
            for kind in self._all(iri, "sh:targetClass"):
                self._gather(iri, kind, about)
            for kind in (each for name in _TARGETS for each in self._all(iri, name)):
                self._gather(iri, kind, worded(()))
        self.rules = {iri: self._ranked(asked) for iri, asked in self.asked.items()}
        self.schemes = {iri: tuple(schemes) for iri, schemes in found.items() if schemes}

    def _gather(self, shape: str, target: str, about: Words) -> None:
        """Add a shape's rules to what it is asked of, and to the properties it looks at."""
        paths = self._paths(shape)
        if any(self._words(shape, "sh:message").values()):
            self.asked[target][shape].append(worded(()))
            for path in paths:
                self.asked[path][shape].append(about)
        for path in paths:
            self.found[path] |= dict.fromkeys(self._schemes(shape))
        for each in self._all(shape, "sh:property"):
            self._gather(each, target, about)

    def _ranked(self, asked: dict[str, list[Words]]) -> tuple[Rule, ...]:
        """Return rules, the gravest first, each with the kinds of thing it is asked of."""
        rules = []
        for shape, abouts in asked.items():
            everywhere = not all(any(each.values()) for each in abouts)
            rank = self._rank(shape)
            message = self._words(shape, "sh:message")
            about = () if everywhere else tuple(abouts)
            rules.append(Rule(rank, curie(shape, VOCABULARIES), message, about))
        return tuple(sorted(rules, key=lambda each: each.rank))

    def _rank(self, shape: str) -> int:
        """Return how grave a breach is, where a shape that does not say is gravest."""
        said = [each.rsplit("#", 1)[-1].casefold() for each in self._all(shape, "sh:severity")]
        return next((SEVERITIES.index(each) for each in said if each in SEVERITIES), 0)

    def _paths(self, shape: str) -> list[str]:
        """Return the properties that a shape looks at, forwards or backwards."""
        found = self._all(shape, "sh:path")
        inner = (self._all(each, "sh:inversePath") for each in found)
        return [each for each in found if each.startswith(HO)] + [
            each for them in inner for each in them
        ]

    def _schemes(self, shape: str) -> Iterator[str]:
        """Yield the lists of concepts from which a shape wants a property's values."""
        for node in self._all(shape, "sh:node"):
            for inner in self._all(node, "sh:property"):
                if term("skos:inScheme").value in self._all(inner, "sh:path"):
                    yield from self._all(inner, "sh:hasValue")

    def _all(self, iri: str, name: str) -> list[str]:
        return [each.value for each in self.facts.get(iri, {}).get(term(name), ())]

    def _words(self, iri: str, name: str) -> Words:
        return worded(self.facts.get(iri, {}).get(term(name), ()))


def indexed(facts: Iterable[Fact], *, back: bool = False) -> Of:
    """Return what is said of each node by predicate, or with ``back`` who says it of each."""
    found: Of = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in facts:
        one, other = (value, subject) if back else (subject, value)
        found[one.value][predicate].append(other)
    return found


def worded(nodes: Iterable[Node]) -> Words:
    """Return the first text in each of our languages, empty where there is none."""
    found: Words = {}
    for each in nodes:
        if isinstance(each, Literal) and each.language:
            found.setdefault(each.language, each.value)
    return {lang: found.get(lang, "") for lang in LANGUAGES}
