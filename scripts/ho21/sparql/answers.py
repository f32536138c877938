"""An answer as people and programs read it: a table, or one of the standard forms."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, serialize

from ho21.model.lookup import label_of, phrase_of, signed
from ho21.model.sentences import filled_with
from ho21.rdf.formats import ROWS, SYNTAXES, chosen
from ho21.rdf.namespaces import curie, term
from ho21.resources import messages
from ho21.sparql.results import body
from ho21.sparql.sentences import AnswerCounts, nouns_of, sentence
from ho21.tables.table import Cell, Column, Table
from ho21.tables.text import as_markdown, as_text
from ho21.text import alphabetical

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import QuerySolution

    from ho21.dataset.dataset import Dataset
    from ho21.sparql.engine import Answer
    from ho21.tables.table import CellValue

TABLES: Final = ("table", "csv", "tsv", "json", "md", "xlsx")
GRAPHS: Final = ("ttl", "nt", "jsonld")
_ORDER: Final = re.compile(
    r"\bORDER\s+BY\s+(?P<keys>[^{}]+?)\s*(?:LIMIT\b.*|OFFSET\b.*)?$", re.DOTALL | re.IGNORECASE
)
_KEY: Final = re.compile(
    r"(?:ASC|(?P<down>DESC))?\s*\(?\s*(?:STR\s*\(\s*)?\?(?P<name>\w+)\s*\)*|\S", re.IGNORECASE
)

_PARTED: Final = tuple(term(f"xsd:{each}") for each in ("decimal", "double", "float"))
_DIRECTION: Final = "direction"
# The signs by which a row says that its link is read from subject to object, and back.
_FORTH: Final = frozenset("→↛∅")
_BACK: Final = {"←": "→", "↚": "↛"}


class Rendered(NamedTuple):
    """An answer in a form, whether a person would see nothing in it, and how many rows they see."""

    body: str | bytes
    empty: bool = False
    rows: int = 0


def render_answer(answer: Answer, form: str | None, lang: str) -> str | bytes:
    """Return an answer in a form; raises UsageError where the form does not fit the answer."""
    return rendered(answer, form, lang).body


def rendered(answer: Answer, form: str | None, lang: str) -> Rendered:
    """Return an answer in a form; raises UsageError where the form does not fit the answer.

    SELECT and ASK take table, csv, tsv, json (SPARQL 1.1 Query Results), md and xlsx;
    CONSTRUCT and DESCRIBE take ttl, nt and jsonld.
    """
    result, dataset = answer.result, answer.dataset
    form = chosen(form, GRAPHS if isinstance(result, QueryTriples) else TABLES)
    if isinstance(result, QueryTriples):
        found = sorted(set(result), key=str)
        if form == "jsonld":
            from ho21.rdf.jsonld import jsonld

            return Rendered(jsonld(found, dataset.context).decode())
        prefixes = dataset.base.prefixes()
        told = serialize(found, format=SYNTAXES[form], prefixes=prefixes) or b""
        return Rendered(told.decode(), empty=not found)
    if form in ROWS:
        text = body(result, form).decode()
        return Rendered(text if text.endswith("\n") else text + "\n")
    if isinstance(result, QueryBoolean):
        said = Cell(yes_or_no(result, lang))
        table = AnswerTable((Column("answer", column("answer", lang)),), ((said,),))
    else:
        table = answer_table(answer, lang)
    if form == "xlsx":
        from ho21.tables.xlsx import Sheet, workbook

        sheet = Sheet(column("answer", lang), table.columns, table.numbered)
        return Rendered(workbook([sheet], dataset.issued))
    above = told_of(answer, table, lang)
    drawn = as_markdown(table) if form == "md" else as_text(table)
    whole = f"{above}\n\n{drawn}" if above else drawn
    if form == "md":
        return Rendered(whole, empty=not table.rows)
    return Rendered(whole, not table.rows, len(table.solutions))


def told_of(answer: Answer, table: Table, lang: str) -> str:
    """Return the sentence that stands above the answer to a saved question, where it has one.

    What the sources alone answer is asked only where the question tells it.
    """
    if answer.asked is None or not isinstance(table, AnswerTable):
        return ""
    beside = answer_table(answer.alone(), lang).values if answer.alone else None
    counted = AnswerCounts(table.values, beside, answer.values)
    return sentence(answer.asked, counted, answer.dataset, lang)


def column(name: str, lang: str, dataset: Dataset | None = None) -> str:
    """Return the heading of a column of answers in a language, else its own name.

    What is counted is called in it what the project calls that.
    """
    heading: str = _heading(name).get(lang, name)
    if dataset is None or "{" not in heading:
        return heading
    return filled_with(heading, nouns_of(dataset.whole or dataset, lang))


def _heading(name: str) -> dict[str, Any]:
    """Return what is known of a column by its name, or by that of the thing it names."""
    known: dict[str, dict[str, Any]] = messages("sparql/columns.toml")
    return known.get(name.removesuffix("Label"), {})


@dataclass(frozen=True)
class AnswerTable(Table):
    """An answer as a person reads it, and each row's solution, with all the query's variables.

    The key of a column is the variable that it shows: ``xLabel`` stands for ``x``.
    """

    variables: tuple[str, ...] = ()
    solutions: tuple[QuerySolution, ...] = field(default=(), compare=False)

    @cached_property
    def values(self) -> list[dict[str, str]]:
        """The value of each variable, row by row, empty where it is unbound."""
        return [
            {name: getattr(each[name], "value", "") for name in self.variables}
            for each in self.solutions
        ]

    @property
    def numbered(self) -> list[list[CellValue]]:
        """The text of each cell, row by row, as a number where it is one in the graph."""
        from ho21.tables.xlsx import spreadsheet_number

        if not self.solutions:
            return [[*row] for row in self.texts]
        return [
            [spreadsheet_number(_exact(cell, each[column.key]), each[column.key])
             for cell, column in zip(row, self.columns, strict=True)]
            for row, each in zip(self.rows, self.solutions, strict=True)
        ]  # fmt: skip


def _exact(cell: Cell, node: object) -> str:
    return node.value if isinstance(node, Literal) and node.datatype in _PARTED else cell.text


def yes_or_no(truth: object, lang: str) -> str:
    """Return the word that people read for a truth."""
    return column("yes" if truth else "no", lang)


def answer_table(answer: Answer, lang: str) -> AnswerTable:
    """Return rows with labels for IRIs, sorted by the alphabet of the labels where these sort.

    A row that says which way its link goes has the phrase that leads from its own thing to the
    other.  Raises TypeError for an answer that is no rows.
    """
    result, store = answer.result, answer.dataset.store()
    if not isinstance(result, QuerySolutions):
        raise TypeError(result)
    names = [each.value for each in result.variables]
    columns = [
        Column(
            name,
            column(name.removesuffix("Label"), lang, answer.dataset),
            optional=_heading(name).get("optional", False),
        )
        for name in names
        if f"{name}Label" not in names
    ]
    prefixes = answer.dataset.base.prefixes()

    @cache
    def cell(node: object) -> Cell:
        if isinstance(node, NamedNode):
            return Cell(
                signed(node.value, label_of(node, lang, store) or curie(node.value, prefixes))
            )
        if not isinstance(node, Literal):
            return Cell(str(node or ""))
        if node.datatype == term("xsd:boolean"):
            return Cell(yes_or_no(node.value == "true", lang))
        part = node.datatype in _PARTED and lang == "nb"
        return Cell(node.value.replace(".", ",") if part else node.value)

    solutions = tuple(_alphabetical(list(result), names, answer.text))
    told = [
        _phrased(each, lang) if {_DIRECTION, "relation"} <= {*names} else {} for each in solutions
    ]
    if told and all(each.get(_DIRECTION) == "→" for each in told):
        columns = [each for each in columns if each.key != _DIRECTION]
    rows = tuple(
        tuple(Cell(of[each.key]) if each.key in of else cell(row[each.key]) for each in columns)
        for row, of in zip(solutions, told, strict=True)
    )
    return AnswerTable((*columns,), rows, variables=(*names,), solutions=solutions)


def _phrased(row: QuerySolution, lang: str) -> dict[str, str]:
    """Return the direction and the relation of a row as they are read from its own thing."""
    way, relation = (getattr(row[each], "value", "") for each in (_DIRECTION, "relation"))
    if way not in _FORTH | _BACK.keys():
        return {}
    phrase = phrase_of(relation, back=way in _BACK)
    keys = ("relation", "relationLabel") if phrase else ()
    return {_DIRECTION: _BACK.get(way, way)} | dict.fromkeys(keys, phrase[lang])


def _alphabetical(
    solutions: list[QuerySolution], names: list[str], query: str
) -> list[QuerySolution]:
    """Sort again by the query's own keys where a label is one: labels by their alphabet."""
    keys = _order(query)
    wanted = {name for name, _ in keys}
    if wanted <= {*names} and any(name.endswith("Label") for name in wanted):
        for name, down in reversed(keys):
            rank: Callable[[object], Any] = _by_alphabet if name.endswith("Label") else _by_value
            solutions.sort(key=lambda each: rank(each[name]), reverse=down)
    return solutions


def _by_alphabet(node: object) -> object:
    return alphabetical(getattr(node, "value", ""), getattr(node, "language", None) or "nb")


def _by_value(node: object) -> tuple[bool, float, str]:
    value = getattr(node, "value", "")
    number = re.fullmatch(r"[+-]?\d+(\.\d+)?", value)
    return node is not None, float(value) if number else 0.0, value


def _order(query: str) -> list[tuple[str, bool]]:
    match = _ORDER.search(re.sub(r"(?m)^\s*#.*$|\s#\s.*$", "", query))
    if not match:
        return []
    keys = [(key["name"], bool(key["down"])) for key in _KEY.finditer(match["keys"])]
    return [] if any(name is None for name, _ in keys) else keys
