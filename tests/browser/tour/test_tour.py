"""The tour in a browser: three steps, shown once, that can be skipped and taken again."""

DENIED = (
    "Object.defineProperty(window, 'localStorage',"
    " { get() { throw new DOMException('denied', 'SecurityError'); } });"
)


def shown(there):
    return there.page.locator("#tour").is_visible()


def step(there):
    return there.page.locator("#tour .small").inner_text()


def again(there):
    there.page.goto(there.page.url.partition("#")[0])
    there.page.wait_for_selector("html[data-ready]", state="attached")


def test_it_begins_by_itself_on_the_first_screen_and_only_once(visit):
    there = visit()
    assert step(there) == "1 av 3"
    there.page.reload()
    there.page.wait_for_selector("html[data-ready]", state="attached")

    assert not shown(there)


def test_who_follows_a_link_is_not_interrupted(visit):
    there = visit("#tabell")
    assert not shown(there)
    again(there)
    assert shown(there)


def test_where_nothing_can_be_kept_it_does_not_begin_by_itself_and_nothing_is_said(visit):
    there = visit(before=DENIED)

    assert not shown(there)
    there.page.click("[data-view=om]")
    there.page.get_by_role("button", name="Ta rundturen").click()
    assert step(there) == "1 av 3"
    assert there.complaints == []


def test_it_leads_by_the_keyboard_alone_from_the_finding_to_the_words_and_the_questions(visit):
    there = visit("#om")
    there.page.get_by_role("button", name="Ta rundturen").press("Enter")
    there.page.keyboard.press("Enter")
    assert step(there) == "2 av 3"
    assert there.page.locator("#panel blockquote.toured").is_visible()
    there.page.keyboard.press("Enter")
    assert there.page.locator(".search.toured").is_visible()
    there.page.keyboard.press("Enter")

    assert not shown(there)
    assert there.page.locator(".toured").count() == 0
    assert there.page.evaluate("document.activeElement.id") == "innhold"
    assert there.complaints == []


def test_it_can_be_skipped_by_a_click_and_by_escape(visit):
    there = visit()
    there.page.get_by_role("button", name="Hopp over").click()
    assert not shown(there)
    there.go("#om")
    there.page.get_by_role("button", name="Ta rundturen").click()
    there.page.keyboard.press("Escape")
    assert not shown(there)


def test_it_is_told_in_the_language_that_is_chosen_on_the_way(visit):
    there = visit()
    there.page.click("#language")

    assert step(there) == "1 of 3"


def test_it_covers_nothing_on_the_first_screen_and_can_be_left_where_the_panel_fills_a_phone(visit):
    there = visit(width=390, height=844)
    tour = there.page.locator("#tour").bounding_box()
    deck = there.page.locator("#deck").bounding_box()
    assert tour["y"] + tour["height"] <= deck["y"] + 1
    there.page.get_by_role("button", name="Neste").click()
    there.page.wait_for_selector("#panel:visible")
    there.page.get_by_role("button", name="Hopp over").click()

    assert not shown(there)


def test_axe_finds_no_fault_in_any_step(visit, both_schemes):
    there = visit()
    for _ in range(3):
        assert both_schemes(there.page, "#tour") == []
        there.page.locator("#tour .onward").click()
