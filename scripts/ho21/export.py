"""Everything the graph is taken away in, by the name of its format."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from ho21 import (
    citation,
    export_graph,
    export_rdf,
    export_sheets,
    export_sssom,
    export_stratml,
    export_table,
)
from ho21.fault import CallError

if TYPE_CHECKING:
    from types import ModuleType

    from ho21.store import Dataset

# Each module has a function ``files`` that makes the files of its formats.
_MADE_BY: Final[dict[str, ModuleType]] = {
    **dict.fromkeys((*export_rdf.DATASETS, *export_rdf.FLAT), export_rdf),
    **dict.fromkeys(export_graph.NETWORKS, export_graph),
    **dict.fromkeys((export_table.EXACT, export_table.ANALYST), export_table),
    export_sheets.BOOK: export_sheets,
    "cff": citation,
    "sssom": export_sssom,
    "stratml": export_stratml,
}
FORMATS: Final = tuple(_MADE_BY)


def export(form: str, dataset: Dataset, *, stated_only: bool = False) -> dict[str, bytes]:
    """Return the files of one format by name: one, or one for each table, set or language.

    Raises CallError for a format there is none of.
    """
    if form not in _MADE_BY:
        raise CallError("unknown-format", format=form, known=", ".join(FORMATS))
    made: dict[str, bytes] = _MADE_BY[form].files(form, dataset, stated_only=stated_only)
    return made


def everything(dataset: Dataset, *, stated_only: bool = False) -> dict[str, bytes]:
    """Return every format's files, and their sums in the form of ``sha256sum``."""
    files: dict[str, bytes] = {}
    for form in FORMATS:
        files |= export(form, dataset, stated_only=stated_only)
    sums = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return files | {"SHA256SUMS": sums.encode()}
