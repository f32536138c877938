"""HTTP requests to one SPARQL server: one address, one deadline, one size limit, no redirects."""

import gc
import gzip
import shutil
import socket
import subprocess
import threading
import time
from urllib.parse import quote

import pytest

from ho21.errors import UsageError
from ho21.remote.auth import Credential
from ho21.remote.http import HttpClient, address
from support.canary import canary
from support.served import wait
from support.stranger import drip, reply, silence, stranger

ASK = ("POST", (), {"Accept": "a/b"}, b"query=x")
SECRET = Credential("kari", "hemmelig-ord")
BEARER = Credential("", "", "abc")


def refused(url: str, seconds: float = 60, **more) -> UsageError:
    """Return what is said where a request does not come through."""
    with pytest.raises(UsageError) as error:
        HttpClient(url, seconds=seconds, **more).send(*ASK)
    return error.value


def refused_by(answer, **more) -> UsageError:
    """Return what is said of a server that answers so."""
    with stranger(answer) as it:
        return refused(it.url, **more)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("", "address-form"),
        ("eksempel.no/sparql", "address-form"),
        ("ftp://eksempel.no/", "address-form"),
        ("file:///etc/passwd", "address-form"),
        ("https://", "address-form"),
        ("https:///sparql", "address-form"),
        ("https://eksempel.no/a b", "address-form"),
        ("https://eksempel.no/a\nb", "address-form"),
        ("https://eksempel.no/a\r\nX-Y: z", "address-form"),
        ("https://eksempel.no/#a", "address-form"),
        ("https://blåbær.no/", "address-form"),
        ("https://eksempel.no/blåbær", "address-form"),
        ("https://eksempel.no\\.ond.no/", "address-form"),
        ("https://eksempel.no:0/", "address-form"),
        ("https://eksempel.no:65536/", "address-form"),
        ("https://eksempel.no:port/", "address-form"),
        ("https://[::1/", "address-form"),
        ("https://-eksempel.no/", "address-form"),
        ("https://1.2.3.400/", "address-form"),
        ("https://[1::2::3]/", "address-form"),
        ("https://kari:ord@eksempel.no/", "address-secret"),
        ("https://kari@eksempel.no/", "address-secret"),
        ("https://ord@", "address-secret"),
        ("http://eksempel.no/", "address-open"),
        ("http://10.0.0.1/", "address-open"),
        ("http://169.254.169.254/", "address-open"),
        ("http://localhost.eksempel.no/", "address-open"),
        ("http://127.1/", "address-open"),
        ("http://2130706433/", "address-open"),
        ("http://[fe80::1]/", "address-open"),
    ],
)
def test_an_address_that_nothing_is_to_be_sent_to_is_refused_before_anything_is(url, key):
    with pytest.raises(UsageError) as error:
        HttpClient(url)

    assert error.value.key == key
    assert "ord" not in error.value.text("en").replace("HO21_PASSWORD", "").replace("password", "")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://eksempel.no", ("https", "eksempel.no", None, "/")),
        ("https://eksempel.no:443", ("https", "eksempel.no", None, "/")),
        ("https://eksempel.no:8443/a?b=c", ("https", "eksempel.no", 8443, "/a?b=c")),
        ("HTTP://LocalHost:80/x", ("http", "localhost", 80, "/x")),
        ("http://127.0.0.9/", ("http", "127.0.0.9", None, "/")),
        ("http://[::1]:7878/store", ("http", "::1", 7878, "/store")),
        ("https://xn--blbr-roah.no/%C3%A5", ("https", "xn--blbr-roah.no", None, "/%C3%A5")),
    ],
)
def test_https_anywhere_and_http_to_this_machine_are_addresses(url, expected):
    found = address(url)
    host, path = found.raw_host.decode(), found.raw_path.decode()

    assert (found.scheme, host, found.port, path) == expected
    assert HttpClient(url).host == host


