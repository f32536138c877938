"""What an analysis found: its tables with a title and how to read them, and its forms."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from ho21.fault import CallError
from ho21.names import HO
from ho21.sheet import Analysis, Desk, Named, Table, heading, render, texts
from tiny_network import sketch

AREA, BLOCK = Named("omrade", "Et område"), Named("soyle", "En søyle")
CROSSED = Table(
    "areaPictures",
    "Ruter",
    ("area", "block", "withoutReadings", "withReadings"),
    ((AREA, BLOCK, 0, 2), (AREA, Named("fundament", "Et fundament"), 0, 0)),
    matrix=True,
)
LISTED = Table("alone", "Liste", ("thing", "source"), ((AREA, "en"), ("uten", "to")), brief=1)
FOUND = Analysis("dekning", "Tittelen", "Slik leses den.", (CROSSED, LISTED))
LANGS = {"nb", "en"}


def test_a_matrix_is_drawn_with_both_counts_in_a_cell_and_nothing_where_there_is_none():
    assert CROSSED.drawn("nb") == (
        ["Satsingsområde", "En søyle", "Et fundament"],
        [["Et område", "0 / 2", ""]],
    )


def test_programs_get_a_row_for_each_pair_of_a_matrix_with_iri_and_label():
    assert CROSSED.tidy() == (
        ["area", "areaLabel", "block", "blockLabel", "withoutReadings", "withReadings"],
        [
            ["omrade", "Et område", "soyle", "En søyle", 0, 2],
            ["omrade", "Et område", "fundament", "Et fundament", 0, 0],
        ],
    )


def test_a_cell_that_is_only_text_has_no_iri():
    assert LISTED.tidy() == (
        ["thing", "thingLabel", "source"],
        [["omrade", "Et område", "en"], ["", "uten", "to"]],
    )


def test_people_see_the_title_how_to_read_it_and_as_many_rows_as_they_can_take():
    out = render(FOUND, None, "nb")

    assert out.startswith("Tittelen\n\nSlik leses den.\n\nRuter\n")
    assert re.search(r"Et område +0 / 2 +–\n", out)
    assert re.search(r"Et område +en\n", out)
    assert out.endswith("\n… og 1 til; --format csv viser alle.\n")
    assert "uten" not in out


def test_a_table_without_rows_says_so():
    empty = Analysis("hull", "T", "N", (Table("gaps", "Hull", ("gap",), ()),))

    assert render(empty, "table", "nb") == "T\n\nN\n\nHull\n\nIngen.\n"
    assert render(empty, "md", "en") == "# T\n\nN\n\n## Hull\n\nNone.\n"


def test_markdown_has_headings_and_tables():
    assert render(FOUND, "md", "en").splitlines() == [
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
    rows = list(csv.DictReader(io.StringIO(render(FOUND, "csv", "nb"))))

    assert [row["table"] for row in rows] == ["areaPictures", "areaPictures", "alone", "alone"]
    assert (rows[0]["area"], rows[0]["withReadings"], rows[0]["source"]) == ("omrade", "2", "")
    assert (rows[3]["thing"], rows[3]["thingLabel"], rows[3]["source"]) == ("", "uten", "to")


def test_json_has_the_tables_as_columns_and_rows():
    told = json.loads(render(FOUND, "json", "nb"))

    assert list(told) == ["analysis", "title", "note", "tables"]
    assert told["tables"][1] == {
        "name": "alone",
        "columns": ["thing", "thingLabel", "source"],
        "rows": [["omrade", "Et område", "en"], ["", "uten", "to"]],
    }


def test_another_form_is_refused():
    with pytest.raises(CallError) as caught:
        render(FOUND, "xlsx", "nb")

    assert caught.value.key == "unknown-format"


def test_a_table_is_found_by_its_name():
    assert FOUND.table("alone") is LISTED
    with pytest.raises(KeyError):
        FOUND.table("gaps")


def test_things_are_ordered_by_the_norwegian_alphabet_and_named_in_the_language():
    whole = sketch("tiltak-å\ntiltak-z\ntiltak-ø")

    assert [each.iri for each in Desk(whole, "nb").ordered(whole.things)] == [
        "tiltak-z",
        "tiltak-ø",
        "tiltak-å",
    ]
    assert Desk(whole, "en").named("tiltak-z") == Named("tiltak-z", "TILTAK-Z")
    assert Desk(whole, "en").token("read") == Named("read", "read")
    assert Desk(whole, "nb").term("isPartOf") == Named(HO + "isPartOf", "isPartOf")


def test_every_text_is_there_in_both_languages_with_the_same_fields():
    told = texts()
    pairs = [*told["tables"].values(), *told["columns"].values(), *told["words"].values()]
    for name in told.keys() - {"tables", "columns", "words"}:
        pairs += [told[name]["title"], told[name]["note"]]
    for pair in pairs:
        assert set(pair) == LANGS
        fields = [sorted(re.findall(r"\{(\w+)\}", pair[lang])) for lang in ("nb", "en")]
        assert fields[0] == fields[1], pair


def test_every_table_column_and_word_of_the_texts_is_used():
    folder = Path(__file__).parents[1] / "scripts" / "ho21"
    code = "".join((folder / f"{name}.py").read_text() for name in ("sheet", "count", "analyse"))
    quoted = set(re.findall(r'"([\w-]+)"', code))
    for part in ("tables", "columns", "words"):
        assert set(texts()[part]) <= quoted, part


def test_a_heading_is_in_the_language():
    assert (heading("area", "nb"), heading("area", "en")) == ("Satsingsområde", "Priority area")
