"""The graph of this project and its exports, made once for the tests that look at them."""

from functools import cache
from pathlib import Path

from ho21.dataset.dataset import Dataset
from ho21.dataset.loader import load
from ho21.export.registry import everything, export
from ho21.project import open_project
from ho21.rdf.namespaces import term
from support.once import once

ROOT = Path(__file__).parents[2]


@cache
def graph() -> Dataset:
    return load(open_project()).sound()


@cache
def files(form: str, *, stated_only: bool = False) -> dict[str, bytes]:
    """Return the files of one format by name."""
    return export(form, graph().stated if stated_only else graph())


def exported(form: str, *, stated_only: bool = False) -> bytes:
    """Return the only file of a format."""
    (content,) = files(form, stated_only=stated_only).values()
    return content


@cache
def all_files() -> dict[str, bytes]:
    """Return every file of data of the real project; made once in a run."""
    return once("data", lambda: everything(graph()))


def links() -> int:
    """Return how many links the graph has: one for each claim."""
    claim = (term("rdf:type"), term("ho:Claim"))
    facts = (fact for facts in graph().facts.values() for fact in facts)
    return len({fact.subject for fact in facts if fact[1:] == claim})
