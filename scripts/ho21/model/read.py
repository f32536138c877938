"""The facts of a dataset become things and links, in one pass and without a query."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ho21.dataset.following.roles import roles
from ho21.model.facts import Facts, iri_of, paired
from ho21.model.graph import KnowledgeGraph
from ho21.model.things import (
    Document,
    Evidence,
    Identifier,
    Label,
    Link,
    NonLink,
    Passage,
    Span,
    Standing,
    Thing,
    Value,
)
from ho21.rdf.namespaces import HO, Fact, term
from ho21.text import last

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Quad

    from ho21.dataset.coverage import Coverage
    from ho21.dataset.dataset import Dataset
    from ho21.dataset.vocabulary import Vocabulary
    from ho21.model.facts import Triples
    from ho21.rdf.namespaces import Base, Node

    Kinds = Mapping[str, tuple[str, ...]]

_BOOKKEEPING: Final = frozenset(
    HO + name for name in ("Capture", "Claim", "Denial", "NoLink", "Passage", "SetAside")
)
_ENDS: Final = ("rdf:subject", "rdf:predicate", "rdf:object")
_DENIED: Final = ("owl:sourceIndividual", "owl:assertionProperty", "owl:targetIndividual")
_SOUGHT: Final = ("ho:about", "ho:soughtProperty", "ho:soughtIn")
# What a thing has fields of its own for, and what only says where the words were found.
_APART: Final = frozenset(
    iri_of(name)
    for name in (
        *("rdf:type", "skos:prefLabel", "skos:hiddenLabel", "ho:shortLabel"),
        *("ho:hasRole", "ho:position", "ho:sortKey"),
        *("ho:quote", "ho:alsoQuote", "ho:quotePrefix", "ho:translation", "ho:isStatedIn"),
        *("ho:restsOn", "ho:restsOnAfter", "ho:doesNotMention"),
        *("ho:context", "ho:noise", "ho:glue"),
    )
)
_IDENTIFYING: Final = {iri_of("skos:notation"): 0, iri_of("dcterms:source"): 2}
_CHARACTERS: Final = re.compile(r"#char=(\d+),(\d+)$", re.ASCII)
_STANDINGS: Final = {HO + each.term: each for each in Standing}
_KEPT: Final = "_knowledge_graph"


def knowledge_graph(dataset: Dataset) -> KnowledgeGraph:
    """Return the graph of a dataset, read once and kept with it."""
    kept = vars(dataset)
    if _KEPT not in kept:
        reader = _Reader(dataset.base, dataset.vocabulary, dataset.facts)
        made = reader.graph(dataset.texts, dataset.coverage)
        kept[_KEPT] = replace(
            made,
            plurals=_plurals(dataset.shapes),
            publishers=tuple(dataset.own("dcterms:publisher")),
            own=dataset.words,
        )
    graph: KnowledgeGraph = kept[_KEPT]
    return graph


def _plurals(shapes: Mapping[str, str]) -> dict[str, Label]:
    """Return what many things of a class are called, by the labels of the shapes for them."""
    named: dict[str, dict[str, str]] = defaultdict(dict)
    kinds: dict[str, str] = {}
    quads = (each for text in shapes.values() for each in parse(text, RdfFormat.TURTLE))
    for shape, predicate, value, _ in quads:
        if predicate == term("sh:targetClass"):
            kinds[str(shape)] = value.value
        elif predicate == term("rdfs:label") and isinstance(value, Literal):
            named[str(shape)][value.language or ""] = value.value
    return {kinds[each]: Label.of(them) for each, them in named.items() if each in kinds}


def read(quads: Iterable[Quad], base: Base, vocabulary: Vocabulary) -> KnowledgeGraph:
    """Return the graph of some quads, in whatever order they come.

    What is in no named graph is left out: which document states a link is told by its graph, and
    the default graph of our stores only repeats the others.
    """
    facts: dict[str, list[Fact]] = defaultdict(list)
    for subject, predicate, value, graph in quads:
        named = isinstance(subject, NamedNode) and isinstance(graph, NamedNode)
        if named and isinstance(value, NamedNode | Literal):
            facts[graph.value].append(Fact(subject, predicate, value))
    return _Reader(base, vocabulary, facts).graph({}, {})


class _Reader:
    """The things and links that facts make."""

    def __init__(self, base: Base, vocabulary: Vocabulary, facts: Mapping[str, Triples]) -> None:
        self.base = base
        self.own = (f"{base.iri}id/", f"{base.iri}doc/")
        self.above = _by_iri(vocabulary.above_class)
        self.classes = {each.value for each in vocabulary.own & vocabulary.classes}
        self.wider = _by_iri(vocabulary.above_property)
        self.wider_role = _by_iri(vocabulary.above_role)
        self.counting = {
            kind.value: frozenset(each.value for each in found)
            for kind in sorted(vocabulary.classes, key=str)
            if (found := roles(kind, vocabulary))
        }
        self.facts = Facts(base, facts)
        named = ((iri, self.facts.label(iri, "skos:prefLabel")) for iri in self.facts.said)
        self.labels = {iri: label for iri, label in named if label}
        self.passages = {iri: self.passage(iri) for iri in self.facts.of("ho:Passage")}

    def graph(self, texts: Mapping[str, str], coverage: Mapping[str, Coverage]) -> KnowledgeGraph:
        """Return the graph; the documents have the texts and the coverage of some files."""
        kinds = {iri: them for iri in sorted(self.facts.said) if (them := self.kinds(iri))}
        links, mappings = self.links(kinds)
        stating = _stating(links)
        things = {iri: self.thing(iri, them, stating[iri]) for iri, them in kinds.items()}
        project = min(self.facts.of("dcat:Dataset"), default="")
        return KnowledgeGraph(
            base=self.base,
            things=things,
            links=links,
            mappings=mappings,
            non_links=tuple(self.non_links(things)),
            documents={
                iri: replace(each, text=texts.get(each.slug, ""), coverage=coverage.get(each.slug))
                for iri, each in self.documents().items()
            },
            passages=self.passages,
            labels=self.labels,
            wider=self.above | self.wider,
            counting=self.counting,
            members=self.members(things),
            title=self.facts.label(project, "dcterms:title"),
            issued=self.facts.one(project, "dcterms:issued"),
            licence=self.facts.one(project, "dcterms:license"),
        )

    def members(self, things: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return those whom a register counts as belonging to an actor, by the actor."""
        found: dict[str, set[str]] = defaultdict(set)
        for iri in things:
            for each in self.facts.values(iri, "org:memberOf"):
                found[each].add(iri)
        return {iri: frozenset(them) for iri, them in found.items()}

    def name(self, iri: str) -> Label:
        return self.labels.get(iri) or Label.same(last(iri))

    def kinds(self, iri: str) -> tuple[str, ...]:
        """Return the classes of a thing, ours and the project's own; none for what is no thing."""
        if not iri.startswith(self.own) or "#" in iri or iri not in self.labels:
            return ()
        types = self.facts.values(iri, "rdf:type")
        kinds = [each for each in types if each.startswith(HO) or each in self.classes]
        return () if not _BOOKKEEPING.isdisjoint(kinds) else tuple(kinds)

    def narrowest(self, kinds: Iterable[str]) -> str:
        """Return the class that no other one of a thing is below, told by IRI."""
        wider = {each for kind in kinds for each in self.above.get(kind, ())}
        wider |= {each for kind in kinds for each in self.facts.values(kind, "rdfs:subClassOf")}
        return min(set(kinds) - wider or kinds)

    def passage(self, iri: str) -> Passage:
        capture = iri.partition("#")[0]
        place = _CHARACTERS.search(iri)
        quotes = [each for each in self.facts.nodes(iri, "ho:quote") if isinstance(each, Literal)]
        quote = min(quotes, key=lambda each: (each.value, each.language or ""), default=None)
        selectors = self.facts.values(iri, "oa:hasSelector")
        return Passage(
            iri=iri,
            document=self.facts.one(capture, "dcterms:source") or capture.removesuffix(".txt"),
            start=int(place[1]) if place else 0,
            end=int(place[2]) if place else 0,
            first_line=self.facts.number(iri, "ho:startLine") or 0,
            last_line=self.facts.number(iri, "ho:endLine") or 0,
            quote=quote.value if quote else "",
            translation=self.facts.label(iri, "ho:translation"),
            exact=max((self.facts.one(each, "oa:exact") for each in selectors), default=""),
            language=(quote.language or "") if quote else "",
            stating=not self.facts.is_derived(iri, iri_of("rdf:type"), term("ho:Passage")),
        )

    def placed(self, iris: Iterable[str]) -> list[Passage]:
        """Return passages in order of source and place."""
        found = [self.passages[each] for each in iris if each in self.passages]
        return sorted(found, key=lambda each: (each.source, each.start, each.iri))

    def documents(self) -> dict[str, Document]:
        asides: dict[str, list[Span]] = defaultdict(list)
        for iri in self.facts.of("ho:SetAside"):
            passage = self.passages.get(self.facts.one(iri, "ho:setsAside"))
            kind = last(self.facts.one(iri, "ho:setAsideAs")).removeprefix("as").casefold()
            if passage:
                asides[passage.document].append(Span(passage.start, passage.end, kind, last(iri)))
        captured = (
            (iri, capture)
            for capture in self.facts.of("ho:Capture")
            for iri in self.facts.values(capture, "dcterms:source")
        )
        return {iri: self.document(iri, by, asides[iri]) for iri, by in sorted(captured)}

    def document(self, iri: str, capture: str, asides: list[Span]) -> Document:
        one, slug = self.facts.one, last(iri)
        return Document(
            iri=iri,
            slug=slug,
            label=self.name(iri),
            title=self.facts.label(iri, "dcterms:title"),
            url=one(iri, "foaf:page"),
            publishers=tuple(self.facts.values(iri, "dcterms:publisher")),
            created=one(iri, "dcterms:created"),
            issued=one(iri, "dcterms:issued"),
            modified=one(iri, "dcterms:modified"),
            capture=capture,
            captured=one(capture, "prov:generatedAtTime"),
            capture_passages=tuple(self.placed(self.facts.values(capture, "ho:isStatedIn"))),
            format=one(capture, "dcterms:format"),
            sha256=one(capture, "ho:sha256"),
            asides=tuple(sorted(asides, key=lambda each: (each.start, -each.end))),
        )

    def thing(self, iri: str, kinds: tuple[str, ...], stating: Iterable[str]) -> Thing:
        label, short = self.labels[iri], self.facts.label(iri, "ho:shortLabel")
        quotes = {each.value for each in self.facts.nodes(iri, "ho:quote")}
        found = self.placed(self.facts.values(iri, "ho:isStatedIn"))
        main = {each.iri for each in found if each.quote in quotes}
        return Thing(
            iri=iri,
            kind=self.narrowest(kinds),
            kinds=kinds,
            label=label,
            short_label=Label.of(label.written | short.written),
            position=self.facts.number(iri, "ho:position"),
            when=self.facts.one(iri, "ho:when"),
            sort_key=self.facts.one(iri, "ho:sortKey"),
            values=tuple(self.plain(iri)),
            passages=tuple(sorted(found, key=lambda each: (each.source, each.iri not in main))),
            main_passages=tuple(self.passages[each] for each in sorted(main)),
            documents=tuple(sorted({*stating, *(each.document for each in found)})),
            identifiers=tuple(self.identifiers(iri)),
            roles=self.roles(iri),
        )

    def roles(self, iri: str) -> tuple[str, ...]:
        """Return what a thing counts as, before what that is a part of."""
        found = self.facts.values(iri, "ho:hasRole")
        parts = {each: len(self.wider_role.get(each, ())) for each in found}
        return tuple(sorted(found, key=lambda each: (-parts[each], each)))

    def plain(self, iri: str) -> Iterator[Value]:
        """Yield what is written of a thing that is neither a link nor a field of its own."""
        said = self.facts.said[iri]
        for name in sorted(said.keys() - _APART):
            texts: dict[str, list[str]] = defaultdict(list)
            for each in sorted(said[name], key=str):
                if self.facts.is_derived(iri, name, each) or self.leads_on(each, iri):
                    continue
                if isinstance(each, Literal) and each.language:
                    texts[each.language].append(each.value)
                else:
                    yield self.value(name, each)
            for pair in paired(texts):
                text = Label.of(pair)
                yield Value(name, self.name(name), text, text["nb"], iri_of("rdf:langString"))

    def leads_on(self, node: Node, iri: str) -> bool:
        """Say whether a value is a thing, or hangs on this one."""
        return isinstance(node, NamedNode) and node.value.startswith((*self.own, f"{iri}#"))

    def value(self, name: str, node: Node) -> Value:
        if isinstance(node, NamedNode):
            return Value(name, self.name(name), self.name(node.value), node.value)
        text = Label.same(node.value)
        return Value(name, self.name(name), text, node.value, node.datatype.value)

    def identifiers(self, iri: str) -> Iterator[Identifier]:
        """Yield what hangs on a thing by a fragment, in order: number, register, source."""
        nodes = chain.from_iterable(self.facts.said[iri].values())
        hanging = {each.value for each in nodes if each.value.startswith(f"{iri}#")}
        for each in sorted(hanging):
            about = self.facts.said.get(each, {})
            names = sorted(about, key=lambda name: (_IDENTIFYING.get(name, 1), name))
            texts = (node for name in names for node in sorted(about[name], key=str))
            said = (node.value for node in texts if isinstance(node, Literal))
            yield Identifier(each, tuple(dict.fromkeys(said)))

    def links(self, things: Kinds) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
        """Return the links between things, and those that lead out of the project."""
        evidence: dict[tuple[str, str, str], list[Evidence]] = defaultdict(list)
        for claim in self.facts.claims:
            subject, predicate, target = (self.facts.one(claim, each) for each in _ENDS)
            if subject in things and (target in things or not target.startswith(self.base.iri)):
                evidence[subject, predicate, target].append(self.evidence(claim))
        found = [
            Link(*ends, tuple(sorted(evidence[ends], key=lambda each: (each.standing, each.claim))))
            for ends in sorted(evidence)
        ]
        return (
            tuple(each for each in found if each.object in things),
            tuple(each for each in found if each.object not in things),
        )

    def standing(self, claim: str) -> Standing:
        """Return how a claim says that it is known; what does not say so is not taken as said."""
        known = map(_STANDINGS.get, self.facts.values(claim, "ho:standing"))
        return max((each for each in known if each), default=Standing.INTERPRETED)

    def evidence(self, claim: str) -> Evidence:
        one, values = self.facts.one, self.facts.values
        first = [each for each in values(claim, "ho:isStatedIn") if each in self.passages]
        passages = self.placed({*first, *values(claim, "ho:alsoRestsOn")})
        known = self.standing(claim)
        stating = () if known.rests_on_reading else self.stating(claim, passages)
        return Evidence(
            claim=claim,
            standing=known,
            basis=one(claim, "ho:basis"),
            documents=tuple(sorted(stating)),
            passages=tuple(passages),
            main=self.passages[first[0]] if first else None,
            confidence=self.facts.measure(claim, "ho:confidence"),
            reason=self.facts.label(claim, "ho:reason"),
            author=one(claim, "prov:wasAttributedTo"),
            review=one(claim, "ho:reviewState"),
            reviewer=one(claim, "sssom:reviewer_id"),
            reviewed=one(claim, "sssom:review_date"),
            created=one(claim, "dcterms:created"),
            premises=tuple(values(claim, "prov:wasDerivedFrom")),
        )

    def stating(self, claim: str, passages: Iterable[Passage]) -> set[str]:
        """Return the documents that state a claim: those of its graphs and of its words."""
        parts = (each.partition("/") for each in self.facts.claims[claim])
        named = {self.base.document(name).value for kind, _, name in parts if kind == "kilde"}
        return named | {each.document for each in passages}

    def non_links(self, things: Mapping[str, Thing]) -> Iterator[NonLink]:
        found = [
            *(self.non_link(each, _DENIED, denied=True) for each in self.facts.of("ho:Denial")),
            *(self.non_link(each, _SOUGHT, denied=False) for each in self.facts.of("ho:NoLink")),
        ]
        for each in sorted(found, key=lambda each: (each.about, each.iri)):
            ends = each.other in things or each.is_mapping or not each.denied
            if each.about in things and ends:
                yield each

    def non_link(self, iri: str, ends: tuple[str, str, str], *, denied: bool) -> NonLink:
        about, predicate, other = (self.facts.one(iri, each) for each in ends)
        return NonLink(
            iri=iri,
            about=about,
            predicate=predicate,
            other=other,
            denied=denied,
            reason=self.facts.label(iri, "ho:reason"),
            confidence=self.facts.measure(iri, "ho:confidence"),
            author=self.facts.one(iri, "prov:wasAttributedTo"),
            review=self.facts.one(iri, "ho:reviewState"),
            reviewer=self.facts.one(iri, "sssom:reviewer_id"),
            reviewed=self.facts.one(iri, "sssom:review_date"),
            created=self.facts.one(iri, "dcterms:created"),
            passages=tuple(self.placed(self.facts.values(iri, "ho:alsoRestsOn"))),
        )


def _by_iri(wider: Mapping[NamedNode, Iterable[NamedNode]]) -> dict[str, frozenset[str]]:
    return {name.value: frozenset(each.value for each in them) for name, them in wider.items()}


def _stating(links: Iterable[Link]) -> dict[str, set[str]]:
    """Return the documents that state a link of each thing."""
    found: dict[str, set[str]] = defaultdict(set)
    for link in links:
        for end in link.ends:
            found[end].update(link.documents)
    return found
