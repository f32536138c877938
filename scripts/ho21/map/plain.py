"""The plain network by pyvis: what sources state, in columns, on one page that fetches nothing.

pyvis writes a page of its own that asks two other hosts for scripts and styles.  Of that page only
the scripts that stand in it are kept, and put into ours, whose policy allows those and no more.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache, cached_property
from html.parser import HTMLParser
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from ho21.errors import LANGUAGES
from ho21.map.colours import palette
from ho21.map.drawing import StrategyNetwork
from ho21.rdf.jsonld import data_block
from ho21.resources import messages, policy, template
from ho21.text import alphabetical, date, fill_in, suffix, visible

if TYPE_CHECKING:
    from ho21.map.drawing import Json
    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Link, Thing

VIS: Final = "templates/lib/vis-9.1.2/vis-network.min.js"
PAGE: Final = "network"
_FONT: Final = "Arial, Liberation Sans, Helvetica, sans-serif"


def plain_file(lang: str, usual: str) -> str:
    """Return the name of the page in a language; the ``usual`` one is that of the project."""
    return f"{PAGE}{suffix(lang, usual)}.html"


def plain(graph: KnowledgeGraph, lang: str, *, about: bytes = b"{}", beside: str = "") -> str:
    """Return the page, with what it is about as JSON-LD.

    Where there are pages ``beside`` it, in a project with that language, it leads to the explorer
    and to itself in another language.
    """
    drawn = _Plain(graph, lang)
    other = next(each for each in LANGUAGES if each != lang)
    left, top, right, bottom = drawn.edges
    scripts = [*own_scripts(drawn.page()), drawn.still()] if drawn.boxes else []
    made = template("map/templates/plain.css.j2")
    style = made.render(width=right - left, height=bottom - top, colours=drawn.colours)
    return template("map/templates/plain.html.j2").render(
        lang=lang,
        name=graph.title[lang],
        text=drawn.text,
        told=drawn.told(),
        groups=drawn.legend(),
        links=drawn.rows(),
        foot=drawn.foot(),
        about=data_block(about),
        policy=Markup(policy(scripts, [style])),  # noqa: S704 (hashes alone)
        style=Markup(style),  # noqa: S704 (our own file)
        scripts=[Markup(each) for each in scripts],  # noqa: S704 (pyvis escapes what it puts in)
        beside=beside,
        other=other,
        twin=plain_file(other, beside),
    )


def own_scripts(page: str) -> list[str]:
    """Return the scripts that stand in a page, without those that it would fetch."""
    reader = _Scripts()
    reader.feed(page)
    reader.close()
    return reader.found


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and "src" not in dict(attrs)
        if self._inside:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data

    def handle_endtag(self, _tag: str) -> None:
        self._inside = False


class _Plain:
    """The things that have a column, the links between them that sources state, and the words."""

    def __init__(self, graph: KnowledgeGraph, lang: str) -> None:
        settings = messages("map/plain.toml")
        self.lang = lang
        self.text: dict[str, str] = settings[lang]
        self.options: Json = settings["options"]
        self.beside: Json = settings["beside"]
        self.sizes: dict[str, int] = settings["drawn"]
        self.all = len(graph.things)
        stated = replace(graph.stated, links=graph.stated.substance)
        part = _most_linked(stated, self.sizes["most"])
        self.cut = len(part.things) < self.all
        self.network = _in_columns(StrategyNetwork(part))
        self.data = self.network.data()
        self.graph = self.network.graph
        self.boxes = self.data["nodes"]
        self.colours = {
            name: (palette()[name], palette()[f"{name}-fill"])
            for name in sorted({each["colour"] for each in self.data["groups"]})
        }

    @cached_property
    def edges(self) -> tuple[int, int, int, int]:
        """Where the drawing ends: left, top, right and bottom, in pixels."""
        margin, beside = self.sizes["margin"], self.data["layout"]["box"] / 2
        across = [each["x"] for each in self.boxes] or [beside]
        bottom = round(self.data["layout"]["height"]) + margin
        left, right = round(min(across) - beside), round(max(across) + beside)
        return left - margin, -self.sizes["heading"] - margin, right + margin, bottom

    def told(self) -> list[str]:
        """Return the sentences above the drawing: what is drawn, and what is not."""
        drawn, links = len(self.boxes), len(self.graph.links)
        fields = {"drawn": drawn, "links": links, "all": self.all, "left": self.all - drawn}
        names = ["lead" if links else "silent" if drawn else "empty"]
        if drawn:
            names.append("cut" if self.cut else "left" if drawn < self.all else "read")
        return [fill_in(self.text[each], self.lang, **fields) for each in names]

    def foot(self) -> list[str]:
        """Return whose page it is, on what terms, and of when."""
        licence = self.network.settings["licence"].get(self.graph.licence, {}).get("name", "")
        when = date(self.graph.issued, self.lang)
        told = {"licensed": licence, "data_from": when}
        rest = (self.text[key].format(what=what) for key, what in told.items() if what)
        return [*filter(None, [self.graph.whose(self.lang)]), *rest]

    def legend(self) -> list[Json]:
        """Return the groups that are drawn, each with its colour and its name."""
        used = {each["group"] for each in self.boxes}
        return [
            {"colour": each["colour"], "name": each["name"][self.lang]}
            for at, each in enumerate(self.data["groups"])
            if at in used
        ]

    def rows(self) -> list[tuple[str, ...]]:
        """Return the links in words, by the alphabet."""
        rows = [
            (
                self.graph.name(each.subject)[self.lang],
                self.graph.phrase(each.predicate)[self.lang],
                self.graph.name(each.object)[self.lang],
                ", ".join(dict.fromkeys(passage.place for passage in each.passages)),
            )
            for each in self.graph.links
        ]
        return sorted(rows, key=lambda row: [alphabetical(each, self.lang) for each in row])

    def page(self) -> str:
        """Return the page that pyvis makes of it."""
        from pyvis.network import Network

        network = Network(directed=True, cdn_resources="in_line")
        network.options = self.options
        # Appended, since add_node and add_edge search a list each time.
        network.nodes.extend(self._box(each) for each in self.boxes)
        network.nodes.extend(self._heading(each) for each in self.data["columns"])
        network.edges.extend(self._line(each) for each in self.graph.links)
        html: str = network.generate_html()
        return html

    def still(self) -> str:
        """Return the script that shows the drawing at its natural size, where it stands."""
        left, top, right, bottom = self.edges
        across, down = (left + right) / 2, (top + bottom) / 2
        return f"network.moveTo({{ position: {{ x: {across}, y: {down} }}, scale: 1 }});"

    def _box(self, node: Json) -> Json:
        thing = self.graph.things[node["iri"]]
        group = self.data["groups"][node["group"]]
        edge, fill = self.colours[group["colour"]]
        chosen = {"border": edge, "background": fill}
        box, font = self.data["layout"]["box"], self.data["layout"]["font"]
        return {
            "id": node["id"],
            "x": node["x"],
            "y": node["y"],
            "label": visible("\n".join(node["lines"][self.lang])),
            "title": _unlinked(self._said(thing)),
            "color": {**chosen, "highlight": chosen, "hover": chosen},
            "borderWidth": 2.5 if group["bold"] else 1.5,
            "font": {"face": _FONT, "size": font, "color": palette()["label"]},
            "widthConstraint": {"minimum": box - 10},
            "heightConstraint": {"minimum": node["height"] - 10},
        }

    def _heading(self, column: Json) -> Json:
        """Return a column's heading, as a box without a border above the first."""
        return {
            "id": f"column-{column['index']}",
            "x": column["x"],
            "y": -self.sizes["heading"],
            "label": visible(column["name"][self.lang]),
            "shape": "text",
            "chosen": False,
            "font": {"face": _FONT, "size": 13, "color": palette()["soft"]},
            "widthConstraint": {"maximum": self.data["layout"]["box"] + 20},
        }

    def _line(self, link: Link) -> Json:
        ends = zip(("from", "to"), link.ends, strict=True)
        names = [self.graph.name(each)[self.lang] for each in link.ends]
        phrase = self.graph.phrase(link.predicate)[self.lang]
        said = visible(f"{names[0]}\n{phrase}: {names[1]}")
        line = {end: self.network.index[iri] for end, iri in ends} | {"title": _unlinked(said)}
        across = {self.network.plan.places[each][0] for each in link.ends}
        return line if len(across) > 1 else line | self.beside

    def _said(self, thing: Thing) -> str:
        """Return what a box tells of its thing: name, kind, words and place."""
        lines = [thing.label[self.lang], self.graph.name(thing.kind)[self.lang]]
        if passage := thing.main:
            lines += ["", self.text["quote"].format(words=passage.quote), passage.place]
        return visible("\n".join(lines))


