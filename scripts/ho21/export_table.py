"""The graph as tables: things, links and the places where each is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ho21.rooms import page
from ho21.rows import body
from ho21.store import select

if TYPE_CHECKING:
    from ho21.store import Dataset

TABLES: Final = ("ting", "koblinger", "steder")


def files(form: str, dataset: Dataset, *, stated_only: bool = False) -> dict[str, bytes]:
    """Return the files of a form, one for each table, by name."""
    store = dataset.store(stated_only=stated_only)
    texts = {name: page(f"{name}.rq") for name in TABLES}
    return {
        f"{form}/{name}.{form}": body(select(store, text), form, dataset.spelling, text)
        for name, text in texts.items()
    }
