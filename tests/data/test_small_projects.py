"""What the saved questions answer of the two small projects, where ours has nothing to tell."""

import csv
import io
import re
from functools import cache

from ho21.analysis.builder import render_analysis
from ho21.analysis.registry import analyse
from ho21.dataset.loader import load
from ho21.export.stratml import files
from ho21.model.read import knowledge_graph
from ho21.project import open_project
from ho21.rdf.namespaces import term
from ho21.sparql.answers import render_answer
from ho21.sparql.engine import Engine, offered
from ho21.validation.gaps import unsaid
from ho21.validation.notes import waiting
from support.others import CITY, FJORD

WHEN = term("ho:sortKey").value


@cache
def city():
    project = open_project(str(CITY))
    return project, load(project).sound()


def answered(name, form="csv"):
    project, dataset = city()
    engine = Engine(dataset, project)
    return render_answer(engine.ask(offered(dataset, project)[name], {}, "en"), form, "en")


def rows(name):
    return list(csv.DictReader(io.StringIO(answered(name))))


def test_how_far_a_promise_has_come_is_told_by_each_who_reports_it():
    told = [
        (row["statusLabel"], row["speakerLabel"], row["reportKindLabel"], bool(row["came"]))
        for row in rows("hva-ble-lovet")
        if row["promiseLabel"] == "Lower the speed limit"
    ]

    assert told == [
        ("promised", "", "", False),
        ("fulfilled", "Department of Streets and Transport", "self-reported", True),
        ("under way", "City Auditor", "judged by others", False),
    ]
    assert (
        "of 4 a source here says that it is under way, and 3 have a sign that it came"
        in answered("hva-ble-lovet", "table")
    )


def test_who_leads_a_promise_is_who_is_responsible_for_it():
    told = {row["promiseLabel"]: row["responsibleLabel"] for row in rows("hva-ble-lovet")}

    assert told["Build affordable homes"] == "Department of Housing"
    assert told["Publish a status report every spring"] == "Mayor’s Office"
    assert told["Publish the rents of the city"] == ""


def test_an_indicator_with_a_target_gives_its_goal_a_figure_and_a_deadline():
    told = {
        row["thingLabel"]: (row["hasFigure"], row["hasDate"], row["hasMoney"])
        for row in rows("hva-mangler")
    }

    assert told["No one sleeps rough"] == ("true", "true", "false")
    assert told["No one is killed in traffic"] == ("false", "false", "false")
    assert told["Lower the speed limit"] == ("false", "true", "false")
    assert "Build protected cycle lanes" not in told  # a figure, a year and money of its own


def test_a_measure_that_no_one_is_named_for_is_told_too():
    told = [
        row["recommendationLabel"]
        for row in rows("hvem-skal-gjore-forslagene")
        if row["named"] == "no"
    ]

    assert told == ["Publish the rents of the city"]


def test_a_promise_that_counts_as_a_measure_is_counted_once_in_the_strategy_in_brief():
    (row,) = rows("strategien-pa-en-rad")

    assert (row["recommendationCount"], row["commitmentCount"]) == ("11", "")


def test_in_markdown_too_a_count_of_what_a_project_has_nothing_of_is_no_column():
    heads = answered("strategien-pa-en-rad", "md").splitlines()[2]

    assert heads.split(" | ")[2:5] == ["Priority areas", "Goals", "Measures"]


def test_text_set_aside_is_told_in_its_own_words_and_by_no_key():
    assert "utelatt" not in answered("tekst-utenfor-grafen", "table")


def test_terms_of_a_lent_vocabulary_that_wait_for_use_are_no_note_of_the_project():
    fjord = load(open_project(str(FJORD)))

    assert fjord.vocabulary.reserved - {each.predicate for each in fjord.vocabulary.triples}
    assert [*waiting(fjord)] == []


def test_a_report_in_a_dated_source_does_not_lack_its_date():
    gaps = unsaid(city()[1])
    undated = {
        thing.rpartition("/id/")[2] for thing in gaps for gap in gaps[thing] if gap.path == WHEN
    }

    assert "tiltak/open-libraries" in undated
    assert [each for each in undated if each.startswith("rapport/")] == []


def test_stratml_numbers_a_part_as_its_source_does():
    def numbers(text):
        return re.findall(r"<SequenceIndicator>(.*?)</SequenceIndicator>", text)

    told = files("stratml", city()[1])
    fjord = files("stratml", load(open_project(str(FJORD))).sound())

    assert numbers(told["tarnmouth.stratml.en.xml"].decode())[:4] == [
        "Priority area 1", "Objective 1.1", "Objective 1.2", "Priority area 2",
    ]  # fmt: skip
    assert numbers(fjord["drivfjord.stratml.nb.xml"].decode()) == [
        "Satsingsområde 1", "Satsingsområde 2",
    ]  # fmt: skip


def test_what_a_project_need_not_have_is_no_column():
    project = open_project(str(FJORD))
    dataset = load(project).sound()
    asked = Engine(dataset, project).ask(offered(dataset, project)["forslagene"], {}, "nb")
    answer = render_answer(asked, "md", "nb")

    # Nobody proposes what the council has decided; whom it is addressed to, a source may not say.
    assert answer.splitlines()[2] == (
        "| Nr. | Tiltak | Rettet til | Ordene i kilden | Sted | Sagt eller tolket |"
    )


def test_an_analysis_says_in_a_sentence_that_nothing_is_continued():
    dataset = city()[1]
    told = render_analysis(analyse("utvikling", dataset, lang="en"), "md", "en")
    covered = render_analysis(analyse("dekning", dataset, lang="en"), "md", "en")

    nothing = "Nothing says that any priority areas continue or follow up anything"
    assert [each.partition(",")[0] for each in told.splitlines()[2:]] == [nothing]
    assert (
        "## What continues priority areas\n\nNone, without interpretations or with them.\n"
    ) in covered
    assert "| Homes within reach | 3 | 3 |" in covered


def test_a_name_with_its_article_stands_in_marks_in_norwegian():
    told = knowledge_graph(city()[1])

    assert (told.whose("nb"), told.whose("en")) == (
        "Laget av «The editors».",
        "Made by the editors.",
    )
