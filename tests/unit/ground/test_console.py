"""What a command says: results on stdout, talk and progress on stderr, and Ctrl-C obeyed."""

import io
import signal
import sys

import pytest

from ho21.console import busy, out, stoppable, tell
from ho21.errors import UsageError


def test_a_result_goes_to_stdout_as_utf_8_whatever_the_locale(capfdbinary):
    out("mål\n")

    assert capfdbinary.readouterr() == ("mål\n".encode(), b"")


def test_talk_goes_to_stderr_and_a_control_character_is_shown_instead_of_sent(capfdbinary):
    tell("farlig \x1b[31m rødt")

    assert capfdbinary.readouterr() == (b"", "farlig \\u001b[31m rødt\n".encode())


def test_a_result_with_nowhere_to_go_is_a_fault_of_the_call(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)

    with pytest.raises(UsageError):
        out("mål\n")


def test_talk_with_nowhere_to_go_is_let_go(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)

    assert tell("ferdig") is None


def test_ctrl_c_is_python_s_again_after_the_engine_has_worked():
    before = signal.getsignal(signal.SIGINT)

    with stoppable("nb"):
        during = signal.getsignal(signal.SIGINT)

    assert during is not before
    assert (signal.getsignal(signal.SIGINT), signal.set_wakeup_fd(-1)) == (before, -1)


class Screen(io.StringIO):
    """A stream that a person watches."""

    def isatty(self):
        """Say that it is a terminal."""
        return True


@pytest.mark.parametrize(("lang", "words"), [("nb", "Arbeider"), ("en", "Working")])
def test_a_person_who_watches_is_told_in_their_language_that_work_goes_on(lang, words, monkeypatch):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")

    with busy(lang):
        pass

    assert words in screen.getvalue()


def test_nothing_is_drawn_where_no_person_watches(capfdbinary):
    with busy("nb"):
        pass

    assert capfdbinary.readouterr() == (b"", b"")
