"""The project that ships with ho21, built whole by the command in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from support.tiny import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# The command under another clock.
CLOCK = """
import sys, time, datetime
now = float(sys.argv[1])
strftime, real = time.strftime, datetime.datetime
time.time = lambda: now
time.strftime = lambda form, at=None: strftime(form, at or time.gmtime(now))
time.localtime = lambda at=None: time.gmtime(now if at is None else at)


class Clock(real):
    @classmethod
    def now(cls, tz=None):
        return real.fromtimestamp(now, tz)

    utcnow = today = now


datetime.datetime = Clock
from ho21.cli.main import main
sys.exit(main(sys.argv[2:]))
"""


def files(folder: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder, by its path there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def build(place: Path, target: Path, now: str, umask: int, **env: str) -> None:
    """Build a project at a time and under a umask; the environment has more in it."""
    words = ["build", "--project", str(place), "--to", str(target)]
    done = subprocess.run(
        [sys.executable, "-c", CLOCK, now, *words],
        env=os.environ | env, cwd=place, umask=umask, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def copied(folder: Path) -> Path:
    """Return a folder with a copy of the project."""
    for room in ("ontology", "graph", "queries"):
        shutil.copytree(ROOT / room, folder / room)
    return folder


def build_here(folder: Path) -> None:
    """Build the project in the folder ``dist`` of a folder."""
    usual = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C", "PYTHONUTF8": "1"}
    build(copied(folder / "here"), folder / "dist", "86400", 0o022, **usual)
