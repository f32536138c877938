"""The same questions put to another server, which is always told of which graphs they are asked."""

import json

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from ho21.dataset.loader import load
from ho21.errors import UsageError
from ho21.project import open_project
from ho21.remote.endpoint import RemoteEngine, triples
from ho21.remote.http import HttpClient, Response
from ho21.sparql.answers import render_answer
from ho21.sparql.engine import Engine
from support.canary import canary
from support.served import ENDLESS, serving
from support.stranger import drip, graphs_of, looks, reply, silence, stranger
from support.tiny import BASE

SELECT = "SELECT ?thing ?label { ?thing skos:prefLabel ?label }"
XSD = "http://www.w3.org/2001/XMLSchema#"
NT = "application/n-triples"


@pytest.fixture
def dataset(tiny_project):
    return load(open_project(str(tiny_project()))).sound()


def sizes(dataset, **changed) -> list[dict]:
    """Return what an honest server says of which graphs it has."""
    counts = {graph: len(facts) for graph, facts in dataset.facts.items() if facts}
    counts |= {BASE.graph(name.replace("_", "/")).value: size for name, size in changed.items()}
    return [
        {"graph": {"type": "uri", "value": graph}, "triples": number(size)}
        for graph, size in counts.items()
    ]


def number(size: int) -> dict[str, str]:
    return {"type": "literal", "datatype": f"{XSD}integer", "value": str(size)}


def rows(names: str, bindings: list[dict]) -> str:
    return json.dumps({"head": {"vars": names.split()}, "results": {"bindings": bindings}})


def honest(dataset, answer, sent, **changed):
    """Answer a look at the graphs truly, and anything else as told."""
    if not looks(sent):
        return answer(sent) if callable(answer) else answer
    asked = graphs_of(sent)
    known = [each for each in sizes(dataset, **changed) if int(each["triples"]["value"])]
    named = [each for each in known if each["graph"]["value"] in asked["named-graph-uri"]]
    facts = {fact for graph in asked["default-graph-uri"] for fact in dataset.facts[graph]}
    return reply(200, rows("graph triples", [{"triples": number(len(facts))}, *named]))


def shown(found, form):
    """Return an answer as it is shown."""
    return render_answer(found, form, "nb")


def answered(dataset, answer, text=SELECT, form="csv", seconds=60):
    """Return what is shown of the answer of a server, and what was sent to it."""
    with stranger(lambda sent: honest(dataset, answer, sent)) as it:
        remote = RemoteEngine(HttpClient(it.url, seconds=seconds), dataset)
        return shown(remote.query(text), form), it.sent


def refused(dataset, answer, text=SELECT, **more) -> str:
    with pytest.raises(UsageError) as error:
        answered(dataset, answer, text, **more)
    assert "\n" not in error.value.text("nb")
    return error.value.key


ONE = {"thing": {"type": "uri", "value": "urn:a"}, "label": {"type": "literal", "value": "å"}}


def test_rows_are_shown_as_if_they_were_found_here(dataset):
    shown, _ = answered(dataset, reply(200, rows("thing label", [ONE, {}])))

    assert shown == "thing,label\r\nurn:a,å\r\n,\r\n"


def test_the_columns_are_in_the_order_of_the_question(dataset):
    assert answered(dataset, reply(200, rows("label thing", [ONE])))[0].startswith("thing,label")


def test_every_graph_is_named_each_time_in_both_ways(dataset):
    _, sent = answered(dataset, reply(200, rows("thing label", [])))
    look, question = map(graphs_of, sent)

    assert question == {
        "default-graph-uri": [*dataset.graphs],
        "named-graph-uri": [*dataset.graphs],
    }
    assert look["named-graph-uri"] == [*dataset.graphs]


def test_with_the_stated_alone_no_graph_of_readings_is_named(dataset):
    answer = reply(200, rows("thing label", []))
    _, sent = answered(dataset.stated, answer)
    stated = sorted(set(dataset.graphs) - dataset.read_graphs)

    assert graphs_of(sent[1]) == {"default-graph-uri": stated, "named-graph-uri": stated}
    assert all(graph not in str(each.pairs) for graph in dataset.read_graphs for each in sent)


