"""Work in Python that is stopped where it takes too long, whatever it is in the midst of.

A regular expression may backtrack for longer than anyone lives and lets nothing else run
meanwhile; but it looks for signals. So the work is done here under a timer of the time that this
process spends, which a busy machine does not shorten. Where there is no such timer (Windows), or
the work is not in the main thread, which alone gets signals, another process does it and is ended.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from types import FrameType

_Made = TypeVar("_Made")
_START: Final = 10.0  # seconds, for another process to begin


class _OutOfTimeError(BaseException):
    """No one who catches every exception catches this one."""


def in_time(seconds: float, work: Callable[[], _Made]) -> _Made:
    """Return what some work makes; raises TimeoutError where it takes longer.

    The work and what it makes can be pickled.
    """
    timed = hasattr(signal, "setitimer")
    if not timed or threading.current_thread() is not threading.main_thread():
        return _elsewhere(seconds + _START, work)
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        return work()
    except _OutOfTimeError as error:
        raise TimeoutError from error
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise _OutOfTimeError


def _elsewhere(seconds: float, work: Callable[[], _Made]) -> _Made:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    other = context.Process(target=_send, args=(work, theirs), daemon=True)
    other.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise TimeoutError
        made: _Made = ours.recv()
    except EOFError as error:  # it ended without a word: as good as never
        raise TimeoutError from error
    finally:
        other.kill()
        other.join()
        ours.close()
    return made


def _send(work: Callable[[], object], to: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    to.send(work())
