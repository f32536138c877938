"""An answer as people and programs read it: a table, or one of the standard forms."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)
from rdflib.query import Result

from ho21.errors import UsageError
from ho21.project import open_project
from ho21.rdf.namespaces import Fact, term
from ho21.sparql.answers import GRAPHS, TABLES, column, render_answer
from ho21.sparql.engine import Answer, Engine
from ho21.sparql.evaluation import evaluate
from ho21.sparql.questions import read_questions
from ho21.text import alphabetical, perhaps, visible
from support.exported import graph
from support.sheets import read, rows
from support.tiny import BASE

if TYPE_CHECKING:
    from ho21.dataset.dataset import Dataset

GRAPH = "https://x/g"
HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://127.0.0.1:9/","x")',
    "{=SUM(A1)}",
    "+1",
    "-1",
    "@SUM(1)",
    "http://127.0.0.1:9/",
    "mailto:a@b",
    "internal:A1",
    "007",
    "1e5",
    "true",
    "",
    " luft ",
    'sa "hei", og\ngikk',
    "æøåÆØÅ 🙂",
    "a\tb",
]


def dataset() -> Dataset:
    return graph()


def store_of(*texts: str, lang: str | None = "nb") -> Store:
    """Return a store of things that are labelled with the texts, in their order."""
    store = Store()
    for number, text in enumerate(texts):
        thing = BASE.thing(f"tema/t{number:03}")
        store.add(Quad(thing, term("skos:prefLabel"), Literal(text, language=lang)))
        store.add(Quad(thing, term("ho:position"), Literal(number)))
    return store


LABELS = """SELECT ?theme ?themeLabel WHERE { ?theme skos:prefLabel ?themeLabel ; ho:position ?n }
ORDER BY ?n"""


def asked(query: str, store: Store):
    """Return the answer of a store that is not the dataset's own."""
    return evaluate(query, store, BASE.prefixes(), dataset().graphs, base=BASE.iri)


def rendered(store: Store, query: str, form: str | None = None, lang: str = "nb"):
    result = asked(query, store)
    facts = tuple(Fact(*quad.triple) for quad in store)
    held = replace(dataset(), facts={GRAPH: facts})
    return render_answer(Answer(query, result, held), form, lang)


def table(store: Store, query: str, lang: str = "nb") -> list[list[str]]:
    """Return the cells of an answer as Markdown has them, heads first."""
    text = rendered(store, query, "md", lang)
    lines = [line[2:-2].split(" | ") for line in text.splitlines()]
    return [lines[0], *lines[2:]]


def cells(book: bytes) -> list[list[str]]:
    """Return the rows of a workbook's only sheet, which holds nothing but text."""
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        strings, sheet = (
            packed.read(f"xl/{part}.xml").decode()
            for part in ("sharedStrings", "worksheets/sheet1")
        )
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert set(re.findall(r'<c [^>]*?t="(.*?)"', sheet)) == {"s"}
    texts = re.findall(r"<si><t[^>]*>(.*?)</t></si>", strings, re.DOTALL)
    rows = re.findall(r"<row [^>]*>(.*?)</row>", sheet)
    found = [re.findall(r"<c [^>]*?(?:/>|><v>(\d+)</v></c>)", row) for row in rows]
    return [[unescape(texts[int(at)]) if at else "" for at in row] for row in found]


def test_without_a_form_rows_are_a_table_and_triples_are_turtle():
    store = store_of("Data")
    assert rendered(store, LABELS) == rendered(store, LABELS, "table")
    described = "DESCRIBE tema:t000"
    assert rendered(store, described) == rendered(store, described, "ttl")


@pytest.mark.parametrize("form", [*GRAPHS, "pdf", "rdf"])
@pytest.mark.parametrize("query", [LABELS, "ASK {}"])
def test_rows_are_never_in_a_form_for_triples(form, query):
    with pytest.raises(UsageError) as caught:
        rendered(store_of("Data"), query, form)
    assert caught.value.key == "unknown-format"
    assert caught.value.fields == {"format": perhaps(form, TABLES), "known": ", ".join(TABLES)}


