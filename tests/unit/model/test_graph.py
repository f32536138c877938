"""The knowledge graph: things and links found by IRI, by class, by end and by passage."""

from dataclasses import replace

import pytest

from ho21.model.graph import KnowledgeGraph, by_standing
from ho21.model.spans import stated
from ho21.model.things import (
    Document,
    Evidence,
    Label,
    Link,
    NonLink,
    Passage,
    Span,
    Standing,
    Thing,
)
from ho21.rdf.namespaces import HO, Base

BASE = Base("https://a.no/")
EXACT = "http://www.w3.org/2004/02/skos/core#exactMatch"
LABEL = Label.same("x")


def words(source, start=0):
    document = f"{BASE.iri}doc/{source}"
    return Passage(
        f"{document}.txt#char={start},{start + 3}", document, start, start + 3, 1, 1, "x"
    )


def thing(name, kind, *sources, wider=(), roles=()):
    passages = tuple(map(words, sources))
    return Thing(
        name,
        HO + kind,
        tuple(sorted(HO + each for each in (kind, *wider))),
        LABEL,
        LABEL,
        passages=passages,
        main_passages=passages,
        documents=tuple(f"{BASE.iri}doc/{each}" for each in sources),
        roles=tuple(HO + each for each in roles),
    )


def said(*sources, standing=Standing.STATED):
    passages = tuple(map(words, sources))
    documents = tuple(each.document for each in passages)
    return Evidence("+".join(sources), standing, "", documents, passages, passages[0])


def read(confidence, standing=Standing.INTERPRETED):
    return Evidence(f"read {confidence}", standing, confidence=confidence)


def link(subject, predicate, target, *evidence):
    return Link(subject, HO + predicate, target, evidence)


def weighed(about, other, predicate=f"{HO}motivates", confidence=0.7, *, denied=True):
    return NonLink(f"{about}-{other}", about, predicate, other, denied, LABEL, confidence)


def graph(things, *links, **more):
    documents = {
        f"{BASE.iri}doc/{slug}": Document(
            f"{BASE.iri}doc/{slug}", slug, LABEL, LABEL, capture=f"{BASE.iri}doc/{slug}.txt"
        )
        for slug in ("en", "to")
    }
    passages = {each.iri: each for slug in ("en", "to") for each in [words(slug)]}
    return KnowledgeGraph(
        BASE,
        {each.iri: each for each in things},
        links,
        documents=documents,
        passages=passages,
        **more,
    )


GOAL = thing("g", "TargetPicture", "en", wider=("Goal",), roles=("asGoal",))
MEASURE = thing("m", "Measure", "en", "to")
ACTOR = thing("a", "Council", "to", wider=("Actor",), roles=("asCouncil", "asActor"))
FEW = graph(
    (ACTOR, GOAL, MEASURE),
    link("m", "contributesTo", "g", read(0.9), read(0.5)),
    link("m", "mentions", "a", said("to")),
    link("m", "impliedPerformer", "a", said("en")),
    link("m", "performer", "a", said("en", "to"), read(0.3)),
    link("m", "responsible", "a", said("en", standing=Standing.FOLLOWS_FROM_STATED)),
    mappings=(Link("g", EXACT, "http://b.no/c", (read(0.7),)),),
    non_links=(weighed("g", "a"), weighed("g", f"{HO}Need", confidence=0.5, denied=False)),
    labels={"g": Label("Mål", "Goal")},
)


def predicates(links):
    return [each.predicate_name for each in links]


def test_things_are_found_by_any_of_their_classes():
    assert FEW.of("Goal", "Actor") == [ACTOR, GOAL]
    assert FEW.of(f"{HO}TargetPicture") == [GOAL]
    assert FEW.of("Vision") == []
    assert FEW.is_a("g", "Goal")
    assert not FEW.is_a("g", "Measure", "Actor")


def test_things_are_found_by_what_they_count_as():
    assert FEW.counted("goal") == FEW.of("asGoal") == [GOAL]
    assert FEW.counted("actor") == FEW.counted("council") == [ACTOR]
    assert FEW.counted("eventGoal") == FEW.counted("proposal") == []
    assert FEW.is_a("a", "asActor")
    assert not FEW.is_a("m", "asProposal")
    assert (GOAL.role, ACTOR.role, MEASURE.role) == ("goal", "council", "")


