"""What an analysis found: its tables with a title and how to read them, and its forms."""

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from ho21.analysis.builder import Analysis, TableBuilder, render_analysis
from ho21.errors import UsageError
from ho21.model.things import Label, Standing
from ho21.rdf.namespaces import HO
from ho21.resources import messages
from ho21.tables.table import Cell, Column, Table
from support.tiny_network import sketch

AREA, BLOCK = Cell("Et område", iri="omrade"), Cell("En søyle", iri="soyle")


def sample(lang):
    """Return an analysis of a matrix and a list that is longer than people are shown."""
    called = {f"{HO}asArea": Label("satsingsområde", "priority area")}
    builder = TableBuilder(replace(sketch(""), labels=called), lang)
    matrix = builder.table(
        "areaPictures",
        ("area", "block", "withoutReadings", "withReadings"),
        ((AREA, BLOCK, 0, 2), (AREA, Cell("Et fundament", iri="fundament"), 0, 0)),
        matrix=True,
    )
    listed = builder.table("alone", ("thing", "source"), ((AREA, "en"), ("uten", "to")), brief=1)
    tables = replace(matrix, title="Ruter"), replace(listed, title="Liste")
    return Analysis("dekning", "Tittelen", "Slik leses den.", tables)


FOUND = sample("nb")
LANGS = {"nb", "en"}
TEXTS = "analysis/messages.toml"


def test_people_see_the_title_how_to_read_it_and_as_many_rows_as_they_can_take():
    out = render_analysis(FOUND, None, "nb")

    assert out.startswith("Tittelen\n\nSlik leses den.\n\nRuter\n")
    assert re.search(r"Et område +0 / 2 +–\n", out)
    assert re.search(r"Et område +en\n", out)
    assert out.endswith("\n… og 1 til; --format csv viser alle.\n")
    assert "uten" not in out


def test_a_table_without_rows_says_so():
    empty = Analysis("hull", "T", "N", (Table((Column("gap"),), (), "gaps", "Hull"),))

    assert render_analysis(empty, "table", "nb") == "T\n\nN\n\nHull\n\nIngen.\n"
    assert render_analysis(empty, "md", "en") == "# T\n\nN\n\n## Hull\n\nNone.\n"


def test_markdown_has_headings_and_tables():
    assert render_analysis(sample("en"), "md", "en").splitlines() == [
        "# Tittelen",
        "",
        "Slik leses den.",
        "",
        "## Ruter",
        "",
        "| Priority area | En søyle | Et fundament |",
        "| --- | --- | --- |",
        "| Et område | 0 / 2 |  |",
        "",
        "## Liste",
        "",
        "| Thing | Source |",
        "| --- | --- |",
        "| Et område | en |",
        "",
        "… and 1 more; --format csv shows all.",
    ]


def test_csv_is_one_list_with_the_table_of_each_row():
    rows = list(csv.DictReader(io.StringIO(render_analysis(FOUND, "csv", "nb"))))

    assert [row["table"] for row in rows] == ["areaPictures", "areaPictures", "alone", "alone"]
    assert (rows[0]["area"], rows[0]["withReadings"], rows[0]["source"]) == ("omrade", "2", "")
    assert (rows[3]["thing"], rows[3]["thingLabel"], rows[3]["source"]) == ("", "uten", "to")


def test_json_has_the_tables_as_columns_and_rows():
    told = json.loads(render_analysis(FOUND, "json", "nb"))

    assert list(told) == ["analysis", "title", "note", "tables"]
    assert told["tables"][1] == {
        "name": "alone",
        "columns": ["thing", "thingLabel", "source"],
        "rows": [["omrade", "Et område", "en"], ["", "uten", "to"]],
    }


def test_another_form_is_refused():
    with pytest.raises(UsageError) as caught:
        render_analysis(FOUND, "xlsx", "nb")

    assert caught.value.key == "unknown-format"


def test_a_table_is_found_by_its_name():
    assert FOUND.table("alone") is FOUND.tables[1]
    with pytest.raises(KeyError):
        FOUND.table("gaps")


def test_things_are_ordered_by_the_norwegian_alphabet_and_named_in_the_language():
    whole = sketch("tiltak-å\ntiltak-z\ntiltak-ø")

    assert [each.iri for each in TableBuilder(whole, "nb").ordered(whole.things)] == [
        "tiltak-z",
        "tiltak-ø",
        "tiltak-å",
    ]
    assert TableBuilder(whole, "en").named("tiltak-z") == Cell("TILTAK-Z", iri="tiltak-z")
    assert TableBuilder(whole, "en").token("open") == Cell("gap", iri="open")
    assert TableBuilder(whole, "nb").term("isPartOf") == Cell("isPartOf", iri=HO + "isPartOf")


def test_people_read_a_standing_with_its_sign_and_a_number_in_their_language_and_programs_neither():
    table = TableBuilder(sketch("tiltak"), "nb").table("alone", ("thing",), [(0.7,)])
    known = TableBuilder(sketch("tiltak"), "nb").known(Standing.FOLLOWS_FROM_INTERPRETED)

    assert (table.texts, table.tidy()[1]) == ([["0,7"]], [[0.7]])
    assert (known.text, known.exact) == ("◇› followsFromInterpreted", "followsFromInterpreted")


def test_every_text_is_there_in_both_languages_with_the_same_fields():
    told = messages(TEXTS)
    pairs = [*told["tables"].values(), *told["columns"].values(), *told["words"].values()]
    for name in told.keys() - {"tables", "columns", "words"}:
        pairs += [told[name]["title"], told[name]["note"]]
    for pair in pairs:
        assert set(pair) == LANGS
        # A noun may stand in one or many, and begin the sentence in one language alone.
        found = (re.findall(r"\{(\w+?)s?\}", pair[lang].lower()) for lang in ("nb", "en"))
        fields = [sorted(each) for each in found]
        assert fields[0] == fields[1], pair


def test_every_table_column_and_word_of_the_texts_is_used():
    folder = Path(__file__).parents[3] / "scripts" / "ho21" / "analysis"
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    quoted = set(re.findall(r'"([\w-]+)"', code)) | messages("analysis/gaps.toml").keys()
    # Where a project has nothing to divide a table by, it has a title of its own.
    quoted |= {f"{name}Alone" for name in quoted if name.startswith(("area", "pictureThemes"))}
    for part in ("tables", "columns", "words"):
        assert set(messages(TEXTS)[part]) <= quoted, part


def test_a_heading_is_in_the_language():
    headings = [sample(lang).tables[0].headings[0] for lang in ("nb", "en")]

    assert headings == ["Satsingsområde", "Priority area"]
