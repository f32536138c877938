"""Completion as a shell has it, and a call that is none of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ho21.cli import main

COMPLETE = r"""
eval "$(register-python-argcomplete ho21)"
COMP_LINE=$1; COMP_POINT=${#1}; COMP_TYPE=9
read -ra COMP_WORDS <<<"$1"
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_python_argcomplete ho21
echo "${COMPREPLY[@]}"
"""


def test_bash_completes_with_the_line_that_the_help_gives():
    beside = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for line, expected in (
        ("ho21 se", "serve"),
        ("ho21 ask visj", "visjonen"),
        ("ho21 show utnytte", "utnytte-helsedata"),
    ):
        done = subprocess.run(
            ["bash", "-c", COMPLETE, "bash", line], capture_output=True, text=True, env=beside
        )
        assert (done.returncode, done.stdout.split()) == (0, [expected]), done.stderr


def test_fish_completes_with_the_line_that_the_help_gives():
    """Try a command, a question, a thing and an option; zsh has the same function as bash."""
    if shutil.which("fish") is None:
        pytest.skip("there is no fish")
    beside = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for line, expected in (
        ("ho21 se", "serve"),
        ("ho21 ask visj", "visjonen"),
        ("ho21 show utnytte", "utnytte-helsedata"),
        ("ho21 ask visjonen --for", "--format"),
    ):
        told = f"register-python-argcomplete --shell fish ho21 | source; complete -C '{line}'"
        done = subprocess.run(["fish", "-c", told], capture_output=True, text=True, env=beside)
        assert (done.returncode, done.stdout.split()) == (0, [expected]), done.stderr


def test_a_shell_that_completes_whatever_says_so_finds_the_mark():
    assert "PYTHON_ARGCOMPLETE_OK" in Path(main.__file__).read_text(encoding="utf-8")[:1024]
