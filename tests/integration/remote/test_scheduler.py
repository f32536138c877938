"""Sources expanded by a Dask cluster: the same dataset, also where one of its processes is lost."""

import json
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from support.tiny import write
from tools.bench import projects

pytestmark = pytest.mark.skipif(
    find_spec("distributed") is None, reason="DASK IS NOT TRIED: distributed is not installed"
)
# A program of its own: the threads of the library are none of this process.
CLUSTER = """
import json, sys
from distributed import LocalCluster
number = int(sys.argv[1])
how = {"threads_per_worker": 1, "dashboard_address": None}
with LocalCluster(n_workers=number, processes=True, **how) as them:
    told = [them.scheduler_address, *(each.pid for each in them.workers.values())]
    print(json.dumps(told), flush=True)
    sys.stdin.read()
"""
LOADING = """
import os, signal, sys
from ho21.dataset.loader import load
from ho21.project import open_project
from ho21.remote.scheduler import spread

folder, address, *lost = sys.argv[1:]
project = open_project(folder)

def handed(each):
    those = [*each]
    for at, one in enumerate(those):
        if at == len(those) // 2:
            for process in lost:
                os.kill(int(process), signal.SIGKILL)
        yield one

with spread(address) as over:
    there = load(project, lambda work, each: over(work, handed(each)))
here = load(project)
print([*here.facts.items()] == [*there.facts.items()], here == there)
"""
REFUSED = """
import os, sys
from ho21.errors import UsageError
from ho21.remote import scheduler

scheduler._SECONDS = 1
try:
    with scheduler.spread(sys.argv[1]) as over:
        over(os._exit, [1])
except UsageError as error:
    print(error.key)
"""


@pytest.fixture(params=[2])
def cluster(request):
    """Start a cluster of some processes; give the address of its scheduler, and their numbers."""
    call = [sys.executable, "-c", CLUSTER, str(request.param)]
    pipe = subprocess.PIPE
    with subprocess.Popen(call, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as them:
        yield json.loads(them.stdout.readline())
        them.communicate("")


def said(program, *words):
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, words)], capture_output=True, text=True
    )
    return done.stdout.strip() or done.stderr


def command(*words):
    return subprocess.run(
        [sys.executable, "-m", "ho21", "--lang", "en", *map(str, words)], capture_output=True
    )


def test_a_cluster_of_two_processes_gives_the_same_dataset(cluster, tmp_path):
    folder = projects.write(6, tmp_path / "six")

    assert said(LOADING, folder, cluster[0]) == "True True"


def test_a_process_that_is_killed_in_the_middle_changes_nothing(cluster, tmp_path):
    folder = projects.write(20, tmp_path / "twenty")

    assert said(LOADING, folder, *cluster[:2]) == "True True"


def test_a_cluster_that_loses_all_its_processes_begins_new_ones_and_changes_nothing(
    cluster, tmp_path
):
    folder = projects.write(20, tmp_path / "twenty")

    assert said(LOADING, folder, *cluster) == "True True"


def test_the_check_and_the_data_are_the_same_bytes_with_a_cluster(cluster, tmp_path):
    project = ["--project", write(tmp_path / "tiny")]
    there = ["--scheduler", cluster[0]]
    checked = [command(*project, "check", "--format", "json", *more) for more in ([], there)]
    built = [tmp_path / "here", tmp_path / "there"]
    for folder, more in zip(built, ([], there), strict=True):
        made = command(*project, "build", "--only", "data", "--to", folder, *more)
        assert made.returncode == 0, made.stderr
    files = [{each.relative_to(folder): each.read_bytes() for each in Path(folder).rglob("*")
              if each.is_file()} for folder in built]  # fmt: skip

    assert checked[0].stdout == checked[1].stdout
    assert (checked[1].returncode, checked[1].stderr) == (0, checked[0].stderr)
    assert files[0] == files[1]


@pytest.mark.parametrize("cluster", [0], indirect=True)
def test_a_scheduler_without_processes_is_told_of(cluster):
    assert said(REFUSED, cluster[0]) == "scheduler-idle"


def test_work_that_ends_every_process_it_is_given_to_is_told_of(cluster):
    assert said(REFUSED, cluster[0]) == "scheduler-lost"


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "127.0.0.1", "nonsense://here", "…"])
def test_an_address_where_no_scheduler_answers_is_told_of(address):
    assert said(REFUSED, address) == "scheduler-unreachable"


def test_a_server_that_says_nothing_is_no_scheduler():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        told = said(REFUSED, f"tcp://127.0.0.1:{silent.getsockname()[1]}")

    assert told == "scheduler-unreachable"


def test_an_address_where_no_scheduler_answers_ends_the_command_with_one_sentence(tmp_path):
    done = command("--project", write(tmp_path), "check", "--scheduler", "nonsense://here")

    assert done.returncode == 2
    assert done.stderr.decode() == (
        "No Dask scheduler answers at nonsense://here; check that the address is right "
        "(such as tcp://127.0.0.1:8786) and that the scheduler is running.\n"
    )


def test_without_dask_the_way_to_it_is_told(tmp_path):
    program = (
        "import sys; sys.modules['distributed'] = None\n"
        "from ho21.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    call = ["--project", write(tmp_path), "check", "--scheduler", "tcp://127.0.0.1:9"]
    told = said(program, *call)

    assert told.count("\n") == 1
    assert "pip install 'ho21[dask]'" in told
