"""The memory that a process may take, and what is said where it is too little.

On Linux it is a limit on the address space. The engine ends the process when memory is refused it,
so in a process of a single command that end is made one sentence. Elsewhere the system does not
hold a process to such a limit.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ho21.errors import ProjectError, UsageError, fault, within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Thread

MEMORY: Final = 1024  # MiB that a question may take
_MIB: Final = 1 << 20
_SIZES: Final = Path("/proc/self/statm")
_STDERR: Final = 2
_CLEARED: Final = b"\r\x1b[2K\x1b[?25h"  # the line of a terminal that shows work, and its cursor


def megabytes(given: str | None) -> int:
    """Return how many MiB the option ``--memory`` gives a question; raises UsageError."""
    return int(within("--memory", given, 16, 1 << 20) or MEMORY)


def can_limit_memory() -> bool:
    """Tell whether the system holds a process to a limit on its memory."""
    return sys.platform == "linux" and _SIZES.is_file()


def limit_memory(more: int) -> bool:
    """Let this process have so many bytes more than now, for good; return whether that holds."""
    if not can_limit_memory():
        return False
    import resource

    most, _ = _limits(more)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return True


def _limits(more: int) -> tuple[int, int]:
    """Return the limits on the address space that leave so much more than there is now."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = _taken() + more
    return most if hard == resource.RLIM_INFINITY else min(most, hard), hard


def _taken() -> int:
    """Return the bytes of address space that this process has."""
    import resource

    return int(_SIZES.read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def begin_thread(thread: Thread) -> None:
    """Start a thread, with what it begins with beside what a question may take.

    A thread that is refused the memory it begins with says nothing to who started it, and would be
    waited for without end.
    """
    if _Own.memory is None:
        thread.start()
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    before = _taken()
    try:
        thread.start()
    finally:
        if soft != hard:
            soft += max(0, _taken() - before)
            soft = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


class _Own:
    """What a question may take in this process, in MiB; nothing is held where it is not ours."""

    memory: int | None = None


def own_process(memory: int) -> None:
    """Take over a process that runs a single command, so that each question in it may be limited.

    Python writes to stderr by another number from now on, so that the engine's own last words can
    be left out (``bounded``).
    """
    if not can_limit_memory():
        return
    _Own.memory = memory
    if sys.stderr is not None:
        with suppress(OSError):
            how = sys.stderr.encoding, "backslashreplace"
            sys.stderr = os.fdopen(os.dup(sys.stderr.fileno()), "w", 1, *how)


@contextmanager
def bounded(lang: str, file: str = "") -> Iterator[None]:
    """Hold what is done here to the memory that a question may take, counted from now.

    What takes more ends in one sentence: UsageError, or ProjectError where the question stands in
    a file of the project; where the engine ends the process, the process says the same.
    """
    memory = _Own.memory
    if memory is None:
        yield
        return
    import resource

    error: UsageError | ProjectError = UsageError("query-past-memory", limit=memory)
    if file:
        error = ProjectError([fault("query-past-memory", file, limit=memory)])
    before = resource.getrlimit(resource.RLIMIT_AS)
    with _end_told(error, lang):
        resource.setrlimit(resource.RLIMIT_AS, _limits(memory * _MIB))
        try:
            yield
        except MemoryError:
            raise error from None
        finally:
            resource.setrlimit(resource.RLIMIT_AS, before)


@contextmanager
def _end_told(error: UsageError | ProjectError, lang: str) -> Iterator[None]:
    """Say an error and end as it does, where the engine is refused memory and ends the process.

    The engine calls ``abort`` when an allocation has come back empty: the allocator's locks are
    free then, and Python's is free or held by this very thread, so a little Python can be run in
    the handler of the signal, where a handler of Python's own would have to wait for the engine.
    What it needs is made beforehand. (A process that only waits to say it would be safer still,
    but be a second one for each question.)
    """
    import resource

    first, code = (error.faults[0], 1) if isinstance(error, ProjectError) else (error, 2)
    sentence = f"{first.text(lang)}\n".encode()
    said = None if sys.stderr is None else sys.stderr.fileno()
    if said is not None and os.isatty(said):
        sentence = _CLEARED + sentence
    _, most = resource.getrlimit(resource.RLIMIT_AS)

    def end(_: int) -> None:
        try:
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
            if said is not None:
                os.write(said, sentence)
        finally:
            os._exit(code)

    handler = ctypes.CFUNCTYPE(None, ctypes.c_int)(end)
    handle = ctypes.CDLL(None).signal
    handle.argtypes, handle.restype = (ctypes.c_int, ctypes.c_void_p), ctypes.c_void_p
    before = handle(signal.SIGABRT, ctypes.cast(handler, ctypes.c_void_p))
    try:
        with _unheard(said):
            yield
    finally:
        handle(signal.SIGABRT, before)


@contextmanager
def _unheard(said: int | None) -> Iterator[None]:
    """Leave out what is written to stderr past Python, where Python writes by another number."""
    if said in {None, _STDERR}:
        yield
        return
    kept = os.dup(_STDERR)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDERR)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)
