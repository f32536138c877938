"""A captured text cut where its passages start and end, without a letter lost or told twice."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ho21.captured import Closed, Crossed, Line, Opened, Span, Words, cut, nested

TEXT = "En to tre.\nFire fem\nseks"


def words(pieces) -> str:
    return "".join(each.text for each in pieces if isinstance(each, Words))


def marked(pieces) -> dict[Span, str]:
    """Return the words inside each span that is one element."""
    found: dict[Span, str] = {}
    inside: list[Span] = []
    for each in pieces:
        if isinstance(each, Opened) and each.whole:
            inside.append(each.span)
            found[each.span] = ""
        elif isinstance(each, Closed):
            assert inside.pop() == each.span
        elif isinstance(each, Words):
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
        if isinstance(before, Crossed) and before.opened and isinstance(each, Words)
    ]

    assert nested([short, long]) == ({long}, {short})
    assert marked(pieces) == {long: "En to tre."}
    assert Opened(short, whole=False) in pieces
    assert "".join(apart) == TEXT[6:15]


def test_each_line_has_its_number_once_and_a_last_newline_begins_none():
    numbers = [each.number for each in cut(TEXT + "\n", []) if isinstance(each, Line)]

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
    assert {each.span for each in pieces if isinstance(each, Opened)} == set(spans)
    assert {each.span for each in pieces if isinstance(each, Opened) and not each.whole} == crossing
