"""The clients that people have at hand get their answers: curl, SPARQLWrapper, rdflib."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from urllib.parse import quote

import pytest
import SPARQLWrapper
from rdflib import Graph, Literal, URIRef
from rdflib.compare import to_isomorphic
from rdflib.namespace import RDF, SKOS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from support.tiny import BASE

THING = URIRef(f"{BASE.iri}id/tiltak/utnytte-helsedata")
LABELS = f"SELECT ?label {{ <{THING}> <{SKOS.prefLabel}> ?label }} ORDER BY ?label"
DESCRIBED = f"CONSTRUCT WHERE {{ <{THING}> ?p ?o }}"
curl_only = pytest.mark.skipif(
    shutil.which("curl") is None, reason="CURL IS NOT TRIED: it is not installed"
)


@pytest.fixture(scope="module")
def labels(real) -> list[str]:
    found = {
        quad.object.value
        for quad in real.quads
        if quad.subject.value == str(THING) and quad.predicate.value == str(SKOS.prefLabel)
    }
    assert len(found) == 2
    return sorted(found)


@pytest.fixture(scope="module")
def described(real) -> int:
    """Return how many triples there are about the thing in all graphs together."""
    return len({quad.triple for quad in real.quads if quad.subject.value == str(THING)})


def curl(*words: str) -> str:
    done = subprocess.run(
        ["curl", "--silent", "--show-error", "--fail-with-body", "--noproxy", "*", *words],
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


@curl_only
@pytest.mark.parametrize(
    "words",
    [
        ("--get", "--data-urlencode", f"query={LABELS}"),
        ("--data-urlencode", f"query={LABELS}"),
        ("--header", "Content-Type: application/sparql-query", "--data-binary", LABELS),
        ("--get", "--compressed", "--data-urlencode", f"query={LABELS}"),
        ("--http1.0", "--get", "--data-urlencode", f"query={LABELS}"),
        ("--http2", "--get", "--data-urlencode", f"query={LABELS}"),
        ("--get", "--header", "Expect: 100-continue", "--data-urlencode", f"query={LABELS}"),
    ],
    ids=["get", "form", "direct", "compressed", "1.0", "2", "expect"],
)
def test_curl_gets_a_table_in_each_way_it_can_ask(server, labels, words):
    text = curl("--header", "Accept: text/csv", *words, server.sparql)

    rows = [*csv.reader(io.StringIO(text))]
    assert (rows[0], sorted(row[0] for row in rows[1:])) == (["label"], labels)


@curl_only
def test_curl_sends_a_long_body_after_waiting_for_leave(server):
    text = f"ASK {{ ?s ?p ?o }} #{'x' * 60_000}"

    kind = "Content-Type: application/sparql-query"
    assert "true" in curl("--header", kind, "--data-binary", text, server.sparql)


@curl_only
@pytest.mark.parametrize(
    ("accept", "starts"),
    [("text/html", "<!doctype html>"), ("text/turtle", "@prefix"), ("application/ld+json", "[")],
)
def test_curl_follows_a_thing_to_what_it_wants(server, accept, starts):
    place = f"{server.url}id/tiltak/utnytte-helsedata"
    text = curl("--location", "--max-redirs", "1", "--header", f"Accept: {accept}", place)

    assert text.lower().lstrip().startswith((starts, "{" if starts == "[" else starts))


@curl_only
def test_curl_sees_the_headers_alone(server):
    top = curl("--head", f"{server.sparql}?query={quote('ASK {}')}")

    assert top.startswith("HTTP/1.1 200")
    assert "etag:" in top.lower()


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # SPARQLWrapper's own
@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
@pytest.mark.parametrize("way", [SPARQLWrapper.URLENCODED, SPARQLWrapper.POSTDIRECTLY])
def test_sparqlwrapper_reads_every_form_by_get_and_post(server, labels, described, method, way):
    if (method, way) == (SPARQLWrapper.GET, SPARQLWrapper.POSTDIRECTLY):
        pytest.skip("a GET has no body")
    asker = SPARQLWrapper.SPARQLWrapper(server.sparql)
    asker.setMethod(method)
    asker.setRequestMethod(way)
    asker.setQuery(LABELS)

    asker.setReturnFormat(SPARQLWrapper.JSON)
    rows = asker.queryAndConvert()["results"]["bindings"]
    assert sorted(row["label"]["value"] for row in rows) == labels
    asker.setReturnFormat(SPARQLWrapper.XML)
    found = asker.queryAndConvert().getElementsByTagName("literal")
    assert sorted(each.firstChild.data for each in found) == labels
    asker.setReturnFormat(SPARQLWrapper.CSV)
    lines = asker.queryAndConvert().decode().splitlines()
    assert sorted(lines[1:]) == labels
    asker.setReturnFormat(SPARQLWrapper.TSV)
    assert asker.queryAndConvert().decode().startswith("?label")
    asker.setQuery(DESCRIBED)
    asker.setReturnFormat(SPARQLWrapper.TURTLE)
    turtle = Graph().parse(data=asker.queryAndConvert(), format="turtle")
    asker.setReturnFormat(SPARQLWrapper.RDFXML)
    xml = asker.queryAndConvert()
    asker.setReturnFormat(SPARQLWrapper.JSONLD)
    assert len(turtle) == len(xml) == len(asker.queryAndConvert()) == described


def test_sparqlwrapper_is_told_that_a_query_is_wrong(server):
    asker = SPARQLWrapper.SPARQLWrapper(server.sparql)
    asker.setQuery("SELECT * {")

    with pytest.raises(QueryBadFormed):
        asker.query()


def test_sparqlwrapper_may_choose_the_graphs(server):
    asker = SPARQLWrapper.SPARQLWrapper(server.sparql)
    asker.addDefaultGraph(f"{BASE.iri}graph/kilde/toppmote")
    asker.setQuery("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    asker.setReturnFormat(SPARQLWrapper.JSON)

    count = int(asker.queryAndConvert()["results"]["bindings"][0]["n"]["value"])
    assert 0 < count < int(server.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"])


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_uses_the_endpoint_as_a_store(server, labels, described, method, form):
    graph = Graph(SPARQLStore(server.sparql, method=method, returnFormat=form))

    found = sorted(str(row.label) for row in graph.query(LABELS))
    assert found == labels
    assert len({*graph.triples((THING, None, None))}) == described
    kinds = set(graph.objects(THING, RDF.type))
    assert URIRef("https://w3id.org/ho21/def#Recommendation") in kinds
    if form in {"xml", "json"}:  # CSV has no booleans in SPARQL 1.1
        assert graph.query(f"ASK {{ <{THING}> ?p ?o }}").askAnswer is True
    if form != "csv":  # CSV has no languages
        assert (THING, SKOS.prefLabel, None) in graph
        assert {each.language for each in graph.objects(THING, SKOS.prefLabel)
                if isinstance(each, Literal)} == {"nb", "en"}  # fmt: skip


def test_rdflib_reads_a_named_graph_of_the_endpoint(server, real):
    name = f"{BASE.iri}graph/kilde/toppmote"
    graph = Graph(SPARQLStore(server.sparql, context_aware=True), identifier=URIRef(name))

    rows = graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert int(next(iter(rows)).n) == len(real.facts[name])


def test_rdflib_reads_a_description_by_its_iri(server, described):
    graph = Graph().parse(f"{server.url}id/tiltak/utnytte-helsedata", format="turtle")

    assert len({*graph.triples((THING, None, None))}) <= described
    assert (THING, RDF.type, URIRef("https://w3id.org/ho21/def#Recommendation")) in graph


@pytest.mark.parametrize("path", ["id/tiltak/utnytte-helsedata", "doc/toppmote", "def", "id", ""])
def test_rdflib_reads_what_an_address_names_into_a_plain_graph_in_each_form(server, path):
    """Rdflib asks for what it may read, and follows; a page it reads by the data in its head."""
    place = f"{server.url}{path}"
    read = {
        form: to_isomorphic(Graph().parse(place, format=form))
        for form in ("turtle", "json-ld", "nt", "xml")
    }

    assert len(read["turtle"]) > 10
    assert [form for form, graph in read.items() if graph != read["turtle"]] == []


@pytest.mark.parametrize("path", ["id/tiltak/utnytte-helsedata", "doc/toppmote", "def/index"])
def test_rdflib_reads_a_page_as_the_data_beside_it(server, path):
    page = Graph().parse(f"{server.url}{path}.html", format="json-ld")
    beside = Graph().parse(f"{server.url}{path}.ttl", format="turtle")

    assert len(page) > 10
    assert to_isomorphic(page) == to_isomorphic(beside)


@curl_only
def test_curl_that_takes_packed_replies_gets_the_same(server):
    for path in ("", "data/ho21.ttl", "sparql?query=SELECT%20*%20%7B%3Fs%20a%20%3Fo%7D"):
        plain, small = curl(f"{server.url}{path}"), curl("--compressed", f"{server.url}{path}")
        head = curl("--compressed", "--head", f"{server.url}{path}").lower()
        assert small == plain
        assert "content-encoding: gzip" in head
