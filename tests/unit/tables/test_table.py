"""A table: columns, rows and cells, from which text, Markdown, CSV, Excel and HTML are written."""

import pytest

from ho21.tables.csv import as_csv
from ho21.tables.table import Cell, Column, Table, cell
from ho21.tables.text import as_markdown, as_text

AREA, BLOCK = Cell("Et område", iri="omrade"), Cell("En søyle", iri="soyle")
BASE = Cell("Et fundament", iri="fundament")
MATRIX = Table(
    (
        Column("area", "Område", optional=True),
        Column("block", "Blokk"),
        Column("withoutReadings", "Uten"),
        Column("withReadings", "Med"),
    ),
    ((AREA, BLOCK, cell(0), cell(2)), (AREA, BASE, cell(0), cell(0))),
    "areaBlocks",
    matrix=True,
)
LIST = Table(
    (Column("thing", "Ting"), Column("source", "Kilde", optional=True)),
    ((AREA, cell("en")), (cell("uten"), cell(0.5))),
    "things",
)


def test_a_matrix_is_crossed_with_both_counts_in_a_cell_and_nothing_where_there_is_none():
    crossed = MATRIX.crossed()

    assert crossed.headings == ["Område", "En søyle", "Et fundament"]
    assert crossed.texts == [["Et område", "0 / 2", ""]]
    assert not any(column.optional for column in crossed.columns)
    assert LIST.crossed() is LIST


def test_programs_get_a_row_for_each_pair_of_a_matrix_with_iri_and_label():
    assert MATRIX.tidy() == (
        ["area", "areaLabel", "block", "blockLabel", "withoutReadings", "withReadings"],
        [
            ["omrade", "Et område", "soyle", "En søyle", 0, 2],
            ["omrade", "Et område", "fundament", "Et fundament", 0, 0],
        ],
    )


def test_a_cell_that_is_only_text_has_no_iri():
    assert LIST.tidy() == (
        ["thing", "thingLabel", "source"],
        [["omrade", "Et område", "en"], ["", "uten", 0.5]],
    )


def test_csv_is_one_list_of_all_rows_with_the_table_of_each():
    assert as_csv([LIST, MATRIX]).splitlines() == [
        "table,thing,thingLabel,source,area,areaLabel,block,blockLabel,withoutReadings,withReadings",
        "things,omrade,Et område,en,,,,,,",
        "things,,uten,0.5,,,,,,",
        "areaBlocks,,,,omrade,Et område,soyle,En søyle,0,2",
        "areaBlocks,,,,omrade,Et område,fundament,Et fundament,0,0",
    ]


@pytest.mark.parametrize(("said", "shown"), [("", False), ("noe", True)])
def test_an_optional_column_is_left_out_of_text_where_it_is_empty(said, shown):
    table = Table(LIST.columns, ((AREA, Cell(said)),))

    assert ("Kilde" in as_text(table)) is shown
    assert ("Kilde" in as_markdown(table)) is shown
    assert "Kilde" in as_text(Table(LIST.columns, ()))


def test_a_value_is_a_cell_with_its_text_and_a_cell_stays_itself():
    assert cell("0.5") == Cell("0.5")
    assert cell(0.5) == Cell("0.5", value=0.5)
    assert cell(AREA) is AREA
    assert [each.exact for each in (cell(0), cell("0"), AREA)] == [0, "0", "Et område"]


def test_a_table_knows_what_rests_on_a_reading_is_unsaid_or_translated():
    read, unsaid = Cell("0,7", read=True), Cell("–", "unsaid")
    table = Table(LIST.columns, ((AREA, read), (read, read), (AREA, unsaid)))

    assert (table.read, table.unsaid, table.translated) == (2, True, False)
    assert (LIST.read, LIST.unsaid) == (0, False)
    assert Table(LIST.columns, ((AREA, Cell("ord", translation="words")),)).translated
