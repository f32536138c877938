"""The connection to a client: whole requests in good time, from a host we answer for."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager

import pytest
import uvicorn

from ho21.server.errors import HTTPError
from ho21.server.protocol import HEAD, Guard, protocol
from ho21.workers.pool import Limits
from support import apart


async def fine(scope, receive, send):
    del scope
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-own", b"1")]})
    await send({"type": "http.response.body", "body": b"fine"})


async def broken(scope, receive, send):
    del scope, receive, send
    message = "a secret"
    raise KeyError(message)


async def refusing(scope, receive, send):
    del scope, receive, send
    raise HTTPError(404, "bad-name", name="x")


async def vast(scope, receive, send):
    del scope, receive
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"x" * 50_000_000})


def asked(app, *headers, host="127.0.0.1"):
    """Return the status, headers and body that a guarded app gives to some headers."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [*headers],
    }
    apart.run(Guard(app, host, "nb")(scope, receive, send))
    start, body = sent
    return start["status"], dict(start["headers"]), body["body"]


def hosted(name, listens="127.0.0.1"):
    return asked(fine, (b"host", name.encode("latin-1")), host=listens)[0]


@pytest.mark.parametrize(
    "name",
    [
        "localhost",
        "LOCALHOST:8021",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:1",
        "[::1]",
        "[::1]:8021",
    ],
)
def test_this_machine_is_answered_for_by_its_own_names(name):
    assert hosted(name) == 200


@pytest.mark.parametrize(
    "name",
    [
        "evil.example",
        "evil.example:8021",
        "localhost.",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1:80:80",
        "::1",
        "[::1",
        "[localhost]",
        "192.168.1.2",
        "[2001:db8::1]",
        "localhost@evil.example",
        "localhost\xff",
        "",
    ],
)
def test_any_other_host_is_refused(name):
    assert hosted(name) == 421


def test_a_server_told_to_listen_wide_answers_to_its_name_and_to_numbers_but_to_no_other_name():
    assert hosted("192.168.1.2:80", ANYWHERE) == 200
    assert hosted("[2001:db8::1]", "::") == 200
    assert hosted("data.example", "data.example") == 200
    assert hosted("evil.example", ANYWHERE) == 421
    assert hosted("evil.example", "data.example") == 421


LOCAL = (b"host", b"localhost")
ANYWHERE = "0.0.0.0"  # noqa: S104 (nothing listens there)


def test_no_host_and_two_hosts_are_no_request():
    assert asked(fine)[0] == 400
    assert asked(fine, LOCAL, LOCAL)[0] == 400


def test_two_lengths_are_no_request():
    both = ((b"content-length", b"1"), (b"transfer-encoding", b"chunked"))
    status, headers, _ = asked(fine, LOCAL, *both)
    assert (status, headers[b"connection"]) == (400, b"close")


def test_a_head_may_be_so_large_and_no_larger():
    room = HEAD - len(b"/hostlocalhost") - len(b"x")
    assert asked(fine, LOCAL, (b"x", b"y" * room))[0] == 200
    assert asked(fine, LOCAL, (b"x", b"y" * (room + 1)))[0] == 431


def test_what_an_app_says_is_sent_with_the_safe_headers_beside_its_own():
    status, headers, body = asked(fine, LOCAL)
    assert (status, body, headers[b"x-own"]) == (200, b"fine", b"1")
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert b"frame-ancestors 'none'" in headers[b"content-security-policy"]


def test_a_refusal_inside_is_told_as_it_is():
    assert asked(refusing, LOCAL)[0] == 404


def test_what_goes_wrong_inside_is_logged_with_a_mark_and_told_with_the_mark_alone(caplog):
    with caplog.at_level(logging.ERROR):
        status, _, body = asked(broken, LOCAL)
    (record,) = caplog.records
    mark = record.args[0]
    assert status == 500
    assert mark in body.decode()
    assert "secret" not in body.decode()
    assert "a secret" in str(record.exc_info[1])


@asynccontextmanager
async def listening(app, patience):
    limits = Limits(patience=patience)
    config = uvicorn.Config(
        Guard(app, "127.0.0.1", "nb"),
        host="127.0.0.1",
        port=0,
        http=protocol(limits, "nb"),
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
    )
    server = uvicorn.Server(config)
    running = asyncio.ensure_future(server._serve())  # noqa: SLF001 (without its signals)
    while not server.started:  # noqa: ASYNC110 (uvicorn has no event for it)
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await running


def said(app, *parts, patience=20.0, wait=0.0):
    """Return all that a server says to some bytes until it closes the connection."""

    async def scenario():
        async with listening(app, patience) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                for part in parts:
                    writer.write(part)
                    await writer.drain()
                    await asyncio.sleep(wait)
                return await asyncio.wait_for(reader.read(), 30)
            except ConnectionError:
                return b""
            finally:
                writer.close()

    return apart.run(scenario())


WHOLE = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def test_a_whole_request_is_answered_and_its_end_is_respected():
    told = said(fine, WHOLE)
    assert told.startswith(b"HTTP/1.1 200 ")
    assert b"\r\nfine" in told
    assert b"\r\nserver:" not in told.lower()


@pytest.mark.parametrize("half", [b"", WHOLE[:20], WHOLE[:-2]])
def test_half_a_head_is_not_waited_for_longer_than_patience(half):
    assert said(fine, half, patience=0.3) == b""


def test_half_a_body_is_not_waited_for_longer_than_patience():
    half = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf"

    async def patient(scope, receive, send):
        while (await receive()).get("more_body"):
            pass
        await fine(scope, receive, send)

    assert said(patient, half, patience=0.3) == b""


def test_one_byte_at_a_time_does_not_buy_more_patience():
    drops = [WHOLE[at : at + 1] for at in range(20)]
    assert said(fine, *drops, patience=0.4, wait=0.1) == b""


def test_a_reply_that_is_not_read_on_is_ended():
    async def scenario():
        async with listening(vast, 0.5) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1000)
            writer.write(WHOLE)
            await asyncio.sleep(2)
            try:
                read = await drained(reader)
            except ConnectionError:
                read = 0
            writer.close()
            return read

    async def drained(reader):
        count = 0
        while chunk := await reader.read(1 << 16):
            count += len(chunk)
        return count

    assert apart.run(scenario()) < 50_000_000


def test_who_is_still_sending_when_refused_hears_why():
    async def wary(scope, receive, send):
        del scope, send
        await receive()
        raise HTTPError(413, "body-too-large", {"Connection": "close"}, limit=64)

    body = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000000\r\n\r\n"
    told = said(wary, body, b"x" * 3_000_000)
    assert told.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("nonsense", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\n\r\n", b"400"),
        (b"GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n", b"400"),
        (b"GET /" + b"x" * 10 * HEAD, b"431"),
    ],
)
def test_what_is_no_request_is_told_so_with_the_safe_headers(nonsense, status):
    told = said(fine, nonsense)
    assert told.startswith(b"HTTP/1.1 " + status)
    assert b"x-content-type-options: nosniff" in told
    assert b"\r\nserver:" not in told.lower()
