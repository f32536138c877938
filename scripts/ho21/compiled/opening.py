"""The dataset of a project, compiled on first need and read from the user's cache from then on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ho21.compiled.answers import PROJECTS
from ho21.compiled.content import key_of
from ho21.files.cache import Cache, cache_folder

if TYPE_CHECKING:
    from pathlib import Path

    from ho21.dataset.dataset import Dataset
    from ho21.project import Project


def compiled_projects() -> Cache | None:
    """Return the cache of compiled projects; None where the user has no place for one."""
    folder = cache_folder()
    return Cache(folder / PROJECTS) if folder else None


def open_dataset(project: Project, *, cached: bool = True) -> Dataset:
    """Return the sound dataset of a project, read as it is needed, or else loaded.

    Raises ProjectError where the project is at fault.
    """
    return _opened(project, project, key_of(project) if cached else None)


def hold_dataset(project: Project, *, cached: bool = True) -> tuple[Dataset, Project]:
    """Return the same for who answers for long, and the project as it was when it was opened."""
    key = key_of(project) if cached else None
    held = project.held()
    unchanged = key is not None and key_of(project) == key
    return _opened(project, held, key if unchanged else None), held


def _opened(project: Project, reading: Project, key: str | None) -> Dataset:
    cache = compiled_projects() if key else None
    if cache is None or key is None:
        return _loaded(reading)
    found = cache.entry(key)
    if found is None:
        dataset = _loaded(reading)
        found = cache.make(key, partial(_write, dataset, project, key))
        if found is None:
            return dataset
    from ho21.compiled.dataset import CompiledDataset

    try:
        return CompiledDataset(found, reading, cache)
    except OSError:
        cache.remove(key)
        return _loaded(reading)


def _write(dataset: Dataset, project: Project, key: str, folder: Path) -> None:
    from ho21.compiled.writing import write

    write(dataset, project, folder)
    if key_of(project) != key:
        raise OSError(key)  # a file was changed while it was read


def _loaded(project: Project) -> Dataset:
    from ho21.dataset.loader import load

    return load(project).sound()
