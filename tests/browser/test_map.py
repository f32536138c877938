"""The map in a browser: it asks for nothing, stands still, can be read, steered and trusted."""

import re
from itertools import combinations

import pytest
from axe_playwright_python.sync_playwright import Axe
from pyvis.network import Network

from ho21.draw import draw
from ho21.picture import Fact, Link, Node, Picture, Source, Statement, both

MEASURE = "tiltak/utnytte-helsedata"
QUOTE = "Vi må utnytte helsedata bedre for effektivisering og avlasting av helsepersonell"
HOSTILE = [
    '<img src=x onerror="window.hacked=1">',
    "</script><script>window.hacked=1</script>",
    '"><svg onload=window.hacked=1>',
    "' onfocus='window.hacked=1' autofocus='",
    "javascript:window.hacked=1",
    "{{ 7 * 7 }}${7*7}",
    "a\u2028b\u2029c",
    "\u202egnitsoh\u202c",
    "__proto__",
]


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


def shown(there, *names):
    return [each for each in names if there.page.locator(f"#{each}").is_visible()]


def tick(there, *, shown):
    """Show every group, or none."""
    there.page.evaluate(
        "(shown) => document.querySelectorAll('#things input').forEach("
        "(box) => { if (box.checked !== shown) box.click(); })",
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


# Alone


def test_the_page_asks_for_nothing_and_complains_of_nothing(visit):
    there = visit()
    there.spot(MEASURE).click()
    there.page.click("#show-table")
    there.page.click("#language")

    assert [each for each in there.requests if not each.startswith("file:")] == []
    assert len(there.requests) == 1
    assert there.complaints == []


def test_a_request_and_a_complaint_would_be_seen(visit, tmp_path):
    bad = tmp_path / "bad.html"
    bad.write_text("<script>fetch('https://example.org/'); oops()</script>", encoding="utf-8")

    there = visit(file=bad, ready=False, offline=True)

    assert "https://example.org/" in there.requests
    assert any("oops" in each for each in there.complaints)


def test_the_policy_stops_a_script_that_is_not_ours(visit):
    there = visit()
    there.page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.in = 1';"
        " document.body.append(s); }"
    )

    assert there.page.evaluate("window.in") is None
    assert any("Content Security Policy" in each for each in there.complaints)


def test_the_map_is_ready_soon(visit):
    there = visit()
    session = there.page.context.new_cdp_session(there.page)
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]

    (busy,) = (each["value"] for each in metrics if each["name"] == "TaskDuration")
    (heap,) = (each["value"] for each in metrics if each["name"] == "JSHeapUsedSize")
    assert busy < 2.5
    assert heap < 30_000_000


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
    there = visit(f"?lang={lang}")
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
    there = visit(f"?lang={lang}", width=width, height=height)
    boxes = there.boxes()
    sizes = sorted(each["font"] for each in boxes)

    assert cut(boxes) == []
    assert sizes[0] >= least


def test_a_label_that_is_too_long_would_be_seen(visit, tmp_path):
    long = both("Uoverkommeligsammensattordutenbindestrekellermening" * 2)
    file = tmp_path / "lang.html"
    file.write_text(
        draw(Picture(both("T"), "", (Node("https://e.x/id/tiltak/t", "Goal", long, long),), ())),
        encoding="utf-8",
    )

    (box,) = visit("?vis=kart", file=file).boxes()

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


def test_the_page_never_scrolls_sideways_on_a_phone(visit):
    for after in ("", "?vis=kart", f"#{MEASURE}", f"?vis=kart&lang=en#{MEASURE}"):
        there = visit(after, width=390, height=844)

        assert there.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_phone_opens_on_the_table(visit):
    assert shown(visit(width=390, height=844), "map-view", "table-view") == ["table-view"]
    assert shown(visit(), "map-view", "table-view") == ["map-view"]


def test_exactly_one_view_is_shown(visit):
    there = visit()
    assert shown(there, "map-view", "table-view") == ["map-view"]
    there.page.click("#show-table")
    assert shown(there, "map-view", "table-view") == ["table-view"]
    there.page.click("#show-map")
    assert shown(there, "map-view", "table-view") == ["map-view"]


