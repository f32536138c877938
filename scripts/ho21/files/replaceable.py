"""What ho21 made and no one has changed since, which alone it replaces unasked.

A folder says in its mark what made it and lists its files; of a file that stands alone, the user's
cache remembers what ho21 left there.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ho21.errors import UsageError
from ho21.files.cache import cache_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK: Final = ".ho21"
_NAMED: Final = 3  # so many files are enough to know a folder by
# Put into a folder by macOS and Windows when someone looks into it; no one wrote them.
_LITTER: Final = (".DS_Store", "Thumbs.db")


def made(folder: Path, call: str) -> dict[str, str]:
    """Return the files that a command made in a folder, by path, with their SHA-256."""
    first, _, rest = _marked(folder).partition("\n")
    pairs = (line.split("  ", 1) for line in rest.splitlines())
    return {path: digest for digest, path in pairs} if first == f"# {call}" else {}


def mark(folder: Path, call: str) -> None:
    """Write what made a folder, and its files as ``sha256sum --check`` reads them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{_sum(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / MARK).write_bytes("".join([f"# {call}\n", *lines]).encode())


def refuse_foreign(target: Path, place: Path, call: str, *, force: bool) -> None:
    """Raise UsageError where a folder holds what a command has not made, or is none.

    ``force`` lets anything go but a file in the folder's place.
    """
    if place.exists() and not place.is_dir():
        raise UsageError("target-is-file", target=target)
    if force or not place.exists():
        return
    before = _marked(place).partition("\n")[0].removeprefix("# ")
    if before.startswith("ho21 ") and before != call:
        raise UsageError("target-of-another", target=target, made=before, call=call)
    foreign = [*islice(_foreign(place, made(place, call)), _NAMED + 1)]
    if foreign:
        named = ", ".join([*foreign[:_NAMED], *["…"] * (len(foreign) > _NAMED)])
        raise UsageError("target-not-ours", target=target, files=named)


def refuse_changed(target: Path, place: Path, content: bytes, *, force: bool) -> None:
    """Raise UsageError where a file holds something that ho21 neither left there nor writes now."""
    if force or not place.exists() or not place.stat().st_size:
        return
    if _sum(place) not in (hashlib.sha256(content).hexdigest(), *_remembered(place)):
        raise UsageError("target-changed", target=target)


def write_anew(place: Path, content: bytes, old: Path) -> None:
    """Write a file of a new edition; where that of the old one is the same, it is that very file.

    What copies or serves the folder then sees which files are new.
    """
    with suppress(OSError):  # other disks, and systems where a file has one name
        alike = old.is_file() and old.stat().st_size == len(content) and not old.is_symlink()
        if alike and old.read_bytes() == content:
            place.unlink(missing_ok=True)
            os.link(old, place)
            return
    place.write_bytes(content)


def remember(place: Path, content: bytes) -> None:
    """Remember what is about to be left at a place beside what stands there, until it is moved in.

    Without a cache nothing is remembered, and the next time asks for force.
    """
    stands = _sum(place)
    sums = [hashlib.sha256(content).hexdigest(), *{stands}.intersection(_remembered(place))]
    with suppress(OSError, RuntimeError):
        record = _record(place)
        record.parent.mkdir(parents=True, exist_ok=True)
        beside = record.with_suffix(".new")
        beside.write_text("\n".join(sums), encoding="ascii")
        beside.replace(record)


def _marked(folder: Path) -> str:
    with suppress(OSError, UnicodeDecodeError):
        return (folder / MARK).read_text(encoding="utf-8")
    return ""


def _foreign(place: Path, ours: dict[str, str]) -> Iterator[str]:
    """Give what lies in a folder and is not, or is no longer, as it was made; in order."""
    for root, folders, names in os.walk(place, onerror=_stop):
        folders.sort()
        links = [each for each in folders if Path(root, each).is_symlink()]
        kept = sorted({*names, *links} - {*_LITTER})
        inside = f"{Path(root).relative_to(place).as_posix()}/"
        empty = inside != "./" and not folders and not kept
        if empty and not any(each.startswith(inside) for each in ours):
            yield inside
        for name in kept:
            path = Path(root, name)
            at = path.relative_to(place).as_posix()
            if at != MARK and (at not in ours or _sum(path) != ours[at]):
                yield at


def _stop(error: OSError) -> None:
    raise error


def _sum(path: Path) -> str:
    """Return the SHA-256 of a plain file, nothing where there is none."""
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _record(place: Path) -> Path:
    """Return the file of the cache in which it is remembered what was left at a place."""
    cache = cache_folder()
    if cache is None:
        raise FileNotFoundError(place)
    return cache / "written" / hashlib.sha256(os.fsencode(place)).hexdigest()


def _remembered(place: Path) -> list[str]:
    with suppress(OSError, RuntimeError, UnicodeDecodeError):
        return _record(place).read_text(encoding="ascii").split()
    return []
