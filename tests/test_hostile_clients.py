"""A request that is broken, foreign, huge or sly gets a short no, and learns nothing."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest

from served import HOST, PATIENCE, request, serving, status_of

FAULTY = str(Path(__file__).with_name("faulty.py"))
ASK = "/sparql?query=ASK%7B%7D"
MIB = 2**20


@pytest.fixture(scope="module")
def server():
    with serving() as running:
        for path in ("/", "/id/index.html", "/id/tiltak/utnytte-helsedata.html", "/void.ttl"):
            assert running.ask(path).status == 200  # made once, and then kept
        yield running


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


@pytest.mark.parametrize("name", BROKEN)
def test_a_request_that_breaks_the_rules_is_refused_and_the_line_closed(server, name):
    """L09."""
    got = server.send(BROKEN[name], 30)

    statuses = [int(each) for each in re.findall(rb"HTTP/1\.1 (\d{3}) ", got)]
    assert len(statuses) <= 1
    assert not statuses or statuses[0] in {400, 411, 413, 415, 421, 501, 505}


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


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("path", [ASK, "/", "/id/tiltak/utnytte-helsedata"])
def test_a_foreign_host_is_turned_away(server, host, path):
    """W01, W15."""
    got = server.send(request(path, "Connection: close", host=host.format(port=server.port)))

    assert status_of(got) in {400, 421}
    assert b"evil.example" not in got.partition(b"\r\n\r\n")[0]


@pytest.mark.parametrize(
    "host", ["localhost", "LocalHost:{port}", "127.0.0.1", "127.0.0.1:{port}", "[::1]:{port}"]
)
def test_this_machine_by_any_of_its_names_is_let_in(server, host):
    """W01."""
    got = server.send(request(ASK, "Connection: close", host=host.format(port=server.port)))

    assert status_of(got) == 200


@pytest.mark.parametrize(
    "path",
    [
        "/id/tiltak/utnytte-helsedata?next=http://evil.example/",
        "/id/tiltak/utnytte-helsedata?return=//evil.example",
        "//evil.example/id/tiltak/utnytte-helsedata",
        "/\\evil.example/",
        "/.well-known/void?to=http://evil.example",
        "http://evil.example/id/tiltak/utnytte-helsedata",
        "/id/tiltak/utnytte-helsedata%0d%0aLocation:%20http://evil.example",
    ],
)
def test_no_redirect_leads_to_anywhere_but_here(server, path):
    """W15."""
    sly = ("X-Forwarded-Host: evil.example", "Forwarded: host=evil.example", "X-Original-URL: /x")
    got = server.send(request(path, *sly, "Connection: close"))
    top = got.partition(b"\r\n\r\n")[0].decode("latin-1")

    found = re.search(r"(?im)^location: *(.*?)\r?$", top)
    if found:
        assert re.match(r"(/[^/\\]|[\w.]|http://(localhost|127\.0\.0\.1)[:/])", found[1]), found[1]
    assert not re.search(r"(?im)^location:.*evil", top)
    assert status_of(got) in {200, 303, 400, 404, 421, 307, 308}


@pytest.mark.parametrize("start", ["/", "/id/", "/doc/", "/def/", "/query/", "/graph/", "/data/"])
@pytest.mark.parametrize(
    "way",
    [
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
        "../scripts/ho21/cli.py",
        "toppmote.txt%00.html",
        quote("https://w3id.org/ho21/id/tiltak/utnytte-helsedata", safe=""),
        "%ff%fe",
        "a" * 5000,
    ],
)
def test_no_way_through_the_folders_leads_to_a_file(server, start, way):
    """W03."""
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


@pytest.mark.parametrize("accept", ["*/*", "text/html", "application/json", "text/turtle"])
@pytest.mark.parametrize("path", ["/id/tiltak/utnytte-helsedata.html", "/void.ttl"])
def test_a_fault_of_our_own_tells_the_client_nothing_of_the_inside(path, accept):
    """W05."""
    with serving(program=(FAULTY,)) as faulty:
        reply = faulty.ask(path, accept=accept)
        after = faulty.ask(ASK)
        told = faulty.said()

    assert (reply.status, after.status) == (500, 200)
    for inside in ("secret", "Traceback", ".py", "RuntimeError", "starlette", "uvicorn", "/work"):
        assert inside.lower() not in reply.text.lower()
        assert inside.lower() not in str(reply.headers).lower()
    (mark,) = re.findall(r"\b[0-9a-f]{6,}\b", reply.text)[:1] or [""]
    assert mark
    assert mark in told
