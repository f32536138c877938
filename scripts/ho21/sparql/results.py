"""Rows and truths in the forms SPARQL 1.1 has for them, never too many and never half an answer."""

from __future__ import annotations

import csv
import re
from json import JSONEncoder
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QueryTriples, Triple

from ho21.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import QuerySolutions

    from ho21.sparql.evaluation import Result

    Rows = Iterable[Iterable[Any]]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
# What TSV writes as it stands, by datatype: only what is read as the same literal again.
_SHORT: Final = {
    f"{_XSD}boolean": re.compile("true|false"),
    f"{_XSD}integer": re.compile("[+-]?[0-9]+"),
    f"{_XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{_XSD}double": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+"),
}
_IN_TSV: Final = str.maketrans({"\t": r"\t", "\n": r"\n", "\r": r"\r", '"': r"\"", "\\": r"\\"})
# Some readers strip the space at the ends of a text.
_ENDS: Final = re.compile(r"\A[ \t\n\r]+|[ \t\n\r]+\Z")
_SPARQL: Final = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
_ITS: Final = {"xmlns:its": "http://www.w3.org/2005/11/its", "its:version": "2.0"}
_TRUTH: Final = {
    "json": ('{"head":{},"boolean":', "}"),
    "xml": (f"{_SPARQL}<head></head><boolean>", "</boolean></sparql>"),
    "csv": ("", "\n"),
    "tsv": ("", "\n"),
}
_encoded: Final = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def body(
    result: QuerySolutions | QueryBoolean,
    form: str,
    *,
    most: int | None = None,
    room: int | None = None,
) -> bytes:
    """Return an answer in ``json``, ``xml``, ``csv`` or ``tsv``.

    Raises UsageError for more rows than ``most``, more bytes than ``room``, and a character that
    XML cannot hold.
    """
    if isinstance(result, QueryBoolean):
        parts: Iterable[str] = [str(bool(result)).lower().join(_TRUTH[form])]
    else:
        names = [each.value for each in result.variables]
        parts = _FORMS[form](names, result if most is None else _counted(result, most))
    return b"".join(_within(parts, room))


def rows_kept(result: Result) -> bytes:
    """Return an answer in JSON, from which it can be read again; triples are rows of three."""
    if not isinstance(result, QueryTriples):
        return body(result, "json")
    parts = ["subject", "predicate", "object"]
    return "".join(_json(parts, sorted(set(result), key=str))).encode()


def _counted(found: Rows, most: int) -> Rows:
    for at, row in enumerate(found):
        if at == most:
            raise UsageError("answer-rows", limit=most)
        yield row


def _within(parts: Iterable[str], room: int | None) -> Iterator[bytes]:
    size = 0
    for part in parts:
        written = part.encode()
        size += len(written)
        if room is not None and size > room:
            raise UsageError("answer-bytes", limit=room >> 20)
        yield written


def _json(names: list[str], found: Rows) -> Iterator[str]:
    yield f'{{"head":{{"vars":{_encoded(names)}}},"results":{{"bindings":['
    comma = ""
    for row in found:
        yield comma + _encoded(_bound(names, row))
        comma = ","
    yield "]}}"


def _bound(names: Iterable[str], nodes: Iterable[Any]) -> dict[str, dict[str, Any]]:
    pairs = zip(names, nodes, strict=True)
    return {name: _told(node) for name, node in pairs if node is not None}


def _told(node: Any) -> dict[str, Any]:  # noqa: ANN401 (whatever term it is)
    if isinstance(node, NamedNode):
        return {"type": "uri", "value": node.value}
    if isinstance(node, BlankNode):
        return {"type": "bnode", "value": node.value}
    if isinstance(node, Triple):
        return {"type": "triple", "value": _bound(("subject", "predicate", "object"), node)}
    told = {"type": "literal", "value": node.value}
    if node.language is not None:
        told["xml:lang"] = node.language
        if node.direction:
            told["its:dir"] = node.direction.value
    elif (datatype := node.datatype.value) != f"{_XSD}string":
        told["datatype"] = datatype
    return told


def _xml(names: list[str], found: Rows) -> Iterator[str]:
    from xml.sax.saxutils import quoteattr  # which brings half the web along

    from ho21.rdf.xml import xml

    heads = {name: quoteattr(name) for name in names}
    told = "".join(f"<variable name={head}/>" for head in heads.values())
    yield f"{_SPARQL}<head>{told}</head><results>"
    for row in found:
        cells = (
            f"<binding name={heads[name]}>{_element(**told)}</binding>"
            for name, told in _bound(names, row).items()
        )
        yield xml(f"<result>{''.join(cells)}</result>")
    yield "</results></sparql>"


def _element(type: str, value: Any, **more: str) -> str:  # noqa: A002, ANN401 (as JSON has it)
    from xml.sax.saxutils import escape, quoteattr

    if type == "triple":
        inner = "".join(f"<{name}>{_element(**told)}</{name}>" for name, told in value.items())
    else:
        inner = _ENDS.sub(_numbered, escape(value))
    about = more | _ITS if "its:dir" in more else more
    return f"<{type}{''.join(f' {a}={quoteattr(b)}' for a, b in about.items())}>{inner}</{type}>"


def _numbered(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(each)};" for each in found[0])


def _tsv(names: list[str], found: Rows) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in names) + "\n"
    for row in found:
        yield "\t".join(map(_cell, row)) + "\n"


def _cell(node: Any) -> str:  # noqa: ANN401 (whatever term it is)
    if isinstance(node, Triple):
        return f"<<( {' '.join(map(_cell, node))} )>>"
    if not isinstance(node, Literal):
        return "" if node is None else str(node)
    short = _SHORT.get(node.datatype.value)
    if short and short.fullmatch(node.value):
        return node.value
    # Behind its last quotation mark a literal has a language or a datatype, and neither has one.
    return f'"{node.value.translate(_IN_TSV)}"{str(node).rpartition(chr(34))[2]}'


class _Given:
    """A file for csv to write into, which is given back the line it wrote."""

    write = staticmethod(str)


def _csv(names: list[str], found: Rows) -> Iterator[str]:
    line = csv.writer(_Given()).writerow
    yield line(names)
    for row in found:
        yield line(map(_field, row))


def _field(node: Any) -> str:  # noqa: ANN401 (whatever term it is)
    if isinstance(node, NamedNode | Literal):
        return node.value
    return "" if node is None else str(node)


_FORMS: Final[dict[str, Callable[[list[str], Rows], Iterator[str]]]] = {
    "json": _json, "xml": _xml, "csv": _csv, "tsv": _tsv,
}  # fmt: skip
