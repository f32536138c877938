"""A folder or file is written whole or not at all, and nothing that ho21 did not make is lost."""

import ctypes
import fcntl
import os
import stat
import subprocess
import sys
import time
import types
from functools import partial
from pathlib import Path

import pytest

import ho21
from ho21.errors import UsageError
from ho21.files import replaceable, whole, work_folder
from ho21.files.replaceable import MARK, write_anew
from ho21.files.whole import write_file
from support.tiny import ROOT

write_whole = partial(whole.write_whole, call="ho21 build")

SLOW = """
import sys, time
from pathlib import Path
from ho21.files.whole import write_whole

def fill(folder):
    for number in range(40):
        (folder / f"{number}.txt").write_text(sys.argv[2])
        time.sleep(0.005)
    while "stay" in sys.argv:
        time.sleep(0.01)

print("ready", flush=True)
write_whole(Path(sys.argv[1]), fill, "ho21 build")
"""


def written(word: str):
    def fill(folder: Path) -> None:
        for number in range(40):
            (folder / f"{number}.txt").write_text(word)

    return fill


def started(target: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start a slow build in a process of its own, and wait until it begins."""
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(target), *words], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def words(folder: Path) -> set[str]:
    return {path.read_text() for path in folder.glob("*.txt")}


def seen(folder: Path) -> dict[str, tuple]:
    """Return what lies in a folder, what kind it is, and what is in it."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return {
        name: (stat.S_IFMT(path.lstat().st_mode), path.read_bytes() if path.is_file() else b"")
        for name, path in found.items()
    }


def error(call) -> UsageError:
    with pytest.raises(UsageError) as caught:
        call()
    return caught.value


def key(call) -> str:
    return error(call).key


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
    monkeypatch.setattr(whole, "_exchanged", lambda *_: False)
    write_whole(tmp_path / "dist", written("one"))
    write_whole(tmp_path / "dist", written("two"))

    assert words(tmp_path / "dist") == {"two"}
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_the_folder_that_is_being_filled_is_hidden(tmp_path):
    seen = []
    write_whole(tmp_path / "dist", lambda _: seen.extend(each.name for each in tmp_path.iterdir()))

    assert seen == [".dist.ho21"]


@pytest.mark.parametrize(
    ("content", "kept"), [(b"likt", True), (b"ulikt", False), (b"Likt", False)]
)
def test_a_file_of_a_new_edition_is_that_of_the_old_one_where_they_are_the_same(
    tmp_path, content, kept
):
    old, new = tmp_path / "gammel", tmp_path / "ny"
    old.write_bytes(b"likt")
    write_anew(new, content, old)

    assert (new.read_bytes(), new.samefile(old)) == (content, kept)
    assert old.read_bytes() == b"likt"


def test_where_a_file_has_but_one_name_it_is_written_anew(tmp_path, monkeypatch):
    old, new = tmp_path / "gammel", tmp_path / "ny"
    old.write_bytes(b"likt")
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError))
    write_anew(new, b"likt", old)

    assert (new.read_bytes(), new.samefile(old)) == (b"likt", False)


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


FOREIGN = {
    "a file": ("target-is-file", lambda at: at.write_text("mine")),
    "a folder": ("target-not-ours", lambda at: (at / "mine.txt", at.mkdir())[0].write_text("mine")),
    "a link": ("target-is-link", lambda at: at.symlink_to("elsewhere")),
    "a ring of links": ("target-is-link", lambda at: at.symlink_to(at.name)),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_what_we_have_not_made_is_never_replaced(tmp_path, kind):
    target, (expected, make) = tmp_path / "dist", FOREIGN[kind]
    make(target)
    before = seen(tmp_path)

    assert key(lambda: write_whole(target, written("ours"))) == expected
    assert seen(tmp_path) == before


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda dist: (dist / "notat.txt").write_text("mine"), "notat.txt"),
        (lambda dist: (dist / "CNAME").write_text("example.org"), "CNAME"),
        (lambda dist: (dist / "0.txt").write_text("edited"), "0.txt"),
        (lambda dist: (dist / "a" / "b.txt").write_text("edited"), "a/b.txt"),
        (lambda dist: (dist / "a" / "lenke").symlink_to("/"), "a/lenke"),
        (lambda dist: os.mkfifo(dist / "rør"), "rør"),
        (lambda dist: (dist / MARK).unlink(), "0.txt, 1.txt, 10.txt, …"),
        (lambda dist: (dist / MARK).write_text("Laget av ho21"), "0.txt, 1.txt, 10.txt, …"),
        (lambda dist: (dist / MARK).write_bytes(b"\xff"), "0.txt, 1.txt, 10.txt, …"),
    ],
)  # fmt: skip
def test_what_is_foreign_or_changed_in_our_folder_is_named_and_kept_unless_by_force(
    tmp_path, change, named
):
    def fill(folder: Path) -> None:
        written("old")(folder)
        (folder / "a").mkdir()
        (folder / "a" / "b.txt").write_text("old")

    write_whole(tmp_path / "dist", fill)
    change(tmp_path / "dist")
    before = seen(tmp_path)
    refused = error(lambda: write_whole(tmp_path / "dist", written("new")))

    assert (refused.key, refused.fields["files"]) == ("target-not-ours", named)
    assert seen(tmp_path) == before
    write_whole(tmp_path / "dist", written("new"), force=True)
    assert words(tmp_path / "dist") == {"new"}


