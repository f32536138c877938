"""The shortest way to an answer: one that was given before is told again, and the version.

All else is the command's.  What is imported here is counted by a test: Python itself takes 9 ms, an
answer that is kept 20, and what the command needs to begin 50 more.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress


def run() -> int:
    """Tell an answer that is kept, or run the command; return how it went."""
    words = sys.argv[1:]
    if "_ARGCOMPLETE" not in os.environ:
        if words == ["--version"] and _written(b"ho21 %b\n" % _version().encode()):
            return 0
        from ho21.compiled.answers import kept_answer

        kept = kept_answer(words)
        found = kept.read() if kept else None
        if found and _written(found[1]):
            _say(found[0])
            return 0
    from ho21.cli.main import run_command

    return run_command()


def _version() -> str:
    """Return the version, by the folder that an installer names after it (PEP 427) if it is there.

    The library that else reads it takes longer than Python itself.
    """
    for folder in sys.path:
        with suppress(OSError):
            for name in os.listdir(folder):
                if name.startswith("ho21-") and name.endswith(".dist-info"):
                    return name.removeprefix("ho21-").removesuffix(".dist-info")
    from ho21 import __version__

    return str(__version__)


def _written(result: bytes) -> bool:
    """Write a result; what cannot be written is left to the command, which says why."""
    try:
        sys.stdout.buffer.write(result)
        sys.stdout.buffer.flush()
    except (OSError, AttributeError):
        return False
    return True


def _say(said: bytes) -> None:
    try:
        sys.stderr.buffer.write(said)
        sys.stderr.buffer.flush()
    except (OSError, AttributeError):
        return
