"""A folder is written whole or not at all: built beside its place, then moved in at once."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ho21.fault import CallError, unwritable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MARK: Final = ".ho21"
_AT_FDCWD: Final = -100
_EXCHANGE: Final = 2


def write_whole(target: Path, fill: Callable[[Path], None]) -> None:
    """Fill a new folder and put it in the target's place; until then the old one stands.

    A build that is killed leaves at most a hidden folder beside the target, which the next one
    removes.  Raises CallError where the target is not ours or cannot be written.
    """
    if not _is_ours(target):
        raise CallError("target-not-ours", target=target)
    try:
        _tidy(target)
        work = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise unwritable(target, error) from error
    try:
        with _held(work / "lock"):
            new = work / "new"
            new.mkdir()
            fill(new)
            (new / MARK).write_text("Laget av ho21 build. Made by ho21 build.\n", encoding="utf-8")
            _flush(new)
            _put(new, target, work / "old")
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _is_ours(target: Path) -> bool:
    """Say whether nothing stands there yet, or an empty folder, or what an earlier build made."""
    if target.is_symlink():
        return False
    empty = target.is_dir() and not any(target.iterdir())
    return not target.exists() or empty or (target / MARK).is_file()


def write_file(target: Path, content: bytes) -> None:
    """Write one file whole or not at all; raises CallError where it cannot be written.

    What is there and is no plain file, such as a pipe, is written into and never replaced.
    """
    if target.exists() and not target.is_file():
        _write_into(target, content)
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    except OSError as error:
        raise unwritable(target, error) from error
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        beside.chmod(0o666 & ~umask)
        beside.replace(target)
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        beside.unlink(missing_ok=True)


def _write_into(target: Path, content: bytes) -> None:
    try:
        target.write_bytes(content)
    except OSError as error:
        raise unwritable(target, error) from error


def _put(new: Path, target: Path, old: Path) -> None:
    if not target.exists():
        new.rename(target)
    elif not _exchanged(new, target):
        target.rename(old)
        new.rename(target)


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
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _tidy(target: Path) -> None:
    """Remove what killed builds left; where one died between two moves, bring the old back."""
    for work in sorted(target.parent.glob(f".{target.name}-*")):
        with suppress(BlockingIOError):
            if (work / "lock").is_file() and not work.is_symlink():
                with _held(work / "lock"):
                    if (work / "old").is_dir() and not target.exists():
                        (work / "old").rename(target)
                    shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _held(lock: Path) -> Iterator[None]:
    """Hold a lock that the system lets go when the process ends, however it ends."""
    with lock.open("a") as file:
        with suppress(ModuleNotFoundError):
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
