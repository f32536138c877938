"""The store of a compiled dataset, on disk."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from pyoxigraph import Quad, Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

STORE: Final = "store"
FACTS: Final = "facts.nq"
TOLD: Final = "told.sqlite"
# What the rows of the tables are of.
WHOLE: Final = "whole"
STATED: Final = "stated"
_TOGETHER: Final = 100_000  # quads that are loaded at once


def union(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield some quads as those of the default graph, which a store has but once."""
    return (Quad(*quad.triple) for quad in quads)


def write_store(quads: Iterable[Quad], folder: Path) -> None:
    """Write quads as a store on disk, so many at a time."""
    store, left = Store(str(folder)), iter(quads)
    while several := [*islice(left, _TOGETHER)]:
        store.bulk_extend(several)
    store.optimize()
    store.flush()
