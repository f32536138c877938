"""RDF/XML, and other XML, that every reader reads as it was written."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from ho21.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# An element without a name behind its prefix, or with the prefix that XML keeps for itself.
_NAMELESS: Final = re.compile(rb"<(?:[^<>\s/]*:[ >]|xmlns:)")
_ANY: Final = NamedNode("urn:x")


def xml(text: str) -> str:
    """Return XML that is read as it was written; raises UsageError for what XML cannot hold."""
    wrong = _NO_XML.search(text)
    if wrong:
        raise UsageError("answer-xml", character=f"U+{ord(wrong[0]):04X}")
    return text.replace("\r", "&#13;")


def rdf_xml(triples: Sequence[Triple], prefixes: dict[str, str]) -> bytes:
    """Return triples as RDF/XML, in the order given.

    Raises UsageError for a property that no element can be named by, where the engine would write
    what other readers refuse, and for a character that XML cannot hold.
    """
    for each in dict.fromkeys(each.predicate for each in triples):
        if not _is_name(each.value):
            raise UsageError("answer-property", property=each.value)
    written = serialize(triples, format=RdfFormat.RDF_XML, prefixes=prefixes) or b""
    return xml(written.decode()).encode()


@lru_cache(maxsize=1000)
def _is_name(iri: str) -> bool:
    """Say whether an element can be named by a property, as the engine splits it."""
    try:
        alone = serialize([Triple(_ANY, NamedNode(iri), _ANY)], format=RdfFormat.RDF_XML) or b""
    except OSError:  # a name that the grammar of RDF/XML keeps for itself
        return False
    return not _NAMELESS.search(alone)
