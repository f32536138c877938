"""The map in a browser: it stands still, can be read, steered and trusted."""

import re
from itertools import combinations

import pytest

from ho21.explorer.data import PageData
from ho21.explorer.page import bind
from ho21.model.things import Standing
from support import drawn
from support.drawn import rows_of

MEASURE = "tiltak/utnytte-helsedata"
QUOTE = "Vi må utnytte helsedata bedre for effektivisering og avlasting av helsepersonell"


@pytest.fixture
def visit(visit):
    """Open the map where nothing else is asked for."""

    def opened(after="#kart", **more):
        return visit(after, **more)

    return opened


def overlapping(boxes):
    return [
        (one["key"], other["key"])
        for one, other in combinations(boxes, 2)
        if abs(one["x"] - other["x"]) < one["width"]
        and abs(one["y"] - other["y"]) < (one["height"] + other["height"]) / 2
    ]


def cut(boxes):
    return [
        each["key"]
        for each in boxes
        if each["widest"] > each["room"] + 0.5 or each["lines"] * 13 > each["height"]
    ]


def tick(there, *, shown):
    """Show every group, or none."""
    there.page.evaluate(
        """(shown) => {
            const boxes = [...document.querySelectorAll("#things input")];
            for (const id of boxes.map((box) => box.dataset.id)) {
                const box = document.querySelector(`#things [data-id="${id}"]`);
                if (box.checked !== shown) box.click();
            }
        }""",
        shown,
    )


def colour_at(there, key, dx=0.0, dy=0.0):
    """Return the colour of the canvas in a box, at a share of its width and height."""
    box = next(each for each in there.boxes() if each["key"] == key)
    return there.page.evaluate(
        """([x, y]) => {
            const canvas = document.querySelector("#canvas canvas");
            const ratio = (ho21.scale() * canvas.width) / canvas.clientWidth;
            const pixel = canvas.getContext("2d").getImageData(x * ratio, y * ratio, 1, 1).data;
            return [...pixel];
        }""",
        [box["x"] + dx * box["width"], box["y"] + dy * box["height"]],
    )


# Standing still


def test_the_map_stands_still_and_stands_the_same_each_time(visit):
    there = visit()
    first = there.boxes()
    there.page.wait_for_timeout(1500)

    assert there.boxes() == first
    assert visit().boxes() == first


def test_a_box_that_has_moved_would_be_seen(visit):
    there = visit()
    first = there.boxes()
    moved = [dict(first[0], x=first[0]["x"] + 0.5), *first[1:]]

    assert moved != first


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_no_two_boxes_overlap_even_with_everything_shown(visit, lang):
    there = visit(f"#kart?lang={lang}")
    tick(there, shown=True)

    boxes = there.boxes()

    assert len(boxes) > 200
    assert overlapping(boxes) == []


def test_boxes_that_overlap_would_be_seen(visit):
    first = visit().boxes()[0]

    assert overlapping([first, dict(first, key="other", y=first["y"] + 5)]) != []


# To be read


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize(("width", "height", "least"), [(1366, 768, 9.3), (1440, 900, 10.0)])
def test_every_label_is_whole_and_large_enough(visit, lang, width, height, least):
    there = visit(f"#kart?lang={lang}", width=width, height=height)
    boxes = there.boxes()
    sizes = sorted(each["font"] for each in boxes)

    assert cut(boxes) == []
    assert sizes[0] >= least


def test_a_label_that_is_too_long_would_be_seen(visit, tmp_path):
    thing = drawn.thing(
        "tiltak/t", "Goal", "Uoverkommeligsammensattordutenbindestrekellermening" * 2
    )
    file = tmp_path / "lang.html"
    file.write_text(bind(drawn.graph([thing]), PageData()), encoding="utf-8")

    (box,) = visit("#kart", file=file).boxes()

    assert box["font"] < 9.0


def test_boxes_are_drawn_where_they_are_said_to_be(visit):
    there = visit()

    paper = [0, 0, 0, 0]
    inside = colour_at(there, MEASURE, dx=-0.4, dy=0.35)
    assert inside != paper
    assert colour_at(there, MEASURE, dx=0, dy=0.6) == paper
    there.page.locator('[data-id="measure"]').uncheck()
    there.settle()
    assert there.page.locator(".spot:visible").count() == len(there.boxes())
    assert MEASURE not in [each["key"] for each in there.boxes()]


