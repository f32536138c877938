"""Where an answer is kept depends on all that it depends on."""

import os

import pytest

from ho21.compiled.answers import kept_answer
from support.tiny import ROOT

CITY = str(ROOT / "tests/support/projects/city")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LC_ALL", "nb_NO.UTF-8")


def test_another_language_width_or_file_is_another_answer(tmp_path, monkeypatch):
    project = tmp_path / "prosjekt"
    (project / "graph").mkdir(parents=True)
    (project / "graph/datasett.ttl").write_text("")
    words = ["ask", "visjonen", "--project", str(project)]

    def place():
        return kept_answer(words).path

    places = [place()]
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    places.append(place())
    monkeypatch.setenv("COLUMNS", "60")
    places.append(place())
    (project / "graph/datasett.ttl").write_text("#")
    places.append(place())
    words.append("--stated-only")
    places.append(place())

    assert len({*places}) == len(places)


def test_the_project_is_that_of_the_folder_one_is_in(tmp_path, monkeypatch):
    for name in ("en", "to"):
        (tmp_path / name / "graph").mkdir(parents=True)
        (tmp_path / name / "graph/datasett.ttl").write_text(name)
    monkeypatch.chdir(tmp_path / "en")
    inside = kept_answer(["ask", "x"]).path
    (tmp_path / "en/graph/dypt").mkdir()
    monkeypatch.chdir(tmp_path / "en/graph/dypt")
    deeper = kept_answer(["ask", "x"]).path
    monkeypatch.chdir(tmp_path / "to")
    other = kept_answer(["ask", "x"]).path
    monkeypatch.chdir(ROOT / "scripts")
    shipped = kept_answer(["ask", "x"]).path
    monkeypatch.chdir(tmp_path)

    assert len({inside, other, shipped}) == 3
    assert shipped == kept_answer(["ask", "x"]).path
    assert deeper != other  # a folder more in graph/ is a name more there


def test_what_is_cut_or_someone_else_s_is_not_told(monkeypatch):
    kept = kept_answer(["ask", "visjonen", "--project", CITY])
    kept.write(b"sagt\n", b"svar\n")
    whole = kept.read()
    with open(kept.path, "r+b") as file:  # noqa: PTH123
        file.truncate(80)
    cut = kept.read()
    kept.write(b"sagt\n", b"svar\n")
    monkeypatch.setattr(os, "getuid", lambda: -1)

    assert (whole, cut, kept.read()) == ((b"sagt\n", b"svar\n"), None, None)


def test_a_large_answer_is_not_kept_nor_one_that_cannot_be_written(tmp_path):
    kept = kept_answer(["ask", "visjonen", "--project", CITY])
    kept.write(b"", bytes(1_000_001))
    large = kept.read()
    (tmp_path / "cache").write_text("en fil")
    kept.write(b"", b"svar")

    assert (large, kept.read()) == (None, None)


@pytest.mark.parametrize(
    "line",
    [
        "new ask", "draw --to query", "export csv --to build", "query -", "ask --help", "serve",
        "query pyproject.toml", "--lang nb draw --to ask", "ask x --endpoint http://127.0.0.1/",
    ],
)  # fmt: skip
def test_of_what_makes_something_or_is_read_from_somewhere_no_answer_is_kept(line, monkeypatch):
    monkeypatch.chdir(ROOT)

    assert kept_answer(line.split()) is None
