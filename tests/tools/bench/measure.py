"""What a run costs: of a program, of work in a process of its own, and of several in turn.

A program is begun by this file, run as a small program of its own: the system counts the memory of
whoever begins another as that of the other.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any


class Cost(NamedTuple):
    """What one run took, in seconds of CPU where nothing else is said, and the most MiB it held."""

    value: float
    memory: float = 0


def program(
    words: Sequence[str], more: Mapping[str, str] | None = None, *, terminal: bool = False
) -> Cost:
    """Return what a program costs with all that it begins; its output is read by a pipe or a pty.

    Raises RuntimeError with what it said where it fails.
    """
    # Installed programs start from compiled modules; the warm-up run makes them.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begun = [sys.executable, "-I", __file__, "terminal" if terminal else "pipe", *words]
    done = subprocess.run(begun, env=env | dict(more or {}), check=True, stdout=subprocess.PIPE)
    seconds, memory, code, said = json.loads(done.stdout)
    if code:
        message = f"{' '.join(words)} ended with {code}: {said}"
        raise RuntimeError(message)
    return Cost(seconds, memory)


def apart(work: Callable[..., Any], *given: object) -> Any:
    """Return what some work returns in a new process."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def in_turn(runs: int, *works: Callable[[], Cost]) -> list[list[Cost]]:
    """Return what each of some works costs, done once to warm up and then in turn."""
    rounds = [[work() for work in works] for _ in range(runs + 1)]
    return [list(costs) for costs in zip(*rounds[1:], strict=True)]


def spent(work: Callable[[], object]) -> Cost:
    """Return what some work costs in this process."""
    from time import process_time

    began = process_time()
    work()
    return Cost(process_time() - began)


def _run(how: str, *words: str) -> tuple[float, float, int, str]:
    """Return the seconds, the MiB and the exit code of a program, and the last of what it said."""
    import pty

    ours, theirs = pty.openpty() if how == "terminal" else os.pipe()
    given = theirs if how == "terminal" else subprocess.DEVNULL
    said = b""
    with subprocess.Popen(words, stdin=given, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        with suppress(OSError):  # how a terminal says that no one writes to it any more
            while part := os.read(ours, 65536):
                said = (said + part)[-400:]
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = used.ru_utime + used.ru_stime
    return seconds, used.ru_maxrss / 1024, process.returncode, said.decode(errors="replace")


if __name__ == "__main__":
    print(json.dumps(_run(*sys.argv[1:])))
