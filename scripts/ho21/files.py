"""A folder is written whole or not at all: built beside its place, then moved in at once."""

from __future__ import annotations

import ctypes
import glob
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from ho21.errors import UsageError, unwritable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MARK: Final = ".ho21"
_END: Final = ".ho21"
_AT_FDCWD: Final = -100
_EXCHANGE: Final = 2


def write_whole(target: Path, fill: Callable[[Path], None]) -> None:
    """Fill a new folder and put it in the target's place; until then the old one stands.

    A build that is killed leaves at most a hidden folder beside the target, which the next one
    removes.  Raises UsageError where the target is not ours or cannot be written.
    """
    place = target.absolute()  # so that «.» too has a name, and a place beside it
    try:
        _refuse_link(target)
        if target.exists() and not _is_ours(target):
            raise UsageError("target-not-ours", target=target)
        _tidy(place)
        work = Path(tempfile.mkdtemp(prefix=f".{place.name}-", suffix=_END, dir=place.parent))
    except OSError as error:
        raise unwritable(target, error) from error
    try:
        with _held(work / "lock"):
            new = work / "new"
            new.mkdir()
            fill(new)
            (new / MARK).write_text("Laget av ho21 build. Made by ho21 build.\n", encoding="utf-8")
            _flush(new)
            _put(new, place, work / "old")
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        _remove(work)


def write_file(target: Path, content: bytes) -> None:
    """Write one file whole or not at all; raises UsageError where it cannot be written.

    What is there and is no plain file, such as a pipe, is written into and never replaced.
    """
    place = target.absolute()
    try:
        _refuse_link(target)
        if target.exists() and not target.is_file():
            target.write_bytes(content)
            return
        _tidy(place)
        handle, name = tempfile.mkstemp(prefix=f".{place.name}-", suffix=_END, dir=place.parent)
    except OSError as error:
        raise unwritable(target, error) from error
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            _lock(file)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            umask = os.umask(0)
            os.umask(umask)
            beside.chmod(0o666 & ~umask)
            beside.replace(place)
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        beside.unlink(missing_ok=True)


def _refuse_link(target: Path) -> None:
    if target.is_symlink():
        raise UsageError("target-is-link", target=target)


def _is_ours(target: Path) -> bool:
    """Say whether an empty folder stands there, or what an earlier build made."""
    return target.is_dir() and ((target / MARK).is_file() or not any(target.iterdir()))


def _put(new: Path, target: Path, old: Path) -> None:
    if target.exists() and _exchanged(new, target):
        return
    try:
        if target.exists():
            target.rename(old)
        new.rename(target)
    except BaseException:
        _bring_back(old, target)
        raise


def _bring_back(old: Path, target: Path) -> None:
    if old.is_dir() and not target.exists():
        old.rename(target)


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


def _tidy(target: Path) -> None:
    """Remove what killed runs left; where one died between two moves, bring the old back."""
    for work in sorted(target.parent.glob(f".{glob.escape(target.name)}-*{_END}")):
        with suppress(OSError):
            if work.is_file():
                with work.open("rb") as file:
                    _lock(file)
                    work.unlink()
            elif (work / "lock").is_file():
                with _held(work / "lock"):
                    _bring_back(work / "old", target)
                    _remove(work)
            else:
                work.rmdir()


def _remove(work: Path) -> None:
    """Remove a work folder, its lock last, so that what a kill leaves can be told from work."""
    for name in ("new", "old"):
        shutil.rmtree(work / name, ignore_errors=True)
    shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _held(lock: Path) -> Iterator[None]:
    with lock.open("ab") as file:
        _lock(file)
        yield


def _lock(file: IO[Any]) -> None:
    """Hold a lock that the system lets go when the file is closed or the process ends."""
    with suppress(ModuleNotFoundError):
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
