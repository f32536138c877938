"""Steps that give a reason: which there are in a graph, and what is missed where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ho21.rdf.namespaces import HO
from ho21.resources import messages

if TYPE_CHECKING:
    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Link, NonLink


class Reason(NamedTuple):
    """A kind of step that gives a reason: from role or class to another by a link, or against.

    One that is not ``sought`` is followed where it is, and not missed where it is not.
    """

    start: str
    predicate: str
    end: str
    back: bool = False
    sought: bool = True


_KNOWN: Final[dict[str, Any]] = messages("map/ways.toml")["reasons"]
# How a link leads to a reason: from subject to object, back, or in passing.
FORTH: Final = 1
BACK: Final = 2
PASSING: Final = 4


def _read(known: dict[str, Any]) -> tuple[Reason, ...]:
    against = (Reason(*each)._replace(back=True) for each in known["back"])
    return (*(Reason(*each) for each in known["ways"]), *against)


_REASONS: Final = _read(_KNOWN)
_INSTEAD: Final = _read(_KNOWN["instead"])
_PASSING: Final = tuple(Reason(*each)._replace(sought=False) for each in _KNOWN["byways"])


@dataclass(frozen=True)
class Reasons:
    """The steps of a graph that give a reason, and the things in which chains of them end."""

    graph: KnowledgeGraph

    @cached_property
    def ends(self) -> frozenset[str]:
        """The things in which chains of reasons end."""
        return frozenset(each.iri for each in self.graph.of(_KNOWN["end"]))

    @cached_property
    def given(self) -> tuple[Reason, ...]:
        """The kinds of step that are missed where they are not."""
        gone, graph = _KNOWN["instead"]["of"], self.graph
        if graph.of(gone):
            return _REASONS
        instead = [each for each in _INSTEAD if graph.of(each.start) and graph.of(each.end)]
        kept = [each for each in _REASONS if gone not in {each.start, each.end}]
        return (*kept, *instead) if instead else _REASONS

    def leads(self, link: Link) -> int:
        """Return how a link leads from a thing to what it is there for; 0 where it does not."""
        found = 0
        for each in (*self.given, *_PASSING):
            start, end = reversed(link.ends) if each.back else link.ends
            if (
                self.graph.says(link, each.predicate)
                and self.graph.is_a(start, each.start)
                and self.graph.is_a(end, each.end)
            ):
                found |= BACK if each.back else FORTH if each.sought else PASSING
        return found

    def sought(self, thing: str) -> tuple[Reason, ...]:
        """Return the kinds of step that there could be from a thing."""
        return tuple(each for each in self.given if self.graph.is_a(thing, each.start))

    def refused(self, thing: str) -> tuple[NonLink, ...]:
        """Return the readings that said no to a step that there could be from a thing."""
        sought = self.sought(thing)
        return tuple(each for each in self.graph.weighed(thing) if self._closes(each, sought))

    def _closes(self, weighed: NonLink, sought: tuple[Reason, ...]) -> bool:
        covers = self.graph.is_a if weighed.denied else self.graph.covers
        return any(
            covers(weighed.other, each.end)
            for each in sought
            if weighed.predicate == HO + each.predicate and not each.back
        )
