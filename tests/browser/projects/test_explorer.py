"""The explorer of two projects that are not ours: every view, in either language."""

import pytest

from support.others import CITY, FJORD, NORWEGIAN, YEAR, around, built, ours

VIEWS = ("start", "kart", "tabell", "dekning", "ansvar", "tre", "tidslinje", "kilder", "spor", "om")


@pytest.fixture(scope="module", params=[CITY, FJORD], ids=lambda each: each.name)
def project(request):
    """Return a project and its explorer, built once."""
    return request.param, built(request.param) / "index.html"


@pytest.fixture
def visit(browser, watch, project):
    """Open the explorer of a project at an address, in a browser of some language."""
    contexts = []

    def opened(address="", **browsing):
        contexts.append(browser.new_context(offline=True, reduced_motion="reduce", **browsing))
        there = watch(contexts[-1].new_page())
        there.page.goto(f"{project[1].as_uri()}{address}")
        there.page.wait_for_selector("html[data-ready]", state="attached")
        return there

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("lang", ["nb", pytest.param("en", marks=pytest.mark.night)])
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


def test_a_reader_of_another_language_sees_the_page_in_the_language_of_the_project(visit, project):
    shown = visit(locale="de-DE").page.get_attribute("html", "lang")

    assert shown == ("en" if project[0] == CITY else "nb")


def test_a_text_is_dated_by_the_day_that_it_was_written_or_issued(visit, project):
    told = visit("#kilder?lang=en").page.inner_text("#view-kilder")

    due = "Issued 12 March 2024" if project[0] == CITY else "Written 14 November 2024"
    assert due in told
    assert "Undated" not in told


def test_the_tree_is_divided_by_areas_where_a_project_has_no_blocks(visit, project):
    there = visit("#tre?lang=en")
    told = there.page.inner_text("#view-tre")
    areas = there.page.locator("#view-tre ul > li > [data-kind=StrategyArea]").count()
    under = there.page.locator("#view-tre [data-kind=StrategyArea] ol > li").count()

    # Its areas stand there, each with its goals, and the plan ties them to the vision.
    assert (areas, under) == ((4, 8) if project[0] == CITY else (2, 2))
    assert f"The sources link {areas} of {areas} priority areas to the vision" in told
    assert "foundation" not in told


def test_a_number_on_the_first_screen_has_its_noun_in_one_or_many(visit, project):
    there = visit("#start?lang=en")
    told = there.page.text_content(".tile.sources")

    assert told == ("2 sources" if project[0] == CITY else "1 source")


def test_the_timeline_has_no_lane_for_what_a_project_has_nothing_of(visit):
    there = visit("#tidslinje?lang=en")
    lanes = there.page.eval_on_selector_all(
        "#view-tidslinje [data-lane]", "all => all.map((each) => each.dataset.lane)"
    )

    # Nor for what became of the areas, which nobody has looked for.
    assert {"events", "councils", "areas"} & {*lanes} == set()
    assert {"documents", "promises", "others"} <= {*lanes}


def test_the_time_for_which_a_strategy_holds_stands_on_the_timeline(visit, project):
    page = visit("#tidslinje?lang=en").page
    key = "strategi/open-tarnmouth" if project[0] == CITY else "strategi/saman-om-fjorden"
    item = page.locator(f'#view-tidslinje [data-item="{key}"]')
    year, held = (
        page.locator(each).first.evaluate("each => each.getBoundingClientRect().width")
        for each in (
            '[data-what="captured"] .bar, [data-what="created"] .bar, [data-what="issued"] .bar',
            f'[data-item="{key}"] .bar',
        )
    )

    assert item.locator(".when").inner_text() == (
        "2024–2030" if project[0] == CITY else "2025–2032"
    )
    assert item.locator(".what").inner_text() == "in force"
    assert held > 4 * year  # the day that its text came


def test_a_promise_on_the_timeline_tells_each_report_of_how_far_it_has_come(visit, project):
    page = visit("#tidslinje?lang=en").page
    none = "No source here says that it came."
    if project[0] != CITY:  # which has no reports
        assert page.locator(".fact.none").all_text_contents() == [none] * 5
        return
    told = {
        key: page.locator(f'[data-item="tiltak/{key}"] .fact').all_text_contents()
        for key in ("speed-limit", "new-homes")
    }

    assert any(
        ": fulfilled" in each and "by the department" in each for each in told["speed-limit"]
    )
    assert any(": under way" in each and "by the auditor" in each for each in told["speed-limit"])
    assert any("is the responsibility of" in each for each in told["speed-limit"])
    assert [none in told[each] for each in told] == [False, True]


def test_responsibility_has_a_column_for_each_role_that_someone_has_and_no_other(visit, project):
    there = visit("#ansvar?lang=en")
    heads = there.page.locator("#view-ansvar .roles thead .small").all_inner_texts()
    explained = there.page.locator("#view-ansvar .letters dd").all_inner_texts()

    assert heads == (
        ["responsible", "accountable", "does it", "takes part", "benefits", "said it"]
        if project[0] == CITY
        else [
            "addressed",
            "responsible",
            "accountable",
            "does it",
            "is the source’s “we”",
            "takes part",
        ]
    )
    assert explained[: len(heads)] == heads


def test_no_row_has_the_most_where_every_row_has_as_many(visit, project):
    told = visit("#dekning?lang=en").page.locator("#view-dekning .counts").inner_text()

    assert "most" not in told.split()
    assert told.split().count("2" if project[0] == CITY else "1") >= 2


def over_each_other(there, one, other):
    """Return how many of the shapes that one selector finds lie over one that another finds."""
    return there.page.evaluate(
        """([one, other]) => {
          const boxes = (at) => [...document.querySelectorAll(`#picture ${at}`)]
            .map((each) => each.getBoundingClientRect());
          return boxes(one).filter((a) => boxes(other).some((b) =>
            a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)).length;
        }""",
        [one, other],
    )


def test_no_word_of_a_line_stands_over_the_number_of_a_box(visit):
    there = visit("#kart")
    there.page.wait_for_selector("#picture .words text")

    assert over_each_other(there, ".words text", ".badge rect") == 0
    assert over_each_other(there, ".badge text", ".badge rect") > 0
