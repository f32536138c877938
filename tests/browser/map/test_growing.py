"""What the map shows, from its address: it begins small and grows neighbour by neighbour."""

import pytest

from ho21.explorer.data import PageData
from ho21.explorer.page import bind
from support import drawn

MEASURE = "tiltak/utnytte-helsedata"
PILLAR = "soyle/baerekraftig-og-inkluderende-helsetjeneste"


def shown(there):
    return {each["key"] for each in there.boxes()}


def kinds(there):
    """Return the kinds of what is shown, by what their addresses begin with."""
    return {each.partition("/")[0] for each in shown(there)}


def test_the_map_begins_with_what_stands_foremost(visit):
    assert kinds(visit()) == {"strategi", "visjon", "omrade", "soyle", "fundament"}


def test_where_nothing_stands_foremost_it_begins_with_what_is_tied_the_most(visit, tmp_path):
    things = [drawn.thing(f"behov/b{at:02}", "Need", f"Behov {at}") for at in range(30)]
    links = [drawn.link("behov/b29", "resembles", f"behov/b{at:02}") for at in range(20)]
    file = tmp_path / "uten.html"
    file.write_text(bind(drawn.graph(things, links), PageData()), encoding="utf-8")
    there = visit(file=file)

    assert len(shown(there)) == 12
    assert "behov/b29" in shown(there)


def test_a_badge_brings_the_strongest_few_and_steps_lead_back_to_the_beginning(visit):
    there = visit()
    first = shown(there)
    badge = there.spot(PILLAR).locator(".badge")
    hidden = int(badge.text_content())
    badge.click()
    once = shown(there)
    said = there.page.locator("#live").inner_text()
    there.spot(PILLAR).locator(".badge").click()
    twice = shown(there)

    assert len(once - first) == 8
    assert said.startswith("La til 8: ")
    assert first < once < twice
    assert len(twice - first) == hidden
    assert there.spot(PILLAR).locator(".badge").count() == 0
    there.page.click("#back")
    assert shown(there) == once
    there.page.click("#reset")
    assert shown(there) == first
    assert there.page.locator("#back").is_disabled()


def test_the_panel_and_a_key_grow_too_and_the_address_keeps_it(visit):
    there = visit()
    first = shown(there)
    there.spot(PILLAR).click()
    there.page.click("#grow-all")
    all_ = shown(there)
    again = visit(f"#{there.page.url.partition('#')[2]}")
    there.page.go_back()
    there.page.wait_for_selector("#grow-all")
    there.spot(PILLAR).focus()
    there.page.keyboard.press("+")
    some = shown(there)
    there.page.keyboard.press("Backspace")

    assert shown(again) == all_ > some > first
    assert shown(there) == first


def test_a_click_chooses_and_a_second_click_lets_go(visit):
    there = visit()
    there.spot(PILLAR).click()
    assert there.page.locator("#panel-title").inner_text().startswith("Bærekraftig")
    assert there.page.url.endswith(f"#kart?ting={PILLAR}")
    there.spot(PILLAR).click()
    assert not there.panel().is_visible()


def test_what_is_chosen_and_not_shown_is_added_with_its_neighbours_and_stays(visit):
    there = visit()
    first = shown(there)
    there.page.keyboard.press("/")
    there.page.keyboard.type("utnytte helsedata")
    there.page.keyboard.press("ArrowDown")
    there.page.keyboard.press("ArrowUp")
    marked = there.page.locator("#search").get_attribute("aria-activedescendant")
    assert there.page.locator(f"#{marked}").get_attribute("aria-selected") == "true"
    there.page.keyboard.press("Enter")
    there.titled("Utnytte helsedata bedre")
    added = shown(there) - first

    assert MEASURE in added
    assert 1 < len(added) <= 9
    assert there.page.evaluate("document.activeElement.getAttribute('aria-current')") == "true"
    box = next(each for each in there.boxes() if each["key"] == MEASURE)
    stage = there.page.locator("#stage").bounding_box()
    assert 0 < box["x"] < stage["width"]
    assert 0 < box["y"] < stage["height"]
    there.page.locator(".close").click()
    assert MEASURE in shown(there)


def test_a_hidden_thing_can_be_linked_to_and_is_shown(visit, found, key):
    hidden = next(each for each in found.things.values() if each.kind_name == "Question")

    assert key(hidden.iri) not in shown(visit())
    assert key(hidden.iri) in shown(visit(f"#{key(hidden.iri)}"))
    # Though the kind is switched off.
    assert key(hidden.iri) in shown(visit(f"#kart?skjul=question&ting={key(hidden.iri)}"))


def test_all_is_one_click_away(visit, found):
    there = visit()
    there.page.click("#all")

    assert len(shown(there)) == len(found.things)


def test_the_legend_adds_a_kind_and_takes_it_away_and_a_double_click_shows_it_alone(visit):
    there = visit()
    first = shown(there)
    goals = there.page.locator('[data-id="goal"]')
    goals.check()
    assert len(shown(there) - first) == 24
    goals.uncheck()
    assert shown(there) == first
    there.page.locator("label", has=goals).locator("span").first.dblclick()
    assert kinds(there) == {"malbilde"}
    there.page.locator('[data-id="measure"]').check()
    assert kinds(there) == {"malbilde", "tiltak"}
    there.page.click("#reset")
    assert shown(there) == first
    goals.focus()
    there.page.keyboard.press("Enter")
    assert kinds(there) == {"malbilde"}
    assert there.page.evaluate("document.activeElement.dataset.id") == "goal"


