"""A dataset that is read from its compiled form, a part at a time, as it is asked for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode, RdfFormat, Store, parse

from ho21.compiled.stores import FACTS, STATED, STORE, TOLD, WHOLE, union, write_store
from ho21.dataset.dataset import Dataset
from ho21.rdf.namespaces import Base, Fact
from ho21.resources import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import Quad

    from ho21.dataset.coverage import Coverage
    from ho21.dataset.dataset import T
    from ho21.dataset.readings.wording import OwnWords
    from ho21.dataset.vocabulary import Vocabulary
    from ho21.errors import Fault
    from ho21.files.cache import Cache
    from ho21.project import Project
    from ho21.rdf.turtle import Turtle


class CompiledDataset(Dataset):
    """The dataset of a project as it was compiled; the same answers as of one that was loaded.

    What is worked out of the whole, and the names, are read from disk when they are needed; what
    the files of the project have besides is read from them.
    """

    def __init__(
        self, folder: Path, project: Project, cache: Cache, whole: CompiledDataset | None = None
    ) -> None:
        """Open the compiled form in a folder; raises OSError where it is none."""
        kept = whole.kept if whole else _Kept(folder / TOLD)
        part = STATED if whole else WHOLE
        vars(self).update(kept=kept, part=part, folder=folder, project=project, cache=cache)
        vars(self).update(base=Base(kept.told(WHOLE, "base")), faults=(), whole=whole)
        vars(self).update((name, kept.told(WHOLE, name)) for name in ("issued", "version"))
        vars(self)["languages"] = tuple(kept.told(WHOLE, "languages"))

    kept: _Kept
    part: str
    folder: Path
    project: Project
    cache: Cache

    @cached_property
    def stated(self) -> Dataset:
        """The same without the graphs that a reading or a mapping has made."""
        if self.is_stated:
            return self
        return CompiledDataset(self.folder, self.project, self.cache, self)

    @cached_property
    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        return tuple(sorted(self._order))

    @cached_property
    def _order(self) -> list[str]:
        every: list[str] = self.kept.told(WHOLE, "graphs")
        return [each for each in every if not (self.is_stated and each in self.read_graphs)]

    @cached_property
    def _store(self) -> Store:
        folder = self._on_disk() if self.is_stated else self.folder
        if folder:
            with suppress(OSError):  # it may open no more files
                return Store.read_only(str(folder / STORE))
        return super()._store

    def _on_disk(self) -> Path | None:
        """Return the folder with the store of the stated part, made if need be."""
        name = f"{self.folder.name}-stated"

        def fill(folder: Path) -> None:
            write_store(chain(self._own(), union(self._own())), folder / STORE)

        return self.cache.entry(name) or self.cache.make(name, fill)

    def _own(self) -> Iterator[Quad]:
        """Yield the quads of its graphs, out of the store of the whole."""
        store = (self.whole or self).store()
        for graph in self.graphs:
            yield from store.quads_for_pattern(None, None, None, NamedNode(graph))

    @cached_property
    def facts(self) -> dict[str, tuple[Fact, ...]]:
        """The facts by graph, read when they are needed."""
        whole = self.whole.facts if self.whole else self._read()
        return {graph: whole[graph] for graph in self._order}

    def _read(self) -> dict[str, tuple[Fact, ...]]:
        found: dict[str, list[Fact]] = {each: [] for each in self._order}
        for quad in parse(path=str(self.folder / FACTS), format=RdfFormat.N_QUADS):
            found[quad.graph_name.value].append(Fact(*quad.triple))
        return {graph: tuple(facts) for graph, facts in found.items()}

    @cached_property
    def described(self) -> tuple[Fact, ...]:
        """What the project says of itself, and of its addresses that are gone."""
        told = parse(self.kept.told(WHOLE, "described"), RdfFormat.N_TRIPLES)
        return tuple(Fact(*each.triple) for each in told)

    @cached_property
    def called(self) -> Mapping[str, Iterable[str]]:
        """What has a class, by each way of calling it."""
        return _Called(self.kept, self.part)

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """All names of whatever has a class, by IRI and in order."""
        found: dict[str, list[str]] = {}
        for iri, name in self.kept.rows("names", self.part):
            found.setdefault(iri, []).append(name)
        return {iri: tuple(them) for iri, them in found.items()}

    @cached_property
    def bound(self) -> dict[str, str]:
        """The prefixes that the project's own files bind, and those that are everyone's."""
        bound: dict[str, str] = self.kept.told(WHOLE, "bound")
        return bound

    @cached_property
    def places(self) -> dict[str, tuple[str, int]]:
        """The file and line at which each thing and each claim is written."""
        return {iri: (file, line) for iri, file, line in self.kept.rows("places")}

    def remembered(self, name: str, make: Callable[[], T]) -> T:
        """Return what was worked out of the whole, or works it out where that was not done."""
        found: T | None = self.kept.told(self.part, name)
        return make() if found is None else found

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The terms that the graph may use."""
        from ho21.dataset.vocabulary import Vocabulary, read_vocabulary

        found = read_vocabulary(self.project)
        return found if isinstance(found, Vocabulary) else self._loaded.vocabulary

    @cached_property
    def words(self) -> OwnWords:
        """The project's own sentences."""
        from ho21.dataset.readings.wording import read_words

        return read_words(self.project, self.languages)[0]

    @cached_property
    def coverage(self) -> dict[str, Coverage]:
        """What of each source is accounted for."""
        from ho21.dataset.coverage import Coverage

        return {name: Coverage(**each) for name, each in self.kept.told(WHOLE, "coverage").items()}

    @cached_property
    def texts(self) -> dict[str, str]:
        """The text of each source."""
        read = {
            name: self.project.text("graph", f"{name}.txt")
            for name in self.kept.told(WHOLE, "sources")
        }
        return {name: text for name, text in read.items() if isinstance(text, str)}

    @cached_property
    def shapes(self) -> dict[str, str]:
        """The text of each file of shapes."""
        from ho21.dataset.vocabulary import read_shapes

        found = read_shapes(self.project)
        return found if isinstance(found, dict) else self._loaded.shapes

    @cached_property
    def turtles(self) -> tuple[Turtle, ...]:
        """The files as they were read."""
        return self._loaded.turtles

    @cached_property
    def lines(self) -> dict[str, tuple[str, int]]:
        """Where each reading is written."""
        return self._loaded.lines

    @cached_property
    def unread(self) -> tuple[Fault, ...]:
        """What lies in the project and is read by nothing."""
        return self._loaded.unread

    @cached_property
    def _loaded(self) -> Dataset:
        """The dataset as it is loaded, for what is not kept of it."""
        from ho21.dataset.loader import load

        return load(self.project)


