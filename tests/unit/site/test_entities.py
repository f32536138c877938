"""What the pages tell of things, documents and graphs, gathered from the model."""

import pytest

from ho21.dataset.loader import load
from ho21.model.things import Standing
from ho21.project import open_project
from ho21.site.entities import EntityPages
from support.tiny import ACTORS, BASE, READING, READINGS_HEAD, STATEMENTS, changed

SORTS = {
    "kilde/toppmote": "stated",
    "slutning/toppmote": "followsFromStated",
    "tolkning": "interpreted",
    "slutning-tolkning": "followsFromInterpreted",
}


@pytest.fixture
def tiny(tiny_dataset):
    """Return the pages of a tiny project."""
    return EntityPages(tiny_dataset)


def facts(pages: EntityPages, path: str, lang="nb") -> dict[str, str]:
    return {name: value for name, value, _ in pages.thing(f"{BASE.iri}id/{path}", lang)["facts"]}


def test_a_number_has_its_unit_and_a_date_its_month(tiny):
    assert "70 sykehus" in facts(tiny, "tall/sykehus").values()
    assert "70 hospitals" in facts(tiny, "tall/sykehus", "en").values()
    assert "mars 2030" in facts(tiny, "malbilde/felles-data").values()


def test_the_other_names_of_an_actor_are_told(tiny):
    assert "rådet" in facts(tiny, "aktor/radet").values()


def test_what_a_document_does_not_say_of_itself_is_a_row_without_a_value(tiny):
    rows = dict(tiny.document("kilde-en", "nb")["rows"])

    assert rows["publisher"] is None
    assert rows["issued"] is None
    assert rows["sha256"] is not None


def test_an_address_that_is_no_https_is_text_and_never_a_link(tiny_project):
    evil = 'foaf:page <javascript:alert(1)> ;\n    dcterms:title "Felles innsats'
    said = changed(STATEMENTS, 'dcterms:title "Felles innsats', evil)
    pages = EntityPages(load(open_project(str(tiny_project(statements=said)))))

    row = dict(pages.document("kilde-en", "nb")["rows"])["page"]
    assert row is not None
    assert row[1:] == ("javascript:alert(1)", None)


def test_each_passage_has_its_place_and_what_rests_on_it(tiny):
    document = tiny.document("kilde-en", "nb")
    (place,) = [x for x in document["places"] if x["passage"].quote.startswith("Vi må dele")]

    assert document["about"].text[place["span"].start : place["span"].end] == place["passage"].quote
    assert [each.iri for each in place["things"]] == [f"{BASE.iri}id/tiltak/dele-data"]
    assert place["links"]


def test_what_is_set_aside_is_no_passage_and_has_its_kind(tiny):
    document = tiny.document("kilde-en", "nb")
    asides = {document["about"].text[x.start : x.end]: x.kind for x, _ in document["asides"]}

    assert asides == {"og det gjelder": "glue", "Til toppen": "noise"}
    assert not {x["span"] for x in document["places"]} & {x for x, _ in document["asides"]}


def test_the_graphs_are_told_with_their_standing_and_their_size(real):
    graphs = {each["name"]: each for each in EntityPages(real).graphs}

    assert {each["iri"]: each["triples"] for each in graphs.values()} == {
        iri: len(facts) for iri, facts in real.facts.items()
    }
    assert {name: graphs[name]["standing"].term for name in SORTS} == SORTS


def test_every_thing_is_listed_once(real):
    pages = EntityPages(real)
    listed = [each.iri for *_, them in pages.kinds("nb") for each in them]
    listed += [each.iri for each in pages.unspoken("nb")]

    assert len(listed) == len(set(listed))
    assert set(listed) == {x for x in pages.graph.things if x.startswith(f"{BASE.iri}id/")}


# Links


MEASURE = f"{BASE.iri}id/tiltak/dele-data"
GOAL = f"{BASE.iri}id/malbilde/felles-data"
COUNCIL = f"{BASE.iri}id/aktor/radet"


def told(pages: EntityPages, iri: str, standing) -> set[tuple[str, bool, str]]:
    return {
        (group.predicate, group.out, each.other)
        for group in pages.links(iri, "nb")[standing]
        for each in group.ends
    }


