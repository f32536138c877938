"""What a client has already is not sent again, and who may read what is said aloud."""

from __future__ import annotations

from itertools import product
from urllib.parse import urlencode

import pytest

from support.served import SELECT

ASK = "ASK { ?s ?p ?o }"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"


def asked(text: str) -> str:
    return f"/sparql?{urlencode({'query': text})}"


@pytest.mark.parametrize("path", [asked(ASK), "/sparql", "/", "/id/index.html", "/id/x", "/void"])
def test_a_head_is_the_get_without_its_body(server, path):
    got = server.ask(path)
    head = server.ask(path, "HEAD")

    assert (head.status, head.body) == (got.status, b"")
    for name in ("content-type", "etag", "vary", "location", "content-length"):
        assert head.headers.get(name) == got.headers.get(name), name


@pytest.mark.parametrize("path", [asked(SELECT), "/id/index.html", "/void.ttl", "/"])
def test_what_has_not_changed_is_not_sent_again(server, path):
    """W13."""
    first = server.ask(path)
    tag = first.headers["etag"]
    for given in (tag, f'"other", {tag}', "*", f"W/{tag.removeprefix('W/')}"):
        again = server.ask(path, if_none_match=given)

        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag), given
    assert server.ask(path, if_none_match='"other"').status == 200


def test_two_forms_of_one_answer_have_two_tags(server):
    tags = {server.query(SELECT, each).headers["etag"] for each in (JSON, XML, CSV, TSV)}

    assert len(tags) == 4


STRANGE = [
    {"range": "bytes=0-9"},
    {"range": "bytes=" + ",".join(f"{at}-{at}" for at in range(2000))},
    {"range": "bytes=9-1"},
    {"range": "bananas=1-2"},
    {"if_modified_since": "yesterday"},
    {"if_modified_since": "Thu, 99 Foo 2999 99:99:99 GMT"},
    {"if_none_match": "not a tag"},
    {"if_none_match": '"' * 2000},
    {"if_range": '"x"', "range": "bytes=0-9"},
]


def test_ranges_and_conditions_good_or_bad_never_upset_the_server(server, subtests):
    """W13."""
    for path, headers in product(("/id/index.html", "/doc/toppmote.txt", asked(ASK)), STRANGE):
        with subtests.test(path=path, headers=str(headers)[:60]):
            reply = server.ask(path, **headers)

            assert reply.status in {200, 206, 304, 416}
            if reply.status == 206:
                assert len(reply.body) == 10


def test_a_page_elsewhere_may_read_and_never_with_this_readers_rights(server):
    """W02."""
    for path in (asked(ASK), "/id/index.html", "/void.ttl"):
        reply = server.ask(path, origin="http://evil.example")

        assert reply.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in reply.headers
    exposed = server.ask(asked(ASK), origin="http://x.example").headers
    assert "etag" in exposed["access-control-expose-headers"].lower()


def test_a_browser_that_asks_first_is_told_what_may_be_sent(server):
    """W02."""
    reply = server.ask(
        "/sparql", "OPTIONS", origin="http://evil.example",
        access_control_request_method="POST", access_control_request_headers="content-type",
    )  # fmt: skip

    assert reply.status in {200, 204}
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "POST" in reply.headers["access-control-allow-methods"]
    assert "content-type" in reply.headers["access-control-allow-headers"].lower()
    assert "PUT" not in reply.headers["access-control-allow-methods"]
