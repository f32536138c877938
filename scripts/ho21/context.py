"""What each name in our JSON-LD means: the context, made from the vocabulary and its use."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pyoxigraph import Literal, NamedNode

from ho21.names import HO, VOCABULARIES, curie, local, term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ho21.names import Base, Fact
    from ho21.vocabulary import Vocabulary

PATH: Final = "def/context.jsonld"
ALIASES: Final = {"id": "@id", "type": "@type"}
IRI: Final = "@id"
LANGUAGE: Final = "@language"
ANY: Final = ""
_NAME: Final = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_STRING: Final = term("xsd:string")
_TEXT: Final = term("rdf:langString")
_PROPERTIES: Final = frozenset(
    term(f"owl:{kind}Property") for kind in ("Object", "Datatype", "Annotation")
)


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


def context(base: Base, vocabulary: Vocabulary, facts: Iterable[Fact]) -> Context:
    """Return the context of a house.

    A term of ours goes by its own name, unless a prefix is called so too; a term of another
    vocabulary goes by its prefixed name. What values a property has is what the vocabulary says,
    or, where it says nothing, what all its values are.
    """
    prefixes = base.prefixes()
    used: dict[NamedNode, set[str]] = defaultdict(set)
    for fact in facts:
        used[fact.predicate].add(_kind(fact.object))
    used.pop(term("rdf:type"), None)
    declared = _declared(vocabulary)
    ours = {each for each in vocabulary.terms if each.value.startswith(HO)}
    properties = {*used, *declared}
    classes = {each for each in ours if each in vocabulary.classes}
    terms = {
        each.value: Term(name, declared.get(each, "") or _single(used.get(each, set())))
        for each in sorted(properties, key=lambda each: each.value)
        if (name := _name(each, prefixes))
    }
    terms |= {
        each.value: Term(name)
        for each in classes
        if (name := _name(each, prefixes)) and ":" not in name
    }
    return Context(prefixes, dict(sorted(terms.items())))


def _name(node: NamedNode, prefixes: dict[str, str]) -> str | None:
    name = local(node)
    if node.value == HO + name and _NAME.fullmatch(name) and name not in {*prefixes, *ALIASES}:
        return name
    short = curie(node.value, VOCABULARIES)
    return None if short.startswith("<") else short


def _kind(value: object) -> str:
    if isinstance(value, NamedNode):
        return IRI
    if isinstance(value, Literal):
        return LANGUAGE if value.language else value.datatype.value
    return ANY


def _single(kinds: set[str]) -> str:
    """Return the one kind that all values of a property are; a plain string needs no word of it."""
    kind = next(iter(kinds)) if len(kinds) == 1 else ANY
    return ANY if kind == _STRING.value else kind


def _declared(vocabulary: Vocabulary) -> dict[NamedNode, str]:
    """Return the properties that the vocabulary declares, and what it says their values are."""
    found: dict[NamedNode, str] = {}
    ranges: dict[NamedNode, NamedNode] = {}
    for fact in vocabulary.triples:
        if fact.predicate == term("rdf:type") and fact.object in _PROPERTIES:
            link = fact.object == term("owl:ObjectProperty")
            found[fact.subject] = IRI if link else found.get(fact.subject, ANY)
        elif fact.predicate == term("rdfs:range") and isinstance(fact.object, NamedNode):
            ranges[fact.subject] = fact.object
    for each, wide in ranges.items():
        if each in found and not found[each]:
            found[each] = LANGUAGE if wide == _TEXT else _single({wide.value})
    return found
