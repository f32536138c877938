"""The facts of a dataset become things and links, in one pass and without a query."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from ho21.dataset.dataset import select
from ho21.dataset.loader import load
from ho21.dataset.source import fold
from ho21.model.graph import by_standing
from ho21.model.read import knowledge_graph, read
from ho21.model.things import Label, Standing
from ho21.project import open_project
from ho21.rdf.namespaces import HO, term
from support.tiny import BASE, READING, READINGS_HEAD, STATEMENTS, capture, changed

STANDING = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?standing (COUNT(DISTINCT ?claim) AS ?claims) WHERE {
  GRAPH ?graph { ?claim rdf:subject ?s ; rdf:object ?o }
  FILTER(STRSTARTS(STR(?o), "https://w3id.org/ho21/"))
  BIND(REPLACE(STRAFTER(STR(?graph), "/graph/"), "/.*", "") AS ?folder)
  BIND(IF(?folder = "kilde", 1, IF(?folder = "slutning", 2, IF(?folder = "tolkning", 3, 4)))
    AS ?standing)
}
GROUP BY ?standing
"""
DISTINCT = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT (COUNT(*) AS ?links) WHERE {
  SELECT DISTINCT ?s ?p ?o {
    ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o .
    FILTER(STRSTARTS(STR(?o), "https://w3id.org/ho21/"))
  }
}
"""
DENIED = READING.replace("\t\tsemapv", "\tNot\tsemapv")
SOUGHT = READING.replace("malbilde:felles-data", "sssom:NoTermFound").replace(
    "unreviewed\t\t\t\t\n", "unreviewed\tho:TargetPicture\t\t\t\n"
)
PERSONS = {
    "aktor/bent-hoie": "Person",
    "aktor/erna-solberg": "Person",
    "aktor/john-arne-rottingen": "Person",
    "verv/helse-og-omsorgsminister": "Post",
    "verv/statsminister": "Post",
}


def iri(path):
    return f"{BASE.iri}id/{path}"


MEASURE, PICTURE = iri("tiltak/dele-data"), iri("malbilde/felles-data")


@pytest.fixture(scope="module")
def whole(real):
    """Return the graph of the project that ships with ho21."""
    return knowledge_graph(real)


@pytest.fixture
def tiny(tiny_project):
    """Return a function that reads a tiny project."""

    def reading(**parts):
        return knowledge_graph(load(open_project(str(tiny_project(**parts)))).sound())

    return reading


def only(links):
    (link,) = links
    return link


def test_a_thing_has_its_names_its_narrowest_class_and_all_its_classes(tiny):
    thing = tiny().thing(MEASURE)

    assert thing.label == Label("Dele data", "Share data")
    assert (thing.kind_name, thing.kinds) == (
        "Recommendation",
        (f"{HO}Measure", f"{HO}Recommendation"),
    )
    assert thing.position == 1
    assert thing.documents == (BASE.document("kilde-en").value,)


def test_a_passage_has_its_words_its_place_and_its_language(tiny):
    (passage,) = tiny().thing(MEASURE).passages

    assert passage.quote == passage.exact == "Vi må dele helsedata med kommunene"
    assert passage.translation["en"] == "We must share health data with the municipalities"
    assert (passage.document, passage.place) == (BASE.document("kilde-en").value, "kilde-en.txt:5")
    assert (passage.first_line, passage.last_line, passage.language) == (5, 5, "nb")
    assert passage.end - passage.start == len(passage.quote)


def test_the_main_words_come_before_the_others_of_their_source(tiny):
    said = changed(
        STATEMENTS,
        'ho:quote "Alle deler data i mars 2030"@nb ;',
        'ho:quote "Alle deler data i mars 2030"@nb ;\n    ho:alsoQuote "Deling av data"@nb ;',
    )
    goal = tiny(statements=said).thing(PICTURE)

    assert [each.quote for each in goal.passages] == [
        "Alle deler data i mars 2030",
        "Deling av data",
    ]
    assert goal.main_passages == goal.passages[:1]


def test_a_stated_link_has_its_document_and_every_passage_it_rests_on(tiny):
    link = only(tiny().out(MEASURE, "proposedBy"))
    (evidence,) = link.evidence

    assert (link.standing, link.confidence) == (Standing.STATED, None)
    assert evidence.documents == (BASE.document("kilde-en").value,)
    assert [each.quote for each in evidence.passages] == [
        "Helserådets forslag til Helsekommisjonen",
        "Vi må dele helsedata med kommunene",
    ]
    assert evidence.main.quote == "Vi må dele helsedata med kommunene"


def test_a_reading_has_its_reason_author_review_and_date_and_no_document(tiny):
    graph = tiny()
    (evidence,) = only(graph.out(MEASURE, "contributesTo")).evidence

    assert evidence.standing is Standing.INTERPRETED
    assert evidence.reason == Label("Delte data er felles data.", "Shared data are joint data.")
    assert graph.name(evidence.author) == Label("Redaksjonen", "The editors")
    assert (evidence.confidence, evidence.created) == (0.7, "2026-11-22")
    assert evidence.review == f"{HO}unreviewed"
    assert (evidence.reviewer, evidence.reviewed) == ("", "")
    assert [each.quote for each in evidence.passages] == [
        "Vi må dele helsedata med kommunene",
        "Alle deler data i mars 2030",
    ]
    assert (evidence.documents, evidence.main) == ((), None)


def test_two_readers_of_one_link_are_two_evidences_of_it(tiny):
    second = changed(READING, "aktor:redaksjonen", "aktor:kommunene")
    link = only(tiny(readings=READINGS_HEAD + READING + second).out(MEASURE, "contributesTo"))

    assert {each.author for each in link.evidence} == {
        iri("aktor/kommunene"),
        iri("aktor/redaksjonen"),
    }


def test_what_follows_by_rule_names_its_premise_and_keeps_its_words(tiny):
    acts = changed(STATEMENTS, "ho:proposedBy aktor:radet ;", "ho:performer aktor:radet ;")
    graph = tiny(statements=acts)
    stated, wider = (only(graph.out(MEASURE, each)) for each in ("performer", "responsible"))

    assert wider.standing is Standing.FOLLOWS_FROM_STATED
    assert wider.evidence[0].premises == (stated.evidence[0].claim,)
    assert wider.passages == stated.passages


def test_what_follows_from_a_reading_is_known_by_it(tiny):
    row = READING.replace("ho:contributesTo\tmalbilde:felles-data", "ho:performer\taktor:radet")
    graph = tiny(readings=READINGS_HEAD + row)

    assert only(graph.out(MEASURE, "responsible")).standing is Standing.FOLLOWS_FROM_INTERPRETED
    assert graph.stated.out(MEASURE, "responsible") == []


def test_a_denied_link_and_one_not_found_are_no_links(tiny):
    for row, denied, other in ((DENIED, True, PICTURE), (SOUGHT, False, f"{HO}TargetPicture")):
        graph = tiny(readings=READINGS_HEAD + row)
        (found,) = graph.weighed(MEASURE)

        assert (found.denied, found.other, found.confidence) == (denied, other, 0.7)
        assert found.predicate == f"{HO}contributesTo"
        assert graph.out(MEASURE, "contributesTo") == []


def test_a_number_with_its_unit_and_a_date_are_values(tiny):
    graph = tiny()
    figure = graph.thing(iri("tall/sykehus")).values

    assert [(each.predicate_name, each.text["en"], each.raw) for each in figure] == [
        ("unit", "hospitals", "sykehus"),
        ("value", "70", "70"),
    ]
    assert figure[1].datatype == term("xsd:integer").value
    assert (graph.thing(PICTURE).when, graph.thing(PICTURE).sort_key) == ("2030-03", "2030-03")


def test_a_modality_is_told_in_words_and_kept_as_an_address(tiny):
    (modality,) = tiny().thing(MEASURE).values

    assert (modality.text["nb"], modality.raw) == ("må", f"{HO}must")


def test_other_names_are_values_of_their_own_where_they_are_not_translations(tiny_project):
    dataset = load(open_project(str(tiny_project())))
    graph = BASE.graph("aktorer").value
    council, alias = NamedNode(iri("aktor/radet")), term("skos:altLabel")
    more = tuple((council, alias, Literal(each, language="nb")) for each in ("A-rådet", "B-rådet"))
    facts = dataset.facts | {graph: dataset.facts[graph] + more}
    more_named = replace(dataset, facts=facts)
    thing = knowledge_graph(more_named).thing(council.value)

    assert [each.text["en"] for each in thing.values] == ["A-rådet", "B-rådet", "rådet"]
    assert more_named.names[thing.iri] == (
        "A-rådet",
        "B-rådet",
        "Health Council",
        "Helserådet",
        "rådet",
    )


def test_a_document_has_its_capture_its_text_and_what_is_set_aside(tiny):
    graph = tiny()
    (document,) = graph.documents.values()

    assert document.title == Label(
        "Felles innsats for bedre helse", "Joint effort for better health"
    )
    assert (document.slug, document.format) == ("kilde-en", "text/plain")
    assert document.capture == BASE.capture("kilde-en").value
    assert f'ho:sha256 "{document.sha256}"' in capture(document.text, "kilde-en")
    assert [(document.text[each.start : each.end], each.kind) for each in document.asides] == [
        ("og det gjelder", "glue"),
        ("Til toppen", "noise"),
    ]
    assert document.coverage.unaccounted == 0


def test_the_project_tells_its_title_date_and_licence(tiny):
    graph = tiny()

    assert graph.title == Label("Et lite prosjekt", "A small project")
    assert graph.issued == "2026-11-22"
    assert graph.licence.endswith("/CC_BY_4_0")


def test_bookkeeping_is_no_thing(tiny):
    assert {each.kind_name for each in tiny().things.values()} == {
        "Actor", "Commission", "Council", "Document", "Figure", "Pillar", "Recommendation",
        "StakeholderGroup", "TargetPicture", "Theme",
    }  # fmt: skip


def test_a_class_of_ours_below_another_of_the_same_name_is_the_narrowest(whole):
    assert {path: whole.thing(iri(path)).kind_name for path in PERSONS} == PERSONS


def test_no_other_class_of_a_thing_is_below_its_kind(real, whole):
    above = real.vocabulary.above_class
    wrong = [
        (thing.iri, kind)
        for thing in whole.things.values()
        for kind in thing.kinds
        if NamedNode(thing.kind) in above.get(NamedNode(kind), ())
    ]
    assert wrong == []


def test_without_a_vocabulary_the_hierarchy_that_is_among_the_facts_is_used(real, whole):
    wordless = replace(real, vocabulary=replace(real.vocabulary, above_class={}))

    assert {each.iri: each.kind for each in knowledge_graph(wordless).things.values()} == {
        each.iri: each.kind for each in whole.things.values()
    }


def test_links_and_evidence_are_as_many_as_a_query_counts(real, whole):
    store = real.store()
    claims = {
        Standing(int(row["standing"].value)): int(row["claims"].value)
        for row in select(store, STANDING)
    }
    (distinct,) = select(store, DISTINCT)

    assert Counter(one.standing for each in whole.links for one in each.evidence) == claims
    assert (
        len(whole.links) == int(distinct["links"].value) == sum(by_standing(whole.links).values())
    )


def test_the_ends_of_a_link_are_things_or_mapped_concepts(whole):
    ends = {end for each in whole.links for end in each.ends}

    assert ends <= whole.things.keys()
    assert {each.subject for each in whole.mappings} <= whole.things.keys()
    assert {each.object for each in whole.mappings} <= whole.labels.keys()


def test_every_stated_evidence_has_a_document_and_words_and_every_reading_a_reason(whole):
    for link in whole.links:
        for each in link.evidence:
            if each.standing.rests_on_reading:
                assert each.reason.nb
                assert each.confidence
                assert each.documents == ()
            else:
                assert each.documents
                assert each.main in each.passages


def test_every_count_of_the_project_is_in_the_graph(whole):
    kinds = Counter(each.kind_name for each in whole.things.values())

    assert kinds["TargetPicture"] == 24
    assert kinds["Recommendation"] == 25
    assert kinds["StrategyArea"] == 10


def test_every_quote_of_the_project_stands_on_the_lines_it_names(whole):
    found = {each for thing in whole.things.values() for each in thing.passages}
    found |= {each for link in whole.links for each in link.passages}

    assert len(found) > 100
    assert [
        each.iri
        for each in found
        for lines in [whole.document(each.document).text.splitlines()]
        if each.quote not in fold("\n".join(lines[each.first_line - 1 : each.last_line]))
    ] == []


def test_a_property_knows_those_above_it(whole):
    assert whole.wider[f"{HO}performer"] >= {f"{HO}responsible"}
    assert f"{HO}performer" not in whole.wider.get(f"{HO}responsible", ())


def test_the_stated_graph_is_that_of_the_quads_that_no_reading_has_made(real, whole):
    assert whole.stated == knowledge_graph(real.stated)


def test_facts_in_any_order_make_the_same_graph(real, whole):
    chance = random.Random(21)
    graphs = chance.sample([*real.facts.items()], len(real.facts))
    facts = {graph: tuple(chance.sample(them, len(them))) for graph, them in graphs}
    shuffled = knowledge_graph(replace(real, facts=facts))

    assert shuffled == whole
    assert [*shuffled.things] == [*whole.things]
    slugs = [each.slug for each in shuffled.documents.values()]
    assert slugs == sorted(slugs) == [each.slug for each in whole.documents.values()]


def test_quads_in_any_order_make_the_same_graph(real, whole):
    quads = [*real.quads]
    random.Random(21).shuffle(quads)
    shuffled = read(quads, real.base, real.vocabulary)

    bare = {slug: replace(each, text="", coverage=None) for slug, each in whole.documents.items()}
    assert shuffled == replace(whole, documents=bare)


def test_what_is_in_no_named_graph_is_left_out(tiny_project):
    dataset = load(open_project(str(tiny_project())))
    union = [Quad(*each.triple) for each in dataset.quads]
    named = read(dataset.quads, dataset.base, dataset.vocabulary)

    assert read([*union, *dataset.quads], dataset.base, dataset.vocabulary) == named
    assert read(union, dataset.base, dataset.vocabulary).things == {}


def test_a_link_or_denial_that_lacks_an_end_is_none(tiny_project):
    dataset = load(open_project(str(tiny_project(readings=READINGS_HEAD + DENIED))))
    left = {
        graph: tuple(each for each in them if each.subject.value != PICTURE)
        for graph, them in dataset.facts.items()
    }
    graph = knowledge_graph(replace(dataset, facts=left))

    assert PICTURE not in graph.things
    assert {PICTURE}.isdisjoint(end for each in graph.links for end in each.ends)
    assert (graph.mappings, graph.non_links) == ((), ())


def test_one_claim_in_two_graphs_is_one_evidence_of_two_documents(whole):
    shared = [each for link in whole.links for each in link.evidence if len(each.documents) > 1]

    assert [each.standing for each in shared] == [Standing.FOLLOWS_FROM_STATED]
    left = whole.without(shared[0].documents[0])
    (kept,) = [
        each for link in left.links for each in link.evidence if each.claim == shared[0].claim
    ]
    assert kept.documents == shared[0].documents[1:]


def test_an_identifier_has_what_is_said_of_it(whole):
    institute = whole.thing(iri("aktor/folkehelseinstituttet"))

    assert [each.iri.partition("#")[2] for each in institute.identifiers] == ["orgnr", "ror"]
    assert institute.identifiers[0].texts[:2] == ("983744516", "Brønnøysundregistrene")


def test_a_graph_is_read_once_and_kept_with_its_dataset(real, whole):
    assert knowledge_graph(real) is whole
    assert knowledge_graph(replace(real)) is not whole
    assert replace(real) == real


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        (("stated",), Standing.STATED),
        (("followsFromStated",), Standing.FOLLOWS_FROM_STATED),
        (("interpreted",), Standing.INTERPRETED),
        (("followsFromInterpreted",), Standing.FOLLOWS_FROM_INTERPRETED),
        (("stated", "interpreted"), Standing.INTERPRETED),
        ((), Standing.INTERPRETED),
        (("sworn",), Standing.INTERPRETED),
    ],
)
def test_a_claim_is_known_as_it_says_and_what_it_does_not_say_is_not_taken_as_said(
    tiny_project, says, expected
):
    dataset = load(open_project(str(tiny_project())))
    kept = [each for each in dataset.quads if each.predicate != term("ho:standing")]
    claims = [each for each in kept if each.predicate == term("rdf:subject")]
    said = [
        Quad(claim.subject, term("ho:standing"), term(f"ho:{each}"), claim.graph_name)
        for claim in claims
        for each in says
    ]

    graph = read([*kept, *said], dataset.base, dataset.vocabulary)

    assert {each.standing for link in graph.links for each in link.evidence} == {expected}
