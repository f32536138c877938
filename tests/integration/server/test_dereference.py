"""Every IRI of ours can be looked up, by people and machines, and the answers make up the whole."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, parse

from ho21.export.rdf import flat
from ho21.export.void import void
from ho21.rdf.namespaces import Fact
from ho21.site.descriptions import LISTS
from support.served import HOST, PATIENCE

HTML, TURTLE, JSONLD = "text/html", "text/turtle", "application/ld+json"
DATA = (TURTLE, JSONLD, "application/n-triples", "application/rdf+xml")


@dataclass(frozen=True)
class Found:
    """Where a look-up ended: how many hops on, at which path and fragment, and what was there."""

    hops: int
    path: str
    fragment: str
    status: int
    kind: str
    body: bytes


class Visitor:
    """One who looks things up on one connection, and remembers what each address gave."""

    def __init__(self, server):
        """Open the connection."""
        self.url = server.url
        self.line = http.client.HTTPConnection(HOST, server.port, timeout=PATIENCE)
        self.known = {}

    def get(self, path, accept):
        """Return status, headers and body of one address."""
        if (path, accept) not in self.known:
            try:
                got = self._sent(path, accept)
            except (http.client.RemoteDisconnected, BrokenPipeError):  # idle for too long
                self.line.close()
                got = self._sent(path, accept)
            self.known[path, accept] = (got.status, got.headers, got.read())
        return self.known[path, accept]

    def _sent(self, path, accept):
        self.line.request("GET", path, headers={"Accept": accept, "Accept-Language": "nb"})
        return self.line.getresponse()

    def look_up(self, iri, base, accept):
        """Follow an IRI as a client does, with what a redirect says of the fragment."""
        address, fragment = urldefrag(iri.replace(base, self.url, 1))
        for hops in range(3):
            path = address.removeprefix(self.url.rstrip("/"))
            status, headers, body = self.get(path, accept)
            if status not in {301, 302, 303, 307, 308}:
                kind = headers.get("content-type", "").partition(";")[0]
                return Found(hops, path, fragment, status, kind, body)
            address, new = urldefrag(urljoin(address, headers["location"]))
            fragment = new or fragment
        return Found(3, path, fragment, status, "", b"")


@pytest.fixture(scope="module")
def visitor(server):
    visitor = Visitor(server)
    yield visitor
    visitor.line.close()


@pytest.fixture(scope="module")
def ours(real) -> list[str]:
    """Return every IRI under our base that stands anywhere in the dataset."""
    named = set()
    for quad in real.quads:
        named |= {
            each.value for each in (*quad.triple, quad.graph_name) if isinstance(each, NamedNode)
        }
    return sorted(each for each in named if each.startswith(real.base.iri))


def wrong(found: Found, accept: str) -> str:
    if (found.status, found.kind) != (200, accept):
        return f"{found.status} {found.kind}"
    return "" if found.hops <= 1 else f"{found.hops} hops"


def test_every_iri_of_ours_has_a_page_within_one_hop(visitor, ours, real):
    replies = {iri: visitor.look_up(iri, real.base.iri, HTML) for iri in ours}
    bad = {iri: wrong(found, HTML) for iri, found in replies.items() if wrong(found, HTML)}

    assert (len(bad), [*bad.items()][:10]) == (0, [])
    assert len(ours) > 2000


def test_a_fragment_is_there_on_its_page(visitor, ours, real):
    ids: dict[str, set[str]] = {}
    lost = []
    for iri in ours:
        found = visitor.look_up(iri, real.base.iri, HTML)
        if found.path not in ids:
            ids[found.path] = set(re.findall(r'\sid="([^"]+)"', found.body.decode()))
        if found.fragment and found.fragment not in ids[found.path]:
            lost.append((iri, found.path, found.fragment))

    assert (len(lost), lost[:10]) == (0, [])


@pytest.mark.parametrize("kind", ["pastand", "utelatt"])
def test_what_has_no_page_of_its_own_is_a_fragment_of_another(visitor, ours, real, kind):
    some = [iri for iri in ours if iri.startswith(f"{real.base.iri}id/{kind}/")]

    assert some
    for iri in some:
        found = visitor.look_up(iri, real.base.iri, HTML)
        assert found.fragment, iri


@pytest.mark.parametrize("accept", DATA)
def test_every_iri_of_ours_has_data_within_one_hop(visitor, ours, real, accept):
    replies = {iri: visitor.look_up(iri, real.base.iri, accept) for iri in ours}
    bad = {iri: wrong(found, accept) for iri, found in replies.items() if wrong(found, accept)}

    assert (len(bad), [*bad.items()][:10]) == (0, [])


def test_the_data_of_an_iri_speak_of_it(visitor, ours, real):
    silent = []
    spoken: dict[str, set[str]] = {}
    subjects = {quad.subject.value for quad in real.quads}
    for iri in ours:
        found = visitor.look_up(iri, real.base.iri, TURTLE)
        if found.path not in spoken:
            triples = parse(found.body, format=RdfFormat.TURTLE)
            spoken[found.path] = {each.subject.value for each in triples}
        if iri in subjects and iri not in spoken[found.path]:
            silent.append((iri, found.path))

    assert (len(silent), silent[:10]) == (0, [])


@pytest.mark.parametrize("accept", DATA)
def test_the_data_of_all_our_iris_are_the_whole_flat_dataset(visitor, ours, real, accept):
    union = set()
    for path in {visitor.look_up(iri, real.base.iri, accept).path for iri in ours}:
        status, _, body = visitor.get(path, accept)
        quads = parse(body, format=RdfFormat.from_media_type(accept), base_iri=real.base.iri)
        assert status == 200
        union |= {Fact(*each.triple) for each in quads if each.graph_name == DefaultGraph()}

    expected = flat(real)
    assert expected - union == set()
    assert {str(each.subject) for each in union - expected} <= counts_of(real)


def counts_of(real) -> set[str]:
    """Return what the description of the whole may add to the dataset: how much there is of it."""
    return {str(each.subject) for each in void(real, served=True)}


def test_the_text_of_a_document_is_sent_byte_for_byte(visitor, real):
    for name, text in real.texts.items():
        status, headers, body = visitor.get(f"/doc/{name}.txt", "text/plain")

        assert (status, body) == (200, text.encode())
        assert headers["content-type"].lower() == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("accept", "language", "ending"),
    [
        (HTML, "nb", ".html"),
        (HTML, "en", ".en.html"),
        (HTML, "nn, en;q=0.5", ".html"),
        (HTML, "de, en;q=0.9, nb;q=0.1", ".en.html"),
        ("*/*", "nb", ".html"),
        (TURTLE, "en", ".ttl"),
        (JSONLD, "en", ".jsonld"),
        ("application/n-triples", "en", ".nt"),
        ("application/rdf+xml", "en", ".rdf"),
        (f"{HTML};q=0.5, {TURTLE}", "en", ".ttl"),
    ],
)
def test_a_thing_leads_to_the_page_or_the_data_that_is_wanted_most(
    visitor, accept, language, ending
):
    line = http.client.HTTPConnection(HOST, visitor.line.port, timeout=PATIENCE)
    path = "/id/tiltak/utnytte-helsedata"
    line.request("GET", path, headers={"Accept": accept, "Accept-Language": language})
    got = line.getresponse()
    got.read()
    line.close()

    assert got.status == 303
    place = urljoin(f"http://x{path}", got.headers["location"])
    assert place == f"http://x{path}{ending}" or place.endswith(f"{path}{ending}")
    assert {"accept", "accept-language"} <= {
        each.strip().lower() for each in got.headers["vary"].split(",")
    }


@pytest.mark.parametrize(
    ("iri", "subject"),
    [
        ("dcat#katalog", "dcat#katalog"),
        ("dcat#ho21.ttl", "dcat#ho21.ttl"),
        (".well-known/void", ""),
        ("void#class=ho:Measure", "void#class=ho:Measure"),
        (".well-known/sparql-examples", "query/malbilder"),
        (".well-known/sparql-examples#prefixes", ".well-known/sparql-examples#prefixes"),
    ],
)
@pytest.mark.parametrize("accept", DATA)
def test_what_is_said_of_the_whole_is_had_where_clients_look(visitor, real, iri, subject, accept):
    found = visitor.look_up(f"{real.base.iri}{iri}", real.base.iri, accept)
    read = parse(found.body, format=RdfFormat.from_media_type(accept))

    assert wrong(found, accept) == ""
    assert f"{real.base.iri}{subject}" in {each.subject.value for each in read}


@pytest.mark.parametrize("path", ["/dcat", "/.well-known/sparql-examples", "/.well-known/void"])
def test_what_is_said_of_the_whole_in_a_form_there_is_none_of_is_refused(visitor, path):
    status, _, body = visitor.get(path, "application/pdf")

    assert status == 406
    assert "text/turtle" in body.decode()


def test_a_form_in_the_address_goes_before_the_header(visitor):
    for form, kind in {"ttl": TURTLE, "jsonld": JSONLD, "html": HTML}.items():
        found = visitor.look_up(
            f"{visitor.url}id/tiltak/utnytte-helsedata?format={form}", "x:", HTML
        )

        assert (found.status, found.kind) == (200, kind)


def test_a_thing_in_a_form_there_is_none_of_gets_a_list_of_those_there_are(visitor):
    status, headers, body = visitor.get("/id/tiltak/utnytte-helsedata", "application/pdf")

    assert status == 406
    assert "text/turtle" in body.decode() + headers.get("link", "")


def test_the_iris_stay_the_same_whatever_the_host_is_called(visitor, real):
    _, _, body = visitor.get("/id/tiltak/utnytte-helsedata.ttl", TURTLE)

    assert "127.0.0.1" not in body.decode()
    assert f"{real.base.iri}id/tiltak/utnytte-helsedata" in {
        each.subject.value for each in parse(body, format=RdfFormat.TURTLE)
    }


def test_what_is_not_ours_is_not_found(visitor, real):
    for path in ("id/tiltak/finnes-ikke", "doc/finnes-ikke", "query/finnes-ikke", "graph/x", "x"):
        for accept in (HTML, *DATA):
            found = visitor.look_up(f"{real.base.iri}{path}", real.base.iri, accept)

            assert found.status == 404


@pytest.mark.parametrize("accept", [HTML, *DATA])
@pytest.mark.parametrize("path", ["", "def", *(f"{x}{y}" for x in LISTS for y in ("", "/"))])
def test_a_list_the_whole_and_the_vocabulary_are_had_in_each_form(visitor, real, path, accept):
    found = visitor.look_up(f"{real.base.iri}{path}", real.base.iri, accept)
    _, headers, _ = visitor.get(found.path, accept)

    assert wrong(found, accept) == ""
    about = f'<{real.base.iri}{path.rstrip("/")}>; rel="describes"'
    assert about in headers["link"]
    if accept != HTML:
        read = parse(found.body, format=RdfFormat.from_media_type(accept), base_iri=real.base.iri)
        assert len([*read]) > 5
