"""A request that is broken, foreign, huge or sly gets a short no, and learns nothing."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import product
from urllib.parse import quote

import psutil
import pytest

from support.served import HOST, PATIENCE, request, serving, status_of

ASK = "/sparql?query=ASK%7B%7D"
MIB = 2**20


@pytest.fixture(scope="module", autouse=True)
def _warm(server):
    for path in ("/", "/id/index.html", "/void.ttl", "/data/ho21.nq"):
        assert server.ask(path).status == 200  # made once, and then kept


@pytest.fixture(autouse=True)
def unmoved(request):
    """After each test the same server answers, and has not grown."""
    server = request.getfixturevalue("server")
    process = psutil.Process(server.process.pid)
    server.ask(ASK)
    before = process.memory_info().rss
    yield
    assert server.ask(ASK).status == 200
    assert process.memory_info().rss - before < 30 * MIB
    assert "Traceback" not in server.said()


def flood(server, start: bytes, piece: bytes, pieces: int) -> tuple[int | None, int]:
    """Send a start and many pieces until the server has had enough; return status, bytes sent."""
    sent, got = 0, b""
    with server.open() as line:
        line.settimeout(PATIENCE)
        with suppress(ConnectionError, TimeoutError):
            line.sendall(start)
            for _ in range(pieces):
                line.settimeout(0)
                with suppress(BlockingIOError):
                    got += line.recv(65536)
                if got:
                    break
                line.settimeout(PATIENCE)
                line.sendall(piece)
                sent += len(piece)
        with suppress(OSError):
            line.settimeout(PATIENCE)
            while part := line.recv(65536):
                got += part
    return status_of(got), sent


def test_a_header_of_twenty_megabytes_is_cut_short(server):
    """L07."""
    status, sent = flood(server, b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ", b"x" * 65536, 320)

    assert status in {400, 431, None}
    assert sent < 10 * MIB


def test_five_thousand_headers_are_too_many(server):
    """L07."""
    headers = [f"X-{n}: y" for n in range(5000)]

    assert status_of(server.send(request(ASK, *headers))) in {400, 431, None}


def test_an_address_of_a_megabyte_is_too_long(server):
    """L07."""
    got = server.send(request(f"/sparql?query={'x' * MIB}"))

    assert status_of(got) in {400, 414, 431, None}


def test_an_address_that_a_query_may_well_need_is_not_too_long(server):
    """L07."""
    text = "ASK { ?s ?p ?o } # " + "x" * 6000

    assert server.query(text).status == 200


@pytest.mark.parametrize("path", ["/sparql", "/id/x"])
def test_a_body_of_three_hundred_megabytes_is_refused_by_its_length(server, path):
    """L08."""
    kind = "Content-Type: application/sparql-query"
    start = request(path, kind, f"Content-Length: {300 * MIB}", method="POST")

    status, sent = flood(server, start, b"x" * 65536, 4800)

    assert status == (413 if path == "/sparql" else 405)
    assert sent < 20 * MIB


def test_a_body_without_a_length_is_refused_as_soon_as_it_is_too_large(server):
    """L08."""
    kind = "Content-Type: application/sparql-query"
    start = request("/sparql", kind, "Transfer-Encoding: chunked", method="POST")
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"

    status, sent = flood(server, start, chunk, 4800)

    assert status == 413
    assert sent < 20 * MIB


BROKEN = {
    "two lengths": request(
        "/sparql", "Content-Length: 5", "Transfer-Encoding: chunked", method="POST"
    )
    + b"0\r\n\r\n",
    "two different lengths": request(
        "/sparql", "Content-Length: 5", "Content-Length: 6", method="POST"
    )
    + b"ASK{}",
    "a length that is no number": request("/sparql", "Content-Length: five", method="POST"),
    "a length below nothing": request("/sparql", "Content-Length: -1", method="POST"),
    "two hosts": request(ASK, "Host: localhost"),
    "two other hosts": request(ASK, "Host: evil.example"),
    "no host": request(ASK, host=None),
    "an empty host": request(ASK, host=""),
    "a null in the path": request("/id/\0"),
    "a null in a header": request(ASK, "X-Y: a\0b"),
    "a line break in a header": request(ASK, "X-Y: a\rX-Z: b"),
    "no version": b"GET /\r\n\r\n",
    "no words at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "a space before the colon": request(ASK, "Transfer-Encoding : chunked"),
    "a chunk of no size": request("/sparql", "Transfer-Encoding: chunked", method="POST")
    + b"zz\r\nx",
    "an unknown coding": request("/sparql", "Transfer-Encoding: gzip", method="POST"),
}


def test_a_request_that_breaks_the_rules_is_refused_and_the_line_closed(server, subtests):
    """L09."""
    for name, sent in BROKEN.items():
        with subtests.test(name):
            got = server.send(sent, 30)

            statuses = [int(each) for each in re.findall(rb"HTTP/1\.1 (\d{3}) ", got)]
            assert len(statuses) <= 1
            assert not statuses or statuses[0] in {400, 411, 413, 415, 421, 501, 505}
            assert server.ask(ASK).status == 200


FOREIGN = [
    "evil.example",
    "evil.example:{port}",
    "evil.example.",
    "localhost.evil.example",
    "127.0.0.1.evil.example:{port}",
    "[::2]",
    "[fe80::1]:{port}",
    "192.168.0.1",
    "0.0.0.0",  # noqa: S104 (no one is let in by it)
    "localhost@evil.example",
    "evil.example/localhost",
    "localhost evil.example",
    "xn--lcalhost-54a",
    "LOCALHOST.EVIL.EXAMPLE",
]


def test_a_foreign_host_is_turned_away(server, subtests):
    """W01, W15."""
    for path, host in product((ASK, "/", "/id/tiltak/utnytte-helsedata"), FOREIGN):
        with subtests.test(path=path, host=host):
            name = host.format(port=server.port)
            got = server.send(request(path, "Connection: close", host=name))

            assert status_of(got) in {400, 421}
            assert b"evil.example" not in got.partition(b"\r\n\r\n")[0]


def test_this_machine_by_any_of_its_names_is_let_in(server, subtests):
    """W01."""
    names = ("localhost", "LocalHost:{port}", "127.0.0.1", "127.0.0.1:{port}", "[::1]:{port}")
    for name in names:
        with subtests.test(name):
            host = name.format(port=server.port)
            got = server.send(request(ASK, "Connection: close", host=host))

            assert status_of(got) == 200


AWAY = [
    "/id/tiltak/utnytte-helsedata?next=http://evil.example/",
    "/id/tiltak/utnytte-helsedata?return=//evil.example",
    "//evil.example/id/tiltak/utnytte-helsedata",
    "/\\evil.example/",
    "/.well-known/void?to=http://evil.example",
    "http://evil.example/id/tiltak/utnytte-helsedata",
    "/id/tiltak/utnytte-helsedata%0d%0aLocation:%20http://evil.example",
]
SLY = ("X-Forwarded-Host: evil.example", "Forwarded: host=evil.example", "X-Original-URL: /x")
HERE = re.compile(r"(/[^/\\]|[\w.]|http://(localhost|127\.0\.0\.1)[:/])")


def test_no_redirect_leads_to_anywhere_but_here(server, subtests):
    """W15."""
    for path in AWAY:
        with subtests.test(path):
            got = server.send(request(path, *SLY, "Connection: close"))
            top = got.partition(b"\r\n\r\n")[0].decode("latin-1")

            for place in re.findall(r"(?im)^location: *(.*?)\r?$", top):
                assert HERE.match(place)
                assert "evil" not in place.lower()
            assert status_of(got) in {200, 303, 400, 404, 421, 307, 308}


STARTS = ("/", "/id/", "/doc/", "/def/", "/query/", "/graph/", "/data/")
WAYS = [
    "../../../../../../etc/passwd",
    "..%2f..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "..%5c..%5c..%5cetc%5cpasswd",
    "....//....//etc/passwd",
    "%2fetc%2fpasswd",
    "..;/..;/etc/passwd",
    "%252e%252e%252fetc%252fpasswd",
    "file:///etc/passwd",
    "../pyproject.toml",
    "../scripts/ho21/cli/main.py",
    "toppmote.txt%00.html",
    quote("https://w3id.org/ho21/id/tiltak/utnytte-helsedata", safe=""),
    "%ff%fe",
    "a" * 5000,
]


def test_no_way_through_the_folders_leads_to_a_file(server, subtests):
    """W03."""
    for start, way in product(STARTS, WAYS):
        with subtests.test(start=start, way=way[:60]):
            got = server.send(request(start + way, "Connection: close"))

            assert status_of(got) in {400, 404, 414}
            for inside in (b"root:", b"[project]", b"argparse"):
                assert inside not in got


def test_only_this_machine_can_reach_a_server_that_was_not_told_otherwise(server):
    """W04."""
    process = psutil.Process(server.process.pid)
    every = [process, *process.children(recursive=True)]
    listens = {
        (each.laddr.ip, each.laddr.port)
        for one in every
        for each in one.net_connections("inet")
        if each.status == psutil.CONN_LISTEN
    }

    assert listens == {(HOST, server.port)}
    assert "0.0.0.0" not in server.said()  # noqa: S104 (what there is no warning of)


def test_a_server_that_others_can_reach_says_so_aloud():
    """W04."""
    with serving("--host", "0.0.0.0") as open_to_all:  # noqa: S104 (what the warning is about)
        warned = open_to_all.said()
        answered = open_to_all.ask(ASK).status

    assert "0.0.0.0" in warned  # noqa: S104 (the same)
    assert answered == 200


INSIDE = ("secret", "traceback", ".py", "runtimeerror", "starlette", "uvicorn", "/work")


def test_a_fault_of_our_own_tells_the_client_nothing_of_the_inside(faulty, subtests):
    """W05."""
    pages = ("/id/tiltak/utnytte-helsedata.html", "/void.ttl")
    kinds = ("*/*", "text/html", "application/json", "text/turtle")
    for path, accept in product(pages, kinds):
        with subtests.test(path=path, accept=accept):
            reply = faulty.ask(path, accept=accept)

            assert (reply.status, faulty.ask(ASK).status) == (500, 200)
            for inside in INSIDE:
                assert inside not in reply.text.lower()
                assert inside not in str(reply.headers).lower()
            mark = re.search(r"\b[0-9a-f]{6,}\b", reply.text)
            assert mark
            assert mark[0] in faulty.said()
