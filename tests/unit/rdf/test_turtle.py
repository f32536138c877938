"""Where in a Turtle file each thing and each literal stands, so that a fault can name its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from ho21.errors import fault
from ho21.rdf.namespaces import Fact, term
from ho21.rdf.turtle import Turtle, read_turtle
from ho21.text import unfit
from support.tiny import PREFIXES

AKTOR = "https://w3id.org/ho21/id/aktor/"


def read(body: str) -> Turtle:
    turtle = read_turtle(f"{PREFIXES}\n{body}", "graph/a.ttl")
    assert isinstance(turtle, Turtle)
    return turtle


def faults(body: str) -> list[tuple[str, int]]:
    found = read_turtle(f"{PREFIXES}\n{body}", "graph/a.ttl")
    assert isinstance(found, list)
    assert {each.file for each in found} == {"graph/a.ttl"}
    return [(each.key, each.line) for each in found]


def test_the_facts_of_a_file_are_read_in_their_order():
    council = NamedNode(f"{AKTOR}radet")
    assert read('aktor:radet a ho:Council ; skos:altLabel "rådet"@nb .').triples == (
        Fact(council, term("rdf:type"), term("ho:Council")),
        Fact(council, term("skos:altLabel"), Literal("rådet", language="nb")),
    )


def read_line(turtle: Turtle, slug: str, predicate: str, words: str) -> int:
    return turtle.line(AKTOR + slug, term(predicate).value, words)


def test_a_thing_and_a_literal_are_found_on_the_lines_where_they_stand():
    turtle = read("""# Råd
aktor:radet a ho:Council ;
    skos:prefLabel "Helserådet"@nb ,
        "Health Council"@en .

aktor:kommunene a ho:StakeholderGroup .
""")
    assert turtle.line(f"{AKTOR}radet") == 3
    assert read_line(turtle, "radet", "skos:prefLabel", "Helserådet") == 4
    assert read_line(turtle, "radet", "skos:prefLabel", "Health Council") == 5
    assert turtle.line(f"{AKTOR}kommunene") == 7


def test_a_literal_that_is_not_there_is_placed_at_its_thing_and_an_unknown_thing_at_0():
    turtle = read('\naktor:radet skos:altLabel "rådet"@nb .')
    assert read_line(turtle, "radet", "skos:altLabel", "forumet") == 3
    assert turtle.line(f"{AKTOR}forumet") == 0


def test_a_property_a_name_and_a_number_are_found_on_the_lines_where_they_stand():
    turtle = read("""aktor:radet
    a ho:Council ;
    ho:value 12 , 13.5 ,
        14 ;
    ho:when "2030"^^xsd:gYear ,
        "2031"^^<http://www.w3.org/2001/XMLSchema#gYear> ;
    ho:leads aktor:a ,
        <https://w3id.org/ho21/id/aktor/b> .
""")
    lines = [turtle.line_of(fact) for fact in turtle.triples]
    assert lines == [3, 4, 4, 5, 6, 7, 8, 9]
    assert read_line(turtle, "radet", "ho:leads", f"{AKTOR}c") == 8
    assert turtle.written(f"{AKTOR}radet", term("ho:supports").value) == 0


def test_the_same_words_of_two_things_or_two_properties_are_told_apart():
    turtle = read("""aktor:radet skos:prefLabel "ja"@nb ;
    ho:quote "nei"@nb ,
        "ja"@nb .
aktor:forumet ho:quote "ja"@nb .
""")
    assert read_line(turtle, "radet", "skos:prefLabel", "ja") == 2
    assert read_line(turtle, "radet", "ho:quote", "ja") == 4
    assert read_line(turtle, "forumet", "ho:quote", "ja") == 5


def test_dots_semicolons_and_hashes_inside_names_and_words_end_nothing():
    turtle = read("""doc:kilde-en.txt skos:prefLabel "Slutt. # ikke ; [en] (kommentar)"@nb . # [ ]
<https://w3id.org/ho21/doc/a.txt#char=1,2> rdf:value 1.5 .
aktor:radet rdf:value 1.
""")
    assert tuple(turtle.scan.blocks) == (
        ("https://w3id.org/ho21/doc/kilde-en.txt", 2),
        ("https://w3id.org/ho21/doc/a.txt#char=1,2", 3),
        (f"{AKTOR}radet", 4),
    )


def test_words_in_long_quotation_marks_may_run_over_lines_and_hold_marks():
    turtle = read(
        'aktor:radet ho:quote """Han sa "ja".\n\nHun sa nei."""@nb .\naktor:b rdf:value 1 .'
    )
    assert read_line(turtle, "radet", "ho:quote", 'Han sa "ja". Hun sa nei.') == 2
    assert turtle.line(f"{AKTOR}b") == 5


def test_escapes_are_read_as_the_letters_they_stand_for():
    turtle = read(r"""aktor:radet
    ho:quote "r\u00E5det\tog \"vi\"\\nei"@nb .
