"""Two things side by side: what both are tied to, and what one alone is.

A source is tied to all that it speaks of.  The page compares by the same rules, in
``explorer/static/compare/sides.js``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from ho21.analysis.builder import EVIDENCE
from ho21.analysis.evidence import strongest
from ho21.model.things import Standing
from ho21.rdf.namespaces import HO
from ho21.tables.table import Cell
from ho21.text import in_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ho21.analysis.builder import Analysis, Entries, TableBuilder
    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Link, Passage

_STATED_IN: Final = f"{HO}isStatedIn"
_PARTS: Final = ("both", "left", "right")


class Tie(NamedTuple):
    """A link as it is told from one of its ends, or the passage in which a source speaks."""

    predicate: str
    back: bool
    standing: Standing
    link: Link | None = None
    passage: Passage | None = None


class TiedThing(NamedTuple):
    """A thing, and how each of the two is tied to it."""

    thing: str
    one: tuple[Tie, ...]
    other: tuple[Tie, ...]

    @property
    def part(self) -> str:
        """Where it stands: ``left``, ``both`` or ``right``."""
        return "both" if self.one and self.other else "left" if self.one else "right"


@dataclass(frozen=True)
class Sides:
    """The things that either is tied to, in order of IRI, and what ties the two to each other."""

    rows: tuple[TiedThing, ...]
    between: tuple[Tie, ...]

    def of(self, part: str) -> list[str]:
        """Return the things of a part."""
        return [each.thing for each in self.rows if each.part == part]


def compared(graph: KnowledgeGraph, one: str, other: str) -> Sides:
    """Return two things side by side, by what a graph holds."""
    mine, theirs = _ties(graph, one), _ties(graph, other)
    rows = (
        TiedThing(iri, mine.get(iri, ()), theirs.get(iri, ()))
        for iri in sorted((mine.keys() | theirs.keys()) - {one, other})
    )
    return Sides(tuple(rows), mine.get(other, ()))


def _ties(graph: KnowledgeGraph, thing: str) -> dict[str, tuple[Tie, ...]]:
    """Return how a thing is tied to each of its neighbours, the firmest first."""
    found: dict[str, list[Tie]] = {}
    for link in (*graph.out(thing), *graph.into(thing)):
        if link.subject != link.object:
            back = link.subject != thing
            tie = Tie(link.predicate, back, strongest(link).standing, link)
            found.setdefault(link.subject if back else link.object, []).append(tie)
    for each in graph.things.values() if thing in graph.documents else ():
        if each.iri != thing and (words := [x for x in each.passages if x.document == thing]):
            tie = Tie(_STATED_IN, back=True, standing=Standing.STATED, passage=words[0])
            found.setdefault(each.iri, []).append(tie)

    def in_turn(tie: Tie) -> tuple[bool, bool, Standing, bool, str]:
        quiet = tie.link is not None and graph.counted_as(tie.link) != "substance"
        return tie.standing.inferred, quiet, tie.standing, tie.back, tie.predicate

    return {iri: tuple(sorted(them, key=in_turn)) for iri, them in found.items()}


def side_by_side(builder: TableBuilder, one: str, other: str) -> Analysis:
    """Return what two things share, and what one alone has, each with what it rests on."""
    name = "side-ved-side"
    if one == other:
        return builder.analysis(name, [], builder.word("same-side", thing=builder.named(one).text))
    ends = {
        key: in_sentence(builder.named(iri).text, builder.lang)
        for key, iri in (("one", one), ("other", other))
    }
    found = {key: compared(net, one, other) for key, net in builder.both}
    told = (
        builder.word(key, **ends, **{part: len(sides.of(part)) for part in _PARTS})
        for key, sides in zip(("sides-said", "sides-read"), found.values(), strict=True)
    )
    columns = ("part", "thing", "of", "relation", *EVIDENCE)
    tables = [
        builder.table(key, columns, _told(builder, sides, one, other))
        for key, sides in found.items()
    ]
    made = builder.analysis(name, tables)
    return replace(made, note=" ".join((*told, made.note)))


def _told(builder: TableBuilder, sides: Sides, one: str, other: str) -> Iterator[Entries]:
    names = {"left": builder.named(one).text, "right": builder.named(other).text}
    for part in _PARTS:
        only = builder.word("one-side" if part in names else "both-sides", thing=names.get(part))
        rows = {each.thing: each for each in sides.rows if each.part == part}
        for thing in builder.ordered(rows):
            row = rows[thing.iri]
            for of, ties in ((one, row.one), (other, row.other)):
                for tie in ties:
                    yield Cell(only, iri=part), thing, builder.named(of), *_tied(builder, tie)
    for tie in sides.between:
        them = builder.token("between-sides")
        yield them, builder.named(other), builder.named(one), *_tied(builder, tie)


def _tied(builder: TableBuilder, tie: Tie) -> Entries:
    relation = builder.relation(tie.predicate, back=tie.back)
    if tie.link is not None:
        return relation, *builder.rests_on(tie.link)
    said = (tie.passage.quote, tie.passage.place) if tie.passage else ("", "")
    return relation, builder.known(tie.standing), "", *said
