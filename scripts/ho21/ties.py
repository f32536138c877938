"""The links of each thing as its page tells them: by basis, by what they say, out and in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ho21.answer import norwegian
from ho21.picture import both, last

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ho21.picture import Basis, Link, Node, Picture, Statement, Text, Unmade

BASES: Final[tuple[Basis, ...]] = ("stated", "read", "inferred")


@dataclass(frozen=True)
class Tie:
    """A link as one of its ends sees it: the other end, and whether the link leaves from here."""

    link: Link
    other: str
    name: Text
    kind: str
    out: bool

    @property
    def read(self) -> bool:
        """Whether it rests on a reading alone, or follows only from one."""
        basis = self.link.basis
        return basis == "read" or (basis == "inferred" and not self.link.quotes)


@dataclass(frozen=True)
class Bunch:
    """The links of a thing that say the same, in one direction."""

    predicate: str
    label: Text
    out: bool
    ties: tuple[Tie, ...]


@dataclass(frozen=True)
class Refused:
    """A denial as the thing that was not linked to sees it: by which thing it was weighed."""

    thing: Node
    unmade: Unmade


class Ties:
    """Every link of a picture, found by either end and by the words it rests on."""

    def __init__(self, drawn: Picture, quiet: Iterable[str] = ()) -> None:
        self.nodes = {each.id: each for each in drawn.nodes}
        self.names = drawn.names
        self._quiet = frozenset(quiet)
        self._of: dict[str, list[Tie]] = defaultdict(list)
        self._maps: dict[str, list[Tie]] = defaultdict(list)
        self._refused: dict[str, list[Refused]] = defaultdict(list)
        self._things: dict[tuple[str, int, int], list[Node]] = defaultdict(list)
        self._links: dict[tuple[str, int, int], list[Link]] = defaultdict(list)
        for link in drawn.links:
            self._of[link.source].append(self._tie(link, link.target, out=True))
            self._of[link.target].append(self._tie(link, link.source, out=False))
            for place in {_place(each) for each in link.quotes}:
                self._links[place].append(link)
        for link in drawn.mappings:
            self._maps[link.source].append(self._tie(link, link.target, out=True))
        for node in drawn.nodes:
            for place in {_place(each) for each in node.statements}:
                self._things[place].append(node)
            for each in node.unmade:
                if each.denied:
                    self._refused[each.target].append(Refused(node, each))

    def of(self, iri: str, lang: str) -> dict[Basis, tuple[Bunch, ...]]:
        """Return the links of a thing by basis, those that leave it first."""
        return {
            basis: self._bunches((x for x in self._of.get(iri, ()) if x.link.basis == basis), lang)
            for basis in BASES
        }

    def mappings(self, iri: str, lang: str) -> tuple[Bunch, ...]:
        """Return the links of a thing to concepts of other vocabularies."""
        return self._bunches(self._maps.get(iri, ()), lang)

    def refused(self, iri: str) -> tuple[Refused, ...]:
        """Return the denials of a link to a thing."""
        return tuple(self._refused.get(iri, ()))

    def things(self, source: str, start: int, end: int) -> tuple[Node, ...]:
        """Return the things that a passage states."""
        return tuple(self._things.get((source, start, end), ()))

    def links(self, source: str, start: int, end: int) -> tuple[Link, ...]:
        """Return the links that rest on a passage."""
        return tuple(self._links.get((source, start, end), ()))

    def name(self, iri: str) -> Text:
        """Return what a thing, a term or a concept is called, else the end of its IRI."""
        node = self.nodes.get(iri)
        return node.label if node else self.names.get(iri) or both(last(iri))

    def _tie(self, link: Link, other: str, *, out: bool) -> Tie:
        node = self.nodes.get(other)
        return Tie(link, other, self.name(other), node.kind if node else "", out)

    def _bunches(self, ties: Iterable[Tie], lang: str) -> tuple[Bunch, ...]:
        found: dict[tuple[bool, bool, str], list[Tie]] = defaultdict(list)
        for each in ties:
            predicate = each.link.predicate
            found[not each.out, predicate in self._quiet, predicate].append(each)
        return tuple(
            Bunch(
                key[2],
                found[key][0].link.label,
                not key[0],
                tuple(sorted(found[key], key=lambda tie: self._order(tie, lang))),
            )
            for key in sorted(found)
        )

    def _order(self, tie: Tie, lang: str) -> tuple[str, float, str, str]:
        """Order as the source counts things of a kind, else by name."""
        node = self.nodes.get(tie.other)
        place = node.position if node and node.position is not None else float("inf")
        numbered = tie.kind if place < float("inf") else "\uffff"
        return (
            numbered,
            place,
            norwegian(tie.name[lang]) if lang == "nb" else tie.name[lang].casefold(),
            tie.other,
        )


def _place(each: Statement) -> tuple[str, int, int]:
    return each.source, each.start, each.end
