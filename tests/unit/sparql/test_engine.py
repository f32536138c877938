"""The one way to ask: a saved question, a query, and all about one thing."""

import pytest

from ho21.dataset.loader import load
from ho21.errors import ProjectError, UsageError
from ho21.project import open_project
from ho21.rdf.namespaces import HO
from ho21.resources import messages
from ho21.sparql.engine import Engine, unknown_terms
from ho21.sparql.questions import question

TITLES = "# nb: Hva?\n# en: What?\n# terms: ho:Theme\nPREFIX x: <urn:x>\n"
SPOKEN = (
    TITLES + "SELECT ?said WHERE {\n"
    '  VALUES ?lang { "nb" }  # lang: nb språket | en the language\n'
    "  BIND(?lang AS ?said)\n}\n"
)
SILENT = TITLES + "SELECT ?said WHERE { BIND(1 AS ?said) }\n"
OWN = (
    TITLES + "SELECT ?ting WHERE {\n"
    "  VALUES ?ting { tema:data }  # ting: nb tingen | en the thing\n}\n"
)


@pytest.fixture
def engine(tiny_project):
    """Return a function that gives the engine of a tiny project with some more questions."""

    def made(**questions):
        root = tiny_project()
        for name, text in questions.items():
            (root / "queries" / f"{name}.rq").write_text(text, encoding="utf-8")
        project = open_project(str(root))
        return Engine(load(project), project)

    return made


def said(found):
    (row,) = found.result
    return row["said"].value


def test_a_question_is_asked_in_a_language_where_it_has_one_and_a_value_goes_first(engine):
    asking = engine(spoken=SPOKEN, silent=SILENT)
    spoken, silent = (question(asking.project, name) for name in ("spoken", "silent"))

    assert said(asking.ask(spoken)) == "nb"
    assert said(asking.ask(spoken, lang="en")) == "en"
    assert said(asking.ask(spoken, {"lang": "nb"}, "en")) == "nb"
    assert said(asking.ask(silent, lang="en")) == "1"
    with pytest.raises(UsageError) as caught:
        asking.ask(silent, {"lang": "en"})
    assert caught.value.key == "parameters-none"


def test_an_answer_has_the_query_as_it_was_put_and_the_dataset_with_its_names(engine):
    asking = engine(spoken=SPOKEN)
    found = asking.ask(question(asking.project, "spoken"), lang="en")

    assert found.text == SPOKEN.replace('{ "nb" }', '{ "en" }')
    assert found.dataset is asking.dataset


def test_the_question_about_a_thing_is_the_project_s_own_or_else_the_one_that_ships(engine):
    own = engine(**{"alt-om-en-ting": OWN})
    (row,) = own.about("tema:data", "nb").result

    assert row["ting"].value.endswith("/id/tema/data")
    assert [each.value for each in Engine(own.dataset).about("tema:data", "nb").result.variables]
    assert [*engine().about("tema:data", "nb").result]


def test_a_thing_is_described_in_triples(engine):
    found = {each.subject.value for each in engine().describe("tema:data").result}

    assert any(each.endswith("/id/tema/data") for each in found)


def test_an_engine_over_what_is_stated_knows_no_reading(engine):
    whole = engine()
    query = "ASK { ?measure ho:contributesTo ?goal }"

    assert bool(whole.query(query).result)
    assert not bool(Engine(whole.dataset.stated).query(query).result)


def test_a_sign_out_of_place_in_a_project_s_own_question_is_told_with_its_file(engine):
    asking = engine(wrong=SILENT.replace("WHERE {", "WHERE\u00a0{"))
    with pytest.raises(ProjectError) as caught:
        asking.ask(question(asking.project, "wrong"))
    (fault,) = caught.value.faults
    assert (fault.key, fault.file, fault.line) == ("query-sign", "queries/wrong.rq", 5)
    assert "U+00A0" in fault.text("nb")


def test_no_question_of_a_project_reaches_the_network(engine):
    asking = engine(far=TITLES + "SELECT ?said WHERE { SERVICE <http://127.0.0.1:9/> {} }\n")
    with pytest.raises(ProjectError) as caught:
        asking.ask(question(asking.project, "far"))
    (fault,) = caught.value.faults
    assert (fault.key, fault.file, fault.line) == ("query-service", "queries/far.rq", 0)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("SELECT * { ?a ho:responsible ?b }", {}),
        (
            "SELECT * { ?a ho:responsble ?b . ?c ho:responsble ?d }",
            {"ho:responsble": "ho:responsible"},
        ),
        (
            f"PREFIX x: <{HO}> SELECT * {{ ?a a x:Measur ; <{HO}partof> ?b }}",
            {"ho:Measur": "ho:Measure", "ho:partof": "ho:isPartOf"},
        ),
        (
            "SELECT * { ?a ho:theme ?b ; ho:responsibleActor ?c ; ho:nevner ?d }",
            {
                "ho:theme": "ho:isPartOf",
                "ho:responsibleActor": "ho:responsible",
                "ho:nevner": "ho:mentions",
            },
        ),
        ("SELECT * { ?a ho:zyxwvutsrq ?b }", {"ho:zyxwvutsrq": ""}),
        ("PREFIX ho: <urn:x> SELECT * { ?a ho:responsble ?b }", {}),
        ("SELECT * { ?a rdfs:label 'ho:responsble' } # ho:responsble", {}),
    ],
)
def test_a_name_that_the_vocabulary_has_not_is_seen_in_a_query(engine, text, unknown):
    assert unknown_terms(text, engine().dataset) == unknown


def test_every_known_synonym_stands_for_a_term_and_is_none_itself(engine):
    vocabulary = engine().dataset.vocabulary
    terms = {each.value.removeprefix(HO) for each in vocabulary.terms}
    known = messages("sparql/synonyms.toml")["terms"]
    assert [*known] == sorted(known)
    assert {word: term for word, term in known.items() if term not in terms} == {}
    assert known.keys() & terms == set()
    assert [word for word in known if word != word.casefold()] == []