@pytest.mark.parametrize("form", [*TABLES, "pdf"])
@pytest.mark.parametrize("query", ["DESCRIBE tema:t000", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_triples_are_never_in_a_form_for_rows(form, query):
    with pytest.raises(UsageError) as caught:
        rendered(store_of("Data"), query, form)
    assert caught.value.fields == {"format": perhaps(form, GRAPHS), "known": ", ".join(GRAPHS)}


EVERY_KIND = f"""SELECT ?iri ?plain ?tagged ?number ?date ?none WHERE {{
  VALUES (?iri ?plain ?tagged ?number ?date ?none) {{
    (tema:t "a, \\"b\\"\\nc" "åpen"@nb 1.50 "2026-11"^^xsd:gYearMonth UNDEF)
    (<{BASE.iri}doc/x.txt#char=1,2> "=1" "open"@en 7 "2026-11-22"^^xsd:date true)
  }}
}}"""


@pytest.mark.parametrize("form", ["tsv", "json"])
def test_the_standard_forms_are_read_back_by_pyoxigraph(form):
    form_of = {"tsv": QueryResultsFormat.TSV, "json": QueryResultsFormat.JSON}[form]
    read = parse_query_results(rendered(Store(), EVERY_KIND, form), format=form_of)
    expected = asked(EVERY_KIND, Store())
    assert isinstance(read, QuerySolutions)
    assert isinstance(expected, QuerySolutions)
    assert read.variables == expected.variables
    assert [tuple(row) for row in read] == [tuple(row) for row in expected]


def test_csv_has_every_value_in_its_column_also_an_iri_with_a_comma():
    assert list(csv.reader(io.StringIO(rendered(Store(), EVERY_KIND, "csv"), newline=""))) == [
        ["iri", "plain", "tagged", "number", "date", "none"],
        [f"{BASE.iri}id/tema/t", 'a, "b"\nc', "åpen", "1.5", "2026-11", ""],
        [f"{BASE.iri}doc/x.txt#char=1,2", "=1", "open", "7", "2026-11-22", "true"],
    ]


@pytest.mark.parametrize("form", ["csv", "tsv", "json"])
def test_the_standard_forms_are_read_back_by_rdflib(form):
    read = Result.parse(io.BytesIO(rendered(Store(), EVERY_KIND, form).encode()), format=form)
    expected = rdflib.Graph().query(
        EVERY_KIND, initNs={"tema": f"{BASE.iri}id/tema/", "xsd": str(rdflib.XSD)}
    )
    assert [str(each) for each in read.vars] == [str(each) for each in expected.vars]
    found = [[str(cell) if cell is not None else "" for cell in row] for row in read]
    wanted = [[str(cell) if cell is not None else "" for cell in row] for row in expected]
    assert [row[:3] + row[4:] for row in found] == [row[:3] + row[4:] for row in wanted]
    assert [float(row[3]) for row in found] == [1.5, 7.0]


def test_csv_is_as_the_standard_has_it():
    assert rendered(store_of('a "b"'), LABELS, "csv") == (
        f'theme,themeLabel\r\n{BASE.iri}id/tema/t000,"a ""b"""\r\n'
    )


@pytest.mark.parametrize(
    ("form", "yes", "no"),
    [
        ("csv", "true\n", "false\n"),
        ("tsv", "true\n", "false\n"),
        ("md", "| Svar |\n| --- |\n| ja |\n", "| Svar |\n| --- |\n| nei |\n"),
    ],
)
def test_a_question_of_yes_or_no_is_answered_so(form, yes, no):
    assert rendered(Store(), "ASK {}", form) == yes
    assert rendered(Store(), "ASK { ?s ?p ?o }", form) == no


def test_yes_and_no_are_said_in_the_language_and_in_json_as_the_standard_has_it():
    assert rendered(Store(), "ASK {}", "md", "en") == "| Answer |\n| --- |\n| yes |\n"
    assert rendered(Store(), "ASK {}").split() == ["Svar", "────", "ja"]
    assert json.loads(rendered(Store(), "ASK {}", "json")) == {"head": {}, "boolean": True}
    assert cells(rendered(Store(), "ASK {}", "xlsx", "en")) == [["Answer"], ["yes"]]


@pytest.mark.parametrize("form", GRAPHS)
def test_triples_are_read_back_by_both_engines(form):
    store = store_of("Data", 'sa "hei"\n')
    kinds = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}
    text = rendered(store, "CONSTRUCT WHERE { ?s ?p ?o }", form)
    expected = {str(quad.triple) for quad in store}
    assert {str(quad.triple) for quad in parse(text, format=kinds[form])} == expected
    names = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld"}
    assert len(rdflib.Graph().parse(data=text, format=names[form])) == len(expected)


def test_triples_in_json_ld_go_by_our_names():
    said = json.loads(rendered(store_of("A"), "CONSTRUCT WHERE { ?s ho:position ?o }", "jsonld"))

    assert said["@graph"] == [{"id": "tema:t000", "position": 0}]


def test_triples_come_once_and_in_order():
    query = "CONSTRUCT { ?s a ho:Theme } WHERE { ?s ?p ?o }"
    assert rendered(store_of("A", "B"), query, "nt").splitlines() == [
        f"<{BASE.iri}id/tema/t{number}> <{term('rdf:type').value}> <{term('ho:Theme').value}> ."
        for number in ("000", "001")
    ]


def test_a_table_has_labels_for_iris_and_headings_in_the_language():
    store = store_of("Deling av data")
    assert table(store, LABELS) == [["Tema"], ["Deling av data"]]
    assert table(store, LABELS, "en") == [["Theme"], ["Deling av data"]]
    assert table(store, "SELECT ?theme WHERE { ?theme ho:position 0 }") == [
        ["Tema"],
        ["Deling av data"],
    ]


def test_what_has_no_label_is_a_prefixed_name_and_what_has_no_prefix_an_iri():
    query = "SELECT ?a ?b WHERE { VALUES (?a ?b) { (tema:uten <http://x/y>) } }"
    assert table(Store(), query) == [["a", "b"], ["tema:uten", "\\<http://x/y\\>"]]


def test_every_heading_is_there_in_both_languages_and_others_are_the_name_itself():
    assert (column("theme", "nb"), column("theme", "en")) == ("Tema", "Theme")
    assert column("antall", "nb") == "antall"


def test_the_norwegian_alphabet_ends_in_ae_oe_aa():
    words = ["Åre", "Øre", "Ære", "zebra", "Aare", "ansatte", "Z", "épée", "eple", "A\u030are"]
    assert sorted(words, key=lambda each: alphabetical(each, "nb")) == [
        *("ansatte", "épée", "eple", "Z", "zebra", "Ære", "Øre"),
        *("Åre", "Aare", "A\u030are"),
    ]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("?themeLabel", ["arbeid", "Zoologi", "Ærlighet", "Ørsta", "Åre"]),
        ("ASC(?themeLabel)", ["arbeid", "Zoologi", "Ærlighet", "Ørsta", "Åre"]),
        ("STR(?themeLabel) STR(?theme)", ["arbeid", "Zoologi", "Ærlighet", "Ørsta", "Åre"]),
        ("DESC(?themeLabel)", ["Åre", "Ørsta", "Ærlighet", "Zoologi", "arbeid"]),
        ("DESC(STR(?themeLabel))", ["Åre", "Ørsta", "Ærlighet", "Zoologi", "arbeid"]),
        ("?position STR(?themeLabel)", ["Zoologi", "Ørsta", "Ærlighet", "Åre", "arbeid"]),
        ("LCASE(?themeLabel)", ["arbeid", "Zoologi", "Åre", "Ærlighet", "Ørsta"]),
        (
            "?themeLabel # og ikke noe mer\nLIMIT 9",
            ["arbeid", "Zoologi", "Ærlighet", "Ørsta", "Åre"],
        ),
    ],
)
def test_a_table_that_is_ordered_by_labels_is_in_norwegian_alphabetical_order(order, expected):
    store = store_of("Zoologi", "Ørsta", "Ærlighet", "Åre", "arbeid")
    query = (
        "SELECT ?position ?theme ?themeLabel WHERE { ?theme skos:prefLabel ?themeLabel ; "
        f"ho:position ?position }} ORDER BY {order}"
    )
    assert [row[1] for row in table(store, query)[1:]] == expected


