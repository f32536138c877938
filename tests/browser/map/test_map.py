"""The map in a browser: it stands still, can be read, steered and trusted."""

import re
from itertools import combinations, pairwise

import pytest

from ho21.explorer.data import PageData
from ho21.explorer.page import bind
from ho21.model.things import Standing
from support import drawn
from support.drawn import rows_of

MEASURE = "tiltak/utnytte-helsedata"
PILLAR = "soyle/baerekraftig-og-inkluderende-helsetjeneste"
QUOTE = "Vi må utnytte helsedata bedre for effektivisering og avlasting av helsepersonell"
ALL = "#kart?alt=1"


def overlapping(boxes):
    return [
        (one["key"], other["key"])
        for one, other in combinations(boxes, 2)
        if abs(one["x"] - other["x"]) < (one["width"] + other["width"]) / 2
        and abs(one["y"] - other["y"]) < (one["height"] + other["height"]) / 2
    ]


def cut(boxes):
    return [
        each["key"]
        for each in boxes
        if each["widest"] > each["width"] - 8 or each["lines"] * each["font"] > each["height"]
    ]


def outside(there):
    """Return the boxes that are not wholly in the window of the map."""
    stage = there.page.locator("#stage").bounding_box()
    return [
        each["key"]
        for each in there.boxes()
        if each["x"] - each["width"] / 2 < 0
        or each["y"] - each["height"] / 2 < 0
        or each["x"] + each["width"] / 2 > stage["width"]
        or each["y"] + each["height"] / 2 > stage["height"]
    ]


def colour_of(there, key, part="path", what="fill"):
    """Return the colour that a part of a thing is drawn in."""
    return there.page.evaluate(
        "([key, part, what]) => getComputedStyle(document.querySelector("
        '`.spot[data-thing="${key}"] ${part}`))[what]',
        [key, part, what],
    )


# Standing still


@pytest.mark.parametrize("form", ["", "&form=nett"])
def test_the_map_stands_still_and_stands_the_same_each_time(visit, form):
    there = visit(f"{ALL}{form}")
    first = there.boxes()
    there.page.wait_for_timeout(900)

    assert there.boxes() == first
    assert visit(f"{ALL}{form}").boxes() == first


def test_a_box_that_has_moved_would_be_seen(visit):
    there = visit()
    first = there.boxes()
    there.spot(PILLAR).focus()
    there.page.keyboard.press("Shift+ArrowDown")
    there.settle()

    assert there.boxes() != first


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_no_two_boxes_overlap_even_with_everything_shown(visit, lang):
    boxes = visit(f"{ALL}&lang={lang}").boxes()

    assert len(boxes) > 200
    assert overlapping(boxes) == []


def test_boxes_that_overlap_would_be_seen(visit):
    first = visit().boxes()[0]

    assert overlapping([first, dict(first, key="other", y=first["y"] + 5)]) != []


# To be read


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize(
    ("width", "height", "least"), [(1440, 900, 11.5), (1024, 768, 9), (390, 844, 8.7)]
)
def test_the_first_sight_is_whole_and_large_enough(visit, lang, width, height, least):
    there = visit(f"#kart?lang={lang}", width=width, height=height)
    boxes = there.boxes()

    assert len(boxes) == 16
    assert outside(there) == []
    assert cut(boxes) == []
    assert min(each["font"] for each in boxes) >= least


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768)])
def test_the_first_sight_is_whole_below_the_head_of_a_site_too(visit, on_site, lang, width, height):
    there = visit(f"#kart?lang={lang}", file=on_site, width=width, height=height)

    assert there.page.locator("header nav").count() == 2
    assert outside(there) == []


def test_what_is_outside_the_window_would_be_seen(visit):
    assert outside(visit(ALL)) != []


def test_a_label_that_is_too_long_would_be_seen(visit, tmp_path):
    thing = drawn.thing(
        "tiltak/t", "Goal", "Uoverkommeligsammensattordutenbindestrekellermening" * 2
    )
    file = tmp_path / "lang.html"
    file.write_text(bind(drawn.graph([thing]), PageData()), encoding="utf-8")

    (box,) = visit("#kart", file=file).boxes()

    assert box["font"] < 9.0


def test_all_is_shown_at_a_size_that_can_be_read_and_the_rest_is_a_drag_away(visit):
    there = visit(ALL)

    assert min(each["font"] for each in there.boxes()) >= 7.5
    assert there.page.locator("#overview").is_visible()
    there.page.mouse.move(700, 600)
    there.page.mouse.down()
    there.page.mouse.move(700, 400, steps=4)
    there.page.mouse.up()
    there.settle()
    assert max(each["y"] for each in there.boxes()) < max(each["y"] for each in visit(ALL).boxes())


