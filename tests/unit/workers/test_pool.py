"""What a worker tells becomes an answer, a fault of the query, or a word to come back later."""

import pytest

from ho21.errors import UsageError
from ho21.workers.pool import Busy, Limits, Pool
from ho21.workers.worker import Job
from support import apart
from support.tiny import BASE


class Told(Pool):
    """Workers that all tell the same."""

    def __init__(self, head, body=b""):
        """Keep what they tell."""
        super().__init__(b"", BASE, (), Limits())
        self.told = head, body

    async def _answered(self, message, client):
        del message, client
        return self.told


def asked(head, body=b""):
    return apart.run(Told(head, body).ask(Job("ASK {}")))


def test_an_answer_is_handed_on():
    assert asked({"media": "text/csv"}, b"n") == ({"media": "text/csv"}, b"n")


def test_a_fault_of_the_query_is_one_of_the_call():
    with pytest.raises(UsageError) as caught:
        asked({"fault": "answer-rows", "fields": {"limit": 10}})

    assert (caught.value.key, caught.value.fields) == ("answer-rows", {"limit": 10})


def test_a_worker_that_tells_it_ran_out_of_memory_is_a_reason_to_come_back_later():
    with pytest.raises(Busy) as caught:
        asked({"fault": "query-memory", "fields": {"limit": 256}})

    assert (caught.value.key, caught.value.fields) == ("query-memory", {"limit": 256})
