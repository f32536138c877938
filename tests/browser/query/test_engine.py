"""The engine in the page answers as the engine of the command does, or says what is wrong."""

from __future__ import annotations

import json
import random

import pytest
from pyoxigraph import QueryTriples

from ho21.errors import UsageError
from ho21.project import open_project
from ho21.sparql.answers import render_answer
from ho21.sparql.engine import Engine
from ho21.sparql.questions import read_questions
from support.hostile_queries import CHAINS, NESTED, SERVICES, nested

ASK = """async ([query, stated]) => {
    try {
        const answer = await ho21.run(query, { stated });
        const text = answer.blob ? await answer.blob.text() : answer.text;
        return { kind: answer.kind, text, count: answer.count ?? null };
    } catch (fault) {
        return { kind: fault.key ?? String(fault.stack), fields: fault.fields ?? {} };
    }
}"""
MANY = f"""async (queries) => {{
    const ask = {ASK};
    const answers = [];
    for (const query of queries) answers.push(await ask(query));
    return answers;
}}"""

OWN = {
    "who is a council": "SELECT * { ?s a ho:Council }",
    "nothing": "SELECT * { ?s a ho:Nothing }",
    "whether": "ASK { ?s a ho:Council }",
    "whether not": "ASK { ?s a ho:Nothing }",
    "construct": "CONSTRUCT { ?s ho:x ?o } WHERE { ?s a ho:Council ; ho:quote ?o }",
    "construct where": "CONSTRUCTWHERE { ?s a ho:Goal }",
    "describe": "DESCRIBE aktor:ho21-radet",
    "describe by pattern": "DESCRIBE ?s WHERE { ?s a ho:Vision }",
    "from": "SELECT ?s ?o FROM <https://w3id.org/ho21/graph/kilde/toppmote> { ?s a ?o }",
    "from two": """SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/ho21/graph/kilde/toppmote>
        FROM <https://w3id.org/ho21/graph/tolkning> { ?s ?p ?o }""",
    "from named": """SELECT (COUNT(*) AS ?n) FROM NAMED <https://w3id.org/ho21/graph/aktorer>
        { GRAPH ?g { ?s ?p ?o } }""",
    "from named hides the default graph": """SELECT (COUNT(*) AS ?n)
        FROM NAMED <https://w3id.org/ho21/graph/aktorer> { ?s ?p ?o }""",
    "from a relative name": """BASE <https://w3id.org/ho21/> SELECT (COUNT(*) AS ?n)
        FROM <graph/tolkning> { ?s ?p ?o }""",
    "graph": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    "union is no sum": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "aggregates": """SELECT ?c (COUNT(DISTINCT ?s) AS ?n) (SAMPLE(?c) AS ?one) (MIN(?l) AS ?first)
        { ?s a ?c ; skos:prefLabel ?l } GROUP BY ?c HAVING(?n > 5) ORDER BY DESC(?n) STR(?c)""",
    "a path": "SELECT ?above { ho:TargetPicture rdfs:subClassOf+ ?above } ORDER BY ?above",
    "an inverse path": "SELECT ?s { soyle:konkurransedyktig-helseindustri ^ho:isPartOf/a ?s }",
    "a negated path": "SELECT DISTINCT ?p { ?s !(rdf:type|skos:prefLabel) ?o ; ?p ?o } ORDER BY ?p",
    "a language": """SELECT ?l { ?s a ho:Pillar ; skos:prefLabel ?l
        FILTER(LANGMATCHES(LANG(?l), "en")) } ORDER BY ?l""",
    "optional": """SELECT ?s ?q { ?s a ho:Actor OPTIONAL { ?s ho:quote ?q } }
        ORDER BY STR(?s) STR(COALESCE(?q, ""))""",
    "unicode": """# Større æøå 🙂
        SELECT ?s ("«Æøå» 🙂" AS ?ord) { ?s skos:prefLabel ?l FILTER(CONTAINS(?l, "ø")) }
        ORDER BY ?s LIMIT 20""",
    "unicode in names of variables": "SELECT ?påstand { ?påstand a ho:Vision }",
    "a prefix of one's own": "PREFIX ho: <http://xmlns.com/foaf/0.1/> ASK { ?s ho:homepage ?o }",
    "values and numbers": """SELECT ?x (?x * 2 AS ?y) (1/3 AS ?z) (xsd:double(?x) AS ?d)
        { VALUES ?x { 1 2.50 3e0 "a" } }""",
    "minus and exists": """SELECT ?s { ?s a ho:Recommendation MINUS { ?s ho:contributesTo ?g }
        FILTER NOT EXISTS { ?s ho:performer ?p } } ORDER BY ?s""",
    "a subselect": "SELECT ?s { { SELECT ?s { ?s a ho:Theme } ORDER BY ?s LIMIT 3 } } ORDER BY ?s",
    "strings": r"""SELECT ("a\n\"b\"\\,c" AS ?s) (STRLANG("x", "nb") AS ?t)
        (IRI("a:b,c") AS ?i) {}""",
    "a date": "SELECT ?s ?w { ?s ho:when ?w } ORDER BY STR(?s) STR(?w)",
}

