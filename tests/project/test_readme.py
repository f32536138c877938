"""The READMEs: their commands are the ones that run, and their answers are the real ones."""

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

from ho21.cli.main import ARGUMENTS
from ho21.export.registry import FORMATS
from support.served import serving

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.nb.md")
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in READMES}
SCRIPTS = (ROOT / "scripts" / "README.md").read_text(encoding="utf-8")
ASKED = [
    (name, *each)
    for name, text in TEXTS.items()
    for each in re.findall(r"```console\n\$ (ho21 [^\n]+)\n(.*?)```", text, re.DOTALL)
]
UPDATE = os.environ.get("HO21_UPDATE_ANSWERS") == "1"


def answer(command: str) -> str:
    env = os.environ | {"COLUMNS": "100", "LC_ALL": "C", "PYTHONIOENCODING": "utf-8"}
    words = [sys.executable, "-m", *shlex.split(command)]
    return subprocess.run(words, capture_output=True, env=env, check=True).stdout.decode()


def test_each_readme_has_at_most_150_lines_leads_to_the_other_and_asks_three_questions():
    for name, other in zip(READMES, reversed(READMES), strict=True):
        lines = TEXTS[name].splitlines()

        assert len(lines) <= 150
        assert f"]({other})" in lines[2]
        assert [each for each, *_ in ASKED].count(name) == 3


@pytest.mark.parametrize(("name", "command", "shown"), ASKED)
def test_a_question_has_the_answer_that_is_shown(name, command, shown):
    if UPDATE:
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        new = text.replace(f"$ {command}\n{shown}```", f"$ {command}\n{answer(command)}```")
        path.write_text(new, encoding="utf-8")
        return

    assert shown == answer(command)


def test_the_two_commands_are_printed_as_the_check_of_every_change_runs_them():
    wanted = "python3 -m pip install uv && python3 -m uv run ho21 build\npython3 -m uv run pytest\n"
    for text in TEXTS.values():
        assert re.findall(r"```sh\n(.*?)```", text, re.DOTALL) == [wanted]
    assert "python3 -m uv run pytest" in (ROOT / ".ci" / "run").read_text().splitlines()


def test_a_command_is_named_in_both_readmes():
    wanting = [(name, each) for name in READMES for each in ARGUMENTS
               if f"| `ho21 {each}` |" not in TEXTS[name]]  # fmt: skip

    assert wanting == []


@pytest.mark.integration
def test_what_curl_is_shown_to_get_is_what_it_gets():
    ((command, shown),) = re.findall(r"```console\n\$ (curl [^\n]+)\n(.*?)```", SCRIPTS, re.DOTALL)
    if not shutil.which("curl"):
        pytest.skip("WHAT CURL GETS IS NOT TESTED: curl is not installed")

    with serving() as server:
        words = shlex.split(command.replace("http://127.0.0.1:8021/", server.url))
        got = subprocess.run(words, capture_output=True, check=True, text=True).stdout

    assert got == shown


def test_every_file_a_readme_points_to_is_there():
    papers = [*ROOT.glob("*.md"), *ROOT.glob("*/README.md"), *ROOT.glob("tests/*/README.md")]
    gone = [
        (str(paper.relative_to(ROOT)), target)
        for paper in papers
        for target in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", paper.read_text("utf-8"))
        if not (paper.parent / target).exists()
    ]

    assert gone == []


def test_every_heading_a_readme_points_to_in_scripts_is_there():
    headings = {
        line.removeprefix("## ").lower().replace(" ", "-")
        for line in SCRIPTS.splitlines()
        if line.startswith("## ")
    }

    for text in TEXTS.values():
        assert {*re.findall(r"\(scripts/README\.md#([\w-]+)\)", text)} <= headings


def test_every_room_is_drawn_and_told_of():
    package = ROOT / "scripts" / "ho21"
    rooms = {path.parent.name for path in package.glob("*/__init__.py")}
    rooms |= {path.stem for path in package.glob("[a-z]*.py")}
    (drawn,) = re.findall(r"```text\n(.*?)```", SCRIPTS, re.DOTALL)

    assert {*re.findall(r"^\| `(\w+)` \|", SCRIPTS, re.MULTILINE)} >= rooms
    assert [room for room in sorted(rooms) if not re.search(rf"\b{room}\b", drawn)] == []


def test_the_numbers_of_things_are_those_of_the_graph():
    counts = {
        "Recommendation": 25,
        "TargetPicture": 24,
        "StrategyArea": 10,
        "Theme": 10,
        "Pillar": 2,
        "Foundation": 2,
    }
    kinds = " ".join(f"ho:{kind}" for kind in counts)
    query = f"SELECT ?kind (COUNT(DISTINCT ?x) AS ?n) {{ VALUES ?kind {{ {kinds} }} ?x a ?kind }} "
    rows = answer(f'ho21 query "{query} GROUP BY ?kind" --format csv').split()[1:]
    found = {iri.rpartition("#")[2]: int(n) for iri, n in (row.split(",") for row in rows)}

    assert found == counts


def test_what_is_shown_in_python_is_what_python_shows():
    pytest.importorskip("pandas", reason="WHAT PYTHON SHOWS IS NOT TESTED: pandas is not installed")
    (block,) = re.findall(r"```python\n(.*?)```", SCRIPTS, re.DOTALL)
    example = doctest.DocTestParser().get_doctest(block, {}, "README", "README.md", 0)
    said = []
    ran = doctest.DocTestRunner().run(example, out=said.append)

    assert (ran.failed, "".join(said)) == (0, "")
    assert ran.attempted > 3


def test_the_setup_of_an_assistant_is_one_that_programs_can_read_and_calls_a_command():
    (block,) = re.findall(r"```json\n(.*?)```", SCRIPTS, re.DOTALL)
    ours = json.loads(block)["mcpServers"]["ho21"]
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())

    assert (ours["command"], ours["args"][-2:]) == ("uv", ["ho21", "mcp"])
    assert ours["args"][-3] in settings["project"]["optional-dependencies"]


def test_each_format_of_the_exports_is_told_of():
    table = SCRIPTS.partition("## Exports")[2].partition("\n## ")[0]
    rows = "".join(re.findall(r"^\|([^|]*)\|", table, re.MULTILINE))

    assert [form for form in FORMATS if f"`{form}`" not in rows] == []