def test_the_panel_lies_over_the_map_and_never_makes_it_smaller(visit):
    there = visit()
    before = there.page.evaluate("ho21.scale()")
    there.spot(MEASURE).click()

    assert there.panel().is_visible()
    assert there.page.evaluate("ho21.scale()") == before


def test_a_chosen_box_is_not_hidden_by_the_panel(visit, found):
    there = visit()
    for node in [*found.things.values()][::12]:
        key = "/".join(node.iri.split("/")[-2:])
        there.page.evaluate("(key) => { location.hash = `kart?ting=${key}`; }", key)
        there.titled(node.label["nb"])
        there.settle()
        spot = there.page.locator('.spot[aria-current="true"]').bounding_box()
        panel = there.panel().bounding_box()

        assert spot["x"] >= 0
        assert spot["x"] + spot["width"] <= panel["x"]
        assert 120 < spot["y"] < 900 - spot["height"]


# To be trusted


def test_the_panel_shows_the_words_and_their_place(visit):
    there = visit(f"#{MEASURE}")

    assert there.panel().locator("blockquote").first.inner_text() == f"«{QUOTE}»"
    assert "innspill-helsepersonellkommisjonen.txt" in there.panel().inner_text()
    assert re.search(r"linje \d+", there.panel().locator(".place").first.inner_text())


def test_every_quote_in_the_panel_is_that_of_the_graph(visit, found):
    there = visit()
    for node in [*found.things.values()][::9]:
        key = "/".join(node.iri.split("/")[-2:])
        there.page.evaluate("(key) => { location.hash = `kart?ting=${key}`; }", key)
        there.titled(node.label["nb"])
        quotes = there.page.locator("#panel > blockquote").all_inner_texts()

        assert [each.strip("«»") for each in quotes] == [each.quote for each in node.passages]


def test_a_reading_says_who_reads_and_why(visit, found):
    row = next(each for each in rows_of(found) if each.standing is Standing.INTERPRETED)
    there = visit(f"#{'/'.join(row.link.subject.split('/')[-2:])}")
    shown_ = there.panel().locator(".link.read").all_inner_texts()

    assert any(row.first.reason["nb"] in each for each in shown_)
    assert all(found.name(row.first.author)["nb"] in each for each in shown_)


def test_a_link_that_was_sought_and_not_found_is_told_with_its_reason(visit, found):
    (iri,) = [each for each in found.things if each.endswith("/likeverdige-tjenester")]
    there = visit(f"#{iri.partition('/id/')[2]}")

    told = there.page.locator("#panel").inner_text()

    assert found.weighed(iri)[0].reason["nb"] in told
    assert "Ingen funnet" in told


def test_stated_and_read_links_are_told_apart(visit):
    there = visit()
    stated, read = (there.page.locator(f'[data-id="{each}"]') for each in ("stated", "read"))
    everything = there.links()
    read.uncheck()
    without = there.links()
    stated.uncheck()

    assert everything > without > 0
    assert there.links() == 0


def test_every_count_in_the_legend_is_true(visit, found):
    there = visit()
    content = there.page.evaluate("JSON.parse(document.getElementById('data').textContent)")
    for at, group in enumerate(content["groups"]):
        count = sum(each["group"] == at for each in content["nodes"])
        label = there.page.locator("label", has=there.page.locator(f'[data-id="{group["id"]}"]'))
        if count:
            assert label.locator(".count").text_content().split()[0] == str(count)
    families = there.page.locator("#families .count").all_inner_texts()
    own = [each for each in found.links if not each.inferred]
    drawable = [each for each in own if found.counted_as(each) != "implied"]
    assert sum(int(each.split()[0]) for each in families) == len(drawable)
    assert [("skjult" in each) for each in families] == [False, False, True, True]


def test_an_english_reader_sees_the_translation_and_that_it_is_ours(visit):
    there = visit(f"#{MEASURE}?lang=en")
    panel = there.panel()

    assert panel.locator("blockquote").first.get_attribute("lang") == "nb"
    assert panel.locator("blockquote").first.inner_text() == f"«{QUOTE}»"
    assert panel.locator(".translation").first.get_attribute("lang") == "en"
    assert "Unofficial translation" in panel.inner_text()


# To be steered


def test_a_click_chooses_and_a_second_click_lets_go(visit):
    there = visit()
    there.spot(MEASURE).click()
    assert there.page.locator("#panel-title").inner_text() == "Utnytte helsedata bedre"
    assert there.page.url.endswith(f"#kart?ting={MEASURE}")
    there.spot(MEASURE).click()
    assert not there.panel().is_visible()


