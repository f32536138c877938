"""Where each thing stands on the map: columns by role, rows ordered so that few links cross."""

import os
import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ho21.map.layout import Box, count_crossings, layout, measure, wrap

WIDTH, BOX, REACH = 1000.0, 100.0, 2

boxes_and_links = st.builds(
    lambda columns, pairs: (
        [
            Box(f"n{at:02}", column, 24 + 13 * (at % 3), lane=at % 2, shelf=at % 7 == 6)
            for at, column in enumerate(columns)
        ],
        [
            (f"n{source:02}", f"n{target:02}")
            for source, target in pairs
            if max(source, target) < len(columns)
        ],
    ),
    st.lists(st.integers(0, 4), max_size=30),
    st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=60),
)


def placed(boxes, links):
    return layout(boxes, links, width=WIDTH, box=BOX, reach=REACH)


def overlapping(boxes, places):
    return [
        (one.id, other.id)
        for one, other in combinations(boxes, 2)
        if abs(places[one.id][0] - places[other.id][0]) < BOX
        and abs(places[one.id][1] - places[other.id][1]) < (one.height + other.height) / 2
    ]


@settings(max_examples=60, deadline=None)
@given(boxes_and_links)
def test_no_two_boxes_overlap(drawing):
    boxes, links = drawing

    assert overlapping(boxes, placed(boxes, links).places) == []


def test_boxes_at_one_place_are_seen_to_overlap():
    boxes = [Box("a", 0, 24), Box("b", 0, 24)]

    assert overlapping(boxes, {"a": (50.0, 10.0), "b": (50.0, 20.0)}) == [("a", "b")]


@settings(max_examples=30, deadline=None)
@given(boxes_and_links, st.integers(0, 30))
def test_the_order_things_come_in_does_not_matter(drawing, cut):
    boxes, links = drawing
    turned = [*boxes[cut:], *boxes[:cut]][::-1]
    others = [*links[cut:], *links[:cut]][::-1]

    assert placed(turned, others) == placed(boxes, links)


def test_places_are_the_same_whatever_the_hash_seed():
    script = (
        "from ho21.map.layout import Box, layout\n"
        "boxes = [Box(f'n{at}', at % 5, 24.0, parent=f'n{at % 3}') for at in range(40)]\n"
        "links = {(f'n{at}', f'n{at * 7 % 40}') for at in range(40)}\n"
        "print(layout(boxes, links, width=900, box=90, reach=2).places)\n"
    )

    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }

    assert len(answers) == 1


def test_what_can_be_untangled_is_untangled():
    left = [Box(f"a{at}", 0, 24) for at in range(6)]
    right = [Box(f"b{at}", 1, 24) for at in range(6)]
    links = [(f"a{at}", f"b{5 - at}") for at in range(6)]

    assert count_crossings({0: left, 1: right}, tuple(links)) == 15
    assert placed(left + right, links).crossings == 0


def test_links_that_share_an_end_do_not_cross():
    rows = {0: [Box("a", 0, 24)], 1: [Box("b", 1, 24), Box("c", 1, 24)]}

    assert count_crossings(rows, (("a", "b"), ("a", "c"))) == 0


def test_links_between_other_columns_do_not_cross():
    rows = {
        0: [Box("a", 0, 24), Box("b", 0, 24)],
        1: [Box("c", 1, 24)],
        2: [Box("d", 2, 24)],
    }

    assert count_crossings(rows, (("a", "d"), ("b", "c"))) == 0


def test_siblings_stay_together():
    parents = [Box("p", 0, 24), Box("q", 0, 24)]
    children = [Box(f"c{at}", 1, 24, parent="pq"[at % 2]) for at in range(6)]
    links = [(each.id, each.parent) for each in children]

    places = placed(parents + children, links).places
    order = sorted(children, key=lambda each: places[each.id][1])

    assert [each.parent for each in order] in (list("pppqqq"), list("qqqppp"))


