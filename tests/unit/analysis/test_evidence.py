"""Links as the analyses show and count them: by their strongest evidence, each link once."""

from dataclasses import replace

import pytest
from hypothesis import given

from ho21.analysis.evidence import lost_links, rests_on, strongest
from ho21.model.things import Standing
from support.tiny_network import NETWORKS, sketch


def link(*by: str):
    (found,) = sketch("\n".join(f"tiltak performer aktor {each}" for each in by)).links
    return found


@pytest.mark.parametrize(
    ("by", "shown"),
    [
        (("0.9", "en"), "en"),
        (("to", "en"), "en"),
        (("0.5", "0.9"), "0.9"),
    ],
)
def test_a_source_is_shown_before_a_reader_and_the_surest_reader_before_another(by, shown):
    assert strongest(link(*by)).claim == f"tiltak--performer--aktor--{shown}"


def test_what_a_source_says_is_shown_before_what_follows_from_it():
    (said,) = link("to").evidence
    follows = replace(said, claim="a", standing=Standing.FOLLOWS_FROM_STATED)

    assert strongest(replace(link("to"), evidence=(follows, said))) is said


@given(NETWORKS)
def test_standing_and_confidence_of_a_link_are_those_of_the_evidence_that_is_shown(graph):
    for each in graph.links:
        shown = strongest(each)
        assert (each.standing, each.confidence, each.strength) == (
            shown.standing,
            shown.confidence,
            shown.strength,
        )


def test_a_link_is_told_by_words_and_place_or_by_the_reason_of_its_reader():
    assert rests_on(link("en"), "nb") == ("ord", "en.txt:1")
    assert rests_on(link("0.7"), "nb") == ("fordi", "")


def test_a_reason_is_told_though_the_reading_rests_on_words_too():
    (said,), (read,) = link("en").evidence, link("0.7").evidence
    both = replace(read, passages=said.passages, main=said.main)

    assert rests_on(replace(link("0.7"), evidence=(both,)), "nb") == ("fordi", "")


def test_a_link_is_lost_when_all_that_states_it_is_and_wider_words_are_none():
    graph = sketch(
        """tiltak performer aktor en
        tiltak performer aktor to
        tiltak isPartOf tema en
        tema isPartOf soyle to
        """
    )
    part = graph.out("tiltak", "isPartOf")[0]
    follows = replace(part.evidence[0], standing=Standing.FOLLOWS_FROM_STATED)
    wider = replace(part, predicate="wider", evidence=(follows,))
    graph = replace(graph, links=(*graph.links, wider))

    assert [each.triple for each in lost_links(graph, graph.without("en"))] == [part.triple]
    assert lost_links(graph, graph) == []
