"""The links of each thing as its page tells them: by basis, by what they say, out and in."""

import pytest

from conftest import BASE
from ho21.picture import picture
from ho21.rooms import house
from ho21.store import load
from ho21.ties import Ties

MEASURE = f"{BASE.iri}id/tiltak/dele-data"
GOAL = f"{BASE.iri}id/malbilde/felles-data"
COUNCIL = f"{BASE.iri}id/aktor/radet"


@pytest.fixture
def tiny(tiny_house):
    """Return the ties of a tiny house."""
    return Ties(picture(load(house(str(tiny_house())))))


def told(ties: Ties, iri: str, basis) -> set[tuple[str, bool, str]]:
    return {
        (bunch.predicate, bunch.out, each.other)
        for bunch in ties.of(iri, "nb")[basis]
        for each in bunch.ties
    }


def test_a_link_is_seen_from_both_ends(tiny):
    assert ("proposedBy", True, COUNCIL) in told(tiny, MEASURE, "stated")
    assert ("proposedBy", False, MEASURE) in told(tiny, COUNCIL, "stated")


def test_a_reading_is_never_among_what_is_stated(tiny):
    assert told(tiny, MEASURE, "read") == {("contributesTo", True, GOAL)}
    assert not {each for each in told(tiny, MEASURE, "stated") if each[0] == "contributesTo"}
    assert ("contributesTo", False, MEASURE) in told(tiny, GOAL, "read")


def test_what_leaves_a_thing_is_told_before_what_points_at_it(tiny):
    outs = [each.out for each in tiny.of(GOAL, "nb")["stated"]]

    assert outs == sorted(outs, reverse=True)
    assert set(outs) == {True, False}


def test_words_lead_to_what_rests_on_them(tiny):
    (said,) = tiny.nodes[MEASURE].statements
    place = (said.source, said.start, said.end)

    assert [each.id for each in tiny.things(*place)] == [MEASURE]
    assert MEASURE in {each.source for each in tiny.links(*place)}
    assert tiny.things("kilde-en", 0, 1) == ()


def test_a_denial_is_seen_from_the_thing_that_was_not_linked_to(real):
    ties = Ties(picture(real))
    denied = [
        (node.id, each) for node in ties.nodes.values() for each in node.unmade if each.denied
    ]

    assert denied
    for iri, each in denied:
        assert iri in {x.thing.id for x in ties.refused(each.target)}


def test_every_claim_of_the_dataset_is_told_at_its_subject(real):
    ties = Ties(picture(real))
    claims = {
        claim
        for iri in ties.nodes
        for bunch in (*[b for them in ties.of(iri, "nb").values() for b in them],
                      *ties.mappings(iri, "nb"))
        for each in bunch.ties
        for claim in each.link.claims
        if each.out
    }  # fmt: skip
    subjects = {
        fact.subject.value
        for facts in real.facts.values()
        for fact in facts
        if fact.predicate.value.endswith("#subject")
    }

    assert claims == subjects
