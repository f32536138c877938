"""The page's finder of ways, in Node: what it tells, and how long that takes."""

from __future__ import annotations

import json
import subprocess

from ho21.explorer.data import PageData, as_json
from ho21.explorer.page import parts
from ho21.resources import SOURCES
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
  const from = performance.now();
  const { ways, reasons, need, reached, breaks } = end === null ? why(start) : between(start, end);
  const spent = performance.now() - from;
  console.log(JSON.stringify([[ways.map(way), reasons, need, reached, breaks.map((each) =>
    [way(each.way), each.sought.length, each.refused.map(({ reason }) => reason.nb)])], spent]));
}
"""


class Twin:
    """The page's finder over a graph, in Node; ``spent`` is the milliseconds of its last answer."""

    def __init__(self, graph, folder, **other):
        """Write the page's data where the program reads them, and start it."""
        data = as_json(graph, PageData()) | {"text": {}, "texts": {}}
        for each in data["nodes"]:
            each.update(other)
        file = folder / "parts.json"
        file.write_text(json.dumps(parts(data)), encoding="utf-8")
        static = (SOURCES / "explorer" / "static").as_uri()
        self.index = {iri: at for at, iri in enumerate(graph.things)}
        self.spent = 0.0
        self.process = subprocess.Popen(
            [node(), "--input-type=module", "-e", PROGRAM, static, str(file)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip

    def __call__(self, start, end, *, readings=True, least=0.0):
        """Return what the page tells of two things, or of a thing and the vision."""
        ends = [self.index[start], None if end is None else self.index[end]]
        self.process.stdin.write(json.dumps([*ends, readings, least]) + "\n")
        self.process.stdin.flush()
        found, self.spent = json.loads(self.process.stdout.readline())
        return found

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.communicate()
