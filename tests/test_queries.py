"""The questions in queries/: worded in two languages, answered alike by two engines, on file."""

import csv
import io
import os
import re
from functools import cache
from pathlib import Path

import pytest
import rdflib

from ho21.ask import Question, read_questions, run
from ho21.names import local, term
from ho21.rooms import house
from ho21.source import Source
from ho21.store import Dataset, load, select

ANSWERS = Path(__file__).parent / "answers"
UPDATE = os.environ.get("HO21_UPDATE_ANSWERS") == "1"
QUESTIONS = read_questions(house())


@cache
def graph() -> Dataset:
    return load(house()).sound()


@cache
def oracle() -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    nquads = "".join(f"{quad} .\n" for quad in graph().quads)
    dataset.parse(data=nquads, format="nquads")
    return dataset


@cache
def bare_oracle() -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    nquads = "".join(f"{quad} .\n" for quad in graph().stated_quads())
    dataset.parse(data=nquads, format="nquads")
    return dataset


def answered(question: Question) -> str:
    dataset = graph()
    store = dataset.store()
    text = question.filled({"lang": "nb"}, dataset, store)
    from ho21.answer import render

    answer = render(run(text, dataset, store), "csv", "nb", text, dataset, store)
    assert isinstance(answer, str)
    return answer


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_is_the_one_on_file(name):
    answer = answered(QUESTIONS[name]).replace("\r\n", "\n")
    path = ANSWERS / f"{name}.csv"
    if UPDATE:
        path.write_text(answer, encoding="utf-8", newline="")

    expected = path.read_text(encoding="utf-8")

    assert expected == answer


@pytest.mark.parametrize("name", QUESTIONS)
def test_pyoxigraph_and_rdflib_give_the_same_rows_in_the_same_order(name):
    ours = list(csv.reader(io.StringIO(answered(QUESTIONS[name]))))

    result = oracle().query(QUESTIONS[name].text)
    theirs = [[str(each) for each in result.vars]]
    theirs += [["" if cell is None else str(cell) for cell in row] for row in result]

    assert theirs == ours


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_asked_in_two_languages_and_has_an_answer(name):
    question = QUESTIONS[name]

    assert question.title["nb"].endswith("?")
    assert question.title["en"].endswith("?")
    assert "lang" in {each.name for each in question.parameters}
    assert len(answered(question).splitlines()) > 1


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


# Here a row tells that something is missing, or says in a column of its own who says it.
WITHOUT_BASIS = {"malbilder-uten-tiltak", "hvem-har-hvilken-rolle"}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_row_shows_the_words_the_place_and_the_basis_it_rests_on(name):
    heads = set(answered(QUESTIONS[name]).splitlines()[0].split(","))

    assert {"quote", "place"} <= heads
    assert ("basis" in heads) == (name not in WITHOUT_BASIS)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_earned_every_term_it_names(name):
    """A term is earned by the query's own text, by the answer, or by the kind of what it holds."""
    question = QUESTIONS[name]
    written = set(re.findall(r"\w+:[\w-]+", question.text.partition("SELECT")[2]))
    cells = {cell for row in csv.reader(io.StringIO(answered(question))) for cell in row}
    answer = cells | {kind for cell in cells for kind in kinds().get(cell, ())}
    answer |= {kind for cell in answer for kind in kinds().get(cell, ())}

    unearned = [each for each in question.terms if each not in written and iri(each) not in answer]

    assert unearned == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_names_every_term_of_ours_that_it_is_written_in(name):
    question = QUESTIONS[name]
    written = set(re.findall(r"\bho:[\w-]+", question.text.partition("SELECT")[2]))

    assert written - set(question.terms) == set()


def test_every_term_of_the_ontology_is_earned_by_a_question_or_by_a_rule_of_the_bookkeeping():
    root = Path(__file__).parents[1]
    code = "".join(path.read_text() for path in (root / "scripts" / "ho21").glob("*.py"))
    shapes = (root / "ontology" / "shapes.ttl").read_text(encoding="utf-8")
    ontology = graph().vocabulary.files[0].triples
    terms = {each.subject for each in ontology if each.predicate == term("rdfs:isDefinedBy")}
    bookkeeping = {each.subject for each in ontology if each.predicate == term("ho:isBookkeeping")}
    earned = {iri(each) for question in QUESTIONS.values() for each in question.terms}

    unearned = [
        f"ho:{local(each)}"
        for each in sorted(terms, key=str)
        if each.value not in earned
        and not (each in bookkeeping and re.search(rf"\bho:{local(each)}\b", code + shapes))
    ]

    assert unearned == []


@cache
def made_by_readings() -> set[str]:
    """Return every name and text that stands in the graph by a reading or mapping alone."""
    stated, everything = (
        {
            node.value
            for facts in graph().chosen(stated_only=bare).values()
            for fact in facts
            for node in fact
        }
        for bare in (True, False)
    )
    return everything - stated


