"""The house as a network: things, and between them links with what each rests on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.fault import LANGUAGES
from ho21.names import HO, local, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import networkx as nx

    from ho21.names import Base, Node
    from ho21.store import Dataset

Labels = dict[str, str]
_SOURCE: Final = "kilde/"
_MAPPINGS: Final = "koblinger"
_NO_THINGS: Final = frozenset(("Capture", "Claim", "Denial", "NoLink", "Passage", "SetAside"))


@dataclass(frozen=True, order=True)
class Words:
    """What something rests on: the words of a source and their place, or a reader's reason."""

    quote: str = ""
    place: str = ""
    reason: Labels = field(default_factory=dict, compare=False)

    def text(self, lang: str) -> str:
        """Return the quote, else the reason in a language."""
        return self.quote or self.reason.get(lang, "")


@dataclass(frozen=True)
class Thing:
    """A thing of the house: its classes, its labels, and the sources that state it."""

    iri: str
    kind: str
    kinds: frozenset[str]
    labels: Labels = field(compare=False)
    sources: frozenset[str]
    words: Words
    when: str = ""


@dataclass(frozen=True)
class Link:
    """One claim: a link between two things, by the one source or the one reading that makes it."""

    subject: str
    predicate: str
    object: str
    claim: str
    source: str
    inferred: bool
    confidence: float | None
    words: Words

    @property
    def read(self) -> bool:
        """Whether the link is a reading, which no source states."""
        return not self.source

    @property
    def strength(self) -> float:
        """How sure the link is: a stated one wholly, a read one as its reader is."""
        return 1.0 if self.confidence is None else self.confidence

    @property
    def ends(self) -> tuple[str, str]:
        """The subject and the object."""
        return self.subject, self.object


@dataclass(frozen=True)
class Negative:
    """A reading that says no: a link denied, or sought in a class and not found."""

    about: str
    predicate: str
    other: str
    denied: bool
    confidence: float
    words: Words


@dataclass(frozen=True)
class Network:
    """Things by IRI, links and negative readings; ``terms`` names the vocabulary's own words."""

    things: dict[str, Thing]
    links: tuple[Link, ...]
    negatives: tuple[Negative, ...]
    terms: dict[str, Labels] = field(repr=False)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The names of the sources, sorted."""
        return tuple(sorted({name for each in self.things.values() for name in each.sources}))

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        """The things as nodes and each link as an edge, keyed by its claim."""
        import networkx as nx

        made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for iri, thing in self.things.items():
            made.add_node(iri, thing=thing)
        for link in self.links:
            made.add_edge(*link.ends, key=(link.claim, link.source), link=link)
        return made

    @cached_property
    def stated(self) -> Network:
        """The same network without readings."""
        links = tuple(link for link in self.links if not link.read)
        return replace(self, links=links, negatives=())

    @cached_property
    def triples(self) -> frozenset[tuple[str, str, str]]:
        """What the links say, each once; what only repeats another in wider words is left out."""
        links = (link for link in self.links if not link.inferred)
        return frozenset((link.subject, link.predicate, link.object) for link in links)

    def without(self, source: str) -> Network:
        """Return what is left when a source is withdrawn, readings that lose an end left out."""
        things = {
            iri: replace(thing, sources=thing.sources - {source})
            for iri, thing in self.things.items()
            if thing.sources != {source}
        }
        links = (link for link in self.links if link.source != source)
        return replace(
            self,
            things=things,
            links=tuple(link for link in links if things.keys() >= set(link.ends)),
            negatives=tuple(
                each
                for each in self.negatives
                if each.about in things and (not each.denied or each.other in things)
            ),
        )

    def of(self, *kinds: str) -> list[Thing]:
        """Return the things of some classes, in order of IRI."""
        return [each for each in self.things.values() if not each.kinds.isdisjoint(kinds)]

    def out(self, iri: str, *predicates: str) -> list[Link]:
        """Return the links from a thing, of some kinds or of any."""
        return list(self._links(self.graph.out_edges(iri, data="link"), predicates))

    def into(self, iri: str, *predicates: str) -> list[Link]:
        """Return the links to a thing, of some kinds or of any."""
        return list(self._links(self.graph.in_edges(iri, data="link"), predicates))

    @staticmethod
    def _links(
        edges: Iterable[tuple[str, str, Link]], predicates: tuple[str, ...]
    ) -> Iterator[Link]:
        return (link for *_, link in edges if not predicates or link.predicate in predicates)

    def is_a(self, iri: str, *kinds: str) -> bool:
        """Say whether a thing is of one of some classes."""
        return not self.things[iri].kinds.isdisjoint(kinds)


def network(dataset: Dataset) -> Network:
    """Return a dataset's things, links and negative readings, each in order of IRI."""
    return _Reading(dataset).run()


