"""Pitfalls that the makers of vocabularies fall into (after OOPS!), each as what has fallen in.

Each takes the vocabulary, ``ho21.ttl`` and ``names.ttl`` as one graph, and returns its offenders
by name. What needs no axiom of its own is in ``OPEN``, with the reason.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib.term import Node

HO = Namespace("https://w3id.org/ho21/def#")
SCHEMA = Namespace("https://schema.org/")
VANN = Namespace("http://purl.org/vocab/vann/")
USE = URIRef("urn:x-ho21:use")  # from a dataset to the classes that it has things of
ENDS = {
    "domain": (RDFS.domain, SCHEMA.domainIncludes),
    "range": (RDFS.range, SCHEMA.rangeIncludes),
}
# Properties that bind whatever a source may speak of, so that any list of classes would be false.
ANYTHING = "binds anything that a source may speak of"
OPEN = {
    "domain": {
        **dict.fromkeys(
            ("about", "isPartOf", "isRelatedTo", "mentions", "doesNotMention", "isStatedIn"),
            ANYTHING,
        ),
        **dict.fromkeys(("continues", "resembles", "inTensionWith"), ANYTHING),
        "hasRole": "is said by the build of whatever counts as something",
    },
    "range": {
        **dict.fromkeys(("about", "isPartOf", "isRelatedTo", "assesses", "quantifies"), ANYTHING),
        **dict.fromkeys(("continues", "resembles", "inTensionWith"), ANYTHING),
        "soughtIn": "is a class of ours, or a vocabulary of others",
        **dict.fromkeys(("validFrom", "validThrough"), "is a day, a month or a year"),
        "when": "is a day, a month, a year or a day of the year",
        "whenText": "is a text that a shape asks a language tag of",
        "quotePrefix": "is a text with a language tag or without",
    },
}
# Terms with the name of another's that are something else.
APART = {
    "value": "rdf:value is what a number word stands for; ho:value is the size that a source gives",
    "heldBy": "org:heldBy is who has a post (ho:occupiedBy); ho:heldBy is who has a goal",
}
# What someone says, wants or does, in contrast to what a field is sorted by.
PROPOSITIONS = (
    *("Goal", "Measure", "Vision", "Challenge", "Need", "Rationale", "Question", "Figure"),
    *("Assessment", "Means", "Event", "Claim"),
)
_KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


def named(terms: Iterable[Node]) -> list[str]:
    """Return the names of terms, sorted, each once."""
    return sorted({str(each).removeprefix(str(HO)) for each in terms})


def terms(graph: Graph, *kinds: URIRef) -> set[Node]:
    """Return our own terms of some kinds."""
    found = (term for kind in kinds or _KINDS for term in graph.subjects(RDF.type, kind))
    return {term for term in found if str(term).startswith(str(HO))}


def ends(graph: Graph, term: Node, which: str) -> list[Node]:
    """Return the classes that a property is said to go from or to."""
    return [node for said in ENDS[which] for node in graph.objects(term, said)]


def above(graph: Graph, term: Node) -> set[Node]:
    """Return a class or a property and all above it."""
    return {
        each
        for relation in (RDFS.subClassOf, RDFS.subPropertyOf)
        for each in graph.transitive_objects(term, relation)
    }


def tagged(graph: Graph, term: Node, said: URIRef, lang: str) -> list[str]:
    """Return the texts in a language that a term has by a property."""
    return [str(each) for each in graph.objects(term, said) if each.language == lang]


def alike(graph: Graph, said: URIRef, *kinds: URIRef) -> list[str]:
    """Return the terms of one kind of which two have the same text."""
    owners = defaultdict(set)
    for term in terms(graph, *kinds):
        for text in graph.objects(term, said):
            owners[text].add(term)
    return named(term for them in owners.values() if len(them) > 1 for term in them)


def _unnamed(graph: Graph) -> list[str]:
    return named(
        term
        for term in {*terms(graph), *terms(graph, SKOS.Concept, SKOS.ConceptScheme)}
        for said in (SKOS.prefLabel, SKOS.definition)
        for lang in ("nb", "en")
        if len(tagged(graph, term, said, lang)) != 1
    )


def _endless(which: str) -> Callable[[Graph], list[str]]:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)[: 1 if which == "domain" else 2]
    return lambda graph: named(
        term
        for term in terms(graph, *kinds)
        if bool(ends(graph, term, which)) == (str(term).removeprefix(str(HO)) in OPEN[which])
    )


def _several(graph: Graph) -> list[str]:
    """Return the properties with two domains or two ranges: both would hold of every end."""
    return named(
        term
        for term in terms(graph)
        for axiom, hint in ENDS.values()
        if len([*graph.objects(term, axiom)]) + any(graph.objects(term, hint)) > 1
    )


def _wider(graph: Graph) -> list[str]:
    """Return the properties that go from or to more than the one above them does."""
    return named(
        term
        for term in terms(graph, OWL.ObjectProperty)
        for over in above(graph, term) - {term}
        for axiom, _ in ENDS.values()
        for wide in graph.objects(over, axiom)
        for narrow in graph.objects(term, axiom)
        if wide not in above(graph, narrow)
    )


def _inverse(graph: Graph) -> list[str]:
    return named([*graph.subjects(OWL.inverseOf), *terms(graph, OWL.SymmetricProperty)])


def _borrowed_name(graph: Graph) -> list[str]:
    """Return the terms called as one that we borrow and do not stand under."""
    others = defaultdict(set)
    for term in graph.subjects(SKOS.prefLabel):
        if not str(term).startswith(str(HO)):
            others[re.split(r"[#/]", str(term))[-1]].add(term)
    return named(
        term
        for term in terms(graph)
        if (other := others.get(str(term).removeprefix(str(HO))))
        if not other & above(graph, term) and str(term).removeprefix(str(HO)) not in APART
    )


def _conceived(graph: Graph) -> list[str]:
    props = {HO[each] for each in PROPOSITIONS}
    return named(
        term
        for term in terms(graph, OWL.Class)
        if SKOS.Concept in above(graph, term) and props & above(graph, term)
    )


def _circular(graph: Graph) -> list[str]:
    return named(
        term
        for term in terms(graph)
        for relation in (RDFS.subClassOf, RDFS.subPropertyOf)
        for over in graph.objects(term, relation)
        if term in above(graph, over)
    )


def _untyped(graph: Graph) -> list[str]:
    said = {each for each in graph.subjects() if str(each).startswith(str(HO))}
    told = {each for each in graph.objects() if isinstance(each, URIRef) and each in HO}
    return named(each for each in said | told if (each, RDF.type, None) not in graph)


def _recursive(graph: Graph) -> list[str]:
    return named(
        term
        for term in terms(graph)
        for lang in ("nb", "en")
        for label in tagged(graph, term, SKOS.prefLabel, lang)
        for text in tagged(graph, term, SKOS.definition, lang)
        if re.search(rf"\b{re.escape(label)}\b", text, re.IGNORECASE)
    )


def _renamed(graph: Graph) -> list[str]:
    """Return what has one text as its name and as another name."""
    return named(
        term
        for term, label in graph.subject_objects(SKOS.prefLabel)
        for said in (SKOS.altLabel, SKOS.hiddenLabel)
        if (term, said, label) in graph
    )


def _listless(graph: Graph) -> list[str]:
    """Return the concepts in no scheme, and the schemes that hold no concept."""
    schemes = terms(graph, SKOS.ConceptScheme)
    filled = {*graph.objects(None, SKOS.inScheme), *graph.subjects(HO.gathers)}
    loose = {
        each for each in terms(graph, SKOS.Concept) if (each, SKOS.inScheme, None) not in graph
    }
    return named(loose | (schemes - filled))


def _undescribed(graph: Graph) -> list[str]:
    (ontology,) = graph.subjects(RDF.type, OWL.Ontology)
    wanted = (
        *(DCTERMS.title, DCTERMS.description, DCTERMS.license, DCTERMS.creator, DCTERMS.issued),
        *(OWL.versionIRI, VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri),
    )
    return sorted(str(each) for each in wanted if (ontology, each, None) not in graph)


def _unused(graph: Graph) -> list[str]:
    """Return the classes of which nothing is, unless they are reserved for other plans."""
    return named(
        term
        for term in terms(graph, OWL.Class)
        if (term, HO.reserved, None) not in graph and (None, USE, term) not in graph
    )


PITFALLS: dict[str, Callable[[Graph], list[str]]] = {
    "a term without one name and one definition in each language": _unnamed,
    "a property that does not say what it goes from": _endless("domain"),
    "a property that does not say what it goes to": _endless("range"),
    "two domains or two ranges": _several,
    "a property wider than the one above it": _wider,
    "an inverse": _inverse,
    "the name of another vocabulary's term": _borrowed_name,
    "a proposition that is a concept": _conceived,
    "a term above itself": _circular,
    "a term that is of no kind": _untyped,
    "a definition by the term itself": _recursive,
    "two classes of one name": lambda graph: alike(graph, SKOS.prefLabel, OWL.Class),
    "two properties of one name": lambda graph: alike(graph, SKOS.prefLabel, *_KINDS[1:]),
    "two terms of one meaning": lambda graph: alike(graph, SKOS.definition),
    "a name that is also another name": _renamed,
    "a concept without a list or a list without concepts": _listless,
    "a vocabulary that does not say what it is": _undescribed,
    "a class that nothing is of": _unused,
}
