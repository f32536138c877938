"""The network in a browser: it comes to rest, is legible, and can be pulled, pinned and zoomed."""

from itertools import combinations

import pytest

PILLAR = "soyle/baerekraftig-og-inkluderende-helsetjeneste"
NET = "#kart?form=nett"
EVERY = f"{NET}&alt=1"


def names(there):
    return [each["name"] for each in there.boxes() if each["name"]]


def touching(some):
    return [
        (one, other)
        for one, other in combinations(some, 2)
        if abs(one["x"] - other["x"]) < (one["width"] + other["width"]) / 2 - 0.5
        and abs(one["y"] - other["y"]) < (one["height"] + other["height"]) / 2 - 0.5
    ]


def place(there, key):
    return next((each["x"], each["y"]) for each in there.boxes() if each["key"] == key)


def middle(there, key):
    """Return the middle of a thing in the window of the browser."""
    stage = there.page.locator("#picture").bounding_box()
    x, y = place(there, key)
    return stage["x"] + x, stage["y"] + y


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize(("width", "height", "least"), [(1440, 900, 45), (390, 844, 10)])
def test_no_two_names_touch_and_many_are_shown(visit, lang, width, height, least):
    there = visit(f"{EVERY}&lang={lang}", width=width, height=height)

    assert touching(names(there)) == []
    assert len(names(there)) >= least


def test_what_most_is_tied_to_has_its_name_also_where_all_is_shown(visit):
    named = {each["key"] for each in visit("#kart?form=nett&alt=1").boxes() if each["name"]}

    assert {"aktor/ho21-radet", "strategi/helseomsorg21", "visjon/helseomsorg21"} <= named


def test_names_that_touch_would_be_seen(visit):
    one = names(visit(NET))[0]

    assert touching([one, dict(one, y=one["y"] + 4)]) != []


def test_every_name_of_the_first_sight_is_shown_inside_the_window(visit):
    for width, height in ((1440, 900), (1024, 768)):
        there = visit(NET, width=width, height=height)
        stage = there.page.locator("#stage").bounding_box()

        assert len(names(there)) == len(there.boxes()) == 16
        for each in names(there):
            assert each["x"] - each["width"] / 2 >= 0
            assert each["x"] + each["width"] / 2 <= stage["width"]
            assert each["y"] - each["height"] / 2 >= 0
            assert each["y"] + each["height"] / 2 <= stage["height"]


def test_names_lie_above_all_shapes_and_keep_their_size(visit):
    there = visit(EVERY)
    layers = there.page.evaluate(
        "[...document.querySelector('.world').children].map((each) => each.classList[0])"
    )
    tall = "document.querySelector('.name:not(.away) text').getBoundingClientRect().height"
    before = there.page.evaluate(tall)
    there.page.click("#zoom-in")
    there.page.wait_for_timeout(150)

    assert layers.index("names") > layers.index("things") > layers.index("lines")
    assert abs(there.page.evaluate(tall) - before) < before


def test_what_was_there_stays_about_where_it_was_when_something_grows(visit):
    there = visit(f"{NET}&voks=strategi/helseomsorg21")
    box = "document.querySelector('.spot[data-thing=\"%s\"]').style.transform"
    before = there.page.evaluate(box % PILLAR)
    there.go(f"kart?form=nett&voks=strategi/helseomsorg21,{PILLAR}")
    after = there.page.evaluate(box % PILLAR)
    x1, y1, x2, y2 = (
        float(each.strip("px ()"))
        for text in (before, after)
        for each in text.partition("(")[2].partition(")")[0].split(",")
    )

    assert abs(x1 - x2) + abs(y1 - y2) < 150


def test_a_glide_ends_where_a_still_picture_stands(visit):
    still = visit(f"{NET}&voks={PILLAR}").boxes()
    there = visit(NET, reduced_motion="no-preference")
    there.spot(PILLAR).focus()
    there.page.keyboard.press("+")
    early = there.boxes()
    there.page.wait_for_timeout(1200)

    late = {each["key"]: (round(each["x"]), round(each["y"])) for each in there.boxes()}
    assert late == {each["key"]: (round(each["x"]), round(each["y"])) for each in still}
    assert early != there.boxes()


