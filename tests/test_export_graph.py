"""The graph as a network, for the programs that draw and measure networks."""

import io
import xml.etree.ElementTree as ET

import networkx as nx
import pytest

from exported import exported, graph, links
from ho21.export import export
from ho21.export_graph import network
from ho21.export_rdf import flat
from ho21.names import term


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_a_network_has_an_edge_for_each_link_and_keeps_parallel_ones(form):
    reader = nx.read_graphml if form == "graphml" else nx.read_gexf
    read = reader(io.BytesIO(exported(form)))

    assert read.number_of_edges() == links()
    assert read.is_multigraph()
    assert any(read.number_of_edges(*ends) > 1 for ends in set(read.edges()))


def test_an_edge_carries_its_basis_its_words_and_its_place():
    edges = network(graph()).get_edge_data("tiltak:utnytte-helsedata", "aktor:ho21-radet")
    (edge,) = [each for each in edges.values() if each["predicate"] == "ho:proposedBy"]

    assert edge["basis"] == "rst:direct-from-source"
    assert edge["quote"].startswith("Vi må utnytte helsedata bedre")
    assert edge["place"] == "innspill-helsepersonellkommisjonen.txt:55"


def test_the_date_of_a_network_is_that_of_the_house():
    meta = ET.fromstring(exported("gexf")).find("{http://www.gexf.net/1.2draft}meta")

    assert meta is not None
    assert meta.get("lastmodifieddate") == graph().issued


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_a_network_of_what_is_stated_has_no_link_that_is_a_reading(form):
    stated = network(graph(), stated_only=True)
    every = network(graph())
    read = set(every.edges(keys=True)) - set(stated.edges(keys=True))

    assert read
    assert set(stated.edges(keys=True)) < set(every.edges(keys=True))
    reader = nx.read_graphml if form == "graphml" else nx.read_gexf
    (content,) = export(form, graph(), stated_only=True).values()
    assert reader(io.BytesIO(content)).number_of_edges() == stated.number_of_edges()


def test_every_link_between_two_things_is_an_edge():
    links = {
        (fact.subject.value, fact.predicate, fact.object.value)
        for fact in flat(graph())
        if fact.predicate in graph().vocabulary.links
        and not fact.subject.value.startswith(graph().base.thing("pastand/").value)
    }
    nodes = network(graph()).nodes
    edges = {
        (nodes[one]["iri"], term(edge["predicate"]), nodes[other]["iri"])
        for one, other, edge in network(graph()).edges(data=True)
    }

    assert links
    assert links <= edges
