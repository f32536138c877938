"""RDF syntaxes: triples and quads written out with the prefixes they use."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pyoxigraph import RdfFormat, Triple, serialize

from ho21.rdf.jsonld import jsonld
from ho21.rdf.xml import rdf_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import Quad

    from ho21.rdf.context import Context


def in_order(quads: Iterable[Quad]) -> list[Quad]:
    """Return quads by graph, then by subject, predicate and object, as they are always written."""
    return sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad.triple)))


def serialized(
    statements: Sequence[Quad] | Sequence[Triple],
    form: RdfFormat,
    prefixes: Mapping[str, str],
    context: Context,
) -> bytes:
    """Return statements in a syntax of RDF, in the order given, with the prefixes they use.

    JSON-LD has an order of its own, and the names of the context.
    """
    if form == RdfFormat.JSON_LD:
        return jsonld(statements, context)
    used = None
    if form not in {RdfFormat.N_QUADS, RdfFormat.N_TRIPLES}:
        written = " ".join({part for each in statements for part in str(each).split()})
        used = {name: iri for name, iri in prefixes.items() if iri in written}
    if form == RdfFormat.RDF_XML:
        return rdf_xml(cast("Sequence[Triple]", statements), used or {})
    return serialize(statements, format=form, prefixes=used) or b""
