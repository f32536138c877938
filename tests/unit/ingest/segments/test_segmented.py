"""The same words give the same segments and kinds, however they are written."""

from __future__ import annotations

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ho21.ingest.segments.segmented import segmented

TEXT = (
    "Plan for fjorden\n\nBakgrunn\n\nDet er fare for at fjorden gror igjen. Brygga er av tre.\n\n"
    "Planen har tre innsatsområder:\n\n• Åpne bekker\n• Økt ferdsel på sjøen\n• Ærlige tall\n\n"
    "Tiltak\n\nKommunen skal:\n\n1. Rydde stranda\n2. Bygge en sti\n"
)

WRITTEN = {
    "line ends of another system": lambda text: text.replace("\n", "\r\n"),
    "hard spaces": lambda text: text.replace(" ", "\u00a0"),
    "letters and their marks apart": lambda text: normalize("NFD", text),
    "soft hyphens": lambda text: text.replace("område", "om\u00adråde").replace(
        "ferd", "fe\u00adrd"
    ),
    "another glyph": lambda text: text.replace("•", "\uf0b7"),
    "more blank lines": lambda text: text.replace("\n\n", "\n\n\n"),
    "numbers in brackets": lambda text: re.sub(r"(\d)\. (?=R|B)", r"\1) ", text),
}


def told(text: str) -> list[tuple[str, str, str]]:
    """Return role, likeliest kind and words of each segment but marks."""
    return [
        (each.role, found.kind if found else "", _shown(text[each.start : each.end]))
        for each, found in segmented(text)
        if each.role != "marker"
    ]


def _shown(words: str) -> str:
    return re.sub(r"\s+", " ", normalize("NFC", words.replace("\u00ad", "")))


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_the_same_words_written_otherwise_are_the_same_segments_of_the_same_kinds(written):
    assert told(written(TEXT)) == told(TEXT)


def test_a_cue_is_told_where_it_is_written():
    text = normalize("NFD", TEXT)
    seen = next(
        found.evidence[0] for each, found in segmented(text) if found and each.role == "item"
    )

    assert normalize("NFC", text[seen.start :]).startswith(seen.words)


@given(st.text(alphabet=st.sampled_from("aåÅ\u030a\u00ad .:•\n12"), max_size=60))
def test_every_letter_and_digit_of_the_written_text_stands_in_one_segment(text):
    times = [0] * len(text)
    for each, _ in segmented(text):
        for at in range(each.start, each.end):
            times[at] += 1

    assert [at for at, sign in enumerate(text) if sign.isalnum() and times[at] != 1] == []
