"""The command, run here on either of the two small projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ho21.cli.main import main
from ho21.dataset import loader
from ho21.project import open_project
from support.others import CITY, FJORD

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(params=[CITY, FJORD], ids=lambda each: each.name)
def project(request) -> Path:
    """Return the folder of a small project."""
    folder: Path = request.param
    return folder


@pytest.fixture(scope="session")
def _read():
    return {}


@pytest.fixture
def ho21(capsysbinary, monkeypatch, tmp_path, _read):
    """Return a function that runs a command on a project and returns what it said.

    It must end well, and each project is read once.
    """
    read = loader.load
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.chdir(tmp_path)

    def once(project):
        place = str(project.graph)
        if place not in _read:
            _read[place] = read(project)
        return _read[place]

    monkeypatch.setattr(loader, "load", once)

    def run(folder: Path, *words: str, code: int = 0) -> str:
        assert main([*words, "--project", str(folder)]) == code, capsysbinary.readouterr()
        said: bytes = capsysbinary.readouterr().out
        return said.decode()

    run.dataset = lambda folder: once(open_project(str(folder)))
    return run
