"""What the page finds, in Node: ways and things side by side, and how long that takes."""

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
const { compared } = await import(`${process.argv[1]}/compare/sides.js`);
const { state, things } = await import(`${process.argv[1]}/shared/state.js`);
const step = ({ link, end }) => [link.predicate, end];
const tie = ({ link, back }) => [link.predicate, back, link.standing];
const row = ({ thing, one, other }) => [thing.id, one.map(tie), other.map(tie)];
const way = ({ start, steps }) => [start, ...steps.flatMap(step)];
for await (const line of createInterface({ input: process.stdin })) {
  const [start, end, readings, least, beside] = JSON.parse(line);
  Object.assign(state, { readings, least });
  if (beside) {
    const { left, both, right, between } = compared(things[start], things[end]);
    const parts = [left, both, right].map((rows) => rows.map(row));
    console.log(JSON.stringify([[...parts, between.map(tie)]]));
    continue;
  }
  const from = performance.now();
  const { ways, reasons, need, reached, breaks } = end === null ? why(start) : between(start, end);
  const spent = performance.now() - from;
  console.log(JSON.stringify([[ways.map(way), reasons, need, reached, breaks.map((each) =>
    [way(each.way), each.sought.length, each.refused.map(({ reason }) => reason.nb)])], spent]));
}
"""


class Twin:
    """The page's own modules over a graph, in Node; ``spent`` is how many ms the last way took."""

    def __init__(self, graph, folder, **other):
        """Write the page's data where the program reads them, and start it."""
        data = as_json(graph, PageData(base=graph.base.iri)) | {"text": {}, "texts": {}}
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
        found, self.spent = self._asked([*ends, readings, least])
        return found

    def sides(self, one, other, *, readings=True, least=0.0):
        """Return what the page finds of two things side by side."""
        (found,) = self._asked([self.index[one], self.index[other], readings, least, True])
        return found

    def _asked(self, line):
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.communicate()
