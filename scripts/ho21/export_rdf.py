"""The graph in the forms of RDF: by named graph, or flat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat, Triple, serialize

from ho21.jsonld import jsonld

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Quad

    from ho21.names import Fact
    from ho21.store import Dataset

DATASETS: Final = {
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
}
FLAT: Final = {"ttl": RdfFormat.TURTLE, "rdf": RdfFormat.RDF_XML}


def files(form: str, dataset: Dataset, *, stated_only: bool = False) -> dict[str, bytes]:
    """Return the one file of a form, by its name."""
    if form in DATASETS:
        quads = dataset.stated_quads() if stated_only else dataset.quads
        ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad.triple)))
        return {f"ho21.{form}": rdf(ordered, DATASETS[form], dataset)}
    triples = [Triple(*fact) for fact in flat(dataset, stated_only=stated_only)]
    return {f"ho21.{form}": rdf(sorted(triples, key=str), FLAT[form], dataset)}


def flat(dataset: Dataset, *, stated_only: bool = False) -> set[Fact]:
    """Return the stated triples, and the readings only as claims, denials and no-links."""
    claims = dataset.base.thing("pastand/").value
    return {
        fact
        for graph, facts in dataset.chosen(stated_only=stated_only).items()
        for fact in facts
        if graph not in dataset.read_graphs or fact.subject.value.startswith(claims)
    }


def rdf(statements: Sequence[Quad] | Sequence[Triple], form: RdfFormat, dataset: Dataset) -> bytes:
    """Return statements in a form of RDF, in the order given, with the prefixes they use.

    JSON-LD has an order of its own, and the names of our context.
    """
    if form == RdfFormat.JSON_LD:
        return jsonld(statements, dataset.context)
    prefixes = None
    if form not in {RdfFormat.N_QUADS, RdfFormat.N_TRIPLES}:
        used = " ".join({part for each in statements for part in str(each).split()})
        prefixes = {name: iri for name, iri in dataset.base.prefixes().items() if iri in used}
    return serialize(statements, format=form, prefixes=prefixes) or b""
