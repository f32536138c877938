"""What the pages tell of things, documents and graphs, gathered from picture and dataset."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from ho21.answer import norwegian
from ho21.captured import Span
from ho21.draw import settings
from ho21.leaf import date, number, words
from ho21.names import HO, term
from ho21.picture import Node, Source, both, https, last, picture
from ho21.store import READ, local_name
from ho21.ties import Ties
from ho21.unsaid import unsaid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ho21.account import Coverage
    from ho21.names import Fact
    from ho21.picture import Basis, Link, Statement, Text, Unmade
    from ho21.store import Dataset
    from ho21.ties import Bunch, Refused
    from ho21.unsaid import Gap

Row = tuple[str, str, str | None]

_DATES: Final = frozenset({"when", "created", "issued", "modified"})
_MORE: Final = (
    "skos:altLabel",
    "foaf:homepage",
    "foaf:page",
    "dcterms:format",
    "ho:isApproximate",
    "ho:markedOutdated",
)
_OF_DOCUMENT: Final = {
    "dcterms:publisher": "publisher",
    "dcterms:created": "created",
    "dcterms:issued": "issued",
    "dcterms:modified": "modified",
    "foaf:page": "page",
}
_OF_CAPTURE: Final = {"prov:generatedAtTime": "captured", "ho:sha256": "sha256"}
_MARKS: Final = {"true": "yes", "false": "no"}
_CHARACTERS: Final = re.compile(r"#char=(\d+),(\d+)$")
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?")


@dataclass(frozen=True)
class Identifier:
    """An identifier of a thing in a register: its fragment, and what is said of it."""

    fragment: str
    words: str


@dataclass(frozen=True)
class Thing:
    """What the page of a thing tells in one language."""

    iri: str
    key: str
    name: Text
    kind: str
    kind_name: Text
    facts: tuple[Row, ...]
    identifiers: tuple[Identifier, ...]
    gaps: tuple[Gap, ...]
    statements: tuple[Statement, ...]
    ties: dict[Basis, tuple[Bunch, ...]]
    mappings: tuple[Bunch, ...]
    unmade: tuple[Unmade, ...]
    refused: tuple[Refused, ...]

    @property
    def size(self) -> int:
        """How many links the thing has."""
        return sum(len(each.ties) for them in self.ties.values() for each in them)


@dataclass(frozen=True)
class Place:
    """A stated passage of a text: its words, where they stand, and what rests on them."""

    number: int
    span: Span
    statement: Statement
    things: tuple[Node, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Document:
    """What the page of a source document tells; a row without a value is not said."""

    slug: str
    source: Source
    rows: tuple[tuple[str, Row | None], ...]
    text: str
    coverage: Coverage
    places: tuple[Place, ...]
    asides: tuple[tuple[Span, int], ...]


@dataclass(frozen=True)
class Graph:
    """A named graph: what it is, on which basis, and how much there is in it."""

    name: str
    iri: str
    sort: str
    basis: Basis
    label: Text
    source: str
    triples: int


class Shelf:
    """What is told of each thing, document and graph of a dataset."""

    def __init__(self, dataset: Dataset, *, stated_only: bool = False) -> None:
        self.dataset = dataset
        self.drawn = picture(dataset, stated_only=stated_only)
        self.ties = Ties(self.drawn, settings()["layout"]["quiet"])
        self.chosen = dataset.chosen(stated_only=stated_only)
        self.sources = {each.slug: each for each in self.drawn.sources}

    @cached_property
    def gaps(self) -> dict[str, tuple[Gap, ...]]:
        """What no source says of each thing."""
        return unsaid(self.dataset)

    @cached_property
    def said(self) -> dict[str, list[Fact]]:
        """Every fact by its subject."""
        found: dict[str, dict[Fact, None]] = defaultdict(dict)
        for facts in self.chosen.values():
            for fact in facts:
                found[fact.subject.value][fact] = None
        return {iri: list(facts) for iri, facts in found.items()}

    def thing(self, iri: str, lang: str) -> Thing:
        """Return what the page of a thing tells."""
        name = self.ties.name(iri)
        node = self.ties.nodes.get(iri) or Node(iri, "", name, name)
        unmade = (*node.unmade, *node.unmapped)
        return Thing(
            iri=iri,
            key=iri.removeprefix(self.dataset.base.iri).removeprefix("id/"),
            name=node.label,
            kind=f"{HO}{node.kind}" if node.kind else "",
            kind_name=self.drawn.kinds.get(node.kind, both("")),
            facts=(*self._facts(node, lang), *self._more(iri, lang)),
            identifiers=tuple(self._identifiers(iri)),
            gaps=self.gaps.get(iri, ()),
            statements=node.statements,
            ties=self.ties.of(iri, lang),
            mappings=self.ties.mappings(iri, lang),
            unmade=tuple(sorted(unmade, key=lambda each: (not each.denied, each.node))),
            refused=self.ties.refused(iri),
        )

    def _facts(self, node: Node, lang: str) -> Iterable[Row]:
        """Yield what is said in one word, number or date, the unit beside its number."""
        unit = next((each.value[lang] for each in node.facts if each.property == "unit"), "")
        counted = any(each.property == "value" for each in node.facts)
        for each in node.facts:
            value = each.value[lang]
            if each.property == "unit" and counted:
                continue
            if each.property in _DATES:
                value = date(value, lang)
            if each.property == "value":
                value = f"{number(value, lang)} {unit}".strip()
            yield each.label[lang], value, None

    def _more(self, iri: str, lang: str) -> Iterable[Row]:
        """Yield the other names, addresses and marks of a thing."""
        told = words(lang)["thing"]
        for name in _MORE:
            values = [
                fact.object.value for fact in self.said.get(iri, ()) if fact.predicate == term(name)
            ]
            label = self.ties.name(term(name).value)[lang]
            plain = [told.get(_MARKS.get(x, ""), x) for x in values if not https(x)]
            if plain:
                yield label, " · ".join(plain), None
            yield from ((label, x, x) for x in values if https(x))

    def _identifiers(self, iri: str) -> Iterable[Identifier]:
        """Yield what hangs on a thing by a fragment of its own: an identifier and its register."""
        for each in sorted(x for x in self.said if x.startswith(f"{iri}#")):
            said = [
                fact.object.value for fact in self.said[each] if isinstance(fact.object, Literal)
            ]
            yield Identifier(each.partition("#")[2], " · ".join(dict.fromkeys(said)))

    def document(self, slug: str, lang: str) -> Document:
        """Return what the page of a source document tells."""
        document, capture = self.dataset.base.document(slug), self.dataset.base.capture(slug)
        rows = [(key, self._row(document.value, name, lang)) for name, key in _OF_DOCUMENT.items()]
        rows += [(key, self._row(capture.value, name, lang)) for name, key in _OF_CAPTURE.items()]
        spans, aside = self.spans(slug)
        text = self.dataset.texts[slug]
        places = []
        for at, span in enumerate(spans, 1):
            where = (slug, span.start, span.end)
            said = self._statement(slug, span)
            places.append(Place(at, span, said, self.ties.things(*where), self.ties.links(*where)))
        lines = [(each, text.count("\n", 0, each.start) + 1) for each in aside]
        source = self.sources.get(slug) or Source(slug, both(slug))
        coverage = self.dataset.coverage[slug]
        return Document(slug, source, tuple(rows), text, coverage, tuple(places), tuple(lines))

    def _row(self, iri: str, name: str, lang: str) -> Row | None:
        values = [fact.object for fact in self.said.get(iri, ()) if fact.predicate == term(name)]
        if not values:
            return None
        label = self.ties.name(term(name).value)[lang]
        if name == "dcterms:publisher":
            return label, ", ".join(self.ties.name(each.value)[lang] for each in values), None
        raw = values[0].value
        when = _DAY.fullmatch(raw)
        shown = f"{date(when[1], lang)} {when[2]}" if when else date(raw, lang)
        return label, shown, https(raw)

    def _statement(self, slug: str, span: Span) -> Statement:
        return self.drawn.passages[
            f"{self.dataset.base.capture(slug).value}#char={span.start},{span.end}"
        ]

    def spans(self, slug: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """Return the stated passages of a text, and what is set aside, by place."""
        capture = self.dataset.base.capture(slug).value
        kinds: dict[str, tuple[str, str]] = {}
        places: dict[str, tuple[int, int]] = {}
        passage = term("ho:Passage")
        for fact in self.chosen[self.dataset.base.graph(f"kilde/{slug}").value]:
            found = _CHARACTERS.search(fact.subject.value)
            if fact.object == passage and found and fact.subject.value.startswith(capture):
                places[fact.subject.value] = int(found[1]), int(found[2])
            if fact.predicate == term("ho:setsAside"):
                kinds[fact.object.value] = last(fact.subject.value), self._kind(fact.subject.value)
        aside = (Span(*places[each], kind, name) for each, (name, kind) in kinds.items())
        stated = (Span(*places[each]) for each in places.keys() - kinds.keys())
        order = lambda each: (each.start, -each.end)  # noqa: E731
        return tuple(sorted(stated, key=order)), tuple(sorted(aside, key=order))

    def _kind(self, aside: str) -> str:
        """Return as what something is set aside: ``context``, ``noise`` or ``glue``."""
        of = term("ho:setAsideAs")
        (kind,) = (last(fact.object.value) for fact in self.said[aside] if fact.predicate == of)
        return kind.removeprefix("as").casefold()

    def kinds(self, lang: str) -> tuple[tuple[str, Text, tuple[Node, ...]], ...]:
        """Return the things by kind, both by name."""
        found: dict[str, list[Node]] = defaultdict(list)
        for node in self.drawn.nodes:
            if node.id.startswith(f"{self.dataset.base.iri}id/"):
                found[node.kind].append(node)
        named = [
            (kind, self.drawn.kinds[kind], tuple(in_order(them, lang)))
            for kind, them in found.items()
        ]
        return tuple(sorted(named, key=lambda each: (collate(each[1][lang], lang), each[0])))

    @cached_property
    def graphs(self) -> tuple[Graph, ...]:
        """The named graphs: the stated ones first, then the readings and what follows."""
        found = []
        for iri, facts in self.chosen.items():
            name = iri.removeprefix(self.dataset.base.graph("").value)
            sort, _, slug = name.partition("/")
            read = local_name(iri) in READ
            basis: Basis = (
                "inferred" if sort.startswith("slutning") else "read" if read else "stated"
            )
            source = self.sources.get(slug)
            label = source.label if source else both(slug)
            known = slug if source else ""
            found.append(
                (read, basis == "inferred", Graph(name, iri, sort, basis, label, known, len(facts)))
            )
        return tuple(each for *_, each in sorted(found, key=lambda x: (x[0], x[1], x[2].name)))


def in_order(nodes: Iterable[Node], lang: str) -> list[Node]:
    """Return things by name in a language."""
    return sorted(nodes, key=lambda each: (collate(each.label[lang], lang), each.id))


def collate(text: str, lang: str) -> str:
    """Return what texts in a language are sorted by."""
    return norwegian(text) if lang == "nb" else text.casefold()
