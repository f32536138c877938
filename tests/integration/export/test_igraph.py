"""python-igraph reads the network as it was written: every node, edge and number."""

import math

import pytest

from ho21.model.read import knowledge_graph
from support.exported import exported, graph
from support.heavy import heavy

igraph = heavy("igraph")


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    file = tmp_path_factory.mktemp("igraph") / "ho21.graphml"
    file.write_bytes(exported("graphml"))
    return igraph.Graph.Read_GraphML(str(file))


def test_it_finds_every_thing_by_name_and_every_claim_that_no_rule_made(network):
    known = knowledge_graph(graph())
    claims = [each for _, each in known.claims if not each.standing.inferred]
    concepts = {link.object for link in known.mappings}

    assert network.is_directed()
    assert sorted(network.vs["iri"]) == sorted({*known.entities, *concepts})
    assert len(set(network.vs["name"])) == network.vcount()
    assert sorted(network.es["claim"]) == sorted(each.claim for each in claims)
    assert sorted(network.es["standing"]) == sorted(each.standing.term for each in claims)


def test_each_edge_has_the_numbers_that_a_filter_or_a_measure_takes(network):
    sure = {each.claim: each.strength for _, each in knowledge_graph(graph()).claims}

    assert [math.isnan(each) for name in ("confidence", "weight") for each in network.es[name]] == [
        False
    ] * (2 * network.ecount())
    assert {each["claim"]: each["confidence"] for each in network.es} == {
        each: sure[each] for each in network.es["claim"]
    }
    assert {each["confidence"] for each in network.es.select(standing="stated")} == {1.0}
    assert len(network.es.select(confidence_ge=0.7)) > len(network.es.select(standing="stated")) > 0
    assert all(math.isfinite(each) for each in network.pagerank(weights="weight"))
