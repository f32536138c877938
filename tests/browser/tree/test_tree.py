"""The tree in a browser: from the vision to the words, with nothing tied that no one has tied."""

import re
from itertools import pairwise

import pytest

from support.counted import ask, question

HO = "PREFIX ho: <https://w3id.org/ho21/def#>\n"
BASE = "https://w3id.org/ho21/id/"
HEALTH_DATA = "tiltak/utnytte-helsedata"
BARE = "malbilde/kunstig-intelligens"
PAIRS = """() => [...document.querySelectorAll(`#view-tre [data-kind="TargetPicture"]`)]
    .flatMap((picture) => [...picture.querySelectorAll(`[data-kind="Recommendation"]`)]
        .map((measure) => [picture.dataset.key, measure.dataset.key]))"""
OPEN = """() => [...document.querySelectorAll("#view-tre details")].filter((each) => each.open)
    .map((each) => each.dataset.branch)"""
HEADINGS = """() => [...document.querySelectorAll("#view-tre :is(h2, h3, h4, h5, h6)")]
    .map((each) => Number(each.localName[1]))"""


def keys(there, kind, inside=""):
    return there.page.locator(f'#view-tre {inside} [data-kind="{kind}"]').evaluate_all(
        "all => all.map((each) => each.dataset.key)"
    )


def without_measures(there):
    return there.page.locator(
        '#view-tre [data-kind="TargetPicture"]:has(> summary .none)'
    ).evaluate_all("all => all.map((each) => each.dataset.key)")


def skips(levels):
    """Return the headings that stand more than one level below the one before."""
    return [(one, two) for one, two in pairwise(levels) if two > one + 1]


# What is there


@pytest.mark.parametrize(
    "kind", ["Vision", "Pillar", "Foundation", "TargetPicture", "Recommendation", "StrategyArea"]
)
def test_the_tree_holds_as_many_as_the_graph(visit, real, kind):
    there = visit("#tre")
    (row,) = ask(real, f"{HO} SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a ho:{kind} }}")

    assert len(set(keys(there, kind))) == int(row["n"])


def test_each_target_picture_stands_once_under_its_pillar_or_foundation_in_order(visit, real):
    there = visit("#tre")
    expected = [(row["block"], row["picture"]) for row in question(real, "malbilder")]

    assert [
        (block, picture)
        for kind in ("Pillar", "Foundation")
        for block in keys(there, kind)
        for picture in keys(there, "TargetPicture", f'[data-key="{block}"]')
    ] == expected


def test_each_measure_stands_under_the_target_pictures_it_is_read_to_serve(visit, real):
    rows = ask(
        real,
        f"{HO} SELECT ?m ?p {{ ?m ho:contributesTo ?p ; a ho:Recommendation . "
        "?p a ho:TargetPicture }",
    )

    found = visit("#tre").page.evaluate(PAIRS)

    assert sorted(map(tuple, found)) == sorted((row["p"], row["m"]) for row in rows)


def test_a_measure_taken_out_of_the_tree_would_be_seen(visit):
    there = visit("#tre")
    before = there.page.evaluate(PAIRS)
    there.page.evaluate(
        """() => document.querySelector(`#view-tre [data-kind="Recommendation"]`).remove()"""
    )

    assert len(there.page.evaluate(PAIRS)) == len(before) - 1


def test_the_target_pictures_without_a_measure_are_those_the_question_finds(visit, real):
    expected = {row["picture"] for row in question(real, "malbilder-uten-tiltak")}

    there = visit("#tre")

    assert set(without_measures(there)) == expected
    assert "ingen tiltaksforslag" in there.page.locator(f'[data-key="{BARE}"]').inner_text()


def test_without_readings_no_target_picture_has_a_measure(visit):
    there = visit("#tre?tolket=0")

    assert len(without_measures(there)) == 24
    assert there.page.evaluate(PAIRS) == []
    assert "knytter ingen tiltaksforslag" in there.page.locator("#view-tre").inner_text()
    assert len(set(keys(there, "Recommendation", '[data-branch="-measures"]'))) == 25


