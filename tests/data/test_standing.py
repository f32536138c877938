"""How each claim is known: one property says it, and it is never stronger than what it rests on."""

from collections import defaultdict
from dataclasses import replace

from ho21.dataset.loader import load
from ho21.project import open_project
from ho21.rdf.namespaces import Fact, term
from ho21.validation.shacl import check
from support.exported import graph
from support.tiny import BASE, READING, READINGS_HEAD, changed

MADE = {term(f"ho:{kind}") for kind in ("Claim", "Denial", "NoLink")}
STANDING = term("ho:standing")
STATED, INTERPRETED = term("ho:stated"), term("ho:interpreted")
BY_GRAPH = {
    "kilde": "ho:stated",
    "slutning": "ho:followsFromStated",
    "tolkning": "ho:interpreted",
    "koblinger": "ho:interpreted",
    "slutning-tolkning": "ho:followsFromInterpreted",
}


def test_each_claim_denial_and_no_link_says_once_how_it_is_known_and_nothing_else_does():
    expected: dict[str, set[str]] = defaultdict(set)
    said: dict[str, set[str]] = defaultdict(set)
    for name, facts in graph().facts.items():
        folder = name.removeprefix(graph().base.graph("").value).partition("/")[0]
        for subject, predicate, value in facts:
            if predicate == term("rdf:type") and value in MADE:
                expected[subject.value].add(term(BY_GRAPH[folder]).value)
            elif predicate == STANDING:
                said[subject.value].add(value.value)

    assert said == expected
    assert {each for them in said.values() for each in them} == {
        term(each).value for each in BY_GRAPH.values()
    }
    assert {len(them) for them in said.values()} == {1}


def test_a_standing_that_is_missing_doubled_unknown_or_too_strong_breaks_a_rule(tiny_project):
    denied = changed(READING, "\t\tsemapv", "\tNot\tsemapv").replace("contributesTo", "followsUp")
    sought = changed(READING, "malbilde:felles-data", "sssom:NoTermFound")
    sought = changed(sought, "unreviewed\t", "unreviewed\tho:StrategyArea")
    readings = READINGS_HEAD + READING + denied + sought
    dataset = load(open_project(str(tiny_project(readings=readings)))).sound()
    pictured = "pastand/tiltak.dele-data--{}--{}--{}"
    part = BASE.thing(pictured.format("isPartOf", "tema.data", "kilde-en"))
    proposed = BASE.thing(pictured.format("proposedBy", "aktor.radet", "kilde-en"))
    addressed = BASE.thing(pictured.format("addressedTo", "aktor.kommisjonen", "kilde-en"))
    read = BASE.thing(pictured.format("contributesTo", "malbilde.felles-data", "tolkning"))
    denial = BASE.thing(pictured.format("followsUp", "malbilde.felles-data", "tolkning"))
    nothing = BASE.thing(pictured.format("contributesTo", "ingen", "tolkning"))
    gone = {
        *(Fact(each, STANDING, STATED) for each in (part, addressed)),
        *(Fact(each, STANDING, INTERPRETED) for each in (read, denial, nothing)),
    }
    come = {
        Fact(proposed, STANDING, INTERPRETED),
        Fact(addressed, STANDING, term("ho:must")),
        *(Fact(each, STANDING, STATED) for each in (read, denial)),
    }
    kept = {
        name: tuple(each for each in facts if each not in gone)
        for name, facts in dataset.facts.items()
    }
    planted = BASE.graph("tolkning").value

    found = check(replace(dataset, facts=kept | {planted: (*kept[planted], *come)})).findings

    shape = "https://w3id.org/ho21/shape#"
    assert sum(map(len, dataset.facts.values())) - sum(map(len, kept.values())) == len(gone)
    assert {
        (each.shape.removeprefix(shape), each.focus)
        for each in found
        if each.severity == "violation"
    } == {
        ("Claim-standing", part.value),
        ("Claim-standing", proposed.value),
        ("Claim-standing", addressed.value),
        ("Reading-standing", read.value),
        ("Reading-standing", denial.value),
        ("Reading-standing", nothing.value),
    }
