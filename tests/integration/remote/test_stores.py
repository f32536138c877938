"""Two real stores, started here: all is put there, and every question has the same rows as here.

Oxigraph is the server of PyPI's ``oxigraph``, Virtuoso that of Debian's
``virtuoso-opensource-7-bin``.
"""

import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from ho21.errors import UsageError
from ho21.project import open_project
from ho21.remote.auth import Credential
from ho21.remote.endpoint import RemoteEngine
from ho21.remote.graph_store import loads, push
from ho21.remote.http import HttpClient
from ho21.sparql.answers import render_answer
from ho21.sparql.engine import Engine
from ho21.sparql.questions import read_questions
from support.exported import graph
from support.served import HOST, environment, wait

ANSWERS = Path(__file__).parents[2] / "answers"
QUESTIONS = read_questions(open_project())
REQUIRED = os.environ.get("HO21_REQUIRE_STORES") == "1"
VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 100
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = {host}:{sql}
DisableUnixSocket = 1
CaseMode = 2
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
ThreadsPerQuery = 1
[HTTPServer]
ServerPort = {host}:{http}
ServerRoot = .
ServerThreads = 4
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = {most}
MaxQueryExecutionTime = 30
"""


@dataclass(frozen=True)
class Kept:
    """Where graphs are put in a store, where it is asked, and who may put."""

    store: str
    sparql: str
    credential: Credential
    said: Path


def free() -> int:
    with socket.socket() as line:
        line.bind((HOST, 0))
        return line.getsockname()[1]


@contextmanager
def started(command: list[str], port: int, folder: Path):
    """Run a server in a folder until done; it listens when this begins."""
    said = folder / "said"
    with said.open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)

    def listens() -> bool:
        assert process.poll() is None, said.read_text(errors="replace")
        with suppress(OSError), socket.create_connection((HOST, port), 1):
            return True
        return False

    try:
        wait(listens, f"{command[0]} does not listen")
        yield said
    finally:
        process.kill()
        process.wait()


def missing(what: str):
    words = f"NO {what.upper()} HERE: push and --endpoint are not tried against it"
    pytest.fail(words) if REQUIRED else pytest.skip(words)


@contextmanager
def oxigraph(folder: Path):
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if not program:
        missing("oxigraph")
    port = free()
    command = [program, "serve", "--location", str(folder / "store"), "--bind", f"{HOST}:{port}"]
    with started(command, port, folder) as said:
        at = f"http://{HOST}:{port}"
        yield Kept(f"{at}/store", f"{at}/query", Credential(), said)


@contextmanager
def virtuoso(folder: Path, most: int = 10_000):
    program = shutil.which("virtuoso-t")
    if not program:
        missing("virtuoso-t")
    sql, port = free(), free()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(host=HOST, sql=sql, http=port, most=most))
    command = [program, "+configfile", "virtuoso.ini", "+foreground"]
    with started(command, port, folder) as said:
        at = f"http://{HOST}:{port}"
        who = Credential("dba", "dba")  # as one that has just been made has it
        yield Kept(f"{at}/sparql-graph-crud-auth", f"{at}/sparql", who, said)


KINDS = {"oxigraph": oxigraph, "virtuoso": virtuoso}


@pytest.fixture(scope="module", params=KINDS)
def kept(request, tmp_path_factory):
    """Return a store in which the project's graphs have been put, beside one that is not ours."""
    with KINDS[request.param](tmp_path_factory.mktemp(request.param)) as it:
        done = list(push(loads(graph()), HttpClient(it.store, it.credential, 60)))
        assert len(done) == len(graph().graphs)
        yield it


def told(found):
    return render_answer(found, "csv", "nb")


def asked(kept: Kept, text: str, dataset=None) -> str:
    remote = RemoteEngine(HttpClient(kept.sparql, seconds=30), dataset or graph())
    answer = told(remote.query(text))
    assert remote.others == ()
    assert isinstance(answer, str)
    return answer.replace("\r\n", "\n")


@pytest.mark.parametrize(
    "kept", ["oxigraph", pytest.param("virtuoso", marks=pytest.mark.night)], indirect=True
)
def test_every_question_has_the_answer_on_file_from_another_store_too(kept, subtests):
    for name, question in QUESTIONS.items():
        with subtests.test(name):
            text = Engine(graph()).filled(question, {}, "nb")

            assert asked(kept, text) == (ANSWERS / f"{name}.csv").read_text(encoding="utf-8")


def test_with_the_stated_alone_no_reading_is_asked_of_there(kept):
    text = "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x ho:reviewState ?y }"
    here = told(Engine(graph().stated).query(text))

    assert asked(kept, text, graph().stated).split() == here.split() == ["n", "0"]
    assert int(asked(kept, text).split()[1]) > 300


def test_a_question_of_one_graph_is_asked_of_that_alone(kept):
    text = "SELECT (COUNT(DISTINCT ?x) AS ?n) FROM <graph/kilde/toppmote> { ?x a ho:Claim }"
    here = told(Engine(graph()).query(text))

    assert asked(kept, text).split() == here.split()


def test_putting_it_again_is_fine_and_the_store_has_it_once(kept):
    list(push(loads(graph()), HttpClient(kept.store, kept.credential, 60)))
    counted = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"

    assert asked(kept, counted).split() == ["n", str(len(graph().quads))]


def test_what_is_not_put_there_is_told(kept, tmp_path):
    with KINDS["virtuoso" if kept.credential.user else "oxigraph"](tmp_path) as empty:
        list(push(loads(graph())[:3], HttpClient(empty.store, empty.credential, 60)))
        with pytest.raises(UsageError) as error:
            asked(empty, "ASK { ?s ?p ?o }")

    assert error.value.key == "remote-without"


def test_a_store_that_gives_back_no_more_than_it_likes_is_found_out(tmp_path):
    with virtuoso(tmp_path, 1000) as meagre, pytest.raises(UsageError) as error:
        list(push(loads(graph()), HttpClient(meagre.store, meagre.credential, 60)))

    assert "kilde/forsterket-innsats" in error.value.text("nb")


def test_the_commands_do_it_and_show_no_password(kept):
    secret = {"HO21_USER": kept.credential.user, "HO21_PASSWORD": kept.credential.password}

    def ho21(*words: str, **env: str) -> tuple[int, str, str]:
        called = [sys.executable, "-m", "ho21", *words]
        done = subprocess.run(called, capture_output=True, text=True, env=environment(**env))
        return done.returncode, done.stdout, done.stderr

    code, listed, said = ho21("push", "--to", kept.store, **secret)
    assert (code, len(listed.splitlines())) == (0, len(graph().graphs))
    assert "lest tilbake" in said
    for words in (
        ("ask", "visjonen", "--format", "csv"),
        ("show", "utnytte-helsedata", "--format", "csv"),
        ("show", "utnytte-helsedata", "--format", "nt"),
        ("query", "SELECT DISTINCT ?x { ?x a ho:Pillar } ORDER BY ?x", "--format", "tsv"),
    ):
        there = ho21(*words, "--endpoint", kept.sparql)
        assert (there[0], there[1]) == (0, ho21(*words)[1]), there
    if kept.credential.user:
        wrong = ho21("push", "--to", kept.store, **secret | {"HO21_PASSWORD": "et-annet-ord"})
        assert (wrong[0], wrong[1]) == (2, "")
        assert "annet-ord" not in wrong[2]
