"""Ways from thing to thing, and chains of reasons: why a thing is there."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ho21.map.ways import QUIET, READ, SAID, WayFinder
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


def written(way, *, broken=False) -> str:
    """Return a way as the things it passes, and a stroke where it breaks."""
    return " ".join([*way.passed, "|"] if broken else way.passed)


def why(lines: str, start: str):
    return WayFinder(sketch(lines)).why(start)


def between(lines: str, start: str, end: str):
    return WayFinder(sketch(lines)).between(start, end)


def all_written(lines: str, start: str) -> list[str]:
    """Return the chains of reasons from a thing, those that reach the vision first."""
    found = why(lines, start)
    through = [written(each) for each in found.ways if found.reasons]
    return [*through, *(written(each.way, broken=True) for each in found.breaks)]


def ways(lines: str, start: str, end: str) -> list[str]:
    return [written(each) for each in between(lines, start, end).ways]


def test_a_recommendation_reaches_the_vision_by_a_target_picture_and_its_block():
    (way,) = why(WHOLE, "tiltak").ways

    assert written(way) == "tiltak malbilde soyle visjon"
    assert [step.row.link.stated for step in way.steps] == [False, True, False]


def test_a_way_is_as_strong_as_its_weakest_link():
    (way,) = why(WHOLE, "tiltak").ways

    assert way.strength == 0.5


def test_without_readings_the_chain_breaks_where_it_begins():
    found = WayFinder(sketch(WHOLE).stated).why("tiltak")

    assert (found.ways, found.need) == ((), None)
    (gap,) = found.breaks
    assert (written(gap.way), [each.end for each in gap.sought]) == ("tiltak", ["asGoal"])


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
    (way,) = why(WHOLE + more, "tiltak").ways

    assert [step.row.first.confidence for step in way.steps] == [0.9, None, None]


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
def test_from_an_actor_or_an_event_no_chain_of_reasons_goes_and_none_is_missed(thing):
    (gap,) = why(WHOLE + thing, thing).breaks

    assert (gap.at, gap.sought) == (thing, ())


def test_a_gap_tells_what_was_sought_there_and_what_was_denied():
    sought = no("tiltak", "contributesTo", "TargetPicture")
    denied = no("tiltak", "contributesTo", "malbilde", denied=True)
    elsewhere = no("tiltak", "contributesTo", "StrategyArea")
    other = no("tiltak", "beneficiary", "TargetPicture")
    whole = sketch("tiltak\nmalbilde", non_links=(sought, denied, elsewhere, other))
    (gap,) = WayFinder(whole).why("tiltak").breaks

    assert gap.refused == (sought, denied)


def test_a_no_about_a_link_the_other_way_does_not_explain_a_gap():
    sought = no("tema", "isPartOf", "Recommendation")
    (gap,) = WayFinder(sketch("tema", non_links=(sought,))).why("tema").breaks

    assert gap.refused == ()


def test_reasons_that_only_go_round_break_off_where_they_have_led_furthest():
    lines = """behov motivates behov-2 en
behov motivates behov-3 en
behov-2 motivates behov-3 en
behov-3 motivates behov-2 en
"""

    assert all_written(lines, "behov") == ["behov behov-3 |"]


def test_where_reasons_do_not_lead_to_the_vision_other_ways_do_and_are_told_apart():
    found = why("tiltak isPartOf strategi en\nvisjon isPartOf strategi en\nsoyle", "tiltak")

    assert [written(each) for each in found.ways] == ["tiltak strategi visjon"]
    assert (found.reasons, [each.at for each in found.breaks]) == (False, ["tiltak"])


def test_a_way_goes_along_links_and_against_them():
    (way,) = between(
        "tiltak isPartOf tema en\ntiltak-2 isPartOf tema en", "tiltak", "tiltak-2"
    ).ways

    assert written(way) == "tiltak tema tiltak-2"
    assert [each.back for each in way.steps] == [False, True]


def test_a_reading_is_a_shorter_way_only_as_far_as_its_reader_is_sure():
    lines = "mal resembles omrade 0.9\nmal isPartOf plan en\nplan isPartOf omrade en\n"

    assert ways(lines, "mal", "omrade") == ["mal omrade", "mal plan omrade"]
    assert ways(lines.replace("0.9", "0.3"), "mal", "omrade") == ["mal plan omrade", "mal omrade"]


def test_who_proposed_something_ties_it_less_than_what_it_is_there_for():
    lines = """tiltak proposedBy aktor en
malbilde proposedBy aktor en
tiltak contributesTo mal 0.5
mal resembles malbilde 0.5
"""

    assert ways(lines, "tiltak", "malbilde")[0] == "tiltak mal malbilde"
    assert ways(lines.replace("proposedBy", "responsible"), "tiltak", "malbilde")[0] == (
        "tiltak aktor malbilde"
    )


def test_to_pass_what_very_much_is_tied_to_costs_more_than_a_longer_way():
    lines = """tiltak isPartOf plan en
