"""The panel in a browser: what is said of a thing, on what it rests, and how to take it along."""

import re
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from ho21.dataset.loader import load
from ho21.explorer.page import explorer
from ho21.model.graph import by_standing
from ho21.model.things import Standing, decimal
from ho21.project import open_project
from support.drawn import rows_of
from support.retired import retire
from support.tiny import write

MEASURE = "tiltak/utnytte-helsedata"
QUOTE = "Vi må utnytte helsedata bedre for effektivisering og avlasting av helsepersonell"


def test_a_thing_is_named_in_both_languages(visit):
    there = visit(f"#kart?ting={MEASURE}")

    assert there.panel().locator(".other").inner_text() == "Make better use of health data"
    assert there.panel().locator(".other").get_attribute("lang") == "en"
    english = visit(f"#kart?ting={MEASURE}&lang=en").panel().locator(".other")
    assert (english.inner_text(), english.get_attribute("lang")) == (
        "Utnytte helsedata bedre",
        "nb",
    )


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """Return the explorer of a made-up city, which has two addresses that are gone."""
    root = Path(__file__).parents[2] / "support" / "projects" / "city"
    project = open_project(str(root))
    page = tmp_path_factory.mktemp("by") / "index.html"
    page.write_text(explorer(load(project), project), encoding="utf-8")
    return page


@pytest.mark.parametrize(
    "address", ["#tiltak/bike-lanes?lang=en", "#kart?ting=tiltak/bike-lanes&lang=en"]
)
def test_the_address_of_a_thing_that_is_replaced_leads_to_what_replaced_it(visit, city, address):
    there = visit(address, file=city)
    told = there.panel().inner_text()

    assert there.panel().locator("h2").inner_text() == "Build protected cycle lanes"
    assert "tiltak/bike-lanes is replaced by this since edition 1.0.0." in told
    assert "tiltak/cycle-lanes" in there.panel().get_by_text("Permalink").get_attribute("href")


def test_the_address_of_a_thing_that_nothing_replaced_says_so(visit, city):
    told = visit("#tiltak/night-buses?lang=en", file=city).panel().inner_text()

    assert "tiltak/night-buses was retired in edition 1.0.0, and nothing has replaced it." in told


def test_the_address_of_a_thing_that_was_split_lists_its_parts(visit, tmp_path):
    project = open_project(str(retire(write(tmp_path / "prosjekt"))))
    page = tmp_path / "index.html"
    page.write_text(explorer(load(project), project), encoding="utf-8")
    panel = visit("#kart?ting=tiltak/samle-data&lang=en", file=page).panel()

    told = "tiltak/samle-data was retired in edition 0.0.2 and split into several:"
    assert told in panel.inner_text()
    assert panel.locator("li").all_inner_texts() == ["Sharing of data", "Share data"]
    panel.get_by_text("Share data").click()
    assert panel.locator("h2").inner_text() == "Share data"


def test_links_stand_by_what_they_rest_on_with_their_number(visit, found):
    there = visit(f"#kart?ting={MEASURE}")
    count = by_standing(each for each in found.links if MEASURE in map(_key, each.ends))
    heads = there.panel().locator("h3").all_inner_texts()

    assert f"◆ Sagt ({count[Standing.STATED]})" in heads
    assert f"◇ Tolket ({count[Standing.INTERPRETED]})" in heads


def _key(iri):
    return iri.partition("/id/")[2]


def test_a_reading_carries_reason_reader_confidence_and_review_state(visit, found):
    there = visit(f"#kart?ting={MEASURE}")
    told = there.panel().inner_text()
    readings = [
        each
        for each in rows_of(found)
        if each.standing is Standing.INTERPRETED and _key(each.link.subject) == MEASURE
    ]

    assert readings
    for each in readings:
        assert each.first.reason["nb"] in told
        assert found.name(each.first.author)["nb"] in told
        assert decimal(each.first.confidence).replace(".", ",") in told
        assert found.name(each.first.review)["nb"] in told


def test_without_readings_the_panel_says_how_many_it_keeps_back(visit, found):
    there = visit(f"#kart?ting={MEASURE}&tolket=0")
    count = sum(
        each.standing == Standing.INTERPRETED and MEASURE in map(_key, each.ends)
        for each in found.links
    )

    assert there.panel().locator(".link.read").count() == 0
    assert f"{count} skjult" in there.panel().inner_text()


