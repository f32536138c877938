"""What each command does with its options, once they are read."""

from ho21.cli.arguments import read_line
from ho21.cli.commands import VERBS
from ho21.cli.main import ARGUMENTS, main
from ho21.project import open_project
from ho21.server import run
from support.retired import retire


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


def test_a_thing_by_its_old_address_is_shown_by_its_new_one_in_one_sentence(tiny_project, capsys):
    call = ["--project", str(retire(tiny_project())), "--lang", "en", "show"]
    codes = main([*call, "tiltak:spre-data"]), main([*call, "lagre-data"])
    told = capsys.readouterr()

    assert codes == (0, 2)
    assert told.out.startswith("Share data\ntiltak:dele-data")
    assert told.err.splitlines() == [
        "tiltak:spre-data was replaced by tiltak:dele-data in edition 0.0.1.",
        "lagre-data was retired in edition 0.0.2, and nothing has replaced it.",
    ]


def test_a_query_that_finds_nothing_for_a_misspelt_name_says_which(tiny_project, capsys):
    project = open_project(str(tiny_project()))
    code = VERBS["query"](read_line(("query", "ASK { ?a ho:propsedBy ?b }")).options, project, "en")

    assert code == 0
    assert capsys.readouterr().err == (
        "The vocabulary has no ho:propsedBy, so nothing is found by it; "
        "did you mean ho:proposedBy?\n"
    )
