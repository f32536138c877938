"""The shapes as they are written, and what they ask of each class and each property."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.errors import LANGUAGES, Fault, ProjectError
from ho21.rdf.index import by_subject
from ho21.rdf.namespaces import HO, VOCABULARIES, curie, term
from ho21.rdf.turtle import Turtle, misbound, read_turtle_once
from ho21.text import for_reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.dataset.dataset import Dataset
    from ho21.rdf.namespaces import Node

Translations = dict[str, str]

SEVERITIES: Final = ("violation", "warning", "info")


def terms(names: str) -> frozenset[NamedNode]:
    """Return some terms of SHACL by their names."""
    return frozenset(term(f"sh:{name}") for name in names.split())


TARGETS: Final = terms("targetClass targetNode targetSubjectsOf targetObjectsOf")
_TONGUE: Final = term("sh:languageIn")
_SPOKEN: Final = term("shape:languages")
_ALTERNATIVES: Final = term("sh:alternativePath")
PATHS: Final = terms("alternativePath inversePath zeroOrMorePath oneOrMorePath zeroOrOnePath")


@dataclass(frozen=True)
class Rule:
    """A named shape: how grave a breach is, what it says, and of which kinds of thing it is asked.

    ``about`` is empty where it is asked of whatever has the property.
    """

    rank: int
    name: str
    message: Translations
    about: tuple[Translations, ...] = ()

    @property
    def severity(self) -> str:
        """How grave a breach is."""
        return SEVERITIES[self.rank]


class Shapes:
    """The shapes as written: what each is aimed at, who refers to it, and what it says.

    Raises ProjectError where they cannot be read.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.files: list[Turtle] = []
        wrong: list[Fault] = []
        for file, text in dataset.shapes.items():
            first = 1 + sum(len(each.triples) for each in self.files)
            read = read_turtle_once(text, file, unnamed=first)
            if isinstance(read, Turtle):
                self.files.append(read)
                wrong += misbound(read, VOCABULARIES)  # such shapes would be aimed at nothing
            else:
                wrong += read
        if wrong:
            raise ProjectError(wrong)
        self.facts = by_subject(fact for each in self.files for fact in each.triples)
        self.tongued = self._spoken(dataset.languages)
        kinds = terms("NodeShape PropertyShape")
        self.all = [node for node in self.facts if kinds & set(self.get(node, "rdf:type"))]
        self.paths = {node for node, facts in self.facts.items() if PATHS & facts.keys()}
        # What may stand for another is a list too where it goes over several properties.
        others = {each for facts in self.facts.values() for each in facts.get(_ALTERNATIVES, ())}
        for way in (way for each in others for way in self._items(each)):
            self.paths.update(each for each in self._list(way) if isinstance(each, NamedNode))
        self.users: dict[Node, list[NamedNode]] = defaultdict(list)
        for node in self.all:
            for each in self.get(node, "sh:property"):
                self.users[each].append(node)
        pairs = [each for facts in self.facts.values() for each in facts.items()]
        self.helpers = {x for name, them in pairs if name != term("sh:property") for x in them}

    def _spoken(self, languages: tuple[str, ...]) -> frozenset[NamedNode]:
        """Let texts be in the languages of the project; return the shapes that ask for those.

        As written, they ask for those of the vocabulary.
        """
        asking = frozenset(
            node for node, facts in self.facts.items() if _SPOKEN in facts.get(_TONGUE, ())
        )
        if languages == LANGUAGES:
            return asking
        for node in asking:
            if term("sh:minCount") in self.facts[node]:
                self.facts[node][term("sh:minCount")] = [Literal(len(languages))]
        at = [_SPOKEN, *(NamedNode(f"{_SPOKEN.value}-{n + 1}") for n in range(1, len(languages)))]
        for node, following, tag in zip(at, [*at[1:], term("rdf:nil")], languages, strict=True):
            self.facts[node] = {term("rdf:first"): [Literal(tag)], term("rdf:rest"): [following]}
        return asking

    def place(self, node: str) -> tuple[str, int]:
        """Return the file in which a shape is written, the first if in none, and the line there."""
        places = [(each.file, each.line(node)) for each in self.files]
        return next((place for place in places if place[1]), places[0])

    def get(self, node: Node, name: str) -> list[Node]:
        """Return the values of a property of a shape, or of a part of one."""
        return self.facts.get(node, {}).get(term(name), []) if isinstance(node, NamedNode) else []

    def severity(self, node: Node) -> str:
        """Return how grave a breach is; one that does not say is gravest."""
        given = self.get(node, "sh:severity") or [term("sh:Violation")]
        return given[0].value.removeprefix(VOCABULARIES["sh"]).lower()

    def targets(self, node: NamedNode) -> dict[tuple[NamedNode, Node], None]:
        """Return what a shape is aimed at, by itself or through the node shapes that have it."""
        facts = [self.facts[each] for each in (node, *self.users[node])]
        return {(how, at): None for each in facts for how in TARGETS for at in each.get(how, ())}

    def path(self, node: Node) -> str:
        """Return the property a shape is about, with ``^`` before one followed backwards.

        Of those that may stand for each other, it is the first, and of a sequence too.
        """
        return next((way[0] for way in self.ways(node)), "")

    def ways(self, node: Node) -> list[tuple[str, ...]]:
        """Return the ways that may stand for each other, each by the properties it follows."""
        found = (way for at in self.get(node, "sh:path") for way in self._ways(at))
        return [tuple(map(self._step, self._items(way) or [way])) for way in found]

    def _ways(self, path: Node) -> list[Node]:
        lists = self.get(path, "sh:alternativePath")
        return [way for each in lists for way in self._items(each)] or [path]

    def _step(self, node: Node) -> str:
        inner = self.get(node, "sh:inversePath")
        return f"^{inner[0].value}" if inner else node.value

    def _list(self, node: Node) -> dict[Node, list[Node]]:
        """Return the nodes of a list in order, each with what stands there; else nothing."""
        found: dict[Node, list[Node]] = {}
        at: list[Node] = [node]
        while at and at[0] not in found and (first := self.get(at[0], "rdf:first")):
            found[at[0]] = first
            at = self.get(at[0], "rdf:rest")
        return found

    def _items(self, node: Node) -> list[Node]:
        return [each for firsts in self._list(node).values() for each in firsts]

    @cached_property
    def rings(self) -> frozenset[Node]:
        """The shapes that lead back to themselves: what they ask would be passed in silence."""
        leads = {
            node: {each for them in facts.values() for each in them if each in self.facts}
            for node, facts in self.facts.items()
        }
        left = set(leads)
        while True:
            led_to = {each for node in left for each in leads[node]}
            ring = {node for node in left & led_to if leads[node] & left}
            if ring == left:
                return frozenset(ring)
            left = ring

    @cached_property
    def rules(self) -> dict[str, tuple[Rule, ...]]:
        """The named rules that are asked of each class and each property, the gravest first."""
        asked: dict[str, dict[Node, list[Translations]]] = defaultdict(lambda: defaultdict(list))
        for shape, target, about in self._asked():
            if any(worded(self.get(shape, "sh:message")).values()):
                asked[target][shape].append(worded(()))
                for path in self._looked_at(shape):
                    asked[path][shape].append(about)
        return {iri: tuple(self._ranked(them)) for iri, them in asked.items()}

    @cached_property
    def schemes(self) -> dict[str, tuple[str, ...]]:
        """The lists of concepts from which the values of each property must come."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for shape, _, _ in self._asked():
            for path in self._looked_at(shape):
                found[path] |= dict.fromkeys(self._schemes(shape))
        return {iri: tuple(schemes) for iri, schemes in found.items() if schemes}

    def _asked(self) -> Iterator[tuple[Node, str, Translations]]:
        """Yield each shape and part of one with what it is asked of, and what a class is called."""
        for shape in self.facts:
            for how in ("sh:targetClass", "sh:targetSubjectsOf", "sh:targetObjectsOf"):
                label = self.get(shape, "rdfs:label") if how == "sh:targetClass" else ()
                for target in self.get(shape, how):
                    for part in self._parts(shape):
                        yield part, target.value, worded(label)

    def _parts(self, shape: Node) -> list[Node]:
        parts = [shape]
        for part in parts:  # which grows meanwhile
            parts += [each for each in self.get(part, "sh:property") if each not in parts]
        return parts

    def _ranked(self, asked: dict[Node, list[Translations]]) -> list[Rule]:
        """Return rules, the gravest first, each with the kinds of thing it is asked of."""
        rules = []
        for shape, abouts in asked.items():
            severity = self.severity(shape)
            rank = SEVERITIES.index(severity) if severity in SEVERITIES else 0
            message = worded(self.get(shape, "sh:message"))
            about = tuple(abouts) if all(any(each.values()) for each in abouts) else ()
            rules.append(Rule(rank, curie(shape.value, VOCABULARIES), message, about))
        return sorted(rules, key=lambda each: each.rank)

    def _looked_at(self, shape: Node) -> list[str]:
        """Return the property of ours that a shape looks at, or any that it looks at backwards."""
        path = self.path(shape)
        return [path.removeprefix("^")] if path.startswith(("^", HO)) else []

    def _schemes(self, shape: Node) -> Iterator[str]:
        """Yield the lists of concepts from which a shape wants a property's values."""
        for node in self.get(shape, "sh:node"):
            for inner in self.get(node, "sh:property"):
                if term("skos:inScheme") in self.get(inner, "sh:path"):
                    yield from (each.value for each in self.get(inner, "sh:hasValue"))


def worded(nodes: Iterable[Node], default: str = "") -> Translations:
    """Return the first text for a reader in each of our languages, else the default."""
    found: Translations = {}
    for each in nodes:
        if isinstance(each, Literal) and each.language:
            found.setdefault(each.language, each.value)
    return {lang: found.get(for_reader(lang, found), default) for lang in LANGUAGES}
