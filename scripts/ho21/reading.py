"""Our readings: rows of an SSSOM table that become claims, denials and no-links, never facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.claim import DERIVED, Claim
from ho21.fault import Fault, fault
from ho21.names import VOCABULARIES, Fact, Node, local, term

if TYPE_CHECKING:
    from ho21.names import Base
    from ho21.vocabulary import Vocabulary

COLUMNS: Final = (
    "subject_id",
    "predicate_id",
    "object_id",
    "predicate_modifier",
    "mapping_justification",
    "confidence",
    "author_id",
    "mapping_date",
    "comment",
    "comment_en",
    "review_state",
    "object_source",
)
_NO_TERM: Final = "sssom:NoTermFound"
_HEADER: Final = re.compile(r"^#\s*([^\s:]+)\s*:\s*\"?([^\"]*?)\"?\s*$")
_MANUAL: Final = "semapv:ManualMappingCuration"

Link = tuple[NamedNode, NamedNode, NamedNode]


@dataclass(frozen=True)
class Row:
    """One reading as written: the line it stands on and its columns by name."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell, empty where nothing is written."""
        return self.cells[column]


@dataclass
class Readings:
    """The readings of a table as claims and as triples, the lines they stand on, and faults."""

    claims: list[Claim]
    triples: list[Fact]
    lines: dict[str, int]
    faults: list[Fault]


def read_rows(text: str, file: str) -> tuple[list[Row], dict[str, str], list[Fault]]:
    """Return the rows of a table, the prefixes of its ``curie_map``, and what was wrong."""
    faults: list[Fault] = []
    prefixes: dict[str, str] = {}
    rows: list[Row] = []
    head: list[str] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#"):
            if (match := _HEADER.match(line)) and match[2].startswith(("http:", "https:")):
                prefixes[match[1]] = match[2]
        elif head is None:
            head = line.rstrip("\r").split("\t")
            if tuple(head) != COLUMNS:
                faults.append(fault("wrong-columns", file, number, columns=" ".join(COLUMNS)))
                return [], prefixes, faults
        elif line.strip():
            cells = [cell.strip() for cell in line.split("\t")]
            if len(cells) != len(COLUMNS):
                faults.append(
                    fault("wrong-cells", file, number, found=len(cells), wanted=len(COLUMNS))
                )
            else:
                rows.append(Row(number, dict(zip(COLUMNS, cells, strict=True))))
    if head is None:
        faults.append(fault("wrong-columns", file, number, columns=" ".join(COLUMNS)))
    return rows, prefixes, faults


def read_readings(
    text: str,
    file: str,
    vocabulary: Vocabulary,
    things: frozenset[NamedNode],
    stated: frozenset[Fact],
    base: Base,
) -> Readings:
    """Turn a table into readings.

    A row is at fault where it is a duplicate, names what is not there, lacks a reason, both
    affirms and denies by one author, or repeats a link that a source states.
    """
    rows, prefixes, faults = read_rows(text, file)
    out = Readings([], [], {}, faults)
    seen: dict[tuple[str, ...], Row] = {}
    first_author: dict[tuple[str, ...], str] = {}
    for row in rows:
        wrong = _wrong(row, prefixes, vocabulary, things)
        *link, writer = (
            _prefixed(row[name], prefixes) or row[name] for name in (*COLUMNS[:3], "author_id")
        )
        key = (*link, writer)
        if not wrong and (earlier := seen.get(key)):
            same = earlier["predicate_modifier"] == row["predicate_modifier"]
            wrong = [("row-duplicate" if same else "row-contradicts", {"first": earlier.line})]
        if not wrong:
            seen[key] = row
            node = {name: _node(row[name], prefixes) for name in ("subject_id", "object_id")}
            triple = (
                node["subject_id"],
                _node(row["predicate_id"], prefixes),
                node["object_id"],
            )
            if Fact(*triple) in stated and not row["predicate_modifier"]:
                wrong = [("row-repeats-source", {})]
        if wrong:
            out.faults += [fault(key, file, row.line, **more) for key, more in wrong]
            continue
        where = "tolkning"
        if first_author.setdefault(tuple(link), writer) != writer:
            where = f"tolkning-{local(NamedNode(writer))}"
        _add(out, row, triple, prefixes, where, base)
    return out


