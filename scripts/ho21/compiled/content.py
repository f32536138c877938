"""What a project is made from, as one key: another byte, or another ho21, is another key."""

from __future__ import annotations

import os
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph

from ho21.errors import Fault
from ho21.resources import room
from ho21.text import package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ho21.project import Project

_UNREAD: Final = frozenset(("__pycache__", "made"))  # which no answer depends on


def content_key(project: Project) -> str | None:
    """Return the SHA-256 over all that an answer may depend on; None where it cannot be told.

    That is every file of the project by its content, and the program by its files' times.
    """
    program = _program()
    if program is None:
        return None
    digest = sha256(f"{program}\n{project.limits}\n{project.borrows}\n".encode())
    for place, content in project.files():
        if isinstance(content, Fault):
            return None
        told = b"" if content is None else sha256(content).digest()
        digest.update(f"{place}\0{len(told)}\0".encode("utf-8", "surrogateescape") + told)
    return digest.hexdigest()


@cache
def _program() -> str | None:
    """Return what tells one ho21 from another; None for one inside an archive."""
    rooms = (package(), *map(room, ("ontology", "queries")))
    digest = sha256(f"{pyoxigraph.__version__} {sys.version}".encode())
    for each in rooms:
        if not isinstance(each, Path):
            return None
        for name, about in sorted(_files(str(each))):
            digest.update(f"{name}\0{about.st_size}\0{about.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for each in entries:
            if each.is_dir():
                yield from () if each.name in _UNREAD else _files(each.path)
            else:
                yield each.path, each.stat()
