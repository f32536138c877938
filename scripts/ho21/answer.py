"""An answer as people and programs read it: a table, or one of the standard forms."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from functools import cache
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, Final
from unicodedata import normalize

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    serialize,
)

from ho21.ask import Result, label_of
from ho21.fault import CallError
from ho21.jsonld import jsonld
from ho21.names import curie
from ho21.rooms import page
from ho21.rows import body
from ho21.spelling import made, spelled, triples
from ho21.terminal import visible
from ho21.workbook import Column, Sheet, number, workbook

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution, Store

    from ho21.store import Dataset

TABLES: Final = ("table", "csv", "tsv", "json", "md", "xlsx")
GRAPHS: Final = ("ttl", "nt", "jsonld")
_FORMS: Final = ("csv", "tsv", "json")
_RDF: Final = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES}
_ORDER: Final = re.compile(
    r"\bORDER\s+BY\s+(?P<keys>[^{}]+?)\s*(?:LIMIT\b.*|OFFSET\b.*)?$", re.DOTALL | re.IGNORECASE
)
_KEY: Final = re.compile(
    r"(?:ASC|(?P<down>DESC))?\s*\(?\s*(?:STR\s*\(\s*)?\?(?P<name>\w+)\s*\)*|\S", re.IGNORECASE
)
_AFTER_Z: Final = str.maketrans({"æ": "{", "ø": "|", "å": "}", "ä": "{", "ö": "|", "é": "e"})

Row = list[str]

_WORD: Final = 18
_DITTO: Final = "″"
_UNSAID: Final = "–"
_OPTIONAL: Final = ("confidence", "reason", "value", "unit")


def render(
    result: Result, form: str | None, lang: str, query: str, dataset: Dataset, store: Store
) -> str | bytes:
    """Return an answer in a form; raises CallError where the form does not fit the answer.

    SELECT and ASK take table, csv, tsv, json (SPARQL 1.1 Query Results), md and xlsx;
    CONSTRUCT and DESCRIBE take ttl, nt and jsonld.
    """
    known = GRAPHS if isinstance(result, QueryTriples) else TABLES
    form = form or known[0]
    if form not in known:
        raise CallError("unknown-format", format=form, known=", ".join(known))
    if isinstance(result, QueryTriples):
        found = sorted(triples(set(result), dataset.spelling, store), key=str)
        if form == "jsonld":
            return jsonld(found, dataset.context).decode()
        prefixes = dataset.base.prefixes()
        return (serialize(found, format=_RDF[form], prefixes=prefixes) or b"").decode()
    if form in _FORMS:
        text = body(result, form, dataset.spelling, query).decode()
        return text if text.endswith("\n") else text + "\n"
    if isinstance(result, QueryBoolean):
        shown = Shown([column("answer", lang)], [[column("yes" if result else "no", lang)]], [])
    else:
        shown = show(result, lang, query, dataset, store)
    if form == "xlsx":
        sheet = Sheet(column("answer", lang), [Column(each) for each in shown.heads], _cells(shown))
        return workbook([sheet], dataset.issued)
    heads, rows = shown.heads, shown.rows
    return as_markdown(heads, rows) if form == "md" else as_table(heads, rows, optional(lang))


def norwegian(text: str) -> str:
    """Return a key that sorts by the Norwegian alphabet: æ, ø, å (and aa) last."""
    letters = normalize("NFC", text).casefold()
    return letters.replace("aa", "å").translate(_AFTER_Z)


def column(name: str, lang: str) -> str:
    """Return the heading of a column of answers in a language, else its own name."""
    return _headings().get(name, {}).get(lang, name)


def optional(lang: str) -> set[str]:
    """Return the headings of the columns that are left out where no row has a value."""
    return {column(name, lang) for name in _OPTIONAL}


@cache
def _headings() -> dict[str, dict[str, str]]:
    import tomllib

    return tomllib.loads(page("columns.toml"))


@dataclass(frozen=True)
class Shown:
    """Rows as a person reads them: headings, cells, and each row's values and terms by column.

    ``columns`` are the columns behind the headings: ``xLabel`` stands for ``x``.
    """

    heads: Row
    rows: list[Row]
    values: list[dict[str, str]]
    columns: Row = field(default_factory=list)
    solutions: list[QuerySolution] = field(default_factory=list, compare=False)


def show(result: QuerySolutions, lang: str, query: str, dataset: Dataset, store: Store) -> Shown:
    """Return rows with labels for IRIs, sorted by the Norwegian alphabet where labels sort."""
    names = [each.value for each in result.variables]
    columns = [name for name in names if f"{name}Label" not in names]
    prefixes = dataset.base.prefixes()
    cells: dict[NamedNode, str] = {}
    theirs = made(query)

    def term(solution: QuerySolution, name: str) -> Any:  # noqa: ANN401 (whatever term it is)
        node = solution[name]
        return node if name in theirs else spelled(node, dataset.spelling)

    def text(node: object) -> str:
        if node is None:
            return ""
        if isinstance(node, NamedNode):
            if node not in cells:
                cells[node] = label_of(node, lang, store) or curie(node.value, prefixes)
            return cells[node]
        return node.value if isinstance(node, Literal) else str(node)

    solutions = _alphabetical(list(result), names, query)
    return Shown(
        [column(name.removesuffix("Label"), lang) for name in columns],
        [[text(term(solution, name)) for name in columns] for solution in solutions],
        [{name: getattr(term(each, name), "value", "") for name in names} for each in solutions],
        columns,
        solutions,
    )


def _cells(shown: Shown) -> list[list[str | float | None]]:
    """Return the cells of an answer, those as numbers that are numbers in the graph."""
    if not shown.solutions:
        return [[*row] for row in shown.rows]
    return [
        [number(cell, each[name]) for cell, name in zip(row, shown.columns, strict=True)]
        for row, each in zip(shown.rows, shown.solutions, strict=True)
    ]


def _alphabetical(
    solutions: list[QuerySolution], names: list[str], query: str
) -> list[QuerySolution]:
    """Sort again by the query's own keys where a label is one: labels by the Norwegian alphabet."""
    keys = _order(query)
    if not keys or not {name for name, _ in keys} <= set(names):
        return solutions
    if not any(name.endswith("Label") for name, _ in keys):
        return solutions
    for name, down in reversed(keys):
        if name.endswith("Label"):
            solutions.sort(
                key=lambda each: norwegian(each[name].value if each[name] else ""), reverse=down
            )
        else:
            ranks = _ranks(solutions, name)
            solutions.sort(key=lambda each: ranks[each[name]], reverse=down)
    return solutions


