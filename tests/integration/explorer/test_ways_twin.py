"""The page finds the same ways between things as the command does, step for step."""

from __future__ import annotations

import random
from itertools import product

import pytest

from ho21.map.ways import WayFinder
from ho21.model.read import knowledge_graph
from support.twin import Twin


def told(graph, found):
    """Return what was found as the page tells it: things by number, links by name."""
    index = {iri: at for at, iri in enumerate(graph.things)}

    def way(each):
        steps = ((step.row.link.predicate_name, index[step.end]) for step in each.steps)
        return [index[each.start], *(part for step in steps for part in step)]

    breaks = [
        [way(each.way), len(each.sought), [one.reason["nb"] for one in each.refused]]
        for each in found.breaks
    ]
    return [[*map(way, found.ways)], found.reasons, found.need, found.reached, breaks]


@pytest.mark.parametrize("readings", [True, False], ids=["with readings", "without"])
def test_why_anything_is_there_is_told_alike(both, readings):
    graph, twin = both
    held = graph if readings else graph.stated
    finder = WayFinder(held)

    apart = [
        each
        for each in graph.things
        if twin(each, None, readings=readings) != told(graph, finder.why(each))
    ]
    assert apart == []


@pytest.mark.parametrize(("readings", "least"), [(True, 0.0), (False, 0.0), (True, 0.6)])
def test_the_ways_between_any_two_things_are_told_alike(both, readings, least):
    graph, twin = both
    held = (graph if readings else graph.stated).at_least(least)
    finder = WayFinder(held)
    pairs = [*product(graph.things, graph.things)]
    sample = random.Random(17).sample(pairs, min(len(pairs), 300))

    apart = [
        (start, end)
        for start, end in sample
        if twin(start, end, readings=readings, least=least)
        != told(graph, finder.between(start, end))
    ]
    assert apart == []


def test_twins_that_do_not_see_the_same_costs_are_seen_to_differ(real, tmp_path):
    graph = knowledge_graph(real)
    finder = WayFinder(graph)
    with Twin(graph, tmp_path, hub=0) as twin:
        apart = [x for x in graph.things if twin(x, None) != told(graph, finder.why(x))]

    assert apart != []