def test_columns_close_up_where_a_kind_is_hidden_and_heads_name_what_is_there(visit):
    there = visit()
    heads = there.page.locator("#heads h3").all_inner_texts()
    there.page.locator('[data-id="area"]').uncheck()

    assert heads == ["Strategi og visjon", "Satsingsområder", "Søyler og fundamenter"]
    assert there.page.locator("#heads h3").all_inner_texts() == [heads[0], heads[2]]
    assert len({each["x"] for each in there.boxes()}) == 2


def test_no_head_of_a_column_runs_into_the_next(visit):
    there = visit(ALL, width=1024, height=768)
    places = there.page.evaluate(
        "[...document.querySelectorAll('#heads .over')].map((each) => {"
        " const { left, right } = each.getBoundingClientRect(); return [left, right]; })"
    )

    assert len(places) == 9
    assert [one for one, other in pairwise(places) if one[1] > other[0]] == []


def test_a_chosen_box_is_not_hidden_by_the_panel(visit, found, key):
    there = visit()
    for node in [*found.things.values()][::16]:
        there.go(f"kart?ting={key(node.iri)}")
        there.titled(node.label["nb"])
        there.settle()
        spot = there.page.locator('.spot[aria-current="true"]').bounding_box()
        panel = there.panel().bounding_box()

        assert spot["x"] >= 0
        assert spot["x"] + spot["width"] <= panel["x"] + 1
        assert 120 < spot["y"] < 900 - spot["height"]


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("also", ["", "&alt=1"])
def test_a_chosen_box_is_in_the_window_where_not_all_has_room(visit, lang, also):
    there = visit(f"#kart?ting=tiltak/utnytte-helsedata&lang={lang}{also}", width=1024, height=768)
    stage = there.page.locator("#stage").bounding_box()
    over = there.page.locator("#overview").bounding_box()
    spot = there.page.locator('.spot[aria-current="true"] .reach').bounding_box()

    assert stage["x"] <= spot["x"]
    assert spot["x"] + spot["width"] <= stage["x"] + stage["width"]
    assert stage["y"] < spot["y"]
    assert spot["y"] + spot["height"] <= over["y"]


# To be trusted


def test_the_panel_shows_the_words_and_their_place(visit):
    there = visit(f"#{MEASURE}")

    assert there.panel().locator("blockquote").first.inner_text() == f"«{QUOTE}»"
    assert "innspill-helsepersonellkommisjonen.txt" in there.panel().inner_text()
    assert re.search(r"linje \d+", there.panel().locator(".place").first.inner_text())


def test_every_quote_in_the_panel_is_that_of_the_graph(visit, found, key):
    there = visit()
    for node in [*found.things.values()][::9]:
        there.go(f"kart?ting={key(node.iri)}")
        there.titled(node.label["nb"])
        quotes = there.page.locator("#panel > blockquote").all_inner_texts()

        assert [each.strip("«»") for each in quotes] == [each.quote for each in node.passages]


def test_a_reading_says_who_reads_and_why(visit, found, key):
    row = next(each for each in rows_of(found) if each.standing is Standing.INTERPRETED)
    there = visit(f"#{key(row.link.subject)}")
    shown_ = there.panel().locator(".link.read").all_inner_texts()

    assert any(row.first.reason["nb"] in each for each in shown_)
    assert all(found.name(row.first.author)["nb"] in each for each in shown_)


def test_a_link_that_was_sought_and_not_found_is_told_with_its_reason(visit, found):
    (iri,) = [each for each in found.things if each.endswith("/likeverdige-tjenester")]
    there = visit(f"#{iri.partition('/id/')[2]}")

    told = there.page.locator("#panel").inner_text()

    assert found.weighed(iri)[0].reason["nb"] in told
    assert "Ingen funnet" in told


def test_the_first_sight_shows_what_is_said_and_how_many_readings_there_are(visit):
    there = visit()
    stated, read = (there.page.locator(f'[data-id="{each}"]') for each in ("stated", "read"))
    without = there.links()
    told = there.page.locator("label", has=read).inner_text()
    read.check()
    everything = there.links()
    stated.uncheck()

    assert everything > without > 0
    assert int(re.search(r"\d+", told)[0]) == everything - without == there.links()
    read.uncheck()
    assert there.links() == 0


def test_readings_that_are_off_everywhere_are_off_here_and_the_tick_turns_them_on(visit):
    there = visit("#kart?tolket=0&vis=read")
    read = there.page.locator('[data-id="read"]')
    before = there.links()
    assert read.is_checked() is False
    read.check()

    assert there.links() > before
    assert "tolket=0" not in there.page.url


