"""A text becomes segments: every letter in one, and each item of a list whole."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ho21.ingest.segments.partition import partition


def told(text: str, *roles: str) -> list[str]:
    """Return the words of the segments in some roles."""
    return [text[each.start : each.end] for each in partition(text) if each.role in roles]


ITEMS = ("Flere turstier", "Færre biler", "Renere fjord")
MARKS = {
    "bullets": "• {item}\n",
    "bullets and blank lines": "\n• {item}\n",
    "middle dots and hard spaces": "·\u00a0\u00a0{item}\n",
    "dashes": "– {item}\n",
    "numbers": "\n{number}. {item}\n",
    "letters": "{letter}) {item}\n",
    "signs of a private font": "\uf0b7 {item}\n",
    "a sign alone on its line": "\x7f\n{item}\n",
    "a number alone on its line": "{number}\n{item}\n",
    "glued on one line": "• {item}. ",
    "two marks": "- {number}. {item}\n",
    "called by number": "\nMål {number}: {item}\n",
}


def listed(mark: str) -> str:
    """Return a list of three items that are marked in a way."""
    numbered = zip("123", "abc", ITEMS, strict=True)
    lines = (mark.format(number=n, letter=letter, item=item) for n, letter, item in numbered)
    return "Planen har tre mål:\n" + "".join(lines)


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
def test_the_items_of_a_list_are_found_however_they_are_marked(mark):
    assert told(listed(mark), "item") == [*ITEMS]
    assert told(listed(mark), "intro") == ["Planen har tre mål:"]


def test_numbers_of_pages_count_no_items():
    pages = [f"{page}\n" + "Vi bor ved fjorden og liker det godt her.\n" * 20 for page in "123"]

    assert told("".join(pages), "item") == []


def test_an_item_that_is_wrapped_is_one():
    text = (
        "Kommunen vil:\n"
        "• Bygge en sti langs hele fjorden slik at alle kan gå tur\n"
        "  uten å måtte krysse veien\n"
        "• Så blomster der det før\n"
        "var asfalt\n"
    )

    assert told(text, "item") == [
        "Bygge en sti langs hele fjorden slik at alle kan gå tur\n  uten å måtte krysse veien",
        "Så blomster der det før\nvar asfalt",
    ]


def test_each_sentence_of_an_item_is_a_segment():
    assert told("Vi vil:\n1. Plante trær. Trærne gir skygge.\n2. Rydde.\n", "item") == [
        "Plante trær",
        "Trærne gir skygge",
        "Rydde",
    ]


def test_a_dash_before_what_someone_says_makes_no_item():
    text = "Ordføreren gleder seg.\n\n– Vi skal plante tusen trær, sier hun.\n\nTrærne er små.\n"

    assert told(text, "item") == []
    assert told(text, "sentence") == [
        "Ordføreren gleder seg",
        "Vi skal plante tusen trær",
        "Trærne er små",
    ]


def test_a_date_and_an_abbreviation_neither_begin_an_item_nor_end_a_sentence():
    text = (
        "Planen ble lagt fram\n4. mai 2019 i Meld. St. 7 (2018–2019), jf. kap. 3. "
        "Den gjelder bl.a. byen.\n"
    )

    assert told(text, "item") == []
    assert told(text, "sentence")[-1] == "Den gjelder bl.a. byen"


def test_a_title_headings_and_noise_are_told_apart_from_sentences():
    text = (
        "Plan for fjorden\n\nBakgrunn\n\nFjorden er skitten.\n\nVeien videre\n\n"
        "Vi rydder sammen.\n\nFant du det du lette etter?\n"
    )

    assert [told(text, each) for each in ("title", "heading", "noise")] == [
        ["Plan for fjorden"],
        ["Bakgrunn", "Veien videre"],
        ["Fant du det du lette etter?"],
    ]


def test_where_a_blank_line_stands_after_every_line_it_ends_no_sentence():
    lines = ("Fjordplanen", "Alle skal kunne bade i", "fjorden før året er omme.", "Vannet er",
             "kaldt, men det blir", "varmere og renere.", "Slik er planen.")  # fmt: skip

    assert told("\n\n".join(lines), "sentence") == [
        "Alle skal kunne bade i\n\nfjorden før året er omme",
        "Vannet er\n\nkaldt, men det blir\n\nvarmere og renere",
        "Slik er planen",
    ]


def test_an_item_knows_its_intro_and_the_heading_above():
    text = "Plan\n\nTiltak\n\nVi vil:\n• Rydde\n"
    (item,) = [each for each in partition(text) if each.role == "item"]

    assert text[item.list :].startswith("Vi vil")
    assert [text[at:].split("\n", maxsplit=1)[0] for at in item.headings] == ["Tiltak"]


def test_what_a_sentence_is_called_and_who_says_it_are_no_part_of_it():
    text = "Plan\n\nVår visjon: – En fjord for alle!\n\n«Vi må rydde», sier ordføreren.\n"

    assert told(text, "sentence") == ["En fjord for alle!", "Vi må rydde"]


SIGNS = ("• ", "– ", "1. ", "a) ", "Mål 2: ", "\n", "\n\n", "  ", ": ", ". ", "\x7f\n", "(", "»")
WORDS = ("mål", "Vi", "skal", "2030", "St", "æøå", "4.", "mai", "sier", "e\u0301", "\u00ad")
PIECES = st.lists(st.sampled_from((*SIGNS, *WORDS)), max_size=60)
TEXTS = st.one_of(st.text(max_size=200), PIECES.map(" ".join))


@given(TEXTS)
def test_every_letter_and_digit_stands_in_one_segment_and_none_in_two(text):
    segments = partition(text)
    times = [0] * len(text)
    for each in segments:
        for at in range(each.start, each.end):
            times[at] += 1

    assert {times[at] for at, letter in enumerate(text) if letter.isalnum()} <= {1}
    assert max(times, default=0) <= 1
    assert [each.start for each in segments] == sorted(each.start for each in segments)


@pytest.mark.parametrize("glyph", ["•", "·", "▪", "‣", "\uf0b7", "●"])
def test_another_glyph_gives_the_same_items(glyph):
    assert told(listed(f"{glyph} {{item}}\n"), "item") == [*ITEMS]


def test_other_line_ends_and_hard_spaces_give_the_same_words():
    text = listed(MARKS["numbers"])
    changed = text.replace("\n", "\r\n").replace(" ", "\u00a0")

    assert [re.sub(r"\s", " ", each) for each in told(changed, "item")] == told(text, "item")
