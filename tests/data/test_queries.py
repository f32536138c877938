"""The questions in queries/: worded in two languages, answered alike by two engines, on file."""

import csv
import io
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import QuerySolutions

from ho21.dataset.dataset import Dataset, select
from ho21.dataset.source import Source
from ho21.model.read import knowledge_graph
from ho21.project import open_project
from ho21.rdf.namespaces import local, term
from ho21.sparql.answers import render_answer
from ho21.sparql.engine import Engine
from ho21.sparql.questions import read_questions
from support.exported import graph
from support.tiny import ROOT
from support.worded import in_language

ANSWERS = Path(__file__).parents[1] / "answers"
UPDATE = os.environ.get("HO21_UPDATE_ANSWERS") == "1"
QUESTIONS = read_questions(open_project())


@cache
def oracle(*, stated_only: bool = False) -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    quads = graph().stated.quads if stated_only else graph().quads
    dataset.parse(data="".join(f"{quad} .\n" for quad in quads), format="nquads")
    return dataset


@cache
def answered(name: str) -> str:
    answer = render_answer(Engine(graph()).ask(QUESTIONS[name], lang="nb"), "csv", "nb")
    assert isinstance(answer, str)
    return answer


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answered(name))))


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_is_the_one_on_file(name):
    answer = answered(name).replace("\r\n", "\n")
    path = ANSWERS / f"{name}.csv"
    if UPDATE:
        path.write_text(answer, encoding="utf-8", newline="")

    expected = path.read_text(encoding="utf-8")

    assert expected == answer


# These take rdflib a fifth of a second or less, and go with every run; the others by night.
QUICK = {
    "bare-kunnskap-eller-debatt", "delt-ansvar", "dokumenter-og-avskrifter", "eldre-enn-fem-ar",
    "forslag-uten-malbilde", "forslagene", "fundament-under-soyler", "hva-ville-motene",
    "hvem-hadde-vervet", "hvem-sa-hva", "hvilke-kilder-stotter", "hvor-det-er-spenning",
    "malbilder", "malbilder-uten-tiltak", "satsingsomrader", "strategien-pa-en-rad",
    "tekst-utenfor-grafen", "tiltak-med-ord", "utfordringer-med-tall", "virkemidler", "visjonen",
}  # fmt: skip


def test_the_quick_questions_are_questions():
    assert QUICK - QUESTIONS.keys() == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [each if each in QUICK else pytest.param(each, marks=pytest.mark.night) for each in QUESTIONS],
)
def test_pyoxigraph_and_rdflib_give_the_same_rows_in_the_same_order(name):
    ours = list(csv.reader(io.StringIO(answered(name))))

    result = oracle().query(QUESTIONS[name].text)
    theirs = [[str(each) for each in result.vars]]
    theirs += [["" if cell is None else str(cell) for cell in row] for row in result]

    assert theirs == ours


def test_a_question_is_asked_in_two_languages_and_has_an_answer():
    of = QUESTIONS.values()

    assert [each.name for each in of if not each.title["nb"].endswith("?")] == []
    assert [each.name for each in of if not each.title["en"].endswith("?")] == []
    assert [x.name for x in of if not {"lang", "termlang"} & {p.name for p in x.parameters}] == []
    assert {each.name for each in of if len(answered(each.name).splitlines()) <= 1} <= {
        each.name for each in of if each.empty
    }


def test_a_time_in_words_is_told_in_the_language_of_the_question():
    written = [each for each in graph().quads if each.predicate == term("ho:whenText")]
    words: dict[str, set[str]] = {"nb": set(), "en": set()}
    for each in written:
        words[each.object.language].add(each.object.value)
    told: dict[str, set[str]] = {"nb": set(), "en": set()}
    for lang, said in told.items():
        for each in QUESTIONS.values():
            answer = render_answer(Engine(graph()).ask(each, lang=lang), "csv", lang)
            said |= {row.get("when", "") for row in csv.DictReader(io.StringIO(str(answer)))}

    assert words["nb"].isdisjoint(words["en"])
    assert told["nb"] & (words["nb"] | words["en"]) == words["nb"]
    assert told["en"] & (words["nb"] | words["en"]) == words["en"]


def iri(name: str) -> str:
    prefix, _, rest = name.partition(":")
    return graph().base.prefixes()[prefix] + rest


@cache
def kinds() -> dict[str, set[str]]:
    """Return the classes and schemes that each thing and term belongs to."""
    found: dict[str, set[str]] = {}
    for facts in graph().facts.values():
        for fact in facts:
            if fact.predicate in {term("rdf:type"), term("skos:inScheme")}:
                found.setdefault(fact.subject.value, set()).add(fact.object.value)
    return found


