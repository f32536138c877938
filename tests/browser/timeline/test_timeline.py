"""The timeline in a browser: everything with a time, and no time more exact than it was said."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from ho21.analysis.lineage import lineage
from ho21.explorer.data import PageData
from ho21.explorer.page import bind
from ho21.model.read import knowledge_graph
from support import drawn as by_hand
from support.counted import ask, question

HO = "PREFIX ho: <https://w3id.org/ho21/def#>\n"
BASE = "https://w3id.org/ho21/"
SUMMIT = "hendelse/toppmotet"
GLOBAL = "omrade/mote-de-globale-helseutfordringene"
ITEMS = """() => [...document.querySelectorAll("#view-tidslinje .item")].map((item) => ({
    key: item.dataset.item,
    lane: item.closest(".lane").dataset.lane,
    what: item.dataset.what,
    sure: item.dataset.certainty,
    when: item.querySelector(".when")?.textContent,
    raw: item.querySelector("time")?.dateTime,
    bar: item.querySelector(".bar") && {
        at: parseFloat(item.querySelector(".bar").style.getPropertyValue("--at")),
        wide: parseFloat(item.querySelector(".bar").style.getPropertyValue("--wide")),
    },
}))"""
AREAS = """() => Object.fromEntries(
    [...document.querySelectorAll("#view-tidslinje [data-area]")].map((row) => [row.dataset.area,
        [...row.querySelectorAll("[data-heir]")].map((each) => each.dataset.heir)]))"""
CERTAINTY = {
    "dag, måned og år": "day",
    "måned og år": "month",
    "bare år": "year",
    "omtrentlig": "rough",
    "uten år": "no_year",
    "bare med ord": "words",
}
MONTHS = re.compile(
    "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
)


def items(there, *lanes):
    found = there.page.evaluate(ITEMS)
    return [each for each in found if not lanes or each["lane"] in lanes]


def too_exact(found):
    """Return what is told more exactly than its date is written."""
    return [
        each["key"]
        for each in found
        if (each["sure"] == "year" and not re.fullmatch(r"\d{4}", each["when"]))
        or (each["sure"] == "month" and re.search(r"\b\d{1,2}\b", each["when"]))
        or (each["sure"] == "no_year" and re.search(r"\d{4}", each["when"]))
        or (each["sure"] == "words" and MONTHS.search(each["when"]))
        or (each["sure"] in {"no_year", "words"} and each["bar"] is not None)
    ]


@pytest.fixture
def drawn(tmp_path):
    """Return a function that writes the page of things with dates."""

    def write(issued, *dates):
        things = [
            by_hand.thing(
                f"hendelse/h{at}", "Event", f"Hendelse {at}", values=(by_hand.value("when", date),)
            )
            for at, date in enumerate(dates)
        ]
        file = tmp_path / "tider.html"
        file.write_text(
            bind(by_hand.graph(things, title="Tider", issued=issued), PageData()), encoding="utf-8"
        )
        return file

    return write


# What is there


def test_everything_with_a_time_stands_on_the_timeline_once(visit, real):
    rows = ask(real, f"{HO} SELECT DISTINCT ?x {{ ?x ho:when|ho:whenText ?t }}")

    found = [each["key"] for each in items(visit("#tidslinje")) if each["what"] == ""]

    assert sorted(found) == sorted(row["x"] for row in rows)


def test_a_thing_taken_off_the_timeline_would_be_seen(visit):
    there = visit("#tidslinje")
    before = items(there)
    there.page.evaluate("document.querySelector('#view-tidslinje .item').remove()")

    assert len(items(there)) == len(before) - 1


def test_a_document_s_own_dates_and_its_capture_are_told_apart(visit, real):
    rows = ask(
        real,
        """PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX ho: <https://w3id.org/ho21/def#>
        SELECT ?d ?what ?when {
            { ?d a ho:Document ; dcterms:modified ?when BIND("modified" AS ?what) }
            UNION { ?d a ho:Document ; dcterms:issued ?when BIND("issued" AS ?what) }
            UNION { ?c dcterms:source ?d ; prov:generatedAtTime ?when BIND("captured" AS ?what) } }
        """,
    )

    found = [each for each in items(visit("#tidslinje"), "documents") if each["what"]]

    assert sorted((each["key"], each["what"], each["raw"]) for each in found) == sorted(
        (row["d"], row["what"], row["when"]) for row in rows
    )
    assert "23. mars 2023" in [each["when"] for each in found]
    assert "7. mai 2024 kl. 02.44" in [each["when"] for each in found]


def test_uncertain_dates_have_a_lane_of_their_own(visit, real):
    rows = ask(
        real,
        f"""{HO} PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT DISTINCT ?x {{
            ?x ho:when|ho:whenText ?t . OPTIONAL {{ ?x ho:when ?w }}
            FILTER(EXISTS {{ ?x ho:whenText ?u }} || DATATYPE(?w) = xsd:gMonthDay) }}""",
    )

    found = items(visit("#tidslinje"))

    assert sorted(each["key"] for each in found if each["lane"] == "unsure") == sorted(
        row["x"] for row in rows
    )


def test_what_has_no_date_has_a_lane_of_its_own(visit, real):
    uncertain = question(real, "usikre-tidspunkter")
    often = {row["thing"]: row["when"] for row in uncertain if row["certainty"] == "gjentas"}
    missing = {row["thing"] for row in uncertain if not row.get("when")}
    others = ask(
        real,
        f"""{HO} SELECT DISTINCT ?x {{ ?x a ?kind .
            VALUES ?kind {{ ho:Plan ho:Council ho:Forum ho:Commission ho:Commitment }}
            FILTER NOT EXISTS {{ ?x ho:when|ho:whenText ?t }} }}""",
    )

    found = items(visit("#tidslinje"), "undated")

    assert sorted(each["key"] for each in found) == sorted(
        missing | often.keys() | {row["x"] for row in others}
    )
    assert {each["key"]: each["when"] for each in found if each["when"]} == often
    assert often == {"dokument/arlig-rapport": "årlig"}


def test_nothing_is_dated_more_exactly_than_the_source_says(visit, real):
    found = [each for each in items(visit("#tidslinje")) if each["lane"] != "undated"]
    certain = {
        row["thing"]: CERTAINTY[row["certainty"]]
        for name in ("hva-skjedde-nar", "usikre-tidspunkter")
        for row in question(real, name)
        if row.get("when") and row["certainty"] != "gjentas"
    }

    assert {each["key"]: each["sure"] for each in found if each["what"] == ""} == certain
    assert too_exact(found) == []


def test_a_date_told_too_exactly_would_be_seen():
    said = {"key": "a", "sure": "year", "when": "1. januar 2014", "bar": None}

    assert too_exact([said]) == ["a"]
    assert too_exact([said | {"sure": "no_year", "when": "15. november", "bar": {}}]) == ["a"]
    assert too_exact([said | {"when": "2014"}]) == []


def test_each_bar_is_as_long_as_the_time_that_the_date_leaves_open(visit, drawn):
    there = visit(
        "#tidslinje", file=drawn("2020-12-31", "2014", "2016-06", "2018-03-01", "--11-15", "2040")
    )
    bars = {each["key"]: each["bar"] for each in items(there)}
    ticks = there.page.locator("#view-tidslinje .years .year").evaluate_all(
        "all => all.map((each) => parseFloat(each.style.getPropertyValue('--at')))"
    )
    year = ticks[1] - ticks[0]

    assert bars["hendelse/h0"] == {"at": 0, "wide": pytest.approx(year)}
    assert bars["hendelse/h1"]["at"] == pytest.approx(2 * year + year * 152 / 366)
    assert bars["hendelse/h1"]["wide"] == pytest.approx(year * 30 / 366)
    assert bars["hendelse/h2"]["wide"] == pytest.approx(year / 365)
    assert bars["hendelse/h3"] is None
    assert bars["hendelse/h4"]["at"] > ticks[-1] + year


def test_each_lane_is_in_the_order_of_the_graph_s_own_key(visit, real):
    keys = {row["x"]: row["k"] for row in ask(real, f"{HO} SELECT ?x ?k {{ ?x ho:sortKey ?k }}")}
    there = visit("#tidslinje")

    for lane in ("events", "unsure", "others"):
        found = [keys[each["key"]] for each in items(there, lane)]
        assert found == sorted(found)
        assert found


def test_today_is_the_day_of_the_data_and_not_of_the_clock(visit, found, tmp_path):
    file = tmp_path / "fort.html"
    file.write_text(bind(replace(found, issued="2023-01-01"), PageData()), encoding="utf-8")

    there = visit("#tidslinje", file=file)

    assert "1. januar 2023" in there.page.locator("#view-tidslinje h2 + p").inner_text()
    assert there.page.locator("#view-tidslinje .years .year").all_text_contents()[-1] == "2023"


def test_a_thousand_years_have_no_more_marks_than_there_is_room_for(visit, drawn):
    there = visit("#tidslinje", file=drawn("2026-11-22", "1026", "2014"))

    assert there.page.locator("#view-tidslinje .years .year").count() <= 14


def test_a_project_without_any_date_has_its_lanes_all_the_same(visit, drawn):
    there = visit("#tidslinje", file=drawn("", "en gang"))

    assert [each["sure"] for each in items(there)] == ["words"]
    assert there.page.locator("#view-tidslinje .years").count() == 0
    assert there.complaints == []


# Promises and councils


def test_of_each_promise_it_is_told_whether_any_source_says_that_it_came(visit, real):
    there = visit("#tidslinje")
    came = {}
    for row in question(real, "hva-ble-lovet"):
        came.setdefault(row["promise"], set()).update({row["came"]} if "came" in row else set())

    for promise, things in came.items():
        item = there.page.locator(f'#view-tidslinje [data-item="{promise}"]')
        assert item.locator(".fact.none").count() == (0 if things else 1)
        for thing in things:
            assert item.locator(f'.fact [data-thing="{thing}"]').count() == 1
    assert len(came) == 8
    assert {promise: things for promise, things in came.items() if things} == {
        "tiltak/oppnevne-radet": {"hendelse/oppnevning-av-radet"}
    }


def test_which_council_took_over_is_told_though_not_when(visit):
    told = visit("#tidslinje").page.locator('[data-lane="councils"]').inner_text()

    assert re.search(r"HelseOmsorg21-rådet erstatter Topplederforum for HelseOmsorg21", told)
    assert "«Rådet erstatter Topplederforum for HelseOmsorg21»" in told
    assert "Ingen med sikker dato." in told


# The areas


def test_every_area_has_its_row_and_what_python_finds_that_continues_it(visit, real):
    whole = knowledge_graph(real)
    expected = {}
    for thing in whole.things:
        if whole.is_a(thing, "StrategyArea"):
            later = {each.thing for each in lineage(whole, thing) if each.distance > 0}
            expected[thing.removeprefix(f"{BASE}id/")] = sorted(
                each.removeprefix(f"{BASE}id/") for each in later
            )

    found = visit("#tidslinje").page.evaluate(AREAS)

    assert {area: sorted(heirs) for area, heirs in found.items()} == expected
    assert len(found) == 10


def test_an_area_that_is_not_found_again_says_so_and_why(visit, real):
    rows = [row for row in question(real, "omradene-videre") if row["livesOn"] == "nei, tolket"]
    there = visit("#tidslinje")
    row = there.page.locator(f'[data-area="{GLOBAL}"]')

    assert "◇ ikke gjenfunnet i målbilder eller i søyler og fundamenter" in row.inner_text()
    for each in rows:
        assert each["reason"] in there.page.locator(f'[data-area="{each["area"]}"]').inner_text()


def test_without_readings_nothing_but_what_is_said_follows_an_area(visit, real):
    rows = ask(
        real,
        f"{HO} SELECT ?a ?x {{ ?x ho:continues|ho:followsUp ?a . ?a a ho:StrategyArea }}",
        stated_only=True,
    )

    there = visit("#tidslinje?tolket=0")

    assert sorted(
        (area, heir) for area, heirs in there.page.evaluate(AREAS).items() for heir in heirs
    ) == sorted((row["a"], row["x"]) for row in rows)
    assert there.page.locator("#view-tidslinje .how.read").count() == 0
    assert "skjult av valget" in there.page.locator("[data-area] >> nth=0").inner_text()
    assert "ingen kilde sier" in there.page.locator(f'[data-area="{GLOBAL}"]').inner_text()


# Steering


def test_the_words_behind_a_date_open_by_keyboard_and_the_focus_stays(visit):
    there = visit("#tidslinje")
    item = f'#view-tidslinje [data-item="{SUMMIT}"]'
    there.page.focus(f"{item} summary")
    there.page.keyboard.press("Enter")

    assert "«har 15. november invitert" in there.page.locator(item).inner_text()

    there.page.keyboard.press("Shift+Tab")
    there.page.keyboard.press("Enter")
    there.page.wait_for_selector("#panel:visible")
    there.page.keyboard.press("Escape")
    there.page.wait_for_selector("#panel", state="hidden")

    assert there.page.evaluate("document.activeElement.dataset.thing") == SUMMIT
    assert there.page.locator(f"{item} details").evaluate("(each) => each.open")


def test_an_address_with_a_thing_brings_it_into_view(visit):
    there = visit(f"#tidslinje?ting={GLOBAL}")
    row = there.page.locator(f'[data-area="{GLOBAL}"][aria-current=true]')

    assert row.evaluate("""(row) => {
        const { top } = row.getBoundingClientRect();
        return top > 0 && top < innerHeight;
    }""")
    assert there.page.evaluate("document.body.scrollTop") == 0


def test_in_english_dates_are_english_and_untranslated_words_are_marked_norwegian(visit, tmp_path):
    there = visit("#tidslinje?lang=en")
    told = [each["when"] for each in items(there)]

    assert {"June 2014", "15 November", "7 May 2024 at 02:44", "autumn 2015"} <= set(told)
    assert there.page.locator(".when[lang=nb]").count() == 0
    worded = by_hand.value("whenText", "høsten 2015")
    event = by_hand.thing("hendelse/h", "Event", "Hendelse", values=(worded,))
    file = tmp_path / "side.html"
    file.write_text(bind(by_hand.graph([event]), PageData()), encoding="utf-8")
    there = visit("#tidslinje?lang=en", file=file)
    assert there.page.locator(".when[lang=nb]").all_inner_texts() == ["høsten 2015"]


def test_the_axis_is_drawn_where_there_is_room_and_the_lists_are_read_without_it(visit):
    wide = visit("#tidslinje")
    narrow = visit("#tidslinje", width=390, height=844)

    assert wide.page.locator("#view-tidslinje .bar >> nth=0").is_visible()
    assert not narrow.page.locator("#view-tidslinje .bar >> nth=0").is_visible()
    assert [each["when"] for each in items(narrow)] == [each["when"] for each in items(wide)]
    assert narrow.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_no_line_of_a_lane_covers_another(visit):
    boxes = (
        visit("#tidslinje")
        .page.locator("#view-tidslinje .item .text")
        .evaluate_all(
            "all => all.map((each) => each.getBoundingClientRect())"
            ".map(({ left, top, right, bottom }) => [left, top, right, bottom])"
        )
    )

    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert (
                one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            )


@pytest.mark.parametrize("width", [760, 880, 1000, 1440])
def test_the_names_of_the_years_never_run_together(visit, width):
    there = visit("#tidslinje", width=width)
    marks = there.page.locator("#view-tidslinje .years span").evaluate_all(
        """(all) => all
            .filter((each) => each.offsetWidth && getComputedStyle(each).fontSize !== "0px")
            .map((each) => [each.className, each.offsetHeight > 20, each.getBoundingClientRect()])
            .map(([name, high, box]) => ({ name, high, left: box.left, right: box.right }))"""
    )
    years = [each for each in marks if each["name"] == "year"]
    (today,) = (each for each in marks if each["name"] == "today")

    assert len(years) > 4
    assert today["high"]
    assert all(one["right"] <= other["left"] for one, other in pairwise(years))
    assert all(each["right"] <= today["right"] - 2 for each in years)
