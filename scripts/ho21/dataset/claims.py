"""A claim: one link between two things, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ho21.rdf.namespaces import HO, Fact, facts_about, local, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Literal, NamedNode

    from ho21.dataset.source import Anchor
    from ho21.rdf.namespaces import Base

STATED: Final = term("rst:direct-from-source")
SELF: Final = term("rst:self-composed")
INFERRED: Final = term("ho:inferred-by-rule")
INTERPRETED: Final = term("ho:interpreted")
RESTS_TOO: Final = term("ho:alsoRestsOn")


@dataclass(frozen=True)
class Claim:
    """A link (subject, predicate, object), and the passages, premises or reason it rests on.

    It is stated in the first of its passages, and also rests on the others; what is interpreted
    is stated in none, and rests on all of them. ``name`` is what the object is called in the
    claim's own IRI where it is no thing of ours. ``interpreted`` says whether a reader made it,
    or it follows from what a reader made.
    """

    subject: NamedNode
    predicate: NamedNode
    object: NamedNode
    where: str
    passages: tuple[Anchor, ...] = ()
    premises: tuple[NamedNode, ...] = ()
    details: tuple[tuple[NamedNode, NamedNode | Literal], ...] = ()
    name: str = ""
    interpreted: bool = False

    def iri(self, base: Base) -> NamedNode:
        """Return the claim's own IRI, made of the link and the graph it is made in."""
        target = self.name or base.short(self.object)
        return base.claim(self.subject, local(self.predicate), target, self.where)

    @property
    def link(self) -> Fact:
        """The plain triple that the claim is about."""
        return Fact(self.subject, self.predicate, self.object)

    @property
    def standing(self) -> NamedNode:
        """How the link is known; this is the only place that decides it."""
        if self.premises:
            return term("ho:followsFromInterpreted" if self.interpreted else "ho:followsFromStated")
        return INTERPRETED if self.interpreted else term("ho:stated")

    @property
    def basis(self) -> NamedNode:
        """How the link relates to the words of the source, in the official values."""
        return INFERRED if self.premises else SELF if self.interpreted else STATED

    def merged(self, other: Claim) -> Claim:
        """Return this claim with another's evidence of the same link added."""
        return replace(
            self,
            passages=tuple(dict.fromkeys(self.passages + other.passages)),
            premises=tuple(dict.fromkeys(self.premises + other.premises)),
            details=tuple(dict.fromkeys(self.details + other.details)),
        )

    def triples(self, base: Base) -> Iterator[Fact]:
        """Return the claim as an ``rdf:Statement`` (RDF 1.1 Semantics, appendix D.1)."""
        node = self.iri(base)
        yield from facts_about(
            node,
            ("rdf:type", term("ho:Claim")),
            ("rdf:subject", self.subject),
            ("rdf:predicate", self.predicate),
            ("rdf:object", self.object),
            ("ho:basis", self.basis),
            ("ho:standing", self.standing),
        )
        for at, each in enumerate(dict.fromkeys(self.passages)):
            stated = not at and not self.interpreted
            yield Fact(node, term("ho:isStatedIn") if stated else RESTS_TOO, each.iri(base))
        for premise in self.premises:
            yield Fact(node, term("prov:wasDerivedFrom"), premise)
        for predicate, value in self.details:
            yield Fact(node, predicate, value)


def merge(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims with one for each link and place, the evidence of equal ones joined."""
    merged: dict[tuple[NamedNode, NamedNode, NamedNode, str], Claim] = {}
    for each in claims:
        key = (each.subject, each.predicate, each.object, each.where)
        merged[key] = merged[key].merged(each) if key in merged else each
    return list(merged.values())


def inferred(
    claims: Iterable[Claim],
    above: dict[NamedNode, tuple[NamedNode, ...]],
    base: Base,
    where: str,
) -> list[Claim]:
    """Return the claims that follow from others by our own more general properties."""
    claims = list(claims)
    stated = {(each.subject, each.predicate, each.object) for each in claims}
    return merge(
        replace(
            each,
            predicate=wider,
            where=where,
            premises=(each.iri(base),),
        )
        for each in claims
        for wider in above.get(each.predicate, ())
        if wider.value.startswith(HO) and (each.subject, wider, each.object) not in stated
    )