aktor:a\,b rdf:value 1 .
<https://w3id.org/ho21/id/aktor/r\u00e5det> rdf:value 1 .
""")
    assert read_line(turtle, "radet", "ho:quote", 'rådet og "vi"\\nei') == 3
    assert tuple(turtle.scan.blocks[1:]) == ((f"{AKTOR}a,b", 4), (f"{AKTOR}rådet", 5))


def test_prefixes_in_the_form_of_sparql_are_read_too():
    turtle = read("PREFIX x: <https://example.org/>\nx:a rdf:value 1 .")
    assert turtle.scan.prefixes["x"] == "https://example.org/"
    assert tuple(turtle.scan.blocks) == (("https://example.org/a", 3),)


@pytest.mark.parametrize(
    ("text", "line", "after"),
    [
        ("a:x a:p a:b\n    a:q a:c .\n", 2, "a:b"),
        ('a:x a:p "b; c"@nb  # her\n\n# note\na:y a:q a:c .\n', 2, '"b; c"@nb'),
        ("a:x a:p a:b ,\n        a:c\n  a:q a:c .\n", 3, "a:c"),
    ],
)
def test_a_missing_mark_is_told_where_it_is_missing(text, line, after):
    read = read_turtle(f"@prefix a: <urn:a:> .\n{text}", "graph/a.ttl")
    assert read == [fault("mark-missing", "graph/a.ttl", line, after=after)]


@pytest.mark.parametrize(
    ("text", "key", "line", "what"),
    [
        ("a:x a:p 1 .\nb:x a:p 1 .", "prefix-undeclared", 3, "b:"),
        ('a:x a:p "b\n  c" .', "text-not-ended", 2, ""),
        ("a:x a:p a:b\n", "file-ends-early", 3, ""),
        ('a:x\n a:p """b .\n\n', "file-ends-early", 3, ""),
        ("a:x a:p\n <urn:a b> .", "address-sign", 3, "U+0020"),
        ("a:x a:p\n <b> .", "address-relative", 3, ""),
        ("a:x a:p a:b ;\n  a:q .", "out-of-place", 3, "."),
        ("a:x a:p 1,,2 .", "out-of-place", 2, ","),
        ("a:x 'p' 1 .", "out-of-place", 2, "'p'"),
        ("a:x a:p 1 . .", "out-of-place", 2, "."),
        ('a:x a:p “Tekst"@nb .', "sign-out-of-place", 2, "U+201C (“)"),
        ("a:x a:p «Tekst» .", "sign-out-of-place", 2, "U+00AB («)"),
        ("a:x a:p \u200ba:y .", "sign-out-of-place", 2, "U+200B"),
        (r'a:x a:p "Te\uD800kst" .', "escape-of-none", 2, r"\uD800"),
        (r'a:x a:p "\U00110000" .', "escape-of-none", 2, r"\U00110000"),
        (r'a:x a:p "C:\qk" .', "escape-unknown", 2, r"\q"),
        ("a:x a:p a:%zz .", "escape-half", 2, "%zz"),
        ("a:x a:p <https://a.no/%zz> .", "escape-half", 2, "%zz"),
    ],
)
def test_what_the_parser_says_is_told_in_our_own_words(text, key, line, what):
    read = read_turtle(f"@prefix a: <urn:a:> .\n{text}", "graph/a.ttl")
    assert read == [fault(key, "graph/a.ttl", line, what=what)]


def test_malformed_turtle_is_refused_with_its_line_and_reason():
    found = read_turtle(
        "@prefix ho: <https://w3id.org/ho21/def#> .\n\nho:a a b:c .\n", "graph/a.ttl"
    )
    assert found == [fault("prefix-undeclared", "graph/a.ttl", 3, what="b:")]


@pytest.mark.parametrize(
    "body",
    [
        "aktor:a ho:about [ rdf:value 1 ] .",
        "aktor:a ho:about [] .",
        "aktor:a ho:about ( 1 2 ) .",
        "aktor:a ho:about _:b .",
        "_:b ho:about aktor:a .",
        "aktor:a ho:about << aktor:a rdf:value 1 >> .",
        "aktor:a ho:about <<( aktor:a rdf:value 1 )>> .",
        "aktor:a rdf:value 1 {| ho:about aktor:b |} .",
    ],
)
def test_a_node_without_a_name_is_refused_with_its_line(body):
    assert faults(f"# én linje til\n{body}") == [("blank-node", 3)]


def test_brackets_in_words_are_no_nodes():
    assert read('aktor:a ho:quote "[…] (se _:b)"@nb .').line(f"{AKTOR}a") == 2