def _add(
    out: Readings, row: Row, link: Link, prefixes: dict[str, str], where: str, base: Base
) -> None:
    confidence = str(Decimal(row["confidence"]).normalize())
    details = (
        (term("ho:reason"), Literal(row["comment"], language="nb")),
        (term("ho:reason"), Literal(row["comment_en"], language="en")),
        (term("ho:confidence"), Literal(confidence, datatype=term("xsd:decimal"))),
        (term("prov:wasAttributedTo"), _node(row["author_id"], prefixes)),
        (term("dcterms:created"), Literal(row["mapping_date"], datatype=term("xsd:date"))),
        (term("ho:reviewState"), term(f"ho:{row['review_state']}")),
    )
    subject, predicate, target = link
    facts: tuple[tuple[NamedNode, Node], ...]
    if row["object_id"] == _NO_TERM:
        node = base.claim(subject, local(predicate), "ingen", where)
        facts = (
            (term("rdf:type"), term("ho:NoLink")),
            (term("ho:about"), subject),
            (term("ho:soughtProperty"), predicate),
            (term("ho:soughtIn"), _node(row["object_source"], prefixes)),
        )
    elif row["predicate_modifier"]:
        node = base.claim(subject, local(predicate), base.short(target), where)
        facts = (
            (term("rdf:type"), term("ho:Denial")),
            (term("owl:sourceIndividual"), subject),
            (term("owl:assertionProperty"), predicate),
            (term("owl:targetIndividual"), target),
        )
    else:
        claim = Claim(subject, predicate, target, where, DERIVED, details=details)
        out.claims.append(claim)
        out.lines[claim.iri(base).value] = row.line
        return
    out.lines[node.value] = row.line
    out.triples += [Fact(node, name, value) for name, value in (*facts, *details)]


def _wrong(
    row: Row,
    prefixes: dict[str, str],
    vocabulary: Vocabulary,
    things: frozenset[NamedNode],
) -> list[tuple[str, dict[str, object]]]:
    wrong: list[tuple[str, dict[str, object]]] = []
    for column in ("subject_id", "object_id", "author_id"):
        cell = row[column]
        if not (column == "object_id" and cell == _NO_TERM) and _unknown(cell, prefixes, things):
            wrong.append(("row-unknown-thing", {"column": column, "thing": cell}))
    predicate = row["predicate_id"]
    if _prefixed(predicate, prefixes) not in {each.value for each in vocabulary.links}:
        wrong.append(("row-unknown-link", {"thing": predicate}))
    wrong += [
        ("row-without", {"column": column})
        for column in ("comment", "comment_en", "mapping_date", "review_state", "confidence")
        if not row[column]
    ]
    allowed = {
        "predicate_modifier": {""} if row["object_id"] == _NO_TERM else {"", "Not"},
        "mapping_justification": {_MANUAL},
        "review_state": {"unreviewed", "reviewed"} if row["review_state"] else {""},
    }
    wrong += [
        ("row-value", {"column": column, "value": row[column], "wanted": _either(them)})
        for column, them in allowed.items()
        if row[column] not in them
    ]
    if row["confidence"] and not re.fullmatch(r"0(\.\d{1,2})?|1(\.0{1,2})?", row["confidence"]):
        wrong.append(
            ("row-value", {"column": "confidence", "value": row["confidence"], "wanted": "0–1"})
        )
    if row["mapping_date"] and not _is_date(row["mapping_date"]):
        value = row["mapping_date"]
        wrong.append(
            ("row-value", {"column": "mapping_date", "value": value, "wanted": "YYYY-MM-DD"})
        )
    sought = row["object_source"]
    if (row["object_id"] == _NO_TERM) != bool(sought):
        wrong.append(("row-sought", {"column": "object_source"}))
    elif sought and _prefixed(sought, prefixes) not in {each.value for each in vocabulary.terms}:
        wrong.append(("row-unknown-thing", {"column": "object_source", "thing": sought}))
    return wrong


def _unknown(cell: str, prefixes: dict[str, str], things: frozenset[NamedNode]) -> bool:
    iri = _prefixed(cell, prefixes)
    return iri is None or NamedNode(iri) not in things


def _either(choices: set[str]) -> str:
    return " | ".join(each or "–" for each in sorted(choices))


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _prefixed(cell: str, prefixes: dict[str, str]) -> str | None:
    prefix, colon, rest = cell.partition(":")
    space = prefixes.get(prefix) or VOCABULARIES.get(prefix)
    return space + rest if colon and space and re.fullmatch(r"[\w.-]+", rest) else None


def _node(cell: str, prefixes: dict[str, str]) -> NamedNode:
    return NamedNode(_prefixed(cell, prefixes) or cell)
