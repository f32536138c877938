"""What a project is made from, as one key: another byte, or another ho21, is another key.

No library but hashlib is imported: each answer that is kept begins here.
"""

from __future__ import annotations

import os
import stat
import sys
from functools import cache
from hashlib import file_digest, sha256
from importlib.machinery import PathFinder

from ho21.home import PACKAGE, room_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ho21.project import Project

ROOMS = ("ontology", "graph", "queries")
LARGEST = 50  # MB of a file that is read where no limit is given
_READ = (".ttl", ".txt", ".tsv", ".toml", ".rq")
_UNREAD = frozenset(("__pycache__", "made"))  # which no answer depends on


def shipped_rooms() -> list[str]:
    """Return the rooms of the project that ships with ho21."""
    return [*map(room_path, ROOMS)]


def content_key(rooms: Sequence[str], limits: str = "", most: float = LARGEST) -> str | None:
    """Return the SHA-256 over all that an answer may depend on; None where it cannot be told.

    That is every file of the project by its content, in three rooms that may be missing, what else
    lies there by its name, the limits other than the usual, and the program by its files' times. A
    file of more than ``most`` MB is not read, here as nowhere.
    """
    try:
        digest = sha256(f"{program_key()}\n{limits}\n{[*rooms] == shipped_rooms()}\n".encode())
        for room in rooms:
            for name, path in sorted(_entries(room)):
                told = _digest(path, most) if name.endswith(_READ) else b""
                place = f"{os.path.basename(room)}/{name}\0{len(told)}\0"
                digest.update(place.encode("utf-8", "surrogateescape") + told)
    except OSError:
        return None
    return digest.hexdigest()


def key_of(project: Project) -> str | None:
    """Return the key of a project; None of one inside an archive."""
    from pathlib import Path

    rooms = [each for each in project.rooms if isinstance(each, Path)]
    usual = project.limits == type(project.limits)()
    if len(rooms) < len(ROOMS):
        return None
    limits = project.limits
    told = "" if usual else str(limits)
    return content_key([*map(str, rooms)], told, max(limits.text, limits.data))


def _entries(room: str) -> list[tuple[str, str]]:
    try:
        with os.scandir(room) as entries:
            return [(each.name, each.path) for each in entries if not each.name.startswith(".")]
    except FileNotFoundError:
        return []


def _digest(path: str, most: float) -> bytes:
    """Return the digest of a regular file of so many MB at most; raises OSError for any other."""
    about = os.stat(path)
    if not stat.S_ISREG(about.st_mode) or about.st_size > most * 1_000_000:
        raise OSError(path)  # to open a pipe is to wait for ever, and a device has no end
    with open(path, "rb") as file:
        return file_digest(file, "sha256").digest()


@cache
def program_key() -> str:
    """Return what tells one ho21, and one engine, from another; raises OSError for an archive."""
    digest = sha256(sys.version.encode())
    engine = PathFinder.find_spec("pyoxigraph")
    folders = [PACKAGE, *(x for x in shipped_rooms() if not x.endswith("graph"))]
    folders += engine.submodule_search_locations or [] if engine else []
    for name, about in sorted(each for folder in folders for each in _files(folder)):
        digest.update(f"{name}\0{about.st_size}\0{about.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for each in entries:
            if each.is_dir():
                yield from () if each.name in _UNREAD else _files(each.path)
            else:
                yield each.path, each.stat()
