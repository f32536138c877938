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
from ho21.rooms import house
from ho21.source import Source
from ho21.store import Dataset, load

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


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_term_a_question_names_is_one_of_ours_or_labelled(name):
    dataset = graph()
    prefixes = dataset.base.prefixes()
    known = {each.value for each in dataset.vocabulary.terms | dataset.vocabulary.labelled}

    unknown = [
        term
        for term in QUESTIONS[name].terms
        if prefixes[term.partition(":")[0]] + term.partition(":")[2] not in known
    ]

    assert unknown == []


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
    expected = "\n".join(lines) + "\n"
    path = Path(__file__).parents[1] / "queries" / "README.md"
    if UPDATE:
        path.write_text(expected, encoding="utf-8")

    assert path.read_text(encoding="utf-8") == expected


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
