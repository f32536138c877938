"""The project as a server: the explorer, the SPARQL endpoint, and every thing by its address."""

from __future__ import annotations

import gzip
import io
import re
import shutil
import zipfile
from contextlib import ExitStack
from dataclasses import replace
from itertools import product
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from ho21.dataset.loader import load
from ho21.errors import say
from ho21.explorer import folder
from ho21.explorer.head import ENDPOINT, EVERY_PART
from ho21.project import open_project
from ho21.server import responses
from ho21.server.app import create_app
from ho21.site import report
from ho21.site.rendering import frame_of
from ho21.site.report import reports
from ho21.workers.pool import Limits
from support.hostile_queries import BOMBS
from support.retired import retire
from support.tiny import BASE, DATASET, ROOT, write

MEASURE = "id/tiltak/dele-data"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def opened(root, limits, *, stated_only=False):
    """Return a client of a project, to which two of the real questions are given."""
    for name in ("forslagene", "hva-sa-aktoren"):
        shutil.copy(ROOT / "queries" / f"{name}.rq", root / "queries")
    project = open_project(str(root))
    dataset = load(project)
    app = create_app(dataset.stated if stated_only else dataset, project, limits)
    return TestClient(app, "http://localhost", follow_redirects=False)


@pytest.fixture
def client(tiny_project):
    """Return a function that opens a client of a tiny project of the test's own."""
    with ExitStack() as stack:

        def own(*, seconds=60.0, stated_only=False, described=DATASET, retired=False, **questions):
            root = retire(tiny_project()) if retired else tiny_project()
            (root / "graph" / "datasett.ttl").write_text(described, encoding="utf-8")
            for name, text in questions.items():
                (root / "queries" / name).write_text(text, encoding="utf-8")
            limits = Limits(memory=256, wait=60.0, workers=1, seconds=seconds)
            return stack.enter_context(opened(root, limits, stated_only=stated_only))

        yield own


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Open the client of a tiny project that no test changes."""
    root = write(tmp_path_factory.mktemp("tjener") / "prosjekt")
    with opened(root, Limits(memory=256, wait=60.0, workers=1, seconds=60.0)) as one:
        yield one


EVERYWHERE = (
    "/", "/ho21.html", "/sparql", "/report.html", "/check.html", "/data/ho21.nq", "/dcat.ttl",
    f"/{MEASURE}.html", "/doc/kilde-en.txt", "/query/index.html", "/def/index.html",
    "/query/forslagene.html", "/query/forslagene.csv",
    "/query/forslagene.rq", "/query/hva-sa-aktoren.csv?aktor=radet",
    "/query/hva-sa-aktoren.xlsx?aktor=radet", "/.well-known/sparql-examples?format=ttl",
)  # fmt: skip


def statuses(client):
    """Return what a client gets in some place of each kind."""
    headers = {"accept": "text/html"}
    return {
        path: client.get(path, headers=headers, follow_redirects=True).status_code
        for path in EVERYWHERE
    }


def test_a_project_that_is_gone_meanwhile_is_served_as_it_was(client, tmp_path):
    asked = client()
    shutil.rmtree(tmp_path / "prosjekt")

    assert statuses(asked) == dict.fromkeys(EVERYWHERE, 200)


def test_a_retired_address_leads_people_to_its_page_and_machines_to_what_replaced_it(client):
    asked = client(retired=True)
    rows = [
        (path, accept, found.status_code, found.headers.get("location"))
        for path in ("/id/tiltak/spre-data", "/id/tiltak/lagre-data", "/id/tiltak/samle-data")
        for accept in ("text/html", "text/turtle")
        for found in [asked.get(path, headers={"accept": accept, "accept-language": "en"})]
    ]
    gone = asked.get("/id/tiltak/lagre-data", headers={"accept": "text/html"}).text

    assert rows == [
        ("/id/tiltak/spre-data", "text/html", 303, "/id/tiltak/spre-data.en.html"),
        ("/id/tiltak/spre-data", "text/turtle", 301, "/id/tiltak/dele-data"),
        ("/id/tiltak/lagre-data", "text/html", 410, None),
        ("/id/tiltak/lagre-data", "text/turtle", 410, None),
        ("/id/tiltak/samle-data", "text/html", 303, "/id/tiltak/samle-data.en.html"),
        ("/id/tiltak/samle-data", "text/turtle", 303, "/id/tiltak/samle-data.ttl"),
    ]
    assert "Ingenting har erstattet den." in gone
    assert asked.get("/id/tiltak/spre-data?format=nt").headers["location"] == (
        "/id/tiltak/dele-data?format=nt"
    )


def test_no_query_of_a_project_is_put_in_the_server_s_own_process(client, monkeypatch):
    asked = client()
    asked.get("/query/index.html")  # for which those that ship with ho21 are put
    monkeypatch.setattr("ho21.sparql.engine.evaluate", None)

    assert statuses(asked) == dict.fromkeys(EVERYWHERE, 200)


def led(client, path, accept="*/*", **headers):
    """Return where a path leads by 303."""
    reply = client.get(path, headers={"accept": accept} | headers)
    assert reply.status_code == 303
    return reply.headers["location"]


def test_a_thing_leads_in_one_step_to_a_page_or_to_data(asked):
    for accept, ending in {
        BROWSER: "html",
        "text/turtle": "ttl",
        "application/ld+json": "jsonld",
        "application/n-triples": "nt",
    }.items():
        there = led(asked, f"/{MEASURE}", accept)
        assert there == f"/{MEASURE}.{ending}"
        assert asked.get(there).status_code == 200
    assert led(asked, f"/{MEASURE}", BROWSER, **{"accept-language": "en"}) == f"/{MEASURE}.en.html"
    assert led(asked, f"/{MEASURE}?format=ttl", BROWSER) == f"/{MEASURE}.ttl"


def test_a_form_there_is_none_of_is_406_with_those_there_are(asked):
    reply = asked.get(f"/{MEASURE}", headers={"accept": "application/pdf"})
    assert reply.status_code == 406
    assert "text/turtle" in reply.json()["error"]


def test_a_claim_leads_to_its_place_on_the_page_of_what_it_is_about(asked):
    claim = "tiltak.dele-data--isPartOf--tema.data--kilde-en"
    assert led(asked, f"/id/pastand/{claim}", BROWSER) == f"/{MEASURE}.html#{claim}"
    assert f'id="{claim}"' in asked.get(f"/{MEASURE}.html").text
    assert led(asked, f"/id/pastand/{claim}", "text/turtle") == f"/{MEASURE}.ttl"


def test_the_stored_text_is_the_text_itself_and_for_a_browser_its_page(asked):
    assert asked.get("/doc/kilde-en.txt").text.startswith("Felles innsats for bedre helse\n")
    assert led(asked, "/doc/kilde-en.txt", BROWSER) == "/doc/kilde-en.html"
    assert asked.get("/doc/kilde-en.txt?format=txt", headers={"accept": BROWSER}).status_code == 200


LEADS = [
    ("/def", BROWSER, "/def/index.html"),
    ("/def", "text/turtle", "/def/index.ttl"),
    ("/doc/kilde-en", BROWSER, "/doc/kilde-en.html"),
    ("/graph/kilde/kilde-en", BROWSER, "/graph/index.html#kilde/kilde-en"),
    ("/graph/kilde/kilde-en", "text/turtle", "/graph/kilde/kilde-en.ttl"),
    ("/", "text/turtle", "/void.ttl"),
    ("/.well-known/void", "*/*", "/void.ttl"),
    ("/.well-known/void", "application/ld+json", "/void.jsonld"),
    ("/query/forslagene", BROWSER, "/query/forslagene.html"),
    ("/query/forslagene?lang=en", "text/csv", "/query/forslagene.csv?lang=en"),
]


def test_every_kind_of_name_leads_somewhere_that_answers(asked, subtests):
    for path, accept, there in LEADS:
        with subtests.test(path=path, accept=accept):
            assert led(asked, path, accept) == there
            assert asked.get(there).status_code == 200


NOWHERE = [
    "/id/tiltak/finnes-ikke",
    "/id/tiltak/dele-data.pdf",
    "/../ontology/shapes.ttl",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/doc/..%2f..%2fgraph/datasett.ttl",
    "/id//tiltak/dele-data",
    "/query/finnes-ikke",
    "/query/forslagene.pdf",
    "/https://w3id.org/ho21/id/tiltak/dele-data",
]


def test_what_there_is_none_of_is_404_in_one_sentence(asked, subtests):
    for path in NOWHERE:
        with subtests.test(path):
            reply = asked.get(path)
            assert reply.status_code == 404
            assert reply.text.count("\n") == 1


@pytest.mark.parametrize(
    "name", ["/id/%1b[31mX", "/id/a%0ab", "/%00", "/id/%c2%85%e2%80%ae", "/x%0d%0a"]
)
def test_a_name_is_told_with_the_signs_no_one_sees(asked, name):
    for accept, kind in (("*/*", "text/plain"), ("application/json",) * 2, ("text/html",) * 2):
        reply = asked.get(name, headers={"accept": accept})
        assert (reply.status_code, reply.headers["content-type"].split(";")[0]) == (404, kind)
        assert "er ikke et navn i denne grafen" in reply.text
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", reply.text)
        assert re.search(r"u(001b|000a|0000|0085|000d)", reply.text)


def test_whatever_letters_the_project_uses_stand_in_no_header(client):
    made = "publications.europa.eu/resource/authority/licence/CC_BY_4_0"
    asked = client(
        described=DATASET.replace(f"http://{made}", "https://example.org/lisens/€uro,(1)")
    )
    for path in (f"/{MEASURE}.html", "/", "/def/index.ttl", "/dcat.ttl"):
        reply = asked.get(path)
        assert reply.status_code == 200, path
        assert (
            '<https://example.org/lisens/%E2%82%ACuro,(1)>; rel="license"' in reply.headers["link"]
        )


def test_a_captured_text_is_sent_under_no_licence_of_ours(asked):
    licensed = {
        path: 'rel="license"' in asked.get(path).headers["link"]
        for path in ("/doc/kilde-en.txt?format=txt", "/doc/kilde-en.html", "/doc/kilde-en.ttl")
    }

    assert licensed == {
        "/doc/kilde-en.txt?format=txt": False,
        "/doc/kilde-en.html": False,
        "/doc/kilde-en.ttl": True,
    }


def test_what_leads_somewhere_leads_to_what_is_there_in_every_form(asked, subtests):
    homes = ("", "id", "id/", "doc", "query", "graph", "files", "def", MEASURE, "doc/kilde-en",
             "query/forslagene", "graph/tolkning", "graph/kilde/kilde-en")  # fmt: skip
    for home, form in product(homes, ("html", "ttl", "jsonld", "nt", "rdf")):
        with subtests.test(home=home, form=form):
            reply = asked.get(f"/{home}?format={form}")
            if reply.status_code == 303:
                reply = asked.get(reply.headers["location"])
            assert reply.status_code == 200


def test_a_file_tells_what_it_is_about_and_its_other_forms(asked):
    reply = asked.get(f"/{MEASURE}.ttl")
    assert reply.headers["content-type"] == "text/turtle; charset=utf-8"
    link = reply.headers["link"]
    assert '<https://w3id.org/ho21/id/tiltak/dele-data>; rel="describes"' in link
    assert f'</{MEASURE}.jsonld>; rel="alternate"; type="application/ld+json"' in link


def test_the_context_of_our_json_ld_is_a_file_that_any_page_may_read(asked):
    reply = asked.get("/def/context.jsonld")

    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/ld+json"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.json()["@context"]["quote"] == {"@id": "ho:quote", "@container": "@language"}


def test_the_endpoint_writes_json_ld_by_the_names_of_the_context(asked):
    quote = f"<{BASE.iri}{MEASURE}> ho:quote ?words"
    query = f"CONSTRUCT {{ {quote} }} WHERE {{ {quote} }}"
    reply = asked.get("/sparql", params={"query": query, "format": "jsonld"})

    assert reply.json()["@graph"] == [
        {"id": "tiltak:dele-data", "quote": {"nb": "Vi må dele helsedata med kommunene"}}
    ]


MEDIA = [
    ("/data/ho21.stratml.nb.xml", "application/xml"),
    ("/data/ho21.stratml.tap.json", "application/json"),
    ("/query/forslagene.json", "application/sparql-results+json"),
]


def test_only_an_answer_is_called_an_answer(asked):
    called = {path: asked.get(path).headers["content-type"] for path, _ in MEDIA}

    assert called == dict(MEDIA)


def test_a_file_the_client_has_is_not_sent_again_and_head_sends_none(asked):
    first = asked.get("/site.css")
    again = asked.get("/site.css", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = asked.head("/site.css")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == first.headers["content-length"]


PACKED = (
    None,
    "gzip",
    "GZIP;q=0.1",
    "x-gzip",
    "*",
    "br, *;q=0.1",
    "gzip, identity;q=0",
    "gzip;q=0.5, identity;q=0.5",
)
PLAIN = ("", "identity", "br", "gzip;q=0", "*;q=0, identity", "gzip;q=0.5, identity", "gzip;q=2")


def test_what_is_large_is_sent_packed_to_who_takes_that_with_a_tag_of_its_own(asked):
    rows = f"/sparql?query={quote('SELECT * { ?s ?p ?o } LIMIT 100')}"
    for path in ("/", "/site.css", f"/{MEASURE}.html", "/void.ttl", rows):
        had = {}
        for accept in (*PACKED, *PLAIN):
            given = {} if accept is None else {"accept-encoding": accept}
            reply = asked.get(path, headers=given)
            packed = accept in PACKED
            assert reply.status_code == 200, (path, accept)
            assert reply.headers.get("content-encoding") == ("gzip" if packed else None), accept
            assert "Accept-Encoding" in reply.headers["vary"]
            had.setdefault(packed, (reply.headers["etag"], reply.headers["content-length"]))
            assert had[packed] == (reply.headers["etag"], reply.headers["content-length"])
            head = asked.head(path, headers=given)
            assert {**head.headers} == {**reply.headers}
            for known, there in had.items():
                again = asked.get(path, headers=given | {"if-none-match": there[0]})
                assert again.status_code == (304 if known is packed else 200)
                assert again.headers["etag"] == reply.headers["etag"]
        (whole, small), (as_it_is, full) = had[True], had[False]
        assert whole == as_it_is[:-1] + '-gzip"'
        assert int(small) < 0.7 * int(full)


def test_what_is_small_or_packed_already_is_not_packed_unless_nothing_else_will_do(asked):
    small, book = "/sparql?query=ASK%7B%7D", "/query/forslagene.xlsx"
    for path in (small, book):
        assert (
            "content-encoding" not in asked.get(path, headers={"accept-encoding": "gzip"}).headers
        )
        reply = asked.get(path, headers={"accept-encoding": "gzip, identity;q=0"})
        assert reply.headers["content-encoding"] == "gzip"
        assert reply.content
    for none in ("identity;q=0", "*;q=0", "gzip;q=0, identity;q=0"):
        reply = asked.get("/site.css", headers={"accept-encoding": f"br, gzip;q=0, {none}"})
        assert (reply.status_code, reply.text[-16:]) == (406, "gzip, identity.\n")


def test_what_is_packed_is_packed_to_the_same_bytes_each_time(asked, monkeypatch):
    def sent(asked):
        with asked.stream("GET", f"/{MEASURE}.html", headers={"accept-encoding": "gzip"}) as reply:
            return b"".join(reply.iter_raw())

    first = sent(asked)
    monkeypatch.setattr(responses, "_kept", {})
    assert sent(asked) == first
    assert first[4:8] == bytes(4)  # no time
    assert gzip.decompress(first) == asked.get(f"/{MEASURE}.html").content


def test_a_question_is_answered_with_the_values_of_its_address(asked):
    plain = asked.get("/query/hva-sa-aktoren.csv?aktor=radet")
    assert plain.status_code == 200
    assert plain.headers["content-type"] == "text/csv; charset=utf-8"
    page = asked.get("/query/hva-sa-aktoren.html?aktor=radet")
    assert "<table" in page.text or "Ingen" in page.text
    book = zipfile.ZipFile(io.BytesIO(asked.get("/query/forslagene.xlsx").content))
    assert b"Dele data" in book.read("xl/sharedStrings.xml")
    text = asked.get("/query/hva-sa-aktoren.rq?aktor=radet").text
    assert "<https://w3id.org/ho21/id/aktor/radet>" in text


def test_a_saved_question_without_an_end_is_stopped_as_any_other_and_harms_no_page(client):
    endless = (
        "# nb: Uten ende?\n# en: Without end?\n# terms: ho:Goal\n\n"
        "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }\n"
    ).replace("?n)", "?count)")
    asked = client(seconds=0.5, **{"uten-ende.rq": endless})
    for path in ("/query/uten-ende.html", "/query/uten-ende.csv", "/query/uten-ende.json"):
        assert asked.get(path).status_code == 503
    assert asked.get("/query/uten-ende.rq").text == endless
    assert asked.get(f"/{MEASURE}.html").status_code == 200


def test_a_value_that_does_not_fit_is_told_on_the_page_and_to_programs(asked):
    page = asked.get("/query/hva-sa-aktoren.html?aktor=%3Cscript%3E")
    assert page.status_code == 400
    assert "<script>" not in page.text
    assert asked.get("/query/hva-sa-aktoren.json?aktor=ukjent").status_code == 400
    assert asked.get("/query/hva-sa-aktoren.json?annet=1").status_code == 400
    for wrong in ("?aktor=", "?aktor=radet&aktor=radet"):
        assert asked.get(f"/query/hva-sa-aktoren.json{wrong}").status_code == 400
    assert (
        "aktor er skrevet to ganger"
        in asked.get("/query/hva-sa-aktoren.html?aktor=a&aktor=b", headers={"accept": BROWSER}).text
    )


def test_the_endpoint_answers_and_shows_a_browser_a_page(asked):
    ask = {"query": "ASK { tiltak:dele-data a ho:Recommendation }"}
    assert asked.get("/sparql", params=ask).json() == {"head": {}, "boolean": True}
    assert asked.post("/sparql/", data=ask).json()["boolean"] is True
    page = asked.get("/sparql", params=ask, headers={"accept": BROWSER})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "connect-src 'self'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert asked.get("/sparql").headers["content-type"] == "text/turtle; charset=utf-8"


def test_stated_only_holds_for_pages_data_endpoint_and_questions(client, asked):
    reading = {"query": "ASK { ?tiltak ho:contributesTo ?maal }"}
    every, stated = asked, client(stated_only=True)
    assert every.get("/sparql", params=reading).json()["boolean"] is True
    assert stated.get("/sparql", params=reading).json()["boolean"] is False
    for ending in ("html", "ttl", "jsonld"):
        assert "--tolkning" in every.get(f"/{MEASURE}.{ending}").text
        assert "--tolkning" not in stated.get(f"/{MEASURE}.{ending}").text
    assert stated.get("/graph/tolkning").status_code == 404
    named = {**reading, "default-graph-uri": "https://w3id.org/ho21/graph/tolkning"}
    assert stated.get("/sparql", params=named).status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
def test_nothing_can_be_written_and_what_works_is_told(asked, method):
    reply = asked.request(method, f"/{MEASURE}")
    assert reply.status_code == 405
    assert reply.headers["allow"] == "GET, HEAD, OPTIONS"


def test_a_form_that_is_not_to_be_had_is_told_with_each_that_is_once(asked):
    reply = asked.get(f"/{MEASURE}?format=x")
    assert reply.text == "Ukjent format: x; velg blant html, ttl, jsonld, nt, rdf.\n"


def test_content_of_an_unsaid_kind_or_packed_is_told_what_it_lacks(asked):
    unsaid = asked.post("/sparql", content=b"ASK {}")
    assert (unsaid.status_code, unsaid.text) == (
        415,
        (
            "Forespørselen sier ikke hva slags innhold den har; send den med Content-Type "
            "application/x-www-form-urlencoded eller application/sparql-query.\n"
        ),
    )
    how = {"content-type": "application/sparql-query", "content-encoding": "gzip"}
    packed = asked.post("/sparql", content=gzip.compress(b"ASK {}"), headers=how)
    assert (packed.status_code, packed.headers["accept-encoding"]) == (415, "identity")
    assert packed.text.startswith("Innholdet er sendt som gzip, som ikke tas imot;")


def test_any_page_may_read_and_no_cookie_is_wanted(asked):
    reply = asked.options("/sparql", headers={"origin": "https://other.example"})
    assert reply.status_code == 204
    assert reply.headers["access-control-allow-methods"] == "GET, HEAD, POST, OPTIONS"
    reply = asked.get("/", headers={"origin": "https://other.example"})
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in reply.headers


def test_the_front_is_the_explorer_under_its_own_policy(asked):
    reply = asked.get("/", headers={"accept": BROWSER})
    assert "script-src 'sha256-" in reply.headers["content-security-policy"]
    assert "'unsafe-inline'" not in reply.headers["content-security-policy"]


def test_what_lies_beside_a_large_explorer_is_served_to_be_kept(client, monkeypatch):
    monkeypatch.setattr(folder, "LARGEST", 0)
    asked = client()
    front = asked.get("/", headers={"accept": BROWSER})
    file = re.search(r'"(things-\w+\.js)"', front.text)[1]
    reply = asked.get(f"/explorer/{file}")

    assert reply.headers["content-type"] == "text/javascript; charset=utf-8"
    assert reply.headers["cache-control"] == "max-age=31536000, immutable"
    assert reply.text.startswith(f"ho21part('{file}','")
    assert asked.get("/explorer/things-0.js").status_code == 404
    assert front.headers["cache-control"] == "no-cache"


def test_the_report_asks_its_questions_in_workers_and_says_what_it_would_say_here(client, tmp_path):
    asked = client()
    project = open_project(str(tmp_path / "prosjekt"))
    dataset = load(project)
    here = reports(dataset, frame_of(dataset, EVERY_PART | {ENDPOINT}))

    assert {name: asked.get(f"/{name}").text for name in here} == here


def test_a_report_with_a_question_that_takes_too_much_is_asked_for_again_later(client, monkeypatch):
    asked, known = client(), report.own_questions()
    bomb = replace(known["sources"], text=BOMBS["sorted"], parameters=())
    monkeypatch.setattr(report, "own_questions", lambda: known | {"sources": bomb})

    for _ in range(2):
        reply = asked.get("/report.html", headers={"accept-language": "en"})
        assert (reply.status_code, reply.headers["retry-after"]) == (503, "10")
        assert reply.text == f"{say('query-memory', 'en', limit=256)}\n"