def test_a_link_is_seen_from_both_ends(tiny):
    assert ("proposedBy", True, COUNCIL) in told(tiny, MEASURE, Standing.STATED)
    assert ("proposedBy", False, MEASURE) in told(tiny, COUNCIL, Standing.STATED)


def test_a_reading_is_never_among_what_is_stated(tiny):
    assert told(tiny, MEASURE, Standing.INTERPRETED) == {("contributesTo", True, GOAL)}
    assert not {each for each in told(tiny, MEASURE, Standing.STATED) if each[0] == "contributesTo"}
    assert ("contributesTo", False, MEASURE) in told(tiny, GOAL, Standing.INTERPRETED)


def test_what_leaves_a_thing_is_told_before_what_points_at_it(tiny):
    outs = [each.out for each in tiny.links(GOAL, "nb")[Standing.STATED]]

    assert outs == sorted(outs, reverse=True)
    assert set(outs) == {True, False}


def test_two_readings_of_one_link_are_told_each_by_itself_and_counted_as_one(tiny_project):
    second = changed(READING, "aktor:redaksjonen", "aktor:kommunene")
    pages = EntityPages(
        load(open_project(str(tiny_project(readings=READINGS_HEAD + READING + second))))
    )

    (group,) = pages.links(MEASURE, "nb")[Standing.INTERPRETED]
    authors = [pages.graph.name(each.row.first.author)["nb"] for each in group.ends]

    assert authors == ["Redaksjonen", "Kommunene"]
    assert group.size == 1
    assert pages.thing(MEASURE, "nb")["size"] == len(
        {each.triple for each in (*pages.graph.out(MEASURE), *pages.graph.into(MEASURE))}
    )


def test_a_denial_is_seen_from_the_thing_that_was_not_linked_to(real):
    pages = EntityPages(real)
    denied = [x for x in pages.graph.non_links if x.denied and not x.is_mapping]

    assert denied
    for each in denied:
        assert each in pages.thing(each.other, "nb")["refused"]
        assert each in pages.thing(each.about, "nb")["weighed"]


def test_every_claim_of_the_dataset_is_told_at_its_subject(real):
    pages = EntityPages(real)
    claims = {
        claim
        for iri in pages.graph.things
        for thing in [pages.thing(iri, "nb")]
        for group in (*[x for them in thing["links"].values() for x in them], *thing["mappings"])
        for each in group.ends
        for claim in each.row.claims
        if each.out
    }
    subjects = {
        fact.subject.value
        for facts in real.facts.values()
        for fact in facts
        if fact.predicate.value.endswith("#subject")
    }

    assert claims == subjects


def test_without_readings_a_page_tells_only_what_is_stated(tiny_dataset):
    dataset = tiny_dataset

    assert EntityPages(dataset).links(MEASURE, "nb")[Standing.INTERPRETED]
    assert not EntityPages(dataset.stated).links(MEASURE, "nb")[Standing.INTERPRETED]
    assert EntityPages(dataset.stated).links(MEASURE, "nb")[Standing.STATED]


def test_all_names_of_an_actor_are_told_whatever_their_language(tiny_project):
    actors = changed(ACTORS, 'skos:altLabel "rådet"@nb', 'skos:altLabel "rådet"@nb , "council"@en')
    pages = EntityPages(load(open_project(str(tiny_project(actors=actors)))))

    for lang in ("nb", "en"):
        assert "rådet · council" in facts(pages, "aktor/radet", lang).values()


def test_an_address_is_told_whole(real):
    links = {url for *_, url in EntityPages(real).thing(f"{BASE.iri}id/aktor/folkehelseinstituttet",
                                                        "nb")["facts"]}  # fmt: skip
    assert "https://www.fhi.no/" in links


def test_an_identifier_is_told_with_its_register_and_where_it_was_found(real):
    institute = EntityPages(real).thing(f"{BASE.iri}id/aktor/folkehelseinstituttet", "nb")
    (number, *_) = institute["identifiers"]

    assert number.iri.endswith("#orgnr")
    assert [*number.texts[:2]] == ["983744516", "Brønnøysundregistrene"]
    assert number.texts[2].startswith("Sett 22. november 2026")
