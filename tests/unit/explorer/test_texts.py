"""Each text as captured, and exactly where its statements and what is set aside stand in it."""

import json

import pytest

from ho21.dataset.loader import load
from ho21.dataset.source import fold
from ho21.explorer.data import texts
from ho21.model.read import knowledge_graph
from ho21.project import open_project
from ho21.rdf.namespaces import term
from support.tiny import ROOT, STATEMENTS, TEXT, changed

FAR = "Felles innsats for bedre helse 𝒳 👩‍⚕️"


def cut(text: str, place: tuple[int, int]) -> str:
    """Return what JavaScript's ``text.slice(start, end)`` is."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[place[0] * 2 : place[1] * 2].decode("utf-16-le", "backslashreplace")


def words(dataset):
    """Return the words of each passage of a dataset, by its IRI."""
    return {
        fact.subject.value: fact.object.value
        for facts in dataset.facts.values()
        for fact in facts
        if fact.predicate == term("ho:quote") and "#char=" in fact.subject.value
    }


@pytest.fixture
def tiny(tiny_dataset):
    """Return the only text of a tiny project."""
    (only,) = texts(tiny_dataset)
    return only


@pytest.fixture
def far(tiny_project):
    """Return the dataset of a tiny project with letters beyond 16 bits before every quote."""
    text = changed(TEXT, "Felles innsats for bedre helse", FAR)
    said = changed(
        STATEMENTS,
        'ho:quote "Felles innsats for bedre helse"@nb ;',
        f'ho:quote "{FAR}"@nb ;',
    )
    return load(open_project(str(tiny_project(text=text, statements=said)))).sound()


def test_a_text_is_the_file_to_the_letter(real):
    found = {each["slug"]: each["text"].encode() for each in texts(real)}
    assert found == {path.stem: path.read_bytes() for path in (ROOT / "graph").glob("*.txt")}


def test_carriage_returns_tabs_and_hard_spaces_are_left_as_they_are(tiny_project):
    text = changed(
        TEXT, "bedre helse\n\nDeling av data", "bedre  helse \r\n\r\n\tDeling\u00a0av data"
    )
    (found,) = texts(load(open_project(str(tiny_project(text=text)))).sound())
    assert found["text"] == text


def test_every_passage_and_what_is_set_aside_is_its_quote(real):
    found = [
        fold(cut(text["text"], place))
        for text in texts(real)
        for place in (*text["passages"], *(each[:2] for each in text["asides"]))
    ]

    passages = knowledge_graph(real).passages
    stating = [each for iri, each in words(real).items() if passages[iri].stating]
    assert sorted(found) == sorted(stating)


def test_offsets_hold_after_letters_that_javascript_counts_as_two(far):
    quotes = words(far)
    (text,) = texts(far)
    places = [*text["passages"], *(each[:2] for each in text["asides"])]
    found = {fold(cut(text["text"], place)) for place in places}
    assert {"Deling av data", FAR, "Til toppen"} < found == set(quotes.values())


def test_code_points_would_not_do_where_letters_count_as_two(far):
    (text,) = texts(far)
    points = ((each.start, each.end) for each in knowledge_graph(far).passages.values())
    assert "Deling av data" not in {fold(cut(text["text"], place)) for place in points}


def test_what_is_set_aside_has_its_place_and_its_kind_in_order_and_is_no_statement(tiny):
    glue, noise = TEXT.index("og det gjelder"), TEXT.index("Til toppen")
    assert tiny["asides"] == [(glue, glue + 14, "glue"), (noise, noise + 10, "noise")]
    assert not {each[:2] for each in tiny["asides"]} & set(tiny["passages"])


def test_each_of_the_three_kinds_is_known_in_the_project_that_ships_with_ho21(real):
    assert {kind for text in texts(real) for *_, kind in text["asides"]} == {
        "context",
        "glue",
        "noise",
    }


def test_letters_that_are_stated_set_aside_or_neither_are_as_many_as_the_coverage_says(real):
    for text in texts(real):
        kinds = [""] * len(text["text"].encode("utf-16-le")[::2])
        for start, end, _ in text["asides"]:
            kinds[start:end] = ["set_aside"] * (end - start)
        for start, end in text["passages"]:
            kinds[start:end] = ["stated"] * (end - start)
        counted = [
            kind for letter, kind in zip(text["text"], kinds, strict=True) if letter.isalnum()
        ]
        assert counted.count("stated") == text["coverage"]["stated"]
        assert counted.count("set_aside") == text["coverage"]["set_aside"]
        assert counted.count("") == text["coverage"]["unaccounted"]


def test_a_document_tells_when_it_was_captured_and_changed_where_the_graph_knows_it(real):
    assert {each["slug"]: (each["captured"], each["modified"]) for each in texts(real)} == {
        "forsterket-innsats": (None, None),
        "handlingsplan-2015": (None, None),
        "innspill-helsepersonellkommisjonen": ("2024-07-14T15:06:00+02:00", None),
        "konferansen-2022": ("2024-05-07T02:44:00+02:00", "2023-03-23"),
        "toppmote": (None, None),
    }


def test_the_page_gets_plain_data(tiny, tiny_dataset):
    (covered,) = tiny_dataset.coverage.values()
    data = json.loads(json.dumps(tiny))
    glue = TEXT.index("og det gjelder")

    assert sorted(data) == [
        "asides",
        "captured",
        "coverage",
        "created",
        "issued",
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
        "characters": covered.characters,
        "stated": covered.stated,
        "set_aside": covered.set_aside,
        "unaccounted": 0,
    }
