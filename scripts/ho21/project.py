"""A project: its ontology/, graph/ and queries/, in the wheel, the checkout or a named folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ho21.errors import Fault, UsageError, fault
from ho21.resources import room

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@dataclass(frozen=True, eq=False)
class Project:
    """The three rooms a graph is made from; opened again it is another, as files change."""

    ontology: Traversable
    graph: Traversable
    queries: Traversable

    def names(self, name: str, ending: str) -> list[str]:
        """Return the file names in a room that have an ending, sorted, without it."""
        entries = (entry.name for entry in self._room(name).iterdir())
        return sorted(entry.removesuffix(ending) for entry in entries if entry.endswith(ending))

    def bytes(self, name: str, file: str) -> bytes:
        """Return a file's bytes; raises FileNotFoundError where there is none."""
        return (self._room(name) / file).read_bytes()

    def text(self, name: str, file: str) -> str | Fault:
        """Return a file decoded strictly as UTF-8, newlines untouched, or what is wrong with it."""
        place = f"{name}/{file}"
        try:
            raw = self.bytes(name, file)
        except FileNotFoundError:
            return fault("file-missing", place)
        except OSError as error:
            return fault("file-unreadable", place, why=error.strerror)
        if raw.startswith(b"\xef\xbb\xbf"):
            return fault("byte-order-mark", place, 1)
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            return fault("not-utf8", place, line, byte=f"0x{raw[error.start]:02X}")

    def _room(self, name: str) -> Traversable:
        return {"ontology": self.ontology, "graph": self.graph, "queries": self.queries}[name]


def open_project(folder: str | None = None) -> Project:
    """Return the project in a folder, else the one that ships with ho21.

    Raises UsageError where the folder lacks one of the three rooms.
    """
    if folder is None:
        return Project(room("ontology"), room("graph"), room("queries"))
    root = Path(folder)
    rooms = [root / name for name in ("ontology", "graph", "queries")]
    for each in rooms:
        if not each.is_dir():
            raise UsageError("not-a-project", folder=folder, room=each.name)
    return Project(*rooms)
