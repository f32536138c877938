"""A command in a process of its own: no network, and so much memory for a question and no more."""

from __future__ import annotations

import os
import pty
import resource
import socket
import subprocess
import sys

import pytest

from ho21.cli.main import main
from ho21.errors import say
from ho21.processes.memory import can_limit_memory
from ho21.processes.network import can_forbid_network
from support.canary import canary
from support.hostile_queries import BOMBS
from support.served import environment, serving, wait
from support.tiny import PREFIXES

held = pytest.mark.skipif(
    not (can_limit_memory() and can_forbid_network()), reason="this system has not these limits"
)
ASKED = "dokumenter-og-avskrifter"
HEAD = "# nb: Bombe?\n# en: Bomb?\n# terms: ho:Measure\n"
SHAPE = """shape:measure a sh:NodeShape ;
    sh:targetClass ho:Measure ;
    sh:nodeKind sh:IRI ;
    sh:message "Skriv en IRI."@nb , "Write an IRI."@en .
"""
CROSSED = " . ".join(f"?a{each} ?b{each} ?c{each}" for each in range(6))
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {CROSSED} }}"  # but over nothing it ends at once
TOO_MUCH = say("query-past-memory", "nb", limit=64)


def run(*words: object, before: str = "", name: str = "run_command") -> tuple[int, str, str]:
    """Run a command in a process of its own, once something in it has been changed."""
    program = f"import sys\n{before}\nfrom ho21.cli.main import {name}\nsys.exit({name}())"
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        env=environment(LC_ALL="nb"),
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def project(tiny_project):
    """Return a project with a question that takes more memory than there is."""
    root = tiny_project()
    (root / "queries" / f"{ASKED}.rq").write_text(f"{HEAD}{BOMBS['sorted']}", encoding="utf-8")
    (root / "ontology" / "shapes.ttl").write_text(f"{PREFIXES}\n{SHAPE}", encoding="utf-8")
    return root


@held
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_query_that_takes_too_much_ends_in_one_sentence_with_the_option(tiny_project, bomb):
    words = ["query", BOMBS[bomb], "--memory", "64", "--project", tiny_project()]

    assert run(*words) == (2, "", f"{TOO_MUCH}\n")


@held
def test_a_saved_question_that_takes_too_much_ends_the_same_way(project):
    assert run("ask", ASKED, "--memory", "64", "--project", project) == (2, "", f"{TOO_MUCH}\n")


@held
@pytest.mark.parametrize("command", ["build", "diff"])
def test_what_asks_all_saved_questions_names_the_one_that_takes_too_much(
    project, tmp_path, command
):
    more = {"build": ["--to", tmp_path / "dist"], "diff": [project, project]}
    words = [command, *more[command], "--memory", "64", "--project", project]

    assert run(*words) == (1, "", f"queries/{ASKED}.rq: {TOO_MUCH}\n")
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize("command", ["build", "diff"])
def test_what_asks_all_saved_questions_names_the_one_that_does_not_end(project, tmp_path, command):
    more = {"build": ["--to", tmp_path / "dist"], "diff": [project, project]}
    (project / "queries" / f"{ASKED}.rq").write_text(f"{HEAD}{ENDLESS}", encoding="utf-8")
    words = [command, *more[command], "--timeout", "1", "--project", project]
    told = say("query-past-timeout", "nb", limit=1)

    code, out, err = run(*words)

    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.endswith(f"queries/{ASKED}.rq: {told}\n")
    assert not (tmp_path / "dist").exists()


@held
@pytest.mark.parametrize(
    ("query", "option", "told"),
    [
        (BOMBS["sorted"], ["--memory", "64"], TOO_MUCH),
        (ENDLESS, ["--timeout", "1"], say("query-past-timeout", "nb", limit=1)),
    ],
    ids=["memory", "time"],
)
def test_a_question_of_the_report_is_held_to_the_same(project, query, option, told):
    before = (
        "from dataclasses import replace\n"
        "from ho21.site import report\n"
        "known = report.own_questions()\n"
        f'known["sources"] = replace(known["sources"], text={query!r}, parameters=())\n'
    )

    code, out, err = run("report", *option, "--project", project, before=before)

    assert (code, out) == (1, "")
    assert err.endswith(f"queries/sources.rq: {told}\n")


