"""The SPARQL 1.1 Protocol: a request becomes a job, and its answer a reply."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize
from starlette.responses import Response

from ho21.fault import CallError
from ho21.names import term
from ho21.negotiate import accepted
from ho21.pool import Refused
from ho21.refusal import Refusal
from ho21.worker import ALIASES, ROWS, TRIPLES, Job

if TYPE_CHECKING:
    from starlette.requests import Request

    from ho21.pool import Pool

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
HTML: Final = "text/html"
METHODS: Final = "GET, HEAD, POST, OPTIONS"
FORMS: Final = (*ROWS.values(), *TRIPLES.values())
# What clients call the same forms.
_ALSO: Final = {"turtle": "ttl", "n3": "ttl", "json-ld": "jsonld", "rdf+xml": "rdf"}
_STATUS: Final = {
    "query-update": 403,
    "query-service": 403,
    "jsonld-triple": 406,
    "not-acceptable": 406,
    "answer-rows": 422,
    "answer-bytes": 422,
    "answer-xml": 406,
}
_OFFERS: Final = (*ROWS, *TRIPLES, *ALIASES, HTML)
_FIELDS: Final = 1000
_AGAIN: Final = {"server-busy": "1", "query-lost": "1", "query-slow": "10", "query-memory": "10"}
_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_NAMED: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)

Pairs = list[tuple[str, str]]


async def asked(request: Request, most: int) -> Job | None:
    """Return what a request asks, or None where it asks nothing (GET alone may do that).

    ``most`` is how many bytes a body may have.  Raises Refusal for what the protocol rules out.
    """
    pairs = fields(request.scope["query_string"])
    if request.method == "POST":
        body = await whole(request, most)
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media == FORM:
            pairs += fields(body)
        elif media == DIRECT:
            pairs.append(("query", text_of(body)))
        elif media == UPDATE:
            raise Refusal(403, "read-only")
        else:
            raise Refusal(415, "media-type", media=media or "–", known=f"{FORM}, {DIRECT}")
    elif int(request.headers.get("content-length", "0") or 0) or request.headers.get(
        "transfer-encoding"
    ):
        raise Refusal(400, "bad-request", {"Connection": "close"})
    return job(pairs, request.headers.get("accept"), required=request.method == "POST")


def job(pairs: Pairs, accept: str | None, *, required: bool) -> Job | None:
    """Return the job that some parameters make; raises Refusal where they make none."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise Refusal(403, "read-only")
    queries = given.get("query", [])
    if len(queries) > 1:
        raise Refusal(400, "many-queries")
    if not queries:
        if required or "default-graph-uri" in given or "named-graph-uri" in given:
            raise Refusal(400, "no-query")
        return None
    form = given["format"][-1] if "format" in given else None
    form = _ALSO.get(form or "", form)
    if form is not None and "/" in form:  # as SPARQLWrapper has it: what it also sends as Accept
        accept, form = form, None
    if form is not None and form not in FORMS:
        raise Refusal(400, "unknown-format", format=form, known=", ".join(FORMS))
    default, named = (
        tuple(given[name]) if name in given else None
        for name in ("default-graph-uri", "named-graph-uri")
    )
    return Job(queries[0], accept, form, default, named)


def fields(encoded: bytes) -> Pairs:
    """Return the pairs of a query string or a form; raises Refusal where they are no text."""
    text = text_of(encoded)
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError as error:
        raise Refusal(400, "not-text") from error
    except ValueError as error:
        raise Refusal(400, "bad-request") from error
    if any("\0" in name + value for name, value in pairs):
        raise Refusal(400, "not-text")
    return pairs


def text_of(content: bytes) -> str:
    """Return what is UTF-8 without NUL; raises Refusal for anything else."""
    if b"\0" in content:
        raise Refusal(400, "not-text")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, "not-text") from error


async def whole(request: Request, most: int) -> bytes:
    """Return the body of a request; raises Refusal as soon as it is known to be too large."""
    too_large = Refusal(413, "body-too-large", {"Connection": "close"}, limit=most >> 10)
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > most:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise too_large
    return bytes(body)


async def answered(request: Request, wanted: Job, pool: Pool) -> tuple[str, bytes]:
    """Return the media type and the text of an answer; raises Refusal where there is none."""

    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    try:
        head, body = await pool.ask(wanted, gone)
    except CallError as error:
        raise Refusal(_STATUS.get(error.key, 400), error.key, None, **error.fields) from error
    except Refused as error:
        again = {"Retry-After": _AGAIN[error.key]}
        raise Refusal(503, error.key, again, **error.fields) from error
    return head["media"], body


def wants_page(request: Request, job: Job | None) -> bool:
    """Say whether a GET comes from one who would rather have a page to read than data."""
    if request.method == "POST" or (job and job.form):
        return False
    if job is None and "format" in request.query_params:
        return False
    return accepted(job.accept if job else request.headers.get("accept"), _OFFERS) == HTML


def described(request: Request, graphs: tuple[str, ...]) -> Response:
    """Return the service description (SPARQL 1.1 Service Description) in the form asked for."""
    media = accepted(request.headers.get("accept"), (*TRIPLES,))
    if media is None:
        known = ", ".join([*TRIPLES, HTML])
        raise Refusal(406, "not-acceptable", known=known)
    kinds = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES}
    kinds |= {"jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML}
    here = str(request.url.replace(query="", fragment=""))
    triples = sorted(set(_description(here, graphs)), key=str)
    prefixes = {"sd": _SD, "formats": _FORMATS}
    body = serialize(triples, format=kinds[TRIPLES[media]], prefixes=prefixes) or b""
    return reply(request, body, media)


def _description(here: str, graphs: tuple[str, ...]) -> list[Triple]:
    def sd(name: str) -> NamedNode:
        return NamedNode(_SD + name)

    kind = term("rdf:type")
    service, dataset = NamedNode(here), NamedNode(f"{here}#dataset")
    default = NamedNode(f"{here}#default")
    told = [
        Triple(service, kind, sd("Service")),
        Triple(service, sd("endpoint"), service),
        Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        Triple(service, sd("feature"), sd("UnionDefaultGraph")),
        Triple(service, sd("defaultDataset"), dataset),
        Triple(dataset, kind, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), default),
        Triple(default, kind, sd("Graph")),
    ]
    told += [Triple(service, sd("resultFormat"), NamedNode(_FORMATS + name)) for name in _NAMED]
    for at, graph in enumerate(graphs):
        named = NamedNode(f"{here}#graph-{at}")
        told += [
            Triple(dataset, sd("namedGraph"), named),
            Triple(named, kind, sd("NamedGraph")),
            Triple(named, sd("name"), NamedNode(graph)),
        ]
    return told


def reply(
    request: Request,
    body: bytes,
    media: str,
    headers: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> Response:
    """Return a reply with its ETag, or 304 where the client has it already."""
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    text = media.startswith("text/") and "charset" not in media
    sent = {
        "Content-Type": f"{media}; charset=utf-8" if text else media,
        "ETag": tag,
        "Cache-Control": "no-cache",
        "Vary": "Accept",
    } | (headers or {})
    known = request.headers.get("if-none-match")
    if known and (
        known.strip() == "*" or tag in {x.strip().removeprefix("W/") for x in known.split(",")}
    ):
        del sent["Content-Type"]
        return Response(status_code=304, headers=sent)
    return Response(body, status, sent)
