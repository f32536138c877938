"""An answer that was given is told again, byte for byte, and only where it would be the same."""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack

import pytest

from ho21.cli.quick import run
from ho21.compiled.answers import kept_answer
from ho21.files.replaceable import MARK
from support.tiny import ROOT

CITY = str(ROOT / "tests/support/projects/city")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LC_ALL", "nb_NO.UTF-8")


def ho21(*words, **env):
    """Run a command as a process; return its exit code, its result and what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "ho21", *words], capture_output=True, env=os.environ | env
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def never_loaded(monkeypatch):
    """Let the command itself not be there: what is told then is what was kept."""
    monkeypatch.setitem(sys.modules, "ho21.cli.main", None)


def told_again(words, monkeypatch, capfdbinary):
    """Return what the quick way tells where there is no other."""
    monkeypatch.setattr(sys, "argv", ["ho21", *words])
    code = run()
    return code, *capfdbinary.readouterr()


LINES = [
    ["ask", "visjonen", "--project", CITY],
    ["--project", CITY, "ask", "visjonen", "--lang=en", "--format", "csv"],
    ["show", "city:Objective", f"--project={CITY}"],
    ["query", "SELECT * { ?x a ho:Goal } ORDER BY ?x", "--project", CITY],
    ["ask", "visjonen", "--project", CITY, "--stated-only"],
]


@pytest.mark.parametrize("words", LINES)
@pytest.mark.usefixtures("never_loaded")
def test_what_is_told_again_is_what_was_told(words, monkeypatch, capfdbinary):
    first = ho21(*words)

    assert first[0] == 0
    assert told_again(words, monkeypatch, capfdbinary) == first
    assert ho21(*words, "--no-cache") == first


@pytest.mark.parametrize(
    "words",
    [
        ["query", "SELECT (STRUUID() AS ?x) {}", "--project", CITY],
        ["query", "SELECT (NOW () AS ?x) {}", "--project", CITY],
        ["ask", "visjonen", "ukjent=verdi", "--project", CITY],
        ["ask", "visjonen", "--project", CITY, "--no-cache"],
        ["query", "-", "--project", CITY],
        ["ask", "visjonen", "--project", CITY, "--endpoint", "http://127.0.0.1:1/"],
        ["check", "--project", CITY],
    ],
)
def test_what_may_be_another_each_time_or_is_a_fault_is_not_kept(words):
    ho21(*words)
    kept = kept_answer(words)

    assert kept is None or kept.read() is None


# What Python and the quick way need, and no more: each library costs milliseconds of every answer.
ALLOWED = frozenset(
    (
        *("ho21", "ho21.cli", "ho21.cli.quick", "ho21.compiled", "ho21.compiled.answers"),
        *("ho21.compiled.content", "ho21.home"),
        *("functools", "collections", "itertools", "keyword", "operator", "reprlib", "types"),
        *("hashlib", "contextlib", "importlib", "importlib.machinery", "importlib._bootstrap"),
        *("importlib._bootstrap_external", "warnings", "abc", "heapq"),
    )
)


@pytest.mark.parametrize("words", [["--version"], ["ask", "visjonen", "--project", CITY]])
def test_an_answer_that_is_kept_imports_little(words):
    ho21(*words)
    program = (
        "import os, sys; before = {*sys.modules}; from ho21.cli.quick import run;"
        f"sys.argv = ['ho21', *{words!r}]; code = run();"
        "print(sorted({*sys.modules} - before), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True,
                          env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})  # fmt: skip

    brought = {each for each in eval(done.stderr.splitlines()[-1]) if not each.startswith("_")}  # noqa: S307
    assert brought - ALLOWED == set()


# What a question that is asked for the first time may bring, of what is dear.
DEAR = (
    *("rdflib", "rich.console", "rich.table", "networkx", "pyshacl", "jinja2", "email", "http"),
    *("ssl", "urllib.request", "xlsxwriter", "html", "xml", "asyncio", "platformdirs"),
    *("ho21.dataset.loader", "ho21.dataset.vocabulary", "ho21.rdf.turtle", "ho21.model.read"),
    *("ho21.model.graph", "ho21.model.things", "ho21.rdf.jsonld", "ho21.tables.xlsx"),
)


def test_a_question_to_a_compiled_project_brings_nothing_dear():
    words = ["ask", "visjonen", "--project", CITY]
    ho21(*words)
    program = (
        "import sys; from ho21.cli.main import main;"
        f"main({[*words, '--lang', 'en']!r}); print([*sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert {*DEAR} & {*eval(done.stderr.splitlines()[-1])} == set()  # noqa: S307


def test_a_build_of_what_has_not_changed_is_told_again_and_one_that_was_touched_is_made(tmp_path):
    words = ["build", "--project", CITY, "--to", str(tmp_path / "ut"), "--only", "check"]
    first = ho21(*words)
    times = {each: each.stat().st_mtime_ns for each in (tmp_path / "ut").rglob("*")}
    again = ho21(*words)
    unmoved = {each: each.stat().st_mtime_ns for each in times}
    (tmp_path / "ut/check.json").unlink()
    refused = ho21(*words)[0]
    mended = ho21(*words, "--force")

    assert (again, unmoved, mended[0]) == (first, times, 0)
    assert (refused, (tmp_path / "ut/check.json").exists()) == (0, True)


def test_a_build_that_watches_is_made_again_after_each_change(tmp_path, tiny_project):
    project, target = tiny_project(), tmp_path / "ut"
    words = ["build", "--project", str(project), "--to", str(target), "--only", "check", "--watch"]
    command = [sys.executable, "-m", "ho21", *words]
    streams = {"stderr": subprocess.PIPE, "stdout": subprocess.DEVNULL}
    with subprocess.Popen(command, **streams, text=True) as started, ExitStack() as stack:
        stack.callback(started.kill)  # it would watch on for ever

        def waits():
            """Return what was said until it waits for changes."""
            said = ""
            while "Ctrl-C" not in said:
                line = started.stderr.readline()
                assert line, said
                said += line
            return said

        waits()
        made = (target / MARK).stat().st_ino
        own = project / "graph/datasett.ttl"
        whole = own.read_text(encoding="utf-8")
        own.write_text(whole.replace("void:uriSpace", "void:uriSpac"), encoding="utf-8")
        at_fault = waits()
        own.write_text(f"{whole}\n", encoding="utf-8")
        waits()
        again = (target / MARK).stat().st_ino
        started.send_signal(signal.SIGINT)

        code = started.wait(10)

    assert "graph/datasett.ttl" in at_fault
    assert (again != made, code) == (True, 130)


def test_a_query_in_a_file_is_read_each_time(tmp_path):
    file = tmp_path / "spørring.rq"
    answers = []
    for number in (1, 2):
        file.write_text(f"SELECT ({number} AS ?x) {{}}")
        answers.append(ho21("query", str(file), "--format", "csv", "--project", CITY)[1])

    assert answers == [b"x\r\n1\r\n", b"x\r\n2\r\n"]


@pytest.mark.parametrize(
    "words",
    [
        ["draw", "--project", CITY, "--to", "query"],
        ["export", "nq", "--project", CITY, "--to", "ask"],
    ],
)
def test_a_command_that_makes_something_makes_it_each_time_whatever_its_words(
    words, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        assert ho21(*words)[0] == 0
        (tmp_path / words[-1]).unlink()
