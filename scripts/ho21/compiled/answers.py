"""Answers that were given, kept as they were written: what to say, and the result, byte for byte.

They lie beside the compiled project that they are of, by its key.  No library but hashlib is
imported: an answer that is kept is told without any.
"""

from __future__ import annotations

import os
import sys
from hashlib import sha256

from ho21.compiled.content import ROOMS, content_key, shipped_rooms
from ho21.files.home import cache_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

PROJECTS = "projects"
_KEPT = ("ask", "show", "query")
_ELSEWHERE = (
    "--endpoint",
    "--no-cache",
    "--text-limit",
    "--data-limit",
    "--help",
    "-h",
    "help",
    "--",
)
_LARGEST = 1_000_000  # bytes of an answer that is kept
_SPOKEN = ("LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS")


class KeptAnswer:
    """The place of the answer to a line of words, as it would be told here and now."""

    def __init__(self, path: str) -> None:
        self.path = path

    def read(self) -> tuple[bytes, bytes] | None:
        """Return what to say and the result; None where nothing whole of ours is kept."""
        try:
            about = os.stat(self.path)
            if hasattr(os, "getuid") and about.st_uid != os.getuid():
                return None
            with open(self.path, "rb") as file:
                told, rest = file.readline(), file.read()
        except OSError:
            return None
        if told.strip().decode("ascii", "replace") != sha256(rest).hexdigest():
            return None
        length, _, both = rest.partition(b"\n")
        return both[: int(length)], both[int(length) :]

    def write(self, said: bytes, result: bytes) -> None:
        """Keep an answer; where it cannot be written nothing is kept."""
        rest = b"%d\n%b%b" % (len(said), said, result)
        if len(rest) > _LARGEST:
            return
        part = f"{self.path}.{os.getpid()}"
        try:
            os.makedirs(os.path.dirname(self.path), mode=0o700, exist_ok=True)
            with open(part, "xb") as file:
                file.write(sha256(rest).hexdigest().encode() + b"\n" + rest)
            os.replace(part, self.path)
        except OSError:
            return


def kept_answer(words: Sequence[str]) -> KeptAnswer | None:
    """Return where the answer to a line is kept; None for a line of which none is.

    The answer may depend on the project, the words, the language and the width of the terminal.
    """
    option = [each.partition("=")[0] for each in words]
    if not {*_KEPT} & {*words} or {*_ELSEWHERE} & {*option} or "-" in words:
        return None
    rooms, folder = _rooms(words), cache_path()
    key = content_key(rooms) if rooms and folder else None
    if key is None:
        return None
    screens = [stream is not None and stream.isatty() for stream in (sys.stdout, sys.stderr)]
    width = os.get_terminal_size(1) if screens[0] else None
    here = [*words], [os.environ.get(each) for each in _SPOKEN], screens, width
    called = sha256(repr(here).encode("utf-8", "surrogateescape")).hexdigest()
    return KeptAnswer(f"{folder}/{PROJECTS}/{key}-answers/{called}")


def _rooms(words: Sequence[str]) -> list[str] | None:
    """Return the rooms of the project that a line is about; None where that is not plain."""
    given = [at for at, each in enumerate(words) if each.partition("=")[0] == "--project"]
    if given:
        equal, value = words[given[0]].partition("=")[1:]
        value = value if equal else "".join(words[given[0] + 1 : given[0] + 2])
        return [f"{value}/{name}" for name in ROOMS] if value and len(given) == 1 else None
    shipped, above = shipped_rooms(), os.getcwd()
    while not os.path.isfile(f"{above}/graph/datasett.ttl"):
        if above == os.path.dirname(above):
            return shipped
        above = os.path.dirname(above)
    if os.path.samefile(f"{above}/graph", shipped[1]):
        return shipped
    told = above != os.getcwd() and sys.stdout is not None and sys.stdout.isatty()
    return None if told else [f"{above}/{name}" for name in ROOMS]
