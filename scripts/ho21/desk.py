"""The house as a server: the explorer, the SPARQL endpoint, and every thing by its own address."""

from __future__ import annotations

import asyncio
import html
import re
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from pyoxigraph import QueryResultsFormat, parse_query_results
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route, Router

from ho21 import endpoint
from ho21.ask import read_questions
from ho21.catalogue import CATALOGUE
from ho21.example import EXAMPLES
from ho21.fault import CallError
from ho21.leaf import TYPES, file_of
from ho21.names import term
from ho21.negotiate import accepted, language
from ho21.pool import Limits, Pool
from ho21.published import Published
from ho21.refusal import POLICY, Refusal
from ho21.wire import Guard
from ho21.worker import Job

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from pyoxigraph import Store
    from starlette.requests import Request

    from ho21.ask import Question
    from ho21.rooms import House
    from ho21.site import Site
    from ho21.store import Dataset
    from ho21.wire import App

_DATA: Final = {"text/html": "html"} | {TYPES[form]: form for form in ("ttl", "jsonld", "nt")}
_TEXT: Final = "text/plain"
_QUESTION: Final = {
    "text/html": "html",
    "application/sparql-results+json": "json",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/sparql-results+xml": "xml",
}
# What is said of a question without putting it: to put one is for a worker alone.
_TOLD: Final = ("rq", "ttl", "jsonld", "nt")
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MEDIA: Final = {
    **{form: media for media, form in (_DATA | _QUESTION).items()},
    "css": "text/css",
    "gexf": "application/gexf+xml",
    "graphml": "application/graphml+xml",
    "md": "text/markdown",
    "nq": "application/n-quads",
    "rdf": "application/rdf+xml",
    "rq": "application/sparql-query",
    "trig": "application/trig",
    "txt": _TEXT,
    "xlsx": _XLSX,
}
# Beside the answers, what ends so is no answer.
_PLAIN: Final = {"json": "application/json", "xml": "application/xml"}
# What takes a while to make, each by itself, so that no one waits for another's.
_SLOW: Final = ("pages", "index", "ho21", "sparql", "data", "report", "check")
_POLICY: Final = re.compile(rb'http-equiv="Content-Security-Policy" content="([^"]*)"')
# The stems whose name is not that of what they are about.
_ABOUT: Final = {"def/index": "def", "void": ""}
# Where clients look for what is said of the whole.
_WHOLE: Final = {"/.well-known/void": "void", f"/{CATALOGUE}": CATALOGUE, f"/{EXAMPLES}": EXAMPLES}
# What is shown before the pages are there.
_ALONE: Final = ("index.html", "ho21.html", "sparql")
_SAFE: Final = "/:@!$&'()*+,;=-._~"


