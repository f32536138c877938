"""The wheel: built, installed alone in a fresh environment, and asked from another folder."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from ho21.dataset.loader import load
from ho21.explorer.page import explorer
from ho21.project import open_project

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.integration
REQUIRED = os.environ.get("HO21_REQUIRE_WHEEL") == "1"


def alone() -> dict[str, str]:
    """Return an environment that does not lead to the project's own files."""
    own = ("VIRTUAL_ENV", "PYTHONPATH")
    return {name: value for name, value in os.environ.items() if name not in own}


def run(*words: object, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=alone() | more,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def answers(address: str, word: str, accept: str = "*/*") -> bool:
    """Say whether an address is answered, after what it leads to, with a text that has a word."""
    with urlopen(Request(address, headers={"Accept": accept}), timeout=60) as reply:  # noqa: S310 (our own)
        return reply.status == 200 and word in reply.read().decode()


def need(done: subprocess.CompletedProcess[str], what: str) -> None:
    if done.returncode and not REQUIRED:
        pytest.skip(f"THE WHEEL IS NOT TESTED: {what}: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return built(tmp_path_factory.mktemp("wheel"))


def built(folder: Path, **more: str) -> Path:
    if not shutil.which("uv") and not REQUIRED:
        pytest.skip("THE WHEEL IS NOT TESTED: uv is not installed")
    uv = ["uv"] if shutil.which("uv") else [sys.executable, "-m", "uv"]
    made = run(
        *uv, "build", "--wheel", "--no-build-isolation", "--python", sys.executable,
        "--out-dir", folder, cwd=ROOT, **more,
    )  # fmt: skip
    need(made, "it could not be built")
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_three_rooms_and_nothing_of_this_machine(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    rooms = {"/".join(name.split("/")[:2]) for name in names if name.startswith("ho21/")}
    assert {"ho21/ontology", "ho21/graph", "ho21/queries", "ho21/explorer"} <= rooms
    assert [name for name in names if not name.startswith(("ho21/", "ho21-"))] == []
    assert not [name for name in names if name.endswith((".pyc", ".html"))]
    assert {"ho21/made/explorer.js", "ho21/made/wasm.gz"} <= set(names)


def test_the_wheel_made_twice_is_the_same_bytes(wheel, tmp_path):
    again = built(tmp_path, TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="7")

    assert (again.name, again.read_bytes()) == (wheel.name, wheel.read_bytes())


def test_the_wheel_installed_alone_answers_from_another_folder(wheel, tmp_path):
    uv = ["uv"] if shutil.which("uv") else [sys.executable, "-m", "uv"]
    place = tmp_path / "fresh"
    sync = ("sync", "--frozen", "--offline", "--no-dev", "--no-install-project")
    done = run(*uv, *sync, cwd=ROOT, UV_PROJECT_ENVIRONMENT=str(place))
    need(done, "the cache lacks a package")
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = ("pip", "install", "--offline", "--no-deps", "--python", python, wheel)
    need(run(*uv, *install, cwd=tmp_path), "it could not be installed")
    need(run(*uv, "pip", "check", "--python", python, cwd=tmp_path), "it lacks a dependency")

    asked = run(python, "-m", "ho21", "ask", "satsingsomrader", "--format", "csv", cwd=tmp_path)

    assert asked.returncode == 0, asked.stderr
    expected = (ROOT / "tests" / "answers" / "satsingsomrader.csv").read_text(encoding="utf-8")
    assert asked.stdout == expected
    drawn = run(python, "-m", "ho21", "draw", "--to", "side.html", cwd=tmp_path)
    assert drawn.returncode == 0, drawn.stderr
    here = explorer(load(open_project()), open_project())
    assert (tmp_path / "side.html").read_text(encoding="utf-8") == here
    words = [python, "-m", "ho21", "serve", "--port", "0", "--no-open"]
    with subprocess.Popen(
        words, cwd=tmp_path, env=alone(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            address = server.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:")
            assert answers(address, "<title>")
            thing = f"{address}id/tiltak/utnytte-helsedata"
            assert answers(thing, '<html lang="nb"', "text/html")
            assert answers(thing, "tiltak:utnytte-helsedata", "text/turtle")
            assert answers(f"{address}sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D", "true")
            server.terminate()
            assert server.wait(60) == 0, server.stderr.read()
        finally:
            server.kill()