def test_the_place_of_a_quote_leads_to_it_in_the_text(visit):
    there = visit(f"#kart?ting={MEASURE}")
    there.panel().locator(".place a").first.click()
    there.page.wait_for_selector("#view-kilder:visible")

    assert there.page.evaluate("location.hash").startswith(
        "#kilder/innspill-helsepersonellkommisjonen"
    )
    assert QUOTE in there.page.locator("#view-kilder").text_content()


def test_a_quote_is_copied_with_its_source(visit):
    there = visit(f"#kart?ting={MEASURE}", permissions=["clipboard-read", "clipboard-write"])
    there.panel().get_by_role("button", name="Kopier sitat med kilde").click()
    there.panel().get_by_role("button", name="Kopiert").wait_for()
    copied = there.page.evaluate("navigator.clipboard.readText()")

    assert f"«{QUOTE}»" in copied
    assert "innspill-helsepersonellkommisjonen.txt, linje 55" in copied
    assert copied.endswith(f"/id/{MEASURE}")


@pytest.mark.parametrize("key", [MEASURE, "aktor/ho21-radet", "tall/over-80-ar-i-2040"])
def test_a_thing_s_turtle_is_what_the_graph_says_of_it(visit, real, key):
    there = visit(f"#kart?ting={key}")
    there.panel().locator("summary", has_text="Turtle").click()
    text = there.panel().locator("pre").inner_text()
    iri = f"{real.base.iri}id/{key}"

    assert {str(each.triple) for each in parse(text, format=RdfFormat.TURTLE)} == {
        str(each.triple) for each in real.quads if each.subject.value == iri
    }
    assert text.startswith("@prefix")


def test_a_thing_s_turtle_declares_no_prefix_that_it_does_not_use(visit):
    there = visit(f"#kart?ting={MEASURE}")
    there.panel().locator("summary", has_text="Turtle").click()
    head, _, body = there.panel().locator("pre").inner_text().partition("\n\n")
    declared = re.findall(r"^@prefix (\w+:) ", head, re.MULTILINE)

    assert declared
    assert [each for each in declared if not re.search(rf"\b{each}\w", body)] == []


def test_the_permalink_leads_back_to_the_thing(visit):
    there = visit(f"#tabell?ting={MEASURE}")
    there.panel().get_by_role("link", name="Fast lenke").click()
    there.page.wait_for_selector("#view-kart:visible")

    there.titled("Utnytte helsedata bedre")
    assert there.page.evaluate("location.hash") == f"#{MEASURE}"


def test_the_permalink_keeps_the_choice_of_readings(visit):
    there = visit(f"#tabell?ting={MEASURE}&tolket=0&sikkerhet=0.5&lang=en")
    there.panel().get_by_role("link", name="Permalink").click()
    there.page.wait_for_selector("#view-kart:visible")
    state = there.page.evaluate("ho21.state()")

    assert (state["readings"], state["least"], state["lang"]) == (False, 0.5, "en")


@pytest.mark.parametrize("least", [0, 0.6, 1])
def test_what_was_weighed_and_not_linked_follows_the_least_confidence_too(visit, found, least):
    (iri,) = [each for each in found.things if each.endswith("/helsedata-som-nasjonalt-fortrinn")]
    there = visit(f"#kart?ting={_key(iri)}&sikkerhet={least}")
    weighed = [each for each in found.weighed(iri) if not each.is_mapping]
    shown = [each for each in weighed if each.confidence >= least]

    assert weighed
    for each in weighed:
        assert (each.reason["nb"] in there.panel().inner_text()) == (each in shown)


def test_a_neighbour_s_name_leads_to_its_panel_in_the_same_view(visit):
    there = visit(f"#tre?ting={MEASURE}")
    there.panel().locator(".link a", has_text="HelseOmsorg21-rådet").first.click()
    there.titled("HelseOmsorg21-rådet")

    assert there.page.locator("#view-tre").is_visible()


def test_escape_shuts_the_panel_and_the_focus_stays_in_the_view(visit):
    there = visit(f"#tabell?ting={MEASURE}")
    there.panel().locator(".close").focus()
    there.page.keyboard.press("Escape")
    there.page.wait_for_selector("#panel", state="hidden")

    assert there.page.evaluate("document.activeElement.closest('main') !== null")
