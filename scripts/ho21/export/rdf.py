"""The graph in the forms of RDF: by named graph, or flat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ho21.rdf.formats import SYNTAXES
from ho21.rdf.serialize import in_order

if TYPE_CHECKING:
    from ho21.dataset.dataset import Dataset
    from ho21.rdf.namespaces import Fact

FORMS: Final = ("trig", "nq", "jsonld", "ttl", "rdf")


def files(form: str, dataset: Dataset) -> dict[str, bytes]:
    """Return the one file of a form, by its name."""
    syntax = SYNTAXES[form]
    if syntax.supports_datasets:
        return {f"ho21.{form}": dataset.serialize(in_order(dataset.quads), syntax)}
    return {f"ho21.{form}": dataset.rdf(flat(dataset), form)}


def flat(dataset: Dataset) -> set[Fact]:
    """Return the stated triples, and the readings only as claims, denials and no-links."""
    claims = dataset.base.thing("pastand/").value
    return {
        fact
        for graph, facts in dataset.facts.items()
        for fact in facts
        if graph not in dataset.read_graphs or fact.subject.value.startswith(claims)
    }
