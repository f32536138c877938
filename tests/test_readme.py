"""The README: its commands are the ones that run, and its answers are the real ones."""

import doctest
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from ho21.export import FORMATS
from served import serving

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ASKED = re.findall(r"```console\n\$ (ho21 [^\n]+)\n(.*?)```", README, re.DOTALL)
UPDATE = os.environ.get("HO21_UPDATE_ANSWERS") == "1"


def answer(command: str) -> str:
    env = os.environ | {"COLUMNS": "100", "LC_ALL": "C", "PYTHONIOENCODING": "utf-8"}
    words = [sys.executable, "-m", *shlex.split(command)]
    return subprocess.run(words, capture_output=True, env=env, check=True).stdout.decode()


def test_three_questions_are_shown():
    assert len(ASKED) == 3


@pytest.mark.parametrize(("command", "shown"), ASKED)
def test_a_question_has_the_answer_that_is_shown(command, shown):
    if UPDATE:
        path = ROOT / "README.md"
        text = path.read_text(encoding="utf-8")
        new = text.replace(f"$ {command}\n{shown}```", f"$ {command}\n{answer(command)}```")
        path.write_text(new, encoding="utf-8")
        return

    assert shown == answer(command)


def test_the_two_commands_are_printed_as_the_check_of_every_change_runs_them():
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)

    assert blocks == [
        "python3 -m pip install uv && python3 -m uv run ho21 build\npython3 -m uv run pytest\n"
    ]
    assert "python3 -m uv run pytest" in (ROOT / ".ci" / "run").read_text().splitlines()


def test_what_curl_is_shown_to_get_is_what_it_gets():
    ((command, shown),) = re.findall(r"```console\n\$ (curl [^\n]+)\n(.*?)```", README, re.DOTALL)
    if not shutil.which("curl"):
        pytest.skip("WHAT CURL GETS IS NOT TESTED: curl is not installed")

    with serving() as server:
        words = shlex.split(command.replace("http://127.0.0.1:8021/", server.url))
        got = subprocess.run(words, capture_output=True, check=True, text=True).stdout

    assert got == shown


def test_every_file_the_readme_points_to_is_there():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_numbers_of_things_are_those_of_the_graph():
    counts = {
        "Recommendation": 25,
        "TargetPicture": 24,
        "StrategyArea": 10,
        "Theme": 5,
        "Pillar": 2,
        "Foundation": 2,
    }
    for kind, expected in counts.items():
        query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x a ho:{kind} }}"
        found = answer(f'ho21 query "{query}" --format csv').split()[-1]

        assert (kind, found) == (kind, str(expected))


def test_what_is_shown_in_python_is_what_python_shows():
    (block,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    example = doctest.DocTestParser().get_doctest(block, {}, "README", "README.md", 0)
    said = []
    ran = doctest.DocTestRunner().run(example, out=said.append)

    assert (ran.failed, "".join(said)) == (0, "")
    assert ran.attempted > 3


def test_the_setup_of_an_assistant_is_one_that_programs_can_read_and_calls_a_command():
    (block,) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    ours = json.loads(block)["mcpServers"]["ho21"]

    assert (ours["command"], ours["args"][-2:]) == ("uv", ["ho21", "mcp"])
    assert (
        ours["args"][-3]
        in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    )


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_of_the_exports_is_told_of(form):
    table = README.partition("## Ta grafen med")[2].partition("\n## ")[0]

    assert re.search(rf"^\|[^|]*`{re.escape(form)}`", table, re.MULTILINE)
