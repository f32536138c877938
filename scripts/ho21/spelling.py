"""What a dataset wrote where the engine, which keeps a value and not its spelling, has another."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import QuerySolutions

    Spelling = Mapping[Literal, Literal]

# Each variable after AS or VALUES, and now and then one that is not: that does no harm.
_MAKES: Final = re.compile(
    r"(?<![?$:\w])\w*(?:AS|VALUES)(?:[\s(]|#[^\n\r]*|[?$]\w+)+", re.IGNORECASE
)
_VARIABLE: Final = re.compile(r"[?$](\w+)")
_STRING: Final = NamedNode("http://www.w3.org/2001/XMLSchema#string")
_PROBE: Final = NamedNode("urn:x-ho21:probe")


def spelling(terms: Iterable[Any]) -> dict[Literal, Literal]:
    """Return what some terms wrote, by what the engine gives back instead.

    Left out are the datatypes in which they wrote anything in several ways that the engine folds
    into one ("1" and "01"), its own way among them: so a column is never spelled in two ways.
    """
    literals = list(dict.fromkeys(each for term in terms for each in _literals(term)))
    store = Store()
    store.bulk_extend(
        Quad(NamedNode(f"{_PROBE.value}:{at}"), _PROBE, each) for at, each in enumerate(literals)
    )
    ways: defaultdict[Any, list[Literal]] = defaultdict(list)
    for quad in store:
        ways[quad.object].append(literals[int(quad.subject.value.rpartition(":")[2])])
    folded = {way.datatype for them in ways.values() if len(them) > 1 for way in them}
    return {
        kept: way for kept, (way, *_) in ways.items() if way != kept and way.datatype not in folded
    }


def _literals(term: Any) -> Iterator[Literal]:  # noqa: ANN401 (whatever term it is)
    """Yield the literals of a term that have a value beside their text, which alone are folded."""
    if isinstance(term, Literal):
        if term.language is None and term.datatype != _STRING:
            yield term
    elif isinstance(term, Triple):
        yield from _literals(term.object)


def spelled(term: Any, ours: Spelling) -> Any:  # noqa: ANN401 (whatever term it is)
    """Return a term with its literal as the dataset wrote it."""
    if isinstance(term, Literal):
        return ours.get(term, term)
    if isinstance(term, Triple):
        return Triple(term.subject, term.predicate, spelled(term.object, ours))
    return term


def rows(result: QuerySolutions, ours: Spelling, query: str) -> Iterable[Iterable[Any]]:
    """Return rows as the dataset wrote them, but for what the query makes itself."""
    if not ours:
        return result
    theirs = made(query)
    own = [each.value in theirs for each in result.variables]
    return (
        [node if kept else spelled(node, ours) for node, kept in zip(row, own, strict=True)]
        for row in result
    )


def triples(found: Iterable[Triple], ours: Spelling, store: Store) -> Iterator[Triple]:
    """Return triples, those that the store holds as the dataset wrote them."""
    for each in found:
        then = spelled(each, ours) if ours else each
        yield (
            then
            if then != each
            and any(store.quads_for_pattern(each.subject, each.predicate, each.object))
            else each
        )


def made(query: str) -> frozenset[str]:
    """Return the variables that a query gives values of its own, which no dataset has written."""
    return frozenset(each for part in _MAKES.findall(query) for each in _VARIABLE.findall(part))
