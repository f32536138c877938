"""The SPARQL page asks the endpoint it came from, and no one else."""

from __future__ import annotations

import json
import re
import select
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import expect

from ho21.explorer.sparql_page import asker
from ho21.project import open_project
from ho21.sparql.answers import render_answer
from ho21.sparql.engine import Engine
from ho21.sparql.questions import question, read_questions

VIEW = "#view-spor"
ANSWER = f'{VIEW} .answer[data-state="done"]'
FAULT = f'{VIEW} .answer[data-state="fault"]'
EDITOR = f"{VIEW} .field[data-ready] .CodeMirror"
ROWS = "application/sparql-results+json"
COUNCIL = "ASK { ?s a ho:Council }"
HOSTILE = '</textarea><script>alert(1)</script><img src=x onerror="alert(2)">\u2028"\'&'


class Endpoint(ThreadingHTTPServer):
    """A server on this machine that shows the page and plays the endpoint."""

    daemon_threads = True

    def __init__(self, page, answer):
        """Take a free port; ``answer`` makes status, headers and body of a query."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.page, self.answer, self.usual = page, answer, answer
        self.asked = []
        self.gone = threading.Event()
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"

    def queries(self):
        """Return the queries that were posted, but not that for labels."""
        return [body for _, _, body in self.asked if "?node skos:prefLabel" not in body]


class Handler(BaseHTTPRequestHandler):
    """What the server says."""

    def log_message(self, *_):
        """Be silent."""

    def _send(self, status, headers, body):
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        """Show the page, whatever query the address has; a form's query is written down."""
        asked = parse_qs(urlsplit(self.path).query)
        if "format" in asked:
            self.server.asked.append((self.path, dict(self.headers), asked["query"][0]))
            self._send(200, {"Content-Type": "text/plain"}, b"filed")
        elif self.path.startswith("/sparql"):
            self._send(200, {"Content-Type": "text/html"}, self.server.page.encode())
        else:
            self._send(200, {"Content-Type": "text/html"}, b"<!doctype html><title>.</title>")

    def do_POST(self):
        """Answer a query as the test has it."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append((self.path, dict(self.headers), body))
        made = self.server.answer(body)
        if made is None:
            readable, _, _ = select.select([self.connection], [], [], 30)
            if readable and self.connection.recv(1) == b"":
                self.server.gone.set()
            self.close_connection = True
            return
        self._send(*made)


def refused(status, headers=None, **body):
    """Return an answerer that refuses every query."""
    made = json.dumps({"status": status, **body}).encode()
    return lambda _: (status, {"Content-Type": "application/json"} | (headers or {}), made)


def answerer(dataset):
    """Return an answerer that answers as the command does."""

    def answer(text):
        found = Engine(dataset).query(text)
        form = "nt" if text.startswith("CONSTRUCT") else "json"
        kind = "application/n-triples" if form == "nt" else ROWS
        return (
            200,
            {"Content-Type": kind},
            render_answer(found, form, "nb").encode(),
        )

    return answer


@pytest.fixture(scope="module")
def serving(real):
    """Serve the page of the project, and answer its queries."""
    server = Endpoint(asker(real, open_project()), answerer(real))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def server(serving):
    """Return the server, with nothing asked of it yet."""
    serving.answer = serving.usual
    serving.asked.clear()
    serving.gone.clear()
    return serving


@pytest.fixture
def visit(browser, server, watch):
    """Return a function that opens the page in a window that has a network."""
    contexts = []

    def opened(after="", *, ready=True, width=1440, **options):
        usual = {"reduced_motion": "reduce", "color_scheme": "light", "locale": "nb-NO"}
        viewport = {"width": width, "height": 900}
        context = browser.new_context(viewport=viewport, **(usual | options))
        contexts.append(context)
        there = watch(context.new_page())
        there.page.set_default_timeout(20_000)
        there.page.goto(f"{server.origin}/sparql{after}")
        if ready:
            there.page.wait_for_selector("html[data-ready]", state="attached")
        return there

    yield opened
    for context in contexts:
        context.close()


def own(query):
    """Return the address of a query of one's own, which runs at once."""
    return f"#spor/egen?q={quote(query, safe='')}"


