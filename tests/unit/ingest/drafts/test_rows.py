"""The rows of a draft are a table that is read back as it was, or told where it is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ho21.errors import ProjectError
from ho21.ingest.drafts.rows import COLUMNS, DraftRow, read_rows_of, write_rows

TEXT = "Vi må rydde fjorden."
ROW = DraftRow("s0", 0, 19, "sentence", kind="need", modality="must", label_nb="Rydde fjorden")


def faults(written: str) -> list[str]:
    with pytest.raises(ProjectError) as error:
        read_rows_of(written, TEXT, "drafts/x/segments.tsv")
    return [f"{each.line}: {each.key}" for each in error.value.faults]


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_stands_in_a_cell_is_read_back(label, note):
    row = replace(ROW, label_nb=label, note=note)

    assert read_rows_of(write_rows([row]), TEXT, "x") == (row,)


def test_a_table_whose_columns_are_others_is_told():
    assert faults("id\tstart\n") == ["1: draft-columns"]


def test_a_row_with_too_few_cells_is_told():
    assert faults("\t".join(COLUMNS) + "\ns0\t0\n") == ["2: draft-cells"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "wish"},
        {"role": "rolle"},
        {"status": "maybe"},
        {"end": 99},
        {"start": 19},
        {"id": "s7"},
        {"date": "i går"},
        {"date": "2026-02-30"},
    ],
)
def test_a_cell_with_what_it_may_not_have_is_told_by_row(wrong):
    assert faults(write_rows([replace(ROW, **wrong)])) == ["2: draft-cell"]


def test_rows_that_cover_the_same_words_are_told():
    assert faults(write_rows([ROW, replace(ROW, id="s6", start=6)])) == ["3: draft-overlap"]


def test_a_place_that_is_outside_the_text_is_told_by_its_own_column():
    with pytest.raises(ProjectError) as error:
        read_rows_of(write_rows([replace(ROW, end=99), replace(ROW, start=99)]), TEXT, "x")

    assert [dict(each.fields)["column"] for each in error.value.faults] == ["end", "start"]


def test_a_row_that_stands_twice_is_told_where_it_stands_again():
    assert faults(write_rows([ROW, ROW])) == ["3: draft-overlap"]


def test_quotation_marks_around_cells_are_told():
    assert faults('"id"\t"start"\n') == ["1: quoted-cells"]


def test_line_ends_of_another_system_change_nothing():
    assert read_rows_of(write_rows([ROW]).replace("\n", "\r\n"), TEXT, "x") == (ROW,)
