"""The first screen in a browser: what this is, its numbers, and the ways in."""

import pytest

COUNTS = {
    "goals": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a ho:TargetPicture }",
    "measures": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a ho:Recommendation }",
    "actors": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a ho:Actor . GRAPH ?g {"
    " ?c rdf:subject|rdf:object ?x }"
    ' FILTER(CONTAINS(STR(?g), "/graph/kilde/")) }',
    "sources": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?capture a ho:Capture ; dcterms:source ?x }",
    "stated": "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g {"
    " ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"
    " FILTER(?p NOT IN (ho:mentions, ho:impliedPerformer))"
    ' FILTER(CONTAINS(STR(?g), "/graph/kilde/")) } }',
    "interpreted": "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g {"
    " ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"
    ' FILTER(STRENDS(STR(?g), "/graph/tolkning")) } }',
}


@pytest.mark.parametrize("name", COUNTS)
def test_a_number_is_what_sparql_counts(visit, counted, name):
    there = visit()
    shown = there.page.locator(f".tile.{name} strong").inner_text()

    assert int("".join(each for each in shown if each.isdigit())) == counted(COUNTS[name])


def test_another_number_would_be_seen(visit, counted):
    shown = visit().page.locator(".tile.goals strong").inner_text()

    assert int(shown) != counted(COUNTS["measures"])


def test_without_readings_their_number_is_said_to_be_hidden(visit):
    there = visit("#start?tolket=0")

    assert "skjult nå" in there.page.locator(".tile.interpreted").inner_text()
    assert "skjult" not in visit().page.locator(".tile.interpreted").inner_text()


def test_what_is_read_is_marked_by_a_sign_and_not_by_colour_alone(visit):
    there = visit()

    assert there.page.locator(".tile.interpreted strong").inner_text().startswith("◇")
    assert "◇" not in there.page.locator(".tile.stated strong").inner_text()
    assert "◇" in there.page.locator(".promise").first.inner_text()


def test_every_number_leads_to_the_rows_that_it_counts(visit):
    for name in COUNTS:
        there = visit()
        there.page.click(f".tile.{name}")
        there.page.wait_for_selector("#view-start", state="hidden")
        if name == "sources":
            assert there.page.locator("#view-kilder").is_visible()
            continue
        there.page.wait_for_selector("#view-tabell table")
        told = there.page.locator("#view-tabell [role=status]").first.inner_text()
        shown = visit().page.locator(f".tile.{name} strong").inner_text().strip("◆◇ ")

        assert shown in told, name


def test_every_view_is_one_click_away_with_a_line_on_what_it_is_for(visit):
    there = visit()
    ways = there.page.locator(".ways a")

    assert ways.count() == 8
    assert all(len(each.split("\n")[1]) > 20 for each in ways.all_inner_texts())
    for at in range(8):
        again = visit()
        again.page.locator(".ways a").nth(at).click()
        again.page.wait_for_selector("#view-start", state="hidden")


def test_each_of_the_four_questions_is_answered_by_one_click(visit):
    asked = visit().page.locator(".asks a")
    assert asked.count() == 4
    for at in range(4):
        there = visit()
        there.page.locator(".asks a").nth(at).click()
        there.page.wait_for_selector("#view-spor table tbody tr")

        assert there.complaints == []


def test_a_newcomer_finds_the_target_pictures_that_no_recommendation_serves(visit, answered):
    there = visit()
    there.page.click(".asks a >> nth=0")
    there.page.wait_for_selector("#view-spor table tbody tr")
    told = there.page.locator("#view-spor table").inner_text()

    for row in answered("malbilder-uten-tiltak"):
        assert row["pictureLabel"] in told


def test_a_newcomer_finds_what_is_said_of_health_data_and_where(visit):
    there = visit()
    there.page.click(".asks a >> nth=1")
    there.page.wait_for_selector("#view-spor table tbody tr")
    told = there.page.locator("#view-spor table").inner_text()

    assert "Vi må utnytte helsedata bedre" in told
    assert "innspill-helsepersonellkommisjonen.txt" in told


def test_a_newcomer_finds_who_appoints_the_council(visit):
    there = visit()
    there.page.click(".asks a >> nth=2")
    there.page.wait_for_selector("#view-spor table tbody tr")
    told = there.page.locator("#view-spor table").inner_text()

    assert "oppnevn" in told.lower()
    assert "Helse- og omsorgsdepartementet" in told
