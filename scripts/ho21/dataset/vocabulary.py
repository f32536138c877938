"""What can be said: the terms of the vocabulary, their hierarchy, and the words for numbers.

The terms that ship with ho21 come first, and then those of a project's own, each class of which is
below one of ours, so that whatever counts or draws things knows what they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.errors import Fault, fault
from ho21.rdf.context import ALIASES, ANY, IRI, LANGUAGE, Context, Term
from ho21.rdf.namespaces import HO, VOCABULARIES, curie, local, term
from ho21.rdf.turtle import Turtle, read_turtle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.project import Project
    from ho21.rdf.namespaces import Base, Fact, Node

FILES: Final = ("ho21", "names")
_SHAPES: Final = frozenset({term("sh:NodeShape"), term("sh:PropertyShape")})
_BELOW: Final = term("rdfs:subClassOf")
_NAME: Final = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_STRING: Final = term("xsd:string")
_TEXT: Final = term("rdf:langString")
_PROPERTIES: Final = frozenset(
    term(f"owl:{kind}Property") for kind in ("Object", "Datatype", "Annotation")
)


@dataclass(frozen=True)
class Vocabulary:
    """The terms a graph may use, from the files of ontology/; ``own`` are a project's own."""

    files: tuple[Turtle, ...]
    terms: frozenset[NamedNode]
    labelled: frozenset[NamedNode]
    links: frozenset[NamedNode]
    classes: frozenset[NamedNode]
    above_class: dict[NamedNode, tuple[NamedNode, ...]]
    above_property: dict[NamedNode, tuple[NamedNode, ...]]
    numbers: dict[str, dict[str, str]]
    bookkeeping: frozenset[NamedNode] = frozenset()
    objects: frozenset[NamedNode] = frozenset()
    labels: tuple[Fact, ...] = ()
    schemes: dict[Node, NamedNode] = field(default_factory=dict)
    reserved: frozenset[Node] = frozenset()
    wordings: dict[Node, frozenset[str]] = field(default_factory=dict)
    own: frozenset[NamedNode] = frozenset()
    counts: dict[NamedNode, NamedNode] = field(default_factory=dict)
    above_role: dict[NamedNode, tuple[NamedNode, ...]] = field(default_factory=dict)
    narrowest_only: frozenset[NamedNode] = frozenset()

    @property
    def triples(self) -> Iterable[Fact]:
        """Every triple of the vocabulary; our own terms have their names as rdfs:label too."""
        return chain(*(each.triples for each in self.files), self.labels)

    def words_for_numbers(self, languages: Iterable[str]) -> dict[str, str]:
        """Return the words for numbers in some languages; those of bokmål serve for nynorsk."""
        also = ("nb",) if "nn" in languages else ()
        return {
            word: number
            for lang in (*also, *languages)
            for word, number in self.numbers.get(lang, {}).items()
        }

    def knows(self, node: NamedNode) -> bool:
        """Say whether a term is declared, or for a foreign one labelled in ``names.ttl``."""
        return node in (self.terms if node.value.startswith(HO) else self.labelled)


def read_vocabulary(project: Project) -> Vocabulary | list[Fault]:
    """Read the files of the vocabulary and those of a project's own terms, or say what is wrong."""
    own = [name for name in project.added() if not _has_shapes(project, name)]
    files = [f"{name}.ttl" for name in (*FILES, *own)]
    return _vocabulary(
        *((project.place("ontology", file), project.text("ontology", file)) for file in files)
    )


@lru_cache(maxsize=4)  # nearly all projects have the same, and several are read beside each other
def _vocabulary(*texts: tuple[str, str | Fault]) -> Vocabulary | list[Fault]:
    read = [_turtle(text, place) for place, text in texts]
    faults = [fault for each in read if not isinstance(each, Turtle) for fault in each]
    if faults:
        return faults
    files = [each for each in read if isinstance(each, Turtle)]
    vocabulary = _gather(files, files[len(FILES) :])
    wrong = [each for file in files[len(FILES) :] for each in _astray(file, vocabulary)]
    return wrong or vocabulary