def test_a_thing_is_dragged_stays_where_it_is_put_and_is_let_go(visit):
    there = visit(NET)
    x, y = middle(there, PILLAR)
    there.page.mouse.move(x, y)
    there.page.mouse.down()
    there.page.mouse.move(x - 60, y - 40, steps=5)
    there.page.mouse.up()
    there.settle()
    pinned = there.page.url
    again = visit(f"#{pinned.partition('#')[2]}")

    assert f"fest={PILLAR.replace('/', '%2F')}%40" in pinned
    assert not there.panel().is_visible()
    assert "festet" in there.spot(PILLAR).get_attribute("aria-label")
    moved = [(round(each["x"]), round(each["y"])) for each in there.boxes()]
    assert len(moved) == 16
    assert "festet" in again.spot(PILLAR).get_attribute("aria-label")
    there.spot(PILLAR).click()
    there.page.click("#loosen")
    assert "fest=" not in there.page.url


def test_a_thing_is_moved_from_the_keyboard_too(visit):
    there = visit(NET)
    there.spot(PILLAR).focus()
    there.page.keyboard.press("Alt+ArrowRight")

    assert "fest=" in there.page.url
    assert there.page.evaluate("document.activeElement.dataset.thing") == PILLAR


def test_the_wheel_zooms_at_the_pointer_and_the_background_is_dragged(visit):
    there = visit(NET)
    x, y = middle(there, PILLAR)
    before, scale = place(there, PILLAR), there.page.evaluate("ho21.scale()")
    there.page.mouse.move(x, y)
    there.page.mouse.wheel(0, -240)
    there.settle()
    after = place(there, PILLAR)

    assert there.page.evaluate("ho21.scale()") > scale
    assert abs(before[0] - after[0]) + abs(before[1] - after[1]) < 2
    stage = there.page.locator("#stage").bounding_box()
    there.page.mouse.move(stage["x"] + 6, stage["y"] + stage["height"] - 6)
    there.page.mouse.down()
    there.page.mouse.move(stage["x"] + 66, stage["y"] + stage["height"] - 26, steps=4)
    there.page.mouse.up()
    assert place(there, PILLAR) == pytest.approx((after[0] + 60, after[1] - 20), abs=1)


def test_buttons_zoom_and_fit_all_and_what_is_chosen(visit):
    there = visit(f"{EVERY}&ting={PILLAR}")
    whole = there.page.evaluate("ho21.scale()")
    there.page.click("#zoom-in")
    assert there.page.evaluate("ho21.scale()") > whole
    there.page.click("#zoom-out")
    there.page.click("#zoom-chosen")
    assert there.page.evaluate("ho21.scale()") > whole
    there.page.click("#zoom-fit")
    assert there.page.evaluate("ho21.scale()") == pytest.approx(whole)


def test_the_picture_is_fitted_again_when_the_panel_opens_and_closes(visit):
    there = visit(NET)
    before = there.boxes()
    there.spot(PILLAR).click()
    there.page.wait_for_timeout(200)
    stage = there.page.locator("#stage").bounding_box()

    assert stage["x"] + stage["width"] <= there.panel().bounding_box()["x"] + 1
    assert max(each["x"] + each["width"] / 2 for each in there.boxes()) <= stage["width"]
    there.page.locator(".close").click()
    there.page.wait_for_timeout(200)
    assert there.boxes() == before


def test_a_chosen_thing_and_its_ties_stand_out_and_its_lines_say_what_they_are(visit):
    there = visit(f"{NET}&voks={PILLAR}&ting={PILLAR}")
    dimmed = (
        "(key) => Number(getComputedStyle(document.querySelector(`[data-thing='${key}']`)).opacity)"
    )

    assert there.page.evaluate(dimmed, PILLAR) == 1
    assert there.page.evaluate(dimmed, "strategi/helseomsorg21") < 0.3
    assert "er del av" in there.page.locator(".words text").all_text_contents()


def test_the_overview_is_there_when_not_all_is_seen_and_moves_the_window(visit):
    there = visit(NET)
    assert not there.page.locator("#overview").is_visible()
    for _ in range(5):
        there.page.click("#zoom-in")
    there.page.wait_for_selector("#overview:visible")
    before = there.boxes()
    box = there.page.locator("#overview").bounding_box()
    there.page.mouse.click(box["x"] + 12, box["y"] + 12)

    assert there.boxes() != before
