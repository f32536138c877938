"""A thing found by what it is called, or by words in its names and quotes."""

import pytest

from ho21.dataset.loader import load
from ho21.errors import UsageError
from ho21.model.lookup import Places, find, rank_of, search, search_any
from ho21.model.read import knowledge_graph
from ho21.project import open_project
from ho21.rdf.namespaces import HO
from ho21.text import hint, nearest
from support.tiny import ACTORS, BASE, STATEMENTS, changed

MEASURE = f"{BASE.iri}id/tiltak/dele-data"


@pytest.fixture
def tiny(tiny_project):
    """Return a function that reads a tiny project."""

    def reading(**parts):
        return load(open_project(str(tiny_project(**parts))))

    return reading


def iris(hits):
    return [each.iri.removeprefix(f"{BASE.iri}id/") for each in hits]


def why(dataset, name):
    with pytest.raises(UsageError) as caught:
        find(dataset, name)
    return caught.value.key, caught.value.fields


def test_a_thing_is_found_by_every_name_it_goes_by(tiny):
    dataset = tiny()
    names = (
        *("dele-data", "tiltak/dele-data", "tiltak:dele-data", MEASURE, f"<{MEASURE}>"),
        *("Dele data", "SHARE  data"),
    )
    assert {find(dataset, each) for each in names} == {MEASURE}
    assert find(dataset, "rådet") == f"{BASE.iri}id/aktor/radet"


def test_names_are_of_what_has_a_class_in_every_language_and_in_order(tiny):
    names = tiny().names

    assert names[MEASURE] == ("Dele data", "Share data")
    assert [*names] == sorted(names)
    assert names.keys() >= {f"{HO}Goal"}


def test_what_only_a_mapping_names_has_no_name_in_the_graph_that_is_stated(real):
    ends = {link.object for link in knowledge_graph(real).mappings}
    assert ends
    assert ends <= real.names.keys()
    assert ends.isdisjoint(real.stated.names)


def test_a_term_is_found_by_its_name_too(tiny):
    dataset = tiny()

    assert find(dataset, "ho:Goal") == find(dataset, "def#Goal") == f"{HO}Goal"


def test_a_name_that_two_things_share_is_told_with_both(tiny):
    key, fields = why(tiny(), "data")

    assert (key, fields["things"]) == ("ambiguous-thing", "soyle:data, tema:data")


def test_an_unknown_name_is_told_with_the_nearest(tiny):
    key, fields = why(tiny(), "Helgerådt")

    assert (key, fields["name"]) == ("unknown-thing-asked", "Helgerådt")
    assert fields["hint"]["nb"] == " (mente du helserådet?)"
    assert why(tiny(), "xyzzy")[1]["hint"] == {"nb": "", "en": ""}


def test_a_near_name_is_never_an_address():
    assert nearest("https://a.no/b", ["https://a.no/c", "http"]) == []
    assert hint("a", ["b"]) == {"nb": "", "en": ""}


def test_what_begins_with_the_words_comes_before_what_only_has_them(tiny):
    actors = ACTORS + (
        'aktor:andre a ho:Actor ; skos:prefLabel "Andre enn Helserådet"@nb , "Others"@en .\n'
        'aktor:mer a ho:Actor ; skos:prefLabel "Helserådet og mer"@nb , "More"@en .\n'
    )
    hits = search(tiny(actors=actors), "HELSERÅDET", "nb")

    assert iris(hits)[:3] == ["aktor/radet", "aktor/mer", "aktor/andre"]
    assert [each.rank for each in hits] == [0, 1, 2]


def test_words_are_found_in_a_quote_and_told_with_their_place(tiny):
    (hit,) = search(tiny(), "helsedata kommunene", "nb")

    assert (hit.iri, hit.rank) == (MEASURE, 3)
    assert [each.place for each in hit.passages] == ["kilde-en.txt:5"]


def test_a_word_of_three_letters_or_fewer_is_found_where_a_word_begins_and_not_inside_one():
    assert rank_of("AI-verktøy", ["ai"]) == 1
    assert rank_of("Bruk av ai", ["ai"]) == 2
    assert rank_of("The main aim", ["ai"]) == 2
    assert rank_of("Said and maintained", ["ai"]) is None
    assert rank_of("Nasjonale helsedata", ["data"]) == 2


def test_of_several_passages_those_with_the_words_are_told_and_else_all(tiny):
    said = changed(
        STATEMENTS,
        'ho:quote "Alle deler data i mars 2030"@nb ;',
        'ho:quote "Alle deler data i mars 2030"@nb ;\n    ho:alsoQuote "70 sykehus"@nb ;',
    )
    dataset = tiny(statements=said)

    def quotes(words):
        (found,) = (x for x in search(dataset, words, "nb") if x.iri.endswith("/felles-data"))
        return [each.quote for each in found.passages]

    assert quotes("sykehus") == ["70 sykehus"]
    assert quotes("felles data") == ["70 sykehus", "Alle deler data i mars 2030"]


def test_the_name_in_the_readers_language_comes_first(tiny):
    dataset = tiny()

    assert search(dataset, "share data", "en")[0].names == ("Share data", "Dele data")
    assert search(dataset, "share data", "nb")[0].names == ("Dele data", "Share data")


def test_letters_may_be_written_apart_from_their_signs(tiny):
    dataset = tiny()

    assert search(dataset, "helsera\u030adet", "nb") == search(dataset, "Helserådet", "nb") != []


def test_where_nothing_has_all_the_words_what_has_any_is_found(tiny):
    dataset = tiny()

    assert search(dataset, "sykehus søylen", "nb") == []
    assert {"tall/sykehus", "soyle/data"} <= {*iris(search_any(dataset, "sykehus søylen", "nb"))}
    assert search(dataset, " ", "nb") == search_any(dataset, " ", "nb") == []


def test_equals_are_sorted_by_the_norwegian_alphabet(tiny):
    actors = ACTORS + "".join(
        f'aktor:{slug} a ho:Actor ; skos:prefLabel "{name} xlag"@nb , "{slug}"@en .\n'
        for slug, name in (("a", "Ås"), ("b", "Øst"), ("c", "Zoo"))
    )
    assert iris(search(tiny(actors=actors), "xlag", "nb")) == ["aktor/c", "aktor/b", "aktor/a"]


def test_a_passage_is_found_by_its_line_and_its_words(tiny):
    graph = knowledge_graph(tiny())
    passage = graph.thing(MEASURE).main
    places = Places(graph)

    assert places.find("kilde-en.txt:5", passage.quote, "en") == (
        passage.iri,
        passage.translation["en"],
    )
    assert places.find("kilde-en.txt:5", passage.quote, "nb") == (passage.iri, "")
    assert places.find("kilde-en.txt:5–6", passage.quote, "nb")[0] == passage.iri
    assert places.find("kilde-en.txt:5", "noe annet", "nb") == (BASE.document("kilde-en").value, "")
    assert places.find("tolkning.tsv:5", passage.quote, "nb") == (None, "")
