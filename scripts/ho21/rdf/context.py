"""What each name in our JSON-LD means: the context, made from the vocabulary and its use."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ho21.rdf.namespaces import curie

if TYPE_CHECKING:
    from collections.abc import Iterable


PATH: Final = "def/context.jsonld"
ALIASES: Final = {"id": "@id", "type": "@type"}
IRI: Final = "@id"
LANGUAGE: Final = "@language"
ANY: Final = ""


class Term(NamedTuple):
    """A name for a property or class, and what its plain values are.

    ``kind`` is ``IRI``, ``LANGUAGE`` (a map of texts by language), the IRI of a datatype, or
    ``ANY``.
    """

    name: str
    kind: str = ANY


@dataclass(frozen=True)
class Context:
    """Prefixes by name, and terms by the IRI they stand for."""

    prefixes: dict[str, str]
    terms: dict[str, Term]
    _short: dict[str, tuple[str, str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def short(self, iri: str) -> tuple[str, str]:
        """Return an IRI as a prefixed name and its prefix, or as it is and nothing."""
        if iri not in self._short:
            found = curie(iri, self.prefixes)
            named = not found.startswith("<")
            self._short[iri] = (found, found.partition(":")[0]) if named else (iri, "")
        return self._short[iri]

    def without(self, schemes: frozenset[str]) -> Context:
        """Return the context less the names that IRIs of some schemes could be mistaken for."""
        if schemes.isdisjoint({*self.prefixes, *(name for name, _ in self.terms.values())}):
            return self
        return Context(
            {name: iri for name, iri in self.prefixes.items() if name not in schemes},
            {
                iri: each
                for iri, each in self.terms.items()
                if each.name.partition(":")[0] not in schemes
            },
        )

    def written(self, prefixes: Iterable[str], terms: Iterable[str]) -> dict[str, Any]:
        """Return some prefixes and terms as the value of ``@context``."""
        terms = [*terms]
        needed = {*prefixes} - {""}
        defined: dict[str, Any] = {}
        for iri in sorted(terms, key=lambda each: self.terms[each]):
            name, kind = self.terms[iri]
            short, prefix = self.short(iri)
            needed.add(prefix)
            value: dict[str, str] = {"@id": short}
            if kind == LANGUAGE:
                value["@container"] = kind
            elif kind:
                value["@type"], prefix = (kind, "") if kind == IRI else self.short(kind)
                needed.add(prefix)
            defined[name] = value if kind else short
        bound = {name: self.prefixes[name] for name in sorted(needed - {""})}
        return {"@version": 1.1, **bound, **defined}

    def document(self) -> bytes:
        """Return the whole context as a file."""
        whole = ALIASES | self.written(self.prefixes, self.terms)
        return f'{{\n  "@context": {lines(whole)}\n}}\n'.encode()


def lines(defined: dict[str, Any]) -> str:
    """Return what a context defines as JSON to stand one step in, a name on each line."""
    told = (f"    {json.dumps(name)}: {json.dumps(value)}" for name, value in defined.items())
    return "{\n" + ",\n".join(told) + "\n  }"
