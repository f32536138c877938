"""The W3C's SPARQL 1.1 tests of endpoints, replayed over sockets against any server.

A test is a function of a server that returns what was wrong, in words, or nothing.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import rdflib
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, XSD
from rdflib.query import Result

from support.served import Reply, request, status_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from rdflib.term import Node

    from support.served import Server

FOLDER = Path(__file__).parents[2].parent / "shared" / "standards" / "sparql11"
MISSING = "THE W3C TESTS ARE NOT RUN: there is no ../shared/standards/sparql11"
DATA = "http://kasei.us/2009/09/sparql/data/data"
PLACES = {"data.ttl": "http://suite.example/data", "data2.ttl": "http://suite.example/data2"}

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")

FORMS = {
    "boolean": {"application/sparql-results+json": "json", "application/sparql-results+xml": "xml"},
    "tabular": {
        "application/sparql-results+json": "json",
        "application/sparql-results+xml": "xml",
        "text/csv": "csv",
        "text/tab-separated-values": "tsv",
    },
    "RDF": {
        "application/rdf+xml": "xml",
        "text/turtle": "turtle",
        "application/n-triples": "nt",
    },
}
# Everything the vocabulary of service descriptions has (its RDF schema, 2013).
SD_TERMS = frozenset(
    [
        "Service",
        "Feature",
        "Language",
        "Function",
        "Aggregate",
        "EntailmentRegime",
        "EntailmentProfile",
        "GraphCollection",
        "Dataset",
        "Graph",
        "NamedGraph",
        "SPARQL10Query",
        "SPARQL11Query",
        "SPARQL11Update",
        "DereferencesURIs",
        "UnionDefaultGraph",
        "RequiresDataset",
        "EmptyGraphs",
        "BasicFederatedQuery",
        "endpoint",
        "feature",
        "defaultEntailmentRegime",
        "entailmentRegime",
        "defaultSupportedEntailmentProfile",
        "supportedEntailmentProfile",
        "extensionFunction",
        "extensionAggregate",
        "languageExtension",
        "supportedLanguage",
        "propertyFeature",
        "defaultDataset",
        "availableGraphs",
        "resultFormat",
        "inputFormat",
        "defaultGraph",
        "namedGraph",
        "name",
        "graph",
    ]
)


@dataclass(frozen=True)
class Case:
    """One test of the suite: its part, its name, and how it is run."""

    part: str
    name: str
    run: Callable[[Server], str]


@cache
def cases() -> tuple[Case, ...]:
    """Return every test in the order of the manifests; none where the folder is absent."""
    if not FOLDER.is_dir():
        return ()
    return (*_protocol(), *_graph_store(), *_description(), *_tables())


def nquads() -> str:
    """Return the suite's graphs as N-Quads; ``data0.rdf`` has no triples and so no line."""
    lines = []
    for number in (1, 2, 3):
        text = (FOLDER / "protocol" / f"data{number}.nt").read_text(encoding="utf-8")
        graph = f"<{DATA}{number}.rdf>"
        lines += [line.removesuffix(".") + f"{graph} ." for line in text.split("\n") if line]
    for file, graph in PLACES.items():
        text = _as_written(FOLDER / "csv-tsv-res" / file).serialize(format="nt")
        lines += [f"{line.removesuffix('.')}<{graph}> ." for line in text.split("\n") if line]
    return "\n".join(sorted(lines)) + "\n"


def _as_written(source: Path | str) -> Graph:
    """Read Turtle with each literal spelled as it is; rdflib would spell 1.0E6 as 1000000.0."""
    kept = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        if isinstance(source, Path):
            return Graph().parse(source)
        return Graph().parse(data=source, format="turtle")
    finally:
        rdflib.NORMALIZE_LITERALS = kept


def _entries(part: str) -> tuple[Graph, list[Node]]:
    place = FOLDER / part / "manifest.ttl"
    graph = Graph().parse(place, publicID=place.as_uri())
    (head,) = graph.objects(None, MF.entries)
    return graph, [*Collection(graph, head)]


def _name(iri: Node) -> str:
    return str(iri).rpartition("#")[2]


# The protocol: requests as they stand in the manifest.


def _protocol() -> list[Case]:
    graph, entries = _entries("protocol")
    made = []
    for entry in entries:
        (action,) = graph.objects(entry, MF.action)
        requests = [
            each for head in graph.objects(action, HT.requests) for each in Collection(graph, head)
        ]
        update = "update" in _name(entry)
        run = partial(_refused if update else _replayed, graph, requests)
        made.append(Case("update refused" if update else "protocol", _name(entry), run))
    return made