class _Reading:
    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.base: Base = dataset.base
        self.about: dict[NamedNode, dict[NamedNode, dict[Node, None]]] = defaultdict(dict)
        self.where: dict[NamedNode, dict[str, None]] = defaultdict(dict)
        self.stated_in: dict[str, set[str]] = defaultdict(set)

    def run(self) -> Network:
        claims: list[tuple[NamedNode, str]] = []
        for graph, facts in sorted(self.dataset.facts.items()):
            name = graph.removeprefix(self.base.graph("").value)
            if name == _MAPPINGS:  # these lead out of the house
                continue
            for subject, predicate, value in facts:
                self.about[subject].setdefault(predicate, {})[value] = None
                if predicate == term("rdf:subject"):
                    claims.append((subject, name))
                elif predicate == term("ho:isStatedIn") and name.startswith(_SOURCE):
                    self.stated_in[subject.value].add(name.removeprefix(_SOURCE))
        links = sorted(
            (self.link(claim, name) for claim, name in claims),
            key=lambda each: (*each.ends, each.predicate, each.claim, each.source),
        )
        named: dict[str, set[str]] = defaultdict(set)
        for link in links:
            for end in link.ends:
                named[end] |= {link.source} - {""}
        kinds = {node: self.kinds(node) for node in self.about if self.base.is_thing(node)}
        things = (
            self.thing(node, them, self.stated_in.get(node.value) or named[node.value])
            for node, them in kinds.items()
            if them and them.isdisjoint(_NO_THINGS)
        )
        by_iri = {each.iri: each for each in sorted(things, key=lambda each: each.iri)}
        return Network(
            by_iri,
            tuple(link for link in links if by_iri.keys() >= set(link.ends)),
            tuple(sorted(self.negatives(), key=_order)),
            {local(node): self.labels(node) for node in self.about if node.value.startswith(HO)},
        )  # fmt: skip

    def values(self, node: NamedNode, name: str) -> list[Node]:
        return [*self.about.get(node, {}).get(term(name), ())]

    def one(self, node: NamedNode, name: str) -> str:
        return min((each.value for each in self.values(node, name)), default="")

    def tagged(self, node: NamedNode, name: str) -> Labels:
        found = self.values(node, name)
        return {each.language or "": each.value for each in found if isinstance(each, Literal)}

    def labels(self, node: NamedNode) -> Labels:
        """Return a thing's short names, else its full ones, in each language."""
        full, short = self.tagged(node, "skos:prefLabel"), self.tagged(node, "ho:shortLabel")
        own = self.base.short(node)
        return {lang: short.get(lang) or full.get(lang) or own for lang in LANGUAGES}

    def kinds(self, node: NamedNode) -> frozenset[str]:
        found = (each.value for each in self.values(node, "rdf:type"))
        return frozenset(iri.removeprefix(HO) for iri in found if iri.startswith(HO))

    def thing(self, node: NamedNode, kinds: frozenset[str], sources: set[str]) -> Thing:
        above = self.dataset.vocabulary.above_class
        wider = {local(each) for kind in kinds for each in above.get(term(f"ho:{kind}"), ())}
        kind = min(kinds - wider or kinds)
        quotes = {each.value for each in self.values(node, "ho:quote")}
        words = [self.words(each) for each in self.passages(node)]
        main = [each for each in words if each.quote in quotes] or words
        return Thing(
            node.value,
            kind,
            kinds,
            self.labels(node),
            frozenset(sources),
            main[0] if main else Words(),
            self.one(node, "ho:when"),
        )

    def link(self, claim: NamedNode, graph: str) -> Link:
        predicate, *_ = self.values(claim, "rdf:predicate")
        confidence = self.one(claim, "ho:confidence")
        read = self.base.graph(graph).value in self.dataset.read_graphs
        reason = self.tagged(claim, "ho:reason")
        places = [each for each in self.passages(claim) if self.in_graph(each, graph)]
        return Link(
            self.one(claim, "rdf:subject"),
            local(predicate) if isinstance(predicate, NamedNode) else "",
            self.one(claim, "rdf:object"),
            claim.value,
            "" if read else graph.rpartition("/")[2],
            self.one(claim, "ho:basis") == term("ho:inferred-by-rule").value,
            float(confidence) if confidence else None,
            Words(reason=reason) if read else self.words(places[0]) if places else Words(),
        )

    def passages(self, node: NamedNode) -> list[NamedNode]:
        """Return the passages of a thing or claim in the order in which they stand."""
        found = [each for each in self.values(node, "ho:isStatedIn") if isinstance(each, NamedNode)]
        line = {each: int(self.one(each, "ho:startLine") or 0) for each in found}
        return sorted(found, key=lambda each: (line[each], each.value))

    def in_graph(self, passage: NamedNode, graph: str) -> bool:
        """Say whether a passage is of the source that a graph is named after."""
        capture = self.base.capture(graph.rpartition("/")[2]).value
        return self.one(passage, "oa:hasSource") == capture

    def words(self, passage: NamedNode) -> Words:
        capture = self.one(passage, "oa:hasSource").rpartition("/")[2]
        place = f"{capture}:{self.one(passage, 'ho:startLine')}"
        return Words(self.one(passage, "ho:quote"), place)

    def negatives(self) -> Iterator[Negative]:
        for node in self.about:
            denied = term("ho:Denial") in self.values(node, "rdf:type")
            if not denied and term("ho:NoLink") not in self.values(node, "rdf:type"):
                continue
            names = (
                ("owl:sourceIndividual", "owl:assertionProperty", "owl:targetIndividual")
                if denied
                else ("ho:about", "ho:soughtProperty", "ho:soughtIn")
            )
            about, predicate, other = (self.one(node, name) for name in names)
            yield Negative(
                about,
                predicate.removeprefix(HO),
                other if denied else other.removeprefix(HO),
                denied,
                float(self.one(node, "ho:confidence") or 1),
                Words(reason=self.tagged(node, "ho:reason")),
            )


def _order(each: Negative) -> tuple[str, str, str]:
    return each.about, each.predicate, each.other
