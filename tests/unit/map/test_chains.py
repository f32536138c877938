"""Chains of reasons: why a thing is there."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ho21.map.chains import chains, has_chain
from ho21.model.read import knowledge_graph
from support.tiny_network import KINDS, no, sketch

WHOLE = """tiltak contributesTo malbilde 0.7
malbilde isPartOf soyle en
soyle continues visjon 0.5
"""
NAMES = sorted(KINDS)
LINKS = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(["contributesTo", "isPartOf", "continues", "motivates", "followsUp"]),
    st.sampled_from(NAMES),
    st.sampled_from(["0.3", "0.5", "0.9", "en", "to"]),
)


def written(chain) -> str:
    """Return a chain as the things it passes, and a stroke where it breaks."""
    passed = [chain.start, *(step.end for step in chain.steps)]
    return " ".join([*passed, "|"] if chain.gap else passed)


def all_written(lines: str, start: str) -> list[str]:
    return [written(chain) for chain in chains(sketch(lines), start)]


def test_a_recommendation_reaches_the_vision_by_a_target_picture_and_its_block():
    (chain,) = chains(sketch(WHOLE), "tiltak")

    assert written(chain) == "tiltak malbilde soyle visjon"
    assert [step.link.stated for step in chain.steps] == [False, True, False]


def test_a_chain_is_as_strong_as_its_weakest_link():
    (chain,) = chains(sketch(WHOLE), "tiltak")

    assert chain.strength == 0.5


def test_without_readings_the_chain_breaks_where_it_begins():
    (chain,) = chains(sketch(WHOLE).stated, "tiltak")

    assert written(chain) == "tiltak |"
    assert (chain.gap.at, [way.end for way in chain.gap.ways]) == ("tiltak", ["asGoal"])


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        ("tiltak contributesTo malbilde 0.7", "tiltak |"),
        ("malbilde isPartOf soyle en", "tiltak malbilde |"),
        ("soyle continues visjon 0.5", "tiltak malbilde soyle |"),
    ],
)
def test_a_chain_breaks_at_the_thing_from_which_a_link_is_missing(taken, left):
    assert taken in WHOLE
    assert all_written(WHOLE.replace(taken, "tiltak"), "tiltak") == [left]


def test_a_measure_that_serves_another_goal_lacks_a_target_picture_and_shows_the_goal():
    assert all_written("tiltak contributesTo mal 0.9", "tiltak") == ["tiltak |", "tiltak mal |"]


def test_a_goal_or_a_need_may_carry_the_vision_on_by_itself():
    assert all_written("mal continues visjon 0.9", "mal") == ["mal visjon"]
    assert all_written("behov continues visjon 0.9", "behov") == ["behov visjon"]


def test_a_challenge_may_give_reason_for_a_block():
    lines = "utfordring motivates soyle 0.9\nsoyle continues visjon 0.7"

    assert all_written(lines, "utfordring") == ["utfordring soyle visjon"]


def test_every_way_is_found_the_strongest_first_and_the_broken_last():
    more = """tiltak contributesTo malbilde-2 0.9
    malbilde-2 isPartOf fundament en
    fundament continues visjon 0.9
    tiltak contributesTo malbilde-3 0.9
    """

    assert all_written(WHOLE + more, "tiltak") == [
        "tiltak malbilde-2 fundament visjon",
        "tiltak malbilde soyle visjon",
        "tiltak malbilde-3 |",
    ]


def test_of_several_links_between_two_things_a_stated_one_is_taken_and_else_the_surest():
    more = "tiltak contributesTo malbilde 0.9\nsoyle continues visjon en\n"
    (chain,) = chains(sketch(WHOLE + more), "tiltak")

    assert [step.link.confidence for step in chain.steps] == [0.9, None, None]


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("utfordring motivates tiltak 0.5", "utfordring"),
        ("behov motivates tiltak 0.5", "behov"),
        ("tiltak isPartOf tema en", "tema"),
    ],
)
def test_a_chain_begins_in_a_challenge_a_need_or_a_theme_too(line, start):
    assert all_written(WHOLE + line, start) == [f"{start} tiltak malbilde soyle visjon"]


def test_a_challenge_reaches_a_measure_by_way_of_a_need():
    more = "utfordring motivates behov en\nbehov motivates tiltak 0.5"

    assert all_written(WHOLE + more, "utfordring") == [
        "utfordring behov tiltak malbilde soyle visjon"
    ]


def test_an_area_is_carried_on_by_a_block_or_served_by_a_target_picture():
    more = "soyle continues omrade 0.9\nmalbilde contributesTo omrade 0.4"

    assert all_written(WHOLE + more, "omrade") == [
        "omrade soyle visjon",
        "omrade malbilde soyle visjon",
    ]


def test_needs_that_motivate_each_other_are_passed_once():
    assert all_written("behov motivates behov-2 en\nbehov-2 motivates behov en", "behov") == [
        "behov behov-2 |"
    ]


@pytest.mark.parametrize("thing", ["aktor", "hendelse"])
def test_from_an_actor_or_an_event_no_chain_can_begin(thing):
    whole = sketch(WHOLE + thing)

    assert not has_chain(whole, thing)
    assert chains(whole, thing) == ()


def test_a_gap_tells_what_was_sought_there_and_what_was_denied():
    sought = no("tiltak", "contributesTo", "TargetPicture")
    denied = no("tiltak", "contributesTo", "malbilde", denied=True)
    elsewhere = no("tiltak", "contributesTo", "StrategyArea")
    other = no("tiltak", "beneficiary", "TargetPicture")
    whole = sketch("tiltak\nmalbilde", non_links=(sought, denied, elsewhere, other))
    (chain,) = chains(whole, "tiltak")

    assert chain.gap.non_links == (sought, denied)


def test_a_no_about_a_link_the_other_way_does_not_explain_a_gap():
    sought = no("tema", "isPartOf", "Recommendation")
    (chain,) = chains(sketch("tema", non_links=(sought,)), "tema")

    assert chain.gap.non_links == ()


@given(st.lists(LINKS, max_size=12), st.sampled_from(NAMES))
@settings(max_examples=150, deadline=None)
def test_every_step_of_a_chain_is_a_link_and_the_chain_ends_in_the_vision_or_a_gap(links, start):
    whole = sketch("\n".join([*NAMES, *(" ".join(link) for link in links)]))
    found = chains(whole, start)
    for chain in found:
        at = start
        for step in chain.steps:
            assert step.start == at
            assert set(step.link.ends) == {step.start, step.end}
            assert step.link in whole.links
            at = step.end
        assert whole.is_a(at, "Vision") == (chain.gap is None)
        assert chain.gap is None or chain.gap.at == at

    assert bool(found) == has_chain(whole, start)


def test_every_real_recommendation_reaches_the_vision_or_says_where_it_breaks(real):
    whole = knowledge_graph(real)
    for each in whole.of("Recommendation"):
        for net in (whole, whole.stated):
            found = chains(net, each.iri)
            assert found
            for chain in found:
                *_, end = [each.iri, *(step.end for step in chain.steps)]
                assert net.is_a(end, "Vision") if chain.gap is None else chain.gap.at == end
        assert chains(whole.stated, each.iri)[0].gap.at == each.iri


def test_where_there_are_no_blocks_goals_are_parts_of_areas_and_those_of_the_strategy():
    lines = """tiltak contributesTo mal 0.7
tiltak contributesTo malbilde en
malbilde isPartOf omrade en
omrade isPartOf strategi en
visjon isPartOf strategi en
"""

    assert all_written(lines, "tiltak")[0] == "tiltak malbilde omrade strategi visjon"
    assert all_written(lines, "omrade") == ["omrade strategi visjon"]
    assert all_written(f"{lines}soyle", "tiltak") == ["tiltak malbilde |", "tiltak mal |"]
