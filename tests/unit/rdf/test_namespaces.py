"""The names of things: namespaces, prefixes and the minting of IRIs."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ho21.rdf.namespaces import KINDS, Base, curie, local, term
from support.tiny import BASE, PREFIXES

ACTOR = NamedNode("https://w3id.org/ho21/id/aktor/ho21-radet")
COUNCIL = NamedNode("https://w3id.org/ho21/def#Council")


def test_a_term_is_its_vocabulary_and_its_name():
    assert term("ho:Council") == COUNCIL
    assert term("skos:prefLabel").value == "http://www.w3.org/2004/02/skos/core#prefLabel"


def test_a_thing_is_named_by_its_type_and_its_slug():
    assert BASE.thing("aktor/ho21-radet") == ACTOR


def test_a_document_its_capture_and_its_graph_are_named_after_the_source():
    assert BASE.document("toppmote").value == "https://w3id.org/ho21/doc/toppmote"
    assert BASE.capture("toppmote").value == "https://w3id.org/ho21/doc/toppmote.txt"
    assert BASE.graph("kilde/toppmote").value == "https://w3id.org/ho21/graph/kilde/toppmote"


def test_a_passage_is_named_by_where_it_starts_and_ends_in_the_capture():
    passage = BASE.fragment("toppmote", "char", 3, 17)
    assert passage.value == "https://w3id.org/ho21/doc/toppmote.txt#char=3,17"


def test_a_claim_is_named_by_its_link_and_where_it_is_made():
    claim = BASE.claim(BASE.document("toppmote"), "about", "hendelse.toppmotet", "tolkning")
    assert claim.value == (
        "https://w3id.org/ho21/id/pastand/doc.toppmote--about--hendelse.toppmotet--tolkning"
    )


def test_another_project_names_its_things_under_its_own_base_but_keeps_the_vocabulary():
    other = Base("https://example.org/plan/")
    assert other.thing("aktor/radet").value == "https://example.org/plan/id/aktor/radet"
    assert other.prefixes()["aktor"] == "https://example.org/plan/id/aktor/"
    assert other.prefixes()["ho"] == BASE.prefixes()["ho"]


def test_things_and_documents_are_things_but_passages_graphs_terms_and_words_are_not():
    assert BASE.is_thing(ACTOR)
    assert BASE.is_thing(BASE.document("toppmote"))
    assert not BASE.is_thing(BASE.fragment("toppmote", "char", 3, 17))
    assert not BASE.is_thing(BASE.graph("kilde/toppmote"))
    assert not BASE.is_thing(COUNCIL)
    assert not BASE.is_thing(Base("https://example.org/").thing("aktor/radet"))
    assert not BASE.is_thing(Literal(ACTOR.value))


def test_the_short_form_of_a_thing_is_type_and_slug_and_of_a_document_doc_and_source():
    assert BASE.short(ACTOR) == "aktor.ho21-radet"
    assert BASE.short(BASE.document("toppmote")) == "doc.toppmote"


def test_the_prefixes_stand_alphabetically_and_each_kind_of_thing_has_one():
    prefixes = BASE.prefixes()
    assert list(prefixes) == sorted(prefixes)
    assert [prefixes[kind] for kind in KINDS] == [f"{BASE.iri}id/{kind}/" for kind in KINDS]


def test_the_last_part_of_an_iri_stands_after_its_hash_or_its_last_slash():
    assert local(COUNCIL) == "Council"
    assert local(ACTOR) == "ho21-radet"


def test_an_iri_without_a_prefix_is_written_in_angle_brackets():
    assert curie("https://example.org/x", BASE.prefixes()) == "<https://example.org/x>"


def test_of_two_prefixes_that_fit_the_longer_is_taken():
    prefixes = {"aktor": f"{BASE.iri}id/aktor/", "ho": f"{BASE.iri}id/aktor/ho21-"}
    assert curie(ACTOR.value, prefixes) == "ho:radet"


def test_a_passage_is_always_written_in_angle_brackets():
    passage = BASE.fragment("toppmote", "char", 3, 17).value
    assert curie(passage, BASE.prefixes()) == f"<{passage}>"


@settings(derandomize=True, deadline=None)
@given(
    st.sampled_from(sorted(BASE.prefixes())),
    st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,4}", fullmatch=True),
)
def test_a_prefixed_name_round_trips(prefix, slug):
    iri = BASE.prefixes()[prefix] + slug
    assert curie(iri, BASE.prefixes()) == f"{prefix}:{slug}"


@settings(derandomize=True, deadline=None)
@given(
    st.sampled_from(sorted(BASE.prefixes().values())),
    st.text("aZ9æª²-_.:,;=/()'~", max_size=8),
)
def test_whatever_an_iri_ends_in_its_short_form_is_turtle_for_that_same_iri(base, rest):
    short = curie(base + rest, BASE.prefixes())
    (quad,) = parse(f"{PREFIXES} <x:s> <x:p> {short} .", format=RdfFormat.TURTLE)
    assert quad.object == NamedNode(base + rest)


def test_what_is_foreign_is_named_as_it_is():
    assert BASE.short(ACTOR) == "aktor.ho21-radet"
    assert BASE.short(BASE.document("toppmote")) == "doc.toppmote"
    for foreign in ("http://ex.org/s", "http://ex.org/id/a/b#c", "urn:x"):
        assert BASE.short(NamedNode(foreign)) == foreign


def test_a_message_names_a_thing_as_an_editor_writes_it():
    assert BASE.called(ACTOR) == "aktor:ho21-radet"
    assert BASE.called(BASE.capture("toppmote")) == "doc:toppmote.txt"
    assert BASE.called(BASE.thing("goal/of-no-kind-we-know")) == "goal:of-no-kind-we-know"
