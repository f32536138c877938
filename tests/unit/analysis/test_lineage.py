"""Things that links lead to, however far."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from ho21.analysis.lineage import reached

THINGS = st.sampled_from("abcdef")
WAYS = st.lists(st.tuples(THINGS, THINGS), max_size=15)


def test_what_is_reached_stands_with_the_fewest_steps_to_it():
    ways = {"a": "bc", "b": "cd", "c": "a", "d": "e", "x": "y"}

    assert reached("a", lambda at: ways.get(at, "")) == {"a": 0, "b": 1, "c": 1, "d": 2, "e": 3}


@given(WAYS)
def test_whatever_the_links_the_steps_are_those_that_networkx_counts(ways):
    graph = nx.DiGraph(ways)
    graph.add_node("a")

    steps = reached("a", lambda at: [end for start, end in ways if start == at])
    assert steps == nx.single_source_shortest_path_length(graph, "a")
