"""Our readings: rows of SSSOM tables that become claims, denials and no-links, never facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.claim import DERIVED, Claim
from ho21.fault import Fault, fault
from ho21.names import HO, VOCABULARIES, Fact, Node, curie, local, term

if TYPE_CHECKING:
    from collections.abc import Iterable

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
_CONCEPT: Final = term("skos:Concept")
_MATCHES: Final = frozenset(
    term(f"skos:{each}Match") for each in ("broad", "close", "exact", "narrow", "related")
)
_NO_TERM: Final = "sssom:NoTermFound"
_HEADER: Final = re.compile(r"^#\s*([^\s:]+)\s*:\s*\"?([^\"]*?)\"?\s*$")
_MANUAL: Final = "semapv:ManualMappingCuration"
_STATES: Final = {"unreviewed", "reviewed", "disputed"}

Link = tuple[NamedNode, NamedNode, NamedNode]
Wrong = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class Table:
    """A table of readings: its name, its graph, and what its rows may name.

    ``kind`` is what its links are called; ``subjects`` are the ``things`` that may have one.
    """

    name: str
    graph: str
    basis: NamedNode
    kind: str
    links: frozenset[NamedNode]
    things: frozenset[NamedNode]
    subjects: frozenset[NamedNode]
    objects: frozenset[NamedNode]
    sources: frozenset[NamedNode]
    object_type: NamedNode | None = None

    @property
    def file(self) -> str:
        """The file it is written in."""
        return f"graph/{self.name}.tsv"


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


def tables(vocabulary: Vocabulary, typed: Iterable[Fact]) -> tuple[Table, Table]:
    """Return the tables a house may have: readings of its things, and mappings of its concepts.

    What a mapping may point to is what ``names.ttl`` says another vocabulary defines.
    """
    typed = tuple(typed)
    things = frozenset(each.subject for each in typed)
    concepts = frozenset(
        each.subject
        for each in typed
        if isinstance(each.object, NamedNode)
        and _CONCEPT in (each.object, *vocabulary.above_class.get(each.object, ()))
    )
    foreign = {
        each.subject: each.object
        for each in vocabulary.triples
        if each.predicate == term("rdfs:isDefinedBy")
        and isinstance(each.object, NamedNode)
        and not each.subject.value.startswith(HO)
    }
    return (
        Table(
            name="tolkning",
            graph="tolkning",
            basis=DERIVED,
            kind="ho:LinkProperty",
            links=vocabulary.links,
            things=things,
            subjects=things,
            objects=things,
            sources=vocabulary.terms,
        ),
        Table(
            name="mappings",
            graph="koblinger",
            basis=term("rst:self-composed"),
            kind="skos:…Match",
            links=_MATCHES,
            things=things,
            subjects=concepts,
            objects=frozenset(foreign),
            sources=frozenset(foreign.values()),
            object_type=_CONCEPT,
        ),
    )


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


def read_readings(text: str, table: Table, stated: frozenset[Fact], base: Base) -> Readings:
    """Turn a table into readings.

    A row is at fault where it is a duplicate, names what is not there, lacks a reason, both
    affirms and denies by one author, or repeats a link that a source states.
    """
    rows, prefixes, faults = read_rows(text, table.file)
    reader = _Reader(table, prefixes, stated, base, Readings([], [], {}, faults))
    for row in rows:
        reader.read(row)
    return reader.out


class _Reader:
    def __init__(
        self,
        table: Table,
        prefixes: dict[str, str],
        stated: frozenset[Fact],
        base: Base,
        out: Readings,
    ) -> None:
        self.table = table
        self.prefixes = prefixes
        self.stated = stated
        self.base = base
        self.out = out
        self.seen: dict[tuple[NamedNode, NamedNode], Row] = {}
        self.first_author: dict[NamedNode, NamedNode] = {}
        self.first_sought: dict[tuple[NamedNode, NamedNode], NamedNode] = {}

    def read(self, row: Row) -> None:
        wrong = self.wrong(row)
        if not wrong:
            writer = self.node(row["author_id"])
            made = self.made(row)
            wrong = self.again(row, (made, writer))
        if wrong:
            self.out.faults += [
                fault(key, self.table.file, row.line, **more) for key, more in wrong
            ]
            return
        where = self.table.graph
        if self.first_author.setdefault(made, writer) != writer:
            where = f"{where}-{local(writer)}"
        self.add(row, where)

    def again(self, row: Row, key: tuple[NamedNode, NamedNode]) -> list[Wrong]:
        """Return what is wrong with a row that an earlier row or a source has said already."""
        if earlier := self.seen.get(key):
            same = earlier["predicate_modifier"] == row["predicate_modifier"]
            return [("row-duplicate" if same else "row-contradicts", {"first": earlier.line})]
        self.seen[key] = row
        repeats = Fact(*self.link(row)) in self.stated and not row["predicate_modifier"]
        return [("row-repeats-source", {})] if repeats else []

    def link(self, row: Row) -> Link:
        subject, predicate, target = (self.node(row[name]) for name in COLUMNS[:3])
        return subject, predicate, target

    def made(self, row: Row, where: str = "") -> NamedNode:
        """Return the IRI of what a row becomes."""
        subject, predicate, _ = self.link(row)
        return self.base.claim(subject, local(predicate), self.name(row), where or self.table.graph)

    def name(self, row: Row) -> str:
        """Return the end of a link as it stands in an IRI, ``eurovoc.2479`` of a foreign concept.

        Where none was found it is ``ingen``; of another vocabulary, or of a second class that was
        gone through for the same thing, it says which: ``ingen.los``, ``ingen.Measure``.
        """
        if row["object_id"] != _NO_TERM:
            return self.short(self.node(row["object_id"]))
        sought = self.node(row["object_source"])
        if not sought.value.startswith(HO):
            return f"ingen.{self.short(sought)}"
        first = self.first_sought.setdefault(self.link(row)[:2], sought)
        return "ingen" if first == sought else f"ingen.{local(sought)}"

    def short(self, node: NamedNode) -> str:
        if self.base.is_thing(node):
            return self.base.short(node)
        return curie(node.value, VOCABULARIES | self.prefixes).replace(":", ".").rstrip(".")

    def add(self, row: Row, where: str) -> None:
        confidence = str(Decimal(row["confidence"]).normalize())
        details = (
            (term("ho:reason"), Literal(row["comment"], language="nb")),
            (term("ho:reason"), Literal(row["comment_en"], language="en")),
            (term("ho:confidence"), Literal(confidence, datatype=term("xsd:decimal"))),
            (term("prov:wasAttributedTo"), self.node(row["author_id"])),
            (term("dcterms:created"), Literal(row["mapping_date"], datatype=term("xsd:date"))),
            (term("ho:reviewState"), term(f"ho:{row['review_state']}")),
        )
        subject, predicate, target = self.link(row)
        node = self.made(row, where)
        self.out.lines[node.value] = row.line
        facts: tuple[tuple[NamedNode, Node], ...]
        if row["object_id"] == _NO_TERM:
            facts = (
                (term("rdf:type"), term("ho:NoLink")),
                (term("ho:about"), subject),
                (term("ho:soughtProperty"), predicate),
                (term("ho:soughtIn"), self.node(row["object_source"])),
            )
        elif row["predicate_modifier"]:
            facts = (
                (term("rdf:type"), term("ho:Denial")),
                (term("owl:sourceIndividual"), subject),
                (term("owl:assertionProperty"), predicate),
                (term("owl:targetIndividual"), target),
            )
        else:
            link, basis = self.link(row), self.table.basis
            self.out.claims.append(Claim(*link, where, basis, details=details, name=self.name(row)))
            if self.table.object_type:
                self.out.triples.append(Fact(target, term("rdf:type"), self.table.object_type))
            return
        self.out.triples += [Fact(node, name, value) for name, value in (*facts, *details)]

    def wrong(self, row: Row) -> list[Wrong]:
        wrong = self.unknown(row)
        wrong += [
            ("row-without", {"column": column})
            for column in ("comment", "comment_en", "mapping_date", "review_state", "confidence")
            if not row[column]
        ]
        allowed = {
            "predicate_modifier": {""} if row["object_id"] == _NO_TERM else {"", "Not"},
            "mapping_justification": {_MANUAL},
            "review_state": _STATES if row["review_state"] else {""},
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
        if (row["object_id"] == _NO_TERM) != bool(row["object_source"]):
            wrong.append(("row-sought", {"column": "object_source"}))
        return wrong

    def unknown(self, row: Row) -> list[Wrong]:
        """Return what is wrong with the names in a row, each held against what it may name."""
        table = self.table
        known = {
            "subject_id": table.things,
            "object_id": table.objects | {term(_NO_TERM)},
            "author_id": table.things,
        }
        if row["object_source"] and row["object_id"] == _NO_TERM:
            known["object_source"] = table.sources
        wrong: list[Wrong] = [
            ("row-unknown-thing", {"column": column, "thing": row[column]})
            for column, them in known.items()
            if not self.among(row[column], them)
        ]
        subject, predicate = row["subject_id"], row["predicate_id"]
        if self.among(subject, table.things - table.subjects):
            wrong.append(("row-not-concept", {"thing": subject}))
        if not self.among(predicate, table.links):
            wrong.append(("row-unknown-link", {"thing": predicate, "kind": table.kind}))
        return wrong

    def among(self, cell: str, nodes: frozenset[NamedNode]) -> bool:
        iri = self.iri(cell)
        return iri is not None and NamedNode(iri) in nodes

    def iri(self, cell: str) -> str | None:
        prefix, colon, rest = cell.partition(":")
        space = self.prefixes.get(prefix) or VOCABULARIES.get(prefix)
        return space + rest if colon and space and re.fullmatch(r"[\w.-]*", rest) else None

    def node(self, cell: str) -> NamedNode:
        return NamedNode(self.iri(cell) or cell)


def _either(choices: set[str]) -> str:
    return " | ".join(each or "–" for each in sorted(choices))


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
