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
COUNTS = (1500, 1600)


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
        if one["x"] == other["x"]
        and abs(one["y"] - other["y"]) < (one["height"] + other["height"]) / 2
    ]


def test_so_many_as_can_be_read_are_drawn_whole(visit, files):
    there = visit("#kart", file=files[1500])

    assert len(there.boxes()) == 1500
    assert not there.page.locator("#parts").is_visible()


def test_of_more_a_choice_of_parts_is_offered_instead_of_a_tangle(visit, files):
    there = visit("#kart", file=files[1600])
    told = there.page.locator("#parts").inner_text()

    assert "1 600 ting" in told.replace("\xa0", " ")
    assert there.page.locator("#parts li").count() == 16 + 1
    assert not there.page.locator("#canvas").is_visible()


def test_a_pillar_is_shown_with_what_is_near_it(visit, files):
    there = visit("#kart", file=files[1600])
    there.page.locator("#parts a", has_text="Ting nummer 300").click()
    there.page.wait_for_selector("#canvas canvas")
    boxes = there.boxes()

    assert {each["key"] for each in boxes} == {f"ting/n{at:04}" for at in range(298, 303)}
    assert overlapping(boxes) == []
    assert max(each["y"] for each in boxes) < 200
    there.page.locator("#parts a").click()
    assert there.page.locator("#parts li").count() == 17


def test_a_source_is_shown_with_what_it_states(visit, files):
    there = visit("#kart", file=files[1600])
    there.page.locator("#parts a", has_text="Kilden").click()
    there.page.wait_for_selector("#canvas canvas")

    assert {each["key"] for each in there.boxes()} == {f"ting/n{at:04}" for at in range(30)}


def test_a_thing_that_is_searched_for_is_shown_with_its_neighbourhood(visit, files):
    there = visit("#kart", file=files[1600])
    there.page.fill("#search", "ting nummer 1234")
    there.page.keyboard.press("Enter")
    there.page.wait_for_selector("#canvas canvas")

    assert "ting/n1234" in {each["key"] for each in there.boxes()}
    assert len(there.boxes()) == 5


def test_boxes_that_overlap_would_be_seen():
    box = {"key": "a", "x": 1, "y": 1, "height": 20}

    assert overlapping([box, box | {"key": "b", "y": 5}]) == [("a", "b")]
