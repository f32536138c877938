"""The way between two things in a browser: chosen, told step by step, and where it breaks."""

import re

import pytest

from ho21.map.ways import WayFinder
from ho21.model.things import decimal

MEASURE = "tiltak/utnytte-helsedata"
DEMENTIA = "aktor/personer-med-demens"
VISION = "visjon/helseomsorg21"
LACKING = "tiltak/fylle-kompetansehull"


def address(start, end, **more):
    rest = "".join(f"&{name}={value}" for name, value in sorted(more.items()))
    return f"#kart?fra={start}&til={end}{rest}"


def ends(there):
    params = there.page.evaluate("ho21.state().params")
    return [params.get(each) for each in ("fra", "til", "vei")]


def iri(found, key):
    return f"{found.base.iri}id/{key}"


def sentences(there):
    return [
        " ".join(each.split())
        for each in there.page.locator("#panel .steps li > p:first-child").all_inner_texts()
    ]


def told(found, way):
    """Return the steps of a way as the panel words them."""

    def name(thing):
        return found.things[thing].label["nb"]

    return [
        f"{name(each.start)} {found.phrase(each.row.link.predicate, back=each.back)['nb']} "
        f"{name(each.end)}"
        for each in way.steps
    ]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (DEMENTIA, MEASURE),
        (MEASURE, VISION),
        (LACKING, VISION),
        ("utfordring/flere-med-demens", VISION),
        ("aktor/regjeringen", "utfordring/migrasjon"),
    ],
)
def test_each_way_is_told_step_by_step_as_the_command_tells_it(visit, found, start, end):
    ways = WayFinder(found).between(iri(found, start), iri(found, end)).ways
    there = visit(address(start, end))

    assert ways
    for number, way in enumerate(ways, 1):
        if number > 1:
            there.page.locator("#panel .ways a").nth(number - 1).click()
            there.settle()
            assert f"vei={number}" in there.page.url
        assert sentences(there) == told(found, way)
        sure = decimal(way.strength).replace(".", ",")
        first = there.panel().locator(".sum").inner_text()
        assert first == (
            f"Svakeste ledd: ◇ {sure}." if way.strength < 1 else "Kildene sier hvert steg."
        )
    assert there.complaints == []


@pytest.mark.parametrize("form", ["", "nett"])
def test_the_way_stands_alone_on_the_map_in_reading_order(visit, found, form):
    way = WayFinder(found).between(iri(found, DEMENTIA), iri(found, MEASURE)).ways[0]
    there = visit(address(DEMENTIA, MEASURE, **({"form": form} if form else {})))
    boxes = sorted(there.boxes(), key=lambda each: (round(each["y"]), each["x"]))

    assert [iri(found, each["key"]) for each in boxes] == [*way.passed]
    assert there.links() == len(way.steps)
    words = there.page.locator("#picture .words text").all_inner_texts()
    assert len(words) == len(way.steps)
    right = there.page.evaluate("document.getElementById('panel').getBoundingClientRect().left")
    assert max(each["x"] + each["width"] / 2 for each in boxes) <= right


def test_what_grows_out_of_a_way_keeps_its_things_and_leaves_it(visit):
    there = visit(address(DEMENTIA, MEASURE))
    passed = {each["key"] for each in there.boxes()}
    there.page.locator(f'.spot[data-thing="{MEASURE}"] .badge').click()
    there.settle()

    assert there.page.evaluate("ho21.state().params.voks") == MEASURE
    assert ends(there) == [None, None, None]
    assert passed < {each["key"] for each in there.boxes()}


def test_a_way_is_begun_from_the_bar_over_the_map_and_closed_to_what_was_there(visit):
    there = visit("#kart")
    before = {each["key"] for each in there.boxes()}
    there.page.click("#path")
    there.settle()
    for name in ("personer med demens", "utnytte helsedata"):
        there.page.keyboard.type(name)
        there.page.keyboard.press("Enter")
        there.settle()
    assert ends(there) == [DEMENTIA, MEASURE, None]
    assert len(there.boxes()) == len(sentences(there)) + 1

    there.panel().locator(".close").click()
    there.settle()
    assert {each["key"] for each in there.boxes()} == before


def test_a_step_has_how_it_is_known_and_the_words_it_rests_on(visit):
    there = visit(address(DEMENTIA, MEASURE))
    first, *_, last = there.panel().locator(".steps > li").all()

    assert first.locator(".how").inner_text() == "◆ sagt"
    first.locator("summary").click()
    assert first.locator("blockquote").inner_text() == "«dobbelt så mange som lever med demens»"
    assert "konferansen-2022.txt" in first.locator(".place").inner_text()
    assert last.locator(".how").inner_text() == "◇ tolket 0,5"
    assert "svakeste ledd" in last.inner_text()


