"""The limits of a project's own question where a command puts all of them in its own process."""

from threading import Event

import pytest

from ho21.errors import ProjectError, fault
from ho21.processes.limits import SECONDS, allow_seconds, held

FILE = "queries/a.rq"


def test_what_a_question_gives_in_time_is_given():
    assert held(lambda: 1, "nb", FILE) == 1


def test_what_a_question_raises_is_raised():
    with pytest.raises(KeyError):
        held(lambda: {}["mangler"], "nb", FILE)


def test_a_question_that_takes_longer_than_allowed_is_a_fault_of_its_file():
    go = Event()
    allow_seconds(0.1)
    try:
        with pytest.raises(ProjectError) as caught:
            held(go.wait, "nb", FILE)
    finally:
        allow_seconds(None)
        go.set()

    assert caught.value.faults == (fault("query-past-timeout", FILE, limit="0.1"),)


def test_where_nothing_is_said_a_question_has_a_minute():
    assert SECONDS == 60
