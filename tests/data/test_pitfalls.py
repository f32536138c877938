"""The vocabulary falls into none of the pitfalls on the list, and each one would be seen."""

from functools import cache

import pytest
from rdflib import DCTERMS, OWL, Graph, URIRef

from ho21.rdf.namespaces import Fact, local, term
from support.exported import ROOT, graph
from support.pitfalls import HO, OPEN, PITFALLS, USE, ends, named, terms
from support.tiny import PREFIXES

ONTOLOGY = URIRef(str(HO).removesuffix("#"))


@cache
def vocabulary() -> Graph:
    """Return the vocabulary, and for each class of which the graph has something that it has."""
    read = Graph()
    for name in ("ho21", "names"):
        read.parse(ROOT / "ontology" / f"{name}.ttl")
    for facts in graph().facts.values():
        for each in facts:
            if each.predicate == term("rdf:type") and each.object.value.startswith(str(HO)):
                read.add((ONTOLOGY, USE, URIRef(each.object.value)))
    return read


# pitfall: what is added (as Turtle) to fall into it, who falls in, and what is first taken away
FALLS = {
    "a term without one name and one definition in each language": (
        'ho:Goal skos:prefLabel "formål"@nb .', ["Goal"], (),
    ),
    "a property that does not say what it goes from": (
        "ho:likes a owl:ObjectProperty .", ["likes"], (),
    ),
    "a property that does not say what it goes to": (
        "ho:likes a owl:DatatypeProperty .", ["likes"], (),
    ),
    "two domains or two ranges": (
        "ho:performer rdfs:range ho:Person .", ["performer"], (),
    ),
    "a property wider than the one above it": (
        "ho:hostedBy rdfs:domain ho:Goal .", ["hostedBy"], (),
    ),
    "an inverse": ("ho:leads owl:inverseOf ho:leads .", ["leads"], ()),
    "the name of another vocabulary's term": (
        "ho:subject a owl:ObjectProperty .", ["subject"], (),
    ),
    "a proposition that is a concept": (
        "ho:TargetPicture rdfs:subClassOf skos:Concept .", ["TargetPicture"], (),
    ),
    "a term above itself": (
        "ho:Goal rdfs:subClassOf ho:TargetPicture .", ["Goal", "TargetPicture"], (),
    ),
    "a term that is of no kind": ("ho:Goal rdfs:subClassOf ho:Gaol .", ["Gaol"], ()),
    "a definition by the term itself": (
        'ho:Goal skos:definition "the goal of someone"@en .', ["Goal"], (),
    ),
    "two classes of one name": ('ho:Goal skos:prefLabel "theme"@en .', ["Goal", "Theme"], ()),
    "two properties of one name": (
        'ho:leads skos:prefLabel "supports"@en .', ["leads", "supports"], (),
    ),
    "two terms of one meaning": (
        'ho:Goal skos:definition "x"@en . ho:Theme skos:definition "x"@en .', ["Goal", "Theme"], (),
    ),
    "a name that is also another name": ('ho:Goal skos:altLabel "goal"@en .', ["Goal"], ()),
    "a concept without a list or a list without concepts": (
        "ho:lone a skos:Concept . ho:bare a skos:ConceptScheme .", ["bare", "lone"], (),
    ),
    "a vocabulary that does not say what it is": (
        "", [str(DCTERMS.license)], (ONTOLOGY, DCTERMS.license, None),
    ),
    "a class that nothing is of": ("ho:Leaflet a owl:Class .", ["Leaflet"], ()),
}  # fmt: skip


@pytest.mark.parametrize("name", PITFALLS)
def test_the_vocabulary_does_not_fall_into(name):
    assert PITFALLS[name](vocabulary()) == []


@pytest.mark.parametrize("name", PITFALLS)
def test_a_vocabulary_that_falls_in_is_seen(name):
    more, fallen, gone = FALLS[name]
    changed = vocabulary() + Graph().parse(data=f"{PREFIXES}\n{more}", format="turtle")
    if gone:
        changed.remove(gone)

    assert PITFALLS[name](changed) == fallen


def astray(which: str, facts) -> list[str]:
    """Return the links with an end of ours that is of none of the classes of their property."""
    read, types = vocabulary(), {}
    for each in facts:
        if each.predicate == term("rdf:type"):
            types.setdefault(each.subject, set()).add(URIRef(each.object.value))
    said = {
        term(f"ho:{name}"): {*ends(read, HO[name], which)}
        for name in named(terms(read, OWL.ObjectProperty))
        if name not in OPEN[which]
    }
    end = {"domain": 0, "range": 2}[which]
    return sorted(
        f"{local(fact.subject)} {local(fact.predicate)} {local(fact.object)}"
        for fact in facts
        if fact.predicate in said and fact[end].value.startswith(graph().base.iri)
        if not said[fact.predicate] & types.get(fact[end], set())
    )


@pytest.mark.parametrize("which", ["domain", "range"])
def test_every_link_goes_from_and_to_what_its_property_says(which):
    every = {fact for facts in graph().facts.values() for fact in facts}
    wrong = Fact(term("ho:must"), term("ho:motivates"), term("ho:must"))

    assert astray(which, every) == []
    assert len(astray(which, {*every, wrong})) == 1


def test_each_pitfall_has_what_falls_into_it():
    assert FALLS.keys() == PITFALLS.keys()
