"""Questions are asked in the page: by a link, by a form, or in SPARQL; the answer is a table."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import re
from collections import Counter
from urllib.parse import quote, unquote

import openpyxl
import pytest
from playwright.sync_api import expect

from ho21.project import open_project
from ho21.sparql.answers import answer_table, column, render_answer, told_of
from ho21.sparql.engine import Engine, unknown_terms
from ho21.sparql.questions import read_questions

VIEW = "#view-spor"
ANSWER = f'{VIEW} .answer[data-state="done"]'
FAULT = f'{VIEW} .answer[data-state="fault"]'
PATIENCE = 40_000
PASTED = ('"', 'a"b\\c', "{}", "\\u0022", "'", "é", "🙂", "a\tb")
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
OUTWARD = re.compile(r"fetch\(|XMLHttpRequest|eval\(|prefix\.cc|lov\.linkeddata|dbpedia")


@pytest.fixture(scope="module")
def questions():
    """Read the saved questions."""
    return {name: x for name, x in read_questions(open_project()).items() if not x.hidden}


@pytest.fixture
def visit(visit):
    """Open the page and be patient: the engine shares the machine with other tests."""
    expect.set_options(timeout=PATIENCE)

    def opened(*arguments, **options):
        there = visit(*arguments, **options)
        there.page.set_default_timeout(PATIENCE)
        return there

    yield opened
    expect.set_options(timeout=5_000)


@pytest.fixture
def answered(visit):
    """Open a question and wait for its answer."""

    def opened(after, *, state=ANSWER, **options):
        there = visit(f"#spor/{after}", **options)
        there.page.wait_for_selector(state, state="attached")
        return there

    return opened


@pytest.fixture
def poor(browser, page_file):
    """Open the page in a browser that lacks something."""
    contexts = []

    def opened(missing, after):
        context = browser.new_context(locale="nb-NO")
        contexts.append(context)
        context.add_init_script(f"delete globalThis.{missing};")
        page = context.new_page()
        page.goto(f"{page_file.as_uri()}{after}")
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()


def own(query):
    """Return the address of a query of one's own."""
    return f"egen?q={quote(query, safe='')}"


def cells(page):
    """Return the text of each cell, row by row."""
    return page.evaluate(
        f"""Array.from(document.querySelectorAll('{VIEW} tbody tr:not(.group)'),
            (row) => Array.from(row.cells, (cell) => cell.textContent))"""
    )


def kept(page, form):
    """Return the name and the text of a file that a button hands over."""
    with page.expect_download() as waited:
        page.locator(f'{VIEW} [data-file="{form}"]').click()
    return waited.value.suggested_filename, waited.value.path().read_bytes().decode()


def meaning(question, questions, lang):
    """Return what a question says where nothing answers it, and the question that is nearest."""
    return f"{question.empty[lang]} {questions[question.nearest].title[lang]}"


def wrongs(there):
    """Return what the page has asked the network for, and what it has complained of."""
    outside = [each for each in there.requests if not each.startswith(("file:", "blob:"))]
    return outside + there.complaints


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_every_saved_question_is_a_link_in_one_group(lang, visit, questions):
    page = visit(f"#spor?lang={lang}").page
    links = page.locator(f"{VIEW} a[data-question]")
    names = [each.get_attribute("data-question") for each in links.all()]
    assert sorted(names) == sorted(questions)
    assert links.all_text_contents() == [questions[name].title[lang] for name in names]
    assert page.locator(f'{VIEW} [data-group="others"] li').count() == 0


def test_the_list_is_narrowed_by_what_is_typed(visit, questions):
    page = visit("#spor").page
    page.fill("#spor-filter", "AKTØR ansvar")
    shown = page.locator(f"{VIEW} li:visible a")
    assert shown.all_text_contents() == [questions["delt-ansvar"].title["nb"]]
    expect(page.locator(f"{VIEW} .filter [role=status]")).to_have_text("Ett spørsmål")
    page.fill("#spor-filter", "")
    assert shown.count() == len(questions)


