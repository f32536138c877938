"""The graph in the forms of RDF: by named graph, or flat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ho21.rdf.formats import SYNTAXES
from ho21.rdf.serialize import in_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from ho21.dataset.dataset import Dataset
    from ho21.rdf.namespaces import Fact

FORMS: Final = ("trig", "nq", "jsonld", "ttl", "rdf")


def files(form: str, dataset: Dataset) -> dict[str, bytes]:
    """Return the one file of a form, by its name."""
    syntax = SYNTAXES[form]
    if syntax.supports_datasets:
        return {f"{dataset.slug}.{form}": dataset.serialize(in_order(dataset.quads), syntax)}
    return {f"{dataset.slug}.{form}": dataset.rdf(flat(dataset), form)}


def flat(dataset: Dataset) -> set[Fact]:
    """Return the stated triples, and the readings only as claims, denials and no-links.

    The passages that only readings rest on are told too: the words stand in the text.
    """
    told = is_flat(dataset)
    return {fact for graph, facts in dataset.facts.items() for fact in facts if told(fact, graph)}


def is_flat(dataset: Dataset) -> Callable[[Fact, str], bool]:
    """Return what says whether a fact of a graph stands in the one flat graph."""
    own = dataset.base.thing("pastand/").value, dataset.base.document("").value
    read = dataset.read_graphs
    return lambda fact, graph: graph not in read or fact.subject.value.startswith(own)
