"""What an assistant may ask of the graph, and the answers that it can cite from."""

import asyncio
import json
import shutil
from functools import cache

import pytest

from ho21.dataset.loader import load
from ho21.errors import UsageError
from ho21.mcp.tools import TOOLS, Assistant
from ho21.project import open_project
from ho21.sparql.questions import read_questions
from ho21.workers.pool import Busy, Limits
from support import apart
from support.exported import graph
from support.tiny import ROOT

COUNCIL = "https://w3id.org/ho21/id/aktor/ho21-radet"
MINISTRY = "https://w3id.org/ho21/id/aktor/helse-og-omsorgsdepartementet"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@cache
def assistant(lang="nb", *, stated=False) -> Assistant:
    return Assistant(graph().stated if stated else graph(), open_project(), lang)


def links(*given, lang="nb", stated=False):
    """Return the links of a thing; the question is put here, as in a worker (and sooner)."""
    mine = assistant(lang, stated=stated)

    async def about(*asked):
        return mine.engine.here.about(*asked)

    mine.engine.about = about
    return apart.run(mine.neighbours(*given))


PATIENT = Limits(workers=1, wait=60.0, seconds=60.0)


def told(tool: str, *given, limits=PATIENT, **named):
    """Return what one of the tools that use the workers answers."""
    return answered(Assistant(graph(), open_project(), "nb", limits), tool, *given, **named)


def answered(mine: Assistant, tool: str, *given, **named):
    async def asked():
        try:
            mine.engine.pool.open()
            await asyncio.gather(*mine.engine.pool.starting())
            return await getattr(mine, tool)(*given, **named)
        finally:
            await mine.engine.pool.close()

    return apart.run(asked())


def test_a_thing_is_found_by_its_name_and_the_very_name_comes_first():
    rows = assistant().find("HelseOmsorg21-rådet")["rows"]

    assert (rows[0]["iri"], rows[0]["kind"]["label"]) == (COUNCIL, "råd")


def test_a_thing_is_found_by_the_words_of_its_source_and_shows_them():
    (row,) = assistant().find("overveldet responsen")["rows"]

    assert row["quote"].startswith("Vi er overveldet over den gode responsen")
    assert (row["place"], row["source"]["iri"]) == (
        "konferansen-2022.txt:13",
        "https://w3id.org/ho21/doc/konferansen-2022",
    )


def test_letters_count_alike_whether_large_or_small_whole_or_in_parts():
    whole, parts = assistant().find("RÅDET"), assistant().find("ra\u030adet")

    assert [row["iri"] for row in whole["rows"]] == [row["iri"] for row in parts["rows"]]
    assert whole["total"] > 5


def test_where_nothing_has_all_the_words_what_has_some_is_told_as_such():
    found = assistant().find("oppnevnte rådet")

    assert COUNCIL in {row["iri"] for row in found["rows"]}
    assert found["note"].startswith("Ingen har alle ordene")


def test_what_is_not_found_has_the_nearest_names():
    found = assistant().find("Kommunesektorn")

    assert (found["rows"], found["total"]) == ([], 0)
    assert "nærmeste navn: Kommunesektoren, " in found["note"]


def test_no_words_are_an_error_that_says_what_is_wanted():
    with pytest.raises(UsageError, match="no words to look for"):
        assistant().find("  ")


def test_who_appointed_the_council_is_told_with_words_place_and_source():
    (row,) = links("ho21-radet", "oppnevner")["rows"]

    assert row == {
        "direction": "in",
        "relation": {"iri": "https://w3id.org/ho21/def#appoints", "label": "oppnevner"},
        "other": {"iri": MINISTRY, "label": "Helse- og omsorgsdepartementet"},
        "quote": "oppnevner Helse- og omsorgsdepartementet et råd",
        "translation": "the Ministry of Health and Care Services is appointing a council",
        "place": "handlingsplan-2015.txt:30",
        "passage": "https://w3id.org/ho21/doc/handlingsplan-2015.txt#char=1839,1886",
        "source": {
            "iri": "https://w3id.org/ho21/doc/handlingsplan-2015",
            "title": "Handlingsplan for HelseOmsorg21 - klar høsten 2015",
            "url": (
                "https://www.regjeringen.no/no/aktuelt/"
                "handlingsplan-for-helseomsorg-21---klar-hosten-2015/id2364332/"
            ),
        },
        "standing": {"iri": "https://w3id.org/ho21/def#stated", "label": "◆ sagt"},
        "confidence": None,
        "reason": None,
        "reading": False,
    }