class Desk:
    """A house as an ASGI app: what it answers to each address."""

    def __init__(
        self,
        dataset: Dataset,
        home: House,
        limits: Limits,
        *,
        stated_only: bool = False,
        lang: str = "nb",
    ) -> None:
        self.base = dataset.base.iri
        self.dataset = dataset
        self.home = home
        self.limits = limits
        self.stated_only = stated_only
        self.lang = lang
        self.graphs = tuple(sorted(dataset.chosen(stated_only=stated_only)))
        self.files = Published(dataset, home, stated_only=stated_only, served=True)
        self.pool = Pool.over(dataset, limits, stated_only=stated_only)
        self._locks = {name: asyncio.Lock() for name in _SLOW}
        self._kept: dict[str, bytes] = {}
        self._site: Site | None = None

    @asynccontextmanager
    async def alive(self, _: object) -> AsyncIterator[None]:
        """Keep the workers while the server runs."""
        self.pool.open()
        first = asyncio.ensure_future(self.made("index.html"))
        try:
            yield
        finally:
            first.cancel()
            await self.pool.close()

    def app(self, host: str) -> App:
        """Return the app, guarded for the address it listens on."""
        read, ask = "GET, HEAD, OPTIONS", endpoint.METHODS
        routes = [
            _route("/", self.front, read),
            _route("/sparql", self.sparql, ask),
            _route("/sparql/", self.sparql, ask),
            *(_route(path, self.whole, read) for path in _WHOLE),
            _route("/query/{name}", self.question, read),
            _route("/{path:path}", self.thing, read),
        ]
        router = Router(routes, redirect_slashes=False, lifespan=self.alive)
        return Guard(router, host, self.lang)

    async def front(self, request: Request) -> Response:
        """Send the explorer, or lead to the description of the whole for who wants data."""
        form = self.form(request, _DATA)
        if form == "html":
            return await self.file(request, "index.html")
        return self.elsewhere(f"/void.{form}")

    async def whole(self, request: Request) -> Response:
        """Lead to a description of the whole, from where clients look for it (VoID, 7.2)."""
        rest = {media: form for media, form in _DATA.items() if form != "html"}
        return self.elsewhere(f"/{_WHOLE[request.url.path]}.{self.form(request, rest)}")

    async def sparql(self, request: Request) -> Response:
        """Answer as an endpoint: a query, its description, or a page to write a query on."""
        job = await endpoint.asked(request, self.limits.body)
        if endpoint.wants_page(request, job):
            return await self.file(request, "sparql")
        if job is None:
            return endpoint.described(request, self.graphs)
        media, body = await endpoint.answered(request, job, self.pool)
        return endpoint.reply(request, body, media)

    async def thing(self, request: Request) -> Response:
        """Send a file; or lead from the name of something to what there is to read about it."""
        return await self.named(request, request.path_params["path"])

    async def named(self, request: Request, path: str) -> Response:
        """Do the same for a path."""
        found = (await self.site()).home(self.base + path)
        if found is None:
            return await self.file(request, path)
        stem, fragment = found
        offers = _DATA if not path.endswith(".txt") else {_TEXT: "txt"} | _DATA
        form = self.form(request, offers)
        if form == "txt":
            return await self.file(request, path)
        if form == "html":
            if stem == "void":
                return self.elsewhere("/")
            hash_ = f"#{quote(fragment, safe=_SAFE)}" if fragment else ""
            return self.elsewhere(f"/{quote(self.page(request, stem), safe=_SAFE)}{hash_}")
        named = path if path.startswith("graph/") else stem
        return self.elsewhere(f"/{quote(named, safe=_SAFE)}.{form}")

    async def question(self, request: Request) -> Response:
        """Send a saved question: its page or its answer, with the values the address gives it."""
        name, _, ending = request.path_params["name"].partition(".")
        path = f"query/{request.path_params['name']}"
        values = {key: value for key, value in request.query_params.items() if key != "format"}
        asked = self.questions.get(name)
        if asked is None:
            return await self.named(request, path)
        if not ending:
            form = self.form(request, _QUESTION | {_XLSX: "xlsx"} | _DATA)
            page = self.page(request, f"query/{name}") if form == "html" else f"query/{name}.{form}"
            again = f"?{urlencode(values)}" if values else ""
            return self.elsewhere(f"/{quote(page, safe=_SAFE)}{again}")
        await self.site()
        if not values and ending in _TOLD and path in self.paths:
            return await self.file(request, path)
        return await self.put(request, asked, values, ending)

    async def put(
        self, request: Request, asked: Question, values: dict[str, str], ending: str
    ) -> Response:
        """Put a question with some values to a worker, and return its answer as the ending says."""
        form = ending.rpartition(".")[2]
        lang = "en" if ending == "en.html" else "nb"
        if form not in {"html", "rq", *_QUESTION.values(), "xlsx"}:
            raise Refusal(404, "bad-name", name=f"{asked.name}.{ending}")
        if form in {"html", "xlsx"} and any(each.name == "lang" for each in asked.parameters):
            values = {"lang": lang} | values
        try:
            text = await run_in_threadpool(self.filled, asked, values)
        except CallError as error:
            if form != "html":
                raise Refusal(400, error.key, None, **error.fields) from error
            made = self.files.site.question(asked.name, values, lang, error).encode()
            return endpoint.reply(request, made, _MEDIA[form], status=400)
        if form == "rq":
            return endpoint.reply(request, text.encode(), _MEDIA["rq"])
        if form not in {"html", "xlsx"}:
            media, body = await endpoint.answered(request, Job(text, form=form), self.pool)
            return endpoint.reply(request, body, media)
        jobs = [Job(text, form="json")]
        if form == "html" and not self.stated_only:
            stated = tuple(each for each in self.graphs if each not in self.dataset.read_graphs)
            jobs.append(Job(text, form="json", default=stated, named=stated))
        bodies = [(await endpoint.answered(request, job, self.pool))[1] for job in jobs]
        if form == "html":
            made = await run_in_threadpool(self.page_of, asked, values, lang, bodies)
        else:
            made = await run_in_threadpool(self.workbook, lang, text, bodies[0])
        return endpoint.reply(request, made, _MEDIA[form])

    def filled(self, asked: Question, values: dict[str, str]) -> str:
        """Return a question with its values, each a term of the graph."""
        return asked.filled(values, self.dataset, self.store)

    def page_of(
        self, asked: Question, values: dict[str, str], lang: str, bodies: list[bytes]
    ) -> bytes:
        """Return the page of answers in JSON: with our readings, and without."""
        # Read in the thread it is used in: the engine ends the process where it is not.
        answers = [parse_query_results(body, format=QueryResultsFormat.JSON) for body in bodies]
        return self.files.site.question(asked.name, values, lang, *answers).encode()

    def workbook(self, lang: str, text: str, body: bytes) -> bytes:
        """Return an answer in JSON as a workbook."""
        from ho21.answer import render

        answer = parse_query_results(body, format=QueryResultsFormat.JSON)
        made = render(answer, "xlsx", lang, text, self.dataset, self.store)
        return made if isinstance(made, bytes) else made.encode()

    @cached_property
    def licence(self) -> str:
        """What the house may be used under, by IRI."""
        facts = self.dataset.facts.get(self.dataset.base.graph("huset").value, ())
        named = term("dcterms:license")
        return next((each.object.value for each in facts if each.predicate == named), "")

    @cached_property
    def store(self) -> Store:
        """The graph in this process too, to look up names in; queries go to the workers."""
        return self.dataset.store(stated_only=self.stated_only)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The saved questions by name."""
        return read_questions(self.home)

    @cached_property
    def paths(self) -> frozenset[str]:
        """The files of the site."""
        return frozenset(self.files.site.paths)

    async def site(self) -> Site:
        """Return the pages, begun in a thread of their own the first time."""
        if self._site is None:
            async with self._locks["pages"]:
                self._site = await run_in_threadpool(lambda: self.files.site)
        return self._site

    def form(self, request: Request, offers: dict[str, str]) -> str:
        """Return which of some forms is wanted; raises Refusal where none is."""
        named = request.query_params.get("format")
        if named is not None:
            if named not in offers.values():
                known = ", ".join(offers.values())
                raise Refusal(400, "unknown-format", format=named, known=known)
            return named
        media = accepted(request.headers.get("accept"), (*offers,))
        if media is None:
            raise Refusal(406, "not-acceptable", known=", ".join(offers))
        return offers[media]

    def page(self, request: Request, stem: str) -> str:
        """Return the file of a page, in the language the client would rather read."""
        lang = language(request.headers.get("accept-language"), self.lang)
        return file_of(stem, lang)

    def elsewhere(self, path: str) -> Response:
        """Lead to where a thing is described: a thing itself cannot be sent (303, one hop)."""
        return Response(
            status_code=303,
            headers={
                "Location": path,
                "Vary": "Accept, Accept-Language",
                "Cache-Control": "no-cache",
            },
        )

    async def made(self, path: str) -> bytes:
        """Return a file, made in a thread of its own the first time."""
        if path not in self._kept:
            part = path.partition("/")[0].partition(".")[0]
            async with self._locks.get(part, self._locks["pages"]):
                if path not in self._kept:
                    self._kept[path] = await run_in_threadpool(self.content, path)
        return self._kept[path]

    def content(self, path: str) -> bytes:
        """Make a file."""
        if path == "sparql":
            from ho21.asker import asker

            return asker(self.dataset, self.home, stated_only=self.stated_only).encode()
        return self.files.content(path)

    async def file(self, request: Request, path: str) -> Response:
        """Send a file as it is; raises Refusal where there is none."""
        try:
            body = await self.made(path)
        except KeyError as error:
            raise Refusal(404, "bad-name", name=path) from error
        ending = "html" if path == "sparql" else path.rpartition(".")[2]
        headers = await self.links(path)
        if ending == "html":
            own = _POLICY.search(body[:8192])
            policy = f"{own[1].decode()}; frame-ancestors 'none'" if own else POLICY
            headers["Content-Security-Policy"] = html.unescape(policy)
        known = _MEDIA if path.startswith("query/") else _MEDIA | _PLAIN
        return endpoint.reply(request, body, known.get(ending, _TEXT), headers)

    async def links(self, path: str) -> dict[str, str]:
        """Return what a file is about and the forms it also comes in (RFC 8288, RFC 6892)."""
        told = []
        if path in _ALONE:
            if path != "sparql":
                told.append(f'<{self.base}>; rel="describes"')
        else:
            site = await self.site()
            whole = path.removesuffix(".html").removesuffix(".en")
            stem = whole if path.endswith(".html") else path.rpartition(".")[0]
            about = _ABOUT.get(stem, stem)
            if stem and site.home(self.base + about):
                told.append(f'<{self.base}{quote(about, safe=_SAFE)}>; rel="describes"')
            told += [
                f'</{quote(other, safe=_SAFE)}>; rel="alternate"; type="{media}"'
                for media, form in _DATA.items()
                if (other := f"{stem}.{form}") != path and other in self.paths
            ]
        told += [f'<{each}>; rel="describedby"' for each in ("/.well-known/void", f"/{CATALOGUE}")]
        if self.licence:
            told.append(f'<{self.licence}>; rel="license"')
        return {"Link": ", ".join(told), "Vary": "Accept, Accept-Language"}


def _route(path: str, answer: Callable[[Request], Awaitable[Response]], methods: str) -> Route:
    """Return a route that itself says which methods it knows (RFC 9110, 15.5.6)."""

    async def answered(request: Request) -> Response:
        if request.method == "OPTIONS":
            allowed = {"Access-Control-Allow-Methods": methods, "Access-Control-Max-Age": "86400"}
            allowed["Access-Control-Allow-Headers"] = "Accept, Accept-Language, Content-Type"
            return Response(status_code=204, headers=allowed | {"Allow": methods})
        if request.method not in methods.split(", "):
            head = {"Allow": methods}
            raise Refusal(405, "method", head, method=request.method, known=methods)
        return await answer(request)

    # A route for every method: which ones work is ours to say, in our own words.
    return Route(path, _Any(answered))


class _Any:
    """An ASGI app of an endpoint, which starlette then lets every method through to."""

    def __init__(self, answer: Callable[[Request], Awaitable[Response]]) -> None:
        self.answer = answer

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401
        from starlette.requests import Request

        response = await self.answer(Request(scope, receive))
        await response(scope, receive, send)
