"""Every file has the same bytes on every machine, whatever git there makes of line ends."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def git(*words: str, folder: Path = ROOT) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode()


def test_the_line_ends_of_every_file_are_fixed():
    attributes = {"text=auto eol=lf", "-text"}
    told = [line.split("\t") for line in git("ls-files", "--eol").splitlines()]
    loose = {name: how for how, name in told if how.split("attr/")[1].strip() not in attributes}
    assert loose == {}
    captured = {name for how, name in told if how.split("attr/")[1].strip() == "-text"}
    assert {name for name in captured if not name.endswith(".png")} == {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "graph").glob("*.txt")
    }


def test_a_clone_that_is_to_have_other_line_ends_has_the_same_bytes(tmp_path):
    source = tmp_path / "source"
    (source / "graph").mkdir(parents=True)
    files = {
        ".gitattributes": (ROOT / ".gitattributes").read_bytes(),
        "graph/a.txt": b"en\r\nto\ntre\r",
        "graph/a.ttl": b"en\nto\n",
        "graph/a.tsv": b"en\tto\n",
        "queries/a.rq": b"en\nto\n",
        "tests/a.csv": b"en\nto\n",
        "a.toml": b"en\nto\n",
        "a.png": b"\x89PNG\r\n\x1a\n\0",
    }
    for name, content in files.items():
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_bytes(content)
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    git("init", "-q", folder=source)
    git("add", ".", folder=source)
    git(*who, "commit", "-q", "-m", "x", folder=source)
    for how in ("true", "input", "false"):
        clone = tmp_path / how
        git("clone", "-q", "-c", f"core.autocrlf={how}", str(source), str(clone), folder=tmp_path)
        assert {name: (clone / name).read_bytes() for name in files} == files
