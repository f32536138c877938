"""The vocabulary: every term told in two languages, none circular, none in conflict with others."""

import re
from functools import cache
from pathlib import Path

import owlrl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.util import from_n3

from ho21.names import HO
from ho21.rooms import house
from ho21.store import load

ROOT = Path(__file__).parents[1]
PROV = Namespace("http://www.w3.org/ns/prov#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
ORG = Namespace("http://www.w3.org/ns/org#")
ID = "https://w3id.org/ho21/id/"

# Disjointness that PROV, SKOS, FOAF and ORG declare (their own RDF files).
AXIOMS = [
    (PROV.Activity, OWL.disjointWith, PROV.Entity),
    (SKOS.Concept, OWL.disjointWith, SKOS.ConceptScheme),
    (SKOS.Concept, OWL.disjointWith, SKOS.Collection),
    (SKOS.ConceptScheme, OWL.disjointWith, SKOS.Collection),
    (FOAF.Person, OWL.disjointWith, FOAF.Organization),
    (FOAF.Person, OWL.disjointWith, FOAF.Document),
    (FOAF.Person, OWL.disjointWith, FOAF.Project),
    (FOAF.Organization, OWL.disjointWith, FOAF.Document),
    (FOAF.Organization, OWL.disjointWith, FOAF.Person),
    (FOAF.Document, OWL.disjointWith, FOAF.Project),
    (ORG.Organization, OWL.equivalentClass, FOAF.Organization),
    (ORG.Organization, RDFS.subClassOf, FOAF.Agent),
    (FOAF.Person, RDFS.subClassOf, FOAF.Agent),
    (FOAF.Group, RDFS.subClassOf, FOAF.Agent),
    (ORG.FormalOrganization, RDFS.subClassOf, ORG.Organization),
    (ORG.OrganizationalCollaboration, RDFS.subClassOf, ORG.Organization),
    (ORG.OrganizationalCollaboration, RDFS.subClassOf, ORG.Role),
    (ORG.Role, OWL.disjointWith, ORG.Organization),
    (ORG.ChangeEvent, RDFS.subClassOf, PROV.Activity),
    (ORG.heldBy, RDFS.range, FOAF.Agent),
    (ORG.headOf, RDFS.subPropertyOf, ORG.memberOf),
    (ORG.memberOf, RDFS.domain, FOAF.Agent),
    (ORG.memberOf, RDFS.range, ORG.Organization),
    (PROV.wasAttributedTo, RDFS.domain, PROV.Entity),
    (PROV.wasAttributedTo, RDFS.range, PROV.Agent),
    (PROV.wasAssociatedWith, RDFS.domain, PROV.Activity),
    (PROV.wasAssociatedWith, RDFS.range, PROV.Agent),
    (PROV.wasDerivedFrom, RDFS.domain, PROV.Entity),
    (PROV.wasDerivedFrom, RDFS.range, PROV.Entity),
    (PROV.Plan, RDFS.subClassOf, PROV.Entity),
    (SKOS.semanticRelation, RDFS.domain, SKOS.Concept),
    (SKOS.semanticRelation, RDFS.range, SKOS.Concept),
    (SKOS.broader, RDFS.subPropertyOf, SKOS.semanticRelation),
    (SKOS.inScheme, RDFS.range, SKOS.ConceptScheme),
]


@cache
def vocabulary() -> Graph:
    graph = Graph()
    graph.parse(ROOT / "ontology" / "ho21.ttl")
    return graph


def terms() -> list[URIRef]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    found = {term for kind in kinds for term in vocabulary().subjects(RDF.type, kind)}
    return sorted(term for term in found if term.startswith(HO))


def clashes(extra=()) -> list[str]:
    graph = Graph()
    for triple in {quad.triple for quad in load(house()).quads}:
        graph.add(tuple(from_n3(str(node)) for node in (triple[0], triple[1], triple[2])))
    for triple in [*AXIOMS, *extra]:
        graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    error = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    wrong = [str(text) for text in graph.objects(None, error)]
    return wrong + [str(thing) for thing in graph.subjects(RDF.type, OWL.Nothing)]


def test_the_closure_under_owl_rl_holds_no_clash():
    assert clashes() == []


def test_a_planted_clash_is_seen():
    person = URIRef(f"{ID}aktor/bent-hoie")

    assert clashes([(person, RDF.type, ORG.Organization)]) != []


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_no_two_terms_of_a_kind_have_the_same_label(lang):
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        labels = [
            str(label)
            for term in set(vocabulary().subjects(RDF.type, kind))
            for label in vocabulary().objects(term, SKOS.prefLabel)
            if label.language == lang
        ]

        assert sorted(set(labels)) == sorted(labels)


@pytest.mark.parametrize("term", terms())
def test_a_definition_does_not_use_the_label_it_defines(term):
    graph = vocabulary()
    for definition in graph.objects(term, SKOS.definition):
        assert isinstance(definition, Literal)
        label = next(
            str(each)
            for each in graph.objects(term, SKOS.prefLabel)
            if each.language == definition.language
        )

        assert not re.search(rf"\b{re.escape(label)}\b", str(definition), re.IGNORECASE)


@pytest.mark.parametrize("term", terms())
def test_an_example_is_quoted_word_for_word_from_a_source_or_is_turtle(term):
    texts = [" ".join(path.read_text().split()) for path in (ROOT / "graph").glob("*.txt")]
    prefixes = load(house()).base.prefixes()
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes.items())

    examples = list(vocabulary().objects(term, SKOS.example))

    assert examples
    for example in examples:
        if example.language:
            words = str(example).strip("«»")
            assert any(" ".join(words.split()) in text for text in texts)
        else:
            rdflib.Graph().parse(data=f"{head}{example}", format="turtle")


