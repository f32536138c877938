"""The map: every thing at its place, and every link between them, as data."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ho21.dataset.following.roles import role_word
from ho21.errors import LANGUAGES
from ho21.map.layout import Box, Plan, layout, wrap
from ho21.model.rows import rows
from ho21.model.things import Passage, Standing, decimal
from ho21.rdf.namespaces import HO, VOCABULARIES
from ho21.resources import messages
from ho21.text import last, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ho21.model.graph import KnowledgeGraph
    from ho21.model.rows import LinkRow
    from ho21.model.things import NonLink, Thing, Value

_PLACED: Final = "_strategy_network"
LINE: Final = 13.5
PADDING: Final = 10.5
# What is said of a thing in one word, number or date.
FACTS: Final = (
    *(VOCABULARIES["dcterms"] + name for name in ("created", "issued", "modified")),
    *(
        HO + name
        for name in (
            "frequency",
            "meansKind",
            "modality",
            "reportKind",
            "reservation",
            "status",
            "unit",
            "validFrom",
            "validThrough",
            "value",
            "venue",
            "when",
            "whenText",
        )
    ),
)

Json = dict[str, Any]


def strategy_network(graph: KnowledgeGraph) -> StrategyNetwork:
    """Return the network of a graph, placed once and kept with it."""
    kept = vars(graph)
    if _PLACED not in kept:
        kept[_PLACED] = StrategyNetwork(graph)
    found: StrategyNetwork = kept[_PLACED]
    return found


class StrategyNetwork:
    """Every thing of a graph at a fixed place in its column, and every link between them."""

    _actor: Final = f"{HO}asActor"

    def __init__(self, graph: KnowledgeGraph) -> None:
        """Place every thing, however many; the page shows a part where there are too many."""
        self.graph = graph
        self.settings = settings()
        self.rows = tuple(row for link in graph.links for row in rows(link))
        self.shown = tuple(self._shown())
        self.groups = self._groups()
        self.bundles = self._bundles()
        self._passages, self._numbers = dict[str, Passage](), dict[str, int]()
        self._actor_class = graph.class_of(self._actor)
        self.keys = thing_keys(graph.things)
        self.index = {iri: place for place, iri in enumerate(graph.things)}

    @cached_property
    def _lines(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {each.iri: self._wrapped(each) for each in self.graph.things.values()}

    @cached_property
    def _drawn(self) -> tuple[list[Json], list[Json]]:
        """The things, then the links; their passages are numbered as they come."""
        return [self._node(each) for each in self.graph.things.values()], list(self._edges())

    @property
    def nodes(self) -> list[Json]:
        """The things as they are drawn."""
        return self._drawn[0]

    @property
    def edges(self) -> list[Json]:
        """The links as they are drawn."""
        return self._drawn[1]

    def _groups(self) -> dict[str, int]:
        """Return for each thing the number of the legend's line that it belongs to."""
        groups = self.settings["group"]
        linked = {end for link in self.graph.links for end in link.ends}
        links: dict[str, set[str]] = defaultdict(set)
        # What a thing is to the sources, they must say themselves: readings do not count here.
        for row in self.shown:
            if row.standing is Standing.STATED:
                for end in row.link.ends:
                    links[end].add(row.link.predicate_name)
        rank = sorted(
            range(len(groups)),
            key=lambda at: (
                not groups[at].get("unlinked", False),
                len(groups[at].get("only", range(99))),
                at,
            ),
        )

        def belongs(thing: Thing) -> int:
            for kinds in (*([each] for each in thing.roles), [thing.kind], thing.kinds):
                names = {last(each) for each in kinds}
                for at in rank:
                    only = groups[at].get("only")
                    if (
                        names & set(groups[at]["kinds"])
                        and (only is None or links[thing.iri] <= set(only))
                        and not (groups[at].get("unlinked", False) and thing.iri in linked)
                    ):
                        return at
            return len(groups) - 1

        return {iri: belongs(each) for iri, each in self.graph.things.items()}

    def _shown(self) -> Iterable[LinkRow]:
        """Return the links that shape the map: not those that follow by rule, nor mentions."""
        return (
            each
            for each in self.rows
            if not each.standing.inferred and self.graph.counted_as(each.link) != "mention"
        )

    def _bundles(self) -> dict[int, int]:
        """Return the links that are alike for many things of one group, with their bundle."""
        alike: dict[tuple[str, Standing, str, int], list[LinkRow]] = defaultdict(list)
        for row in self.shown:
            link = row.link
            group = self.groups[link.subject]
            alike[link.predicate, row.standing, link.object, group].append(row)
        many = [each for each in alike.values() if len(each) >= self.settings["layout"]["together"]]
        return {id(row): number for number, them in enumerate(many) for row in them}

    def _wrapped(self, thing: Thing) -> dict[str, tuple[str, ...]]:
        group = self.settings["group"][self.groups[thing.iri]]
        left, right = self.settings["shape"][group["shape"]]
        size = self.settings["layout"]["font"]
        room = self.settings["layout"]["box"] - left - right
        breaks = tuple(self.settings["layout"]["breaks"])
        return {
            language: wrap(text, room, size, breaks, bold=group.get("bold", False))
            for language, text in sorted(thing.short_label.texts.items())
        }

    def _words(self, number: int) -> Json:
        """Return the words of a group, as the one class that all in it are of is called."""
        group: Json = self.settings["group"][number]
        named = (
            self.graph.things[iri].kind_name for iri, at in self.groups.items() if at == number
        )
        kinds = {*named} if "called" in group else set()
        words: Json = group["called"].get(kinds.pop(), group) if len(kinds) == 1 else group
        return words

    def _heading(self, column: int) -> dict[str, str]:
        """Return the heading of a column: its groups above the shelf; empty where it has none."""
        used = {*self.groups.values()}
        words = [
            self._words(at)
            for at, group in enumerate(self.settings["group"])
            if at in used and group["column"] == column and not group.get("shelf")
        ]
        heads = [each["heading"] for each in words if "heading" in each] or words
        languages = LANGUAGES if heads else ()
        told = {lang: listed([each[lang] for each in heads], "and", lang) for lang in languages}
        return {lang: text[:1].upper() + text[1:] for lang, text in told.items()}

    def _height(self, iri: str) -> float:
        return PADDING + LINE * max(len(lines) for lines in self._lines[iri].values())

    @cached_property
    def plan(self) -> Plan:
        """Where each thing stands, and how high the whole is."""
        groups = self.settings["group"]
        parents = {
            row.link.subject: row.link.object
            for row in reversed(self.shown)
            if row.link.predicate_name == "isPartOf" and row.standing is Standing.STATED
        }
        bundled: dict[int, list[LinkRow]] = defaultdict(list)
        for row in self.shown:
            if id(row) in self.bundles:
                bundled[self.bundles[id(row)]].append(row)
        # Of a bundle only the middle link draws on the places.
        drawing = [each for each in self.shown if id(each) not in self.bundles]
        drawing += [them[len(them) // 2] for them in bundled.values()]
        return layout(
            (
                Box(
                    id=iri,
                    column=group["column"],
                    height=self._height(iri),
                    lane=at if group.get("shelf") else group.get("lane", 0),
                    parent=parents.get(iri, ""),
                    order=(
                        float("inf") if each.position is None else each.position,
                        each.short_label["nb"],
                    ),
                    shelf=group.get("shelf", False),
                )
                for iri, each in self.graph.things.items()
                for at in [self.groups[iri]]
                for group in [groups[at]]
            ),
            (row.link.ends for row in drawing),
            width=self.settings["layout"]["width"],
            box=self.settings["layout"]["box"],
            reach=self.settings["layout"]["reach"],
        )

    def _node(self, thing: Thing) -> Json:
        x, y = self.plan.places[thing.iri]
        return {
            "id": self.index[thing.iri],
            "shape": "custom",
            "x": x,
            "y": y,
            "height": self._height(thing.iri),
            "group": self.groups[thing.iri],
            "iri": thing.iri,
            "key": self.keys[thing.iri],
            "kind": thing.kind_name,
            "name": thing.label.texts,
            # Who has only read the sources is counted as no actor.
            "roles": [
                role_word(each)
                for each in thing.roles
                if each != self._actor or thing.iri in self.graph.actors
            ],
            "kinds": sorted(
                last(each)
                for each in thing.kinds
                if each != self._actor_class or thing.iri in self.graph.actors
            ),
            "lines": self._lines[thing.iri],
            "position": thing.position,
            "short": thing.short_label.texts,
            "statements": self._quotes(thing.passages),
            "facts": [
                {
                    "property": each.predicate_name,
                    "label": each.label.texts,
                    "value": each.text.texts,
                    "raw": last(each.raw),
                }
                for each in facts(thing)
            ],
            "unmade": [
                self._unmade(each) for each in self.graph.weighed(thing.iri) if not each.is_mapping
            ],
        }

    def _unmade(self, each: NonLink) -> Json:
        name = self.graph.name
        return {
            "denied": each.denied,
            "label": self.graph.phrase(each.predicate).texts,
            "other": name(each.other).texts,
            "reason": each.reason.texts,
            "confidence": "" if each.confidence is None else decimal(each.confidence),
            "author": name(each.author).texts,
            "review": name(each.review).texts,
            "predicate": each.predicate_name,
            "target": each.other,
            "roles": sorted(map(role_word, self.graph.counting.get(each.other, ()))),
            "passages": self._quotes(each.passages),
        }

    def _edges(self) -> Iterable[Json]:
        name = self.graph.name
        for row in self.rows:
            link = row.link
            edge: Json = {
                "from": self.index[link.subject],
                "to": self.index[link.object],
                "predicate": link.predicate_name,
                "standing": row.standing.term,
                "passages": self._quotes(row.passages),
            }
            if (counted := self.graph.counted_as(link)) != "substance":
                edge["set"] = counted
            if row.first.reason:
                edge["reason"] = row.first.reason.texts
            if row.first.confidence is not None:
                edge["confidence"] = decimal(row.first.confidence)
            edge |= {
                key: name(iri).texts
                for key, iri in (("author", row.first.author), ("review", row.first.review))
                if iri
            }
            yield edge

    def _quotes(self, passages: Iterable[Passage]) -> list[int]:
        """Return the numbers of some passages in the page's one list of them."""
        numbers = []
        for each in passages:
            numbers.append(self._numbers.setdefault(each.iri, len(self._numbers)))
            self._passages[each.iri] = each
        return numbers

    def data(self) -> Json:
        """Return what the page needs to draw the map and to tell of its things."""
        chosen, graph = self.settings["layout"], self.graph
        nodes, edges = self._drawn  # which number the passages
        documents = graph.documents.values()
        sources = {iri: place for place, iri in enumerate(graph.documents)}
        kinds = sorted({kind for each in graph.things.values() for kind in each.kinds})
        roles = {role for each in graph.things.values() for role in each.roles}
        groups = self.settings["group"]
        return {
            "title": graph.title.texts,
            "issued": graph.issued,
            "licence": self.settings["licence"].get(graph.licence, {}),
            "layout": {name: chosen[name] for name in ("box", "font", "lines", "most")}
            | {"height": self.plan.height, "line": LINE},
            "columns": [
                {"index": index, "x": x, "name": name}
                for index, x in self.plan.columns.items()
                if (name := self._heading(index))
            ],
            "groups": [
                {
                    "id": group["id"],
                    "bold": group.get("bold", False),
                    "colour": group.get("colour", group["id"]),
                    "column": group["column"],
                    "heading": self._words(at).get("heading", _names(self._words(at))),
                    "name": _names(self._words(at)),
                    "pad": self.settings["shape"][group["shape"]],
                    "shape": group["shape"],
                    "shelf": group.get("shelf", False),
                }
                for at, group in enumerate(groups)
            ],
            "kinds": {last(kind): graph.name(kind).texts for kind in kinds},
            "counted": {role_word(each): last(graph.class_of(each)) for each in sorted(roles)},
            "predicates": {
                link.predicate_name: graph.phrase(link.predicate).texts for link in graph.links
            },
            "sources": [
                {"slug": each.slug, "name": each.label.texts, "url": each.web or None}
                for each in documents
            ],
            "passages": [
                {
                    "quote": each.quote,
                    **({"lang": each.language} if each.language not in {"", "nb"} else {}),
                    "translation": {x: text for x in LANGUAGES if (text := each.translated(x))},
                    "source": sources.get(each.document, -1),
                    "file": each.file,
                    "first": each.first_line,
                    "last": each.last_line,
                    "start": each.start,
                    "end": each.end,
                }
                for each in self._passages.values()
            ],
            "nodes": nodes,
            "edges": edges,
        }


def facts(thing: Thing) -> list[Value]:
    """Return what is said of a thing in one word, number or date: one value of each property."""
    found = {each.predicate: each for each in reversed(thing.values) if each.predicate in FACTS}
    return [found[each] for each in sorted(found)]


def settings() -> Json:
    """Return what ``map/map.toml`` says."""
    return messages("map/map.toml")


def thing_keys(iris: Iterable[str]) -> dict[str, str]:
    """Return what stands after ``#`` in the address of each thing: ``type/slug``."""
    short = {iri: "/".join(iri.split("/")[-2:]) for iri in iris}
    often = Counter(short.values())
    return {iri: key if often[key] == 1 else iri for iri, key in short.items()}


def _names(entry: Json) -> dict[str, str]:
    return {"nb": entry["nb"], "en": entry["en"]}
