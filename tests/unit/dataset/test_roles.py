"""Roles: what each thing counts as, by the class of it that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from ho21.dataset.following.roles import counted, roles
from ho21.dataset.loader import load
from ho21.project import open_project
from ho21.rdf.namespaces import Fact, local, term
from support.drawn import vocabulary
from support.tiny import ACTORS, BASE, faults, write

if TYPE_CHECKING:
    from pathlib import Path

GOAL, PICTURE = ("ho:Goal",), ("ho:TargetPicture", "ho:Goal")
OFFICE = """
ho:Office a rdfs:Class , owl:Class ;
    rdfs:subClassOf ho:Actor ;
    ho:countsAs ho:asActor .
"""


def said(**things: tuple[str, ...]) -> dict[str, list[str]]:
    """Return what some things count as, each given with its classes."""
    node = {name: NamedNode(f"urn:x:{name}") for name in things}
    facts = [Fact(node[x], term("rdf:type"), term(kind)) for x in things for kind in things[x]]
    found = counted({"": facts}, vocabulary()).get("", [])
    return {name: [local(each[2]) for each in found if each[0] == node[name]] for name in things}


def extended(root: Path, terms: str, actors: str = ACTORS) -> Path:
    """Return a small project with a vocabulary that has more terms."""
    with (write(root, actors=actors) / "ontology" / "ho21.ttl").open("a", encoding="utf-8") as file:
        file.write(terms)
    return root


def test_a_thing_counts_as_the_narrowest_of_its_classes_says():
    assert said(
        a=("ho:EventGoal", "ho:Goal"), b=("ho:Summit",), c=("ho:Projection", "ho:Figure")
    ) == {
        "a": ["asEventGoal"],
        "b": ["asEvent"],
        "c": ["asFigure"],
    }


def test_a_goal_that_is_no_target_picture_counts_only_where_there_is_no_target_picture():
    assert said(a=GOAL, b=PICTURE) == {"a": [], "b": ["asGoal"]}
    assert said(a=GOAL, b=("ho:EventGoal", "ho:Goal")) == {"a": ["asGoal"], "b": ["asEventGoal"]}


def test_commitments_and_tasks_are_proposals_where_there_is_no_recommendation():
    kept, given, other = ("ho:Commitment", "ho:Measure"), ("ho:Task", "ho:Measure"), ("ho:Measure",)

    assert said(a=kept, b=given, c=other) == {
        "a": ["asCommitment", "asProposal"],
        "b": ["asProposal", "asTask"],
        "c": ["asProposal"],
    }
    assert said(a=kept, b=given, c=other, d=("ho:Recommendation", "ho:Measure")) == {
        "a": ["asCommitment"],
        "b": ["asTask"],
        "c": [],
        "d": ["asProposal"],
    }


def test_the_kinds_of_actors_count_side_by_side(tmp_path):
    extended(tmp_path, OFFICE, actors=f"{ACTORS}\naktor:kontoret a ho:Office .\n")
    facts = load(open_project(str(tmp_path))).facts[f"{BASE.iri}graph/slutning/aktorer"]

    assert sorted(BASE.short(each[0]) for each in facts if each[2] == term("ho:asActor")) == [
        "aktor.kommisjonen",
        "aktor.kommunene",
        "aktor.kontoret",
        "aktor.radet",
        "aktor.redaksjonen",
    ]


def test_a_role_that_is_part_of_another_counts_as_both():
    assert said(a=("ho:Council", "ho:Actor"), b=("ho:Person",)) == {
        "a": ["asActor", "asCouncil"],
        "b": ["asActor"],
    }


def test_what_no_role_is_for_counts_as_nothing():
    assert said(a=("ho:Capture",), b=("skos:Concept",)) == {"a": [], "b": []}


def test_a_thing_counts_in_each_graph_that_says_what_it_is():
    goal = NamedNode("urn:x:a")
    facts = {
        "one": [Fact(goal, term("rdf:type"), term("ho:TargetPicture"))],
        "two": [Fact(goal, term("rdf:type"), term("ho:Goal"))],
        "three": [Fact(goal, term("ho:quote"), term("ho:Goal"))],
    }

    assert counted(facts, vocabulary()) == {
        "one": [Fact(goal, term("ho:hasRole"), term("ho:asGoal"))]
    }


def test_a_class_without_a_role_has_that_of_the_class_above_it():
    assert roles(term("ho:Projection"), vocabulary()) == (term("ho:asFigure"),)
    assert roles(term("ho:Pillar"), vocabulary()) == (term("ho:asBlock"), term("ho:asPillar"))
    assert roles(term("ho:Claim"), vocabulary()) == ()


def test_a_class_of_two_roles_and_a_role_that_is_none_are_told(tmp_path):
    wrong = extended(tmp_path, OFFICE.replace("ho:asActor", "ho:asActor , ho:asPost , ho:asDesk"))
    assert [each.message("en") for each in faults(wrong)] == [
        "ho:Office already has the role ho:asActor; keep one of them.",
        "ho:Office counts as ho:asDesk, which is no role; choose one of those in ho:roles.",
    ]