def test_a_query_with_graphs_of_its_own_is_asked_of_those(dataset):
    graphs = "FROM <{0}graph/aktorer> FROM NAMED <{0}graph/datasett>"
    text = f"BASE <x:y> SELECT ?thing ?label {graphs} {{{{}}}}"
    _, sent = answered(dataset, reply(200, rows("thing label", [])), text.format(BASE.iri))

    assert graphs_of(sent[1]) == {
        "default-graph-uri": [BASE.graph("aktorer").value],
        "named-graph-uri": [BASE.graph("datasett").value],
    }


def test_the_prefixes_that_the_project_knows_are_declared_and_no_others(dataset):
    text = "PREFIX ho: <urn:x:> SELECT * { ?x a ho:Y ; skos:prefLabel 'a:b'@nb ; owl:sameAs <z> }"
    _, sent = answered(dataset, reply(200, rows("x", [])), text)

    assert dict(sent[1].pairs)["query"] == (
        f"BASE <{BASE.iri}>\nPREFIX owl: <http://www.w3.org/2002/07/owl#>\n"
        f"PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n{text}"
    )


@pytest.mark.parametrize(
    "text",
    ["SELECT", "INSERT DATA { <a:b> <c:d> 1 }", "SELECT * FROM <urn:ikke> { ?s ?p ?o }"],
)
def test_what_is_refused_here_is_never_sent(dataset, text):
    with canary() as bird, pytest.raises(UsageError):
        RemoteEngine(HttpClient(bird.url), dataset).query(text)

    assert bird.calls == []


def test_service_is_never_sent_so_that_no_one_else_is_asked_either(dataset):
    with canary() as bird:
        text = f"SELECT * {{ SERVICE <{bird.url}> {{ ?s ?p ?o }} }}"
        with pytest.raises(UsageError) as error:
            RemoteEngine(HttpClient(bird.url), dataset).query(text)

    assert error.value.key == "query-service"
    assert bird.calls == []


WHOLE = rows("thing label", [ONE])


@pytest.mark.parametrize(
    "body",
    [
        "",
        "   ",
        WHOLE[:-1],
        WHOLE[:-20],
        WHOLE + "x",
        WHOLE + WHOLE,
        WHOLE[: WHOLE.index("[{")] + "[The SPARQL operation has been cancelled",
        "<html><body>Feil</body></html>",
        "null",
        "[]",
        "true",
        '"x"',
        "{}",
        '{"head":{"vars":["thing","label"]}}',
        '{"head":{"vars":["thing","label"]},"results":{}}',
        '{"head":{"vars":["thing","label"]},"results":{"bindings":{}}}',
        '{"head":{"vars":["thing","label"]},"results":{"bindings":[[]]}}',
        '{"head":{"vars":["thing","label"]},"results":{"bindings":["x"]}}',
        '{"head":{"vars":["thing"]},"results":{"bindings":[]}}',
        '{"head":{"vars":["thing","label","more"]},"results":{"bindings":[]}}',
        '{"head":{"vars":[["thing"],"label"]},"results":{"bindings":[]}}',
        '{"head":{},"boolean":true}',
        rows("thing label", [ONE | {"more": ONE["thing"]}]),
        rows("thing label", [{"thing": "urn:a"}]),
        rows("thing label", [{"thing": {"value": "urn:a"}}]),
        rows("thing label", [{"thing": {"type": "uri"}}]),
        rows("thing label", [{"thing": {"type": "uri", "value": 7}}]),
        rows("thing label", [{"thing": {"type": "uri", "value": "ikke en iri"}}]),
        rows("thing label", [{"thing": {"type": "ukjent", "value": "x"}}]),
        rows("thing label", [{"thing": {"type": "literal", "value": "x", "xml:lang": "!"}}]),
        rows("thing label", [{"thing": {"type": "literal", "value": "x", "datatype": "y z"}}]),
        rows("thing label", [{"thing": {"type": "literal", "value": None, "datatype": "y:z"}}]),
        "[" * 100_000,
        b"\xff\xfe\x00",
        '{"head":{"vars":["thing","label"]},"results":{"bindings":[]}}'.encode("utf-16"),
    ],
)
def test_what_is_not_the_whole_of_an_answer_is_no_answer_though_the_status_is_200(dataset, body):
    assert refused(dataset, reply(200, body)) == "remote-broken"


