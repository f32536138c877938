"""The plain network in Chromium and Firefox: boxes at natural size, and nothing is asked for."""

import pytest

from ho21.map.plain import plain

SHAPES = """nodes.getIds().filter((id) => typeof id === "number").map((id) => {
  const { x, y, shape } = network.body.nodes[id];
  return [x - shape.width / 2, y - shape.height / 2, x + shape.width / 2, y + shape.height / 2];
})"""
PLACE = """(() => {
  const first = nodes.get().find((each) => each.title && each.title.includes("“") && each.y < 300);
  const { x, y } = network.canvasToDOM(network.getPosition(first.id));
  const paper = document.getElementById("mynetwork").getBoundingClientRect();
  return [paper.x + x, paper.y + y];
})()"""


def overlapping(boxes):
    """Return the pairs of boxes that lie on each other."""
    return [
        (one, other)
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]


@pytest.fixture(scope="module")
def file(found, tmp_path_factory):
    """Write the page of the project, in English."""
    path = tmp_path_factory.mktemp("nett") / "network.html"
    path.write_text(plain(found, "en"), encoding="utf-8")
    return path


def test_boxes_that_lie_on_each_other_are_found():
    assert overlapping([[0, 0, 2, 2], [1, 1, 3, 3], [2, 2, 4, 4]]) == [
        ([0, 0, 2, 2], [1, 1, 3, 3]), ([1, 1, 3, 3], [2, 2, 4, 4]),
    ]  # fmt: skip


def test_every_box_is_read_at_its_natural_size_and_axe_finds_no_fault(visit, faults, ink, file):
    there = visit(file=file, ready=False, width=1580)
    there.settle()

    assert there.page.evaluate("network.getScale()") == 1
    assert len(there.page.evaluate(SHAPES)) > 100
    assert overlapping(there.page.evaluate(SHAPES)) == []
    assert ink(there.page.locator("#mynetwork").screenshot()) > 0.05
    assert faults(there.page) == []
    assert there.complaints == []
    assert [each for each in there.requests if not each.startswith("file:")] == []


def test_a_box_tells_the_words_it_rests_on_and_a_wheel_turns_the_page(visit, file):
    there = visit(file=file, ready=False, width=1580)
    there.settle()
    there.page.mouse.move(*there.page.evaluate(PLACE))

    told = there.page.wait_for_selector(".vis-tooltip:visible").inner_text()
    assert "“" in told
    assert ".txt:" in told
    there.page.mouse.wheel(0, 300)
    there.page.evaluate(  # not by a condition in text, which the page's own rules forbid
        "new Promise((done) => { const look = () => scrollY > 100 ? done() : setTimeout(look, 20);"
        " look(); })"
    )
    assert there.page.evaluate("network.getScale()") == 1


def test_only_the_drawing_scrolls_sideways_on_a_phone(visit, faults, file):
    there = visit(file=file, ready=False, width=390, height=844)

    assert there.page.evaluate("document.documentElement.scrollWidth") == 390
    assert there.page.locator(".paper").evaluate("(each) => each.scrollWidth") > 1000
    there.page.click("summary")
    assert there.page.evaluate("document.documentElement.scrollWidth") == 390
    assert faults(there.page) == []


def test_firefox_shows_it_too_and_asks_for_nothing(firefox, watch, ink, file):
    there = watch(firefox.new_page(viewport={"width": 1580, "height": 900}))
    there.page.goto(file.as_uri())
    there.settle()

    assert there.page.evaluate("network.getScale()") == 1
    assert overlapping(there.page.evaluate(SHAPES)) == []
    assert there.complaints == []
    assert [each for each in there.requests if not each.startswith("file:")] == []
    assert ink(there.page.locator("#mynetwork").screenshot()) > 0.05
    there.page.close()
