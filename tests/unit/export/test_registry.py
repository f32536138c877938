"""Everything the graph is taken away in, by the name of its format."""

from hashlib import sha256

import pytest

from ho21.dataset.loader import load
from ho21.errors import UsageError
from ho21.export.registry import FORMATS, everything, export
from ho21.project import open_project
from support.exported import graph


def lines(triples) -> set[str]:
    return {f"{each.subject} {each.predicate} {each.object}" for each in triples}


def test_the_sums_are_those_of_the_files(data_files):
    files = dict(data_files)
    listed = dict(
        reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines()
    )

    assert listed == {name: sha256(content).hexdigest() for name, content in files.items()}


def test_everything_is_the_files_of_every_format_and_their_sums(tiny_project):
    dataset = load(open_project(str(tiny_project()))).sound()
    every = {name: data for form in FORMATS for name, data in export(form, dataset).items()}
    files = everything(dataset)

    assert files == every | {"SHA256SUMS": files["SHA256SUMS"]}


def test_an_unknown_format_is_refused_with_those_there_are():
    with pytest.raises(UsageError) as caught:
        export("pdf", graph())

    assert caught.value.key == "unknown-format"
    assert "graphml" in caught.value.text("nb")


@pytest.mark.slow
def test_the_same_graph_gives_the_same_bytes(data_files):
    again = everything(load(open_project()))

    assert again.keys() == data_files.keys()
    assert [name for name, data in again.items() if data != data_files[name]] == []