def test_a_class_is_what_its_things_count_as():
    few = graph((), counting={f"{HO}TargetPicture": frozenset({f"{HO}asGoal"})})

    assert few.covers("TargetPicture", "TargetPicture")
    assert few.covers(f"{HO}TargetPicture", "asGoal")
    assert not few.covers("Goal", "asGoal")


def test_a_class_of_another_vocabulary_with_the_same_name_is_another_class():
    assert FEW.of("http://b.no/def#Goal") == []


def test_links_are_found_from_either_end_and_by_property():
    assert predicates(FEW.out("m", "performer", "responsible")) == ["performer", "responsible"]
    assert predicates(FEW.into("g")) == ["contributesTo"]
    assert FEW.out("g") == []
    assert FEW.into("nowhere") == []


def test_a_link_says_its_property_and_those_above_it():
    (performs,) = FEW.out("m", "performer")
    few = replace(FEW, wider={f"{HO}performer": frozenset({f"{HO}responsible"})})

    assert few.says(performs, "performer")
    assert few.says(performs, "responsible")
    assert not few.says(performs, "accountable")
    assert not FEW.says(performs, "responsible")


def test_mappings_are_links_that_lead_out_and_stand_apart():
    assert FEW.mapped("g", EXACT) == list(FEW.mappings)
    assert FEW.out("g", EXACT) == []


def test_what_was_weighed_and_refused_is_found_from_either_end():
    assert [each.other for each in FEW.weighed("g")] == ["a", f"{HO}Need"]
    assert [each.about for each in FEW.refused("a")] == ["g"]
    assert FEW.weighed("a") == []


def test_a_passage_tells_what_rests_on_it():
    things, links = FEW.at(words("to").iri)

    assert things == [ACTOR, MEASURE]
    assert predicates(links) == ["mentions", "performer"]
    assert FEW.at(words("to", 1).iri) == ([], [])


def test_a_document_is_found_by_its_iri_and_by_its_name():
    assert FEW.document("en") is FEW.document(f"{BASE.iri}doc/en")
    with pytest.raises(KeyError):
        FEW.document("tre")


def test_the_passages_of_a_document_are_its_own():
    assert stated(FEW, FEW.document("to")) == (Span(0, 3),)


def test_what_has_no_label_is_called_by_the_end_of_its_iri():
    assert FEW.name("g")["en"] == "Goal"
    assert FEW.name(f"{HO}Goal")["nb"] == "Goal"


def test_the_stated_graph_has_no_evidence_of_a_reader():
    stated = FEW.stated

    assert predicates(stated.links) == ["mentions", "impliedPerformer", "performer", "responsible"]
    assert not any(
        each.standing.rests_on_reading for link in stated.links for each in link.evidence
    )
    assert (stated.mappings, stated.non_links) == ((), ())
    assert stated.things == FEW.things
    assert FEW.stated is stated


def test_only_readings_that_are_sure_enough_are_left():
    sure = FEW.at_least(0.6)

    assert [[each.claim for each in link.evidence] for link in sure.links] == [
        ["read 0.9"],
        ["to"],
        ["en"],
        ["en+to"],
        ["en"],
    ]
    assert [each.other for each in sure.non_links] == ["a"]
    assert [each.other for each in FEW.at_least(0.7).non_links] == ["a"]
    assert FEW.at_least(0.9).out("m", "contributesTo")[0].confidence == 0.9
    assert FEW.at_least(0) == FEW
    assert FEW.at_least(1).mappings == ()


def test_withdrawing_a_document_takes_what_it_alone_states():
    left = FEW.without("en")

    assert list(left.things) == ["a", "m"]
    assert predicates(left.links) == ["mentions", "performer"]
    assert left.things["m"].documents == (f"{BASE.iri}doc/to",)
    assert [each.source for each in left.things["m"].passages] == ["to"]
    assert left.out("m", "performer")[0].evidence[0].documents == (f"{BASE.iri}doc/to",)
    assert left.out("m", "performer")[0].evidence[0].main == words("to")
    assert (left.mappings, left.non_links) == ((), ())
    assert list(left.documents) == [f"{BASE.iri}doc/to"]
    assert list(left.passages) == [words("to").iri]


