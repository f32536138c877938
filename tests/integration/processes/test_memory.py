"""A question has the memory it is given, and the thread it is put in has its own beside that."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ho21.processes.memory import can_limit_memory
from support.served import environment

pytestmark = pytest.mark.skipif(
    not can_limit_memory(), reason="this system holds no process to a limit on its memory"
)

BEGUN = """
import mmap, sys
from ho21.processes.memory import bounded, own_process
from ho21.processes.network import without_network
own_process(64)
with bounded("en"):
    taken = mmap.mmap(-1, (64 << 20) - int(sys.argv[1]))
    print(without_network(lambda: "ok"))
"""
STACK = 8 << 20  # bytes of a thread: with a little more it is there, and can do nothing


@pytest.mark.parametrize("left", [1 << 16, STACK + (1 << 13), STACK + (1 << 15), STACK + (1 << 20)])
def test_a_question_is_put_in_a_thread_however_little_memory_is_left(left):
    done = subprocess.run(
        [sys.executable, "-c", BEGUN, str(left)],
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        timeout=60,
    )

    assert (done.stdout, done.stderr) == ("ok\n", "")
