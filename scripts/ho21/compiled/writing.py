"""The compiled form of a dataset: facts, a store, and a file of what is worked out of the whole.

The facts are in N-Quads, in their order and as they are written: the store folds numbers of several
datatypes into one.

The file is of SQLite, whose tables are read a row at a time: ``about`` has by name what a dataset
and its questions tell of themselves, ``names``, ``called`` and ``places`` those of a dataset.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from dataclasses import asdict
from itertools import chain
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, serialize

from ho21.compiled.stores import FACTS, STATED, STORE, TOLD, WHOLE, union, write_store
from ho21.errors import LANGUAGES
from ho21.resources import messages
from ho21.sparql.defaults import fitted, misfits
from ho21.sparql.questions import readable
from ho21.sparql.sentences import counted_apart, many_of, nouns_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ho21.dataset.dataset import Dataset
    from ho21.project import Project


def write(dataset: Dataset, project: Project, folder: Path) -> None:
    """Write a sound dataset into an empty folder; raises OSError where that cannot be."""
    serialize(_quads(dataset), str(folder / FACTS), RdfFormat.N_QUADS)
    write_store(chain(_quads(dataset), union(_quads(dataset))), folder / STORE)
    with _asked_on_disk(dataset, folder):
        _write_told(dataset, project, folder)


@contextmanager
def _asked_on_disk(dataset: Dataset, folder: Path) -> Iterator[None]:
    """Let questions meanwhile be put to the store on disk: there is no need of one in memory."""
    had = {*vars(dataset)}
    vars(dataset).setdefault("_store", Store.read_only(str(folder / STORE)))
    try:
        yield
    finally:
        for name in {*vars(dataset)} - had:
            del vars(dataset)[name]


def _quads(dataset: Dataset) -> Iterator[Quad]:
    for graph, facts in dataset.facts.items():
        yield from (Quad(*fact, NamedNode(graph)) for fact in facts)


def _write_told(dataset: Dataset, project: Project, folder: Path) -> None:
    told, into = sqlite3.connect(folder / TOLD), messages("compiled/tables.toml")["write"]
    try:
        with told:
            told.executescript(messages("compiled/tables.toml")["tables"])
            _write_part(told, STATED, dataset.stated, _counts(dataset.stated, project))
            del vars(dataset)["stated"]  # whose things and links are many
            about = chain(_about(dataset), _questions(dataset, project), _counts(dataset, project))
            _write_part(told, WHOLE, dataset, about)
            places = ((iri, *place) for iri, place in dataset.places.items())
            told.executemany(into["places"], places)
    except sqlite3.Error as error:  # the disk is full
        raise OSError(str(error)) from error
    finally:
        told.close()


def _write_part(
    told: sqlite3.Connection, part: str, of: Dataset, about: Iterable[tuple[str, object]]
) -> None:
    into = messages("compiled/tables.toml")["write"]
    texts = ((part, name, json.dumps(each, ensure_ascii=False)) for name, each in about)
    told.executemany(into["about"], texts)
    names = ((part, iri, name) for iri, names in of.names.items() for name in names)
    told.executemany(into["names"], names)
    called = ((part, name, iri) for name, iris in of.called.items() for iri in iris)
    told.executemany(into["called"], called)


def _about(dataset: Dataset) -> Iterator[tuple[str, object]]:
    yield "base", dataset.base.iri
    yield "issued", dataset.issued
    yield "version", dataset.version
    yield "languages", dataset.languages
    yield "graphs", [*dataset.facts]
    yield "sources", [*dataset.texts]
    yield "coverage", {name: asdict(each) for name, each in dataset.coverage.items()}
    yield "bound", dataset.bound
    told = (Triple(*each) for each in dataset.described)
    yield "described", (serialize(told, format=RdfFormat.N_TRIPLES) or b"").decode()


def _questions(dataset: Dataset, project: Project) -> Iterator[tuple[str, object]]:
    """Yield each question with its own defaults, where all of them can be read."""
    questions, faults = readable(project)
    if not (faults or misfits(dataset, project)):
        for name, each in questions.items():
            yield f"question/{name}", asdict(fitted(each, dataset))


def _counts(of: Dataset, project: Project) -> Iterator[tuple[str, object]]:
    """Yield what sentences tell of the whole, by the name it is remembered by."""
    for lang in LANGUAGES:
        yield f"nouns/{lang}", nouns_of(of, lang)
    for what in sorted(set().union(*map(counted_apart, readable(project)[0].values()))):
        yield f"many/{what}", many_of(of, what)