WRONG = [
    "",
    " ",
    "# only a comment",
    "SELEC * { ?s ?p ?o }",
    "SELECT",
    "SELECT *",
    "SELECT * {",
    "SELECT * { ?s ?p }",
    "SELECT * { ?s ?p ?o",
    "SELECT *\nWHERE {\n  ?s ?p ?o .\n  ?s ;\n}",
    "# æøå\nSELECT * { ?s rdfs:label «ord» }",
    "SELECT * { ?s rdfs:label “ord” }",
    "\ufeffSELECT * { ?s ?p ?o }",
    "SELECT\u00a0* { ?s ?p ?o }",
    "# 🙂 \nSELECT * { ?s ?p '🙂\0' }",
    "SELECT * { ?s ?p '🙂' ; ?q }",
    "SELECT * { ?s nowhere:x ?o }",
    "PREFIX a: <b c> SELECT * {}",
    "SELECT ?a (COUNT(?b) AS ?n) { ?a ?b ?c }",
    "SELECT (1 AS ?x) { BIND(2 AS ?x) }",
    "SELECT * { ?s ?p 'a\nb' }",
    "SELECT * { FILTER }",
    "SELECT * { FILTER(1 = ) }",
    "SELECT * { OPTIONAL ?s ?p ?o }",
    "SELECT * { ?s ?p ?o } ORDER ?s",
    "SELECT * { ?s ?p ?o } LIMIT many",
    "SELECT * { ?s ?p ?o }}",
    "SELECT * { ?s ?p ?o } GROUP BY",
    "ASK WHERE",
    "DESCRIBE",
    "CONSTRUCT { ?s ?p } WHERE { ?s ?p ?o }",
    "BASE SELECT * {}",
    "\n\n\tSELECT * { ?s ?p ?o . . }",
    "SELECT * { ?s ?p ?o } # ferdig\nSELECT",
]
REFUSED = [
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "PREFIX x: <http://x/#> DELETE WHERE { ?s ?p ?o }",
    "LOAD <http://127.0.0.1:9/>",
    "SELECT * FROM <a:b> { ?s ?p ?o }",
    "SELECT * FROM NAMED <a:b> { ?s ?p ?o }",
    "SELECT *FROM<a:b>{ ?s ?p ?o }",
    "SELECT * FROMNAMED<a:b> { ?s ?p ?o }",
    "PREFIX g:<a:> SELECT * FROMg:b { ?s ?p ?o }",
    "BASE <https://w3id.org/ho21/> SELECT * FROM <nowhere> { ?s ?p ?o }",
    "SELECT * FROM <GRAPH/> FROM undeclared:x { ?s ?p ?o }",
    "SELECT * { FILTER(1<?b#> '''\n) SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } #''' \n}",
    "SELECT (ho:nowhere(1) AS ?x) {}",
    *SERVICES.values(),
    *(start + link * 3_000 + end for start, link, end in CHAINS.values()),
    *(nested(kind, 101) for kind in NESTED),
]
PARTS = [
    *(
        "SELECT * ",
        "ASK ",
        "{ ",
        "} ",
        "?s ?p ?o ",
        ". ",
        "; ",
        ", ",
        "( ",
        ") ",
        "FILTER",
        "1 < 2 ",
    ),
    *("ho:Goal ", "a ", "x:y ", "<a:b> ", "'æø' ", '"""a"""@nb ', "FROM ", "NAMED ", "GRAPH ?g "),
    *("VALUES ?x ", "BIND(1 AS ?x) ", "OPTIONAL ", "UNION ", "\n", "# c\n", "🙂", "ORDER BY ?s "),
    *("PREFIX a: ", "BASE ", "<https://w3id.org/ho21/graph/tolkning> ", "LIMIT 1 ", "SERVICE "),
    *("<", "||", "(COUNT(*) AS ?n) ", "DISTINCT ", "\\", "[] ", "_:b ", "^^xsd:date ", "+1.5e3 "),
]
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def there(browser, page_file):
    """Open the page once for all that asks."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    yield page
    context.close()


def command(query, dataset):
    """Return what the command answers, in the page's form."""
    try:
        found = Engine(dataset).query(query)
        form = "nt" if isinstance(found.result, QueryTriples) else "json"
        return {"text": render_answer(found, form, "nb")}
    except UsageError as error:
        return {"kind": error.key, "fields": error.fields}