def written(page):
    """Return what stands in the editor."""
    page.wait_for_selector(EDITOR)
    return page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")


def status(page):
    """Return what is said of the query, and wait for it to be settled."""
    page.wait_for_selector(f"{FAULT}, {ANSWER}", state="attached")
    return page.locator(f"{VIEW} .status").text_content()


def wrongs(there, server):
    """Return what the page has asked others for, and what it has complained of."""
    ours = (f"{server.origin}/", "blob:")
    return [each for each in there.requests if not each.startswith(ours)] + there.complaints


def refusals(there, server):
    """Return what is wrong but for the browser's own line on a reply that is no success."""
    usual = "Failed to load resource: the server responded"
    return [each for each in wrongs(there, server) if not each.startswith(usual)]


def test_a_saved_question_is_sent_as_it_is_filled_and_its_answer_is_a_table(visit, server, real):
    there = visit("#spor/hva-angar-aktoren?aktor=aktor/ho21-radet")
    there.page.wait_for_selector(f"{ANSWER} table")
    asked = question(open_project(), "hva-angar-aktoren")
    text = Engine(real).filled(asked, {"aktor": "ho21-radet"}, "nb")
    _, headers, _ = server.asked[0]

    assert server.queries()[0] == text
    assert headers["Content-Type"] == "application/sparql-query"
    assert headers["Accept"].startswith(ROWS)
    assert headers["Accept-Language"] == "nb"
    rows = there.page.locator(f"{VIEW} tbody tr:not(.group)").count()
    assert rows == len(list(Engine(real).query(text).result))
    assert rows > 3
    assert {urlsplit(path).path for path, _, _ in server.asked} == {"/sparql"}
    assert wrongs(there, server) == []


def test_a_form_is_filled_in_and_the_answer_kept_is_what_the_server_sent(visit, server):
    page = visit("#spor/hva-bidrar-til-omradene").page
    page.fill("#spor-minst", "0,9")
    page.click("#spor-submit")
    page.wait_for_selector(f"{ANSWER} table")
    with page.expect_download() as waited:
        page.locator(f'{VIEW} [data-file="JSON"]').click()
    _, _, sent = server.usual(server.queries()[-1 if len(server.queries()) == 1 else -2])

    assert waited.value.suggested_filename == "hva-bidrar-til-omradene.json"
    assert waited.value.path().read_bytes() == sent


def test_triples_are_a_table_and_a_file(visit, server):
    there = visit(own("CONSTRUCT WHERE { aktor:ho21-radet ?p ?o }"))
    there.page.wait_for_selector(f"{ANSWER} table")
    with there.page.expect_download() as waited:
        there.page.locator(f'{VIEW} [data-file="N-Triples"]').click()
    lines = waited.value.path().read_text(encoding="utf-8").splitlines()

    assert len(lines) == there.page.locator(f"{VIEW} tbody tr").count() > 3
    assert wrongs(there, server) == []


def test_things_lead_to_their_pages_and_places_to_the_reader(visit):
    page = visit("#spor/malbilder?lang=en").page
    page.wait_for_selector(f"{ANSWER} table")
    row = page.locator(f"{VIEW} tbody tr:has(.place a)").first
    thing = row.locator("a[data-thing]").first.get_attribute("href")
    place = row.locator(".place a").first.get_attribute("href")

    assert re.fullmatch(r"\./id/[\w-]+/[\w-]+\.en\.html", thing)
    assert re.fullmatch(r"\./#kilder/[\w-]+\?sted=\d+-\d+&lang=en", place)
    assert page.locator(f"{VIEW} .translation").count() > 0
    ways = [each.get_attribute("href") for each in page.locator("[data-page]").all()]
    assert ways[0] == "./#start?lang=en"
    assert ways[1:-1] == [
        "./report.en.html",
        "./gaps.en.html",
        "./query/index.en.html",
        "./id/index.en.html",
        "./doc/index.en.html",
        "./def/index.en.html",
        "./files/index.en.html",
        "./graph/index.en.html",
        "./check.en.html",
    ]
    assert ways[-1] == "./sparql"
    assert (
        page.locator(f"{VIEW} .sparql a").last.get_attribute("href") == "./query/malbilder.en.html"
    )