@pytest.mark.parametrize("name", ["ho:appoints", "appoints", "Oppnevner"])
def test_a_link_is_named_by_prefix_or_label_in_either_language(name):
    assert links(COUNCIL, name)["total"] == 1


def test_a_reading_is_told_from_what_is_stated_and_has_its_reason():
    rows = links("tiltak/utnytte-helsedata")["rows"]
    read = [row for row in rows if row["reading"]]

    assert read
    assert all(row["confidence"] is not None and row["reason"] for row in read)
    assert {row["reading"] for row in rows} == {True, False}


def test_stated_only_knows_no_readings():
    found = links("tiltak/utnytte-helsedata", stated=True)

    assert {row["reading"] for row in found["rows"]} == {False}
    assert found["total"] < links("tiltak/utnytte-helsedata")["total"]


def test_a_thing_is_described_with_its_names_facts_and_words():
    found = assistant().describe("tiltak/utnytte-helsedata")

    assert found["names"] == {
        "nb": "Utnytte helsedata bedre",
        "en": "Make better use of health data",
    }
    assert "tiltaksforslag" in {each["label"] for each in found["kinds"]}
    assert ("ordvalg", "må") in {
        (each["property"]["label"], each["value"]["label"])
        for each in found["facts"]
        if isinstance(each["value"], dict)
    }
    (said,) = found["said"]
    assert said["quote"].startswith("Vi må utnytte helsedata bedre")
    assert said["place"] == "innspill-helsepersonellkommisjonen.txt:55"


def test_an_unknown_thing_is_an_error_with_the_nearest_names():
    with pytest.raises(UsageError, match="utnytte-helsedata"):
        assistant().describe("utnytte-helsedat")


def test_who_puts_an_unknown_question_is_led_to_the_tool_that_lists_them():
    with pytest.raises(UsageError, match="the tool questions shows the list"):
        apart.run(assistant().ask("visjone"))


def test_every_saved_question_is_listed_with_the_values_it_takes():
    rows = assistant().questions()["rows"]

    shown = [name for name, each in read_questions(open_project()).items() if not each.hidden]
    assert [row["question"] for row in rows] == shown
    assert "ting" in next(row["values"] for row in rows if row["question"] == "alt-om-en-ting")
    assert assistant().questions("ordrett visjonen")["total"] == 1


def test_a_saved_question_is_put_through_the_workers():
    found = told("ask", "visjonen")

    assert found["text"] == "Hva er visjonen, ordrett, og hvor står den?"
    assert [row["place"] for row in found["rows"]] == ["forsterket-innsats.txt:32–34"]


def test_a_question_takes_values_by_name():
    found = told("ask", "alt-om-en-ting", {"ting": "tiltak/utnytte-helsedata", "lang": "en"})

    assert "proposed by" in {row["relation"]["label"] for row in found["rows"]}


def test_what_is_unsaid_is_none():
    rows = told("ask", "utfordringer-med-tall")["rows"]

    assert [row["figure"] for row in rows if row["value"] is None] == [None] * (len(rows) - 2)


def test_a_query_has_the_words_of_the_things_in_its_answer():
    found = told("query", "SELECT ?x { ?x a ho:Vision }")

    (row,) = found["rows"]
    quotes = {each["quote"] for each in found["cited"][row["x"]["iri"]]}
    assert quotes == {"kunnskap, innovasjon og næringsutvikling for bedre folkehelse"}


