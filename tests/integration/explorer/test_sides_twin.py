"""The page puts the same things side by side as the command does, tie for tie."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from ho21.analysis.sides import compared
from ho21.model.read import knowledge_graph
from ho21.text import last
from support.twin import Twin


def told(graph, sides):
    """Return what stands side by side as the page tells it: things by number, links by name."""
    index = {iri: at for at, iri in enumerate(graph.things)}

    def ties(some):
        return [[last(each.predicate), each.back, each.standing.term] for each in some]

    parts = (
        sorted(
            [index[each.thing], ties(each.one), ties(each.other)]
            for each in sides.rows
            if each.part == part
        )
        for part in ("left", "both", "right")
    )
    return [*parts, ties(sides.between)]


@pytest.mark.parametrize(("readings", "least"), [(True, 0.0), (False, 0.0), (True, 0.6)])
def test_any_two_things_are_side_by_side_alike(both, readings, least):
    graph, twin = both
    held = (graph if readings else graph.stated).at_least(least)
    pairs = [*combinations(graph.things, 2)]
    sample = random.Random(17).sample(pairs, min(len(pairs), 300))

    apart = [
        (one, other)
        for one, other in [*combinations(graph.documents, 2), *sample]
        if twin.sides(one, other, readings=readings, least=least)
        != told(graph, compared(held, one, other))
    ]
    assert apart == []


def test_what_is_read_makes_a_difference_that_would_be_seen(real, tmp_path):
    graph = knowledge_graph(real)
    one, other = (each.iri for each in graph.of("Pillar"))
    with Twin(graph, tmp_path) as twin:
        found = twin.sides(one, other, readings=False)

    assert found != told(graph, compared(graph, one, other))
