"""The endpoint passes the W3C's tests of the SPARQL 1.1 Protocol and of what goes with it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import suite
from score import ours

ABSENT = not suite.cases()
# What the engine cannot do, with its reason; a test that passes after all must leave this list.
BEYOND = {
    "csv03": "the store keeps the value of 1.0E6 and not how it was written",
    "tsv03": "the store keeps a negativeInteger as the integer it is",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Serve the suite's own graphs."""
    file = tmp_path_factory.mktemp("suite") / "suite.nq"
    file.write_text(suite.nquads(), encoding="utf-8")
    with ours(file) as running:
        yield running


@pytest.mark.skipif(ABSENT, reason=suite.MISSING)
@pytest.mark.parametrize("case", suite.cases(), ids=lambda case: f"{case.part}: {case.name}")
def test_a_test_of_the_w3c_passes(server, case):
    wrong = case.run(server)

    assert bool(wrong) == (case.name in BEYOND), wrong or "it passes: strike it from the list"


@pytest.mark.skipif(ABSENT, reason=suite.MISSING)
def test_no_test_of_the_w3c_is_left_out():
    assert Counter(case.part for case in suite.cases()) == {
        "protocol": 20,
        "update refused": 14,
        "graph store refused": 8,
        "service description": 3,
        "CSV and TSV": 6,
    }


@pytest.mark.skipif(ABSENT, reason=suite.MISSING)
def test_the_score_in_the_readme_is_the_one_we_get():
    every = Counter(case.part for case in suite.cases())
    passed = Counter(case.part for case in suite.cases() if case.name not in BEYOND)
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")

    shown = re.findall(r"^\| [^|]+ \| (\d+/\d+) \| \d+/\d+ \|$", readme, re.MULTILINE)

    assert shown == [f"{passed[part]}/{count}" for part, count in every.items()]
