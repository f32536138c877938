"""A text becomes rows: kinds with their cues, who is named, and what is like what is known."""

from __future__ import annotations

import pytest

from ho21.ingest.drafts.drafting import drafted, known_of, short_label
from ho21.ingest.drafts.likeness import Likeness

TEXT = (
    "Ny plan\n\nPlanen har to innsatsområder:\n\n• Fjord og vann\n• Havn og brygge\n\n"
    "Vi må ha 40 nye båter innen 2030. Skriv til kari@example.org.\n"
)


@pytest.fixture
def rows(tiny_dataset):
    return drafted(TEXT, "nb", known_of(tiny_dataset, "nb"))


def test_each_segment_is_a_row_and_what_may_say_something_has_a_kind(rows):
    assert [(each.role, each.kind) for each in rows] == [
        ("title", ""),
        ("intro", ""),
        ("item", "area"),
        ("item", "area"),
        ("sentence", "need"),
        ("sentence", "context"),
    ]


def test_the_cue_is_told_with_its_place_and_its_words(rows):
    assert rows[2].why == f"intro s{TEXT.index('innsatsområder')} ‘innsatsområder’"


def test_numbers_dates_and_modality_stand_where_they_are_said(rows):
    need = rows[4]
    number, year = TEXT.index("40"), TEXT.index("2030")

    assert need.modality == "must"
    assert need.figures == f"40 nye@{number}-{number + len('40 nye')}"
    assert need.dates == f"2030@{year}-{year + 4}"


def test_data_on_people_are_flagged(rows):
    assert [each.note for each in rows if each.note] == ["people: mail"]


def test_a_label_is_proposed_in_the_language_of_the_text_alone(rows):
    assert (rows[2].label_nb, rows[2].label_en, rows[2].translation) == ("Fjord og vann", "", "")


def test_actors_areas_and_what_is_said_already_are_those_of_the_project(real):
    text = (
        "Ny plan\n\nFolkehelseinstituttet skal følge opp økt brukermedvirkning.\n\n"
        "Vi må utnytte helsedata bedre for effektivisering og avlasting av helsepersonell.\n"
    )
    _, first, second = drafted(text, "nb", known_of(real, "nb"))
    start = text.index("Folkehelseinstituttet")

    assert f"aktor:folkehelseinstituttet@{start}-{start + 21}=responsible" in first.actors.split(
        ";"
    )
    assert first.areas.startswith("omrade:okt-brukermedvirkning=")
    assert second.near == "tiltak:utnytte-helsedata=1.00"


def test_everything_is_only_proposed(rows):
    assert {each.status for each in rows} == {"proposed"}


def test_a_label_is_cut_where_a_word_ends():
    assert short_label("En svært lang setning om fjorden og havna og brygga") == (
        "En svært lang setning om fjorden og"
    )


def test_what_is_said_again_in_nearly_the_same_words_is_near():
    known = Likeness({"a": "Utnytte helsedata bedre", "b": "Plante flere trær i byen"})

    assert known.of("Plante flere trær i hele byen", 0.5, 3)[0][0] == "b"
    assert known.of("Noe helt annet", 0.5, 3) == []
    assert known.of("Utnytte helsedata bedre", 0.99, 1) == [("a", 1.0)]
