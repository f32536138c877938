"""The connection to a client: whole requests in good time, from a host we answer for."""

from __future__ import annotations

import asyncio
import logging
import re
from contextlib import asynccontextmanager
from itertools import product

import pytest
import uvicorn

from ho21.server.errors import HTTPError
from ho21.server.guard import Guard
from ho21.server.protocol import HEAD, protocol
from ho21.workers.pool import Limits
from support import apart


async def fine(scope, receive, send):
    """Answer when the whole body has come, as long as someone is there."""
    del scope
    while (message := await receive()).get("more_body"):
        pass
    if message["type"] == "http.disconnect":
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-own", b"1")]})
    await send({"type": "http.response.body", "body": b"fine"})


async def slowly(scope, receive, send):
    await asyncio.sleep(0.1)
    await fine(scope, receive, send)


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
async def listening(app, patience, most=100, room=1000):
    limits = Limits(patience=patience, connections=most)
    http = protocol(limits, "nb")
    http.room = room
    config = uvicorn.Config(
        Guard(app, "127.0.0.1", "nb"),
        host="127.0.0.1",
        port=0,
        http=http,
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
def test_who_sends_no_more_hears_the_answers_to_what_came_whole(half):
    """As ``nc -N`` asks, and many a probe; what did not come whole is told of."""

    async def half_closed(count):
        async with listening(slowly, patience=5) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(WHOLE.replace(b"Connection: close\r\n", b"") * count + half)
            writer.write_eof()
            try:
                return await asyncio.wait_for(reader.read(), 20)
            finally:
                writer.close()

    for count in (0, 3):
        told = statuses(apart.run(half_closed(count)))
        assert told == [200] * count + [400] * bool(half)


def statuses(told):
    """Return the statuses of the replies in raw bytes, in order."""
    return [int(each) for each in re.findall(rb"^HTTP/1\.1 (\d{3}) ", told, re.MULTILINE)]


@pytest.mark.parametrize("silence", [b"", b"\r\n", b"\r\n\r\n\r\n"])
def test_who_asks_nothing_is_let_go_without_a_word(silence):
    assert said(fine, silence, patience=0.3) == b""


def test_who_sends_empty_lines_after_an_answer_is_let_go_all_the_same():
    assert statuses(said(fine, ASKED, b"\r\n", b"\r\n", patience=0.3, wait=0.05)) == [200]


@pytest.mark.parametrize("half", [WHOLE[:20], WHOLE[:-2]])
def test_half_a_head_is_not_waited_for_longer_than_patience(half):
    told = said(fine, half, patience=0.3)
    assert statuses(told) == [408]
    assert "Hele forespørselen kom ikke innen 0,3 sekunder" in told.decode()


def test_half_a_body_is_not_waited_for_longer_than_patience():
    half = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf"

    assert statuses(said(fine, half, patience=0.3)) == [408]


def test_one_byte_at_a_time_does_not_buy_more_patience():
    drops = [WHOLE[at : at + 1] for at in range(20)]
    assert statuses(said(fine, *drops, patience=0.4, wait=0.1)) == [408]


ASKED = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
POSTED = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
BROKEN = {
    "a chunk whose size is no number": POSTED + b"zz\r\nASK{}\r\n0\r\n\r\n",
    "a chunk that goes on": POSTED + b"5\r\nASK{} more\r\n0\r\n\r\n",
    "an unknown coding": POSTED.replace(b"chunked", b"xchunked") + b"5\r\nASK{}\r\n0\r\n\r\n",
    "a coding after chunked": POSTED.replace(b"chunked", b"chunked, gzip"),
    "chunked twice": POSTED.replace(b"chunked", b"chunked, chunked"),
    "a length beside": POSTED.replace(b"\r\n\r\n", b"\r\nContent-Length: 3\r\n\r\n") + b"zz\r\n",
    "another protocol, and an unknown coding": POSTED.replace(
        b"chunked", b"xchunked\r\nConnection: Upgrade\r\nUpgrade: h2c"
    ),
    "garbage": b"\0garbage\r\n\r\n",
    "no version": b"GET /\r\n\r\n",
    "the beginning of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "the beginning of TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}


def test_what_is_no_request_is_told_so_after_the_answers_to_those_before_it(subtests):
    async def slow(scope, receive, send):
        await asyncio.sleep(0.01)
        await fine(scope, receive, send)

    for (name, sent), before in product(BROKEN.items(), (0, 1, 50)):
        with subtests.test(name, before=before):
            told = said(slow if before == 1 else fine, ASKED * before + sent)

            assert statuses(told) == [200] * before + [400]
            assert told.count(b"\r\nfine") == before
            assert told.endswith(
                "Tjeneren kan ikke lese forespørselen som HTTP/1.1; rett den.\n".encode()
            )


def test_a_coding_that_is_not_known_is_told_of_and_never_taken_for_none():
    sent = POSTED.replace(b"chunked", b"gzip, chunked") + b"5\r\nASK{}\r\n0\r\n\r\n"

    assert statuses(said(fine, sent)) == [501]


def test_what_asks_for_another_protocol_is_answered_in_this_one_body_and_all():
    async def echo(_, receive, send):
        body = (await receive())["body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    asks = (
        b"\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nContent-Length: 5\r\n\r\nASK{}"
    )
    told = said(
        echo, WHOLE.replace(b"GET", b"POST").replace(b"\r\nConnection: close\r\n\r\n", asks) + WHOLE
    )
    assert statuses(told) == [200, 200]
    assert b"ASK{}" in told


def test_many_requests_at_once_are_answered_in_their_order():
    async def numbered(scope, receive, send):
        del receive
        await asyncio.sleep(0)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": scope["path"].encode()})

    count = 3000  # more than are read at once
    asks = b"".join(ASKED.replace(b"/ ", b"/n%d/ " % at, 1) for at in range(count))
    told = said(numbered, asks + WHOLE)
    assert [int(each) for each in re.findall(rb"/n(\d+)/", told)] == [*range(count)]


@pytest.mark.parametrize(
    "more",
    [
        [b"0\r\n", *[b"X: " + b"x" * 2**20 + b"\r\n"] * 30],
        [b"0\r\n", *[b"X: y\r\n" * 2**17] * 30],
        [b"1;" + b"x" * 2**16 + b"\r\ny\r\n"] * 300,
        [b"1", *[b";x=" + b"y" * 2**20] * 30],
    ],
)
def test_what_is_sent_beside_the_body_is_counted_with_the_head(more):
    """A2."""
    told = said(fine, POSTED, *more)
    assert statuses(told) == [431]
    assert "for lange; gjør dem kortere." in told.decode()


def test_only_one_who_asks_by_get_is_sent_to_post():
    long = b" /" + b"x" * 2 * HEAD + b" HTTP/1.1\r\n"
    assert "send spørringen med POST." in said(fine, b"GET" + long).decode()
    assert "gjør dem kortere." in said(fine, b"POST" + long).decode()


def test_a_body_in_very_small_pieces_is_no_head():
    told = said(fine, POSTED + b"1;x\r\ny\r\n" * 60_000 + b"0\r\n\r\n" + WHOLE)
    assert statuses(told) == [200, 200]


def test_what_comes_after_the_body_is_no_part_of_the_head():
    async def telling(scope, receive, send):
        await receive()
        names = b" ".join(name for name, _ in scope["headers"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": names})

    told = said(telling, POSTED + b"0\r\nHost: evil.example\r\nX-Late: 1\r\n\r\n" + WHOLE)
    assert statuses(told) == [200, 200]
    assert b"host transfer-encoding" in told
    assert b"x-late" not in told


def test_the_host_is_that_of_an_address_that_has_one():
    def asking(target):
        return statuses(said(fine, WHOLE.replace(b"/ ", target + b" ", 1)))

    assert asking(b"http://localhost:8021/x") == [200]
    assert asking(b"http://[::1]") == [200]
    assert asking(b"http://localhost?x=/y") == [200]
    assert asking(b"http://evil.example/x") == [421]
    assert asking(b"http://localhost@evil.example/x") == [421]


def crowd(count, ask, *, most=100, room=1000, app=fine, held=b""):
    """Return what many silent clients of one address hear, and then one that asks."""

    async def scenario():
        async with listening(app, 20.0, most=most, room=room) as port:
            lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(count)]
            for _, writer in lines:
                writer.write(held)
                await writer.drain()
            await asyncio.sleep(0.1)
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(ask)
            told = await asyncio.wait_for(reader.read(), 30)
            for _, each in [*lines, (reader, writer)]:
                each.close()
            return told

    return apart.run(scenario())


@pytest.mark.parametrize("held", [b"", ASKED, WHOLE[:20], POSTED])
def test_idle_connections_make_way_for_who_asks(held):
    """A6."""
    assert statuses(crowd(50, WHOLE, most=10, held=held)) == [200]
    assert statuses(crowd(50, WHOLE, room=10, held=held)) == [200]


def test_where_all_of_an_address_wait_for_answers_one_more_is_told_to_come_again():
    """A6."""

    async def never(scope, receive, send):
        del scope, send
        while (await receive())["type"] != "http.disconnect":
            pass

    told = crowd(10, WHOLE, most=10, app=never, held=ASKED)
    assert statuses(told) == [503]
    assert b"\r\nretry-after: 1\r\n" in told
    assert "Tjeneren har for mye å gjøre" in told.decode()


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
