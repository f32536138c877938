"""What is written is UTF-8, whatever the machine takes for the usual: cp1252 or bare ASCII."""

import os
import re
import subprocess
import sys

import pytest

from ho21.export import FORMATS
from ho21.rooms import house
from ho21.site import Site

# What is usual is ASCII, and to open a file without saying how is an error.
BARE = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C", "LANG": "C", "TZ": "UTC"}
STRICT = ["-X", "warn_default_encoding", "-W", "error::EncodingWarning"]
USUAL = {"PYTHONUTF8": "1"}
BINARY = {".xlsx"}


def ho21(root, *words, env):
    """Run a command on a house, or on our own, and return what it wrote on stdout."""
    done = subprocess.run(
        [sys.executable, *STRICT, "-m", "ho21", *words, *(("--house", str(root)) if root else ())],
        env=os.environ | env, capture_output=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def written(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_such_a_machine_would_write_ascii_if_it_were_let():
    code = "import locale; print(locale.getpreferredencoding(False)); open('/dev/null').read()"
    told = subprocess.run([sys.executable, "-c", code], env=os.environ | BARE, capture_output=True)
    strict = subprocess.run([sys.executable, *STRICT, "-c", code], capture_output=True)

    assert told.stdout.strip() == b"ANSI_X3.4-1968"
    assert b"EncodingWarning" in strict.stderr


def test_a_build_has_the_same_bytes_and_every_page_says_that_it_is_utf8(real, tmp_path):
    for name, env in (("bare", BARE), ("usual", USUAL)):
        ho21(
            None, "build", "--only", "map,report,data,check", "--to", str(tmp_path / name), env=env
        )
    bare = written(tmp_path / "bare")

    assert bare == written(tmp_path / "usual")
    site = Site(real, house())
    bare |= {path: site.content(path) for path in ("id/aktor/ho21-radet.html", "def/index.html")}
    texts = {name: each.decode() for name, each in bare.items() if name[-5:] not in BINARY}
    assert any("æ" in each for name, each in texts.items() if name.endswith(".csv"))
    pages = {name: each for name, each in texts.items() if name.endswith(".html")}
    assert {"index.html", "ho21.html", "check.html", "report.html"} <= set(pages)
    for name, each in pages.items():
        assert re.match(
            r'(?i)<!doctype html>\s*<html[^>]*>\s*(<head>)?\s*<meta charset="utf-8">', each
        ), name


@pytest.mark.parametrize("words", [["draw", "--to"], ["report", "--format", "html", "--to"]])
def test_a_page_that_stands_alone_is_utf8_and_says_so(tiny_house, tmp_path, words):
    root = tiny_house()
    for name, env in (("bare.html", BARE), ("usual.html", USUAL)):
        ho21(root, *words, str(tmp_path / name), env=env)
    bare = (tmp_path / "bare.html").read_bytes()

    assert bare == (tmp_path / "usual.html").read_bytes()
    assert b'<meta charset="utf-8">' in bare[:1024].lower()
    assert "Målbilde".casefold() in bare.decode().casefold()


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_has_the_same_bytes(tiny_house, tmp_path, form):
    root = tiny_house()
    for name, env in (("bare", BARE), ("usual", USUAL)):
        ho21(root, "export", form, "--to", str(tmp_path / name), env=env)
    made = [
        written(each) if each.is_dir() else each.read_bytes()
        for each in (tmp_path / "bare", tmp_path / "usual")
    ]

    assert made[0] == made[1]


@pytest.mark.parametrize(
    "words",
    [
        ["export", "nq"],
        ["export", "xlsx"],
        ["query", "SELECT ?l { ?s skos:prefLabel ?l } ORDER BY ?l", "--format", "csv"],
    ],
)
def test_what_comes_on_stdout_is_utf8_too(tiny_house, words):
    root = tiny_house()

    assert ho21(root, *words, env=BARE) == ho21(root, *words, env=USUAL)
