"""The dataset: the project's files expanded into named graphs, each by its basis, and loaded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlsplit

from pyoxigraph import NamedNode, Quad, QuerySolutions, Store, Triple

from ho21.errors import LANGUAGES, Fault, ProjectError
from ho21.rdf.namespaces import Base, Fact, curie, term
from ho21.text import for_reader, interface

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pyoxigraph import RdfFormat

    from ho21.dataset.coverage import Coverage
    from ho21.dataset.readings.retired import Retired
    from ho21.dataset.readings.wording import OwnWords
    from ho21.dataset.vocabulary import Vocabulary
    from ho21.rdf.context import Context
    from ho21.rdf.turtle import Turtle

READ: Final = ("tolkning", "koblinger", "slutning-tolkning")
_TYPE: Final = term("rdf:type")
_NAMING: Final = {
    term(each) for each in ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel", "ho:shortLabel")
}


T = TypeVar("T")


def _no_words() -> OwnWords:
    from ho21.dataset.readings.wording import OwnWords

    return OwnWords()


@dataclass(frozen=True)
class Dataset:
    """The expanded project: facts by graph, texts, what was wrong, and what is accounted for.

    ``shapes`` has the text of each file of shapes. ``unread`` tells of files that lie in the
    project and are read by nothing.
    ``languages`` are those of its names, in order, ``words`` its own sentences.
    ``whole`` is None, or else the dataset that this one is the stated part of.
    """

    base: Base
    vocabulary: Vocabulary
    facts: dict[str, tuple[Fact, ...]] = field(repr=False)
    faults: tuple[Fault, ...]
    coverage: dict[str, Coverage]
    turtles: tuple[Turtle, ...] = field(repr=False)
    lines: dict[str, tuple[str, int]] = field(repr=False)
    shapes: dict[str, str] = field(repr=False)
    issued: str
    version: str
    texts: dict[str, str] = field(default_factory=dict, repr=False)
    unread: tuple[Fault, ...] = ()
    languages: tuple[str, ...] = LANGUAGES
    words: OwnWords = field(default_factory=_no_words, repr=False)
    whole: Dataset | None = field(default=None, repr=False, compare=False)

    @cached_property
    def stated(self) -> Dataset:
        """The same without the graphs that a reading or a mapping has made."""
        if self.is_stated:
            return self
        facts = {graph: them for graph, them in self.facts.items() if graph not in self.read_graphs}
        return replace(self, facts=facts, whole=self)

    @property
    def is_stated(self) -> bool:
        """Whether readings and mappings are left out."""
        return self.whole is not None

    @cached_property
    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        return tuple(sorted(self.facts))

    @cached_property
    def read_graphs(self) -> frozenset[str]:
        """The IRIs of the graphs that hold readings, mappings, and what follows from them."""
        return frozenset(self.base.graph(name).value for name in READ)

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """All names of whatever has a class, by IRI and in order."""
        found: dict[NamedNode, set[str]] = defaultdict(set)
        classed = set()
        for subject, predicate, value in (fact for them in self.facts.values() for fact in them):
            if predicate == _TYPE:
                classed.add(subject)
            elif predicate in _NAMING:
                found[subject].add(value.value)
        named = sorted(found.keys() & classed, key=lambda each: each.value)
        return {each.value: tuple(sorted(found[each])) for each in named}

    @cached_property
    def called(self) -> Mapping[str, Iterable[str]]:
        """What has a class, by each way of calling it: IRI, path, slug, prefixed name and names.

        Small letters and capitals are alike.
        """
        prefixes = self.bound
        found: dict[str, set[str]] = defaultdict(set)
        for iri, names in self.names.items():
            path = iri.removeprefix(self.base.iri).removeprefix("id/")
            labels = (" ".join(each.split()) for each in names)
            for each in (iri, path, path.rpartition("/")[2], curie(iri, prefixes), *labels):
                found[each.casefold()].add(iri)
        return found

    @cached_property
    def bound(self) -> dict[str, str]:
        """The prefixes that the project's own files bind, and those that are everyone's."""
        files = *self.turtles, *self.vocabulary.files
        bound = {name: iri for each in files for name, iri in each.prefixes.items() if name}
        return bound | self.base.prefixes()

    @cached_property
    def described(self) -> tuple[Fact, ...]:
        """What the project says of itself, and of its addresses that are gone."""
        return self.facts.get(self.base.graph("datasett").value, ())

    @cached_property
    def retired(self) -> dict[str, Retired]:
        """The addresses that are gone, in order."""
        from ho21.dataset.readings.retired import retired_in

        return retired_in(self.described)

    def remembered(self, name: str, make: Callable[[], T]) -> T:  # noqa: ARG002
        """Return what is worked out of the whole; a compiled dataset has some of it by name."""
        return make()

    def language_for(self, lang: str) -> str:
        """Return the language that a reader of the interface in ``lang`` is shown names in."""
        return for_reader(lang, self.languages)

    @property
    def interface(self) -> str:
        """The language of the interface for what is made of the project and has no reader yet."""
        return interface(self.languages)

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages of the interface that the project's own lead to, the first one first."""
        return tuple(dict.fromkeys(interface((each,)) for each in self.languages))

    def title(self, lang: str) -> str:
        """Return what the project is called for a reader, or where it is, if it has no title."""
        titles = self.own("dcterms:title", self.language_for(lang)) or self.own("dcterms:title")
        return next(iter(titles), self.base.iri)

    @property
    def slug(self) -> str:
        """What the project's files are named after."""
        path = urlsplit(self.base.iri)
        last_part = (
            path.path.strip("/").rpartition("/")[2] or (path.hostname or "").partition(".")[0]
        )
        return next(iter(self.own("dcterms:identifier")), last_part)

    def own(self, name: str, lang: str = "") -> list[str]:
        """Return what the project says of itself by a property, in a language if one is given."""
        about = NamedNode(self.base.iri), term(name)
        return [
            fact.object.value
            for fact in self.described
            if fact[:2] == about and lang in ("", getattr(fact.object, "language", None))
        ]

    @cached_property
    def quads(self) -> tuple[Quad, ...]:
        """Every fact in its named graph."""
        return tuple(
            Quad(*fact, NamedNode(graph)) for graph, facts in self.facts.items() for fact in facts
        )

    @cached_property
    def context(self) -> Context:
        """What the names in its JSON-LD mean, the same with our readings as without."""
        if self.whole is not None:
            return self.whole.context
        from ho21.dataset.vocabulary import context

        facts = (fact for facts in self.facts.values() for fact in facts)
        return context(self.base, self.vocabulary, facts)

    def store(self) -> Store:
        """Return the facts in a store, which is for reading: it is the same at every call.

        Its default graph is the union of its named graphs.
        """
        return self._store

    @cached_property
    def _store(self) -> Store:
        union = dict.fromkeys(fact for facts in self.facts.values() for fact in facts)
        store = Store()
        store.bulk_extend(self.quads)
        store.bulk_extend(Quad(*fact) for fact in union)
        return store

    def serialize(self, statements: Sequence[Quad] | Sequence[Triple], form: RdfFormat) -> bytes:
        """Return statements in a syntax of RDF, with the names of this dataset."""
        from ho21.rdf.serialize import serialized

        return serialized(statements, form, self.base.prefixes(), self.context)

    def rdf(self, facts: Iterable[Fact], form: str) -> bytes:
        """Return facts as triples in a syntax of RDF by its name, each once and in order."""
        from ho21.rdf.formats import SYNTAXES

        triples = {Triple(*fact) for fact in facts}
        return self.serialize(sorted(triples, key=str), SYNTAXES[form])

    @cached_property
    def description(self) -> bytes:
        """What the project says of itself, as JSON-LD."""
        own = (each for each in self.described if each.subject.value == self.base.iri)
        return self.rdf(own, "jsonld")

    @cached_property
    def places(self) -> dict[str, tuple[str, int]]:
        """The file and line at which each thing and each claim is written."""
        places: dict[str, tuple[str, int]] = {}
        for turtle in self.turtles:
            typed = {triple.subject.value for triple in turtle.triples if triple.predicate == _TYPE}
            for subject, line in turtle.scan.blocks:
                if subject in typed or subject not in places:
                    places[subject] = (turtle.file, line)
        for fact in (fact for facts in self.facts.values() for fact in facts):
            if fact.predicate == term("rdf:subject"):
                place = places.get(fact.object.value)
                if place:
                    places.setdefault(fact.subject.value, place)
        return places | self.lines

    def sound(self) -> Dataset:
        """Return the dataset itself; raises ProjectError where a rule is broken."""
        if self.faults:
            raise ProjectError(list(self.faults))
        return self


def select(store: Store, query: str, prefixes: dict[str, str] | None = None) -> QuerySolutions:
    """Return the rows of a SELECT of our own; raises TypeError for any other kind of query."""
    result = store.query(query, prefixes=prefixes)
    if not isinstance(result, QuerySolutions):
        raise TypeError(query)
    return result
