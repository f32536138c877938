"""A folder is written whole or not at all: built beside its place, then moved in at once."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ho21 import files as build
from ho21.errors import UsageError
from ho21.files import MARK, write_file, write_whole

SLOW = """
import sys, time
from pathlib import Path
from ho21.files import write_whole

def fill(folder):
    for number in range(40):
        (folder / f"{number}.txt").write_text(sys.argv[2])
        time.sleep(0.005)

print("ready", flush=True)
write_whole(Path(sys.argv[1]), fill)
"""


def written(word: str):
    def fill(folder: Path) -> None:
        for number in range(40):
            (folder / f"{number}.txt").write_text(word)

    return fill


def started(target: Path, word: str) -> subprocess.Popen[bytes]:
    """Start a slow build in a process of its own, and wait until it begins."""
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(target), word], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def words(folder: Path) -> set[str]:
    return {path.read_text() for path in folder.glob("*.txt")}


def key(call) -> str:
    with pytest.raises(UsageError) as caught:
        call()
    return caught.value.key


def test_a_new_folder_holds_what_was_filled_in_and_a_mark(tmp_path):
    write_whole(tmp_path / "dist", written("one"))

    assert words(tmp_path / "dist") == {"one"}
    assert (tmp_path / "dist" / MARK).is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_a_second_build_replaces_the_first_and_keeps_nothing_of_it(tmp_path):
    write_whole(tmp_path / "dist", lambda folder: (folder / "old.txt").write_text("old"))
    write_whole(tmp_path / "dist", written("new"))

    assert words(tmp_path / "dist") == {"new"}


def test_two_moves_do_what_one_swap_does_where_the_system_has_none(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "_exchanged", lambda *_: False)
    write_whole(tmp_path / "dist", written("one"))
    write_whole(tmp_path / "dist", written("two"))

    assert words(tmp_path / "dist") == {"two"}
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_the_folder_that_is_being_filled_is_hidden(tmp_path):
    seen = []
    write_whole(tmp_path / "dist", lambda _: seen.extend(each.name for each in tmp_path.iterdir()))

    assert [each.partition("-")[0] for each in seen] == [".dist"]


def test_a_failure_while_filling_leaves_the_old_folder_and_nothing_beside_it(tmp_path):
    write_whole(tmp_path / "dist", written("old"))

    def fail(folder: Path) -> None:
        (folder / "half.txt").write_text("half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_whole(tmp_path / "dist", fail)

    assert words(tmp_path / "dist") == {"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_a_disk_that_fills_up_is_told_and_the_old_folder_stands(tmp_path):
    write_whole(tmp_path / "dist", written("old"))

    def full(_folder: Path) -> None:
        raise OSError(28, "No space left on device")

    assert key(lambda: write_whole(tmp_path / "dist", full)) == "target-full"
    assert words(tmp_path / "dist") == {"old"}


@pytest.mark.parametrize("kind", ["file", "foreign folder", "link"])
def test_what_we_have_not_made_is_never_replaced(tmp_path, kind):
    target = tmp_path / "dist"
    if kind == "file":
        target.write_text("mine")
    elif kind == "foreign folder":
        target.mkdir()
        (target / "mine.txt").write_text("mine")
    else:
        write_whole(tmp_path / "real", written("mine"))
        target.symlink_to(tmp_path / "real")

    assert key(lambda: write_whole(target, written("ours"))) == (
        "target-is-link" if kind == "link" else "target-not-ours"
    )
    assert (target.read_text() if kind == "file" else words(target)) in ("mine", {"mine"})


def test_an_empty_folder_may_be_filled(tmp_path):
    (tmp_path / "dist").mkdir()
    write_whole(tmp_path / "dist", written("ours"))

    assert words(tmp_path / "dist") == {"ours"}


def test_a_folder_whose_parent_is_missing_is_told(tmp_path):
    assert key(lambda: write_whole(tmp_path / "no" / "dist", written("x"))) == "target-missing"


@pytest.mark.slow
def test_a_build_that_is_killed_at_any_moment_leaves_the_old_folder_or_the_new(tmp_path):
    target = tmp_path / "dist"
    write_whole(target, written("0"))
    moments = random.Random(21)
    seen = set()
    for number in range(1, 16):
        with started(target, str(number)) as process:
            time.sleep(moments.uniform(0, 0.3))
            process.kill()
        seen.add(process.returncode)
        assert len(words(target)) == 1

    assert -signal.SIGKILL in seen
    write_whole(target, written("last"))
    assert words(target) == {"last"}
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_what_a_killed_build_moved_away_is_brought_back(tmp_path):
    write_whole(tmp_path / "dist", written("old"))
    work = tmp_path / ".dist-killed.ho21"
    work.mkdir()
    (work / "lock").touch()
    (tmp_path / "dist").rename(work / "old")

    def fail(_folder: Path) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_whole(tmp_path / "dist", fail)

    assert words(tmp_path / "dist") == {"old"}
    assert not work.exists()


def test_a_build_that_is_still_going_is_left_alone(tmp_path):
    target = tmp_path / "dist"
    with started(target, "slow") as process:
        while process.poll() is None and not list(tmp_path.glob(".dist-*/new/*.txt")):
            time.sleep(0.01)
        write_whole(target, written("quick"))

    assert process.returncode == 0
    assert words(target) == {"slow"}


def test_a_file_is_written_whole_with_the_rights_of_a_new_file(tmp_path):
    old = os.umask(0o027)
    try:
        write_file(tmp_path / "x.ttl", b"content")
    finally:
        os.umask(old)

    assert (tmp_path / "x.ttl").read_bytes() == b"content"
    assert (tmp_path / "x.ttl").stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["x.ttl"]


def test_a_folder_in_the_place_of_a_file_is_told_and_kept(tmp_path):
    (tmp_path / "x.ttl").mkdir()

    assert key(lambda: write_file(tmp_path / "x.ttl", b"content")) == "target-not-writable"
    assert (tmp_path / "x.ttl").is_dir()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="NO /dev/full ON THIS SYSTEM")
def test_a_device_is_written_into_and_never_replaced():
    assert key(lambda: write_file(Path("/dev/full"), b"content")) == "target-full"
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize("failure", [OSError(5, "Input/output error"), KeyboardInterrupt()])
def test_a_failure_between_two_moves_brings_the_old_folder_back(tmp_path, monkeypatch, failure):
    write_whole(tmp_path / "dist", written("old"))
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise failure
        return rename(self, target)

    monkeypatch.setattr(build, "_exchanged", lambda *_: False)
    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises((UsageError, KeyboardInterrupt)):
        write_whole(tmp_path / "dist", written("new"))

    assert words(tmp_path / "dist") == {"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_an_interruption_while_filling_leaves_nothing_beside_the_old_folder(tmp_path):
    write_whole(tmp_path / "dist", written("old"))

    def stop(_folder: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "dist", stop)

    assert words(tmp_path / "dist") == {"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


@pytest.mark.parametrize("left", [[], ["lock"], ["lock", "new/half.txt"], ["lock", "old/x.txt"]])
def test_what_a_run_left_when_it_was_killed_is_removed(tmp_path, left):
    write_whole(tmp_path / "dist", written("old"))
    (tmp_path / ".dist-killed.ho21").mkdir()
    for name in left:
        path = tmp_path / ".dist-killed.ho21" / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    write_whole(tmp_path / "dist", written("new"))

    assert words(tmp_path / "dist") == {"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_a_work_folder_loses_its_lock_last_so_that_a_kill_leaves_nothing_for_ever(
    tmp_path, monkeypatch
):
    write_whole(tmp_path / "dist", written("old"))
    order = []
    remove = build.shutil.rmtree

    def watched(path: Path, **more: bool) -> None:
        order.append(path.name.partition("-")[0])
        remove(path, **more)

    monkeypatch.setattr(build.shutil, "rmtree", watched)
    write_whole(tmp_path / "dist", written("new"))

    assert order == ["new", "old", ".dist"]


def test_what_is_beside_the_target_and_not_ours_is_left_alone(tmp_path):
    mine = [".dist-backup", ".dist-20261122", ".x.ttl-20261122", ".dist-mine.ho21"]
    for name in mine[:3]:
        (tmp_path / name).mkdir()
    (tmp_path / mine[3]).mkdir()
    (tmp_path / mine[3] / "notes.txt").touch()
    write_whole(tmp_path / "dist", written("one"))
    write_file(tmp_path / "x.ttl", b"content")

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*mine, "dist", "x.ttl"])
    assert (tmp_path / mine[3] / "notes.txt").is_file()


@pytest.mark.parametrize("name", ["dist[1]", "*", "?", "æøå 1", "-dist", ".dist"])
def test_a_folder_may_have_any_name(tmp_path, name):
    write_whole(tmp_path / name, written("one"))
    write_whole(tmp_path / name, written("two"))

    assert words(tmp_path / name) == {"two"}
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_folder_one_stands_in_may_be_filled_when_it_is_empty(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    write_whole(Path(), written("one"))

    assert words(tmp_path / "here") == {"one"}


def test_a_name_that_the_system_does_not_take_is_told(tmp_path):
    assert key(lambda: write_whole(tmp_path / ("x" * 300), written("x"))) == "target-not-writable"
    assert key(lambda: write_file(tmp_path / ("x" * 300), b"x")) == "target-not-writable"


def test_two_builds_at_once_leave_one_of_them_whole(tmp_path):
    target = tmp_path / "dist"
    write_whole(target, written("0"))
    with started(target, "1") as one, started(target, "2") as two:
        pass

    assert (one.returncode, two.returncode) == (0, 0)
    assert words(target) in ({"1"}, {"2"})
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_a_file_is_replaced_whole_and_a_failure_leaves_the_old(tmp_path, monkeypatch):
    write_file(tmp_path / "x.ttl", b"old")

    def fail(_number: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(build.os, "fsync", fail)
        assert key(lambda: write_file(tmp_path / "x.ttl", b"new")) == "target-full"
    assert (tmp_path / "x.ttl").read_bytes() == b"old"
    write_file(tmp_path / "x.ttl", b"new")

    assert (tmp_path / "x.ttl").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["x.ttl"]


def test_what_a_killed_run_left_of_a_file_is_removed_by_the_next(tmp_path):
    (tmp_path / ".x.ttl-killed.ho21").write_bytes(b"half")
    write_file(tmp_path / "x.ttl", b"content")

    assert [path.name for path in tmp_path.iterdir()] == ["x.ttl"]


@pytest.mark.parametrize(
    "write", [lambda at: write_whole(at, written("x")), lambda at: write_file(at, b"x")]
)
def test_a_link_is_neither_followed_nor_replaced(tmp_path, write):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "nowhere").symlink_to(tmp_path / "missing")
    for name in ("link", "nowhere"):
        assert key(lambda name=name: write(tmp_path / name)) == "target-is-link"

    assert (tmp_path / "link").is_symlink()
    assert list((tmp_path / "real").iterdir()) == []
    assert not (tmp_path / "missing").exists()
