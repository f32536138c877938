"""A second reading: what readers who did not write the readings say of them."""

import pytest

from ho21.dataset.readings.second import SecondReading, second_reading
from ho21.project import open_project

HEAD = "subject_id\tauthor_id\treader_id\tverdict\n"


@pytest.fixture
def read(tiny_project):
    """Return a function that gives the second reading of a project with a table of verdicts."""

    def given(table):
        root = tiny_project()
        if table is not None:
            (root / "graph" / "etterlesning.tsv").write_text(table, encoding="utf-8")
        return second_reading(open_project(str(root)))

    return given


def test_verdicts_are_counted_and_who_judged_most_comes_first(read):
    rows = (
        "tiltak:a\taktor:x\taktor:y\tagree\n"
        "tiltak:b\taktor:y\taktor:x\targuable\n"
        "tiltak:c\taktor:y\taktor:x\tagree\n"
    )
    assert read(f"#license: fri\n{HEAD}{rows}") == SecondReading(
        {"agree": 2, "arguable": 1, "wrong": 0}, ("aktor:x", "aktor:y")
    )


@pytest.mark.parametrize(
    "table",
    [
        None,
        "",
        "hva som helst",
        f"{HEAD}tiltak:a\taktor:x\taktor:x\tagree\n",
        f"{HEAD}tiltak:a\taktor:x\t\tagree\n",
        f"{HEAD}tiltak:a\taktor:x\taktor:y\tperhaps\n",
        f"{HEAD}tiltak:a\taktor:x\n",
    ],
)
def test_no_table_one_s_own_verdict_and_what_is_no_verdict_are_no_second_reading(read, table):
    assert read(table) is None
