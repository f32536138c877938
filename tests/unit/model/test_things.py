"""Things, links, evidence, passages and documents, as plain data."""

from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ho21.model.lookup import signed
from ho21.model.things import (
    Document,
    Evidence,
    Label,
    Link,
    NonLink,
    Passage,
    Standing,
    Thing,
    decimal,
)
from ho21.rdf.namespaces import HO

STATED = Evidence("stated", Standing.STATED, documents=("doc/a",))
READ = Evidence("read", Standing.INTERPRETED, confidence=0.7)
UNSURE = Evidence("unsure", Standing.INTERPRETED, confidence=0.5)
FOLLOWS = Evidence("follows", Standing.FOLLOWS_FROM_STATED, documents=("doc/b",))


def link(*evidence):
    return Link("a", f"{HO}isPartOf", "b", evidence)


def passage(iri):
    return Passage(iri, "https://a.no/doc/toppmote", 0, 3, 2, 2, "ord")


def test_the_strongest_standing_is_the_smallest():
    assert list(Standing) == sorted(Standing)
    assert min(Standing) is Standing.STATED
    assert max(Standing) is Standing.FOLLOWS_FROM_INTERPRETED


def test_a_standing_says_whether_it_rests_on_a_reading_and_whether_it_follows_by_rule():
    assert [(each.rests_on_reading, each.inferred) for each in Standing] == [
        (False, False),
        (False, True),
        (True, False),
        (True, True),
    ]


def test_a_standing_is_named_by_its_term():
    assert [each.term for each in Standing] == [
        "stated",
        "followsFromStated",
        "interpreted",
        "followsFromInterpreted",
    ]


def test_a_label_borrows_the_language_it_lacks_and_still_says_what_is_written():
    label = Label.of({"nb": "Mål"})

    assert (label["nb"], label["en"], label.en) == ("Mål", "Mål", "")
    assert label.texts == {"nb": "Mål", "en": "Mål"}


def test_a_label_in_another_language_is_shown_where_there_is_no_other():
    assert Label.of({"sv": "Mål"})["en"] == "Mål"
    assert Label.of({"sv": "Mål", "en": "Goal"}).texts == {"nb": "Goal", "en": "Goal"}
    assert Label.of({"nn": "Mål", "en": "Goal"}).texts == {"nb": "Mål", "en": "Goal"}
    assert Label.of({"nn": "Mål", "nb": "Målet"}).texts == {"nb": "Målet", "en": "Målet"}
    assert not Label.of({})


def test_words_are_translated_for_who_does_not_read_their_language():
    said = Passage("https://a.no/doc/a.txt#char=0,3", "https://a.no/doc/a", 0, 3, 2, 2, "ord")
    english = replace(said, translation=Label.of({"en": "words"}), language="nb")
    assert [english.translated(lang) for lang in ("nb", "en")] == ["", "words"]
    french = replace(said, translation=Label.of({"nn": "ord"}), language="fr")
    assert [french.translated(lang) for lang in ("nb", "en")] == ["ord", "ord"]
    assert [replace(said, language="nn").translated(lang) for lang in ("nb", "en")] == ["", ""]


def test_a_link_is_as_strong_as_its_strongest_evidence():
    assert link(READ, STATED).standing is Standing.STATED
    assert link(UNSURE, READ).standing is Standing.INTERPRETED
    assert (link(UNSURE, READ).confidence, link(UNSURE, READ).strength) == (0.7, 0.7)
    assert (link(UNSURE, STATED).confidence, link(UNSURE, STATED).strength) == (None, 1.0)


def test_a_link_is_stated_where_one_evidence_rests_on_no_reading():
    assert link(FOLLOWS, READ).stated
    assert not link(READ).stated


def test_a_link_is_inferred_only_where_all_its_evidence_is():
    assert link(FOLLOWS).inferred
    assert not link(STATED, FOLLOWS).inferred


def test_a_link_knows_the_documents_that_state_it():
    assert link(FOLLOWS, STATED, READ).documents == ("doc/a", "doc/b")


def test_a_passage_tells_its_file_and_line():
    found = passage("https://a.no/doc/toppmote.txt#char=0,3")

    assert (found.file, found.source, found.place) == ("toppmote.txt", "toppmote", "toppmote.txt:2")


def test_the_words_of_a_thing_are_the_main_ones_where_it_has_any():
    one, other = passage("x.txt#char=0,3"), passage("x.txt#char=4,7")
    label = Label.same("a")

    def thing(*main):
        return Thing("a", "k", ("k",), label, label, passages=(one, other), main_passages=main)

    assert (thing(other).main, thing(other).words) == (other, other)
    assert (thing().main, thing().words) == (None, one)


def test_a_non_link_about_another_vocabulary_is_a_mapping():
    def weighed(predicate):
        return NonLink("n", "a", predicate, "b", denied=True, reason=Label())

    assert not weighed(f"{HO}motivates").is_mapping
    assert weighed("http://www.w3.org/2004/02/skos/core#exactMatch").is_mapping


def test_a_page_links_only_to_an_https_address():
    def document(url):
        return Document("d", "d", Label(), Label(), url=url)

    assert document("https://a.no").web == "https://a.no"
    assert document("javascript:alert(1)").web == ""


def test_a_thing_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        STATED.claim = "another"


@given(st.decimals(0, 1, places=4))
def test_a_confidence_is_written_as_the_graph_writes_it(number):
    assert decimal(float(number)) == format(number.normalize(), "f")


def test_a_standing_has_one_sign_and_a_name_has_it_only_where_it_is_one():
    assert [each.sign for each in Standing] == ["◆", "◆›", "◇", "◇›"]
    assert signed(f"{HO}interpreted", "tolket") == "◇ tolket"
    assert signed(f"{HO}Goal", "mål") == "mål"