def test_parameters_are_added_to_the_address_as_it_is():
    pairs = [("graph", "https://eksempel.no/a b&c")]
    sent = f"graph={quote('https://eksempel.no/a b&c', safe='').replace('%20', '+')}"

    def target(path, pairs=()):
        with stranger(lambda _: reply(200)) as it:
            HttpClient(it.url.replace("/sted", path)).send("GET", pairs, {})
        return it.sent[0].target

    assert target("/store", pairs) == f"/store?{sent}"
    assert target("/store?x=1", pairs) == f"/store?x=1&{sent}"
    assert target("/store?x", pairs) == f"/store?x&{sent}"
    assert target("/store?x=1") == "/store?x=1"


def test_a_request_comes_through_with_what_it_has_and_asks_for_no_packing():
    with stranger(lambda _: reply(200, "{}")) as it:
        got = HttpClient(it.url).send(*ASK)

    assert (got.status, got.media, got.body) == (200, "application/sparql-results+json", b"{}")
    (sent,) = it.sent
    assert (sent.method, sent.target, sent.body) == ("POST", "/sted", b"query=x")
    assert sent.headers["accept-encoding"] == "identity"
    assert "authorization" not in sent.headers


def test_the_address_is_sent_as_it_is_written():
    target = "/sted/a%2Fb;c=d,e'(f)!*~:@$&+=?q=a%20b+c&x=%C3%A5[]'"
    with stranger(lambda _: reply(200, "{}")) as it:
        HttpClient(it.url.replace("/sted", target)).send(*ASK)

    assert it.sent[0].target == target


def test_over_ipv6_too():
    if not socket.has_ipv6:
        pytest.skip("NO IPv6 HERE: an address in brackets is not tried")
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as line:
        port = line.getsockname()[1]

        assert refused(f"http://[::1]:{port}/", 0.3).key == "remote-slow"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "where",
    [
        "http://169.254.169.254/latest/meta-data/",
        "{canary}",
        "http://localhost:{port}/sted",
        "file:///etc/passwd",
        "//eksempel.no/",
        "/sted/",
        "http://[::1",
        "https://1.2.3.400/",
        "",
    ],
)
def test_a_redirect_is_never_followed_and_one_is_told_where_it_led(status, where):
    with canary() as bird, stranger(lambda _: reply(status, Location=place)) as it:
        place = where.format(canary=bird.url, port=bird.port)
        error = refused(it.url, credential=SECRET)

    assert error.key == "remote-elsewhere"
    assert place in error.text("nb")
    assert len(it.sent) == 1
    assert bird.calls == []


def test_no_proxy_of_the_environment_is_used(monkeypatch):
    with canary() as bird, stranger(lambda _: reply(200, "{}")) as it:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, bird.url)
        HttpClient(it.url).send(*ASK)

    assert len(it.sent) == 1
    assert bird.calls == []


def test_no_password_is_read_from_a_file_and_no_cookie_is_kept(tmp_path, monkeypatch):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login kari password hemmelig-ord\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    asked = {"WWW_Authenticate": 'Digest nonce="n"', "Set_Cookie": "a=b; Path=/"}
    with stranger(lambda sent: reply(200 if "digest" in str(sent).lower() else 401, **asked)) as it:
        refused(it.url, 2)
        client = HttpClient(it.url, SECRET)
        client.send(*ASK)
        client.send(*ASK)

    assert ["authorization" in each.headers for each in it.sent] == [False, False, True, True]
    assert not any("cookie" in each.headers for each in it.sent)


def test_what_does_not_listen_is_told_so():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    error = refused(f"http://127.0.0.1:{port}/")

    assert error.key == "remote-unreachable"
    assert "Connection refused" in error.text("en")


def test_a_name_that_is_nowhere_is_told_so():
    assert refused("https://finnes.ikke.invalid/").key in {"remote-unreachable", "remote-slow"}


def again(part):
    while True:
        time.sleep(0.001)
        yield part


CHALLENGE = reply(401, WWW_Authenticate='Basic realm="x"')


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: silence(),
        lambda _: drip(b"HTTP/1.1 200 OK\r\nX-Y: "),
        lambda _: drip(b"HTTP/1.1 200 OK\r\n\r\n"),
        lambda _: again(b"HTTP/1.1 100 Continue\r\n\r\n"),
        lambda sent: drip(b"HTTP/1.1 ") if "authorization" in sent.headers else CHALLENGE,
        lambda _: drip(reply(200, "{", length="1000000")),
        lambda _: drip(reply(404, "x", length="1000000")),
        lambda _: drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
    ],
)
def test_a_server_that_hangs_or_drips_is_left_when_the_time_is_over(answer):
    with stranger(answer) as it:
        error = refused(it.url, 0.4, credential=SECRET)
        nothing_goes_on()

    assert error.key == "remote-slow"
    assert "0,4" in error.text("nb")


