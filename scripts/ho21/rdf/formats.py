"""Formats by name: syntax of RDF and media type."""

from __future__ import annotations

from typing import Final

from pyoxigraph import RdfFormat

from ho21.errors import UsageError
from ho21.resources import messages
from ho21.text import perhaps

# Each syntax of RDF by its name, which is also the file ending; it knows its own media type, and
# whether it keeps graphs apart.
SYNTAXES: Final = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}
_KNOWN: Final = messages("rdf/formats.toml")
MEDIA_TYPES: Final[dict[str, str]] = {
    **{name: syntax.media_type for name, syntax in SYNTAXES.items()},
    **_KNOWN["media_types"],
}
GENERAL: Final[dict[str, str]] = _KNOWN["general"]
# Answers of SPARQL: rows, a truth, triples.
ROWS: Final = ("json", "xml", "csv", "tsv")
TRUTHS: Final = ("json", "xml")
TRIPLES: Final = ("ttl", "nt", "jsonld", "rdf")
# The data files beside each page.
PAGE_DATA: Final = ("ttl", "jsonld", "nt", "rdf")


def offers(*names: str) -> dict[str, str]:
    """Return the names of some formats by media type, in the order given."""
    return {MEDIA_TYPES[name]: name for name in names}


def chosen(form: str | None, known: tuple[str, ...]) -> str:
    """Return the format asked for, else the first; raises UsageError for one not among them."""
    form = (form or known[0]).lower()
    if form not in known:
        near = perhaps(form, known)
        raise UsageError("unknown-format", format=near, known=", ".join(known))
    return form