def test_every_count_in_the_legend_is_true(visit, found):
    there = visit(ALL)
    groups, things = there.page.evaluate("[ho21.part('page').groups, ho21.part('things')]")
    for at, group in enumerate(groups):
        count = sum(each["group"] == at for each in things)
        label = there.page.locator("label", has=there.page.locator(f'[data-id="{group["id"]}"]'))
        assert not count or label.locator(".count").text_content() == str(count)
    families = there.page.locator("#families .count").all_inner_texts()
    own = [each for each in found.links if not each.inferred]
    assert sum(int(each) for each in families) == len(own)


def test_a_line_says_what_it_is_how_it_is_known_and_why(visit, found, key):
    row = next(
        each
        for each in rows_of(found)
        if (each.standing is Standing.INTERPRETED and "/satsingsomrade/" in each.link.object)
        or (each.standing is Standing.INTERPRETED and "/omrade/" in each.link.object)
    )
    ends = [key(each) for each in row.link.ends]
    there = visit(f"#kart?ting={ends[0]}&vis=read")
    shown_ = there.page.evaluate("ho21.boxes().map((each) => each.key)")
    assert ends[1] in shown_
    ids = {each["key"]: each["id"] for each in there.page.evaluate("ho21.part('things')")}
    low, high = sorted(ids[each] for each in ends)
    line = there.page.locator(f'[data-line="{low} {high}"]')
    assert "◇ tolket" in line.get_attribute("aria-label")
    line.locator(".reach").dispatch_event("click")
    there.page.wait_for_selector("#line")

    told = there.page.locator("#line").inner_text()
    assert row.first.reason["nb"] in told
    assert found.phrase(row.link.predicate)["nb"] in told
    assert f"lenke={row.link.predicate_name}" in there.page.url


def test_a_card_tells_of_what_the_pointer_is_over_and_stays_while_it_is_on_it(visit):
    there = visit(f"#kart?voks={MEASURE}")
    box = there.spot(MEASURE).bounding_box()
    there.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    there.page.wait_for_selector("#card:visible")
    told = there.page.locator("#card").inner_text()
    card = there.page.locator("#card").bounding_box()
    there.page.mouse.move(card["x"] + 5, card["y"] + 5)
    there.page.wait_for_timeout(300)

    assert "Utnytte helsedata bedre" in told
    assert "tiltaksforslag" in told
    assert QUOTE[:40] in told
    assert "linje" in told
    assert there.page.locator("#card").is_visible()
    there.page.mouse.move(400, 20)
    there.page.wait_for_selector("#card", state="hidden")


def test_an_english_reader_sees_the_translation_and_that_it_is_ours(visit):
    there = visit(f"#{MEASURE}?lang=en")
    panel = there.panel()

    assert panel.locator("blockquote").first.get_attribute("lang") == "nb"
    assert panel.locator("blockquote").first.inner_text() == f"«{QUOTE}»"
    assert panel.locator(".translation").first.get_attribute("lang") == "en"
    assert "Unofficial translation" in panel.inner_text()


# For everyone


def test_the_whole_map_is_one_stop_for_tab_and_tab_leads_on(visit):
    there = visit()
    assert there.page.locator('#picture [tabindex="0"]').count() == 1
    there.page.locator('#picture [tabindex="0"]').focus()
    there.page.keyboard.press("Tab")
    assert there.page.evaluate("document.activeElement.id") == "zoom-out"
    there.page.keyboard.press("Shift+Tab")
    assert there.page.evaluate("document.activeElement.classList.contains('spot')")


def test_arrows_walk_enter_opens_and_escape_closes(visit):
    there = visit()
    there.page.locator('#picture [tabindex="0"]').focus()
    label = "document.activeElement.getAttribute('aria-label')"
    walked = {there.page.evaluate(label)}
    for name in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp", "End", "Home", "ArrowLeft"):
        there.page.keyboard.press(name)
        walked.add(there.page.evaluate(label))
    assert len(walked) > 4
    now = there.page.evaluate(label)
    there.page.keyboard.press("Enter")
    assert there.page.locator("#panel-title").inner_text() == now.split(", ")[0]
    there.page.keyboard.press("Escape")
    there.page.keyboard.press("Escape")
    assert not there.panel().is_visible()
    assert there.page.evaluate(label).split(", ")[0] == now.split(", ")[0]


