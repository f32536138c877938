"""Work in a thread that reaches no network gives what it gives anywhere."""

import threading

import pytest

from ho21.processes.network import without_network


def test_what_the_work_raises_is_raised_where_it_is_waited_for():
    with pytest.raises(KeyError, match="mangler"):
        without_network(lambda: {}["mangler"])


def test_work_that_takes_too_long_is_not_waited_for():
    go = threading.Event()
    with pytest.raises(TimeoutError):
        without_network(go.wait, 0.01)
    go.set()


def test_what_only_its_own_thread_may_end_is_not_kept_by_an_error():
    ended = []

    class Kept:
        def __del__(self):
            ended.append(threading.current_thread() is threading.main_thread())

    def work():
        kept = Kept()
        raise KeyError(type(kept))

    with pytest.raises(KeyError) as caught:
        without_network(work)

    assert (caught.type, ended) == (KeyError, [False])
