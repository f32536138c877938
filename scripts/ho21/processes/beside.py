"""Work that a process of its own does meanwhile, where this one can safely be copied (Linux)."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


_THREADS: Final = Path("/proc/self/task")
_LOOKS: Final = 50
_END_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG


@contextmanager
def beside(work: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """Begin work that leaves files behind, and give what waits until it is done.

    What the other process could not do, or may not (a copy of a process with threads may hang),
    is done here when it is waited for, and so raises here what it raises. Where it is not waited
    for, it is ended.
    """
    other = None
    if _THREADS.is_dir() and _has_one_thread():
        other = multiprocessing.get_context("fork").Process(target=_done, args=(work,), daemon=True)
        other.start()

    def finish() -> None:
        if other:
            other.join()
        if not other or other.exitcode:
            work()

    try:
        yield finish
    finally:
        if other:
            other.kill()
            other.join()


def _has_one_thread() -> bool:
    """Say whether there is but one thread; one that has ended the system still has for a moment."""
    for _ in range(_LOOKS):
        if len([*_THREADS.iterdir()]) == 1:
            return True
        if threading.active_count() > 1:
            return False
        time.sleep(0.002)
    return False


def _done(work: Callable[[], None]) -> None:
    """Do work, and end without a word where it fails: it is done again where it can be told.

    A parent that is killed takes it along; what is locked meanwhile is then free.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
    parent = multiprocessing.parent_process()
    if parent is None or parent.pid != os.getppid():  # killed before that was asked for
        os._exit(1)
    with suppress(OSError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    try:
        work()
    except BaseException:  # noqa: BLE001 (Ctrl-C too is told by the parent)
        os._exit(1)
