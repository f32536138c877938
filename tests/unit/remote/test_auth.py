"""HTTP credentials from the environment (Basic, Digest, Bearer)."""

import re
from hashlib import md5, sha256

import httpx2
import pytest

from ho21.errors import UsageError
from ho21.remote.auth import Authorization, Credential, credential

KARI = Credential("kari", "hemmelig-ord")
BEARER = Credential("", "", "abc")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, Credential()),
        ({"HO21_USER": "", "HO21_PASSWORD": "", "HO21_TOKEN": ""}, Credential()),
        ({"HO21_USER": "kari", "HO21_PASSWORD": "hemmelig-ord"}, KARI),
        ({"HO21_TOKEN": "abc.d-e_f=="}, Credential("", "", "abc.d-e_f==")),
    ],
)
def test_the_environment_says_who_we_are(environment, expected):
    assert credential(environment) == expected


@pytest.mark.parametrize(
    ("environment", "key"),
    [
        ({"HO21_USER": "kari"}, "credential-half"),
        ({"HO21_PASSWORD": "hemmelig-ord"}, "credential-half"),
        ({"HO21_TOKEN": "hemmelig-ord", "HO21_USER": "kari"}, "credential-both"),
        ({"HO21_TOKEN": "hemmelig-ord\r\nX-Y: z"}, "credential-form"),
        ({"HO21_TOKEN": "hemmelig-ørd"}, "credential-form"),
        ({"HO21_USER": "ka:ri", "HO21_PASSWORD": "hemmelig-ord"}, "credential-form"),
        ({"HO21_USER": "kari", "HO21_PASSWORD": "hemmelig-ord\n"}, "credential-form"),
        ({"HO21_USER": "kari\udcff", "HO21_PASSWORD": "hemmelig-ord"}, "credential-form"),
    ],
)
def test_half_of_it_too_much_of_it_and_what_would_be_two_headers_is_refused_unshown(
    environment, key
):
    with pytest.raises(UsageError) as error:
        credential(environment)

    assert error.value.key == key
    assert "hemmelig" not in error.value.text("nb") + error.value.text("en")


def test_no_secret_is_in_what_python_would_print():
    assert repr(KARI) == "Credential(user='kari')"
    assert "abc" not in repr(BEARER)


def signed(credential: Credential, asked: str, method: str = "GET", target: str = "/") -> list[str]:
    """Return the header that answers a challenge, and that of the next request."""
    authorization = Authorization(credential)
    requests = [httpx2.Request(method, f"https://eksempel.no{target}") for _ in range(2)]
    assert authorization.answer(asked, requests[0])
    authorization.sign(requests[1])
    return [each.headers["Authorization"] for each in requests]


def test_basic_is_the_name_and_the_password_as_utf8():
    assert signed(Credential("åse", "blå bær"), "Basic") == ["Basic w6VzZTpibMOlIGLDpnI="] * 2


def pairs(header: str) -> dict[str, str]:
    found = re.findall(r'(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^,\s]*))', header)
    return {name: quoted or plain for name, quoted, plain in found}


@pytest.mark.parametrize(("algorithm", "made"), [("MD5", md5), ("SHA-256", sha256), (None, md5)])
def test_a_digest_is_made_as_rfc_7616_has_it(algorithm, made):
    asked = 'Digest realm="SPARQL", nonce="n1", qop="auth-int, auth", opaque="o1"'
    asked += f", algorithm={algorithm}" * bool(algorithm)

    def h(text):
        return made(text.encode()).hexdigest()

    for at, header in enumerate(signed(KARI, asked, "PUT", "/s?graph=x"), 1):
        told = pairs(header)
        ours = f"n1:0000000{at}:{told['cnonce']}:auth"
        expected = h(f"{h('kari:SPARQL:hemmelig-ord')}:{ours}:{h('PUT:/s?graph=x')}")
        assert told["response"] == expected
        assert (told["username"], told["uri"], told["nc"]) == ("kari", "/s?graph=x", f"0000000{at}")
        assert (told["realm"], told["nonce"]) == ("SPARQL", "n1")
        assert (told["opaque"], told["qop"]) == ("o1", "auth")
        assert told["algorithm"] == (algorithm or "MD5")
        assert "hemmelig" not in header


