"""The project as a server: the explorer, the SPARQL endpoint, and every thing by its address."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ho21.errors import LANGUAGES
from ho21.explorer.head import FRONT, Heads
from ho21.server import sparql
from ho21.server.dereference import WHOLE, Dereference, Files
from ho21.server.errors import HTTPError
from ho21.server.guard import Guard
from ho21.server.questions import SavedQuestions
from ho21.server.responses import reply
from ho21.server.sparql import InWorkers
from ho21.workers.engine import PoolEngine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from starlette.types import Receive, Scope, Send

    from ho21.dataset.dataset import Dataset
    from ho21.project import Project
    from ho21.workers.pool import Limits

    Endpoint = Callable[[Request], Awaitable[Response]]

_METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
_ASKING: Final = _METHODS[:3]
_ENDPOINT: Final = ("/sparql", "/sparql/")


def create_app(
    dataset: Dataset, project: Project, limits: Limits, *, host: str = "127.0.0.1", lang: str = "nb"
) -> Guard:
    """Return the app, guarded for the address it listens on."""
    engine = PoolEngine(dataset, limits)
    files = Files(dataset, project, partial(InWorkers, engine))
    things = Dereference(files, lang)
    questions = SavedQuestions(things, engine, project)

    async def asked(request: Request) -> Response:
        """Answer as an endpoint: a query, its description, or a page to write a query on."""
        job = await sparql.read_job(request, limits.body)
        if sparql.wants_page(request, job):
            return await things.file(request, "sparql")
        if job is None:
            return sparql.describe_service(request, dataset.graphs)
        found = await sparql.answered(request, job, engine)
        return reply(request, found.body, found.media)

    @asynccontextmanager
    async def alive(_: object) -> AsyncIterator[None]:
        """Keep the workers while the server runs."""
        engine.pool.open()
        first = asyncio.ensure_future(files.content(FRONT))
        first.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            yield
        finally:
            first.cancel()
            await engine.pool.close()

    routes = [
        *_routes("/", things.front),
        *(route for path in _ENDPOINT for route in _routes(path, asked, "POST")),
        *(route for path in WHOLE for route in _routes(path, things.whole)),
        *_routes("/query/{name}", questions.question),
        *_routes("/{path:path}", things.thing),
    ]
    handlers = {404: _not_found, 405: _not_allowed, Exception: _handed_on}
    app = Starlette(routes=routes, exception_handlers=handlers, lifespan=alive)

    async def direct(scope: Scope, receive: Receive, send: Send) -> None:
        """Hand what asks the endpoint over at once, and leave all else to the routes."""
        if scope.get("method") in _ASKING and scope["path"] in _ENDPOINT:
            answer = await asked(Request(scope, receive, send))
            await answer(scope, receive, send)
        else:
            await app(scope, receive, send)

    titles = {each: dataset.title(each) for each in LANGUAGES}
    return Guard(direct, host, lang, Heads(titles, dataset.interface, files.beside))


def _routes(path: str, answer: Endpoint, *more: str) -> list[Route]:
    """Return the routes of a path: GET and some more methods, and OPTIONS, which tells of them."""
    known = ", ".join(each for each in _METHODS if each != "POST" or each in more)

    async def options(_: Request) -> Response:
        return _told_of(known)

    return [Route(path, answer, methods=["GET", *more]), Route(path, options, methods=["OPTIONS"])]


def _told_of(known: str) -> Response:
    """Return the answer to who asks for the methods there are."""
    headers = {
        "Access-Control-Allow-Methods": known,
        "Access-Control-Max-Age": "86400",
        "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type",
        "Allow": known,
    }
    return Response(status_code=204, headers=headers)


async def _not_found(request: Request, error: Exception) -> Response:
    """Tell in our own words of a name that leads nowhere; ``*`` is the whole server's."""
    if request.method == "OPTIONS" and request.scope["path"] == "*":
        return _told_of(", ".join(_METHODS))
    raise HTTPError(404, "bad-name", name=request.scope["path"].lstrip("/")) from error


async def _not_allowed(request: Request, error: Exception) -> Response:
    """Tell in our own words which methods there are, in an order that is always the same."""
    told = error.headers if isinstance(error, HTTPException) else None
    allowed = {*(told or {}).get("Allow", "").split(", "), "OPTIONS"}
    known = ", ".join(each for each in _METHODS if each in allowed)
    head = {"Allow": known}
    raise HTTPError(405, "method", head, method=request.method, known=known) from error


async def _handed_on(_: Request, error: Exception) -> Response:
    """Leave to the guard what becomes of an error, and a 500 to no one else."""
    raise error
