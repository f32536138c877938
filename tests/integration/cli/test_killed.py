"""Commands that are killed with no warning, at points spread evenly over what they do on the disk.

What stands where they write is then the old or the new, never half of either, and the next run
succeeds and clears away what was left.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from support.stranger import reply, stranger
from support.tiny import ONE_SHAPE, PREFIXES, STATEMENTS, changed, write

# Python tells of each thing it does with a file; at the one asked for, the process is killed.
PROGRAM = """
import os, sys
at, here, own, count = int(sys.argv[1]), os.getcwd(), os.getpid(), 0

def seen(event, given):
    global count
    if event.partition(".")[0] in ("open", "os", "shutil") and os.getpid() == own:
        if any(isinstance(each, str) and each.startswith(here) for each in given):
            count += 1
            if count == at:
                os.kill(own, 9)

sys.addaudithook(seen)
from ho21.cli.main import main
code = main(sys.argv[2:])
print(count)
sys.exit(code)
"""
COMMANDS = {
    "a build": (["build", "--only", "data"], "dist"),
    "a whole build": (["build"], "dist"),
    "an export of several files": (["export", "csv", "--to", "ut"], "ut"),
    "an export": (["export", "nq", "--to", "ut.nq"], "ut.nq"),
    "a report": (["report", "--to", "ut.md"], "ut.md"),
}


@pytest.fixture
def editions(tmp_path, monkeypatch) -> list[str]:
    """Return the folders of a project and a later edition of it; stand in an empty folder."""
    later = changed(STATEMENTS, '"Share data"@en', '"Share the data"@en')
    roots = [write(tmp_path / "ett"), write(tmp_path / "to", statements=later)]
    dated = roots[1] / "graph" / "datasett.ttl"
    dated.write_text(changed(dated.read_text("utf-8"), "2026-11-22", "2026-11-23"), "utf-8")
    for root in roots:
        (root / "ontology" / "shapes.ttl").write_text(f"{PREFIXES}\n{ONE_SHAPE}", encoding="utf-8")
    (tmp_path / "her").mkdir()
    monkeypatch.chdir(tmp_path / "her")
    return [str(root) for root in roots]


def run(at: int, *words: str) -> tuple[int, int]:
    """Run a command and kill it at what it does so manyth; return its end, and how much it did."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", PROGRAM, str(at), *words], check=False, capture_output=True
    )
    return done.returncode, int((done.stdout.split() or [b"0"])[-1]) if not at else 0


def tree(place: Path) -> dict[str, bytes]:
    found = [place] if place.is_file() else (path for path in place.rglob("*") if path.is_file())
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in found}


def dies(editions: list[str], kind: str, times: int) -> None:
    """Let one edition be written over the other again and again, and killed each time."""
    words, target = COMMANDS[kind]
    whole, length = [], 0
    for edition in editions:
        code, length = run(0, *words, "--project", edition)
        assert code == 0
        whole.append(tree(Path(target)))
    assert whole[0] != whole[1]
    for number in range(times):
        other = editions[1 - whole.index(tree(Path(target)))]
        code, _ = run(1 + length * number // times, *words, "--project", other)
        assert (code, tree(Path(target)) in whole) == (-signal.SIGKILL, True)
    assert run(0, *words, "--project", editions[0])[0] == 0
    assert tree(Path(target)) == whole[0]
    assert [path.name for path in Path().iterdir()] == [target]


@pytest.mark.parametrize("kind", [each for each in COMMANDS if each != "a whole build"])
def test_what_is_killed_at_six_points_leaves_the_old_or_the_new_and_the_next_succeeds(
    editions, kind
):
    dies(editions, kind, 6)


@pytest.mark.night
@pytest.mark.parametrize("kind", COMMANDS)
def test_what_is_killed_at_forty_points_leaves_the_old_or_the_new_and_the_next_succeeds(
    editions, kind
):
    dies(editions, kind, 40)


def pushes(editions: list[str], times: int) -> None:
    """Kill a push as it has sent one request after another; what came is whole graphs."""
    there: dict[str, bytes] = {}
    state = {"left": 0, "sent": 0}

    def answer(sent):
        graph = sent.target
        if sent.method == "PUT":
            assert len(sent.body) == int(sent.headers["content-length"])
            there[graph] = sent.body
        state["sent"] += 1
        state["left"] -= 1
        if state["left"] == 0:
            process.kill()
            process.wait()
        return reply(200, there[graph], "application/n-triples") if graph in there else reply(404)

    with stranger(answer) as it:
        words = [sys.executable, "-m", "ho21", "push", "--to", it.url, "--project"]

        def ended(edition: str, after: int) -> int:
            nonlocal process
            state.update(left=after, sent=0)
            process = subprocess.Popen(
                [*words, edition], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            return process.wait()

        process: subprocess.Popen[bytes]
        whole = []
        for edition in editions:
            assert ended(edition, 0) == 0
            whole.append(dict(there))
        length = state["sent"]
        for number in range(times):
            edition = number % 2
            assert ended(editions[edition], 1 + length * number // times) == -signal.SIGKILL
            assert all(body in (whole[0][name], whole[1][name]) for name, body in there.items())
            assert ended(editions[edition], 0) == 0
            assert there == whole[edition]


def test_a_push_that_is_killed_has_sent_whole_graphs_and_the_next_puts_the_rest(editions):
    pushes(editions, 3)


@pytest.mark.night
def test_a_push_that_is_killed_forty_times_has_sent_whole_graphs(editions):
    pushes(editions, 40)
