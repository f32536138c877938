"""What the map shows: things and links, each with the words it rests on, as plain data."""

from collections import Counter

import pytest

from conftest import BASE, READING, READINGS_HEAD, STATEMENTS, changed
from ho21.picture import basis_of, both, https, last, picture, place
from ho21.reading import read_rows
from ho21.rooms import house
from ho21.source import fold
from ho21.store import load


@pytest.fixture
def tiny(tiny_house):
    """Return the picture of a tiny house."""
    return picture(load(house(str(tiny_house()))))


def thing(found, path):
    return next(each for each in found.nodes if each.id == f"{BASE.iri}id/{path}")


def link(found, subject, predicate, target):
    (only,) = (
        each
        for each in found.links
        if (each.source, each.predicate, each.target)
        == (f"{BASE.iri}id/{subject}", predicate, f"{BASE.iri}id/{target}")
    )
    return only


def test_a_thing_has_its_names_in_both_languages_and_its_narrowest_class(tiny):
    measure = thing(tiny, "tiltak/dele-data")

    assert measure.label == {"nb": "Dele data", "en": "Share data"}
    assert measure.kind == "Recommendation"
    assert measure.types == ("Measure", "Recommendation")
    assert measure.position == 1


def test_a_statement_has_its_words_and_the_place_where_they_stand(tiny):
    (statement,) = thing(tiny, "tiltak/dele-data").statements

    assert statement.quote == "Vi må dele helsedata med kommunene"
    assert statement.translation == "We must share health data with the municipalities"
    assert statement.document["nb"] == "Felles innsats for bedre helse"
    assert (statement.source, statement.first, statement.last) == ("kilde-en", 5, 5)


def test_the_main_words_come_before_the_others(tiny_house):
    said = changed(
        STATEMENTS,
        'ho:quote "Alle deler data i mars 2030"@nb ;',
        'ho:quote "Alle deler data i mars 2030"@nb ;\n    ho:alsoQuote "Deling av data"@nb ;',
    )

    goal = thing(picture(load(house(str(tiny_house(statements=said))))), "malbilde/felles-data")

    assert [each.quote for each in goal.statements] == [
        "Alle deler data i mars 2030",
        "Deling av data",
    ]


def test_a_stated_link_shows_the_words_it_rests_on(tiny):
    proposed = link(tiny, "tiltak/dele-data", "proposedBy", "aktor/radet")

    assert proposed.basis == "stated"
    assert [each.quote for each in proposed.quotes] == [
        "Helserådets forslag til Helsekommisjonen",
        "Vi må dele helsedata med kommunene",
    ]
    assert proposed.reason is None


def test_a_reading_shows_its_reason_author_and_review(tiny):
    read = link(tiny, "tiltak/dele-data", "contributesTo", "malbilde/felles-data")

    assert read.basis == "read"
    assert read.reason == {"nb": "Delte data er felles data.", "en": "Shared data are joint data."}
    assert read.author == {"nb": "Redaksjonen", "en": "The editors"}
    assert read.confidence == "0.7"
    assert read.review is not None
    assert read.quotes == ()


def test_without_readings_only_what_is_stated_is_left(tiny_house):
    dataset = load(house(str(tiny_house())))

    assert "read" in {each.basis for each in picture(dataset).links}
    assert {each.basis for each in picture(dataset, stated_only=True).links} == {"stated"}


def test_what_follows_by_rule_is_told_apart(tiny_house):
    acts = changed(STATEMENTS, "ho:proposedBy aktor:radet ;", "ho:performer aktor:radet ;")

    found = picture(load(house(str(tiny_house(statements=acts)))))

    assert link(found, "tiltak/dele-data", "performer", "aktor/radet").basis == "stated"
    assert link(found, "tiltak/dele-data", "responsible", "aktor/radet").basis == "inferred"


def test_two_readers_of_one_link_are_two_links(tiny_house):
    second = changed(READING, "aktor:redaksjonen", "aktor:kommunene")

    found = picture(load(house(str(tiny_house(readings=READINGS_HEAD + READING + second)))))

    assert [each.author["nb"] for each in found.links if each.basis == "read"] == [
        "Redaksjonen",
        "Kommunene",
    ]


def test_a_number_and_a_date_are_facts_with_a_name(tiny):
    figure = thing(tiny, "tall/sykehus")

    assert [(each.property, each.value["en"]) for each in figure.facts] == [
        ("unit", "hospitals"),
        ("value", "70"),
    ]
    assert thing(tiny, "malbilde/felles-data").when == "2030-03"
    assert figure.when is None


