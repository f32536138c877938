"""Two things side by side in a browser: what both have, and what only one has."""

import csv
import io

import pytest

from ho21.analysis.sides import compared

CARE = "soyle/baerekraftig-og-inkluderende-helsetjeneste"
INDUSTRY = "soyle/konkurransedyktig-helseindustri"
SOURCES = ("doc/konferansen-2022", "doc/forsterket-innsats")
APART = ("aktor/ho21-radet", "aktor/regjeringen")
PARTS = ("left", "both", "right")


def address(one, other, **more):
    rest = "".join(f"&{name}={value}" for name, value in sorted(more.items()))
    return f"#kart?mot={one}%7C{other}{rest}"


def iri(found, key):
    return f"{found.base.iri}{key if key.startswith('doc/') else f'id/{key}'}"


def listed(there, part):
    links = there.page.locator(f"#compare .{part} li > a")
    return sorted(links.evaluate_all("all => all.map((each) => each.dataset.thing)"))


def key(found, thing):
    return thing.removeprefix(found.base.iri).removeprefix("id/")


def asked(there):
    return there.page.evaluate("ho21.state().params.mot ?? null")


@pytest.mark.parametrize("pair", [(CARE, INDUSTRY), SOURCES, APART])
@pytest.mark.parametrize("readings", [1, 0])
def test_the_three_lists_are_what_the_command_finds(visit, found, pair, readings):
    held = found if readings else found.stated
    sides = compared(held, *(iri(found, each) for each in pair))
    there = visit(address(*pair, **({} if readings else {"tolket": 0})))

    for part in PARTS:
        wanted = sorted(key(found, each) for each in sides.of(part))
        assert listed(there, part) == wanted
        head = there.page.locator(f"#compare .{part} h3").inner_text()
        assert head.endswith(f"({len(wanted)})")
    assert there.complaints == []


def test_another_pair_has_other_lists(visit, found):
    sides = compared(found, iri(found, CARE), iri(found, INDUSTRY))
    there = visit(address(CARE, APART[0]))

    assert listed(there, "both") != sorted(key(found, each) for each in sides.of("both"))


def test_the_two_pillars_are_compared_in_three_clicks_from_the_first_screen(visit):
    there = visit()
    there.page.click('#views [data-view="kart"]')
    there.spot(CARE).click()
    there.titled("Bærekraftig og inkluderende helsetjeneste")
    there.panel().locator(".onward a:text-is('Konkurransedyktig helseindustri')").click()
    there.settle()

    assert asked(there) == f"{CARE}|{INDUSTRY}"
    assert there.page.locator("#compare .both li").count() > 3
    assert there.panel().is_hidden()
    assert there.page.evaluate("document.activeElement.tagName") == "H2"


def test_what_they_share_is_said_first_in_a_sentence_and_by_the_sources_alone(visit):
    there = visit(address(CARE, INDUSTRY))
    first, alone = there.page.locator("#compare > p").all_inner_texts()[:2]

    assert first == (
        "De har 8 ting felles. "
        "I tillegg har Bærekraftig helsetjeneste 17 alene, og Konkurransedyktig helseindustri 9."
    )
    assert alone.startswith("Etter kildene alene: 3 felles, ")
    none = visit(address(*APART)).page.locator("#compare .sum").inner_text()
    assert none.startswith("De har ingenting felles: ")


def test_a_row_has_its_relation_its_standing_and_what_it_rests_on_and_leads_to_the_thing(visit):
    there = visit(address(CARE, INDUSTRY))
    left = there.page.locator("#compare .left")
    assert left.locator("h4").first.inner_text() == "Omfatter (10)"
    row = left.locator("li").first
    assert row.locator(".how").inner_text() == "◆ sagt"
    row.locator("summary").click()
    assert row.locator("blockquote").first.is_visible()
    assert ".txt" in row.locator(".place").first.inner_text()

    name = row.locator("> a").inner_text()
    row.locator("> a").click()
    there.titled(name)
    assert asked(there) == f"{CARE}|{INDUSTRY}"
    there.page.keyboard.press("Escape")
    there.settle()
    assert there.panel().is_hidden()
    assert there.page.evaluate("document.activeElement.dataset.thing")


def test_of_a_source_stand_the_words_in_it(visit):
    there = visit(address(*SOURCES))
    row = there.page.locator("#compare .both li").first
    row.locator("summary").click()
    places = row.locator(".place").all_inner_texts()

    assert there.page.locator("#compare .both h4").inner_text() == "Sier noe om"
    for each in SOURCES:
        assert any(f"{each.removeprefix('doc/')}.txt" in place for place in places)


def test_any_two_are_chosen_by_writing_their_names_with_the_keyboard_alone(visit):
    there = visit("#kart")
    there.page.locator("#compare-with").focus()
    there.page.keyboard.press("Enter")
    there.settle()
    for name in ("helseomsorg21-rådet", "regjeringen"):
        there.page.keyboard.type(name)
        there.page.keyboard.press("Enter")
        there.settle()

    assert asked(there) == "|".join(APART)
    assert there.page.locator("#compare .sum").is_visible()


