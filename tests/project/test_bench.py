"""The benchmarks run, whatever they find: each row on a project of one document."""

import sys

import pytest

from tools.bench import commands, pages, projects, servers
from tools.bench.growth import exponents
from tools.bench.measure import Cost, program
from tools.bench.rows import ROWS
from tools.bench.table import Bench, Line, against, alone

# One of each kind; the others begin many programs, or wait for them.
CHEAP = ("version", "shapes", "queries", "crowd", "questions", "ways")
LOUD = "import sys; print(sys.stdout.isatty()); sys.exit(sys.stdout.isatty())"


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """Return what rows are run with: a project of one document, and one run."""
    folder = tmp_path_factory.mktemp("bench")
    made = projects.write(1, folder / "project")
    return Bench(folder, 1, [1, 2], ("--project", str(made)))


def told(name, bench, monkeypatch):
    """Return the lines of a row that is run with as little as it can be."""
    for module, few in (
        (servers, {"CLIENTS": 2, "EACH": 5, "AMONG": 10, "LOOK_UPS": 40}),
        (pages, {"MANY": (20, 30), "PAIRS": 2}),
        (commands, {"ANALYSES": ("hull",), "FORMATS": ("nq",), "frozen": lambda _: []}),
    ):
        for each, value in few.items():
            monkeypatch.setattr(module, each, value)
    return [*ROWS[name](bench)]


def wrong(lines):
    """Return the lines that say nothing, or have a verdict without a target or the reverse."""
    said = [each for each in lines if each.ours or each.peer]
    judged = [each for each in said if bool(each.target) == bool(each.verdict)]
    return [each for each in lines if each not in judged] if lines else ["no line"]


@pytest.mark.integration
@pytest.mark.parametrize("name", CHEAP)
def test_a_row_can_be_run(name, bench, monkeypatch):
    assert wrong(told(name, bench, monkeypatch)) == []


@pytest.mark.night
@pytest.mark.parametrize("name", [name for name in ROWS if name not in CHEAP])
def test_a_row_that_takes_long_can_be_run(name, bench, monkeypatch):
    assert wrong(told(name, bench, monkeypatch)) == []


@pytest.mark.integration
def test_a_program_is_weighed_alone_and_told_whether_it_is_on_a_terminal():
    held = bytearray(300 << 20)

    assert program([sys.executable, "-c", LOUD]).memory < len(held) / 2**21
    with pytest.raises(RuntimeError, match=r"ended with 1: True\s"):
        program([sys.executable, "-c", LOUD], terminal=True)


def test_a_line_has_its_ratio_and_says_whether_the_target_is_met():
    ours, peer = [Cost(1), Cost(2, 30), Cost(4)], [Cost(8)]

    assert against("x", ours, "y", peer, "≤ 0.25") == Line(
        "x", "1 / 2 / 4 s, 30 MiB", "y: 8 s", "0.25", "≤ 0.25", "met"
    )
    assert against("x", ours, "y", peer, "≥ 1.5", "a second").verdict == "missed"
    assert alone("x", peer, "≤ 7") == Line("x", "8 s", "", "", "≤ 7 s", "missed")


def test_what_costs_four_times_as_much_for_twice_as_many_has_the_exponent_two():
    assert exponents([1, 2, 4], [[Cost(3)], [Cost(12)], [Cost(24)]]) == [2, 1]
