"""The graph as tables: things, links and the places where each is said."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ho21.dataset.readings.retired import COLUMNS, NAME
from ho21.model.read import knowledge_graph
from ho21.model.things import decimal
from ho21.rdf.namespaces import HO
from ho21.resources import messages
from ho21.sparql.answers import column
from ho21.tables.csv import csv_of, for_spreadsheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ho21.dataset.dataset import Dataset
    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Passage

    CsvRow = tuple[str, ...]

EXACT: Final = "csv"
_SETTINGS: Final = messages("export/workbook.toml")["csv"]
RETIRED: Final[dict[str, list[str]]] = messages("export/workbook.toml")["retired"]
# Beside the IRI in these columns stands a name.
_NAMED: Final = frozenset(("basis", "kind", "object", "predicate", "source", "standing", "subject"))


def files(form: str, dataset: Dataset) -> dict[str, bytes]:
    """Return the files of a form by name: one for each table, and what an analyst must know."""
    graph = knowledge_graph(dataset)
    if form == EXACT:
        return {
            f"{form}/{name}.csv": csv_of((_SETTINGS["columns"][name], *rows(graph))).encode()
            for name, rows in _ROWS.items()
        } | _retirements(form, dataset)
    lang = dataset.interface
    known = _SETTINGS[lang].format(slug=dataset.slug)
    lines = "\r\n".join(known.strip().split("\n")) + "\r\n"
    return {
        f"{form}/readme.txt": lines.encode("utf-8-sig"),
        **{f"{form}/{name}.csv": _sheet(name, graph, lang) for name in TABLES},
        **_retirements(form, dataset),
    }


def _retirements(form: str, dataset: Dataset) -> dict[str, bytes]:
    """Return the table of addresses that are gone, where there are any."""
    rows = [row for each in dataset.retired.values() for row in each.rows()]
    if not rows:
        return {}
    heads = RETIRED[dataset.interface]
    exact = csv_of((COLUMNS, *rows)).encode()
    made = exact if form == EXACT else for_spreadsheets(NAME, heads, rows, dataset.interface)
    return {f"{form}/{NAME}.csv": made}


def _things(graph: KnowledgeGraph) -> Iterator[CsvRow]:
    """Yield each thing with its words and their place, in order of IRI."""
    for each in graph.entities.values():
        yield each.iri, each.kind, each.label["nb"], each.label.en, *_words(each.main)


def _links(graph: KnowledgeGraph) -> Iterator[CsvRow]:
    """Yield each claim with the words or the reason that it rests on, in order of IRI.

    What a source states has no confidence, which its standing tells from one that is not known.
    """
    for link, each in graph.claims:
        sure = "" if each.confidence is None else decimal(each.confidence)
        ends = link.subject, link.predicate, link.object
        reason = each.reason["nb"], each.reason.en
        known = f"{HO}{each.standing.term}"
        yield each.claim, *ends, known, each.basis, sure, *reason, *_words(each.main)


def _places(graph: KnowledgeGraph) -> Iterator[CsvRow]:
    """Yield each passage with each thing that it states, in order of source and place."""
    stated: dict[str, list[str]] = defaultdict(list)
    for thing in graph.entities.values():
        for passage in thing.passages:
            stated[passage.iri].append(thing.iri)
    for each in sorted(graph.passages.values(), key=_by_place):
        source = each.iri.partition("#")[0]
        lines = str(each.first_line), str(each.last_line)
        place = source, *lines, str(each.start), str(each.end), each.quote, each.exact
        for iri in stated[each.iri] or [""]:
            yield each.iri, iri, *place


_ROWS: Final[dict[str, Callable[[KnowledgeGraph], Iterator[CsvRow]]]] = {
    "ting": _things, "koblinger": _links, "steder": _places,
}  # fmt: skip
TABLES: Final = tuple(_ROWS)


def _words(passage: Passage | None) -> tuple[str, str]:
    return (passage.quote, passage.place) if passage else ("", "")


def _by_place(passage: Passage) -> tuple[str, int, int]:
    return passage.file, passage.start, passage.end


def _sheet(name: str, graph: KnowledgeGraph, lang: str) -> bytes:
    """Return a table for a spreadsheet; raises UsageError for what that would cut."""
    names = _SETTINGS["columns"][name]
    # A thing that has no name in a column of its own has it here.
    beside = _NAMED if "labelNb" in names else _NAMED | {"thing"}
    keys = [key for each in names for key in ([each, f"{each}Iri"] if each in beside else [each])]
    heads = [column(each, lang) for each in keys]
    rows: list[list[str]] = []
    for row in _ROWS[name](graph):
        cells: list[str] = []
        for each, text in zip(names, row, strict=True):
            if each in beside:
                cells.append(graph.labels[text][lang] if text in graph.labels else "")
            # With a point Excel in Norwegian may take a decimal for a date.
            comma = lang == "nb" and each == "confidence"
            cells.append(text.replace(".", ",") if comma else text)
        rows.append(cells)
    return for_spreadsheets(name, heads, rows, lang)
