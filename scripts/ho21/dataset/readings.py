"""Our readings: rows of SSSOM tables that become claims, denials and no-links, never facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import Literal, NamedNode

from ho21.dataset.claims import DERIVED, INTERPRETED, Claim
from ho21.dataset.integrity import is_placeholder
from ho21.errors import MOST_FAULTS, Fault, fault
from ho21.rdf.namespaces import HO, VOCABULARIES, Fact, curie, is_iri, local, term
from ho21.resources import messages
from ho21.text import LONGEST_CELL, code_points, fits_cell, indistinct

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ho21.dataset.vocabulary import Vocabulary
    from ho21.rdf.namespaces import Base

_TABLE: Final = messages("dataset/readings.toml")
COLUMNS: Final[tuple[str, ...]] = tuple(_TABLE["columns"])
TABLES: Final = ("tolkning", "mappings")
_CONFIDENCE: Final = re.compile(r"0(\.\d{1,2})?|1(\.0{1,2})?", re.ASCII)
_CONCEPT: Final = term("skos:Concept")
_MATCHES: Final = frozenset(
    term(f"skos:{each}Match") for each in ("broad", "close", "exact", "narrow", "related")
)
_SUBJECT: Final = term("dcterms:subject")  # what says something is about a concept, and is none
_NOTHING: Final = NamedNode("urn:x-ho21:nothing")
_NO_TERM: Final = "sssom:NoTermFound"
# A cell as CSV quotes it: those quotation marks are the table's, or so another reader would think.
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"?')
_LINE: Final = re.compile(r"^.*$", re.MULTILINE)
_HEADER: Final = re.compile(r"^#\s*([^\s:]+)\s*:\s*\"?([^\"]*?)\"?\s*$")

Ends = tuple[NamedNode, NamedNode, NamedNode]
Wrong = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class MappingTable:
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
class MappingRow:
    """One reading as written: the line it stands on and its columns by name."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell, empty where nothing is written."""
        return self.cells[column]


def tables(vocabulary: Vocabulary, typed: Iterable[Fact]) -> tuple[MappingTable, MappingTable]:
    """Return the tables a project may have: readings of its things, and mappings of its concepts.

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
        MappingTable(
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
        MappingTable(
            name="mappings",
            graph="koblinger",
            basis=term("rst:self-composed"),
            kind="skos:…Match / dcterms:subject",
            links=_MATCHES | {_SUBJECT},
            things=things,
            subjects=concepts,
            objects=frozenset(foreign),
            sources=frozenset(foreign.values()),
            object_type=_CONCEPT,
        ),
    )


class MappingRows(NamedTuple):
    """The rows of a table, the prefixes of its ``curie_map``, and what was wrong with a row."""

    rows: list[MappingRow]
    prefixes: dict[str, str]
    faults: list[Fault]


def read_rows(
    text: str, file: str, known: dict[str, str] = VOCABULARIES
) -> MappingRows | list[Fault]:
    """Return the rows of a table, or what is wrong with its prefixes and its columns.

    ``known`` are the addresses that prefixes have everywhere. Where more rows are wrong than are
    told, the table is not read on.
    """
    read = MappingRows([], {}, [])
    strange: list[Fault] = []
    headed = False
    for number, found in enumerate(_LINE.finditer(text), 1):
        line = found[0]
        if line.startswith("#"):
            strange += _prefix(line, file, number, read.prefixes, known)
        elif headed:
            _row(line, file, number, read)
        elif _cells(line) == COLUMNS:
            headed = True
        else:
            return [*strange, _misheaded(line, text, file, number)]
        if len(strange) + len(read.faults) > MOST_FAULTS:
            return [*strange, *read.faults]
    return strange or (read if headed else [_misheaded("", text, file, number)])


def _row(line: str, file: str, number: int, read: MappingRows) -> None:
    """Add the row that a line is, or what is wrong with it; a blank line is none."""
    cells = _cells(line)
    quoted = next((cell for cell in cells if _QUOTED.fullmatch(cell)), None)
    if quoted is not None:
        read.faults.append(fault("quoted-cells", file, number, cell=quoted.strip('"')))
    elif line.strip() and len(cells) != len(COLUMNS):
        wanted = len(COLUMNS)
        read.faults.append(fault("wrong-cells", file, number, found=len(cells), wanted=wanted))
    elif line.strip():
        read.rows.append(MappingRow(number, dict(zip(COLUMNS, cells, strict=True))))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split("\t"))


def _prefix(
    line: str, file: str, number: int, prefixes: dict[str, str], known: dict[str, str]
) -> list[Fault]:
    """Add the prefix that a line of a table's ``curie_map`` has; return what is wrong with it."""
    match = _HEADER.match(line)
    if not match or not match[2].startswith(("http:", "https:")):
        return []
    prefix, address = match.groups()
    prefixes[prefix] = address
    if not is_iri(address):
        return [fault("table-prefix", file, number, prefix=prefix, address=address)]
    if known.get(prefix, address) != address:
        told = {"prefix": f"{prefix}:", "address": address, "known": known[prefix]}
        return [fault("prefix-other", file, number, **told)]
    return []


