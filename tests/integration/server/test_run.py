"""The server's life: it listens, answers, and comes to an end with nothing left behind."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from urllib.request import urlopen

import psutil
import pytest

from ho21.errors import UsageError
from ho21.server.run import HOST, PORT, ServerOptions, listen, read_options
from ho21.workers.pool import Limits
from support.served import ROOT, serving


def test_nothing_asked_for_is_this_machine_alone_with_the_usual_limits():
    assert read_options(None, None, None, None) == ServerOptions(
        "127.0.0.1", 8021, Limits(seconds=10, memory=1024)
    )
    assert (HOST, PORT) == ("127.0.0.1", 8021)


def test_what_is_asked_for_is_given():
    assert read_options("::1", "0", "2.5", "64") == ServerOptions(
        "::1", 0, Limits(seconds=2.5, memory=64)
    )


@pytest.mark.parametrize(
    "options",
    [
        (None, "65536", None, None),
        (None, "x", None, None),
        (None, None, "0", None),
        (None, None, "nan", None),
        (None, None, None, "1"),
        (None, None, None, "-5"),
    ],
)
def test_a_number_that_is_none_or_too_far_is_told(options):
    with pytest.raises(UsageError) as caught:
        read_options(*options)
    assert caught.value.key == "bad-number"


def test_a_port_that_is_taken_is_told_by_number():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError) as caught:
            listen("127.0.0.1", port)
    assert (caught.value.key, caught.value.fields) == ("port-taken", {"port": port})


def test_a_host_that_is_none_of_ours_is_told():
    with pytest.raises(UsageError) as caught:
        listen("192.0.2.1", 0)
    assert caught.value.key == "host-unknown"


def started(root):
    words = ["serve", "--port", "0", "--no-open", "--project", root]
    return subprocess.Popen(
        [sys.executable, "-m", "ho21", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_tells_its_address_answers_there_and_ends_in_peace(tiny_project, sign):
    with started(tiny_project()) as server:
        address = server.stdout.readline().strip()
        with urlopen(f"{address}sparql?query=ASK%7B%7D") as reply:  # noqa: S310 (our own)
            assert reply.read() == b'{"head":{},"boolean":true}'
        server.send_signal(sign)
        assert server.wait(20) == 0
        assert server.stderr.read().count("\n") == 1
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2].strip("/"))))


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL here")
def test_no_child_outlives_a_server_that_is_killed(tiny_project):
    psutil = pytest.importorskip("psutil")
    with started(tiny_project()) as server:
        server.stdout.readline()
        children = psutil.Process(server.pid).children(recursive=True)
        assert children
        server.kill()
        assert psutil.wait_procs(children, 20)[1] == []


def test_a_project_that_is_moved_is_served_as_it_was_and_lost_workers_come_back(tiny_project):
    """B8."""
    root = tiny_project()
    shutil.copy(ROOT / "queries" / "forslagene.rq", root / "queries")
    with serving("--project", str(root)) as server:
        root.rename(root.with_name("flyttet"))
        for worker in psutil.Process(server.process.pid).children():
            worker.kill()
        paths = ("/", "/sparql?query=ASK%7B%7D", "/query/forslagene.csv", "/report.html")
        statuses = {path: server.ask(path).status for path in (*paths, "/data/ho21.nq")}
        said = server.said()

    assert {*statuses.values()} == {200}, statuses
    assert "Traceback" not in said
