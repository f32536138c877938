"""What each name in our JSON-LD means: the context, made from the vocabulary and its use."""

import json
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ho21.dataset.vocabulary import context
from ho21.rdf.context import ANY, IRI, LANGUAGE, PATH, Context, Term
from ho21.rdf.namespaces import HO, VOCABULARIES, Base, Fact, term
from support.exported import graph

HERE = Base("https://example.org/plan/")


def made(*facts, base=HERE):
    return context(base, graph().vocabulary, facts)


def test_our_terms_go_by_their_own_name_and_others_by_their_prefix():
    names = {iri: each.name for iri, each in graph().context.terms.items()}

    assert names[f"{HO}quote"] == "quote"
    assert names[f"{HO}Measure"] == "Measure"
    assert names[f"{VOCABULARIES['skos']}prefLabel"] == "skos:prefLabel"


def test_every_class_and_property_of_ours_and_every_property_in_use_has_a_name():
    dataset = graph()
    kind = term("rdf:type")
    facts = {fact for them in dataset.facts.values() for fact in them}
    used = {fact.predicate.value for fact in facts} - {kind.value}
    ours = {
        fact.subject.value
        for fact in dataset.vocabulary.triples
        if fact.predicate == kind
        and fact.subject.value.startswith(HO)
        and fact.object in {term("owl:Class"), term("owl:ObjectProperty"),
                            term("owl:DatatypeProperty")}
    }  # fmt: skip

    assert len(ours) > 100
    assert used | ours <= {*dataset.context.terms}


def test_no_two_names_are_the_same_and_none_is_also_a_prefix():
    names = [each.name for each in graph().context.terms.values()]

    assert len(set(names)) == len(names)
    assert not {*names} & {*graph().context.prefixes, "id", "type"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ho:proposedBy", IRI),
        ("ho:modality", IRI),
        ("ho:quote", LANGUAGE),
        ("skos:prefLabel", LANGUAGE),
        ("ho:confidence", term("xsd:decimal").value),
        ("ho:position", term("xsd:integer").value),
        ("dcterms:created", term("xsd:date").value),
        ("ho:when", ANY),  # a year, a month or a day
        ("dcterms:source", ANY),  # words or an address
        ("ho:sha256", ANY),  # a plain string is plain without a word of it
    ],
)
def test_a_name_says_what_its_values_are_where_they_are_all_of_one_kind(name, kind):
    assert graph().context.terms[term(name).value].kind == kind


def test_the_names_are_the_same_without_our_readings():
    dataset = graph()
    stated = replace(dataset, facts=dataset.stated.facts)

    names = {iri: each.name for iri, each in dataset.context.terms.items()}
    fewer = {iri: each.name for iri, each in stated.context.terms.items()}
    assert fewer == {iri: name for iri, name in names.items() if iri in fewer}


def test_a_term_called_as_a_prefix_is_goes_by_its_prefixed_name():
    clash = Fact(NamedNode("https://x/"), NamedNode(f"{HO}tiltak"), Literal("x"))

    assert made(clash).terms[f"{HO}tiltak"].name == "ho:tiltak"


def test_a_property_of_no_vocabulary_we_know_has_no_name():
    strange = Fact(NamedNode("https://x/"), NamedNode("https://x/p"), Literal("x"))

    assert "https://x/p" not in made(strange).terms


def test_the_prefixes_of_things_are_the_projects_own():
    assert made().prefixes["tiltak"] == "https://example.org/plan/id/tiltak/"
    assert made().short("https://example.org/plan/id/tiltak/a") == ("tiltak:a", "tiltak")
    assert made().short("https://example.org/x y") == ("https://example.org/x y", "")


def test_only_the_names_asked_for_are_written_with_the_prefixes_they_need():
    whole = Context(
        {"a": "https://a/", "b": "https://b/", "xsd": VOCABULARIES["xsd"]},
        {
            "https://a/p": Term("p", term("xsd:date").value),
            "https://a/q": Term("q"),
            "https://b/r": Term("b:r", LANGUAGE),
        },
    )

    assert whole.written((), ["https://a/p", "https://b/r"]) == {
        "@version": 1.1,
        "a": "https://a/",
        "b": "https://b/",
        "xsd": VOCABULARIES["xsd"],
        "b:r": {"@id": "b:r", "@container": "@language"},
        "p": {"@id": "a:p", "@type": "xsd:date"},
    }


def test_names_that_an_address_could_be_mistaken_for_are_left_out():
    whole = Context({"a": "https://a/"}, {"https://a/p": Term("a:p"), "https://a/q": Term("q")})

    assert whole.without(frozenset(["https"])) is whole
    assert whole.without(frozenset(["a"])) == Context({}, {"https://a/q": Term("q")})
    assert whole.without(frozenset(["q"])).terms == {"https://a/p": Term("a:p")}


def test_the_whole_context_is_a_file_that_says_nothing_of_anything_by_itself():
    content = graph().context.document()
    said = json.loads(content)["@context"]

    assert PATH == "def/context.jsonld"
    assert [*said][:3] == ["id", "type", "@version"]
    assert said["quote"] == {"@id": "ho:quote", "@container": "@language"}
    assert list(parse(content, format=RdfFormat.JSON_LD)) == []


def test_a_document_of_ones_own_can_be_written_with_the_names_of_the_file():
    said = json.loads(graph().context.document())
    own = said | {"id": "tiltak:x", "type": "Measure", "position": 3, "quote": {"nb": "å"}}

    (first, second, third) = sorted(parse(json.dumps(own), format=RdfFormat.JSON_LD), key=str)
    assert first.object == term("ho:Measure")
    assert second.object == Literal("3", datatype=term("xsd:integer"))
    assert third.object == Literal("å", language="nb")
