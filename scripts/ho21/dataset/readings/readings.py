"""Our readings: rows of SSSOM tables that become claims, denials and no-links, never facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.dataset.claims import INTERPRETED, RESTS_TOO, Claim
from ho21.dataset.integrity import is_placeholder
from ho21.dataset.readings.retired import successors
from ho21.dataset.readings.rows import FORM, columns_in, reasons
from ho21.errors import LANGUAGES, MOST_FAULTS, fault
from ho21.rdf.namespaces import HO, VOCABULARIES, Fact, curie, local, term
from ho21.text import LONGEST_CELL, code_points, fits_cell, indistinct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ho21.dataset.readings.retired import Retired
    from ho21.dataset.readings.rows import MappingRow, MappingRows
    from ho21.dataset.readings.words import Words
    from ho21.dataset.vocabulary import Vocabulary
    from ho21.rdf.namespaces import Base

TABLES: Final = ("tolkning", "mappings")
_CONFIDENCE: Final = re.compile(r"0(\.\d{1,2})?|1(\.0{1,2})?", re.ASCII)
_CONCEPT: Final = term("skos:Concept")
_MATCHES: Final = frozenset(
    term(f"skos:{each}Match") for each in ("broad", "close", "exact", "narrow", "related")
)
_SUBJECT: Final = term("dcterms:subject")  # what says something is about a concept, and is none
_NO_TERM: Final = "sssom:NoTermFound"
Ends = tuple[NamedNode, NamedNode, NamedNode]
Wrong = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class MappingTable:
    """A table of readings: its name, its graph, and what its rows may name.

    ``kind`` is what its links are called; ``subjects`` are the ``things`` that may have one,
    ``reviewers`` the persons who may have looked it over, none who reads for the project, and
    ``retired`` the addresses that are gone.
    """

    name: str
    graph: str
    kind: str
    links: frozenset[NamedNode]
    things: frozenset[NamedNode]
    subjects: frozenset[NamedNode]
    objects: frozenset[NamedNode]
    sources: frozenset[NamedNode]
    reviewers: frozenset[NamedNode]
    retired: Mapping[str, Retired]
    object_type: NamedNode | None = None

    @property
    def file(self) -> str:
        """The file it is written in."""
        return f"graph/{self.name}.tsv"


def tables(
    vocabulary: Vocabulary,
    typed: Iterable[Fact],
    written: Iterable[MappingRows],
    retired: Mapping[str, Retired],
) -> tuple[MappingTable, MappingTable]:
    """Return the tables a project may have: readings of its things, and mappings of its concepts.

    What a mapping may point to is what ``names.ttl`` says another vocabulary defines; whoever has
    ``written`` a row of either table is a reader of the project.
    """
    typed = tuple(typed)
    things = frozenset(each.subject for each in typed)
    concepts, people = (
        frozenset(
            each.subject
            for each in typed
            if isinstance(each.object, NamedNode)
            and kind in (each.object, *vocabulary.above_class.get(each.object, ()))
        )
        for kind in (_CONCEPT, term(FORM["reviewers"]))
    )
    readers = {rows.node(row["author_id"]) for rows in written for row in rows.rows}
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
            kind="ho:LinkProperty",
            links=vocabulary.links,
            things=things,
            subjects=things,
            objects=things,
            sources=vocabulary.terms,
            reviewers=people - readers,
            retired=retired,
        ),
        MappingTable(
            name="mappings",
            graph="koblinger",
            kind="skos:…Match / dcterms:subject",
            links=_MATCHES | {_SUBJECT},
            things=things,
            subjects=concepts,
            objects=frozenset(foreign),
            sources=frozenset(foreign.values()),
            reviewers=people - readers,
            retired=retired,
            object_type=_CONCEPT,
        ),
    )


class Readings:
    """The readings of a table as claims and as triples, the lines they stand on, and faults.

    A row is at fault where it is a duplicate, names what is not there, lacks a reason, rests on
    words that are not there, both affirms and denies by one author, or repeats a link that a
    source states.
    """

    def __init__(
        self,
        rows: MappingRows,
        table: MappingTable,
        stated: frozenset[Fact],
        words: Words,
        base: Base,
        languages: tuple[str, ...] = LANGUAGES,
    ) -> None:
        self._prefixes, self._node, self.faults = rows.prefixes, rows.node, [*rows.faults]
        self._columns, self._reasons = columns_in(languages), reasons(languages)
        self._words = words
        self.table = table
        self.claims: list[Claim] = []
        self.triples: list[Fact] = []
        self.lines: dict[str, int] = {}
        self._stated = stated
        self._base = base
        # Made once: a table has as many rows as there are things.
        self._named = {
            "subject_id": table.things,
            "object_id": table.objects | {term(_NO_TERM)},
            "author_id": table.things,
        }
        self._without_matches = table.things - table.subjects
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
        subject, predicate, target = (self._node(row[name]) for name in self._columns[:3])
        return subject, predicate, target

    def _ends(self, row: MappingRow) -> tuple[NamedNode, NamedNode]:
        """Return the two things that a row ties together; the second may be none of ours."""
        subject, _, target = self._link(row)
        return subject, target

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
        details: tuple[tuple[NamedNode, NamedNode | Literal], ...] = (
            *(
                (term("ho:reason"), Literal(row[name], language=lang))
                for lang, name in self._reasons.items()
            ),
            (term("ho:confidence"), Literal(confidence, datatype=term("xsd:decimal"))),
            (term("prov:wasAttributedTo"), writer),
            (term("dcterms:created"), Literal(row["mapping_date"], datatype=term("xsd:date"))),
            (term("ho:reviewState"), term(f"ho:{row['review_state']}")),
            *self._reviewed(row),
        )
        passages = self._words.passages(row["rests_on"], *self._ends(row))
        self.triples += self._words.triples(passages, self._base)
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
            name = self._name(row)
            claim = Claim(*link, where, passages, (), details, name, interpreted=True)
            self.claims.append(claim)
            if self.table.object_type:
                self.triples.append(Fact(target, term("rdf:type"), self.table.object_type))
            return
        facts["ho:standing"] = INTERPRETED
        self.triples += [Fact(node, term(name), value) for name, value in facts.items()]
        self.triples += [Fact(node, RESTS_TOO, each.iri(self._base)) for each in passages]
        self.triples += [Fact(node, name, value) for name, value in details]

    def _reviewed(self, row: MappingRow) -> tuple[tuple[NamedNode, NamedNode | Literal], ...]:
        """Return who looked a row over and when, in the words of SSSOM."""
        if not row["reviewed_by"]:
            return ()
        day = Literal(row["reviewed_on"], datatype=term("xsd:date"))
        reviewer = self._node(row["reviewed_by"])
        return (term("sssom:reviewer_id"), reviewer), (term("sssom:review_date"), day)

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
            for each in (*self._reasons.values(), *FORM["required"])
            if not row[each] or is_placeholder(row[each])
        ]
        wrong += self._words.wrong(row)
        if not row["rests_on"] and not wrong and not self._words.passages("", *self._ends(row)):
            wrong.append(("rests-nowhere", {}))
        choices = FORM["choices"]
        if row["object_id"] == _NO_TERM:
            choices = choices | {"predicate_modifier": [""]}
        held = {
            column: (row[column] in may, " | ".join(each or "–" for each in may))
            for column, may in choices.items()
        } | {
            "confidence": (_CONFIDENCE.fullmatch(row["confidence"]), "0–1"),
            "mapping_date": (_is_date(row["mapping_date"]), "YYYY-MM-DD"),
            "reviewed_on": (_is_date(row["reviewed_on"]), "YYYY-MM-DD"),
        }
        wrong += [
            ("row-value", {"column": column, "value": row[column], "wanted": held[column][1]})
            for column in self._columns
            if column in held and not held[column][0]
            if row[column] or (column in choices and column not in FORM["required"])
        ]
        if (row["object_id"] == _NO_TERM) != bool(row["object_source"]):
            wrong.append(("row-sought", {"column": "object_source"}))
        return wrong + self._unreviewed(row)

    def _unreviewed(self, row: MappingRow) -> list[Wrong]:
        """Return what is wrong with a review: it has a person and a day, or it is none."""
        by, on, state = (row[name] for name in ("reviewed_by", "reviewed_on", "review_state"))
        wrong: list[Wrong] = []
        if bool(by) != bool(on):
            wrong.append(("review-half", {}))
        if by and self._node(by) not in self.table.reviewers:
            wrong.append(("review-ours", {"person": by}))
        if (state == "reviewed" and not (by or on)) or (state == "unreviewed" and by and on):
            wrong.append(("review-state", {"state": state}))
        return wrong

    def _unknown(self, row: MappingRow) -> list[Wrong]:
        """Return what is wrong with the names in a row, each held against what it may name."""
        table = self.table
        known = dict(self._named)
        if row["object_source"] and row["object_id"] == _NO_TERM:
            known["object_source"] = table.sources
        wrong: list[Wrong] = [
            self._unknown_thing(column, row[column])
            for column, them in known.items()
            if self._node(row[column]) not in them
        ]
        subject, predicate = row["subject_id"], row["predicate_id"]
        alike = self._node(predicate) in _MATCHES
        if alike and self._node(subject) in self._without_matches:
            wrong.append(("row-not-concept", {"thing": subject}))
        if self._node(predicate) not in table.links:
            wrong.append(("row-unknown-link", {"thing": predicate, "kind": table.kind}))
        return wrong

    def _unknown_thing(self, column: str, cell: str) -> Wrong:
        """Return that a cell names no thing, or what now stands for the one that it named."""
        node, named = self._node(cell), {"column": column, "thing": cell}
        new = successors(node.value, self.table.retired) if node else ()
        if not node or new == (node.value,):
            return "row-unknown-thing", {**named}
        if not new:
            return "row-retired-gone", {**named}
        called = (self._base.called(NamedNode(each)) for each in new)
        return "row-retired-thing", {**named, "new": ", ".join(called)}


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
