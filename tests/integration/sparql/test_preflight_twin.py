"""The gate in the page says the same of a query as the gate here, word for word."""

from __future__ import annotations

import json
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ho21.errors import UsageError
from ho21.resources import resource
from ho21.sparql.preflight import admit
from support.glued import ASKED, CALLING, GATE, UPDATE
from support.programs import node

GRAPHS = ["x:b", "https://eksempel.no/graph/en"]
PREFIXES = {"ho": "https://eksempel.no/def#"}
BASE = "https://eksempel.no/"
PROGRAM = """
import { createInterface } from "node:readline";
const { admit } = await import(process.argv[1]);
for await (const line of createInterface({ input: process.stdin })) {
  const [query, prefixes, graphs, base] = JSON.parse(line);
  let told = null;
  try { admit(query, prefixes, graphs, base); } catch (fault) { told = [fault.key, fault.fields]; }
  console.log(JSON.stringify(told));
}
"""


@pytest.fixture(scope="module")
def twin(tmp_path_factory):
    module = tmp_path_factory.mktemp("gate") / "preflight.mjs"
    module.write_text(resource("explorer/static/query/preflight.js"), encoding="utf-8")
    with subprocess.Popen(
        [node(), "--input-type=module", "-e", PROGRAM, module.as_uri()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:

        def judged(query: str):
            process.stdin.write(json.dumps([query, PREFIXES, GRAPHS, BASE]) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield judged
        process.stdin.close()


def here(query: str):
    try:
        admit(query, PREFIXES, GRAPHS, BASE)
    except UsageError as error:
        return [error.key, error.fields]
    return None


@GATE
@given(st.one_of(CALLING, ASKED, UPDATE, st.text(max_size=40)))
def test_both_gates_say_the_same(twin, query):
    assert twin(query) == here(query)


def test_the_twin_is_asked_and_refuses(twin):
    assert twin("ASK { SERVICE <x:a> {} }") == ["query-service", {}]
    assert twin("ASK {}") is None