def test_the_one_of_the_same_kind_that_shares_the_most_is_offered_first(visit):
    there = visit(f"#kart?mot={CARE}%7C")
    there.page.locator("#compare .offers a").first.click()
    there.settle()
    assert asked(there) == f"{CARE}|{INDUSTRY}"

    alone = visit("#kart?mot=aktor/helse-og-omsorgsdepartementet%7C")
    assert alone.page.locator("#compare .offers a").count() == 8

    first = visit("#kart?mot=%7C").page.locator("#compare .offers a").all_inner_texts()
    assert (
        "«Bærekraftig og inkluderende helsetjeneste» og «Konkurransedyktig helseindustri»" in first
    )


def test_the_two_change_places_and_the_map_comes_back(visit):
    there = visit(address(CARE, INDUSTRY, form="nett"))
    left, right = (listed(there, each) for each in ("left", "right"))
    there.page.click("#compare .ends .button")
    there.settle()
    assert (listed(there, "right"), listed(there, "left")) == (left, right)

    there.page.click("#compare .shut")
    there.settle()
    assert asked(there) is None
    assert there.page.evaluate("ho21.state().params.form") == "nett"
    assert there.boxes()
    assert there.page.locator("#stage").is_visible()
    there.page.go_back()
    there.page.wait_for_selector("#compare .sides")
    assert there.page.locator("#stage").is_hidden()


@pytest.mark.parametrize("pair", [(CARE, INDUSTRY), SOURCES])
def test_the_map_shows_the_three_parts(visit, found, pair):
    sides = compared(found, *(iri(found, each) for each in pair))
    there = visit(address(*pair))
    there.page.click("#compare .on-the-map")
    there.settle()
    boxes = {each["key"]: each["x"] for each in there.boxes()}
    ends = set() if pair == SOURCES else {*pair}

    assert {*boxes} == {key(found, each.thing) for each in sides.rows} | ends
    if ends:
        left, both, right = (
            sum(boxes[key(found, each)] for each in sides.of(part)) / len(sides.of(part))
            for part in PARTS
        )
        assert boxes[CARE] < left < both < right < boxes[INDUSTRY]


def test_a_comparison_is_downloaded_with_a_row_for_each_tie(visit, found):
    sides = compared(found, iri(found, CARE), iri(found, INDUSTRY))
    there = visit(address(CARE, INDUSTRY))
    with there.page.expect_download() as got:
        there.page.click('#compare [data-keep="csv"]')
    text = got.value.path().read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))

    assert got.value.suggested_filename == "ho21-sammenligning.csv"
    assert len(rows) == sum(len(each.one) + len(each.other) for each in sides.rows)
    assert {row["Hvor"] for row in rows if row["Nøkkel"] == "visjon/helseomsorg21"} == {"Begge"}
    with there.page.expect_download() as got:
        there.page.click('#compare [data-keep="xlsx"]')
    assert got.value.path().read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("mot", "words"),
    [
        ("tiltak/finnes-ikke%7C", "Velg to ting"),
        ("x", "Velg to ting"),
        (f"{CARE}%7C{CARE}", "Det er samme ting i begge ender."),
        (f"{CARE}%7C{INDUSTRY}%7C{CARE}", "De har 8 ting felles."),
    ],
)
def test_what_the_address_has_wrong_is_as_if_it_were_not_there(visit, mot, words):
    there = visit(f"#kart?mot={mot}")

    assert words in there.page.locator("#compare").inner_text()
    assert there.complaints == []


def test_hiding_readings_takes_them_out_of_the_lists(visit):
    there = visit(address(CARE, INDUSTRY))
    before = len(listed(there, "both"))
    there.page.locator('#compare [data-control="readings"]').uncheck()
    there.settle()

    assert 0 < len(listed(there, "both")) < before
    assert there.page.locator("#compare .link.read").count() == 0
    assert there.page.evaluate("document.activeElement.dataset.control") == "readings"


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("pair", [(CARE, INDUSTRY), ("", "")])
def test_a_comparison_is_open_to_all(visit, both_schemes, lang, pair):
    assert both_schemes(visit(address(*pair, lang=lang)).page) == []


@pytest.mark.parametrize(("width", "columns"), [(1440, 3), (390, 1), (320, 1)])
def test_the_lists_stand_beside_each_other_or_below_in_a_narrow_window(visit, width, columns):
    there = visit(address(CARE, INDUSTRY), width=width, height=800)
    sides = there.page.locator("#compare .sides > section")
    places = {round(each.bounding_box()["x"]) for each in sides.all()}

    assert len(places) == columns
    assert there.page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_paper_the_lists_stand_with_their_grounds_and_without_controls(visit):
    there = visit(address(CARE, INDUSTRY))
    there.page.emulate_media(media="print")
    there.page.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert there.page.locator("#compare .ends").is_hidden()
    assert there.page.locator("#compare .left blockquote").first.is_visible()
    assert there.page.locator("#stage").is_hidden()


def test_the_comparison_works_in_firefox(firefox, page_file, watch):
    page = firefox.new_page()
    there = watch(page)
    page.goto(f"{page_file.as_uri()}{address(CARE, INDUSTRY)}")
    page.wait_for_selector("#compare .sides")

    assert page.locator("#compare .both li").count() == 8
    assert there.complaints == []
    page.close()