def test_a_thing_described_in_two_blocks_is_refused_with_both_lines():
    body = "aktor:a rdf:value 1 .\naktor:b rdf:value 1 .\naktor:a rdf:value 2 ."
    assert faults(body) == [("duplicate-block", 4)]
    (found,) = read_turtle(f"{PREFIXES}\n{body}", "graph/a.ttl")
    assert found.message("en").startswith(f"{AKTOR}a is already described on line 2")


@pytest.mark.parametrize(
    ("between", "line"), [(" ", 2), ("\n", 3), ("\n  ", 3), (" # slutt.\n ", 3)]
)
@pytest.mark.parametrize("head", ["\n".join(PREFIXES.split(" . ")), PREFIXES])
def test_two_blocks_of_a_thing_are_refused_however_they_are_laid_out(head, between, line):
    head = head.replace(">\n", "> .\n")
    body = f"aktor:a rdf:value 1 .{between}aktor:a rdf:value 2 ."
    expected = head.count("\n") + line
    (found,) = read_turtle(f"{head}\n{body}", "graph/a.ttl")
    assert (found.key, found.line) == ("duplicate-block", expected)


def test_where_they_are_let_through_nodes_without_names_get_one_in_the_files_order():
    body = "aktor:a ho:about [ rdf:value 1 ] , _:b ."
    turtle = read_turtle(f"{PREFIXES}\n{body}", "graph/a.ttl", unnamed=1)
    assert [fact.object for fact in turtle.triples if fact.predicate == term("ho:about")] == [
        NamedNode("urn:unnamed:1"),
        NamedNode("urn:unnamed:2"),
    ]


def test_a_thing_written_in_full_and_with_a_prefix_is_the_same_thing():
    assert faults(f"aktor:a rdf:value 1 .\n<{AKTOR}a> rdf:value 2 .") == [("duplicate-block", 3)]


@settings(derandomize=True, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[a-z0-9](-?[a-z0-9.]{0,3}[a-z0-9])?", fullmatch=True),
            st.text(st.characters(codec="utf-8"), max_size=20).filter(lambda text: unfit(text) < 0),
            st.sampled_from(["", "\n", "# en kommentar. [a\n\n", "    "]),
        ),
        max_size=6,
        unique_by=lambda block: block[0],
    )
)
def test_every_thing_and_every_literal_is_found_where_it_was_written(blocks):
    text, expected = PREFIXES + "\n", []
    for slug, words, between in blocks:
        text += between
        line = text.count("\n") + 1
        expected.append((f"{AKTOR}{slug}", words, line))
        text += f"aktor:{slug} rdf:value 1 ;\n    ho:quote {Literal(words)} .\n"
    turtle = read_turtle(text, "graph/a.ttl")
    assert isinstance(turtle, Turtle)
    assert tuple(turtle.scan.blocks) == tuple((iri, line) for iri, _, line in expected)
    assert [turtle.line(iri, term("ho:quote").value, words) for iri, words, _ in expected] == [
        line + 1 for _, _, line in expected
    ]


@pytest.mark.parametrize(
    ("written", "sign"),
    [
        (r"\u001b[31mRØD", "U+001B"),
        (r"\u0000", "U+0000"),
        (r"a\u0085b", "U+0085"),
        (r"\uFFFE", "U+FFFE"),
        (r"\U0000FFFF", "U+FFFF"),
        (r"\b", "U+0008"),
        (r"\f", "U+000C"),
        (r"\u202Esnudd", "U+202E"),
        (r"snudd\u2069", "U+2069"),
        ("\u202esnudd", "U+202E"),
    ],
)
def test_a_sign_that_no_text_may_have_is_refused_however_it_is_written(written, sign):
    body = f'aktor:radet a ho:Council ;\n    skos:prefLabel "Rådet"@nb ,\n        "{written}"@en .'
    found = read_turtle(f"{PREFIXES}\n{body}", "graph/a.ttl")
    assert [(each.key, each.line, dict(each.fields)["sign"]) for each in found] == [
        ("escaped-sign", 4, sign)
    ]


def test_a_sign_in_an_address_is_refused_as_in_a_text():
    assert faults(r"aktor:radet ho:leads <http://ex.org/a\u202Eb> .") == [("escaped-sign", 2)]


@pytest.mark.parametrize("written", [r"\uD800", r"a\uDFFFb", r"\uD83D\uDE00"])
def test_half_a_character_is_refused_with_its_line(written):
    assert faults(f'aktor:radet a ho:Council ;\n skos:prefLabel "{written}"@en .') == [
        ("escape-of-none", 3)
    ]


def test_escapes_for_signs_that_a_text_may_have_are_read():
    turtle = read(r'aktor:radet skos:altLabel "R\u00E5det\t\n\r\U0001F600 \u2067x\u2069"@nb .')
    assert turtle.triples[0].object.value == "Rådet\t\n\r\U0001f600 \u2067x\u2069"
