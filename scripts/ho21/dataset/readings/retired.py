"""Retired addresses: what took the place of each thing that is gone, and since which edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.errors import Fault, fault
from ho21.rdf.namespaces import Fact, curie, facts_about, is_iri, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ho21.dataset.readings.rows import MappingRow
    from ho21.rdf.namespaces import Base

NAME: Final = "utgatt"
COLUMNS: Final = ("old", "new", "edition")
REPLACED_BY: Final = term("dcterms:isReplacedBy")
_FILE: Final = f"graph/{NAME}.tsv"
DEPRECATED: Final = term("owl:deprecated")
_EDITION: Final = term("owl:versionInfo")
_TRUE: Final = Literal("true", datatype=term("xsd:boolean"))
# What only stands in a text has no page that could be gone.
_PARTS: Final = ("pastand/", "utelatt/")


@dataclass(frozen=True)
class Retired:
    """An address that is gone since an edition; ``new`` is empty where nothing took its place."""

    old: str
    new: str
    edition: str

    def facts(self) -> Iterator[Fact]:
        """Yield what is said of the address: it is no thing, so it has no class and no name."""
        old = NamedNode(self.old)
        yield from facts_about(
            old, ("owl:deprecated", _TRUE), ("owl:versionInfo", Literal(self.edition))
        )
        if self.new:
            yield Fact(old, REPLACED_BY, NamedNode(self.new))


def retired_in(facts: Iterable[Fact]) -> dict[str, Retired]:
    """Return the addresses that facts say are gone, in order."""
    told = [each for each in facts if each.predicate in {DEPRECATED, _EDITION, REPLACED_BY}]
    gone = {each.subject for each in told if each.predicate == DEPRECATED}
    said = {(each.subject, each.predicate): each.object.value for each in told}
    return {
        old.value: Retired(
            old.value, said.get((old, REPLACED_BY), ""), said.get((old, _EDITION), "")
        )
        for old in sorted(gone, key=lambda each: each.value)
    }


def has_page(iri: str, base: Base) -> bool:
    """Say whether an address is that of a thing or document, which has a page of its own."""
    path = iri.removeprefix(base.iri).partition("/")[2]
    plain = path and not path.startswith(_PARTS) and not path.endswith((".txt", "/"))
    return bool(plain) and base.is_thing(NamedNode(iri))


def successor(iri: str, retired: Mapping[str, Retired]) -> str:
    """Return what now stands for an address, at the end of all that replaced each other."""
    seen = set()
    while iri in retired and iri not in seen:
        seen.add(iri)
        iri = retired[iri].new
    return "" if iri in seen else iri


def read_retired(
    rows: Iterable[MappingRow], base: Base, homes: Mapping[NamedNode, str]
) -> tuple[dict[str, Retired], list[Fault]]:
    """Return the addresses that a table says are gone, and what is wrong with its rows.

    ``homes`` are the things that there are, each with the file that describes it.
    """
    reader = _Retirements(base, homes)
    for row in rows:
        reader.row(row)
    for at in reader.lines:
        reader.end(at)
    return reader.found, sorted(reader.faults)


class _Retirements:
    def __init__(self, base: Base, homes: Mapping[NamedNode, str]) -> None:
        self.base = base
        self.homes = {each.value: file for each, file in homes.items()}
        self.found: dict[str, Retired] = {}
        self.lines: dict[str, int] = {}
        self.faults: list[Fault] = []

    def row(self, row: MappingRow) -> None:
        """Keep what a row says, or what is wrong with it by itself."""
        cells = {name: row[name] for name in COLUMNS}
        nodes = {name: self.address(cells[name]) for name in COLUMNS[:2]}
        wrong = [name for name, iri in nodes.items() if not iri and (cells[name] or name == "old")]
        for name in wrong:
            self.wrong(row.line, "retired-address", column=name, cell=cells[name])
        if not cells["edition"]:
            self.wrong(row.line, "retired-edition", thing=cells["old"])
        old = nodes["old"]
        if wrong or not old:
            return
        if old in self.found:
            self.wrong(row.line, "retired-twice", thing=self.called(old), other=self.lines[old])
        elif old in self.homes:
            self.wrong(row.line, "retired-in-use", thing=self.called(old), home=self.homes[old])
        else:
            self.found[old] = Retired(old, nodes["new"] or "", cells["edition"])
            self.lines[old] = row.line

    def end(self, old: str) -> None:
        """Tell where an address leads to none that there is, or back to itself."""
        new = self.found[old].new
        names = {"thing": self.called(old), "other": self.called(new) if new else ""}
        if new and new not in self.homes and new not in self.found:
            self.wrong(self.lines[old], "retired-unknown", **names)
        way = [old]
        while (new := self.found[way[-1]].new) in self.found and new not in way:
            way.append(new)
        if new == old:  # a way that only runs into a ring is told at the ring itself
            self.wrong(self.lines[old], "retired-ring", **names)

    def address(self, cell: str) -> str | None:
        """Return the address of a thing or document that a cell names, whole or with a prefix."""
        prefix, _, rest = cell.partition(":")
        space = self.base.prefixes().get(prefix)
        iri = f"{space}{rest}" if space else cell
        return iri if is_iri(iri) and has_page(iri, self.base) else None

    def called(self, iri: str) -> str:
        return curie(iri, self.base.prefixes())

    def wrong(self, line: int, key: str, **names: object) -> None:
        self.faults.append(fault(key, _FILE, line, **names))
