"""Formats by name: syntax, media type, and which of them a client accepts."""

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat

from ho21.errors import UsageError
from ho21.rdf.formats import (
    GENERAL,
    MEDIA_TYPES,
    PAGE_DATA,
    ROWS,
    SYNTAXES,
    TRIPLES,
    TRUTHS,
    chosen,
    offers,
)


def test_a_syntax_of_rdf_is_known_to_the_engine_by_its_name_and_its_media_type():
    assert {name: RdfFormat.from_extension(name) for name in SYNTAXES} == SYNTAXES
    assert {name: RdfFormat.from_media_type(MEDIA_TYPES[name]) for name in SYNTAXES} == SYNTAXES


def test_a_form_of_rows_is_known_to_the_engine_by_its_media_type():
    named = [QueryResultsFormat.from_media_type(MEDIA_TYPES[name]) for name in ROWS]

    assert named == [QueryResultsFormat.JSON, QueryResultsFormat.XML, QueryResultsFormat.CSV,
                     QueryResultsFormat.TSV]  # fmt: skip


def test_no_two_formats_have_one_media_type():
    assert len({*MEDIA_TYPES.values(), *GENERAL.values()}) == len(MEDIA_TYPES) + len(GENERAL)


def test_each_group_of_formats_holds_only_those_it_is_of():
    assert {*TRUTHS} < {*ROWS}
    assert {*PAGE_DATA} == {*TRIPLES} < {*SYNTAXES}
    assert {*ROWS}.isdisjoint(SYNTAXES)


def test_formats_are_offered_by_media_type_in_the_order_given():
    assert [*offers("nt", "ttl").items()] == [
        ("application/n-triples", "nt"),
        ("text/turtle", "ttl"),
    ]


def test_without_a_wish_the_first_format_is_chosen():
    assert chosen(None, ("csv", "json")) == "csv"
    assert chosen("json", ("csv", "json")) == "json"


def test_a_format_that_is_not_among_those_known_is_refused_with_their_names():
    with pytest.raises(UsageError) as caught:
        chosen("pdf", ("csv", "json"))

    assert caught.value.fields == {"format": "pdf", "known": "csv, json"}
