"""The vocabulary told in both languages: each term with its meaning, place, rules and use."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.dataset.source import Source
from ho21.errors import LANGUAGES
from ho21.model.read import knowledge_graph
from ho21.rdf.index import by_object, by_subject
from ho21.rdf.namespaces import HO, VOCABULARIES, curie, term
from ho21.resources import messages
from ho21.site.descriptions import GLOSSARY, anchor
from ho21.site.rendering import page_texts, render
from ho21.sparql.links import abroad
from ho21.validation.shapes import Shapes, worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.dataset.dataset import Dataset
    from ho21.model.things import Label
    from ho21.rdf.namespaces import Node
    from ho21.site.rendering import Frame
    from ho21.sparql.questions import Question
    from ho21.validation.shapes import Rule, Translations

Uses = dict[tuple[str, str], set[tuple["Node", "Node"]]]
Branches = list[tuple["GlossaryTerm", "Branches"]]  # classes, each with those below it

_STATED_IN: Final = term("ho:isStatedIn")
_TOLD: Final = "site/glossary.toml"


@dataclass(frozen=True)
class Ref:
    """A term that is pointed to: what it is called, and its place on the page where it has one."""

    name: str
    iri: str
    label: Translations
    fragment: str | None

    @property
    def ours(self) -> bool:
        """Whether the term is our own."""
        return self.iri.startswith(HO)

    @property
    def web(self) -> str | None:
        """The address of another's term, where a browser may go there."""
        return abroad(self.iri)


@dataclass(frozen=True)
class GlossaryTerm:
    """A term of ours: what it means, how it stands to others, its rules, and its use.

    ``examples`` are texts with their language, which a line of Turtle has none of; ``stated`` and
    ``read`` are how many things or triples the dataset has of it.
    """

    ref: Ref
    kind: str
    accounts: bool
    also: dict[str, tuple[str, ...]]
    definition: Translations
    note: Translations
    examples: tuple[tuple[str, str | None], ...]
    value: str
    relations: dict[str, tuple[Ref, ...]]
    rules: tuple[Rule, ...]
    questions: tuple[tuple[str, Translations], ...]
    stated: int
    read: int

    @property
    def is_class(self) -> bool:
        """Whether the term is a class."""
        return self.kind == "class"


