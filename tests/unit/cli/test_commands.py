"""What each command does with its options, once they are read."""

from ho21.cli.arguments import read_line
from ho21.cli.commands import VERBS
from ho21.cli.main import ARGUMENTS
from ho21.project import open_project
from ho21.server import run


def test_each_command_does_something():
    assert list(VERBS) == list(ARGUMENTS)


def test_what_is_served_has_no_readings_where_only_what_is_stated_is_asked_for(
    tiny_project, monkeypatch
):
    served = []
    monkeypatch.setattr(run, "serve", lambda dataset, *_, **__: served.append(dataset))
    project = open_project(str(tiny_project()))
    for line in (("serve",), ("serve", "--stated-only")):
        VERBS["serve"](read_line(line).options, project, "nb")

    whole, stated = ({*each.facts} & each.read_graphs for each in served)
    assert whole
    assert stated == set()