def nothing_goes_on():
    """See that no exchange goes on behind one who has been told that it took too long."""
    wait(lambda: not exchanging(), "an exchange goes on for ever", 30)


def exchanging() -> bool:
    return any(each.name == "ho21-http" for each in threading.enumerate())


def test_one_that_reads_nothing_is_left_too():
    with socket.create_server(("127.0.0.1", 0)) as line:
        url = f"http://127.0.0.1:{line.getsockname()[1]}/"
        with pytest.raises(UsageError) as error:
            HttpClient(url, seconds=0.4).send("PUT", (), {}, b"x" * 30_000_000)
        nothing_goes_on()

    assert error.value.key == "remote-slow"


def test_one_that_is_silent_before_the_line_is_safe_is_left_too():
    with socket.create_server(("127.0.0.1", 0)) as line:
        error = refused(f"https://127.0.0.1:{line.getsockname()[1]}/", 0.4, credential=BEARER)
        nothing_goes_on()

    assert error.key == "remote-slow"


def test_a_name_that_is_looked_up_for_long_is_left_and_then_nothing_is_sent(monkeypatch):
    found, told = socket.getaddrinfo, threading.Event()

    def slow(*words, **more):
        assert told.wait(60)
        return found(*words, **more)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    with stranger(lambda _: reply(200, "{}")) as it:
        error = refused(it.url.replace("127.0.0.1", "localhost"), 0.2, credential=BEARER)
        told.set()
        nothing_goes_on()

    assert error.key == "remote-slow"
    assert it.sent == []


def test_one_that_takes_no_connection_is_left_too():
    with socket.create_server(("127.0.0.1", 0), backlog=0) as line:
        port = line.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.settimeout(0)
            each.connect_ex(("127.0.0.1", port))
        error = refused(f"http://127.0.0.1:{port}/", 0.4)
        for each in waiting:
            each.close()

    assert error.key == "remote-slow"


def endless(_):
    yield reply(200, b"", length=str(60_000_000))
    for _ in range(60):
        yield b"x" * 1_000_000


def unmeasured(_):
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
    for _ in range(60):
        yield b"x" * 1_000_000


def chunked(_):
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    for _ in range(60):
        yield b"f4240\r\n" + b"x" * 1_000_000 + b"\r\n"


@pytest.mark.parametrize("answer", [endless, unmeasured, chunked])
def test_an_answer_over_fifty_million_bytes_is_not_taken(answer):
    error = refused_by(answer)

    assert (error.key, error.fields["limit"]) == ("remote-large", 50)


def test_what_is_packed_is_not_unpacked_however_little_it_looks():
    bomb = gzip.compress(b"0" * 60_000_000, 1)

    assert refused_by(lambda _: reply(200, bomb, Content_Encoding="gzip")).key == "remote-packed"
    assert refused_by(lambda _: reply(500, bomb, Content_Encoding="gzip")).key == "remote-status"


def test_of_what_comes_with_an_error_little_is_read():
    read = []

    def tell(_):
        yield reply(500, "Nede for vedlikehold. ", "text/plain", length="60000000")
        for _ in range(60):
            yield b"x" * 1_000_000
            read.append(1)

    error = refused_by(tell)

    assert (error.key, error.fields["status"]) == ("remote-status", 500)
    assert len(read) < 30


