"""The vocabulary told in both languages: each term with its meaning, place, rules and use."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.fault import LANGUAGES
from ho21.leaf import render, words
from ho21.names import HO, VOCABULARIES, curie, term
from ho21.shapes import Shapes, indexed, worded
from ho21.source import Source as Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.ask import Question
    from ho21.leaf import Frame
    from ho21.names import Node
    from ho21.shapes import Rule, Words
    from ho21.store import Dataset

PATH: Final = "def/index"
FORMS: Final = ("ttl", "jsonld", "nt")
Uses = dict[tuple[str, str], set[tuple["Node", "Node"]]]

# What a term is, the narrowest first, since a link is an object property too.
KINDS: Final = {
    "ho:LinkProperty": "link",
    "owl:Class": "class",
    "owl:ObjectProperty": "object",
    "owl:DatatypeProperty": "datatype",
    "skos:ConceptScheme": "scheme",
    "skos:Concept": "concept",
    "ho:NumberWord": "number",
}
# How a term stands to others, in the order of the page; «^» is from the other to this one.
RELATIONS: Final = {
    "above": ("rdfs:subClassOf", "rdfs:subPropertyOf"),
    "below": ("^rdfs:subClassOf", "^rdfs:subPropertyOf"),
    "domain": ("rdfs:domain",),
    "range": ("rdfs:range",),
    "has": ("^rdfs:domain",),
    "met": ("^rdfs:range",),
    "scheme": ("skos:inScheme",),
    "members": ("^skos:inScheme", "skos:hasTopConcept"),
    "broader": ("skos:broader",),
    "narrower": ("^skos:broader",),
    "disjoint": ("owl:disjointWith", "^owl:disjointWith", "owl:propertyDisjointWith"),
    "same": ("skos:exactMatch", "owl:equivalentClass", "owl:equivalentProperty"),
    "like": ("skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch"),
}


@dataclass(frozen=True)
class Ref:
    """A term that is pointed to: what it is called, and its place on the page where it has one."""

    name: str
    iri: str
    label: Words
    fragment: str | None

    @property
    def ours(self) -> bool:
        """Whether the term is our own."""
        return self.iri.startswith(HO)

    @property
    def web(self) -> str | None:
        """The address of another's term, where a browser may go there."""
        return None if self.ours or not self.iri.startswith(("https://", "http://")) else self.iri


@dataclass(frozen=True)
class Term:
    """A term of ours: what it means, how it stands to others, its rules, and its use.

    ``examples`` are texts with their language, which a line of Turtle has none of; ``stated`` and
    ``read`` are how many things or triples the dataset has of it.
    """

    ref: Ref
    kind: str
    accounts: bool
    also: dict[str, tuple[str, ...]]
    definition: Words
    note: Words
    examples: tuple[tuple[str, str | None], ...]
    value: str
    relations: dict[str, tuple[Ref, ...]]
    rules: tuple[Rule, ...]
    questions: tuple[tuple[str, Words], ...]
    stated: int
    read: int

    @property
    def is_class(self) -> bool:
        """Whether the term is a class."""
        return self.kind == "class"


@dataclass(frozen=True)
class Branch:
    """A class with those below it."""

    term: Term
    below: tuple[Branch, ...]


@dataclass(frozen=True)
class Vocabulary:
    """Another's vocabulary: its prefix, where it lies, and the terms of it that we use."""

    prefix: str
    iri: str
    terms: tuple[Ref, ...]


@dataclass(frozen=True)
class Source:
    """Where an example stands: the path of its page on the site, and the document's name."""

    path: str
    label: Words


def anchor(iri: str) -> str:
    """Return the fragment of a term on the page: our own name, another's with its prefix."""
    if iri.startswith(HO):
        return iri.removeprefix(HO)
    return curie(iri, VOCABULARIES).strip("<>")