def _sent(graph: Graph, request: Node, server: Server) -> Reply:
    """Send one request of the manifest, with its own headers and no others but Host."""
    path = str(graph.value(request, HT.absolutePath)).replace("/sparql/", server.endpoint, 1)
    body = graph.value(request, HT.body)
    chars = graph.value(body, CNT.chars) if body else None
    coding = str(graph.value(body, CNT.characterEncoding)) if body else "utf-8"
    head = graph.value(request, HT.headers)
    headers = {
        str(graph.value(each, HT.fieldName)).replace("-", "_"): str(
            graph.value(each, HT.fieldValue)
        )
        for each in (Collection(graph, head) if head else ())
    }
    method = str(graph.value(request, HT.methodName))
    return server.ask(path, method, None if chars is None else str(chars).encode(coding), **headers)


def _replayed(graph: Graph, requests: list[Node], server: Server) -> str:
    for each in requests:
        reply = _sent(graph, each, server)
        expected = graph.value(each, HT.resp)
        classes = [_name(one)[10] for one in graph.objects(expected, MF.expectedStatus)]
        if str(reply.status)[0] not in classes:
            return f"status {reply.status}, not {'/'.join(classes)}xx: {reply.body[:200]!r}"
        form = graph.value(expected, MF.expectedFormat)
        wrong = _form(reply, str(form), graph.value(expected, MF.expectedBoolean)) if form else ""
        if wrong:
            return wrong
    return ""


def _form(reply: Reply, form: str, expected: Node | None) -> str:
    reader = FORMS[form].get(reply.kind)
    if reader is None:
        return f"{reply.kind} is not {form}"
    if form == "RDF":
        Graph().parse(data=reply.body, format=reader, publicID="http://suite.example/")
        return ""
    result = Result.parse(io.BytesIO(reply.body), format=reader)
    if isinstance(expected, Literal) and result.askAnswer != expected.value:
        return f"{result.askAnswer}, not {expected}"
    return "" if form == "boolean" or result.bindings else "no rows"


# What writes: refused, and nothing changed.


def _refused(graph: Graph, requests: list[Node], server: Server) -> str:
    before = server.contents()
    for each in requests:
        text = " ".join(str(one) for one in graph.objects(graph.value(each, HT.body), CNT.chars))
        if not text.startswith("ASK"):  # what asks whether the update was made
            reply = _sent(graph, each, server)
            if reply.status not in range(400, 500):
                return f"status {reply.status}, not 4xx"
    return "" if server.contents() == before else "the dataset has changed"


def _graph_store() -> list[Case]:
    graph, entries = _entries("http-rdf-update")
    made = []
    for entry in entries:
        text = max((str(each) for each in graph.objects(entry, RDFS.comment)), key=len)
        method, path, headers, body = _request(text)
        if method not in {"GET", "HEAD"}:
            run = partial(_unstored, method, path, headers, body)
            made.append(Case("graph store refused", _name(entry), run))
    return made


def _request(text: str) -> tuple[str, str, list[str], str]:
    sent = re.search(r"#### Request\n(.*?)#### Response", text, re.DOTALL)[1]
    lines = [line.removeprefix("    ") for line in sent.strip("\n").split("\n")]
    while not lines[0].strip():
        del lines[0]
    method, path, _ = lines[0].split(" ")
    blank = lines.index("") if "" in lines else len(lines)
    headers = [line for line in lines[1:blank] if not line.startswith("Host")]
    return method, path, headers, "\r\n".join(lines[blank + 1 :])


def _unstored(method: str, path: str, headers: list[str], body: str, server: Server) -> str:
    """Send a write to the endpoint's own path and to where graphs may be looked for."""
    before = server.contents()
    for store in (server.endpoint, "/graph", "/store"):
        place = path.replace("$GRAPHSTORE$", store)
        content = body.replace("$HOST$", "localhost").replace("$GRAPHSTORE$", store).encode()
        length = f"Content-Length: {len(content)}"
        head = request(place, *headers, length, "Connection: close", method=method)
        status = status_of(server.send(head + content)) or 0
        if status not in range(400, 500):
            return f"status {status} from {place}, not 4xx"
    return "" if server.contents() == before else "the dataset has changed"


# The service description.


def _description() -> list[Case]:
    checks = {
        "returns-rdf": _returns_rdf,
        "has-endpoint-triple": _names_itself,
        "conforms-to-schema": _conforms,
    }
    _, entries = _entries("service-description")
    return [Case("service description", _name(each), checks[_name(each)]) for each in entries]


