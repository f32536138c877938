"""Everything the graph is taken away in, by the name of its format."""

from hashlib import sha256

import pytest

from exported import graph
from ho21.export import FORMATS, everything, export
from ho21.fault import CallError
from ho21.rooms import house
from ho21.store import load


def lines(triples) -> set[str]:
    return {f"{each.subject} {each.predicate} {each.object}" for each in triples}


def test_the_sums_are_those_of_the_files():
    files = everything(graph())
    listed = dict(
        reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines()
    )

    assert listed == {name: sha256(content).hexdigest() for name, content in files.items()}
    assert len(files) == sum(len(export(form, graph())) for form in FORMATS)


def test_an_unknown_format_is_refused_with_those_there_are():
    with pytest.raises(CallError) as caught:
        export("pdf", graph())

    assert caught.value.key == "unknown-format"
    assert "graphml" in caught.value.text("nb")


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_graph_gives_the_same_bytes(form):
    assert export(form, load(house())) == export(form, graph())