def _misheaded(line: str, text: str, file: str, number: int) -> Fault:
    """Return what is wrong with a line that was to name the columns."""
    if not line.strip():
        lines = (found[0] for found in _LINE.finditer(text))
        if any(each.strip() and not each.startswith("#") for each in lines):
            return fault("columns-blank", file, number)
        return fault("table-empty", file, number, columns=" ".join(COLUMNS))
    cells = _cells(line)
    bare = [cell.strip('"') for cell in cells]
    for sign in _TABLE["separators"]:
        parts = [part.strip(' "') for cell in cells for part in cell.split(sign)]
        if {*filter(None, parts)} <= {*COLUMNS} and len(parts) > len(cells):
            named = f"U+{ord(sign):04X}" if sign.isspace() else sign
            return fault("wrong-separator", file, number, sign=named)
    if tuple(bare) == COLUMNS:
        quoted = next(cell for cell in cells if cell not in COLUMNS)
        return fault("quoted-cells", file, number, cell=quoted.strip('"'))
    missing = ", ".join(each for each in COLUMNS if each not in cells) or "–"
    extra = ", ".join(each or '""' for each in cells if each not in COLUMNS) or "–"
    wanted = " ".join(COLUMNS)
    return fault("wrong-columns", file, number, missing=missing, extra=extra, columns=wanted)


