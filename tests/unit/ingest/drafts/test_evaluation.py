"""How proposals fared is measured against what people decided, and on nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ho21.ingest.drafts.evaluation import evaluated
from ho21.ingest.drafts.folder import Draft
from ho21.ingest.drafts.rows import DraftRow
from ho21.ingest.segments.segmented import segmented

TEXT = "Plan\n\nVåre mål er:\n\n• Ren fjord\n• Trygg havn\n• Fin strand\n\nBrygga er av tre.\n"


def draft(*decided: dict[str, str]) -> Draft:
    """Return a draft of the text, the first rows that may say something decided on."""
    rows = [
        DraftRow(each.id, each.start, each.end, each.role, kind=told.kind)
        for each, told in segmented(TEXT)
        if told
    ]
    told = [replace(row, **more) for row, more in zip(rows, decided, strict=False)]
    return Draft(Path("drafts/x"), TEXT, {"language": "nb"}, (*told, *rows[len(told) :]))


def test_nothing_is_measured_where_nothing_is_decided():
    assert evaluated([draft()]) == []


def test_what_was_kept_rejected_given_another_kind_and_not_proposed_is_counted():
    (told,) = evaluated(
        [
            draft(
                {"status": "accepted"},
                {"status": "edited", "kind": "area"},
                {"status": "rejected"},
                {"status": "edited", "kind": "rationale"},
            )
        ]
    )

    assert told.shares == {"precision": 2 / 3, "recall": 2 / 3, "first": 1 / 2, "shown": 1 / 2}
    assert (told.language, told.drafts, told.stated) == ("nb", 1, 3)


def test_what_was_merged_with_a_thing_there_was_is_a_statement_that_was_found():
    (told,) = evaluated([draft({"status": "merged:mal:ren-fjord"})])

    assert told.shares["recall"] == 1


def test_a_span_that_a_word_was_added_to_is_another_only_where_it_is_much_longer():
    start = TEXT.index("Ren fjord")
    longer = {"status": "edited", "end": start + len("Ren fjord") + 2}
    other = {"status": "edited", "end": start + len("Ren fjord\n• Trygg")}

    assert [evaluated([draft(each)])[0].found for each in (longer, other)] == [1, 0]


def test_languages_are_told_apart_and_drafts_added_up():
    one = draft({"status": "accepted"})
    english = replace(one, origin={"language": "en"})

    assert [(each.language, each.drafts) for each in evaluated([one, english, one])] == [
        ("en", 1),
        ("nb", 2),
    ]