def test_of_what_comes_with_a_refusal_little_is_read_and_nothing_unpacked():
    bomb = gzip.compress(b"0" * 60_000_000, 1)
    read = []

    def tell(sent):
        if "authorization" in sent.headers:
            yield reply(200, "{}")
            return
        asked = {"WWW_Authenticate": "Basic", "Content_Encoding": "gzip"}
        yield reply(401, b"", length="60000000", **asked)
        for _ in range(60):
            yield bomb
            read.append(1)

    with stranger(tell) as it:
        assert HttpClient(it.url, SECRET, 10).send(*ASK).status == 200

    assert len(read) < 30


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x16\x03\x01\x02\x00\x01",
        reply(200, "{", length="100"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        reply(200, "{}", length="-5"),
    ],
)
def test_a_server_that_breaks_off_or_does_not_speak_http_is_no_answer(raw):
    assert refused_by(lambda _: raw).key == "remote-cut"


def test_a_body_with_two_lengths_is_no_answer():
    assert refused_by(lambda _: reply(200, "{}", length="5, 7")).key == "remote-cut"
    gc.collect()


@pytest.mark.parametrize(
    ("raw", "known"),
    [
        (reply(200, "{}"), True),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\n\r\n{}", False),
        (b"HTTP/1.0 200 OK\r\n\r\n{}", False),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}", False),
    ],
)
def test_whether_the_length_is_known_is_told(raw, known):
    with stranger(lambda _: raw) as it:
        got = HttpClient(it.url).send(*ASK)

    assert (got.body, got.length_known) == (b"{}", known)


@pytest.mark.parametrize("status", [400, 404, 405, 413, 500, 503])
def test_another_status_is_told_with_the_servers_own_words_on_one_line(status):
    error = refused_by(lambda _: reply(status, "Finnes\r\n  ikke \x1b[31mher\x1b[0m", "text/plain"))

    assert (error.key, error.fields["status"]) == ("remote-status", status)
    assert "«Finnes ikke \\u001b[31mher\\u001b[0m»" in error.text("nb")


@pytest.mark.parametrize("status", [401, 403])
def test_one_who_is_not_let_in_is_told_what_to_set(status):
    told = refused_by(lambda _: reply(status, "<b>nei</b>", "text/html")).text("nb")

    assert "HO21_TOKEN" in told
    assert "nei" not in told


def test_a_page_of_html_is_not_shown_at_all():
    error = refused_by(lambda _: reply(500, "<h1>Feil</h1><script>x</script>", "text/html"))

    assert error.fields["words"] == ""


@pytest.mark.parametrize("letter", ["x", "\x1b", "\u202e", "\u200b", "\U000e0041", "å"])
def test_the_servers_words_are_at_most_two_hundred_visible_characters(letter):
    words = refused_by(lambda _: reply(500, letter * 5000, "text/plain; charset=utf-8"))
    shown = str(words.fields["words"]).removeprefix(" («").removesuffix("»)")

    assert len(shown) == 200
    assert shown.isprintable()


def test_a_secret_that_the_server_says_again_is_not_shown():
    basic = "a2FyaTpoZW1tZWxpZy1vcmQ="

    def tell(sent):
        if "authorization" not in sent.headers:
            return reply(401, WWW_Authenticate='Basic realm="x"')
        return reply(500, f"{sent.headers['authorization']} hemmelig-ord", "text/plain")

    error = refused_by(tell, credential=SECRET)

    assert "Basic … …" in error.text("nb")
    assert basic not in error.text("nb")


def test_a_secret_with_several_spaces_is_not_shown_either():
    spaced = Credential("kari", "hemmelig   ord")
    error = refused_by(lambda _: reply(500, "a hemmelig   ord b", "text/plain"), credential=spaced)

    assert "«a … b»" in error.text("nb")


def test_a_secret_in_the_address_one_is_pointed_to_is_not_shown():
    error = refused_by(lambda _: reply(302, Location="/?p=hemmelig-ord"), credential=SECRET)

    assert "/?p=…" in error.text("nb")


def test_no_password_is_sent_before_it_is_asked_for_and_then_each_time():
    def tell(sent):
        known = "authorization" in sent.headers
        return reply(200, "{}") if known else reply(401, WWW_Authenticate='Basic realm="x"')

    with stranger(tell) as it:
        client = HttpClient(it.url, SECRET)
        client.send(*ASK)
        client.send(*ASK)

    assert ["authorization" in each.headers for each in it.sent] == [False, True, True]