def test_a_link_leads_to_its_answer_and_back_leads_to_the_list(visit):
    there = visit("#spor")
    there.page.click('[data-question="satsingsomrader"]')
    there.page.wait_for_selector(ANSWER)
    assert len(cells(there.page)) == 10
    there.page.go_back()
    there.page.wait_for_selector("#spor-filter")
    assert wrongs(there) == []


@pytest.mark.parametrize("lang", ["nb", pytest.param("en", marks=pytest.mark.night)])
def test_every_answer_is_drawn_with_all_its_rows_and_known_headings(lang, visit, questions, real):
    there = visit(f"#spor?lang={lang}")
    page = there.page
    wrong = []
    for name, question in questions.items():
        text = Engine(real).filled(question, {}, lang)
        result = Engine(real).query(text).result
        variables = [each.value for each in result.variables]
        count = sum(1 for _ in result)
        page.evaluate(f"location.hash = '#spor/{name}?lang={lang}'")
        title = question.title[lang].replace('"', '\\"')
        page.wait_for_selector(f'{VIEW} h3:text-is("{title}")')
        page.wait_for_selector(ANSWER, state="attached")
        heads = page.locator(f"{VIEW} thead th").all_text_contents()
        known = {column(each.removesuffix("Label"), lang) for each in variables}
        unknown = [each for each in variables if column(each.removesuffix("Label"), lang) == each]
        said = page.locator(f"{VIEW} .answer .meaning").all_text_contents()
        # The sentence above it is the command's, word by word.
        above = page.locator(f"{VIEW} .answer .told").all_text_contents()
        answer = Engine(real).ask(question, {}, lang)
        sentence = told_of(answer, answer_table(answer, lang), lang)
        # A question without an answer says what that means, and which question to ask instead.
        meant = [] if count else [meaning(question, questions, lang)]
        if len(cells(page)) != count or not set(heads) <= known or unknown or said != meant:
            wrong.append((name, count, heads, unknown, said))
        if above != [sentence][: bool(sentence)]:
            wrong.append((name, above, sentence))
    assert wrong == []
    assert wrongs(there) == []


def test_a_row_shows_things_words_place_and_standing(answered):
    page = answered("malbilder").page
    row = page.locator(f"{VIEW} tbody tr:has(q)").first
    assert row.locator("a[data-thing]").count() == 1  # its block is the head of its rows
    words = row.locator("q")
    assert words.get_attribute("lang") == "nb"
    style = "(each) => getComputedStyle(each, '::before').content + getComputedStyle(each).quotes"
    assert "«" in words.evaluate(style)
    assert row.locator('[data-column="standing"]').text_content() == "◆ sagt"
    place = row.locator(".place a")
    assert re.fullmatch(r"[\w-]+\.txt:\d+", place.text_content())
    assert re.match(r"#kilder/[\w-]+\?sted=\d+-\d+", place.get_attribute("href"))


@pytest.mark.parametrize("name", ["hvem-har-hvilken-rolle", "alt-om-en-ting"])
def test_a_link_reads_from_the_thing_of_its_row_as_in_the_terminal(name, answered, questions, real):
    page = answered(f"{name}?lang=nb").page
    engine = Engine(real)
    table = answer_table(engine.ask(questions[name], {}, "nb"), "nb")
    shown = [each for each in ("direction", "relation") if each in [x.key for x in table.columns]]
    drawn = [
        page.locator(f'{VIEW} tbody [data-column="{each}"]').all_text_contents() for each in shown
    ]
    places = [[x.key for x in table.columns].index(each) for each in shown]
    assert drawn == [[row[at] for row in table.texts] for at in places]


def test_a_place_of_several_lines_leads_there_too(answered):
    page = answered("visjonen?lang=en").page
    place = page.locator(f"{VIEW} .place a").first
    assert place.text_content() == "forsterket-innsats.txt:32–34"
    assert "sted=" in place.get_attribute("href")
    # The question has a column of its own for the translation of these words.
    assert page.locator(f"{VIEW} tbody tr").first.locator(".translation").count() == 0


