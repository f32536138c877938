"""A process, or a thread of one, that can reach no network.

It is the second wall behind the check of a query before it runs: what that should let through by
mistake is refused by the system. On Linux it is a filter of system calls (seccomp), which refuses
every new socket. It needs neither rights nor namespaces, may be put on one thread or on all, can
never be taken off, and holds for what is started from there too. Pairs of sockets within the
process, which asyncio lives by, are let through. On macOS it is a sandbox of the whole process
(``sandbox_init``). Windows has nothing that a process may do to itself.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from contextlib import suppress
from threading import Event, Thread
from traceback import clear_frames
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from ho21.processes.memory import begin_thread

if TYPE_CHECKING:
    from collections.abc import Callable

Given = TypeVar("Given")


class _Calls(NamedTuple):
    """A kind of processor as <linux/audit.h> has it, and its calls as <asm/unistd.h> numbers them.

    Refused are those that open a socket, or let the kernel open one unseen.
    """

    kind: int
    seccomp: int
    refused: tuple[int, ...]


_CALLS: Final = {  # socket and io_uring_setup are refused
    "x86_64": _Calls(0xC000003E, 317, (41, 425)),
    "aarch64": _Calls(0xC00000B7, 277, (198, 425)),
}
_X32: Final = 0x40000000  # the same calls by other numbers, which no one needs
_NO_NEW_PRIVILEGES: Final = 38
_SET_FILTER, _ALL_THREADS = 1, 1
# The kernel runs a small program at each call (classic BPF): its words, and what it is shown.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _KIND = 0, 4
_LET_THROUGH: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | errno.EACCES
_SYSTEM: Final = "/usr/lib/libSystem.B.dylib"
_SANDBOX: Final = b"(version 1)(allow default)(deny network*)"


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def forbid_network(*, everywhere: bool = True) -> bool:
    """Let this process open no socket from now on, or only this thread; return whether that holds.

    What is open already stays open.
    """
    with suppress(OSError, AttributeError):
        if sys.platform == "darwin":
            return everywhere and _sandboxed()
        if sys.platform == "linux" and struct.calcsize("P") == 8:  # noqa: PLR2004 (bytes of 64 bits)
            calls = _CALLS.get(os.uname().machine)
            return calls is not None and _filtered(calls, everywhere=everywhere)
    return False


def _filtered(calls: _Calls, *, everywhere: bool) -> bool:
    """Put the filter on; return whether it is."""
    libc, number = ctypes.CDLL(None), ctypes.c_ulong
    off, on = number(0), number(1)
    if libc.prctl(_NO_NEW_PRIVILEGES, on, off, off, off) != 0:
        return False
    steps = _steps(calls)
    program = ctypes.byref(_Program(len(steps) // 8, steps))
    whom = number(_ALL_THREADS if everywhere else 0)
    done = libc.syscall(ctypes.c_long(calls.seccomp), number(_SET_FILTER), whom, program)
    return bool(done == 0)


def _steps(calls: _Calls) -> bytes:
    """Return the program: some calls are refused, and all that are not numbered as these."""
    tests = [*((_EQUAL, each) for each in calls.refused), (_AT_LEAST, _X32)]
    steps = [(_LOAD, 0, 0, _KIND), (_EQUAL, 1, 0, calls.kind), (_RETURN, 0, 0, _REFUSE)]
    steps.append((_LOAD, 0, 0, _NUMBER))
    # A test that holds leaps over those that are left, and over the step that lets through.
    steps += [(how, len(tests) - at, 0, value) for at, (how, value) in enumerate(tests)]
    steps += [(_RETURN, 0, 0, _LET_THROUGH), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("=HBBI", *each) for each in steps)


def _sandboxed() -> bool:
    told = ctypes.c_char_p()
    init = ctypes.CDLL(_SYSTEM).sandbox_init
    return bool(init(_SANDBOX, ctypes.c_uint64(0), ctypes.byref(told)) == 0)


def can_forbid_network() -> bool:
    """Tell whether a process here can be kept from the network; this one is left as it is."""
    if sys.platform == "darwin":
        with suppress(OSError):
            return hasattr(ctypes.CDLL(_SYSTEM), "sandbox_init")
    return _in_thread(lambda: forbid_network(everywhere=False))


def without_network(work: Callable[[], Given], seconds: float | None = None) -> Given:
    """Return what some work returns, done in a thread that reaches no network where that can be.

    Raises what the work raises, and TimeoutError where it takes longer than so many seconds.
    """

    def alone() -> Given:
        forbid_network(everywhere=False)
        return work()

    return _in_thread(alone, seconds)


def _let_go(error: BaseException) -> None:
    """Let go of what the functions had that an error came from: only this thread may end it."""
    each: BaseException | None = error
    while each is not None:
        clear_frames(each.__traceback__)
        each = each.__context__


def _in_thread(work: Callable[[], Given], seconds: float | None = None) -> Given:
    found: list[Given] = []
    wrong: list[BaseException] = []
    go = Event()

    def run() -> None:
        go.wait()
        try:
            found.append(work())
        except BaseException as error:  # noqa: BLE001 (raised where it is waited for)
            _let_go(error)
            wrong.append(error)

    thread = Thread(target=run, daemon=True)
    begin_thread(thread)
    go.set()  # what the work takes counts from here
    thread.join(seconds)
    late = thread.is_alive()
    if wrong:
        raise wrong[0]
    if not found:  # one that has ended without a word had no memory left to say what went wrong
        raise TimeoutError if late else MemoryError
    return found[0]
