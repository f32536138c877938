"""What is written is UTF-8, whatever the machine takes for the usual: cp1252 or bare ASCII."""

import json
import os
import re
import subprocess
import sys

import pytest

from ho21.export.registry import FORMATS
from support.built import files

# What is usual is ASCII, and to open a file without saying how is an error.
BARE = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C", "LANG": "C", "TZ": "UTC"}
STRICT = ["-X", "warn_default_encoding", "-W", "error::EncodingWarning"]
USUAL = {"PYTHONUTF8": "1"}
BINARY = {".xlsx"}


def ho21(root, *words, env):
    """Run a command on a project, or on our own, and return what it wrote on stdout."""
    done = subprocess.run(
        [sys.executable, *STRICT, "-m", "ho21", *words, *(["--project", str(root)] * bool(root))],
        env=os.environ | env, capture_output=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


COMMANDS = """
import json, sys
from ho21.cli.main import main
for words in json.loads(sys.argv[1]):
    assert main(words) == 0, words
"""


def commanded(root, folder, calls, env):
    """Run commands on a project, one after the other; each writes below a folder."""
    folder.mkdir()
    words = [[*call, str(folder / "-".join(call[:2])), "--project", str(root)] for call in calls]
    done = subprocess.run(
        [sys.executable, *STRICT, "-c", COMMANDS, json.dumps(words)],
        env=os.environ | env, capture_output=True, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return files(folder)


def test_such_a_machine_would_write_ascii_if_it_were_let():
    code = "import locale; print(locale.getpreferredencoding(False)); open('/dev/null').read()"
    told = subprocess.run([sys.executable, "-c", code], env=os.environ | BARE, capture_output=True)
    strict = subprocess.run([sys.executable, *STRICT, "-c", code], capture_output=True)

    assert told.stdout.strip() == b"ANSI_X3.4-1968"
    assert b"EncodingWarning" in strict.stderr


@pytest.mark.night
def test_a_build_has_the_same_bytes_and_every_page_says_that_it_is_utf8(dist, tmp_path):
    ho21(None, "build", "--to", str(tmp_path / "bare"), env=BARE)
    bare, usual = files(tmp_path / "bare"), files(dist)

    assert bare.keys() == usual.keys()
    assert [name for name in bare if bare[name] != usual[name]] == []
    texts = {name: each.decode() for name, each in bare.items() if name[-5:] not in BINARY}
    assert any("æ" in each for name, each in texts.items() if name.endswith(".csv"))
    pages = {name: each for name, each in texts.items() if name.endswith(".html")}
    assert {"index.html", "ho21.html", "check.html", "report.html", "def/index.html"} <= {*pages}
    for name, each in pages.items():
        assert re.match(
            r'(?i)<!doctype html>\s*<html[^>]*>\s*(<head>)?\s*<meta charset="utf-8">', each
        ), name


def test_pages_that_stand_alone_and_exports_have_the_same_bytes(tiny_project, tmp_path):
    root = tiny_project()
    pages = [["draw", "--to"], ["report", "--format", "html", "--to"]]
    calls = [*pages, *(["export", form, "--to"] for form in FORMATS)]
    bare, usual = (
        commanded(root, tmp_path / name, calls, env)
        for name, env in (("bare", BARE), ("usual", USUAL))
    )

    assert bare.keys() == usual.keys()
    assert [name for name in bare if bare[name] != usual[name]] == []
    assert len(bare) > len(calls)
    for page in ("draw---to", "report---format"):
        assert b'<meta charset="utf-8">' in bare[page][:1024].lower()
        assert "Målbilde".casefold() in bare[page].decode().casefold()


@pytest.mark.parametrize(
    "words",
    [
        ["export", "nq"],
        ["export", "xlsx"],
        ["query", "SELECT ?l { ?s skos:prefLabel ?l } ORDER BY ?l", "--format", "csv"],
    ],
)
def test_what_comes_on_stdout_is_utf8_too(tiny_project, words):
    root = tiny_project()

    assert ho21(root, *words, env=BARE) == ho21(root, *words, env=USUAL)
