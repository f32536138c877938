"""A claim: one link between two things, and what it rests on."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import Literal

from ho21.dataset.claims import INFERRED, SELF, STATED, Claim, inferred, merge
from ho21.dataset.source import Anchor
from ho21.rdf.namespaces import Fact, term
from support.tiny import BASE

TASK = BASE.thing("oppgave/dele-data")
COUNCIL = BASE.thing("aktor/radet")
FIRST = Anchor("kilde-en", 0, 9)
SECOND = Anchor("kilde-en", 20, 29)
CLAIM = Claim(TASK, term("ho:performer"), COUNCIL, "kilde-en", passages=(FIRST, SECOND))
ABOVE = {
    term("ho:performer"): (term("ho:responsible"), term("prov:wasAssociatedWith")),
    term("ho:accountable"): (term("ho:responsible"),),
}


def test_a_claim_is_named_by_its_link_and_its_source():
    assert CLAIM.iri(BASE) == BASE.thing(
        "pastand/oppgave.dele-data--performer--aktor.radet--kilde-en"
    )


def test_a_claim_is_written_as_a_statement_about_its_link_with_basis_and_passages():
    node = CLAIM.iri(BASE)
    assert list(CLAIM.triples(BASE)) == [
        Fact(node, term("rdf:type"), term("ho:Claim")),
        Fact(node, term("rdf:subject"), TASK),
        Fact(node, term("rdf:predicate"), term("ho:performer")),
        Fact(node, term("rdf:object"), COUNCIL),
        Fact(node, term("ho:basis"), STATED),
        Fact(node, term("ho:standing"), term("ho:stated")),
        Fact(node, term("ho:isStatedIn"), BASE.fragment("kilde-en", "char", 0, 9)),
        Fact(node, term("ho:alsoRestsOn"), BASE.fragment("kilde-en", "char", 20, 29)),
    ]
    assert CLAIM.link == Fact(TASK, term("ho:performer"), COUNCIL)


def test_the_premise_and_the_details_of_a_claim_are_written_too():
    reason = Literal("Det følger.", language="nb")
    claim = replace(CLAIM, premises=(TASK,), details=((term("ho:reason"), reason),))
    assert list(claim.triples(BASE))[-2:] == [
        Fact(claim.iri(BASE), term("prov:wasDerivedFrom"), TASK),
        Fact(claim.iri(BASE), term("ho:reason"), reason),
    ]


def test_a_passage_that_a_claim_is_stated_in_is_not_one_it_also_rests_on():
    claim = replace(CLAIM, passages=(FIRST, FIRST))
    assert term("ho:alsoRestsOn") not in [each.predicate for each in claim.triples(BASE)]


def test_two_claims_of_one_link_in_one_source_become_one_with_the_evidence_of_both():
    other = replace(CLAIM, passages=(SECOND, FIRST))
    assert merge([replace(CLAIM, passages=(FIRST,)), other]) == [CLAIM]


def test_evidence_that_two_claims_share_is_kept_once():
    detail = (term("ho:reason"), Literal("Det følger.", language="nb"))
    claim = replace(CLAIM, premises=(TASK,), details=(detail,))
    (merged,) = merge([claim, claim])
    assert merged.passages == (FIRST, SECOND)
    assert (merged.premises, merged.details) == ((TASK,), (detail,))


def test_the_same_link_in_two_sources_stays_two_claims():
    other = replace(CLAIM, where="kilde-to")
    assert merge([CLAIM, other]) == [CLAIM, other]


def test_a_wider_property_of_ours_gets_a_claim_that_names_its_premise():
    assert inferred([CLAIM], ABOVE, BASE, "slutning") == [
        replace(
            CLAIM,
            predicate=term("ho:responsible"),
            where="slutning",
            premises=(CLAIM.iri(BASE),),
        )
    ]


def test_two_premises_of_one_conclusion_stand_on_one_claim():
    other = replace(CLAIM, predicate=term("ho:accountable"))
    (conclusion,) = inferred([CLAIM, other], ABOVE, BASE, "slutning")
    assert conclusion.premises == (CLAIM.iri(BASE), other.iri(BASE))


def test_what_is_already_said_is_not_inferred():
    said = replace(CLAIM, predicate=term("ho:responsible"))
    assert inferred([CLAIM, said], ABOVE, BASE, "slutning") == []


def test_a_claim_is_stated_or_interpreted_and_what_is_inferred_follows_from_either():
    read = replace(CLAIM, interpreted=True)
    known = [CLAIM, *inferred([CLAIM], ABOVE, BASE, "slutning")]
    known += [read, *inferred([read], ABOVE, BASE, "slutning-tolkning")]
    assert [(each.standing, each.basis) for each in known] == [
        (term("ho:stated"), STATED),
        (term("ho:followsFromStated"), INFERRED),
        (term("ho:interpreted"), SELF),
        (term("ho:followsFromInterpreted"), INFERRED),
    ]


def test_what_is_interpreted_is_stated_nowhere_and_rests_on_all_its_passages():
    read = replace(CLAIM, interpreted=True)
    assert [each.predicate for each in read.triples(BASE)][-2:] == [term("ho:alsoRestsOn")] * 2
