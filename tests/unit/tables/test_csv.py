"""A cell of a CSV that no spreadsheet takes for a formula, and the exact text back again."""

from hypothesis import given
from hypothesis import strategies as st

from ho21.tables.csv import guarded
from support.sheets import CODES, FORMULAS, HOSTILE, LINKS


def test_what_may_begin_a_formula_gets_an_apostrophe_before_it():
    formulas = [each for each in FORMULAS if not each.startswith("{")]

    assert [guarded(each) for each in formulas] == [f"'{each}" for each in formulas]


def test_all_else_stands_as_it_is():
    texts = [*LINKS, *CODES, "007", "a=1", "1-2", "«–»", "– strek", "", " "]

    assert [guarded(each) for each in texts] == texts


def test_an_apostrophe_that_was_there_is_told_from_ours():
    assert [guarded(each) for each in ("'", "'=1", "''")] == ["''", "''=1", "'''"]


@given(st.one_of(st.text(), st.sampled_from(HOSTILE), st.from_regex(r"['=+@\t -]{1,6}")))
def test_the_exact_text_comes_back_and_none_begins_as_a_formula(text):
    assert guarded(text).removeprefix("'") == text
    assert guarded(text).lstrip()[:1] not in set("=+-@＝＋－＠\t\r")
