"""Statements as JSON-LD that a person can read: compact, sorted, with the context they use."""

import json
from importlib.util import find_spec

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from ho21.errors import UsageError
from ho21.rdf.context import Context, Term
from ho21.rdf.jsonld import data_block, jsonld
from ho21.rdf.namespaces import VOCABULARIES, term
from support.exported import graph
from support.hostile import WORDS

X = "https://x.example/"
XSD = VOCABULARIES["xsd"]
NAMES = Context(
    {"x": X, "xsd": XSD, "rdf": VOCABULARIES["rdf"]},
    {
        f"{X}Kind": Term("Kind"),
        f"{X}any": Term("any"),
        f"{X}link": Term("link", "@id"),
        f"{X}text": Term("text", "@language"),
        f"{X}other": Term("x:other", "@language"),
        f"{X}day": Term("day", f"{XSD}date"),
        f"{X}count": Term("count", f"{XSD}integer"),
        f"{X}start": Term("start", f"{XSD}nonNegativeInteger"),
        f"{X}share": Term("share", f"{XSD}decimal"),
        f"{X}true": Term("true", f"{XSD}boolean"),
    },
)
A, B = NamedNode(f"{X}a"), NamedNode(f"{X}b")


def p(name):
    return NamedNode(X + name)


def read(content):
    return json.loads(jsonld(content, NAMES))


def back(content):
    return {str(each) for each in parse(content, format=RdfFormat.JSON_LD)}


def test_a_thing_is_one_object_with_its_own_names():
    told = [
        Quad(A, term("rdf:type"), p("Kind"), B),
        Quad(A, p("text"), Literal("to", language="nb"), B),
        Quad(A, p("text"), Literal("one", language="en"), B),
        Quad(A, p("text"), Literal("en", language="nb"), B),
        Quad(A, p("link"), B, B),
        Quad(A, p("count"), Literal("7", datatype=NamedNode(f"{XSD}integer")), B),
        Quad(A, p("day"), Literal("2026-11-22", datatype=NamedNode(f"{XSD}date")), B),
        Quad(B, p("any"), Literal("fritt"), DefaultGraph()),
    ]

    assert read(told) == {
        "@context": {
            "id": "@id",
            "type": "@type",
            "@version": 1.1,
            "x": X,
            "xsd": XSD,
            "Kind": "x:Kind",
            "any": "x:any",
            "count": {"@id": "x:count", "@type": "xsd:integer"},
            "day": {"@id": "x:day", "@type": "xsd:date"},
            "link": {"@id": "x:link", "@type": "@id"},
            "text": {"@id": "x:text", "@container": "@language"},
        },
        "@graph": [
            {"id": "x:b", "any": "fritt"},
            {
                "id": "x:b",
                "@graph": [
                    {
                        "id": "x:a",
                        "type": "Kind",
                        "count": 7,
                        "day": "2026-11-22",
                        "link": "x:b",
                        "text": {"en": "one", "nb": ["en", "to"]},
                    }
                ],
            },
        ],
    }


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("link", Literal("x:b"), {"@value": "x:b"}),
        ("any", p("b"), {"id": "x:b"}),
        ("any", Literal("x:b"), "x:b"),
        ("any", Literal("007", datatype=NamedNode(f"{XSD}integer")),
         {"@type": "xsd:integer", "@value": "007"}),
        ("any", Literal("0", datatype=NamedNode(f"{XSD}integer")), 0),
        ("any", Literal("false", datatype=NamedNode(f"{XSD}boolean")), False),
        ("any", Literal("5", datatype=NamedNode(f"{XSD}nonNegativeInteger")),
         {"@type": "xsd:nonNegativeInteger", "@value": "5"}),
        ("start", Literal("5", datatype=NamedNode(f"{XSD}nonNegativeInteger")), 5),
        ("start", Literal("5", datatype=NamedNode(f"{XSD}integer")),
         {"@type": "xsd:integer", "@value": "5"}),
        ("count", Literal("+7", datatype=NamedNode(f"{XSD}integer")), "+7"),
        ("count", Literal("9" * 16, datatype=NamedNode(f"{XSD}integer")), "9" * 16),
        ("share", Literal("0.70", datatype=NamedNode(f"{XSD}decimal")), "0.70"),
        ("true", Literal("1", datatype=NamedNode(f"{XSD}boolean")), "1"),
        ("day", Literal("i dag"), {"@value": "i dag"}),
        ("day", Literal("i dag", language="nb"), {"@language": "nb", "@value": "i dag"}),
        ("unknown", Literal("@id"), "@id"),
    ],
)  # fmt: skip
def test_a_value_keeps_its_own_spelling_and_kind(name, value, written):
    told = [Quad(A, p(name), value, DefaultGraph())]
    (node,) = read(told)["@graph"]

    assert next(iter(each for key, each in node.items() if key != "id")) == written
    assert back(jsonld(told, NAMES)) == {str(each) for each in told}


