"""How the dataset is cited: a file in the Citation File Format, which citation tools read."""

import json
import tomllib

import pytest
import yaml

from conftest import BASE, changed
from exported import exported, graph
from ho21.citation import citation, files
from ho21.export import everything
from ho21.rooms import house, page
from ho21.store import load
from hostile import WORDS

UNKNOWN = tomllib.loads(page("citation.toml"))["unknown_publisher"]


def read(content: bytes) -> dict:
    return yaml.safe_load(content)


def test_the_citation_is_what_the_house_says_of_itself():
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


def test_what_a_source_says_of_itself_is_in_its_reference(tiny_house):
    root = tiny_house()
    source = root / "graph/kilde-en.ttl"
    more = 'dcterms:publisher aktor:radet ; dcterms:issued "2024-05-06"^^xsd:date ; foaf:page <https://example.org/en>'
    told = source.read_text(encoding="utf-8")
    told = changed(told, "doc:kilde-en a ho:Document ;", f"doc:kilde-en a ho:Document ; {more} ;")
    source.write_text(told, encoding="utf-8")

    (reference,) = citation(load(house(str(root))))["references"]

    assert reference == {
        "type": "generic",
        "title": "Felles innsats for bedre helse",
        "authors": [{"name": "Helserådet"}],
        "date-published": "2024-05-06",
        "url": "https://example.org/en",
    }


def test_a_house_that_says_little_is_cited_by_that_little(tiny_house):
    told = citation(load(house(str(tiny_house()))))

    assert {"abstract", "keywords"} & {*told} == set()
    assert (told["title"], told["version"]) == ("Et lite hus", "0.0.1")


def test_a_licence_without_a_name_at_spdx_is_cited_by_its_address(tiny_house):
    root = tiny_house()
    huset = root / "graph/huset.ttl"
    told = huset.read_text(encoding="utf-8").replace("licence/CC_BY_4_0", "licence/UKJENT")
    huset.write_text(told, encoding="utf-8")

    told = citation(load(house(str(root))))

    assert "license" not in told
    assert told["license-url"].endswith("/UKJENT")


@pytest.mark.parametrize("words", WORDS)
def test_a_title_of_any_letters_is_read_back_as_it_is(tiny_house, words):
    root = tiny_house()
    huset = root / "graph/huset.ttl"
    told = huset.read_text(encoding="utf-8")
    quoted = json.dumps(words)[1:-1]
    huset.write_text(changed(told, "Et lite hus", quoted), encoding="utf-8")
    dataset = load(house(str(root)))

    (content,) = files("cff", dataset).values()

    assert read(content)["title"] == citation(dataset)["title"] == words


def test_the_sums_have_the_citation_too():
    assert b"  CITATION.cff\n" in everything(graph())["SHA256SUMS"]
