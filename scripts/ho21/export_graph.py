"""The graph as a network, for the programs that draw and measure networks."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.ask import label_of
from ho21.fault import LANGUAGES
from ho21.names import curie
from ho21.rooms import page
from ho21.store import select

if TYPE_CHECKING:
    import networkx as nx
    from pyoxigraph import QuerySolution

    from ho21.store import Dataset

NETWORKS: Final = ("graphml", "gexf")
_CONCEPT: Final = "skos:Concept"


def files(form: str, dataset: Dataset, *, stated_only: bool = False) -> dict[str, bytes]:
    """Return the one file of a form, by its name."""
    graph = network(dataset, stated_only=stated_only)
    written = _graphml(graph) if form == "graphml" else _gexf(graph, dataset.issued)
    return {f"ho21.{form}": written}


def network(dataset: Dataset, *, stated_only: bool = False) -> nx.MultiDiGraph[str]:
    """Return things as nodes and each claim as an edge of its own, so that parallel links stay."""
    import networkx as nx

    store = dataset.store(stated_only=stated_only)
    prefixes = dataset.base.prefixes()
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="ho21")

    def text(value: object) -> str:
        if isinstance(value, NamedNode):
            return curie(value.value, prefixes)
        return value.value if isinstance(value, Literal) else ""

    def attributes(row: QuerySolution, names: tuple[str, ...]) -> dict[str, str | float]:
        found = {name: text(row[name]) for name in names if row[name] is not None}
        return {
            name: float(value) if name == "confidence" else value for name, value in found.items()
        }

    for row in select(store, page("ting.rq")):
        names: tuple[str, ...] = ("kind", "labelNb", "labelEn", "quote", "place")
        graph.add_node(
            text(row["thing"]), label=text(row["labelNb"]), iri=row["thing"].value,
            **attributes(row, names),
        )  # fmt: skip
    for row in select(store, page("koblinger.rq")):
        names = ("predicate", "basis", "confidence", "reasonNb", "reasonEn", "quote", "place")
        ends = text(row["subject"]), text(row["object"])
        for end, node in zip(ends, (row["subject"], row["object"]), strict=True):
            if end not in graph:  # a concept of another vocabulary
                labels = {lang: label_of(node, lang, store) or end for lang in LANGUAGES}
                graph.add_node(
                    end, label=labels["nb"], iri=node.value, kind=_CONCEPT,
                    labelNb=labels["nb"], labelEn=labels["en"],
                )  # fmt: skip
        claim = text(row["claim"])
        graph.add_edge(*ends, key=claim, claim=claim, **attributes(row, names))
    return graph


def _graphml(graph: nx.MultiDiGraph[str]) -> bytes:
    from networkx.readwrite.graphml import GraphMLWriter

    out = io.BytesIO()
    GraphMLWriter(graph=graph, encoding="utf-8", prettyprint=True).dump(out)
    return out.getvalue() + b"\n"


def _gexf(graph: nx.MultiDiGraph[str], issued: str) -> bytes:
    """Write GEXF 1.2 dated by the house, since the library would write today's date."""
    from networkx.readwrite.gexf import GEXFWriter

    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(graph)
    meta = writer.xml.find("meta")
    if meta is not None:
        meta.set("lastmodifieddate", issued)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue() + b"\n"