def resting_on_readings(name: str, *, stated_only: bool) -> list[str]:
    dataset = graph()
    store = dataset.store(stated_only=stated_only)
    text = QUESTIONS[name].filled({"lang": "nb"}, dataset, store)
    cells = (cell for row in select(store, text, dataset.base.prefixes()) for cell in row)
    return [each.value for each in cells if each is not None and each.value in made_by_readings()]


@pytest.mark.parametrize("name", QUESTIONS)
def test_with_the_stated_alone_no_row_rests_on_a_reading(name):
    assert resting_on_readings(name, stated_only=True) == []


def test_with_readings_the_same_look_finds_them():
    assert len(resting_on_readings("hva-bidrar-til-omradene", stated_only=False)) > 59


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("mottakere-som-ikke-handler", "readToAct"),
        ("omradene-videre", "livesOn"),
        ("omradene-videre", "pictures"),
        ("malbilder-uten-tiltak", "areas"),
    ],
)
def test_with_the_stated_alone_silence_of_the_readings_is_neither_a_no_nor_a_nought(name, column):
    dataset = graph()
    store = dataset.store(stated_only=True)
    text = QUESTIONS[name].filled({"lang": "nb"}, dataset, store)
    rows = list(select(store, text, dataset.base.prefixes()))

    assert rows
    assert {row[column] for row in rows} == {None}


@pytest.mark.parametrize(
    ("actor", "word", "relations"),
    [
        ("ho21-radet", "Bærekraftig", ["proposedBy"] + ["saidBy"] * 2 + ["madeBy"] * 2),
        ("regjeringen", "handlingsplan", ["performer"]),
    ],
)
def test_what_an_actor_said_of_a_word_is_the_same_in_both_engines(actor, word, relations):
    dataset = graph()
    store = dataset.store()
    given = {"lang": "nb", "aktor": actor, "ord": word}
    text = QUESTIONS["hva-sa-aktoren"].filled(given, dataset, store)
    result = select(store, text, dataset.base.prefixes())
    ours = [["" if cell is None else cell.value for cell in row] for row in result]

    theirs = [["" if cell is None else str(cell) for cell in row] for row in oracle().query(text)]

    assert theirs == ours
    assert [row[2] for row in ours] == [iri(f"ho:{each}") for each in relations]


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_stated_alone_gives_the_same_rows_in_both_engines(name):
    dataset = graph()
    store = dataset.store(stated_only=True)
    text = QUESTIONS[name].filled({"lang": "nb"}, dataset, store)
    result = select(store, text, dataset.base.prefixes())
    ours = [["" if cell is None else cell.value for cell in row] for row in result]

    theirs = [
        ["" if cell is None else str(cell) for cell in row] for row in bare_oracle().query(text)
    ]

    assert theirs == ours


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_orders_its_rows_by_an_iri_last_and_never_cuts_them(name):
    text = QUESTIONS[name].text

    last = re.search(r"ORDER BY (.+)\s*$", text)

    assert last is not None
    assert re.search(r"STR\(\?\w+\)$", last[1].strip())
    assert "LIMIT" not in text


def test_an_answer_file_stands_for_each_question_and_none_besides():
    assert sorted(path.stem for path in ANSWERS.glob("*.csv")) == sorted(QUESTIONS)


def test_the_readme_of_queries_lists_every_question():
    lines = ["# Spørsmålene · The questions", ""]
    lines += [
        "Ett spørsmål per fil; filnavnet er navnet overalt. «ho21 ask NAVN» svarer.",
        "One question a file; the file name is its name everywhere. “ho21 ask NAME” answers.",
        "Listen lages av `HO21_UPDATE_ANSWERS=1 uv run pytest tests/test_queries.py`.",
        "",
        "| spørsmål | norsk | English |",
        "|---|---|---|",
    ]
    lines += [
        f"| [`{name}`]({name}.rq) | {each.title['nb']} | {each.title['en']} |"
        for name, each in QUESTIONS.items()
    ]
    listed = "\n".join(lines) + "\n"
    path = Path(__file__).parents[1] / "queries" / "README.md"
    above, below, by_hand = path.read_text(encoding="utf-8").partition("\n## ")
    if UPDATE:
        above = listed
        path.write_text(above + below + by_hand, encoding="utf-8")

    assert above == listed


def test_no_stated_row_answers_who_shall_carry_out_a_recommendation():
    rows = csv.DictReader(io.StringIO(answered(QUESTIONS["foreslatt-og-rettet-til"])))

    assert [row["responsible"] for row in rows] == [""] * 25


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_quote_in_an_answer_stands_at_the_place_beside_it(name):
    rows = list(csv.DictReader(io.StringIO(answered(QUESTIONS[name]))))
    quoted = [row for row in rows if row["quote"]]

    assert quoted
    for row in quoted:
        file, line = re.fullmatch(r"([\w-]+)\.txt:(\d+)(?:–\d+)?", row["place"]).groups()
        text = Path(__file__).parents[1] / "graph" / f"{file}.txt"
        source = Source(file, text.read_bytes())

        assert int(line) in {source.lines(each)[0] for each in source.find(row["quote"])}