def test_a_thing_in_an_answer_opens_its_panel_and_the_answer_stays(answered):
    there = answered("malbilder")
    before = cells(there.page)
    there.page.locator(f"{VIEW} tbody a[data-thing]").first.click()
    there.panel().wait_for()
    assert cells(there.page) == before
    assert there.page.evaluate("ho21.state().path") == ["malbilder"]


def test_a_reading_is_told_from_what_is_stated_by_words_and_sign(answered, questions, real):
    page = answered("hva-motiverer-hva").page
    said = []
    for row in Engine(real).ask(questions["hva-motiverer-hva"], {}, "nb").result:
        sure = row["confidence"] and row["confidence"].value.replace(".", ",")
        said.append(
            f"◇ tolket {sure}" if row["standing"].value.endswith("#interpreted") else "◆ sagt"
        )
    assert set(said) > {"◆ sagt"}
    assert page.locator(f'{VIEW} tbody [data-column="standing"]').all_text_contents() == said
    read = page.locator(f'{VIEW} tbody tr.read [data-column="standing"]').all_text_contents()
    assert read == [each for each in said if each != "◆ sagt"]


def test_without_readings_only_what_is_stated_answers_and_it_is_said(answered):
    page = answered("hva-motiverer-hva").page
    everything = len(cells(page))
    page.uncheck("#spor-readings")
    expect(page.locator("#spor-stated")).to_have_text(
        "Svaret bygger bare på det kildene selv sier."
    )
    page.wait_for_selector(f"{ANSWER} table")
    assert page.locator(f"{VIEW} tr.read").count() == 0
    assert 0 < len(cells(page)) < everything
    assert page.evaluate("location.hash").endswith("tolket=0")


def test_an_empty_answer_says_so(answered):
    page = answered("tiltak-med-ord?ord=finnesikke").page
    assert "Ingen rader" in page.locator(f"{VIEW} .answer .lead:not(.told)").text_content()
    assert cells(page) == []
    meaning = page.locator(f"{VIEW} .answer .meaning")
    assert meaning.text_content().startswith("Ingen tiltak har dette ordet i ordlyden.")
    assert meaning.locator("a").get_attribute("href") == "#spor/alt-om-et-ord"


def test_a_form_fills_in_a_thing_by_its_name(answered, questions, real):
    there = answered("hva-angar-aktoren")
    page = there.page
    page.fill("#spor-aktor", "HelseOmsorg21-rådet")
    page.press("#spor-aktor", "Enter")
    expect(page).to_have_url(re.compile("aktor=aktor%2Fho21-radet"))
    page.wait_for_selector(ANSWER)
    _, text = kept(page, "JSON")
    asked = Engine(real).filled(questions["hva-angar-aktoren"], {"aktor": "ho21-radet"}, "nb")
    assert text == render_answer(Engine(real).query(asked), "json", "nb")
    assert page.input_value("#spor-aktor") == "HelseOmsorg21-rådet"
    assert wrongs(there) == []


def test_a_parameter_that_is_called_as_one_of_the_page_has_a_name_of_its_own(answered):
    there = answered("alt-om-en-ting?p-ting=soyle/konkurransedyktig-helseindustri")
    assert there.page.input_value("#spor-ting") == "Konkurransedyktig helseindustri"
    assert there.panel().is_hidden()


def test_a_thing_that_is_not_there_is_refused_and_nothing_is_asked(visit):
    page = visit("#spor/hva-angar-aktoren?aktor=ingen%20slik").page
    assert "«ingen slik»" in page.locator(f"{VIEW} [role=alert]").text_content()
    assert page.locator(f"{VIEW} tbody tr").count() == 0
    assert not page.evaluate("ho21.started()")


