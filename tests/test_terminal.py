"""What a command says: results on stdout, talk and progress on stderr, and Ctrl-C obeyed."""

import signal
import sys

import pytest

from ho21.fault import CallError
from ho21.terminal import busy, out, stoppable, tell


def test_a_result_goes_to_stdout_as_utf_8_whatever_the_locale(capfdbinary):
    out("mål\n")

    assert capfdbinary.readouterr() == ("mål\n".encode(), b"")


def test_talk_goes_to_stderr_and_a_control_character_is_shown_instead_of_sent(capfdbinary):
    tell("farlig \x1b[31m rødt")

    assert capfdbinary.readouterr() == (b"", "farlig \\u001b[31m rødt\n".encode())


def test_a_result_with_nowhere_to_go_is_a_fault_of_the_call(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)

    with pytest.raises(CallError):
        out("mål\n")


def test_talk_with_nowhere_to_go_is_let_go(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)

    assert tell("ferdig") is None


def test_ctrl_c_ends_the_process_while_the_engine_works_and_is_python_s_again_after():
    before = signal.getsignal(signal.SIGINT)

    with stoppable():
        during = signal.getsignal(signal.SIGINT)

    assert during is signal.SIG_DFL
    assert signal.getsignal(signal.SIGINT) is before


def test_nothing_is_drawn_where_no_person_watches(capfdbinary):
    with busy("nb"):
        pass

    assert capfdbinary.readouterr() == (b"", b"")
