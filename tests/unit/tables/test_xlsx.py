"""Sheets for Excel and LibreOffice, where text stays text, a number a number, and all is kept."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode
from xlsxwriter.worksheet import Worksheet

from ho21.errors import UsageError
from ho21.rdf.namespaces import term
from ho21.tables.table import Column
from ho21.tables.xlsx import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    Sheet,
    spreadsheet_number,
    workbook,
)
from support.sheets import FORMULAS, HOSTILE, LINKS, PLAIN, read, rows, texts

DAY = "2026-11-22"


def sheet(*cells, **more):
    """Return a sheet of one column with a cell a row."""
    return Sheet("Svar", [Column("text", "Tekst")], [(cell,) for cell in cells], **more)


def test_no_text_becomes_a_formula_or_a_link_and_every_text_is_the_same():
    book = workbook([sheet(*HOSTILE)], DAY)

    assert set(texts(book)) == {"Tekst", *HOSTILE}
    # openpyxl leaves a character that is written by its number as the number.
    found = {value for (value,) in rows(read(book)["Svar"])}
    assert [each for each in (*FORMULAS, *LINKS, *PLAIN) if each not in found] == [
        "\r=1+1",
        "\x00=1+1",
    ]


def test_a_heading_is_as_safe_as_a_cell():
    book = workbook([Sheet("Svar", [Column("x", each) for each in HOSTILE], [])], DAY)

    read(book)
    assert set(texts(book)) == set(HOSTILE)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(st.characters(codec="utf-8"), max_size=30),
            st.from_regex(r"\A(<r>|_|x|[0-9A-F]{4}|\x01|</r>){1,9}\Z"),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_text_is_read_as_it_was_written(some):
    # XML has no CR of its own; xlsxwriter writes its number, which is read as CR.
    assert set(texts(workbook([sheet(*some)], DAY))) == {"Tekst", *some}


@pytest.mark.parametrize(
    ("text", "kind", "cell"),
    [
        ("7", "integer", 7),
        ("-7", "integer", -7),
        ("0.7", "decimal", 0.7),
        ("0.70", "decimal", 0.7),
        ("123456789012345", "integer", 123456789012345),
        ("1234567890123456", "integer", "1234567890123456"),
        ("0.1234567890123456", "decimal", "0.1234567890123456"),
        ("007", "integer", "007"),
        ("+7", "integer", "+7"),
        ("-0", "integer", "-0"),
        ("1e5", "double", 100000),
        ("1e400", "double", "1e400"),
        ("INF", "double", "INF"),
        ("NaN", "double", "NaN"),
        ("2015", "gYear", "2015"),
        ("2015-03", "gYearMonth", "2015-03"),
        ("2015-03-01", "date", "2015-03-01"),
        ("7", "string", "7"),
        ("true", "boolean", "true"),
    ],
)
def test_a_number_is_a_number_where_every_digit_is_kept(text, kind, cell):
    found = spreadsheet_number(text, Literal(text, datatype=term(f"xsd:{kind}")))

    assert (found, isinstance(found, str)) == (cell, isinstance(cell, str))
    assert rows(read(workbook([sheet(found)], DAY))["Svar"]) == [(cell,)]


def test_an_iri_and_what_is_not_bound_are_no_numbers():
    assert spreadsheet_number("7", NamedNode("https://e.x/7")) == "7"
    assert spreadsheet_number("", None) == ""


def test_a_text_of_forty_thousand_letters_is_told_and_not_cut():
    assert texts(workbook([sheet("x" * LONGEST_CELL)], DAY))[1] == "x" * LONGEST_CELL
    for text in ("x" * 40_000, "x" * (LONGEST_CELL + 1), "🙂" * 16_384, "_x0041_" * 4_600):
        with pytest.raises(UsageError) as caught:
            workbook([sheet("a", text)], DAY)
        assert caught.value.key == "cell-too-long"
        place = {"column": "Tekst", "row": 3, "sheet": "Svar"}
        assert caught.value.fields == {**place, "first": text[:60], "limit": 32_767}


def test_an_emoji_is_two_as_excel_counts():
    assert texts(workbook([sheet("🙂" * 16_383)], DAY))[1] == "🙂" * 16_383


def test_a_million_rows_and_more_are_told_and_not_cut():
    with pytest.raises(UsageError) as caught:
        workbook([Sheet("Svar", [Column("text", "Tekst")], [("x",)] * 1_050_000)], DAY)

    assert caught.value.key == "answer-too-long"
    assert caught.value.fields == {"limit": 1_048_575}


def test_more_columns_than_excel_has_are_told_and_not_cut():
    with pytest.raises(UsageError) as caught:
        workbook([Sheet("Svar", [Column(str(at), str(at)) for at in range(16_385)], [])], DAY)

    assert caught.value.key == "answer-too-wide"


def test_the_limits_are_those_of_the_library():
    page = Worksheet()

    assert (page.xls_strmax, page.xls_rowmax, page.xls_colmax) == (
        LONGEST_CELL,
        MOST_ROWS,
        MOST_COLUMNS,
    )


def test_an_empty_text_is_text_and_what_is_missing_is_no_cell_value():
    book = workbook([sheet("", None)], DAY)

    assert texts(book) == ["Tekst", ""]
    assert rows(read(book)["Svar"]) == [("",), (None,)]


def test_headings_stay_in_sight_and_filter_every_row():
    page = read(workbook([sheet("a", "b", still=1)], DAY))["Svar"]

    assert (page.freeze_panes, page.auto_filter.ref) == ("B2", "A1:A3")


def test_a_long_text_is_wrapped_in_a_row_that_shows_it():
    page = read(workbook([sheet("x" * 200, "kort")], DAY))["Svar"]

    assert page["A2"].alignment.wrap_text
    assert page.column_dimensions["A"].width < 70
    assert (page.row_dimensions[2].height, page.row_dimensions[3].height) == (60, None)


def test_a_row_and_an_empty_cell_look_as_they_are_told_to():
    columns = [
        Column("text", "Tekst"),
        Column("x", "Usagt", empty="unsaid"),
        Column("x", "Tolket", look="read"),
    ]
    cells = [("a", None, "b"), ("c", "d", None)]
    page = read(workbook([Sheet("Svar", columns, cells, ["", "read"])], DAY))["Svar"]
    fills = [[cell.fill.fill_type for cell in row] for row in page.iter_rows(min_row=2)]

    assert fills == [[None, "lightUp", "solid"], ["solid", "solid", "solid"]]


def test_the_same_sheets_give_the_same_bytes_dated_by_the_project():
    book = workbook([sheet("a")], DAY)

    assert book == workbook([sheet("a")], DAY)
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        assert {each.date_time for each in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.read("docProps/core.xml").count(DAY.encode()) == 2