def test_lanes_of_a_column_keep_their_order():
    boxes = [Box("low", 0, 24, lane=1), Box("high", 0, 24, lane=0), Box("other", 1, 24)]

    places = placed(boxes, [("low", "other")]).places

    assert places["high"][1] < places["low"][1]


def test_things_without_links_keep_their_own_order():
    boxes = [Box("a", 0, 24, order=(2.0, "")), Box("b", 0, 24, order=(1.0, ""))]

    places = placed(boxes, []).places

    assert places["b"][1] < places["a"][1]


def test_a_box_is_drawn_to_the_middle_of_what_it_is_linked_with():
    tall = [Box(f"t{at}", 0, 24, order=(at, "")) for at in range(9)]
    lone = Box("lone", 1, 24)

    places = placed([*tall, lone], [("lone", "t0"), ("lone", "t1"), ("lone", "t2")]).places

    assert places["lone"][1] == places["t1"][1]


def test_no_box_is_drawn_outside_the_map():
    tall = [Box(f"t{at}", 0, 24, order=(at, "")) for at in range(5)]
    many = [Box(f"m{at}", 1, 24) for at in range(4)]

    plan = placed(tall + many, [(each.id, "t4") for each in many])

    assert min(y for _, y in plan.places.values()) >= 12
    assert max(y for _, y in plan.places.values()) <= plan.height - 12


def test_the_gap_that_most_links_cross_is_widest():
    boxes = [Box(f"{column}{at}", column, 24) for column in range(3) for at in range(4)]
    links = [(f"1{at}", f"2{other}") for at in range(4) for other in range(4)]

    columns = placed(boxes, links).columns

    assert columns[2] - columns[1] > columns[1] - columns[0]


def test_the_shelf_lies_below_the_map_and_has_room_for_its_heading():
    boxes = [Box("a", 0, 24), Box("b", 0, 24, lane=3, shelf=True)]

    plan = placed(boxes, [("a", "b")])
    (shelf,) = plan.shelves

    assert plan.height < shelf.top < plan.places["b"][1] - 12
    assert shelf.bottom == plan.places["b"][1] + 12


def test_nothing_at_all_is_placed_without_complaint():
    assert placed([], []).places == {}


def test_a_label_that_fits_stays_on_one_line():
    assert wrap("Langtidsplanen", 120, 11, ()) == ("Langtidsplanen",)


def test_a_long_label_is_divided_where_its_longest_line_is_shortest():
    assert wrap("Et strategisk forankret marked", 110, 11, ()) == (
        "Et strategisk",
        "forankret marked",
    )


def test_a_long_compound_is_divided_after_a_known_element():
    lines = wrap("Helsepersonellkommisjonen", 95, 11, ("helse", "helsepersonell"))

    assert lines == ("Helsepersonell-", "kommisjonen")


@pytest.mark.parametrize(
    ("word", "lines"),
    [("Helsedata", ("Helse-", "data")), ("Helserad", ("Helserad",))],
)
def test_no_fewer_than_four_letters_are_left_after_a_known_element(word, lines):
    assert wrap(word, 45, 11, ("helse",)) == lines


def test_a_soft_hyphen_in_a_label_is_a_place_to_divide_it():
    assert wrap("Totalberedskaps\N{SOFT HYPHEN}planen", 95, 11, ()) == (
        "Totalberedskaps-",
        "planen",
    )


def test_a_hyphen_of_its_own_is_not_doubled():
    assert wrap("HelseOmsorg21-strategien", 90, 11, ()) == ("HelseOmsorg21-", "strategien")


@given(
    st.text(alphabet="abcæøåABC -", min_size=1, max_size=60),
    st.floats(20, 200),
    st.sampled_from([(), ("abc", "æøå")]),
)
def test_no_letter_is_lost_when_a_label_is_divided(text, room, breaks):
    letters = "".join(text.split()).replace("-", "")

    lines = wrap(text, room, 11, breaks)

    assert "".join("".join(lines).split()).replace("-", "") == letters


def test_a_wide_letter_is_wider_than_a_narrow_one():
    assert measure("W", 11) > measure("i", 11)
    assert measure("a", 11, bold=True) > measure("a", 11)
