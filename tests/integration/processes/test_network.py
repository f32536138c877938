"""The wall behind the check of a query: what gets past that reaches no network all the same."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from pyoxigraph import Store

from ho21.processes import network
from ho21.processes.child import frame, read_frame
from ho21.processes.network import can_forbid_network, forbid_network, without_network
from ho21.workers.worker import Job
from support.canary import canary
from support.served import environment, wait

pytestmark = pytest.mark.skipif(
    not can_forbid_network(), reason="this system cannot keep a process from the network"
)

SOCKETS = """
import ctypes, errno, json, socket, threading
from ho21.processes.network import forbid_network

def tried():
    found = {}
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK):
        try:
            socket.socket(family).close()
            found[family.name] = "open"
        except OSError as error:
            found[family.name] = errno.errorcode[error.errno]
    return found

elsewhere, go = [], threading.Event()
thread = threading.Thread(target=lambda: go.wait() and elsewhere.append(tried()))
thread.start()
held = forbid_network()
go.set()
thread.join()
for each in socket.socketpair():
    each.close()
libc = ctypes.CDLL(None, use_errno=True)
def called(number):
    libc.syscall(ctypes.c_long(number), ctypes.c_long(2), ctypes.c_long(1), ctypes.c_long(0))
    return errno.errorcode[ctypes.get_errno()]
unseen = [called(0x40000029), called(425)]  # a socket by the number of x32, and io_uring
print(json.dumps([held, tried(), *elsewhere, unseen]))
"""
NONE = dict.fromkeys(("AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK"), "EACCES")


def run(program: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        capture_output=True,
        encoding="utf-8",
        env=environment(),
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_no_thread_opens_a_socket_of_any_kind_and_a_pair_of_sockets_is_let_through():
    assert json.loads(run(SOCKETS)) == [True, NONE, NONE, ["EACCES", "EACCES"]]


def test_the_engine_reaches_no_one_where_it_is_asked_to_past_every_check():
    program = (
        "import sys; from pyoxigraph import Store; from ho21.processes.network import *\n"
        "if sys.argv[2] == 'held': forbid_network()\n"
        "try: list(Store().query('SELECT * { SERVICE <%s> { ?s ?p ?o } }' % sys.argv[1]))\n"
        "except Exception as error: print(type(error).__name__)"
    )
    with canary() as it:
        told = run(program, it.url, "held")
        assert it.calls == []
        run(program, it.url, "free")  # it would have called
        wait(lambda: it.calls, "the engine does not call")

    assert (told, len(it.calls)) == ("PermissionError\n", 1)


def test_a_worker_reaches_no_one_past_every_check_where_there_are_no_namespaces():
    program = (
        "import ho21.processes.child as child, ho21.sparql.evaluation as evaluation\n"
        "from ho21.workers.worker import begin\n"
        "child._NEW_USER_AND_NETWORK = 0\n"
        "evaluation.admit = lambda *_: None\n"
        "evaluation._without_service = lambda _: 'ASK {}'\n"
        "child.answer_parent(begin)"
    )
    settings = {"base": "https://x/", "prefixes": {}, "graphs": []}
    settings |= {"memory": 1 << 28, "rows": 10, "answer": 1 << 20}
    with (
        canary() as it,
        subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(),
        ) as worker,
    ):
        job = Job(f"SELECT * {{ SERVICE <{it.url}> {{ ?s ?p ?o }} }}")
        worker.stdin.write(frame(settings) + frame(vars(job)))
        worker.stdin.flush()
        ready, answer = read_frame(worker.stdout), read_frame(worker.stdout)
        worker.stdin.close()  # which ends it
        assert it.calls == []

    assert ready == ({"ready": True}, b"")
    assert answer[0]["fault"] == "query-failed"


def test_work_in_a_thread_of_its_own_reaches_no_one_and_the_other_threads_do():
    def ask(url: str) -> list:
        return list(Store().query(f"SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}"))

    with canary() as it:
        without_network(lambda: ask(it.url))
        assert it.calls == []
        ask(it.url)
        wait(lambda: it.calls, "the engine does not call")


def test_a_system_that_has_no_such_filter_says_so_and_goes_on(monkeypatch):
    monkeypatch.setattr(network, "_CALLS", {})

    assert (forbid_network(), can_forbid_network(), without_network(lambda: 1)) == (False, False, 1)
