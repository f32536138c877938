"""Work in Python is stopped where it takes too long, whatever it is in the midst of."""

from __future__ import annotations

import re
import signal
import threading
from contextlib import suppress
from functools import partial

import pytest

from ho21.processes.deadline import in_time

BACKTRACKING = partial(re.search, "^(a+)+$", "a" * 40 + "b")


def swallow():
    """Try for ever, whatever is raised meanwhile."""
    while True:
        with suppress(Exception):
            BACKTRACKING()


def in_a_thread(work):
    """Return what work makes in a thread that is not the main one, or the error it raises."""
    made = []

    def do():
        try:
            made.append(in_time(0.5, work))
        except (TimeoutError, ZeroDivisionError) as error:
            made.append(type(error))

    thread = threading.Thread(target=do)
    thread.start()
    thread.join()
    return made[0]


def test_what_is_done_in_time_is_given():
    assert in_time(5, partial(max, 1, 2)) == 2


@pytest.mark.parametrize("work", [BACKTRACKING, swallow])
def test_what_never_ends_is_stopped(work):
    before = signal.getsignal(signal.SIGVTALRM)
    with pytest.raises(TimeoutError):
        in_time(0.3, work)
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)
    assert signal.getsignal(signal.SIGVTALRM) == before


def test_an_error_of_the_work_is_its_own():
    with pytest.raises(ZeroDivisionError):
        in_time(5, partial(divmod, 1, 0))
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)


@pytest.mark.slow
def test_another_process_does_the_work_where_this_one_gets_no_signals(monkeypatch):
    monkeypatch.setattr("ho21.processes.deadline._START", 5)
    assert in_a_thread(partial(max, 1, 2)) == 2
    monkeypatch.setattr("ho21.processes.deadline._START", 1)
    assert in_a_thread(BACKTRACKING) is TimeoutError
