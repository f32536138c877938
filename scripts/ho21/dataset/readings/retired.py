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
    from ho21.rdf.namespaces import Base, Node

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
    """An address that is gone since an edition, and what took its place: nothing, one or more."""

    old: str
    new: tuple[str, ...]
    edition: str

    def facts(self) -> Iterator[Fact]:
        """Yield what is said of the address: it is no thing, so it has no class and no name."""
        old = NamedNode(self.old)
        yield from facts_about(
            old, ("owl:deprecated", _TRUE), ("owl:versionInfo", Literal(self.edition))
        )
        yield from (Fact(old, REPLACED_BY, NamedNode(each)) for each in self.new)

    def rows(self) -> list[list[str]]:
        """Return its rows in a table of them: one for each that took its place, or one alone."""
        return [[self.old, each, self.edition] for each in self.new or ("",)]


def retired_in(facts: Iterable[Fact]) -> dict[str, Retired]:
    """Return the addresses that facts say are gone, in order."""
    told = [each for each in facts if each.predicate in {DEPRECATED, _EDITION, REPLACED_BY}]
    gone = {each.subject for each in told if each.predicate == DEPRECATED}
    said: dict[tuple[Node, NamedNode], list[str]] = {}
    for each in told:
        said.setdefault((each.subject, each.predicate), []).append(each.object.value)
    return {
        old.value: Retired(
            old.value,
            tuple(sorted(said.get((old, REPLACED_BY), ()))),
            said.get((old, _EDITION), [""])[0],
        )
        for old in sorted(gone, key=lambda each: each.value)
    }


def has_page(iri: str, base: Base) -> bool:
    """Say whether an address is that of a thing or document, which has a page of its own."""
    path = iri.removeprefix(base.iri).partition("/")[2]
    plain = path and not path.startswith(_PARTS) and not path.endswith((".txt", "/"))
    return bool(plain) and base.is_thing(NamedNode(iri))


def successors(iri: str, retired: Mapping[str, Retired]) -> tuple[str, ...]:
    """Return what now stands for an address, at the end of all that replaced each other."""
    way = _way(iri, retired)
    return tuple(each for each in way if each not in retired)


def _way(iri: str, retired: Mapping[str, Retired]) -> dict[str, None]:
    """Return an address and all that it leads to, each once, the nearest first."""
    way = [iri]
    for each in way:
        more = retired[each].new if each in retired else ()
        way += (new for new in more if new not in way)
    return dict.fromkeys(way)


def read_retired(
    rows: Iterable[MappingRow], base: Base, homes: Mapping[NamedNode, str]
) -> tuple[dict[str, Retired], list[Fault]]:
    """Return the addresses that a table says are gone, and what is wrong with its rows.

    ``homes`` are the things that there are, each with the file that describes it.
    """
    reader = _Retirements(base, homes)
    for row in rows:
        reader.row(row)
    for old, new in reader.lines:
        reader.end(old, new)
    return reader.found, sorted(reader.faults)


class _Retirements:
    def __init__(self, base: Base, homes: Mapping[NamedNode, str]) -> None:
        self.base = base
        self.homes = {each.value: file for each, file in homes.items()}
        self.found: dict[str, Retired] = {}
        self.lines: dict[tuple[str, str], int] = {}
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
        old, new = nodes["old"], nodes["new"] or ""
        if wrong or not old:
            return
        known = self.found.get(old, Retired(old, (), cells["edition"]))
        if old in self.found and (
            not (new and known.new) or new in known.new or known.edition != cells["edition"]
        ):
            other = next(line for (gone, _), line in self.lines.items() if gone == old)
            self.wrong(row.line, "retired-twice", thing=self.called(old), other=other)
        elif old in self.homes:
            self.wrong(row.line, "retired-in-use", thing=self.called(old), home=self.homes[old])
        else:
            now = (*known.new, new) if new else ()
            self.found[old] = Retired(old, now, known.edition)
            self.lines[old, new] = row.line

    def end(self, old: str, new: str) -> None:
        """Tell where an address leads to none that there is, or back to itself."""
        names = {"thing": self.called(old), "other": self.called(new) if new else ""}
        if new and new not in self.homes and new not in self.found:
            self.wrong(self.lines[old, new], "retired-unknown", **names)
        # A way that only runs into a ring is told at the ring itself.
        if old in _way(new, self.found):
            self.wrong(self.lines[old, new], "retired-ring", **names)

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