@pytest.mark.parametrize(
    "word",
    [
        *("\\", '" } ?a ?b ?c . #', "$&"),
        *(pytest.param(each, marks=pytest.mark.night) for each in PASTED),
    ],
)
def test_a_word_is_never_pasted_into_the_query(word, answered, questions, real):
    page = answered(f"alt-om-et-ord?ord={quote(word, safe='')}").page
    _, text = kept(page, "JSON")
    asked = Engine(real).filled(questions["alt-om-et-ord"], {"ord": word}, "nb")
    assert text == render_answer(Engine(real).query(asked), "json", "nb")


def test_a_number_is_checked_and_may_have_a_comma(answered):
    page = answered("hva-bidrar-til-omradene").page
    assert page.input_value("#spor-minst") == "0,5"
    page.fill("#spor-minst", "0,9")
    page.click("#spor-submit")
    expect(page).to_have_url(re.compile(r"minst=0\.9"))
    page.wait_for_selector(ANSWER)
    page.fill("#spor-minst", "1 } #")
    page.click("#spor-submit")
    assert "er ikke et tall" in page.locator(f"{VIEW} [role=alert]").text_content()


@pytest.mark.parametrize("name", ["malbilder", "alle-tall", "dokumenter-og-avskrifter"])
def test_the_files_are_those_of_the_command(name, answered, questions, real):
    page = answered(name).page
    text = questions[name].text
    for form in ("csv", "json"):
        expected = render_answer(Engine(real).query(text), form, "nb")
        assert kept(page, form.upper()) == (f"{name}.{form}", expected)


def test_the_query_is_shown_and_opens_in_the_editor(answered, questions):
    page = answered("visjonen").page
    page.click(f"{VIEW} .sparql summary")
    assert page.locator(f"{VIEW} .sparql pre").text_content() == questions["visjonen"].text
    page.click(f"{VIEW} [data-control=edit]")
    page.wait_for_selector(f"{VIEW} .field[data-ready] .CodeMirror")
    page.wait_for_selector(ANSWER)
    written = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
    head, query = questions["visjonen"].text.split("\n\n", 1)
    kept = [line for line in head.split("\n") if line.startswith(("# nb: ", "# en: ", "# group: "))]
    assert written == "\n".join([*kept, "", query])
    # The one place where the vision itself is written; that it holds is an assessment of it.
    assert len(cells(page)) == 1


def test_the_editor_and_the_engine_wait_until_they_are_needed(visit):
    there = visit("#spor")
    assert there.page.evaluate("typeof globalThis.Yasqe") == "undefined"
    assert there.page.workers == []
    there.page.click(f"{VIEW} a.button")
    there.page.wait_for_selector(f"{VIEW} .field[data-ready] .CodeMirror")
    assert there.page.evaluate("typeof globalThis.Yasqe") == "function"
    assert there.page.workers == []
    assert wrongs(there) == []


def typed(page, text):
    """Write in the editor as a person does, after what is there is cleared."""
    page.wait_for_selector(f"{VIEW} .field[data-ready] .CodeMirror")
    page.click(f"{VIEW} .CodeMirror-lines")
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def test_a_query_is_written_and_run_by_the_keyboard_and_its_address_is_shared(visit):
    there = visit("#spor/egen")
    typed(there.page, "ASK { ?s a ho:Council }")
    there.page.keyboard.press("Escape")
    there.page.keyboard.press("Control+Enter")
    there.page.wait_for_selector(ANSWER)
    assert there.page.locator(f"{VIEW} [data-answer]").text_content() == "Ja."
    assert "egen?q=ASK" in there.page.evaluate("location.hash")
    assert there.page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert wrongs(there) == []


def test_the_editor_completes_our_own_words_and_catches_no_one(visit):
    there = visit("#spor/egen")
    page = there.page
    typed(page, "SELECT * { ?s a ho:TargetP")
    hint = page.locator(".CodeMirror-hint").first
    hint.wait_for()
    assert hint.text_content() == "ho:TargetPicture  målbilde"
    page.keyboard.press("Enter")
    value = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
    assert value == "SELECT * { ?s a ho:TargetPicture"
    page.keyboard.type(" ; ho:isPartOf helsedata")
    expect(page.locator(".CodeMirror-hint").first).to_contain_text("fundament:helsedata")
    expect(page.locator(".CodeMirror-line").first).to_contain_text("ho:isPartOf helsedata")
    page.keyboard.press("Escape")
    expect(page.locator(".CodeMirror-hints")).to_have_count(0)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "spor-run"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "SPARQL-spørring"
    assert wrongs(there) == []