def test_a_kind_that_is_partly_shown_is_half_ticked(visit):
    there = visit(f"#kart?voks={PILLAR}")
    goals = there.page.locator('[data-id="goal"]')

    assert goals.evaluate("(box) => [box.checked, box.indeterminate]") == [False, True]
    assert "8 av 24" in there.page.locator("label", has=goals).inner_text()


def test_an_empty_map_is_explained(visit):
    there = visit("#kart?skjul=strategy,vision,area,pillar,foundation")
    there.page.locator('[data-id="stated"]').focus()
    there.go("kart?kilde=toppmote&slag=foundation")

    assert there.page.locator("#empty").is_visible()
    assert there.boxes() == []


def test_what_no_source_ties_together_is_told_with_the_readings_that_do(visit):
    there = visit()
    told = there.page.locator("#note").inner_text()

    assert "faller i 5 deler som ingen kilde knytter direkte sammen" in told
    there.page.click("#ties")
    assert there.page.locator('[data-id="read"]').is_checked()
    assert there.links() > visit().links()
    # Nothing of the kind is said of what a source ties together.
    one = visit("#kart?bare=strategi/helseomsorg21,visjon/helseomsorg21")
    assert "deler" not in one.page.locator("#note").inner_text()


def test_filters_leave_what_they_say_of_everything(visit, found, key):
    said = {
        key(each.iri)
        for each in found.things.values()
        if any(passage.document.endswith("/toppmote") for passage in each.passages)
    }
    there = visit()
    there.page.locator("#filter summary").click()
    there.page.select_option("[data-filter=kilde]", "toppmote")

    assert shown(there) == said
    assert "kilde=toppmote" in there.page.url
    assert there.page.locator("#filter summary").inner_text() == "Filter (1)"
    there.page.click("#clear")
    assert len(shown(there)) == 16


def test_an_actor_and_a_wording_are_filters_too(visit, found, key):
    (iri,) = [each for each in found.things if each.endswith("/aktor/kommunesektoren")]
    near = {key(end) for each in found.links if iri in each.ends and not each.inferred
            for end in each.ends}  # fmt: skip
    must = {key(each.iri) for each in found.things.values()
            for value in each.values if value.raw.endswith("#should")}  # fmt: skip

    assert shown(visit("#kart?aktor=aktor/kommunesektoren")) == near
    assert shown(visit("#kart?modal=should")) == must != set()


def test_what_the_page_does_not_know_is_ignored(visit):
    wrong = "voks=nei/takk&kilde=ukjent&aktor=ingen/her&modal=x&slag=y&fest=a@1_2&farge=z&bare=q"

    assert len(shown(visit(f"#kart?{wrong}"))) == 16


def test_only_some_are_shown_where_the_address_says_so(visit):
    there = visit(f"#kart?bare={MEASURE},{PILLAR}")

    assert shown(there) == {MEASURE, PILLAR}


def test_colour_follows_source_and_standing_too(visit):
    def fills(after):
        there = visit(after)
        return there.page.evaluate(
            "[...document.querySelectorAll('.spot .ring + g path')]"
            ".map((each) => getComputedStyle(each).fill)"
        )

    usual = fills("#kart?form=nett")
    assert len(set(usual)) > 4
    for by in ("kilde", "grunnlag", "gruppe"):
        assert fills(f"#kart?form=nett&farge={by}") != usual


def test_the_legend_says_what_each_colour_is_where_it_is_not_the_kind(visit):
    def told(after):
        colours = visit(after).page.locator("#colours")
        return colours.locator("li").all_inner_texts() if colours.is_visible() else None

    assert told("#kart?form=nett&alt=1") is told("#kart?form=nett&alt=1&farge=z") is None
    assert told("#kart?form=nett&alt=1&farge=grunnlag") == ["◆ sagt", "◇ tolket"]
    sources = told("#kart?form=nett&alt=1&farge=kilde")
    assert "Nettsak om toppmøtet" in sources
    assert sources[-1] == "uten egne ord i kildene"
    assert "rundt HelseOmsorg21" in told("#kart?form=nett&alt=1&farge=gruppe")[0]


@pytest.mark.parametrize("form", ["", "&form=nett"])
def test_growing_a_thousand_things_is_quick(visit, tmp_path, form):
    things = [
        drawn.thing(f"ting/n{at:04}", "Pillar" if at % 100 == 0 else "Recommendation", f"Ting {at}")
        for at in range(1000)
    ]
    links = {}
    for at in range(2600):
        made = drawn.link(f"ting/n{at * 13 % 1000:04}", "contributesTo",
                          f"ting/n{(at * 7 + at // 1000) % 1000:04}")  # fmt: skip
        links[made.triple] = made
    file = tmp_path / "tusen.html"
    file.write_text(bind(drawn.graph(things, links.values()), PageData()), encoding="utf-8")
    there = visit(f"#kart?voks=ting/n0100{form}", file=file)
    took = there.page.evaluate(
        "() => { const from = performance.now();"
        " document.querySelector('.spot[data-thing=\"ting/n0200\"]').dispatchEvent("
        " new KeyboardEvent('keydown', { key: '+', bubbles: true }));"
        " return performance.now() - from; }"
    )
    before = len(there.boxes())
    there.spot("ting/n0200").focus()
    there.page.keyboard.press("+")

    assert len(there.boxes()) > before
    assert took < 1000