def test_the_panel_lies_over_the_map_and_never_makes_it_smaller(visit):
    there = visit()
    before = there.page.evaluate("ho21.scale()")
    there.spot(MEASURE).click()

    assert there.panel().is_visible()
    assert there.page.evaluate("ho21.scale()") == before


def test_a_chosen_box_is_not_hidden_by_the_panel(visit, found):
    there = visit()
    for node in found.nodes[::12]:
        key = "/".join(node.id.split("/")[-2:])
        there.page.evaluate("(key) => { location.hash = key; }", key)
        there.page.wait_for_function(
            "(name) => document.getElementById('panel-title')?.textContent === name",
            arg=node.label["nb"],
        )
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


def test_every_quote_in_the_panel_is_the_picture_s(visit, found):
    there = visit()
    for node in found.nodes[::9]:
        key = "/".join(node.id.split("/")[-2:])
        there.page.evaluate("(key) => { location.hash = key; }", key)
        there.page.wait_for_function(
            "(name) => document.getElementById('panel-title')?.textContent === name",
            arg=node.label["nb"],
        )
        quotes = there.page.locator("#panel > blockquote").all_inner_texts()

        assert [each.strip("«»") for each in quotes] == [each.quote for each in node.statements]


def test_a_reading_says_who_reads_and_why(visit, found):
    link = next(each for each in found.links if each.basis == "read")
    there = visit(f"#{'/'.join(link.source.split('/')[-2:])}")
    shown_ = there.panel().locator(".link.read").all_inner_texts()

    assert any(link.reason["nb"] in each for each in shown_)
    assert all(link.author["nb"] in each for each in shown_)


def test_a_link_that_was_sought_and_not_found_is_told_with_its_reason(visit, found):
    (node,) = [each for each in found.nodes if each.id.endswith("/likeverdige-tjenester")]
    there = visit(f"#{node.id.partition('/id/')[2]}")

    told = there.page.locator("#panel").inner_text()

    assert node.unmade[0].reason["nb"] in told
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


def test_the_table_has_every_thing_and_every_link(visit, found):
    there = visit("?vis=tabell")
    keys = there.page.locator("tr[data-key]").evaluate_all("rows => rows.map(r => r.dataset.key)")
    links = there.page.locator("td.links li").count()

    assert sorted(keys) == sorted("/".join(each.id.split("/")[-2:]) for each in found.nodes)
    assert links == len(found.links)


def test_every_count_in_the_legend_is_true(visit, found):
    there = visit()
    content = there.page.evaluate("JSON.parse(document.getElementById('data').textContent)")
    for at, group in enumerate(content["groups"]):
        count = sum(each["group"] == at for each in content["nodes"])
        label = there.page.locator("label", has=there.page.locator(f'[data-id="{group["id"]}"]'))
        if count:
            assert label.locator(".count").text_content().split()[0] == str(count)
    families = there.page.locator("#families .count").all_inner_texts()
    drawable = [each for each in found.links if each.basis != "inferred"]
    assert sum(int(each.split()[0]) for each in families) == len(drawable)
    assert [("skjult" in each) for each in families] == [False, False, True, True]


def test_the_page_says_that_it_is_unofficial_and_when_it_is_from(visit):
    norwegian = visit().page.locator("footer").inner_text()
    english = visit("?lang=en").page.locator("footer").inner_text()

    assert "Uoffisiell" in norwegian
    assert "22. november 2026" in norwegian
    assert "CC BY 4.0" in norwegian
    assert "Unofficial translation" in english


def test_an_english_reader_sees_the_translation_and_that_it_is_ours(visit):
    there = visit(f"?lang=en#{MEASURE}")
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
    assert there.page.url.endswith(f"#{MEASURE}")
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
    hidden = next(each for each in found.nodes if each.kind == "Question")
    key = "/".join(hidden.id.split("/")[-2:])

    assert key not in [each["key"] for each in visit().boxes()]
    assert key in [each["key"] for each in visit(f"#{key}").boxes()]


def test_an_address_that_leads_nowhere_says_so(visit):
    there = visit("#tiltak/finnes-ikke")

    assert there.panel().inner_text().splitlines()[0] == "Finner ikke dette"
    assert "tiltak/finnes-ikke" in there.panel().inner_text()


