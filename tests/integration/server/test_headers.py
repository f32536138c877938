"""Every reply, also a refusal, tells the browser to be careful and nothing of the server."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from support.served import ENDLESS, request

ASK = "/sparql?query=ASK%7B%7D"
PAGE = "text/html,application/xhtml+xml,*/*;q=0.8"
DIRECT = "Content-Type: application/sparql-query"
THING = "/id/tiltak/utnytte-helsedata"


# What is sent, and the statuses it may get.
CRAWLED = {
    "the explorer": (request("/"), {200}),
    "the query page": (request("/sparql", f"Accept: {PAGE}"), {200}),
    "the description": (request("/sparql", "Accept: text/turtle"), {200}),
    "an answer": (request(ASK), {200}),
    "an answer's head": (request(ASK, method="HEAD"), {200}),
    "a list": (request("/id/index.html"), {200}),
    "a page": (request(f"{THING}.html"), {200}),
    "a page in English": (request(f"{THING}.en.html"), {200}),
    "Turtle": (request(f"{THING}.ttl"), {200}),
    "JSON-LD": (request(f"{THING}.jsonld"), {200}),
    "a style": (request("/site.css"), {200}),
    "a script": (request("/site.js"), {200}),
    "a text": (request("/doc/toppmote.txt"), {200}),
    "the vocabulary": (request("/def/index.html"), {200}),
    "a question": (request("/query/malbilder.html"), {200}),
    "a table": (request("/query/malbilder.csv"), {200}),
    "a thing": (request(THING), {303}),
    "the well-known address": (request("/.well-known/void"), {303, 302, 307}),
    "what may be sent": (
        request("/sparql", "Origin: http://x.example", "Access-Control-Request-Method: GET",
                method="OPTIONS"),
        {200, 204},
    ),
    "what the whole may be sent": (request("*", method="OPTIONS"), {204}),
    "known already": (request("/id/index.html", "If-None-Match: *"), {304}),
    "a slip": (request("/sparql?query=ASK%7B"), {400}),
    "an update": (request("/sparql?query=DROP%20ALL"), {403}),
    "no such thing": (request("/id/tiltak/finnes-ikke"), {404}),
    "no such page": (request("/finnes/ikke", f"Accept: {PAGE}"), {404}),
    "a write": (request(THING, "Content-Length: 0", method="DELETE"), {405}),
    "a form there is none of": (request(ASK, "Accept: application/pdf"), {406}),
    "a thing in a form there is none of": (request(THING, "Accept: application/pdf"), {406}),
    "too large": (request("/sparql", DIRECT, "Content-Length: 99999999", method="POST"), {413}),
    "too long": (request(f"/sparql?query={'x' * 300_000}"), {414, 431, 400}),
    "too many headers": (request(ASK, *(f"X-{n}: {'y' * 90}" for n in range(5000))), {431, 400}),
    "another kind": (
        request("/sparql", "Content-Type: text/plain", "Content-Length: 0", method="POST"), {415}
    ),
    "a foreign host": (request(ASK, host="evil.example"), {421, 400}),
    "no host": (request(ASK, host=None), {400, 421}),
    "two lengths": (
        request("/sparql", "Content-Length: 5", "Transfer-Encoding: chunked", method="POST"), {400}
    ),
    "no request at all": (b"\x00\x01\x02\r\n\r\n", {400}),
    "too slow": (request(f"/sparql?query={quote(ENDLESS)}"), {503}),
}  # fmt: skip


def first(raw: bytes) -> tuple[int, dict[str, list[str]], bytes]:
    """Return status, headers and body of the first reply in raw bytes."""
    top, _, body = raw.partition(b"\r\n\r\n")
    status, *lines = top.decode("latin-1").split("\r\n")
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers.setdefault(name.lower(), []).append(value.strip())
    return int(status.split(" ")[1]), headers, body


def careful(headers: dict[str, list[str]]) -> None:
    (policy,) = headers["content-security-policy"]
    rules = {name: words for name, *words in (each.split() for each in policy.split(";") if each)}
    scripts = rules.get("script-src", rules["default-src"])

    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "data:"} & set(scripts)
    assert set(rules["default-src"]) <= {"'none'", "'self'"}
    assert set(rules.get("connect-src", rules["default-src"])) <= {"'none'", "'self'"}
    assert rules["frame-ancestors"] in (["'none'"], ["'self'"])
    assert set(rules["base-uri"]) <= {"'none'", "'self'"}
    assert set(rules["form-action"]) <= {"'none'", "'self'"}
    assert headers["x-content-type-options"] == ["nosniff"]
    assert headers["referrer-policy"][0] in {"no-referrer", "same-origin"}
    assert "server" not in headers
    assert "x-powered-by" not in headers


def test_a_reply_of_every_kind_carries_the_headers(narrow, subtests):
    """W06."""
    for name, (sent, statuses) in CRAWLED.items():
        closing = sent.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
        with subtests.test(name):
            status, headers, body = first(narrow.send(closing, 30))

            assert status in statuses
            careful(headers)
            kind = headers.get("content-type", [""])[0]
            assert "content-type" in headers or not body
            if kind.startswith("text/"):
                assert "charset=utf-8" in kind.lower()


def test_a_fault_of_our_own_carries_them_too(faulty):
    """W05, W06."""
    status, headers, _ = first(faulty.send(request("/id/index.html", "Connection: close")))

    assert status == 500
    careful(headers)


def test_no_page_needs_what_the_headers_forbid(server):
    """W06: an inline script or style that the policy does not name would be dead."""
    for path in (f"{THING}.html", "/def/index.html", "/query/malbilder.html", "/doc/toppmote.html"):
        text = server.ask(path).text
        scripts = re.findall(r"<script(?![^>]*application/ld\+json)[^>]*>", text)

        assert not re.search(r"\son\w+=|\sstyle=|javascript:", text), path
        assert all("src=" in each for each in scripts), path


@pytest.mark.parametrize(
    ("path", "relations"),
    [
        (f"{THING}.html", {"alternate", "describes", "license"}),
        (f"{THING}.ttl", {"alternate", "describes", "license"}),
        ("/", {"describedby"}),
    ],
)
def test_the_links_of_a_page_stand_in_its_headers(server, path, relations):
    link = server.ask(path).headers["link"]

    assert relations <= set(re.findall(r'rel="?(\w[\w-]*)', link))
    assert "application/ld+json" in link or "alternate" not in relations


def test_the_front_leads_to_what_is_said_of_the_whole(server):
    link = server.ask("/").headers["link"]

    assert '</.well-known/void>; rel="describedby"' in link
    assert '</dcat>; rel="describedby"' in link
