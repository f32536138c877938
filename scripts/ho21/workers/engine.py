"""The engine over workers: what may take long or much is asked in a process that can be ended."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat, RdfFormat, Triple, parse_query_results, serialize

from ho21.sparql.engine import Engine
from ho21.sparql.evaluation import told_in_branches
from ho21.sparql.questions import about
from ho21.workers.pool import Pool
from ho21.workers.worker import Job

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from pyoxigraph import QueryBoolean, QuerySolutions

    from ho21.dataset.dataset import Dataset
    from ho21.project import Project
    from ho21.sparql.questions import Question
    from ho21.workers.pool import Limits


@dataclass(frozen=True)
class Written:
    """An answer as a worker wrote it: the query, and its rows in JSON or its triples in Turtle."""

    text: str
    media: str
    body: bytes

    @property
    def result(self) -> QuerySolutions | QueryBoolean:
        """The rows or the truth, to be gone through in the thread that asks for them."""
        return parse_query_results(self.body, format=QueryResultsFormat.JSON)


class PoolEngine:
    """A dataset that is asked in workers; the names in a question are looked up here.

    ``project`` is where a project has its own question about one thing.
    """

    def __init__(self, dataset: Dataset, limits: Limits, project: Project | None = None) -> None:
        self.here = Engine(dataset, project)
        union = dict.fromkeys(fact for facts in dataset.facts.values() for fact in facts)
        quads = serialize(dataset.quads, format=RdfFormat.N_QUADS) or b""
        quads += serialize((Triple(*each) for each in union), format=RdfFormat.N_TRIPLES) or b""
        terms = dataset.context.terms
        self.pool = Pool(quads, dataset.base, dataset.graphs, limits, terms)

    async def ask(
        self, question: Question, values: Mapping[str, str] | None = None, lang: str | None = None
    ) -> Written:
        """Put a saved question with some values, in a language where it has one.

        Raises Busy where the limits do not allow it, UsageError where the call is at fault.
        """
        text = await self.filled(question, values or {}, lang)
        return replace(await self.query(told_in_branches(text)), text=text)

    async def query(self, text: str) -> Written:
        """Put a query to the union of the named graphs; raises the same."""
        return await self.answered(Job(text))

    async def about(self, thing: str, lang: str) -> Written:
        """Put the question about one thing, named by its IRI, slug or label."""
        return await self.ask(about(self.here.project), {"ting": thing}, lang)

    async def answered(
        self, job: Job, gone: Callable[[], Awaitable[object]] | None = None
    ) -> Written:
        """Return the answer to a job; ``gone`` returns when no one waits for it any more."""
        head, body = await self.pool.ask(job, gone)
        return Written(job.text, head["media"], body)

    async def filled(
        self, question: Question, values: Mapping[str, str], lang: str | None = None
    ) -> str:
        """Return the query that a question is with some values; raises UsageError."""
        return await asyncio.to_thread(self.here.filled, question, values, lang)