# Here a row tells that something is missing.
WITHOUT_STANDING = {
    "forslag-uten-malbilde", "malbilder-uten-tiltak", "utfordringer-uten-tiltak",
}  # fmt: skip


def test_a_row_shows_the_words_the_place_and_the_standing():
    heads = {name: set(answered(name).splitlines()[0].split(",")) for name in QUESTIONS}

    assert [name for name, each in heads.items() if not {"quote", "place"} <= each] == []
    assert {name for name, each in heads.items() if "standing" not in each} == WITHOUT_STANDING


def unearned(name: str) -> list[str]:
    """Return the terms not earned by the query's text, the answer, or the kind of its things."""
    question = QUESTIONS[name]
    written = set(re.findall(r"\w+:[\w-]+", question.text.partition("SELECT")[2]))
    cells = {cell for row in csv.reader(io.StringIO(answered(name))) for cell in row}
    answer = cells | {kind for cell in cells for kind in kinds().get(cell, ())}
    answer |= {kind for cell in answer for kind in kinds().get(cell, ())}
    return [each for each in question.terms if each not in written and iri(each) not in answer]


def test_a_question_has_earned_every_term_it_names():
    assert {name: missed for name in QUESTIONS if (missed := unearned(name))} == {}


def test_a_question_names_every_term_of_ours_that_it_is_written_in():
    unnamed = {
        (name, each)
        for name, question in QUESTIONS.items()
        for each in re.findall(
            r"\bho:[\w-]+", re.sub(r"  #.*", "", question.text.partition("SELECT")[2])
        )
        if each not in question.terms
    }

    assert unnamed == set()


def test_every_term_of_the_ontology_is_earned_by_a_question_or_by_a_rule_of_the_bookkeeping():
    code = "".join(path.read_text() for path in (ROOT / "scripts" / "ho21").rglob("*.py"))
    shapes = (ROOT / "ontology" / "shapes.ttl").read_text(encoding="utf-8")
    ontology = graph().vocabulary.files[0].triples
    terms = {each.subject for each in ontology if each.predicate == term("rdfs:isDefinedBy")}
    bookkeeping = {each.subject for each in ontology if each.predicate == term("ho:isBookkeeping")}
    earned = {iri(each) for question in QUESTIONS.values() for each in question.terms}
    counting = [each for each in ontology if each.predicate == term("ho:countsAs")]
    earned |= {each.subject.value for each in counting if each.object.value in earned}
    earned |= {each.object.value for each in counting}

    missed = [
        f"ho:{local(each)}"
        for each in sorted(terms, key=str)
        if each.value not in earned
        and each not in graph().vocabulary.reserved
        and not (each in bookkeeping and re.search(rf"\bho:{local(each)}\b", code + shapes))
    ]

    assert missed == []


@cache
def made_by_readings() -> set[str]:
    """Return every name and text that stands in the graph by a reading or mapping alone."""
    stated, everything = (
        {node.value for facts in held.facts.values() for fact in facts for node in fact}
        for held in (graph().stated, graph())
    )
    return everything - stated


def asked(name: str, dataset: Dataset, **values: str) -> QuerySolutions:
    store = dataset.store()
    text = in_language(QUESTIONS[name], "nb", dataset, **values)
    return select(store, text, dataset.base.prefixes())


def resting_on_readings(name: str, dataset: Dataset) -> list[str]:
    cells = (cell for row in asked(name, dataset) for cell in row if cell is not None)
    told = (each for each in cells if getattr(each, "datatype", None) != term("xsd:integer"))
    return [each.value for each in told if each.value in made_by_readings()]


def test_with_the_stated_alone_no_row_rests_on_a_reading():
    resting = {name: resting_on_readings(name, graph().stated) for name in QUESTIONS}

    assert {name: cells for name, cells in resting.items() if cells} == {}


def test_with_readings_the_same_look_finds_them():
    assert len(resting_on_readings("hva-bidrar-til-omradene", graph())) > 59


@pytest.mark.parametrize(
    ("name", "column", "told"),
    [
        ("mottakere-som-ikke-handler", "readToAct", "ikke tolket"),
        ("malbilder-uten-tiltak", "said", "ikke sagt"),
        ("forslag-uten-malbilde", "said", "ikke sagt"),
    ],
)
def test_with_the_stated_alone_silence_of_the_readings_is_told_and_is_no_no(name, column, told):
    rows = list(asked(name, graph().stated))

    assert {row[column].value for row in rows} == {told}


