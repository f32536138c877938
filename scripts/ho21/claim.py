"""A claim: one link between two things, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ho21.names import HO, Fact, local, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Literal, NamedNode

    from ho21.names import Base
    from ho21.source import Passage

STATED: Final = term("rst:direct-from-source")
DERIVED: Final = term("rst:derived-from-source")
INFERRED: Final = term("ho:inferred-by-rule")


@dataclass(frozen=True)
class Claim:
    """A link (subject, predicate, object) with its basis, and its passages or its reason.

    ``name`` is what the object is called in the claim's own IRI where it is no thing of the house.
    """

    subject: NamedNode
    predicate: NamedNode
    object: NamedNode
    where: str
    basis: NamedNode = STATED
    passages: tuple[Passage, ...] = ()
    also: tuple[Passage, ...] = ()
    premises: tuple[NamedNode, ...] = ()
    details: tuple[tuple[NamedNode, NamedNode | Literal], ...] = ()
    name: str = ""

    def iri(self, base: Base) -> NamedNode:
        """Return the claim's own IRI, made of the link and the graph it is made in."""
        target = self.name or base.short(self.object)
        return base.claim(self.subject, local(self.predicate), target, self.where)

    @property
    def link(self) -> Fact:
        """The plain triple that the claim is about."""
        return Fact(self.subject, self.predicate, self.object)

    def merged(self, other: Claim) -> Claim:
        """Return this claim with another's evidence of the same link added."""
        return replace(
            self,
            basis=STATED if STATED in (self.basis, other.basis) else self.basis,
            also=tuple(dict.fromkeys(self.also + other.passages + other.also)),
            premises=tuple(dict.fromkeys(self.premises + other.premises)),
            details=tuple(dict.fromkeys(self.details + other.details)),
        )

    def triples(self, base: Base) -> Iterator[Fact]:
        """Return the claim as an ``rdf:Statement`` (RDF 1.1 Semantics, appendix D.1)."""
        node = self.iri(base)
        yield Fact(node, term("rdf:type"), term("ho:Claim"))
        yield Fact(node, term("rdf:subject"), self.subject)
        yield Fact(node, term("rdf:predicate"), self.predicate)
        yield Fact(node, term("rdf:object"), self.object)
        yield Fact(node, term("ho:basis"), self.basis)
        for predicate, passages in (
            (term("ho:isStatedIn"), self.passages),
            (term("ho:alsoRestsOn"), [each for each in self.also if each not in self.passages]),
        ):
            for each in passages:
                yield Fact(
                    node, predicate, base.fragment(each.source, "char", each.start, each.end)
                )
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
            basis=INFERRED,
            premises=(each.iri(base),),
        )
        for each in claims
        for wider in above.get(each.predicate, ())
        if wider.value.startswith(HO) and (each.subject, wider, each.object) not in stated
    )
