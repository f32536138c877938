"""A server started as a program of its own, and spoken to over real sockets."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SCRIPTS = str(ROOT / "scripts")
HOST = "127.0.0.1"
PATIENCE = 60  # seconds; a busy machine is slow, and only a hung server is slower

SELECT = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 3"
# Little memory, and for our graph some 400 million times a sum of two IRIs.
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f "
    'FILTER CONTAINS(SHA512(CONCAT(STR(?a), STR(?d))), "zz") }'
)
EVERYTHING = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o"


@dataclass(frozen=True)
class Reply:
    """What came back: status, headers by lower-case name, body."""

    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)

    @property
    def busy(self) -> bool:
        """Whether the server, not the query, is why: it says to ask again in a second."""
        return (self.status, self.headers.get("retry-after")) == (503, "1")

    @property
    def kind(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.body.decode()

    def json(self) -> Any:
        """Return the body read as JSON."""
        return json.loads(self.body)


@dataclass
class Server:
    """A running server: where it listens, its process, and what it says on stderr.

    A patient client asks again when the server says that it is busy, as a busy machine makes it.
    """

    process: subprocess.Popen[str]
    port: int
    talk: Path
    endpoint: str = "/sparql"
    patient: bool = True

    @property
    def url(self) -> str:
        """The address of the site, ending in a slash."""
        return f"http://{HOST}:{self.port}/"

    @property
    def sparql(self) -> str:
        """The address of the endpoint."""
        return f"http://{HOST}:{self.port}{self.endpoint}"

    def ask(
        self, path: str, method: str = "GET", body: bytes | str | None = None, **headers: str
    ) -> Reply:
        """Send one request and return the reply; ``content_type`` is the header content-type."""
        sent = body.encode() if isinstance(body, str) else body
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        end = time.monotonic() + PATIENCE
        reply = self._once(path, method, sent, names)
        while self.patient and reply.busy and time.monotonic() < end:
            time.sleep(1)
            reply = self._once(path, method, sent, names)
        return reply

    def _once(self, path: str, method: str, sent: bytes | None, names: dict[str, str]) -> Reply:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        with closing(connection):
            connection.request(method, path, sent, names)
            got = connection.getresponse()
            kept = {name.lower(): value for name, value in got.getheaders()}
            return Reply(got.status, kept, got.read())

    def query(self, text: str, accept: str = "*/*", **parameters: str | list[str]) -> Reply:
        """Ask the endpoint by GET."""
        words = urlencode({"query": text, **parameters}, doseq=True)
        return self.ask(f"{self.endpoint}?{words}", accept=accept)

    def rows(self, text: str, **parameters: str | list[str]) -> list[dict[str, str]]:
        """Return the rows of a SELECT as plain values by name."""
        reply = self.query(text, "application/sparql-results+json", **parameters)
        assert reply.status == 200, reply.body
        bindings = reply.json()["results"]["bindings"]
        return [{name: each["value"] for name, each in row.items()} for row in bindings]

    def contents(self) -> list[str]:
        """Return every quad, to be compared before and after; a blank node has no name to keep."""
        reply = self.query(EVERYTHING, "text/tab-separated-values")
        assert reply.status == 200, reply.body
        return sorted(re.sub(r"_:\w+", "_:", line) for line in reply.text.splitlines())

    def open(self) -> socket.socket:
        """Return a connection of one's own."""
        return socket.create_connection((HOST, self.port), timeout=PATIENCE)

    def send(self, sent: bytes, seconds: float = 15) -> bytes:
        """Send bytes as they are and return what comes until the server closes or is silent."""
        got = b""
        with self.open() as line:
            line.settimeout(seconds)
            with suppress(TimeoutError, ConnectionError):
                line.sendall(sent)
            with suppress(TimeoutError, ConnectionError):
                while part := line.recv(65536):
                    got += part
        return got

    def said(self) -> str:
        """Return what the server has written on stderr."""
        return self.talk.read_text(encoding="utf-8", errors="replace")


def status_of(raw: bytes) -> int | None:
    """Return the status in the first line of raw bytes, or None where the line was just closed."""
    found = re.match(rb"HTTP/1\.[01] (\d{3})", raw)
    return int(found[1]) if found else None


def request(path: str, *headers: str, method: str = "GET", host: str | None = "localhost") -> bytes:
    """Return a request as raw bytes, with exactly the headers given."""
    lines = [
        f"{method} {path} HTTP/1.1",
        *([f"Host: {host}"] if host is not None else []),
        *headers,
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def environment(**more: str) -> dict[str, str]:
    """Return the environment in which a program of ours is started."""
    path = os.pathsep.join([SCRIPTS, str(ROOT / "tests")])
    return os.environ | {"PYTHONPATH": path, "PYTHONUNBUFFERED": "1"} | more


@contextmanager
def serving(*words: str, program: tuple[str, ...] = ("-m", "ho21", "serve")) -> Iterator[Server]:
    """Run ``ho21 serve`` or another program of ours; it must end well when told to."""
    with TemporaryDirectory() as folder:
        talk, port = Path(folder) / "stderr", () if "--port" in words else ("--port", "0")
        with talk.open("w", encoding="utf-8") as err:
            process = subprocess.Popen(
                [sys.executable, *program, *words, *port, "--no-open"],
                stdout=subprocess.PIPE,
                stderr=err,
                encoding="utf-8",
                env=environment(),
            )
        try:
            line = process.stdout.readline()
            found = re.fullmatch(r"http://[\w.]+:(\d+)/\n", line)
            assert found, (line, talk.read_text(encoding="utf-8"))
            yield Server(process, int(found[1]), talk)
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                assert process.wait(PATIENCE) == 0, talk.read_text(encoding="utf-8")
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait()
            process.stdout.close()


@contextmanager
def oxigraph(program: str, nquads: Path, *words: str) -> Iterator[Server]:
    """Run the server of PyPI's ``oxigraph`` over a file of quads, read-only."""
    with socket.socket() as free, TemporaryDirectory() as folder:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
        free.close()
        store, talk = f"{folder}/store", Path(folder) / "stderr"
        with talk.open("w", encoding="utf-8") as err:
            load = [program, "load", "--location", store, "--file", str(nquads)]
            subprocess.run(load, check=True, stderr=err)
            bind = ("--bind", f"{HOST}:{port}")
            process = subprocess.Popen(
                [program, "serve-read-only", "--location", store, *bind, *words],
                stderr=err,
                encoding="utf-8",
            )
        server = Server(process, port, talk, "/query")
        try:
            wait(lambda: _listens(port), "oxigraph does not answer")
            yield server
        finally:
            process.terminate()
            process.wait()


@contextmanager
def rdflib_endpoint(program: str, nquads: Path) -> Iterator[Server]:
    """Run the server of PyPI's ``rdflib-endpoint`` over a file of quads."""
    with socket.socket() as free, TemporaryDirectory() as folder:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
        free.close()
        talk = Path(folder) / "stderr"
        with talk.open("w", encoding="utf-8") as err:
            words = ("--host", HOST, "--port", str(port))
            process = subprocess.Popen(
                [program, "serve", str(nquads), *words],
                stdout=err,
                stderr=err,
                encoding="utf-8",
            )
        try:
            wait(lambda: _listens(port), "rdflib-endpoint does not answer")
            yield Server(process, port, talk, "/")
        finally:
            process.terminate()
            process.wait()


def wait(happened, what: str, seconds: float = PATIENCE) -> None:
    """Wait until something is so; fails where it never is."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False
