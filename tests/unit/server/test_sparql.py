"""The SPARQL 1.1 Protocol: a request becomes a job, and its answer a reply."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse
from starlette.requests import Request

from ho21.server.errors import HTTPError
from ho21.server.responses import reply
from ho21.server.sparql import describe_service, make_job, read_fields, read_job, wants_page
from ho21.workers.worker import Job
from support import apart

SD = "http://www.w3.org/ns/sparql-service-description#"


def request(query="", body=b"", method="GET", **headers):
    names = {
        name.replace("_", "-"): value for name, value in ({"host": "localhost"} | headers).items()
    }
    scope = {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": "/sparql",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in names.items()],
    }
    chunks = [body[at : at + 10] for at in range(0, len(body), 10)] or [b""]

    async def receive():
        chunk = chunks.pop(0)
        return {"type": "http.request", "body": chunk, "more_body": bool(chunks)}

    return Request(scope, receive)


def read(*given, **headers):
    return apart.run(read_job(request(*given, **headers), 1000))


def refused(calling, *given, **named):
    with pytest.raises(HTTPError) as caught:
        calling(*given, **named)
    return caught.value.status, caught.value.key


FORM = {"method": "POST", "content_type": "application/x-www-form-urlencoded"}
DIRECT = {"method": "POST", "content_type": "application/sparql-query; charset=utf-8"}


@pytest.mark.parametrize(
    ("query", "body", "how"),
    [
        ("query=ASK+%7B%7D", b"", {}),
        ("", b"query=ASK%20%7B%7D", FORM),
        ("", b"ASK {}", DIRECT),
    ],
)
def test_the_three_ways_to_ask_ask_the_same(query, body, how):
    assert read(query, body, **how) == Job("ASK {}")


@pytest.mark.parametrize(
    ("query", "body", "how"),
    [
        ("query=x&default-graph-uri=a&default-graph-uri=b&named-graph-uri=c", b"", {}),
        ("default-graph-uri=a&default-graph-uri=b&named-graph-uri=c", b"query=x", FORM),
        ("default-graph-uri=a", b"query=x&default-graph-uri=b&named-graph-uri=c", FORM),
        ("default-graph-uri=a&default-graph-uri=b&named-graph-uri=c", b"x", DIRECT),
    ],
)
def test_graphs_are_named_in_the_address_or_the_form(query, body, how):
    assert read(query, body, **how) == Job("x", default=("a", "b"), named=("c",))


def test_a_request_that_asks_nothing_is_no_job():
    assert read() is None
    assert read("default-graph-uri=&named-graph-uri=") is None


def test_what_is_named_and_left_empty_is_not_named():
    empty = "default-graph-uri=&named-graph-uri=&format="
    assert read(f"query=x&{empty}") == Job("x")
    assert read(f"query=x&default-graph-uri=a&{empty}") == Job("x", default=("a",))


@pytest.mark.parametrize(
    ("query", "body", "how", "told"),
    [
        ("query=a&query=b", b"", {}, (400, "many-queries")),
        ("query=a", b"query=b", FORM, (400, "many-queries")),
        ("", b"", FORM, (400, "no-query")),
        ("default-graph-uri=a", b"", {}, (400, "no-query")),
        ("update=DROP+ALL", b"", {}, (403, "read-only")),
        ("", b"update=DROP+ALL", FORM, (403, "read-only")),
        (
            "",
            b"x",
            {"method": "POST", "content_type": "application/sparql-update"},
            (403, "read-only"),
        ),
        ("", b"x", {"method": "POST", "content_type": "text/plain"}, (415, "media-type")),
        ("", b"x", {"method": "POST"}, (415, "media-missing")),
        ("", b"\x1f\x8b", DIRECT | {"content_encoding": "gzip"}, (415, "content-coding")),
        ("query=%FF", b"", {}, (400, "not-text")),
        ("query=ASK&format=%00", b"", {}, (400, "unknown-format")),
        ("query=+%0A", b"", {}, (400, "no-query")),
        ("", b"  ", DIRECT, (400, "no-query")),
        ("", b"ASK \xff", DIRECT, (400, "not-text")),
        ("query=a&format=pdf", b"", {}, (400, "unknown-format")),
        ("query=a", b"", {"content_length": "3"}, (400, "bad-request")),
        ("", b"x" * 1001, DIRECT, (413, "body-too-large")),
        ("", b"", DIRECT | {"content_length": "1001"}, (413, "body-too-large")),
        ("", b"", DIRECT | {"content_length": "many"}, (413, "body-too-large")),
    ],
)
def test_what_the_protocol_rules_out_is_refused_by_its_own_status(query, body, how, told):
    assert refused(read, query, body, **how) == told


def test_a_body_of_just_the_size_allowed_is_read():
    assert read("", b"x" * 1000, **DIRECT) == Job("x" * 1000)


def test_a_thousand_fields_are_enough():
    assert len(read_fields(b"&".join([b"a=1"] * 1000))) == 1000
    assert refused(read_fields, b"&".join([b"a=1"] * 1001)) == (400, "bad-request")


def test_a_job_is_required_where_something_was_sent():
    assert make_job([], None, required=False) is None
    assert refused(make_job, [], None, required=True) == (400, "no-query")


@pytest.mark.parametrize(
    ("query", "accept", "page"),
    [
        ("", "text/html,application/xml;q=0.9,*/*;q=0.8", True),
        ("query=ASK", "text/html", True),
        ("query=ASK&format=json", "text/html", False),
        ("query=ASK&format=text/html", "text/csv", True),
        ("query=ASK&format=text/csv", "text/html", False),
        ("format=json", "text/html", False),
        ("format=text/html", "text/html", False),
        ("", "*/*", False),
        ("", "text/turtle", False),
    ],
)
def test_who_would_rather_read_a_page_gets_one(query, accept, page):
    one = request(query, accept=accept)
    assert wants_page(one, apart.run(read_job(one, 1000))) is page


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_the_description_says_where_the_endpoint_is_and_which_graphs_it_has(accept, form):
    sent = describe_service(request(accept=accept), ("https://x/b", "https://x/a"))
    triples = {
        (each.subject.value, each.predicate.value, each.object.value)
        for each in parse(sent.body, format=form)
    }
    here = "http://localhost/sparql"
    assert (here, f"{SD}endpoint", here) in triples
    assert {each[2] for each in triples if each[1] == f"{SD}name"} == {"https://x/a", "https://x/b"}
    assert sent.headers["content-type"].startswith(accept)


def test_a_description_in_a_form_there_is_none_of_is_refused():
    assert refused(describe_service, request(accept="image/png"), ()) == (406, "not-acceptable")


def test_who_has_the_reply_already_gets_304_without_it():
    first = reply(request(), b"body", "text/csv")
    tag = first.headers["etag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        again = reply(request(if_none_match=known), b"body", "text/csv")
        assert (again.status_code, again.body, again.headers["etag"]) == (304, b"", tag)
    assert reply(request(if_none_match=tag), b"other", "text/csv").status_code == 200
    assert reply(request(if_none_match='"x"'), b"body", "text/csv").status_code == 200


def test_text_says_its_letters_and_the_rest_needs_not():
    assert reply(request(), b"", "text/csv").headers["content-type"] == "text/csv; charset=utf-8"
    assert (
        reply(request(), b"", "application/ld+json").headers["content-type"]
        == "application/ld+json"
    )
