"""Short queries stay short beside long ones, and what is left, killed or ended leaves nothing."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from select import select
from urllib.parse import quote

import psutil
import pytest

from support.crowd import among, head, run, short
from support.served import ENDLESS, HOST, PATIENCE, environment, request, serving, status_of, wait

JSON = "application/sparql-results+json"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 60000"
MIB = 2**20
THINGS = [
    f"https://w3id.org/ho21/id/{name}"
    for name in ("tiltak/utnytte-helsedata", "aktor/ho21-radet", "soyle/kunnskap", "no/such")
]


@pytest.fixture(scope="module")
def server():
    """Serve with more time than any test waits, so that time alone ends nothing."""
    with serving("--timeout", "300") as running:
        yield running


def workers(server) -> list[psutil.Process]:
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(server.process.pid).children(recursive=True)
    return []


def working(server) -> set[int]:
    """Return the workers that use the processor just now."""
    before = {}
    for each in workers(server):
        with suppress(psutil.NoSuchProcess):
            before[each.pid] = (each, each.cpu_times().user)
    time.sleep(0.4)
    busy = set()
    for pid, (each, user) in before.items():
        with suppress(psutil.NoSuchProcess):
            if each.is_running() and each.cpu_times().user - user > 0.1:
                busy.add(pid)
    return busy


def idle(server) -> None:
    wait(lambda: not working(server), "a worker still works")


def alive(pids) -> list[int]:
    found = []
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                found.append(pid)
    return found


def stepped_aside(server) -> set[int]:
    """Return the workers at a query that is not quick, which have the lower priority."""
    usual = psutil.Process(server.process.pid).nice()
    found = set()
    for each in workers(server):
        with suppress(psutil.NoSuchProcess):
            if each.nice() > usual:
                found.add(each.pid)
    return found


def start_endless(server) -> tuple[socket.socket, int]:
    """Ask what has no end, and return the open connection and the worker that is at it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        line = server.open()
        line.sendall(head(f"{server.endpoint}?query={quote(ENDLESS)}", server.port))
        # A server that a busy machine keeps waiting says so, and is asked again.
        while time.monotonic() < end and not select([line], [], [], 0.05)[0]:
            # The one out of the way of the short ones: another may be at work on its beginning.
            if found := stepped_aside(server):
                return line, max(found)
        line.close()
    pytest.fail("no worker took the query")


@pytest.mark.parametrize("each", [20, pytest.param(200, marks=pytest.mark.night)])
def test_fifty_clients_with_many_short_queries_each_get_every_answer(server, each):
    """L01; where the machine is slow, some are told to ask again in a second, and do."""
    tally = run(server, short(THINGS, server, 50 * each), 50, patient=True)

    assert (tally.statuses, tally.lost) == ({200: 50 * each}, 0)


def test_short_queries_are_all_answered_beside_two_that_never_end():
    """L02; how fast, tests/tools/bench measures (crowd)."""
    with serving("--timeout", "300") as server:
        run(server, short(THINGS, server, 20), 2, patient=True)
        brief, endless = among(server, short(THINGS, server, 500), patient=True)

    assert brief.put_off < 50  # of 500, on a machine that has other things to do
    assert (brief.statuses, brief.lost) == ({200: 500}, 0)
    assert (endless.statuses, endless.lost) == ({}, 0)


def test_twenty_long_queries_at_once_are_sent_away_and_pages_come_all_the_same():
    """L03."""
    with serving("--timeout", "5") as running, ThreadPoolExecutor(20) as many:
        server = replace(running, patient=False)
        asked = [many.submit(server.query, f"{ENDLESS} # {n}", JSON) for n in range(20)]
        time.sleep(0.5)
        pages = [server.ask(path).status for path in ("/", "/id/index.html", "/void.ttl")]
        replies = [each.result() for each in asked]

    assert pages == [200] * 3
    assert {each.status for each in replies} == {503}
    assert all(int(each.headers["retry-after"]) >= 1 for each in replies)


def test_a_client_that_leaves_takes_its_query_along(server):
    """L04."""
    idle(server)
    line, worker = start_endless(server)

    line.close()

    wait(lambda: not alive([worker]), "the worker of a client that has left lives on", 10)
    assert server.query("ASK {}", JSON).status == 200


@pytest.mark.night
def test_a_client_that_reads_drop_by_drop_is_let_go_and_costs_the_others_nothing(server):
    """L05."""
    process = psutil.Process(server.process.pid)
    whole = len(server.query(LARGE, JSON).body)
    before = process.memory_info().rss
    slow = []
    for _ in range(5):
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect((HOST, server.port))
        line.settimeout(PATIENCE)
        line.sendall(head(f"{server.endpoint}?query={quote(LARGE)}", server.port))
        slow.append(line)
    end = time.monotonic() + 5
    while time.monotonic() < end:
        for line in slow:
            line.recv(10)
        assert server.query("ASK {}", JSON).status == 200
        time.sleep(0.3)
    assert process.memory_info().rss - before < 6 * whole + 60 * MIB

    time.sleep(25)

    for line in slow:
        got = 0
        with line, suppress(OSError):
            while part := line.recv(2**20):
                got += len(part)
        assert got < whole
    assert server.query("ASK {}", JSON).status == 200