def test_a_wrong_query_says_where_and_leads_there(answered):
    there = answered(own("SELECT *\n{ ?s ?p 'æ🙂' ; ?q }"), state=FAULT)
    page = there.page
    expect(page.locator(f"{VIEW} .status")).to_have_text(
        "Spørringen er ikke gyldig SPARQL på linje 2, tegn 16; rett den der."
    )
    page.wait_for_selector(f"{VIEW} .wrong-here")
    page.click(f"{VIEW} .answer button")
    cursor = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getCursor()")
    assert (cursor["line"], cursor["ch"]) == (1, 16)
    page.click("#language")
    expect(page.locator(f"{VIEW} .status")).to_have_text(
        "The query is not valid SPARQL at line 2, column 16; correct it there."
    )
    assert wrongs(there) == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("INSERT DATA { <a:a> <a:b> 1 }", "INSERT er en oppdatering"),
        ("SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }", "SERVICE er ikke tillatt"),
        ("SELECT * FROM <a:b> { ?s ?p ?o }", "Grafen <a:b> finnes ikke"),
        (f"ASK {'{' * 200}{'}' * 200}", "for dypt nestet (over 100 nivåer)"),
    ],
)
def test_what_may_not_be_asked_is_refused_in_a_sentence(query, words, answered):
    there = answered(own(query), state=FAULT)
    assert words in there.page.locator(f"{VIEW} .status").text_content()
    assert wrongs(there) == []


def test_a_runaway_query_is_stopped_and_the_page_lives_on(visit):
    there = visit(f"#spor/{own(RUNAWAY)}")
    page = there.page
    expect(page.locator(f"{VIEW} .status")).to_have_text("Spør …")
    page.wait_for_selector(f"{VIEW} .field[data-ready] .CodeMirror")
    stop = page.locator(f"{VIEW} .stop")
    expect(stop).to_be_visible()
    stop.click()
    page.wait_for_selector(FAULT, state="attached")
    expect(page.locator(f"{VIEW} .status")).to_have_text("Spørringen er stoppet.")
    expect(stop).to_be_hidden()
    page.evaluate("location.hash = '#spor/malbilder'")
    page.wait_for_selector(ANSWER)
    assert len(cells(page)) == 24
    assert wrongs(there) == []


def test_a_crash_of_the_engine_is_told_and_the_next_query_is_answered(visit_with_windows):
    """The one without windows does not survive what the engine does then."""
    deep = f"SELECT * {{ {'MINUS{?a ?b ?c}' * 999} }}"
    there = visit_with_windows(f"#spor/{own(deep)}")
    there.page.wait_for_selector(f"{FAULT}, {ANSWER}", state="attached")
    said = there.page.locator(f"{VIEW} .status").text_content()
    assert said.startswith(("Spørringen ble for tung", "Svaret har"))
    there.page.evaluate("location.hash = '#spor/malbilder'")
    there.page.wait_for_selector(f"{ANSWER} table")
    assert len(cells(there.page)) == 24


def test_more_than_ten_thousand_rows_are_announced_and_the_file_has_them_all(answered):
    page = answered(own("SELECT ?s ?p { ?s ?p ?o } LIMIT 10001")).page
    said = page.locator(f"{VIEW} [data-cut]").text_content()
    assert said.replace("\u00a0", " ").startswith("Svaret har 10 001 rader. Bare de første 10 000")
    assert page.locator(f"{VIEW} tbody tr").count() == 10_000
    _, text = kept(page, "CSV")
    assert len(list(csv.reader(io.StringIO(text)))) == 10_002


