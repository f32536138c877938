"""What many tests of programs look at and none changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.built import build_here
from support.once import folder_once

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def dist() -> Path:
    """Build everything once in a run, in the usual surroundings; it is only read."""
    return folder_once("built", build_here) / "dist"
