"""The compiled form of a dataset: facts, a store, and a file of what is worked out of the whole.

The facts are in N-Quads, in their order and as they are written: the store folds numbers of several
datatypes into one.

The file is of SQLite, whose tables are read a row at a time: ``about`` has by name what a dataset
and its questions tell of themselves, ``names``, ``called`` and ``places`` those of a dataset.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from itertools import chain
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Triple, serialize

from ho21.compiled.stores import FACTS, STATED, STORE, TOLD, WHOLE, union, write_store
from ho21.errors import LANGUAGES
from ho21.resources import messages
from ho21.sparql.defaults import misfits
from ho21.sparql.engine import fitted_questions
from ho21.sparql.questions import readable
from ho21.sparql.sentences import counted_apart, many_of, nouns_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ho21.dataset.dataset import Dataset
    from ho21.project import Project


def write(dataset: Dataset, project: Project, folder: Path) -> None:
    """Write a sound dataset into an empty folder; raises OSError where that cannot be."""
    serialize(dataset.quads, str(folder / FACTS), RdfFormat.N_QUADS)
    write_store(chain(dataset.quads, union(dataset.quads)), folder / STORE)
    told, into = sqlite3.connect(folder / TOLD), messages("compiled/tables.toml")["write"]
    try:
        with told:
            told.executescript(messages("compiled/tables.toml")["tables"])
            texts = {name: json.dumps(each, ensure_ascii=False) for name, each in
                     chain(_about(dataset), _worked_out(dataset, project))}  # fmt: skip
            told.executemany(into["about"], texts.items())
            for prefix, of in ((WHOLE, dataset), (STATED, dataset.stated)):
                named = ((prefix + iri, name) for iri, names in of.names.items() for name in names)
                told.executemany(into["names"], named)
                called = ((prefix + name, iri) for name, iris in of.called.items() for iri in iris)
                told.executemany(into["called"], called)
            places = ((iri, *place) for iri, place in dataset.places.items())
            told.executemany(into["places"], places)
    except sqlite3.Error as error:  # the disk is full
        raise OSError(str(error)) from error
    finally:
        told.close()


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


def _worked_out(dataset: Dataset, project: Project) -> Iterator[tuple[str, object]]:
    """Yield what sentences and questions need of the whole, by the name it is remembered by."""
    questions, faults = readable(project)
    faults = faults or misfits(dataset, project)
    for name, each in {} if faults else fitted_questions(dataset, project).items():
        yield f"question/{name}", asdict(each)
    counted = sorted(set().union(*map(counted_apart, questions.values())))
    for prefix, of in ((WHOLE, dataset), (STATED, dataset.stated)):
        for lang in LANGUAGES:
            yield f"{prefix}nouns/{lang}", nouns_of(of, lang)
        for what in counted:
            yield f"{prefix}many/{what}", many_of(of, what)
