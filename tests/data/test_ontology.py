"""The vocabulary: every term told in two languages, none circular, none in conflict with others."""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from ho21.dataset.source import Source
from ho21.rdf.namespaces import HO
from ho21.rdf.namespaces import term as named
from ho21.resources import messages
from support.exported import graph

ROOT = Path(__file__).parents[2]
ID = "https://w3id.org/ho21/id/"


@cache
def vocabulary() -> Graph:
    graph = Graph()
    graph.parse(ROOT / "ontology" / "ho21.ttl")
    return graph


def terms() -> list[URIRef]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    found = {term for kind in kinds for term in vocabulary().subjects(RDF.type, kind)}
    return sorted(term for term in found if term.startswith(HO))


def clashes(lines: str) -> list[str]:
    closed = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "support" / "closure.py")],
        input=lines,
        capture_output=True,
        encoding="utf-8",
        check=True,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    return closed.stdout.splitlines()


@pytest.mark.slow
def test_the_closure_under_owl_rl_holds_no_clash():
    assert clashes("".join(sorted({f"{quad.triple} .\n" for quad in graph().quads}))) == []


@pytest.mark.slow
def test_a_planted_clash_is_seen():
    person, kind = f"<{ID}aktor/bent-hoie>", f"<{RDF.type}>"
    both = [f"{HO}Person", "http://www.w3.org/ns/org#Organization"]
    planted = "".join(f"{person} {kind} <{each}> .\n" for each in both)

    assert clashes(vocabulary().serialize(format="nt") + planted) != []
    assert clashes(vocabulary().serialize(format="nt")) == []


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_no_two_terms_of_a_kind_have_the_same_label(lang):
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        labels = [
            str(label)
            for term in set(vocabulary().subjects(RDF.type, kind))
            for label in vocabulary().objects(term, SKOS.prefLabel)
            if label.language == lang
        ]

        assert sorted(set(labels)) == sorted(labels)


def test_a_definition_does_not_use_the_label_it_defines():
    circular = [
        (short(term), lang)
        for term in terms()
        for lang in ("nb", "en")
        for label in tagged(term, SKOS.prefLabel, lang)[:1]
        for definition in tagged(term, SKOS.definition, lang)
        if re.search(rf"\b{re.escape(label)}\b", definition, re.IGNORECASE)
    ]
    untold = [
        short(term)
        for term in terms()
        for each in vocabulary().objects(term, SKOS.definition)
        if not (isinstance(each, Literal) and tagged(term, SKOS.prefLabel, each.language))
    ]

    assert (circular, untold) == ([], [])


def test_an_example_is_quoted_word_for_word_from_a_source_or_is_turtle(subtests):
    texts = [" ".join(path.read_text().split()) for path in (ROOT / "graph").glob("*.txt")]
    prefixes = graph().base.prefixes()
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes.items())

    for term in terms():
        with subtests.test(short(term)):
            examples = list(vocabulary().objects(term, SKOS.example))

            assert examples
            for example in examples:
                if example.language:
                    words = str(example).strip("«»")
                    assert any(" ".join(words.split()) in text for text in texts)
                else:
                    Graph().parse(data=f"{head}{example}", format="turtle")


def short(term: URIRef) -> str:
    return f"ho:{term.removeprefix(HO)}"


def tagged(term, predicate, lang) -> list[str]:
    return [str(each) for each in vocabulary().objects(term, predicate) if each.language == lang]


def test_a_term_is_named_as_its_kind_is_and_explained_once_in_each_language(subtests):
    for term in terms():
        name = term.removeprefix(HO)
        is_class = (term, RDF.type, OWL.Class) in vocabulary()
        with subtests.test(short(term)):
            assert re.fullmatch(r"[A-Z][A-Za-z]+" if is_class else r"[a-z][A-Za-z0-9]+", name)
            for lang in ("nb", "en"):
                assert len(tagged(term, SKOS.prefLabel, lang)) == 1
                (definition,) = tagged(term, SKOS.definition, lang)
                assert not definition.endswith(".")
            notes = [len(tagged(term, SKOS.scopeNote, lang)) for lang in ("nb", "en")]
            assert notes[0] == notes[1]
            assert len(list(vocabulary().objects(term, RDFS.isDefinedBy))) == 1


