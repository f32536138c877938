"""How much there is of what in the dataset, and where it is had whole, as VoID says it."""

from __future__ import annotations

import tomllib
from collections import Counter
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad, Store

from ho21.export_rdf import DATASETS, FLAT
from ho21.names import VOCABULARIES, Fact, curie, term
from ho21.rooms import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.names import Node
    from ho21.store import Dataset

_TYPE: Final = term("rdf:type")


def void(dataset: Dataset, *, stated_only: bool = False, served: bool = False) -> tuple[Fact, ...]:
    """Return what VoID says of a dataset: whole, by class, by property and by named graph.

    A triple counts once in the whole and once in each graph it lies in; ``void:entities`` are the
    typed things under the base. ``served`` names the endpoint, which only a server has.
    """
    base = dataset.base.iri
    house = NamedNode(base)
    graphs = dataset.chosen(stated_only=stated_only)
    told = {fact for facts in graphs.values() for fact in facts}
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
    forms = (*DATASETS, *FLAT)
    known = tomllib.loads(page("formats.toml"))
    things = (each.value for each in ours if each.value.startswith(f"{base}id/"))
    example = min((each for each in things if "/pastand/" not in each), default=None)
    named = {
        "dataDump": [f"{base}data/ho21.{form}" for form in forms],
        "exampleResource": [example] if example else [],
        "feature": sorted({known[form]["feature"] for form in forms}),
        "sparqlEndpoint": [f"{base}sparql"] if served else [],
        "vocabulary": spaces,
    }
    return (
        Fact(house, _TYPE, term("void:Dataset")),
        *(Fact(house, term(f"void:{name}"), Literal(n)) for name, n in counts.items()),
        *(
            Fact(house, term(f"void:{name}"), NamedNode(each))
            for name, them in named.items()
            for each in them
        ),
        *_parts(house, "class", "entities", classes.items()),
        *_parts(house, "property", "triples", properties.items()),
        *(
            fact
            for graph, facts in graphs.items()
            for fact in (
                Fact(house, term("void:subset"), NamedNode(graph)),
                Fact(NamedNode(graph), term("void:triples"), Literal(len(set(facts)))),
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
    house: NamedNode, kind: str, counted: str, counts: Iterable[tuple[Node, int]]
) -> Iterator[Fact]:
    """Return how much there is of each class or property, each as a part with an IRI."""
    for named, count in counts:
        name = quote(curie(named.value, VOCABULARIES).strip("<>"), safe=":")
        part = NamedNode(f"{house.value}void#{kind}={name}")
        yield Fact(house, term(f"void:{kind}Partition"), part)
        yield Fact(part, term(f"void:{kind}"), named)
        yield Fact(part, term(f"void:{counted}"), Literal(count))
