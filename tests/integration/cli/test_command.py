"""One command, one verb each."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import pty
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ho21.cli.arguments import ARGUMENTS, EVERYWHERE
from ho21.cli.main import main
from ho21.errors import say
from ho21.project import open_project
from ho21.resources import messages
from ho21.sparql.questions import question
from support.canary import canary
from support.served import serving
from support.stranger import reply, stranger
from support.tiny import PREFIXES, ROOT, STATEMENTS, TEXT, capture, changed, place, with_one_shape

HELP = messages("cli/help.toml")
COMMANDS = sorted(ARGUMENTS)
BROKEN = changed(STATEMENTS, '"Den bærende søylen"@nb ;\n    ho:tr', '"Den søylen"@nb ;\n    ho:tr')
ENDLESS = f"SELECT (COUNT(*) AS ?n) WHERE {{ {'?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l'} }}"


pytestmark = pytest.mark.usefixtures("read_once")


@pytest.fixture(autouse=True)
def _nowhere_in_particular(monkeypatch, tmp_path):
    """Run each test in an empty folder, with no language chosen and a wide terminal."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "400")
    (tmp_path / "her").mkdir()
    monkeypatch.chdir(tmp_path / "her")


@pytest.fixture
def ho21(capsysbinary):
    """Return a function that runs a command here and returns its exit code and what it said."""

    def run(*words: str) -> tuple[int, str, str]:
        code = main(list(words))
        said = capsysbinary.readouterr()
        return code, said.out.decode(), said.err.decode()

    return run


@pytest.fixture
def small(tiny_project) -> str:
    """Return the folder of a project that is built in no time, since it has but one shape."""
    return str(with_one_shape(tiny_project()))


def started(*words: str, **more) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "ho21", *words], **more)


