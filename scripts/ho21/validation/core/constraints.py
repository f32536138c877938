"""The constraints of SHACL Core, each compiled to a check of one node and its values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.rdf.namespaces import VOCABULARIES, term
from ho21.validation.core.literals import natural, order_of, smaller, text, truth, well_formed
from ho21.validation.core.unsupported import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from ho21.rdf.namespaces import Node
    from ho21.validation.core.demands import Breach, Check, Demands

    Holds = Callable[[Node], bool]

_SH: Final = VOCABULARIES["sh"]
_FLAGS: Final = {"i": re.IGNORECASE, "m": re.MULTILINE}
_ANY: Final = "*"
_RESOURCE: Final = (term("rdf:type"), term("rdfs:Resource"))
_KINDS: Final = {
    NamedNode: frozenset(term(f"sh:{x}") for x in ("IRI", "IRIOrLiteral", "BlankNodeOrIRI")),
    Literal: frozenset(term(f"sh:{x}") for x in ("Literal", "IRIOrLiteral", "BlankNodeOrLiteral")),
}


def _component(name: str) -> str:
    return f"{_SH}{name}ConstraintComponent"


def _each(name: str, *holds: Holds) -> Check:
    """Return a check that each value is to hold."""
    component = _component(name)

    def check(focus: Node, values: Collection[Node]) -> Iterator[Breach]:
        del focus
        return ((component, value) for value in values for each in holds if not each(value))

    return check


def _counted(name: str, holds: Callable[[Collection[Node]], bool]) -> Check:
    """Return a check that the values are to hold together."""
    component = _component(name)

    def check(focus: Node, values: Collection[Node]) -> Iterator[Breach]:
        del focus
        return iter(() if holds(values) else ((component, None),))

    return check


def _class(shape: Demands) -> Check:
    kinds = [shape.facts.members(each) for each in shape.all("class")]
    return _each("Class", *(each.__contains__ for each in kinds))


def _datatype(shape: Demands) -> Check:
    kind = shape.one("datatype")
    if not isinstance(kind, NamedNode):
        raise UnsupportedError
    return _each("Datatype", lambda x: isinstance(x, Literal) and well_formed(x, kind))


def _node_kind(shape: Demands) -> Check:
    kind = shape.one("nodeKind")
    return _each("NodeKind", lambda each: kind in _KINDS[type(each)])


def _min_count(shape: Demands) -> Check:
    shape.property_only()
    least = natural(shape.one("minCount"))
    return _counted("MinCount", lambda values: len(values) >= least)


def _max_count(shape: Demands) -> Check:
    shape.property_only()
    most = natural(shape.one("maxCount"))
    return _counted("MaxCount", lambda values: len(values) <= most)


def _range(name: str, orders: frozenset[int]) -> Callable[[Demands], Check]:
    """Return what compiles a constraint on how values compare to an end of a range."""

    def compile_(shape: Demands) -> Check:
        ends = [each for each in shape.all(name) if isinstance(each, Literal)]
        if len(ends) < len(shape.all(name)):
            raise UnsupportedError

        def holds_at(end: Literal) -> Holds:
            return lambda each: isinstance(each, Literal) and order_of(each, end) in orders

        return _each(name[0].upper() + name[1:], *map(holds_at, ends))

    return compile_


def _min_length(shape: Demands) -> Check:
    least = natural(shape.one("minLength"))
    return _each("MinLength", lambda each: len(each.value) >= least)


def _max_length(shape: Demands) -> Check:
    most = natural(shape.one("maxLength"))
    return _each("MaxLength", lambda each: len(each.value) <= most)


def _pattern(shape: Demands) -> Check:
    given = shape.all("flags")
    flags = text(given[0]) if given else ""
    written = [text(each) for each in shape.all("pattern")]
    if flags is None or len(given) > 1 or None in written:
        raise UnsupportedError
    number = sum(flag for sign, flag in _FLAGS.items() if sign in flags.lower())
    try:
        patterns = [re.compile(each, number) for each in written if each is not None]
    except (re.error, OverflowError, RecursionError) as error:
        raise UnsupportedError from error

    def holds_at(pattern: re.Pattern[str]) -> Holds:
        return lambda each: pattern.search(each.value) is not None

    return _each("Pattern", *map(holds_at, patterns))


def _language_in(shape: Demands) -> Check:
    listed = [text(each) for each in shape.items(shape.one("languageIn"))]
    if None in listed:
        raise UnsupportedError
    tags = {each.lower() for each in listed if each is not None}

    def holds(each: Node) -> bool:
        tag = each.language.lower() if isinstance(each, Literal) and each.language else ""
        return bool(tag) and (_ANY in tags or tag in tags or tag.partition("-")[0] in tags)

    return _each("LanguageIn", holds)


def _unique_lang(shape: Demands) -> Check:
    shape.property_only()
    if not truth(shape.one("uniqueLang")):
        return _each("UniqueLang")

    def holds(values: Collection[Node]) -> bool:
        tags = [x.language.lower() for x in values if isinstance(x, Literal) and x.language]
        return len(tags) == len(set(tags))

    return _counted("UniqueLang", holds)


def _equals(shape: Demands) -> Check:
    return _beside("Equals", shape, "equals", lambda ours, theirs: ours ^ theirs)


def _disjoint(shape: Demands) -> Check:
    return _beside("Disjoint", shape, "disjoint", lambda ours, theirs: ours & theirs)


def _beside(
    component: str, shape: Demands, name: str, wrong: Callable[[set[Node], set[Node]], set[Node]]
) -> Check:
    """Return a check of the values beside those of other properties of the node."""
    others, facts = shape.names(name), shape.facts
    called = _component(component)

    def check(focus: Node, values: Collection[Node]) -> Iterator[Breach]:
        ours = set(values)
        for other in others:
            yield from ((called, each) for each in wrong(ours, set(facts.of(focus, other))))

    return check


def _less_than(shape: Demands) -> Check:
    return _before("LessThan", shape, "lessThan", or_same=False)


def _less_than_or_equals(shape: Demands) -> Check:
    return _before("LessThanOrEquals", shape, "lessThanOrEquals", or_same=True)


def _before(component: str, shape: Demands, name: str, *, or_same: bool) -> Check:
    shape.property_only()

    def wrong(ours: set[Node], theirs: set[Node]) -> set[Node]:
        return {x for x in ours for y in theirs if not smaller(x, y, or_same=or_same)}

    return _beside(component, shape, name, wrong)


def _not(shape: Demands) -> Check:
    others = [shape.other(each) for each in shape.all("not")]

    def fails(conforms: Holds) -> Holds:
        return lambda each: not conforms(each)

    return _each("Not", *map(fails, others))


def _node(shape: Demands) -> Check:
    return _each("Node", *(shape.other(each, parts=False) for each in shape.all("node")))


def _and(shape: Demands) -> Check:
    return _each("And", *_of_lists(shape, "and", lambda x, them: all(each(x) for each in them)))


def _or(shape: Demands) -> Check:
    return _each("Or", *_of_lists(shape, "or", lambda x, them: any(each(x) for each in them)))


def _xone(shape: Demands) -> Check:
    one = _of_lists(shape, "xone", lambda x, them: sum(each(x) for each in them) == 1)
    return _each("Xone", *one)


def _of_lists(
    shape: Demands, name: str, holds: Callable[[Node, list[Holds]], bool]
) -> Iterator[Holds]:
    """Yield whether a value is to hold, for each list of shapes."""
    for given in shape.all(name):
        others = [shape.other(each) for each in shape.items(given)]
        if not others:
            raise UnsupportedError
        yield lambda each, them=others: holds(each, them)  # type: ignore[misc]


def _qualified(shape: Demands) -> Check:
    if not shape.is_property:
        return _each("QualifiedValueShape")  # which asks nothing of a shape without a path
    least, most = (
        natural(shape.one(name)) if shape.all(name) else None
        for name in ("qualifiedMinCount", "qualifiedMaxCount")
    )
    if least is None and most is None:
        raise UnsupportedError
    alone = any(truth(each) for each in shape.all("qualifiedValueShapesDisjoint"))
    wanted = shape.all("qualifiedValueShape")
    sought = [
        (shape.other(each), [shape.other(x) for x in _siblings(shape) if alone and x != each])
        for each in wanted
    ]
    if not sought:
        raise UnsupportedError

    def check(focus: Node, values: Collection[Node]) -> Iterator[Breach]:
        del focus
        for conforms, siblings in sought:
            number = sum(conforms(x) and not any(each(x) for each in siblings) for x in values)
            if most is not None and number > most:
                yield _component("QualifiedMaxCount"), None
            if least is not None and number < least:
                yield _component("QualifiedMinCount"), None

    return check


def _siblings(shape: Demands) -> list[Node]:
    """Return the shapes that values of the same things are counted by."""
    parts, counted = term("sh:property"), term("sh:qualifiedValueShape")
    parents = [each for each in shape.written.values() if shape.node in each.get(parts, ())]
    beside = [x for each in parents for x in each[parts] if isinstance(x, NamedNode)]
    found = (x for each in beside for x in shape.written.get(each, {}).get(counted, ()))
    return [*dict.fromkeys(found)]


def _closed(shape: Demands) -> Check:
    if not truth(shape.one("closed")):
        return _each("Closed")
    known = {x for each in shape.all("ignoredProperties") for x in shape.items(each)}
    for each in shape.names("property"):
        known |= dict.fromkeys(shape.written[each].get(term("sh:path"), ())).keys()
    about, component = shape.facts.about, _component("Closed")

    def check(focus: Node, values: Collection[Node]) -> Iterator[Breach]:
        del focus
        for each in values:
            for said in about(each):
                if said[0] not in known and said != _RESOURCE:
                    yield component, said[1]

    return check


def _has_value(shape: Demands) -> Check:
    wanted, component = shape.all("hasValue"), _component("HasValue")

    def check(focus: Node, values: Collection[Node]) -> Iterator[Breach]:
        del focus
        return ((component, None) for each in wanted if each not in values)

    return check


def _in(shape: Demands) -> Check:
    listed = set(shape.items(shape.one("in")))
    return _each("In", listed.__contains__)


# What compiles a constraint, by the properties that ask for it.
COMPILED: Final[dict[str, Callable[[Demands], Check]]] = {
    "class": _class, "datatype": _datatype, "nodeKind": _node_kind,
    "minCount": _min_count, "maxCount": _max_count,
    "minExclusive": _range("minExclusive", frozenset({1})),
    "minInclusive": _range("minInclusive", frozenset({0, 1})),
    "maxExclusive": _range("maxExclusive", frozenset({-1})),
    "maxInclusive": _range("maxInclusive", frozenset({-1, 0})),
    "minLength": _min_length, "maxLength": _max_length, "pattern": _pattern,
    "languageIn": _language_in, "uniqueLang": _unique_lang,
    "equals": _equals, "disjoint": _disjoint,
    "lessThan": _less_than, "lessThanOrEquals": _less_than_or_equals,
    "not": _not, "and": _and, "or": _or, "xone": _xone, "node": _node,
    "qualifiedValueShape": _qualified, "qualifiedMinCount": _qualified,
    "qualifiedMaxCount": _qualified, "qualifiedValueShapesDisjoint": _qualified,
    "closed": _closed, "ignoredProperties": _closed, "hasValue": _has_value, "in": _in,
}  # fmt: skip
