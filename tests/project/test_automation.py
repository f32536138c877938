"""What runs by itself: an editor's settings, hooks before a commit, and the workflows."""

from __future__ import annotations

import re
import subprocess
from configparser import ConfigParser
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CHECKS = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def workflow(name):
    # YAML 1.1 reads the key «on» as true.
    found = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8"))
    (job,) = found["jobs"].values()
    return found[True], job["steps"]


def settings():
    """Return the sections of ``.editorconfig``: patterns, and what they say."""
    read = ConfigParser()
    read.read_string("[top]\n" + (ROOT / ".editorconfig").read_text(encoding="utf-8"))
    for section in read.sections()[1:]:
        (*braces,) = re.findall(r"\{(.*)\}", section)
        ways = braces[0].split(",") if braces else [""]
        yield [re.sub(r"\{.*\}", way, section) for way in ways], dict(read[section])


def test_every_file_is_as_an_editor_is_told_to_keep_it():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("NOT A GIT CHECKOUT: which files are the project's cannot be told")
    wrong = []
    for name in listed.stdout.splitlines():
        content = (ROOT / name).read_bytes()
        said = {}
        for patterns, settings_there in settings():
            if any(fnmatch(name, each) for each in patterns):
                said |= settings_there
        if b"\0" in content or not content:
            continue
        if said["end_of_line"] == "lf" and b"\r" in content:
            wrong.append((name, "end_of_line"))
        if said["insert_final_newline"] == "true" and not content.endswith(b"\n"):
            wrong.append((name, "insert_final_newline"))
        if said["trim_trailing_whitespace"] == "true" and re.search(rb"[ \t]\n", content):
            wrong.append((name, "trim_trailing_whitespace"))
    assert wrong == []


def test_a_hook_before_a_commit_is_one_of_the_checks_and_fetches_nothing():
    read = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [hook for each in read["repos"] for hook in each["hooks"]]
    assert [each["repo"] for each in read["repos"]] == ["local"]
    assert {each["language"] for each in hooks} == {"system"}
    for hook in hooks:
        assert hook["entry"].startswith("uv run ")
        assert f"python3 -m {hook['entry']}" in CHECKS


def test_every_change_is_checked_by_what_checks_it_here():
    when, steps = workflow("ci.yml")
    assert "pull_request" in when
    assert steps[-1]["run"] == "bash .ci/run"


def test_a_version_is_published_as_the_readme_builds_it():
    when, steps = workflow("pages.yml")
    (build,) = [each["run"] for each in steps if "run" in each]
    assert when == {"push": {"tags": ["v*"]}}
    assert build in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert [each["with"]["path"] for each in steps if "path" in each.get("with", {})] == ["dist"]


def test_another_project_is_published_by_what_it_calls_from_here():
    when, steps = workflow("project.yml")
    (build,) = [each for each in steps if "run" in each]

    assert list(when) == ["workflow_call"]
    assert {name: each["default"] for name, each in when["workflow_call"]["inputs"].items()} == {
        "project": ".",
        "ho21": "ho21",
    }
    # What the caller writes reaches the shell as a value, never as a part of the line.
    assert "${{" not in build["run"]
    assert build["run"].endswith('ho21 --project "$PROJECT" build --to dist')
    assert [each["with"]["path"] for each in steps if "path" in each.get("with", {})] == ["dist"]
