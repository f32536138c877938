"""A graph too large for one readable map, in a browser: it is shown a part at a time."""

from itertools import combinations

import pytest

from ho21.explorer.data import PageData
from ho21.explorer.page import bind
from support import drawn

ID = "https://example.org/id/"
KINDS = (
    ("Recommendation", "Measure"),
    ("TargetPicture", "Goal"),
    ("Pillar", "StrategicBlock"),
    ("StrategyArea",),
)
COUNTS = (400, 500)


def graph(count):
    """Return things in a chain, every hundredth a pillar, the first thirty stated in a source."""
    said = [drawn.words(f"ord {at}", place=(at, at + 3)) for at in range(30)]
    kinds = [KINDS[2] if at % 100 == 0 else KINDS[at % 2] for at in range(count)]
    things = [
        drawn.thing(
            f"{ID}ting/n{at:04}",
            *kinds[at][:1],
            f"Ting nummer {at}",
            *kinds[at],
            short=f"Ting {at}",
            passages=tuple(said[at : at + 1]),
        )
        for at in range(count)
    ]
    links = [
        drawn.link(f"{ID}ting/n{at:04}", "contributesTo", f"{ID}ting/n{at - 1:04}")
        for at in range(1, count)
    ]
    return drawn.graph(things, links, documents=[drawn.document("kilde", "Kilden")])


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stor")
    covered = {"characters": 3, "stated": 3, "set_aside": 0, "unaccounted": 0}
    text = {"slug": "kilde", "text": "ord " * 10, "passages": [], "asides": [],
            "coverage": covered, "captured": None, "modified": None}  # fmt: skip
    for count in COUNTS:
        html = bind(graph(count), PageData(texts=(text,)))
        (folder / f"{count}.html").write_text(html, encoding="utf-8")
    return {count: folder / f"{count}.html" for count in COUNTS}


def overlapping(boxes):
    return [
        (one["key"], other["key"])
        for one, other in combinations(boxes, 2)
        if abs(one["x"] - other["x"]) < (one["width"] + other["width"]) / 2
        and abs(one["y"] - other["y"]) < (one["height"] + other["height"]) / 2
    ]


def test_so_many_as_can_be_read_are_drawn_whole(visit, files):
    there = visit("#kart?alt=1", file=files[400])

    assert len(there.boxes()) == 400
    assert overlapping(there.boxes()) == []
    assert not there.page.locator("#parts").is_visible()


def test_of_more_a_choice_of_parts_is_offered_instead_of_a_tangle(visit, files):
    there = visit("#kart", file=files[500])

    assert {each["key"] for each in there.boxes()} == {
        f"ting/n{at:04}" for at in range(0, 500, 100)
    }
    assert not there.page.locator("#all").is_visible()
    there.page.locator("#parts summary").click()
    assert "500 ting" in there.page.locator("#parts").inner_text()
    assert there.page.locator("#parts li").count() == 5 + 1
    # Nor does the address alone show more than can be read.
    assert len(visit("#kart?alt=1", file=files[500]).boxes()) == 5
    every = visit("#kart?vis=measure,goal,pillar", file=files[500])
    assert len(every.boxes()) == 400
    assert "100 til fikk ikke plass" in every.page.locator("#note").inner_text()


def test_a_pillar_is_shown_with_what_is_near_it(visit, files):
    there = visit("#kart", file=files[500])
    there.page.locator("#parts summary").click()
    there.page.locator("#parts a", has_text="Ting nummer 300").click()

    assert {each["key"] for each in there.boxes()} == {f"ting/n{at:04}" for at in range(298, 303)}
    assert overlapping(there.boxes()) == []
    there.page.click("#reset")
    assert len(there.boxes()) == 5


def test_a_source_is_shown_with_what_it_states(visit, files):
    there = visit("#kart?del=kilde:kilde", file=files[500])

    assert {each["key"] for each in there.boxes()} == {f"ting/n{at:04}" for at in range(30)}


def test_a_thing_that_is_searched_for_is_grown_with_its_neighbours(visit, files):
    there = visit("#kart", file=files[500])
    there.page.fill("#search", "ting nummer 234")
    there.page.keyboard.press("Enter")

    new = {each["key"] for each in there.boxes()} - {f"ting/n{at:04}" for at in range(0, 500, 100)}
    assert new == {"ting/n0233", "ting/n0234", "ting/n0235"}


def test_boxes_that_overlap_would_be_seen():
    box = {"key": "a", "x": 1, "y": 1, "width": 20, "height": 20}

    assert overlapping([box, box | {"key": "b", "y": 5}]) == [("a", "b")]
