"""What a client would rather have, of what there is: media types and languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ho21.server.negotiation import UNSAID, Forms, accepted, answer_forms, codings, language

OFFERS = ("text/html", "text/turtle", "application/ld+json")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("TEXT/Turtle", "text/turtle"),
        ("text/turtle;q=0.5, application/ld+json", "application/ld+json"),
        ("text/*;q=0.4, application/ld+json;q=0.3", "text/html"),
        ("text/html;q=0, text/*", "text/turtle"),
        ("*/*;q=0.1, application/ld+json", "application/ld+json"),
        ("text/turtle;charset=utf-8", "text/turtle"),
        ("text/turtle ; q = 0.9 , text/html;q=0.8", "text/turtle"),
        (BROWSER, "text/html"),
        ("application/pdf", None),
        ("*/*;q=0", None),
        ("text/html;q=0, text/turtle;q=0, application/*;q=0.000", None),
    ],
)
def test_the_most_wanted_type_is_chosen_and_the_most_specific_range_decides(header, chosen):
    assert accepted(header, OFFERS) == chosen


@pytest.mark.parametrize(
    "header", ["nonsense", ";;;,,,", "text/", "/", "text/turtle;q=two", "\x00"]
)
def test_what_is_malformed_counts_as_unsaid(header):
    assert accepted(header, OFFERS) == "text/html"


def test_a_malformed_part_does_not_spoil_the_others():
    assert accepted("text/turtle;q=high, , application/ld+json", OFFERS) == "application/ld+json"


@given(st.text(), st.text())
def test_no_header_makes_it_fail(accept, languages):
    assert accepted(accept, OFFERS) in {None, *OFFERS}
    assert language(languages, "nb") in {"nb", "en"}


@pytest.mark.parametrize(
    ("accept", "form", "chosen"),
    [
        (None, None, Forms("json", "json", "ttl")),
        ("*/*", None, Forms("json", "json", "ttl")),
        ("text/csv", None, Forms("csv", None, None)),
        ("text/csv, application/xml;q=0.5", None, Forms("csv", "xml", None)),
        ("application/rdf+xml", None, Forms(None, None, "rdf")),
        ("application/json", None, Forms("json", "json", None)),
        ("text/csv", "xml", Forms("xml", "xml", "rdf")),
        (None, "json", Forms("json", "json", "jsonld")),
        (None, "tsv", Forms("tsv", None, None)),
        (None, "ttl", Forms(None, None, "ttl")),
    ],
)
def test_an_answer_has_a_form_by_what_is_answered_or_none(accept, form, chosen):
    assert answer_forms(accept, form) == chosen


@pytest.mark.parametrize(
    ("header", "usual", "chosen"),
    [
        (None, "nb", "nb"),
        (None, "en", "en"),
        ("en", "nb", "en"),
        ("en-GB,en;q=0.9", "nb", "en"),
        ("nn-NO, en;q=0.5", "en", "nb"),
        ("no", "en", "nb"),
        ("de, en;q=0.3", "nb", "en"),
        ("de", "nb", "nb"),
        ("nb;q=0.5, en;q=0.5", "nb", "nb"),
        ("*", "en", "en"),
    ],
)
def test_norwegian_of_any_kind_is_bokmal_and_what_is_not_wanted_falls_to_the_usual(
    header, usual, chosen
):
    assert language(header, usual) == chosen


@pytest.mark.parametrize(
    ("header", "packed", "plain"),
    [
        (None, 0, UNSAID),
        ("", 0, UNSAID),
        ("gzip, deflate, br", 1, UNSAID),
        ("*", 1, 1),
        ("*;q=0", 0, 0),
        ("gzip;q=0", 0, UNSAID),
        ("gzip;q=0.3, *;q=0.7, identity;q=0", 0.3, 0),
        ("x-gzip", 1, UNSAID),
        ("identity;q=0", 0, 0),
        ("gzip;q=much", 0, UNSAID),
    ],
)
def test_a_coding_is_wanted_as_much_as_it_is_said_and_the_plain_form_always_unless_denied(
    header, packed, plain
):
    assert codings(header) == (packed, plain)
