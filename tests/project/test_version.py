"""One version, the project's, stands wherever a version of the graph or the tool is told."""

import json
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
import yaml
from pyoxigraph import NamedNode, RdfFormat, parse

import ho21
from ho21.export.dcat import catalogue
from ho21.project import open_project
from ho21.rdf.namespaces import term
from ho21.site.artifacts import Published
from ho21.site.descriptions import Descriptions
from support.exported import all_files, exported, graph
from support.tiny import BASE

ROOT = Path(__file__).parents[2]
VERSION = graph().version


@cache
def published() -> Published:
    return Published(graph(), open_project())


def settings(file: str) -> dict:
    return tomllib.loads((ROOT / file).read_text(encoding="utf-8"))


def told(turtle: bytes) -> list[str]:
    """Return the versions that a description of the project gives it."""
    facts = parse(turtle, format=RdfFormat.TURTLE)
    named, version = NamedNode(BASE.iri), term("dcat:version")
    return [
        each.object.value for each in facts if (each.subject, each.predicate) == (named, version)
    ]


def vocabulary() -> list[str]:
    """Return the versions that the vocabulary gives itself, in words and as its address."""
    facts = parse((ROOT / "ontology/ho21.ttl").read_bytes(), format=RdfFormat.TURTLE)
    said = {each.predicate: each.object.value for each in facts}
    return [*{said[term("owl:versionInfo")], said[term("owl:versionIRI")].rpartition("/")[2]}]


def locked() -> list[str]:
    packages = settings("uv.lock")["package"]
    return [each["version"] for each in packages if each["name"] == "ho21"]


def newest() -> list[str]:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    numbered = [each for each in headings if each[0].isdigit()]
    return [numbered[0].partition(" ")[0]]


def browser() -> list[str]:
    """Return the version that package.json gives, if any: it names only other people's code."""
    return [json.loads((ROOT / "package.json").read_text(encoding="utf-8")).get("version", VERSION)]


def shown(path: str) -> list[str]:
    text = published().content(path).decode()
    return [VERSION] if re.search(rf"(?:versjon|ho21) {re.escape(VERSION)}\b", text) else []


def command() -> list[str]:
    said = subprocess.run(
        [sys.executable, "-m", "ho21", "--version"], capture_output=True, text=True, check=True
    )
    return [said.stdout.removeprefix("ho21 ").strip()]


PLACES = {
    "pyproject.toml": lambda: [settings("pyproject.toml")["project"]["version"]],
    "uv.lock": locked,
    "package.json": browser,
    "ho21.__version__": lambda: [ho21.__version__],
    "ho21 --version": command,
    "CHANGELOG.md": newest,
    "graph/datasett.ttl": lambda: told((ROOT / "graph/datasett.ttl").read_bytes()),
    "ontology/ho21.ttl": vocabulary,
    "void.ttl": lambda: told(graph().rdf(Descriptions(graph()).told("void"), "ttl")),
    "dcat.ttl": lambda: told(catalogue(graph(), all_files())["dcat.ttl"]),
    "data/CITATION.cff": lambda: [yaml.safe_load(exported("cff"))["version"]],
}
PUBLISHED = {
    "the pages": lambda: shown("id/index.html"),
    "the report": lambda: shown("report.html"),
}


def other(places):
    """Return the places that tell of another version than the project's."""
    told_of = {place: versions() for place, versions in places.items()}
    return {place: each for place, each in told_of.items() if each != [VERSION]}


def test_the_version_is_the_projects():
    assert other(PLACES) == {}


@pytest.mark.slow
def test_the_version_in_what_is_published_is_the_projects():
    assert other(PUBLISHED) == {}


def test_another_version_would_be_seen():
    other = (ROOT / "graph/datasett.ttl").read_bytes().replace(VERSION.encode(), b"9.9.9")

    assert told(other) == ["9.9.9"]