class Readings:
    """The readings of a table as claims and as triples, the lines they stand on, and faults.

    A row is at fault where it is a duplicate, names what is not there, lacks a reason, both
    affirms and denies by one author, or repeats a link that a source states.
    """

    def __init__(
        self, rows: MappingRows, table: MappingTable, stated: frozenset[Fact], base: Base
    ) -> None:
        self._prefixes, self.faults = rows.prefixes, [*rows.faults]
        self.table = table
        self.claims: list[Claim] = []
        self.triples: list[Fact] = []
        self.lines: dict[str, int] = {}
        self._stated = stated
        self._base = base
        self._seen: dict[tuple[NamedNode, NamedNode], MappingRow] = {}
        self._first_author: dict[NamedNode, NamedNode] = {}
        self._first_sought: dict[tuple[NamedNode, NamedNode], NamedNode] = {}
        for row in rows.rows:
            if len(self.faults) > MOST_FAULTS:
                break
            wrong = self._wrong(row) or self._again(row)
            self.faults += [fault(key, table.file, row.line, **more) for key, more in wrong]
            if not wrong:
                self._add(row)

    def _again(self, row: MappingRow) -> list[Wrong]:
        """Return what is wrong with a row that an earlier row or a source has said already."""
        key = self._made(row, self.table.graph), self._node(row["author_id"])
        if earlier := self._seen.get(key):
            same = earlier["predicate_modifier"] == row["predicate_modifier"]
            return [("row-duplicate" if same else "row-contradicts", {"first": earlier.line})]
        self._seen[key] = row
        repeats = Fact(*self._link(row)) in self._stated and not row["predicate_modifier"]
        return [("row-repeats-source", {})] if repeats else []

    def _link(self, row: MappingRow) -> Ends:
        subject, predicate, target = (self._node(row[name]) for name in COLUMNS[:3])
        return subject, predicate, target

    def _made(self, row: MappingRow, where: str) -> NamedNode:
        """Return the IRI of what a row becomes."""
        subject, predicate, _ = self._link(row)
        return self._base.claim(subject, local(predicate), self._name(row), where)

    def _name(self, row: MappingRow) -> str:
        """Return the end of a link as it stands in an IRI, ``eurovoc.2479`` of a foreign concept.

        Where none was found it is ``ingen``; of another vocabulary, or of a second class that was
        gone through for the same thing, it says which: ``ingen.los``, ``ingen.Measure``.
        """
        if row["object_id"] != _NO_TERM:
            return self._short(self._node(row["object_id"]))
        sought = self._node(row["object_source"])
        if not sought.value.startswith(HO):
            return f"ingen.{self._short(sought)}"
        first = self._first_sought.setdefault(self._link(row)[:2], sought)
        return "ingen" if first == sought else f"ingen.{local(sought)}"

    def _short(self, node: NamedNode) -> str:
        if self._base.is_thing(node):
            return self._base.short(node)
        return curie(node.value, VOCABULARIES | self._prefixes).replace(":", ".").rstrip(".")

    def _add(self, row: MappingRow) -> None:
        """Add what a row becomes; the second author of one is named in its IRI."""
        writer, where = self._node(row["author_id"]), self.table.graph
        if self._first_author.setdefault(self._made(row, where), writer) != writer:
            where = f"{where}-{local(writer)}"
        confidence = str(Decimal(row["confidence"]).normalize())
        details = (
            (term("ho:reason"), Literal(row["comment"], language="nb")),
            (term("ho:reason"), Literal(row["comment_en"], language="en")),
            (term("ho:confidence"), Literal(confidence, datatype=term("xsd:decimal"))),
            (term("prov:wasAttributedTo"), writer),
            (term("dcterms:created"), Literal(row["mapping_date"], datatype=term("xsd:date"))),
            (term("ho:reviewState"), term(f"ho:{row['review_state']}")),
        )
        subject, predicate, target = link = self._link(row)
        node = self._made(row, where)
        self.lines[node.value] = row.line
        if row["object_id"] == _NO_TERM:
            facts = {
                "rdf:type": term("ho:NoLink"),
                "ho:about": subject,
                "ho:soughtProperty": predicate,
                "ho:soughtIn": self._node(row["object_source"]),
            }
        elif row["predicate_modifier"]:
            facts = {
                "rdf:type": term("ho:Denial"),
                "owl:sourceIndividual": subject,
                "owl:assertionProperty": predicate,
                "owl:targetIndividual": target,
            }
        else:
            basis, name = self.table.basis, self._name(row)
            claim = Claim(*link, where, basis, details=details, name=name, interpreted=True)
            self.claims.append(claim)
            if self.table.object_type:
                self.triples.append(Fact(target, term("rdf:type"), self.table.object_type))
            return
        facts["ho:standing"] = INTERPRETED
        self.triples += [Fact(node, term(name), value) for name, value in facts.items()]
        self.triples += [Fact(node, name, value) for name, value in details]

    def _wrong(self, row: MappingRow) -> list[Wrong]:
        for column, cell in row.cells.items():
            if (at := indistinct(cell)) >= 0 and column != "rests_on":
                sign = {"sign": code_points(cell, at), "at": at + 1}
                return [("row-indistinct", {"column": column, **sign})]
            if not fits_cell(cell):
                return [("row-too-long", {"column": column, "limit": LONGEST_CELL})]
        wrong = self._unknown(row)
        wrong += [
            ("row-without", {"column": each})
            for each in _TABLE["required"]
            if not row[each] or is_placeholder(row[each])
        ]
        choices = _TABLE["choices"]
        if row["object_id"] == _NO_TERM:
            choices = choices | {"predicate_modifier": [""]}
        held = {
            column: (row[column] in may, " | ".join(each or "–" for each in may))
            for column, may in choices.items()
        } | {
            "confidence": (_CONFIDENCE.fullmatch(row["confidence"]), "0–1"),
            "mapping_date": (_is_date(row["mapping_date"]), "YYYY-MM-DD"),
        }
        wrong += [
            ("row-value", {"column": column, "value": row[column], "wanted": held[column][1]})
            for column in COLUMNS
            if column in held and not held[column][0]
            if row[column] or column not in _TABLE["required"]
        ]
        if (row["object_id"] == _NO_TERM) != bool(row["object_source"]):
            wrong.append(("row-sought", {"column": "object_source"}))
        return wrong

    def _unknown(self, row: MappingRow) -> list[Wrong]:
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
            if self._node(row[column]) not in them
        ]
        subject, predicate = row["subject_id"], row["predicate_id"]
        alike = self._node(predicate) in _MATCHES
        if alike and self._node(subject) in table.things - table.subjects:
            wrong.append(("row-not-concept", {"thing": subject}))
        if self._node(predicate) not in table.links:
            wrong.append(("row-unknown-link", {"thing": predicate, "kind": table.kind}))
        return wrong

    def _node(self, cell: str) -> NamedNode:
        """Return what a prefixed name stands for; what is none stands for nothing we know."""
        prefix, colon, rest = cell.partition(":")
        space = self._prefixes.get(prefix) or VOCABULARIES.get(prefix)
        fits = colon and space and re.fullmatch(r"[\w.-]*", rest)
        return NamedNode(f"{space}{rest}") if fits else _NOTHING


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
