"""How a command line is read: what it calls for, or one sentence on what is wrong with it."""

from __future__ import annotations

import argparse
import re

import pytest

from ho21.cli.arguments import ARGUMENTS, FLAGS, read_line
from ho21.errors import UsageError
from ho21.resources import messages


def given(*line):
    """Return what a line gives its command, without what it leaves out."""
    call = read_line(line)
    return call.command, {
        name: value
        for name, value in vars(call.options).items()
        if value not in (None, False, [])
    }  # fmt: skip


def why(*line):
    with pytest.raises(UsageError) as caught:
        read_line(line)
    return caught.value.key, caught.value.fields


def test_an_option_may_stand_before_between_and_after():
    expected = "ask", {"question": "q", "values": ["a=1", "b=2"], "format": "csv", "lang": "en"}
    assert given("ask", "q", "a=1", "b=2", "--format", "csv", "--lang", "en") == expected
    assert given("--lang", "en", "ask", "--format=csv", "q", "a=1", "b=2") == expected
    assert given("--format", "csv", "ask", "q", "a=1", "--lang", "en", "b=2") == expected


@pytest.mark.parametrize(
    "line",
    [
        ["--format", "csv", "ask", "--format", "json"],
        ["ask", "--format=csv", "--format=csv"],
        ["ask", "--lang", "nb", "--lang", "en", "--format", "csv", "--format", "md"],
    ],
)
def test_an_option_with_two_values_is_refused(line):
    assert why(*line) == ("written-twice", {"word": "--format" if "nb" not in line else "--lang"})
    assert read_line([*line, "--help"]).helping


def test_a_flag_says_the_same_twice():
    assert given("check", "--strict", "--strict") == ("check", {"strict": True})


def test_a_word_may_look_like_an_option_after_two_dashes():
    assert given("query", "--", "--lang") == ("query", {"query": "--lang"})
    assert given("--", "query", "-x") == ("query", {"query": "-x"})


@pytest.mark.parametrize("text", ["-", "# -x\nASK {}", "--a b", "-1", "SELECT * { ?s ?p -1 }"])
def test_a_query_may_begin_with_a_dash(text):
    assert given("query", text) == ("query", {"query": text})


def test_a_format_may_be_written_in_capitals():
    assert given("ask", "--format", "CSV") == ("ask", {"format": "csv"})


@pytest.mark.parametrize("line", [["ask", " "], ["ask", "q", ""], ["show", "\t"], ["query", ""]])
def test_a_word_with_nothing_in_it_is_told_as_such(line):
    assert why(*line) == ("word-empty", {"call": f"ho21 {line[0]}"})


@pytest.mark.parametrize("value", ["", " ", "\t"])
def test_an_option_with_nothing_in_it_lacks_its_value(value):
    assert why("draw", "--to", value)[0] == "option-without-value"


def test_an_option_may_have_been_meant_where_a_command_stands():
    assert why("version")[1]["hint"]["en"] == " (did you mean --version?)"


def test_a_value_may_be_below_nought():
    assert given("serve", "--port", "-1") == ("serve", {"port": "-1"})


def test_no_words_call_for_nothing():
    assert given() == (None, {})
    assert given("--lang", "en") == (None, {"lang": "en"})
    assert given("--version") == (None, {"version": True})


def test_help_is_asked_for_by_option_and_by_word():
    for line in (["--help", "ask"], ["ask", "-h"], ["help", "ask"], ["ask", "--to", "--help"]):
        call = read_line(line)
        assert (call.command, call.helping) == ("ask", True)
    assert (read_line(["help"]).command, read_line(["help"]).helping) == (None, True)
    assert not read_line(["query", "--", "--help"]).helping


@pytest.mark.parametrize(
    ("line", "key", "fields"),
    [
        (["aks"], "unknown-command", {"word": "aks", "known": ", ".join(ARGUMENTS)}),
        (["help", "aks"], "unknown-command", {"word": "aks", "known": ", ".join(ARGUMENTS)}),
        ([""], "word-empty", {"call": "ho21"}),
        (["help", " "], "word-empty", {"call": "ho21"}),
        (["help", "ask", "show"], "unknown-option", {"word": "show", "call": "ho21"}),
        (["ask", "--farge"], "unknown-option", {"word": "--farge", "call": "ho21 ask"}),
        (["--farge", "ask"], "unknown-option", {"word": "--farge", "call": "ho21 ask"}),
        (["--farge"], "unknown-option", {"word": "--farge", "call": "ho21"}),
        (["ask", "--to", "x"], "unknown-option", {"word": "--to", "call": "ho21 ask"}),
        (["ask", "--dry-run"], "unknown-option", {"word": "--dry-run", "call": "ho21 ask"}),
        (["ask", "--version"], "unknown-option", {"word": "--version", "call": "ho21 ask"}),
        (["query", "a", "b", "c"], "unknown-option", {"word": "b c", "call": "ho21 query"}),
        (["draw", "--to"], "option-without-value", {"option": "--to", "call": "ho21 draw"}),
        (["draw", "--to="], "option-without-value", {"option": "--to", "call": "ho21 draw"}),
        (["draw", "--to", "--lang"], "option-without-value", {"option": "--to"}),
        (["--to", "--", "draw"], "option-without-value", {"option": "--to", "call": "ho21"}),
        (["check", "--strict=1"], "option-with-value", {"option": "--strict"}),
        (["diff"], "word-missing", {"words": {"nb": "GAMMEL og NY", "en": "OLD and NEW"}}),
        (["diff", "a"], "word-missing", {"words": {"nb": "NY", "en": "NEW"}, "call": "ho21 diff"}),
        (["ask", "--lang", "fr"], "bad-value", {"value": "fr", "parameter": "--lang"}),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)  # fmt: skip
def test_what_is_wrong_is_told_by_its_key_and_place(line, key, fields):
    found, told = why(*line)
    assert (found, told | fields) == (key, told)


def test_what_may_have_been_meant_is_of_that_command_alone():
    assert "--format" in why("ask", "--fromat")[1]["hint"]["nb"]
    assert why("draw", "--fromat")[1]["hint"] == {"nb": "", "en": ""}
    assert why("ask", "--fromat=csv")[1]["hint"] == why("ask", "--fromat")[1]["hint"]
    assert "ask" in why("akk")[1]["hint"]["en"]


def test_an_option_is_a_flag_everywhere_or_nowhere():
    options = {each for _, own in ARGUMENTS.values() for each in own}
    assert {*FLAGS} - options == {"--version"}


def test_every_word_that_must_be_there_has_a_name_for_people():
    needed = {name for words, _ in ARGUMENTS.values() for name, n in words.items() if n is None}
    assert set(messages("cli/help.toml")["words"]) == needed


def test_no_sentence_of_argparse_is_read(monkeypatch):
    lines = (["draw", "--to"], ["check", "--strict=1"], ["ask", "--farge"], ["query"], ["a", "b"])
    plain = [why(*line) for line in lines]

    def translated(text, *_):
        return " ".join(["Noe annet", *re.findall(r"%\(\w+\)\w|%\w", text)])

    monkeypatch.setattr(argparse, "_", translated)
    monkeypatch.setattr(argparse, "ngettext", translated)

    assert [why(*line) for line in lines] == plain


def test_what_a_later_argparse_may_refuse_is_told_in_its_own_words(monkeypatch):
    def refuse(*_):
        raise argparse.ArgumentError(None, "something new")

    monkeypatch.setattr(argparse.ArgumentParser, "parse_known_args", refuse)

    assert why("ask") == ("bad-call", {"why": "something new", "call": "ho21 ask"})
