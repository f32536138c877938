"""The hidden folder beside a target in which it is made, held by one process at a time.

The system lets a lock go when its process ends, however it ends, so that a build that was killed
holds no one up; the next one removes what it left.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ho21.errors import UsageError
from ho21.files.locks import locked
from ho21.files.replaceable import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def work_folder(target: Path, place: Path) -> Iterator[Path]:
    """Give the folder that lies beside a place; what is left in it afterwards is removed.

    What a killed run left there is put right first.  Raises UsageError where another process is
    at it.
    """
    work = place.with_name(f".{place.name}{MARK}")
    with _held(target, work):
        bring_back(work / "old", place)
        _empty(work)
        try:
            yield work
        finally:
            _empty(work)
            _leave(work)
    if sys.platform == "win32":  # where no one removes what is open
        _leave(work)


def bring_back(old: Path, place: Path) -> None:
    """Move what stood at a place back, where a run ended between two moves."""
    if old.is_dir() and not place.exists():
        old.rename(place)


@contextmanager
def _held(target: Path, work: Path) -> Iterator[None]:
    while True:
        with suppress(FileExistsError):
            work.mkdir(mode=0o700)
        if work.is_symlink():
            raise UsageError("target-is-link", target=work)
        try:
            lock = (work / "lock").open("a+b")
        except FileNotFoundError:  # the one before us was just done, and took the folder along
            continue
        with lock:
            if not locked(lock):
                raise UsageError("target-busy", target=target, process=_holder(lock))
            if not _is(lock, work / "lock"):
                continue
            lock.truncate(0)
            lock.write(str(os.getpid()).encode())
            lock.flush()
            yield
            return


def _is(lock: IO[bytes], path: Path) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(lock.fileno()), path.stat())
    return False


def _holder(lock: IO[bytes]) -> str:
    """Return the number of the process that has a lock, as it wrote it there."""
    lock.seek(0)
    return lock.read(20).decode("ascii", "replace") or "?"


def _empty(work: Path) -> None:
    """Remove what was made or replaced, folders that were protected too."""
    for path in (work / "new", work / "old"):
        if not path.is_dir() or path.is_symlink():
            path.unlink(missing_ok=True)
            continue
        path.chmod(0o700)
        for root, folders, _ in os.walk(path):
            for folder in (Path(root, each) for each in folders):
                if not folder.is_symlink():
                    folder.chmod(0o700)
        shutil.rmtree(path, ignore_errors=True)


def _leave(work: Path) -> None:
    with suppress(OSError):
        (work / "lock").unlink()
    with suppress(OSError):  # someone came after us, or keeps something of their own there
        work.rmdir()