def test_home_and_end_lead_to_the_ends_of_a_column(visit):
    there = visit()
    boxes = {each["key"]: each for each in there.boxes()}
    column = [each for each in boxes if boxes[each]["x"] == boxes[PILLAR]["x"]]
    column.sort(key=lambda each: boxes[each]["y"])
    there.spot(PILLAR).focus()
    walked = []
    for name in ("End", "Home"):
        there.page.keyboard.press(name)
        walked.append(there.page.evaluate("document.activeElement.dataset.thing"))

    assert len(column) == 4
    assert walked == [column[-1], column[0]]


def test_lines_are_reached_from_the_keyboard_and_lead_back_to_their_thing(visit):
    there = visit()
    there.spot("strategi/helseomsorg21").focus()
    there.page.keyboard.press("l")
    first = there.page.evaluate("document.activeElement.getAttribute('aria-label')")
    there.page.keyboard.press("ArrowDown")
    second = there.page.evaluate("document.activeElement.getAttribute('aria-label')")
    there.page.keyboard.press("Escape")
    back = there.page.evaluate("document.activeElement.dataset.thing")
    there.page.keyboard.press("l")
    there.page.keyboard.press("Enter")
    there.page.wait_for_selector("#line")

    assert first != second
    assert all("◆ sagt" in each for each in (first, second))
    assert back == "strategi/helseomsorg21"


def test_things_are_read_column_by_column_and_each_says_its_name_its_kind_and_its_ties(visit):
    there = visit()
    read = there.page.evaluate(
        "[...document.querySelectorAll('.spot')].map((e) => e.dataset.thing)"
    )
    boxes = {each["key"]: (each["x"], each["y"]) for each in there.boxes()}
    label = there.spot(PILLAR).get_attribute("aria-label")

    assert read == sorted(read, key=boxes.get)
    assert re.fullmatch(
        r"Bærekraftig.*, søyle, \d+ koblinger, \d+ naboer ikke vist", label, re.IGNORECASE
    )


@pytest.mark.parametrize("form", ["", "&form=nett"])
def test_axe_finds_no_fault_in_the_map(visit, both_schemes, form):
    there = visit(f"#kart?vis=read{form}&voks={PILLAR}")
    there.page.locator("#filter summary").click()

    assert both_schemes(there.page, "#view-kart") == []


def test_forced_colours_are_used_in_the_picture_too(visit):
    forced = colour_of(visit(forced_colors="active"), PILLAR, ".ring + path", "stroke")
    usual = colour_of(visit(), PILLAR, ".ring + path", "stroke")

    assert forced == "rgb(0, 0, 0)" != usual


def test_large_text_loses_nothing(visit):
    there = visit("#kart", width=683, height=384)

    assert there.page.evaluate("document.documentElement.scrollWidth") <= 683
    assert there.page.evaluate("getComputedStyle(document.body).overflowY") != "hidden"
    assert min(each["font"] for each in there.boxes()) >= 8


def test_the_language_is_switched_for_the_whole_page(visit):
    there = visit(f"#{MEASURE}")
    there.page.click("#language")

    assert there.page.evaluate("document.documentElement.lang") == "en"
    assert there.page.title() == "Map – HelseOmsorg21: goals, actors and measures"
    assert there.page.locator("#panel-title").inner_text() == "Make better use of health data"
    assert "Make better use" in there.spot(MEASURE).get_attribute("aria-label")


@pytest.mark.parametrize("after", ["#kart", ALL, f"{ALL}&form=nett"])
def test_the_map_is_printed_on_one_sheet_and_the_screen_comes_back(visit, after):
    there = visit(after)
    boxes = there.boxes()
    sheet = there.page.pdf(prefer_css_page_size=True, print_background=True)
    there.settle()

    assert re.findall(rb"/Type /Pages.*?/Count (\d+)", sheet, re.DOTALL) == [b"1"]
    assert there.boxes() == boxes


@pytest.mark.parametrize("form", ["", "?form=nett", "?alt=1"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_all_of_the_map_is_on_the_sheet_whatever_the_window(visit, form, width, height):
    there = visit(f"#kart{form}", width=width, height=height)
    # A browser tells of the print before it lays out the sheet.
    there.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    there.page.emulate_media(media="print")
    there.settle()
    cut_ = there.page.evaluate(
        "() => { const stage = document.getElementById('stage').getBoundingClientRect();"
        " return [...document.querySelectorAll('#picture .spot path')].filter((each) => {"
        " const { left, right, top, bottom } = each.getBoundingClientRect();"
        " return left < stage.left || right > stage.right || top < stage.top"
        " || bottom > stage.bottom; }).length; }"
    )

    assert there.page.locator("#legend").is_visible()
    assert cut_ == 0
