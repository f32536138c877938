"""Every command on two projects that are not ours: one in English, one in nynorsk."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sys

import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from ho21.export.registry import FORMATS
from support import apart
from support.others import CITY, FJORD, built
from support.served import serving
from support.tiny import ROOT

pytestmark = pytest.mark.slow

ANALYSES = ["bortfall", "dekning", "grunnlag", "hull", "hvorfor", "sentralitet", "utvikling"]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def offered(text: str) -> dict[str, str]:
    """Return the questions of a list by name; the topics, which they stand below, are no lines."""
    lines = (line.split(maxsplit=1) for line in text.splitlines() if line.startswith("  "))
    return dict(lines)


def test_the_check_finds_no_fault_and_tells_only_what_the_texts_leave_open(ho21, project):
    told = json.loads(ho21(project, "check", "--format", "json"))

    assert told["conforms"]
    assert {each["severity"] for each in told["findings"]} == {"warning", "info"}
    assert [each["unaccounted"] for each in told["coverage"].values() if each["unaccounted"]] == []


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_each_question_that_is_offered_has_an_answer(ho21, project, lang):
    questions = [*offered(ho21(project, "ask", "--lang", lang))]

    assert "hva-ble-lovet" in questions
    assert "hvem-er-radet" not in questions
    empty = {
        each: told
        for each in questions
        if not rows(told := ho21(project, "ask", each, "--lang", lang, "--format", "csv"))
    }
    assert empty == {}


def test_a_query_counts_what_the_project_has(ho21):
    query = "SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a ho:{} }}"

    def count(folder, kind):
        (row,) = rows(ho21(folder, "query", query.format(kind), "--format", "csv"))
        return int(row["n"])

    kinds = ("Commitment", "Goal", "StrategyArea", "StatusReport", "TargetPicture")
    assert [count(CITY, each) for each in kinds] == [11, 8, 4, 8, 0]
    assert [count(FJORD, each) for each in kinds] == [5, 2, 2, 0, 0]


def test_a_thing_is_shown_by_its_name_with_its_words(ho21):
    city = ho21(CITY, "show", "Lower the speed limit", "--lang", "en")
    fjord = ho21(FJORD, "show", "Rydde strandsona", "--lang", "nb")

    assert "Lower the speed limit in every residential street by 2025" in city
    assert "Department of Streets and Transport" in city
    assert "Vi skal rydde strandsona kvart år, saman med Drivfjord båtlag" in fjord
    assert "Drivfjord båtlag" in fjord


def test_a_term_is_shown_with_its_meaning(ho21):
    told = ho21(CITY, "show", "ho:StatusReport", "--lang", "en").splitlines()
    own = ho21(CITY, "show", "objective", "--lang", "nb").splitlines()

    assert told[0] == "status report"
    assert (
        told[3]
        == "statement of how far a measure has come, given on a certain day or in a certain year"
    )
    assert own[3:] == ["numbered goal of the city in one of its priority areas"]
    assert ho21(CITY, "show", "city:Objective", "--lang", "nb").splitlines() == own


def test_a_strategy_in_brief_has_no_count_of_what_the_project_lacks(ho21):
    told = ho21(CITY, "ask", "strategien-pa-en-rad", "--lang", "en")

    assert "Priority areas" in told
    assert "Pillars" not in told


@pytest.mark.parametrize("name", ANALYSES)
@pytest.mark.parametrize("lang", ["nb", "en"])
def test_each_analysis_is_made_of_the_project_s_own_things(ho21, project, name, lang):
    told = ho21(project, "analyse", name, "--lang", lang)

    assert told.strip()


def test_what_changed_between_two_editions_is_told(ho21, tmp_path):
    later = shutil.copytree(CITY, tmp_path / "later")
    readings = later / "graph" / "tolkning.tsv"
    lines = readings.read_text(encoding="utf-8").splitlines(keepends=True)
    readings.write_text("".join(lines[:-1]), encoding="utf-8")

    told = ho21(later, "diff", str(CITY), str(later), "--lang", "en")
    assert "Homes within reach of ordinary wages" in told
    assert ho21(CITY, "diff", str(CITY), str(CITY), "--lang", "en").strip()


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_is_written(ho21, project, form, tmp_path):
    ho21(project, "export", form, "--to", str(tmp_path / "out"))

    written = tmp_path / "out"
    files = [written] if written.is_file() else list(written.rglob("*.*"))
    assert all(each.stat().st_size for each in files)
    assert files


def test_the_explorer_alone_is_drawn(ho21, project, tmp_path):
    ho21(project, "draw", "--to", str(tmp_path / "explorer.html"))

    title = "Open Tarnmouth" if project == CITY else "Saman om fjorden"
    assert f"<title>{title}" in (tmp_path / "explorer.html").read_text(encoding="utf-8")


def test_the_server_answers_with_the_project_s_things_in_either_language():
    with serving("--project", str(CITY)) as server:
        for at in (
            "/",
            "/report.html",
            "/report.nb.html",
            "/id/index.html",
            "/query/index.html",
            "/check.html",
            "/gaps.html",
            "/gaps.nb.html",
        ):
            assert server.ask(at).status == 200, at
        page = server.ask("/id/tiltak/cycle-lanes.html").text
        assert "Build protected cycle lanes" in page
        thing, question = "/id/tiltak/cycle-lanes", "/query/hva-ble-lovet"
        for lang, suffix in {"en": "", "nb": ".nb", "de": ""}.items():
            for at in (thing, question):
                found = server.ask(at, accept="text/html", accept_language=lang)
                assert found.headers["location"] == f"{at}{suffix}.html"
                assert (
                    f'<html lang="{lang if suffix else "en"}">'
                    in server.ask(f"{at}{suffix}.html").text
                )
        assert server.ask("/id/tiltak/utnytte-helsedata").status == 404


def test_an_assistant_finds_and_asks_in_the_project():
    async def conversation(client):
        found = (await client.call_tool("find", {"text": "cycle lanes"})).structured_content
        asked = await client.call_tool("ask", {"question": "hva-ble-lovet"})
        return client.instructions, found["rows"], asked.is_error

    async def held():
        program = "import sys; from ho21.cli.main import run_command; sys.exit(run_command())"
        at = StdioServerParameters(
            command=sys.executable,
            args=["-c", program, "mcp", "--project", str(CITY), "--lang", "en"],
            env={"PYTHONPATH": str(ROOT / "scripts")},
        )
        async with Client(stdio_client(at)) as client:
            return await conversation(client)

    instructions, found, failed = apart.run(held())
    assert "HelseOmsorg21" not in instructions
    assert "https://example.org/tarnmouth/id/tiltak/cycle-lanes" in {each["iri"] for each in found}
    assert not failed


def test_the_page_of_a_status_report_says_how_far_and_by_whom():
    page = (built(CITY) / "id" / "rapport" / "speed-limit-audited.html").read_text("utf-8")

    shown = re.sub(r"\s*<[^>]*>\s*", "|", page)
    assert re.search(r"\|kind of report\|+judged by others\|", shown)
    assert re.search(r"\|status\|+under way\|", shown)


def test_a_project_hides_words_anew_and_adds_questions(ho21):
    told = offered(ho21(FJORD, "ask"))

    assert told["hva-ble-lovet"] == "Kva lova kommunen i strategien, og til når?"
    assert told["kven-gjer-kva"].startswith("Kven skal gjere kva")
    assert "alt-om-et-ord" not in told
    actors = [
        row["actorLabel"] for row in rows(ho21(FJORD, "ask", "kven-gjer-kva", "--format", "csv"))
    ]
    assert actors == ["Kommunedirektøren", "Næringskontoret", "Oppvekstkontoret", "Teknisk etat"]
