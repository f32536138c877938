"""Who we are to another server: read from the environment, told to none but it, never shown."""

import re
from hashlib import md5, sha256

import pytest

from ho21.credential import Challenge, Credential, credential
from ho21.fault import CallError

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
    with pytest.raises(CallError) as error:
        credential(environment)

    assert error.value.key == key
    assert "hemmelig" not in error.value.text("nb") + error.value.text("en")


def test_no_secret_is_in_what_python_would_print():
    assert repr(KARI) == "Credential(user='kari')"
    assert "abc" not in repr(BEARER)


def test_basic_is_the_name_and_the_password_as_utf8():
    told = Credential("åse", "blå bær").answer(Challenge("basic", {}), "GET", "/", 1)

    assert told == {"Authorization": "Basic w6VzZTpibMOlIGLDpnI="}


def pairs(header: str) -> dict[str, str]:
    found = re.findall(r'(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^,\s]*))', header)
    return {name: quoted or plain for name, quoted, plain in found}


@pytest.mark.parametrize(("algorithm", "made"), [("MD5", md5), ("SHA-256", sha256), (None, md5)])
def test_a_digest_is_made_as_rfc_7616_has_it(algorithm, made):
    said = {"realm": "SPARQL", "nonce": "n1", "qop": "auth-int, auth", "opaque": "o1"}
    said |= {"algorithm": algorithm} if algorithm else {}
    header = KARI.answer(Challenge("digest", said), "PUT", "/s?graph=x", 2)["Authorization"]
    told = pairs(header)

    def h(text):
        return made(text.encode()).hexdigest()

    ours = f"n1:00000002:{told['cnonce']}:auth"
    expected = h(f"{h('kari:SPARQL:hemmelig-ord')}:{ours}:{h('PUT:/s?graph=x')}")
    assert told["response"] == expected
    assert (told["username"], told["uri"], told["nc"]) == ("kari", "/s?graph=x", "00000002")
    assert (told["opaque"], told["qop"]) == ("o1", "auth")
    assert told.get("algorithm") == algorithm
    assert "hemmelig" not in header


def test_a_digest_without_qop_is_the_older_one():
    told = pairs(KARI.answer(Challenge("digest", {"realm": "r", "nonce": "n"}), "GET", "/", 1)[
        "Authorization"
    ])  # fmt: skip

    def h(text):
        return md5(text.encode(), usedforsecurity=False).hexdigest()

    assert told["response"] == h(f"{h('kari:r:hemmelig-ord')}:n:{h('GET:/')}")
    assert "cnonce" not in told
    assert "nc" not in told


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
    chosen = KARI.chosen([header])

    assert (chosen.scheme if chosen else None) == scheme
    assert BEARER.chosen([header]) is None


def test_what_a_server_says_in_its_challenge_makes_no_header_of_its_own():
    said = {"realm": 'x", nc="9', "nonce": "n\\"}
    header = KARI.answer(Challenge("digest", said), "GET", "/", 1)["Authorization"]

    assert r'realm="x\", nc=\"9"' in header
    assert r'nonce="n\\"' in header


def test_every_secret_is_taken_out_of_a_text():
    basic = KARI.answer(Challenge("basic", {}), "GET", "/", 1)["Authorization"].split()[1]

    assert KARI.hidden(f"a hemmelig-ord b {basic}") == "a … b …"
    assert BEARER.hidden("a abc b") == "a … b"
    assert Credential().hidden("a b") == "a b"
