"""What the package is made of: locked, listed, and not older than it says it may be."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import metadata
from pathlib import Path
from urllib.request import urlopen

import pytest
from packaging.markers import Marker

ROOT = Path(__file__).parents[2]
LOCK = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
UV = ("uv",) if shutil.which("uv") else (sys.executable, "-m", "uv")


def needed() -> dict[str, str]:
    """Return what ours runs on here, and what that runs on, with the locked versions."""
    locked = {each["name"]: each for each in LOCK["package"] if _is_for_here(each)}
    wanted, found = ["ho21"], {}
    while wanted:
        name = wanted.pop()
        if name not in found:
            found[name] = locked[name]["version"]
            wanted += [
                each["name"]
                for each in locked[name].get("dependencies", ())
                if "marker" not in each or Marker(each["marker"]).evaluate()
            ]
    del found["ho21"]
    return found


def _is_for_here(package) -> bool:
    markers = package.get("resolution-markers", ())
    return not markers or any(Marker(each).evaluate() for each in markers)


def test_every_package_is_locked_by_its_hash():
    files = {
        each["name"]: [*each.get("wheels", ()), *filter(None, [each.get("sdist")])]
        for each in LOCK["package"]
        if "registry" in each["source"]
    }
    others = [each["name"] for each in LOCK["package"] if "registry" not in each["source"]]
    bare = {name for name, them in files.items() if not them} | {
        name
        for name, them in files.items()
        for each in them
        if not re.fullmatch(r"sha256:[0-9a-f]{64}", each.get("hash", ""))
    }

    assert others == ["ho21"]
    assert len(files) > 50
    assert bare == set()


def test_every_package_for_the_browser_is_locked_by_its_hash():
    read = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    bare = [
        name
        for name, each in read.items()
        if name and not each.get("integrity", "").startswith("sha512-")
    ]
    elsewhere = [name for name, each in read.items() if "resolved" in each and
                 not each["resolved"].startswith("https://registry.npmjs.org/")]  # fmt: skip

    assert len(read) > 10
    assert (bare, elsewhere) == ([], [])


def test_what_the_package_is_made_of_can_be_listed():
    """Name, version and licence of each; ``uv export --format cyclonedx1.5`` writes it as SBOM."""
    here = {name: metadata(name) for name in needed()}
    told = {name: each.get("Version") for name, each in here.items()}
    licences = {
        name: each.get("License-Expression")
        or each.get("License")
        or [kind for kind in each.get_all("Classifier", []) if kind.startswith("License")]
        for name, each in here.items()
    }

    assert told == needed()
    assert {name for name, licence in licences.items() if not licence} == set()


@pytest.mark.night
def test_the_lowest_versions_that_are_allowed_answer_alike(tmp_path):
    """Fetched by uv, to where no locked package is kept; where they cannot be had, that is said."""
    place = tmp_path / "low"
    made = subprocess.run([*UV, "venv", "-q", "--python", sys.executable, place], cwd=tmp_path)
    python = place / "bin" / "python"
    low = ("pip", "install", "-q", "--resolution", "lowest-direct", "--python", python, ROOT)
    kept = os.environ | {"UV_CACHE_DIR": str(tmp_path / "cache")}
    put = subprocess.run([*UV, *low], cwd=tmp_path, env=kept, capture_output=True, text=True)
    if made.returncode or put.returncode:
        pytest.skip(f"THE LOWEST VERSIONS WERE NOT TRIED: {put.stderr.strip().splitlines()[-1]}")

    answers = []
    for each in (python, sys.executable):
        folder = tmp_path / f"from {len(answers)}"
        folder.mkdir()
        told = [
            subprocess.run([each, "-m", "ho21", *words], cwd=folder, capture_output=True)
            for words in (
                ["check", "--format", "json"],
                ["ask", "visjonen", "--format", "csv"],
                ["build"],
                ["show", "ho21-radet", "--format", "ttl"],
            )
        ]
        assert [done.returncode for done in told] == [0] * 4, told
        with subprocess.Popen(
            [each, "-m", "ho21", "serve", "--port", "0", "--no-open"],
            stdout=subprocess.PIPE,
            text=True,
        ) as server:
            address = server.stdout.readline().strip()
            paths = ("void.ttl", "id/tiltak/utnytte-helsedata.ttl", "sparql?query=ASK%7B%7D")
            served = [urlopen(f"{address}{path}").read() for path in paths]  # noqa: S310 (our own)
            server.terminate()
        made = {str(file.relative_to(folder)): file.read_bytes()
                for file in folder.rglob("dist/**/*") if file.is_file()}  # fmt: skip
        answers.append(([done.stdout for done in told], served, made))
    (old, old_served, old_made), (new, new_served, new_made) = answers

    assert old == new
    assert old_served[1:] == new_served[1:]
    assert {name for name in old_made.keys() | new_made.keys()
            if old_made.get(name) != new_made.get(name)} == set()  # fmt: skip
