"""The endpoint passes the W3C's tests of the SPARQL 1.1 Protocol and of what goes with it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from support import suite
from tools.score import ours

ABSENT = not suite.cases()
# A store keeps the value of 1.0E6 and not how it was written, and makes every whole number an
# integer; a project of ours may hold no such literal (``not-canonical``), the suite's data does.
KEPT_BY_VALUE = {
    "csv03": "differs: [('http://example.org/s6', 'http://example.org/p6', '1000000')]",
    "tsv03": "differs: [('<http://example.org/s3>', '<http://example.org/p3>', "
    """'"-3"^^<http://www.w3.org/2001/XMLSchema#integer>'), """
    "('<http://example.org/s6>', '<http://example.org/p6>', "
    """'"1000000"^^<http://www.w3.org/2001/XMLSchema#double>')]""",
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
    assert case.run(server) == KEPT_BY_VALUE.get(case.name, "")


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
    readme = (Path(__file__).parents[2] / "tools" / "README.md").read_text(encoding="utf-8")

    shown = re.findall(r"^\| [^|]+ \| (\d+/\d+) \| \d+/\d+ \|$", readme, re.MULTILINE)

    # Each of the others passes, or the tests above fail.
    passed = every - Counter(case.part for case in suite.cases() if case.name in KEPT_BY_VALUE)
    assert shown == [f"{passed[part]}/{count}" for part, count in every.items()]