def rows(text):
    """Return an answer as a multiset: without ORDER BY any order is right."""
    if not text.startswith("{"):
        return sorted(text.splitlines())
    found = json.loads(text)
    bindings = found.get("results", {}).get("bindings", [])
    return found["head"], found.get("boolean"), sorted(map(json.dumps, bindings))


@pytest.mark.parametrize("lang", ["nb", pytest.param("en", marks=pytest.mark.night)])
def test_every_saved_question_has_the_same_answer_byte_for_byte(lang, there, real):
    questions = read_questions(open_project())
    texts = {each.name: Engine(real).filled(each, {}, lang) for each in questions.values()}
    answers = there.evaluate(MANY, [[text, False] for text in texts.values()])
    wrong = []
    for name, found in zip(texts, answers, strict=True):
        expected = Engine(real).ask(questions[name], lang=lang)
        if found.get("text") != render_answer(expected, "json", lang):
            wrong.append(name)
    assert wrong == []
    assert len(texts) >= 40


def test_every_saved_question_has_the_same_answer_from_what_is_stated_alone(there, real):
    texts = {name: each.text for name, each in read_questions(open_project()).items()}
    answers = there.evaluate(MANY, [[text, True] for text in texts.values()])
    expected = [command(text, real.stated) for text in texts.values()]
    found = [{"text": each.get("text")} for each in answers]
    assert found == expected


@pytest.mark.parametrize("name", OWN)
def test_a_query_of_ones_own_has_the_same_rows_as_the_command_gives(name, there, real):
    found = there.evaluate(ASK, [OWN[name], False])
    expected = command(OWN[name], real)
    assert rows(found["text"]) == rows(expected["text"])


def test_two_answers_that_differ_are_told_apart(there, real):
    found = there.evaluate(ASK, [OWN["who is a council"], False])
    assert rows(found["text"]) != rows(command(OWN["nothing"], real)["text"])


def test_what_is_read_is_not_there_in_what_is_stated(there):
    graph = "<https://w3id.org/ho21/graph/tolkning>"
    query = f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
    answers = there.evaluate(
        MANY, [[query, False], [query, True], [f"ASK FROM {graph} {{}}", True]]
    )
    assert [json.loads(each["text"])["boolean"] for each in answers[:2]] == [True, False]
    assert answers[2]["kind"] == "query-graph"