@held
def test_a_check_that_reads_a_question_holds_it_to_the_same(project):
    doubled = "".join(f"BIND(CONCAT(?a{at}, ?a{at}) AS ?a{at + 1}) " for at in range(40))
    ask = f'ASK {{ BIND("x" AS ?a0) {doubled} FILTER(STRLEN(?a40) > 0) }}'
    (project / "queries" / f"{ASKED}.rq").write_text(f"{HEAD}{ask}", encoding="utf-8")

    done = run("check", "--memory", "64", "--project", project)

    assert (done[0], done[2]) == (1, f"queries/{ASKED}.rq: {TOO_MUCH}\n")


@held
def test_a_terminal_is_given_back_its_line_and_its_cursor(project):
    ours, theirs = pty.openpty()
    words = ["diff", project, project, "--memory", "64", "--project", project]
    with subprocess.Popen(
        [sys.executable, "-m", "ho21", *words], stderr=theirs, env=environment(LC_ALL="nb")
    ) as process:
        os.close(theirs)
        said = b""
        try:
            while more := os.read(ours, 4096):
                said += more
        except OSError:  # the other end is closed
            pass
    os.close(ours)

    assert process.returncode == 1
    assert said.rpartition(b"\x1b[?25l")[2].count(b"\x1b[?25h") == 1
    assert said.decode().endswith(f"\x1b[?25hqueries/{ASKED}.rq: {TOO_MUCH}\r\n")


@held
@pytest.mark.parametrize("closed", ["stdin", "stdout", "stderr"])
def test_a_question_that_takes_too_much_ends_the_same_way_whatever_is_closed(tiny_project, closed):
    number = {"stdin": 0, "stdout": 1, "stderr": 2}[closed]
    words = ["query", BOMBS["doubled"], "--memory", "64", "--project", tiny_project()]
    done = subprocess.run(
        [sys.executable, "-m", "ho21", *words],
        stdout=subprocess.PIPE if closed != "stdout" else None,
        stderr=subprocess.PIPE if closed != "stderr" else None,
        preexec_fn=lambda: os.close(number),
        env=environment(LC_ALL="nb"),
    )

    assert done.returncode == 2
    assert done.stderr in {None, f"{TOO_MUCH}\n".encode()}


UNCHECKED = (
    "import ho21.sparql.evaluation as evaluation\n"
    "evaluation.admit = lambda *_: None\n"
    "evaluation._without_service = lambda _: 'ASK {}'"
)


@held
def test_what_gets_past_every_check_reaches_no_one(tiny_project):
    with canary() as it:
        text = f"SELECT * {{ SERVICE <{it.url}> {{ ?s ?p ?o }} }}"
        words = ["query", text, "--project", tiny_project()]
        code, out, err = run(*words, before=UNCHECKED)
        assert it.calls == []
        run(*words, before=UNCHECKED, name="main")  # it would have called
        wait(lambda: it.calls, "the engine does not call")

    assert (code, out, err.count("\n"), len(it.calls)) == (2, "", 1, 1)
    assert err.startswith(say("query-failed", "nb", why="").partition("{")[0][:20])


