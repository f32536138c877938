"""Everything the graph is taken away in, by the name of its format."""

from __future__ import annotations

from hashlib import sha256
from importlib import import_module
from typing import TYPE_CHECKING, Final

from ho21.errors import UsageError

if TYPE_CHECKING:
    from ho21.dataset.dataset import Dataset

# The module that makes the files of each format, by its function ``files``; loaded when asked for.
_MADE_BY: Final = {
    **dict.fromkeys(("trig", "nq", "jsonld", "ttl", "rdf"), "rdf"),
    **dict.fromkeys(("graphml", "gexf"), "network"),
    **dict.fromkeys(("csv", "csv-excel"), "csv"),
    "xlsx": "xlsx",
    "cff": "citation",
    "sssom": "sssom",
    "stratml": "stratml",
}
FORMATS: Final = tuple(_MADE_BY)


def export(form: str, dataset: Dataset) -> dict[str, bytes]:
    """Return the files of one format by name: one, or one for each table, set or language.

    Raises UsageError for a format there is none of.
    """
    if form not in _MADE_BY:
        raise UsageError("unknown-format", format=form, known=", ".join(FORMATS))
    maker = import_module(f"ho21.export.{_MADE_BY[form]}")
    made: dict[str, bytes] = maker.files(form, dataset)
    return made


def everything(dataset: Dataset) -> dict[str, bytes]:
    """Return every format's files, and their sums in the form of ``sha256sum``."""
    files: dict[str, bytes] = {}
    for form in FORMATS:
        files |= export(form, dataset)
    sums = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return files | {"SHA256SUMS": sums.encode()}
