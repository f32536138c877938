"""Answers that were given, kept as they were written: what to say, and the result, byte for byte.

They lie beside the compiled project that they are of, by its key.  No library but hashlib is
imported: an answer that is kept is told without any.
"""

from __future__ import annotations

import os
import sys
from hashlib import sha256

from ho21.compiled.content import ROOMS, content_key, shipped_rooms
from ho21.home import cache_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

PROJECTS = "projects"
_KEPT = frozenset(("ask", "show", "query", "build"))
_VALUED = frozenset(
    (
        *("--project", "--lang", "--format", "--timeout", "--memory", "--to", "--only"),
        "--pages-for",
    )
)
_ELSEWHERE = frozenset(
    (
        *("--endpoint", "--scheduler", "--no-cache", "--text-limit", "--data-limit"),
        *("--watch", "--force", "--help", "-h", "help", "--"),
    )
)
_LARGEST = 1_000_000  # bytes of an answer that is kept
_SPOKEN = ("LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS")


class KeptAnswer:
    """The place of the answer to a line of words, as it would be told here and now."""

    def __init__(self, path: str) -> None:
        self.path = path

    @property
    def project(self) -> str:
        """The folder of the answers of one project as it is now."""
        return os.path.dirname(self.path)

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
            os.makedirs(self.project, mode=0o700, exist_ok=True)
            with open(part, "xb") as file:
                file.write(sha256(rest).hexdigest().encode() + b"\n" + rest)
            os.replace(part, self.path)
        except OSError:
            return


def kept_answer(words: Sequence[str]) -> KeptAnswer | None:
    """Return where the answer to a line is kept; None for a line of which none is.

    The answer may depend on the project, the words, the language and the width of the terminal;
    that of a build, on what lies in its folder too, file by file: where nothing has changed since,
    nothing is to be done.
    """
    command, *own = _without_options(words) or [""]
    other = _ELSEWHERE & {each.partition("=")[0] for each in words}
    if command not in _KEPT or other or (command == "query" and not _is_text(own)):
        return None
    rooms, folder = _rooms(words), cache_path()
    key = content_key(rooms) if rooms and folder else None
    if key is None:
        return None
    screens = [stream is not None and stream.isatty() for stream in (sys.stdout, sys.stderr)]
    width = os.get_terminal_size(1) if screens[0] else None
    lies = _lying(_value(words, "--to") or "dist") if command == "build" else ""
    here = [*words], [os.environ.get(each) for each in _SPOKEN], screens, width, lies
    called = sha256(repr(here).encode("utf-8", "surrogateescape")).hexdigest()
    return KeptAnswer(f"{folder}/{PROJECTS}/{key}-answers/{called}")


def _without_options(words: Sequence[str]) -> list[str]:
    """Return the command and its own words."""
    found, before = [], ""
    for word in words:
        if before not in _VALUED and not word.startswith("-"):
            found.append(word)
        before = word
    return found


def _is_text(own: Sequence[str]) -> bool:
    """Say whether a query is written on the line, and not read from what may change."""
    return len(own) == 1 and not os.path.exists(own[0])


def _rooms(words: Sequence[str]) -> list[str] | None:
    """Return the rooms of the project that a line is about; None where that is not plain."""
    if value := _value(words, "--project"):
        return [f"{value}/{name}" for name in ROOMS]
    shipped, above = shipped_rooms(), os.getcwd()
    while not os.path.isfile(f"{above}/graph/datasett.ttl"):
        if above == os.path.dirname(above):
            return shipped
        above = os.path.dirname(above)
    if os.path.samefile(f"{above}/graph", shipped[1]):
        return shipped
    told = above != os.getcwd() and sys.stdout is not None and sys.stdout.isatty()
    return None if told else [f"{above}/{name}" for name in ROOMS]


def _value(words: Sequence[str], option: str) -> str:
    """Return the value of an option, the last where there are several; nothing where it is none."""
    found = ""
    for word, following in zip(words, (*words[1:], ""), strict=True):
        name, equal, value = word.partition("=")
        found = (value if equal else following) if name == option else found
    return found


def _lying(folder: str) -> str:
    """Return what lies in a folder: every file by its name, size and time."""
    digest = sha256(os.path.abspath(folder).encode("utf-8", "surrogateescape"))
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            about = os.stat(f"{root}/{name}", follow_symlinks=False)
            told = f"{root}/{name}\0{about.st_size}\0{about.st_mtime_ns}\0"
            digest.update(told.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
