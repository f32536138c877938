"""The sentence above an answer: a question's own words, filled with counts of the rows."""

from dataclasses import replace

import pytest

from ho21.dataset.loader import load
from ho21.errors import LANGUAGES
from ho21.project import open_project
from ho21.sparql.answers import answer_table, rendered, told_of
from ho21.sparql.engine import Engine, offered
from ho21.sparql.questions import Parameter, Question, question, read_questions
from ho21.sparql.sentences import FIELD, AnswerCounts, sentence, unfilled

ROWS = [
    {"block": "u/s1", "picture": "u/m1", "standing": "https://x/def#stated", "when": "2014"},
    {"block": "u/s1", "picture": "u/m2", "standing": "https://x/def#interpreted", "when": ""},
    {"block": "u/s2", "picture": "u/m2", "standing": "https://x/def#interpreted", "when": ""},
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """Return a tiny project as it is read."""
    from support.tiny import write

    return load(open_project(str(write(tmp_path_factory.mktemp("lite") / "prosjekt"))))


def told(dataset, nb, *, alone="", rows=ROWS, stated=None, **values):
    """Return what a question with such a sentence tells of some rows."""
    lang, parameters = values.pop("lang", "nb"), values.pop("parameters", ())
    asked = Question("hva", "", {}, (), tuple(parameters), answer={"nb": nb, "en": nb},
                     alone={"nb": alone, "en": alone})  # fmt: skip
    return sentence(asked, AnswerCounts(rows, stated, values), dataset, lang)


@pytest.mark.parametrize(
    ("field", "filled"),
    [
        ("{rows}", "3"),
        ("{picture}", "2"),
        ("{when}", "1"),
        ("{picture?standing=stated}", "1"),
        ("{rows?standing=interpreted}", "2"),
        ("{rows?when=}", "2"),
        ("{rows?when=*}", "1"),
        ("{rows?nothing=x}", "0"),
        ("{block|søyle|søyler}", "2 søyler"),
        ("{when|år|år i alt}", "1 år"),
        ("{first.block}", "U/s1"),
        ("{first.block?when=1999}", "Ingen"),
    ],
)
def test_a_field_counts_what_it_names(tiny, field, filled):
    assert told(tiny, field) == filled


def test_many_are_written_as_the_reader_writes_numbers(tiny):
    rows = ROWS * 400
    assert told(tiny, "{rows|rad|rader}", rows=rows) == "1\N{NO-BREAK SPACE}200 rader"
    assert told(tiny, "{rows|row|rows}", rows=rows, lang="en") == "1,200 rows"


def test_the_sources_alone_are_told_where_their_number_is_another(tiny):
    words = "{picture} har det.", "Etter kildene alene: {stated.picture}."
    nb, alone = words
    assert told(tiny, nb, alone=alone) == "2 har det."
    assert told(tiny, nb, alone=alone, stated=ROWS[:1]) == "2 har det. Etter kildene alene: 1."
    assert told(tiny, nb, alone=alone, stated=[]) == "2 har det. Etter kildene alene: 0."
    # Other rows, and as many: there is nothing to add.
    assert told(tiny, nb, alone=alone, stated=ROWS[:2]) == "2 har det."


def test_what_was_asked_about_is_told_as_a_person_reads_it(tiny):
    about = [
        Parameter("ting", "aktor:radet", {}, (0, 0)),
        Parameter("ord", '"data"', {}, (0, 0)),
        Parameter("minst", "0.5", {}, (0, 0)),
    ]
    words = "{value.ting}, «{value.ord}», {value.minst}"
    assert told(tiny, words, parameters=about) == "Helserådet, «data», 0,5"
    given = told(tiny, words, parameters=about, ord="makt", minst="0.7", lang="en")
    assert given.endswith(", «makt», 0.7")


def test_a_question_that_tells_what_no_rows_mean_has_no_sentence_for_them(tiny):
    asked = Question("hva", "", {}, (), (), answer={"nb": "{rows} rader."})
    nothing = AnswerCounts([])
    assert sentence(asked, nothing, tiny, "nb") == "0 rader."
    assert not sentence(replace(asked, empty={"nb": "Ingen."}), nothing, tiny, "nb")
    assert not sentence(replace(asked, answer={}), AnswerCounts(ROWS), tiny, "nb")


def test_a_field_that_no_column_answers_is_found():
    texts = ["{rows} {picture} {all.goal} {noun.goals} {value.ting} {stated.block?when=*}",
             "{bilde} {rows?tid=*} {first.tall}"]  # fmt: skip
    columns = ["picture", "block", "when"]
    assert [*unfilled(texts, columns)] == ["{bilde}", "{rows?tid=*}", "{first.tall}"]


# Every question of the project


def test_every_question_has_a_sentence_in_both_languages_that_its_columns_can_fill(real):
    asked = read_questions(open_project())
    lacking = {
        name: [*unfilled([*each.answer.values(), *each.alone.values()], columns)]
        for name, each in asked.items()
        for columns in [[one.value for one in Engine(real).ask(each).result.variables]]
    }
    assert {name for name, each in asked.items() if each.answer.keys() != {*LANGUAGES}} == set()
    assert {name: fields for name, fields in lacking.items() if fields} == {}


def test_every_group_is_a_column(real):
    asked = read_questions(open_project())
    strange = {
        name: {*each.group} - {one.value for one in Engine(real).ask(each).result.variables}
        for name, each in asked.items()
        if each.group
    }
    assert len(strange) > 10
    assert {name: left for name, left in strange.items() if left} == {}


def test_no_sentence_of_the_project_is_left_with_a_field_or_without_a_stop(real):
    asked = offered(real, open_project())
    for lang in LANGUAGES:
        for each in asked.values():
            answer = Engine(real).ask(each, lang=lang)
            said = told_of(answer, answer_table(answer, lang), lang)
            assert said.endswith("."), each.name
            assert not FIELD.search(said), said
            assert "  " not in said, said


def test_the_sentence_stands_above_the_table_and_in_no_file_for_programs(real):
    asked = question(open_project(), "malbilder-uten-tiltak")
    engine = Engine(real)
    pictures = sum("asGoal" in " ".join(x.roles) for x in _things(real))
    left = len(answer_table(engine.ask(asked), "nb").rows)
    above = f"{left} av {pictures} målbilder har ingen tiltaksforslag bak seg. "
    above += f"Etter kildene alene: {pictures}.\n\n"
    assert rendered(engine.ask(asked, lang="nb"), "table", "nb").body.startswith(above)
    assert rendered(engine.ask(asked, lang="nb"), "md", "nb").body.startswith(above)
    assert "målbilder har" not in rendered(engine.ask(asked, lang="nb"), "csv", "nb").body
    alone = Engine(real.stated).ask(asked, lang="nb")
    short = f"{pictures} av {pictures} målbilder har ingen tiltaksforslag bak seg.\n\n"
    assert rendered(alone, "table", "nb").body.startswith(short)


def _things(dataset):
    from ho21.model.read import knowledge_graph

    return knowledge_graph(dataset).things.values()