@held
def test_what_is_only_looked_at_here_before_it_is_sent_is_held_to_the_same(tiny_project):
    doubled = BOMBS["doubled"].replace("SELECT (STRLEN(?a40) AS ?n)", "ASK")
    doubled = f"{doubled.rpartition('}')[0]} FILTER(STRLEN(?a40) = 1) }}"
    many = " ".join(map(str, range(1000)))
    crossed = " ".join(f"VALUES ?{each} {{ {many} }}" for each in "abcd")
    endless = f"ASK {{ {crossed} FILTER(?a + ?b + ?c + ?d < 0) }}"
    with canary() as it:
        rest = "--endpoint", it.url, "--project", tiny_project()
        told = (
            run("query", doubled, "--memory", "64", *rest),
            run("query", endless, "--timeout", "0.5", *rest),
        )

    assert told == (
        (2, "", f"{TOO_MUCH}\n"),
        (2, "", f"{say('query-past-timeout', 'nb', limit='0.5')}\n"),
    )
    assert it.calls == []


@held
def test_what_is_sent_to_one_address_reaches_no_other(tiny_project):
    with canary() as it, canary() as other:
        text = f"ASK {{ SERVICE SILENT <{other.url}> {{ ?s ?p ?o }} }}"
        words = ["query", text, "--endpoint", it.url, "--project", tiny_project()]
        code, out, _ = run(*words, before=UNCHECKED)

    assert (code, out, len(it.calls), other.calls) == (2, "", 1, [])


UNHELD = {
    "network": "import ho21.processes.network as network; network._CALLS = {}",
    "memory": "import ho21.processes.memory as memory; memory.can_limit_memory = lambda: False",
}
UNHELD["network and memory"] = "\n".join(UNHELD.values())
LACKING = {
    "network": "ingen sperre mot nettet",
    "memory": "ingen grense for minnet",
    "network and memory": "ingen sperre mot nettet og ingen grense for minnet",
}


@held
@pytest.mark.parametrize("lacking", UNHELD)
def test_what_the_system_cannot_hold_is_said_once_and_the_answer_comes(tiny_project, lacking):
    root = tiny_project()
    code, out, err = run("query", "ASK {}", "--project", root, before=UNHELD[lacking])

    assert (code, out) == (0, "Svar\n────\nja\n")
    assert err == (
        f"På dette systemet har en spørring {LACKING[lacking]}; "
        "kjør bare spørringer du stoler på.\n"
    )
    assert run("query", "ASK {}", "--project", root) == (0, out, "")


@held
def test_a_server_says_at_start_what_the_system_cannot_hold(tiny_project):
    starts = "import sys; from ho21.cli.main import run_command; sys.exit(run_command())"
    program = f"{UNHELD['network']}\n{starts}"
    words = ["serve", "--lang", "nb", "--project", str(tiny_project())]
    with serving(*words, program=("-c", program)) as server:
        wait(lambda: "Ctrl-C" in server.said(), "the server says nothing")
        said = server.said().splitlines()
    with serving(*words[1:]) as server:
        wait(lambda: "Ctrl-C" in server.said(), "the server says nothing")
        assert server.said().splitlines() == said[1:]

    assert said[0] == (
        "På dette systemet har en spørring ingen sperre mot nettet; "
        "kjør bare spørringer du stoler på."
    )


def test_a_command_that_puts_no_question_says_nothing_of_what_is_lacking(tiny_project):
    words = ["export", "nt", "--project", tiny_project()]

    assert run(*words, before=UNHELD["network and memory"]) == run(*words)


def test_a_command_called_from_python_leaves_the_process_as_it_was(tiny_project):
    before = resource.getrlimit(resource.RLIMIT_AS), sys.stderr
    assert main(["query", "ASK {}", "--memory", "64", "--project", str(tiny_project())]) == 0

    assert (resource.getrlimit(resource.RLIMIT_AS), sys.stderr) == before
    socket.socket().close()


@pytest.mark.parametrize("command", ["ask", "query", "show", "report", "build", "diff", "mcp"])
def test_a_limit_that_is_none_is_a_wrong_call(command):
    words = {"query": ["ASK {}"], "show": ["x"], "diff": ["a", "b"]}.get(command, [])
    code, out, err = run(command, *words, "--memory", "lite")

    assert (code, out, err) == (
        2,
        "",
        "lite passer ikke for --memory; skriv et tall fra 16 til 1048576.\n",
    )