def test_a_text_without_a_language_stands_under_the_whole_name():
    told = [Quad(A, p("text"), each, DefaultGraph()) for each in (Literal("?"), B)]

    (node,) = read(told)["@graph"]
    assert node == {"id": "x:a", f"{X}text": ["?", {"id": "x:b"}]}


def test_an_address_that_looks_like_a_short_name_is_kept():
    strange = NamedNode("x:b")
    told = [Quad(strange, p("link"), B, DefaultGraph()), Quad(A, p("other"), strange, strange)]
    said = read(told)

    assert "x" not in said["@context"]
    assert back(jsonld(told, NAMES)) == {str(each) for each in told}


def test_the_same_statements_in_another_order_and_twice_are_the_same_bytes():
    told = [Quad(A, p(name), each, B) for name in ("any", "link") for each in (A, B)]

    assert jsonld(told[::-1] + told, NAMES) == jsonld(told, NAMES)


def test_triples_lie_in_the_default_graph():
    told = [Triple(A, p("link"), B), Triple(BlankNode("n"), p("any"), BlankNode("n"))]

    assert read(told)["@graph"] == [
        {"id": "x:a", "link": "x:b"},
        {"id": "_:n", "any": {"id": "_:n"}},
    ] or read(told)["@graph"] == [
        {"id": "_:n", "any": {"id": "_:n"}},
        {"id": "x:a", "link": "x:b"},
    ]


def test_a_text_with_a_direction_is_left_to_the_engine():
    text = Literal("x", language="ar", direction=BaseDirection.RTL)
    told = [Quad(A, p("any"), text, DefaultGraph())]

    assert json.loads(jsonld(told, NAMES)) == json.loads(
        serialize(told, format=RdfFormat.JSON_LD) or b""
    )


def test_a_triple_within_a_triple_is_refused():
    with pytest.raises(UsageError) as caught:
        jsonld([Triple(A, p("any"), Triple(A, p("any"), B))], NAMES)

    assert caught.value.key == "jsonld-triple"
    assert "JSON-LD" in caught.value.text("nb")


NASTY = ("@id", "@type", "@none", "x:b", "http://x", "_:b", "", "1e3", "true", "null", "\u2028<b>",
         '\\"', "id", "type", "//x", "#a", "../b", " a ", "\n")  # fmt: skip