@pytest.mark.parametrize("media", ["text/html", "text/plain", "", "application/sparql-results+xml"])
def test_an_answer_of_another_kind_is_no_answer(dataset, media):
    assert refused(dataset, reply(200, WHOLE, media)) == "remote-media"


@pytest.mark.parametrize("header", ["X_SQL_State", "X_SPARQL_MaxRows"])
def test_a_server_that_says_itself_that_it_stopped_half_way_is_believed(dataset, header):
    assert refused(dataset, reply(200, WHOLE, **{header: "S1TAT"})) == "remote-half"


def test_a_server_that_hangs_or_drips_is_left(dataset):
    assert refused(dataset, lambda _: silence(), seconds=0.3) == "remote-slow"
    assert refused(dataset, lambda _: drip(reply(200, "{", length="9999")), seconds=0.3) == (
        "remote-slow"
    )


def test_a_truth_is_shown_as_here(dataset):
    yes = reply(200, '{"head": {"link": []}, "boolean": true}')

    assert answered(dataset, yes, "ASK { ?s ?p ?o }", "table")[0].split()[-1] == "ja"


@pytest.mark.parametrize(
    "said", ['"true"', "1", "null", '{"boolean": "x"}', '{"boolean": 1}', "{}"]
)
def test_what_is_neither_true_nor_false_is_no_truth(dataset, said):
    assert refused(dataset, reply(200, said), "ASK { ?s ?p ?o }") == "remote-broken"


def test_an_answer_in_json_that_can_be_read_in_two_ways_is_no_answer(dataset):
    for said in (
        '{"head": {}, "boolean": true, "boolean": false}',
        '{"head": {}, "head": {}, "boolean": true}',
        '{"head": {"link": NaN}, "boolean": true}',
        '{"head": {"link": -Infinity}, "boolean": true}',
    ):
        assert refused(dataset, reply(200, said), "ASK { ?s ?p ?o }") == "remote-broken"


def test_blank_nodes_and_the_older_name_of_a_typed_literal_are_read(dataset):
    blank = {"type": "bnode", "value": "nodeID://b10010"}
    typed = {"type": "typed-literal", "datatype": f"{XSD}boolean", "value": "1"}
    answer = reply(200, rows("thing label", [{"thing": blank, "label": typed}] * 2))

    assert answered(dataset, answer)[0] == "thing,label\r\n" + "_:b0,true\r\n" * 2


def test_a_number_is_spelled_as_our_engine_spells_it(dataset):
    values = [("decimal", "1.0"), ("integer", "070"), ("double", "7E1"), ("gYearMonth", "2030-03")]
    literals = [{"type": "literal", "datatype": XSD + name, "value": v} for name, v in values]
    answer = reply(200, rows("thing label", [{"label": each} for each in literals]))
    shown, _ = answered(dataset, answer)
    store = Store()
    for name, value in values:
        literal = Literal(value, datatype=NamedNode(XSD + name))
        store.add(Quad(NamedNode(f"urn:{name}"), NamedNode("urn:p"), literal))
    here = {quad.subject.value: quad.object.value for quad in store}

    assert shown.split()[1:] == [f",{here[f'urn:{name}']}" for name, _ in values]
    assert here["urn:integer"] == "70"


