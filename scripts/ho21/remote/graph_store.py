"""The project's named graphs put into another store, each read back to see that it is there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat, Triple, serialize

from ho21.errors import LANGUAGES, UsageError
from ho21.remote.endpoint import TRIPLES, kept, triples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ho21.dataset.dataset import Dataset
    from ho21.remote.http import HttpClient

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


def loads(dataset: Dataset) -> list[Load]:
    """Return the named graphs that are to be put, by IRI."""
    above = dataset.base.graph("").value
    those = []
    for graph in dataset.graphs:
        ordered = sorted((Triple(*fact) for fact in dataset.facts[graph]), key=str)
        body = serialize(ordered, format=RdfFormat.N_TRIPLES) or b""
        those.append(Load(graph, graph.removeprefix(above), frozenset(ordered), body))
    return those


def push(those: list[Load], client: HttpClient) -> Iterator[Load]:
    """Put each graph where the other store has it, and read it back; yield it when it is there.

    No other graph is touched, and doing it again changes nothing.  Raises UsageError, which
    tells how far it came.
    """
    for at, load in enumerate(those):
        try:
            _put(load, client)
        except UsageError as error:
            names = [each.name for each in those]
            done, left = (", ".join(each) or "–" for each in (names[:at], names[at:]))
            why = {lang: error.text(lang).rstrip(".") for lang in LANGUAGES}
            raise UsageError("push-stopped", why=why, done=done, left=left) from error
        yield load


def _put(load: Load, client: HttpClient) -> None:
    where = (("graph", load.graph),)
    client.send("PUT", where, {"Content-Type": _MEDIA}, load.body)
    response = client.send("GET", where, {"Accept": TRIPLES}, also=(_NOT_FOUND,))
    there = set() if response.status == _NOT_FOUND else triples(response, client.host)
    ours = kept(load.triples)
    lost, more = len(ours - there), len(there - ours)
    if lost or more:
        raise UsageError("push-differs", host=client.host, lost=lost, more=more)
