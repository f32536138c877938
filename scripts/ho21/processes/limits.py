"""The limits of a project's own question, where a command puts all of them in its own process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from ho21.errors import ProjectError, fault
from ho21.processes.memory import bounded
from ho21.processes.network import without_network

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS: Final = 60.0
_Found = TypeVar("_Found")


class _Time:
    """How long a question of this process may take, in seconds."""

    seconds = SECONDS


def allow_seconds(seconds: float | None) -> None:
    """Let each question take so many seconds from now on, or as long as where nothing is said."""
    _Time.seconds = seconds or SECONDS


def held(work: Callable[[], _Found], lang: str, file: str) -> _Found:
    """Return what comes of a question that stands in a file, held to a question's memory and time.

    Raises ProjectError where it takes more; the work is then left to itself, as the command ends.
    """
    try:
        with bounded(lang, file):
            return without_network(work, _Time.seconds)
    except TimeoutError as error:
        slow = fault("query-past-timeout", file, limit=f"{_Time.seconds:g}")
        raise ProjectError([slow]) from error