def test_without_readings_the_stated_graphs_alone_are_asked_for(visit, server, real):
    page = visit("#spor/malbilder?tolket=0").page
    page.wait_for_selector(f"{ANSWER} table")
    asked = parse_qs(urlsplit(server.asked[0][0]).query)
    stated = [*real.stated.graphs]

    assert sorted(asked["default-graph-uri"]) == stated
    assert sorted(asked["named-graph-uri"]) == stated
    assert len(server.queries()) == 1
    page.check("#spor-readings")
    page.wait_for_selector(f"{ANSWER} table")
    expect.set_options(timeout=10_000)
    assert "/sparql" in [path for path, _, _ in server.asked]


def test_a_query_that_names_its_graphs_keeps_them_and_may_not_name_a_read_one(visit, server, real):
    (stated, *_) = real.stated.graphs
    (read, *_) = sorted(real.read_graphs)
    page = visit(own(f"ASK FROM <{stated}> {{ ?s ?p ?o }}") + "&tolket=0").page
    page.wait_for_selector(ANSWER)
    assert server.asked[0][0] == "/sparql"
    page = visit(own(f"ASK FROM <{read}> {{ ?s ?p ?o }}") + "&tolket=0").page
    assert f"Grafen <{read}> finnes ikke" in status(page)
    assert len(server.queries()) == 1


def test_what_the_gate_refuses_is_told_and_never_sent(visit, server):
    there = visit(own("SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }"))
    assert "SERVICE er ikke tillatt" in status(there.page)
    assert server.asked == []
    assert wrongs(there, server) == []


def test_a_wrong_query_is_marked_at_the_place_the_server_names(visit, server):
    server.answer = refused(400, error="Not SPARQL.", line=2, column=5)
    there = visit(own("ASK\n{ ?🙂 }"))
    assert status(there.page) == (
        "Spørringen er ikke gyldig SPARQL på linje 2, tegn 5; rett den der."
    )
    there.page.wait_for_selector(f"{VIEW} .wrong-here")
    there.page.click(f"{VIEW} .answer button")
    cursor = there.page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getCursor()")
    assert (cursor["line"], cursor["ch"]) == (1, 5)
    assert refusals(there, server) == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            refused(503, {"Retry-After": "12"}, error="Spørringen tok over 10 sekunder."),
            "Spørringen tok over 10 sekunder. Vent minst 12 s.",
        ),
        (refused(413, error="For stor.", line=1), "For stor."),
        (refused(400, error=f"<b>{HOSTILE}</b>"), f"<b>{HOSTILE}</b>"),
        (lambda _: (400, {"Content-Type": "text/plain"}, b"Nei."), "Nei."),
        (
            lambda _: (500, {"Content-Type": "text/html"}, b"<h1>Feil</h1>"),
            "Tjeneren svarte med feil 500. Prøv igjen.",
        ),
        (
            lambda _: (502, {"Content-Type": "application/json"}, b"{"),
            "Tjeneren svarte med feil 502. Prøv igjen.",
        ),
    ],
    ids=["503", "413", "hostile", "plain", "page", "broken"],
)
def test_what_the_server_refuses_is_told_in_its_own_sentence(answer, words, visit, server):
    server.answer = answer
    there = visit(own(COUNCIL))
    assert status(there.page) == words
    assert there.page.locator(f"{VIEW} .status *").count() == 0
    assert refusals(there, server) == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (ROWS, b'{"head": {"vars": ["a"]}, "resul'),
        (ROWS, b"{}"),
        (ROWS, b"null"),
        ("text/html", b"<p>"),
    ],
)
def test_an_answer_that_is_none_is_never_shown_as_an_empty_one(kind, body, visit, server):
    server.answer = lambda _: (200, {"Content-Type": kind}, body)
    there = visit(own(COUNCIL))
    assert status(there.page).startswith("Tjeneren svarte med noe annet enn et SPARQL-svar.")
    assert there.page.locator(f"{VIEW} .answer *").count() == 0
    assert wrongs(there, server) == []


