"""The house's named graphs put into another store, each read back to see that it is there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat, Triple, serialize

from ho21.courier import Request
from ho21.fault import CallError, say
from ho21.remote import TRIPLES, kept, triples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ho21.courier import Courier
    from ho21.store import Dataset

# N-Triples is Turtle, which every such store reads.
_MEDIA: Final = "text/turtle; charset=utf-8"
_NOT_FOUND: Final = 404


@dataclass(frozen=True)
class Load:
    """A named graph as it is sent: its IRI and name, and its triples, these also as N-Triples."""

    graph: str
    name: str
    triples: frozenset[Triple] = field(repr=False)
    body: bytes = field(repr=False)


class StoppedError(CallError):
    """Why it stopped, at which graph, and which ones are there already."""

    def __init__(self, why: CallError, graph: str, done: list[str], left: list[str]) -> None:
        """Keep what happened and where."""
        self.why = why
        listed = {"done": ", ".join(done) or "–", "left": ", ".join(left) or "–"}
        super().__init__("push-stopped", why="", graph=graph, **listed)

    def text(self, lang: str) -> str:
        """Return the sentence in a language."""
        return say(self.key, lang, **self.fields | {"why": self.why.text(lang).rstrip(".")})


def loads(dataset: Dataset, *, stated_only: bool = False) -> list[Load]:
    """Return the named graphs that are to be put, by IRI."""
    chosen = dataset.chosen(stated_only=stated_only)
    above = dataset.base.graph("").value
    those = []
    for graph in sorted(chosen):
        ordered = sorted((Triple(*fact) for fact in chosen[graph]), key=str)
        body = serialize(ordered, format=RdfFormat.N_TRIPLES) or b""
        those.append(Load(graph, graph.removeprefix(above), frozenset(ordered), body))
    return those


def push(those: list[Load], courier: Courier) -> Iterator[Load]:
    """Put each graph where the other store has it, and read it back; yield it when it is there.

    No other graph is touched, and doing it again changes nothing.  Raises StoppedError, which
    tells how far it came.
    """
    for at, load in enumerate(those):
        try:
            _put(load, courier)
        except CallError as error:
            names = [each.name for each in those]
            raise StoppedError(error, load.name, names[:at], names[at + 1 :]) from error
        yield load


def _put(load: Load, courier: Courier) -> None:
    where = (("graph", load.graph),)
    courier.bring(Request("PUT", where, {"Content-Type": _MEDIA}, load.body))
    reply = courier.bring(Request("GET", where, {"Accept": TRIPLES}), also=(_NOT_FOUND,))
    there = set() if reply.status == _NOT_FOUND else triples(reply, courier.host)
    ours = kept(load.triples)
    lost, more = len(ours - there), len(there - ours)
    if lost or more:
        raise CallError("push-differs", host=courier.host, lost=lost, more=more)
