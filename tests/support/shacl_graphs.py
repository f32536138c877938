"""Small graphs and shapes made by chance, over every constraint of SHACL Core."""

from __future__ import annotations

from hypothesis import strategies as st

NODES = [f"x:n{at}" for at in range(5)]
CLASSES = ["x:A", "x:B", "x:C"]
PREDICATES = ["x:p", "x:q", "x:r"]
SHAPES = [f"x:S{at}" for at in range(5)]
NUMBERS = [
    "1", "2", "3", "-1", "2.0", "2.5", "1e0", '"2"^^xsd:double', '"3"^^xsd:float',
    '"4"^^xsd:nonNegativeInteger', '"-4"^^xsd:nonNegativeInteger', '"07"^^xsd:int',
]  # fmt: skip
DATES = [
    '"2026-11-22"^^xsd:date', '"2026-02-30"^^xsd:date', '"2027-01-01"^^xsd:date',
    '"2026-11-22Z"^^xsd:date', '"2026-11-22T10:00:00"^^xsd:dateTime',
    '"2026-11-22T10:00:00+01:00"^^xsd:dateTime', '"2026-11-22T10:00:00.5Z"^^xsd:dateTime',
    '"2026"^^xsd:gYear', '"2025"^^xsd:gYear', '"10:00:00"^^xsd:time', '"P1D"^^xsd:duration',
]  # fmt: skip
TEXTS = [
    '"a"', '"abc"', '"b"', '""', '"a"@en', '"b"@en', '"a"@nb', '"c"@en-GB', '"d"@EN',
    '"x"^^xsd:integer', '"1.5"^^xsd:integer', '" 1 "^^xsd:integer', '"INF"^^xsd:double',
    '"NaN"^^xsd:double', '"1."^^xsd:decimal', '"yes"^^xsd:boolean', "true", '"0"^^xsd:boolean',
    '"u:r"^^xsd:anyURI', '"k"^^x:kind', '"<p/>"^^rdf:XMLLiteral', '"ab"^^xsd:hexBinary',
    '"2"', '"a\\nb"',
]  # fmt: skip
LITERALS = [*NUMBERS, *DATES, *TEXTS]
KINDS = ["IRI", "Literal", "BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"]
TYPES = [
    *(f"xsd:{x}" for x in ("integer", "string", "date", "dateTime", "decimal", "double", "int")),
    *(f"xsd:{x}" for x in ("boolean", "gYear", "time", "float", "nonNegativeInteger", "anyURI")),
    "rdf:langString", "rdfs:Literal", "rdfs:Datatype", "x:kind", "rdf:XMLLiteral",
]  # fmt: skip

node = st.sampled_from(NODES)
predicate = st.sampled_from(PREDICATES)
value = st.sampled_from([*NODES, *LITERALS])
number = st.sampled_from(["0", "1", "2", "3"])
end = st.sampled_from([*LITERALS])


def _list(items: st.SearchStrategy[str], least: int = 0) -> st.SearchStrategy[str]:
    return st.lists(items, min_size=least, max_size=3).map(lambda x: f"( {' '.join(x)} )")


def _path(depth: int = 2) -> st.SearchStrategy[str]:
    if not depth:
        return predicate
    inner = _path(depth - 1)
    ways = ["inverse", "zeroOrMore", "oneOrMore", "zeroOrOne"]
    kinds = [inner.map(lambda x, way=way: f"[ sh:{way}Path {x} ]") for way in ways]
    several = _list(inner, 2)
    return st.one_of(
        predicate, *kinds, several, several.map(lambda x: f"[ sh:alternativePath {x} ]")
    )


# Only a shape with a path may ask for these.
OF_PATHS = {
    "minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals", "qualifiedValueShape",
}  # fmt: skip
HALVES = {"flags": "pattern", "ignoredProperties": "closed"}  # of no use without the other


