"""The saved questions in RDF, in the form that catalogues of SPARQL examples gather."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.rdf.namespaces import Fact, facts_about, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.rdf.namespaces import Base
    from ho21.sparql.questions import Question

# The form and the address are those of SIB's catalogue, which other tools read.
EXAMPLES: Final = ".well-known/sparql-examples"
_KIND: Final = re.compile(r"^\s*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.MULTILINE | re.IGNORECASE)


def example(asked: Question, base: Base) -> tuple[Fact, ...]:
    """Return what can be said of a question: what it asks, in words and in SPARQL, and of whom."""
    iri = NamedNode(f"{base.iri}query/{asked.name}")
    kind = _KIND.search(asked.text.partition("\n\n")[2] or asked.text)
    form = kind[1].lower() if kind else ""
    titles = [
        (name, Literal(title, language=lang))
        for name in ("skos:prefLabel", "rdfs:comment")
        for lang, title in asked.title.items()
    ]
    executable = "rdf:type", term(f"sh:SPARQL{form.capitalize()}Executable")
    said = facts_about(
        iri,
        ("rdf:type", term("sh:SPARQLExecutable")),
        *titles,
        *(("schema:keywords", Literal(each)) for each in asked.terms),
        ("schema:target", NamedNode(f"{base.iri}sparql")),
        ("sh:prefixes", _prefixes(base)),
        *(
            [executable, (f"sh:{form}", Literal(asked.text))]
            if form not in {"", "describe"}
            else ()
        ),
    )
    return tuple(said)


def examples(questions: Iterable[Question], base: Base) -> Iterator[Fact]:
    """Return what can be said of some questions, and the prefixes that they are read with."""
    for asked in questions:
        yield from example(asked, base)
    every = _prefixes(base)
    yield Fact(every, term("rdf:type"), term("owl:Ontology"))
    for prefix, iri in base.prefixes().items():
        one = NamedNode(f"{every.value}-{prefix}")
        yield Fact(every, term("sh:declare"), one)
        yield from facts_about(
            one,
            ("rdf:type", term("sh:PrefixDeclaration")),
            ("sh:prefix", Literal(prefix)),
            ("sh:namespace", Literal(iri, datatype=term("xsd:anyURI"))),
        )


def _prefixes(base: Base) -> NamedNode:
    return NamedNode(f"{base.iri}{EXAMPLES}#prefixes")
