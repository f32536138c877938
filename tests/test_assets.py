"""What the build hook made of the page's scripts and styles, and whether it is still fresh."""

import pytest

from ho21.assets import STAMP, asset, stamp
from ho21.fault import CallError


@pytest.fixture
def places(tmp_path):
    """Return a lock file, a folder of sources and a folder of what was made of them."""
    lock, sources, made = tmp_path / "lock.json", tmp_path / "sources", tmp_path / "made"
    lock.write_text("{}")
    sources.mkdir()
    made.mkdir()
    (sources / "main.js").write_text("let a = 1;")
    (sources / "main.toml").write_text("name = 1")
    (tmp_path / "hatch_build.py").write_text("a = 1")
    (made / "explorer.js").write_bytes(b"made")
    (made / STAMP).write_text(stamp(lock, sources))
    return lock, sources, made


def fetched(places, name="explorer.js"):
    lock, sources, made = places
    return asset(name, made, lock, sources)


def test_what_is_fresh_is_given(places):
    assert fetched(places) == b"made"


@pytest.mark.parametrize("changed", ["sources/main.js", "lock.json", "hatch_build.py"])
def test_what_is_older_than_its_sources_is_refused(places, tmp_path, changed):
    (tmp_path / changed).write_text("let a = 2;")

    with pytest.raises(CallError, match="have changed since"):
        fetched(places)


def test_a_new_script_makes_what_was_made_stale_and_a_text_does_not(places):
    _, sources, _ = places
    (sources / "main.toml").write_text("name = 2")
    assert fetched(places) == b"made"
    (sources / "more.css").write_text("a { }")

    with pytest.raises(CallError, match="have changed since"):
        fetched(places)


def test_a_script_that_changes_its_name_is_another_script(places):
    lock, sources, _ = places
    before = stamp(lock, sources)
    (sources / "main.js").rename(sources / "mine.js")

    assert stamp(lock, sources) != before


@pytest.mark.parametrize("gone", ["made/explorer.js", "made/stamp"])
def test_what_is_missing_is_told_with_what_to_do(places, tmp_path, gone):
    (tmp_path / gone).unlink()

    with pytest.raises(CallError, match="have not been built") as refused:
        fetched(places)
    assert "uv sync" in refused.value.text("nb")


def test_an_installed_package_has_no_lock_file_and_needs_no_stamp(places, tmp_path):
    (tmp_path / "lock.json").unlink()
    (tmp_path / "made" / STAMP).unlink()

    assert fetched(places) == b"made"
