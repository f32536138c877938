"""A text cut where its passages start and end, without a letter lost or told twice."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ho21.dataset.loader import load
from ho21.dataset.source import fold
from ho21.model.read import knowledge_graph
from ho21.model.spans import (
    Piece,
    cut,
    in_utf16,
    nested,
    stated,
    utf16,
)
from ho21.model.things import Span
from ho21.project import open_project
from support.tiny import READING, READINGS_HEAD, changed

TEXT = "En to tre.\nFire fem\nseks"


def words(pieces) -> str:
    return "".join(each.text for each in pieces if each.kind == "words")


def marked(pieces) -> dict[Span, str]:
    """Return the words inside each span that is one element."""
    found: dict[Span, str] = {}
    inside: list[Span] = []
    for each in pieces:
        if each.kind == "opened" and each.whole:
            inside.append(each.span)
            found[each.span] = ""
        elif each.kind == "closed":
            assert inside.pop() == each.span
        elif each.kind == "words":
            for span in inside:
                found[span] += each.text
    assert inside == []
    return found


def test_a_passage_inside_another_is_an_element_inside_it():
    outer, inner = Span(0, 10), Span(3, 5)

    assert marked(cut(TEXT, [inner, outer])) == {outer: "En to tre.", inner: "to"}


def test_passages_that_meet_stand_beside_each_other():
    one, other = Span(0, 2), Span(2, 5)

    assert marked(cut(TEXT, [other, one])) == {one: "En", other: " to"}


def test_of_two_that_cross_the_shorter_is_marked_at_its_start_and_its_words_are_told_apart():
    long, short = Span(0, 10), Span(6, 15)

    pieces = list(cut(TEXT, [short, long]))
    apart = [
        each.text
        for before, each in pairwise(pieces)
        if (before.kind, each.kind) == ("crossing", "words")
    ]

    assert nested([short, long]) == ({long}, {short})
    assert marked(pieces) == {long: "En to tre."}
    assert Piece("opened", span=short, whole=False) in pieces
    assert "".join(apart) == TEXT[6:15]


def test_each_line_has_its_number_once_and_a_last_newline_begins_none():
    numbers = [each.number for each in cut(TEXT + "\n", []) if each.kind == "line"]

    assert numbers == [1, 2, 3]


@given(
    st.text(alphabet="ab\n🙂", max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8),
)
def test_whatever_the_spans_no_letter_is_lost_or_told_twice(text, pairs):
    size = len(text)
    spans = [Span(min(a, b), max(a, b)) for a, b in pairs if a != b and max(a, b) <= size]

    pieces = list(cut(text, spans))
    whole, crossing = nested(spans)

    assert words(pieces) == text
    assert marked(pieces) == {each: text[each.start : each.end] for each in whole}
    assert {each.span for each in pieces if each.kind == "opened"} == set(spans)
    assert {each.span for each in pieces if each.kind == "opened" and not each.whole} == crossing


def units(text: str, span: Span) -> str:
    """Return what JavaScript's ``text.slice(start, end)`` is."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[span.start * 2 : span.end * 2].decode("utf-16-le", "backslashreplace")


@given(st.text())
def test_an_offset_is_the_number_of_units_before_it(text):
    assert utf16(text) == tuple(
        len(text[:at].encode("utf-16-le", "surrogatepass")) // 2 for at in range(len(text) + 1)
    )


@given(st.text(alphabet="ab\n🙂𝒳"), st.data())
def test_a_span_holds_the_same_words_in_units_as_in_code_points(text, data):
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    (moved,) = in_utf16([Span(start, end, "noise", "x")], text)

    assert units(text, moved) == text[start:end]
    assert (moved.kind, moved.name) == ("noise", "x")


def test_every_letter_is_stated_set_aside_or_neither_as_the_coverage_says(real):
    graph = knowledge_graph(real)
    for document in graph.documents.values():
        kinds = [""] * len(document.text)
        for span in (*document.asides, *stated(graph, document)):
            kinds[span.start : span.end] = [span.kind or "stated"] * (span.end - span.start)
        counted = [
            kind for letter, kind in zip(document.text, kinds, strict=True) if letter.isalnum()
        ]

        assert counted.count("stated") == document.coverage.stated
        assert counted.count("noise") == document.coverage.noise
        assert counted.count("") == document.coverage.unaccounted


def test_a_stated_span_is_the_quote_of_a_passage_that_something_rests_on(real):
    graph = knowledge_graph(real)
    quotes = {(x.document, x.start, x.end): x.quote for x in graph.passages.values()}
    for document in graph.documents.values():
        of_capture = {(each.start, each.end) for each in document.capture_passages}
        for span in stated(graph, document):
            words = document.text[span.start : span.end]
            things, links = graph.at(f"{document.capture}#char={span.start},{span.end}")

            assert fold(words) == quotes[document.iri, span.start, span.end]
            assert things or links or (span.start, span.end) in of_capture


def test_words_that_only_a_reading_rests_on_are_not_stated(tiny_project):
    row = changed(READING, "unreviewed\t\t", "unreviewed\t\tkilde-en#dele helsedata")
    with_words, without = (
        knowledge_graph(load(open_project(str(tiny_project(readings=READINGS_HEAD + each)))))
        for each in (row, READING)
    )

    assert len(with_words.passages) == len(without.passages) + 1
    assert stated(with_words, with_words.document("kilde-en")) == stated(
        without, without.document("kilde-en")
    )
    assert with_words.stated.passages == without.passages