def test_back_and_forward_follow_what_was_chosen(visit):
    there = visit()
    there.spot(MEASURE).click()
    there.panel().locator(".link a").first.click()
    second = there.page.locator("#panel-title").inner_text()
    there.page.go_back()
    there.page.wait_for_function(
        "document.getElementById('panel-title')?.textContent === 'Utnytte helsedata bedre'"
    )
    there.page.go_back()
    there.page.wait_for_selector("#panel", state="hidden")
    there.page.go_forward()
    there.page.go_forward()
    there.page.wait_for_function(
        "(name) => document.getElementById('panel-title')?.textContent === name", arg=second
    )


def test_search_finds_names_and_quotes_in_both_languages_without_norwegian_letters(visit):
    there = visit()
    for typed, key in (
        ("Utnytte helsedata", MEASURE),
        ("utnytte HELSEDATA bedre", MEASURE),
        ("make better use of health", MEASURE),
        ("avlasting av helsepersonell", MEASURE),
        ("okt brukermedvirk", "omrade/okt-brukermedvirkning"),
        ("oekt brukermedvirk", "omrade/okt-brukermedvirkning"),
    ):
        there.page.fill("#search", typed)
        hits = there.page.locator("#hits [data-key]").evaluate_all("h => h.map(e => e.dataset.key)")

        assert key in hits
        assert len(hits) <= 20
    there.page.fill("#search", "finnes slett ikke")
    assert there.page.locator("#hits [data-key]").count() == 0
    assert there.page.locator("#hits").inner_text() == "Ingen treff"


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


def test_tab_leads_from_the_chosen_box_into_the_panel(visit):
    there = visit()
    there.spot(MEASURE).click()
    there.page.keyboard.press("Tab")

    assert there.page.evaluate("document.activeElement.closest('#panel') !== null")


def test_what_is_chosen_is_said_aloud(visit):
    there = visit()
    there.spot(MEASURE).click()

    assert "Utnytte helsedata bedre" in there.page.locator("#live").text_content()


def test_the_language_is_switched_for_the_whole_page(visit):
    there = visit(f"#{MEASURE}")
    there.page.click("#language")

    assert there.page.evaluate("document.documentElement.lang") == "en"
    assert there.page.title() == "HelseOmsorg21: goals, actors and measures"
    assert there.page.locator("#panel-title").inner_text() == "Make better use of health data"
    assert "lang=en" in there.page.url
    assert there.page.url.endswith(f"#{MEASURE}")


def test_the_way_to_the_vision_ends_at_the_strategy(visit, found):
    goal = next(
        each
        for each in found.links
        if each.predicate == "contributesTo" and each.basis == "read" and "/tiltak/" in each.source
    )
    there = visit(f"#{'/'.join(goal.source.split('/')[-2:])}")
    neighbours = there.links()
    there.page.check('input[value="path"]')

    assert there.page.locator('input[value="path"]').is_checked()
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


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("theme", ["lys", "mork"])
@pytest.mark.parametrize("view", ["kart", "tabell"])
def test_axe_finds_no_fault(visit, view, theme, lang):
    for chosen in ("", f"#{MEASURE}"):
        there = visit(f"?vis={view}&tema={theme}&lang={lang}{chosen}", width=1366, height=768)
        found = Axe().run(there.page)

        assert [each["id"] for each in found.response["violations"]] == []
        assert len(found.response["passes"]) > 20


def test_axe_finds_no_fault_on_a_phone(visit):
    there = visit(f"#{MEASURE}", width=390, height=844)

    assert [each["id"] for each in Axe().run(there.page).response["violations"]] == []


def test_axe_finds_faults_in_the_page_of_pyvis_itself(visit, tmp_path):
    stock = Network(cdn_resources="in_line")
    stock.add_node(1)
    file = tmp_path / "pyvis.html"
    file.write_text(stock.generate_html(), encoding="utf-8")

    there = visit(file=file, ready=False, offline=True)
    faults = {each["id"] for each in Axe().run(there.page).response["violations"]}

    assert {"document-title", "html-has-lang"} <= faults


def test_the_dark_theme_is_dark_and_follows_the_system(visit):
    def ground(there):
        return there.page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert ground(visit()) == "rgb(255, 255, 255)"
    assert ground(visit(color_scheme="dark")) == "rgb(18, 22, 27)"
    assert ground(visit("?tema=mork")) == "rgb(18, 22, 27)"
    assert ground(visit("?tema=lys", color_scheme="dark")) == "rgb(255, 255, 255)"