def test_a_chosen_thing_stands_out_from_what_it_is_not_linked_with(visit):
    there = visit()
    far = "tiltak/oke-kapasiteten-i-helseutdanningene"
    before = colour_at(there, far, dx=-0.4, dy=0.35), colour_at(there, MEASURE, dx=-0.4, dy=0.35)
    there.spot(MEASURE).click()
    there.settle()

    assert colour_at(there, far, dx=-0.4, dy=0.35) != before[0]
    assert colour_at(there, MEASURE, dx=-0.4, dy=0.35) == before[1]


def test_choosing_draws_the_links_that_were_hidden(visit):
    there = visit("#aktor/helse-og-omsorgstjenestene")

    assert there.page.locator('[data-id="quiet"]').is_checked() is False
    assert there.links() > visit().links()


def test_a_hidden_thing_can_be_linked_to_and_is_shown(visit, found):
    hidden = next(each for each in found.things.values() if each.kind_name == "Question")
    key = "/".join(hidden.iri.split("/")[-2:])

    assert key not in [each["key"] for each in visit().boxes()]
    assert key in [each["key"] for each in visit(f"#{key}").boxes()]


def test_back_and_forward_follow_what_was_chosen(visit):
    there = visit()
    there.spot(MEASURE).click()
    there.panel().locator(".link a").first.click()
    second = there.page.locator("#panel-title").inner_text()
    there.page.go_back()
    there.titled("Utnytte helsedata bedre")
    there.page.go_back()
    there.page.wait_for_selector("#panel", state="hidden")
    there.page.go_forward()
    there.page.go_forward()
    there.titled(second)


def test_search_is_steered_from_the_keyboard(visit):
    there = visit()
    there.page.keyboard.press("/")
    there.page.keyboard.type("utnytte helsedata")
    there.page.keyboard.press("ArrowDown")
    there.page.keyboard.press("ArrowUp")
    marked = there.page.locator("#search").get_attribute("aria-activedescendant")
    assert there.page.locator(f"#{marked}").get_attribute("aria-selected") == "true"
    there.page.keyboard.press("Enter")

    assert there.page.locator("#panel-title").inner_text() == "Utnytte helsedata bedre"
    assert there.page.evaluate("document.activeElement.getAttribute('aria-current')") == "true"


def test_a_group_that_is_unticked_is_hidden_with_its_links(visit):
    there = visit()
    boxes, links = len(there.boxes()), there.links()
    there.page.locator('[data-id="measure"]').uncheck()

    assert len(there.boxes()) == boxes - 25
    assert there.links() < links
    assert "25 skjult" in there.page.locator("#things").inner_text()
    there.page.click("#reset")
    assert len(there.boxes()) == boxes
    assert there.links() == links


def test_long_links_and_mentions_are_shown_on_demand(visit):
    there = visit()
    links = there.links()
    there.page.locator('[data-id="long"]').check()
    with_long = there.links()
    there.page.locator('[data-id="quiet"]').check()

    assert links < with_long < there.links()


def test_the_whole_map_is_one_stop_for_tab_and_tab_leads_on(visit):
    there = visit()
    there.page.locator("#zoom-in").focus()
    there.page.keyboard.press("Tab")
    assert there.page.evaluate("document.activeElement.className") == "spot"
    there.page.keyboard.press("Tab")
    assert there.page.evaluate("document.activeElement.closest('#deck')") is None


def test_arrows_walk_enter_opens_and_escape_closes(visit):
    there = visit()
    there.page.locator("#zoom-in").focus()
    there.page.keyboard.press("Tab")
    label = "document.activeElement.getAttribute('aria-label')"
    first = there.page.evaluate(label)
    walked = {first}
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp", "End", "Home", "ArrowLeft"):
        there.page.keyboard.press(key)
        walked.add(there.page.evaluate(label))
    assert len(walked) > 4
    now = there.page.evaluate(label)
    there.page.keyboard.press("Enter")
    assert there.page.locator("#panel-title").inner_text() == now.rsplit(", ", 1)[0]
    there.page.keyboard.press("Escape")
    assert not there.panel().is_visible()
    assert there.page.evaluate(label) == now


