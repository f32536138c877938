"""What differs between two sides of a graph: what is said, read and named, and what is answered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.dataset.readings.retired import DEPRECATED, has_page, retired_in
from ho21.dataset.statements import QUOTE, RESTS_ON, RESTS_ON_AFTER, SET_ASIDE, STATED_IN
from ho21.rdf.index import by_subject
from ho21.rdf.namespaces import Fact, Node, term
from ho21.resources import messages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ho21.rdf.index import Properties
    from ho21.rdf.namespaces import Base

MESSAGES: Final = "diff/messages.toml"
SECTIONS: Final = tuple(messages(MESSAGES)["sections"])
KINDS: Final = tuple(messages(MESSAGES)["kinds"])
NOTHING_FOUND: Final = term("sssom:NoTermFound")
AUTHOR: Final = term("prov:wasAttributedTo")
TYPE: Final = term("rdf:type")
_ALSO: Final = term("ho:alsoRestsOn")
_BASIS: Final = term("ho:basis")
# That a reading rests on all the words of its ends, as one does for which none are written.
_ENDS_WORDS: Final = (term("ho:restsOn"), "")
_READ: Final = {"tolkning": "readings", "koblinger": "mappings"}
_FOLLOWS: Final = "slutning"
_ADDRESSES: Final = "addresses"
_LINK: Final = (term("rdf:subject"), term("rdf:predicate"), term("rdf:object"))
# The ends of a link, as one that says yes, one that says no, and one that found nothing name them.
_ENDS: Final = (
    _LINK,
    (term("owl:sourceIndividual"), term("owl:assertionProperty"), term("owl:targetIndividual")),
    (term("ho:about"), term("ho:soughtProperty")),
)
_MADE: Final = frozenset(
    term(name)
    for name in (
        "ho:Claim",
        "ho:Passage",
        "ho:SetAside",
        "oa:TextPositionSelector",
        "oa:TextQuoteSelector",
    )
)
# What the build makes, and the words that are told of the link resting on them.
_UNTOLD: Final = frozenset(
    (term("ho:sortKey"), term("ho:standing"), STATED_IN, RESTS_ON, RESTS_ON_AFTER)
)

Key = tuple[Node, ...]
Where = tuple[str, str, Key]
EditionFacts = dict[tuple[NamedNode, str], set[Node]]
Entry = tuple[str, str, Key, tuple[NamedNode, Node] | None]


@dataclass(frozen=True)
class Side:
    """One of the two that are compared: facts by graph, and rows by question."""

    base: Base
    facts: Mapping[str, Collection[Fact]] = field(repr=False)
    answers: Mapping[str, Collection[Key]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Detail:
    """What one property (in one language) no longer says, and what it says now."""

    property: NamedNode
    lang: str
    old: tuple[Node, ...]
    new: tuple[Node, ...]


@dataclass(frozen=True)
class Change:
    """A thing, link, reading or row that is added, removed or changed, and what of it.

    The key is a thing alone, a link's ends and predicate (and author, where it is read), or a row.
    """

    section: str
    group: str
    kind: str
    key: Key
    details: tuple[Detail, ...] = ()


def differences(old: Side, new: Side) -> tuple[Change, ...]:
    """Return every difference, by section, group and thing."""
    before, after = _entries(old), _entries(new)
    if old.base == new.base:
        before |= {("vanished", _ADDRESSES, (each,)): {} for each in _vanished(old, new)}
    changes = []
    for where in sorted(before.keys() | after.keys(), key=_order):
        section, group, key = where
        kind = KINDS[0] if where not in before else KINDS[1] if where not in after else KINDS[2]
        sides = [each[where] for each in (before, after) if where in each]
        details = _details(before.get(where, {}), after.get(where, {}))
        if all(_ENDS_WORDS in each for each in sides):  # what its ends say is told of them
            details = tuple(each for each in details if each.property != _ALSO)
        if section == "moved" and kind != "changed":
            continue  # words that came or went are told where they are said
        if details or kind != "changed":
            changes.append(Change(section, group, kind, key, details))
    return tuple(changes)


def _order(where: Where) -> tuple[int, str, tuple[str, ...]]:
    section, group, key = where
    return SECTIONS.index(section), group, tuple(map(str, key))


def _details(old: EditionFacts, new: EditionFacts) -> tuple[Detail, ...]:
    found = []
    for name in sorted(
        (old.keys() | new.keys()) - {_ENDS_WORDS}, key=lambda each: (each[0].value, each[1])
    ):
        gone = old.get(name, set()) - new.get(name, set())
        come = new.get(name, set()) - old.get(name, set())
        if gone or come:
            found.append(Detail(*name, tuple(sorted(gone, key=str)), tuple(sorted(come, key=str))))
    return tuple(found)


def _entries(side: Side) -> dict[Where, EditionFacts]:
    """Return what a side says by section, group and thing; what follows by rule is left out."""
    found: dict[Where, EditionFacts] = {}
    every = by_subject(fact for facts in side.facts.values() for fact in facts)
    for graph, facts in side.facts.items():
        name = graph.removeprefix(side.base.graph("").value)
        folder, _, source = name.partition("/")
        if folder == "kilde":
            entries = _source(source, facts)
        elif name in _READ:
            entries = _read(_READ[name], name, facts, every)
        elif name.startswith(_FOLLOWS):
            continue
        else:
            entries = _told_of(name, facts)
        for section, group, key, said in entries:
            of = found.setdefault((section, group, key), defaultdict(set))
            if said:
                of[said[0], getattr(said[1], "language", None) or ""].add(said[1])
    for question, rows in side.answers.items():
        found |= {("answers", question, row): {} for row in rows}
    return found


def _told_of(name: str, facts: Collection[Fact]) -> Iterator[Entry]:
    """Yield what a register, the project or the vocabulary says, retired addresses apart."""
    retired = retired_in(facts)
    for each in facts:
        if each.subject.value not in retired:
            yield "vocabulary", name, (each.subject,), each[1:]
        elif each.predicate != DEPRECATED:
            yield "retired", _ADDRESSES, (each.subject,), each[1:]


def _vanished(old: Side, new: Side) -> set[NamedNode]:
    """Return the things and documents that the older side has and the newer says nothing of."""
    left = {each.subject for facts in new.facts.values() for each in facts}
    return {
        each.subject
        for facts in old.facts.values()
        for each in facts
        if each.predicate == TYPE and has_page(each.subject.value, old.base)
        if each.subject not in left
    }


def _source(source: str, facts: Collection[Fact]) -> Iterator[Entry]:
    blocks = by_subject(facts)
    made = {node for node, block in blocks.items() if _MADE & set(block.get(TYPE, []))}
    links = set()
    for node, block in blocks.items():
        ends = _ends(block, _LINK)
        if ends:
            links.add(ends)
            yield "links", source, ends, None
            yield from (("links", source, ends, said) for said in _evidence(block, blocks))
        elif node not in made:
            for place in block.get(STATED_IN, []):
                for words in _words([place], blocks):
                    yield "moved", source, (node, words), (STATED_IN, place)
    for fact in facts:
        if fact.predicate in SET_ASIDE:
            yield "set_aside", source, (fact.predicate, fact.object), None
        elif not (fact.subject in made or fact in links or fact.predicate in _UNTOLD):
            yield "statements", source, (fact.subject,), fact[1:]


def _evidence(
    block: Properties, blocks: Mapping[NamedNode, Properties]
) -> Iterator[tuple[NamedNode, Node]]:
    for predicate, told in ((STATED_IN, QUOTE), (_ALSO, _ALSO)):
        for words in _words(block.get(predicate, []), blocks):
            yield told, words
    for basis in block.get(_BASIS, []):
        yield _BASIS, basis


def _read(
    section: str, name: str, facts: Collection[Fact], every: Mapping[NamedNode, Properties]
) -> Iterator[Entry]:
    blocks = by_subject(facts)
    keys: dict[NamedNode, Key] = {}
    made = {node for node, block in blocks.items() if _MADE & set(block.get(TYPE, []))}
    links = set()
    for node, block in blocks.items():
        ends = next(filter(None, (_ends(block, names) for names in _ENDS)), None)
        if ends:
            links.add(ends)
            keys[node] = (*ends, *sorted(block.get(AUTHOR, []), key=str))
            places = block.get(_ALSO, [])
            for words in _words(places, every):
                yield section, name, keys[node], (_ALSO, words)
            if {*places} == {place for end in ends for place in _stated(end, every)}:
                yield section, name, keys[node], (_ENDS_WORDS[0], NOTHING_FOUND)
    # Where in the texts the words stand that it rests on is told of the texts.
    told = {end for names in _ENDS for end in names} | {AUTHOR, _BASIS, _ALSO}
    for fact in facts:
        if fact.subject in keys:
            yield section, name, keys[fact.subject], None
            if fact.predicate not in told:
                yield section, name, keys[fact.subject], fact[1:]
        elif (
            fact not in links and fact.subject not in made and fact.predicate != TYPE
        ):  # of what a link points to
            yield section, name, tuple(fact), None


def _ends(block: Properties, names: tuple[NamedNode, ...]) -> Key | None:
    """Return the ends of the link that a block is about, where it has them all."""
    if not all(name in block for name in names):
        return None
    ends = tuple(min(block[name], key=str) for name in names)
    return ends if len(ends) == len(_LINK) else (*ends, NOTHING_FOUND)


def _stated(end: Node, blocks: Mapping[NamedNode, Properties]) -> list[Node]:
    return blocks.get(end, {}).get(STATED_IN, []) if isinstance(end, NamedNode) else []


def _words(places: list[Node], blocks: Mapping[NamedNode, Properties]) -> Iterator[Literal]:
    for place in places:
        block = blocks.get(place, {}) if isinstance(place, NamedNode) else {}
        yield from (each for each in block.get(QUOTE, []) if isinstance(each, Literal))
