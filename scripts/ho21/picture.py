"""What the map shows: things and links, each with the words it rests on, as plain data."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, cast

from ho21.names import HO
from ho21.rooms import page
from ho21.store import READ, local_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import QuerySolution, QuerySolutions, Store

    from ho21.store import Dataset

Text = dict[str, str]
Basis = Literal["stated", "read", "inferred"]
Row = dict[str, str | None]

LANGUAGES: Final = ("nb", "en")


@dataclass(frozen=True, slots=True)
class Source:
    """A document that things are stated in."""

    slug: str
    label: Text
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Words of a source, verbatim, and where they stand: lines, and code points of the text."""

    quote: str
    translation: str | None
    document: Text
    source: str
    first: int
    last: int
    url: str | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """One word, number or date that a source says of a thing, and what it is.

    ``raw`` is the value as the graph writes it: ``must``, ``--11-15``, ``8``.
    """

    property: str
    label: Text
    value: Text
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Unmade:
    """A link that was weighed and denied, or sought in a class of things and not found.

    ``predicate`` is the end of the link's IRI; ``target`` is the IRI of the thing or the class,
    ``node`` that of the denial or of what was not found; ``foreign`` is a link to a concept of
    another vocabulary.
    """

    denied: bool
    label: Text
    other: Text
    reason: Text
    confidence: str
    author: Text
    review: Text
    predicate: str = ""
    target: str = ""
    node: str = ""
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A thing on the map: its kind, its names, and every statement it has.

    ``unmapped`` are the concepts of other vocabularies that were weighed or sought.
    """

    id: str
    kind: str
    label: Text
    short: Text
    statements: tuple[Statement, ...] = ()
    types: tuple[str, ...] = ()
    position: int | None = None
    facts: tuple[Fact, ...] = ()
    unmade: tuple[Unmade, ...] = ()
    unmapped: tuple[Unmade, ...] = ()

    @property
    def when(self) -> str | None:
        """The date as the graph writes it, such as ``--11-15``."""
        return next((each.value["nb"] for each in self.facts if each.property == "when"), None)


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two things: stated in a source, read by someone, or following by rule.

    ``claims`` are the IRIs of the claims that say so.
    """

    source: str
    target: str
    predicate: str
    label: Text
    basis: Basis
    reason: Text | None = None
    confidence: str | None = None
    author: Text | None = None
    review: Text | None = None
    quotes: tuple[Statement, ...] = ()
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything the page needs, sorted, with nothing of the store left in it.

    ``mappings`` are the links to concepts of other vocabularies, ``names`` what those and the
    terms are called.
    """

    title: Text
    issued: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    kinds: dict[str, Text] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    licence: str | None = None
    mappings: tuple[Link, ...] = ()
    names: dict[str, Text] = field(default_factory=dict)
    passages: dict[str, Statement] = field(default_factory=dict)


def picture(dataset: Dataset, *, stated_only: bool = False) -> Picture:
    """Return the picture of a dataset, with our readings or without."""
    return _Picturing(dataset.store(stated_only=stated_only)).run()


class _Picturing:
    """The answers to the queries in ``pages/map-*.rq``, put together."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.answers: dict[str, list[Row]] = {}
        self.names = self.texts("labels", "term", "label")

    def run(self) -> Picture:
        self.documents = self.read_documents()
        self.passages = self.read_passages()
        nodes = self.read_nodes()
        known = frozenset(each.id for each in nodes)
        house = self.texts("house", "house", "title")
        facts = next(iter(self.ask("house")), {})
        links, mappings = self.read_links(known)
        kinds = sorted({kind for each in nodes for kind in (each.kind, *each.types)})
        return Picture(
            title=next(iter(house.values()), {"nb": "", "en": ""}),
            issued=facts.get("issued") or "",
            nodes=nodes,
            links=links,
            kinds={kind: self.kind_names.get(kind, both(kind)) for kind in kinds},
            sources=tuple(self.documents[iri] for iri in sorted(self.documents)),
            licence=facts.get("licence"),
            mappings=mappings,
            names=self.names,
            passages=self.passages,
        )

    def ask(self, name: str) -> list[Row]:
        """Ask one of the map's questions, once; each row maps a variable to its text."""
        if name not in self.answers:
            found = cast("QuerySolutions", self.store.query(page(f"map-{name}.rq")))
            variables = [each.value for each in found.variables]
            self.answers[name] = [_row(solution, variables) for solution in found]
        return self.answers[name]

    def texts(self, name: str, key: str, value: str) -> dict[str, Text]:
        """Return the text in each language by term; what lacks one language borrows the other."""
        found: dict[str, Text] = defaultdict(dict)
        for row in self.ask(name):
            language = row[f"{value}@"]
            if language in LANGUAGES:
                found[row[key] or ""].setdefault(language, row[value] or "")
        return {key: both(text.get("nb"), text.get("en")) for key, text in found.items()}

    def name(self, iri: str) -> Text:
        """Return what a term is called, or the end of its IRI."""
        return self.names.get(iri) or both(last(iri))

    def read_documents(self) -> dict[str, Source]:
        labels = self.texts("documents", "document", "label")
        pages = {row["document"]: row["page"] for row in self.ask("documents") if row["page"]}
        return {
            iri: Source(last(iri), label, https(pages.get(iri))) for iri, label in labels.items()
        }

    def read_passages(self) -> dict[str, Statement]:
        found: dict[str, Statement] = {}
        for row in self.ask("passages"):
            source = self.documents.get(row["document"] or "")
            if source:
                found.setdefault(
                    row["passage"] or "",
                    Statement(
                        quote=row["quote"] or "",
                        translation=row["translation"],
                        document=source.label,
                        source=source.slug,
                        first=int(row["first"] or 0),
                        last=int(row["last"] or 0),
                        url=source.url,
                        start=place(row["passage"] or "")[0],
                        end=place(row["passage"] or "")[1],
                    ),
                )
        return found

    def read_nodes(self) -> tuple[Node, ...]:
        labels = self.texts("things", "thing", "label")
        shorts = self.texts("things", "thing", "short")
        kinds: dict[str, set[str]] = defaultdict(set)
        narrowest: dict[str, set[str]] = defaultdict(set)
        positions: dict[str, int] = {}
        self.kind_names: dict[str, Text] = {}
        for row in self.ask("things"):
            thing, kind = row["thing"] or "", last(row["class"] or "")
            kinds[thing].add(kind)
            self.kind_names[kind] = self.name(row["class"] or "")
            if row["narrowest"] == "true":
                narrowest[thing].add(kind)
            if row["position"]:
                positions[thing] = int(row["position"])
        statements: dict[str, list[str]] = defaultdict(list)
        main: dict[str, set[str]] = defaultdict(set)
        for row in self.ask("statements"):
            statements[row["thing"] or ""].append(row["passage"] or "")
            if row["main"] == "true":
                main[row["thing"] or ""].add(row["passage"] or "")
        facts = self.read_facts()
        unmade = self.read_unmade()
        return tuple(
            Node(
                id=thing,
                kind=min(narrowest[thing] or kinds[thing]),
                label=labels[thing],
                short=shorts.get(thing, labels[thing]),
                statements=self.quotes(statements[thing], main[thing]),
                types=tuple(sorted(kinds[thing])),
                position=positions.get(thing),
                facts=facts.get(thing, ()),
                unmade=tuple(x for x in unmade[thing] if not x.foreign),
                unmapped=tuple(x for x in unmade[thing] if x.foreign),
            )
            for thing in sorted(labels)
        )

    def quotes(
        self, passages: list[str], main: set[str] | frozenset[str] = frozenset()
    ) -> tuple[Statement, ...]:
        """Return the statements of some passages by source, the main one of each first."""
        found = {each: self.passages[each] for each in passages if each in self.passages}

        def order(each: str) -> tuple[str, bool, int, str]:
            return (found[each].source, each not in main, found[each].start, each)

        return tuple(found[each] for each in sorted(found, key=order))

    def read_facts(self) -> dict[str, tuple[Fact, ...]]:
        values: dict[tuple[str, str], Text] = {}
        raw: dict[tuple[str, str], str] = {}
        for row in self.ask("facts"):
            key = (row["thing"] or "", row["property"] or "")
            value = row["value"] or ""
            language = row["value@"]
            raw.setdefault(key, last(value))
            if language is None:
                values.setdefault(key, self.names.get(value) or both(value))
            elif language in LANGUAGES:
                values[key] = values.get(key, both(value)) | {language: value}
        facts: dict[str, list[Fact]] = defaultdict(list)
        for thing, iri in sorted(values):
            facts[thing].append(
                Fact(last(iri), self.name(iri), values[thing, iri], raw[thing, iri])
            )
        return {thing: tuple(each) for thing, each in facts.items()}

    def read_unmade(self) -> dict[str, list[Unmade]]:
        reasons = self.texts("unmade", "node", "reason")
        unmade: dict[str, list[Unmade]] = defaultdict(list)
        for row in self.ask("unmade"):
            reason = reasons.pop(row["node"] or "", None)
            if reason:
                unmade[row["thing"] or ""].append(
                    Unmade(
                        denied=row["denied"] == "true",
                        label=self.name(row["predicate"] or ""),
                        other=self.name(row["other"] or ""),
                        reason=reason,
                        confidence=row["confidence"] or "",
                        author=self.name(row["author"] or ""),
                        review=self.name(row["review"] or ""),
                        predicate=last(row["predicate"] or ""),
                        target=row["other"] or "",
                        node=row["node"] or "",
                        foreign=not (row["predicate"] or "").startswith(HO),
                    )
                )
        return unmade

    def read_links(self, known: frozenset[str]) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
        """Return the links between things, and those from a thing to another vocabulary."""
        claims: dict[tuple[str, ...], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in self.ask("links"):
            ends = (row["source"] or "", row["predicate"] or "", row["target"] or "")
            basis = basis_of(row["graph"] or "")
            if ends[0] in known:
                author = row["claim"] if basis == "read" else None
                claims[(*ends, basis, author or "")][row["claim"] or ""].append(row)
        links = [self.link(key, claims[key]) for key in sorted(claims)]
        return (
            tuple(each for each in links if each.target in known),
            tuple(each for each in links if each.target not in known),
        )

    def link(self, key: tuple[str, ...], claims: Mapping[str, list[Row]]) -> Link:
        source, predicate, target, basis, _ = key
        rows = [row for claim in sorted(claims) for row in claims[claim]]
        reasons = {row["reason@"]: row["reason"] for row in rows if row["reason"]}
        first = {name: next((row[name] for row in rows if row[name]), None) for name in rows[0]}
        return Link(
            source=source,
            target=target,
            predicate=last(predicate),
            label=self.name(predicate),
            basis=_BASES[basis],
            reason=both(reasons.get("nb"), reasons.get("en")) if reasons else None,
            confidence=first["confidence"],
            author=self.name(first["author"]) if first["author"] else None,
            review=self.name(first["review"]) if first["review"] else None,
            quotes=self.quotes([row["passage"] for row in rows if row["passage"]]),
            claims=tuple(sorted(claims)),
        )


def _row(solution: QuerySolution, variables: list[str]) -> Row:
    row: Row = {}
    for variable in variables:
        value = solution[variable]
        row[variable] = None if value is None else value.value
        row[f"{variable}@"] = getattr(value, "language", None)
    return row


_BASES: Final[dict[str, Basis]] = {"stated": "stated", "read": "read", "inferred": "inferred"}


def basis_of(graph: str) -> Basis:
    """Return the basis of the claims in a named graph, told by the graph alone."""
    if "/graph/slutning" in graph:
        return "inferred"
    return "read" if local_name(graph) in READ else "stated"


def both(nb: str | None, en: str | None = None) -> Text:
    """Return a text in both languages; where one is missing it borrows the other."""
    return {"nb": nb or en or "", "en": en or nb or ""}


def last(iri: str) -> str:
    """Return the last part of an IRI, after ``#`` or ``/``."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def place(passage: str) -> tuple[int, int]:
    """Return where in the text a passage starts and ends, from its IRI."""
    found = re.search(r"#char=(\d+),(\d+)$", passage)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def https(url: str | None) -> str | None:
    """Return the address where it is one that a page may safely link to."""
    return url if url and url.startswith("https://") else None
