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
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from ho21.ask import evaluate
from ho21.courier import Request
from ho21.fault import CallError
from ho21.gate import asked_of, declared
from ho21.rooms import page

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pyoxigraph import Triple

    from ho21.ask import Result
    from ho21.courier import Courier, Reply
    from ho21.names import Fact
    from ho21.store import Dataset

ROWS: Final = ("application/sparql-results+json", "application/json")
RDF: Final = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
}
TRIPLES: Final = "application/n-triples, text/turtle;q=0.9"
_FORM: Final = "application/x-www-form-urlencoded"
_LITERALS: Final = frozenset(("literal", "typed-literal"))
# What comes of reading what may be anything.
_UNREADABLE: Final = (
    AttributeError, KeyError, OSError, RecursionError, SyntaxError, TypeError, ValueError,
)  # fmt: skip
_PROBE: Final = NamedNode("urn:x-ho21:probe")

Json = Any


class Remote:
    """A server that holds the house's graphs and answers SPARQL 1.1.

    Once something has been asked, ``others`` are the names of the graphs that have another number
    of triples there than here; ``twice`` says that a triple in two graphs is two in their union.
    """

    def __init__(self, courier: Courier) -> None:
        """Know who brings the questions."""
        self._courier = courier
        self.host = courier.host
        self.others: tuple[str, ...] = ()
        self.twice = False

    def run(
        self, text: str, dataset: Dataset, store: Store, *, stated_only: bool = False
    ) -> Result:
        """Answer a query as ``ask.run`` does, from the graphs as they are there; raises CallError.

        The store is the house's own, and not asked.
        """
        del store
        facts = dataset.chosen(stated_only=stated_only)
        prefixes = dataset.base.prefixes()
        # Of nothing the engine here soon tells whether it is a query, and of which kind.
        kind = evaluate(text, Store(), prefixes, facts, base=dataset.base.iri)
        default, named = asked_of(text, prefixes, dataset.base.iri) or ([*facts], [*facts])
        self._look({graph: facts[graph] for graph in sorted({*default, *named}) if facts[graph]})
        accept = TRIPLES if isinstance(kind, QueryTriples) else ", ".join(ROWS)
        whole = declared(text, prefixes, dataset.base.iri)
        reply = self._asked(whole, sorted(default), sorted(named), accept)
        if isinstance(kind, QueryTriples):
            return _graph(triples(reply, self.host))
        names = (
            [each.value for each in kind.variables] if isinstance(kind, QuerySolutions) else None
        )
        return self._answer(reply, names)

    def _asked(
        self, text: str, default: Collection[str], named: Collection[str], accept: str
    ) -> Reply:
        pairs = [("query", text)]
        pairs += [("default-graph-uri", graph) for graph in default]
        pairs += [("named-graph-uri", graph) for graph in named]
        headers = {"Content-Type": _FORM, "Accept": accept}
        return self._courier.bring(Request("POST", (), headers, urlencode(pairs).encode()))

    def _look(self, facts: dict[str, tuple[Fact, ...]]) -> None:
        """See that the graphs are there, and that the server asks of those it is told to.

        Raises CallError: else a graph that is not there would be silence, and one too many a lie.
        """
        if not facts:
            return
        pair = _overlapping(facts)
        reply = self._asked(page("fjern.rq"), pair, [*facts], ", ".join(ROWS))
        there: dict[str, int] = {}
        for row in self._answer(reply, ["graph", "triples"]) or ():  # type: ignore[union-attr]
            graph, size = row["graph"], row["triples"]
            there[graph.value if graph else ""] = int(size.value)
        union = there.pop("", 0)
        sizes = [there.get(graph, 0) for graph in pair]
        if set(there) - set(facts) or not max(sizes) <= union <= sum(sizes):
            raise CallError("remote-graphs", host=self.host)
        missing = [graph for graph in facts if not there.get(graph)]
        if missing:
            told = ", ".join(map(_short, missing))
            raise CallError("remote-without", host=self.host, graphs=told)
        differ = (graph for graph, them in facts.items() if there[graph] != len(them))
        self.others = tuple(map(_short, differ))
        self.twice = len(pair) > 1 and union == sum(sizes)

    def _answer(self, reply: Reply, names: list[str] | None) -> QuerySolutions | QueryBoolean:
        """Return rows with just these variables, or a truth where there are none; all or nothing.

        Raises CallError for what is not the whole of an answer, whatever its status.
        """
        if reply.media not in ROWS:
            raise CallError("remote-media", host=self.host, media=_named(reply.media))
        try:
            said = json.loads(reply.body.decode())
            told = {"head": {}, "boolean": said["boolean"]} if names is None else _rows(said, names)
            body = json.dumps(told)
            result = parse_query_results(body, format=QueryResultsFormat.JSON)
            if isinstance(result, QuerySolutions):
                list(result)  # what is wrong in it comes to light no earlier
                result = parse_query_results(body, format=QueryResultsFormat.JSON)
        except _UNREADABLE as error:
            raise CallError("remote-broken", host=self.host) from error
        return result


def triples(reply: Reply, host: str) -> set[Triple]:
    """Return the triples of a reply as an engine keeps them; raises CallError where it has none."""
    form = RDF.get(reply.media)
    if form is None:
        raise CallError("remote-media", host=host, media=_named(reply.media))
    try:
        found = [each.triple for each in parse(reply.body, format=form)]
    except (SyntaxError, ValueError, OSError) as error:
        raise CallError("remote-broken", host=host) from error
    if not reply.measured:  # its end may be anywhere
        raise CallError("remote-broken", host=host)
    return kept(found)


def kept(found: Iterable[Triple]) -> set[Triple]:
    """Return triples as the engine gives them back, who keeps a value and not its spelling."""
    store = Store()
    store.bulk_extend(Quad(*each) for each in found)
    return {quad.triple for quad in store}


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


def _graph(found: set[Triple]) -> QueryTriples:
    store = Store()
    store.bulk_extend(Quad(*each) for each in found)
    result = store.query(page("trippler.rq"))
    if not isinstance(result, QueryTriples):
        raise TypeError(result)
    return result


def _named(media: str) -> str:
    """Return a media type where it is one, since the server may have written anything there."""
    fits = media.isascii() and media.isprintable() and len(media) <= 80  # noqa: PLR2004 (a line)
    return media if fits and media else "–"


def _rows(said: Json, names: list[str]) -> Json:
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


def _term(term: Json, blank: dict[str, str]) -> Json:
    if term["type"] == "bnode":
        return {"type": "bnode", "value": blank.setdefault(str(term["value"]), f"b{len(blank)}")}
    return {**term, "type": "literal"} if term["type"] in _LITERALS else term


def _as_kept(typed: list[Json]) -> list[Literal]:
    """Return typed literals as the engine gives them back, in the same order."""
    store = Store()
    for at, term in enumerate(typed):
        literal = Literal(term["value"], datatype=NamedNode(term["datatype"]))
        store.add(Quad(NamedNode(f"{_PROBE.value}:{at}"), _PROBE, literal))
    by_subject = {quad.subject.value: quad.object for quad in store}
    return [by_subject[f"{_PROBE.value}:{at}"] for at in range(len(typed))]