def test_ten_thousand_rows_are_all_there_and_nothing_is_announced(answered):
    page = answered(own("SELECT ?s ?p { ?s ?p ?o } LIMIT 10000")).page
    assert page.locator(f"{VIEW} [data-cut]").count() == 0
    assert page.locator(f"{VIEW} tbody tr").count() == 10_000


def test_triples_are_a_table_and_a_file(answered, real):
    query = "CONSTRUCT WHERE { aktor:ho21-radet ?p ?o }"
    there = answered(own(query))
    name, text = kept(there.page, "N-Triples")
    expected = render_answer(Engine(real).query(query), "nt", "nb")
    assert name == "svar.nt"
    assert sorted(text.splitlines()) == sorted(expected.splitlines())
    assert len(cells(there.page)) == len(text.splitlines())
    assert wrongs(there) == []


HOSTILE = """SELECT ?x ?html ?quote ?place ?other {
  BIND("<b>a</b><img src=x onerror=alert(5)>"^^rdf:HTML AS ?html)
  BIND("<img src=x onerror=alert(1)><script>alert(2)</script>" AS ?x)
  BIND("</q><b>fet</b>" AS ?quote) BIND("javascript:alert(3).txt:1" AS ?place)
  BIND(<javascript:alert(4)> AS ?other)
}"""


def test_what_looks_like_markup_in_an_answer_is_text(answered):
    there = answered(own(HOSTILE))
    page = there.page
    assert cells(page)[0][0] == "<img src=x onerror=alert(1)><script>alert(2)</script>"
    inside = "img, script, b, a"
    assert page.locator(f"{VIEW} tbody").locator(inside).count() == 0
    assert wrongs(there) == []


def test_markup_would_be_found_in_an_answer(answered):
    page = answered("visjonen").page
    assert page.locator(f"{VIEW} tbody").locator("img, script, b, a").count() > 0


@pytest.mark.parametrize("missing", ["WebAssembly", "DecompressionStream"])
def test_a_browser_that_cannot_answer_says_so_and_the_other_views_live(missing, poor):
    page = poor(missing, "#spor")
    assert "WebAssembly og DecompressionStream" in page.locator(f"{VIEW} .notice").text_content()
    assert page.locator(f"{VIEW} a[data-question]").count() > 40
    page.evaluate("location.hash = '#spor/malbilder'")
    page.wait_for_selector(f"{VIEW} .sparql")
    assert page.locator(f"{VIEW} .notice").count() == 1
    page.evaluate("location.hash = '#spor/egen'")
    page.wait_for_selector(f'{VIEW} pre[aria-label="SPARQL"]')
    assert page.locator(f"{VIEW} .CodeMirror").count() == 0
    page.evaluate("location.hash = '#start'")
    page.wait_for_selector("#view-start .tiles")


def test_a_browser_that_can_answer_says_nothing_of_it(visit):
    assert visit("#spor").page.locator(f"{VIEW} .notice").count() == 0


def test_a_question_that_is_not_there_is_told_of(visit):
    page = visit("#spor/finnes-ikke").page
    assert "«finnes-ikke»" in page.locator(f"{VIEW} .notice").text_content()
    assert page.locator(f"{VIEW} a[data-question]").count() > 40


def test_the_editor_has_no_way_out(page_file):
    page = page_file.read_text(encoding="utf-8")
    packed = re.search(r'id="pack-editor">([^<]+)<', page)[1]
    text = gzip.decompress(base64.b64decode(packed)).decode()
    assert OUTWARD.findall(text) == []
    assert "sparql11" in text
    assert OUTWARD.findall('fetch("https://prefix.cc")') == ["fetch(", "prefix.cc"]


@pytest.mark.parametrize("address", ["", "/malbilder", "/egen"])
def test_the_page_is_never_wider_than_the_window(address, visit):
    there = visit(f"#spor{address}")
    page = there.page
    if address == "/malbilder":
        page.wait_for_selector(ANSWER)
    if address == "/egen":
        page.wait_for_selector(f"{VIEW} .field[data-ready] .CodeMirror")
    wide = f"""Math.max(document.documentElement.scrollWidth - innerWidth,
        document.querySelector('{VIEW}').scrollWidth
        - document.querySelector('{VIEW}').clientWidth)"""
    over = {}
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        there.settle()
        over[width] = page.evaluate(wide)
    assert {width: much for width, much in over.items() if much > 0} == {}