def test_forced_colours_are_used_on_the_canvas_too(visit):
    def bar(there):
        return colour_at(there, "soyle/konkurransedyktig-helseindustri", dx=-0.48)

    assert bar(visit(forced_colors="active")) == [0, 0, 0, 255]
    assert bar(visit()) != [0, 0, 0, 255]


def test_large_text_loses_nothing(visit):
    there = visit("?vis=kart", width=683, height=384)

    assert there.page.evaluate("document.documentElement.scrollWidth") <= 683
    assert there.page.evaluate("getComputedStyle(document.body).overflowY") != "hidden"
    assert min(each["font"] for each in there.boxes()) >= 9


def on_paper(there):
    there.page.emulate_media(media="print")
    there.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    there.settle()
    return there.page.screenshot()


@pytest.mark.parametrize("after", ["", "?vis=tabell", f"?tema=mork#{MEASURE}"])
def test_paper_is_not_blank(visit, ink, after):
    there = visit(after, width=1046, height=718)

    assert ink(on_paper(there)) > 0.02
    assert there.page.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)"
    )


def test_blank_paper_would_be_seen(visit, ink):
    there = visit(width=1046, height=718)
    there.page.evaluate("document.body.style.visibility = 'hidden'")

    assert ink(on_paper(there)) == 0


def test_the_map_is_printed_on_one_sheet_and_the_screen_comes_back(visit):
    there = visit()
    boxes = there.boxes()
    sheet = there.page.pdf(prefer_css_page_size=True, print_background=True)

    assert re.findall(rb"/Type /Pages.*?/Count (\d+)", sheet, re.DOTALL) == [b"1"]
    assert there.page.locator("#paper").count() == 0
    assert there.boxes() == boxes


# Hostile words


def hostile_picture():
    """Return a picture with hostile words in every field that can hold words."""
    nodes, links = [], []
    for at, evil in enumerate(HOSTILE):
        words = {"nb": f"nb {evil}", "en": f"en {evil}"}
        said = Statement(evil, evil, words, evil, at, at, evil)
        nodes.append(
            Node(
                f"https://e.x/id/{evil}/{at}{evil}",
                evil,
                words,
                words,
                (said,),
                (evil,),
                facts=(Fact("when", words, words), Fact(evil, words, words)),
            )
        )
        for basis in ("stated", "read", "inferred"):
            target = nodes[at - 1].id if at else nodes[0].id
            links.append(
                Link(nodes[at].id, target, evil, words, basis, words, evil, words, words, (said,))
            )
    return Picture(
        title={"nb": HOSTILE[0], "en": HOSTILE[1]},
        issued=HOSTILE[0],
        nodes=tuple(nodes),
        links=tuple(links),
        kinds={evil: both(evil) for evil in HOSTILE},
        sources=tuple(Source(evil, both(evil), evil) for evil in HOSTILE),
        licence=HOSTILE[4],
    )


def test_hostile_words_are_shown_and_never_run(visit, tmp_path):
    file = tmp_path / "hostile.html"
    file.write_text(draw(hostile_picture()), encoding="utf-8")
    there = visit("?vis=kart", file=file)
    tick(there, shown=True)
    spots = there.page.locator(".spot")
    assert spots.count() == len(HOSTILE)
    for _ in ("nb", "en"):
        for at in range(spots.count()):
            spots.nth(at).evaluate("(spot) => spot.click()")
            for more in there.panel().locator("details").all():
                more.evaluate("(each) => { each.open = true; }")
            there.page.fill("#search", "img")
        there.page.click("#show-table")
        there.page.click("#show-map")
        there.page.evaluate("document.getElementById('language').click()")

    assert there.page.evaluate("window.hacked") is None
    assert there.page.locator("body img, body svg, body iframe").count() == 0
    assert there.page.locator("a[href^='javascript']").count() == 0
    assert there.complaints == []
    assert [each for each in there.requests if not each.startswith("file:")] == []


def test_the_hostile_words_are_live_where_nobody_takes_care(visit, tmp_path):
    file = tmp_path / "careless.html"
    file.write_text(f"<!doctype html><p>{HOSTILE[0]}</p>", encoding="utf-8")
    there = visit(file=file, ready=False)
    there.page.wait_for_function("window.hacked === 1")