def _ranks(solutions: list[QuerySolution], name: str) -> dict[object, tuple[bool, float, str]]:
    ranks: dict[object, tuple[bool, float, str]] = {}
    for each in solutions:
        node = each[name]
        value = getattr(node, "value", "")
        number = re.fullmatch(r"[+-]?\d+(\.\d+)?", value)
        ranks[node] = (node is not None, float(value) if number else 0.0, value)
    return ranks


def _order(query: str) -> list[tuple[str, bool]]:
    match = _ORDER.search(re.sub(r"(?m)^\s*#.*$|\s#\s.*$", "", query))
    if not match:
        return []
    keys = [(key["name"], bool(key["down"])) for key in _KEY.finditer(match["keys"])]
    return [] if any(name is None for name, _ in keys) else keys


def as_table(heads: Row, rows: list[Row], optional: set[str]) -> str:
    """Return rows drawn for a terminal; an optional column without a cell is left out."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = [[visible(cell) for cell in row] for row in rows]
    out = io.StringIO()
    width = max(get_terminal_size((140, 40)).columns, 60)
    console = Console(file=out, width=width, color_system=None, highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    hidden = {heads[at] for at, _ in enumerate(heads) if rows and not any(row[at] for row in rows)}
    used = [at for at, head in enumerate(heads) if head not in hidden & optional]
    widths = _shared(
        [max(len(row[at]) for row in [heads, *rows]) for at in used], width - 3 * len(used)
    )
    for at, wide in zip(used, widths, strict=True):
        table.add_column(heads[at], overflow="fold", width=wide)
    above: Row = []
    for row in rows:
        cells = [_DITTO if above and _same(row, above, at) else row[at] or _UNSAID for at in used]
        table.add_row(*map(Text, cells))
        above = row
    console.print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _shared(wanted: list[int], room: int) -> list[int]:
    """Share a width among columns: the narrow ones get what they want, the wide ones the rest."""
    given = [0] * len(wanted)
    narrow_first = sorted(range(len(wanted)), key=lambda at: wanted[at])
    for done, at in enumerate(narrow_first):
        given[at] = max(1, min(wanted[at], (room - sum(given)) // (len(wanted) - done)))
    return given


def _same(row: Row, above: Row, at: int) -> bool:
    """Say whether a long cell only repeats the one above it."""
    return len(row[at]) > _WORD and row[at] == above[at]


def as_markdown(heads: Row, rows: list[Row]) -> str:
    """Return rows as a table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    cells = [[escaped(visible(cell)).strip() for cell in line] for line in lines]
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def escaped(text: str) -> str:
    """Return a text as one line in which Markdown sees nothing but letters."""
    return re.sub(r"[\\`*_|<>\[\]#&~]", r"\\\g<0>", re.sub(r"\s+", " ", text))