@pytest.mark.parametrize("least", ["0.7", "0.9"])
def test_readings_less_sure_than_wanted_are_left_out_and_counted_so(visit, real, least):
    rows = ask(
        real,
        f"""{HO} PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT DISTINCT ?m ?p {{
            ?c rdf:subject ?m ; rdf:predicate ho:contributesTo ; rdf:object ?p ; ho:confidence ?s .
            ?m a ho:Recommendation . ?p a ho:TargetPicture . FILTER(?s >= {least}) }}""",
    )

    there = visit(f"#tre?sikkerhet={least}")

    assert sorted(map(tuple, there.page.evaluate(PAIRS))) == sorted(
        (row["p"], row["m"]) for row in rows
    )
    assert len(without_measures(there)) == 24 - len({row["p"] for row in rows})


def test_measures_without_a_target_picture_stand_under_their_theme_with_the_reason(visit, real):
    rows = question(real, "forslag-uten-malbilde")
    themes = ask(real, f"{HO} SELECT ?m ?t {{ ?m ho:isPartOf ?t . ?t a ho:Theme }}")
    of = {row["m"]: row["t"] for row in themes}

    there = visit("#tre")
    there.page.click("#view-tre .folds button >> nth=0")

    assert set(keys(there, "Recommendation", '[data-branch="-measures"]')) == {
        row["recommendation"] for row in rows
    }
    for row in rows:
        theme = f'[data-branch="-measures>{of[row["recommendation"]]}"]'
        told = there.page.locator(f'{theme} [data-key="{row["recommendation"]}"]').inner_text()
        assert row["reason"] in told


def test_the_pillars_and_foundations_hang_on_the_vision_by_our_reading_alone(visit, real):
    (stated,) = ask(
        real,
        f"{HO} SELECT (COUNT(*) AS ?n) {{ ?b ?p ?v . ?b a ho:StrategicBlock . ?v a ho:Vision }}",
        stated_only=True,
    )
    there = visit("#tre")
    ties = there.page.locator('[data-kind="Vision"] > .inside > ul > li')

    assert stated["n"] == "0"
    assert ties.evaluate_all("all => all.map((each) => each.className)") == ["read"] * 4
    assert "Ingen kilde sier hvordan" in there.page.locator('[data-kind="Vision"]').inner_text()

    there.page.click("#view-tre [data-control=readings]")

    assert ties.count() == 0
    assert len(keys(there, "Pillar", '[data-branch="-blocks"]')) == 2
    assert len(keys(there, "Foundation", '[data-branch="-blocks"]')) == 2


def test_what_is_read_is_marked_by_sign_and_words(visit):
    there = visit("#tre")
    there.page.click("#view-tre .folds button >> nth=0")
    summary = there.page.locator(f'[data-key="{HEALTH_DATA}"] > summary').first.inner_text()
    tie = there.page.locator('[data-kind="Foundation"] .tie', has_text="Støtter").first

    assert re.search(r"◇ tolket 0,\d", summary)
    assert re.search(r"◇ tolket 0,\d", tie.inner_text())


def test_every_measure_shows_its_own_words_and_the_way_to_their_place(visit, real):
    there = visit("#tre")
    rows = ask(real, f"{HO} SELECT ?m ?q {{ ?m a ho:Recommendation ; ho:quote ?q }}")

    for row in rows:
        measure = there.page.locator(f'[data-key="{row["m"]}"]').first
        assert f"«{row['q']}»" in measure.locator("blockquote").all_text_contents()
    href = there.page.locator(f'[data-key="{HEALTH_DATA}"] .place a').first.get_attribute("href")
    there.page.evaluate("(hash) => { location.hash = hash; }", href)
    there.page.wait_for_selector("#view-kilder:visible")

    assert re.match(r"#kilder/innspill-helsepersonellkommisjonen\?.*sted=\d+-\d+", href)


# Steering


