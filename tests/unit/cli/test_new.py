"""«ho21 new»: a folder that is a project from its first minute, and leads to the second."""

import re
from pathlib import Path

import pytest

from ho21.cli.main import main
from ho21.cli.verbs.new import NewProject, asked_for, make_project
from ho21.dataset.loader import load
from ho21.errors import UsageError
from ho21.explorer.page import explorer, words
from ho21.project import open_project
from ho21.rdf.namespaces import KINDS
from ho21.resources import room
from ho21.validation.shacl import check

BASE = "https://example.org/city/"
TITLE = 'The «city» in "2030"'
NOTHING = {"base": BASE, "title": TITLE, "lang": None, "licence": None}


def new(folder: Path, lang: str = "en", **given: str | None) -> NewProject:
    made = asked_for(folder, {**NOTHING, **given}, lang, "2026-11-30")
    make_project(folder, made)
    return made


@pytest.mark.parametrize("languages", ["nb,en", "nn", "en", "sma fr"])
def test_a_new_project_conforms_and_so_it_does_with_the_source_its_readme_shows(
    tmp_path, languages
):
    made = new(tmp_path / "city", lang=languages)
    empty = load(open_project(str(tmp_path / "city"))).sound()
    assert check(empty).conforms()
    assert empty.languages == made.languages
    assert empty.title("en") == TITLE

    readme = (tmp_path / "city" / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"^ {7}@prefix.*?(?=^3\.)", readme, re.MULTILINE | re.DOTALL)[0]
    source = tmp_path / "city" / "graph" / made.source
    source.with_suffix(".txt").write_text(f"{TITLE}\n", encoding="utf-8")
    source.with_suffix(".ttl").write_text(re.sub(r"^ {7}", "", shown, flags=re.MULTILINE), "utf-8")
    (wanted,) = load(open_project(str(tmp_path / "city"))).faults
    assert wanted.key == "sha256-unwritten"
    locked = source.with_suffix(".ttl").read_text(encoding="utf-8")
    found = dict(wanted.fields)["found"]
    source.with_suffix(".ttl").write_text(locked.replace('sha256 ""', f'sha256 "{found}"'), "utf-8")
    told = load(open_project(str(tmp_path / "city"))).sound()
    assert check(told).conforms()
    assert told.coverage[made.source].unaccounted == 0


def test_the_files_are_these_and_say_nothing_that_someone_has_made_up(tmp_path):
    new(tmp_path / "city")
    files = {
        x.relative_to(tmp_path / "city").as_posix() for x in tmp_path.rglob("*") if x.is_file()
    }
    assert files == {".gitignore", "README.md", "graph/aktorer.ttl", "graph/datasett.ttl"}
    assert (
        (tmp_path / "city/graph/datasett.ttl")
        .read_text(encoding="utf-8")
        .endswith(
            """<https://example.org/city/> a dcat:Dataset ;
    dcterms:title "The «city» in \\"2030\\""@en ;
    dcterms:issued "2026-11-30"^^xsd:date ;
    dcterms:language <http://publications.europa.eu/resource/authority/language/ENG> ;
    dcterms:license <http://publications.europa.eu/resource/authority/licence/CC_BY_4_0> ;
    dcterms:publisher aktor:redaksjonen ;
    dcterms:rights "The source texts belong to their publishers. The licence covers the graph, \
not the texts."@en ;
    dcat:version "0.1.0" ;
    void:uriSpace "https://example.org/city/" .
"""
        )
    )


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"base": None}, "new-without-base"),
        ({"base": "example.org/city/"}, "new-base"),
        ({"base": "https://example.org/city"}, "new-base"),
        ({"base": "https://w3id.org/"}, "new-base-taken"),
        ({"base": "https://w3id.org/ho21/"}, "new-base-taken"),
        ({"base": "https://w3id.org/ho21/def/"}, "new-base-taken"),
        ({"title": "Two\u200bwords"}, "new-title"),
        ({"lang": "xx"}, "new-language"),
        ({"lang": "en,no"}, "new-language"),
        ({"lang": "en-GB"}, "new-language"),
        ({"licence": "MIT"}, "new-licence"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_nothing_is_made(tmp_path, given, key):
    with pytest.raises(UsageError) as error:
        new(tmp_path / "city", **given)
    assert error.value.key == key
    assert not (tmp_path / "city").exists()


def test_a_folder_that_is_not_empty_or_lies_in_a_project_is_refused(tmp_path):
    new(tmp_path / "city")
    for folder, key in (
        (tmp_path / "city", "new-not-empty"),
        (tmp_path / "city/README.md", "new-not-empty"),
        (tmp_path / "city/graph/inner", "new-inside"),
        (tmp_path / "city/inner", "new-inside"),
    ):
        with pytest.raises(UsageError) as error:
            new(folder)
        assert error.value.key == key


def test_a_command_speaks_the_language_of_the_project_where_the_machine_has_none(
    tmp_path, monkeypatch, capsys
):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    line = ["new", str(tmp_path / "by"), "--base", BASE, "--lang"]
    assert main([*line, "en"]) == 0
    assert capsys.readouterr().out.startswith("Done: ")
    assert main(["check", "--project", str(tmp_path / "by"), "--strict"]) == 1
    assert "Gaps (3)" in capsys.readouterr().out
    assert main(["check", "--project", str(tmp_path / "by"), "--lang", "nb"]) == 0
    assert "Hull (3)" in capsys.readouterr().out


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_each_term_and_each_kind_of_address_that_the_readme_names_exists(tmp_path, lang):
    new(tmp_path / "city", lang=lang)
    readme = (tmp_path / "city" / "README.md").read_text(encoding="utf-8")
    terms = set(re.findall(r"\bho:(\w+)", readme))
    vocabulary = (room("ontology") / "ho21.ttl").read_text(encoding="utf-8")
    assert [each for each in sorted(terms) if f"\nho:{each} a " not in vocabulary] == []
    assert {"Commitment", "isPartOf", "restsOn", "whenText", "context"} <= terms
    (kinds,) = re.findall(r"id/tiltak/>`\.(.*)", readme)
    named = re.findall(r"`(\w+)`", kinds)
    assert len(named) == 10
    assert set(named) <= set(KINDS)


@pytest.mark.parametrize(("languages", "lang"), [("en", "en"), ("nn", "nb"), ("fr", "en")])
def test_the_explorer_of_a_new_project_begins_in_its_language_and_says_what_to_do_next(
    tmp_path, languages, lang
):
    new(tmp_path, lang=languages)
    project = open_project(str(tmp_path))
    page = explorer(load(project).sound(), project)
    assert f'<html lang="{lang}">' in page
    assert f'"lang":"{lang}"' in page
    assert words()[lang]["start.begin"] in page
