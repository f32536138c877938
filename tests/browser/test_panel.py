"""The panel in a browser: what is said of a thing, on what it rests, and how to take it along."""

import pytest
from pyoxigraph import RdfFormat, parse

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


def test_links_stand_by_what_they_rest_on_with_their_number(visit, found):
    there = visit(f"#kart?ting={MEASURE}")
    mine = [each for each in found.links if MEASURE in {_key(each.source), _key(each.target)}]
    heads = there.panel().locator("h3").all_inner_texts()

    for basis, words in (("stated", "Sagt i kildene"), ("read", "◇ Tolket av oss")):
        count = sum(each.basis == basis for each in mine)
        assert f"{words} ({count})" in heads


def _key(iri):
    return iri.partition("/id/")[2]


def test_a_reading_carries_reason_reader_confidence_and_review_state(visit, found):
    there = visit(f"#kart?ting={MEASURE}")
    told = there.panel().inner_text()
    readings = [
        each for each in found.links if each.basis == "read" and _key(each.source) == MEASURE
    ]

    assert readings
    for each in readings:
        assert each.reason["nb"] in told
        assert each.author["nb"] in told
        assert each.confidence.replace(".", ",") in told
        assert each.review["nb"] in told


def test_without_readings_the_panel_says_how_many_it_keeps_back(visit, found):
    there = visit(f"#kart?ting={MEASURE}&tolket=0")
    count = sum(
        each.basis == "read" and MEASURE in {_key(each.source), _key(each.target)}
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
    assert QUOTE in there.page.locator("#view-kilder").inner_text()


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
    (node,) = [
        each for each in found.nodes if each.id.endswith("/helsedata-som-nasjonalt-fortrinn")
    ]
    there = visit(f"#kart?ting={_key(node.id)}&sikkerhet={least}")
    shown = [each for each in node.unmade if float(each.confidence) >= least]

    assert node.unmade
    for each in node.unmade:
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