@pytest.mark.night
@pytest.mark.parametrize("address", ["", "/hva-bidrar-til-omradene", "/egen"])
def test_the_view_has_no_fault_that_axe_finds(address, visit, both_schemes):
    page = visit(f"#spor{address}").page
    if address == "/hva-bidrar-til-omradene":
        page.wait_for_selector(ANSWER)
    if address == "/egen":
        page.wait_for_selector(f"{VIEW} .field[data-ready] .CodeMirror")
    assert both_schemes(page, VIEW) == []


def test_what_is_wrong_in_a_page_would_be_found(visit, faults):
    there = visit("#spor")
    there.page.evaluate(
        f"""() => {{
            const bad = document.createElement("img");
            bad.style.width = "5000px";
            document.querySelector("{VIEW}").append(bad);
            return fetch("https://example.org/").catch(() => null);
        }}"""
    )
    there.settle()
    assert wrongs(there) != []
    wide = f"(v => v.scrollWidth - v.clientWidth)(document.querySelector('{VIEW}'))"
    assert there.page.evaluate(wide) > 0
    assert "image-alt" in dict(faults(there.page, VIEW))


def test_the_sentences_are_those_of_the_command():

    from ho21.resources import messages

    ours = messages("explorer/static/query/query.toml")
    theirs = messages("errors.toml")
    shared = [key for key in ours["nb"] if key.startswith("query-")]
    assert len(shared) == 9
    for lang in ("nb", "en"):
        assert {key: ours[lang][key] for key in shared} == {
            key: theirs[key][lang] for key in shared
        }
    assert json.dumps(sorted(ours["nb"])) == json.dumps(sorted(ours["en"]))


def test_an_answer_that_builds_on_readings_says_what_the_sources_alone_would_give(answered, real):
    there = answered("alt-om-en-ting")
    note = there.page.locator(f"{VIEW} .ground").inner_text()
    asked = read_questions(open_project())["alt-om-en-ting"]
    alone = Engine(real.stated).ask(asked).result

    assert note.startswith("◇")
    assert f"gir spørsmålet {len(list(alone))} rader" in note
    assert answered("visjonen").page.locator(f"{VIEW} .ground").count() == 0
    # A question that tells it in its own sentence does not say it twice.
    page = answered("malbilder-uten-tiltak").page
    assert "Etter kildene alene: 24." in page.locator(f"{VIEW} .told").inner_text()
    assert page.locator(f"{VIEW} .ground").count() == 0


def test_the_sentence_follows_what_is_asked_about_and_the_choice_of_readings(answered):
    page = answered("tiltak-med-ord?ord=kompetanse&tolket=0").page
    rows = len({row[1] for row in cells(page)})
    assert (
        page.locator(f"{VIEW} .told").inner_text() == f"{rows} tiltak har «kompetanse» i ordlyden."
    )
    page = answered("malbilder-uten-tiltak?tolket=0").page
    assert page.locator(f"{VIEW} .told").inner_text() == (
        "24 av 24 målbilder har ingen tiltaksforslag bak seg."
    )


def test_rows_are_gathered_where_the_question_says_so(answered, real):
    page = answered("malbilder-uten-tiltak").page
    heads = page.locator(f"{VIEW} tbody tr.group th")
    rows = Engine(real).ask(read_questions(open_project())["malbilder-uten-tiltak"]).result
    blocks = Counter(row["blockLabel"].value for row in rows)
    told = sorted(" ".join(each.split()) for each in heads.all_text_contents())
    assert told == sorted(f"{name} ({n})" for name, n in blocks.items())
    assert {each.get_attribute("scope") for each in heads.all()} == {"rowgroup"}
    assert "Søyle eller fundament" not in page.locator(f"{VIEW} thead th").all_text_contents()
    assert answered("visjonen").page.locator(f"{VIEW} tr.group").count() == 0


