"""Work that a process of its own does meanwhile, where this one can safely be copied (Linux)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ho21.processes.beside import beside


@pytest.fixture
def note(tmp_path):
    """Return a file in which work tells of the process that does it."""
    return tmp_path / "process"


@pytest.fixture
def alone(monkeypatch, tmp_path):
    """Take this process for one without threads, as the command is."""
    (tmp_path / "threads" / "1").mkdir(parents=True)
    monkeypatch.setattr("ho21.processes.beside._THREADS", tmp_path / "threads")


def signed(note):
    return lambda: note.write_text(str(os.getpid()))


@pytest.mark.usefixtures("alone")
def test_work_is_done_by_another_process_and_is_done_when_it_was_waited_for(note):
    with beside(signed(note)) as finish:
        finish()

        assert note.read_text() != str(os.getpid())


@pytest.mark.usefixtures("alone")
def test_a_process_with_threads_is_not_copied_and_does_the_work_itself(note, tmp_path):
    (tmp_path / "threads" / "2").mkdir()
    with beside(signed(note)) as finish:
        assert not note.exists()
        finish()

    assert note.read_text() == str(os.getpid())


@pytest.mark.usefixtures("alone")
def test_a_thread_that_has_just_ended_and_that_the_system_still_has_is_waited_for(
    note, tmp_path, monkeypatch
):
    (tmp_path / "threads" / "2").mkdir()
    monkeypatch.setattr("threading.active_count", lambda: 1)
    monkeypatch.setattr(time, "sleep", lambda _: (tmp_path / "threads" / "2").rmdir())
    with beside(signed(note)) as finish:
        finish()

    assert note.read_text() != str(os.getpid())


def test_where_the_system_does_not_tell_of_threads_the_work_is_done_here(
    note, monkeypatch, tmp_path
):
    monkeypatch.setattr("ho21.processes.beside._THREADS", tmp_path / "nothing")
    with beside(signed(note)) as finish:
        finish()

    assert note.read_text() == str(os.getpid())


@pytest.mark.usefixtures("alone")
def test_what_went_wrong_there_is_raised_here_and_told_once(capfd):
    def work():
        int("no room")

    with pytest.raises(ValueError, match="no room"), beside(work) as finish:
        finish()

    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("alone")
def test_work_that_is_not_waited_for_is_ended(note):
    def work():
        time.sleep(600)
        note.touch()

    with beside(work):
        began = time.monotonic()

    assert time.monotonic() - began < 300
    assert not note.exists()


def test_a_process_that_is_killed_takes_along_the_one_that_works_beside_it(note):
    program = f"""
import os, pathlib, time
from ho21.processes.beside import beside

def work():
    pathlib.Path({str(note)!r}).write_text(str(os.getpid()))
    time.sleep(60)

with beside(work) as finish:
    finish()
"""
    with subprocess.Popen([sys.executable, "-c", program]) as process:
        while process.poll() is None and not (note.exists() and note.read_text()):
            time.sleep(0.01)
        process.kill()
    other = Path("/proc", note.read_text(), "stat")
    until = time.monotonic() + 10
    while other.exists() and other.read_text().split()[2] != "Z" and time.monotonic() < until:
        time.sleep(0.01)

    assert note.read_text() != str(process.pid)
    assert not other.exists() or other.read_text().split()[2] == "Z"