def read_shapes(project: Project) -> dict[str, str] | list[Fault]:
    """Return the text of each file of shapes, by its name, or say what is wrong with them."""
    names = ("shapes", *(name for name in project.added() if _has_shapes(project, name)))
    texts = {f"{name}.ttl": project.text("ontology", f"{name}.ttl") for name in names}
    faults = [each for each in texts.values() if isinstance(each, Fault)]
    told = {project.place("ontology", file): text for file, text in texts.items()}
    return faults or {place: text for place, text in told.items() if isinstance(text, str)}


def read_file(project: Project, room: str, name: str) -> Turtle | list[Fault]:
    """Read a Turtle file of a project, or say what is wrong with it."""
    text = project.text(room, f"{name}.ttl")
    return _turtle(text, project.place(room, f"{name}.ttl"))


def _turtle(text: str | Fault, place: str) -> Turtle | list[Fault]:
    return [text] if isinstance(text, Fault) else read_turtle(text, place)


def _has_shapes(project: Project, name: str) -> bool:
    """Say whether a file of a project's own in ontology/ has shapes, and not terms."""
    text = project.text("ontology", f"{name}.ttl")
    read = "" if isinstance(text, Fault) else read_turtle(text, name, unnamed=1)
    return isinstance(read, Turtle) and any(each.object in _SHAPES for each in read.triples)


