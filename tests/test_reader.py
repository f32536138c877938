"""Each text as captured, and exactly where its statements and what is set aside stand in it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, STATEMENTS, TEXT, changed
from ho21.names import term
from ho21.reader import Aside, texts, utf16
from ho21.rooms import house
from ho21.source import fold
from ho21.store import load

FAR = "Felles innsats for bedre helse 𝒳 👩‍⚕️"


def cut(text: str, place: tuple[int, int]) -> str:
    """Return what JavaScript's ``text.slice(start, end)`` is."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[place[0] * 2 : place[1] * 2].decode("utf-16-le", "surrogatepass")


def words(dataset):
    """Return the words of each passage of a dataset, by its IRI."""
    return {
        fact.subject.value: fact.object.value
        for facts in dataset.facts.values()
        for fact in facts
        if fact.predicate == term("ho:quote") and "#char=" in fact.subject.value
    }


@pytest.fixture
def tiny(tiny_house):
    """Return the only text of a tiny house."""
    (only,) = texts(load(house(str(tiny_house()))))
    return only


@pytest.fixture
def far(tiny_house):
    """Return the dataset of a tiny house with letters beyond 16 bits before every quote."""
    text = changed(TEXT, "Felles innsats for bedre helse", FAR)
    said = changed(
        STATEMENTS,
        'ho:quote "Felles innsats for bedre helse"@nb ;',
        f'ho:quote "{FAR}"@nb ;',
    )
    return load(house(str(tiny_house(text=text, statements=said)))).sound()


def test_a_text_is_the_file_to_the_letter(real):
    found = {each.slug: each.text.encode() for each in texts(real)}
    assert found == {path.stem: path.read_bytes() for path in (ROOT / "graph").glob("*.txt")}


def test_carriage_returns_tabs_and_hard_spaces_are_left_as_they_are(tiny_house):
    text = changed(
        TEXT, "bedre helse\n\nDeling av data", "bedre  helse \r\n\r\n\tDeling\u00a0av data"
    )
    (found,) = texts(load(house(str(tiny_house(text=text)))).sound())
    assert found.text == text


def test_every_passage_is_its_quote(real):
    quotes = words(real)
    for text in texts(real):
        for passage, place in text.passages.items():
            assert fold(cut(text.text, place)) == quotes.pop(passage)

    # What is left is what is set aside.
    aside = [
        fold(cut(text.text, (each.start, each.end))) for text in texts(real) for each in text.asides
    ]
    assert sorted(aside) == sorted(quotes.values())


def test_offsets_hold_after_letters_that_javascript_counts_as_two(far):
    quotes = words(far)
    (text,) = texts(far)
    places = [*text.passages.values(), *((each.start, each.end) for each in text.asides)]
    found = {fold(cut(text.text, place)) for place in places}
    assert {"Deling av data", FAR, "Til toppen"} < found == set(quotes.values())


def test_code_points_would_not_do_where_letters_count_as_two(far):
    (text,) = texts(far)
    points = (tuple(map(int, iri.rpartition("=")[2].split(","))) for iri in text.passages)
    assert "Deling av data" not in {fold(cut(text.text, place)) for place in points}


@given(st.text())
def test_an_offset_is_the_number_of_units_before_it(text):
    assert utf16(text) == tuple(
        len(text[:at].encode("utf-16-le", "surrogatepass")) // 2 for at in range(len(text) + 1)
    )


def test_what_is_set_aside_has_its_place_and_its_kind_in_order_and_is_no_statement(tiny):
    glue, noise = TEXT.index("og det gjelder"), TEXT.index("Til toppen")
    assert tiny.asides == (Aside(glue, glue + 14, "glue"), Aside(noise, noise + 10, "noise"))
    assert not {(each.start, each.end) for each in tiny.asides} & set(tiny.passages.values())


def test_each_of_the_three_kinds_is_known_in_the_house_that_ships_with_ho21(real):
    assert {each.kind for text in texts(real) for each in text.asides} == {
        "context",
        "glue",
        "noise",
    }


def test_letters_that_are_stated_set_aside_or_neither_are_as_many_as_the_coverage_says(real):
    for text in texts(real):
        kinds = [""] * len(text.text.encode("utf-16-le")[::2])
        for aside in text.asides:
            kinds[aside.start : aside.end] = ["set_aside"] * (aside.end - aside.start)
        for start, end in text.passages.values():
            kinds[start:end] = ["stated"] * (end - start)
        counted = [kind for letter, kind in zip(text.text, kinds, strict=True) if letter.isalnum()]
        assert counted.count("stated") == text.coverage.stated
        assert counted.count("set_aside") == text.coverage.set_aside
        assert counted.count("") == text.coverage.unaccounted


def test_a_document_tells_when_it_was_captured_and_changed_where_the_graph_knows_it(real):
    assert {each.slug: (each.captured, each.modified) for each in texts(real)} == {
        "forsterket-innsats": (None, None),
        "handlingsplan-2015": (None, None),
        "innspill-helsepersonellkommisjonen": ("2024-07-14T15:06:00+02:00", None),
        "konferansen-2022": ("2024-05-07T02:44:00+02:00", "2023-03-23"),
        "toppmote": (None, None),
    }


def test_the_page_gets_plain_data(tiny):
    data = json.loads(json.dumps(tiny.data()))
    glue = TEXT.index("og det gjelder")

    assert sorted(data) == [
        "asides",
        "captured",
        "coverage",
        "modified",
        "passages",
        "slug",
        "text",
    ]
    assert data["slug"] == "kilde-en"
    assert data["asides"][0] == [glue, glue + 14, "glue"]
    assert [0, len("Felles innsats for bedre helse")] in data["passages"]
    assert data["passages"] == sorted(data["passages"])
    assert data["coverage"] == {
        "characters": tiny.coverage.characters,
        "stated": tiny.coverage.stated,
        "set_aside": tiny.coverage.set_aside,
        "unaccounted": 0,
    }


def test_a_text_whose_statements_cannot_be_read_is_left_out(tiny_house):
    root = tiny_house()
    Path(root, "graph", "kilde-en.ttl").write_text("not Turtle", encoding="utf-8")
    assert texts(load(house(str(root)))) == ()