def _described(server: Server) -> Graph:
    kinds = ", ".join(FORMS["RDF"])
    reply = server.ask(server.endpoint, accept=kinds)
    assert reply.status == 200, f"status {reply.status}"
    form = FORMS["RDF"][reply.kind]
    return Graph().parse(data=reply.body, format=form, publicID=server.sparql)


def _returns_rdf(server: Server) -> str:
    return "" if len(_described(server)) else "no triples"


def _names_itself(server: Server) -> str:
    found = {str(each) for each in _described(server).objects(None, SD.endpoint)}
    return "" if found == {server.sparql} else f"{found}, not {server.sparql}"


def _conforms(server: Server) -> str:
    graph = _described(server)
    used = {term for triple in graph for term in triple if str(term).startswith(str(SD))}
    unknown = sorted(_name(each) for each in used if _name(each) not in SD_TERMS)
    services = set(graph.subjects(RDF.type, SD.Service))
    literal = [
        triple
        for triple in graph
        if str(triple[1]).startswith(str(SD)) and not isinstance(triple[2], URIRef | BNode)
    ]
    nameless = [
        each for each in graph.objects(None, SD.namedGraph) if not graph.value(each, SD.name)
    ]
    wrong = {
        "no such term": unknown,
        "no sd:Service has the endpoint": []
        if services and services == set(graph.subjects(SD.endpoint))
        else [*services],
        "a literal where a thing belongs": literal,
        "a named graph without sd:name": nameless,
        "no supported language": [] if any(graph.objects(None, SD.supportedLanguage)) else ["?"],
    }
    return "; ".join(f"{what}: {each}" for what, each in wrong.items() if each)


# Tables.


def _tables() -> list[Case]:
    graph, entries = _entries("csv-tsv-res")
    made = []
    for entry in entries:
        (action,) = graph.objects(entry, MF.action)
        query, data, result = (
            Path(str(each)).name
            for each in (
                graph.value(action, QT.query),
                graph.value(action, QT.data),
                graph.value(entry, MF.result),
            )
        )
        run = partial(_table, query, PLACES[data], result)
        made.append(Case("CSV and TSV", _name(entry), run))
    return made


def _table(query: str, data: str, result: str, server: Server) -> str:
    text = (FOLDER / "csv-tsv-res" / query).read_text(encoding="utf-8")
    expected = (FOLDER / "csv-tsv-res" / result).read_text(encoding="utf-8")
    tabs = result.endswith(".tsv")
    kind = "text/tab-separated-values" if tabs else "text/csv"
    path = f"{server.endpoint}?query={quote(text)}&default-graph-uri={quote(data)}"
    reply = server.ask(path, accept=kind)
    if (reply.status, reply.kind) != (200, kind):
        return f"{reply.status} {reply.kind}: {reply.body[:200]!r}"
    read = _tsv if tabs else _csv
    columns, rows = read(reply.text)
    wanted, wanted_rows = read(expected)
    # The order of the columns of SELECT * is the engine's own.
    if sorted(columns) != sorted(wanted):
        return f"columns {columns}, not {wanted}"
    order = [columns.index(each) for each in wanted]
    got = Counter(_numbered(tuple(row[at] for at in order)) for row in rows)
    more = got - Counter(map(_numbered, wanted_rows))
    return "" if got.total() == len(wanted_rows) and not more else f"differs: {[*more][:2]}"


def _csv(text: str) -> tuple[list[str], list[tuple[str, ...]]]:
    columns, *rows = csv.reader(io.StringIO(text, newline=""))
    return columns, [tuple(row) for row in rows]


def _tsv(text: str) -> tuple[list[str], list[tuple[str, ...]]]:
    columns, *rows = (line.split("\t") for line in text.rstrip("\n").split("\n"))
    return columns, [tuple(map(_term, row)) for row in rows]


def _term(cell: str) -> str:
    """Return a term of a TSV in full: ``4`` is a short way to write a typed literal."""
    if not cell or cell.startswith("_:"):
        return cell
    (term,) = _as_written(f"@prefix : <a:> . :s :p {cell} .").objects()
    if isinstance(term, Literal) and term.datatype == XSD.double:
        # The suite's data has 1.0E6 and its own answer 1.0e6.
        return f'"{str(term).lower()}"^^{term.datatype.n3()}'
    return term.n3()


def _numbered(row: tuple[str, ...]) -> tuple[str, ...]:
    """Return a row with its blank nodes named by where they first stand."""
    names: dict[str, str] = {}
    return tuple(
        names.setdefault(cell, f"_:{len(names)}") if cell.startswith("_:") else cell for cell in row
    )
