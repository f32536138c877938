"""Strategies as graphs: goals, actors and measures, each with the words it rests on."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def __getattr__(name: str) -> Any:  # noqa: ANN401 (a text or a function)
    """Return ``__version__`` or ``open``, looked up only when asked for, since that is slow."""
    if name == "open":
        from ho21.api import open as opened

        return opened
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import version

    return version("ho21")
