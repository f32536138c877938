"""What the build hook made of the page's scripts and styles, and whether it is still fresh."""

import tomllib
from pathlib import Path

import pytest

from ho21.errors import UsageError
from ho21.resources import SOURCE_FILES, SOURCES, STAMP, asset, stamp

ROOT = Path(__file__).parents[3]
VIEW = "explorer/static/map"


@pytest.fixture
def places(tmp_path):
    """Return a lock file, a package with sources and a folder of what was made of them."""
    lock, sources, made = tmp_path / "lock.json", tmp_path / "package", tmp_path / "made"
    lock.write_text("{}")
    (sources / VIEW).mkdir(parents=True)
    made.mkdir()
    (sources / VIEW / "map.js").write_text("let a = 1;")
    (sources / VIEW / "map.toml").write_text("name = 1")
    (tmp_path / "hatch_build.py").write_text("a = 1")
    (made / "explorer.js").write_bytes(b"made")
    (made / STAMP).write_text(stamp(lock, sources))
    return lock, sources, made


def fetched(places, name="explorer.js"):
    lock, sources, made = places
    return asset(name, made, lock, sources)


def test_what_is_fresh_is_given(places):
    assert fetched(places) == b"made"


@pytest.mark.parametrize("changed", [f"package/{VIEW}/map.js", "lock.json", "hatch_build.py"])
def test_what_is_older_than_its_sources_is_refused(places, tmp_path, changed):
    (tmp_path / changed).write_text("let a = 2;")

    with pytest.raises(UsageError, match="have changed since"):
        fetched(places)


def test_a_new_script_makes_what_was_made_stale_and_a_text_does_not(places):
    _, sources, _ = places
    (sources / VIEW / "map.toml").write_text("name = 2")
    assert fetched(places) == b"made"
    (sources / "site" / "static").mkdir(parents=True)
    (sources / "site" / "static" / "more.css").write_text("a { }")

    with pytest.raises(UsageError, match="have changed since"):
        fetched(places)


@pytest.mark.parametrize("to", [f"{VIEW}/mine.js", "explorer/static/map.js"])
def test_a_script_that_changes_its_name_or_folder_is_another_script(places, to):
    lock, sources, _ = places
    before = stamp(lock, sources)
    (sources / VIEW / "map.js").rename(sources / to)

    assert stamp(lock, sources) != before


@pytest.mark.parametrize("gone", ["made/explorer.js", "made/stamp"])
def test_what_is_missing_is_told_with_what_to_do(places, tmp_path, gone):
    (tmp_path / gone).unlink()

    with pytest.raises(UsageError, match="have not been built") as refused:
        fetched(places)
    assert "uv sync" in refused.value.text("nb")


def test_an_installed_package_has_no_lock_file_and_needs_no_stamp(places, tmp_path):
    (tmp_path / "lock.json").unlink()
    (tmp_path / "made" / STAMP).unlink()

    assert fetched(places) == b"made"


def test_uv_builds_again_when_any_script_or_style_has_changed():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    keys = [each["file"] for each in settings["tool"]["uv"]["cache-keys"]]
    known = {path for each in keys for path in ROOT.glob(each)}
    sources = {path for each in SOURCE_FILES for path in SOURCES.glob(each)}
    there = {path for path in SOURCES.rglob("*") if path.suffix in {".css", ".js"}}

    assert sources == {path for path in there if "made" not in path.parts}
    assert sources <= known
