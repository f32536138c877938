"""What each source and each reader of a project states, and what is left without them."""

import pytest

from ho21.dataset.loader import load
from ho21.model.read import knowledge_graph
from ho21.project import open_project
from ho21.rdf.namespaces import HO
from support.tiny import BASE, PREFIXES, READING, READINGS_HEAD, capture
from support.tiny_network import sketch

SECOND = """doc:kilde-to a ho:Document ;
    dcterms:title "Helserådet takker"@nb , "The Health Council says thanks"@en ;
    skos:prefLabel "Helserådet takker"@nb , "The Health Council says thanks"@en ;
    ho:quote "Helserådet takker"@nb ;
    ho:translation "The Health Council says thanks"@en .

malbilde:felles-data ho:quote "Alle deler data"@nb ;
    ho:translation "All share data"@en .
"""
SECOND_TEXT = "Helserådet takker\nAlle deler data\n"
DENIED = READING.replace("\t\tsemapv", "\tNot\tsemapv")
SOUGHT = READING.replace("malbilde:felles-data", "sssom:NoTermFound").replace(
    "unreviewed\t\t\t\t\n", "unreviewed\tho:TargetPicture\t\t\t\n"
)


def opened(root):
    return knowledge_graph(load(open_project(str(root))).sound())


def iri(name: str) -> str:
    prefix, slug = name.split(":")
    return BASE.prefixes()[prefix] + slug


def doc(*names: str) -> tuple[str, ...]:
    return tuple(iri(f"doc:{name}") for name in names)


@pytest.fixture
def two_sources(tiny_project):
    """Return a tiny project in which a second source speaks of the target picture too."""
    root = tiny_project()
    written = f"{PREFIXES}\n{SECOND}{capture(SECOND_TEXT, 'kilde-to')}"
    (root / "graph" / "kilde-to.ttl").write_text(written, encoding="utf-8")
    (root / "graph" / "kilde-to.txt").write_text(SECOND_TEXT, encoding="utf-8")
    return root


def test_every_thing_is_there_with_its_narrowest_class_and_no_claim_or_passage(tiny_project):
    assert {thing.iri: thing.kind_name for thing in opened(tiny_project()).things.values()} == {
        iri("aktor:kommisjonen"): "Commission",
        iri("aktor:kommunene"): "StakeholderGroup",
        iri("aktor:radet"): "Council",
        iri("aktor:redaksjonen"): "Actor",
        iri("doc:kilde-en"): "Document",
        iri("malbilde:felles-data"): "TargetPicture",
        iri("soyle:data"): "Pillar",
        iri("tall:sykehus"): "Figure",
        iri("tema:data"): "Theme",
        iri("tiltak:dele-data"): "Recommendation",
    }


def test_a_stated_link_has_its_source_and_the_words_it_rests_on(tiny_project):
    (link,) = opened(tiny_project()).out(iri("malbilde:felles-data"), "isPartOf")
    (evidence,) = link.evidence

    assert link.ends == (iri("malbilde:felles-data"), iri("soyle:data"))
    assert (link.documents, link.stated) == (doc("kilde-en"), True)
    assert (link.confidence, link.strength) == (None, 1)
    assert (evidence.main.quote, evidence.main.place) == ("Den bærende søylen", "kilde-en.txt:7")


def test_a_reading_has_no_source_but_a_confidence_and_a_reason(tiny_project):
    (link,) = opened(tiny_project()).out(iri("tiltak:dele-data"), "contributesTo")

    assert (link.documents, link.stated) == ((), False)
    assert (link.confidence, link.strength) == (0.7, 0.7)
    assert link.evidence[0].reason.texts == {
        "nb": "Delte data er felles data.",
        "en": "Shared data are joint data.",
    }


def test_without_readings_the_stated_links_are_left(tiny_project):
    whole = opened(tiny_project())

    (gone,) = set(whole.links) - set(whole.stated.links)
    assert not gone.stated
    assert whole.stated.things == whole.things


def test_a_link_in_wider_words_is_marked_as_inferred(tiny_project):
    reading = READING.replace("ho:contributesTo\tmalbilde:felles-data", "ho:performer\taktor:radet")
    whole = opened(tiny_project(readings=READINGS_HEAD + reading))
    (wider,) = (link for link in whole.links if link.predicate_name == "responsible")
    own = {(x.subject, x.predicate_name, x.object) for x in whole.links if not x.inferred}

    assert (wider.inferred, wider.stated) == (True, False)
    assert (iri("tiltak:dele-data"), "performer", iri("aktor:radet")) in own
    assert (iri("tiltak:dele-data"), "responsible", iri("aktor:radet")) not in own


