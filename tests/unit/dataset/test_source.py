"""A source and a passage: which text, and exactly where in it."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ho21.dataset.source import Anchor, Resemblance, Source, fold

SPACES = st.text("\u00a0\u202f \t\r\n", min_size=1, max_size=3)
WORDS = st.text("abæå-.,«»²😀é́\u200b", min_size=1, max_size=4)


def source(text: str) -> Source:
    return Source("kilde-en", text.encode())


def stretches(text: str, found: list[Anchor]) -> list[str]:
    return [text[each.start : each.end] for each in found]


def test_white_space_is_folded_and_nothing_else_is():
    assert fold(" Vi\u00a0må\n\ndele\u202fdata ") == "Vi må dele data"
    assert fold("Feil­stavet  Ord") == "Feil­stavet Ord"


def test_the_text_is_the_bytes_with_newlines_untranslated():
    assert source("en\r\nto\n").text == "en\r\nto\n"
    assert source("blåbær").sha256 == sha256("blåbær".encode()).hexdigest()


def test_words_are_found_however_the_text_spaces_them():
    text = "Vi\u00a0må\r\n  dele\u202fdata."
    found = source(text).find("Vi må dele data")
    assert found == [Anchor("kilde-en", 0, 18)]
    assert stretches(text, found) == ["Vi\u00a0må\r\n  dele\u202fdata"]


def test_every_place_is_found_those_that_overlap_too():
    assert [each.start for each in source("nå nå nå").find("nå nå")] == [0, 3]
    assert [each.start for each in source("aaa").find("aa")] == [0, 1]


def test_the_words_looked_for_may_be_spaced_in_any_way_too():
    text = source("Staten skal dele data.")
    assert [each.start for each in text.find("dele\n  data")] == [12]
    assert [each.start for each in text.anchor("dele data", " Staten\n skal ")] == [12]
    assert text.nearest("skel  dele\ndata") == "skal dele data"


def test_spelling_case_and_punctuation_are_not_forgiven():
    assert source("Vi må dele data.").find("vi må dele data") == []
    assert source("Vi må dele data.").find("Vi må, dele data") == []


def test_no_words_are_found_nowhere():
    assert source("Vi må dele data.").find(" \n") == []


def test_whole_words_are_not_found_inside_other_words():
    text = source("og ogsaa krog og, (og)")
    assert [each.start for each in text.find("og", whole=True)] == [0, 14, 19]
    assert [each.start for each in text.find("og")] == [0, 3, 11, 14, 19]


def test_a_prefix_singles_out_the_words_that_stand_right_after_it():
    text = source("Staten skal dele data.\nKommunen skal\u00a0dele data.")
    assert [each.start for each in text.anchor("dele data")] == [12, 37]
    assert [each.start for each in text.anchor("dele data", "Kommunen skal")] == [37]
    assert text.anchor("dele data", "Kommunen") == []


def test_the_nearest_text_is_what_a_misquoted_stretch_most_likely_was():
    text = source("Staten skal dele\ndata med kommunene, sier rådet.")
    assert text.nearest("dele data med kommunane") == "dele data med kommunene"


def test_the_nearest_text_has_whole_words_and_nothing_is_near_what_shares_no_word():
    text = source("Målet er at alle deler data i mars 2030.")
    assert text.nearest("deler dat i mars 203") == "deler data i mars 2030"
    assert text.nearest("Måla") == "Målet"
    assert text.nearest("xyz qwq") == text.nearest(" ") == ""


def test_the_nearest_text_is_found_by_a_few_searches_however_long_the_quote(monkeypatch):
    text = source("Alle deler data. " * 9 + "Staten må betale for data.")
    searched = []
    monkeypatch.setattr("ho21.dataset.source._few_places", lambda *it: searched.append(it) or (0,))
    text.nearest(" ".join(f"ord{each} deler data betale for Staten må" for each in range(999)))
    assert len(searched) <= 3


def test_the_exact_words_and_the_32_code_points_around_them_are_raw_slices():
    text = source("x" * 40 + "\nVi må\u00a0dele data\n" + "😀" * 40)
    (passage,) = text.find("Vi må dele data")
    assert text.exact(passage) == "Vi må\u00a0dele data"
    assert text.around(passage) == ("x" * 31 + "\n", "\n" + "😀" * 31)


def test_at_the_ends_of_a_text_there_is_less_around():
    text = source("Vi må dele data")
    (passage,) = text.find("Vi må dele data")
    assert text.around(passage) == ("", "")


def test_a_passage_knows_its_first_and_its_last_line():
    text = source("én\nto tre\r\nfire\n")
    assert [text.lines(each) for each in text.find("én")] == [(1, 1)]
    assert [text.lines(each) for each in text.find("tre fire")] == [(2, 3)]
    assert [text.lines(each) for each in text.find("fire")] == [(3, 3)]
    assert [source("a\nb").lines(each) for each in source("a\nb").find("a")] == [(1, 1)]


def test_a_passage_is_before_another_where_they_do_not_overlap():
    assert Anchor("a", 0, 4).before(Anchor("a", 4, 8))
    assert not Anchor("a", 0, 5).before(Anchor("a", 4, 8))
    assert not Anchor("a", 4, 8).before(Anchor("a", 0, 4))


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(WORDS, SPACES), min_size=1, max_size=8), st.data())
def test_a_quote_is_found_where_it_was_taken_from_and_its_slice_folds_to_it(pairs, data):
    text = source("".join(word + space for word, space in pairs))
    first = data.draw(st.integers(0, len(pairs) - 1))
    last = data.draw(st.integers(first, len(pairs) - 1))
    quote = " ".join(word for word, _ in pairs[first : last + 1])
    start = sum(len(word) + len(space) for word, space in pairs[:first])
    found = text.find(quote)
    assert start in [each.start for each in found]
    assert {fold(text.exact(each)) for each in found} == {quote}


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(WORDS, SPACES), min_size=1, max_size=8), st.data())
def test_the_slice_of_a_passage_leads_back_to_the_same_passage(pairs, data):
    text = source("".join(word + space for word, space in pairs))
    first = data.draw(st.integers(0, len(pairs) - 1))
    last = data.draw(st.integers(first, len(pairs) - 1))
    quote = " ".join(word for word, _ in pairs[first : last + 1])
    for passage in text.find(quote):
        assert passage in text.find(text.exact(passage))
        before, after = text.around(passage)
        assert text.text.startswith(
            before + text.exact(passage) + after, passage.start - len(before)
        )


@pytest.mark.parametrize(
    ("words", "invisible", "at", "ours", "theirs", "line"),
    [
        ("Ma\u030alet er", True, 2, "U+0061 (a) + U+030A", "U+00E5 (å)", 2),
        ("M\u00e5\u200blet", True, 3, "U+200B", "U+006C (l)", 2),
        ("\ufeffMålet", True, 1, "U+FEFF", "U+004D (M)", 2),
        ("Målet\u2060 er", True, 6, "U+2060", "U+0020", 2),
        ("for alle, i", True, 9, "U+002C (,)", "U+00AD", 3),
        ('Målet er "god"', False, 10, 'U+0022 (")', "U+00AB («)", 2),
        ("helse - for", False, 7, "U+002D (-)", "U+2013 (–)", 2),
        ("M\u00e5l\u0435t", False, 4, "U+0435 (\u0435)", "U+0065 (e)", 2),
    ],
)
def test_words_that_look_like_the_text_are_told_from_it_by_the_first_sign_that_differs(
    words, invisible, at, ours, theirs, line
):
    source = Source("a", "Først.\nMålet er «god» helse –\nfor alle\u00ad, i dag.".encode())
    assert source.find(words) == []
    assert source.resembling(words) == Resemblance(invisible, at, ours, theirs, line)


def test_a_text_may_be_the_one_that_writes_a_letter_as_two_signs():
    source = Source("a", "Ma\u030alet er".encode())
    ours, theirs = "U+00E5 (å)", "U+0061 (a) + U+030A"
    assert source.resembling("Målet er") == Resemblance(
        invisible=True, at=2, ours=ours, theirs=theirs, line=1
    )


@pytest.mark.parametrize("words", ["Helt annet", "", "\u200b", "mål"])
def test_words_that_do_not_look_like_the_text_resemble_nothing(words):
    assert Source("a", "Målet er nådd".encode()).resembling(words) is None
