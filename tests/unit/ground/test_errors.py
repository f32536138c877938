"""What is wrong, where it is, and what to do about it, in one sentence."""

from __future__ import annotations

import errno
from string import Formatter

import pytest

from ho21.errors import ProjectError, UsageError, fault, say, unwritable
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
