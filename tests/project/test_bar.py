"""The bar of tests/tools/bar.toml: every row is there, and what shows it is there too."""

import sys
from pathlib import Path

import pytest

TOOLS = str(Path(__file__).parents[1] / "tools")
sys.path.insert(0, TOOLS)

import bar  # noqa: E402 (found on the path above)

sys.path.remove(TOOLS)

HERE = "project/test_bar.py::test_every_row_is_there_once_and_in_order"
ROW = {"says": "That a row is a row.", "tests": [HERE]}


def test_every_row_is_there_once_and_in_order():
    assert tuple(bar.rows()) == bar.NAMES
    assert len(bar.NAMES) == 120


def test_a_row_says_what_it_shows_and_is_shown_or_says_why_not():
    unlike = {
        name: row
        for name, row in bar.rows().items()
        if not row.get("says", "").endswith(".")
        or ("not" in row) == bool(row.get("tests") or row.get("programs"))
        or set(row) - {"says", "tests", "programs", "not", "differs"}
    }

    assert unlike == {}


def test_everything_that_a_row_names_is_there():
    gone = {name: bar.missing(row) for name, row in bar.rows().items() if bar.missing(row)}

    assert gone == {}


def test_what_is_not_there_is_missed():
    named = {"tests": [HERE, f"{HERE}_too", "nowhere/test_x.py::test_x"], "programs": ["x.py --a"]}

    assert bar.missing(named) == [f"{HERE}_too", "nowhere/test_x.py::test_x", "x.py --a"]


@pytest.mark.parametrize(
    ("row", "outcomes", "expected"),
    [
        (ROW, {HERE: {"passed"}}, ("held", "")),
        (ROW | {"differs": "2, not 4"}, {HERE: {"passed"}}, ("held", "2, not 4")),
        (ROW, {HERE: {"passed", "failed"}}, ("fell", f"{HERE}: failed")),
        (ROW, {HERE: {"passed", "skipped"}}, ("fell", f"{HERE}: skipped")),
        (ROW, {}, ("fell", f"{HERE}: not run")),
        ({"says": "A.", "tests": ["x::y"]}, {}, ("fell", "x::y is not there")),
        ({"says": "A.", "programs": ["bar.py I"]}, {}, ("fell", "bar.py I: not run")),
        ({"says": "A."}, {}, ("fell", "nothing shows it")),
        ({"says": "A.", "not": "there is none"}, {}, ("not applicable", "there is none")),
    ],
)
def test_a_row_holds_only_where_all_that_shows_it_has_passed(row, outcomes, expected):
    assert bar.verdict(row, outcomes) == expected
