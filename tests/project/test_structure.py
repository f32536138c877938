"""The rules of the repository: rooms, sizes, sentences, messages, layers."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "scripts" / "ho21"
PROGRAMS = Path(sys.executable).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
CODE = {str(path.relative_to(PACKAGE)): path.read_text() for path in MODULES}
TOP = {
    "ontology", "graph", "queries", "scripts", "tests", "README.md", "README.nb.md", "CHANGELOG.md",
    "CONTRIBUTING.md", "LICENSE", "pyproject.toml", "uv.lock", ".ci", ".gitignore",
    ".gitattributes", ".editorconfig", ".pre-commit-config.yaml", ".github", "package.json",
    "package-lock.json", "hatch_build.py",
}  # fmt: skip
# Which word of a call is the key of a message.
KEY_AT = {"fault": 0, "wrong": 0, "say": 0, "UsageError": 0, "Busy": 0, "HTTPError": 1}


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("NOT A GIT CHECKOUT: which files are the project's cannot be told")
    return listed.stdout.splitlines()


def sentence(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
    return docstring.split("\n")[0]


def test_nothing_lies_at_the_top_that_the_design_does_not_name():
    assert {name.split("/")[0] for name in tracked()} <= TOP


def test_scripts_holds_the_package_and_nothing_else():
    lies = {name.split("/")[1] for name in tracked() if name.startswith("scripts/")}

    assert lies == {"ho21", "README.md"}


def test_a_module_has_at_most_400_lines_and_opens_with_one_sentence():
    long = {name: len(text.splitlines()) for name, text in CODE.items()}

    assert {name: lines for name, lines in long.items() if lines > 400} == {}
    assert [path for path in MODULES if not sentence(path).endswith(".")] == []


def test_a_folder_has_at_most_ten_modules():
    held = Counter(path.parent for path in MODULES if path.stem != "__init__")

    assert {str(folder): many for folder, many in held.items() if many > 10} == {}


def test_imports_go_only_downward():
    kept = subprocess.run([PROGRAMS / "lint-imports"], cwd=ROOT, capture_output=True, text=True)

    assert kept.returncode == 0, kept.stdout
    assert "Contracts: 3 kept, 0 broken." in kept.stdout


def test_a_captured_text_is_kept_byte_for_byte_by_git():
    assert "graph/*.txt -text" in (ROOT / ".gitattributes").read_text().splitlines()


def test_no_command_term_or_query_is_written_inside_python():
    found = [name for name, text in CODE.items() if re.search(r"SELECT .*WHERE|PREFIX \w+:", text)]

    assert found == []


def keys(code: str) -> set[str]:
    """Return the messages that code names where it says them, fails or refuses."""
    found = set()
    for call in ast.walk(ast.parse(code)):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        given = call.args[KEY_AT[name] :][:1] if name in KEY_AT else []
        chosen = [(each.body, each.orelse) if isinstance(each, ast.IfExp) else (each,)
                  for each in given]  # fmt: skip
        words = [each.value for pair in chosen for each in pair if isinstance(each, ast.Constant)]
        found |= {word for word in words if isinstance(word, str)}
    return found


def test_a_message_counts_as_said_only_where_it_is_the_key_that_is_said():
    code = """
say("one", lang)
raise HTTPError(405, "two", {}, method="three")
raise HTTPError(
    400, "four" if long else "five"
)
Busy("six")
self.fault("seven", "eight")
form["method"] = "nine" if say else "nine-and-a-half"
other("ten")
HTTPError("eleven")
"""
    assert keys(code) == {"one", "two", "four", "five", "six", "seven"}


def test_every_message_is_said_somewhere_and_every_key_said_has_its_message():
    messages = tomllib.loads((PACKAGE / "errors.toml").read_text())
    said = set().union(*map(keys, CODE.values()))
    # A key that is handed on to a helper stands in quotes; one of a single word could as well be
    # the name of something else, so that is told here.
    quoted = set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"', "".join(CODE.values()))) | {"untyped"}
    # What the parser of Turtle says in English is data, each with the key of our own sentence.
    quoted |= set(tomllib.loads((PACKAGE / "rdf" / "turtle.toml").read_text())["said"])

    assert set(messages) - said - quoted == set()
    assert said - set(messages) == set()


def test_every_message_has_the_same_fields_in_both_languages():
    messages = tomllib.loads((PACKAGE / "errors.toml").read_text())
    for key, message in messages.items():
        fields = {lang: sorted(set(re.findall(r"\{(\w+)[:}]", message[lang]))) for lang in message}

        assert (key, sorted(message)) == (key, ["en", "nb"])
        assert fields["nb"] == fields["en"], key


def test_nothing_is_left_open_and_no_test_is_renamed_away():
    for name in tracked():
        if (
            name.endswith((".py", ".ttl", ".rq", ".js"))
            and name != "tests/project/test_structure.py"
        ):
            text = (ROOT / name).read_text()

            assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b|def _test_|type: ignore\s*$", text), (
                name
            )


def test_the_hand_written_turtle_is_formatted():
    checked = subprocess.run(
        [PROGRAMS / "turtlefmt", "--check", "graph", "ontology"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert checked.returncode == 0, checked.stderr
