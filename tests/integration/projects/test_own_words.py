"""Nothing that another project builds speaks of ours, or in a language that is not its own."""

from __future__ import annotations

import re
from functools import cache

import pytest
from pyoxigraph import Literal, RdfFormat, parse

from ho21.dataset.loader import load
from ho21.project import open_project
from support.exported import graph
from support.others import CITY, FJORD, NO_WORD, NORWEGIAN, YEAR, around, built, ours, texts

pytestmark = pytest.mark.slow

# The vocabulary has its own address and its own two languages wherever it is.
VOCABULARY = ("def/", "graph/ontologi.")


@cache
def everything(project):
    return tuple(texts(built(project)))


def content(project):
    return [(name, text) for name, text in everything(project) if not name.startswith(VOCABULARY)]


def seen(project, pattern):
    """Return where a pattern is found in what a project builds, with the words around it."""
    return sorted(
        {
            f"{name}: {around(each, text)}"
            for name, text in content(project)
            for each in pattern.finditer(text)
        }
    )


@pytest.mark.parametrize("project", [CITY, FJORD], ids=lambda each: each.name)
def test_nothing_built_names_the_project_that_ships_with_the_tool(project):
    found = {f"{name}: {each}" for name, text in content(project) for each in ours(text)}

    assert sorted(found) == []


@pytest.mark.parametrize("project", [CITY, FJORD], ids=lambda each: each.name)
def test_nothing_built_has_a_year_that_no_text_of_the_project_has(project):
    assert seen(project, YEAR) == []


@pytest.mark.parametrize("project", [CITY, FJORD], ids=lambda each: each.name)
def test_nothing_built_has_a_name_of_a_thing_in_the_project_that_ships_with_the_tool(project):
    own = {name for names in load(open_project(str(project))).names.values() for name in names}
    names = {name for names in graph().names.values() for name in names if " " in name} - own
    terms = {
        each.object.value for each in graph().vocabulary.triples if isinstance(each.object, Literal)
    }
    pattern = re.compile("|".join(map(re.escape, sorted(names - terms, key=len, reverse=True))))
    assert seen(project, pattern) == []


@pytest.mark.parametrize("project", [CITY, FJORD], ids=lambda each: each.name)
def test_files_of_data_are_named_after_the_project(project):
    slug = {CITY: "tarnmouth", FJORD: "drivfjord"}[project]
    names = {each.name for each in (built(project) / "data").glob("*.*")}

    kinds = ("trig", "nq", "jsonld", "ttl", "rdf", "graphml", "gexf", "xlsx")
    assert {f"{slug}.{kind}" for kind in kinds} <= names
    assert [each for each in names if each.startswith("ho21")] == []


@pytest.mark.parametrize(
    ("project", "languages"), [(CITY, {"en"}), (FJORD, {"nn"})], ids=["city", "fjord"]
)
def test_what_the_graph_says_of_its_things_is_in_the_languages_of_the_project(project, languages):
    (file,) = (built(project) / "data").glob("*.nq")
    base = load(open_project(str(project))).base.iri
    found = {
        str(quad)
        for quad in parse(file.read_bytes(), RdfFormat.N_QUADS)
        if quad.subject.value.startswith(base)
        and isinstance(quad.object, Literal)
        and quad.object.language not in {None, *languages}
    }

    assert sorted(found) == []


def test_the_english_pages_and_tables_of_an_english_project_have_no_norwegian_word():
    endings = (".html", ".md", ".csv", ".cff", ".txt", ".xml")
    found = {
        f"{name}: {around(each, words)}"
        for name, text in content(CITY)
        if name.endswith(endings) and not name.endswith((".nb.xml", ".nb.html", ".nb.md"))
        for words in [NO_WORD.sub(" ", text)]
        for each in NORWEGIAN.finditer(words)
    }

    assert sorted(found) == []


@pytest.mark.parametrize("project", [CITY, FJORD], ids=lambda each: each.name)
def test_each_thing_has_its_own_name_on_its_page_in_either_language(project):
    data = load(open_project(str(project)))
    base, pages = data.base.iri, dict(everything(project))
    other = "nb" if project == CITY else "en"
    things = {iri: names for iri, names in data.names.items() if iri.startswith(f"{base}id/")}
    nameless = [
        f"{iri.removeprefix(base)}{ending}"
        for iri, names in things.items()
        for ending in (".html", f".{other}.html")
        if not any(f">{name}<" in pages[f"{iri.removeprefix(base)}{ending}"] for name in names)
    ]

    assert nameless == []


def test_no_word_of_an_english_source_is_said_to_be_norwegian():
    pages = {
        name: text for name, text in content(CITY) if re.match(r"(query|id|doc)/.*[.]html", name)
    }
    wrong = [
        f"{name}: {around(each, text)}"
        for name, text in pages.items()
        for each in re.finditer(r'<(?:q|blockquote)\b[^>]*lang="n[bn]"', text)
    ]

    assert len(pages) > 100
    assert wrong == []