def test_what_is_closed_is_in_the_page_for_its_search(visit):
    there = visit("#tre")
    measure = there.page.locator(f'[data-key="{HEALTH_DATA}"] blockquote').first

    assert not measure.is_visible()
    assert "Vi må utnytte helsedata bedre" in there.page.locator("#view-tre").text_content()
    assert there.page.locator("#view-tre details:not([data-branch])").count() == 0


def test_an_address_with_a_thing_opens_its_branch_and_brings_it_into_view(visit):
    there = visit(f"#tre?ting={HEALTH_DATA}")
    line = there.page.locator("#view-tre summary[aria-current=true]").first

    assert line.is_visible()
    assert line.evaluate("""(line) => {
        const { top, bottom } = line.getBoundingClientRect();
        const view = document.getElementById("view-tre").getBoundingClientRect();
        return top >= view.top && bottom <= view.bottom && scrollY === 0;
    }""")
    assert there.page.evaluate("document.body.scrollTop") == 0


def test_an_address_with_a_thing_that_has_no_branch_opens_nothing_more(visit):
    usual = visit("#tre").page.evaluate(OPEN)

    assert visit("#tre?ting=aktor/regjeringen").page.evaluate(OPEN) == usual


def test_all_branches_open_and_close_and_stay_so_in_another_language(visit):
    there = visit("#tre")
    every = there.page.locator("#view-tre details").count()
    there.page.click("#view-tre .folds button >> nth=0")

    assert len(there.page.evaluate(OPEN)) == every

    there.page.click("#view-tre .folds button >> nth=1")
    there.page.click("#language")

    assert there.page.evaluate(OPEN) == []
    assert "Competitive health industry" in there.page.locator("#view-tre").text_content()


def test_the_tree_is_walked_by_keyboard_and_the_focus_stays(visit):
    there = visit("#tre")
    focused = "document.activeElement.closest('details')?.dataset.branch"
    there.page.focus('#view-tre [data-kind="Vision"] > summary')
    there.page.keyboard.press("Enter")

    assert there.page.evaluate(OPEN)[0] != "visjon/helseomsorg21"

    there.page.keyboard.press("Enter")
    for _ in range(60):
        there.page.keyboard.press("Tab")
        if "malbilde" in (there.page.evaluate(focused) or ""):
            break
    branch = there.page.evaluate(focused)
    there.page.keyboard.press("Enter")

    assert branch in there.page.evaluate(OPEN)

    there.page.keyboard.press("Tab")
    there.page.keyboard.press("Tab")
    assert there.page.evaluate("document.activeElement.dataset.thing") == branch.split(">")[-1]
    there.page.keyboard.press("Enter")
    there.page.wait_for_selector("#panel:visible")
    there.page.keyboard.press("Escape")
    there.page.wait_for_selector("#panel", state="hidden")

    assert there.page.evaluate(focused) == branch

    there.page.focus("#view-tre [data-control=readings]")
    there.page.keyboard.press("Space")

    assert there.page.evaluate("document.activeElement.dataset.control") == "readings"


def test_headings_go_down_one_level_at_a_time(visit):
    levels = visit("#tre").page.evaluate(HEADINGS)

    assert levels[0] == 2
    assert set(levels) == {2, 3, 4, 5}
    assert skips(levels) == []
    assert skips([2, 4]) == [(2, 4)]


def test_on_paper_every_branch_is_open_and_afterwards_as_it_was(visit):
    there = visit("#tre")
    before = there.page.evaluate(OPEN)
    there.page.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert there.page.locator("#view-tre details:not([open])").count() == 0

    there.page.evaluate("dispatchEvent(new Event('afterprint'))")

    assert there.page.evaluate(OPEN) == before


def test_on_a_phone_the_whole_tree_fits_the_width(visit):
    there = visit("#tre?lang=en", width=390, height=844)
    there.page.click("#view-tre .folds button >> nth=0")

    assert there.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert there.page.locator("#view-tre").evaluate("(e) => e.scrollWidth <= e.clientWidth")
