"""A process that answers queries for the server, and that may be killed at any time."""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import struct
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from pyoxigraph import (
    QueryBoolean,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    serialize,
)

from ho21 import rows, spelling
from ho21.ask import evaluate
from ho21.context import Context, Term
from ho21.fault import CallError
from ho21.jsonld import jsonld
from ho21.negotiate import accepted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyoxigraph import Literal

    from ho21.ask import Result

ROWS: Final = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
TRUTHS: Final = {name: form for name, form in ROWS.items() if form in {"json", "xml"}}
TRIPLES: Final = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
}
# What means the same, so that no one is turned away for asking the older way.
ALIASES: Final = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
}
_RDF: Final = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
}
_HEAD: Final = struct.Struct(">II")
_NEW_USER_AND_NETWORK: Final = 0x10000000 | 0x40000000


@dataclass(frozen=True)
class Job:
    """A query, the graphs it is put to (None: as the query says), and the forms it may come in."""

    text: str
    accept: str | None = None
    form: str | None = None
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None

    def packed(self) -> bytes:
        """Return the job as one frame."""
        return frame(vars(self))


@dataclass(frozen=True)
class Settings:
    """What a worker is told once: base, prefixes, its graphs, and how much a query may use.

    ``memory`` is in bytes beyond what the loaded graph takes, ``answer`` in bytes; ``terms`` are
    the names in JSON-LD; ``spelling`` is not told but read from the graph.
    """

    base: str
    prefixes: dict[str, str]
    graphs: tuple[str, ...]
    memory: int
    rows: int
    answer: int
    terms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    spelling: Mapping[Literal, Literal] = field(default_factory=dict)


def frame(head: dict[str, Any], body: bytes = b"") -> bytes:
    """Return a message between server and worker: two lengths, a JSON head, a body."""
    text = json.dumps(head).encode()
    return _HEAD.pack(len(text), len(body)) + text + body


def read_frame(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """Return the next message, or None at the end of the stream."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    sizes = _HEAD.unpack(head)
    text, body = (stream.read(size) for size in sizes)
    return json.loads(text), body


def lengths(head: bytes) -> tuple[int, int]:
    """Return how long the JSON and the body of a message are, from its first ``START`` bytes."""
    text, body = _HEAD.unpack(head)
    return text, body


START: Final = _HEAD.size


def answer(job: Job, store: Store, settings: Settings) -> tuple[dict[str, Any], bytes]:
    """Return the head and the body of the answer to a job, or of what is wrong with it."""
    chosen = None
    if job.default is not None or job.named is not None:
        chosen = (list(job.default or ()), list(job.named or ()))
    try:
        known = settings.prefixes, settings.graphs
        result = evaluate(job.text, store, *known, chosen, base=settings.base)
        return _written(result, job, settings, store)
    except CallError as error:
        fields = {name: str(value) for name, value in error.fields.items()}
        return {"fault": error.key, "fields": fields}, b""


def _written(
    result: Result, job: Job, settings: Settings, store: Store
) -> tuple[dict[str, Any], bytes]:
    known = TRIPLES
    if not isinstance(result, QueryTriples):
        known = TRUTHS if isinstance(result, QueryBoolean) else ROWS
    media = _media(job, known)
    if media is None:
        raise CallError("not-acceptable", known=", ".join(known))
    form = known[media]
    if isinstance(result, QueryTriples):
        body = _triples(result, form, settings, store)
    else:
        limits = {"most": settings.rows, "room": settings.answer}
        body = rows.body(result, form, settings.spelling, job.text, **limits)
    return {"media": media}, body


def _media(job: Job, known: dict[str, str]) -> str | None:
    if job.form is not None:
        same = {"xml": "rdf", "json": "jsonld"} if known is TRIPLES else {}
        wanted = same.get(job.form, job.form)
        return next((media for media, form in known.items() if form == wanted), None)
    aliases = {alias: media for alias, media in ALIASES.items() if media in known}
    found = accepted(job.accept, (*known, *aliases))
    return aliases.get(found or "", found)


def _triples(result: QueryTriples, form: str, settings: Settings, store: Store) -> bytes:
    found = set()
    for each in result:
        found.add(each)
        if len(found) > settings.rows:
            raise CallError("answer-rows", limit=settings.rows)
    ordered = sorted(spelling.triples(found, settings.spelling, store), key=str)
    if form == "jsonld":
        terms = {iri: Term(*each) for iri, each in settings.terms.items()}
        body = jsonld(ordered, Context(settings.prefixes, terms))
    else:
        prefixes = settings.prefixes if form in {"ttl", "rdf"} else None
        body = serialize(ordered, format=_RDF[form], prefixes=prefixes) or b""
    if form == "rdf":
        body = rows.xml(body.decode()).encode()
    if len(body) > settings.answer:
        raise CallError("answer-bytes", limit=settings.answer >> 20)
    return body


def loaded(quads: bytes, settings: Settings) -> tuple[Store, Settings]:
    """Return a store of some N-Quads, and the settings with how these are spelled."""
    # Read first and then put in, as loading would give blank nodes other names in each worker.
    read = [*parse(quads, format=RdfFormat.N_QUADS)]
    store = Store()
    store.bulk_extend(read)
    return store, replace(settings, spelling=spelling.spelling(each.object for each in read))


def main() -> None:
    """Load what the first message holds, then answer each that follows until there are no more.

    The engine can neither be stopped nor held back from crashing, so this process is the limit:
    it has no network where the system allows that, little memory, and ends with its parent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server alone decides when to stop
    begun = read_frame(sys.stdin.buffer)
    if begun is None:
        return
    told, quads = begun
    _leave_network()
    store, settings = loaded(quads, Settings(**told))
    del quads, begun
    _limit_memory(settings.memory)
    threading.Thread(target=_leave_with_server, daemon=True).start()
    _send(frame({"ready": True}))
    while received := read_frame(sys.stdin.buffer):
        job = Job(**received[0])
        try:
            head, body = answer(job, store, settings)
        except MemoryError:
            head, body = {"fault": "query-memory", "fields": {"limit": settings.memory >> 20}}, b""
        _send(frame(head, body))


def _leave_with_server() -> None:
    """End this process in the midst of a query too, when no one is left to answer (POSIX)."""
    if hasattr(select, "poll"):
        gone = select.poll()
        gone.register(sys.stdin, 0)  # to be told of nothing but the other end's closing
        gone.poll()
        os._exit(0)


def _send(message: bytes) -> None:
    sys.stdout.buffer.write(message)
    sys.stdout.buffer.flush()


def _leave_network() -> None:
    """Move to a network with nothing in it, where the system lets anyone do that (Linux)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(_NEW_USER_AND_NETWORK)


def _limit_memory(more: int) -> None:
    """Let this process have so many bytes more than it has now, where the system can hold it."""
    with suppress(ModuleNotFoundError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + more
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