def test_withdrawing_a_document_leaves_readings_whose_ends_are_left():
    left = FEW.without("to")

    assert list(left.things) == ["g", "m"]
    assert predicates(left.links) == ["contributesTo"]
    assert [each.denied for each in left.non_links] == [False]


def test_links_are_counted_once_by_their_strongest_evidence():
    assert by_standing(FEW.links) == {
        Standing.STATED: 3,
        Standing.FOLLOWS_FROM_STATED: 1,
        Standing.INTERPRETED: 1,
        Standing.FOLLOWS_FROM_INTERPRETED: 0,
    }


def test_as_a_network_each_thing_is_a_node_and_each_link_an_edge():
    network = FEW.to_networkx()

    assert {iri: data["thing"] for iri, data in network.nodes(data=True)} == FEW.things
    assert [data["link"] for *_, data in network.edges(data=True)] == list(FEW.links)
    assert network.edges["m", "g", f"{HO}contributesTo"]["link"] == FEW.links[0]


def test_the_substance_has_no_mention_no_implied_performer_and_nothing_that_only_follows():
    assert predicates(FEW.substance) == ["contributesTo", "performer"]
    assert predicates(FEW.mentions) == ["mentions"]


def test_the_substance_keeps_a_link_that_is_stated_as_well_as_inferred_without_the_latter():
    own, wider = said("en"), said("to", standing=Standing.FOLLOWS_FROM_STATED)
    (kept,) = graph((ACTOR, MEASURE), link("m", "responsible", "a", own, wider)).substance

    assert kept.evidence == (own,)


def test_a_link_is_counted_as_substance_a_mention_or_an_implied_we():
    assert [FEW.counted_as(each) for each in FEW.links] == [
        "substance", "mention", "implied", "substance", "substance",
    ]  # fmt: skip


def test_who_has_only_read_the_sources_is_no_actor_that_they_speak_of():
    reader = thing("r", "Actor", roles=("asActor",))
    served = graph((ACTOR, MEASURE, reader), link("m", "beneficiary", "r", read(0.7)))

    assert served.actors == {"a"}


def test_between_its_ends_a_link_reads_from_subject_to_object():
    assert FEW.phrase("performer") == Label("utføres av", "is carried out by")
    assert FEW.phrase(f"{HO}contributesTo") == Label.same("contributesTo")
    assert FEW.phrase("performer", back=True) == Label("utfører", "carries out")
    assert FEW.phrase("resembles", back=True) == Label.same("resembles")


def test_how_the_readings_were_made_is_told_with_who_made_them_and_how_far_they_are_reviewed():
    one, other = replace(read(0.7), author="g"), replace(read(0.5), author="g", reviewer="a")
    few = graph((GOAL, MEASURE), link("m", "contributesTo", "g", one), labels={"g": Label("Oss")})
    more = graph((GOAL, MEASURE), link("m", "contributesTo", "g", one, other))

    assert few.how_read("nb") == (
        "1 kobling er tolket av dem som lager grafen: «Oss». Hver tolkning har en begrunnelse, en "
        "sikkerhet og ordene den hviler på. Ingen av dem er gjennomgått av noen utenfor prosjektet."
    )
    assert more.how_read("en").endswith(
        " 1 of them has been reviewed by someone outside the project."
    )
    assert not few.stated.how_read("nb")


def test_of_a_class_and_the_class_above_it_with_as_many_things_the_narrower_is_told():
    broad = {"wider": ("Above", "Measure"), "roles": ("asProposal",)}
    few = graph(
        (thing("x", "Pledge", **broad), thing("y", "Task", **broad)),
        wider={f"{HO}Measure": frozenset({f"{HO}Above"})},
    )

    assert few.class_of("asProposal") == f"{HO}Measure"
    assert few.classes_of("asProposal") == [f"{HO}Measure", f"{HO}Above"]