def test_a_key_before_the_label_keeps_its_order_with_numbers_as_numbers():
    store = store_of("Å", "B")
    query = (
        "SELECT ?n ?theme ?themeLabel WHERE { VALUES ?n { 10 9 UNDEF } "
        "?theme skos:prefLabel ?themeLabel } ORDER BY ?n ?themeLabel"
    )
    assert table(store, query)[1:] == [
        *(["", "B"], ["", "Å"]),
        *(["9", "B"], ["9", "Å"]),
        *(["10", "B"], ["10", "Å"]),
    ]


def test_the_forms_for_programs_keep_the_order_of_the_query():
    store = store_of("Å", "Ø", "Æ")
    query = "SELECT ?l WHERE { ?theme skos:prefLabel ?l } ORDER BY STR(?l)"
    assert rendered(store, query, "csv").split() == ["l", "Å", "Æ", "Ø"]


def test_what_the_table_for_people_looks_like(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    query = """SELECT ?position ?theme ?themeLabel ?quote ?confidence WHERE {
      ?theme skos:prefLabel ?themeLabel ; ho:position ?position
      BIND(IF(?position < 2, "Vi må dele data med alle", ?none) AS ?quote)
      OPTIONAL { ?theme ho:confidence ?confidence }
    } ORDER BY ?position"""
    drawn = rendered(store_of("Deling av data", "Mer deling", "Mest"), query)
    heads, rule, *rows = [re.split(r" {2,}", line) for line in drawn.splitlines()]
    assert heads == ["Nr.", "Tema", "Ordene i kilden"]
    assert set(*rule) == {"─"}
    assert rows == [
        ["0", "Deling av data", "Vi må dele data med alle"],
        ["1", "Mer deling", "″"],
        ["2", "Mest", "–"],
    ]


@pytest.mark.parametrize("form", ["table", "md", "csv", "tsv", "json", "xlsx"])
@pytest.mark.parametrize("query", ["SELECT ?x { ?x ho:position ?n }", "SELECT * {}"])
def test_an_answer_without_rows_or_columns_is_an_answer(form, query):
    assert rendered(Store(), query, form)


@pytest.mark.parametrize("form", ["table", "md"])
def test_a_terminal_is_sent_no_control_or_direction_characters(form):
    text = rendered(store_of("a\x1b[31m\x07\u202eb\u2066"), LABELS, form)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "\\u001b[31m" in re.sub(r"\\([\\\[])", r"\1", text)


def test_what_is_shown_of_a_character_that_is_not_sent_is_its_number():
    assert visible("a\x1b\ud800\u202e\n") == "a\\u001b\\ud800\\u202e\n"


def test_a_table_in_markdown_keeps_its_columns_whatever_the_cells_hold():
    text = rendered(store_of("a|b", "c\\", "d\ne", "<script>", "`|`", "[x](y) *z*"), LABELS, "md")
    assert text.splitlines()[2:] == [
        "| a\\|b |",
        "| c\\\\ |",
        "| d e |",
        "| \\<script\\> |",
        "| \\`\\|\\` |",
        "| \\[x\\](y) \\*z\\* |",
    ]


def test_a_workbook_holds_every_cell_as_the_text_it_is():
    book = rendered(store_of(*HOSTILE), LABELS, "xlsx")
    assert [row[0] if row else "" for row in cells(book)] == ["Tema", *HOSTILE]


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from("=+-@{\t'"),
    st.text(st.characters(codec="utf-8", min_codepoint=32), max_size=20),
)
def test_no_text_becomes_a_formula_a_number_or_a_link(first, rest):
    store = store_of(first + rest)
    ((head,), (cell,)) = cells(rendered(store, LABELS, "xlsx"))
    assert head == "Tema"
    assert cell == first + rest or re.search(r"_x[0-9A-Fa-f]{4}_|[\x7f-\x9f\ufffe\uffff]", rest)


