"""An answer as a table of a page: labels that lead on, words with their place, and standing."""

import pytest

from ho21.model.lookup import Places
from ho21.model.read import knowledge_graph
from ho21.rdf.namespaces import HO
from ho21.sparql.answers import answer_table
from ho21.sparql.engine import Engine
from ho21.sparql.links import abroad, linked_table
from ho21.tables.table import Cell

QUOTE = "Vi må dele helsedata med kommunene"
VALUES = "SELECT {names} {{ VALUES ({names}) {{ ({terms}) }} }}"


@pytest.fixture
def asked(tiny_dataset):
    """Return a function that answers a query in the tiny project and draws its table."""
    dataset = tiny_dataset

    def ask(query, lang="nb", home=lambda iri: f"til:{iri.rpartition('/')[2]}"):
        table = answer_table(Engine(dataset).query(query), lang)
        return linked_table(table, lang, Places(knowledge_graph(dataset)), home)

    return ask


def row(names, terms):
    """Return a query whose answer is one row."""
    return VALUES.format(names=" ".join(f"?{each}" for each in names.split()), terms=terms)


def cells(table):
    (found,) = table.rows
    return found


def keys(table):
    return [column.key for column in table.columns]


def test_a_label_stands_for_the_iri_and_leads_to_its_thing(asked):
    table = asked(row("thing thingLabel", 'tiltak:dele-data "Dele data"@nb'))

    assert (keys(table), table.headings) == (["thing"], ["Ting"])
    assert cells(table) == (Cell("Dele data", link="til:dele-data"),)


def test_an_iri_without_a_column_for_its_label_has_it_all_the_same(asked):
    assert cells(asked(row("thing", "tiltak:dele-data"), "en")) == (
        Cell("Share data", link="til:dele-data"),
    )


def test_a_label_in_another_language_says_so(asked):
    table = asked(row("thing thingLabel", 'tiltak:dele-data "Dele data"@nb'), "en")

    assert cells(table) == (Cell("Dele data", link="til:dele-data", language="nb"),)


def test_a_quote_stands_with_its_place_and_in_english_with_its_translation(asked):
    query = row("quote place", f'"{QUOTE}"@nb "kilde-en.txt:5"')
    way = "til:kilde-en.txt#char=89,123"

    assert cells(asked(query)) == (Cell(QUOTE, "quote", place=("kilde-en.txt:5", way)),)
    assert cells(asked(query, "en")) == (
        Cell(
            QUOTE,
            "quote",
            language="nb",
            place=("kilde-en.txt:5", way),
            translation="We must share health data with the municipalities",
        ),
    )


def test_a_place_whose_words_are_no_passage_leads_to_the_document(asked):
    table = asked(row("quote place", '"andre ord"@nb "kilde-en.txt:5–7"'))

    assert cells(table)[0].place == ("kilde-en.txt:5–7", "til:kilde-en")


def test_a_place_that_is_none_leads_nowhere(asked):
    assert cells(asked(row("quote place", '"a" "et sted"')))[0].place == ("et sted", None)
    assert cells(asked(row("quote place", '"a" UNDEF')))[0].place is None


def test_the_words_of_another_have_a_place_of_their_own(asked):
    table = asked(row("otherQuote otherPlace", f'"{QUOTE}"@nb "kilde-en.txt:5"'))

    assert keys(table) == ["otherQuote"]
    assert cells(table)[0].place[0] == "kilde-en.txt:5"


def test_what_is_stated_and_what_is_read_are_told_apart(asked):
    table = asked(
        "SELECT ?standing ?confidence { VALUES (?standing ?confidence) {"
        " (ho:stated UNDEF) (ho:interpreted 0.7) } } ORDER BY ?confidence"
    )

    assert [*table.rows] == [
        (Cell("◆ sagt", "standing"),),
        (Cell("◇ tolket 0,7", "standing", read=True),),
    ]
    assert table.read == 1


def test_how_far_the_review_has_come_stands_with_the_reading(asked):
    query = row("standing confidence reviewState", "ho:interpreted 0.7 ho:unreviewed")

    assert cells(asked(query)) == (
        Cell("◇ tolket 0,7", "standing", read=True, note="ikke gjennomgått"),
    )


def test_a_row_is_read_where_only_its_confidence_says_so(asked):
    table = asked(row("confidence", "0.7"), "en")

    assert (table.read, cells(table)) == (1, (Cell("0.7", "number", read=True),))


def test_what_is_unsaid_is_seen(asked):
    table = asked(row("thing quote", "tiltak:dele-data UNDEF"))

    assert cells(table)[1] == Cell("–", "unsaid")
    assert table.unsaid
    assert not asked(row("thing", "tiltak:dele-data")).unsaid


def test_a_column_that_may_be_empty_is_left_out_where_it_is(asked):
    assert keys(asked(row("count value reason", "1 UNDEF UNDEF"))) == ["count"]
    assert len(asked(row("count value reason", '1 2 "a"')).columns) == 3


@pytest.mark.parametrize(
    ("term", "nb", "en"),
    [
        ("0.5", "0,5", "0.5"),
        ('"2030-03"^^xsd:gYearMonth', "mars 2030", "March 2030"),
        ('"--11-15"^^xsd:gMonthDay', "15. november", "15 November"),
        ("true", "ja", "yes"),
        ("false", "nei", "no"),
        ('"0.5"', "0.5", "0.5"),
    ],
)
def test_numbers_dates_and_yes_and_no_stand_as_people_write_them(asked, term, nb, en):
    assert [cells(asked(row("x", term), lang))[0].text for lang in ("nb", "en")] == [nb, en]


def test_only_an_address_of_the_web_leads_abroad():
    assert abroad("https://example.org/a") == "https://example.org/a"
    assert abroad("javascript:alert(1)") is None
    assert abroad(f"{HO}Goal") is None


def test_an_answer_of_no_rows_is_a_table_of_none(asked):
    table = asked("SELECT ?thing ?thingLabel { VALUES (?thing ?thingLabel) { } }")

    assert (table.rows, table.read, table.unsaid) == ((), 0, False)
