"""The graph in the forms others read."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from ho21.ask import label_of
from ho21.fault import LANGUAGES, CallError
from ho21.names import curie
from ho21.rooms import page
from ho21.rows import body
from ho21.store import select

if TYPE_CHECKING:
    from collections.abc import Sequence

    import networkx as nx
    from pyoxigraph import Quad, QuerySolution

    from ho21.names import Fact
    from ho21.store import Dataset

DATASETS: Final = {
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
}
FLAT: Final = {"ttl": RdfFormat.TURTLE, "rdf": RdfFormat.RDF_XML}
NETWORKS: Final = ("graphml", "gexf")
_CONCEPT: Final = "skos:Concept"
TABLES: Final = ("ting", "koblinger", "steder")
FORMATS: Final = (*DATASETS, *FLAT, *NETWORKS, "csv")


def export(form: str, dataset: Dataset, *, stated_only: bool = False) -> dict[str, bytes]:
    """Return the files of one format by name: one file, or for csv one for each table.

    Raises CallError for a format there is none of.
    """
    if form in DATASETS:
        quads = dataset.stated_quads() if stated_only else dataset.quads
        ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad.triple)))
        return {f"ho21.{form}": rdf(ordered, DATASETS[form], dataset)}
    if form in FLAT:
        triples = [Triple(*fact) for fact in flat(dataset, stated_only=stated_only)]
        return {f"ho21.{form}": rdf(sorted(triples, key=str), FLAT[form], dataset)}
    if form in NETWORKS:
        graph = network(dataset, stated_only=stated_only)
        written = _graphml(graph) if form == "graphml" else _gexf(graph, dataset.issued)
        return {f"ho21.{form}": written}
    if form == "csv":
        store = dataset.store(stated_only=stated_only)
        texts = {name: page(f"{name}.rq") for name in TABLES}
        return {
            f"csv/{name}.csv": body(select(store, text), "csv", dataset.spelling, text)
            for name, text in texts.items()
        }
    raise CallError("unknown-format", format=form, known=", ".join(FORMATS))


def everything(dataset: Dataset, *, stated_only: bool = False) -> dict[str, bytes]:
    """Return every format's files, and their sums in the form of ``sha256sum``."""
    files: dict[str, bytes] = {}
    for form in FORMATS:
        files |= export(form, dataset, stated_only=stated_only)
    sums = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return files | {"SHA256SUMS": sums.encode()}


def flat(dataset: Dataset, *, stated_only: bool = False) -> set[Fact]:
    """Return the stated triples, and the readings only as claims, denials and no-links."""
    claims = dataset.base.thing("pastand/").value
    return {
        fact
        for graph, facts in dataset.chosen(stated_only=stated_only).items()
        for fact in facts
        if graph not in dataset.read_graphs or fact.subject.value.startswith(claims)
    }


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


def rdf(statements: Sequence[Quad] | Sequence[Triple], form: RdfFormat, dataset: Dataset) -> bytes:
    """Return statements in a form of RDF, in the order given, with the prefixes they use."""
    prefixes = None
    if form not in {RdfFormat.N_QUADS, RdfFormat.N_TRIPLES, RdfFormat.JSON_LD}:
        used = " ".join({part for each in statements for part in str(each).split()})
        prefixes = {name: iri for name, iri in dataset.base.prefixes().items() if iri in used}
    return serialize(statements, format=form, prefixes=prefixes) or b""


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
