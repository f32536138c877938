"""Without ``--project`` the project is the one that one stands in, else the one that ships."""

import io
import sys

import pytest

from ho21.cli.main import main
from ho21.project import project_around
from support.tiny import ROOT

ADDRESS = "SELECT ?d { ?d a <http://www.w3.org/ns/dcat#Dataset> }"


@pytest.fixture
def begun(tmp_path, monkeypatch, capsysbinary):
    """Return a folder with a project just begun."""
    monkeypatch.setenv("LC_ALL", "en")
    base = "https://example.org/town/"
    assert main(["new", str(tmp_path / "town"), "--base", base, "--lang", "en"]) == 0
    capsysbinary.readouterr()
    return tmp_path / "town"


def answer(capsysbinary):
    assert main(["query", ADDRESS, "--format", "csv"]) == 0
    told = capsysbinary.readouterr()
    return told.out.decode().split(), told.err.decode()


@pytest.mark.parametrize("inside", [".", "graph", "drafts"])
def test_a_command_is_about_the_project_one_stands_in(begun, inside, monkeypatch, capsysbinary):
    (begun / "drafts").mkdir()
    monkeypatch.chdir(begun / inside)

    assert answer(capsysbinary) == (["d", "https://example.org/town/"], "")


def test_anywhere_else_it_is_about_the_project_that_ships(tmp_path, monkeypatch, capsysbinary):
    monkeypatch.chdir(tmp_path)

    assert answer(capsysbinary) == (["d", "https://w3id.org/ho21/"], "")


def test_the_project_that_is_named_goes_before_the_one_one_stands_in(
    begun, monkeypatch, capsysbinary
):
    monkeypatch.chdir(begun)

    assert main(["query", ADDRESS, "--format", "csv", "--project", str(ROOT)]) == 0
    assert "https://w3id.org/ho21/" in capsysbinary.readouterr().out.decode()


def test_on_a_screen_a_project_further_up_is_named(begun, monkeypatch):
    class Screen(io.TextIOWrapper):
        def isatty(self):
            return True

    monkeypatch.chdir(begun / "graph")
    monkeypatch.setattr(sys, "stdout", Screen(io.BytesIO(), "utf-8"))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), "utf-8"))

    assert main(["query", "ASK {}"]) == 0
    assert sys.stderr.buffer.getvalue().decode().splitlines()[0] == f"The project in {begun}."


def test_the_root_of_the_repository_is_the_project_that_ships():
    assert project_around(ROOT) is None
    assert project_around(ROOT / "tests" / "support") is None


def test_another_project_may_be_begun_beside_the_one_one_stands_in(begun, tmp_path, monkeypatch):
    monkeypatch.chdir(begun)

    assert main(["new", "../city", "--base", "https://example.org/city/"]) == 0
    assert project_around(tmp_path / "city" / "graph") == str(tmp_path / "city")