def test_half_an_answer_is_told_as_none(visit, server):
    half = {"Content-Type": ROWS, "Connection": "close"}
    whole = b'{"head":{},"boolean":true}'

    def answer(_):
        return 200, half | {"Content-Encoding": "gzip"}, whole

    server.answer = answer
    there = visit(own(COUNCIL))
    assert status(there.page).startswith("Får ikke kontakt med tjeneren.")


def test_a_redirect_is_not_followed(visit, server):
    server.answer = lambda _: (307, {"Location": "https://example.org/sparql"}, b"")
    there = visit(own(COUNCIL))
    assert status(there.page).startswith("Får ikke kontakt med tjeneren.")
    assert [each for each in there.requests if "example.org" in each] == []


def test_stop_ends_the_request_and_the_server_sees_it(visit, server):
    server.answer = lambda _: None
    there = visit(own(COUNCIL))
    there.page.wait_for_selector(EDITOR)
    expect(there.page.locator(f"{VIEW} .status")).to_have_text("Spør …")
    assert not server.gone.is_set()
    there.page.click(f"{VIEW} .stop")
    assert status(there.page) == "Spørringen er stoppet."
    assert server.gone.wait(10)
    server.answer = server.usual
    there.page.click("#spor-run")
    there.page.wait_for_selector(ANSWER)
    assert there.page.locator(f"{VIEW} [data-answer]").text_content() == "Ja."
    assert wrongs(there, server) == []


@pytest.mark.parametrize("text", [COUNCIL, HOSTILE, "SELECT *\n{ ?s ?p 'a+b % æ🙂' }"])
def test_a_query_in_the_address_is_shown_and_not_run(text, visit, server):
    there = visit(f"?query={quote(text, safe='')}")
    assert written(there.page) == text
    there.settle()
    assert server.asked == []
    assert there.page.locator(f"{VIEW} .answer *, {VIEW} img").count() == 0
    assert wrongs(there, server) == []


def test_a_plus_in_the_address_is_a_space_and_what_is_run_takes_its_place(visit, server):
    there = visit("?query=ASK+%7B+%3Fs+a+ho%3ACouncil+%7D&default-graph-uri=https://example.org/g")
    page = there.page
    assert written(page) == COUNCIL
    assert "Adressen nevner også grafer" in page.locator(f"{VIEW} .notice").text_content()
    page.click("#spor-run")
    page.wait_for_selector(ANSWER)
    assert server.queries() == [COUNCIL]
    assert server.asked[0][0] == "/sparql"
    assert page.url == f"{server.origin}/sparql{own(COUNCIL)}"
    page.reload()
    page.wait_for_selector(ANSWER)
    assert wrongs(there, server) == []


def test_no_address_changes_where_queries_go(visit, server):
    other = "https://example.org/sparql"
    there = visit(
        f"?query={quote(COUNCIL)}&endpoint={other}&service={other}#spor/egen?endpoint={other}"
    )
    assert written(there.page) == COUNCIL
    there.page.click("#spor-run")
    there.page.wait_for_selector(ANSWER)
    assert {urlsplit(path).path for path, _, _ in server.asked} == {"/sparql"}
    assert wrongs(there, server) == []


def test_the_policy_stops_a_way_out(visit, server):
    there = visit()
    there.page.evaluate("fetch('https://example.org/').catch(() => null)")
    assert any("Content Security Policy" in each for each in wrongs(there, server))


def test_the_list_and_the_frame_are_there_in_both_languages(visit, server):
    page = visit().page
    assert page.locator(f"{VIEW} a[data-question]").count() > 40
    assert "sendes til tjeneren" in page.locator(f"{VIEW} h2 + p").text_content()
    page.click("#language")
    assert page.locator(f"{VIEW} h2").text_content() == "Ask the graph"
    assert page.locator("[data-page='id/index']").text_content() == "Things"
    assert page.title().startswith("Ask – ")
    assert server.asked == []
    page.click('[data-question="visjonen"]')
    page.wait_for_selector(f"{ANSWER} table")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    assert server.asked[0][1]["Accept-Language"] == "en"


def test_programs_are_told_where_to_ask(visit, server):
    page = visit("?query=ASK%7B%7D").page
    assert page.locator(f"{VIEW} code").text_content() == f"{server.origin}/sparql"


