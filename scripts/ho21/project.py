"""A project: its graph/, with ontology/ and queries/ where it has some, and how a file is read.

A file of the vocabulary, or a question, that a project lacks is the one that ships with ho21.

A file is a regular file of an allowed size, in strict UTF-8, without control signs. Lines end
alike whatever machine wrote them, but in a captured text, whose checksum is over its bytes.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unicodedata import category, normalize

from ho21.errors import Fault, ProjectError, UsageError, fault, within
from ho21.resources import messages, room
from ho21.text import code_point, unpaired

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

# What each room has: files by their names, and by their endings.
_ROOMS: Final[dict[str, dict[str, list[str]]]] = messages("project.toml")
CAPTURED: Final = ".txt"
_QUESTION: Final = ".rq"
_DESCRIPTION: Final = "datasett.ttl"
MEGABYTE: Final = 1_000_000
# Files of the system and of editors: ._x, .DS_Store, .~lock.x#, and what Office and Windows leave.
_HIDDEN: Final = (".", "~$", "Thumbs.db", "desktop.ini")
# What XML cannot hold, and the rest of the control signs, which no one sees and a terminal obeys.
# The white space among them is white space in a captured text: pdftotext ends a page with U+000C.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_CONTROL_IN_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_CONFLICT: Final = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)  # as git writes it
_AT_LINE: Final = re.compile(r"\(at line (\d+)")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_ONLY_READ: Final = sum(getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY"))


@dataclass(frozen=True)
class FileLimits:
    """How large a file may be, in MB: a captured text, and what is data (Turtle, TSV, queries)."""

    text: float = 5
    data: float = 50

    def of(self, file: str) -> tuple[float, str]:
        """Return the limit that holds for a file, and the option that sets it."""
        return (
            (self.text, "--text-limit") if file.endswith(CAPTURED) else (self.data, "--data-limit")
        )


def file_limits(text: str | None, data: str | None) -> FileLimits:
    """Return the limits as options give them; raises UsageError for what is no number of MB."""
    given = within("--text-limit", text, 0.001, 2000), within("--data-limit", data, 0.001, 2000)
    return FileLimits(given[0] or FileLimits.text, given[1] or FileLimits.data)


@dataclass(frozen=True, eq=False)
class Project:
    """The rooms a graph is made from; opened again it is another, as files change.

    Only ``graph`` must be there.
    """

    ontology: Traversable
    graph: Traversable
    queries: Traversable
    limits: FileLimits = FileLimits()
    ships: bool = False

    @property
    def rooms(self) -> tuple[Traversable, ...]:
        """The three rooms in order."""
        return self.ontology, self.graph, self.queries

    def held(self) -> Project:
        """Return the same with its files as they are now, whatever becomes of them.

        One with a file that cannot be read is opened again instead, to be told so.
        """
        import io
        import zipfile

        memory = zipfile.ZipFile(io.BytesIO(), "w")
        for name in _ROOMS:
            memory.writestr(f"{name}/", b"")
            for each in self._entries(name):
                raw = read_bytes(each, each.name, *self.limits.of(each.name))
                if isinstance(raw, Fault):
                    return replace(self)
                memory.writestr(f"{name}/{each.name}", raw)
        ontology, graph, queries = (zipfile.Path(memory, f"{name}/") for name in _ROOMS)
        return replace(self, ontology=ontology, graph=graph, queries=queries)

    def names(self, name: str, ending: str) -> list[str]:
        """Return the file names in a room that have an ending, sorted, without it."""
        files = (each.name for each in self._entries(name))
        return sorted(file.removesuffix(ending) for file in files if file.endswith(ending))

    def unread(self) -> list[Fault]:
        """Return what lies in the rooms and is read by nothing, and what to do with each.

        So too each file that is read instead of the one that ships with ho21.
        """
        return [
            fault(_stranger(each, name), f"{name}/{_shown(each.name)}", room=name)
            for name, has in _ROOMS.items()
            for each in self._entries(name)
            if not each.name.startswith("README")
            and each.name not in has["files"]
            and not each.name.endswith(tuple(has["endings"]))
        ] + [
            fault("file-instead", self.place("ontology", file), file=file)
            for file in _ROOMS["ontology"]["files"]
            if self._has("ontology", file) and self.text("ontology", file) != _shipped(file)
        ]

    def place(self, name: str, file: str) -> str:
        """Return what a file is called in a message: one that ships begins with the package."""
        shipped = self.is_lent(name, file)
        return f"{'ho21/' if shipped else ''}{name}/{_shown(file)}"

    def is_lent(self, name: str, file: str) -> bool:
        """Whether a file is the one that ships with ho21, as the project has none of that name."""
        lends = file in _ROOMS[name]["files"] if name == "ontology" else file.endswith(_QUESTION)
        return lends and name != "graph" and not self._has(name, file)

    def questions(self) -> list[str]:
        """Return the names of its questions, sorted: its own, and those that ship with ho21."""
        lent = sorted(each.name for each in room("queries").iterdir()) if self._borrows else ()
        shipped = [name.removesuffix(_QUESTION) for name in lent if name.endswith(_QUESTION)]
        return sorted({*shipped, *self.names("queries", _QUESTION)})

    @property
    def _borrows(self) -> bool:
        """Whether it is another than the one that ships, all of whose questions are its own."""
        return not self.ships

    def added(self) -> list[str]:
        """Return the names of the project's own files of terms and shapes, without their ending."""
        ours = _ROOMS["ontology"]["files"]
        return [name for name in self.names("ontology", ".ttl") if f"{name}.ttl" not in ours]

    def misnamed(self, name: str, file: str) -> Fault | None:
        """Return what is wrong with a file's name, which is to be part of an address."""
        sign = _misnamed(file.rpartition(".")[0])
        return fault("file-name", f"{name}/{_shown(file)}", sign=sign) if sign else None

    def bytes(self, name: str, file: str) -> bytes | Fault:
        """Return the bytes of a file, or why it is not read."""
        limit, option = self.limits.of(file)
        place = self.place(name, file)
        at = room(name) if place.startswith("ho21/") else self._room(name)
        return read_bytes(at / file, place, limit, option)

    def text(self, name: str, file: str) -> str | Fault:
        """Return the text of a file, or what is wrong with it; newlines untouched in a capture."""
        place = self.place(name, file)
        raw = self.misnamed(name, file) or self.bytes(name, file)
        if isinstance(raw, Fault):
            return raw
        if raw.startswith(_BYTE_ORDER_MARK):
            return fault("byte-order-mark", place, 1)
        captured = file.endswith(CAPTURED)
        if not captured:
            raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            return fault("not-utf8", place, line, byte=f"0x{raw[error.start]:02X}")
        found = (_CONTROL_IN_TEXT if captured else _CONTROL).search(text)
        at = found.start() if found else -1 if captured else unpaired(text)
        if at >= 0:
            column = at - text.rfind("\n", 0, at)
            line = text.count("\n", 0, at) + 1
            key = "control-sign" if found else "direction-sign"
            return fault(key, place, line, sign=code_point(text[at]), column=column)
        if not captured and (both := _CONFLICT.search(text)):
            return fault("merge-conflict", place, text.count("\n", 0, both.start()) + 1)
        return text

    def toml(self, name: str, file: str) -> dict[str, Any] | Fault:
        """Return what a file in TOML says, nothing where there is none, or what is wrong."""
        if file not in self.names(name, ""):
            return {}
        text = self.text(name, file)
        if isinstance(text, Fault):
            return text
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            at = _AT_LINE.search(str(error))
            line = int(at[1]) if at else text.count("\n") + 1
            return fault("words-syntax", self.place(name, file), line)

    def _room(self, name: str) -> Traversable:
        return {"ontology": self.ontology, "graph": self.graph, "queries": self.queries}[name]

    def _has(self, name: str, file: str) -> bool:
        """Say whether the project has a file in a room itself."""
        return any(each.name == file for each in self._entries(name))

    def _entries(self, name: str) -> list[Traversable]:
        """Return what lies in a room, in order; raises ProjectError where one may not look."""
        try:
            entries = [*self._room(name).iterdir()]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise ProjectError(
                [fault("file-unreadable", f"{name}/", why=error.strerror)]
            ) from error
        seen = (each for each in entries if not each.name.startswith(_HIDDEN))
        return sorted(seen, key=lambda each: each.name)


