"""Facts by subject, or by object, and predicate."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import NamedNode

    from ho21.rdf.namespaces import Fact, Node

    Properties = dict[NamedNode, list[Node]]


def by_subject(facts: Iterable[Fact]) -> dict[NamedNode, Properties]:
    """Return the objects of each subject by predicate, in the order of the facts."""
    found: dict[NamedNode, Properties] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in facts:
        found[subject][predicate].append(value)
    return found


def by_object(facts: Iterable[Fact]) -> dict[Node, Properties]:
    """Return the subjects of each object by predicate, in the order of the facts."""
    found: dict[Node, Properties] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in facts:
        found[value][predicate].append(subject)
    return found
