"""How much there is of what in the dataset, and where it is had whole, as VoID says it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad, Store

from ho21.export.rdf import FORMS
from ho21.rdf.namespaces import VOCABULARIES, Fact, curie, facts_about, term
from ho21.resources import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.dataset.dataset import Dataset
    from ho21.rdf.namespaces import Node

_TYPE: Final = term("rdf:type")
# What is told on the page of something else: a claim, a passage, a captured text.
_PARTS_OF_PAGES: Final = re.compile(r"/pastand/|#|\.txt$")


def void(dataset: Dataset, *, served: bool = False, paged: bool = True) -> tuple[Fact, ...]:
    """Return what VoID says of a dataset: whole, by class, by property and by named graph.

    A triple counts once in the whole and once in each graph it lies in; ``void:entities`` are the
    typed things under the base. ``served`` names the endpoint, which only a server has; where no
    thing is ``paged`` the example is a document, whose address leads to its own data.
    """
    base = dataset.base.iri
    project = NamedNode(base)
    graphs = dataset.facts
    told = {fact for them in graphs.values() for fact in them}
    typed = [fact for fact in told if fact.predicate == _TYPE]
    ours = {fact.subject for fact in typed if fact.subject.value.startswith(base)}
    classes = Counter(fact.object for fact in typed)
    properties = Counter(fact.predicate for fact in told)
    counts = {
        "triples": len(told),
        "entities": len(ours),
        "classes": len(classes),
        "properties": len(properties),
        "distinctSubjects": len({fact.subject for fact in told}),
        "distinctObjects": _distinct(fact.object for fact in told),
    }
    used = [each.value for each in (*classes, *properties)]
    spaces = [iri for iri in VOCABULARIES.values() if any(x.startswith(iri) for x in used)]
    known = messages("export/formats.toml")
    room = f"{base}{'id' if paged else 'doc'}/"
    things = (each.value for each in ours if each.value.startswith(room))
    example = min((each for each in things if not _PARTS_OF_PAGES.search(each)), default=None)
    named = {
        "dataDump": [f"{base}data/{dataset.slug}.{form}" for form in FORMS],
        "exampleResource": [example] if example else [],
        "feature": sorted({known[form]["feature"] for form in FORMS}),
        "sparqlEndpoint": [f"{base}sparql"] if served else [],
        "vocabulary": spaces,
    }
    return (
        *facts_about(
            project,
            ("rdf:type", term("void:Dataset")),
            *((f"void:{name}", Literal(n)) for name, n in counts.items()),
            *((f"void:{name}", NamedNode(x)) for name, them in named.items() for x in them),
        ),
        *_parts(project, "class", "entities", classes.items()),
        *_parts(project, "property", "triples", properties.items()),
        *(
            fact
            for graph, them in graphs.items()
            for fact in (
                Fact(project, term("void:subset"), NamedNode(graph)),
                Fact(NamedNode(graph), term("void:triples"), Literal(len(set(them)))),
            )
        ),
    )


def _distinct(nodes: Iterable[Node]) -> int:
    """Return how many of some terms the engine holds apart, as the endpoint counts them.

    It folds numbers that differ in datatype alone, such as 1 as xsd:integer and as xsd:long.
    """
    store = Store()
    some = NamedNode("urn:x")
    store.bulk_extend(Quad(some, some, each) for each in set(nodes))
    return len(store)


def _parts(
    project: NamedNode, kind: str, counted: str, counts: Iterable[tuple[Node, int]]
) -> Iterator[Fact]:
    """Return how much there is of each class or property, each as a part with an IRI."""
    for named, count in counts:
        name = quote(curie(named.value, VOCABULARIES).strip("<>"), safe=":")
        part = NamedNode(f"{project.value}void#{kind}={name}")
        yield Fact(project, term(f"void:{kind}Partition"), part)
        yield Fact(part, term(f"void:{kind}"), named)
        yield Fact(part, term(f"void:{counted}"), Literal(count))
