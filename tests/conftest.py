"""Fixtures that many tests share: a tiny project to change, and the real one, read once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from ho21.dataset import loader
from ho21.dataset.vocabulary import Vocabulary, read_vocabulary
from ho21.project import open_project
from ho21.validation.shacl import check
from support.exported import all_files, graph
from support.heavy import HEAVY, heavy_program
from support.once import in_common, once
from support.tiny import write

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ho21.dataset.dataset import Dataset
    from ho21.project import Project
    from ho21.validation.report import Report

TESTS = Path(__file__).parent
FOLDERS = ("integration", "browser")  # each is a marker too, and all of the folder bears it

# A busy machine is slow and nothing is wrong: no example made by chance has a deadline.
# The same examples each time, unless chance is asked for.
settings.register_profile(
    "steady",
    deadline=None,
    derandomize="HO21_CHANCE" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")


def pytest_configure(config):
    """Keep compiled code apart where none is to be kept beside the source.

    Otherwise each of some hundred programs that the tests start would compile all its libraries.
    """
    if sys.dont_write_bytecode and hasattr(config, "cache"):
        os.environ["PYTHONPYCACHEPREFIX"] = str(config.cache.mkdir("bytecode"))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory):
    """Let what ho21 remembers of the files it wrote not lie in anyone's home.

    Other programs (uv, the browsers) find their caches where they left them.
    """
    theirs = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    own = tmp_path_factory.mktemp("cache")
    for each in theirs.iterdir() if theirs.is_dir() else ():
        if each.name != "ho21":
            (own / each.name).symlink_to(each)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(own))
        yield


def folder(path: Path) -> str:
    """Return the marker that a test file bears by the folder it lies in; a smoke bears none."""
    top = path.relative_to(TESTS).parts[0]
    return top if top in FOLDERS and not path.name.startswith("test_smoke") else ""


def pytest_ignore_collect(collection_path, config):
    """Leave unread what would not be run: reading the files costs seconds."""
    marker = collection_path.suffix == ".py" and folder(collection_path)
    return True if marker and f"not {marker}" in config.option.markexpr else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark each test by its folder, before those that are not wanted are left out."""
    for item in items:
        if marker := folder(item.path):
            item.add_marker(marker)


def pytest_terminal_summary(terminalreporter):
    """Say loudly, in one line for each reason, what could not be tried here."""
    reasons = Counter(
        each.longrepr[2].removeprefix("Skipped: ")
        for each in terminalreporter.stats.get("skipped", [])
        if isinstance(each.longrepr, tuple)
    )
    packages = {each.removeprefix(HEAVY): n for each, n in reasons.items() if HEAVY in each}
    lines = [f"{n} × {each}" for each, n in reasons.items() if HEAVY not in each]
    if packages:
        lines.append(f"{sum(packages.values())} × {HEAVY}{', '.join(sorted(packages))}")
    for line in lines:
        terminalreporter.write_line(f"SKIPPED {line}", red=True, bold=True)


@pytest.fixture(scope="session", autouse=True)
def _run(tmp_path_factory):
    in_common(tmp_path_factory)


@pytest.fixture
def tiny_project(tmp_path):
    """Return a function that writes a project of one source and returns its folder.

    The capture with the right sha256 stands last in the source's file, unless given.
    """
    return partial(write, tmp_path / "prosjekt")


@pytest.fixture(scope="session")
def tiny_as_it_stands(tmp_path_factory) -> Project:
    """Return a tiny project that no test changes."""
    return open_project(str(write(tmp_path_factory.mktemp("tiny") / "prosjekt")))


@pytest.fixture(scope="session")
def tiny_dataset(tiny_as_it_stands) -> Dataset:
    """Return the tiny project that no test changes, read once."""
    return loader.load(tiny_as_it_stands).sound()


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """Read the terms of the project that ships with ho21, once."""
    return read_vocabulary(open_project())


@pytest.fixture(scope="session")
def real() -> Dataset:
    """Return the project that ships with ho21, read once."""
    return graph()


@pytest.fixture
def read_once(monkeypatch):
    """Let commands that are called in this process find the real project read already."""
    read = loader.load
    place = open_project().graph
    monkeypatch.setattr(loader, "load", lambda each: graph() if each.graph == place else read(each))


@pytest.fixture(scope="session")
def store() -> Store:
    """Return the store of the real project; it is only asked."""
    return graph().store()


@pytest.fixture(scope="session")
def stated_store() -> Store:
    """Return the store of what the sources of the real project state; it is only asked."""
    return graph().stated.store()


@pytest.fixture(scope="session")
def data_files() -> dict[str, bytes]:
    """Return every file of data of the project that ships with ho21; made once in a run."""
    return all_files()


@pytest.fixture(scope="session")
def checked() -> Report:
    """Return what the check says of the project that ships with ho21; asked once in a run."""
    return once("checked", lambda: check(graph()))


@pytest.fixture(scope="session")
def sssom():
    """Return a function that runs the tool of SSSOM: all that it says, which should be nothing.

    It ends with 0 although it has left rows or columns out, so what it says is what counts.
    """
    tool = heavy_program("sssom")

    def validate(path: Path) -> list[str]:
        done = subprocess.run([tool, "validate", path], capture_output=True, encoding="utf-8")
        said = (done.stdout + done.stderr).splitlines()
        return said or ["1"] * bool(done.returncode)

    return validate