def test_where_sources_alone_lead_nowhere_it_says_so_and_how_far_they_lead(visit):
    there = visit(address(DEMENTIA, MEASURE))

    assert (
        "Med bare det kildene selv sier, brytes veien."
        " Antall ting en når fra Personer med demens: 0." in there.panel().inner_text()
    )
    assert (
        "brytes veien" not in visit(address(VISION, "strategi/helseomsorg21")).panel().inner_text()
    )


def test_without_readings_a_way_that_needs_them_breaks_and_they_are_one_click_away(visit):
    there = visit(address("utfordring/migrasjon", MEASURE, tolket=0))

    assert there.panel().locator(".steps").count() == 0
    assert "Her brytes veien: ingenting knytter Migrasjon til" in there.panel().inner_text()
    there.panel().locator("button:text-is('Vis tolkninger')").click()
    there.settle()
    assert len(sentences(there)) > 1


def test_where_a_chain_of_reasons_breaks_it_is_told_what_is_missing_and_who_looked(visit):
    panel = visit(address(LACKING, VISION)).panel()
    gap = panel.locator(".gap").first.inner_text()

    assert panel.locator("h3").first.inner_text() == "Her brytes kjeden av grunner"
    assert gap.startswith("Fylle kompetansehull mangler målbilde («bidrar til»).")
    assert "Lett etter og ikke funnet: «Etter- og videreutdanning»" in gap
    assert (
        panel.locator("h3").nth(1).inner_text()
        == "En annen vei, der ikke alle stegene gir en grunn"
    )
    whole = visit(address(MEASURE, VISION)).panel()
    assert whole.locator(".gap:visible").count() == 0
    assert re.search(r"Grener som brytes \(2\)", whole.inner_text())


def test_from_a_thing_s_panel_one_comes_to_the_vision_and_by_writing_a_name_to_anything(visit):
    there = visit(f"#kart?ting={DEMENTIA}")
    there.panel().locator("a:text-is('Veien mot visjonen')").click()
    there.settle()
    assert ends(there) == [DEMENTIA, VISION, None]
    assert sentences(there)

    there.page.go_back()
    there.panel().locator("a:text-is('Vei herfra til …')").click()
    there.settle()
    assert there.page.evaluate("document.activeElement.id") == "path-til"
    there.page.keyboard.type("utnytte helsedata")
    there.page.keyboard.press("Enter")
    there.settle()
    assert ends(there) == [DEMENTIA, MEASURE, None]
    assert there.page.locator("#panel-title").inner_text() == (
        "Vei fra Personer med demens til Utnytte helsedata bedre"
    )
    assert there.page.evaluate("document.activeElement.id") == "panel-title"


def test_a_thing_on_the_way_is_told_of_and_leads_back_to_the_way(visit):
    there = visit(address(DEMENTIA, MEASURE))
    there.panel().locator(".steps a").nth(1).click()
    there.settle()
    assert there.page.locator("#panel-title").inner_text() == "Flere som lever med demens"

    there.panel().locator("a:text-is('Tilbake til veien')").click()
    there.settle()
    assert there.page.locator("#panel-title").inner_text().startswith("Vei fra Personer med demens")


def test_the_ends_change_places_and_the_panel_is_shut(visit):
    there = visit(address(DEMENTIA, MEASURE, vei=2))
    there.panel().locator("a:text-is('Bytt om')").click()
    there.settle()
    assert ends(there) == [MEASURE, DEMENTIA, None]

    there.page.keyboard.press("Escape")
    there.settle()
    assert ends(there) == [None, None, None]
    assert there.panel().is_hidden()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (address("tiltak/finnes-ikke", MEASURE), "Velg to ting"),
        (address(MEASURE, MEASURE), "Det er samme ting i begge ender."),
        (address(DEMENTIA, MEASURE, vei=99), "Svakeste ledd"),
        (address(DEMENTIA, MEASURE, vei="x"), "Svakeste ledd"),
    ],
)
def test_what_the_address_has_wrong_is_as_if_it_were_not_there(visit, asked, words):
    there = visit(asked)

    assert words in there.panel().inner_text()
    assert there.complaints == []


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_a_way_is_open_to_all(visit, both_schemes, lang):
    there = visit(address(LACKING, VISION, lang=lang))
    for each in there.panel().locator("summary").all():
        each.click()

    assert both_schemes(there.page, "#panel") == []


def test_a_way_fits_a_narrow_window(visit):
    there = visit(address(DEMENTIA, MEASURE), width=320, height=700)

    assert there.page.evaluate("document.getElementById('panel').scrollWidth") <= 320
    assert there.page.evaluate("document.documentElement.scrollWidth") <= 320
