"""The SPARQL 1.1 Protocol: a request becomes a job, and its answer a reply."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from anyio import from_thread
from pyoxigraph import RdfFormat, parse, serialize

from ho21.errors import LANGUAGES, UsageError
from ho21.rdf.formats import GENERAL, MEDIA_TYPES, ROWS, SYNTAXES, TRIPLES, offers
from ho21.resources import template
from ho21.server.errors import HTTPError
from ho21.server.negotiation import accepted, answer_forms
from ho21.server.responses import reply
from ho21.sparql.engine import Answer, Engine
from ho21.text import listed
from ho21.workers.pool import Busy
from ho21.workers.worker import Job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from ho21.dataset.dataset import Dataset
    from ho21.sparql.engine import Found
    from ho21.sparql.questions import Question
    from ho21.workers.engine import PoolEngine, Written

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = MEDIA_TYPES["rq"]
UPDATE: Final = "application/sparql-update"
HTML: Final = MEDIA_TYPES["html"]
FORMS: Final = (*ROWS, *TRIPLES)
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
_OFFERS: Final = (*offers(*ROWS, *TRIPLES), *GENERAL.values(), HTML)
_FIELDS: Final = 1000
_AGAIN: Final = {"server-busy": "1", "query-lost": "1", "query-slow": "10", "query-memory": "10"}
_PREFIXES: Final = {
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "formats": "http://www.w3.org/ns/formats/",
}


async def read_job(request: Request, most: int) -> Job | None:
    """Return what a request asks, or None where it asks nothing (GET alone may do that).

    ``most`` is how many bytes a body may have.  Raises HTTPError for what the protocol rules out.
    """
    pairs = [*read_fields(request.scope["query_string"])]
    if request.method == "POST":
        body = await read_body(request, most)
        coding = request.headers.get("content-encoding", "").strip().lower()
        if coding not in {"", "identity"}:
            raise HTTPError(415, "content-coding", {"Accept-Encoding": "identity"}, coding=coding)
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media == FORM:
            pairs += read_fields(body)
        elif media == DIRECT:
            pairs.append(("query", text_of(body)))
        elif media == UPDATE:
            raise HTTPError(403, "read-only")
        else:
            known = {lang: listed((FORM, DIRECT), "or", lang) for lang in LANGUAGES}
            key = "media-type" if media else "media-missing"
            raise HTTPError(415, key, media=media, known=known)
    elif int(request.headers.get("content-length", "0") or 0) or request.headers.get(
        "transfer-encoding"
    ):
        raise HTTPError(400, "bad-request", {"Connection": "close"})
    return make_job(pairs, request.headers.get("accept"), required=request.method == "POST")


def make_job(pairs: Iterable[tuple[str, str]], accept: str | None, *, required: bool) -> Job | None:
    """Return the job that some parameters make; raises HTTPError where they make none."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise HTTPError(403, "read-only")
    queries = given.get("query", [])
    if len(queries) > 1:
        raise HTTPError(400, "many-queries")
    if queries and not queries[0].strip():
        raise HTTPError(400, "no-query")
    default, named = (
        tuple(filter(None, given.get(name, ()))) or None
        for name in ("default-graph-uri", "named-graph-uri")
    )
    if not queries:
        if required or default or named:
            raise HTTPError(400, "no-query")
        return None
    form = given.get("format", [""])[-1] or None
    form = _ALSO.get(form or "", form)
    if form is not None and "/" in form:
        accept, form = form, None
    if form is not None and form not in FORMS:
        raise HTTPError(400, "unknown-format", format=form, known=", ".join(FORMS))
    return Job(queries[0], *answer_forms(accept, form), default, named)


@lru_cache(maxsize=16)
def read_fields(encoded: bytes) -> tuple[tuple[str, str], ...]:
    """Return the pairs of a query string or a form; raises HTTPError where they are no text."""
    text = text_of(encoded)
    try:
        return (*parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS),)
    except UnicodeDecodeError as error:
        raise HTTPError(400, "not-text") from error
    except ValueError as error:
        raise HTTPError(400, "bad-request") from error


def text_of(content: bytes) -> str:
    """Return what is UTF-8; raises HTTPError for anything else."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPError(400, "not-text") from error


async def read_body(request: Request, most: int) -> bytes:
    """Return the body of a request; raises HTTPError as soon as it is known to be too large."""
    too_large = HTTPError(413, "body-too-large", {"Connection": "close"}, limit=most >> 10)
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > most:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise too_large
    return bytes(body)


async def answered(request: Request, wanted: Job, engine: PoolEngine) -> Written:
    """Return an answer as a worker wrote it; raises HTTPError where there is none."""

    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    try:
        return await engine.answered(wanted, gone)
    except UsageError as error:
        raise HTTPError(_STATUS.get(error.key, 400), error.key, None, **error.fields) from error
    except Busy as error:
        raise again_later(error) from error


def again_later(error: Busy) -> HTTPError:
    """Return the refusal of what the server would not go on with, and when to ask again."""
    return HTTPError(503, error.key, {"Retry-After": _AGAIN[error.key]}, **error.fields)


class InWorkers(Engine):
    """A dataset that is asked in workers, from a thread of the server's that waits for the answer.

    It is the whole that the workers hold, or the stated part of it. Raises Busy too.
    """

    def __init__(self, workers: PoolEngine, dataset: Dataset) -> None:
        super().__init__(dataset, workers.here.project)
        self._workers = workers

    @property
    def stated(self) -> InWorkers:
        """The engine that asks the same workers, of the sources alone."""
        return InWorkers(self._workers, self.dataset.stated)

    def read(self, question: Question, lang: str, reader: Callable[[Answer], Found]) -> Found:
        """Return what is read of the answer to a saved question; the workers hold it."""
        return reader(self.ask(question, lang=lang))

    def query(self, text: str) -> Answer:
        """Put a query to the workers; raises UsageError where it cannot be, or gives triples."""
        graphs = self.dataset.graphs if self.dataset.is_stated else None
        job = Job(text, triples=None, default=graphs, named=graphs)
        return Answer(text, from_thread.run(self._workers.answered, job).result, self.dataset)


def wants_page(request: Request, job: Job | None) -> bool:
    """Say whether a GET comes from one who would rather have a page to read than data."""
    form = dict(read_fields(request.scope["query_string"])).get("format") or None
    # A media type, as SPARQLWrapper has it: what it also sends as Accept.
    media = form if job and form and "/" in form else None
    if request.method == "POST" or (form is not None and media is None):
        return False
    return accepted(media or request.headers.get("accept"), _OFFERS) == HTML


def describe_service(request: Request, graphs: tuple[str, ...]) -> Response:
    """Return the service description (SPARQL 1.1 Service Description) in the form asked for."""
    known = offers(*TRIPLES)
    media = accepted(request.headers.get("accept"), (*known,))
    if media is None:
        raise HTTPError(406, "not-acceptable", known=", ".join([*known, HTML]))
    here = str(request.url.replace(query="", fragment=""))
    told = template("server/templates/service.ttl.j2").render(graphs=graphs)
    quads = parse(told, format=RdfFormat.TURTLE, base_iri=here)
    triples = sorted({quad.triple for quad in quads}, key=str)
    body = serialize(triples, format=SYNTAXES[known[media]], prefixes=_PREFIXES) or b""
    return reply(request, body, media)
