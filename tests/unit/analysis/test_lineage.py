"""The lineage of an idea: what it carries on, and what carries it on."""

import pytest

from ho21.analysis.lineage import dated, lineage
from ho21.model.read import knowledge_graph
from support.tiny_network import sketch

IDEA = """omrade isPartOf strategi en
hendelse about strategi en
plan followsUp omrade en
lofte promises plan en
soyle continues omrade 0.9
malbilde continues soyle 0.5
"""
WHEN = {"hendelse": "2014", "lofte": "2015"}


def test_an_idea_is_followed_forwards_what_has_a_year_first_in_order_of_time():
    found = lineage(sketch(IDEA, when=WHEN), "omrade")

    assert [(each.thing, each.distance) for each in found] == [
        ("omrade", 0),
        ("plan", 1),
        ("soyle", 1),
        ("malbilde", 2),
    ]
    assert [each.link.predicate_name for each in found[1:]] == [
        "followsUp",
        "continues",
        "continues",
    ]


def test_an_idea_is_followed_backwards_too_but_not_aside():
    found = lineage(sketch(IDEA, when=WHEN), "malbilde")

    assert [(each.thing, each.distance) for each in found] == [
        ("omrade", -2),
        ("soyle", -1),
        ("malbilde", 0),
    ]


def test_without_readings_the_lineage_is_what_the_sources_say():
    found = lineage(sketch(IDEA, when=WHEN).stated, "omrade")

    assert [each.thing for each in found] == ["omrade", "plan"]


def test_ideas_that_carry_each_other_on_do_not_go_round():
    found = lineage(sketch("soyle continues omrade 0.9\nomrade continues soyle 0.9"), "omrade")

    assert {each.thing for each in found} == {"omrade", "soyle"}


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        ("hendelse", ("2014", "hendelse")),
        ("lofte", ("2015", "lofte")),
        ("plan", ("2015", "lofte")),
        ("strategi", ("2014", "hendelse")),
        ("omrade", ("2014", "hendelse")),
        ("soyle", ("", "")),
        ("malbilde", ("", "")),
    ],
)
def test_a_year_is_a_things_own_or_that_of_what_presented_promised_or_holds_it(thing, expected):
    assert dated(sketch(IDEA, when=WHEN), thing) == expected


@pytest.mark.parametrize(
    ("lines", "when", "thing"),
    [
        ("malbilde", {"malbilde": "2030"}, "malbilde"),
        ("hendelse", {"hendelse": "--11-15"}, "hendelse"),
        ("konferanse about strategi en", {"konferanse": "2022"}, "strategi"),
        ("hendelse about strategi 0.9", {"hendelse": "2014"}, "strategi"),
        ("omrade isPartOf omrade en", {}, "omrade"),
    ],
    ids=["to be reached", "no year", "only talked of", "only read", "a ring"],
)
def test_a_year_is_never_made_up(lines, when, thing):
    assert dated(sketch(lines, when=when), thing) == ("", "")


def test_the_ten_real_areas_are_from_2014_and_what_carries_them_on_has_no_year_but_the_plan(real):
    whole = knowledge_graph(real)
    for area in whole.of("StrategyArea"):
        for each in lineage(whole, area.iri):
            if each.distance == 0:
                assert dated(whole, each.thing)[0] == "2014"
            elif whole.is_a(each.thing, "StrategicBlock", "TargetPicture", "Recommendation"):
                assert dated(whole, each.thing) == ("", "")
            elif whole.is_a(each.thing, "ActionPlan"):
                assert dated(whole, each.thing)[0] == "2015"
