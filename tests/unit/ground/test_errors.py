"""What is wrong, where it is, and what to do about it, in one sentence."""

from __future__ import annotations

import errno
import os
import re
from string import Formatter

import pytest

from ho21.errors import ProjectError, UsageError, fault, say, unwritable, within
from ho21.resources import messages

MESSAGES = messages("errors.toml")


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_a_fault_is_told_with_its_place_in_both_languages():
    one = fault("not-utf8", "graph/kilde-en.txt", 3, byte="0xE5")
    assert one.text("nb") == (
        "graph/kilde-en.txt:3: Filen er ikke gyldig UTF-8 (byte 0xE5); lagre den på nytt som UTF-8."
    )
    assert one.text("en") == (
        "graph/kilde-en.txt:3: The file is not valid UTF-8 (byte 0xE5); save it again as UTF-8."
    )


def test_a_fault_of_a_whole_file_names_no_line():
    one = fault("file-missing", "graph/datasett.ttl")
    assert one.text("en") == f"graph/datasett.ttl: {one.message('en')}"


def test_every_message_is_one_line_in_both_languages_that_asks_for_the_same(subtests):
    for key, message in MESSAGES.items():
        with subtests.test(key):
            assert list(message) == ["nb", "en"]
            assert fields(message["nb"]) == fields(message["en"])
            told = dict.fromkeys(fields(message["nb"]), "x")
            for lang in ("nb", "en"):
                sentence = say(key, lang, **told)
                assert sentence.endswith((".", "?"))
                assert "\n" not in sentence
                assert "{" not in sentence


def test_words_that_run_over_several_lines_are_told_on_one():
    one = fault("set-aside-empty", "graph/kilde-en.ttl", 4, quote="Til\n    toppen")
    assert "“Til toppen”" in one.text("en")


def test_words_with_braces_in_them_are_told_as_they_are():
    one = fault("set-aside-empty", "graph/kilde-en.ttl", 4, quote="{ikke} et felt")
    assert "“{ikke} et felt”" in one.text("en")


def test_the_faults_of_a_project_are_told_once_each_in_order_of_place():
    first, second, third = (fault("malformed", "graph/a.ttl", n, why="x") for n in (2, 10, 11))
    fourth = fault("byte-order-mark", "graph/b.txt", 1)
    error = ProjectError([fourth, third, second, first, second])
    assert error.faults == (first, second, third, fourth)
    assert str(error) == "; ".join(each.text("en") for each in error.faults)


def test_what_the_system_says_of_why_is_told_in_the_language():
    error = UsageError("not-readable", file="x", why="Permission denied")
    assert error.text("nb") == "Kan ikke lese x: du mangler tilgang."
    assert error.text("en") == "Cannot read x: Permission denied."
    assert UsageError("not-readable", file="x", why="Owner died").text("nb").endswith("Owner died.")


def test_the_usual_errors_of_a_system_have_words_in_norwegian():
    usual = ("EACCES", "EPERM", "ENOENT", "EISDIR", "ENOTDIR", "EIO", "EMFILE", "ENAMETOOLONG")
    usual += ("ELOOP", "EROFS", "ENOSPC", "EBUSY", "EINVAL", "ENOMEM", "ECONNREFUSED", "EADDRINUSE")
    texts = messages("system.toml")["nb"]
    assert [name for name in usual if os.strerror(getattr(errno, name)) not in texts] == []


def test_what_someone_wrote_is_cut_where_it_is_very_long():
    told = UsageError("unknown-question", name="x" * 3000, hint="").text("en")
    assert told == f"Unknown question: {'x' * 120}…; “ho21 ask” shows the list."


def test_every_sentence_has_an_end_however_long_what_someone_wrote_is():
    ours = {"call", "columns", "done", "file", "files", "folder", "graphs", "hint", "known"}
    ours |= {"lacking", "left", "missing", "place", "rooms", "target", "terms", "things"}
    ours |= {"wanted", "what", "why"}
    long = []
    for key, texts in messages("errors.toml").items():
        names = {name for _, name, _, _ in Formatter().parse(texts["nb"]) if name}
        fields = {name: "x" if name in ours else "x" * 45_000 for name in names}
        long += [key for lang in texts if len(say(key, lang, **fields)) > 2000]
    assert long == []


def test_of_one_file_the_first_hundred_faults_are_told_and_that_there_are_more():
    many = [fault("file-empty", "a", line) for line in range(1, 151)]
    error = ProjectError([*many, fault("file-empty", "b", 1)])
    told = [(each.key, each.file, each.line) for each in error.faults]
    assert told == [
        *[("file-empty", "a", line) for line in range(1, 101)],
        ("more-faults", "a", 101),
        ("file-empty", "b", 1),
    ]
    assert ProjectError([*error.faults]).faults == error.faults
    assert ProjectError(many[:100]).faults == tuple(many[:100])


def test_what_steers_a_terminal_or_is_not_seen_is_told_by_its_code_point():
    both = {"nb": "a\x1b (mente du a?)", "en": "a\x1b (did you mean a?)"}
    told = UsageError("unknown-parameter", name="\u200bx", parameter=both, known=["\u202e"])
    assert told.text("en") == (
        "The question \\u200bx has no parameter a\\u001b (did you mean a?); it has ['\\u202e']."
    )


def test_english_says_character_and_not_sign():
    told = [key for key, each in MESSAGES.items() if re.search(r"(?<!{)\bsigns?\b", each["en"])]
    assert told == []


def test_a_number_has_a_comma_in_norwegian():
    with pytest.raises(UsageError) as caught:
        within("--timeout", "x", 0.1, 3600)
    assert caught.value.text("nb").endswith("skriv et tall fra 0,1 til 3600.")
    assert caught.value.text("en").endswith("write a number from 0.1 to 3600.")


@pytest.mark.parametrize("given", ["0,1", "0.1", "3600", "3600,0"])
def test_a_number_that_is_asked_for_in_a_sentence_is_read_as_it_stands_there(given):
    assert within("--timeout", given, 0.1, 3600) == float(given.replace(",", "."))


@pytest.mark.parametrize("given", ["0,09", "1,0,0", ",", "1,5,", "nan"])
def test_a_comma_makes_no_number_of_what_is_none(given):
    with pytest.raises(UsageError):
        within("--timeout", given, 0.1, 3600)


def test_a_count_has_its_noun_and_is_written_as_people_write_it():
    many = {lang: say("answer-rows", lang, limit=20_000) for lang in ("nb", "en")}
    assert many["nb"].startswith("Svaret har over 20\N{NO-BREAK SPACE}000 rader, ")
    assert many["en"].startswith("The answer has more than 20,000 rows, ")
    assert say("answer-rows", "nb", limit=1).startswith("Svaret har over 1 rad, ")
    assert "0,5 sekunder" in say("request-slow", "nb", limit="0.5")
    assert "1 second; " in say("request-slow", "en", limit="1")


def test_a_fault_in_the_call_waits_for_the_language():
    error = UsageError("unknown-format", format="pdf", known="csv, tsv")
    assert error.text("nb") == "Ukjent format: pdf; velg blant csv, tsv."
    assert str(error) == error.text("en") == "Unknown format: pdf; choose one of csv, tsv."


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (errno.ENOSPC, "target-full"),
        (errno.EROFS, "target-forbidden"),
        (errno.ENOENT, "target-missing"),
        (errno.EIO, "target-not-writable"),
    ],
)
def test_a_target_that_cannot_be_written_is_told_by_what_is_in_the_way(code, key):
    error = unwritable("x", OSError(code, "it failed"))

    assert error.key == key
    assert "x" in error.text("nb")