def test_a_modality_is_told_in_words_not_as_an_address(tiny):
    (modality,) = thing(tiny, "tiltak/dele-data").facts

    assert modality.value["nb"] == "må"


def test_bookkeeping_is_not_on_the_map(tiny):
    kinds = {each.kind for each in tiny.nodes}

    assert "Document" in kinds
    assert kinds.isdisjoint({"Capture", "Claim", "Passage", "SetAside", "LinkProperty"})


def test_title_date_and_licence_come_from_the_house(tiny):
    assert tiny.title == {"nb": "Et lite hus", "en": "A small house"}
    assert tiny.issued == "2026-11-22"
    assert tiny.licence.endswith("/CC_BY_4_0")
    assert [each.slug for each in tiny.sources] == ["kilde-en"]


def test_only_an_https_address_becomes_a_link_out(tiny_house):
    def address(page):
        said = changed(
            STATEMENTS, "ho:noise", f"<http://xmlns.com/foaf/0.1/page> <{page}> ;\n    ho:noise"
        )
        return picture(load(house(str(tiny_house(statements=said))))).sources[0].url

    assert address("https://example.org/a") == "https://example.org/a"
    assert address("javascript:alert(1)") is None


def test_the_picture_is_the_same_each_time(tiny_house):
    root = str(tiny_house())

    assert picture(load(house(root))) == picture(load(house(root)))


def test_every_count_of_the_house_is_in_the_picture(real):
    kinds = Counter(each.kind for each in picture(real).nodes)

    assert kinds["TargetPicture"] == 24
    assert kinds["Recommendation"] == 25
    assert kinds["StrategyArea"] == 10


def test_every_link_of_the_house_shows_its_words_or_its_reason(real):
    bare = [
        (each.source, each.predicate, each.target)
        for each in picture(real).links
        if not each.quotes and not each.reason
    ]

    assert bare == []


def test_every_quote_of_the_house_stands_on_the_lines_it_names(real):
    found = picture(real)
    statements = {
        (each.source, each.first, each.last, each.quote)
        for node in found.nodes
        for each in node.statements
    } | {
        (each.source, each.first, each.last, each.quote)
        for link_ in found.links
        for each in link_.quotes
    }

    wrong = []
    for source, first, last_line, quote in sorted(statements):
        lines = house().text("graph", f"{source}.txt").splitlines()
        if quote not in fold("\n".join(lines[first - 1 : last_line])):
            wrong.append((source, first, quote))

    assert len(statements) > 100
    assert wrong == []


def test_basis_is_told_by_the_graph_alone():
    assert basis_of("https://w3id.org/ho21/graph/kilde/toppmote") == "stated"
    assert basis_of("https://w3id.org/ho21/graph/tolkning") == "read"
    assert basis_of("https://w3id.org/ho21/graph/slutning/toppmote") == "inferred"
    assert basis_of("https://w3id.org/ho21/graph/slutning-tolkning") == "inferred"


def test_a_missing_language_borrows_the_other():
    assert both("mål") == {"nb": "mål", "en": "mål"}
    assert both(None, "goal") == {"nb": "goal", "en": "goal"}


def test_small_tools_read_addresses():
    assert last("https://w3id.org/ho21/def#Goal") == "Goal"
    assert place("https://w3id.org/ho21/doc/toppmote.txt#char=12,40") == (12, 40)
    assert place("https://w3id.org/ho21/doc/toppmote.txt") == (0, 0)
    assert https("http://example.org/") is None


def test_a_link_that_was_denied_or_not_found_is_a_remark_on_the_thing_and_no_link():
    found = picture(load(house()))
    text = house().text("graph", "tolkning.tsv")
    assert isinstance(text, str)
    written = [
        (row["subject_id"].partition(":")[2], row["predicate_modifier"] == "Not")
        for row in read_rows(text, "graph/tolkning.tsv")[0]
        if row["predicate_modifier"] or row["object_id"] == "sssom:NoTermFound"
    ]

    unmade = [(each.id.rpartition("/")[2], it) for each in found.nodes for it in each.unmade]
    (sought,) = (it for slug, it in unmade if slug == "likeverdige-tjenester")

    assert sorted((slug, it.denied) for slug, it in unmade) == sorted(written)
    assert sought.other == {"nb": "satsingsområde", "en": "priority area"}
    assert sought.author == {"nb": "Redaksjonen", "en": "The editors"}
