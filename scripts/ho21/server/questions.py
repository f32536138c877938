"""A saved question by its address: its page or its answer, with the values the address gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool

from ho21.errors import LANGUAGES, UsageError
from ho21.rdf.formats import MEDIA_TYPES, PAGE_DATA, offers
from ho21.server.dereference import DATA, SAFE
from ho21.server.errors import HTTPError
from ho21.server.negotiation import answer_forms
from ho21.server.responses import reply, see_other
from ho21.server.sparql import answered
from ho21.sparql.answers import render_answer
from ho21.sparql.defaults import fitted
from ho21.sparql.engine import Answer
from ho21.sparql.questions import named_values, read_questions
from ho21.workers.worker import Job

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from ho21.project import Project
    from ho21.server.dereference import Dereference
    from ho21.sparql.questions import Question
    from ho21.workers.engine import PoolEngine

_ANSWERS: Final = offers("html", "json", "csv", "tsv", "xml")
# What is said of a question without putting it: to put one is for a worker alone.
_TOLD: Final = ("rq", *PAGE_DATA)


class SavedQuestions:
    """The saved questions of a project, put to the workers."""

    def __init__(self, things: Dereference, engine: PoolEngine, project: Project) -> None:
        self.things = things
        self.files = things.files
        self.dataset = things.files.dataset
        self.engine = engine
        self.questions = {
            name: fitted(each, self.dataset) for name, each in read_questions(project).items()
        }

    async def question(self, request: Request) -> Response:
        """Send a question: its page or its answer, with the values the address gives it."""
        name, _, ending = request.path_params["name"].partition(".")
        path = f"query/{request.path_params['name']}"
        given = [each for each in request.query_params.multi_items() if each[0] != "format"]
        try:
            values = named_values(given)
        except UsageError as error:
            raise HTTPError(400, error.key, None, **error.fields) from error
        asked = self.questions.get(name)
        if asked is None:
            return await self.things.named(request, path)
        if not ending:
            return self._elsewhere(request, name, values)
        if not values and ending in _TOLD and path in await self.files.site(path):
            return await self.things.file(request, path)
        return await self._put(request, asked, values, ending)

    def _elsewhere(self, request: Request, name: str, values: dict[str, str]) -> Response:
        """Lead to a question in the form that is wanted, with its values."""
        form = self.things.form(request, _ANSWERS | offers("xlsx") | DATA)
        stem = f"query/{name}"
        page = self.things.page(request, stem) if form == "html" else f"{stem}.{form}"
        again = f"?{urlencode(values)}" if values else ""
        return see_other(f"/{quote(page, safe=SAFE)}{again}")

    async def _put(
        self, request: Request, asked: Question, values: dict[str, str], ending: str
    ) -> Response:
        """Put a question with some values to a worker, and return its answer as the ending says."""
        form = ending.rpartition(".")[2]
        usual = self.dataset.interface
        spoken = {f"{each}.html": each for each in LANGUAGES if each != usual}
        lang = spoken.get(ending, usual)
        if form not in {"html", "rq", *_ANSWERS.values(), "xlsx"}:
            raise HTTPError(404, "bad-name", name=f"{asked.name}.{ending}")
        try:
            text = await self.engine.filled(asked, values, lang)
        except UsageError as error:
            if form != "html":
                raise HTTPError(400, error.key, None, **error.fields) from error
            site = await self.files.site(f"query/{asked.name}")
            made = site.questions.put(asked.name, values, lang, error).encode()
            return reply(request, made, MEDIA_TYPES[form], status=400)
        if form == "html":
            return await self._page(request, asked, values, lang, text)
        if form == "rq":
            return reply(request, text.encode(), MEDIA_TYPES["rq"])
        if form == "xlsx":
            found = await answered(request, Job(text, *answer_forms(None, "json")), self.engine)

            def book() -> bytes:
                made = render_answer(Answer(text, found.result, self.dataset), form, lang)
                return made if isinstance(made, bytes) else made.encode()

            return reply(request, await run_in_threadpool(book), MEDIA_TYPES[form])
        found = await answered(request, Job(text, *answer_forms(None, form)), self.engine)
        return reply(request, found.body, found.media)

    async def _page(
        self, request: Request, asked: Question, values: dict[str, str], lang: str, text: str
    ) -> Response:
        """Send the page of a question's answer: with our readings, and without."""
        job = Job(text, *answer_forms(None, "json"))
        found = [await answered(request, job, self.engine)]
        if not self.dataset.is_stated:
            graphs = self.dataset.stated.graphs
            job = replace(job, default=graphs, named=graphs)
            found.append(await answered(request, job, self.engine))
        site = await self.files.site(f"query/{asked.name}")

        def made() -> bytes:
            results = (each.result for each in found)
            return site.questions.put(asked.name, values, lang, *results).encode()

        return reply(request, await run_in_threadpool(made), MEDIA_TYPES["html"])