@pytest.mark.parametrize("qop", ["auth", "auth ,auth-int", " auth-int,auth", "auth-int\t, auth "])
def test_of_what_a_digest_may_cover_the_request_without_its_body_is_chosen(qop):
    assert pairs(signed(KARI, f'Digest nonce="n", qop="{qop}"')[0])["qop"] == "auth"


def test_a_digest_without_qop_is_the_older_one():
    told = pairs(signed(KARI, 'Digest realm="r", nonce="n"')[0])

    def h(text):
        return md5(text.encode(), usedforsecurity=False).hexdigest()

    assert told["response"] == h(f"{h('kari:r:hemmelig-ord')}:n:{h('GET:/')}")
    assert "cnonce" not in told
    assert "nc" not in told


def test_a_digest_without_a_realm_is_answered_with_an_empty_one():
    assert pairs(signed(KARI, 'Digest nonce="n"')[0])["realm"] == ""


@pytest.mark.parametrize(
    ("header", "scheme"),
    [
        ('Basic realm="x"', "basic"),
        ("Basic", "basic"),
        ('BASIC realm="x", charset="UTF-8"', "basic"),
        ('Basic realm="x", Digest realm="y", nonce="n", qop="auth"', "digest"),
        ('Digest realm="y, z", nonce="n", algorithm=MD5, Basic realm="x"', "digest"),
        ('Digest realm="y", nonce="n", algorithm=SHA-512-256, Basic realm="x"', "basic"),
        ('Digest realm="y", nonce="n", qop="auth-int", Basic realm="x"', "basic"),
        ('Digest realm="y", nonce="n", algorithm=MD5-sess', None),
        ('Digest realm="y"', None),
        ('Negotiate, Bearer realm="x"', None),
        ("", None),
        ('", , =,,"x', None),
    ],
)
def test_a_digest_is_answered_rather_than_basic_and_what_is_not_known_is_not(header, scheme):
    chosen = Authorization(KARI).chosen(header)

    assert (chosen.scheme if chosen else None) == scheme
    assert Authorization(BEARER).chosen(header) is None
    assert Authorization(Credential()).chosen(header) is None


def test_names_that_are_not_ascii_are_utf8_in_a_digest():
    request = httpx2.Request("GET", "https://eksempel.no/")
    Authorization(Credential("åse", "ord")).answer('Digest realm="blå", nonce="n"', request)

    header = dict(request.headers.raw)[b"Authorization"]
    assert header.startswith('Digest username="åse", realm="blå", '.encode())


def test_what_a_server_says_in_its_challenge_makes_no_header_of_its_own():
    asked = r'Digest realm="x\", nc=\"9", nonce="n\\", opaque="\", uri=\"/"'
    for header in signed(KARI, asked):
        told = pairs(header)

        assert r'realm="x\", nc=\"9"' in header
        assert r'nonce="n\\"' in header
        assert told["uri"] == "/"
        assert set(told) == {"username", "realm", "nonce", "uri", "response", "algorithm", "opaque"}


def test_a_user_name_and_a_realm_may_have_quotes_and_backslashes_in_a_digest():
    user, realm = r'HELSE\k"', r'a "b\c" d'
    header = signed(Credential(user, "ord"), r'Digest realm="a \"b\\c\" d", nonce="n"')[1]

    def h(text):
        return md5(text.encode(), usedforsecurity=False).hexdigest()

    assert header.startswith(r'Digest username="HELSE\\k\"", realm="a \"b\\c\" d", nonce="n", ')
    assert pairs(header)["response"] == h(f"{h(f'{user}:{realm}:ord')}:n:{h('GET:/')}")


def test_an_answer_that_was_refused_is_given_again_only_where_it_was_stale():
    request = httpx2.Request("GET", "https://eksempel.no/")
    for asked in ("Basic", 'Digest nonce="n"'):
        authorization = Authorization(KARI)

        assert authorization.answer(asked, request)
        assert not authorization.answer(asked, request)
        assert not authorization.answer(f"{asked}, stale=false", request)
        assert authorization.answer('Digest nonce="m", stale=TRUE', request)
        assert pairs(request.headers["Authorization"])["nonce"] == "m"


def test_every_secret_is_taken_out_of_a_text():
    basic = signed(KARI, "Basic")[0].split()[1]

    assert KARI.redacted(f"a hemmelig-ord b {basic}") == "a … b …"
    assert BEARER.redacted("a abc b") == "a … b"
    assert Credential().redacted("a b") == "a b"