@pytest.mark.parametrize("dataset", [graph(), graph().stated], ids=["all", "stated"])
def test_the_links_are_counted_as_the_model_counts_them(dataset):
    links = knowledge_graph(dataset).substance

    rows = list(asked("sagt-eller-lest", dataset))

    assert {
        (row["standing"].value, row["relation"].value): int(row["count"].value) for row in rows
    } == Counter((each.standing.iri, each.predicate) for each in links)
    assert {row["standing"].value: int(row["total"].value) for row in rows} == Counter(
        each.standing.iri for each in links
    )


@pytest.mark.parametrize(
    ("actor", "word", "relations"),
    [
        ("ho21-radet", "Bærekraftig", ["proposedBy"] + ["saidBy"] * 3 + ["madeBy"] * 2),
        ("regjeringen", "handlingsplan", ["performer"]),
    ],
)
def test_what_an_actor_said_of_a_word_is_the_same_in_both_engines(actor, word, relations):
    dataset = graph()
    store = dataset.store()
    given = {"lang": "nb", "aktor": actor, "ord": word}
    text = QUESTIONS["hva-sa-aktoren"].filled(given, dataset)
    result = select(store, text, dataset.base.prefixes())
    ours = [["" if cell is None else cell.value for cell in row] for row in result]

    theirs = [["" if cell is None else str(cell) for cell in row] for row in oracle().query(text)]

    assert theirs == ours
    assert [row[2] for row in ours] == [iri(f"ho:{each}") for each in relations]


@pytest.mark.night
@pytest.mark.parametrize("name", QUESTIONS)
def test_the_stated_alone_gives_the_same_rows_in_both_engines(name):
    dataset = graph().stated
    store = dataset.store()
    text = in_language(QUESTIONS[name], "nb", dataset)
    result = select(store, text, dataset.base.prefixes())
    ours = [["" if cell is None else cell.value for cell in row] for row in result]

    there = oracle(stated_only=True).query(text)
    theirs = [["" if cell is None else str(cell) for cell in row] for row in there]

    assert theirs == ours


def test_a_question_orders_its_rows_by_an_iri_last_and_never_cuts_them():
    texts = {name: each.text for name, each in QUESTIONS.items()}
    last = re.compile(r"ORDER BY .*STR\(\?\w+\)\s*$")

    assert [name for name, text in texts.items() if not last.search(text)] == []
    assert [name for name, text in texts.items() if "LIMIT" in text] == []


def test_an_answer_file_stands_for_each_question_and_none_besides():
    assert sorted(path.stem for path in ANSWERS.glob("*.csv")) == sorted(QUESTIONS)


def test_the_readme_of_queries_lists_every_question():
    lines = ["# Spørsmålene · The questions", ""]
    lines += [
        "Ett spørsmål per fil; filnavnet er navnet overalt. «ho21 ask NAVN» svarer.",
        "One question a file; the file name is its name everywhere. “ho21 ask NAME” answers.",
        "Andre steder: last inn `ho21.ttl`; `ho21.nq` bare der standardgrafen er unionen av alle.",
        "Elsewhere: load `ho21.ttl`; `ho21.nq` only where the default graph is the union of all.",
        "Ordlyden her er prosjektets (`questions.toml`); den i filene gjelder alle prosjekter.",
        "The wording here is the project's (`questions.toml`); the files' is for all projects.",
        "Listen lages av `HO21_UPDATE_ANSWERS=1 uv run pytest tests/data/test_queries.py`.",
        "",
        "| spørsmål | norsk | English |",
        "|---|---|---|",
    ]
    lines += [
        f"| [`{name}`]({name}.rq) | {each.title['nb']} | {each.title['en']} |"
        for name, each in QUESTIONS.items()
    ]
    listed = "\n".join(lines) + "\n"
    path = ROOT / "queries" / "README.md"
    above, below, by_hand = path.read_text(encoding="utf-8").partition("\n## ")
    if UPDATE:
        above = listed
        path.write_text(above + below + by_hand, encoding="utf-8")

    assert above == listed


def test_no_stated_row_answers_who_shall_carry_out_a_recommendation():
    assert {row["named"] for row in table("hvem-skal-gjore-forslagene")} == {"nei"}


@cache
def lines(file: str, quote: str) -> set[int]:
    """Return the lines on which a quote begins in a source."""
    source = Source(file, (ROOT / "graph" / f"{file}.txt").read_bytes())
    return {source.lines(each)[0] for each in source.find(quote)}


def test_a_quote_in_an_answer_stands_at_the_place_beside_it(subtests):
    for name in QUESTIONS:
        quoted = [row for row in table(name) if row["quote"]]
        with subtests.test(name):
            assert quoted or QUESTIONS[name].empty
            for row in quoted:
                place = re.fullmatch(r"([\w-]+)\.txt:(\d+)(?:–\d+)?", row["place"])
                assert place, row
                assert int(place[2]) in lines(place[1], row["quote"]), row