def _most_linked(graph: KnowledgeGraph, most: int) -> KnowledgeGraph:
    """Return a graph of no more things than so many: those with the most links."""
    if len(graph.things) <= most:
        return graph
    degree = Counter(end for each in graph.links for end in each.ends)
    ordered = sorted(graph.things, key=lambda iri: (-degree[iri], iri))
    return _among(graph, set(ordered[:most]))


def _in_columns(network: StrategyNetwork) -> StrategyNetwork:
    """Return a network without what stands below the columns, or then would."""
    groups = network.settings["group"]
    kept = {iri for iri, at in network.groups.items() if not groups[at].get("shelf")}
    if len(kept) == len(network.groups):
        return network
    return _in_columns(StrategyNetwork(_among(network.graph, kept)))


def _among(graph: KnowledgeGraph, kept: set[str]) -> KnowledgeGraph:
    """Return a graph of some of its things, and the links between them."""
    return replace(
        graph,
        things={iri: each for iri, each in graph.things.items() if iri in kept},
        links=tuple(each for each in graph.links if kept.issuperset(each.ends)),
    )


def _unlinked(text: str) -> str:
    """Return a text that pyvis takes for no link: it looks for the letters alone."""
    return text.replace("href", "h\N{WORD JOINER}ref")


@cache
def vis() -> str:
    """Return the drawing library that comes with pyvis."""
    return (files("pyvis") / VIS).read_text(encoding="utf-8")