def test_without_javascript_a_plain_form_asks_for_a_file(visit, server):
    page = visit(ready=False, java_script_enabled=False).page
    expect(page.locator("#waiting textarea")).to_be_visible()
    page.fill("#plain-query", COUNCIL)
    page.select_option("#plain-format", "tsv")
    page.click("#waiting button")
    page.wait_for_url("**/sparql?*")
    (path, _, text) = server.asked[0]
    assert text == COUNCIL
    assert parse_qs(urlsplit(path).query)["format"] == ["tsv"]


def test_with_javascript_there_is_no_plain_form(visit):
    assert visit().page.locator("#waiting").count() == 0


def test_a_browser_that_cannot_unpack_the_editor_has_a_plain_field(browser, server):
    context = browser.new_context()
    context.add_init_script("delete globalThis.DecompressionStream;")
    page = context.new_page()
    page.goto(f"{server.origin}/sparql?query={quote(COUNCIL)}")
    assert page.locator(f"{VIEW} .plain").input_value() == COUNCIL
    page.click("#spor-run")
    page.wait_for_selector(ANSWER)
    context.close()


ADDRESSES = ["", "#spor/hva-bidrar-til-omradene", "?query=ASK%7B%7D", own("SELECT * {")]


@pytest.mark.parametrize(
    "address",
    [ADDRESSES[0], *(pytest.param(each, marks=pytest.mark.night) for each in ADDRESSES[1:])],
    ids=["list", "answer", "editor", "fault"],
)
def test_axe_finds_no_fault_and_the_page_is_never_wider_than_the_window(
    address, visit, server, faults
):
    if "q=" in address:
        server.answer = refused(400, error="Nei.", line=1, column=11)
    there = visit(address)
    page = there.page
    if address.startswith("#"):
        page.wait_for_selector(f"{FAULT}, {ANSWER}", state="attached")
    if "q" in address.partition("=")[0]:
        page.wait_for_selector(EDITOR)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 900})
    there.settle()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_axe_finds_no_fault_without_javascript_s_part(visit, server, faults):
    page = visit().page
    form = re.search(r'<form id="waiting".*?</form>', server.page, re.DOTALL)[0]
    page.evaluate(
        """(markup) => {
            const kept = new DOMParser().parseFromString(markup, "text/html").body.firstChild;
            document.querySelector("main").replaceChildren(kept);
        }""",
        form,
    )
    assert faults(page) == []
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert [*dict(faults(page))] == ["image-alt"]


def test_the_editor_completes_our_own_words(visit, server):
    there = visit("?query=")
    page = there.page
    page.wait_for_selector(EDITOR)
    page.click(f"{VIEW} .CodeMirror-lines")
    page.keyboard.press("Control+a")
    page.keyboard.type("ASK { ?s a ho:TargetP")
    hint = page.locator(".CodeMirror-hint").first.filter(has_text="ho:TargetPicture")
    hint.wait_for()  # the list narrows with each letter
    assert hint.text_content() == "ho:TargetPicture  målbilde"
    assert server.asked == []
    assert wrongs(there, server) == []


def test_the_answer_is_that_of_the_command_for_every_saved_question(visit, server, real):
    there = visit()
    questions = read_questions(open_project())
    wrong = []
    for name, asked in questions.items():
        if asked.hidden:
            continue
        count = sum(1 for _ in Engine(real).ask(asked).result)
        there.page.evaluate(f"location.hash = '#spor/{name}'")
        there.page.wait_for_selector(f'{VIEW} a[href="./query/{name}.html"]', state="attached")
        there.page.wait_for_selector(ANSWER, state="attached")
        rows = there.page.locator(f"{VIEW} tbody tr:not(.group)").count()
        said = there.page.locator(f"{VIEW} .answer .meaning").all_text_contents()
        # A question without an answer says what that means, and which question to ask instead.
        near = questions.get(asked.nearest)
        meant = [] if count else [f"{asked.empty['nb']} {near.title['nb']}"]
        if rows != count or said != meant:
            wrong.append((name, count, rows, said))
    assert wrong == []
    assert wrongs(there, server) == []
