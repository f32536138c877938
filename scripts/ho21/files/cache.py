"""The user's cache: folders that cost to make, kept until they are too many, and made anew at need.

An entry is a folder that was written whole and is not changed since.  It is made in a folder of
its own beside its place and renamed into it, by one process at a time; one that finds another at
work does without.  What someone else owns, and what is not as it was written, is no entry.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from ho21.files.locks import locked
from ho21.home import cache_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST: Final = 2_000_000_000  # bytes of all entries; the one made last is kept in any case
_LIST: Final = "files.json"  # of an entry, written last: each file's size and time
_PART: Final = ".part"
_LOCK: Final = ".lock"


class CacheEntry(NamedTuple):
    """An entry: its folder, how many bytes it has, and when it was last used (ns)."""

    folder: Path
    size: int
    used: int


def cache_folder() -> Path | None:
    """Return the folder in which ho21 keeps what may be made again; None where there is none."""
    path = cache_path()
    return Path(path) if path else None


class Cache:
    """A folder of entries by name; ``most`` is how many bytes it may hold."""

    def __init__(self, folder: Path, most: int = MOST) -> None:
        self.folder = folder
        self.most = most

    def entry(self, name: str) -> Path | None:
        """Return the folder of an entry that is there, whole and ours."""
        folder = self.folder / name
        if not _is_whole(folder):
            return None
        with suppress(OSError):  # a cache that may only be read
            os.utime(folder / _LIST)
        return folder

    def make(self, name: str, fill: Callable[[Path], object]) -> Path | None:
        """Return an entry, made by ``fill`` if need be.

        None where another process is making it, or where it cannot be written.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (self.folder / f"{name}{_LOCK}").open("ab") as lock:
                return self._made(name, fill) if locked(lock) else None
        except OSError:
            return None

    def _made(self, name: str, fill: Callable[[Path], object]) -> Path | None:
        if found := self.entry(name):  # another was just done
            return found
        part, place = self.folder / f"{name}{_PART}", self.folder / name
        shutil.rmtree(part, ignore_errors=True)
        try:
            part.mkdir(mode=0o700)
            fill(part)
            (part / _LIST).write_text(json.dumps(_listed(part)), encoding="ascii")
            shutil.rmtree(place, ignore_errors=True)
            part.rename(place)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        self._make_room(place)
        return place

    def remove(self, name: str) -> None:
        """Remove an entry, if it is there."""
        shutil.rmtree(self.folder / name, ignore_errors=True)

    def entries(self) -> list[CacheEntry]:
        """Return what is there, the last used first."""
        with suppress(OSError):
            return sorted(self._entries(), key=lambda each: (-each.used, each.folder))
        return []

    def _entries(self) -> Iterator[CacheEntry]:
        for folder in self.folder.iterdir():
            if folder.is_dir() and not folder.is_symlink():
                sizes = [each.stat().st_size for each in folder.rglob("*") if each.is_file()]
                listed = folder / _LIST
                yield CacheEntry(
                    folder, sum(sizes), (listed if listed.exists() else folder).stat().st_mtime_ns
                )

    def _make_room(self, newest: Path) -> None:
        """Remove what was not used for longest, until the rest has room."""
        held = 0
        for each in self.entries():
            held += each.size
            if held > self.most and each.folder != newest:
                held -= each.size
                self.remove(each.folder.name)

    def clear(self) -> int:
        """Remove every entry; return how many bytes they had."""
        entries = self.entries()
        for each in entries:
            self.remove(each.folder.name)
        for lock in self.folder.glob(f"*{_LOCK}"):
            with suppress(OSError):
                lock.unlink()
        return sum(each.size for each in entries)


def _listed(folder: Path) -> list[tuple[str, int, int]]:
    """Return the files of a folder in order, each with its size and the time it was changed."""
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    told = ((each.relative_to(folder).as_posix(), each.stat()) for each in files)
    return [(name, about.st_size, about.st_mtime_ns) for name, about in told]


def _is_whole(folder: Path) -> bool:
    """Say whether a folder is one of ours, with every file as it was written."""
    try:
        if hasattr(os, "getuid") and folder.lstat().st_uid != os.getuid():
            return False
        for name, size, changed in json.loads((folder / _LIST).read_bytes()):
            about = os.stat(os.path.join(folder, name), follow_symlinks=False)  # noqa: PTH116, PTH118 (quick)
            if (about.st_size, about.st_mtime_ns) != (size, changed):
                return False
    except (OSError, ValueError, TypeError):
        return False
    return True