@pytest.mark.parametrize("query", WRONG)
def test_a_wrong_query_is_wrong_at_the_same_line_and_column(query, there, real):
    found = there.evaluate(ASK, [query, False])
    expected = command(query, real)
    assert expected["kind"] in {"query-syntax", "query-sign"}
    assert found == expected


def test_what_the_command_refuses_the_page_refuses_for_the_same_reason(there, real):
    answers = there.evaluate(MANY, [[query, False] for query in REFUSED])
    expected = [command(query, real) for query in REFUSED]
    plain = [
        each if each["kind"] != "query-failed" else {"kind": each["kind"]} for each in expected
    ]
    found = [each if each["kind"] != "query-failed" else {"kind": each["kind"]} for each in answers]
    assert found == plain


def test_any_text_is_judged_as_the_command_judges_it(there, real):
    chance = random.Random(21)
    texts = [
        "".join(chance.choices(PARTS, k=chance.randrange(1, 9))) + chance.choice(["", " {}", "}"])
        for _ in range(600)
    ]
    answers = there.evaluate(MANY, [[text, False] for text in texts])
    wrong = []
    for text, found in zip(texts, answers, strict=True):
        expected = command(text, real)
        if "text" in expected:
            same = "text" in found and rows(found["text"]) == rows(expected["text"])
        else:
            same = found["kind"] == expected["kind"] and (
                found["kind"] == "query-failed" or found["fields"] == expected["fields"]
            )
        if not same:
            wrong.append((text, expected, found))
    assert wrong == []


def test_what_is_deep_but_passes_is_answered_or_told_of_and_the_page_lives_on(there):
    queries = [[nested(kind, 99), False] for kind in NESTED]
    queries += [
        [start + link * 990 + end, False]
        for name, (start, link, end) in CHAINS.items()
        if name in {"filters", "union", "exclusions", "plus", "or"}
    ]
    kinds = [each["kind"] for each in there.evaluate(MANY, queries)]
    assert set(kinds) <= {"rows", "crashed", "query-syntax", "query-failed"}
    assert there.evaluate(ASK, ["ASK {}", False])["kind"] == "boolean"


def test_an_answer_of_many_rows_is_whole_in_its_file_and_counted(there):
    query = "SELECT * { ?s ?p ?o } LIMIT 12000"
    found = there.evaluate(
        """async (query) => {
            const { rows, count, blob } = await ho21.run(query);
            const whole = JSON.parse(await blob.text()).results.bindings.length;
            return [rows.length, count, whole];
        }""",
        query,
    )
    assert found == [10_000, 12_000, 12_000]


def test_a_runaway_query_is_stopped_and_the_next_one_is_answered(there):
    found = there.evaluate(
        """async (query) => {
            const stopper = new AbortController();
            const running = ho21.run(query, { signal: stopper.signal }).catch((each) => each.key);
            const first = await Promise.race([
                running,
                new Promise((done) => setTimeout(() => done("still running"), 1500)),
            ]);
            stopper.abort();
            return [first, await running, ho21.started()];
        }""",
        RUNAWAY,
    )
    assert found == ["still running", "stopped", False]
    assert there.evaluate(ASK, ["ASK {}", False])["kind"] == "boolean"


def test_the_engine_is_not_started_before_it_is_asked_and_asks_for_nothing(visit):
    opened = visit()
    assert not opened.page.evaluate("ho21.started()")
    assert opened.page.workers == []
    assert opened.page.evaluate(ASK, ["ASK {}", False])["kind"] == "boolean"
    assert opened.page.evaluate("ho21.started()")
    assert len(opened.page.workers) == 1
    assert [each for each in opened.requests if not each.startswith(("file:", "blob:"))] == []
    assert opened.complaints == []


@pytest.mark.parametrize("name", ["WebAssembly", "DecompressionStream", "Worker"])
def test_a_browser_without_what_the_engine_needs_says_so(name, browser, page_file):
    context = browser.new_context()
    context.add_init_script(f"delete globalThis.{name};")
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    kind = page.evaluate(ASK, ["ASK {}", False])["kind"]
    context.close()
    assert kind == "unavailable"