def _demands(parts: list[str], wholes: list[str]) -> dict[str, st.SearchStrategy[str]]:
    """Return what a shape may ask, and of what kind the values of that are."""
    found = {
        "class": st.sampled_from(CLASSES), "datatype": st.sampled_from(TYPES),
        "nodeKind": st.sampled_from([f"sh:{x}" for x in KINDS]),
        "minCount": number, "maxCount": number,
        "minExclusive": end, "minInclusive": end, "maxExclusive": end, "maxInclusive": end,
        "minLength": number, "maxLength": number,
        "pattern": st.sampled_from(['"a"', '"^A"', '"b$"', '"n[0-2]"', '"^.*x", "2"']),
        "flags": st.sampled_from(['"i"', '"m"', '"im"']),
        "languageIn": _list(st.sampled_from(['"en"', '"nb"', '"EN-gb"', '"*"'])),
        "uniqueLang": st.sampled_from(["true", "false"]),
        "equals": predicate, "disjoint": predicate,
        "lessThan": predicate, "lessThanOrEquals": predicate,
        "closed": st.sampled_from(["true", "false"]), "ignoredProperties": _list(predicate),
        "hasValue": value, "in": _list(value),
        "deactivated": st.sampled_from(["true", "false"]),
        "severity": st.sampled_from(["sh:Info", "sh:Warning"]),
    }  # fmt: skip
    if parts:
        found["property"] = st.sampled_from(parts)
    if wholes:
        found["node"] = st.sampled_from(wholes)
    if parts or wholes:
        other = st.sampled_from([*parts, *wholes])
        counts = st.tuples(other, st.sampled_from(["Min", "Max"]), number, st.booleans())
        found |= {
            "not": other, "and": _list(other, 1), "or": _list(other, 1), "xone": _list(other, 1),
            "qualifiedValueShape": counts.map(_counted),
        }  # fmt: skip
    return found


def _counted(given: tuple[str, str, str, bool]) -> str:
    shape, end, count, alone = given
    disjoint = " ; sh:qualifiedValueShapesDisjoint true" if alone else ""
    return f"{shape} ; sh:qualified{end}Count {count}{disjoint}"


@st.composite
def shapes(draw: st.DrawFn) -> str:
    """Draw shapes that ask this and that of each other.

    Now and then one leads back to itself, or asks what a shape of its kind may not ask.
    """
    said = []
    pathed = draw(st.sets(st.sampled_from(SHAPES)))
    for at, name in enumerate(SHAPES):
        after = SHAPES[at + 1 :] if draw(st.integers(0, 29)) else SHAPES
        block = ["a sh:PropertyShape" if name in pathed else "a sh:NodeShape"]
        block += [f"sh:path {draw(_path())}"] if name in pathed else []
        parts, wholes = ([x for x in after if (x in pathed) == kind] for kind in (True, False))
        demands = _demands(parts, wholes)
        if name not in pathed and draw(st.integers(0, 29)):
            demands = {x: made for x, made in demands.items() if x not in OF_PATHS}
        asked = draw(st.lists(st.sampled_from([*demands]), max_size=4, unique=True))
        kept = [x for x in asked if HALVES.get(x, x) in asked]
        block += [f"sh:{each} {draw(demands[each])}" for each in kept]
        targets = {
            "targetClass": st.sampled_from(CLASSES), "targetNode": value,
            "targetSubjectsOf": predicate, "targetObjectsOf": predicate,
        }  # fmt: skip
        aimed = draw(st.lists(st.sampled_from([*targets]), max_size=2, unique=True))
        block += [f"sh:{each} {draw(targets[each])}" for each in aimed]
        block += ["a rdfs:Class"] if not draw(st.integers(0, 7)) else []
        said.append(f"{name} {' ; '.join(block)} .")
    return "\n".join(said)


@st.composite
def data(draw: st.DrawFn) -> str:
    """Draw facts of a few nodes in a few classes, some of them below others."""
    said = [
        f"{one} {by} {other} ."
        for one, by, other in draw(st.lists(st.tuples(node, predicate, value), max_size=14))
    ]
    kinds = st.sampled_from([*CLASSES, *SHAPES])
    said += [f"{x} a {kind} ." for x, kind in draw(st.lists(st.tuples(node, kinds), max_size=5))]
    below = st.tuples(st.sampled_from(CLASSES), st.sampled_from(CLASSES))
    said += [f"{x} rdfs:subClassOf {y} ." for x, y in draw(st.lists(below, max_size=2))]
    return "\n".join(said)
