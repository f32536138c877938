"""Home places of things in a network, and the communities that they form."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from math import hypot
from pathlib import Path

import pytest

from ho21.map import places as module
from ho21.map.places import places
from ho21.model.read import knowledge_graph
from support.tiny_network import sketch

TWO_GROUPS = """tiltak isPartOf tema en
tiltak-2 isPartOf tema en
tiltak contributesTo tiltak-2 en
malbilde isPartOf soyle en
malbilde-2 isPartOf soyle en
malbilde contributesTo malbilde-2 en
tema contributesTo soyle en
"""
PRINT = """
from ho21.map.places import places
from support.tiny_network import sketch
print(places(sketch({lines!r})))
"""


def apart(found, one, other):
    return hypot(found[one].x - found[other].x, found[one].y - found[other].y)


def groups(found):
    of = {}
    for name, place in found.items():
        of.setdefault(place.community, set()).add(name)
    return [of[each] for each in sorted(of)]


def test_a_row_of_things_is_laid_out_in_its_order_from_one_side_to_the_other():
    found = places(sketch("mal isPartOf omrade en\nomrade isPartOf plan en"))
    row = sorted(found, key=lambda each: found[each].x)

    assert row in (["mal", "omrade", "plan"], ["plan", "omrade", "mal"])
    assert apart(found, "mal", "omrade") == pytest.approx(1, abs=0.05)
    assert apart(found, "mal", "plan") == pytest.approx(2, abs=0.05)
    assert max(abs(each.y) for each in found.values()) < 0.2


def test_what_belongs_together_stands_together_and_is_one_community():
    found = places(sketch(TWO_GROUPS))
    one, other = {"tiltak", "tiltak-2", "tema"}, {"malbilde", "malbilde-2", "soyle"}

    assert sorted(groups(found), key=sorted) == [other, one]
    within = [apart(found, *pair) for them in (one, other) for pair in combinations(them, 2)]
    between = [apart(found, "tiltak", "malbilde"), apart(found, "tiltak-2", "malbilde-2")]
    assert max(within) < min(between)


def test_a_reading_moves_nothing_that_sources_tie_but_ties_in_what_they_do_not():
    said = places(sketch(f"{TWO_GROUPS}behov"))
    read = places(sketch(f"{TWO_GROUPS}behov\ntiltak contributesTo malbilde 0.9"))
    tied = places(sketch(f"{TWO_GROUPS}behov motivates malbilde 0.9"))

    assert {**read, "behov": None} == {**said, "behov": None}
    assert said["behov"].community not in {said[each].community for each in said if each != "behov"}
    assert tied["behov"].community == tied["malbilde"].community
    assert min(tied, key=lambda each: (each == "behov", apart(tied, "behov", each))) == "malbilde"


def test_a_loose_thing_is_tied_in_by_the_surest_reading_alone():
    lines = "mal isPartOf omrade en\nomrade isPartOf plan en\nbehov motivates mal 0.9\n"

    assert places(sketch(lines)) == places(sketch(f"{lines}behov motivates plan 0.5"))


def test_who_proposed_and_who_is_named_ties_nothing_that_is_tied_already():
    formal = "tiltak proposedBy soyle en\nmalbilde mentions tiltak en\n"

    assert places(sketch(TWO_GROUPS + formal)) == places(sketch(TWO_GROUPS))
    said = TWO_GROUPS + formal.replace("proposedBy", "responsible")
    assert places(sketch(said)) != places(sketch(TWO_GROUPS))


def test_pieces_that_nothing_ties_stand_beside_each_other():
    found = places(sketch("mal isPartOf omrade en\ntiltak isPartOf tema en\naktor\nbehov"))

    assert len(groups(found)) == 4
    assert min(apart(found, *pair) for pair in combinations(found, 2)) > 0.9


def test_places_and_communities_do_not_depend_on_the_order_of_things_or_links():
    whole = sketch(TWO_GROUPS)
    turned = replace(
        whole, things=dict(reversed(whole.things.items())), links=tuple(reversed(whole.links))
    )

    assert list(turned.things) != list(whole.things)
    assert places(turned) == places(whole)


@pytest.mark.parametrize("seed", ["0", "7"])
def test_places_and_communities_do_not_depend_on_the_hash_seed(seed):
    run = subprocess.run(
        [sys.executable, "-c", PRINT.format(lines=TWO_GROUPS)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONHASHSEED": seed},
    )  # fmt: skip

    assert run.stdout.strip() == str(places(sketch(TWO_GROUPS)))


def test_places_have_at_most_three_decimals():
    found = places(sketch(TWO_GROUPS))
    numbers = [number for each in found.values() for number in (each.x, each.y)]

    assert [round(each, 3) for each in numbers] == numbers
    assert "-0.0" not in map(str, numbers)


def test_nothing_has_no_places():
    assert places(sketch("")) == {}


def chain(count):
    return "\n".join(f"mal-{at} isPartOf mal-{at // 2} en" for at in range(2, count))


def test_the_work_on_a_large_network_grows_with_its_things_and_not_with_their_pairs(monkeypatch):
    monkeypatch.setattr(module, "FEW", 30)
    held = []
    laid = module.held_apart
    monkeypatch.setattr(module, "held_apart", lambda *given: held.append(laid(*given)) or held[-1])
    for count in (100, 200):
        places(sketch(chain(count)))

    few, many = map(len, held)
    assert few > 100 * module.PIVOTS / 2
    assert many < 2.2 * few


def test_pivots_place_a_large_network_nearly_as_all_pairs_do(monkeypatch):
    whole = sketch(chain(120))
    monkeypatch.setattr(module, "FEW", 60)
    found = places(whole)
    lengths = [apart(found, *each.ends) for each in whole.links]

    assert max(lengths) < 3
    assert sum(lengths) / len(lengths) < 1.5
    assert min(apart(found, *pair) for pair in combinations(found, 2)) > 0.05


def test_few_links_that_the_project_states_cross(real):
    graph = knowledge_graph(real)
    found = places(graph)
    said = {
        tuple(sorted(each.ends))
        for each in graph.links
        if each.stated and each.predicate not in module.FORMAL
    }

    assert set(found) == set(graph.things)
    assert sum(crossing(found, *pair) for pair in combinations(sorted(said), 2)) < 120
    # The check sees crossings: places that mean nothing have very many.
    names = sorted(found)
    mixed = dict(
        zip(names, (found[names[at * 7 % len(names)]] for at in range(len(names))), strict=True)
    )
    assert sum(crossing(mixed, *pair) for pair in combinations(sorted(said), 2)) > 1000


def crossing(found, one, other):
    if len({*one, *other}) < 4:
        return False
    a, b, c, d = (found[each] for each in (*one, *other))

    def side(p, q, r):
        return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