TEXT = st.sampled_from(NASTY) | st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]))
TYPES = st.sampled_from(
    [*(f"{XSD}{name}" for name in ("string", "integer", "decimal", "boolean", "date", "double",
       "nonNegativeInteger", "anyURI", "gYear")), f"{X}type", f"{VOCABULARIES['rdf']}JSON"]
)  # fmt: skip
TYPED = st.builds(lambda text, kind: Literal(text, datatype=NamedNode(kind)), TEXT, TYPES)
WHOLE = st.builds(
    lambda number, zeros, kind: Literal(f"{zeros}{number}", datatype=NamedNode(kind)),
    st.integers(), st.sampled_from(["", "0", "+"]), TYPES,
)  # fmt: skip
TRUE = st.builds(
    lambda text: Literal(text, datatype=NamedNode(f"{XSD}boolean")),
    st.sampled_from(["true", "false", "1", "TRUE"]),
)
TAGGED = st.builds(
    lambda text, tag: Literal(text, language=tag),
    TEXT,
    st.sampled_from(["nb", "en", "id", "type", "nb-no", "none", "x-a"]),
)
LITERALS = TEXT.map(Literal) | TYPED | WHOLE | TRUE | TAGGED
PLACES = st.sampled_from(
    [f"{X}a", f"{X}b", f"{X}", f"{X}a/b", f"{X}æ", f"{X}a#b", "https://x.example", "urn:a:b",
     "x:b", "xsd:b", "link:b", "id:b", "type:b", "text://b", "any:", f"{X}-", f"{X}.", X + "//a",
     *NAMES.terms]
).map(NamedNode)  # fmt: skip
PREDICATES = (
    st.sampled_from([*NAMES.terms, f"{X}new", "urn:p", "x:p", "https://y.example/p/"]).map(
        NamedNode
    )
    | st.just(term("rdf:type"))
    | PLACES
)
QUADS = st.sets(
    st.builds(
        Quad, PLACES, PREDICATES, PLACES | LITERALS, st.one_of(st.just(DefaultGraph()), PLACES)
    ),
    max_size=12,
)


@given(QUADS)
@settings(max_examples=300, deadline=None)
def test_whatever_is_written_is_read_back_by_the_engine(told):
    assert back(jsonld(told, NAMES)) == {str(each) for each in told}


def terms(quad):
    """Return a quad of either engine as text."""
    return tuple(
        "" if each is None or isinstance(each, DefaultGraph)
        else each.value + f"@{each.language}^{'' if each.language else each.datatype.value}"
        if isinstance(each, Literal)
        else f"{each}@{each.language}^{'' if each.language else each.datatype or XSD + 'string'}"
        if isinstance(each, rdflib.Literal)
        else str(each).strip("<>")
        for each in quad
    )  # fmt: skip


@given(QUADS)
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_is_read_back_by_rdflib(told):
    kept, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        found = rdflib.Dataset()
        found.parse(data=jsonld(told, NAMES), format="json-ld")
    finally:
        rdflib.NORMALIZE_LITERALS = kept

    # rdflib calls its default graph None or by a name of its own.
    own = (None, rdflib.URIRef("urn:x-rdflib:default"))
    read = {(*each[:3], None if each[3] in own else each[3]) for each in found.quads()}
    assert {terms(each) for each in read} == {
        terms((each.subject, each.predicate, each.object, each.graph_name)) for each in told
    }


NO_PYLD = "THE JSON-LD IS NOT READ BY A THIRD PROCESSOR: pyld is not installed"
third = pytest.mark.skipif(find_spec("pyld") is None, reason=NO_PYLD)


DOUBLE = NamedNode(f"{XSD}double")


def is_double(quad):
    """Say whether pyld, which knows doubles by their value alone, would write it in its own way."""
    return isinstance(quad.object, Literal) and quad.object.datatype == DOUBLE


def by_pyld(content):
    from pyld import jsonld as third_processor

    said = third_processor.to_rdf(json.loads(content), {"format": "application/n-quads"})
    return Dataset(parse(said, format=RdfFormat.N_QUADS))


@third
@given(QUADS)
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_is_read_back_by_a_third_processor(told):
    kept = {each for each in told if not is_double(each)}

    assert by_pyld(jsonld(kept, NAMES)) == Dataset(kept)


@third
@pytest.mark.slow
def test_the_whole_graph_is_read_back_by_a_third_processor():
    assert by_pyld(jsonld(graph().quads, graph().context)) == Dataset(graph().quads)


@pytest.mark.parametrize("evil", WORDS)
def test_nothing_in_the_data_can_end_its_element(evil):
    block = data_block(json.dumps({"a": evil, "b": "</script><!--<script>"}).encode())
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")

    assert "<" not in inside
    assert json.loads(inside)["a"] == evil
