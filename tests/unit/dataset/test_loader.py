"""Loading: the files of a project are read, and what cannot be read stops what rests on it."""

from __future__ import annotations

import json
import os
import pickle
import shutil
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ho21.api import open as open_graph
from ho21.cli.main import main
from ho21.dataset import coverage, integrity, statements
from ho21.dataset.loader import load
from ho21.dataset.readings import readings, rows
from ho21.errors import ProjectError
from ho21.project import FileLimits, open_project
from ho21.rdf import turtle
from ho21.sparql.questions import read_questions
from ho21.validation.shacl import check
from support.tiny import (
    BASE,
    PREFIXES,
    ROOT,
    STATEMENTS,
    TEXT,
    changed,
    faults,
    place,
    told,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

FILE = "graph/kilde-en.ttl"
CITY = ROOT / "tests" / "support" / "projects" / "city"
OWN = "graph/datasett.ttl"
TABLE = "graph/tolkning.tsv"
ROOT = f'void:uriSpace "{BASE.iri}"'
QUESTION = """# nb: Hva heter tiltakene?
# en: What are the measures called?
# terms: ho:Measure

PREFIX ho: <https://w3id.org/ho21/def#>
SELECT ?measure WHERE { ?measure a ho:Measure }
"""


def edit(root: Path, file: str, old: str, new: str) -> None:
    """Change the first place of some words in a file of a project."""
    text = (root / file).read_bytes().decode()
    assert old in text
    (root / file).write_bytes(text.replace(old, new, 1).encode())


# What cannot be read

BROKEN = {
    FILE: ("tema:data a ho:Theme ;", "tema:data a ho:Theme", "mark-missing"),
    OWN: ('dcat:version "0.0.1" ;', 'dcat:version "0.0.1"', "mark-missing"),
    TABLE: ("subject_id\t", "subject_id;", "wrong-separator"),
    "graph/aktorer.ttl": ("aktor:radet a", "aktør:radet a", "prefix-undeclared"),
    "graph/kilde-en.txt": ("Den bærende", "Den \x1b bærende", "control-sign"),
    "ontology/ho21.ttl": ("\nho:Actor a ", "\nho:Actor a , ", "out-of-place"),
    "ontology/names.ttl": ("\nskos:Concept ", "\nskos:Concept . ", "out-of-place"),
}


@pytest.mark.parametrize("file", BROKEN)
def test_of_a_file_that_cannot_be_read_one_line_is_told_and_nothing_that_follows(
    tiny_project, file
):
    root = tiny_project()
    old, new, key = BROKEN[file]
    edit(root, file, old, new)
    where = place(root, file, new.split("\n")[-1])
    with pytest.raises(ProjectError) as caught:
        load(open_project(str(root)))
    assert [(each.key, each.file, each.line) for each in caught.value.faults] == [(key, *where)]


@pytest.mark.parametrize(
    ("raw", "key"), [(b"ja\nn\x1bei", "control-sign"), (b"ja\nn\xe5", "not-utf8")]
)
def test_a_table_that_is_only_kept_in_the_project_is_readable_too(tiny_project, raw, key):
    root = tiny_project()
    (root / "graph" / "annenlesning.tsv").write_bytes(raw)
    assert told(root) == [(key, "graph/annenlesning.tsv", 2)]
    (root / "graph" / "annenlesning.tsv").write_bytes(b"hva som helst")
    assert told(root) == []


def test_of_several_files_that_cannot_be_read_each_is_told_once(tiny_project):
    root = tiny_project()
    for file, (old, new, _) in BROKEN.items():
        edit(root, file, old, new)
    edit(root, "ontology/shapes.ttl", " ;", "")
    assert [(key, file) for key, file, _ in told(root)] == [
        *sorted(((key, file) for file, (_, _, key) in BROKEN.items()), key=lambda each: each[1]),
        ("mark-missing", "ontology/shapes.ttl"),
    ]


def test_check_says_in_the_form_asked_for_that_a_project_cannot_be_read(tiny_project, capsys):
    root = str(tiny_project(statements=changed(STATEMENTS, "a ho:Theme ;", "a ho:Theme")))
    sentence = "A “;”, “,” or “.” is missing after ho:Theme; put in the right one."

    assert main(["check", "--project", root, "--lang", "en"]) == 1
    assert capsys.readouterr() == ("", f"{FILE}:10: {sentence}\n")

    assert main(["check", "--project", root, "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [(each["file"], each["line"]) for each in found["findings"]] == [(FILE, 10)]
    assert (found["conforms"], found["nodes_checked"]) == (False, 0)

    assert main(["check", "--project", root, "--format", "ttl"]) == 1
    assert f"# {FILE}:10: {sentence}\n" in capsys.readouterr().out


def test_of_a_quote_that_is_not_there_one_line_is_told(tiny_project):
    wrong = changed(STATEMENTS, '"Alle deler data i mars 2030"@nb', '"Alle delte data 2030"@nb')
    root = tiny_project(statements=wrong)
    assert told(root) == [("quote-missing", *place(root, FILE, "Alle delte data"))]


@pytest.mark.parametrize("file", [FILE, "graph/kilde-en.txt", TABLE, "ontology/names.ttl"])
def test_a_limit_that_is_set_holds_for_every_file(tiny_project, file):
    root = tiny_project()
    (root / file).write_bytes((root / file).read_bytes() + b"\n" * 300_000)
    text = file.endswith(".txt")
    limits = FileLimits(text=0.3) if text else FileLimits(data=0.3)
    with pytest.raises(ProjectError) as caught:
        load(open_project(str(root), limits))
    (wrong,) = caught.value.faults
    assert (wrong.key, wrong.file) == ("file-too-large", file)
    assert wrong.message("nb").endswith(f"med {'--text-limit' if text else '--data-limit'}.")


def test_the_limits_are_options_of_every_command_and_of_a_notebook(tiny_project, capsys):
    root = tiny_project()
    (root / "graph/kilde-en.txt").write_bytes(TEXT.encode() + b"\n" * 1000)
    for command in (["show", "dele-data"], ["check"], ["export", "nq"], ["analyse", "dekning"]):
        words = [*command, "--project", str(root), "--text-limit", "0.001", "--lang", "nb"]
        assert main(words) == 1
        told, error = capsys.readouterr()
        assert told == ""
        assert error == (
            "graph/kilde-en.txt: Filen er større enn 0,001 MB; del den opp, eller hev grensen med "
            "--text-limit.\n"
        )
    with pytest.raises(ProjectError, match="--data-limit"):
        open_graph(str(root), data_limit=0.001)


# What a project says of itself


def test_all_that_a_project_does_not_say_of_itself_is_told_at_once(tiny_project):
    root = tiny_project()
    (root / OWN).write_text(f'{PREFIXES}\n<{BASE.iri}> dcterms:title "Et lite prosjekt"@nb .\n')
    (wrong,) = faults(root)
    assert wrong.text("en") == (
        "graph/datasett.ttl:1: The project has no void:uriSpace, dcterms:issued, dcat:version, "
        "dcterms:license, dcterms:publisher, dcterms:language; write what is missing."
    )


@pytest.mark.parametrize(
    "value",
    [
        '"ikke en iri"', '""', '"/strategi/"', '"https://eksempel.no/strategi"',
        '"https://eksempel.no"', '"https://eksempel.no/en strategi/"', '"https:///"',
        r'"https://eksempel.no/\"a\"/"', r'"https://eksempel.no/\na/"', '"https://[/"',
        '"https://eksempel.no/#"', '"https://eksempel.no/?a/"', '"https://eksempel.no/%zz/"',
        '"urn:a/"', "<https://eksempel.no/strategi/>", f'"{BASE.iri}"@nb', f'"{BASE.iri}../"',
        '"https://eksempel.no/a/./b/"', '"https://eksempel.no/%2E%2e/"', '"https://w3id.org:99999/"',
        '"https://a:b@eksempel.no/"', '"https://eksempel.no:/"',
    ],
)  # fmt: skip
def test_a_base_that_no_address_can_begin_with_is_refused(tiny_project, value):
    root = tiny_project()
    edit(root, OWN, ROOT, f"void:uriSpace {value}")
    (wrong,) = faults(root)
    assert (wrong.key, wrong.file, wrong.line) == ("project-base", *place(root, OWN, "uriSpace"))
    assert f"void:uriSpace is {value}, " in wrong.message("en")


@pytest.mark.parametrize("base", ["https://w3id.org/ho12/", "https://eksempel.nø/"])
@pytest.mark.parametrize("what", [ROOT, f"<{BASE.iri}> a dcat:Dataset"])
def test_a_base_that_the_addresses_do_not_begin_with_is_told_once(tiny_project, base, what):
    root = tiny_project()
    edit(root, OWN, what, what.replace(BASE.iri, base))
    assert told(root) == [("project-base-other", *place(root, OWN, "uriSpace"))]


def test_a_base_that_only_the_project_itself_has_is_told_once(tiny_project):
    root = tiny_project()
    edit(root, OWN, ROOT, ROOT.replace(BASE.iri, "https://w3id.org/ho12/"))
    edit(root, OWN, f"<{BASE.iri}> a dcat:Dataset", "<https://w3id.org/ho12/> a dcat:Dataset")
    (wrong,) = faults(root)
    assert wrong.text("en") == (
        'graph/datasett.ttl:8: void:uriSpace is "https://w3id.org/ho12/", but the addresses of the '
        f"project begin with something else, as in <{BASE.iri}id/aktor/radet>; write the same "
        "beginning in both places."
    )


def test_a_base_may_have_letters_of_any_language(tiny_project):
    root = tiny_project()
    for path in (root / "graph").iterdir():
        for folder in ("> a dcat:Dataset", "id/", "doc/", "graph/", '" .'):
            text = path.read_text(encoding="utf-8")
            moved = text.replace(f"{BASE.iri}{folder}", f"https://blåbær.no/ø/{folder}")
            path.write_text(moved, encoding="utf-8")
    assert told(root) == []


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        (ROOT, f'{ROOT} , "https://eksempel.no/"', "project-several"),
        ('dcat:version "0.0.1"', 'dcat:version "0.0.1" , "0.0.2"', "project-several"),
        ('dcat:version "0.0.1"', "dcat:version <urn:x:0.0.1>", "project-value"),
    ],
)
def test_what_a_project_says_twice_or_as_an_address_is_refused(tiny_project, old, new, key):
    root = tiny_project()
    edit(root, OWN, old, new)
    assert [each[0] for each in told(root)] == [key]


# One cause, one line


@pytest.mark.parametrize("text", ["", "En annen tekst.\n", TEXT.replace("70", "71")])
def test_of_a_text_that_is_another_than_was_captured_one_line_is_told(tiny_project, text):
    root = tiny_project()
    (root / "graph/kilde-en.txt").write_text(text, encoding="utf-8")
    assert told(root) == [("wrong-sha256", *place(root, FILE, "ho:sha256"))]


@pytest.mark.parametrize("file", ["graph/aktorer.ttl", FILE, "ontology/ho21.ttl"])
def test_of_a_file_that_says_nothing_one_line_is_told(tiny_project, file):
    root = tiny_project()
    (root / file).write_text(f"{PREFIXES}\n")
    assert told(root) == [("file-empty", file, 1)]


@pytest.mark.parametrize("file", [FILE, OWN, "graph/aktorer.ttl", "ontology/names.ttl"])
@pytest.mark.parametrize("prefix", ["ho", "aktor"])
def test_of_a_prefix_that_is_another_everywhere_else_its_line_is_told(tiny_project, file, prefix):
    root = tiny_project()
    known = BASE.prefixes()[prefix]
    path = root / file
    text = path.read_text(encoding="utf-8").replace(f"@prefix {prefix}: <{known}> .", "")
    path.write_text(f"#\n@prefix {prefix}: <{known}x/> .\n{text}", encoding="utf-8")
    (wrong,) = faults(root)
    assert wrong.text("en") == (
        f"{file}:2: The prefix {prefix}: stands for <{known}x/> but should stand for <{known}>; "
        "correct the address."
    )


def test_a_prefix_of_the_shapes_that_is_another_everywhere_else_is_told(tiny_project):
    root = tiny_project()
    known = BASE.prefixes()["ho"]
    edit(root, "ontology/shapes.ttl", known, f"{known}x/")
    where = place(root, "ontology/shapes.ttl", "@prefix ho:")
    with pytest.raises(ProjectError) as caught:
        check(load(open_project(str(root))))
    assert [(each.key, each.file, each.line) for each in caught.value.faults] == [
        ("prefix-other", *where)
    ]


def test_a_prefix_of_ones_own_may_stand_for_anything(tiny_project):
    root = tiny_project(statements=f"@prefix min: <https://eksempel.no/> .\n{STATEMENTS}")
    assert told(root) == []


def test_the_project_itself_has_a_name_in_a_sentence(tiny_project):
    root = tiny_project()
    edit(root, OWN, "dcterms:publisher aktor:redaksjonen", "dcterms:publisher aktor:ingen")
    (wrong,) = faults(root)
    assert wrong.message("en").startswith(f"<{BASE.iri}> points to aktor:ingen, ")


# Many faults


def many(text: str) -> str:
    """Return a text five hundred times, with a number in it."""
    return "".join(text.format(number) for number in range(500))


MANY = {
    "rows": (TABLE, "x\n" * 500),
    "cells": (TABLE, many("aktor:{}\t\t\t\t\t\t\t\t\t\t\t\n")),
    "prefixes": (TABLE, many("# a{}: http://[\n")),
    "quotes": (FILE, many('tema:x{0} a ho:Theme ; ho:quote "Vi må dele {0} data"@nb .\n')),
    "blocks": (FILE, many("tema:x a ho:Theme .\n")),
    "escapes": (FILE, many('tema:x{} a ho:Theme ; skos:prefLabel "\\u0007"@nb .\n')),
    "terms": (FILE, many('tema:x{0} a ho:Theme{0} ; ho:quote "Deling av data"@nb .\n')),
    "noise": (FILE, many('doc:b{0} ho:noise "Støy {0}"@nb .\n')),
}


@pytest.mark.parametrize("kind", MANY)
def test_of_a_file_with_many_faults_a_hundred_are_told_and_found(tiny_project, kind, monkeypatch):
    file, more = MANY[kind]
    root = tiny_project()
    with (root / file).open("a", encoding="utf-8") as written:
        written.write(more)
    made = []
    for module in (integrity, readings, rows, statements, coverage, turtle):
        make = module.fault
        monkeypatch.setattr(
            module, "fault", lambda *args, make=make, **more: made.append(1) or make(*args, **more)
        )
    found = [each.key for each in faults(root) if each.file == file]
    assert (len(found), found.count("more-faults")) == (101, 1)
    assert len(made) < 500


def test_what_is_written_many_times_is_read_as_one():
    words = changed(STATEMENTS, '    ho:glue "', "    ho:glue " + '"og"@nb , ' * 1000 + '"')
    parsed = turtle.read_turtle(f"{PREFIXES}\n{words}", FILE)
    assert len(parsed.triples) < 100


# Names of sources


@pytest.mark.parametrize("name", ["min kilde", "a#b", "a|b", 'a"b', "a\\b", "a<b", "a\nb", "a%b"])
def test_a_source_whose_name_cannot_be_part_of_an_address_is_told_once(tiny_project, name):
    root = tiny_project()
    for ending in ("txt", "ttl"):
        shutil.move(root / f"graph/kilde-en.{ending}", root / f"graph/{name}.{ending}")
    (wrong,) = faults(root)
    shown = name.replace("\n", "\\u000a")
    assert (wrong.key, wrong.file) == ("file-name", f"graph/{shown}.txt")


@pytest.mark.parametrize(
    "name", ["ontologi", "slutning", "tolkning", "koblinger", "slutning-tolkning"]
)
def test_a_source_may_not_have_the_name_of_a_graph_that_is_no_source(tiny_project, name):
    root = tiny_project()
    for ending in ("txt", "ttl"):
        shutil.move(root / f"graph/kilde-en.{ending}", root / f"graph/{name}.{ending}")
    assert told(root) == [("name-taken", f"graph/{name}.txt", 0)]


@pytest.mark.parametrize("name", ["datasett", "aktorer"])
def test_a_text_beside_a_file_that_is_no_source_is_told(tiny_project, name):
    root = tiny_project()
    (root / f"graph/{name}.txt").touch()
    assert told(root) == [("name-taken", f"graph/{name}.txt", 0)]


@pytest.mark.parametrize("name", ["mappe.ttl", "mappe.txt"])
def test_a_folder_named_as_half_a_source_is_told_as_a_folder(tiny_project, name):
    root = tiny_project()
    (root / "graph" / name).mkdir()
    assert told(root) == [("file-not-regular", f"graph/{name}", 0)]


def test_a_question_whose_name_cannot_be_part_of_an_address_is_told(tiny_project):
    root = tiny_project()
    (root / "queries/hva heter de.rq").write_text(QUESTION)
    with pytest.raises(ProjectError) as caught:
        read_questions(open_project(str(root)))
    (wrong,) = caught.value.faults
    assert (wrong.key, wrong.file) == ("file-name", "queries/hva heter de.rq")


def test_files_of_the_system_and_folders_of_any_name_change_nothing(tiny_project, tmp_path):
    root = tiny_project()
    before = load(open_project(str(root)))
    for name in ("._kilde-en.ttl", ".DS_Store", ".~lock.kilde-en.ttl#", "._kilde-en.txt"):
        (root / "graph" / name).write_bytes(b"\0\xff")
    moved = shutil.move(root, tmp_path / "blå 🫐 #1")
    assert load(open_project(str(moved))) == before


# Line ends


def test_a_project_reads_alike_whatever_ends_its_lines(tiny_project):
    root = tiny_project()
    (root / "queries/a.rq").write_bytes(QUESTION.encode())
    before = load(open_project(str(root))), read_questions(open_project(str(root)))
    for end in (b"\r\n", b"\r"):
        for path in root.glob("*/*"):
            if path.suffix != ".txt":
                text = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
                path.write_bytes(text.replace(b"\n", end))
        after = load(open_project(str(root))), read_questions(open_project(str(root)))
        assert after == before


@pytest.mark.parametrize(
    "text",
    [TEXT.replace("\n", "\r\n"), TEXT.replace("\n", "\r"), TEXT.rstrip("\n"), f"{TEXT}\n\r"],
    ids=["CRLF", "CR", "none at the end", "more at the end"],
)
def test_a_text_of_which_only_the_line_ends_differ_is_told_so_and_nothing_else(tiny_project, text):
    root = tiny_project()
    path = root / "graph/kilde-en.txt"
    path.write_bytes(text.encode())
    assert told(root) == [("wrong-line-ends", *place(root, FILE, "ho:sha256"))]


def test_a_text_captured_with_other_line_ends_is_kept_as_it_is(tiny_project):
    text = TEXT.replace("\n", "\r\n")
    root = tiny_project(text=text)
    dataset = load(open_project(str(root)))
    assert (dataset.faults, dataset.texts["kilde-en"]) == ((), text)
    (root / "graph/kilde-en.txt").write_bytes(TEXT.encode())
    assert told(root) == [("wrong-line-ends", *place(root, FILE, "ho:sha256"))]


def test_a_page_break_in_a_quote_is_white_space_in_what_is_written_of_it(tiny_project):
    text = TEXT.replace("dele helsedata", "dele\f\vhelsedata")
    dataset = load(open_project(str(tiny_project(text=text))))
    written = {fact.object.value for facts in dataset.facts.values() for fact in facts}
    assert dataset.faults == ()
    assert dataset.texts["kilde-en"] == text
    assert "Vi må dele  helsedata med kommunene" in written
    assert not [each for each in written if "\f" in each or "\v" in each]


# Whatever bytes

EXAMPLES = int(os.environ.get("HO21_READ_EXAMPLES", "60"))
FILES = (
    FILE, OWN, TABLE, "graph/kilde-en.txt", "graph/aktorer.ttl", "graph/mappings.tsv",
    "ontology/ho21.ttl", "ontology/names.ttl", "ontology/shapes.ttl", "queries/a.rq",
)  # fmt: skip
PIECES = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [
            b"\r", b"\r\n", b"\n", b"\t", b'"', b"'", b'"""', b"<", b">", b"#", b"\\", b" .", b" ;",
            b"[", b"]", b"\0", b"\x1b", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\\uD800",
            b"\\u0000", b"\\u001b", b"\xc3", b"a:", b"_:b", b"@nb", b"^^<x>", b"{|", b"<<",
            b"9e999999999", b"(" * 300, b"doc:kilde-en", b"ho:quote", b"", b"-0001-13-99",
        ]
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    root = write(tmp_path_factory.mktemp("prosjekt"))
    (root / "queries/a.rq").write_text(QUESTION)
    (root / "graph/mappings.tsv").write_text((root / TABLE).read_text(encoding="utf-8"))
    return root


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FILES), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES)))
def test_whatever_a_file_holds_the_project_is_read_or_the_fault_is_told(whole, file, edits):
    raw = good = (whole / file).read_bytes()
    for where, length, piece in edits:
        at = int(where * len(raw))
        raw = raw[:at] + piece + raw[at + length :]
    (whole / file).write_bytes(raw)
    try:
        project = open_project(str(whole))
        found = load(project).faults
        read_questions(project)
    except ProjectError as error:
        found = error.faults
        assert found
    finally:
        (whole / file).write_bytes(good)
    for each in found:
        assert each.file.split("/")[0] in {"graph", "ontology", "queries"}
        for lang in ("nb", "en"):
            assert len(each.text(lang).splitlines()) == 1


def sent(this):
    return pickle.loads(pickle.dumps(this))  # noqa: S301 (it is our own)


def elsewhere(work, each):
    """Do the work as other processes do: on copies, in another order, each result a copy."""
    those = [*enumerate(each)]
    Random(21).shuffle(those)
    made = {at: sent(sent(work)(sent(one))) for at, one in those}
    return [made[at] for at in sorted(made)]


def test_sources_that_are_expanded_elsewhere_in_any_order_make_the_same_dataset(tmp_path):
    for folder in (write(tmp_path), CITY):
        project = open_project(str(folder))
        here, there = load(project), load(project, elsewhere)

        assert [*here.facts.items()] == [*there.facts.items()]
        assert here == there


def test_what_is_wrong_with_sources_that_are_expanded_elsewhere_is_told_alike(tmp_path):
    project = open_project(str(write(tmp_path, text=TEXT.replace("Felles", "Ingen"))))

    assert load(project).faults
    assert load(project, elsewhere).faults == load(project).faults
