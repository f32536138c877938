"""The map: every thing at its place, and every link between them, as data for vis-network."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from pyvis.network import Network

from ho21.layout import Box, Plan, layout, wrap
from ho21.rooms import page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ho21.picture import Link, Node, Picture, Statement, Text

LINE: Final = 13.5
PADDING: Final = 10.5
VIS: Final = "templates/lib/vis-9.1.2/vis-network.min.js"

Json = dict[str, Any]


class StrategyNetwork(Network):  # type: ignore[misc]
    """A pyvis network whose things have fixed places.

    Only the data model and the bundled vis-network of pyvis are used; its template, tooltips,
    menus, groups and physics are not.
    """

    def __init__(self, picture: Picture) -> None:
        """Place every thing, however many; the page shows a part where there are too many."""
        super().__init__(directed=True)
        self.picture = picture
        self.settings = settings()
        self.shown = tuple(self._shown())
        self.groups = self._groups()
        self.bundles = self._bundles()
        self.passages: list[Statement] = []
        self._numbers: dict[tuple[str, int, int, int, str], int] = {}
        self.keys = _keys(each.id for each in picture.nodes)
        self.index = {each.id: place for place, each in enumerate(picture.nodes)}
        self._lines = {each.id: self._wrapped(each) for each in picture.nodes}
        self.plan = self._plan()
        # Appended, since add_node and add_edge search a list each time.
        self.nodes.extend(self._node(each) for each in picture.nodes)
        self.edges.extend(self._edges())

    def _groups(self) -> dict[str, int]:
        """Return for each thing the number of the legend's line that it belongs to."""
        groups = self.settings["group"]
        linked = {end for link in self.picture.links for end in (link.source, link.target)}
        links: dict[str, set[str]] = defaultdict(set)
        # What a thing is to the sources, they must say themselves: readings do not count here.
        for link in self.shown:
            if link.basis == "stated":
                links[link.source].add(link.predicate)
                links[link.target].add(link.predicate)
        rank = sorted(
            range(len(groups)),
            key=lambda at: (
                not groups[at].get("unlinked", False),
                len(groups[at].get("only", range(99))),
                at,
            ),
        )

        def belongs(node: Node) -> int:
            for kinds in ([node.kind], node.types):
                for at in rank:
                    only = groups[at].get("only")
                    if (
                        set(kinds) & set(groups[at]["kinds"])
                        and (only is None or links[node.id] <= set(only))
                        and not (groups[at].get("unlinked", False) and node.id in linked)
                    ):
                        return at
            return len(groups) - 1

        return {each.id: belongs(each) for each in self.picture.nodes}

    def _shown(self) -> Iterable[Link]:
        """Return the links that shape the map: not those that follow by rule, nor the quiet."""
        quiet = self.settings["layout"]["quiet"]
        return (
            each
            for each in self.picture.links
            if each.basis != "inferred" and each.predicate not in quiet
        )

    def _bundles(self) -> dict[int, int]:
        """Return the links that are alike for many things of one group, with their bundle."""
        alike: dict[tuple[str, str, str, int], list[Link]] = defaultdict(list)
        for link in self.shown:
            group = self.groups[link.source]
            alike[link.predicate, link.basis, link.target, group].append(link)
        many = [each for each in alike.values() if len(each) >= self.settings["layout"]["together"]]
        return {id(link): number for number, links in enumerate(many) for link in links}

    def _wrapped(self, node: Node) -> dict[str, tuple[str, ...]]:
        group = self.settings["group"][self.groups[node.id]]
        left, right = self.settings["shape"][group["shape"]]
        size = self.settings["layout"]["font"]
        room = self.settings["layout"]["box"] - left - right
        breaks = tuple(self.settings["layout"]["breaks"])
        return {
            language: wrap(text, room, size, breaks, bold=group.get("bold", False))
            for language, text in sorted(node.short.items())
        }

    def _height(self, node: Node) -> float:
        return PADDING + LINE * max(len(lines) for lines in self._lines[node.id].values())

    def _plan(self) -> Plan:
        groups = self.settings["group"]
        parents = {
            link.source: link.target
            for link in reversed(self.shown)
            if link.predicate == "isPartOf" and link.basis == "stated"
        }
        bundled: dict[int, list[Link]] = defaultdict(list)
        for link in self.shown:
            if id(link) in self.bundles:
                bundled[self.bundles[id(link)]].append(link)
        # Of a bundle only the middle link draws on the places.
        drawing = [each for each in self.shown if id(each) not in self.bundles]
        drawing += [links[len(links) // 2] for links in bundled.values()]
        return layout(
            (
                Box(
                    id=each.id,
                    column=group["column"],
                    height=self._height(each),
                    lane=at if group.get("shelf") else group.get("lane", 0),
                    parent=parents.get(each.id, ""),
                    order=(
                        float("inf") if each.position is None else each.position,
                        each.short["nb"],
                    ),
                    shelf=group.get("shelf", False),
                )
                for each in self.picture.nodes
                for at in [self.groups[each.id]]
                for group in [groups[at]]
            ),
            ((link.source, link.target) for link in drawing),
            width=self.settings["layout"]["width"],
            box=self.settings["layout"]["box"],
            reach=self.settings["layout"]["reach"],
        )

    def _node(self, node: Node) -> Json:
        x, y = self.plan.places[node.id]
        return {
            "id": self.index[node.id],
            "shape": "custom",
            "x": x,
            "y": y,
            "height": self._height(node),
            "group": self.groups[node.id],
            "iri": node.id,
            "key": self.keys[node.id],
            "kind": node.kind,
            "name": node.label,
            "kinds": sorted({node.kind, *node.types}),
            "lines": self._lines[node.id],
            "position": node.position,
            "short": node.short,
            "statements": self._quotes(node.statements),
            "facts": [
                {
                    "property": each.property,
                    "label": each.label,
                    "value": each.value,
                    "raw": each.raw,
                }
                for each in node.facts
            ],
            "unmade": [asdict(each) for each in node.unmade],
        }

    def _edges(self) -> Iterable[Json]:
        quiet = self.settings["layout"]["quiet"]
        for link in self.picture.links:
            edge: Json = {
                "from": self.index[link.source],
                "to": self.index[link.target],
                "predicate": link.predicate,
                "basis": link.basis,
                "passages": self._quotes(link.quotes),
            }
            if link.predicate in quiet:
                edge["quiet"] = True
            if id(link) in self.bundles:
                edge["bundle"] = self.bundles[id(link)]
            for name in ("reason", "confidence", "author", "review"):
                if getattr(link, name) is not None:
                    edge[name] = getattr(link, name)
            yield edge

    def _quotes(self, statements: Iterable[Statement]) -> list[int]:
        """Return the numbers of some statements in the page's one list of them."""
        numbers = []
        for each in statements:
            key = (each.source, each.start, each.end, each.first, each.quote)
            if key not in self._numbers:
                self._numbers[key] = len(self.passages)
                self.passages.append(each)
            numbers.append(self._numbers[key])
        return numbers

    def data(self) -> Json:
        """Return what the page needs to draw the map and to tell of its things."""
        chosen = self.settings["layout"]
        slugs = {each.slug: place for place, each in enumerate(self.picture.sources)}
        groups = self.settings["group"]
        return {
            "title": self.picture.title,
            "issued": self.picture.issued,
            "licence": self.settings["licence"].get(self.picture.licence or "", {}),
            "layout": {
                name: chosen[name]
                for name in ("box", "ends", "font", "least", "most", "reach", "upward", "width")
            }
            | {"height": self.plan.height, "line": LINE},
            "columns": [
                {"index": index, "x": x, "name": _names(self.settings["column"][index])}
                for index, x in self.plan.columns.items()
            ],
            "shelves": [
                {
                    "group": each.lane,
                    "x": self.plan.columns[each.column],
                    "top": each.top,
                    "bottom": each.bottom,
                }
                for each in self.plan.shelves
            ],
            "groups": [
                {
                    "id": group["id"],
                    "bold": group.get("bold", False),
                    "column": group["column"],
                    "name": _names(group),
                    "pad": self.settings["shape"][group["shape"]],
                    "shape": group["shape"],
                    "shelf": group.get("shelf", False),
                }
                for group in groups
            ],
            "kinds": self.picture.kinds,
            "predicates": {link.predicate: link.label for link in self.picture.links},
            "sources": [
                {"slug": each.slug, "name": each.label, "url": each.url}
                for each in self.picture.sources
            ],
            "passages": [
                {
                    "quote": each.quote,
                    "translation": each.translation,
                    "source": slugs.get(each.source, -1),
                    "file": f"{each.source}.txt",
                    "first": each.first,
                    "last": each.last,
                    "start": each.start,
                    "end": each.end,
                }
                for each in self.passages
            ],
            "nodes": self.nodes,
            "edges": self.edges,
        }


@cache
def settings() -> Json:
    """Return what ``pages/map.toml`` says."""
    return tomllib.loads(page("map.toml"))


def _keys(iris: Iterable[str]) -> dict[str, str]:
    """Return what stands after ``#`` in the address of each thing: ``type/slug``."""
    short = {iri: "/".join(iri.split("/")[-2:]) for iri in iris}
    often = Counter(short.values())
    return {iri: key if often[key] == 1 else iri for iri, key in short.items()}


@cache
def vis() -> str:
    """Return the drawing library that comes with pyvis."""
    return (files("pyvis") / VIS).read_text(encoding="utf-8")


def _names(entry: Json) -> Text:
    return {"nb": entry["nb"], "en": entry["en"]}
