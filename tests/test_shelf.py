"""What the pages tell of things, documents and graphs, gathered from picture and dataset."""

import pytest

from conftest import BASE, STATEMENTS, changed
from ho21.rooms import house
from ho21.shelf import Shelf, collate
from ho21.store import load


@pytest.fixture
def tiny(tiny_house):
    """Return the shelf of a tiny house."""
    return Shelf(load(house(str(tiny_house()))))


def facts(shelf: Shelf, path: str, lang="nb") -> dict[str, str]:
    return {name: value for name, value, _ in shelf.thing(f"{BASE.iri}id/{path}", lang).facts}


def test_a_number_has_its_unit_and_a_date_its_month(tiny):
    assert "70 sykehus" in facts(tiny, "tall/sykehus").values()
    assert "70 hospitals" in facts(tiny, "tall/sykehus", "en").values()
    assert "mars 2030" in facts(tiny, "malbilde/felles-data").values()


def test_the_other_names_of_an_actor_are_told(tiny):
    assert "rådet" in facts(tiny, "aktor/radet").values()


def test_what_a_document_does_not_say_of_itself_is_a_row_without_a_value(tiny):
    rows = dict(tiny.document("kilde-en", "nb").rows)

    assert rows["publisher"] is None
    assert rows["issued"] is None
    assert rows["sha256"] is not None


def test_an_address_that_is_no_https_is_text_and_never_a_link(tiny_house):
    evil = 'foaf:page <javascript:alert(1)> ;\n    dcterms:title "Felles innsats'
    said = changed(STATEMENTS, 'dcterms:title "Felles innsats', evil)
    shelf = Shelf(load(house(str(tiny_house(statements=said)))))

    row = dict(shelf.document("kilde-en", "nb").rows)["page"]
    assert row is not None
    assert row[1:] == ("javascript:alert(1)", None)


def test_each_passage_has_its_place_and_what_rests_on_it(tiny):
    document = tiny.document("kilde-en", "nb")
    (place,) = [x for x in document.places if x.statement.quote.startswith("Vi må dele")]

    assert document.text[place.span.start : place.span.end] == place.statement.quote
    assert [each.id for each in place.things] == [f"{BASE.iri}id/tiltak/dele-data"]
    assert place.links


def test_what_is_set_aside_is_no_passage_and_has_its_kind(tiny):
    document = tiny.document("kilde-en", "nb")
    asides = {document.text[x.start : x.end]: x.kind for x, _ in document.asides}

    assert asides == {"og det gjelder": "glue", "Til toppen": "noise"}
    assert not {x.span for x in document.places} & {x for x, _ in document.asides}


def test_the_graphs_are_told_with_their_basis_and_their_size(real):
    graphs = {each.name: each for each in Shelf(real).graphs}

    assert {each.iri: each.triples for each in graphs.values()} == {
        iri: len(facts) for iri, facts in real.facts.items()
    }
    assert graphs["kilde/toppmote"].basis == "stated"
    assert graphs["tolkning"].basis == "read"
    assert graphs["slutning-tolkning"].basis == graphs["slutning/toppmote"].basis == "inferred"


def test_every_thing_is_listed_once(real):
    shelf = Shelf(real)
    listed = [each.id for *_, them in shelf.kinds("nb") for each in them]

    assert len(listed) == len(set(listed))
    assert set(listed) == {x.id for x in shelf.drawn.nodes if x.id.startswith(f"{BASE.iri}id/")}


def test_names_are_in_the_order_of_the_alphabet():
    assert sorted(["Åpen", "Ærlig", "Zen", "øl"], key=lambda x: collate(x, "nb")) == [
        "Zen", "Ærlig", "øl", "Åpen",
    ]  # fmt: skip
