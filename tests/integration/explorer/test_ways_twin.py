"""The page finds the same ways between things as the command does, step for step."""

from __future__ import annotations

import json
import random
import subprocess
from itertools import product

import pytest

from ho21.dataset.loader import load
from ho21.explorer.data import PageData, as_json
from ho21.explorer.page import parts
from ho21.map.ways import WayFinder
from ho21.model.read import knowledge_graph
from ho21.project import open_project
from ho21.resources import SOURCES
from support.others import CITY, FJORD
from support.programs import node

# The page's own modules, over its own data: what they ask the document for is all they need of it.
PROGRAM = """
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
const parts = JSON.parse(readFileSync(process.argv[2], "utf8"));
globalThis.document = {
  getElementById: (id) => ({ textContent: JSON.stringify(parts[id.replace("data-", "")] ?? null) }),
};
const { between, why } = await import(`${process.argv[1]}/paths/find.js`);
const { state } = await import(`${process.argv[1]}/shared/state.js`);
const step = ({ link, end }) => [link.predicate, end];
const way = ({ start, steps }) => [start, ...steps.flatMap(step)];
for await (const line of createInterface({ input: process.stdin })) {
  const [start, end, readings, least] = JSON.parse(line);
  Object.assign(state, { readings, least });
  const { ways, reasons, need, reached, breaks } = end === null ? why(start) : between(start, end);
  console.log(JSON.stringify([ways.map(way), reasons, need, reached, breaks.map((each) =>
    [way(each.way), each.sought.length, each.refused.map(({ reason }) => reason.nb)])]));
}
"""


class Twin:
    """The page's finder over a graph, in Node."""

    def __init__(self, graph, folder, **other):
        """Write the page's data where the program reads them, and start it."""
        data = as_json(graph, PageData()) | {"text": {}, "texts": {}}
        for each in data["nodes"]:
            each.update(other)
        file = folder / "parts.json"
        file.write_text(json.dumps(parts(data)), encoding="utf-8")
        static = (SOURCES / "explorer" / "static").as_uri()
        self.index = {iri: at for at, iri in enumerate(graph.things)}
        self.iris = [*graph.things]
        self.process = subprocess.Popen(
            [node(), "--input-type=module", "-e", PROGRAM, static, str(file)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip

    def __call__(self, start, end, *, readings=True, least=0.0):
        """Return what the page tells of two things, or of a thing and the vision."""
        ends = [self.index[start], None if end is None else self.index[end]]
        self.process.stdin.write(json.dumps([*ends, readings, least]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.communicate()


def told(graph, found):
    """Return what was found as the page tells it: things by number, links by name."""
    index = {iri: at for at, iri in enumerate(graph.things)}

    def way(each):
        steps = ((step.row.link.predicate_name, index[step.end]) for step in each.steps)
        return [index[each.start], *(part for step in steps for part in step)]

    breaks = [
        [way(each.way), len(each.sought), [one.reason["nb"] for one in each.refused]]
        for each in found.breaks
    ]
    return [[*map(way, found.ways)], found.reasons, found.need, found.reached, breaks]


@pytest.fixture(scope="module", params=["real", "city", "fjord"])
def both(request, real, tmp_path_factory):
    folders = {"city": CITY, "fjord": FJORD}
    chosen = request.param
    dataset = load(open_project(str(folders[chosen]))).sound() if chosen in folders else real
    graph = knowledge_graph(dataset)
    with Twin(graph, tmp_path_factory.mktemp("ways")) as twin:
        yield graph, twin


@pytest.mark.parametrize("readings", [True, False], ids=["with readings", "without"])
def test_why_anything_is_there_is_told_alike(both, readings):
    graph, twin = both
    held = graph if readings else graph.stated
    finder = WayFinder(held)

    apart = [
        each
        for each in graph.things
        if twin(each, None, readings=readings) != told(graph, finder.why(each))
    ]
    assert apart == []


@pytest.mark.parametrize(("readings", "least"), [(True, 0.0), (False, 0.0), (True, 0.6)])
def test_the_ways_between_any_two_things_are_told_alike(both, readings, least):
    graph, twin = both
    held = (graph if readings else graph.stated).at_least(least)
    finder = WayFinder(held)
    pairs = [*product(graph.things, graph.things)]
    sample = random.Random(17).sample(pairs, min(len(pairs), 300))

    apart = [
        (start, end)
        for start, end in sample
        if twin(start, end, readings=readings, least=least)
        != told(graph, finder.between(start, end))
    ]
    assert apart == []


def test_twins_that_do_not_see_the_same_costs_are_seen_to_differ(real, tmp_path):
    graph = knowledge_graph(real)
    finder = WayFinder(graph)
    with Twin(graph, tmp_path, hub=0) as twin:
        apart = [x for x in graph.things if twin(x, None) != told(graph, finder.why(x))]

    assert apart != []
