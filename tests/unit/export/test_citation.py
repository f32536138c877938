"""How the dataset is cited: a file in the Citation File Format, which citation tools read."""

import json

import pytest
import yaml

from ho21.dataset.loader import load
from ho21.export.citation import citation, files
from ho21.project import open_project
from ho21.resources import messages
from support.exported import all_files, exported, graph
from support.hostile import WORDS
from support.tiny import BASE, changed

UNKNOWN = messages("export/citation.toml")["unknown_publisher"]["nb"]


def read(content: bytes) -> dict:
    return yaml.safe_load(content)


def test_the_citation_is_what_the_project_says_of_itself():
    told = read(exported("cff"))

    assert told["cff-version"] == "1.2.0"
    assert told["type"] == "dataset"
    assert told["title"] == "HelseOmsorg21: mål, aktører og tiltak"
    assert told["authors"] == [{"name": "Redaksjonen"}]
    assert (told["version"], told["date-released"]) == (graph().version, graph().issued)
    assert (told["license"], told["url"]) == ("CC-BY-4.0", BASE.iri)
    assert "helseforskning" in told["keywords"]


def test_what_is_written_is_read_back():
    assert read(exported("cff")) == citation(graph())


def test_each_source_is_a_reference_and_what_is_unknown_of_it_is_left_out():
    told = {each["title"]: each for each in read(exported("cff"))["references"]}

    assert len(told) == len(graph().texts) == 5
    summit = told["Toppmøte om hvordan helsetjenestene kan bli enda bedre"]
    assert summit["url"].endswith("/id2520376/")
    assert summit["authors"] == [{"name": UNKNOWN}]
    assert "date-published" not in summit
    vision = told["HelseOmsorg21: Forsterket innsats for folkehelsen"]
    assert {*vision} == {"type", "title", "authors"}


def test_what_a_source_says_of_itself_is_in_its_reference(tiny_project):
    root = tiny_project()
    source = root / "graph/kilde-en.ttl"
    more = 'dcterms:publisher aktor:radet ; dcterms:issued "2024-05-06"^^xsd:date ; foaf:page <https://example.org/en>'
    told = source.read_text(encoding="utf-8")
    told = changed(told, "doc:kilde-en a ho:Document ;", f"doc:kilde-en a ho:Document ; {more} ;")
    source.write_text(told, encoding="utf-8")

    (reference,) = citation(load(open_project(str(root))))["references"]

    assert reference == {
        "type": "generic",
        "title": "Felles innsats for bedre helse",
        "authors": [{"name": "Helserådet"}],
        "date-published": "2024-05-06",
        "url": "https://example.org/en",
    }


def test_a_project_that_says_little_is_cited_by_that_little(tiny_project):
    told = citation(load(open_project(str(tiny_project()))))

    assert {"abstract", "keywords"} & {*told} == set()
    assert (told["title"], told["version"]) == ("Et lite prosjekt", "0.0.1")


def test_a_licence_without_a_name_at_spdx_is_cited_by_its_address(tiny_project):
    root = tiny_project()
    file = root / "graph/datasett.ttl"
    told = file.read_text(encoding="utf-8").replace("licence/CC_BY_4_0", "licence/UKJENT")
    file.write_text(told, encoding="utf-8")

    told = citation(load(open_project(str(root))))

    assert "license" not in told
    assert told["license-url"].endswith("/UKJENT")


@pytest.mark.parametrize("words", WORDS)
def test_a_title_of_any_letters_is_read_back_as_it_is(tiny_project, words):
    root = tiny_project()
    file = root / "graph/datasett.ttl"
    told = file.read_text(encoding="utf-8")
    quoted = json.dumps(words)[1:-1]
    file.write_text(changed(told, "Et lite prosjekt", quoted), encoding="utf-8")
    dataset = load(open_project(str(root)))

    (content,) = files("cff", dataset).values()

    assert read(content)["title"] == citation(dataset)["title"] == words


def test_the_sums_have_the_citation_too():
    assert b"  CITATION.cff\n" in all_files()["SHA256SUMS"]