tiltak-2 isPartOf plan en
tiltak isPartOf tema en
tema isPartOf tema-2 en
tiltak-2 isPartOf tema-2 en
"""
    hub = "\n".join(f"mal-{at} isPartOf plan en" for at in range(2, 30))

    assert ways(lines, "tiltak", "tiltak-2")[0] == "tiltak plan tiltak-2"
    assert ways(lines + hub, "tiltak", "tiltak-2")[0] == "tiltak tema tema-2 tiltak-2"


def test_readings_make_nothing_a_hub():
    hub = "\n".join(f"mal-{at} isPartOf plan 0.9" for at in range(2, 30))

    assert set(WayFinder(sketch(hub)).hubs.values()) == {0}
    assert WayFinder(sketch(hub.replace("0.9", "en"))).hubs["plan"] == 1807


def test_a_step_that_gives_no_reason_costs_more_than_one_that_does():
    whole = sketch("tiltak contributesTo malbilde en\ntiltak resembles mal en")
    finder = WayFinder(whole)
    (reason,), (aside,) = (
        finder.steps(SAID, reasons=False)[x].values() for x in ("malbilde", "mal")
    )

    assert (reason.cost, aside.cost) == (1000, 2000)


@pytest.mark.parametrize(
    ("lines", "need"),
    [
        ("mal isPartOf omrade en", SAID),
        ("mal isPartOf omrade 0.4", READ),
        ("mal mentions omrade en", QUIET),
        ("mal isPartOf plan 0.4\nplan mentions omrade en", QUIET),
        ("mal\nomrade", None),
    ],
)
def test_it_is_told_what_it_takes_to_get_there(lines, need):
    assert between(lines, "mal", "omrade").need == need


def test_it_is_told_how_many_things_are_reached_by_what_sources_say():
    lines = "mal isPartOf plan en\nplan isPartOf strategi en\nmal resembles omrade 0.9\ntema"

    assert between(lines, "mal", "tema").reached == 2
    assert between(lines, "omrade", "mal").reached == 0


def test_the_way_that_sources_say_is_told_where_readings_make_shorter_ones():
    row = ["mal", "plan", "tema", "omrade", "aktor", "behov"]
    lines = "".join(f"{one} leadsTo {other} en\n" for one, other in pairwise(row))

    assert ways(f"{lines}mal resembles behov 0.9", "mal", "behov") == [
        "mal behov", "mal plan tema omrade aktor behov",
    ]  # fmt: skip


def test_another_way_has_more_steps_that_are_new_than_not():
    lines = """mal isPartOf plan en
plan isPartOf tema en
tema isPartOf omrade en
tema resembles behov en
behov resembles omrade en
plan resembles behov en
"""

    assert ways(lines, "mal", "omrade") == ["mal plan tema omrade", "mal plan behov omrade"]


def test_from_a_thing_to_itself_there_is_a_way_of_no_steps():
    (way,) = between("mal", "mal", "mal").ways

    assert (way.steps, way.strength) == ((), 1.0)


@given(st.lists(LINKS, max_size=12), st.sampled_from(NAMES), st.sampled_from(NAMES))
@settings(max_examples=150, deadline=None)
def test_every_step_of_a_way_is_a_link_and_a_way_ends_where_it_should(links, start, end):
    whole = sketch("\n".join([*NAMES, *(" ".join(link) for link in links)]))
    finder = WayFinder(whole)
    found = {end: finder.between(start, end), "visjon": finder.why(start)}
    for goal, each in found.items():
        for way in [*each.ways, *(gap.way for gap in each.breaks)]:
            at = start
            for step in way.steps:
                assert step.start == at
                assert set(step.row.link.ends) == {step.start, step.end}
                assert step.row.link in whole.links
                at = step.end
            assert len(set(way.passed)) == len(way.passed)
        assert {way.end for way in each.ways} <= {goal}
        assert bool(each.ways) == (each.need is not None)
    why = found["visjon"]
    assert why.breaks or why.ways
    assert (start in finder.reaching()) == (why.reasons and bool(why.ways))


@given(st.lists(LINKS, max_size=12), st.sampled_from(NAMES), st.sampled_from(NAMES))
@settings(max_examples=150, deadline=None)
def test_the_first_way_costs_the_least_of_all_that_there_are(links, start, end):
    finder = WayFinder(sketch("\n".join([*NAMES, *(" ".join(link) for link in links)])))
    near = finder.steps(QUIET, reasons=False)

    def all_ways(at, spent, passed):
        if at == end:
            yield spent
            return
        through = spent + (finder.hubs[at] if len(passed) > 1 else 0)
        for step in near[at].values():
            if step.end not in passed:
                yield from all_ways(step.end, through + step.cost, {*passed, step.end})

    ways = finder.between(start, end).ways if end != "visjon" else ()
    costs = [
        sum(each.cost for each in way.steps) + sum(finder.hubs[x] for x in way.passed[1:-1])
        for way in ways
    ]
    if end != "visjon":
        assert costs[:1] == sorted(all_ways(start, 0, {start}))[:1]


def test_every_real_recommendation_reaches_the_vision_or_says_where_it_breaks(real):
    whole = knowledge_graph(real)
    for net in (whole, whole.stated):
        finder = WayFinder(net)
        for each in whole.of("Recommendation"):
            found = finder.why(each.iri)
            assert found.breaks or found.ways
            assert all(net.is_a(way.end, "Vision") for way in found.ways)
            assert found.reasons == (each.iri in finder.reaching())
        assert found.reasons or found.breaks[0].at


def test_a_recommendation_without_a_reading_breaks_where_it_begins(real):
    stated = knowledge_graph(real).stated
    finder = WayFinder(stated)

    assert stated.of("Recommendation")
    assert all(finder.why(x.iri).breaks[0].at == x.iri for x in stated.of("Recommendation"))


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
