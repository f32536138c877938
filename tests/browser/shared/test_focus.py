"""The focus in a browser: it follows what is opened, comes back, and never falls away."""

import pytest

MEASURE = "tiltak/utnytte-helsedata"
HELD = "document.activeElement === document.body ? '' : document.activeElement.id"
VIEWS = [
    "tabell",
    "tabell?del=forbindelser",
    "dekning",
    "ansvar",
    "ansvar/tiltak",
    "tre",
    "tidslinje",
    "kilder/toppmote",
]


def lost(there):
    return there.page.evaluate("document.activeElement === document.body")


def open_first(there):
    """Open the panel of the first thing in the view by keyboard, and return the thing's key."""
    link = first_link(there)
    link.focus()
    there.page.keyboard.press("Enter")
    there.page.wait_for_selector("#panel:visible")
    return link.get_attribute("data-thing")


def first_link(there):
    return there.page.locator("main .view:visible a[data-thing]:visible").first


@pytest.mark.parametrize("view", VIEWS)
def test_a_panel_that_opens_takes_the_focus_and_gives_it_back_to_the_same_link(visit, view):
    there = visit(f"#{view}")
    key = open_first(there)
    assert there.page.evaluate(HELD) == "panel-title"

    there.page.keyboard.press("Escape")
    there.page.wait_for_selector("#panel", state="hidden")
    assert there.page.evaluate("document.activeElement.dataset.thing") == key


@pytest.mark.parametrize("view", VIEWS)
def test_a_link_in_the_panel_keeps_the_focus_in_the_panel_and_escape_leads_to_the_first(
    visit, view
):
    there = visit(f"#{view}")
    key = open_first(there)
    there.panel().locator(".link a[data-thing]").first.focus()
    there.page.keyboard.press("Enter")
    assert there.page.evaluate(HELD) == "panel-title"

    there.page.keyboard.press("Escape")
    there.page.wait_for_selector("#panel", state="hidden")
    assert there.page.evaluate("document.activeElement.dataset.thing") == key


def test_no_way_from_view_to_view_drops_the_focus(visit):
    there = visit(f"#tabell?ting={MEASURE}")
    for way in ("Vis på kartet", "linje 55"):
        there.panel().get_by_role("link", name=way).first.focus()
        there.page.keyboard.press("Enter")
        there.settle()
        assert not lost(there)
    start = visit()
    start.page.locator(".asks a").first.focus()
    start.page.keyboard.press("Enter")
    start.page.wait_for_selector("#view-spor table")
    assert not lost(start)
    start.page.go_back()
    start.page.wait_for_selector("#view-start:visible")
    assert not lost(start)


def test_a_focus_that_has_fallen_would_be_seen(visit):
    there = visit()
    there.page.evaluate("document.activeElement.blur()")

    assert lost(there)


def test_escape_closes_the_panel_before_the_cell_behind_it(visit):
    there = visit("#dekning")
    there.page.locator("#view-dekning tbody .open").first.click()
    there.page.wait_for_selector("#view-dekning [data-claim]")
    there.page.locator("#view-dekning tbody th a").first.click()
    there.page.wait_for_selector("#panel:visible")
    there.page.keyboard.press("Escape")
    there.page.wait_for_selector("#panel", state="hidden")
    assert there.page.locator("#view-dekning [data-claim]").count() > 0
    there.page.locator("#view-dekning tbody .open").first.focus()
    there.page.keyboard.press("Escape")

    assert there.page.locator("#view-dekning [data-claim]").count() == 0


@pytest.mark.parametrize("view", ["tabell", "tre", "kilder/toppmote"])
def test_in_a_short_window_the_panel_is_where_one_looks(visit, view):
    there = visit(f"#{view}", width=1280, height=400)
    first_link(there).click()
    there.page.wait_for_selector("#panel:visible")
    box = there.panel().locator(".close").bounding_box()

    assert 0 <= box["y"] < 400