@pytest.mark.parametrize("row", [DENIED, SOUGHT])
def test_a_reading_that_says_no_has_its_reason_and_is_not_among_what_is_stated(tiny_project, row):
    whole = opened(tiny_project(readings=READINGS_HEAD + row))
    (weighed,) = whole.non_links

    assert (weighed.about, weighed.predicate_name) == (iri("tiltak:dele-data"), "contributesTo")
    assert weighed.reason["nb"] == "Delte data er felles data."
    assert [link for link in whole.links if not link.stated] == []
    assert whole.stated.non_links == ()


def test_a_thing_knows_every_source_that_states_it(two_sources):
    things = opened(two_sources).things

    assert things[iri("malbilde:felles-data")].documents == doc("kilde-en", "kilde-to")
    assert things[iri("soyle:data")].documents == doc("kilde-en")
    assert things[iri("doc:kilde-to")].documents == doc("kilde-to")
    assert things[iri("aktor:radet")].documents == doc("kilde-en", "kilde-to")
    assert things[iri("aktor:redaksjonen")].documents == ()


def test_withdrawing_a_source_takes_what_it_alone_states_and_readings_that_lose_an_end(two_sources):
    left = opened(two_sources).without("kilde-en")

    assert left.things.keys() == {
        iri(name)
        for name in (
            "aktor:radet",
            "aktor:redaksjonen",
            "doc:kilde-to",
            "malbilde:felles-data",
        )
    }
    assert {(link.predicate_name, link.documents) for link in left.links} == {
        ("mentions", doc("kilde-to"))
    }
    assert (*left.documents,) == doc("kilde-to")


def test_a_reading_whose_words_are_all_withdrawn_goes_with_them(two_sources):
    words = "kilde-to#Alle deler data"
    for row, left in (
        (READING, 1),
        (READING.replace("unreviewed\t\t", f"unreviewed\t\t{words}"), 0),
    ):
        (two_sources / "graph/tolkning.tsv").write_text(READINGS_HEAD + row, encoding="utf-8")
        kept = opened(two_sources).without("kilde-to")
        assert len([each for each in kept.links if not each.stated]) == left


def test_withdrawing_each_source_leaves_exactly_what_the_others_and_the_readings_say(real):
    whole = knowledge_graph(real)
    for source in whole.documents:
        left = whole.without(source)
        assert {link.triple for link in left.stated.links} == {
            link.triple for link in whole.stated.links if {*link.documents} - {source}
        }
        assert {link.triple for link in left.links if not link.stated} == {
            link.triple
            for link in whole.links
            if {each.standing.rests_on_reading for each in link.evidence} >= {True}
            and not {*link.documents} - {source}
            and left.things.keys() >= set(link.ends)
        }
        assert whole.things.keys() - left.things.keys() == {
            thing.iri for thing in whole.things.values() if thing.documents == (source,)
        }


def test_the_evidence_of_the_real_project_is_every_claim_between_two_things(real):
    facts = {fact for facts in real.facts.values() for fact in facts}
    claims = {
        fact.subject.value
        for fact in facts
        if fact.predicate.value.endswith("#predicate") and fact.object.value.startswith(HO)
    }
    evidence = [each for link in knowledge_graph(real).links for each in link.evidence]

    assert {each.claim for each in evidence} == claims
    for each in evidence:
        assert each.reason["nb"] if each.standing.rests_on_reading else each.main.quote
        assert each.standing.rests_on_reading or each.main.place


def test_what_two_sources_and_a_reader_say_is_one_link_with_an_evidence_of_each():
    whole = sketch(
        """tiltak contributesTo malbilde 0.5
        tiltak contributesTo malbilde en
        tiltak contributesTo malbilde to
        """
    )
    (link,) = whole.into("malbilde")

    assert whole.to_networkx().number_of_edges("tiltak", "malbilde") == 1
    assert [each.documents for each in link.evidence] == [doc("en"), doc("to"), ()]
    assert whole.into("malbilde", "isPartOf") == []


def test_things_are_found_by_any_of_their_classes():
    whole = sketch("malbilde isPartOf soyle en")

    assert [thing.iri for thing in whole.of("Goal")] == ["malbilde"]
    assert [thing.iri for thing in whole.of("TargetPicture", "Pillar")] == ["malbilde", "soyle"]
    assert whole.is_a("soyle", "StrategicBlock")
    assert not whole.is_a("soyle", "Goal")
