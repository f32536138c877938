"""A folder or file written whole or not at all: made beside its place, then moved in at once."""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ho21.errors import UsageError, unwritable
from ho21.files.replaceable import mark, refuse_changed, refuse_foreign, remember
from ho21.files.work_folder import bring_back, work_folder
from ho21.resources import LOCK

if TYPE_CHECKING:
    from collections.abc import Callable

_AT_FDCWD: Final = -100
_EXCHANGE: Final = 2
_GIT: Final = ".git"
_PACKAGE: Final = Path(__file__).resolve().parents[1]
_ROOMS: Final = frozenset(("ontology", "graph", "queries"))  # what makes a folder a project
# What lies in a checkout of ho21 beside its project; other names there are free, such as dist.
_CHECKOUT: Final = LOCK.resolve().parent if LOCK.is_file() else None
_IN_CHECKOUT: Final = frozenset((
    ".ci", ".editorconfig", ".gitattributes", ".github", ".gitignore", ".pre-commit-config.yaml",
    "changelog.md", "contributing.md", "hatch_build.py", "license", "package-lock.json",
    "package.json", "pyproject.toml", "readme.md", "readme.nb.md", "scripts", "tests", "uv.lock",
))  # fmt: skip


def write_whole(
    target: Path, fill: Callable[[Path], None], call: str, *, force: bool = False
) -> None:
    """Fill a new folder and put it in the target's place; until then the old one stands.

    ``call`` is the command that makes it: only what the same one made is replaced, unless by
    ``force``.  Raises UsageError where something else stands there, where another process writes
    there now, or where it cannot be written.
    """
    try:
        place = _place(target)
        _refuse_underfoot(target, place)
        with work_folder(target, place) as work:
            _refuse_read_only(place)
            refuse_foreign(target, place, call, force=force)
            new = work / "new"
            new.mkdir()
            fill(new)
            mark(new, call)
            _give_rights(place, new)
            _flush(new)
            _put(new, place, work / "old")
            _flush_entry(place)
    except OSError as error:
        raise unwritable(target, error) from error


def write_file(target: Path, content: bytes, *, force: bool = False) -> None:
    """Write one file whole or not at all; raises UsageError as ``write_whole`` does.

    What is there and is no plain file, such as a pipe, is written into and never replaced.
    """
    try:
        place = _place(target)
        if place.is_dir():
            raise UsageError("target-is-folder", target=target)
        if place.exists() and not place.is_file():
            place.write_bytes(content)
            return
        _refuse_underfoot(target, place)
        with work_folder(target, place) as work:
            _refuse_read_only(place)
            refuse_changed(target, place, content, force=force)
            new = work / "new"
            with new.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            _give_rights(place, new)
            remember(place, content)
            new.replace(place)
            _flush_entry(place)
    except OSError as error:
        raise unwritable(target, error) from error


def outside(target: Path, *rooms: object) -> None:
    """Raise UsageError for a target in the rooms a graph is made from, or in place of a holder."""
    try:
        place = target.resolve()
    except RuntimeError as error:  # links in a ring
        raise UsageError("target-is-link", target=target) from error
    except OSError as error:  # the folder one stands in has been removed
        raise unwritable(target, error) from error
    for each in rooms:
        if not isinstance(each, Path):  # inside an archive
            continue
        room = each.resolve()
        if room == place or room in place.parents:
            raise UsageError("target-in-project", target=target)
        if place in room.parents:
            raise UsageError("target-holds-project", target=target)


def _place(target: Path) -> Path:
    """Return where a target lies, so that «.» too has a name.

    Raises UsageError for a link, and for what would lie in a file.
    """
    for above in target.parents:
        if above.exists() and not above.is_dir():
            raise UsageError("target-is-file", target=above)
    with suppress(RuntimeError):  # links in a ring
        if not target.is_symlink():
            return target.resolve()
    raise UsageError("target-is-link", target=target)


def _refuse_underfoot(target: Path, place: Path) -> None:
    """Raise UsageError for what not even force replaces.

    That is what one stands on, git's folders, ho21 itself, and what a project is made from.
    """
    if any(part.lower() == _GIT for part in place.parts):
        raise UsageError("target-in-git", target=target)
    within, kept = (place, *place.parents), {}
    with suppress(FileNotFoundError):  # it has been removed
        kept["target-holds-shell"] = Path.cwd()
    with suppress(RuntimeError):  # it is no one's home
        kept["target-holds-home"] = Path.home().resolve()
    for key, folder in kept.items():
        if place == folder or place in folder.parents:
            raise UsageError(key, target=target)
    if _is_ours(place):
        raise UsageError("target-holds-ho21", target=target)
    if any(each.name.casefold() in _ROOMS and _is_project(each) for each in within):
        raise UsageError("target-in-project", target=target)
    for _, folders, files in os.walk(place):
        if _GIT in (*folders, *files):
            raise UsageError("target-holds-git", target=target)
        if {*folders} >= _ROOMS:
            raise UsageError("target-holds-project", target=target)


def _is_ours(place: Path) -> bool:
    """Tell whether a place is of ho21 itself, or holds it."""
    within = (place, *place.parents)
    first = place.relative_to(_CHECKOUT).parts[:1] if _CHECKOUT in within else ()
    own = any(name.casefold() in _IN_CHECKOUT for name in first)
    return own or _PACKAGE in within or place in _PACKAGE.parents


def _is_project(room: Path) -> bool:
    return all((room.parent / name).is_dir() for name in _ROOMS)


def _refuse_read_only(place: Path) -> None:
    """Raise PermissionError for what is protected, although it could be moved away."""
    if place.exists() and not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _give_rights(old: Path, new: Path) -> None:
    """Give what is new the rights, and where we may the owner, of what it replaces."""
    inside = sorted(new.rglob("*"), reverse=True) if new.is_dir() else []
    for path in (*inside, new):  # a folder after what lies in it, which it may then protect
        with suppress(FileNotFoundError, NotADirectoryError):
            was, now = (old / path.relative_to(new)).lstat(), path.stat()
            if stat.S_IFMT(was.st_mode) == stat.S_IFMT(now.st_mode):
                if (was.st_uid, was.st_gid) != (now.st_uid, now.st_gid):
                    with suppress(OSError, AttributeError):
                        os.chown(path, was.st_uid, was.st_gid)
                path.chmod(stat.S_IMODE(was.st_mode))


def _put(new: Path, place: Path, old: Path) -> None:
    if place.exists() and _exchanged(new, place):
        return
    try:
        if place.exists():
            place.rename(old)
        new.rename(place)
    except BaseException:
        bring_back(old, place)
        raise


def _exchanged(one: Path, other: Path) -> bool:
    """Swap two folders in one step where the system can (Linux, renameat2)."""
    if not sys.platform.startswith("linux"):
        return False
    with suppress(OSError, AttributeError):
        swap = ctypes.CDLL(None, use_errno=True).renameat2
        paths = os.fsencode(one), os.fsencode(other)
        return bool(swap(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _EXCHANGE) == 0)
    return False


def _flush(folder: Path) -> None:
    """Wait until all that was written is on the disk: at once where the system can (Linux)."""
    with suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            if ctypes.CDLL(None, use_errno=True).syncfs(handle) == 0:
                return
        finally:
            os.close(handle)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _flush_entry(place: Path) -> None:
    """Wait until the disk too has the new one under its name, where the system can (POSIX)."""
    with suppress(OSError):
        handle = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
