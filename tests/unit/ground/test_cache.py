"""The cache: entries are whole and ours, made by one process at a time, and not too many."""

import fcntl
import os
from pathlib import Path

import pytest

from ho21.cli.keeping import tell_cache
from ho21.files.cache import Cache, cache_folder


def fill(folder: Path) -> None:
    (folder / "inni").mkdir()
    (folder / "inni/en.txt").write_text("en")


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "lager")


def test_an_entry_is_made_once_and_there_from_then_on(cache):
    made = cache.make("a", fill)

    assert cache.entry("a") == made
    assert (made / "inni/en.txt").read_text() == "en"
    assert cache.make("a", None) == made  # what is there is not made again


def test_what_fails_leaves_nothing_and_is_made_the_next_time(cache):
    def broken(folder: Path) -> None:
        fill(folder)
        raise OSError

    assert cache.make("a", broken) is None
    assert (cache.entry("a"), cache.entries()) == (None, [])
    assert cache.make("a", fill) is not None


def test_what_a_killed_process_left_is_made_anew(cache):
    part = cache.folder / "a.part"
    part.mkdir(parents=True)
    (part / "halvt").write_text("")

    assert sorted(each.name for each in cache.make("a", fill).iterdir()) == ["files.json", "inni"]
    assert not part.exists()


def test_one_that_finds_another_at_work_does_without(cache):
    cache.folder.mkdir()
    with (cache.folder / "a.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        assert cache.make("a", fill) is None
    assert cache.make("a", fill) is not None


def test_where_nothing_can_be_written_there_is_no_entry(tmp_path):
    (tmp_path / "fil").write_text("")

    assert Cache(tmp_path / "fil").make("a", fill) is None


@pytest.mark.parametrize("how", ["changed", "gone", "more bytes", "no list"])
def test_what_is_not_as_it_was_written_is_no_entry(cache, how):
    made = cache.make("a", fill)
    file = made / "inni/en.txt"
    match how:
        case "changed":
            os.utime(file, ns=(1, 1))
        case "gone":
            file.unlink()
        case "more bytes":
            file.write_text("enda")
        case "no list":
            (made / "files.json").unlink()

    assert cache.entry("a") is None
    assert cache.make("a", fill) == made == cache.entry("a")


def test_what_someone_else_owns_is_no_entry(cache, monkeypatch):
    cache.make("a", fill)
    monkeypatch.setattr(os, "getuid", lambda: -1)

    assert cache.entry("a") is None


def test_what_was_not_used_for_longest_goes_when_there_is_too_much(tmp_path):
    cache = Cache(tmp_path, most=250)
    for used, name in ((3, "a"), (1, "b"), (2, "c")):
        made = Cache(tmp_path).make(name, lambda folder: (folder / "x").write_text("x" * 60))
        os.utime(made / "files.json", ns=(used, used))
    cache.make("d", lambda folder: (folder / "x").write_text("x" * 60))

    assert {each.folder.name for each in cache.entries()} == {"a", "d"}


def test_the_last_one_is_kept_however_large_it_is(tmp_path):
    cache = Cache(tmp_path, most=10)

    assert cache.make("a", lambda folder: (folder / "x").write_text("x" * 60)) == cache.entry("a")


def test_it_is_emptied(cache):
    cache.make("a", fill)
    held = sum(each.size for each in cache.entries())

    assert (cache.clear(), cache.entries(), cache.clear()) == (held, [], 0)


def test_it_lies_where_the_system_has_caches(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    given = cache_folder()
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))

    assert (given, cache_folder()) == (tmp_path / "ho21", tmp_path / ".cache/ho21")


@pytest.mark.parametrize(
    ("lang", "told", "emptied"),
    [
        ("nb", "1 utgave av prosjekter, 0,3 MB av høyst 2 000", "Tømt: 0,3 MB."),
        ("en", "1 edition of projects, 0.3 MB of 2,000 at most", "Emptied: 0.3 MB."),
    ],
)
def test_its_user_is_told_where_it_is_and_how_large_and_empties_it(
    lang, told, emptied, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made = Cache(tmp_path / "ho21/projects")
    made.make("a", lambda folder: (folder / "x").write_bytes(bytes(300_000)))
    tell_cache(lang, clear=False)
    shown = capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")
    tell_cache(lang, clear=True)

    assert str(made.folder) in shown
    assert told in shown
    assert capsys.readouterr().out == f"{emptied}\n"
    assert made.entries() == []


def test_who_has_no_home_has_no_cache(monkeypatch, capsys):
    monkeypatch.setattr("ho21.cli.keeping.compiled_projects", lambda: None)
    tell_cache("en", clear=False)

    assert capsys.readouterr().out == "There is no cache: you have no home folder here.\n"