def test_a_folder_that_another_command_made_is_kept_and_told_which(tmp_path):
    write_whole(tmp_path / "ut", written("build"))
    export = partial(write_whole, tmp_path / "ut", written("csv"), call="ho21 export csv")
    refused = error(export)

    assert (refused.key, refused.fields["made"]) == ("target-of-another", "ho21 build")
    assert words(tmp_path / "ut") == {"build"}
    export(force=True)
    assert words(tmp_path / "ut") == {"csv"}


def test_what_the_system_puts_where_someone_looks_is_no_one_s(tmp_path):
    write_whole(tmp_path / "dist", written("old"))
    (tmp_path / "dist" / ".DS_Store").touch()
    (tmp_path / "dist" / "0.txt").unlink()
    write_whole(tmp_path / "dist", written("new"))

    assert words(tmp_path / "dist") == {"new"}


def test_the_mark_says_what_made_a_folder_and_is_checked_by_sha256sum(tmp_path):
    write_whole(tmp_path / "dist", written("one"))
    done = subprocess.run(["sha256sum", "--check", "--quiet", MARK], cwd=tmp_path / "dist")

    assert (tmp_path / "dist" / MARK).read_text().startswith("# ho21 build\n")
    assert done.returncode == 0


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("place", [".", "..", "dist/..", "/", "/usr/.."])
def test_the_folder_one_stands_in_is_never_moved_away(tmp_path, monkeypatch, place, force):
    (tmp_path / "her" / "dist").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "her")

    refused = key(lambda: write_whole(Path(place), written("x"), force=force))
    assert refused == "target-holds-shell"
    assert Path.cwd().samefile(tmp_path / "her")


@pytest.mark.parametrize("place", ["hjem", "."])
def test_the_home_folder_is_never_moved_away(tmp_path, monkeypatch, place):
    for name in ("hjem", "her"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "hjem"))
    monkeypatch.chdir(tmp_path / "her")

    refused = key(lambda: write_whole(Path("..") / place, written("x"), force=True))
    assert refused == ("target-holds-home" if place == "hjem" else "target-holds-shell")


@pytest.mark.parametrize("write", [write_whole, write_file])
@pytest.mark.parametrize("place", ["", "files", "new", "errors.toml", ".."])
def test_the_folder_of_ho21_itself_is_never_written_to(tmp_path, monkeypatch, write, place):
    package = tmp_path / "lib" / "ho21"
    (package / "files").mkdir(parents=True)
    (package / "errors.toml").write_text("mine")
    monkeypatch.setattr(whole, "_PACKAGE", package)
    before = seen(tmp_path)

    content = written("x") if write is write_whole else b"x"
    is_folder = write is write_file and (package / place).is_dir()
    refused = key(lambda: write(package / place, content, force=True))
    assert refused == ("target-is-folder" if is_folder else "target-holds-ho21")
    assert seen(tmp_path) == before


@pytest.mark.parametrize("write", [write_whole, write_file])
def test_nothing_of_a_checkout_of_ho21_is_written_but_the_rest_there_may_be(
    tmp_path, monkeypatch, write
):
    monkeypatch.setattr(whole, "_CHECKOUT", tmp_path)
    content = written("x") if write is write_whole else b"x"
    for place in ("README.md", "pyproject.toml", "tests/ny", "scripts/ny", "Readme.MD", "LICENSE"):
        at = tmp_path / place
        at.parent.mkdir(exist_ok=True)
        assert key(lambda at=at: write(at, content, force=True)) == "target-holds-ho21"
        assert not at.exists()
    (tmp_path / "dist").mkdir()
    for place in ("ho21.html", "dist/README.md", "ut"):
        write(tmp_path / place, content, force=True)


