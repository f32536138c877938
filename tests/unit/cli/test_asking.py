"""Questions found by words, and their list."""

import pytest

from ho21.cli.asking import by_topic, by_words, listing
from ho21.project import open_project
from ho21.sparql.questions import Question, read_questions

QUESTIONS = [
    Question("visjonen", "", {"nb": "Hva er visjonen?", "en": "What is the vision?"}, (), ()),
    Question("malbilder", "", {"nb": "Hvilke målbilder finnes?", "en": "Which pictures?"}, (), ()),
    Question("tiltak", "", {"nb": "Hvilke tiltaksforslag finnes?", "en": "Which?"}, (), ()),
    Question("radet", "", {"nb": "Hvem sitter i rådet?", "en": "Who is on the council?"}, (), ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("visjon", ["visjonen"]),
        ("VISJONENS", ["visjonen"]),
        ("vision", ["visjonen"]),
        ("målbildene", ["malbilder"]),
        ("forslag", ["tiltak"]),
        ("rådet", ["radet"]),
        ("hvem sitter i radet", ["radet"]),
    ],
)
def test_a_question_is_found_by_words_in_another_form_and_in_either_language(words, names):
    found, whole = by_words(QUESTIONS, words.split())

    assert ([each.name for each in found], whole) == (names, True)


def test_words_that_no_question_has_find_none_and_those_that_only_some_have_find_the_nearest():
    assert by_words(QUESTIONS, ["budsjett"]) == ([], False)
    found, whole = by_words(QUESTIONS, ["rådet", "målbilder"])
    assert ([each.name for each in found], whole) == (["malbilder", "radet"], False)


def test_a_word_that_most_questions_have_tells_nothing():
    assert by_words(QUESTIONS, ["hvilke"])[1]
    assert by_words([*QUESTIONS[1:3], *QUESTIONS[1:2]], ["hvilke"]) == ([], False)


def test_kommer_is_no_form_of_kommuner():
    asked = Question("x", "", {"nb": "Hva kommer når?", "en": "What comes when?"}, (), ())
    assert by_words([asked, *QUESTIONS], ["kommuner"]) == ([], False)


def test_every_question_of_the_project_is_the_only_one_or_the_first_by_its_own_name():
    known = [each for each in read_questions(open_project()).values() if not each.hidden]
    lost = [
        each.name for each in known
        if (found := by_words(known, each.name.split("-"))[0]) and each not in found
    ]  # fmt: skip
    assert lost == []


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_the_list_has_each_question_under_its_topic(lang, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    known = [each for each in read_questions(open_project()).values() if not each.hidden]

    told = by_topic(known, lang)

    lines = [line for line in told.splitlines() if line.startswith("  ")]
    assert sorted(line.split()[0] for line in lines) == sorted(each.name for each in known)
    assert told.splitlines()[0] == {
        "nb": "Om én ting eller ett ord",
        "en": "About one thing or one word",
    }[lang]  # fmt: skip


def test_a_long_title_goes_on_below_itself_and_on_a_narrow_screen_below_its_name(monkeypatch):
    titles = {"visjonen": "Hva er visjonen, ordrett, og hvor i kildene står den skrevet?"}

    monkeypatch.setenv("COLUMNS", "60")
    assert listing(titles) == (
        "visjonen  Hva er visjonen, ordrett, og hvor i kildene står\n          den skrevet?\n"
    )
    monkeypatch.setenv("COLUMNS", "45")
    assert listing(titles) == (
        "visjonen\n    Hva er visjonen, ordrett, og hvor i\n    kildene står den skrevet?\n"
    )
