"""The same questions put to another server, which is always told of which graphs they are asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    Store,
    parse,
    parse_query_results,
)

from ho21.errors import UsageError
from ho21.processes.network import without_network
from ho21.rdf.formats import GENERAL, MEDIA_TYPES, SYNTAXES
from ho21.resources import resource
from ho21.sparql.engine import Answer, Engine
from ho21.sparql.evaluation import evaluate
from ho21.sparql.preflight import asked_of, declared

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pyoxigraph import Triple

    from ho21.dataset.dataset import Dataset
    from ho21.project import Project
    from ho21.rdf.namespaces import Fact
    from ho21.remote.http import HttpClient, Response
    from ho21.sparql.evaluation import Result

ROWS: Final = (MEDIA_TYPES["json"], GENERAL["json"])
RDF: Final = {MEDIA_TYPES[name]: SYNTAXES[name] for name in ("nt", "ttl")} | {
    "text/plain": SYNTAXES["nt"]  # what N-Triples was sent as before RDF 1.1
}
TRIPLES: Final = "application/n-triples, text/turtle;q=0.9"
_FORM: Final = "application/x-www-form-urlencoded"
_LITERALS: Final = frozenset(("literal", "typed-literal"))
# What comes of reading what may be anything.
_UNREADABLE: Final = (
    AttributeError, KeyError, OSError, RecursionError, SyntaxError, TypeError, ValueError,
)  # fmt: skip
_PROBE: Final = NamedNode("urn:x-ho21:probe")

SparqlJson = Any


class RemoteEngine(Engine):
    """A server that holds the project's graphs and answers SPARQL 1.1; names are looked up here.

    Once something has been asked, ``others`` are the names of the graphs that have another number
    of triples there than here; ``twice`` says that a triple in two graphs is two in their union.
    """

    def __init__(
        self, client: HttpClient, dataset: Dataset, project: Project | None = None
    ) -> None:
        """Keep the client that sends the questions, and the graphs they are put to."""
        super().__init__(dataset, project)
        self._client = client
        self.host = client.host
        self.others: tuple[str, ...] = ()
        self.twice = False

    @property
    def stated(self) -> RemoteEngine:
        """The engine that asks the same server, of the sources alone."""
        return RemoteEngine(self._client, self.dataset.stated, self.project)

    def query(self, text: str) -> Answer:
        """Answer a query as the engine here does, from the graphs as they are there."""
        return Answer(text, self._result(text), self.dataset)

    def _result(self, text: str) -> Result:
        base, facts = self.dataset.base, self.dataset.facts
        prefixes = base.prefixes()
        kind, names = self._kind(text)
        default, named = asked_of(text, prefixes, base.iri) or ([*facts], [*facts])
        self._look({graph: facts[graph] for graph in sorted({*default, *named}) if facts[graph]})
        accept = TRIPLES if kind is QueryTriples else ", ".join(ROWS)
        whole = declared(text, prefixes, base.iri)
        response = self._asked(whole, sorted(default), sorted(named), accept)
        if kind is QueryTriples:
            store = _store(triples(response, self.host))
            return store.query(resource("sparql/queries/triples.rq"))
        return self._answer(response, names)

    def _kind(self, text: str) -> tuple[type[Result], list[str] | None]:
        """Return the kind of answer that a query has, and the columns where it has rows.

        Of nothing the engine here soon tells; but as a query may make much of that too, it gets
        no more time than the server. Raises UsageError for what is no query.
        """
        base = self.dataset.base

        def kind() -> tuple[type[Result], list[str] | None]:
            found = evaluate(text, Store(), base.prefixes(), self.dataset.facts, base=base.iri)
            if isinstance(found, QuerySolutions):
                return QuerySolutions, [each.value for each in found.variables]
            return type(found), None

        try:
            return without_network(kind, self._client.seconds)
        except TimeoutError as error:
            raise UsageError("query-past-timeout", limit=f"{self._client.seconds:g}") from error

    def _asked(
        self, text: str, default: Collection[str], named: Collection[str], accept: str
    ) -> Response:
        pairs = [("query", text)]
        pairs += [("default-graph-uri", graph) for graph in default]
        pairs += [("named-graph-uri", graph) for graph in named]
        headers = {"Content-Type": _FORM, "Accept": accept}
        return self._client.send("POST", (), headers, urlencode(pairs).encode())

    def _look(self, facts: dict[str, tuple[Fact, ...]]) -> None:
        """See that the graphs are there, and that the server asks of those it is told to.

        Raises UsageError: else a graph that is not there would be silence, and one too many a lie.
        """
        if not facts:
            return
        pair = _overlapping(facts)
        response = self._asked(
            resource("remote/queries/graphs.rq"), pair, [*facts], ", ".join(ROWS)
        )
        there: dict[str, int] = {}
        for row in self._answer(response, ["graph", "triples"]) or ():  # type: ignore[union-attr]
            graph, size = row["graph"], row["triples"]
            there[graph.value if graph else ""] = int(size.value)
        union = there.pop("", 0)
        sizes = [there.get(graph, 0) for graph in pair]
        if set(there) - set(facts) or not max(sizes) <= union <= sum(sizes):
            raise UsageError("remote-graphs", host=self.host)
        missing = [graph for graph in facts if not there.get(graph)]
        if missing:
            told = ", ".join(map(_short, missing))
            raise UsageError("remote-without", host=self.host, graphs=told)
        differ = (graph for graph, them in facts.items() if there[graph] != len(them))
        self.others = tuple(map(_short, differ))
        self.twice = len(pair) > 1 and union == sum(sizes)

    def _answer(self, response: Response, names: list[str] | None) -> QuerySolutions | QueryBoolean:
        """Return rows with just these variables, or a truth where there are none; all or nothing.

        Raises UsageError for what is not the whole of an answer, whatever its status.
        """
        if response.media not in ROWS:
            raise UsageError("remote-media", host=self.host, media=_named(response.media))
        try:
            said = _strict(response.body.decode())
            told = {"head": {}, "boolean": said["boolean"]} if names is None else _rows(said, names)
            body = json.dumps(told)
            result = parse_query_results(body, format=QueryResultsFormat.JSON)
            if isinstance(result, QuerySolutions):
                list(result)  # what is wrong in it comes to light no earlier
                result = parse_query_results(body, format=QueryResultsFormat.JSON)
        except _UNREADABLE as error:
            raise UsageError("remote-broken", host=self.host) from error
        return result


def triples(response: Response, host: str) -> set[Triple]:
    """Return the triples of a response as an engine keeps them; raises UsageError without any."""
    form = RDF.get(response.media)
    if form is None:
        raise UsageError("remote-media", host=host, media=_named(response.media))
    try:
        found = [each.triple for each in parse(response.body, format=form)]
    except (SyntaxError, ValueError, OSError, MemoryError) as error:
        raise UsageError("remote-broken", host=host) from error
    if not response.length_known:  # its end may be anywhere
        raise UsageError("remote-broken", host=host)
    return kept(found)


def kept(found: Iterable[Triple]) -> set[Triple]:
    """Return triples as the engine gives them back, who keeps a value and not its spelling."""
    return {quad.triple for quad in _store(found)}


def _store(found: Iterable[Triple]) -> Store:
    store = Store()
    store.bulk_extend(Quad(*each) for each in found)
    return store


def _overlapping(facts: dict[str, tuple[Fact, ...]]) -> list[str]:
    """Return two graphs that have a fact in common, else the first."""
    seen: dict[Fact, str] = {}
    for graph, them in facts.items():
        for fact in them:
            if seen.setdefault(fact, graph) != graph:
                return [seen[fact], graph]
    return [next(iter(facts))]


def _short(graph: str) -> str:
    """Return the name of a graph as people know it."""
    return graph.rpartition("/graph/")[2]


def _named(media: str) -> str:
    """Return a media type where it is one, since the server may have written anything there."""
    fits = media.isascii() and media.isprintable() and len(media) <= 80  # noqa: PLR2004 (a line)
    return media if fits and media else "–"


def _strict(text: str) -> SparqlJson:
    """Return what JSON says; raises ValueError where a key stands twice, or for NaN."""

    def once(pairs: list[tuple[str, SparqlJson]]) -> dict[str, SparqlJson]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError(text)
        return dict(pairs)

    def no_number(word: str) -> None:
        raise ValueError(word)

    return json.loads(text, object_pairs_hook=once, parse_constant=no_number)


def _rows(said: SparqlJson, names: list[str]) -> SparqlJson:
    """Return rows in the JSON of SPARQL 1.1: our columns, and literals as our engine has them."""
    if set(said["head"]["vars"]) != set(names):
        raise ValueError(said["head"]["vars"])
    rows = said["results"]["bindings"]
    if not isinstance(rows, list) or any(not set(row) <= set(names) for row in rows):
        raise ValueError(rows)
    blank: dict[str, str] = {}
    told = [{name: _term(term, blank) for name, term in row.items()} for row in rows]
    typed = [term for row in told for term in row.values() if "datatype" in term]
    for term, literal in zip(typed, _as_kept(typed), strict=True):
        term["value"], term["datatype"] = literal.value, literal.datatype.value
    return {"head": {"vars": names}, "results": {"bindings": told}}


def _term(term: SparqlJson, blank: dict[str, str]) -> SparqlJson:
    if term["type"] == "bnode":
        return {"type": "bnode", "value": blank.setdefault(str(term["value"]), f"b{len(blank)}")}
    return {**term, "type": "literal"} if term["type"] in _LITERALS else term


def _as_kept(typed: list[SparqlJson]) -> list[Literal]:
    """Return typed literals as the engine gives them back, in the same order."""
    store = Store()
    for at, term in enumerate(typed):
        literal = Literal(term["value"], datatype=NamedNode(term["datatype"]))
        store.add(Quad(NamedNode(f"{_PROBE.value}:{at}"), _PROBE, literal))
    by_subject = {quad.subject.value: quad.object for quad in store}
    return [by_subject[f"{_PROBE.value}:{at}"] for at in range(len(typed))]
