"""What the reader's browser keeps, the language it asks for, and the link that is shared."""

import pytest

CLIPBOARD = ["clipboard-read", "clipboard-write"]
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
DENIED = (
    "Object.defineProperty(window, 'localStorage',"
    " { get() { throw new DOMException('denied', 'SecurityError'); } });"
)


def lang(there):
    there.settle()
    return there.page.evaluate("document.documentElement.lang")


def again(there, after=""):
    there.page.goto("about:blank")
    there.page.goto(f"{there.file}{after}")
    there.page.wait_for_selector("html[data-ready]", state="attached")
    return there


@pytest.fixture
def opened(visit, page_file):
    def open_it(*words, **more):
        there = visit(*words, **more)
        there.file = page_file.as_uri()
        return there

    return open_it


@pytest.mark.parametrize(
    ("asked", "given"),
    [("en-GB", "en"), ("nb-NO", "nb"), ("nn-NO", "nb"), ("no", "nb"), ("de-DE", "nb")],
)
def test_the_language_is_first_the_one_that_the_browser_asks_for(opened, asked, given):
    assert lang(opened(locale=asked)) == given


def test_the_language_of_the_address_wins(opened):
    assert lang(opened("#tre?lang=nb", locale="en-GB")) == "nb"
    assert lang(opened("#tre?lang=en")) == "en"


def test_the_language_and_the_colours_chosen_are_kept_to_the_next_visit(opened):
    there = opened()
    there.page.click("#language")
    there.page.select_option("#theme", "dark")
    state = again(there).page.evaluate("ho21.state()")

    assert (state["lang"], state["theme"]) == ("en", "dark")
    assert lang(again(there, "#tre?lang=nb")) == "nb"
    assert again(there, "#tre?tema=lys").page.evaluate("ho21.state().theme") == "light"


def test_the_language_of_a_link_that_was_followed_is_not_kept(opened):
    there = opened("#tre?lang=en")

    assert lang(again(there)) == "nb"


def test_where_nothing_can_be_kept_the_page_works_and_says_nothing(opened):
    there = opened(before=DENIED)
    there.page.click("#language")
    there.page.select_option("#theme", "dark")

    assert lang(there) == "en"
    assert there.complaints == []
    assert lang(again(there)) == "nb"


def test_what_is_seen_is_shared_by_one_click_in_the_language_it_is_seen_in(opened):
    there = opened("#tabell?klasse=Ministry&tolket=0", permissions=CLIPBOARD)
    there.page.click("#share")
    told = there.page.locator("#share-note:not(:empty)").inner_text()  # said once it is copied
    link = there.page.evaluate("navigator.clipboard.readText()")

    assert link == f"{there.file}#tabell?klasse=Ministry&tolket=0&lang=nb"
    assert "Send filen til den som skal se det" in told
    assert there.page.locator("#share-note input").count() == 0
    there.page.keyboard.press("Escape")
    assert there.page.locator("#share-note").inner_text() == ""


def test_a_link_that_may_not_be_copied_can_be_copied_by_hand(opened):
    there = opened("#tre", before=NO_CLIPBOARD)
    there.page.click("#share")
    field = there.page.locator("#share-note input")

    assert field.input_value() == f"{there.file}#tre?lang=nb"
    assert there.page.evaluate("getSelection().toString() || document.activeElement.value") == (
        field.input_value()
    )
