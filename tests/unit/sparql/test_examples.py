"""The saved questions in RDF, in the form that catalogues of SPARQL examples gather."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, RdfFormat, Triple, parse, serialize

from ho21.dataset.dataset import select
from ho21.project import open_project
from ho21.rdf.namespaces import term
from ho21.site.site import Site
from ho21.sparql.examples import EXAMPLES, example, examples
from ho21.sparql.questions import Question, read_questions
from ho21.sparql.results import body
from support.exported import graph
from support.tiny import BASE

ANSWERS = Path(__file__).parents[2] / "answers"
FORMS = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "nt": RdfFormat.N_TRIPLES}
ASKED = {name: x for name, x in read_questions(open_project()).items() if not x.hidden}
HEAD = "# nb: Hva?\n# en: What?\n# terms: ho:Goal ho:isPartOf\n\nPREFIX ho: <x:>\n\n"


def asked(query="SELECT ?x { ?x a ho:Goal }\n") -> Question:
    title = {"nb": "Hva?", "en": "What?"}
    return Question("hva", HEAD + query, title, ("ho:Goal", "ho:isPartOf"), ())


def said(facts) -> dict:
    found: dict = {}
    for each in facts:
        found.setdefault(each.predicate, []).append(each.object)
    return found


@pytest.fixture(scope="module")
def published():
    """Return what the published file of all questions says, by subject and property."""
    site = Site(graph(), open_project())
    found: dict = {}
    for each in parse(site.content(f"{EXAMPLES}.ttl"), format=RdfFormat.TURTLE):
        found.setdefault(each.subject.value, {}).setdefault(each.predicate, []).append(each.object)
    return found


def test_a_question_says_what_it_asks_in_words_and_in_sparql_and_of_whom():
    facts = example(asked(), BASE)
    found = said(facts)

    assert {each.subject.value for each in facts} == {f"{BASE.iri}query/hva"}
    assert {each.value for each in found[term("rdf:type")]} == {
        term("sh:SPARQLExecutable").value,
        term("sh:SPARQLSelectExecutable").value,
    }
    assert found[term("sh:select")] == [Literal(asked().text)]
    words = [Literal("Hva?", language="nb"), Literal("What?", language="en")]
    assert found[term("rdfs:comment")] == found[term("skos:prefLabel")] == words
    assert found[term("schema:keywords")] == [Literal("ho:Goal"), Literal("ho:isPartOf")]
    assert [each.value for each in found[term("schema:target")]] == [f"{BASE.iri}sparql"]


def test_what_is_written_is_read_back():
    facts = {Triple(*each) for each in example(asked(), BASE)}
    written = serialize(facts, format=RdfFormat.TURTLE)

    assert {quad.triple for quad in parse(written, format=RdfFormat.TURTLE)} == facts


@pytest.mark.parametrize(
    ("query", "kind", "says"),
    [
        ("ASK { }", "sh:SPARQLAskExecutable", "sh:ask"),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "sh:SPARQLConstructExecutable", "sh:construct"),
    ],
)
def test_each_kind_of_question_is_of_its_kind(query, kind, says):
    found = said(example(asked(query), BASE))

    assert term(kind) in found[term("rdf:type")]
    assert term(says) in found


def test_a_question_that_describes_is_only_executable():
    found = said(example(asked("DESCRIBE ho:x"), BASE))

    assert found[term("rdf:type")] == [term("sh:SPARQLExecutable")]


def test_every_question_is_published_with_its_exact_text(published):
    texts = {
        subject.removeprefix(f"{BASE.iri}query/"): [each.value for each in of[term("sh:select")]]
        for subject, of in published.items()
        if term("sh:select") in of
    }

    assert texts == {name: [open_project().text("queries", f"{name}.rq")] for name in ASKED}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_the_file_says_the_same(form):
    made = Site(graph(), open_project()).content(f"{EXAMPLES}.{form}")
    facts = {Triple(*each) for each in examples(ASKED.values(), BASE)}

    assert {quad.triple for quad in parse(made, format=FORMS[form])} == facts


def test_every_prefix_a_question_uses_is_declared(published):
    for of in published.values():
        for each in of.get(term("sh:prefixes"), ()):
            declared = prefixes(published, each.value)
            assert declared == BASE.prefixes()


def prefixes(published, node) -> dict[str, str]:
    found = [published[each.value] for each in published[node][term("sh:declare")]]
    return {each[term("sh:prefix")][0].value: each[term("sh:namespace")][0].value for each in found}


def test_what_is_published_gives_the_answer_on_file(published, store, subtests):
    for name in ASKED:
        with subtests.test(name):
            of = published[f"{BASE.iri}query/{name}"]
            (text,) = (each.value for each in of[term("sh:select")])
            (node,) = (each.value for each in of[term("sh:prefixes")])

            rows = select(store, text, prefixes(published, node))
            answer = body(rows, "csv").decode().replace("\r\n", "\n")

            assert answer == (ANSWERS / f"{name}.csv").read_text(encoding="utf-8")


def test_the_questions_are_published_beside_the_graph_and_not_in_it():
    asked = {each.subject.value for each in graph().quads}

    assert not any(each.startswith(f"{BASE.iri}query/") for each in asked)
    assert not any(EXAMPLES in each for each in graph().graphs)
