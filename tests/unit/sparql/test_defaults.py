"""The questions of the package in a project of its own: which, in which words, and of what."""

from __future__ import annotations

from functools import cache

import pytest

from ho21.dataset.loader import load
from ho21.errors import UsageError
from ho21.model.read import knowledge_graph
from ho21.project import open_project
from ho21.sparql.defaults import fitted, fitting
from ho21.sparql.engine import Engine, fitted_questions, offered
from ho21.sparql.questions import question, read_questions
from support.exported import graph
from support.others import CITY, FJORD


@cache
def opened(folder):
    project = open_project(str(folder))
    return project, load(project).sound()


def defaults(folder, name):
    project, dataset = opened(folder)
    asked = fitted(question(project, name), dataset)
    return {each.name: each.default for each in asked.parameters if each.kinds}


def test_in_the_project_that_ships_every_default_is_the_one_that_stands_there():
    project = open_project()
    asked = read_questions(project)

    assert [name for name, each in asked.items() if fitted(each, graph()).text != each.text] == []
    assert offered(graph(), project).keys() == asked.keys() - {"maltall-og-penger"}


def test_what_another_project_lacks_is_the_most_linked_thing_of_its_kind():
    assert defaults(CITY, "alt-om-en-ting") == {"ting": "strategi:open-tarnmouth"}
    assert defaults(CITY, "hva-angar-aktoren") == {"aktor": "aktor:streets-and-transport"}
    assert defaults(CITY, "hvis-en-kilde-trekkes") == {"kilde": "doc:status-report"}


def test_a_second_thing_is_linked_to_the_first():
    _, dataset = opened(CITY)
    fra, til = defaults(CITY, "bak-en-kobling").values()
    links = {frozenset(each.ends) for each in knowledge_graph(dataset).substance}
    iris = [dataset.base.prefixes()[a] + b for a, _, b in (x.partition(":") for x in (fra, til))]

    assert frozenset(iris) in links


def test_a_word_that_no_text_has_is_the_commonest_in_the_names_and_words_of_the_project():
    assert defaults(CITY, "tiltak-med-ord") == {"ord": '"publish"'}
    assert defaults(CITY, "eldre-enn-fem-ar") == {"aar": "2025"}


def test_of_a_kind_that_a_project_has_nothing_of_the_question_is_not_offered_and_says_why():
    project, dataset = opened(CITY)
    asked = fitted(question(project, "hvem-er-radet"), dataset)

    assert asked.unfit == ("radet",)
    assert "hvem-er-radet" not in offered(dataset, project)
    with pytest.raises(UsageError) as caught:
        Engine(dataset).ask(asked)
    assert (caught.value.key, caught.value.fields["parameter"]) == ("parameter-unfit", "radet")
    assert Engine(dataset).ask(asked, {"radet": "editors"})


def test_a_project_hides_words_and_adds_questions_and_says_its_own_defaults():
    project, dataset = opened(FJORD)
    shown = offered(dataset, project)

    assert "alt-om-et-ord" not in shown
    assert "alt-om-et-ord" in fitted_questions(dataset, project)
    assert shown["hva-ble-lovet"].title["nb"].startswith("Kva lova kommunen")
    assert shown["kven-gjer-kva"].title["en"].startswith("Who is to do what")
    assert defaults(FJORD, "tiltak-med-ord") == {"ord": '"strandsona"'}
    assert defaults(FJORD, "hvilke-kilder-stotter") == {"ting": "omrade:rein-fjord"}


@pytest.mark.parametrize("folder", [CITY, FJORD], ids=lambda each: each.name)
def test_every_question_that_is_offered_has_an_answer(folder):
    project, dataset = opened(folder)
    engine = Engine(dataset, project)
    shown = offered(dataset, project).values()

    assert len(shown) > 20
    assert [each.name for each in shown if not [*engine.ask(each, lang="en").result]] == []


def test_what_fits_is_of_a_class_or_a_role_or_a_source():
    _, dataset = opened(CITY)
    known = knowledge_graph(dataset)

    assert {each.role for each in fitting(known, ["ho:asGoal"])} == {"goal"}
    assert {each.iri for each in fitting(known, ["doc"])} == {*known.documents}
    assert len(fitting(known, ["*"])) == len(known.things)
    assert fitting(known, ["ho:asCouncil"]) == []
