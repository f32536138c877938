"""The graph as a network, for the programs that draw and measure networks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from pyoxigraph import Literal, NamedNode

from ho21.ask import label_of
from ho21.fault import LANGUAGES
from ho21.names import curie, term
from ho21.picture import basis_of, picture
from ho21.rooms import page
from ho21.rows import xml
from ho21.store import select

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx
    from pyoxigraph import QuerySolution, Store

    from ho21.store import Dataset

    Data = dict[str, Any]

NETWORKS: Final = ("graphml", "gexf")
_CONCEPT: Final = "skos:Concept"
_GEXF: Final = "http://gexf.net/1.3"
_VIZ: Final = f"{_GEXF}/viz"
_GRAPHML: Final = "http://graphml.graphdrawing.org/xmlns"
_LINES: Final = {"stated": "solid", "read": "dashed", "inferred": "dotted"}
_COLOUR: Final = re.compile(r"--([\w-]+): light-dark\(#(\w{2})(\w{2})(\w{2}),")
_TOKEN: Final = re.compile(r"[^\w.:-]", re.ASCII)
_GAP: Final = 24.0
# What GEXF and GraphML call the types of Python.
_TYPES: Final[dict[str, dict[type, str]]] = {
    "gexf": {str: "string", float: "double", bool: "boolean", int: "integer"},
    "graphml": {str: "string", float: "double", bool: "boolean", int: "int"},
}


def files(form: str, dataset: Dataset, *, stated_only: bool = False) -> dict[str, bytes]:
    """Return the one file of a form, by its name."""
    graph = network(dataset, stated_only=stated_only)
    root = _graphml(graph) if form == "graphml" else _gexf(graph, dataset)
    ET.indent(root)
    text = xml(ET.tostring(root, encoding="unicode"))
    return {f"ho21.{form}": f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()}


def network(dataset: Dataset, *, stated_only: bool = False) -> nx.MultiDiGraph[str]:
    """Return things as nodes and each claim as an edge of its own, so that parallel links stay.

    Each has a ``viz`` as networkx has it: where it stands on the map (y upwards), the colour of
    its kind, as large as the sources link it; an edge is solid where a source states it, dashed
    where it is read, dotted where it follows by rule.
    """
    import networkx as nx

    store = dataset.store(stated_only=stated_only)
    made = _Names(dataset, store)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="ho21")
    for row in select(store, page("ting.rq")):
        details = made.attributes(row, ("kind", "labelEn", "quote", "place"))
        node = row["thing"]
        graph.add_node(
            made.text(node), label=made.text(row["labelNb"]), iri=node.value,
            **details, **made.named("kind", row["kind"]),
        )  # fmt: skip
    standing = _standing(dataset)
    for row in select(store, page("koblinger.rq")):
        ends = made.text(row["subject"]), made.text(row["object"])
        for end, node in zip(ends, (row["subject"], row["object"]), strict=True):
            if end not in graph:  # a concept of another vocabulary
                labels = {lang: label_of(node, lang, store) or end for lang in LANGUAGES}
                graph.add_node(
                    end, label=labels["nb"], iri=node.value, kind=_CONCEPT, labelEn=labels["en"],
                    **made.named("kind", term(_CONCEPT)),
                )  # fmt: skip
        wanted = ("predicate", "basis", "confidence", "reasonNb", "reasonEn", "quote", "place")
        claim, basis = made.text(row["claim"]), standing[row["claim"].value]
        details = made.attributes(row, wanted)
        graph.add_edge(
            *ends, key=claim, claim=row["claim"].value, standing=basis[0], read=basis[1], **details,
            label=made.label(row["predicate"], "nb"), labelEn=made.label(row["predicate"], "en"),
            **made.named("basis", row["basis"]), weight=details.get("confidence", 1.0),
        )  # fmt: skip
    _placed(graph, dataset, stated_only=stated_only)
    return graph


class _Names:
    """How terms are written: prefixed, and named in both languages."""

    def __init__(self, dataset: Dataset, store: Store) -> None:
        self.prefixes = dataset.base.prefixes()
        self.store = store
        self.known: dict[tuple[NamedNode, str], str] = {}

    def text(self, value: object) -> str:
        """Return a term as text that may be an identifier in XML."""
        if isinstance(value, NamedNode):
            short = curie(value.value, self.prefixes)
            return _TOKEN.sub("_", short.strip("<>"))
        return value.value if isinstance(value, Literal) else ""

    def label(self, node: NamedNode, lang: str) -> str:
        """Return what a term is called."""
        if (node, lang) not in self.known:
            self.known[node, lang] = label_of(node, lang, self.store) or self.text(node)
        return self.known[node, lang]

    def named(self, name: str, node: NamedNode) -> dict[str, str]:
        """Return what a term is called in both languages, as attributes."""
        return {f"{name}{lang.capitalize()}": self.label(node, lang) for lang in LANGUAGES}

    def attributes(self, row: QuerySolution, names: tuple[str, ...]) -> Data:
        """Return the columns of a row that say something."""
        found = {name: self.text(row[name]) for name in names if row[name] is not None}
        return {
            name: float(value) if name == "confidence" else value for name, value in found.items()
        }


def _standing(dataset: Dataset) -> dict[str, tuple[str, bool]]:
    """Return for each claim whether it is stated, read or inferred, and whether on a reading."""
    found: dict[str, tuple[str, bool]] = {}
    for graph in sorted(dataset.facts):
        for fact in dataset.facts[graph]:
            if fact.predicate == term("rdf:subject"):
                told = basis_of(graph), graph in dataset.read_graphs
                found.setdefault(fact.subject.value, told)
    return found


def _placed(graph: nx.MultiDiGraph[str], dataset: Dataset, *, stated_only: bool) -> None:
    """Give every node and edge its place, colour and size.

    What is not on the map stands in a column of its own beside it.
    """
    from ho21.draw import StrategyNetwork

    drawn = StrategyNetwork(picture(dataset, stated_only=stated_only))
    colours = {name: tuple(int(each, 16) for each in rest)
               for name, *rest in _COLOUR.findall(page("explorer/tokens.css"))}  # fmt: skip
    groups = drawn.settings["group"]
    places = drawn.plan.places
    beside = max(drawn.plan.columns.values(), default=0.0) + 2.0 * drawn.settings["layout"]["box"]
    below = 0.0
    for node, data in graph.nodes(data=True):
        stated = sum(
            1
            for edges in (graph.in_edges(node, data=True), graph.out_edges(node, data=True))
            for *_, edge in edges
            if edge["standing"] == "stated"
        )
        at, colour = places.get(data["iri"]), "document"
        if at is None:
            at, below = (beside, below), below + _GAP
        else:
            colour = groups[drawn.groups[data["iri"]]]["id"]
        data["viz"] = {
            "position": {"x": at[0], "y": 0.0 - at[1], "z": 0.0},
            "color": _colour(colours.get(colour, colours["document"])),
            "size": round(4.0 + 1.5 * stated**0.5, 1),
        }
    for *_, data in graph.edges(data=True):
        data["viz"] = {
            "color": _colour(colours["read" if data["read"] else "stated"]),
            "shape": _LINES[data["standing"]],
        }


def _colour(parts: tuple[int, ...]) -> dict[str, int]:
    return dict(zip("rgb", parts, strict=True))


def _keys(rows: Iterator[Data], form: str) -> dict[str, str]:
    """Return the attributes that some nodes or edges have, sorted, with their types."""
    types = _TYPES[form]
    return {
        name: types[kind]
        for name, kind in sorted(
            {name: type(value) for row in rows for name, value in row.items()}.items()
        )
    }


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _gexf(graph: nx.MultiDiGraph[str], dataset: Dataset) -> ET.Element:
    """Return GEXF 1.3: labels, weights and looks in its own places, the rest as attributes."""
    apart = {"label", "weight", "viz"}

    def rest(data: Data) -> Data:
        return {name: value for name, value in data.items() if name not in apart}

    ET.register_namespace("viz", _VIZ)
    root = ET.Element("gexf", {"xmlns": _GEXF, "version": "1.3"})
    meta = ET.SubElement(root, "meta", lastmodifieddate=dataset.issued)
    ET.SubElement(meta, "creator").text = f"ho21 {dataset.version}"
    ET.SubElement(meta, "description").text = dataset.base.iri
    made = ET.SubElement(root, "graph", defaultedgetype="directed", mode="static")
    for kind, rows in (("node", graph.nodes(data=True)), ("edge", graph.edges(data=True))):
        head = ET.SubElement(made, "attributes", {"class": kind})
        for name, sort in _keys((rest(data) for *_, data in rows), "gexf").items():
            ET.SubElement(head, "attribute", {"id": name, "title": name, "type": sort})
    nodes = ET.SubElement(made, "nodes", count=str(graph.number_of_nodes()))
    for node, data in graph.nodes(data=True):
        each = ET.SubElement(nodes, "node", id=node, label=data["label"])
        _valued(each, rest(data), data["viz"])
    edges = ET.SubElement(made, "edges", count=str(graph.number_of_edges()))
    for source, target, key, data in graph.edges(data=True, keys=True):
        ends = {"id": key, "source": source, "target": target, "type": "directed"}
        # The kind keeps Gephi from folding two links between the same things into one.
        told = {"label": data["label"], "kind": data["predicate"], "weight": str(data["weight"])}
        each = ET.SubElement(edges, "edge", ends | told)
        _valued(each, rest(data), data["viz"])
    return root


def _valued(parent: ET.Element, data: Data, viz: Data) -> None:
    values = ET.SubElement(parent, "attvalues")
    for name, value in data.items():
        ET.SubElement(values, "attvalue", {"for": name, "value": _written(value)})
    for name, value in viz.items():
        parts = value if isinstance(value, dict) else {"value": value}
        about = {key: _written(each) for key, each in parts.items()}
        ET.SubElement(parent, f"{{{_VIZ}}}{name}", about)


def _graphml(graph: nx.MultiDiGraph[str]) -> ET.Element:
    """Return GraphML whose attributes Gephi knows: label, x, y, size, r, g, b and weight.

    A key is called by its own name and never ``d3``, which Gephi takes for a label of yEd's.
    """

    def flat(data: Data) -> Data:
        viz: Data = data["viz"]
        told: Data = {name: value for name, value in data.items() if name != "viz"}
        told |= viz["color"]
        if "position" in viz:
            told |= {"x": viz["position"]["x"], "y": viz["position"]["y"], "size": viz["size"]}
        return told

    root = ET.Element("graphml", xmlns=_GRAPHML)
    rows: dict[str, list[Data]] = {
        "node": [flat(data) for _, data in graph.nodes(data=True)],
        "edge": [flat(data) for *_, data in graph.edges(data=True)],
    }
    for kind, them in rows.items():
        for name, sort in _keys(iter(them), "graphml").items():
            about = {"id": f"{kind}_{name}", "for": kind, "attr.name": name, "attr.type": sort}
            ET.SubElement(root, "key", about)
    made = ET.SubElement(root, "graph", id="ho21", edgedefault="directed")
    for node, data in zip(graph.nodes, rows["node"], strict=True):
        _told(ET.SubElement(made, "node", id=node), data)
    for (source, target, key), data in zip(graph.edges(keys=True), rows["edge"], strict=True):
        _told(ET.SubElement(made, "edge", id=key, source=source, target=target), data)
    return root


def _told(parent: ET.Element, data: Data) -> None:
    for name, value in data.items():
        ET.SubElement(parent, "data", key=f"{parent.tag}_{name}").text = _written(value)
