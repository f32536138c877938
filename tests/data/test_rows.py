"""What a row says is stated rests on no reading, and a name that is found tells of no role."""

from dataclasses import replace
from functools import cache

import pytest
from pyoxigraph import QuerySolutions

from ho21.dataset.dataset import Dataset, select
from ho21.project import open_project
from ho21.rdf.namespaces import HO, term
from ho21.sparql.questions import read_questions
from support.exported import graph
from support.worded import in_language

QUESTIONS = read_questions(open_project())
SAID = {f"{HO}stated", f"{HO}followsFromStated"}
# A column that tells beside a stated row what readings say, under a heading that says so.
BESIDE = {("mottakere-som-ikke-handler", "readToAct")}
# These ask for every link there is, mentions among them.
EVERY_LINK = {
    "alt-om-en-ting", "alt-om-et-ord", "bak-en-kobling", "hvis-en-kilde-trekkes",
}  # fmt: skip

Row = dict[str, str]


def rows(name: str, dataset: Dataset) -> list[Row]:
    text = in_language(QUESTIONS[name], "nb", dataset)
    found = select(dataset.store(), text, dataset.base.prefixes())
    assert isinstance(found, QuerySolutions)
    names = [each.value for each in found.variables if (name, each.value) not in BESIDE]
    return [{each: getattr(row[each], "value", "") for each in names} for row in found]


@cache
def without_mentions() -> Dataset:
    mentions = term("ho:mentions")
    claims = {
        fact.subject
        for facts in graph().facts.values()
        for fact in facts
        if (fact.predicate, fact.object) == (term("rdf:predicate"), mentions)
    }
    assert len(claims) > 100
    return replace(
        graph(),
        facts={
            name: tuple(
                fact for fact in facts if fact.subject not in claims and fact.predicate != mentions
            )
            for name, facts in graph().facts.items()
        },
    )


@pytest.mark.slow
def test_with_the_stated_alone_no_row_says_that_it_is_interpreted():
    told = {
        name: {row["standing"] for row in rows(name, graph().stated) if row.get("standing")}
        for name in QUESTIONS
    }

    assert {name: each - SAID for name, each in told.items() if each - SAID} == {}


def stated_of(name: str) -> list[Row]:
    return [row for row in rows(name, graph()) if row.get("standing") in SAID]


@pytest.mark.slow
def test_a_row_that_says_it_is_stated_stands_without_the_readings_too():
    lost = {
        name: missing
        for name in QUESTIONS
        if (held := rows(name, graph().stated)) is not None
        and (missing := [row for row in stated_of(name) if row not in held])
    }

    assert lost == {}


def test_a_row_that_is_interpreted_does_not():
    interpreted = [row for row in rows("formal-med-tiltakene", graph()) if row["confidence"]]
    held = rows("formal-med-tiltakene", graph().stated)

    assert interpreted
    assert [row for row in interpreted if row in held] == []


@pytest.mark.slow
def test_no_answer_but_a_list_of_every_link_changes_where_no_name_is_searched_for():
    changed = {name for name in QUESTIONS if rows(name, graph()) != rows(name, without_mentions())}

    assert changed == EVERY_LINK


@pytest.mark.slow
def test_a_question_that_the_sources_do_not_answer_says_so_and_leads_to_one_that_they_do():
    silent = [each for name, each in QUESTIONS.items() if not rows(name, graph().stated)]

    assert len(silent) > 3
    assert [each.name for each in silent if not each.empty] == []
    assert [each.name for each in silent if not rows(each.nearest, graph().stated)] == []
