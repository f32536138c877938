"""The two that are held against each other: projects, or exports of them."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, parse

from ho21.dataset.dataset import Dataset
from ho21.dataset.loader import load
from ho21.dataset.vocabulary import Vocabulary
from ho21.errors import LANGUAGES, Fault, ProjectError, UsageError
from ho21.project import open_project, read_bytes
from ho21.rdf.formats import SYNTAXES
from ho21.rdf.namespaces import Base, Fact, term
from ho21.text import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Quad

    from ho21.project import FileLimits

_EXPORTS: Final = ("nq", "trig")
_DATASET: Final = "datasett"
# A question needs a dataset's base and graphs, never its vocabulary.
_WORDLESS: Final = Vocabulary((), frozenset(), frozenset(), frozenset(), frozenset(), {}, {}, {})


def is_project(place: str) -> bool:
    """Say whether a place is a folder, as a project is."""
    with suppress(OSError, ValueError):  # a place may be too long for a name, or hold a zero
        return Path(place).is_dir()
    return False


def read_side(place: str, limits: FileLimits, *more: str) -> Dataset:
    """Return a project, or an export with its graphs, or in one of some more syntaxes.

    Raises UsageError for what is neither, ProjectError for a project where a rule is broken.
    """
    exports = (*_EXPORTS, *more)
    known = {lang: listed([f".{each}" for each in exports], "or", lang) for lang in LANGUAGES}
    form = Path(place).suffix.removeprefix(".")
    if is_project(place):
        try:
            project = open_project(place, limits)
        except UsageError as error:
            raise UsageError("neither-project-nor-export", place=place, known=known) from error
        with placed(place):
            return load(project).sound()
    if form not in exports:
        raise UsageError("neither-project-nor-export", place=place, known=known)
    try:
        raw = read_bytes(Path(place), place, *limits.of(place))
        if isinstance(raw, Fault):
            why = {lang: raw.message(lang).rstrip(".") for lang in LANGUAGES}
            raise UsageError("not-readable", file=place, why=why)
        quads = list(parse(raw, format=SYNTAXES[form]))
    except ValueError as error:
        raise UsageError("not-readable", file=place, why=error) from error
    except SyntaxError as error:
        raise UsageError("export-garbled", file=place, line=error.lineno or 1) from error
    except MemoryError as error:  # of a parser that holds one token of 16 MiB and no more
        raise UsageError("not-readable", file=place, why=error) from error
    return _dataset(quads, place, flat=not SYNTAXES[form].supports_datasets)


def _dataset(quads: list[Quad], place: str, *, flat: bool) -> Dataset:
    """Return the dataset that an export is of; one flat graph stands as what the project says."""
    told = [
        (Base(value.value), graph)
        for _, name, value, graph in quads
        if name == term("void:uriSpace") and isinstance(value, Literal)
    ]
    own = {base for base, graph in told if flat or graph == base.graph(_DATASET)}
    if len(own) != 1:
        raise UsageError("not-an-export", file=place)
    base = own.pop()
    facts: dict[str, list[Fact]] = {}
    for subject, predicate, value, graph in quads:
        named = base.graph(_DATASET) if flat else graph
        if not (
            isinstance(subject, NamedNode)
            and isinstance(named, NamedNode)
            and isinstance(value, NamedNode | Literal)
        ):
            raise UsageError("not-an-export", file=place)
        facts.setdefault(named.value, []).append(Fact(subject, predicate, value))
    by_graph = {graph: tuple(them) for graph, them in facts.items()}
    return Dataset(base, _WORDLESS, by_graph, (), {}, (), {}, {}, "", "")


@contextmanager
def placed(folder: str | None) -> Iterator[None]:
    """Say of each fault in which of the projects it lies."""
    try:
        yield
    except ProjectError as error:
        root = Path(folder or "")
        raise ProjectError(
            [replace(each, file=str(root / each.file)) for each in error.faults]
        ) from error