def test_a_password_that_is_not_right_is_tried_once():
    with stranger(lambda _: reply(401, WWW_Authenticate='Basic realm="x"')) as it:
        error = refused(it.url, credential=SECRET)

    assert error.key == "remote-denied"
    assert len(it.sent) == 2


def test_a_digest_that_has_gone_stale_is_answered_anew():
    def tell(sent):
        if 'nonce="to"' in sent.headers.get("authorization", ""):
            return reply(200, "{}")
        stale = 'nonce="en"' in sent.headers.get("authorization", "") and len(it.sent) > 2
        if 'nonce="en"' in sent.headers.get("authorization", "") and not stale:
            return reply(200, "{}")
        nonce = "to" if stale else "en"
        said = f'Digest realm="r", nonce="{nonce}", qop="auth", stale="{str(stale).lower()}"'
        return reply(401, WWW_Authenticate=said)

    with stranger(tell) as it:
        client = HttpClient(it.url, SECRET)
        client.send(*ASK)
        client.send(*ASK)

    nonces = [each.headers.get("authorization", "-").count('"to"') for each in it.sent]
    assert nonces == [0, 0, 0, 1]


def test_a_digest_is_answered_where_it_stands_beside_basic_and_the_name_is_not_ascii():
    def tell(sent):
        if "authorization" in sent.headers:
            return reply(200, "{}")
        both = ["Basic", 'Digest realm="blåbær", nonce="n", qop="auth"', "Negotiate"]
        lines = "".join(f"WWW-Authenticate: {each}\r\n" for each in both)
        return f"HTTP/1.1 401 X\r\n{lines}Content-Length: 0\r\n\r\n".encode()

    with stranger(tell) as it:
        client = HttpClient(it.url, Credential("kåre", "hemmelig-ord"))
        client.send(*ASK)
        client.send(*ASK)

    header = it.sent[2].headers["authorization"].encode("latin-1").decode()
    assert header.startswith('Digest username="kåre", realm="blåbær", nonce="n", uri="/sted", ')
    assert "nc=00000002" in header


def test_a_challenge_that_cannot_be_read_is_no_challenge():
    for asked in ("Digest", "Digest realm", 'Digest nonce="n", qop', "=", "Digest \xff=\xfe"):
        with stranger(lambda _, asked=asked: reply(401, WWW_Authenticate=asked)) as it:
            assert refused(it.url, 2, credential=SECRET).key == "remote-denied"


def test_a_token_is_sent_at_once():
    with stranger(lambda _: reply(200, "{}")) as it:
        HttpClient(it.url, BEARER).send(*ASK)

    assert it.sent[0].headers["authorization"] == "Bearer abc"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Return a key and a certificate for 127.0.0.1, signed by itself alone."""
    if not shutil.which("openssl"):
        pytest.skip("NO openssl HERE: a false certificate is not tried")
    both = tmp_path_factory.mktemp("certificate") / "both.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    made += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    made += ["-keyout", str(both), "-out", str(both.with_name("c.pem"))]
    subprocess.run(made, check=True, capture_output=True)
    both.write_bytes(both.read_bytes() + both.with_name("c.pem").read_bytes())
    return both


def test_a_certificate_that_no_one_vouches_for_ends_it_before_anything_is_sent(certificate):
    with stranger(lambda _: reply(200, "{}"), certificate) as it:
        error = refused(it.url, 5, credential=BEARER)

    assert error.key == "remote-tls"
    assert it.sent == []


def test_a_certificate_that_the_system_trusts_is_trusted_for_its_own_host(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with stranger(lambda _: reply(200, "{}"), certificate) as it:
        assert HttpClient(it.url, BEARER).send(*ASK).body == b"{}"
        error = refused(it.url.replace("127.0.0.1", "localhost"), 5, credential=BEARER)

    assert error.key == "remote-tls"
    assert "localhost" in error.text("en")
    assert len(it.sent) == 1


@pytest.mark.slow
def test_https_to_one_who_speaks_http_is_not_turned_into_http():
    with stranger(lambda _: reply(200, "{}")) as it:
        error = refused(it.url.replace("http:", "https:"), credential=BEARER)

    assert error.key in {"remote-tls", "remote-slow"}
    assert it.sent == []
