"""The knowledge graph: things and links found by IRI, by class, by end and by passage."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from ho21.dataset.readings.wording import OwnWords
from ho21.model.lookup import phrase_of
from ho21.model.things import Label, Standing, Thing
from ho21.rdf.namespaces import HO
from ho21.resources import messages
from ho21.text import called_in_sentence, fill_in, last, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import networkx as nx

    from ho21.model.things import Document, Evidence, Link, NonLink, Passage
    from ho21.rdf.namespaces import Base

K = TypeVar("K")
V = TypeVar("V")

MENTIONS: Final = f"{HO}mentions"
IMPLIED: Final = f"{HO}impliedPerformer"
_INCLUDES: Final = f"{HO}hasMember"
_READINGS: Final = messages("model/readings.toml")


@dataclass(frozen=True)
class KnowledgeGraph:
    """Things by IRI, the links between them, and what was weighed and not linked.

    Everything is in order of IRI.  ``mappings`` are links to concepts of other vocabularies,
    ``labels`` what anything is called: things, terms, concepts, authors.  ``wider`` is what
    is above a property or class, ``counting`` what the things of a class count as, ``plurals`` what
    many things of a class are called, ``own`` the project's own sentences.  ``members`` are those
    who belong to an actor, as a register says.

    A class, role or property is given by its IRI, or by its name where it is one of ours.
    """

    base: Base
    things: dict[str, Thing] = field(repr=False)
    links: tuple[Link, ...] = field(repr=False)
    mappings: tuple[Link, ...] = field(default=(), repr=False)
    non_links: tuple[NonLink, ...] = field(default=(), repr=False)
    documents: dict[str, Document] = field(default_factory=dict, repr=False)
    passages: dict[str, Passage] = field(default_factory=dict, repr=False)
    labels: dict[str, Label] = field(default_factory=dict, repr=False)
    wider: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    counting: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    members: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    plurals: Mapping[str, Label] = field(default_factory=dict, repr=False, compare=False)
    publishers: tuple[str, ...] = field(default=(), compare=False)
    own: OwnWords = field(default_factory=OwnWords, repr=False, compare=False)
    title: Label = field(default_factory=Label)
    issued: str = ""
    licence: str = ""

    def thing(self, iri: str) -> Thing:
        """Return a thing; raises KeyError where there is none."""
        return self.things[iri]

    def of(self, *kinds: str) -> list[Thing]:
        """Return the things of some classes or in some roles, in order of IRI."""
        found = {each.iri for kind in kinds for each in self._of.get(_ours(kind), ())}
        return [self.things[each] for each in sorted(found)]

    def counted(self, role: str) -> list[Thing]:
        """Return what counts as something, such as ``goal`` or ``eventGoal``, in order of IRI."""
        return self.of(f"as{role[:1].upper()}{role[1:]}")

    @cached_property
    def actors(self) -> frozenset[str]:
        """The actors that a source speaks of: not those who have only read the sources."""
        spoken_of = {end for each in self.links if each.stated for end in each.ends}
        found = self.counted("actor")
        return frozenset(x.iri for x in found if x.passages or x.iri in spoken_of)

    @cached_property
    def gathered(self) -> dict[str, tuple[str, ...]]:
        """Those who belong to an actor, straight or through another, in order of IRI.

        A register says so, or a source that tells whom a group includes.
        """
        found: dict[str, set[str]] = defaultdict(set)
        for iri, members in self.members.items():
            found[iri].update(self.things.keys() & members)
        for link in self.links:
            if link.predicate == _INCLUDES and link.stated:
                found[link.subject].add(link.object)
        return {
            iri: tuple(sorted(_reached(found, iri) - {iri}))
            for iri in sorted(found.keys() & self.things.keys())
            if found[iri] - {iri}
        }

    def class_of(self, role: str) -> str:
        """Return the narrowest class that all that counts as something is of, else the role."""
        return next(iter(self.classes_of(role)), _ours(role))

    def classes_of(self, role: str) -> list[str]:
        """Return the classes that all that counts as something is of, the narrowest first."""
        things = [each for each in self.of(role) if _ours(role) in each.roles]
        shared = set.intersection(*(set(each.kinds) for each in things)) if things else set()
        own = {each.kind for each in things}
        size = {x: (len(self.of(x)), x not in own, -len(self.wider.get(x, ())), x) for x in shared}
        return sorted(size, key=size.__getitem__)

    def is_a(self, iri: str, *kinds: str) -> bool:
        """Say whether a thing is of one of some classes, or in one of some roles."""
        return any(_ours(each) in self.things[iri].classes for each in kinds)

    def covers(self, kind: str, other: str) -> bool:
        """Say whether a class is another, or its things count as a role."""
        wanted, asked = _ours(other), _ours(kind)
        return wanted == asked or wanted in self.counting.get(asked, ())

    def out(self, iri: str, *predicates: str) -> list[Link]:
        """Return the links from a thing, by some properties or by any."""
        return _by(self._out.get(iri, ()), predicates)

    def into(self, iri: str, *predicates: str) -> list[Link]:
        """Return the links to a thing, by some properties or by any."""
        return _by(self._into.get(iri, ()), predicates)

    def says(self, link: Link, predicate: str) -> bool:
        """Say whether a link is by a property, or by a narrower one."""
        wanted = _ours(predicate)
        return link.predicate == wanted or wanted in self.wider.get(link.predicate, ())

    def mapped(self, iri: str, *predicates: str) -> list[Link]:
        """Return the links of a thing to concepts of other vocabularies."""
        return _by(self._mapped.get(iri, ()), predicates)

    def weighed(self, iri: str) -> list[NonLink]:
        """Return the links that were weighed or sought for a thing and not made."""
        return [each for each in self._unmade.get(iri, ()) if each.about == iri]

    def refused(self, iri: str) -> list[NonLink]:
        """Return the links to a thing that were denied."""
        return [x for x in self._unmade.get(iri, ()) if x.denied and x.other == iri]

    def at(self, passage: str) -> tuple[list[Thing], list[Link]]:
        """Return the things that a passage states, and the links that rest on it."""
        return self._things_at.get(passage, []), self._links_at.get(passage, [])

    def document(self, name: str) -> Document:
        """Return a document by its IRI or its name; raises KeyError where there is none."""
        own = self.base.document(name).value
        return self.documents[name if name in self.documents else own]

    def name(self, iri: str) -> Label:
        """Return what anything is called, else the last part of its IRI."""
        return self.labels.get(iri) or Label.same(last(iri))

    def phrase(self, predicate: str, *, back: bool = False) -> Label:
        """Return what a link is called between its ends, from subject to object or back."""
        iri = _ours(predicate)
        return phrase_of(iri, back=back) or self.name(iri)

    @cached_property
    def stated(self) -> KnowledgeGraph:
        """What sources state, and what follows from that: the graph without readings."""
        graph = self._keeping(lambda each: None if each.standing.rests_on_reading else each)
        passages = {iri: each for iri, each in self.passages.items() if each.stating}
        return replace(graph, non_links=(), passages=passages)

    def at_least(self, confidence: float) -> KnowledgeGraph:
        """Return the graph without the readings that are less sure."""
        graph = self._keeping(lambda each: each if each.strength >= confidence else None)
        kept = (each for each in self.non_links if (each.confidence or 1.0) >= confidence)
        return replace(graph, non_links=tuple(kept))

    def without(self, document: str) -> KnowledgeGraph:
        """Return what is left when a document is withdrawn.

        What it alone states goes, and with it every reading that loses an end or all its words.
        """
        gone = self.document(document)
        things = {
            iri: _thing_without(each, gone.iri)
            for iri, each in self.things.items()
            if each.documents != (gone.iri,)
        }
        lost = (self.things.keys() - things.keys()) | {gone.capture}
        graph = self._keeping(lambda each: _evidence_without(each, gone.iri))
        return replace(
            graph,
            things=things,
            links=tuple(each for each in graph.links if lost.isdisjoint(each.ends)),
            mappings=tuple(each for each in graph.mappings if each.subject not in lost),
            non_links=tuple(
                left
                for each in self.non_links
                if lost.isdisjoint((each.about, each.other))
                if (left := _non_link_without(each, gone.iri))
            ),
            documents={iri: each for iri, each in self.documents.items() if iri != gone.iri},
            passages={x: each for x, each in self.passages.items() if each.document != gone.iri},
        )

    @cached_property
    def claims(self) -> tuple[tuple[Link, Evidence], ...]:
        """Every evidence with its link, mappings too: each claim once, in order of its IRI."""
        every = ((link, each) for link in (*self.links, *self.mappings) for each in link.evidence)
        strongest_last = sorted(every, key=lambda claim: -claim[1].standing)
        found = {each.claim: (link, each) for link, each in strongest_last}
        return tuple(found[each] for each in sorted(found))

    @cached_property
    def entities(self) -> dict[str, Thing]:
        """The things, and the captured texts as things too, in order of IRI."""
        kind = f"{HO}Capture"
        captures = {
            each.capture: Thing(
                iri=each.capture,
                kind=kind,
                kinds=(kind,),
                label=label,
                short_label=label,
                passages=each.capture_passages,
                main_passages=each.capture_passages,
            )
            for each in self.documents.values()
            if (label := self.labels.get(each.capture))
        }
        return dict(sorted((self.things | captures).items()))

    @cached_property
    def substance(self) -> tuple[Link, ...]:
        """The links that carry content: no mention, no implied «vi», no wider wording.

        Evidence that only repeats a link by a superproperty is left out of them too.
        """
        own = _kept(self.links, lambda each: None if each.standing.inferred else each)
        return tuple(each for each in own if each.predicate not in {MENTIONS, IMPLIED})

    @cached_property
    def readings(self) -> tuple[Link, ...]:
        """The links that carry content and are known only as a reader interprets the sources."""
        return tuple(each for each in self.substance if each.standing is Standing.INTERPRETED)

    @cached_property
    def readers(self) -> tuple[str, ...]:
        """Those who made the readings, who made most first."""
        made = Counter(one.author for each in self.readings for one in each.evidence if one.author)
        return tuple(author for author, _ in made.most_common())

    @cached_property
    def reviewed(self) -> int:
        """How many readings someone outside the project has reviewed."""
        return sum(any(one.reviewer for one in each.evidence) for each in self.readings)

    def how_read(self, lang: str) -> str:
        """Return how the readings were made, by whom and how far reviewed; nothing of none."""
        if not self.readings:
            return ""
        names = [called_in_sentence(self.name(each)[lang], lang) for each in self.readers]
        who = listed(names or ["–"], "and", lang)
        told = _READINGS["made"], _READINGS["reviewed"]["some" if self.reviewed else "none"]
        counts = {"readings": len(self.readings), "reviewed": self.reviewed, "who": who}
        return " ".join(fill_in(each[lang], lang, **counts) for each in told)

    def whose(self, lang: str) -> str:
        """Return whose pages a project's are: in its own words, else made by whom; or nothing."""
        made = [self.labels[each][lang] for each in self.publishers if each in self.labels]
        names = [called_in_sentence(each, lang) for each in made]
        by = _READINGS["by"][lang].format(who=listed(names, "and", lang)) if names else ""
        return self.own.told("unofficial", lang) or by

    def counted_as(self, link: Link) -> str:
        """Return the set a link is counted in: ``substance``, ``mention``, or ``implied`` «vi»."""
        return {MENTIONS: "mention", IMPLIED: "implied"}.get(link.predicate, "substance")

    @cached_property
    def mentions(self) -> tuple[Link, ...]:
        """The links that say only that an actor is named."""
        return tuple(each for each in self.links if each.predicate == MENTIONS)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return the things as nodes, and each link as an edge, keyed by its predicate."""
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for iri, thing in self.things.items():
            graph.add_node(iri, thing=thing)
        for link in self.links:
            graph.add_edge(*link.ends, key=link.predicate, link=link)
        return graph

    def _keeping(self, keep: Callable[[Evidence], Evidence | None]) -> KnowledgeGraph:
        links, mappings = _kept(self.links, keep), _kept(self.mappings, keep)
        return replace(self, links=links, mappings=mappings)

    @cached_property
    def _of(self) -> Mapping[str, list[Thing]]:
        return _grouped((kind, each) for each in self.things.values() for kind in each.classes)

    @cached_property
    def _out(self) -> Mapping[str, list[Link]]:
        return _grouped((each.subject, each) for each in self.links)

    @cached_property
    def _into(self) -> Mapping[str, list[Link]]:
        return _grouped((each.object, each) for each in self.links)

    @cached_property
    def _mapped(self) -> Mapping[str, list[Link]]:
        return _grouped((each.subject, each) for each in self.mappings)

    @cached_property
    def _unmade(self) -> Mapping[str, list[NonLink]]:
        return _grouped((end, x) for x in self.non_links for end in {x.about, x.other})

    @cached_property
    def _things_at(self) -> Mapping[str, list[Thing]]:
        return _grouped((x.iri, each) for each in self.things.values() for x in each.passages)

    @cached_property
    def _links_at(self) -> Mapping[str, list[Link]]:
        return _grouped((x.iri, each) for each in self.links for x in each.passages)


def by_standing(links: Iterable[Link]) -> dict[Standing, int]:
    """Return how many links there are of each standing, each link once, by its strongest."""
    counts = Counter(each.standing for each in links)
    return {each: counts[each] for each in Standing}


def _ours(name: str) -> str:
    return name if ":" in name else HO + name


def _by(links: Iterable[Link], predicates: tuple[str, ...]) -> list[Link]:
    wanted = {_ours(each) for each in predicates}
    return [each for each in links if not wanted or each.predicate in wanted]


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _kept(links: Iterable[Link], keep: Callable[[Evidence], Evidence | None]) -> tuple[Link, ...]:
    """Return links with the evidence that is kept; those that have none left are gone."""
    kept = []
    for link in links:
        evidence = tuple(found for each in link.evidence if (found := keep(each)))
        if evidence:
            kept.append(link if evidence == link.evidence else replace(link, evidence=evidence))
    return tuple(kept)


def _evidence_without(each: Evidence, document: str) -> Evidence | None:
    documents = tuple(one for one in each.documents if one != document)
    passages = _without(each.passages, document)
    if (each.documents or each.passages) and not (documents or passages):
        return None
    if (documents, passages) == (each.documents, each.passages):
        return each
    main = each.main if each.main in (None, *passages) else next(iter(passages), None)
    return replace(each, documents=documents, passages=passages, main=main)


def _non_link_without(each: NonLink, document: str) -> NonLink | None:
    passages = _without(each.passages, document)
    return replace(each, passages=passages) if passages or not each.passages else None


def _without(passages: tuple[Passage, ...], document: str) -> tuple[Passage, ...]:
    return tuple(each for each in passages if each.document != document)


def _thing_without(each: Thing, document: str) -> Thing:
    if document not in each.documents:
        return each
    return replace(
        each,
        documents=tuple(one for one in each.documents if one != document),
        passages=_without(each.passages, document),
        main_passages=_without(each.main_passages, document),
    )


def _reached(members: Mapping[str, set[str]], iri: str) -> set[str]:
    """Return those who belong to an actor, and to those who do."""
    found, left = set[str](), [iri]
    while left:
        new = members.get(left.pop(), set()) - found
        found |= new
        left += new
    return found