def test_the_things_of_an_answer_are_shown_on_the_map(answered, real):
    page = answered("malbilder-uten-tiltak").page
    address = unquote(page.locator(f"{VIEW} [data-control=kart]").get_attribute("href"))
    rows = Engine(real).ask(read_questions(open_project())["malbilder-uten-tiltak"]).result
    wanted = {
        "/".join(row[name].value.split("/")[-2:]) for row in rows for name in ("picture", "block")
    }
    assert address.startswith("#kart?bare=")
    assert set(address.removeprefix("#kart?bare=").split(",")) == wanted
    assert answered("alle-tall").page.locator(f"{VIEW} [data-control=kart]").count() == 1
    assert (
        answered(own("SELECT (1 AS ?x) {}")).page.locator(f"{VIEW} [data-control=kart]").count()
        == 0
    )


def test_an_answer_is_kept_as_a_workbook(answered, real):
    page = answered("forslagene").page
    with page.expect_download() as waited:
        page.locator(f'{VIEW} [data-file="Excel"]').click()
    assert waited.value.suggested_filename == "forslagene.xlsx"
    (made,) = openpyxl.load_workbook(io.BytesIO(waited.value.path().read_bytes())).worksheets
    heads, *rows = ([each.value for each in row] for row in made.iter_rows())
    answer = Engine(real).ask(read_questions(open_project())["forslagene"])
    table = answer_table(answer, "nb")
    assert heads == table.headings
    assert sorted(row[heads.index("Tiltak")] for row in rows) == sorted(
        row[table.headings.index("Tiltak")] for row in table.texts
    )
    assert {type(row[0]) for row in rows} == {int}


UNKNOWN = [
    "SELECT * { ?a ho:responsible ?b }",
    "SELECT * { ?a ho:theme ?b ; ho:responsibleActor ?c ; ho:nevner ?d }",
    "SELECT * { ?a ho:responsble ?b . ?c ho:responsble ?d ; ho:Measur ?e ; ho:partof ?f }",
    "SELECT * { ?a ho:zyxwvutsrq ?b }",
    "PREFIX ho: <urn:x> SELECT * { ?a ho:responsble ?b }",
    "SELECT * { ?a rdfs:label 'ho:responsble' } # ho:responsble",
    "SELECT * { ?a ho:modallity ?b ; ho:isStatdIn ?c ; ho:contributes ?d ; ho:saidby ?e }",
    "SELECT * { ?a ho:conf ?b ; ho:targetpictures ?c ; ho:Ministeries ?d ; ho:quotes ?e }",
]


def test_an_unknown_term_is_named_with_the_one_that_was_probably_meant(answered, real, subtests):
    for query in UNKNOWN:
        there = answered(own(query))
        told = there.page.locator(f"{VIEW} .answer [data-unknown]")
        said = {
            each.get_attribute("data-unknown"): each.inner_text().split("?")[0]
            for each in told.all()
        }
        meant = unknown_terms(query, real)
        with subtests.test(query):
            assert said.keys() == meant.keys()
            for word, near in meant.items():
                assert said[word].endswith(f"Mente du {near}" if near else "funnet ved det.")


def test_one_click_asks_with_the_term_that_was_meant(answered):
    page = answered(own("SELECT ?m ?t { ?m ho:theme ?t . ?t a ho:Theme }")).page
    assert cells(page) == []
    page.click(f"{VIEW} [data-unknown='ho:theme'] a")
    expect(page.locator(f"{VIEW} [data-unknown]")).to_have_count(0)
    page.wait_for_selector(f"{VIEW} .answer tbody tr")
    assert len(cells(page)) > 20
    assert "ho%3AisPartOf" in page.evaluate("location.hash")
    assert "ho%3ATheme" in page.evaluate("location.hash")
    # What a saved question is written in is known, and is not looked at.
    assert answered("visjonen").page.locator(f"{VIEW} [data-unknown]").count() == 0
