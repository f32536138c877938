"""Close N-Triples from stdin under OWL RL and print what clashes, one line each.

A program of its own, since owlrl changes how rdflib reads literals for the rest of a process.
"""

import sys

import owlrl
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef

PROV = Namespace("http://www.w3.org/ns/prov#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
ORG = Namespace("http://www.w3.org/ns/org#")

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


def main() -> None:
    """Read, close, print."""
    graph = Graph().parse(data=sys.stdin.read(), format="nt")
    for axiom in AXIOMS:
        graph.add(axiom)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    error = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    for wrong in [*graph.objects(None, error), *graph.subjects(RDF.type, OWL.Nothing)]:
        print(wrong)


if __name__ == "__main__":
    main()
