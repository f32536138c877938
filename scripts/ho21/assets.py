"""What the build hook made of the page's scripts and styles, and whether it is still fresh."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final

from ho21.fault import CallError

MADE: Final = Path(__file__).parent / "made"
SOURCES: Final = Path(__file__).parent / "pages" / "explorer"
LOCK: Final = Path(__file__).parents[2] / "package-lock.json"
STAMP: Final = "stamp"


def stamp(lock: Path = LOCK, sources: Path = SOURCES) -> str:
    """Return the SHA-256 over the lock file, the hook, and every script and style, by name."""
    digest = sha256()
    ours = sorted(each for each in sources.glob("*") if each.suffix in {".css", ".js"})
    for path in [lock, *lock.parent.glob("hatch_build.py"), *ours]:
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def asset(name: str, made: Path = MADE, lock: Path = LOCK, sources: Path = SOURCES) -> bytes:
    """Return a file the build hook made.

    Raises CallError where there is none, or where, in a checkout, its sources have changed since.
    """
    try:
        if lock.is_file() and (made / STAMP).read_text(encoding="utf-8") != stamp(lock, sources):
            raise CallError("assets-stale")
        return (made / name).read_bytes()
    except FileNotFoundError as error:
        raise CallError("assets-missing") from error
