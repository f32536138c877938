"""The check finds the same by our own engine and by pySHACL, in whole projects and changed ones."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from ho21.dataset.loader import load
from ho21.project import open_project
from ho21.rdf.namespaces import Fact, term
from ho21.validation.shacl import check
from support.engines import said

PROJECTS = Path(__file__).parents[1] / "support" / "projects"
ROUNDS, CHANGES = 25, 10
FEW = 4  # rounds, which are enough where all 25 are run by night


def held_to_equal(dataset):
    ours, theirs = check(dataset), check(dataset, reference=True)
    assert (ours.engine, theirs.engine) == ("ho21", "pySHACL")
    assert said(ours) == said(theirs)
    return ours


@pytest.mark.slow
@pytest.mark.parametrize("name", ["city", "fjord"])
def test_both_engines_say_the_same_of_a_small_project(name):
    report = held_to_equal(load(open_project(str(PROJECTS / name))))
    assert [each for each in report.findings if each.results] != []


@pytest.mark.slow
def test_both_engines_say_the_same_of_the_project_that_ships(real, checked):
    theirs = check(real, reference=True)
    assert (checked.engine, theirs.engine) == ("ho21", "pySHACL")
    assert said(checked) == said(theirs)


def changed(facts: list[Fact], chance: random.Random) -> list[Fact]:
    """Return facts with some of them gone, wrong or doubled."""
    facts = [*facts]
    for _ in range(CHANGES):
        at = chance.randrange(len(facts))
        fact, other = facts[at], chance.choice(facts)
        wrong = [
            other.object,
            NamedNode("urn:x:unknown"),
            Literal("x"),
            Literal("x", language="en"),
            Literal("-1", datatype=term("xsd:integer")),
            Literal("2026-02-30", datatype=term("xsd:date")),
            Literal("x" * 300, language="nb"),
        ]
        made = fact._replace(object=chance.choice(wrong))
        facts[at : at + 1] = chance.choice(([], [made], [fact, made], [made, other]))
    return facts


@pytest.mark.slow
@pytest.mark.parametrize(
    "rounds", [range(FEW), pytest.param(range(FEW, ROUNDS), marks=pytest.mark.night)]
)
def test_both_engines_say_the_same_of_changed_facts(rounds):
    dataset = load(open_project(str(PROJECTS / "fjord")))
    found = 0
    for at in rounds:
        chance = random.Random(at)
        facts = {name: tuple(changed([*them], chance)) for name, them in dataset.facts.items()}
        ours, theirs = (
            check(replace(dataset, facts=facts), reference=each) for each in (False, True)
        )
        assert said(ours) == said(theirs), at
        found += len(ours.findings)
    assert found > len(rounds) * CHANGES