def test_a_worker_that_is_killed_takes_only_its_own_query_along(server):
    """L11."""
    idle(server)
    line, worker = start_endless(server)
    with line:
        psutil.Process(worker).kill()

        assert status_of(line.recv(65536)) == 503
    assert server.query("ASK {}", JSON).status == 200
    for each in workers(server):
        each.kill()
    wait(lambda: server.query("ASK {}", JSON).status == 200, "no worker came back")


def test_the_workers_end_with_a_server_that_is_killed():
    """L11."""
    with serving("--timeout", "300") as server:
        line, _ = start_endless(server)
        pids = [each.pid for each in workers(server)]
        server.process.kill()
        server.process.wait()

        wait(lambda: not alive(pids), f"{pids} live on", 20)
        line.close()
    assert pids


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_server_told_to_end_finishes_or_declines_what_is_running_and_leaves_no_one(sign):
    """L10."""
    with serving("--timeout", "4") as server:
        pids = [each.pid for each in workers(server)]
        line, _ = start_endless(server)
        with line:
            pids += [each.pid for each in workers(server)]
            server.process.send_signal(sign)
            answer = line.recv(65536)
            code = server.process.wait(PATIENCE)

        assert status_of(answer) in {200, 503}
        assert code == (0 if sign == signal.SIGTERM else code)
        assert code in {0, 130, -signal.SIGINT}
        assert alive(pids) == []
        assert "Traceback" not in server.said()
        with pytest.raises(ConnectionRefusedError):
            server.open()


def test_a_server_at_rest_ends_at_once_with_open_connections():
    """L10."""
    with serving() as server:
        with server.open() as line:
            line.sendall(request("/sparql?query=ASK%7B%7D"))
            assert status_of(line.recv(65536)) == 200
            began = time.monotonic()
            server.process.terminate()
            code = server.process.wait(PATIENCE)

        assert code == 0
        assert time.monotonic() - began < 8


def test_a_port_in_use_is_told_by_its_number():
    """L13."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        done = subprocess.run(
            [sys.executable, "-m", "ho21", "serve", "--port", port, "--no-open"],
            capture_output=True, encoding="utf-8", env=environment(), timeout=PATIENCE,
        )  # fmt: skip

    assert (done.returncode, done.stdout) == (2, "")
    assert port in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("port", ["70000", "-1", "x", "1.5"])
def test_a_port_that_is_none_is_an_error_of_the_call(port):
    """L13."""
    done = subprocess.run(
        [sys.executable, "-m", "ho21", "serve", f"--port={port}", "--no-open"],
        capture_output=True, encoding="utf-8", env=environment(), timeout=PATIENCE,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_the_first_six_at_once_of_a_cold_server_are_all_right():
    """L14."""
    paths = [
        "/sparql?query=ASK%7B%7D",
        "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%201",
        "/id/tiltak/utnytte-helsedata.jsonld",
        "/id/tiltak/utnytte-helsedata.ttl",
        "/query/malbilder.csv",
        "/",
    ]
    with serving() as server, ThreadPoolExecutor(len(paths)) as many:
        cold = [reply.status for reply in many.map(server.ask, paths)]
        warm = [reply.status for reply in many.map(server.ask, paths * 5)]

    assert cold == [200] * len(paths)
    assert set(warm) == {200}


def test_half_of_three_hundred_requests_does_not_keep_the_other_half_waiting(server):
    """L06."""
    lines = [server.open() for _ in range(300)]
    for line in lines:
        line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    try:
        assert server.query("ASK {}", JSON).status == 200
        for line in lines:
            line.settimeout(PATIENCE)
            with suppress(ConnectionError):
                while line.recv(65536):  # a last word, then the end
                    pass
        assert server.query("ASK {}", JSON).status == 200
    finally:
        for line in lines:
            line.close()


@pytest.mark.parametrize(
    "start",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        request(
            "/sparql",
            "Content-Type: application/sparql-query",
            "Content-Length: 60000",
            method="POST",
        ),
    ],
    ids=["header", "body"],
)
def test_a_byte_now_and_then_does_not_keep_a_line_open_for_ever(server, start):
    """L06."""
    with server.open() as line:
        line.sendall(start)
        began = time.monotonic()
        with suppress(ConnectionError):
            while time.monotonic() - began < PATIENCE:
                line.sendall(b"x")
                line.settimeout(0.5)
                with suppress(TimeoutError):
                    if not line.recv(65536):
                        break
    assert time.monotonic() - began < PATIENCE


def test_a_hundred_queries_begun_and_left_leave_the_server_as_it_was(server):
    idle(server)
    before = psutil.Process(server.process.pid).num_fds()

    def leave(number: int) -> None:
        with server.open() as line:
            line.sendall(head(f"{server.endpoint}?query={quote(f'{ENDLESS} #{number}')}", 0))
            time.sleep(0.05)

    threads = [threading.Thread(target=leave, args=(number,)) for number in range(100)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    idle(server)
    wait(
        lambda: psutil.Process(server.process.pid).num_fds() <= before + 10,
        "connections are left open",
    )
    assert server.query("ASK {}", JSON).status == 200