def _astray(file: Turtle, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield each class of a project's own that is below none of ours, and each without a name."""
    classes = {
        each.subject: each
        for each in file.triples
        if each.predicate == _BELOW or each.object == term("owl:Class")
    }
    for node, fact in classes.items():
        above = (each.value for each in vocabulary.above_class.get(node, ()))
        line, name = file.line_of(fact), curie(node.value, file.prefixes)
        if node.value.startswith(HO):
            yield fault("class-ours", file.file, line, term=name)
        elif not any(each.startswith(HO) for each in above):
            yield fault("class-below-none", file.file, line, term=name)
        elif node not in vocabulary.labelled:
            yield fault("class-unnamed", file.file, line, term=name)


def _gather(files: list[Turtle], own: list[Turtle]) -> Vocabulary:
    triples = [triple for each in files for triple in each.triples]
    typed = [each for each in triples if each.predicate == term("rdf:type")]
    links = [each.subject for each in typed if each.object == term("ho:LinkProperty")]
    kept = [each.subject for each in triples if each.predicate == term("ho:isBookkeeping")]
    labelled = [each.subject for each in triples if each.predicate == term("skos:prefLabel")]
    classes = {each.subject for each in typed if each.object == term("owl:Class")}
    mine = frozenset(each.subject for file in own for each in file.triples)
    below = (each for file in own for each in file.triples if each.predicate == _BELOW)
    return Vocabulary(
        tuple(files),
        frozenset(each.subject for each in typed),
        frozenset(labelled),
        frozenset(links),
        frozenset(classes | {each.subject for each in below}),
        _closed(triples, term("rdfs:subClassOf")),
        _closed(triples, term("rdfs:subPropertyOf")),
        _numbers(triples),
        frozenset(kept),
        frozenset(each.subject for each in typed if each.object == term("owl:ObjectProperty")),
        tuple(
            each._replace(predicate=term("rdfs:label"))
            for each in triples
            if each.predicate == term("skos:prefLabel")
            and (each.subject in mine or each.subject.value.startswith(HO))
        ),
        {each.object: each.subject for each in triples if each.predicate == term("ho:gathers")},
        frozenset(each.subject for each in triples if each.predicate == term("ho:reserved")),
        _wordings(triples),
        mine,
        {
            each.subject: each.object
            for each in reversed(triples)  # the first of several holds; the others are faults
            if each.predicate == term("ho:countsAs") and isinstance(each.object, NamedNode)
        },
        _closed(triples, term("skos:broader")),
        frozenset(each.subject for each in triples if each.predicate == term("ho:narrowestOnly")),
    )


def _wordings(triples: list[Fact]) -> dict[Node, frozenset[str]]:
    """Return the words of a text that say a term: its names, where words to find it are given."""
    found: dict[NamedNode, set[str]] = defaultdict(set)
    for each in triples:
        if each.predicate in {term("skos:prefLabel"), term("skos:hiddenLabel")}:
            found[each.subject].add(each.object.value.casefold())
    hidden = {each.subject for each in triples if each.predicate == term("skos:hiddenLabel")}
    return {each: frozenset(found[each]) for each in hidden}


def _numbers(triples: list[Fact]) -> dict[str, dict[str, str]]:
    """Return the words for numbers and months in ``names.ttl``, each with its number."""
    naming = {term("skos:prefLabel"), term("skos:altLabel")}
    words: dict[NamedNode, list[Literal]] = defaultdict(list)
    for each in triples:
        if each.predicate in naming and isinstance(each.object, Literal):
            words[each.subject].append(each.object)
    numbers: dict[str, dict[str, str]] = defaultdict(dict)
    for each in triples:
        if each.predicate == term("rdf:value"):
            number = each.object.value.lstrip("-").lstrip("0")
            month = local(each.subject).startswith("month")
            value = f"month {number}" if month else number
            for word in words[each.subject]:
                numbers[word.language or ""][word.value.casefold()] = value
    return dict(numbers)


def _closed(triples: list[Fact], relation: NamedNode) -> dict[NamedNode, tuple[NamedNode, ...]]:
    """Return all that stands above each node by a relation, however far."""
    above: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for each in triples:
        if each.predicate == relation and isinstance(each.object, NamedNode):
            above[each.subject].add(each.object)
    closed = {}
    for node in [*above]:
        reached: set[NamedNode] = set()
        edge = set(above[node])
        while edge:
            reached |= edge
            edge = {up for each in edge for up in above.get(each, ())} - reached
        closed[node] = tuple(sorted(reached - {node}, key=lambda each: each.value))
    return closed


def context(base: Base, vocabulary: Vocabulary, facts: Iterable[Fact]) -> Context:
    """Return the context of a project.

    A term of ours goes by its own name, unless a prefix is called so too; a term of another
    vocabulary goes by its prefixed name. What values a property has is what the vocabulary says,
    or, where it says nothing, what all its values are.
    """
    prefixes = base.prefixes()
    used: dict[NamedNode, set[str]] = defaultdict(set)
    for fact in facts:
        used[fact.predicate].add(_kind(fact.object))
    used.pop(term("rdf:type"), None)
    declared = _declared(vocabulary)
    terms = {
        each.value: Term(name, declared.get(each, "") or _single(used.get(each, set())))
        for each in {*used, *declared}
        if (name := _name(each, prefixes))
    }
    terms |= {
        each.value: Term(name)
        for each in vocabulary.classes
        if (name := _name(each, prefixes)) and ":" not in name
    }
    return Context(prefixes, dict(sorted(terms.items())))


def _name(node: NamedNode, prefixes: dict[str, str]) -> str | None:
    name = local(node)
    if node.value == HO + name and _NAME.fullmatch(name) and name not in {*prefixes, *ALIASES}:
        return name
    short = curie(node.value, VOCABULARIES)
    return None if short.startswith("<") else short


def _kind(value: object) -> str:
    if isinstance(value, Literal):
        return LANGUAGE if value.language else value.datatype.value
    return IRI if isinstance(value, NamedNode) else ANY


def _single(kinds: set[str]) -> str:
    """Return the one kind that all values of a property are; a plain string needs no word of it."""
    kind = next(iter(kinds)) if len(kinds) == 1 else ANY
    return ANY if kind == _STRING.value else kind


def _declared(vocabulary: Vocabulary) -> dict[NamedNode, str]:
    """Return the properties that the vocabulary declares, and what it says their values are."""
    found: dict[NamedNode, str] = {}
    for fact in vocabulary.triples:
        if fact.predicate == term("rdf:type") and fact.object in _PROPERTIES:
            link = fact.object == term("owl:ObjectProperty")
            found[fact.subject] = IRI if link else found.get(fact.subject, ANY)
    for fact in vocabulary.triples:
        wide, ranged = fact.object, fact.predicate == term("rdfs:range")
        if ranged and isinstance(wide, NamedNode) and found.get(fact.subject) == ANY:
            found[fact.subject] = LANGUAGE if wide == _TEXT else _single({wide.value})
    return found
