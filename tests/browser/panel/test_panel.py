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
from ho21.validation.gaps import unsaid
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
    assert "tiltak/bike-lanes was replaced by this in edition 1.0.0." in told
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


CITED = (
    "Fra «HelseOmsorg21-rådet gir innspill til Helsepersonellkommisjonen» (udatert),"
    " innspill-helsepersonellkommisjonen.txt, linje 55. Hentet 14. juli 2024."
    " Gjengitt i «HelseOmsorg21: mål, aktører og tiltak», utgave 0.1.0."
)
COPIED = {
    "Sitat": f"«{QUOTE}»",
    "Sted": "innspill-helsepersonellkommisjonen.txt, linje 55",
    "Henvisning": f"«{QUOTE}» {CITED}",
}


def copied(there, label):
    there.panel().locator(".copies").first.get_by_role("button", name=f"Kopier {label}").click()
    there.panel().locator("button", has_text="Kopiert").wait_for()
    return there.page.evaluate("navigator.clipboard.readText()")


def test_quote_place_and_citation_stand_together_and_are_each_copied_by_one_click(visit):
    there = visit(f"#kart?ting={MEASURE}", permissions=["clipboard-read", "clipboard-write"])

    assert there.panel().locator(".cited").first.inner_text() == CITED
    for label, words in COPIED.items():
        assert copied(there, label) == words


def test_a_citation_has_a_form_for_each_kind_of_program(visit):
    there = visit(f"#kart?ting={MEASURE}", permissions=["clipboard-read", "clipboard-write"])
    bibtex, ris = copied(there, "BibTeX"), copied(there, "RIS")

    assert bibtex.startswith("@misc{innspill-helsepersonellkommisjonen-55,\n  title = {{")
    assert "urldate = {2024-07-14}" in bibtex
    assert f"note = {{«{QUOTE}» innspill-" in bibtex
    assert ris.startswith("TY  - GEN\nTI  - HelseOmsorg21-rådet gir innspill til")
    assert f"N1  - «{QUOTE}»\n" in ris
    assert ris.endswith("ER  -")


def test_a_citation_in_english_has_the_quote_and_the_title_as_they_are_and_says_they_are_translated(
    visit,
):
    there = visit(
        f"#kart?ting={MEASURE}&lang=en", permissions=["clipboard-read", "clipboard-write"]
    )
    there.panel().locator(".copies").first.get_by_role("button", name="Copy Citation").click()
    there.panel().locator("button", has_text="Copied").wait_for()
    told = there.page.evaluate("navigator.clipboard.readText()")

    assert told.startswith(f"«{QUOTE}» [Unofficial translation: “We must make better use")
    assert "From “HelseOmsorg21-rådet gir innspill til Helsepersonellkommisjonen” [The Hel" in told
    assert "Retrieved 14 July 2024." in told


def test_what_no_source_says_stands_before_all_else_with_the_words_of_the_check(
    visit, real, subtests
):
    gaps = unsaid(real)
    kinds = ("tiltak", "malbilde", "omrade", "plan", "utfordring")
    for key in (_key(next(iri for iri in gaps if f"/{kind}/" in iri)) for kind in kinds):
        with subtests.test(key):
            told = visit(f"#tabell?ting={key}").panel()
            said = [each.words["nb"] for each in gaps[f"{real.base.iri}id/{key}"]]
            shown = told.locator(".unsaid li").all_inner_texts()

            assert [each.partition(" ◇")[0] for each in shown] == said
            assert told.inner_text().index(said[0]) < told.inner_text().index("◆")


def test_a_gap_says_that_it_is_interpreted_only_where_an_interpretation_is_shown(visit):
    key = "omrade/okt-brukermedvirkning"
    marked = visit(f"#tabell?ting={key}").panel().locator(".unsaid .read")
    hidden = visit(f"#tabell?ting={key}&tolket=0").panel().locator(".unsaid")

    assert marked.count() > 0
    assert (hidden.count(), hidden.locator(".read").count()) == (1, 0)


def test_what_is_said_to_the_full_has_no_list_of_gaps(visit):
    there = visit("#tabell?ting=aktor/ho21-radet")

    assert there.panel().locator("h2").is_visible()
    assert there.panel().locator(".unsaid").count() == 0


def test_a_link_is_called_what_it_is_from_the_end_that_one_stands_at(visit):
    def heads(key):
        return visit(f"#tabell?ting={key}").panel().locator("h4, .many summary").all_inner_texts()

    here = heads(MEASURE)
    assert "Foreslått av" in [each.partition(" (")[0] for each in here]
    there = [each.partition(" (")[0] for each in heads("aktor/ho21-radet")]
    assert {"Foreslår", "Sier"} & set(there)
    assert not [each for each in (*here, *there) if "peker hit" in each or "→" in each]


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