def open_project(folder: str | None = None, limits: FileLimits | None = None) -> Project:
    """Return the project in a folder, else the one that ships with ho21.

    Raises UsageError where the folder has no graph/, may not be looked into, or lies in a room of
    another project.
    """
    limits = limits or FileLimits()
    if folder is None:
        return Project(room("ontology"), room("graph"), room("queries"), limits, ships=True)
    root = Path(folder)
    try:
        if not stat.S_ISDIR(root.stat().st_mode):
            raise UsageError("project-is-file", folder=_shown(folder))
        for name in (name for name in _ROOMS if (root / name).is_dir()):
            os.scandir(root / name).close()
        if other := surrounding(root):
            raise UsageError("project-inside", folder=_shown(folder), other=_shown(str(other)))
        if not (root / "graph").is_dir():
            key = "project-is-room" if (root / _DESCRIPTION).is_file() else "not-a-project"
            raise UsageError(key, folder=_shown(folder))
    except FileNotFoundError as error:
        raise UsageError("project-missing", folder=_shown(folder)) from error
    except (OSError, ValueError) as error:  # a name may be too long, or hold a zero
        why = getattr(error, "strerror", None) or error
        raise UsageError("project-unreadable", folder=_shown(folder), why=why) from error
    return Project(root / "ontology", root / "graph", root / "queries", limits)


