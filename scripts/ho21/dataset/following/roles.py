"""Roles: what each thing counts as, by the class of it that says so.

A thing has the role of the narrowest of its classes that has one, and the roles that this is a
part of.  In a role of which only the narrowest count, all others give way to the things of a
narrower class that has it: target pictures are the goals of a project that has any, else its goals
are; recommendations are its proposals, else its measures are, commitments and tasks among them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ho21.errors import Fault, fault
from ho21.rdf.namespaces import Fact, curie, term
from ho21.text import last, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ho21.dataset.vocabulary import Vocabulary
    from ho21.rdf.namespaces import Node
    from ho21.rdf.turtle import Turtle

_HAS_ROLE: Final = term("ho:hasRole")
_COUNTS_AS: Final = term("ho:countsAs")
_TYPE: Final = term("rdf:type")
_ROLE: Final = term("ho:Role")


def role_word(role: str) -> str:
    """Return a role in a word: ``goal`` of ``ho:asGoal``."""
    name = last(role).removeprefix("as")
    return name[:1].lower() + name[1:]


def roles(kind: NamedNode, vocabulary: Vocabulary) -> tuple[NamedNode, ...]:
    """Return what the things of a class count as, in order of IRI."""
    return _with_wider(_givers((kind,), vocabulary), vocabulary)


def counted(graphs: Mapping[str, Iterable[Fact]], vocabulary: Vocabulary) -> dict[str, list[Fact]]:
    """Return what each thing counts as, by the graph that says what it is."""
    kinds: dict[NamedNode, dict[NamedNode, dict[str, None]]] = defaultdict(dict)
    for graph, facts in graphs.items():
        for each in facts:
            if each.predicate == _TYPE:
                for kind in _with_above(each.object, vocabulary):
                    kinds[each.subject].setdefault(kind, {})[graph] = None
    given = {thing: _givers(them, vocabulary) for thing, them in kinds.items()}
    narrow = _narrow({each for them in given.values() for each in them}, vocabulary)
    found: dict[str, list[Fact]] = defaultdict(list)
    for thing, them in given.items():
        for giver in them:
            for role in _with_wider((giver,), vocabulary):
                if giver in narrow.get(role, {giver}):
                    for graph in kinds[thing][giver]:
                        found[graph].append(Fact(thing, _HAS_ROLE, role))
    return found


def _narrow(
    givers: Iterable[NamedNode], vocabulary: Vocabulary
) -> dict[NamedNode, frozenset[NamedNode]]:
    """Return, for each role that others give way in, the narrowest classes that have it."""
    above, counts = vocabulary.above_class, vocabulary.counts
    found: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for each in givers:
        role = counts[each]
        if any(counts.get(up) == role for up in above.get(each, ())):
            found[role].add(each)
    return {
        role: frozenset(them - {up for each in them for up in above.get(each, ())})
        for role, them in found.items()
        if role in vocabulary.narrowest_only
    }


def miscounted(vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield a fault for each class with a second role, or with one that is none."""
    typed = (each for file in vocabulary.files for each in file.triples if each.object == _ROLE)
    known = {each.subject for each in typed if each.predicate == _TYPE}
    first: dict[NamedNode, Fact] = {}
    for file in vocabulary.files:
        for each in (each for each in file.triples if each.predicate == _COUNTS_AS):
            before = first.setdefault(each.subject, each)
            told = {"kind": _called(each.subject, file), "role": _called(each.object, file)}
            if each.object not in known:
                yield fault("role-unknown", file.file, file.line_of(each), **told)
            elif before.object != each.object:
                told["first"] = _called(before.object, file)
                yield fault("role-twice", file.file, file.line_of(each), **told)


def _givers(kinds: Iterable[NamedNode], vocabulary: Vocabulary) -> tuple[NamedNode, ...]:
    """Return the narrowest classes that say what their things count as, of some and above them."""
    known = {each for kind in kinds for each in _with_above(kind, vocabulary)}
    known &= vocabulary.counts.keys()
    wider = {up for each in known for up in vocabulary.above_class.get(each, ())}
    return tuple(sorted(known - wider or known, key=lambda each: each.value))


def _with_above(kind: Node, vocabulary: Vocabulary) -> tuple[NamedNode, ...]:
    return (kind, *vocabulary.above_class.get(kind, ())) if isinstance(kind, NamedNode) else ()


def _with_wider(givers: Iterable[NamedNode], vocabulary: Vocabulary) -> tuple[NamedNode, ...]:
    own = {vocabulary.counts[each] for each in givers}
    wider = {up for each in own for up in vocabulary.above_role.get(each, ())}
    return tuple(sorted(own | wider, key=lambda each: each.value))


def _called(node: Node, file: Turtle) -> str:
    named = isinstance(node, NamedNode)
    return curie(node.value, file.prefixes) if named else f"«{visible(node.value)}»"