def test_home_and_end_lead_to_the_ends_of_a_column(visit):
    there = visit()
    boxes = {each["key"]: each for each in there.boxes()}
    column = [key for key in boxes if boxes[key]["x"] == boxes[MEASURE]["x"]]
    column.sort(key=lambda key: boxes[key]["y"])
    middle = column[len(column) // 2]
    there.spot(middle).focus()
    walked = []
    for key in ("End", "Home"):
        there.page.keyboard.press(key)
        walked.append(there.page.evaluate("document.activeElement.dataset.thing"))

    assert len(column) > 4
    assert walked == [column[-1], column[0]]


def test_tab_leads_from_the_chosen_box_into_the_panel(visit):
    there = visit()
    there.spot(MEASURE).click()
    there.page.keyboard.press("Tab")

    assert there.page.evaluate("document.activeElement.closest('#panel') !== null")


def test_the_language_is_switched_for_the_whole_page(visit):
    there = visit(f"#{MEASURE}")
    there.page.click("#language")

    assert there.page.evaluate("document.documentElement.lang") == "en"
    assert there.page.title() == "Map – HelseOmsorg21: goals, actors and measures"
    assert there.page.locator("#panel-title").inner_text() == "Make better use of health data"
    assert there.page.url.endswith(f"#kart?ting={MEASURE}&lang=en")


def test_the_way_to_the_vision_ends_at_the_strategy(visit, found):
    goal = next(
        each
        for each in found.links
        if each.predicate_name == "contributesTo" and "/tiltak/" in each.subject
    )
    assert not goal.stated
    there = visit(f"#{'/'.join(goal.subject.split('/')[-2:])}")
    neighbours = there.links()
    there.page.click('input[value="vei"]')

    assert there.page.locator('input[value="vei"]').is_checked()
    assert there.links() != neighbours


def test_larger_and_smaller_change_the_scale_and_full_width_restores_it(visit):
    there = visit()
    scale = there.page.evaluate("ho21.scale()")
    there.page.click("#zoom-in")
    assert there.page.evaluate("ho21.scale()") > scale
    there.page.click("#zoom-fit")
    assert there.page.evaluate("ho21.scale()") == scale


def test_an_empty_legend_is_explained(visit):
    there = visit()
    tick(there, shown=False)

    assert there.page.locator("#empty").is_visible()
    assert there.boxes() == []


# For everyone


def test_forced_colours_are_used_on_the_canvas_too(visit):
    def bar(there):
        return colour_at(there, "soyle/konkurransedyktig-helseindustri", dx=-0.48)

    assert bar(visit(forced_colors="active")) == [0, 0, 0, 255]
    assert bar(visit()) != [0, 0, 0, 255]


def test_large_text_loses_nothing(visit):
    there = visit("#kart", width=683, height=384)

    assert there.page.evaluate("document.documentElement.scrollWidth") <= 683
    assert there.page.evaluate("getComputedStyle(document.body).overflowY") != "hidden"
    assert min(each["font"] for each in there.boxes()) >= 9


def test_the_map_is_printed_on_one_sheet_and_the_screen_comes_back(visit):
    there = visit()
    boxes = there.boxes()
    sheet = there.page.pdf(prefer_css_page_size=True, print_background=True)

    assert re.findall(rb"/Type /Pages.*?/Count (\d+)", sheet, re.DOTALL) == [b"1"]
    assert there.page.locator("#paper").count() == 0
    assert there.boxes() == boxes


def test_the_words_of_the_map_are_text_on_paper(visit):
    there = visit()
    there.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    words = " ".join(there.page.locator("#paper text").all_text_contents())

    assert "Utnytte helse- data bedre" in words
    assert "Målbilder" in words


def test_the_map_is_drawn_again_on_a_screen_of_another_sharpness(browser, page_file):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script("""
        let sharp = 1;
        const asked = [];
        const real = matchMedia.bind(window);
        Object.defineProperty(window, "devicePixelRatio", { get: () => sharp });
        window.matchMedia = (query) => {
            const list = real(query);
            if (query.includes("resolution")) asked.push(list);
            return list;
        };
        window.move = (to) => { sharp = to; asked.at(-1).dispatchEvent(new Event("change")); };
    """)
    page.goto(f"{page_file.as_uri()}#kart")
    page.wait_for_selector("html[data-ready]", state="attached")
    ratio = "(({ width, clientWidth }) => width / clientWidth)(document.querySelector('canvas'))"
    seen = [page.evaluate(ratio)]
    for to in (2, 1.5):
        page.evaluate("(to) => move(to)", to)
        seen.append(round(page.evaluate(ratio), 2))
    page.close()

    assert seen == [1, 2, 1.5]