class _Kept:
    """The file of what was worked out; raises OSError where it cannot be read."""

    def __init__(self, file: Path) -> None:
        self._ask: dict[str, str] = messages("compiled/tables.toml")["read"]
        try:
            self._file = sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True,
                                         check_same_thread=False)  # fmt: skip
        except sqlite3.Error as error:
            raise OSError(str(error)) from error

    def rows(self, what: str, *values: str) -> list[Any]:
        """Return the rows of a query of ours, by its name."""
        try:
            return self._file.execute(self._ask[what], values).fetchall()
        except UnicodeEncodeError:  # half a character, which nothing is called by
            return []
        except sqlite3.Error as error:
            raise OSError(str(error)) from error

    def told(self, part: str, name: str) -> Any:  # noqa: ANN401 (whatever was kept)
        """Return what was kept of a part by a name, or None."""
        rows = self.rows("about", part, name)
        return json.loads(rows[0][0]) if rows else None


class _Called(Mapping[str, tuple[str, ...]]):
    """What each name calls, looked up one at a time."""

    def __init__(self, kept: _Kept, part: str) -> None:
        self._kept, self._part = kept, part

    def __getitem__(self, name: str) -> tuple[str, ...]:
        rows = self._kept.rows("one", self._part, name)
        if not rows:
            raise KeyError(name)
        return tuple(iri for (iri,) in rows)

    def __iter__(self) -> Iterator[str]:
        return (name for (name,) in self._kept.rows("called", self._part))

    def __len__(self) -> int:
        return len(self._kept.rows("called", self._part))