class Glossary:
    """The terms of a dataset's vocabulary, and those it borrows."""

    def __init__(
        self, dataset: Dataset, questions: Iterable[Question], *, stated_only: bool = False
    ) -> None:
        self.dataset = dataset
        self.graphs = dataset.chosen(stated_only=stated_only)
        self.facts = indexed(dataset.vocabulary.triples)
        self.back = indexed(dataset.vocabulary.triples, back=True)
        self.labels = self._labels()
        self.asking: dict[str, list[tuple[str, Words]]] = defaultdict(list)
        for each in questions:
            for name in each.terms:
                self.asking[name].append((each.name, each.title))

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Our own terms in the order of the files."""
        ours = dict.fromkeys(
            each.subject.value
            for each in self.dataset.vocabulary.triples
            if each.subject.value.startswith(HO)
        )
        return tuple(self._term(iri) for iri in ours)

    def of(self, *kinds: str, accounts: bool = False) -> tuple[Term, ...]:
        """Return the terms of some kinds, our bookkeeping's or the field's."""
        return tuple(
            each for each in self.terms if each.kind in kinds and each.accounts == accounts
        )

    @cached_property
    def tree(self) -> tuple[Branch, ...]:
        """The field's classes, each under the first of ours that it is a kind of."""
        classes = {each.ref.iri: each for each in self.of("class")}
        under: dict[str, list[Term]] = defaultdict(list)
        for each in classes.values():
            above = (up.iri for up in each.relations.get("above", ()))
            under[next((iri for iri in above if iri in classes), "")].append(each)

        def grown(iri: str) -> tuple[Branch, ...]:
            return tuple(Branch(each, grown(each.ref.iri)) for each in under.pop(iri, ()))

        return grown("")

    @cached_property
    def borrowed(self) -> tuple[Vocabulary, ...]:
        """The terms that ``names.ttl`` gives a name, by vocabulary."""
        found: dict[str, list[Ref]] = defaultdict(list)
        for iri in self.labels:
            ref = self._ref(iri)
            if not ref.ours:
                prefix, colon, _ = ref.name.partition(":")
                found[prefix if colon and not ref.name.startswith("<") else ""].append(ref)
        return tuple(
            Vocabulary(
                prefix,
                VOCABULARIES.get(prefix, ""),
                tuple(sorted(found[prefix], key=lambda each: each.name)),
            )
            for prefix in sorted(found, key=lambda each: (not each, each))
        )

    @cached_property
    def description(self) -> Words:
        """What the vocabulary says it is for."""
        whole = self.facts.get(HO.removesuffix("#"), {})
        return worded(whole.get(term("dcterms:description"), ()))

    def source(self, words: str) -> Source | None:
        """Return where the words of an example stand: at the passage that holds most of them."""
        for name, source in self._sources.items():
            for found in source.find(words):
                shared = [
                    (min(end, found.end) - max(start, found.start), start - end, start, end)
                    for start, end in self._passages[name]
                    if start < found.end and found.start < end
                ]
                document = self.dataset.base.document(name)
                place = "#char={2},{3}".format(*max(shared)) if shared else ""
                return Source(f"doc/{name}.html{place}", self._names[document.value])
        return None

    @cached_property
    def _sources(self) -> dict[str, Text]:
        return {name: Text(name, text.encode()) for name, text in self.dataset.texts.items()}

    @cached_property
    def _passages(self) -> dict[str, list[tuple[int, int]]]:
        """Where the stated passages of each source begin and end."""
        found: dict[str, list[tuple[int, int]]] = {name: [] for name in self._sources}
        stated = term("ho:isStatedIn")
        for name, places in found.items():
            for fact in self.graphs.get(self.dataset.base.graph(f"kilde/{name}").value, ()):
                if fact.predicate == stated:
                    start, _, end = fact.object.value.partition("#char=")[2].partition(",")
                    places.append((int(start), int(end)))
        return found

    @cached_property
    def _names(self) -> dict[str, Words]:
        """What the documents are called."""
        label = term("skos:prefLabel")
        return {
            document: worded(
                fact.object
                for fact in self.graphs.get(self.dataset.base.graph(f"kilde/{name}").value, ())
                if fact.predicate == label and fact.subject.value == document
            )
            for name in self._sources
            for document in [self.dataset.base.document(name).value]
        }

    def _labels(self) -> dict[str, Words]:
        label = term("skos:prefLabel")
        return {iri: worded(said[label]) for iri, said in self.facts.items() if label in said}

    def _ref(self, iri: str) -> Ref:
        fragment = anchor(iri) if iri in self.facts else None
        return Ref(curie(iri, VOCABULARIES), iri, self.labels.get(iri, worded(())), fragment)

    def _term(self, iri: str) -> Term:
        said = self.facts[iri]
        types = {each.value for each in said.get(term("rdf:type"), ())}
        kind = next((kind for name, kind in KINDS.items() if term(name).value in types), "other")
        ref = self._ref(iri)
        stated, read = self._use(iri, kind)
        return Term(
            ref=ref,
            kind=kind,
            accounts=any(each.value == "true" for each in said.get(term("ho:isBookkeeping"), ())),
            also={lang: _all(said.get(term("skos:altLabel"), ()), lang) for lang in LANGUAGES},
            definition=worded(said.get(term("skos:definition"), ())),
            note=worded(said.get(term("skos:scopeNote"), ())),
            examples=tuple(
                (each.value, each.language)
                for each in said.get(term("skos:example"), ())
                if isinstance(each, Literal)
            ),
            value=next((each.value for each in said.get(term("rdf:value"), ())), ""),
            relations=dict(self._relations(iri)),
            rules=self._shapes.rules.get(iri, ()),
            questions=tuple(self.asking.get(ref.name, ())),
            stated=stated,
            read=read,
        )

    def _relations(self, iri: str) -> Iterator[tuple[str, tuple[Ref, ...]]]:
        for key, names in RELATIONS.items():
            found: dict[str, None] = {}
            for name in names:
                where = self.back if name.startswith("^") else self.facts
                others = where.get(iri, {}).get(term(name.removeprefix("^")), ())
                found |= dict.fromkeys(each.value for each in others if isinstance(each, NamedNode))
            if key == "range":
                yield from self._values(iri)
            if found:
                yield key, tuple(self._ref(each) for each in found)

    def _values(self, iri: str) -> Iterator[tuple[str, tuple[Ref, ...]]]:
        """Yield the concepts that a property may point to, where a shape names their list."""
        schemes = self._shapes.schemes.get(iri, ())
        concepts = [
            each.value
            for scheme in schemes
            for name, where in (("inScheme", self.back), ("hasTopConcept", self.facts))
            for each in where.get(scheme, {}).get(term(f"skos:{name}"), ())
        ]
        if schemes:
            yield "values", tuple(self._ref(each) for each in dict.fromkeys(concepts))

    def _use(self, iri: str, kind: str) -> tuple[int, int]:
        """Return how much the dataset has of a term: stated, and only with readings."""
        role = kind if kind in {"class", "concept", "number"} else "property"
        role = "class" if role == "number" else role
        stated, read = (uses.get((role, iri), set()) for uses in self._uses)
        return len(stated), len(read - stated)

    @cached_property
    def _uses(self) -> tuple[Uses, Uses]:
        """What has a term as its class, property or value, in what is stated and what is read."""
        stated: Uses = defaultdict(set)
        read: Uses = defaultdict(set)
        own = self.dataset.base.graph("ontologi").value
        for graph, facts in self.graphs.items():
            uses = read if graph in self.dataset.read_graphs else stated
            for subject, predicate, value in facts:
                ours = value.value.startswith(HO)
                if ours and predicate == term("rdf:type"):
                    uses["class", value.value].add((subject, value))
                elif ours and graph != own:
                    uses["concept", value.value].add((subject, predicate))
                if predicate.value.startswith(HO):
                    uses["property", predicate.value].add((subject, value))
        return stated, read

    @cached_property
    def _shapes(self) -> Shapes:
        return Shapes(self.dataset)


def _all(nodes: Iterable[Node], lang: str) -> tuple[str, ...]:
    return tuple(
        each.value for each in nodes if isinstance(each, Literal) and each.language == lang
    )


def glossary_page(glossary: Glossary, frame: Frame, forms: tuple[str, ...] = FORMS) -> str:
    """Return the page of the vocabulary, ``def/index.html``, in both languages at once."""
    parts = {
        "classes": glossary.of("class"),
        "links": glossary.of("link"),
        "properties": glossary.of("object", "datatype", "other"),
        "lists": glossary.of("scheme", "concept"),
        "accounts": tuple(each for each in glossary.terms if each.accounts),
        "numbers": glossary.of("number"),
        "borrowed": glossary.borrowed,
    }
    return render(
        frame,
        "def.html.j2",
        LANGUAGES[0],
        PATH,
        forms=forms,
        glossary=glossary,
        ids={key: f"{key}-" for key in parts},
        parts=parts,
        tongues={lang: words(lang)["def"] for lang in LANGUAGES},
    )
