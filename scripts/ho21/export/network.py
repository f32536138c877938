"""The graph as a network, for the programs that draw and measure networks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from ho21.errors import LANGUAGES
from ho21.map.colours import palette
from ho21.model.read import knowledge_graph
from ho21.rdf.namespaces import curie, term
from ho21.rdf.xml import xml
from ho21.resources import messages

if TYPE_CHECKING:
    import networkx as nx

    from ho21.dataset.dataset import Dataset
    from ho21.map.drawing import StrategyNetwork
    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Evidence, Link, Passage, Thing

    Data = dict[str, Any]

_SETTINGS: Final = messages("export/network.toml")
_WEIGHTS: Final[dict[str, float]] = _SETTINGS["weight"]
_ABOUT: Final[str] = _SETTINGS["about"]["text"]
_TOKEN: Final = re.compile(r"[^\w.:-]", re.ASCII)
_GAP: Final = 24.0
_VIZ: Final = "{http://gexf.net/1.3/viz}"
_KEY: Final = "networkx_key"  # what networkx calls the key of an edge
_SCHEMA: Final = ("xmlns:xsi", "xsi:schemaLocation")


def files(form: str, dataset: Dataset) -> dict[str, bytes]:
    """Return the one file of a form, by its name."""
    made = network(dataset)
    root = _graphml(made) if form == "graphml" else _gexf(made, dataset)
    for name in _SCHEMA:  # networkx gives the schema of GEXF 1.3 in a namespace there is none of
        root.attrib.pop(name)
    ET.indent(root)
    text = xml(ET.tostring(root, encoding="unicode"))
    return {f"{dataset.slug}.{form}": f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()}


def network(dataset: Dataset) -> nx.MultiDiGraph[str]:
    """Return things as nodes and each claim as an edge of its own, so that two readings stay two.

    What only follows by rule is left out, as it would lie parallel to the link it follows from.
    Each has a ``viz`` as networkx has it: where it stands on the map (y upwards), the colour of
    its kind, as large as the sources link it; an edge is solid where a source states it, dashed
    where it is read.
    """
    import networkx as nx

    from ho21.map.drawing import strategy_network

    graph = knowledge_graph(dataset)
    attributes = _Attributes(graph)
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph(id=dataset.slug)
    for each in graph.entities.values():
        made.add_node(attributes.token(each.iri), **attributes.node(each))
    for link, evidence in graph.claims:
        if evidence.standing.inferred:
            continue
        ends = [attributes.token(each) for each in link.ends]
        for end, iri in zip(ends, link.ends, strict=True):
            if end not in made:
                made.add_node(end, **attributes.concept(iri))
        key = attributes.token(evidence.claim)
        made.add_edge(*ends, key=key, **attributes.edge(link, evidence))
    _place(made, strategy_network(graph))
    return made


class _Attributes:
    """What nodes and edges say, with terms as prefixed names and their labels in both languages."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.graph = graph
        self.prefixes = graph.base.prefixes()

    def token(self, iri: str) -> str:
        """Return an IRI as text that may be an identifier in XML."""
        return _TOKEN.sub("_", curie(iri, self.prefixes).strip("<>"))

    def label(self, iri: str, lang: str) -> str:
        """Return what something is called, else its prefixed name."""
        label = self.graph.labels.get(iri)
        return label[lang] if label else self.token(iri)

    def named(self, name: str, iri: str) -> Data:
        """Return a term and what it is called."""
        labels = {f"{name}{lang.capitalize()}": self.label(iri, lang) for lang in LANGUAGES}
        return {name: self.token(iri), **labels}

    def node(self, thing: Thing) -> Data:
        """Return the attributes of a thing."""
        return {
            "name": self.token(thing.iri),
            "label": thing.label["nb"],
            "labelEn": thing.label["en"],
            "iri": thing.iri,
            **self.named("kind", thing.kind),
            **_words(thing.main),
        }

    def concept(self, iri: str) -> Data:
        """Return the attributes of a concept of another vocabulary."""
        labels = {"label": self.label(iri, "nb"), "labelEn": self.label(iri, "en")}
        kind = self.named("kind", term("skos:Concept").value)
        return {"name": self.token(iri), "iri": iri, **labels, **kind}

    def edge(self, link: Link, evidence: Evidence) -> Data:
        """Return the attributes of a link by one of its claims.

        Each number is there on every edge, as readers take one that is missing for 0 or for none.
        """
        outside = link.object not in self.graph.things
        kind = "mapping" if outside else self.graph.counted_as(link)
        return {
            "claim": evidence.claim,
            "standing": evidence.standing.term,
            "set": kind,
            "confidence": evidence.strength,
            "weight": round(evidence.strength * _WEIGHTS[kind], 3),
            "read": evidence.standing.rests_on_reading,
            "predicate": self.token(link.predicate),
            "label": self.label(link.predicate, "nb"),
            "labelEn": self.label(link.predicate, "en"),
            **self.named("basis", evidence.basis),
            **_given(reasonNb=evidence.reason.nb, reasonEn=evidence.reason.en),
            **_words(evidence.main),
        }


