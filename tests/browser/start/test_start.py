"""The first screen in a browser: what this is, its numbers, and the ways in."""

import pytest

from ho21.explorer.data import PageData
from ho21.explorer.head import EVERY_PART
from ho21.explorer.page import VIEWS, bind
from ho21.model.things import Standing
from support import drawn
from support.others import CITY, FJORD, built

LISTS = ("files/index.html", "def/index.html")
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


def test_the_finding_is_what_the_saved_question_answers_and_leads_to_it(visit, answered):
    there = visit()
    finding = there.page.locator(".finding")
    count = len({row["picture"] for row in answered("malbilder-uten-tiltak")})

    assert finding.locator("strong").inner_text() == f"{count} av 24"
    assert finding.locator(".alone").inner_text() == "Etter kildene alene: 24 av 24."
    finding.click()
    there.page.wait_for_selector("#view-spor table tbody tr")
    assert there.page.evaluate("location.hash") == "#spor/malbilder-uten-tiltak"


def test_without_readings_the_finding_is_what_the_sources_say_alone(visit):
    finding = visit("#start?tolket=0").page.locator(".finding")

    assert finding.locator("strong").inner_text() == "24 av 24"
    assert finding.locator(".alone").count() == 0


@pytest.mark.parametrize(("project", "told", "way"), [
    (CITY, "1 of 11 commitments has nobody named as responsible.", "#ansvar/tiltak"),
    (FJORD, "1 av 5 forpliktelser har ingen navngitt ansvarlig.", "#ansvar/tiltak"),
])  # fmt: skip
def test_another_project_begins_with_a_finding_of_its_own(visit, project, told, way):
    there = visit("#start", file=built(project) / "index.html")
    finding = there.page.locator(".finding")

    assert " ".join(finding.inner_text().split()).startswith(told)
    assert finding.get_attribute("href") == way
    assert there.page.locator(".picture circle").count() > 5


def test_a_project_of_a_few_things_has_neither_a_finding_nor_a_picture(visit, tmp_path):
    file = tmp_path / "side.html"
    things = [drawn.thing("tema/en", "Theme", "En")]
    graph = drawn.graph(things, documents=[drawn.document("kilde", "Kilden")])
    file.write_text(bind(graph, PageData()), encoding="utf-8")
    there = visit("#start", file=file)

    assert there.page.locator("#view-start h2").is_visible()
    assert there.page.locator(".finding, .picture").count() == 0
    assert there.complaints == []


def test_the_picture_has_a_dot_for_each_thing_that_sources_tie_and_leads_to_the_network(
    visit, found
):
    there = visit()
    said = [each for each in found.stated.substance if each.subject != each.object]
    tied = {end for each in said if _is_stated(each) for end in each.ends}

    assert there.page.locator(".picture circle").count() == len(tied)
    there.page.click(".picture")
    there.page.wait_for_selector("#view-kart:visible")
    assert there.page.evaluate("location.hash") == "#kart?form=nett"


def _is_stated(link):
    return any(each.standing is Standing.STATED for each in link.evidence)


def test_every_view_is_one_click_away_with_a_line_on_what_it_is_for(visit):
    there = visit()
    ways = there.page.locator(".ways a")
    views = ways.evaluate_all("all => all.map((each) => each.getAttribute('href'))")

    assert {each.split("/")[0].lstrip("#") for each in views} == {*VIEWS} - {"start", "om"}
    assert all(len(each.split("\n")[1]) > 20 for each in ways.all_inner_texts())
    assert there.page.locator(".ways section").count() == 3


@pytest.mark.parametrize(("beside", "pages"), [
    (EVERY_PART, ["report.html", "gaps.html", *LISTS, "network.html"]),
    ({"map", "pages"}, [*LISTS, "network.html"]),
    ((), []),
])  # fmt: skip
def test_the_first_screen_leads_to_the_pages_that_lie_beside_it(visit, tmp_path, beside, pages):
    file = tmp_path / "side.html"
    graph = drawn.graph([], documents=[drawn.document("kilde", "Kilden")])
    file.write_text(bind(graph, PageData(), beside), encoding="utf-8")
    ways = visit("#start", file=file).page.locator(".ways a")
    links = ways.evaluate_all("all => all.map((each) => each.getAttribute('href'))")

    assert [each.removeprefix("./") for each in links if "#" not in each] == pages


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
