"""Packages of the group «heavy»: what needs one is left out where it is missing, and said so."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

HEAVY = "NOT TRIED, since it is not installed (uv sync --all-groups): "


def heavy(name: str) -> ModuleType:
    """Return a module of a package that not all have; also at the top of a test file."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not name.startswith(error.name):
            raise
        left_out(name.partition(".")[0])


def heavy_program(name: str) -> str:
    """Return the path of a command that a package of the group puts beside Python."""
    path = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    return path or left_out(name)


def left_out(name: str):
    """Skip what needs a package, or fail where nothing may be left out (CI)."""
    if os.environ.get("HO21_REQUIRE_HEAVY") == "1":
        pytest.fail(f"{HEAVY}{name}")
    pytest.skip(f"{HEAVY}{name}", allow_module_level=True)
