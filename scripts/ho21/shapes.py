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
    """A named shape: how grave a breach is, what it says, and of what it is asked."""

    rank: int
    name: str
    message: Words
    about: Words

    @property
    def severity(self) -> str:
        """How grave a breach is."""
        return SEVERITIES[self.rank]


class Shapes:
    """Which named rules the shapes ask of each class and each property."""

    def __init__(self, dataset: Dataset) -> None:
        read = read_turtle(dataset.shapes_text, dataset.shapes_file, unnamed=True)
        if not isinstance(read, Turtle):
            raise HouseError(read)
        self.facts = indexed(read.triples)
        rules: dict[str, dict[str, Rule]] = defaultdict(dict)
        schemes: dict[str, dict[str, None]] = defaultdict(dict)
        for iri in self.facts:
            for kind in self._all(iri, "sh:targetClass"):
                self._gather(iri, kind, rules, schemes, self._words(iri, "rdfs:label"))
            for kind in (each for name in _TARGETS for each in self._all(iri, name)):
                self._gather(iri, kind, rules, schemes, worded(()))
        self.rules = {
            iri: tuple(sorted(found.values(), key=lambda each: each.rank))
            for iri, found in rules.items()
        }
        self.schemes = {iri: tuple(found) for iri, found in schemes.items()}

    def _gather(
        self,
        shape: str,
        target: str,
        rules: dict[str, dict[str, Rule]],
        schemes: dict[str, dict[str, None]],
        about: Words,
    ) -> None:
        """Add a shape's rules to what it is asked of, and to the properties it looks at."""
        message = self._words(shape, "sh:message")
        paths = self._paths(shape)
        grave = next((term.rsplit("#", 1)[-1] for term in self._all(shape, "sh:severity")), "")
        rank = SEVERITIES.index(grave.casefold()) if grave.casefold() in SEVERITIES else 0
        if any(message.values()):
            name = curie(shape, VOCABULARIES)
            rules[target].setdefault(name, Rule(rank, name, message, worded(())))
            for path in paths:
                rules[path].setdefault(name, Rule(rank, name, message, about))
        for path in paths:
            schemes[path] |= dict.fromkeys(self._schemes(shape))
        for each in self._all(shape, "sh:property"):
            self._gather(each, target, rules, schemes, about)

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
