"""The numbers that ``ho21 analyse`` tells are those of the model and of SPARQL."""

from collections import Counter

import pytest

from ho21.analysis.registry import analyse
from ho21.dataset.dataset import select
from ho21.model.graph import by_standing
from ho21.model.read import knowledge_graph
from ho21.model.things import Standing
from ho21.rdf.namespaces import HO
from ho21.text import last
from support.tiny import BASE

HEAD = f"""
PREFIX ho: <{HO}>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
LINK = f"""
  GRAPH ?graph {{ ?claim rdf:subject ?from ; rdf:predicate ?property ; rdf:object ?to }}
  FILTER(STRSTARTS(STR(?to), "{BASE.iri}"))
  BIND(REPLACE(STRAFTER(STR(?graph), "/graph/"), "/.*", "") AS ?standing)
"""
LINKED_BY_KIND = f"""
SELECT ?key (COUNT(DISTINCT ?thing) AS ?many) WHERE {{
  {LINK}
  FILTER(?from != ?to)
  ?claim rdf:subject|rdf:object ?thing .
  ?thing a ?key .
  FILTER(STRSTARTS(STR(?key), STR(ho:)))
  FILTER NOT EXISTS {{ ?thing a ?narrower . ?narrower rdfs:subClassOf+ ?key }}
}}
GROUP BY ?key
"""
OF_CLASS = "SELECT ?key (COUNT(DISTINCT ?thing) AS ?many) WHERE { ?thing a ?key } GROUP BY ?key"
BY_THING = f"""
SELECT ?key (COUNT(DISTINCT ?link) AS ?many) WHERE {{
  {LINK}
  FILTER(?standing IN (%s))
  ?claim rdf:subject|rdf:object ?key .
  BIND(CONCAT(STR(?from), STR(?property), STR(?to)) AS ?link)
}}
GROUP BY ?key
"""
BY_ROLE = f"""
SELECT ?key (COUNT(DISTINCT ?link) AS ?many) WHERE {{
  {LINK}
  FILTER(?standing IN (%s))
  BIND(?property AS ?key)
  BIND(CONCAT(STR(?from), STR(?to)) AS ?link)
}}
GROUP BY ?key
"""
# The graph of a claim says how it is known.
OWN = ('"kilde"', '"kilde", "tolkning"')
ALL = ('"kilde", "slutning"', '"kilde", "slutning", "tolkning", "slutning-tolkning"')


@pytest.fixture(scope="module")
def whole(real):
    return knowledge_graph(real)


@pytest.fixture(scope="module")
def asked(real):
    """Return a function that asks for numbers by key."""
    store = real.store()

    def numbers(query):
        return {row["key"].value: int(row["many"].value) for row in select(store, HEAD + query)}

    return numbers


def told(real, analysis, table):
    """Return the rows of a table, each thing by its IRI or key."""
    return [
        tuple(cell.iri or cell.exact for cell in row)
        for row in analyse(analysis, real).table(table).rows
    ]


def test_things_by_kind(real, whole, asked):
    kinds = Counter(kind for _, kind, *_ in told(real, "sentralitet", "central"))

    linked = {end for link in whole.links if link.subject != link.object for end in link.ends}
    assert kinds == Counter(whole.thing(each).kind for each in linked)
    assert kinds == asked(LINKED_BY_KIND)


def test_things_of_the_classes_in_which_gaps_are_sought(real, whole, asked):
    classes = {
        "pictureUnserved": "TargetPicture",
        "measureAimless": "Recommendation",
        "areaUnserved": "StrategyArea",
        "challengeUnanswered": "Challenge",
        "needUnanswered": "Need",
        "actorOnlyServed": "Actor",
    }
    numbers = {classes[gap]: every for gap, every, *_ in told(real, "hull", "gaps")}
    counted = asked(OF_CLASS)

    spoken_of = {each: len(whole.of(each)) for each in classes.values()} | {
        "Actor": len(whole.actors)  # not those who have only read the sources
    }
    assert numbers == spoken_of
    readers = {"Actor": len(whole.of("Actor")) - len(whole.actors)}
    assert numbers == {x: counted[HO + x] - readers.get(x, 0) for x in classes.values()}


def test_links_of_each_thing_by_standing(real, whole, asked):
    rows = {thing: numbers for thing, _, _, *numbers in told(real, "grunnlag", "alone")}
    stated, every = (asked(BY_THING % standings) for standings in OWN)

    assert rows == {thing: [stated.get(thing, 0), every.get(thing, 0)] for thing in rows}
    for thing, numbers in rows.items():
        own = {
            link.triple: {each.standing for each in link.evidence}
            for link in (*whole.out(thing), *whole.into(thing))
        }
        few = sum(Standing.STATED in each for each in own.values())
        many = sum(bool(each & {Standing.STATED, Standing.INTERPRETED}) for each in own.values())
        assert numbers == [few, many]


def test_links_of_each_role_by_standing(real, whole, asked):
    few, many = Counter(), Counter()
    for _, role, stated, every in told(real, "dekning", "actorRoles"):
        few[role] += stated
        many[role] += every
    counted = [asked(BY_ROLE % standings) for standings in ALL]

    for role in many:
        standings = by_standing(each for each in whole.links if each.predicate == role)
        stated = standings[Standing.STATED] + standings[Standing.FOLLOWS_FROM_STATED]
        assert (few[role], many[role]) == (stated, sum(standings.values())), last(role)
        assert (few[role], many[role]) == (counted[0].get(role, 0), counted[1][role]), last(role)


def test_things_and_links_that_each_source_is_alone_about(real, whole):
    for slug, things, alone, few, many in told(real, "grunnlag", "sources"):
        iri = whole.document(slug).iri
        documents = [each.documents for each in whole.things.values()]
        assert (things, alone) == (sum(iri in x for x in documents), documents.count((iri,)))
        lost = told_of(real, slug)
        assert (few, many) == (lost[Standing.STATED.iri], sum(lost.values()))


def told_of(real, slug):
    rows = analyse("bortfall", real, slug).table("linksGone").rows
    assert len({row[:3] for row in rows}) == len(rows)
    return Counter(row[3].iri for row in rows)