class Glossary:
    """The terms of a dataset's vocabulary, and those it borrows."""

    def __init__(self, dataset: Dataset, questions: Iterable[Question]) -> None:
        self.dataset = dataset
        self.graph = knowledge_graph(dataset)
        self.facts = by_subject(dataset.vocabulary.triples)
        self.back = by_object(dataset.vocabulary.triples)
        name = term("skos:prefLabel")
        named = ((node.value, said[name]) for node, said in self.facts.items() if name in said)
        self.labels = {iri: worded(said) for iri, said in named}
        self.asking: dict[str, list[tuple[str, Translations]]] = defaultdict(list)
        for each in questions:
            for asked in each.terms:
                self.asking[asked].append((each.name, each.title))

    @cached_property
    def terms(self) -> tuple[GlossaryTerm, ...]:
        """Our own terms in the order of the files."""
        ours = dict.fromkeys(
            each.subject.value
            for each in self.dataset.vocabulary.triples
            if each.subject.value.startswith(HO)
        )
        return tuple(self._term(iri) for iri in ours)

    def of(self, *kinds: str) -> tuple[GlossaryTerm, ...]:
        """Return the terms of some kinds that are the field's, not our bookkeeping's."""
        return tuple(each for each in self.terms if each.kind in kinds and not each.accounts)

    @cached_property
    def tree(self) -> Branches:
        """The field's classes, each under the first of ours that it is a kind of."""
        classes = {each.ref.iri: each for each in self.of("class")}
        under: dict[str, list[GlossaryTerm]] = defaultdict(list)
        for each in classes.values():
            above = (up.iri for up in each.relations.get("above", ()))
            under[next((iri for iri in above if iri in classes), "")].append(each)

        def grown(iri: str) -> Branches:
            return [(each, grown(each.ref.iri)) for each in under.pop(iri, ())]

        return grown("")

    @cached_property
    def borrowed(self) -> list[tuple[str, str, list[Ref]]]:
        """Terms that ``names.ttl`` gives a name: prefix and address of each vocabulary, and its."""
        found: dict[str, list[Ref]] = defaultdict(list)
        for iri in self.labels:
            ref = self._ref(iri)
            if not ref.ours:
                prefix, colon, _ = ref.name.partition(":")
                found[prefix if colon and not ref.name.startswith("<") else ""].append(ref)
        return [
            (prefix, VOCABULARIES.get(prefix, ""), sorted(found[prefix], key=lambda ref: ref.name))
            for prefix in sorted(found, key=lambda each: (not each, each))
        ]

    @cached_property
    def description(self) -> Translations:
        """What the vocabulary says it is for."""
        whole = self.facts.get(NamedNode(HO.removesuffix("#")), {})
        return worded(whole.get(term("dcterms:description"), ()))

    def source(self, words: str) -> tuple[str, str, Label] | None:
        """Return where the words of an example stand: at the passage that holds most of them.

        That is the document's slug, the fragment on its page, and its name.
        """
        for name, (source, passages) in self._sources.items():
            for found in source.find(words):
                shared = [
                    (min(end, found.end) - max(start, found.start), start - end, start, end)
                    for start, end in passages
                    if start < found.end and found.start < end
                ]
                place = "#char={2},{3}".format(*max(shared)) if shared else ""
                return name, place, self.graph.document(name).label
        return None

    @cached_property
    def _sources(self) -> dict[str, tuple[Source, list[tuple[int, int]]]]:
        """Each source by name, and where its stated passages begin and end."""
        found = {}
        for name, text in self.dataset.texts.items():
            facts = self.dataset.facts.get(self.dataset.base.graph(f"kilde/{name}").value, ())
            places = [each.object.value for each in facts if each.predicate == _STATED_IN]
            cut = (each.partition("#char=")[2].split(",") for each in places)
            found[name] = Source(name, text.encode()), [(int(x), int(y)) for x, y in cut]
        return found

    def _ref(self, iri: str) -> Ref:
        fragment = anchor(iri) if NamedNode(iri) in self.facts else None
        return Ref(curie(iri, VOCABULARIES), iri, self.labels.get(iri, worded(())), fragment)

    def _term(self, iri: str) -> GlossaryTerm:
        said = self.facts[NamedNode(iri)]
        types = {each.value for each in said.get(term("rdf:type"), ())}
        kinds = messages(_TOLD)["kinds"].items()
        kind = next((kind for name, kind in kinds if term(name).value in types), "other")
        ref = self._ref(iri)
        stated, read = self._use(iri, kind)
        return GlossaryTerm(
            ref=ref,
            kind=kind,
            accounts=any(each.value == "true" for each in said.get(term("ho:isBookkeeping"), ())),
            also={
                lang: tuple(
                    each.value
                    for each in said.get(term("skos:altLabel"), ())
                    if isinstance(each, Literal) and each.language == lang
                )
                for lang in LANGUAGES
            },
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
        for key, names in messages(_TOLD)["relations"].items():
            found: dict[str, None] = {}
            for name in names:
                where = self.back if name.startswith("^") else self.facts
                others = where.get(NamedNode(iri), {}).get(term(name.removeprefix("^")), ())
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
            for each in where.get(NamedNode(scheme), {}).get(term(f"skos:{name}"), ())
        ]
        if schemes:
            yield "values", tuple(self._ref(each) for each in dict.fromkeys(concepts))

    def _use(self, iri: str, kind: str) -> tuple[int, int]:
        """Return how much the dataset has of a term: stated, and only with readings."""
        roles = {"class": "class", "number": "class", "concept": "concept"}
        role = roles.get(kind, "property")
        stated, read = (uses.get((role, iri), set()) for uses in self._uses)
        return len(stated), len(read - stated)

    @cached_property
    def _uses(self) -> tuple[Uses, Uses]:
        """What has a term as its class, property or value, in what is stated and what is read."""
        stated: Uses = defaultdict(set)
        read: Uses = defaultdict(set)
        own = self.dataset.base.graph("ontologi").value
        for graph, facts in self.dataset.facts.items():
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


def glossary_page(glossary: Glossary, frame: Frame, lang: str, data: bytes) -> str:
    """Return the page of the vocabulary: both languages side by side, in the frame of one."""
    parts: dict[str, object] = {
        key: glossary.of(*kinds) for key, kinds in messages(_TOLD)["parts"].items()
    }
    parts["accounts"] = tuple(each for each in glossary.terms if each.accounts)
    parts["borrowed"] = glossary.borrowed
    return render(
        frame,
        "def.html.j2",
        lang,
        GLOSSARY,
        data,
        glossary=glossary,
        ids={key: f"{key}-" for key in parts},
        parts=parts,
        tongues={lang: page_texts(lang)["def"] for lang in LANGUAGES},
    )
