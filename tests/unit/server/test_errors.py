"""What the server says no to, and how: one sentence, in the form and language the client reads."""

from __future__ import annotations

import json

import pytest

from ho21.explorer.head import ENDPOINT, EVERY_PART, Heads
from ho21.server.errors import SAFE, HTTPError


def told(refusal, usual="nb", **asked):
    names = {name.replace("_", "-").encode(): value.encode() for name, value in asked.items()}
    headers, body = refusal.reply(names.items(), usual)
    return {name.decode(): value.decode() for name, value in headers}, body.decode()


def test_who_asks_for_nothing_gets_the_sentence_as_text():
    headers, body = told(HTTPError(400, "no-query"))
    assert headers["content-type"] == "text/plain; charset=utf-8"
    assert body.startswith("Det er ingen spørring i forespørselen;")
    assert body.count("\n") == 1


def test_who_reads_json_gets_the_sentence_its_status_and_its_place():
    refusal = HTTPError(400, "query-syntax", None, line="1", column="6")
    headers, body = told(refusal, accept="application/sparql-results+json")
    assert headers["content-type"] == "application/json"
    assert json.loads(body) == {
        "error": "Spørringen er ikke gyldig SPARQL på linje 1, tegn 6; rett den der.",
        "status": 400,
        "line": "1",
        "column": "6",
    }


def test_a_browser_gets_a_page_in_its_language_in_which_nothing_is_markup():
    refusal = HTTPError(404, "bad-name", name="<script>alert(1)</script>")
    headers, body = told(refusal, accept="text/html", accept_language="en")
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["content-language"] == "en"
    assert '<html lang="en">' in body
    assert "<script>" not in body
    assert "&lt;script&gt;" in body


def test_the_page_of_a_refusal_has_the_head_of_all_pages():
    heads = Heads({"nb": "Plan for byen", "en": "Plan for the city"}, "nb", EVERY_PART | {ENDPOINT})
    refusal = HTTPError(404, "bad-name", name="x")
    headers = [(b"accept", b"text/html")]
    page = refusal.reply(headers, "nb", heads)[1].decode()

    assert [each.href for each in heads.at("/", "nb").ways if each.href not in page] == []
    assert len(heads.at("/", "nb").ways) == 11
    assert '<a href="/index.html#start?lang=nb">Plan for byen</a>' in page


@pytest.mark.parametrize("accept", ["", "text/html", "application/json", "image/png"])
def test_every_refusal_has_the_safe_headers_its_own_and_its_true_length(accept):
    headers, body = told(
        HTTPError(405, "method", {"Allow": "GET"}, method="PUT", known="GET"), accept=accept
    )
    assert {name.lower() for name in SAFE} <= set(headers)
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["allow"] == "GET"
    assert int(headers["content-length"]) == len(body.encode())


@pytest.mark.parametrize("accept", ["", "text/html", "application/json"])
def test_signs_that_steer_a_terminal_or_are_not_seen_are_told_by_their_code_point(accept):
    signs = "\x00\t\n\r\x1b\x7f\x85\xad\u061c\u200b\u200e\u2028\u202e\u2066\ufeff"
    refusal = HTTPError(404, "bad-name", name=f"id/{signs}[31mX")
    _, body = told(refusal, accept=accept)
    kept = {"\xad"} | ({"\n"} if accept != "application/json" else set())
    assert {each for each in body[:-1] if each in signs} <= kept
    for each in set(signs) - kept - {"\n"}:
        assert f"u{ord(each):04x}" in body, hex(ord(each))
    assert "u000a" in body


@pytest.mark.parametrize("accept", ["", "text/html", "application/json"])
def test_what_may_have_been_meant_is_told_with_what_was_written_on_one_line_and_seen(accept):
    near = {"nb": "t\x1b\ning (mente du ting?)", "en": "t\x1b\ning (did you mean ting?)"}
    refusal = HTTPError(400, "unknown-parameter", None, name="x", parameter=near, known=["\u200b"])
    _, body = told(refusal, accept=accept)
    assert not {each for each in body if each in "\x1b\u200b"}
    assert all(each in body for each in ("u001b", "u000a", "u200b", "mente du ting?"))


def test_an_explanation_of_several_lines_is_put_on_one():
    _, body = told(HTTPError(400, "query-failed", why="one\n  two\x1b"))
    assert "one two\\u001b" in body
    assert body.count("\n") == 1