def test_a_long_answer_comes_in_parts_that_say_how_to_get_the_rest():
    query = "SELECT ?x { ?x a ho:Recommendation } ORDER BY ?x"
    first, last = told("query", query, most=20), told("query", query, most=20, start=20)

    assert (len(first["rows"]), len(last["rows"]), first["total"]) == (20, 5, 25)
    assert first["note"] == "Viser rad 1–20 av 25; be om resten med start=20."
    assert "note" not in last


@pytest.mark.parametrize("given", [{"most": 0}, {"start": -1}])
def test_a_part_that_cannot_be_is_an_error(given):
    with pytest.raises(UsageError, match=r"most|start"):
        assistant().find("rådet", **given)


def test_a_yes_or_no_is_an_answer_and_triples_are_turtle():
    assert told("query", "ASK { ?x a ho:Vision }") == {"answer": True}
    assert "a ho:Vision" in told("query", "CONSTRUCT WHERE { ?x a ho:Vision }")["turtle"]


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("SELECT * { ?s ?p", "query-syntax"),
        ("DROP ALL", "query-update"),
        ("ASK { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }", "query-service"),
        ("ASK FROM <file:///etc/passwd> { ?a ?b ?c }", "query-graph"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "answer-long"),
    ],
)
def test_a_query_goes_through_the_same_gate_as_the_server_s(query, key):
    with pytest.raises(UsageError) as caught:
        told("query", query)

    assert caught.value.key == key


def test_an_endless_query_is_ended():
    with pytest.raises(Busy) as caught:
        told("query", ENDLESS, limits=Limits(workers=1, wait=60.0, seconds=0.5))

    assert caught.value.key == "query-slow"


def test_the_schema_tells_terms_graphs_sources_and_an_example_that_works():
    schema = assistant().schema()

    classes = {each["iri"].partition("#")[2]: each["uses"] for each in schema["classes"]}
    assert (classes["Recommendation"], classes["TargetPicture"]) == (25, 24)
    assert {each["label"] for each in schema["links"]} >= {"oppnevner", "foreslått av"}
    assert all(each["definition"] for each in schema["classes"])
    assert [each["iri"].rpartition("/")[2] for each in schema["graphs"] if each["reading"]] == [
        "koblinger",
        "slutning-tolkning",
        "tolkning",
    ]
    assert len(schema["sources"]) == 5
    (row,) = told("query", schema["example"])["rows"]
    assert row["quote"] in (ROOT / "graph" / row["place"].partition(":")[0]).read_text("utf-8")
    assert row["reading"] is False


def test_every_tool_answers_with_what_json_can_hold_and_in_both_languages():
    for lang in ("nb", "en"):
        for answer in (
            assistant(lang).find("helse"),
            assistant(lang).describe(COUNCIL),
            links(COUNCIL, lang=lang),
            assistant(lang).questions(),
            assistant(lang).schema(),
        ):
            assert json.loads(json.dumps(answer)) == answer
    assert assistant("en").find("rådet")["rows"][0]["kind"]["label"] == "council"


def test_each_tool_is_a_method():
    assert all(callable(getattr(Assistant, name)) for name in TOOLS)


def test_a_project_that_is_gone_meanwhile_is_told_of_as_it_was(tiny_project):
    root = tiny_project()
    shutil.copy(ROOT / "queries" / "forslagene.rq", root / "queries")
    project = open_project(str(root))
    made = Assistant(load(project), project, "nb", PATIENT)
    shutil.rmtree(root)

    assert "forslagene" in [each["question"] for each in made.questions()["rows"]]
    assert answered(made, "neighbours", "dele-data")["total"] > 0
    with pytest.raises(UsageError, match="hva-sa-aktorene"):
        apart.run(made.ask("hva-sa-aktorene"))


def test_no_query_of_a_project_is_put_in_the_assistant_s_own_process(monkeypatch):
    monkeypatch.setattr("ho21.sparql.engine.evaluate", None)

    assert told("neighbours", COUNCIL)["total"] > 0
    assert told("ask", "visjonen")["total"] > 0