def outside(*words: str, **more) -> tuple[int, bytes, str]:
    """Run a command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "ho21", *words], check=False, capture_output=True, **more
    )
    return done.returncode, done.stdout, done.stderr.decode()


def tree(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


WRONG_CALLS = [
    ["lag"],
    ["aks"],
    [""],
    ["--farge"],
    ["--to", "x"],
    ["--project"],
    ["--project", ""],
    ["--version", "ask"],
    ["--stated-only=ja", "ask"],
    ["--port", "0", "ask"],
    ["help", "lag"],
    ["lag", "--help"],
    ["--", "lag"],
    ["ask", "--farge"],
    ["ask", "--form", "csv"],
    ["ask", "--fromat=csv"],
    ["ask", "visjonen", "-x"],
    ["ask", "--", "--lang"],
    ["ask", "--format"],
    ["ask", "--format="],
    ["ask", "visjonen", "--format", "pdf"],
    ["ask", "visjonen", "--format", "ttl"],
    ["ask", "--stated-only=ja"],
    ["ask", "ukjent"],
    ["ask", "visjon", "--format", "csv"],
    ["ask", "malbidler"],
    ["ask", "hva", "koster", "det"],
    ["ask", "visjonen", "malbilder"],
    ["ask", "visjonen", "farge=rød"],
    ["ask", "visjonen", "=rød"],
    ["ask", "lang=nb"],
    ["ask", "visjonen", "lang=fr"],
    ["ask", "alt-om-en-ting", "ting=ingen-slik"],
    ["ask", "alt-om-en-ting", "ting=\udcff"],
    ["ask", "\udcff"],
    ["ask", "to\nlinjer"],
    ["ask", "\x1b[31mrødt"],
    ["ask", "--lang", "fr"],
    ["ask", "--lang"],
    ["ask", "--project", "/finnes/ikke"],
    ["ask", "--project", ""],
    ["query"],
    ["query", ""],
    ["query", "\udcff"],
    ["query", "SELECT"],
    ["query", "SELECT * WHERE {\n ?s ?p }"],
    ["query", "DROP ALL"],
    ["query", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"],
    ["query", "SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }"],
    ["query", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"],
    ["query", "SELECT * " + "{" * 5000 + "}" * 5000],
    ["query", "SELECT * { FILTER(1" + "||1" * 5000 + ") }"],
    ["query", "ASK {}", "--format", "nt"],
    ["query", "DESCRIBE ho:Measure", "--format", "csv"],
    ["query", "ASK {}", "ASK {}"],
    ["show"],
    ["show", "ingen-slik-ting"],
    ["show", "visjon", "--format", "rdf"],
    ["check", "--format", "xml"],
    ["check", "nå"],
    ["check", "--to", "x"],
    ["diff"],
    ["diff", "gammel.nq"],
    ["diff", "a", "b", "c"],
    ["serve", "--timeout="],
    ["export"],
    ["export", "pdf"],
    ["export", "csv"],
    ["export", "ttl", "--to", ""],
    ["export", "ttl", "--to", "/finnes/ikke/ho21.ttl"],
    ["export", "ttl", "--to", "/dev/null/ho21.ttl"],
    ["export", "ttl", "--to", "/dev/full"],
    ["export", "ttl", "--to", "/usr"],
    ["export", "ttl", "--to", "x" * 300],
    ["export", "ttl", "--to", str(ROOT / "graph" / "ny.ttl")],
    ["export", "csv", "--to", str(ROOT / "queries")],
    ["draw", "--to", str(ROOT / "ontology" / "kart.html")],
    ["draw", "--to", "/finnes/ikke/kart.html"],
    ["build", "--only", "kart"],
    ["build", "--pages-for", "mange"],
    ["build", "--pages-for", "-1"],
    ["build", "--pages-for", "1,5"],
    ["build", "--only", ", ,"],
    ["build", "--only", "check", "--to", str(ROOT / "graph")],
    ["build", "her"],
    ["push"],
    ["push", "--to"],
    ["push", "--to", ""],
    ["push", "--to", "eksempel.no"],
    ["push", "--to", "http://eksempel.no/store", "--dry-run"],
    ["push", "--to", "https://kari:ord@eksempel.no/store", "--dry-run"],
    ["push", "--to", "https://eksempel.no/\x1b[31m", "--dry-run"],
    ["push", "--to", "https://eksempel.no/store", "--timeout", "0", "--dry-run"],
    ["push", "--to", "http://127.0.0.1:9/store"],
    ["ask", "visjonen", "--endpoint", ""],
    ["ask", "visjonen", "--endpoint", "http://eksempel.no/sparql"],
    ["ask", "visjonen", "--endpoint", "http://127.0.0.1:9/sparql"],
    ["ask", "visjonen", "--endpoint", "http://127.0.0.1:9/sparql", "--timeout", "x"],
    ["query", "ASK {}", "--endpoint", "file:///etc/passwd"],
    ["query", "DROP ALL", "--endpoint", "http://127.0.0.1:9/sparql"],
    ["show", "utnytte-helsedata", "--endpoint", "http://127.0.0.1:9/sparql"],
]


@pytest.mark.parametrize("words", WRONG_CALLS, ids=lambda words: ascii(words)[:70])
def test_a_wrong_call_ends_with_2_and_one_sentence_in_either_language(ho21, words):
    told = set()
    for lang in ("nb", "en"):
        said = ["--lang", lang] if "--lang" not in words[:-1] else []
        code, out, err = ho21(*said, *words)
        assert (code, out) == (2, "")
        assert re.fullmatch(r"[^\n\x00-\x1f]+[.»”]\n", err)
        assert "Traceback" not in err
        told.add(err)
    assert len(told) == (1 if "--lang" in words[:-1] else 2)
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        ["ask", "sporsmal"],
        ["query", "ASK {}"],
        ["show", "dele-data"],
        ["export", "ttl"],
        ["draw"],
        ["build"],
        ["build", "--only", "data"],
    ],
    ids=" ".join,
)
def test_a_project_at_fault_ends_with_1_and_a_sentence_with_file_and_line(
    ho21, tiny_project, command
):
    root = tiny_project(statements=BROKEN)
    (root / "queries" / "sporsmal.rq").write_text("# nb: a\n# en: b\n# terms: c\nASK {}", "utf-8")
    file, line = place(root, "graph/kilde-en.ttl", '"Den søylen"')
    (Path() / "dist").mkdir()
    (Path() / "dist" / ".ho21").touch()
    for lang, sentence in (("nb", "Sitatet til"), ("en", "The quote of")):
        code, out, err = ho21(*command, "--project", str(root), "--lang", lang)
        assert (code, out) == (1, "")
        assert err.splitlines()[0].startswith(f"{file}:{line}: {sentence}")
        assert all(re.match(r"graph/[\w-]+\.\w+(:\d+)?: ", each) for each in err.splitlines())
    assert tree(Path()) == {"dist/.ho21": b""}


def test_a_check_tells_of_the_project_at_fault_and_ends_with_1(ho21, tiny_project):
    root = tiny_project(statements=BROKEN)
    file, line = place(root, "graph/kilde-en.ttl", '"Den søylen"')
    code, out, err = ho21("check", "--project", str(root), "--format", "json")
    report = json.loads(out)
    rules = [each for each in report["findings"] if each["severity"] == "rule"]
    assert (code, err, report["conforms"]) == (1, "", False)
    assert (file, line) in {(each["file"], each["line"]) for each in rules}
    code, out, _ = ho21("check", "--project", str(root))
    assert code == 1
    assert f"{file}:{line}: " in out


def test_a_check_is_read_by_people_and_by_programs(ho21, tiny_project):
    root = str(tiny_project())
    code, out, err = ho21("check", "--project", root, "--format", "json")
    assert json.loads(out)["conforms"] is (code == 0)
    assert err == ""
    assert ho21("check", "--project", root, "--format", "ttl")[1].startswith("@prefix sh:")
    assert ho21("check", "--project", root)[0] == code
    strict, out, _ = ho21("check", "--project", root, "--strict", "--format", "json")
    gaps = any(each["severity"] == "warning" for each in json.loads(out)["findings"])
    assert (strict, json.loads(out)["strict"]) == (max(code, int(gaps)), True)


def test_a_bad_question_is_told_by_check_build_and_the_list_and_hinders_no_other(ho21, small):
    queries = Path(small) / "queries"
    (queries / "god.rq").write_text("# nb: En\n# en: One\n# terms: ho:Claim\nASK {}", "utf-8")
    (queries / "uten.rq").write_text("# nb: To\n# en: Two\nASK {}", encoding="utf-8")
    wrong = "queries/uten.rq:1: "
    for words in (["check"], ["build"], ["build", "--only", "data"]):
        code, out, err = ho21(*words, "--project", small)
        assert code == 1
        assert f"{wrong}Spørsmålet mangler linjen «# terms:»" in out + err
    code, out, err = ho21("ask", "--project", small)
    assert (code, err.startswith(wrong)) == (1, True)
    assert re.search(r"^  god +En$", out, re.MULTILINE)
    assert ho21("ask", "god", "--project", small)[0] == 0
    (Path(small) / "graph" / "aktorer.ttl").unlink()
    _, out, _ = ho21("check", "--project", small, "--format", "json")
    told = {each["file"] for each in json.loads(out)["findings"]}
    assert told == {"graph/aktorer.ttl", "queries/uten.rq"}


@pytest.mark.parametrize("missing", ["datasett.ttl", "aktorer.ttl", "kilde-en.txt", "kilde-en.ttl"])
def test_a_file_that_is_missing_from_the_project_is_told_by_its_name(ho21, tiny_project, missing):
    root = tiny_project()
    (root / "graph" / missing).unlink()
    code, _, err = ho21("query", "ASK {}", "--project", str(root))
    assert code == 1
    assert any(line.startswith(f"graph/{missing}: ") for line in err.splitlines())


def test_a_saved_question_that_is_not_sparql_is_the_fault_of_the_project(ho21, tiny_project):
    root = tiny_project()
    text = "# nb: a\n# en: b\n# terms: ho:x\nSELECT * WHERE {\n  FILTER(?o >)\n}\n"
    (root / "queries" / "gal.rq").write_text(text, encoding="utf-8")
    code, out, err = ho21("ask", "gal", "--project", str(root))
    assert (code, out) == (1, "")
    assert re.fullmatch(r"queries/gal\.rq:5: .+\.\n", err)


def test_without_a_command_the_commands_are_shown_and_the_call_was_wrong(ho21):
    assert ho21() == (2, HELP["ho21"]["nb"], "")


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_names_every_command(ho21, lang, flag):
    code, out, err = ho21(flag, "--lang", lang)
    assert (code, out, err) == (0, HELP["ho21"][lang], "")
    assert re.findall(r"^  (\w+) ", out, re.MULTILINE) == list(ARGUMENTS)


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_names_its_options_and_no_others(ho21, command, lang):
    code, out, err = ho21(command, "--help", "--lang", lang)
    assert (code, out, err) == (0, HELP[command][lang], "")
    named = set(re.findall(r"^  (--[\w-]+)", out, re.MULTILINE))
    assert named == {*ARGUMENTS[command][1], *EVERYWHERE}


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_comes_however_it_is_asked_for(ho21, command, lang):
    told = (0, HELP[command][lang], "")
    assert ho21("help", command, "--lang", lang) == told
    assert ho21("--lang", lang, "help", command) == told
    assert ho21("--help", command, "--lang", lang) == told
    assert ho21("--lang", lang, command, "--format", "-h") == told
    assert ho21(command, "--farge", "to", "ord", "--help", "--lang", lang) == told


def test_help_without_a_command_is_the_help_of_all(ho21):
    for words in (["help"], ["help", "help"], ["help", "--help"], ["--help", "--farge"]):
        assert ho21(*words) == (0, HELP["ho21"]["nb"], "")


def test_how_completion_is_switched_on_stands_in_the_help():
    for lang in ("nb", "en"):
        assert 'eval "$(register-python-argcomplete ho21)"' in HELP["ho21"][lang]


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_a_missing_word_is_called_what_the_help_calls_it_in_the_language(ho21, lang):
    for command, (words, _) in ARGUMENTS.items():
        needed = [HELP["words"][name][lang] for name, count in words.items() if count is None]
        if needed:
            code, out, err = ho21(command, "--lang", lang)
            usage = HELP[command][lang].splitlines()[0]
            assert (code, out) == (2, "")
            assert all(name in err for name in needed)
            assert all(name.split()[0] in usage.split() for name in needed)


def test_what_may_have_been_meant_is_asked_in_the_language(ho21):
    assert ho21("aks")[2].startswith("Ukjent kommando: aks (mente du ask?); velg blant build, ")
    assert ho21("--lang", "en", "aks")[2].startswith("Unknown command: aks (did you mean ask?); ")
    assert ho21("ask", "--fromat", "csv")[2] == (
        "Ukjent valg eller ord: --fromat (mente du --format?); se «ho21 ask --help».\n"
    )
    assert ho21("--lagn=en", "ask", "--lang", "en")[2] == (
        "Unknown option or word: --lagn (did you mean --lang?); see “ho21 ask --help”.\n"
    ).replace("--lagn ", "--lagn=en ")
    assert ho21("xyzzy")[2].startswith("Ukjent kommando: xyzzy; ")
    assert "mente du hvorfor?" in ho21("analyse", "hvorfo")[2]
    assert "did you mean malbilder or " in ho21("ask", "malbidler", "--lang", "en")[2]
    assert "mente du --to?" in ho21("export", "ttl", "--too", "x")[2]
    assert "mente du csv?" in ho21("ask", "visjonen", "--format", "cvs")[2]
    assert "mente du graphml?" in ho21("export", "graphmal")[2]
    assert "mente du map?" in ho21("build", "--only", "maps")[2]
    assert "mente du lang?" in ho21("ask", "visjonen", "lag=nb")[2]
    assert "mente du toppmote?" in ho21("analyse", "bortfall", "topmote")[2]


def test_a_language_given_twice_is_refused_in_the_last(ho21):
    twice = ho21("--lang", "en", "check", "--lang=nb")
    assert twice == (2, "", "--lang er skrevet to ganger; behold den ene.\n")
    twice = ho21("--lang", "nb", "query", "--lang", "en", "--", "--lang=nb")
    assert twice == (2, "", "--lang is written twice; keep one of them.\n")


def test_a_value_of_a_question_given_twice_or_empty_is_refused(ho21):
    asked = ("ask", "alt-om-en-ting", "ting=ho21-radet")
    assert ho21(*asked, "ting=visjonen") == (2, "", "ting er skrevet to ganger; behold den ene.\n")
    for empty in ("ting=", "ting= "):
        told = (2, "", "ting mangler en verdi; skriv ting=VERDI.\n")
        assert ho21(*asked[:2], empty) == told
    assert ho21(*asked, "=x")[2].startswith("Et av ordene i kommandoen er tomt; ")


def test_no_name_is_suggested_for_a_short_word_that_is_like_any_other(ho21):
    told = "Fant ingen ting som heter nei; bruk slug, IRI eller navn.\n"
    assert ho21("show", "nei") == (2, "", told)


EMPTY = ("SELECT ?a { ?a a ho:Ingenting }", "CONSTRUCT WHERE { ?a a ho:Ingenting }")


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("query", EMPTY)
def test_an_answer_with_nothing_in_it_is_told_to_a_person_beside_it(ho21, query, lang):
    code, out, err = ho21("query", query, "--lang", lang)
    assert (code, err.splitlines()[-1]) == (0, say("answer-empty", lang))
    assert out in {"", "a\n─\n"}


@pytest.mark.parametrize(
    ("lang", "words"),
    [("nb", "Prøv «ho21 ask satsingsomrader»."), ("en", "Try “ho21 ask satsingsomrader”.")],
)
def test_a_question_without_an_answer_says_what_that_means_and_what_to_ask(ho21, lang, words):
    asked = question(open_project(), "soyler-og-omrader")

    err = ho21("ask", "soyler-og-omrader", "--stated-only", "--lang", lang)[2]

    assert err.splitlines()[-1] == f"{asked.empty[lang]} {words}"


@pytest.mark.parametrize("form", ["csv", "tsv", "json"])
def test_an_answer_with_nothing_in_it_is_no_news_to_a_program(ho21, form):
    assert say("answer-empty", "nb") not in ho21("query", EMPTY[0], "--format", form)[2]
    assert say("answer-empty", "nb") not in ho21("query", "ASK { ?a a ho:Goal }")[2]


def test_the_parts_to_build_may_have_room_and_nothing_between_them(ho21, tiny_project):
    root = with_one_shape(tiny_project())
    assert ho21("build", "--only", " data, ,data,", "--project", str(root))[0] == 0
    assert sorted(each.name for each in Path("dist").iterdir() if each.is_dir()) == ["data"]


def test_a_format_in_capitals_is_that_format(ho21):
    for words in (["ask", "visjonen", "--format"], ["show", "ho21-radet", "--format"], ["export"]):
        for form in ("ttl",) if words[0] != "ask" else ("csv", "json"):
            assert ho21(*words, form.upper()) == ho21(*words, form)


@pytest.mark.parametrize("word", ["finnes-ikke.rq", "SELECT", ".", "/finnes/ikke.rq"])
def test_what_is_neither_a_file_nor_a_query_is_told_as_such(ho21, word):
    assert ho21("query", word) == (
        2,
        "",
        (
            f"{word} er verken en fil eller en spørring i SPARQL; rett filnavnet, eller skriv "
            "spørringen i anførselstegn.\n"
        ),
    )


def test_a_query_that_is_empty_is_told_as_such(ho21):
    Path("tom.rq").write_text("\ufeff \n", encoding="utf-8")
    assert ho21("query", "tom.rq")[2].startswith("Spørringen er tom; ")


def examples() -> list[str]:
    """Return the example of each command in each language; the same one only once."""
    each = re.compile(r"^(?:Eksempel|Example): ho21 (.+)$", re.MULTILINE)
    found = {(name, lang): each.findall(HELP[name][lang]) for name in COMMANDS
             for lang in ("nb", "en")}  # fmt: skip
    assert [at for at, lines in found.items() if len(lines) != 1] == []
    assert [at for at, lines in found.items() if lines[0].split()[0] != at[0]] == []
    return list(dict.fromkeys(lines[0] for lines in found.values()))


@pytest.mark.parametrize(
    "example", [each for each in examples() if each.split()[0] not in {"serve", "mcp"}]
)
def test_the_example_in_the_help_of_a_command_runs(ho21, example, tiny_project):
    words = shlex.split(example)
    if words[0] == "draft":  # which writes beside the project
        Path(words[1]).write_text("Ny plan\n\nVi må rydde fjorden.\n", encoding="utf-8")
        words += ["--project", str(tiny_project())]
    for word in words:
        if word.endswith(".nq"):
            assert ho21("export", "nq", "--to", word)[0] == 0
    if words[0] == "compare":
        shutil.copytree(ROOT / "tests" / "support" / "projects" / "city", words[1])
        other = "--project", str(ROOT / "tests" / "support" / "projects" / "fjord")
        assert ho21("export", "ttl", "--to", words[2], *other)[0] == 0
    code, out, _ = ho21(*words)
    assert code == 0
    assert out or list(Path().iterdir())


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_the_example_in_the_help_of_serve_runs_until_it_is_told_to_stop(lang):
    (example,) = re.findall(
        r"^(?:Eksempel|Example): ho21 serve (.+)$", HELP["serve"][lang], re.MULTILINE
    )
    words = shlex.split(example)
    words[words.index("--port") + 1] = "0"  # whichever is free while the tests run

    with serving(*words, "--lang", lang) as server:
        assert server.ask("/").status == 200
        assert server.said() == say("serving", lang) + "\n"


def test_the_version_is_told(ho21):
    code, out, _ = ho21("--version")
    assert code == 0
    assert re.fullmatch(r"ho21 \d+\.\d+\.\d+\n", out)


@pytest.mark.parametrize(
    ("variables", "lang"),
    [
        ({}, "nb"),
        ({"LANG": "nb_NO.UTF-8"}, "nb"),
        ({"LANG": "nn_NO.UTF-8"}, "nb"),
        ({"LANG": "no_NO"}, "nb"),
        ({"LANG": "C"}, "nb"),
        ({"LANG": "C.UTF-8"}, "nb"),
        ({"LANG": "POSIX"}, "nb"),
        ({"LANG": ""}, "nb"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "nb_NO.UTF-8", "LC_MESSAGES": "en_US"}, "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "nb_NO"}, "nb"),
        ({"LC_ALL": "en_US", "LC_MESSAGES": "nb_NO", "LANG": "nb_NO"}, "en"),
        ({"LC_ALL": "nb_NO", "LC_MESSAGES": "en_US", "LANG": "en_US"}, "nb"),
        ({"LC_ALL": "", "LANG": "en_US"}, "en"),
    ],
)
def test_the_language_is_that_of_lc_all_else_lc_messages_else_lang(
    ho21, monkeypatch, variables, lang
):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ho21("--help")[1] == HELP["ho21"][lang]
    assert ho21("--help", "--lang", "en")[1] == HELP["ho21"]["en"]
    assert ho21("--help", "--lang=nb")[1] == HELP["ho21"]["nb"]


def test_ask_without_a_name_lists_the_questions_in_the_language(ho21):
    hidden = {"maltall-og-penger"}  # nothing answers it here
    names = sorted({path.stem for path in (ROOT / "queries").glob("*.rq")} - hidden)
    for lang, topic in (("nb", "Mål og satsingsområder"), ("en", "Goals and priority areas")):
        code, out, err = ho21("ask", "--lang", lang)
        listed = (line for line in out.splitlines() if line.startswith("  "))
        rows = [re.split(r" {2,}", line.strip()) for line in listed]
        assert (code, sorted(name for name, _ in rows), err) == (0, names, "")
        assert all(title.endswith("?") for _, title in rows)
        assert f"\n{topic}\n  strategien-pa-en-rad " in out


def test_ask_finds_a_question_by_words_and_asks_the_only_one(ho21):
    by_name = ho21("ask", "hvem-hadde-vervet")
    asked = question(open_project(), "hvem-hadde-vervet")

    assert by_name == (0, by_name[1], "")
    found = ho21("ask", "hvem", "hadde", "hvilket", "verv")
    assert found == (0, by_name[1], f"hvem-hadde-vervet: {asked.title['nb']}\n")
    assert ho21("ask", "hvem hadde vervet") == by_name
    code, out, err = ho21("ask", "visjon", "--lang", "en")
    assert (code, err) == (0, "2 questions have the words. Write “ho21 ask” and a name.\n")
    assert [line.split()[0] for line in out.splitlines() if line.startswith("  ")] == [
        "strategien-pa-en-rad", "visjonen",
    ]  # fmt: skip


def test_ask_answers_in_the_language_of_the_call_unless_told_otherwise(ho21):
    def label(*words: str) -> str:
        _, out, _ = ho21("ask", "visjonen", "--format", "csv", *words)
        return next(csv.DictReader(io.StringIO(out)))["visionLabel"]

    norwegian, english = label(), label("--lang", "en")
    assert norwegian != english
    assert label("lang=en") == english
    assert label("--lang", "en", "lang=nb") == norwegian


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "md"])
def test_an_answer_comes_alone_on_stdout_in_every_form(ho21, form):
    code, out, err = ho21("ask", "visjonen", "--format", form)
    assert (code, err) == (0, "")
    assert "forsterket-innsats.txt:32–34" in out


def test_a_workbook_comes_whole_on_stdout():
    code, out, err = outside("ask", "visjonen", "--format", "xlsx")
    assert (code, out[:2], err) == (0, b"PK", "")


def test_options_may_stand_anywhere(ho21):
    first = ho21("ask", "--format", "csv", "alt-om-en-ting", "ting=ho21-radet", "lang=en")
    last = ho21("ask", "alt-om-en-ting", "lang=en", "ting=ho21-radet", "--format=csv")
    before = ho21("--lang", "en", "--format", "csv", "ask", "alt-om-en-ting", "ting=ho21-radet")
    assert first[0] == 0
    assert first == last == before


def test_options_may_stand_before_the_command(ho21, tiny_project):
    root = str(tiny_project())
    for words in (["check", "--strict", "--format", "json"], ["query", "ASK {}", "--stated-only"]):
        after = ho21(*words, "--project", root, "--lang", "en")
        assert ho21("--project", root, "--lang=en", *words[2:], *words[:2]) == after
        assert after[0] in {0, 1}
    assert ho21("--project", root, "ask") == ho21("ask", "--project", root)


def test_words_after_two_dashes_are_never_options(ho21):
    assert ho21("ask", "--format", "csv", "--", "visjonen")[0] == 0
    assert "--format" in ho21("ask", "--", "--format")[2]


def test_a_workbook_is_not_thrown_on_the_screen():
    for words in (["export", "xlsx"], ["ask", "visjonen", "--format", "xlsx", "--lang", "en"]):
        ours, theirs = pty.openpty()
        with started(*words, stdout=theirs, stderr=subprocess.PIPE) as process:
            os.close(theirs)
            err = process.stderr.read().decode()
            with contextlib.suppress(OSError):
                assert os.read(ours, 100) == b""
        os.close(ours)
        assert process.returncode == 2
        assert err == say("binary-on-screen", "en" if "en" in words else "nb") + "\n"


def counted(ho21, *words: str) -> int:
    code, out, err = ho21(*words, "--format", "csv")
    assert (code, err) == (0, "")
    return len(list(csv.reader(io.StringIO(out))))


def test_stated_only_leaves_out_the_rows_that_are_readings(ho21):
    for words in (
        ["ask", "alt-om-en-ting", "ting=utnytte-helsedata"],
        ["show", "utnytte-helsedata"],
        ["query", "SELECT * { ?s ho:contributesTo ?o }"],
    ):
        assert counted(ho21, *words) > counted(ho21, *words, "--stated-only")
    every, stated = (len(ho21("export", "nq", *more)[1]) for more in ([], ["--stated-only"]))
    assert every > stated
    readings = "SELECT * FROM <https://w3id.org/ho21/graph/tolkning> { ?s ?p ?o }"
    assert ho21("query", readings)[0] == 0
    assert ho21("query", readings, "--stated-only")[0] == 2


QUERY = "SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a ho:Recommendation }"


def test_a_query_is_the_text_itself_a_file_or_what_comes_in(ho21, monkeypatch):
    Path("q.rq").write_text(QUERY, encoding="utf-8")
    Path("bom.rq").write_bytes(b"\xef\xbb\xbf" + QUERY.encode())
    expected = (0, "n\r\n25\r\n", "")
    assert ho21("query", QUERY, "--format", "csv") == expected
    assert ho21("query", "q.rq", "--format", "csv") == expected
    assert ho21("query", "bom.rq", "--format", "csv") == expected
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(QUERY.encode())))
    assert ho21("query", "-", "--format", "csv") == expected


def test_a_query_may_come_through_a_pipe_that_the_shell_has_made(ho21):
    ours, theirs = os.pipe()
    os.write(theirs, QUERY.encode())
    os.close(theirs)
    assert ho21("query", f"/dev/fd/{ours}", "--format", "csv") == (0, "n\r\n25\r\n", "")
    os.close(ours)


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_of_a_query_no_more_is_read_than_data_may_be(ho21, monkeypatch, lang):
    size = "0.001"
    why = say("file-too-large", lang, limit=size, option="--data-limit").rstrip(".")
    Path("q.rq").write_bytes(b"#" * 1001)
    ours, theirs = os.pipe()
    os.write(theirs, b"#" * 1001)
    rest = "--data-limit", size, "--lang", lang
    with Path("/dev/zero").open() as endless:
        monkeypatch.setattr("sys.stdin", endless)
        for word, named in (
            ("-", "stdin"),
            *[(each, each) for each in ("q.rq", f"/dev/fd/{ours}")],
        ):
            told = say("not-readable", lang, file=named, why=why)
            assert ho21("query", word, *rest) == (2, "", f"{told}\n")
    os.close(ours)
    os.close(theirs)


@pytest.mark.parametrize("length", [200, 300, 999, 5000])
def test_a_query_may_be_longer_than_a_file_name(ho21, length):
    query = QUERY.replace("ho:Recommendation", f"ho:Recommendation #{'x' * length}\n")
    assert ho21("query", query, "--format", "csv")[1] == "n\r\n25\r\n"
    flat = f"SELECT ?x WHERE {{ ?x a ho:Vision . FILTER(STR(?x) != '{'x' * length}') }}"
    assert ho21("query", flat)[0] == 0


def test_a_query_that_cannot_be_read_is_told(ho21, monkeypatch):
    Path("latin.rq").write_bytes("# æ\nASK {}".encode("latin-1"))
    code, out, err = ho21("query", "latin.rq")
    assert (code, out) == (2, "")
    assert err.startswith("latin.rq er ikke gyldig UTF-8; ")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff")))
    assert ho21("query", "-", "--lang", "en")[2].startswith("stdin is not valid UTF-8; ")
    monkeypatch.setattr("sys.stdin", None)
    assert ho21("query", "-")[0] == 2


def test_show_tells_the_name_the_place_and_the_links_of_one_thing(ho21):
    code, out, err = ho21("show", "utnytte-helsedata", "--lang", "en")
    assert (code, err) == (0, "")
    label, names, _, counted, _, heads, *_ = out.splitlines()
    assert label == "Make better use of health data"
    assert names.split() == [
        "tiltak:utnytte-helsedata",
        "https://w3id.org/ho21/id/tiltak/utnytte-helsedata",
    ]
    assert re.fullmatch(
        rf"{label}: \d+ links are stated in the sources and \d+ interpreted\.", counted
    )
    assert {"Relation", "With", "Place", "Stated or interpreted"} <= set(re.split(r" {2,}", heads))
    assert "innspill-helsepersonellkommisjonen.txt:55" in out


@pytest.mark.parametrize(
    "name",
    [
        "tiltak:utnytte-helsedata",
        "https://w3id.org/ho21/id/tiltak/utnytte-helsedata",
        "Utnytte helsedata bedre",
        "Make better use of health data",
    ],
)
def test_show_takes_a_slug_a_prefixed_name_an_iri_or_a_label(ho21, name):
    assert ho21("show", name) == ho21("show", "utnytte-helsedata")


def test_show_tells_which_things_a_name_may_mean(ho21, tiny_project):
    code, _, err = ho21("show", "data", "--project", str(tiny_project()))
    assert code == 2
    assert err == "data kan bety flere ting: soyle:data, tema:data; skriv den du mener.\n"


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld"])
def test_show_gives_the_triples_of_a_thing(ho21, form):
    code, out, err = ho21("show", "utnytte-helsedata", "--format", form)
    assert (code, err) == (0, "")
    assert "utnytte-helsedata" in out
    assert "Retning" not in out


def test_another_project_needs_no_questions_of_its_own(ho21, tiny_project):
    root = str(tiny_project())
    code, out, err = ho21("ask", "--project", root)
    assert (code, err) == (0, "")
    assert "alt-om-en-ting" in out.split()
    code, out, _ = ho21("show", "dele-data", "--project", root)
    assert code == 0
    assert "kilde-en.txt:5" in out
    assert ho21("query", "ASK { tiltak:dele-data a ho:Measure }", "--project", root)[0] == 0


def test_export_writes_to_stdout_or_to_a_file(ho21):
    code, out, err = ho21("export", "ttl")
    assert (code, err) == (0, "")
    assert ho21("export", "ttl", "--to", "ho21.ttl") == (0, "", "")
    assert Path("ho21.ttl").read_text(encoding="utf-8") == out
    assert ho21("export", "csv", "--to", "tabeller")[0] == 0
    assert sorted(tree(Path("tabeller"))) == [".ho21", "koblinger.csv", "steder.csv", "ting.csv"]


@pytest.mark.parametrize("target", ["ny/", "ny/.", "."])
def test_a_result_that_is_one_file_needs_a_file_s_name(ho21, target):
    told = say("target-is-folder", "nb", target=target)
    assert ho21("export", "nq", "--to", target) == (2, "", f"{told}\n")
    assert list(Path().iterdir()) == []


def test_a_hyphen_is_where_a_result_goes_anyway(ho21):
    assert ho21("export", "nq", "--to", "-") == ho21("export", "nq")
    code, out, err = ho21("draw", "--to", "-")
    assert (code, out[:9].lower(), err) == (0, "<!doctype", "")
    told = say("target-needed", "nb", format="csv")
    assert ho21("export", "csv", "--to", "-") == (2, "", f"{told}\n")
    told = say("target-needed", "nb", format="ho21 build")
    assert ho21("build", "--to", "-") == (2, "", f"{told}\n")
    assert list(Path().iterdir()) == []


def test_from_a_folder_that_is_gone_it_is_told_that_it_is_missing(ho21, tmp_path, monkeypatch):
    (tmp_path / "borte").mkdir()
    monkeypatch.chdir(tmp_path / "borte")
    (tmp_path / "borte").rmdir()
    for call in (["nq", "--to", "x.nq"], ["csv", "--to", "x"]):
        told = say("target-missing", "nb", target=call[-1])
        assert ho21("export", *call) == (2, "", f"{told}\n")
    there = str(tmp_path / "x.nq")
    assert ho21("export", "nq", "--to", there)[::2] == (0, "")


def test_a_link_is_never_written_through(ho21):
    Path("annet.ttl").write_text("mitt", encoding="utf-8")
    Path("lenke.ttl").symlink_to("annet.ttl")
    Path("ring").symlink_to("ring")
    for target in ("lenke.ttl", "ring"):
        code, _, err = ho21("export", "ttl", "--to", target)
        assert (code, err) == (2, f"{target} er en lenke; skriv stedet den fører til.\n")
    assert Path("annet.ttl").read_text(encoding="utf-8") == "mitt"
    assert Path("lenke.ttl").is_symlink()


def test_draw_writes_one_page(ho21):
    code, out, err = ho21("draw", "--to", "kart.html")
    assert (code, out, err) == (0, "", "kart.html\n")
    assert Path("kart.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert list(tree(Path())) == ["kart.html"]


def test_build_tells_what_it_made_and_how_the_project_stands(ho21, small):
    code, out, err = ho21("build", "--only", "data,check", "--project", small)
    assert (code, out) == (0, "Ferdig: dist/data/ (dataene), dist/check.html (kontrollen)\n")
    assert re.fullmatch(r"Alt i orden: .+\.\n", err)
    code, out, _ = ho21(
        "build", "--only", "check", "--to", "ut", "--lang", "en", "--project", small
    )
    assert (code, out) == (0, "Done: ut/check.html (the check)\n")
    assert {path.name for path in Path().iterdir()} == {"dist", "ut"}


@pytest.mark.parametrize(
    ("lang", "many", "ending", "one"),
    [
        ("nb", r"Det er \d+ ting, flere enn 3, så .+", ".html (listene)", "sidene til tingene"),
        ("en", r"There are \d+ things, more than 3, so .+", ".en.html (the lists)", "the pages of"),
    ],
)
def test_a_build_without_a_page_for_each_thing_says_so_and_how_to_have_one(
    ho21, small, lang, many, ending, one
):
    words = ("build", "--project", small, "--lang", lang)
    _, out, err = ho21(*words, "--only", "pages", "--pages-for", "3")
    assert out.endswith(f": dist/id/index{ending}\n")
    assert re.search(f"^{many}ho21 serve.+ho21 build --only .+$", err, re.MULTILINE)
    assert not Path("dist/id/tiltak").exists()
    assert f": dist/id/ ({one}" in ho21(*words, "--only", "dele-data")[1]
    assert Path("dist/id/tiltak/dele-data.html").exists()
    assert not re.search(many, ho21(*words, "--only", "pages")[2])


def test_a_build_that_breaks_a_shape_tells_what_is_wrong_and_leaves_the_old_one(ho21, small):
    assert ho21("build", "--only", "data", "--project", small)[0] == 0
    before = tree(Path())
    file = Path(small) / "graph" / "kilde-en.ttl"
    text = file.read_text(encoding="utf-8").replace(' , "Share data"@en', "")
    file.write_text(text, encoding="utf-8")
    code, out, err = ho21("build", "--project", small)
    assert (code, out) == (1, "")
    assert re.search(r"^ +graph/kilde-en\.ttl:\d+: ", err, re.MULTILINE)
    assert tree(Path()) == before


@pytest.mark.parametrize("target", ["/finnes/ikke/dist", "/dev/null", "/dev/null/dist", "/usr"])
def test_a_place_that_cannot_be_built_in_is_told_in_one_sentence(ho21, small, target):
    words = ("build", "--only", "data", "--project", small, "--to", target)
    for lang in ("nb", "en"):
        code, out, err = ho21(*words, "--lang", lang)
        assert (code, out) == (2, "")
        assert re.fullmatch(rf"{target.replace('/null/dist', '/null')} [^\n]+\.\n", err)


@pytest.mark.parametrize(
    "words",
    [["build", "--only", "data"], ["export", "nq", "--to", "x.nq"], ["export", "csv", "--to", "x"]],
    ids=" ".join,
)
def test_a_full_disk_is_told_in_one_sentence_and_nothing_is_changed(small, words):
    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))

    # Python would leave half a file of bytecode behind for the next test.
    env = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    code, out, err = outside(*words, "--project", small, preexec_fn=little_room, env=env)
    assert (code, out) == (2, b"")
    assert re.fullmatch(r"Det er ikke plass til \S+: disken er full; .+\.\n", err)
    assert list(Path().iterdir()) == []


def test_what_is_read_need_not_be_writable(small):
    code, out, err = outside("query", "ASK {}", "--project", small, cwd="/proc")
    assert (code, err) == (0, "")
    assert out


def test_few_open_files_and_little_memory_are_enough():
    def little() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))

    code, _, err = outside("ask", "visjonen", preexec_fn=little)
    assert (code, err) == (0, "")


def test_a_reader_that_stops_reading_is_no_error():
    with started("export", "nq", stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
    assert (process.returncode, err) == (0, b"")


@pytest.mark.parametrize("words", [["ask"], ["--help"], ["export", "nq"], ["ask", "visjonen"]])
def test_a_full_stdout_is_told_in_one_sentence(words):
    with Path("/dev/full").open("wb") as full:
        done = started(*words, stdout=full, stderr=subprocess.PIPE)
        err = done.communicate()[1].decode()
    assert (done.returncode, err.count("\n")) == (2, 1)
    assert err.startswith("Det er ikke plass til stdout: ")


@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "2>&-", "0<&- 1>&- 2>&-"])
def test_a_stream_that_is_closed_gives_no_traceback(closed):
    for words in ("ask visjonen", "ask ukjent", "--help"):
        done = subprocess.run(
            ["bash", "-c", f"exec {shlex.quote(sys.executable)} -m ho21 {words} {closed}"],
            check=False,
            capture_output=True,
        )
        wrong = words == "ask ukjent" or "1>&-" in closed
        assert done.returncode == (2 if wrong else 0)
        assert done.stderr.count(b"\n") == (1 if wrong and "2>&-" not in closed else 0)


def test_a_full_stderr_changes_nothing_but_what_is_read():
    with Path("/dev/full").open("wb") as full:
        assert started("ask", "ukjent", stderr=full).wait() == 2


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the system tells of no threads")
def test_a_build_that_is_watched_at_a_terminal_makes_its_pages_beside_the_check(small):
    program = (
        "import os, sys\n"
        "copied = os.fork\n"
        "os.fork = lambda: os.write(1, b'copied ') and copied()\n"
        "from ho21.cli.main import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    ours, theirs = pty.openpty()
    words = [sys.executable, "-c", program, "build", "--project", small]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        with contextlib.suppress(OSError):  # the other end is closed
            while os.read(ours, 65536):
                pass
        told = process.stdout.read()
    os.close(ours)
    assert (process.returncode, told.count(b"copied")) == (0, 1)


def test_an_interrupted_build_ends_with_130_and_one_sentence_and_changes_nothing(small):
    program = (
        "import signal, sys, time, ho21.site.artifacts as made\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # also where it was ignored
        "made.Published._data = lambda _: print('now', flush=True) or time.sleep(60)\n"
        "from ho21.cli.main import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    words = [sys.executable, "-c", program, "build", "--only", "data", "--project", small]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"now\n"
        process.send_signal(signal.SIGINT)
        err = process.stderr.read().decode()
    assert (process.returncode, err) == (130, say("interrupted", "nb") + "\n")
    assert list(Path().iterdir()) == []


def test_an_endless_query_is_stopped_by_ctrl_c_in_one_sentence():
    program = (
        "import sys, ho21.sparql.evaluation as where\n"
        "admit = where.admit\n"
        "where.admit = lambda *x, **y: admit(*x, **y) or print('now', flush=True)\n"
        "from ho21.cli.main import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    words = [sys.executable, "-c", program, "query", ENDLESS]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"now\n"
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        err = process.stderr.read().decode()
    assert (process.returncode, err) == (130, say("interrupted", "nb") + "\n")


def test_a_command_called_from_python_leaves_ctrl_c_as_it_was(ho21):
    before = signal.getsignal(signal.SIGINT)
    assert ho21("query", "ASK {}")[0] == 0
    assert signal.getsignal(signal.SIGINT) is before


def test_a_terminal_is_shown_that_work_goes_on(small):
    ours, theirs = pty.openpty()
    with started("build", "--only", "data", "--project", small, stderr=theirs, stdout=theirs):
        os.close(theirs)
        said = b""
        with contextlib.suppress(OSError):
            while more := os.read(ours, 4096):
                said += more
    os.close(ours)
    assert "Arbeider" in said.decode()
    assert "Ferdig: " in said.decode()


@pytest.mark.parametrize(
    "words", [["ask", "satsingsomrader", "--format", "csv"], ["ask"], ["--help"]]
)
def test_an_answer_needs_no_slow_library(words, monkeypatch):
    monkeypatch.delenv("COLUMNS")
    program = (
        "import sys; from ho21.cli.main import main; main(sys.argv[1:]);"
        "print(*sorted(name for name in sys.modules if '.' not in name), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words], check=True, capture_output=True, text=True
    )
    slow = {"rdflib", "pyshacl", "networkx", "pyvis", "jinja2", "rich", "xlsxwriter", "starlette"}
    slow |= {"argcomplete", "httpx2", "httpcore2", "anyio"}
    assert slow & set(done.stderr.split()) == set()


def test_nothing_is_sent_to_the_network(small):
    program = (
        "import socket, sys\n"
        "def no(*_): raise SystemExit('network')\n"
        "socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = no\n"
        "from ho21.cli.main import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    for words in (["show", "dele-data"], ["build", "--only", "data,check"], ["draw"], ["check"]):
        done = subprocess.run(
            [sys.executable, "-c", program, *words, "--project", small], capture_output=True
        )
        assert (done.returncode, b"network" in done.stderr) == (0, False)


WORDS = st.sampled_from(
    [
        *(
            "ask",
            "query",
            "show",
            "export",
            "help",
            "visjonen",
            "ho21-radet",
            "ttl",
            "nq",
            "ASK {}",
            "-",
        ),
        *("--format", "csv", "json", "--stated-only", "--lang", "nb", "en", "--lang=en", "--help"),
        *("--project", ".", "--", "-x", "=", "lang=en", "ting=", "", "--version", "\udcff", "æ\n"),
    ]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(WORDS, max_size=6))
def test_any_words_end_with_0_1_or_2_and_never_with_a_traceback(ho21, monkeypatch, words):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"ASK {}")))
    code, out, err = ho21(*words)
    assert code in {0, 2}
    assert bool(out or "ask" in words) or code == 2
    assert (err.count("\n") if code == 2 and words else 0) <= 1


def test_a_project_with_an_unreadable_word_is_told_and_not_guessed(ho21, tiny_project):
    text = TEXT.replace("Målbildet", "M\xe5lbildet")
    root = tiny_project(text=text)
    (root / "graph" / "kilde-en.txt").write_bytes(text.encode("latin-1"))
    written = f"{PREFIXES}\n{STATEMENTS}{capture(text, 'kilde-en')}"
    (root / "graph" / "kilde-en.ttl").write_text(written, encoding="utf-8")
    code, _, err = ho21("query", "ASK {}", "--project", str(root))
    assert code == 1
    assert "graph/kilde-en.txt:4: " in err


def test_a_query_may_be_given_so_many_seconds_and_no_more(tiny_project):
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
    words = ["query", endless.replace("?n)", "?q)"), "--timeout", "0.5", "--lang", "en"]
    ended = subprocess.run(
        [sys.executable, "-m", "ho21", *words, "--project", tiny_project()],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        "The query was stopped after 0.5 s without an answer; "
        "make it simpler, or give it more time with --timeout.\n"
    )


def test_what_would_be_put_elsewhere_is_shown_and_nothing_is_sent(ho21, small, monkeypatch):
    monkeypatch.setenv("HO21_USER", "kari")
    monkeypatch.setenv("HO21_PASSWORD", "hemmelig-ord")
    with canary() as bird:
        code, out, err = ho21("push", "--project", small, "--to", bird.url, "--dry-run")
        bare = ho21("push", "--project", small, "--to", bird.url, "--dry-run", "--stated-only")[1]

    assert code == 0
    assert bird.calls == []
    lines = [line.split() for line in out.splitlines()]
    assert all(int(triples) > 0 and int(size) > 0 for _, triples, size in lines)
    assert [line[0].rpartition("/graph/")[2] for line in lines][-1] == "tolkning"
    assert "tolkning" not in bare
    assert "ingenting er sendt" in err
    assert "hemmelig" not in out + err


@pytest.mark.parametrize(
    "words",
    [["push", "--to"], ["ask", "visjonen", "--endpoint"], ["query", "ASK {}", "--endpoint"]],
)
@pytest.mark.parametrize(
    "answer",
    [
        reply(401, "hemmelig-ord", "text/plain"),
        reply(500, "\x1b]0;hemmelig-ord\x07", "text/plain"),
        reply(302, Location="http://169.254.169.254/hemmelig-ord"),
        reply(200, "<html>hemmelig-ord</html>", "text/html"),
        reply(200, '{"head":{"vars":["graph"', "application/sparql-results+json"),
    ],
)
def test_nothing_is_shown_of_what_is_no_answer_from_elsewhere_and_no_secret_ever(
    ho21, monkeypatch, words, answer
):
    monkeypatch.setenv("HO21_USER", "kari")
    monkeypatch.setenv("HO21_PASSWORD", "hemmelig-ord")
    with stranger(lambda _: answer) as it:
        code, out, err = ho21(*words, it.url, "--timeout", "2")

    assert (code, out) == (2, "")
    assert re.fullmatch(r"[^\n\x00-\x1f]+\.\n", err)
    assert "hemmelig" not in err


def test_half_a_credential_is_a_wrong_call_before_anything_is_sent(ho21, monkeypatch):
    monkeypatch.setenv("HO21_USER", "kari")
    with canary() as bird:
        assert ho21("push", "--to", bird.url)[:2] == (2, "")
    assert bird.calls == []
