"""Statements as JSON-LD that a person can read: compact, sorted, with the context they use."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, cast

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    serialize,
)

from ho21.errors import UsageError
from ho21.rdf.context import ALIASES, ANY, IRI, LANGUAGE, lines
from ho21.rdf.namespaces import term
from ho21.text import inside_script

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from ho21.rdf.context import Context

JsonNode = dict[str, Any]

_TYPE: Final = term("rdf:type")
_STRING: Final = term("xsd:string").value
_BOOLEAN: Final = term("xsd:boolean").value
_WHOLE: Final = frozenset(term(f"xsd:{name}").value for name in ("integer", "nonNegativeInteger"))
# What a number and a truth of JSON are without a word of it.
_OWN: Final = frozenset(term(f"xsd:{name}").value for name in ("integer", "boolean"))
# Only what every reader of JSON gives back with the same digits.
_DIGITS: Final = re.compile(r"0|-?[1-9]\d{0,14}", re.ASCII)


def jsonld(statements: Iterable[Quad | Triple], context: Context) -> bytes:
    """Return statements as JSON-LD 1.1, by graph and by thing, each sorted.

    The context stands in the file, and only with the names it uses, so that it is read without
    fetching anything. Where a text has a direction, the engine's expanded form is written;
    raises UsageError for a triple within a triple, which JSON-LD cannot say.
    """
    told = sorted(dict.fromkeys(statements), key=_key)
    if any(isinstance(each.object, Triple) for each in told):
        raise UsageError("jsonld-triple")
    if any(isinstance(each.object, Literal) and each.object.direction for each in told):
        return serialize(cast("list[Quad]", told), format=RdfFormat.JSON_LD) or b""
    return _Writer(told, context).document().encode()


def data_block(jsonld: bytes) -> Markup:
    """Return JSON-LD in a script element that none of its characters can end."""
    from markupsafe import Markup

    text = Markup(inside_script(jsonld.decode()))  # noqa: S704 (no sign of it ends the element)
    return Markup('<script type="application/ld+json">{}</script>').format(text)


def _key(each: Quad | Triple) -> tuple[str, str]:
    if isinstance(each, Quad):
        graph = each.graph_name
        return "" if isinstance(graph, DefaultGraph) else str(graph), str(each.triple)
    return "", str(each)


class _Writer:
    def __init__(self, told: list[Quad | Triple], context: Context) -> None:
        self.told = told
        schemes = frozenset(iri.partition(":")[0] for each in told for iri in _iris(each))
        self.context = context.without(schemes)
        self.id, self.type = (
            keyword if name in schemes else name for name, keyword in ALIASES.items()
        )
        self.prefixes: set[str] = set()
        self.terms: set[str] = set()

    def document(self) -> str:
        """Return the whole."""
        nodes: dict[tuple[str, str], JsonNode] = {}
        for each in self.told:
            graph = each.graph_name if isinstance(each, Quad) else DefaultGraph()
            name = "" if isinstance(graph, DefaultGraph) else self.name(graph)
            about = self.name(each.subject)
            self.add(nodes.setdefault((name, about), {}), each.predicate, each.object)
        whole: list[JsonNode] = []
        graphs: dict[str, list[JsonNode]] = {}
        for (name, about), node in nodes.items():
            kept = {self.id: about}
            if self.type in node:
                kept[self.type] = node.pop(self.type)
            kept |= dict(sorted(node.items()))
            if not name:
                whole.append(_bare(kept))
                continue
            if name not in graphs:
                graphs[name] = []
                whole.append({self.id: name, "@graph": graphs[name]})
            graphs[name].append(_bare(kept))
        aliases = {name: ALIASES[name] for name in (self.id, self.type) if name in ALIASES}
        context = aliases | self.context.written(self.prefixes, self.terms)
        # No text in JSON has a line break of its own, so each is one between values.
        text = json.dumps(whole, ensure_ascii=False, indent=2).replace("\n", "\n  ")
        return f'{{\n  "@context": {lines(context)},\n  "@graph": {text}\n}}\n'

    def add(self, node: JsonNode, predicate: NamedNode, value: object) -> None:
        """Add a value to a node, under the name of its property."""
        if predicate == _TYPE and not isinstance(value, Literal):
            node.setdefault(self.type, []).append(self.name(value, as_type=True))
            return
        key, kind = self.context.terms.get(predicate.value, (None, ANY))
        if isinstance(value, Literal) and kind == LANGUAGE and value.language:
            self.terms.add(predicate.value)
            texts = node.setdefault(str(key), {})
            texts.setdefault(value.language, []).append(value.value)
            return
        if key is None or kind == LANGUAGE or predicate == _TYPE:
            # Under the whole IRI no term says what the values are.
            node.setdefault(predicate.value, []).append(self.value(value, ANY))
            return
        self.terms.add(predicate.value)
        node.setdefault(key, []).append(self.value(value, kind))

    def value(self, value: object, kind: str) -> object:
        """Return a value under a name whose plain values are of a kind."""
        if not isinstance(value, Literal):
            name = self.name(value)
            return name if kind == IRI else {self.id: name}
        text, datatype = value.value, value.datatype.value
        if value.language:
            return {"@language": value.language, "@value": text}
        if datatype == kind or (kind == ANY and datatype in _OWN):
            native = _native(text, datatype)
            if native is not None:
                return native
        if datatype == kind:
            return text
        if datatype == _STRING:
            return {"@value": text} if kind else text
        short, prefix = self.context.short(datatype)
        self.prefixes.add(prefix)
        return {"@type": short, "@value": text}

    def name(self, node: object, *, as_type: bool = False) -> str:
        """Return a node by its name."""
        if isinstance(node, BlankNode):
            return str(node)
        iri = node.value if isinstance(node, NamedNode) else ""
        if as_type and iri in self.context.terms:
            self.terms.add(iri)
            return self.context.terms[iri].name
        short, prefix = self.context.short(iri)
        self.prefixes.add(prefix)
        return short


def _native(text: str, datatype: str) -> int | bool | None:
    if datatype in _WHOLE and _DIGITS.fullmatch(text):
        return int(text)
    return text == "true" if datatype == _BOOLEAN and text in {"true", "false"} else None


def _bare(node: JsonNode) -> JsonNode:
    """Return a node in which what is alone stands without a list."""
    return {key: _alone(value) for key, value in node.items()}


def _alone(value: Any) -> Any:  # noqa: ANN401 (whatever JSON is made of)
    if isinstance(value, dict):
        return {key: _alone(each) for key, each in sorted(value.items())}
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _iris(each: Quad | Triple) -> Iterable[str]:
    graph = each.graph_name if isinstance(each, Quad) else None
    for node in (each.subject, each.predicate, each.object, graph):
        if isinstance(node, NamedNode):
            yield node.value
        elif isinstance(node, Literal):
            yield node.datatype.value
