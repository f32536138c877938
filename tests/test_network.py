"""The house as a network: things, and between them links with what each rests on."""

import pytest

from conftest import BASE, PREFIXES, READING, READINGS_HEAD, capture
from ho21.names import HO
from ho21.network import Words, network
from ho21.rooms import house
from ho21.store import load
from tiny_network import sketch

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
    "unreviewed\t\n", "unreviewed\tho:TargetPicture\n"
)


def drawn(root):
    return network(load(house(str(root))).sound())


def iri(name: str) -> str:
    prefix, slug = name.split(":")
    return BASE.prefixes()[prefix] + slug


@pytest.fixture
def two_sources(tiny_house):
    """Return a tiny house in which a second source speaks of the target picture too."""
    root = tiny_house()
    written = f"{PREFIXES}\n{SECOND}{capture(SECOND_TEXT, 'kilde-to')}"
    (root / "graph" / "kilde-to.ttl").write_text(written, encoding="utf-8")
    (root / "graph" / "kilde-to.txt").write_text(SECOND_TEXT, encoding="utf-8")
    return root


def test_every_thing_is_there_with_its_narrowest_class_and_no_claim_or_passage(tiny_house):
    assert {thing.iri: thing.kind for thing in drawn(tiny_house()).things.values()} == {
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


def test_a_stated_link_has_its_source_and_the_words_it_rests_on(tiny_house):
    (link,) = drawn(tiny_house()).out(iri("malbilde:felles-data"), "isPartOf")

    assert (link.source, link.read, link.confidence, link.strength) == ("kilde-en", False, None, 1)
    assert link.ends == (iri("malbilde:felles-data"), iri("soyle:data"))
    assert link.words == Words("Den bærende søylen", "kilde-en.txt:7")


def test_a_reading_has_no_source_but_a_confidence_and_a_reason(tiny_house):
    (link,) = drawn(tiny_house()).out(iri("tiltak:dele-data"), "contributesTo")

    assert (link.source, link.read, link.confidence, link.strength) == ("", True, 0.7, 0.7)
    assert link.words.text("nb") == "Delte data er felles data."
    assert link.words.text("en") == "Shared data are joint data."
    assert link.words.place == ""


def test_without_readings_the_stated_links_are_left(tiny_house):
    whole = drawn(tiny_house())

    assert set(whole.links) - set(whole.stated.links) == {link for link in whole.links if link.read}
    assert len(whole.links) - len(whole.stated.links) == 1
    assert whole.stated.things == whole.things


def test_a_link_in_wider_words_is_marked_as_inferred_and_says_nothing_new(tiny_house):
    reading = READING.replace("ho:contributesTo\tmalbilde:felles-data", "ho:performer\taktor:radet")
    whole = drawn(tiny_house(readings=READINGS_HEAD + reading))
    wider = [link for link in whole.links if link.predicate == "responsible"]

    assert [(link.inferred, link.read) for link in wider] == [(True, True)]
    assert (iri("tiltak:dele-data"), "performer", iri("aktor:radet")) in whole.triples
    assert (iri("tiltak:dele-data"), "responsible", iri("aktor:radet")) not in whole.triples


@pytest.mark.parametrize(
    ("row", "other", "denied"),
    [(DENIED, iri("malbilde:felles-data"), True), (SOUGHT, "TargetPicture", False)],
)
def test_a_reading_that_says_no_is_kept_and_is_no_link(tiny_house, row, other, denied):
    whole = drawn(tiny_house(readings=READINGS_HEAD + row))
    (negative,) = whole.negatives

    assert (negative.about, negative.predicate) == (iri("tiltak:dele-data"), "contributesTo")
    assert (negative.other, negative.denied, negative.confidence) == (other, denied, 0.7)
    assert negative.words.text("nb") == "Delte data er felles data."
    assert [link for link in whole.links if link.read] == []
    assert whole.stated.negatives == ()


def test_a_thing_knows_every_source_that_states_it(two_sources):
    things = drawn(two_sources).things

    assert things[iri("malbilde:felles-data")].sources == {"kilde-en", "kilde-to"}
    assert things[iri("soyle:data")].sources == {"kilde-en"}
    assert things[iri("doc:kilde-to")].sources == {"kilde-to"}
    assert things[iri("aktor:radet")].sources == {"kilde-en", "kilde-to"}
    assert things[iri("aktor:redaksjonen")].sources == set()


def test_withdrawing_a_source_takes_what_it_alone_states_and_readings_that_lose_an_end(two_sources):
    whole = drawn(two_sources)
    left = whole.without("kilde-en")

    assert left.things.keys() == {
        iri(name)
        for name in (
            "aktor:radet",
            "aktor:redaksjonen",
            "doc:kilde-to",
            "malbilde:felles-data",
        )
    }
    assert {(link.predicate, link.source) for link in left.links} == {("mentions", "kilde-to")}
    assert left.sources == ("kilde-to",)


def test_withdrawing_each_source_leaves_exactly_what_the_others_and_the_readings_say(real):
    whole = network(real)
    for source in whole.sources:
        left = whole.without(source)
        others = [link for link in whole.stated.links if link.source != source]
        assert set(left.stated.links) == set(others)
        assert {link for link in left.links if link.read} == {
            link for link in whole.links if link.read and left.things.keys() >= set(link.ends)
        }
        assert whole.things.keys() - left.things.keys() == {
            thing.iri for thing in whole.things.values() if thing.sources == {source}
        }


def test_every_link_of_the_real_house_is_a_claim_between_two_things(real):
    facts = {fact for facts in real.facts.values() for fact in facts}
    claims = {
        fact.subject.value
        for fact in facts
        if fact.predicate.value.endswith("#predicate") and fact.object.value.startswith(HO)
    }
    whole = network(real)

    assert {link.claim for link in whole.links} == claims
    assert all(link.words.text("nb") for link in whole.links)
    assert all(link.words.place for link in whole.links if not link.read)


def test_the_graph_has_an_edge_for_each_claim_of_each_source():
    whole = sketch(
        """tiltak contributesTo malbilde 0.5
        tiltak contributesTo malbilde en
        tiltak contributesTo malbilde to
        """
    )

    assert whole.graph.number_of_edges("tiltak", "malbilde") == 3
    assert len(whole.triples) == 1
    assert [link.source for link in whole.into("malbilde")] == ["", "en", "to"]
    assert whole.into("malbilde", "isPartOf") == []


def test_things_are_found_by_any_of_their_classes():
    whole = sketch("malbilde isPartOf soyle en")

    assert [thing.iri for thing in whole.of("Goal")] == ["malbilde"]
    assert [thing.iri for thing in whole.of("TargetPicture", "Pillar")] == ["malbilde", "soyle"]
    assert whole.is_a("soyle", "StrategicBlock")
    assert not whole.is_a("soyle", "Goal")
