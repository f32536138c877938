"""Queries wait their turn for a worker; one that takes too long or too much loses it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
from contextlib import asynccontextmanager

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from ho21.errors import UsageError
from ho21.processes.child import LENGTHS
from ho21.workers.pool import Busy, Limits, Pool, _size
from ho21.workers.worker import Job
from support import apart
from support.tiny import BASE

GRAPH = "https://x/g"
QUADS = serialize(
    [
        Quad(NamedNode("https://x/a"), NamedNode("https://x/p"), Literal(f"{at}"), *graph)
        for at in range(300)
        for graph in ([], [NamedNode(GRAPH)])
    ],
    format=RdfFormat.N_QUADS,
)
SHORT = "ASK { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


@asynccontextmanager
async def pool(**limits):
    """Open workers, and wait until they are ready or have tried."""
    opened = Pool(QUADS, BASE, (GRAPH,), Limits(**{"memory": 128, "wait": 60.0} | limits))
    opened.open()
    await asyncio.gather(*opened.starting())
    try:
        yield opened
    finally:
        await opened.close()


async def refused(asking):
    with pytest.raises((Busy, UsageError)) as caught:
        await asking
    return caught.value.key


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_many_ask_at_once_and_each_gets_its_own_answer():
    async def scenario():
        async with pool() as asked:
            queries = [f'SELECT ?o {{ ?s ?p ?o FILTER(?o = "{at}") }}' for at in range(100)]
            return await asyncio.gather(*(asked.ask(Job(each, rows="csv")) for each in queries))

    answers = apart.run(scenario())
    assert [body for _, body in answers] == [f"o\r\n{at}\r\n".encode() for at in range(100)]


def test_what_is_wrong_with_a_query_is_told_and_the_worker_goes_on():
    async def scenario():
        async with pool(workers=1) as asked:
            with pytest.raises(UsageError) as caught:
                await asked.ask(Job("ASK {"))
            return caught.value.key, (await asked.ask(Job(SHORT)))[1]

    assert apart.run(scenario()) == ("query-syntax", b'{"head":{},"boolean":true}')


def test_the_same_question_is_not_answered_twice_but_chance_is():
    async def scenario():
        async with pool(workers=1) as asked:
            await asked.ask(Job(SHORT))
            for each in asked.processes():
                os.kill(each, signal.SIGSTOP)
            again = await asked.ask(Job(SHORT))
            for each in asked.processes():
                os.kill(each, signal.SIGCONT)
            chance = Job("SELECT (RAND() AS ?n) {}", rows="csv")
            return again[1], (await asked.ask(chance)) != (await asked.ask(chance))

    assert apart.run(scenario()) == (b'{"head":{},"boolean":true}', True)


def test_what_is_kept_has_room_for_so_much_and_no_more(monkeypatch):
    monkeypatch.setattr("ho21.workers.pool._KEPT", 5000)

    async def scenario():
        async with pool(workers=1) as asked:
            for at in range(20):
                await asked.ask(Job(f"ASK {{ ?s ?p {at} }}"))
            kept = asked._kept  # noqa: SLF001 (a test alone asks)
            return len(kept), sum(map(_size, kept, kept.values()))

    count, size = apart.run(scenario())
    assert 1 < count < 20
    assert size <= 5000


def test_what_is_asked_for_again_is_kept_longest(monkeypatch):
    monkeypatch.setattr("ho21.workers.pool._KEPT", 5000)

    async def scenario():
        async with pool(workers=1) as asked:
            for at in range(20):
                await asked.ask(Job(SHORT))
                await asked.ask(Job(f"ASK {{ ?s ?p {at} }}"))
            kept = asked._kept  # noqa: SLF001 (as above)
            return [json.loads(each[LENGTHS.size :])["text"] for each in kept]

    assert apart.run(scenario())[-2:] == [SHORT, "ASK { ?s ?p 19 }"]


def test_what_was_refused_is_not_kept():
    async def scenario():
        async with pool(workers=1, seconds=0.5, quick=0.1) as asked:
            for query in ("ASK {", "ASK { SERVICE <x:> {} }", ENDLESS):
                await refused(asked.ask(Job(query)))
            return asked._kept  # noqa: SLF001 (as above)

    assert apart.run(scenario()) == {}


def test_a_worker_that_cannot_begin_is_not_tried_over_and_over(monkeypatch):
    begun = []

    async def counted(self, *words, **named):
        begun.append(words)
        return await started(self, *words, **named)

    async def scenario():
        async with pool(workers=1, seconds=0.5) as asked:
            return await refused(asked.ask(Job(SHORT))), await refused(asked.ask(Job(SHORT)))

    started = asyncio.BaseEventLoop.subprocess_exec
    monkeypatch.setattr("sys.executable", shutil.which("false"))
    monkeypatch.setattr(asyncio.BaseEventLoop, "subprocess_exec", counted)
    assert apart.run(scenario()) == ("server-busy", "server-busy")
    assert 1 <= len(begun) <= 3


def test_an_endless_query_is_stopped():
    async def scenario():
        async with pool(workers=1, seconds=0.5, quick=0.1) as asked:
            return await refused(asked.ask(Job(ENDLESS)))

    assert apart.run(scenario()) == "query-slow"


def test_short_queries_go_past_an_endless_one():
    async def scenario():
        async with pool(workers=1, seconds=600.0, quick=0.1) as asked:
            long = asyncio.ensure_future(asked.ask(Job(ENDLESS)))
            await asyncio.sleep(0)
            short = await asked.ask(Job(SHORT))
            overtaken = not long.done()
        await asyncio.gather(long, return_exceptions=True)
        return short[1], overtaken

    assert apart.run(scenario()) == (b'{"head":{},"boolean":true}', True)


def test_more_long_queries_than_allowed_are_told_to_come_back():
    async def scenario():
        async with pool(workers=2, long=1, seconds=600.0, quick=0.2) as asked:
            each = [asyncio.ensure_future(asked.ask(Job(ENDLESS))) for _ in range(3)]
            running = set(each)
            while len(running) > 1:
                _, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.gather(*running, return_exceptions=True)
        return [one.exception().key for one in each if one not in running]

    assert apart.run(scenario()) == ["server-busy", "server-busy"]


def test_too_much_memory_is_told_and_the_next_query_is_answered():
    steps = " ".join(f"BIND(CONCAT(?a{at}, ?a{at}) AS ?a{at + 1})" for at in range(39))
    bomb = f'SELECT ?a39 {{ BIND("xxxxxxxxxx" AS ?a0) {steps} }}'

    async def scenario():
        async with pool(workers=1) as asked:
            return await refused(asked.ask(Job(bomb))), (await asked.ask(Job(SHORT)))[1]

    assert apart.run(scenario()) == ("query-memory", b'{"head":{},"boolean":true}')


def test_a_killed_worker_loses_its_own_query_alone():
    async def scenario():
        async with pool(workers=1, seconds=20.0, quick=20.0) as asked:
            await asked.ask(Job(SHORT))
            (worker,) = asked.processes()
            lost = asyncio.ensure_future(asked.ask(Job(ENDLESS)))
            await asyncio.sleep(0.05)
            os.kill(worker, signal.SIGKILL)
            return await refused(lost), (await asked.ask(Job(SHORT)))[1]

    assert apart.run(scenario()) == ("query-lost", b'{"head":{},"boolean":true}')


def test_no_more_wait_than_the_queue_has_room_for():
    async def scenario():
        async with pool(workers=1, queue=2) as asked:
            waiting = [asyncio.ensure_future(asked.ask(Job(SHORT))) for _ in range(4)]
            done = await asyncio.gather(*waiting, return_exceptions=True)
            return [getattr(each, "key", "answered") for each in done]

    # One has the worker and two may wait for it; the fourth may not.
    assert apart.run(scenario()) == ["answered"] * 3 + ["server-busy"]


def test_who_has_waited_long_enough_is_told_to_come_back():
    async def scenario():
        async with pool(workers=1, quick=20.0, seconds=20.0) as asked:
            await asked.ask(Job(SHORT))
        async with pool(workers=1, quick=1.5, seconds=1.5, wait=0.2) as asked:
            long = asyncio.ensure_future(refused(asked.ask(Job(ENDLESS))))
            await asyncio.sleep(0)
            return await refused(asked.ask(Job(SHORT))), await long

    assert apart.run(scenario()) == ("server-busy", "query-slow")


def test_a_query_that_no_one_waits_for_is_ended_with_its_worker():
    async def scenario():
        async with pool(workers=1, seconds=60.0, quick=0.05) as asked:
            await asked.ask(Job(SHORT))
            (worker,) = asked.processes()

            async def gone():
                await asyncio.sleep(0.2)

            await refused(asked.ask(Job(ENDLESS), gone))
            for _ in range(500):
                if not alive(worker):
                    return worker in asked.processes(), (await asked.ask(Job(SHORT)))[1]
                await asyncio.sleep(0.01)
            return "the worker lives"

    assert apart.run(scenario()) == (False, b'{"head":{},"boolean":true}')


def test_who_leaves_the_queue_takes_no_one_elses_turn():
    async def scenario():
        async with pool(workers=1, seconds=20.0, quick=20.0) as asked:
            await asked.ask(Job(SHORT))
            long = asyncio.ensure_future(asked.ask(Job(ENDLESS)))
            await asyncio.sleep(0)
            left = asyncio.Event()
            waiting = asyncio.ensure_future(refused(asked.ask(Job("ASK { ?a ?b 1 }"), left.wait)))
            await asyncio.sleep(0.2)
            left.set()
            told = await waiting
            for each in asked.processes():
                os.kill(each, signal.SIGKILL)
            return told, await refused(long)

    assert apart.run(scenario()) == ("server-busy", "query-lost")


def test_nothing_runs_on_when_the_pool_is_closed():
    async def scenario():
        async with pool(seconds=60.0, quick=0.05) as asked:
            await asked.ask(Job(SHORT))
            long = asyncio.ensure_future(asked.ask(Job(ENDLESS)))
            await asyncio.sleep(0.3)
            workers = asked.processes()
        await asyncio.gather(long, return_exceptions=True)
        return len(workers) > 0, [each for each in workers if alive(each)]

    assert apart.run(scenario()) == (True, [])