def test_a_number_of_the_graph_is_a_number_in_a_workbook_and_a_part_of_a_date_is_text():
    query = """SELECT ?a ?b ?c ?d ?e ?f {
      VALUES (?a ?b ?c ?d ?e ?f) {
        (7 0.7 "2015-03"^^xsd:gYearMonth "007"^^xsd:integer 12345678901234567890 "7")
      }
    }"""
    book = read(rendered(Store(), query, "xlsx"))

    assert rows(book["Svar"]) == [(7, 0.7, "2015-03", 7, "12345678901234567890", "7")]


@pytest.mark.slow
def test_a_workbook_of_a_question_has_a_row_for_each_of_its_answers(subtests):
    engine = Engine(dataset())
    for name, asked in read_questions(open_project()).items():
        with subtests.test(name):
            found, count = engine.ask(asked), len(list(engine.ask(asked).result))
            book = read(render_answer(found, "xlsx", "nb"))

            assert len(rows(book["Svar"])) == count
            assert book["Svar"].freeze_panes == "A2"


def test_a_workbook_is_dated_by_the_project_and_not_by_the_clock():
    book = rendered(store_of("A"), LABELS, "xlsx")
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        core = packed.read("docProps/core.xml").decode()
        assert {each.date_time for each in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    dates = set(re.findall(r"\d{4}-\d\d-\d\d", core))
    assert dates == {dataset().issued}


def test_a_cell_that_excel_cannot_hold_is_told_and_not_cut():
    assert cells(rendered(store_of("x" * 32_767), LABELS, "xlsx"))[1] == ["x" * 32_767]
    with pytest.raises(UsageError) as caught:
        rendered(store_of("x" * 32_768), LABELS, "xlsx")
    assert caught.value.key == "cell-too-long"
    assert caught.value.fields["column"] == "Tema"
    assert caught.value.fields["row"] == 2


def test_rows_that_excel_cannot_hold_are_told_and_not_cut(monkeypatch):
    monkeypatch.setattr("ho21.tables.xlsx.MOST_ROWS", 3)
    assert len(cells(rendered(store_of("A", "B"), LABELS, "xlsx"))) == 3
    with pytest.raises(UsageError) as caught:
        rendered(store_of("A", "B", "C"), LABELS, "xlsx")
    assert caught.value.key == "answer-too-long"


def test_an_iri_is_labelled_in_the_language_else_in_any():
    store = store_of("Data")
    theme = BASE.thing("tema/t000")
    store.add(Quad(theme, term("skos:prefLabel"), Literal("Data in English", language="en")))
    query = "SELECT ?x WHERE { VALUES ?x { tema:t000 } }"
    assert table(store, query, "nb")[1] == ["Data"]
    assert table(store, query, "en")[1] == ["Data in English"]
    store.remove(Quad(theme, term("skos:prefLabel"), Literal("Data in English", language="en")))
    assert table(store, query, "en")[1] == ["Data"]
    assert isinstance(theme, NamedNode)


TRUTHS = """SELECT ?x ?y WHERE { VALUES (?x ?y) {
(true false) ("1"^^xsd:boolean "true") (false UNDEF) } }"""


@pytest.mark.parametrize(("lang", "yes", "no"), [("nb", "ja", "nei"), ("en", "yes", "no")])
def test_people_read_a_yes_or_a_no_and_programs_what_sparql_writes(lang, yes, no):
    told = [[yes, no], [yes, "true"], [no, ""]]

    assert table(Store(), TRUTHS, lang)[1:] == told
    assert cells(rendered(Store(), TRUTHS, "xlsx", lang))[1:] == told
    assert rendered(Store(), TRUTHS, "table", lang).split()[-6:] == [yes, no, yes, "true", no, "–"]
    assert rendered(Store(), TRUTHS, "csv", lang) == "x,y\r\ntrue,false\r\ntrue,true\r\nfalse,\r\n"


LINKS = """SELECT ?direction ?relation ?relationLabel WHERE {
VALUES (?direction ?relation ?relationLabel) {%s} }"""


def test_a_row_has_the_phrase_that_leads_from_its_own_thing_to_the_other():
    query = (
        LINKS
        % """("→" ho:performer "utfører") ("←" ho:performer "utfører")
        ("↛" ho:leads "leder") ("↚" ho:leads "leder") ("∅" ho:leads "leder")
        ("«»" ho:quote "sitat") ("«»" ho:performer "utfører")"""
    )

    told = [
        ["→", "utføres av"],
        ["→", "utfører"],
        ["↛", "leder"],
        ["↛", "ledes av"],
        ["∅", "leder"],
        ["«»", "sitat"],
        ["«»", "utfører"],
    ]
    assert table(Store(), query)[1:] == told
    assert cells(rendered(Store(), query, "xlsx"))[1:] == told
    assert "←,https://w3id.org/ho21/def#performer,utfører" in rendered(Store(), query, "csv")


def test_a_direction_that_every_phrase_tells_has_no_column():
    query = LINKS % """("←" ho:leads "leads") ("→" ho:leads "leads")"""

    assert table(Store(), query, "en") == [["Relation"], ["is led by"], ["leads"]]
    assert table(Store(), LINKS % "")[0] == ["Retning", "Sammenheng"]
