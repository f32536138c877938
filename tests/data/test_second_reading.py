"""The readings on file, each judged once more by someone who did not write it."""

import csv
from collections import Counter
from pathlib import Path

from ho21.dataset.readings.rows import read_rows

GRAPH = Path(__file__).parents[2] / "graph"
ROW = (
    "subject_id", "predicate_id", "object_id", "predicate_modifier", "object_source", "author_id",
)  # fmt: skip


def key(row) -> tuple[str, ...]:
    return tuple(row[column] for column in ROW)


ROWS, _, _ = read_rows((GRAPH / "tolkning.tsv").read_text(encoding="utf-8"), "graph/tolkning.tsv")
_LINES = (GRAPH / "etterlesning.tsv").read_text(encoding="utf-8").splitlines()
VERDICTS = list(
    csv.DictReader(
        (line for line in _LINES if not line.startswith("#")),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
)
JUDGED = {key(row): row["verdict"] for row in VERDICTS}


def test_each_reading_is_judged_once_and_nothing_else_is_judged():
    assert Counter(map(key, VERDICTS)) == Counter(map(key, ROWS))


def test_no_one_judges_a_reading_of_their_own():
    assert [key(row) for row in VERDICTS if row["reader_id"] == row["author_id"]] == []


def test_no_reading_is_judged_wrong():
    assert {row["verdict"] for row in VERDICTS} == {"agree", "arguable"}


def test_a_reading_that_is_arguable_has_at_most_a_confidence_of_0_5():
    assert [
        row.line
        for row in ROWS
        if JUDGED.get(key(row)) == "arguable" and float(row["confidence"]) > 0.5
    ] == []


def test_what_is_arguable_is_said_to_be_so_for_a_reason_in_both_languages():
    assert [
        key(row)
        for row in VERDICTS
        if row["verdict"] == "arguable" and not (row["comment"] and row["comment_en"])
    ] == []


def test_no_reading_counts_as_reviewed_because_it_was_read_again():
    assert {row["reviewed_by"] for row in ROWS if key(row) in JUDGED} == {""}
