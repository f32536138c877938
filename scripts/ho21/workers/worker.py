"""A worker: a process that answers queries over one dataset, and that may be killed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyoxigraph import QueryBoolean, QueryTriples, RdfFormat, Store, parse, serialize

from ho21.errors import UsageError
from ho21.processes.child import answer_parent
from ho21.rdf.context import Context, Term
from ho21.rdf.formats import MEDIA_TYPES, ROWS, SYNTAXES, TRIPLES, TRUTHS, offers
from ho21.rdf.jsonld import jsonld
from ho21.rdf.xml import rdf_xml
from ho21.sparql import results
from ho21.sparql.evaluation import evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ho21.processes.child import Answering, Framed
    from ho21.sparql.evaluation import Result


@dataclass(frozen=True)
class Job:
    """A query, the forms its answer may come in, and the graphs it is put to.

    ``rows``, ``truth`` and ``triples`` are the form by what is answered, None where none is wanted;
    without ``default`` and ``named`` the graphs are those of the query.
    """

    text: str
    rows: str | None = ROWS[0]
    truth: str | None = TRUTHS[0]
    triples: str | None = TRIPLES[0]
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Settings:
    """Settings that a worker is told once: base, prefixes, its graphs, and a query's limits.

    ``memory`` is in bytes beyond what the loaded graph takes, ``answer`` in bytes; ``terms`` are
    the names in JSON-LD.
    """

    base: str
    prefixes: dict[str, str]
    graphs: tuple[str, ...]
    memory: int
    rows: int
    answer: int
    terms: Mapping[str, Sequence[str]] = field(default_factory=dict)


def answer(job: Job, store: Store, settings: Settings) -> Framed:
    """Return the head and the body of the answer to a job, or of what is wrong with it."""
    chosen = None
    if job.default is not None or job.named is not None:
        chosen = (list(job.default or ()), list(job.named or ()))
    try:
        known = settings.prefixes, settings.graphs
        result = evaluate(job.text, store, *known, chosen, base=settings.base)
        return _written(result, job, settings)
    except UsageError as error:
        told = error.fields.items()
        fields = {name: it if isinstance(it, int) else str(it) for name, it in told}
        return {"fault": error.key, "fields": fields}, b""


def _written(result: Result, job: Job, settings: Settings) -> Framed:
    if isinstance(result, QueryTriples):
        form, known = job.triples, offers(*TRIPLES)
    elif isinstance(result, QueryBoolean):
        form, known = job.truth, offers(*TRUTHS)
    else:
        form, known = job.rows, offers(*ROWS)
    if form is None:
        raise UsageError("not-acceptable", known=", ".join(known))
    if isinstance(result, QueryTriples):
        body = _triples(result, form, settings)
    else:
        body = results.body(result, form, most=settings.rows, room=settings.answer)
    return {"media": MEDIA_TYPES[form]}, body


def _triples(result: QueryTriples, form: str, settings: Settings) -> bytes:
    found = set()
    for each in result:
        found.add(each)
        if len(found) > settings.rows:
            raise UsageError("answer-rows", limit=settings.rows)
    ordered = sorted(found, key=str)
    if form == "jsonld":
        terms = {iri: Term(*each) for iri, each in settings.terms.items()}
        body = jsonld(ordered, Context(settings.prefixes, terms))
    elif form == "rdf":
        body = rdf_xml(ordered, settings.prefixes)
    else:
        prefixes = settings.prefixes if form == "ttl" else None
        body = serialize(ordered, format=SYNTAXES[form], prefixes=prefixes) or b""
    if len(body) > settings.answer:
        raise UsageError("answer-bytes", limit=settings.answer >> 20)
    return body


def loaded(quads: bytes) -> Store:
    """Return a store of some N-Quads."""
    # Read first and then put in, as loading would give blank nodes other names in each worker.
    store = Store()
    store.bulk_extend([*parse(quads, format=RdfFormat.N_QUADS)])
    return store


def begin(told: dict[str, Any], quads: bytes) -> tuple[Answering, int]:
    """Return what answers the jobs over some N-Quads, and how much memory it may take for that."""
    store, settings = loaded(quads), Settings(**told)

    def answered(job: dict[str, Any]) -> Framed:
        try:
            return answer(Job(**job), store, settings)
        except MemoryError:
            return {"fault": "query-memory", "fields": {"limit": settings.memory >> 20}}, b""
        except (OSError, RuntimeError) as error:  # the engine answers as it is read
            return {"fault": "query-failed", "fields": {"why": str(error)}}, b""

    return answered, settings.memory


if __name__ == "__main__":
    answer_parent(begin)