def _given(**told: str) -> Data:
    """Return the attributes that say something."""
    return {name: value for name, value in told.items() if value}


def _words(passage: Passage | None) -> Data:
    return _given(quote=passage.quote, place=passage.place) if passage else {}


def _place(graph: nx.MultiDiGraph[str], drawn: StrategyNetwork) -> None:
    """Give every node and edge its place, colour and size.

    What is not on the map stands in a column of its own beside it.
    """
    colours = palette()
    groups = drawn.settings["group"]
    places = drawn.plan.places
    beside = max(drawn.plan.columns.values(), default=0.0) + 2.0 * drawn.settings["layout"]["box"]
    below = 0.0
    for node, data in graph.nodes(data=True):
        edges = (*graph.in_edges(node, data=True), *graph.out_edges(node, data=True))
        stated = sum((edge["standing"], edge["set"]) == ("stated", "substance")
                     for *_, edge in edges)  # fmt: skip
        at, colour = places.get(data["iri"]), "document"
        if at is None:
            at, below = (beside, below), below + _GAP
        else:
            group = groups[drawn.groups[data["iri"]]]
            colour = group.get("colour", group["id"])
        data["viz"] = {
            "position": {"x": at[0], "y": 0.0 - at[1], "z": 0.0},
            "color": _colour(colours[colour]),
            "size": round(4.0 + 1.5 * stated**0.5, 1),
        }
    for *_, data in graph.edges(data=True):
        data["viz"] = {
            "color": _colour(colours["read" if data["read"] else "stated"]),
            "shape": _SETTINGS["lines"][data["standing"]],
        }


def _colour(name: str) -> dict[str, int]:
    return dict(zip("rgb", bytes.fromhex(name.removeprefix("#")), strict=True))


def _gexf(graph: nx.MultiDiGraph[str], dataset: Dataset) -> ET.Element:
    """Return GEXF 1.3: labels, weights and looks in its own places, the rest as attributes.

    networkx numbers edges and attributes, dates the file by the clock, and has no place for the
    kind of an edge, without which Gephi folds two links between the same things into one.
    """
    from networkx.readwrite.gexf import GEXFWriter

    root: ET.Element = GEXFWriter(graph, version="1.3").xml
    meta, made = root
    meta.set("lastmodifieddate", dataset.issued)
    meta[0].text = f"{dataset.slug} {dataset.version}"
    ET.SubElement(meta, "description").text = f"{dataset.base.iri} {_ABOUT}"
    del made.attrib["name"]
    titles = {each.attrib["id"]: each.attrib["title"] for each in made.iter("attribute")}
    for each in made.iter("attribute"):
        each.set("id", each.attrib["title"])
    for each in made.iter("attvalue"):
        each.set("for", titles[each.attrib["for"]])
    for each in made.iter("edge"):
        values = {one.attrib["for"]: one.attrib["value"] for one in each.iter("attvalue")}
        each.attrib |= {"id": values[_KEY], "kind": values["predicate"], "type": "directed"}
    for parent in (*made.iter("attributes"), *made.iter("attvalues")):
        parent.attrib.pop("mode", None)
        for each in [each for each in parent if _KEY in each.attrib.values()]:
            parent.remove(each)
    for each in made.iter(f"{_VIZ}color"):
        del each.attrib["a"]
    return root


def _graphml(graph: nx.MultiDiGraph[str]) -> ET.Element:
    """Return GraphML whose attributes Gephi knows: label, x, y, size, r, g, b and weight.

    networkx calls a key ``d3``, which Gephi takes for a label of yEd's, or by a name that a node
    and an edge may share; writes truths as Python does; and has no place for looks.
    """
    import networkx as nx

    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph(id=graph.graph["id"])
    plain.add_nodes_from((node, _flat(data)) for node, data in graph.nodes(data=True))
    plain.add_edges_from((*ends, _flat(data)) for *ends, data in graph.edges(keys=True, data=True))
    root: ET.Element = nx.GraphMLWriter(plain, named_key_ids=True).xml
    about = ET.Element("desc")
    about.text = _ABOUT
    root.insert(0, about)
    keys = {(each.get("for"), each.get("id")): each for each in root.iterfind("key")}
    for (kind, name), key in keys.items():
        key.set("id", f"{kind}_{name}")
        if key.get("attr.type") == "long":
            key.set("attr.type", "int")
    for element in (*root.iter("node"), *root.iter("edge")):
        for each in element:
            key = keys[element.tag, each.get("key")]
            each.set("key", key.attrib["id"])
            if key.get("attr.type") == "boolean":
                each.text = str(each.text).lower()
    return root


def _flat(data: Data) -> Data:
    """Return attributes with their looks among them."""
    looks: Data = data["viz"]
    told: Data = {name: value for name, value in data.items() if name != "viz"}
    told |= looks["color"]
    if "position" in looks:
        told |= {"x": looks["position"]["x"], "y": looks["position"]["y"], "size": looks["size"]}
    return told