def test_control_characters_from_a_server_do_not_reach_the_terminal(dataset):
    label = {"type": "literal", "value": "\x1b[31mrødt\x1b]0;x\x07 [bold]fet[/bold]"}
    shown, _ = answered(dataset, reply(200, rows("thing label", [{"label": label}])), form="table")

    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\\u001b[31mrødt" in shown
    assert "[bold]fet[/bold]" in shown


def test_a_graph_that_is_not_there_is_told_and_not_taken_for_silence(dataset):
    def lacking(sent):
        return honest(dataset, reply(200, WHOLE), sent, tolkning=0)

    with stranger(lacking) as it, pytest.raises(UsageError) as error:
        RemoteEngine(HttpClient(it.url), dataset).query(SELECT)

    assert error.value.key == "remote-without"
    assert "har ikke tolkning;" in error.value.text("nb")


def test_a_graph_of_another_size_is_told_beside_the_answer(dataset):
    def grown(sent):
        return honest(dataset, reply(200, WHOLE), sent, tolkning=99)

    with stranger(grown) as it:
        remote = RemoteEngine(HttpClient(it.url), dataset)
        remote.query(SELECT)

    assert remote.others == ("tolkning",)


def blind(dataset, default, named):
    """Answer a look as one who does not mind which graphs are asked."""

    def look(sent):
        if not looks(sent):
            return reply(200, WHOLE)
        of_default = [{"triples": number(default)}] if default else []
        strange = [{"graph": {"type": "uri", "value": "urn:x"}, "triples": number(3)}]
        return reply(200, rows("graph triples", [*of_default, *sizes(dataset), *strange * named]))

    return look


@pytest.mark.parametrize(("default", "named"), [(0, False), (1_000_000, False), (600, True)])
def test_a_server_that_does_not_mind_the_graphs_it_is_told_is_not_asked(dataset, default, named):
    with stranger(blind(dataset, default, named)) as it, pytest.raises(UsageError) as error:
        RemoteEngine(HttpClient(it.url), dataset).query(SELECT)

    assert error.value.key == "remote-graphs"
    assert len(it.sent) == 1


TRIPLE = '<urn:a> <urn:b> "å"@nb .\n'


def test_a_graph_is_shown_as_if_it_were_made_here(dataset):
    text = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
    for media in (f"{NT}; charset=utf-8", "text/turtle", "text/plain"):
        shown, sent = answered(dataset, reply(200, TRIPLE * 2, media), text, "nt")

        assert shown == TRIPLE
        assert sent[1].headers["accept"].startswith(NT)


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (reply(200, TRIPLE[:-5], NT), "remote-broken"),
        (reply(200, TRIPLE + "The operation", NT), "remote-broken"),
        (reply(200, "<html/>", "text/html"), "remote-media"),
        (reply(200, WHOLE), "remote-media"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\n\r\n" + TRIPLE.encode(),
            "remote-broken",
        ),
    ],
)
def test_half_a_graph_is_no_graph(dataset, answer, key):
    assert refused(dataset, answer, "DESCRIBE <urn:a>") == key


def test_triples_of_a_reply_are_read_by_what_it_says_they_are():
    found = triples(
        Response(200, NT, {}, b'<urn:a> <urn:b> "01"^^<%sinteger> .' % XSD.encode()), "x"
    )

    assert [each.object.value for each in found] == ["1"]


@pytest.mark.integration
def test_our_own_server_gives_the_same_rows_as_the_engine_here(real):
    text = "SELECT * { ?x a ho:Recommendation ; skos:prefLabel ?label } ORDER BY STR(?x) ?label"
    with serving("--timeout", "8") as server:
        remote = RemoteEngine(HttpClient(server.sparql), real)
        there = shown(remote.query(text), "csv")
        describe = "DESCRIBE <id/tiltak/utnytte-helsedata>"
        graph = shown(remote.query(describe), "nt")
        with pytest.raises(UsageError) as error:
            remote.query(ENDLESS)

    assert there == shown(Engine(real).query(text), "csv")
    assert graph == shown(Engine(real).query(describe), "nt")
    assert (error.value.key, error.value.fields["status"]) == ("remote-status", 503)
    assert remote.others == ()
