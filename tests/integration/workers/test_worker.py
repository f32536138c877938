"""A worker: a process that answers queries over one dataset, and that may be killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from ho21.processes.child import frame, read_frame
from ho21.workers.worker import Job

GRAPH = "https://x/g"
FACTS = [(NamedNode("https://x/a"), NamedNode("https://x/p"), Literal(f"{at}")) for at in range(3)]
QUADS = [Quad(*each, *graph) for each in FACTS for graph in ([], [NamedNode(GRAPH)])]


@pytest.fixture
def process():
    begun = subprocess.Popen(
        [sys.executable, "-P", "-m", "ho21.workers.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    settings = {
        "base": "https://x/",
        "prefixes": {},
        "graphs": [GRAPH],
        "memory": 1 << 27,
        "rows": 10,
        "answer": 1 << 20,
    }
    begun.stdin.write(frame(settings, serialize(QUADS, format=RdfFormat.N_QUADS)))
    begun.stdin.flush()
    assert read_frame(begun.stdout) == ({"ready": True}, b"")
    yield begun
    begun.kill()
    begun.wait()
    begun.stdin.close()
    begun.stdout.close()


def put(process, text):
    process.stdin.write(frame(vars(Job(text))))
    process.stdin.flush()


def test_one_process_answers_one_query_after_another(process):
    for _ in range(2):
        put(process, "ASK { ?s ?p ?o }")
        assert read_frame(process.stdout)[1] == b'{"head":{},"boolean":true}'


def endless():
    many = " ".join(map(str, range(400)))
    return f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'VALUES ?{x} {{ {many} }}' for x in 'abcd')} }}"


def test_it_ends_with_who_started_it_even_in_the_midst_of_a_query(process):
    put(process, endless())
    process.stdin.close()
    assert process.wait(10) == 0


def test_ctrl_c_is_not_for_it(process):
    process.send_signal(signal.SIGINT)
    put(process, "ASK {}")
    assert read_frame(process.stdout)[0] == {"media": "application/sparql-results+json"}


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no /proc: memory is not held")
def test_a_query_that_takes_too_much_memory_ends_the_process(process):
    steps = " ".join(f"BIND(CONCAT(?a{at}, ?a{at}) AS ?a{at + 1})" for at in range(39))
    put(process, f'SELECT ?a39 {{ BIND("xxxxxxxxxx" AS ?a0) {steps} }}')
    assert read_frame(process.stdout) is None
    assert process.wait(10) == -signal.SIGABRT
