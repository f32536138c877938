"""The explorer of two projects that are not ours: every view, in either language."""

import pytest

from support.others import CITY, FJORD, NORWEGIAN, YEAR, around, built, ours

VIEWS = ("start", "kart", "tabell", "dekning", "ansvar", "tre", "tidslinje", "kilder", "spor")


@pytest.fixture(scope="module", params=[CITY, FJORD], ids=lambda each: each.name)
def project(request):
    """Return a project and its explorer, built once."""
    return request.param, built(request.param) / "index.html"


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_each_view_is_shown_without_a_complaint_and_speaks_of_no_other_project(
    browser, watch, project, lang
):
    folder, file = project
    context = browser.new_context(offline=True, reduced_motion="reduce")
    there = watch(context.new_page())
    wrong = []
    for view in VIEWS:
        there.page.goto("about:blank")
        there.page.goto(f"{file.as_uri()}#{view}?lang={lang}")
        there.page.wait_for_selector("html[data-ready]", state="attached")
        there.settle()
        # The names of the languages themselves stand in each its own.
        told = there.page.inner_text("body").replace("Norsk", "")
        wrong += [(view, each) for each in ours(told)]
        wrong += [(view, around(each, told)) for each in YEAR.finditer(told)]
        if (folder, lang) == (CITY, "en"):
            wrong += [(view, around(each, told)) for each in NORWEGIAN.finditer(told)]
    context.close()

    assert wrong == []
    assert there.complaints == []


def test_a_reader_of_another_language_sees_the_page_in_the_language_of_the_project(
    browser, watch, project
):
    folder, file = project
    context = browser.new_context(offline=True, reduced_motion="reduce", locale="de-DE")
    there = watch(context.new_page())
    there.page.goto(file.as_uri())
    there.page.wait_for_selector("html[data-ready]", state="attached")
    shown = there.page.get_attribute("html", "lang")
    context.close()

    assert shown == ("en" if folder == CITY else "nb")


def test_the_tree_is_divided_by_areas_where_a_project_has_no_blocks(browser, watch, project):
    folder, file = project
    context = browser.new_context(offline=True, reduced_motion="reduce")
    there = watch(context.new_page())
    there.page.goto(f"{file.as_uri()}#tre?lang=en")
    there.page.wait_for_selector("html[data-ready]", state="attached")
    told = there.page.inner_text("#view-tre")
    areas = there.page.locator("#view-tre ul > li > [data-kind=StrategyArea]").count()
    under = there.page.locator("#view-tre [data-kind=StrategyArea] ol > li").count()
    context.close()

    # Its areas stand there, each with its goals, and the plan ties them to the vision.
    assert (areas, under) == ((4, 8) if folder == CITY else (2, 2))
    assert f"The sources link {areas} of {areas} priority areas to the vision" in told
    assert "foundation" not in told


def test_a_number_on_the_first_screen_has_its_noun_in_one_or_many(browser, watch, project):
    folder, file = project
    context = browser.new_context(offline=True, reduced_motion="reduce")
    there = watch(context.new_page())
    there.page.goto(f"{file.as_uri()}#start?lang=en")
    there.page.wait_for_selector("html[data-ready]", state="attached")
    told = there.page.text_content(".tile.sources")
    context.close()

    assert told == ("2 sources" if folder == CITY else "1 source")


def test_the_timeline_has_no_lane_for_what_a_project_has_nothing_of(browser, watch, project):
    _, file = project
    context = browser.new_context(offline=True, reduced_motion="reduce")
    there = watch(context.new_page())
    there.page.goto(f"{file.as_uri()}#tidslinje?lang=en")
    there.page.wait_for_selector("html[data-ready]", state="attached")
    lanes = there.page.eval_on_selector_all(
        "#view-tidslinje [data-lane]", "all => all.map((each) => each.dataset.lane)"
    )
    context.close()

    assert {"events", "councils"} & {*lanes} == set()
    assert {"documents", "promises", "areas"} <= {*lanes}
