"""The saved questions in RDF, in the form that catalogues of SPARQL examples gather."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.names import Fact, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.ask import Question
    from ho21.names import Base

# The form and the address are those of SIB's catalogue, which other tools read.
EXAMPLES: Final = ".well-known/sparql-examples"
_KINDS: Final = {
    "SELECT": ("sh:SPARQLSelectExecutable", "sh:select"),
    "ASK": ("sh:SPARQLAskExecutable", "sh:ask"),
    "CONSTRUCT": ("sh:SPARQLConstructExecutable", "sh:construct"),
}
_KIND: Final = re.compile(r"^\s*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.MULTILINE | re.IGNORECASE)


def example(asked: Question, base: Base) -> tuple[Fact, ...]:
    """Return what can be said of a question: what it asks, in words and in SPARQL, and of whom."""
    iri = NamedNode(f"{base.iri}query/{asked.name}")
    kind = _KIND.search(asked.text.partition("\n\n")[2] or asked.text)
    found = _KINDS.get(kind[1].upper()) if kind else None
    plain = (
        Fact(iri, term("rdf:type"), term("sh:SPARQLExecutable")),
        *(
            Fact(iri, term(name), Literal(title, language=lang))
            for name in ("skos:prefLabel", "rdfs:comment")
            for lang, title in asked.title.items()
        ),
        *(Fact(iri, term("schema:keywords"), Literal(each)) for each in asked.terms),
        Fact(iri, term("schema:target"), NamedNode(f"{base.iri}sparql")),
        Fact(iri, term("sh:prefixes"), _prefixes(base)),
    )
    if not found:
        return plain
    own = Fact(iri, term("rdf:type"), term(found[0]))
    return (*plain, own, Fact(iri, term(found[1]), Literal(asked.text)))


def examples(questions: Iterable[Question], base: Base) -> Iterator[Fact]:
    """Return what can be said of some questions, and the prefixes that they are read with."""
    for asked in questions:
        yield from example(asked, base)
    every = _prefixes(base)
    yield Fact(every, term("rdf:type"), term("owl:Ontology"))
    for prefix, iri in base.prefixes().items():
        one = NamedNode(f"{every.value}-{prefix}")
        yield Fact(every, term("sh:declare"), one)
        yield Fact(one, term("rdf:type"), term("sh:PrefixDeclaration"))
        yield Fact(one, term("sh:prefix"), Literal(prefix))
        yield Fact(one, term("sh:namespace"), Literal(iri, datatype=term("xsd:anyURI")))


def _prefixes(base: Base) -> NamedNode:
    return NamedNode(f"{base.iri}{EXAMPLES}#prefixes")