def test_what_lies_in_a_checkout_is_either_of_ho21_or_of_its_project():
    run = ("git", "-C", str(ROOT), "ls-files")
    names = subprocess.run(run, capture_output=True, check=True, encoding="utf-8").stdout
    tops = {each.partition("/")[0].casefold() for each in names.splitlines()}
    assert vars(whole)["_IN_CHECKOUT"] | vars(whole)["_ROOMS"] == tops
    assert ROOT.samefile(vars(whole)["_CHECKOUT"])


@pytest.mark.parametrize("write", [write_whole, write_file])
def test_no_room_of_any_project_is_written_to(tmp_path, write):
    for room in ("ontology", "graph", "queries"):
        (tmp_path / "over" / "project" / room).mkdir(parents=True)
    (tmp_path / "over" / "project" / "graph" / "README.md").write_text("mine")
    before = seen(tmp_path)
    content = written("x") if write is write_whole else b"x"

    def refused(place: str) -> str:
        return key(lambda: write(tmp_path / "over" / place, content, force=True))

    for place in ("graph/README.md", "graph/ny.ttl", "queries/a/b"):
        (tmp_path / "over" / "project" / place).parent.mkdir(exist_ok=True)
        assert refused(f"project/{place}") == "target-in-project"
    if write is write_whole:
        assert refused("project/graph") == "target-in-project"
        assert [refused("project"), refused(".")] == ["target-holds-project"] * 2
    (tmp_path / "over" / "project" / "queries" / "a").rmdir()
    assert seen(tmp_path) == before
    write(tmp_path / "over" / "project" / "dist", content)


def test_a_folder_called_graph_that_is_of_no_project_may_be_written_to(tmp_path):
    (tmp_path / "graph").mkdir()
    write_file(tmp_path / "graph" / "x.ttl", b"x")
    assert (tmp_path / "graph" / "x.ttl").read_bytes() == b"x"


def test_the_folder_of_ho21_is_the_one_its_modules_lie_in():
    assert vars(whole)["_PACKAGE"].samefile(Path(ho21.__file__).parent)


@pytest.mark.parametrize("place", ["rep", "rep/tree", ".", "rep/module"])
def test_a_folder_that_holds_a_git_repository_is_never_replaced(tmp_path, place):
    for folder in ("over/rep/.git", "over/rep/tree/deep/.git", "over/rep/module"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "over/rep/module/.git").write_text("gitdir: ../.git/modules/module")
    before = seen(tmp_path)

    target = tmp_path / "over" / place
    assert key(lambda: write_whole(target, written("x"), force=True)) == "target-holds-git"
    assert seen(tmp_path) == before


@pytest.mark.parametrize("place", [".git", ".git/x", ".git/refs/x", ".GIT/x"])
def test_nothing_is_written_in_the_folder_of_git(tmp_path, place):
    (tmp_path / ".git" / "refs").mkdir(parents=True)
    target = tmp_path / place

    assert key(lambda: write_whole(target, written("x"), force=True)) == "target-in-git"
    if not target.is_dir():
        assert key(lambda: write_file(target, b"x", force=True)) == "target-in-git"
    assert [*seen(tmp_path)] == [".git", ".git/refs"]


def test_an_empty_folder_may_be_filled(tmp_path):
    (tmp_path / "dist").mkdir()
    write_whole(tmp_path / "dist", written("ours"))

    assert words(tmp_path / "dist") == {"ours"}


def test_a_folder_whose_parent_is_missing_is_told(tmp_path):
    assert key(lambda: write_whole(tmp_path / "no" / "dist", written("x"))) == "target-missing"


@pytest.mark.parametrize("place", ["min.txt/x", "min.txt/x/y"])
def test_what_would_lie_in_a_file_is_told_by_the_file(tmp_path, place):
    (tmp_path / "min.txt").write_text("mine")

    for write in (lambda at: write_whole(at, written("x")), lambda at: write_file(at, b"x")):
        told = error(lambda write=write: write(tmp_path / place))
        assert (told.key, told.fields["target"]) == ("target-is-file", tmp_path / "min.txt")
    assert [*seen(tmp_path)] == ["min.txt"]


