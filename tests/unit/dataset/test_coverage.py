"""Nothing is lost: each letter and digit of a text is stated, set aside, or unaccounted for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal

from ho21.dataset.coverage import Coverage, account
from ho21.dataset.loader import load
from ho21.dataset.source import Anchor, Source
from ho21.dataset.statements import Stated
from ho21.project import open_project
from ho21.rdf.namespaces import term
from ho21.rdf.turtle import Turtle
from support.tiny import BASE, STATEMENTS, TEXT, changed, place, told

FILE = "graph/kilde-en.ttl"


def stated(text: str, passages: list[tuple[int, int]], aside: list[tuple[str, str]]) -> Stated:
    """Return a source with some passages stated and some words set aside."""
    return Stated(
        Source("kilde-en", text.encode()),
        Turtle(FILE, (), ""),
        words={Anchor("kilde-en", start, end): {} for start, end in passages},
        aside=[(kind, Literal(words, language="nb")) for kind, words in aside],
    )


def set_aside(out: Stated, before: int) -> list[str]:
    """Return the stretches of text that the accounting added to the stated ones."""
    return [out.source.exact(each) for each in [*out.words][before:]]


def test_letters_and_digits_count_and_nothing_else_does():
    coverage, _, _ = account(stated("Å, 8 % – «ja»!\n", [(0, 14)], []), BASE)
    assert coverage == Coverage(characters=4, stated=4, set_aside=0, unaccounted=0, noise=0)


def test_a_letter_in_two_passages_counts_once():
    coverage, _, _ = account(stated("abcd", [(0, 3), (1, 4)], []), BASE)
    assert (coverage.characters, coverage.stated) == (4, 4)


def test_what_is_neither_stated_nor_set_aside_is_unaccounted_for_and_shown_with_its_line():
    coverage, _, _ = account(stated("Ja.\n\nMen  nei, takk. Ja.", [(0, 2), (21, 23)], []), BASE)
    assert coverage == Coverage(
        characters=14, stated=4, set_aside=0, unaccounted=10, noise=0,
        remainder="Men nei, takk.", line=3,
    )  # fmt: skip


def test_a_set_aside_covers_every_occurrence_outside_the_statements_at_word_boundaries():
    out = stated("og da og også og", [(3, 5)], [("glue", "og")])
    coverage, facts, faults = account(out, BASE)
    assert faults == []
    assert [fact.subject for fact in facts if fact.predicate == term("ho:setAsideAs")] == [
        BASE.thing("utelatt/kilde-en-0"),
        BASE.thing("utelatt/kilde-en-6"),
        BASE.thing("utelatt/kilde-en-14"),
    ]
    assert (coverage.set_aside, coverage.unaccounted, coverage.remainder) == (6, 4, "også")


def test_a_set_aside_is_a_node_with_its_kind_and_its_passage():
    out = stated("Til\ntoppen", [], [("noise", "Til  toppen")])
    _, facts, _ = account(out, BASE)
    node = BASE.thing("utelatt/kilde-en-0")
    assert facts == [
        (node, term("rdf:type"), term("ho:SetAside")),
        (node, term("ho:setAsideAs"), term("ho:asNoise")),
        (node, term("ho:setsAside"), BASE.fragment("kilde-en", "char", 0, 10)),
    ]
    assert out.words == {
        Anchor("kilde-en", 0, 10): {term("ho:quote"): Literal("Til toppen", language="nb")}
    }


def test_the_longest_words_are_set_aside_first():
    out = stated("del og bruk og", [], [("glue", "og"), ("context", "del og bruk")])
    coverage, _, faults = account(out, BASE)
    assert set_aside(out, 0) == ["del og bruk", "og"]
    assert (coverage.set_aside, coverage.noise, faults) == (11, 0, [])


def test_words_set_aside_do_not_reach_into_a_statement_or_into_each_other():
    out = stated("ja ja ja nei ja", [(9, 12)], [("glue", "ja ja"), ("context", "ja nei")])
    _, _, faults = account(out, BASE)
    assert set_aside(out, 1) == ["ja ja"]
    assert [each.key for each in faults] == ["set-aside-empty"]


def test_noise_is_counted_apart_among_what_is_set_aside():
    coverage, _, _ = account(stated("DEL og", [], [("noise", "DEL"), ("glue", "og")]), BASE)
    assert (coverage.set_aside, coverage.noise) == (5, 3)


@pytest.mark.parametrize("words", ["Til bunns", "Deling av data", "Til topp"])
def test_a_set_aside_that_covers_nothing_is_refused_with_its_line(tiny_project, words):
    more = f'"Til toppen"@nb ,\n        "{words}"@nb .'
    root = tiny_project(statements=changed(STATEMENTS, '"Til toppen"@nb .', more))
    line = place(root, FILE, f'        "{words}"@nb .')
    assert told(root) == [("set-aside-empty", *line)]


def test_words_that_nobody_accounts_for_are_refused_with_their_line(tiny_project):
    root = tiny_project(text=TEXT + "\nEnda en setning.\n")
    assert told(root) == [("unaccounted", *place(root, "graph/kilde-en.txt", "Enda en"))]
    (rest,) = load(open_project(str(root))).faults
    assert rest.message("en").startswith(
        "13 letters and digits of the text are neither quoted nor set aside, "
        "first “Enda en setning.”"
    )


@settings(derandomize=True, deadline=None)
@given(
    st.text("abø1 .\n\u00a0", max_size=30),
    st.lists(st.tuples(st.integers(0, 29), st.integers(1, 8)), max_size=4),
    st.lists(
        st.tuples(st.sampled_from(["context", "noise", "glue"]), st.text("abø1 ", max_size=3)),
        max_size=5,
    ),
)
def test_every_letter_counts_exactly_once(text, stretches, aside):
    passages = [
        (start, min(start + length, len(text))) for start, length in stretches if start < len(text)
    ]
    out = stated(text, passages, aside)
    before = [*out.words]
    coverage, _, _ = account(out, BASE)
    added = [each for each in out.words if each not in before]
    letters = {at for at, letter in enumerate(text) if letter.isalnum()}
    in_passages = {at for each in before for at in range(each.start, each.end)} & letters
    in_asides = [at for each in added for at in range(each.start, each.end) if at in letters]
    assert len(in_asides) == len(set(in_asides) - in_passages)
    assert coverage.characters == len(letters)
    assert coverage.stated == len(in_passages)
    assert coverage.set_aside == len(in_asides)
    assert coverage.stated + coverage.set_aside + coverage.unaccounted == coverage.characters
    assert coverage.noise <= coverage.set_aside
    assert (coverage.remainder == "") == (coverage.unaccounted == 0) == (coverage.line == 0)
