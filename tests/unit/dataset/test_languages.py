"""The languages of a project, and what is in which of them."""

from pathlib import Path

import pytest

from ho21.dataset.languages import languages
from ho21.dataset.loader import load
from ho21.dataset.mentions import Registers
from ho21.project import open_project
from ho21.rdf.namespaces import term
from ho21.rdf.turtle import read_turtle
from ho21.validation.shacl import check
from support.tiny import PREFIXES

SMALL = Path(__file__).parents[2] / "support" / "projects"
EU = "http://publications.europa.eu/resource/authority/language/"


@pytest.mark.parametrize(
    ("said", "spoken"),
    [
        ("", ("nb", "en")),
        (f"<{EU}ENG> , <{EU}NOB>", ("nb", "en")),
        ('"nn"', ("nn",)),
        (f'"fr" , "en" , <{EU}SME>', ("en", "fr", "se")),
        (f"<{EU}SMA>", ("sma",)),
    ],
)
def test_the_languages_of_a_project_are_those_it_says_in_a_fixed_order(said, spoken):
    said = f"dcterms:language {said} ;" if said else ""
    own = read_turtle(f"{PREFIXES}\n<urn:a> {said} a dcat:Dataset .", "graph/datasett.ttl")
    assert languages(own) == (spoken, [])


@pytest.mark.parametrize(("name", "lang"), [("city", "en"), ("fjord", "nn")])
def test_a_project_of_one_language_conforms_without_a_word_of_another(name, lang):
    dataset = load(open_project(str(SMALL / name)))
    assert dataset.languages == (lang,)
    assert dataset.faults == ()
    grave = [each for each in check(dataset).findings if each.severity in {"violation", "rule"}]
    assert grave == []
    own = (fact for turtle in dataset.turtles if turtle.file.startswith("graph/")
           for fact in turtle.triples)  # fmt: skip
    assert {getattr(each.object, "language", None) for each in own} == {None, lang}
    mentions = [x for facts in dataset.facts.values() for x in facts if x[1] == term("ho:mentions")]
    assert mentions


def test_an_actor_is_found_by_the_names_in_the_language_of_the_source():
    names = """<urn:x:council> skos:prefLabel "Rådet"@nb , "Council"@en ."""
    read = Registers(read_turtle(f"{PREFIXES}\n{names}", "graph/aktorer.ttl").triples)
    nynorsk, english = read.of(frozenset({"nb", "nn"})), read.of(frozenset({"en"}))
    found = [[text[a:b] for text in (said,) for a, b, _ in register.find(said)]
             for register, said in (
                 (nynorsk, "Rådets Council"),
                 (english, "The Council's Rådet, councils"),
             )]  # fmt: skip
    assert found == [["Rådets"], ["Council"]]
