"""The same work with rdflib, pySHACL and pyvis alone, as one would write it first.

Usage: plain.py ask|build DATA.trig SHAPES.ttl QUESTION.rq FOLDER
"""

import json
import sys
from pathlib import Path

import rdflib


def ask(data: str, question: str) -> None:
    """Answer one question."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data, format="trig")
    sys.stdout.buffer.write(dataset.query(Path(question).read_text()).serialize(format="csv"))


def build(data: str, shapes: str, folder: Path) -> None:
    """Validate the graph, write it in every format, and draw it."""
    import networkx as nx
    import pyshacl
    import pyvis.network
    from rdflib.extras.external_graph_libs import rdflib_to_networkx_multidigraph

    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data, format="trig")
    flat = rdflib.Graph()
    for triple in dataset.triples((None, None, None)):
        flat.add(triple[:3])
    conforms, _, text = pyshacl.validate(flat, shacl_graph=rdflib.Graph().parse(shapes))
    (folder / "check.json").write_text(json.dumps({"conforms": conforms, "text": text}))
    for form, name in (("trig", "trig"), ("nquads", "nq"), ("json-ld", "jsonld")):
        dataset.serialize(folder / f"plain.{name}", format=form)
    for form, name in (("turtle", "ttl"), ("xml", "rdf")):
        flat.serialize(folder / f"plain.{name}", format=form)
    links = rdflib.Graph()
    rdf = rdflib.RDF
    for claim in flat.subjects(rdf.subject):
        links.add(
            tuple(flat.value(claim, part) for part in (rdf.subject, rdf.predicate, rdf.object))
        )
    network = rdflib_to_networkx_multidigraph(links)
    named = nx.MultiDiGraph()
    for one, other, label in network.edges(keys=True):
        named.add_edge(str(one), str(other), label=str(label))
    nx.write_graphml(named, folder / "plain.graphml")
    nx.write_gexf(named, folder / "plain.gexf")
    drawn = pyvis.network.Network(directed=True, cdn_resources="in_line")
    for node in named:
        drawn.add_node(node, label=node.rpartition("/")[2])
    for one, other, _ in named.edges(keys=True):
        drawn.add_edge(one, other)
    (folder / "plain.html").write_text(drawn.generate_html(), encoding="utf-8")


if __name__ == "__main__":
    task, data, shapes, question, folder = sys.argv[1:]
    if task == "ask":
        ask(data, question)
    else:
        build(data, shapes, Path(folder))
