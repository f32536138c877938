"""What the pages tell of things, documents and graphs, gathered from the model."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from ho21.dataset.following.roles import roles
from ho21.map.drawing import facts
from ho21.model.read import knowledge_graph
from ho21.model.rows import rows
from ho21.model.spans import resting, stated
from ho21.model.things import Label, Span, Standing
from ho21.rdf.namespaces import HO, term
from ho21.resources import messages
from ho21.site.rendering import page_texts
from ho21.text import alphabetical, date, https, number
from ho21.validation.gaps import unsaid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.dataset.dataset import Dataset
    from ho21.model import things as model
    from ho21.model.rows import LinkRow
    from ho21.validation.gaps import Gap

FactRow = tuple[str, str, str | None]
EntityPage = dict[str, Any]  # what a template reads

_DATES: Final = frozenset({"when", "created", "issued", "modified", "validFrom", "validThrough"})
_MORE: Final = (
    "skos:altLabel",
    "foaf:homepage",
    "foaf:page",
    "dcterms:format",
    "ho:isApproximate",
    "ho:markedOutdated",
)
_RIGHTS: Final = frozenset(term(each).value for each in ("dcterms:license", "dcterms:rights"))
_FOLLOWS: Final = "slutning"
_MARKS: Final = {"true": "yes", "false": "no"}
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?")


@dataclass(frozen=True)
class LinkEnd:
    """A link as one of its ends sees it: the other end, and whether the link leaves from here."""

    row: LinkRow
    other: str
    name: Label
    kind: str
    out: bool


@dataclass(frozen=True)
class LinkGroup:
    """The links of a thing by one property, in one direction."""

    predicate: str
    label: Label
    out: bool
    ends: tuple[LinkEnd, ...]

    @property
    def size(self) -> int:
        """How many links there are; one that has several readings is one link."""
        return len({each.row.link.triple for each in self.ends})


class EntityPages:
    """What is told of each thing, document and graph of a dataset."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.graph = knowledge_graph(dataset)

    @cached_property
    def gaps(self) -> dict[str, tuple[Gap, ...]]:
        """What no source says of each thing."""
        return unsaid(self.dataset)

    def thing(self, iri: str, lang: str) -> EntityPage:
        """Return what the page of a thing tells; of what is no thing only its name."""
        graph, links = self.graph, self.links(iri, lang)
        found = graph.things.get(iri)
        return {
            "iri": iri,
            "key": iri.removeprefix(self.dataset.base.iri).removeprefix("id/"),
            "name": graph.name(iri),
            "kind": found.kind if found else "",
            "facts": [*self._facts(found, lang), *self._more(found, lang)] if found else [],
            "identifiers": found.identifiers if found else (),
            "gaps": self.gaps.get(iri, ()),
            "passages": found.passages if found else (),
            "links": links,
            "size": sum(each.size for them in links.values() for each in them),
            "mappings": self._grouped(self._ends(graph.mapped(iri), out=True), lang),
            "weighed": sorted(graph.weighed(iri), key=lambda each: (not each.denied, each.iri)),
            "refused": graph.refused(iri),
        }

    def _facts(self, thing: model.Thing, lang: str) -> Iterator[FactRow]:
        """Yield what is said in one word, number or date, the unit beside its number."""
        said = {each.predicate_name: each for each in facts(thing)}
        for name, each in said.items():
            value = each.text[lang]
            if name == "unit" and "value" in said:
                continue
            if name in _DATES:
                value = date(value, lang)
            if name == "value":
                unit = said["unit"].text[lang] if "unit" in said else ""
                value = f"{number(value, lang)} {unit}".strip()
            yield each.label[lang], value, None

    def _more(self, thing: model.Thing, lang: str) -> Iterator[FactRow]:
        """Yield the other names, addresses and marks of a thing."""
        told = page_texts(lang)["thing"]
        for name in _MORE:
            iri = term(name).value
            values = [x for each in thing.values if each.predicate == iri for x in _texts(each)]
            label = self.graph.name(iri)[lang]
            plain = [told.get(_MARKS.get(x, ""), x) for x in values if not https(x)]
            if plain:
                yield label, " · ".join(plain), None
            yield from ((label, x, x) for x in values if https(x))

    def links(self, iri: str, lang: str) -> dict[Standing, tuple[LinkGroup, ...]]:
        """Return the links of a thing by standing, those that leave it first."""
        out, into = self.graph.out(iri), self.graph.into(iri)
        ends = [*self._ends(out, out=True), *self._ends(into, out=False)]
        return {
            each: self._grouped((end for end in ends if end.row.standing is each), lang)
            for each in Standing
        }

    def _ends(self, links: Iterable[model.Link], *, out: bool) -> Iterator[LinkEnd]:
        for link in links:
            other = link.object if out else link.subject
            thing = self.graph.things.get(other)
            for row in rows(link):
                yield LinkEnd(row, other, self.graph.name(other), thing.kind if thing else "", out)

    def _grouped(self, ends: Iterable[LinkEnd], lang: str) -> tuple[LinkGroup, ...]:
        found: dict[tuple[bool, bool, str], list[LinkEnd]] = defaultdict(list)
        for each in ends:
            link = each.row.link
            aside = self.graph.counted_as(link) == "mention"
            found[not each.out, aside, link.predicate_name].append(each)
        return tuple(
            LinkGroup(
                key[2],
                self.graph.phrase(found[key][0].row.link.predicate),
                not key[0],
                tuple(sorted(found[key], key=lambda end: self._order(end, lang))),
            )
            for key in sorted(found)
        )

    def _order(self, end: LinkEnd, lang: str) -> tuple[str, float, str, str]:
        """Order as the source counts things of a kind, else by name."""
        thing = self.graph.things.get(end.other)
        if thing is None or thing.position is None:
            return "\uffff", float("inf"), alphabetical(end.name[lang], lang), end.other
        return end.kind, thing.position, alphabetical(end.name[lang], lang), end.other

    def document(self, slug: str, lang: str) -> EntityPage:
        """Return what the page of a source document tells; a row without a value is not said."""
        about = self.graph.document(slug)
        places = enumerate(stated(self.graph, about), 1)
        return {
            "about": about,
            "rows": [*self._rows(about, lang)],
            "places": [self._place(about, number, span) for number, span in places],
            "resting": resting(self.graph, about),
            "rights": [*self._rights(about, lang)],
            "asides": [(each, about.text.count("\n", 0, each.start) + 1) for each in about.asides],
        }

    def _rights(self, about: model.Document, lang: str) -> Iterator[str]:
        """Yield what the document says of its own licence and rights."""
        found = self.graph.things.get(about.iri)
        for each in found.values if found else ():
            if each.predicate in _RIGHTS:
                yield f"{each.label[lang]}: {each.text[lang] if each.datatype else each.raw}."

    def _rows(self, about: model.Document, lang: str) -> Iterator[tuple[str, FactRow | None]]:
        makers = ", ".join(self.graph.name(each)[lang] for each in about.publishers)
        for key, name, raw in (
            ("publisher", "dcterms:publisher", makers),
            ("created", "dcterms:created", about.created),
            ("issued", "dcterms:issued", about.issued),
            ("modified", "dcterms:modified", about.modified),
            ("page", "foaf:page", about.url),
            ("captured", "prov:generatedAtTime", about.captured),
            ("sha256", "ho:sha256", about.sha256),
        ):
            label = self.graph.name(term(name).value)[lang]
            shown = raw if key == "publisher" else _dated(raw, lang)
            link = None if key == "publisher" else https(raw)
            yield key, (label, shown, link) if raw else None

    def _place(self, about: model.Document, number: int, span: Span) -> EntityPage:
        """Return a stated passage of a text: its words, its place, and what rests on it."""
        passage = self.graph.passages[f"{about.capture}#char={span.start},{span.end}"]
        things, links = self.graph.at(passage.iri)
        resting = [row for link in links for row in rows(link) if passage in row.passages]
        return {"number": number, "span": span, "passage": passage, "things": things,
                "links": resting}  # fmt: skip

    def kinds(self, lang: str) -> tuple[tuple[str, Label, tuple[model.Thing, ...]], ...]:
        """Return the things that sources speak of by kind, as in a strategy; the things by name."""
        found: dict[str, list[model.Thing]] = defaultdict(list)
        for thing in self._listed:
            if self._is_spoken_of(thing):
                found[thing.kind].append(thing)
        order = [f"{HO}{each}" for each in messages("site/messages/lists.toml")["order"]]

        def rank(kind: str) -> tuple[int, int, str, str]:
            counts_as = {each.value for each in roles(NamedNode(kind), self.dataset.vocabulary)}
            at = next((n for n, each in enumerate(order) if each in counts_as), len(order))
            return at, -len(found[kind]), alphabetical(self.graph.name(kind)[lang], lang), kind

        return tuple(
            (found[kind][0].kind_name, self.graph.name(kind), tuple(by_name(found[kind], lang)))
            for kind in sorted(found, key=rank)
        )

    def unspoken(self, lang: str) -> list[model.Thing]:
        """Return the things that no source speaks of, by name: who reads and keeps the graph."""
        return by_name((each for each in self._listed if not self._is_spoken_of(each)), lang)

    @property
    def _listed(self) -> Iterator[model.Thing]:
        base = f"{self.dataset.base.iri}id/"
        return (each for each in self.graph.things.values() if each.iri.startswith(base))

    def _is_spoken_of(self, thing: model.Thing) -> bool:
        """Say whether words of a source are about a thing, or tie it to another."""
        links = (*self.graph.out(thing.iri), *self.graph.into(thing.iri))
        return bool(thing.passages) or any(not each.standing.rests_on_reading for each in links)

    @cached_property
    def graphs(self) -> list[EntityPage]:
        """The named graphs by standing: the stated ones first."""
        found = []
        for iri, them in self.dataset.facts.items():
            name = iri.removeprefix(self.dataset.base.graph("").value)
            sort, _, slug = name.partition("/")
            follows, read = sort.startswith(_FOLLOWS), iri in self.dataset.read_graphs
            source = self.graph.documents.get(self.dataset.base.document(slug).value)
            told = {
                "name": name,
                "iri": iri,
                "sort": sort,
                "standing": Standing(1 + follows + 2 * read),
                "label": source.label if source else Label.same(slug),
                "source": slug if source else "",
                "triples": len(them),
            }
            found.append(told)
        return sorted(found, key=lambda each: (each["standing"], each["name"]))


def _texts(value: model.Value) -> list[str]:
    """Return what a value says in each language, once; an address as it is written."""
    text = value.text if value.datatype else Label(value.raw)
    return [each for each in dict.fromkeys(text.written.values()) if each]


def _dated(raw: str, lang: str) -> str:
    """Return a date, or a moment, as a person writes it; what is neither is left as it is."""
    when = _DAY.fullmatch(raw)
    return f"{date(when[1], lang)} {when[2]}" if when else date(raw, lang)


def by_name(things: Iterable[model.Thing], lang: str) -> list[model.Thing]:
    """Return things by name in a language."""
    return sorted(things, key=lambda each: (alphabetical(each.label[lang], lang), each.iri))
