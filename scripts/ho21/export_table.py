"""The graph as tables: things, links and the places where each is said."""

from __future__ import annotations

import csv
import io
import tomllib
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.answer import column
from ho21.ask import label_of
from ho21.fault import CallError
from ho21.guard import guarded
from ho21.names import term
from ho21.rooms import page
from ho21.rows import body
from ho21.spelling import spelled
from ho21.store import select
from ho21.workbook import LONGEST_CELL, MOST_ROWS, too_long

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ho21.store import Dataset

EXACT: Final = "csv"
ANALYST: Final = "csv-excel"
TABLES: Final = ("ting", "koblinger", "steder")
_LANG: Final = "nb"
# Beside the IRI in these columns stands a name.
_NAMED: Final = frozenset(("basis", "kind", "object", "predicate", "source", "subject"))
_DECIMAL: Final = term("xsd:decimal")


def files(form: str, dataset: Dataset, *, stated_only: bool = False) -> dict[str, bytes]:
    """Return the files of a form by name: one for each table, and what an analyst must know."""
    store = dataset.store(stated_only=stated_only)
    texts = {name: page(f"{name}.rq") for name in TABLES}
    if form == ANALYST:
        known = tomllib.loads(page("workbook.toml"))["csv"][_LANG]
        lines = "\r\n".join(known.strip().split("\n")) + "\r\n"
        return {
            f"{form}/les-meg.txt": lines.encode("utf-8-sig"),
            **{f"{form}/{name}.csv": _sheet(name, dataset, store) for name in TABLES},
        }
    return {
        f"{form}/{name}.{form}": body(select(store, text), form, dataset.spelling, text)
        for name, text in texts.items()
    }


def _sheet(name: str, dataset: Dataset, store: Store) -> bytes:
    """Return a table for a Norwegian spreadsheet; raises CallError for what that would cut."""
    found = select(store, page(f"{name}.rq"))
    names = [each.value for each in found.variables]
    rows = [[spelled(node, dataset.spelling) for node in row] for row in found]
    out = io.StringIO(newline="")
    write = csv.writer(out, delimiter=";", lineterminator="\r\n").writerow
    # A thing that has no name in a column of its own has it here.
    beside = _NAMED if "labelNb" in names else _NAMED | {"thing"}
    keys = [key for each in names for key in ([each, f"{each}Iri"] if each in beside else [each])]
    heads = [column(each, _LANG) for each in keys]
    if len(rows) >= MOST_ROWS:
        raise CallError("answer-too-long", limit=MOST_ROWS - 1)
    write(map(guarded, heads))
    labels: dict[NamedNode, str] = {}

    def named(node: NamedNode) -> str:
        if node not in labels:
            labels[node] = label_of(node, _LANG, store) or ""
        return labels[node]

    for row in rows:
        cells: list[str] = []
        for each, node in zip(names, row, strict=True):
            if each in beside:
                cells.append(named(node) if isinstance(node, NamedNode) else "")
            cells.append(_text(node))
        cells = [guarded(cell) for cell in cells]
        for head, cell in zip(heads, cells, strict=True):
            if too_long(cell):
                raise CallError("cell-too-long", column=head, limit=LONGEST_CELL)
        write(cells)
    return out.getvalue().encode("utf-8-sig")


def _text(node: NamedNode | Literal | None) -> str:
    """Return a cell; a decimal has a comma, for with a point Excel may take it for a date."""
    if isinstance(node, Literal) and node.datatype == _DECIMAL:
        return node.value.replace(".", ",")
    return "" if node is None else node.value