def test_the_definition_of_a_property_begins_with_a_verb():
    properties = [term for term in terms() if (term, RDF.type, OWL.Class) not in vocabulary()]
    first = {
        (short(term), lang): [text.split()[0] for text in tagged(term, SKOS.definition, lang)]
        for term in properties
        for lang in ("nb", "en")
    }
    ending = {"nb": "r", "en": "s"}

    wrong = {
        at: words
        for at, words in first.items()
        if len(words) != 1 or not words[0].endswith(ending[at[1]])
    }
    assert wrong == {}


def test_the_vocabulary_holds_nothing_that_the_style_guide_forbids():
    forbidden = {OWL.inverseOf, OWL.imports, RDFS.label}
    forbidden |= {RDFS.comment, OWL.onProperty}

    assert set(vocabulary().predicates()) & forbidden == set()


def test_what_a_shape_says_of_a_link_is_what_must_be_and_not_what_is():
    shapes = (ROOT / "ontology" / "shapes.ttl").read_text(encoding="utf-8")
    assert (
        re.findall(r'"[^"]*(?:peker på|points to) (?!noe uten navn|something without)', shapes)
        == []
    )


def test_every_term_is_used_in_the_graph_or_a_shape():
    shapes = (ROOT / "ontology" / "shapes.ttl").read_text()
    used = {
        str(node).strip("<>")
        for name, facts in graph().facts.items()
        if not name.endswith("/ontologi")
        for fact in facts
        for node in fact
    }

    unused = [
        term
        for term in terms()
        if str(term) not in used and f"ho:{term.removeprefix(HO)}" not in shapes
    ]

    assert unused == []


def test_the_foreign_terms_are_labelled_in_two_languages():
    names = Graph()
    names.parse(ROOT / "ontology" / "names.ttl")

    for term in set(names.subjects(SKOS.prefLabel)):
        languages = sorted(each.language for each in names.objects(term, SKOS.prefLabel))

        assert (term, languages) == (term, ["en", "nb"])


def spans(name: str) -> dict[str, set[tuple[int, int]]]:
    """Return where each link of a source and of our readings rests in its text."""
    capture = f"/doc/{name}.txt#char="
    bears = {named("ho:isStatedIn"), named("ho:alsoRestsOn")}
    said = {}
    for facts in graph().facts.values():
        for fact in facts:
            if fact.predicate in bears and capture in fact.object.value:
                start, end = fact.object.value.rpartition("=")[2].split(",")
                said.setdefault(fact.subject, set()).add((int(start), int(end)))
    found = {}
    for facts in graph().facts.values():
        for fact in facts:
            if fact.predicate == named("rdf:predicate"):
                found.setdefault(fact.object.value, set()).update(said.get(fact.subject, ()))
    return found


def test_a_claim_of_each_link_rests_on_the_example_of_its_property():
    sources = {
        name: (Source(name, text.encode()), spans(name)) for name, text in graph().texts.items()
    }

    def claimed(link: URIRef, example: str) -> bool:
        return any(
            start < place.end and place.start < end
            for source, found in sources.values()
            for place in source.find(example)
            for start, end in found.get(str(link), ())
        )

    links = set(vocabulary().subjects(RDF.type, URIRef(f"{HO}LinkProperty")))
    lone = {
        short(link): str(example)
        for link in links
        for example in vocabulary().objects(link, SKOS.example)
        if example.language and not claimed(link, str(example))
    }

    assert sorted(lone.items()) == []


# These say the same from both ends.
ALIKE = {"inTensionWith", "isRelatedTo", "resembles"}
# No link, but told from its object: what a source says something about.
SAYS = {"isStatedIn"}


def test_every_link_reads_from_its_object_too():
    links = set(vocabulary().subjects(RDF.type, URIRef(f"{HO}LinkProperty")))
    phrases = messages("model/phrases.toml")

    assert phrases["back"].keys() | ALIKE == {each.removeprefix(HO) for each in links} | SAYS
    assert phrases["forth"].keys() <= phrases["back"].keys()
    for told in phrases.values():
        assert [*told] == sorted(told)
        assert all(each.keys() == {"nb", "en"} for each in told.values())