def test_an_empty_folder_that_ho21_did_not_make_is_named_and_kept(tmp_path):
    def fill(folder: Path) -> None:
        (folder / "data").mkdir()
        (folder / "data" / "x").write_text("x")

    write_whole(tmp_path / "dist", fill)
    (tmp_path / "dist" / "mitt" / "tomt").mkdir(parents=True)
    told = error(lambda: write_whole(tmp_path / "dist", fill))
    assert (told.key, told.fields["files"]) == ("target-not-ours", "mitt/tomt/")
    (tmp_path / "dist" / "mitt" / "tomt").rmdir()
    (tmp_path / "dist" / "mitt").rmdir()
    (tmp_path / "dist" / "data" / "x").unlink()
    write_whole(tmp_path / "dist", fill)
    assert (tmp_path / "dist" / "data" / "x").exists()


def test_what_a_killed_build_moved_away_is_brought_back(tmp_path):
    write_whole(tmp_path / "dist", written("old"))
    work = tmp_path / ".dist.ho21"
    work.mkdir()
    (work / "lock").touch()
    (tmp_path / "dist").rename(work / "old")

    def fail(_folder: Path) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_whole(tmp_path / "dist", fail)

    assert words(tmp_path / "dist") == {"old"}
    assert not work.exists()


def test_while_one_builds_another_is_told_which_process_it_is(tmp_path):
    target = tmp_path / "dist"
    write_whole(target, written("old"))
    with started(target, "slow", "stay") as process:
        while not (tmp_path / ".dist.ho21" / "new" / "39.txt").is_file():
            time.sleep(0.01)
        for again in (written("quick"), written("other")):
            refused = error(lambda fill=again: write_whole(target, fill, force=True))
            assert (refused.key, refused.fields["process"]) == ("target-busy", str(process.pid))
        assert words(target) == {"old"}
        process.kill()

    write_whole(target, written("next"))
    assert words(target) == {"next"}
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_a_file_that_is_being_written_is_told_too(tmp_path):
    write_file(tmp_path / "x.ttl", b"old")
    with work_folder.work_folder(tmp_path / "x.ttl", tmp_path / "x.ttl"):
        refused = error(lambda: write_file(tmp_path / "x.ttl", b"new", force=True))

    assert (refused.key, refused.fields["process"]) == ("target-busy", str(os.getpid()))
    write_file(tmp_path / "x.ttl", b"new")
    assert seen(tmp_path) == {"x.ttl": (stat.S_IFREG, b"new")}


def locked_by(folder: Path):
    """Hold what is locked beside ``dist`` as another process would, with Linux's locks."""
    work = folder / ".dist.ho21"
    work.mkdir()
    held = (work / "lock").open("w")
    fcntl.flock(held, fcntl.LOCK_EX)
    return held


def windows(monkeypatch):
    """Let this be Windows as far as locks go: its own kind of them, and none of Linux's."""

    def locking(handle: int, how: int, count: int) -> None:
        assert (how, count, os.lseek(handle, 0, os.SEEK_CUR) > 1000) == (7, 1, True)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    monkeypatch.setitem(sys.modules, "msvcrt", types.SimpleNamespace(LK_NBLCK=7, locking=locking))
    monkeypatch.setattr(work_folder.sys, "platform", "win32")


def test_windows_has_a_lock_of_its_own(tmp_path, monkeypatch):
    held = locked_by(tmp_path)
    windows(monkeypatch)
    assert key(lambda: write_whole(tmp_path / "dist", written("x"))) == "target-busy"
    held.close()
    write_whole(tmp_path / "dist", written("x"))

    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


