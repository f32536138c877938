"""What literals mean: whether each is well-formed, and which of two is the smaller.

The usual forms are read here. All others are asked of rdflib, so that they are read as pySHACL
reads them, and so that rdflib is loaded only where a project has such a form.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pyoxigraph import Literal

from ho21.rdf.namespaces import VOCABULARIES, term
from ho21.validation.core.unsupported import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable

    import rdflib
    from pyoxigraph import NamedNode

    from ho21.rdf.namespaces import Node

    Read = int | float | Decimal | date

_XSD: Final = VOCABULARIES["xsd"]
_STRING: Final = term("xsd:string")
_TONGUED: Final = term("rdf:langString")
_TEXTS: Final = frozenset({_STRING, _TONGUED, term("xsd:anyURI"), term("xsd:language")})
# Kinds of xsd that rdflib does not know, so that it holds each form to be well-formed.
_UNREAD: Final = frozenset(
    term(f"xsd:{each}") for each in ("gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay")
)


class _Form(NamedTuple):
    """A kind of literal in its usual form: the form, how it is read, and what it is kin to.

    Those that are kin to nothing are ordered by rdflib.
    """

    written: re.Pattern[str]
    read: Callable[[str], Read]
    kin: str


_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DIGITS: Final = re.compile(r"[+-]?[0-9]{1,300}")
_FLOATING: Final = re.compile(r"[+-]?[0-9]{1,300}(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,2})?")
_FORMS: Final = {
    term("xsd:integer"): _Form(_DIGITS, int, "number"),
    term("xsd:nonNegativeInteger"): _Form(re.compile(r"[0-9]{1,300}"), int, "number"),
    term("xsd:decimal"): _Form(
        re.compile(r"[+-]?[0-9]{1,300}(\.[0-9]{1,300})?"), Decimal, "number"
    ),
    term("xsd:double"): _Form(_FLOATING, float, "number"),
    term("xsd:float"): _Form(_FLOATING, float, "number"),
    term("xsd:date"): _Form(re.compile(_DAY), date.fromisoformat, "date"),
    term("xsd:dateTime"): _Form(
        re.compile(f"{_DAY}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(Z|[+-][0-9]{{2}}:[0-9]{{2}})?"),
        datetime.fromisoformat,
        "",
    ),
}
_BOOLEAN: Final = term("xsd:boolean")
_TRUTHS: Final = {"true": True, "1": True, "false": False, "0": False}


def truth(node: Node) -> bool:
    """Return what a boolean of a shape says; raises UnsupportedError for anything else."""
    if isinstance(node, Literal) and node.datatype == _BOOLEAN and node.value in _TRUTHS:
        return _TRUTHS[node.value]
    raise UnsupportedError


def natural(node: Node) -> int:
    """Return a whole number of a shape that is not negative; raises UnsupportedError if none."""
    if isinstance(node, Literal) and node.datatype == term("xsd:integer"):
        value = usual(node)
        if isinstance(value, int) and value >= 0:
            return value
    raise UnsupportedError


def text(node: Node) -> str | None:
    """Return the text that a literal is, or None where it is no text."""
    is_text = isinstance(node, Literal) and node.datatype in _TEXTS
    return node.value if is_text else None


def usual(literal: Literal) -> Read | None:
    """Return the number or date that a literal is, where it is written in the usual form."""
    form = _FORMS.get(literal.datatype)
    if form and form.written.fullmatch(literal.value):
        with suppress(ValueError):  # a day that no month has
            return form.read(literal.value)
    return None


def well_formed(literal: Literal, kind: NamedNode) -> bool:
    """Say whether a literal is a well-formed one of a datatype."""
    datatype = literal.datatype
    if kind == term("rdfs:Literal"):
        return True
    if kind == term("rdfs:Datatype"):
        return datatype not in {_STRING, _TONGUED}
    if datatype != kind:
        return False
    if datatype in _TEXTS or datatype in _UNREAD or usual(literal) is not None:
        return True
    if datatype == _BOOLEAN:
        return literal.value in _TRUTHS
    known = datatype.value.startswith((_XSD, VOCABULARIES["rdf"]))
    return not known or not as_rdflib(literal).ill_typed


def as_rdflib(literal: Literal) -> rdflib.Literal:
    """Return a literal as rdflib has it, written as it is."""
    import rdflib

    plain = literal.language or literal.datatype == _STRING
    kind = None if plain else rdflib.URIRef(literal.datatype.value)
    return rdflib.Literal(literal.value, literal.language, kind, normalize=False)


def order_of(one: Literal, other: Literal) -> int | None:
    """Return whether a literal is smaller (-1), larger (1) or the same (0), if that can be said.

    Raises UnsupportedError where pySHACL does not end well.
    """
    left, right = _measured(one), _measured(other)
    if left and right and left[0] == right[0]:
        return _order(left[1], right[1])
    if (text(one) is None) != (text(other) is None):
        return None
    return _by_pyshacl(one, other)


def _measured(literal: Literal) -> tuple[str, Read | str] | None:
    """Return what a literal in its usual form can be compared to, and its value."""
    form = _FORMS.get(literal.datatype)
    if form is None:
        return ("text", literal.value) if literal.datatype == _STRING else None
    value = usual(literal) if form.kin else None
    return None if value is None else (form.kin, value)


def _order(left: Any, right: Any) -> int:  # noqa: ANN401 (two that are kin)
    return bool(left > right) - bool(left < right)


def _by_pyshacl(one: Literal, other: Literal) -> int | None:
    from pyshacl.rdfutil.compare import compare_literal

    try:
        found: int = compare_literal(as_rdflib(one), as_rdflib(other))  # type: ignore[no-untyped-call]
    except InvalidOperation as error:  # a decimal beside NaN, where pySHACL ends
        raise UnsupportedError from error
    except (TypeError, NotImplementedError):  # which pySHACL takes for two that are no kin
        return None
    return found


def smaller(one: Node, other: Node, *, or_same: bool) -> bool:
    """Say whether a node is smaller than another, or else the same; names are compared as texts.

    Raises UnsupportedError where pySHACL does not end well.
    """
    if isinstance(one, Literal) and isinstance(other, Literal):
        ours, theirs = _measured(one), _measured(other)
        if ours and theirs and ours[0] == theirs[0]:
            order = _order(ours[1], theirs[1])
            return order <= 0 if or_same else order < 0
    left, right = (text(each) if isinstance(each, Literal) else each.value for each in (one, other))
    if (left is None) != (right is None):
        return False
    if left is not None and right is not None:
        return left <= right if or_same else left < right
    if not (isinstance(one, Literal) and isinstance(other, Literal)):
        raise UnsupportedError
    try:
        known, beside = as_rdflib(one), as_rdflib(other)
        return bool(known <= beside if or_same else known < beside)
    except (InvalidOperation, TypeError) as error:
        raise UnsupportedError from error
