"""What two projects have in common: actors, concepts, goals by theme, and who does what in both.

Two things are the same where both have one identifier in one register, or where ``skos:exactMatch``
or ``owl:sameAs`` leads from one to the other or from both to a third. A name alone makes nothing
the same: it is told as a suggestion.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from ho21.diff.sides import read_side
from ho21.errors import UsageError
from ho21.model.read import knowledge_graph
from ho21.rdf.namespaces import term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Identifier, Link, Standing, Thing
    from ho21.project import FileLimits

_SAME: Final = frozenset(term(each).value for each in ("skos:exactMatch", "owl:sameAs"))
# The syntaxes of an export that is one flat graph.
_FLAT: Final = ("ttl",)
_OTHER_NAME: Final = term("skos:altLabel").value
_ACTOR: Final = "asActor"
_GOAL: Final = "goal"
# What a goal is in or for, by what that counts as.
_THEMES: Final = ("asTheme", "asArea", "asBlock")
_UNDER: Final = ("isPartOf", "contributesTo")

Sameness = tuple[str, ...]  # what makes things the same: an IRI, or a register and a number in it


class Pair(NamedTuple):
    """A thing of each project, and why they are the same: an identifier, an IRI or a name."""

    one: str
    other: str
    why: Sameness


class Place(NamedTuple):
    """A thing of one of the two (0 or 1) under something that both may have, and how it is tied."""

    under: str
    side: int
    thing: str
    link: str
    standing: Standing | None


@dataclass(frozen=True)
class Common:
    """Two projects side by side."""

    graphs: tuple[KnowledgeGraph, KnowledgeGraph]
    names: tuple[str, str]

    @cached_property
    def same(self) -> tuple[Pair, ...]:
        """The things that are the same in both, each pair once, in order."""
        one, other = (_by_key(each) for each in self.graphs)
        found: dict[tuple[str, str], Sameness] = {}
        for key in sorted(one.keys() & other.keys()):
            for pair in product(one[key], other[key]):
                found.setdefault(pair, key)
        return tuple(Pair(*pair, found[pair]) for pair in sorted(found))

    @property
    def actors(self) -> tuple[Pair, ...]:
        """The actors that are the same in both."""
        return tuple(each for each in self.same if self._actor(each))

    @property
    def concepts(self) -> tuple[Place, ...]:
        """The concepts of other vocabularies that things of both are matched with or about."""
        told = [
            Place(link.object, at, link.subject, link.predicate, link.evidence[0].standing)
            for at, graph in enumerate(self.graphs)
            for link in graph.mappings
        ]
        shared = self._shared
        return tuple(sorted((each for each in told if each.under in shared), key=_in_order))

    @cached_property
    def _shared(self) -> frozenset[str]:
        """The concepts that a thing of each leads to."""
        one, other = ({link.object for link in each.mappings} for each in self.graphs)
        return frozenset(one & other)

    @property
    def goals(self) -> tuple[Place, ...]:
        """The goals by theme: a concept that both have, else a part of their own project."""
        found = {each for at in (0, 1) for each in self._goals(at)}
        shared = self._shared
        kept = {each: (not each.under, each.under not in shared, _in_order(each)) for each in found}
        return tuple(sorted(found, key=kept.__getitem__))

    def _goals(self, at: int) -> Iterator[Place]:
        """Yield the goals of a project by the concepts they lead to, else by what they are in."""
        graph = self.graphs[at]
        mapped: dict[str, list[Link]] = defaultdict(list)
        for link in (each for each in graph.mappings if each.object in self._shared):
            mapped[link.subject].append(link)
        for goal in graph.counted(_GOAL):
            own = (link for link in self._touching[at][goal.iri] if link.subject == goal.iri)
            wider = [
                link
                for link in own
                if graph.is_a(link.object, *_THEMES)
                if any(graph.says(link, each) for each in _UNDER)
            ]
            shared = [*mapped[goal.iri]]
            for link in wider:
                shared += [each for each in mapped[link.object] if each.predicate in _SAME]
            for link in shared or wider:
                yield Place(link.object, at, goal.iri, link.predicate, link.evidence[0].standing)
            if not (shared or wider):
                yield Place("", at, goal.iri, "", None)

    @property
    def roles(self) -> tuple[Place, ...]:
        """What each actor of both does in each: the links between it and things, but mentions."""
        told = set()
        for pair in self.actors:
            for at, iri in enumerate(pair[:2]):
                for link in self._touching[at][iri]:
                    thing = link.subject if iri == link.object else link.object
                    known = link.evidence[0].standing
                    told.add(Place(pair.one, at, thing, link.predicate, known))
        return tuple(sorted(told, key=_in_order))

    @cached_property
    def _touching(self) -> tuple[dict[str, list[Link]], ...]:
        """The links that carry content in each project, by either end."""
        found: tuple[dict[str, list[Link]], ...] = defaultdict(list), defaultdict(list)
        for at, graph in enumerate(self.graphs):
            for link in graph.substance:
                for end in dict.fromkeys(link.ends):
                    found[at][end].append(link)
        return found

    @property
    def suggestions(self) -> tuple[Pair, ...]:
        """The things of one role with one name, which nothing says are the same."""
        one, other = (_by_name(each) for each in self.graphs)
        known = {each[:2] for each in self.same}
        found: dict[tuple[str, str], Sameness] = {}
        for key in sorted(one.keys() & other.keys()):
            for pair in product(one[key], other[key]):
                if pair not in known:
                    found.setdefault(pair, key[1:])
        return tuple(Pair(*pair, found[pair]) for pair in sorted(found))

    def _actor(self, pair: Pair) -> bool:
        return all(
            iri in graph.things and graph.is_a(iri, _ACTOR)
            for iri, graph in zip(pair[:2], self.graphs, strict=True)
        )


def _in_order(place: Place) -> tuple[str, int, str, str]:
    return place[:4]


def common(one: str, other: str, limits: FileLimits, *, stated_only: bool = False) -> Common:
    """Read two projects or exports and return them side by side.

    Raises UsageError for what is neither, and where the two are one; ProjectError for a project
    where a rule is broken.
    """
    both = [read_side(place, limits, *_FLAT) for place in (one, other)]
    if both[0].base == both[1].base:
        raise UsageError("same-base", old=one, new=other, base=both[0].base.iri)
    first, second = (each.stated if stated_only else each for each in both)
    graphs = knowledge_graph(first), knowledge_graph(second)
    apart = first.slug != second.slug
    names = (first.slug, second.slug) if apart else (first.base.iri, second.base.iri)
    return Common(graphs, names)


def _by_key(graph: KnowledgeGraph) -> dict[Sameness, list[str]]:
    """Return things by each key that makes them the same as another."""
    found: dict[Sameness, set[str]] = defaultdict(set)
    for thing in graph.things.values():
        found[thing.iri,].add(thing.iri)
        for each in thing.identifiers:
            number, *registers = _numbered(each)
            if number.startswith(("https://", "http://")):
                found[number,].add(thing.iri)
            elif registers:
                found[number, registers[0]].add(thing.iri)
    for link in _same_links(graph):
        found[link.object,].add(link.subject)
    return {key: sorted(them) for key, them in found.items()}


def _numbered(identifier: Identifier) -> list[str]:
    """Return the number of an identifier without its spaces, and whose register it stands in."""
    number, *rest = identifier.texts or ("",)
    return ["".join(number.split()), *rest]


def _same_links(graph: KnowledgeGraph) -> Iterable[Link]:
    return (each for each in (*graph.links, *graph.mappings) if each.predicate in _SAME)


def _by_name(graph: KnowledgeGraph) -> dict[Sameness, list[str]]:
    """Return things by role and name, in small letters."""
    found: dict[Sameness, set[str]] = defaultdict(set)
    for thing in graph.things.values():
        for role, name in product(thing.roles, _names(thing)):
            found[role, " ".join(name.split()).casefold()].add(thing.iri)
    return {key: sorted(them) for key, them in found.items()}


def _names(thing: Thing) -> Iterator[str]:
    yield from thing.label.written.values()
    for each in thing.values:
        if each.predicate == _OTHER_NAME:
            yield from each.text.written.values()
    # The number is the same and the registers have other names: that too is for a person to judge.
    yield from (_numbered(each)[0] for each in thing.identifiers)
