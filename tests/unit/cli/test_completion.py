"""What may come next on a line that is being written."""

from __future__ import annotations

from itertools import count, takewhile

import argcomplete
import pytest

from ho21.analysis.builder import FORMATS as ANALYSED
from ho21.cli.arguments import ARGUMENTS, EVERYWHERE
from ho21.cli.commands import CHECK_FORMATS
from ho21.cli.completion import parser
from ho21.diff.render import FORMATS as COMPARED
from ho21.export.registry import FORMATS
from ho21.project import open_project
from ho21.site.artifacts import PARTS


def after(line):
    """Return what may follow, as argcomplete answers one who asks from within Python."""
    finder = argcomplete.CompletionFinder(parser(), always_complete_options=False)
    found = takewhile(bool, (finder.rl_complete(line, at) for at in count()))
    return [each.strip().rpartition(" ")[2] for each in found]


def test_first_comes_a_command():
    assert after("") == [*ARGUMENTS, "help"]
    assert after("--lang en dra") == ["draw", "draft"]
    assert after("help dra") == ["draw", "draft"]


@pytest.mark.parametrize("command", ARGUMENTS)
def test_the_options_of_a_command_are_offered_and_no_others(command):
    expected = {*ARGUMENTS[command][1], *EVERYWHERE, "--help"}
    assert set(after(f"{command} --")) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("--lang ", ("nb", "en")),
        ("export ", FORMATS),
        ("export gra", ("graphml",)),
        ("analyse hv", ("hvorfor",)),
        ("analyse --format ", ANALYSED),
        ("diff a b --format ", COMPARED),
        ("check --format ", CHECK_FORMATS),
        ("report --format ", ("md", "html")),
        ("ask visjonen --format j", ("json", "jsonld")),
        ("query --format t", ("table", "tsv", "ttl")),
        ("build --only ", PARTS),
        ("serve --port ", ()),
        ("show dele-hels", ()),
        ("show utnytte", ("utnytte-helsedata",)),
        ("analyse hvorfor utnytte-h", ("utnytte-helsedata",)),
        ("analyse vei fra=utnytte-h", ("fra=utnytte-helsedata",)),
        ("ask hva-sa-aktoren ", ("lang=", "termlang=", "aktor=", "ord=")),
        ("ask hva-sa-aktoren aktor=ho21", ("aktor=ho21-radet",)),
        ("ask hva-sa-aktoren ord=ho21", ()),
        ("ask finnes-ikke or", ()),
    ],
)
def test_a_value_is_one_of_those_that_are_known(line, expected):
    assert after(line) == [*expected]


def test_a_question_is_one_of_the_project(tiny_project):
    root = tiny_project()
    (root / "queries" / "mitt.rq").touch()
    shown = open_project().questions()
    shown.remove("maltall-og-penger")  # which the project hides
    assert after("ask ") == shown
    assert after(f"--project {root} ask mi") == ["mitt"]
    assert after(f"ask --project {root} mi") == ["mitt"]
    assert after("--project /finnes/ikke ask ") == []


def test_a_file_is_offered_where_one_may_stand(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gammel.nq").touch()
    for line in ("diff gam", "query gam", "draw --to gam"):
        assert after(line) == ["gammel.nq"]