@pytest.mark.parametrize("kind", ["no module", "no locks on this disk"])
def test_where_there_are_no_locks_one_builds_all_the_same(tmp_path, monkeypatch, kind):
    def none(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    if kind == "no module":
        monkeypatch.setitem(sys.modules, "fcntl", None)
    else:
        monkeypatch.setattr(fcntl, "flock", none)
    write_whole(tmp_path / "dist", written("one"))
    write_whole(tmp_path / "dist", written("two"))

    assert words(tmp_path / "dist") == {"two"}
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


@pytest.mark.parametrize("lacking", ["swap", "flush of a disk", "Linux"])
def test_another_system_does_the_same_in_its_own_way(tmp_path, monkeypatch, lacking):
    if lacking == "Linux":
        monkeypatch.setattr(whole.sys, "platform", "darwin")
    names = {"swap": ["syncfs"], "flush of a disk": ["renameat2"]}.get(lacking, [])
    real = ctypes.CDLL(None, use_errno=True)
    library = types.SimpleNamespace(**{name: getattr(real, name) for name in names})
    monkeypatch.setattr(whole.ctypes, "CDLL", lambda *_, **__: library)
    write_whole(tmp_path / "dist", written("one"))
    write_whole(tmp_path / "dist", written("two"))

    assert words(tmp_path / "dist") == {"two"}
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


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

    for force in (False, True):
        refused = key(lambda force=force: write_file(tmp_path / "x.ttl", b"content", force=force))
        assert refused == "target-is-folder"
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

    monkeypatch.setattr(whole, "_exchanged", lambda *_: False)
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


@pytest.mark.parametrize(
    "left", [[], ["lock"], ["lock", "new/half.txt"], ["lock", "old/x.txt"], ["old/x.txt"], ["new"]]
)
def test_what_a_run_left_when_it_was_killed_is_removed(tmp_path, left):
    write_whole(tmp_path / "dist", written("old"))
    (tmp_path / ".dist.ho21").mkdir()
    for name in left:
        path = tmp_path / ".dist.ho21" / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    write_whole(tmp_path / "dist", written("new"))

    assert words(tmp_path / "dist") == {"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_what_is_beside_the_target_and_not_ours_is_left_alone(tmp_path):
    mine = [".dist-backup", ".dist-20261122", ".x.ttl-20261122", ".dist.ho21"]
    for name in mine:
        (tmp_path / name).mkdir()
    (tmp_path / mine[3] / "notes.txt").touch()
    write_whole(tmp_path / "dist", written("one"))
    write_file(tmp_path / "x.ttl", b"content")

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*mine, "dist", "x.ttl"])
    assert [path.name for path in (tmp_path / mine[3]).iterdir()] == ["notes.txt"]


def test_a_link_where_we_would_work_is_not_followed(tmp_path):
    (tmp_path / "mine" / "new").mkdir(parents=True)
    (tmp_path / ".dist.ho21").symlink_to("mine")

    assert key(lambda: write_whole(tmp_path / "dist", written("x"))) == "target-is-link"
    assert (tmp_path / "mine" / "new").is_dir()


@pytest.mark.parametrize("name", ["dist[1]", "*", "?", "æøå 1", "-dist", ".dist"])
def test_a_folder_may_have_any_name(tmp_path, name):
    write_whole(tmp_path / name, written("one"))
    write_whole(tmp_path / name, written("two"))

    assert words(tmp_path / name) == {"two"}
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_name_that_the_system_does_not_take_is_told(tmp_path):
    assert key(lambda: write_whole(tmp_path / ("x" * 300), written("x"))) == "target-not-writable"
    assert key(lambda: write_file(tmp_path / ("x" * 300), b"x")) == "target-not-writable"


