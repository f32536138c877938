"""What is made once in a run, although several processes want it."""

from __future__ import annotations

import os
import pickle
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

try:
    import fcntl
except ImportError:  # not a Unix: each process makes its own
    fcntl = None

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pytest

Made = TypeVar("Made")

_RUN: dict[str, Path] = {}  # the one folder, once it is known


def in_common(factory: pytest.TempPathFactory) -> None:
    """Let the folder that all processes of a run have in common be known here."""
    base = factory.getbasetemp()
    _RUN["folder"] = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other process makes it; the system ends the wait for one that has died."""
    with path.with_suffix(".lock").open("a") as held:
        if fcntl:
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def once(name: str, make: Callable[[], Made]) -> Made:
    """Return what is made by the first process that wants it; the others read it from a file."""
    kept = _RUN["folder"] / f"{name}.pickle"
    with _alone(kept):
        if kept.exists():
            return pickle.loads(kept.read_bytes())  # noqa: S301 (written by this very run)
        made = make()
        part = kept.with_suffix(".part")
        part.write_bytes(pickle.dumps(made))
        part.rename(kept)
        return made


def folder_once(name: str, fill: Callable[[Path], object]) -> Path:
    """Return a folder that the first process that wants it has filled; it is only read."""
    folder = _RUN["folder"] / name
    with _alone(folder):
        done = folder.with_suffix(".done")
        if not done.exists():
            folder.mkdir(exist_ok=True)
            fill(folder)
            done.touch()
    return folder