def tagged(term, predicate, lang) -> list[str]:
    return [str(each) for each in vocabulary().objects(term, predicate) if each.language == lang]


@pytest.mark.parametrize("term", terms())
def test_a_term_is_named_as_its_kind_is_and_explained_once_in_each_language(term):
    name = term.removeprefix(HO)
    is_class = (term, RDF.type, OWL.Class) in vocabulary()

    assert re.fullmatch(r"[A-Z][A-Za-z]+" if is_class else r"[a-z][A-Za-z0-9]+", name)
    for lang in ("nb", "en"):
        assert len(tagged(term, SKOS.prefLabel, lang)) == 1
        (definition,) = tagged(term, SKOS.definition, lang)
        assert not definition.endswith(".")
    assert len(tagged(term, SKOS.scopeNote, "nb")) == len(tagged(term, SKOS.scopeNote, "en"))
    assert len(list(vocabulary().objects(term, RDFS.isDefinedBy))) == 1


@pytest.mark.parametrize("term", terms())
def test_the_definition_of_a_property_begins_with_a_verb(term):
    if (term, RDF.type, OWL.Class) in vocabulary():
        return
    for lang, ending in (("nb", "r"), ("en", "s")):
        (definition,) = tagged(term, SKOS.definition, lang)

        assert definition.split()[0].endswith(ending)


def test_the_vocabulary_holds_nothing_that_the_style_guide_forbids():
    forbidden = {OWL.inverseOf, OWL.imports, OWL.versionInfo, OWL.versionIRI, RDFS.label}
    forbidden |= {RDFS.comment, OWL.onProperty}

    assert set(vocabulary().predicates()) & forbidden == set()


def test_every_term_is_used_in_the_graph_or_a_shape():
    shapes = (ROOT / "ontology" / "shapes.ttl").read_text()
    used = {
        str(node).strip("<>")
        for graph, facts in load(house()).facts.items()
        if not graph.endswith("/ontologi")
        for fact in facts
        for node in fact
    }

    unused = [
        term
        for term in terms()
        if str(term) not in used and f"ho:{term.removeprefix(HO)}" not in shapes
    ]

    assert unused == []


def test_the_foreign_terms_are_labelled_in_two_languages():
    names = Graph()
    names.parse(ROOT / "ontology" / "names.ttl")

    for term in set(names.subjects(SKOS.prefLabel)):
        languages = sorted(each.language for each in names.objects(term, SKOS.prefLabel))

        assert (term, languages) == (term, ["en", "nb"])
