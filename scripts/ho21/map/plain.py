"""The plain network: the drawing library that comes with pyvis."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

VIS: Final = "templates/lib/vis-9.1.2/vis-network.min.js"


@cache
def vis() -> str:
    """Return the drawing library that comes with pyvis."""
    return (files("pyvis") / VIS).read_text(encoding="utf-8")