def line_in(project: Project, room: str, file: str, name: str, key: str = "") -> int:
    """Return the line of a file in TOML on which a name is first written, or a key after it."""
    text, at = project.text(room, file), 0
    for word in filter(None, (name, key)):
        written = isinstance(text, str) and re.compile(
            rf"""(?:^|[{{,.])\s*\[?\s*["']?{re.escape(word)}(?![\w-])""", re.MULTILINE
        ).search(text, at)
        at = written.end() if written else at
    return text.count("\n", 0, at) + 1 if isinstance(text, str) else 1


def surrounding(folder: Path) -> Path | None:
    """Return the project in one of whose rooms a folder lies, if any."""
    return next(
        (x.parent for x in folder.resolve().parents if x.name in _ROOMS and _is_project(x.parent)),
        None,
    )


def project_around(folder: Path) -> str | None:
    """Return the project that a folder is, or lies in; none where it is the one that ships."""
    try:
        above = (folder.resolve(), *folder.resolve().parents)
        found = next(filter(_is_project, above), None)
        shipped = room("graph")
        same = isinstance(shipped, Path) and found and shipped.samefile(found / "graph")
    except OSError:  # a folder that is gone, or that one may not look into
        return None
    return str(found) if found and not same else None


def enclosing(folder: Path) -> Path | None:
    """Return the project in whose folder another folder lies, if any."""
    return next(filter(_is_project, folder.resolve().parents), None)


def _is_project(folder: Path) -> bool:
    return (folder / "graph" / _DESCRIPTION).is_file()


def read_bytes(path: Traversable, place: str, limit: float, option: str) -> bytes | Fault:
    """Return the bytes of a regular file of so many MB at most, or why it is not read.

    What else may lie there is not opened: a pipe has no end, and a device may act on it.
    """
    if not isinstance(path, Path):  # inside an archive
        return path.read_bytes()
    most = int(limit * MEGABYTE)
    try:
        found = path.stat()
        if stat.S_ISREG(found.st_mode) and found.st_size <= most:
            # Between the two looks it may have become a pipe, which one must not wait for.
            with open(path, "rb", opener=lambda file, how: os.open(file, how | _ONLY_READ)) as file:
                found, raw = os.fstat(file.fileno()), file.read(most + 1)
            if stat.S_ISREG(found.st_mode) and len(raw) <= most:
                return raw
    except FileNotFoundError:
        return fault("file-missing", place)
    except OSError as error:
        return fault("file-unreadable", place, why=error.strerror)
    if not stat.S_ISREG(found.st_mode):
        return fault("file-not-regular", place)
    return fault("file-too-large", place, limit=f"{limit:g}", option=option)


@cache
def _shipped(file: str) -> str:
    """Return the text of a file of the vocabulary that ships with ho21."""
    return (room("ontology") / file).read_text(encoding="utf-8")


def _shown(name: str) -> str:
    """Return a file's name as it can be told on one line."""
    signs = (each if each.isprintable() else f"\\u{ord(each):04x}" for each in name)
    return "".join(signs)


def _misnamed(name: str) -> str:
    """Return the first sign of a file's name that cannot stand there in an address, or nothing.

    The name is part of an IRI and of its prefixed name in Turtle.
    """
    normal = normalize("NFC", name)
    for at, sign in enumerate(name):
        letter = sign.isalnum() or sign == "_"
        inside = 0 < at < len(name) - 1 and sign in "-."
        mark = at > 0 and category(sign).startswith("M") and normal[at : at + 1] == sign
        if not (letter or inside or mark):
            return code_point(sign)
    return ""


def _stranger(entry: Traversable, room: str) -> str:
    """Return what to say of a file that is not read: a table, a document, or something else."""
    if entry.name.endswith(".tsv"):
        return "table-unread"
    known = any(each in entry.name.lower() for each in (".ttl", ".tsv", ".txt"))
    return "document-unread" if room == "graph" and not known and entry.is_file() else "file-unread"