def test_a_file_is_replaced_whole_and_a_failure_leaves_the_old(tmp_path, monkeypatch):
    write_file(tmp_path / "x.ttl", b"old")

    def fail(_number: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(whole.os, "fsync", fail)
        assert key(lambda: write_file(tmp_path / "x.ttl", b"new")) == "target-full"
    assert (tmp_path / "x.ttl").read_bytes() == b"old"
    write_file(tmp_path / "x.ttl", b"new")

    assert (tmp_path / "x.ttl").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["x.ttl"]


def test_what_a_killed_run_left_of_a_file_is_removed_by_the_next(tmp_path):
    (tmp_path / ".x.ttl.ho21").mkdir()
    (tmp_path / ".x.ttl.ho21" / "new").write_bytes(b"half")
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


MINE = "skrevet av et menneske"


def test_a_file_is_replaced_as_often_as_one_likes_until_someone_else_has_written_it(tmp_path):
    target = tmp_path / "x.csv"
    for content in (b"1", b"2", b"2", b"3"):
        write_file(target, content)
    target.write_text(MINE)

    assert key(lambda: write_file(target, b"4")) == "target-changed"
    assert seen(tmp_path) == {"x.csv": (stat.S_IFREG, MINE.encode())}
    write_file(target, b"4", force=True)
    write_file(target, b"5")
    assert target.read_bytes() == b"5"


def test_a_file_that_is_there_and_empty_or_already_as_it_would_be_is_no_one_s_loss(tmp_path):
    (tmp_path / "x.csv").touch()
    (tmp_path / "y.csv").write_bytes(b"new")
    for name in ("x.csv", "y.csv"):
        write_file(tmp_path / name, b"new")

    assert seen(tmp_path) == dict.fromkeys(("x.csv", "y.csv"), (stat.S_IFREG, b"new"))


def test_a_file_that_ho21_left_and_that_was_moved_is_foreign_where_it_came(tmp_path):
    write_file(tmp_path / "x.csv", b"1")
    (tmp_path / "x.csv").rename(tmp_path / "y.csv")

    assert key(lambda: write_file(tmp_path / "y.csv", b"2")) == "target-changed"


@pytest.mark.parametrize("cache", ["/dev/null", "relative", ""])
def test_where_nothing_can_be_remembered_a_file_is_kept_unless_by_force(
    tmp_path, monkeypatch, cache
):
    monkeypatch.setenv("XDG_CACHE_HOME", cache)
    monkeypatch.setenv("HOME", "/dev/null")
    write_file(tmp_path / "x.csv", b"1")

    assert key(lambda: write_file(tmp_path / "x.csv", b"2")) == "target-changed"
    write_file(tmp_path / "x.csv", b"2", force=True)
    assert seen(tmp_path) == {"x.csv": (stat.S_IFREG, b"2")}


def test_runs_that_die_just_before_the_move_leave_a_file_that_the_next_replaces(
    tmp_path, monkeypatch
):
    write_file(tmp_path / "x.csv", b"1")

    def die(*given) -> None:
        replaceable.remember(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(whole, "remember", die)
        for content in (b"2", b"3", b"4"):
            with pytest.raises(KeyboardInterrupt):
                write_file(tmp_path / "x.csv", content)
    write_file(tmp_path / "x.csv", b"5")

    assert (tmp_path / "x.csv").read_bytes() == b"5"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_a_file_keeps_its_rights(tmp_path, mode):
    write_file(tmp_path / "x.ttl", b"old")
    (tmp_path / "x.ttl").chmod(mode)
    write_file(tmp_path / "x.ttl", b"new")

    assert stat.S_IMODE((tmp_path / "x.ttl").stat().st_mode) == mode


def test_a_folder_and_what_is_in_it_keep_their_rights(tmp_path):
    def fill(folder: Path) -> None:
        (folder / "a").mkdir()
        (folder / "a" / "b.txt").write_text("b")
        (folder / "c.txt").write_text("c")

    modes = {".": 0o2770, "a": 0o500, "a/b.txt": 0o600, "c.txt": 0o664, MARK: 0o640}
    write_whole(tmp_path / "dist", fill)
    for name, mode in modes.items():
        (tmp_path / "dist" / name).chmod(mode)
    for _ in range(2):  # also what is protected is removed and made anew
        write_whole(tmp_path / "dist", fill)

    found = {name: (tmp_path / "dist" / name).stat().st_mode for name in modes}
    assert {name: stat.S_IMODE(mode) for name, mode in found.items()} == modes
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


@pytest.mark.skipif(os.geteuid() != 0, reason="ONLY ROOT GIVES FILES AWAY")
def test_a_file_and_a_folder_keep_their_owner_and_their_group(tmp_path):
    write_file(tmp_path / "x.ttl", b"old")
    write_whole(tmp_path / "dist", written("old"))
    for name in ("x.ttl", "dist", "dist/0.txt"):
        os.chown(tmp_path / name, 65534, 65533)
    write_file(tmp_path / "x.ttl", b"new")
    write_whole(tmp_path / "dist", written("new"))

    for name in ("x.ttl", "dist", "dist/0.txt"):
        now = (tmp_path / name).stat()
        assert (now.st_uid, now.st_gid) == (65534, 65533)


def test_in_a_folder_that_hands_its_group_on_what_is_new_has_it(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("ONLY ROOT GIVES FILES AWAY")
    os.chown(tmp_path, -1, 65533)
    tmp_path.chmod(0o2775)
    write_file(tmp_path / "x.ttl", b"new")
    write_whole(tmp_path / "dist", written("new"))

    for name in ("x.ttl", "dist", "dist/0.txt"):
        assert (tmp_path / name).stat().st_gid == 65533


def test_what_its_owner_has_protected_is_told_and_kept(tmp_path, monkeypatch):
    write_file(tmp_path / "x.ttl", b"old")
    write_whole(tmp_path / "dist", written("old"))
    before = seen(tmp_path)
    monkeypatch.setattr(whole.os, "access", lambda *_: False)  # as for all but root
    for force in (False, True):
        for write in (
            lambda force=force: write_file(tmp_path / "x.ttl", b"new", force=force),
            lambda force=force: write_whole(tmp_path / "dist", written("new"), force=force),
        ):
            assert key(write) == "target-forbidden"

    assert seen(tmp_path) == before
