"""Chance in every input: files of a project, queries, HTTP and words of the command line.

Run as ``tests/tools/fuzz.py [--minutes N] [--seed N] [KIND …]``: all kinds (10 minutes in all), or
those named.  Each kind begins with inputs of the project's own and changes them by chance
(hypothesis).  A find is any exception but the two that carry our sentences, a signal, a hang, a
trace in what is said, a server that no longer answers, and a whole request without a reply.  Each
is printed with the smallest input that shows it, and then the program ends with 1.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import socket
import subprocess
import sys
import time
import traceback
import zlib
from contextlib import ExitStack, chdir, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(0, str(Path(__file__).parents[1]))

import h11
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from ho21.cli import commands
from ho21.cli.main import main as command
from ho21.dataset import loader
from ho21.errors import ProjectError, UsageError
from ho21.export.registry import FORMATS, export
from ho21.project import open_project
from ho21.validation.shacl import check
from support.hostile_queries import CHAINS, NESTED, SERVICES, nested
from support.served import Server, environment, request, serving, status_of
from support.tiny import (
    PREFIXES,
    READING,
    READINGS_HEAD,
    ROOT,
    STATEMENTS,
    TEXT,
    capture,
    with_one_shape,
    write,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HANG: Final = 60  # seconds; a busy machine is slow, and what hangs is slower
BATCH: Final = 100
ENOUGH: Final = 2**20  # bytes of replies that are read
SIGNS: Final = """ " ' < > \\ { } [ ] ( ) ; . , # | @nb ^^ \"\"\" _:b \\u0000 \\uD800 \\U0010FFFF
    %00 %ff 1e999999 SERVICE FROM a\u030a \u00a0 \u200b \U0001f600 \x1b[31m \0 \ufeff"""
BYTES: Final = st.one_of(
    st.sampled_from(
        [*(each.encode() for each in SIGNS.split()), b"\n", b"\r", b"\xff\xfe", b"9" * 400]
    ),
    st.binary(max_size=6),
)
CHANGE: Final = st.tuples(
    st.floats(0, 1),
    st.sampled_from(["cut", "insert", "repeat", "move"]),
    BYTES,
    st.integers(1, 300),
)
CHANGES: Final = st.lists(CHANGE, min_size=0, max_size=5)


def changed(raw: bytes, changes: Sequence[tuple[float, str, bytes, int]]) -> bytes:
    """Return some bytes with parts cut out, put in, repeated or moved."""
    for where, how, more, many in changes:
        at = int(where * len(raw))
        part = raw[at : at + many]
        if how == "cut":
            raw = raw[:at] + raw[at + many :]
        elif how == "insert":
            raw = raw[:at] + more + raw[at:]
        elif how == "repeat":
            raw = raw[:at] + part * min(many, 20) + raw[at:]
        else:
            raw = raw[: at // 2] + part + raw[at // 2 : at] + raw[at + many :]
    return raw


def mutated(seeds: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Return inputs made of some by changes."""
    return st.builds(changed, st.sampled_from(seeds), CHANGES)


class FindError(Exception):
    """What should never come, told in words."""


def expect(*, so: bool, told: str) -> None:
    """Raise a find where something is not so."""
    if not so:
        raise FindError(told)


def _project(folder: Path, **content: str) -> Path:
    return with_one_shape(write(folder / "prosjekt", **content))


def read(root: Path, raw: bytes) -> None:
    """Read a project; what holds must not fail later, so one in some is also checked and written.

    Which, the input decides, so that the same one is tried in the same way.
    """
    dataset = loader.load(open_project(str(root)))
    chance = zlib.crc32(raw)
    if dataset.faults and chance % 16:
        dataset.sound()
    report = check(dataset)
    report.as_text("nb")
    report.as_turtle(strict=True)
    json.dumps(report.as_dict(strict=True))
    if report.conforms(strict=False):
        export([*FORMATS][chance % len(FORMATS)], dataset.sound())


def _turtle(folder: Path, stack: ExitStack) -> tuple[Any, Callable[[Any], object]]:
    del stack
    root = _project(folder)
    names = ("graph/kilde-en.ttl", "graph/aktorer.ttl", "graph/datasett.ttl", "ontology/shapes.ttl")
    whole = {name: (root / name).read_bytes() for name in names}

    def attempt(case: tuple[str, list[tuple[float, str, bytes, int]]]) -> None:
        name, changes = case
        raw = changed(whole[name], changes)
        (root / name).write_bytes(raw)
        try:
            read(root, raw)
        finally:
            (root / name).write_bytes(whole[name])

    return st.tuples(st.sampled_from(names), CHANGES), attempt


def _tsv(folder: Path, stack: ExitStack) -> tuple[Any, Callable[[Any], object]]:
    del stack
    root = _project(folder)
    seeds = [(READINGS_HEAD + READING).encode(), READINGS_HEAD.encode(), READING.encode() * 2]
    tables = ("tolkning", "mappings")
    seeds += [(ROOT / "graph" / f"{name}.tsv").read_bytes()[:3000] for name in tables]

    def attempt(case: tuple[str, bytes]) -> None:
        (root / "graph" / f"{case[0]}.tsv").write_bytes(case[1])
        read(root, case[1])

    return st.tuples(st.sampled_from(tables), mutated(seeds)), attempt


def _text(folder: Path, stack: ExitStack) -> tuple[Any, Callable[[Any], object]]:
    del stack
    root = _project(folder)

    def attempt(raw: bytes) -> None:
        (root / "graph/kilde-en.txt").write_bytes(raw)
        text = raw.decode("utf-8", "replace")
        said = f"{PREFIXES}\n{STATEMENTS}{capture(text, 'kilde-en')}"
        (root / "graph/kilde-en.ttl").write_text(said, encoding="utf-8")
        read(root, raw)

    return mutated([TEXT.encode()]), attempt


def _words(folder: Path, stack: ExitStack) -> tuple[Any, Callable[[Any], object]]:
    stack.enter_context(chdir(folder))
    _project(folder)
    held: dict[Any, Any] = {}
    load = loader.load
    loader.load = lambda project: held.setdefault(str(project.graph), load(project))
    vars(sys.modules["ho21.console"])["stoppable"] = lambda *_: ExitStack()
    vars(commands)["stoppable"] = lambda *_: ExitStack()
    words = [
        *("ask", "query", "show", "export", "check", "analyse", "diff", "report", "help", "draw"),
        *("--format", "csv", "json", "xlsx", "md", "ttl", "--stated-only", "--lang", "nb", "en"),
        *("--project", "prosjekt", ".", "--", "-x", "=", "lang=en", "ting=dele-data", "", "--help"),
        *("--version", "--to", "ut/x", "x.nq", "x.html", "--timeout", "1", "--only", "data", "-"),
        *("ASK {}", "SELECT * { ?s ?p ?o } LIMIT 2", "dele-data", "tiltak:dele-data", "visjonen"),
        *("sentralitet", "nq", "csv-excel", "--limit", "--memory", "100", "\udcff", "æ\n", "\0"),
        *SERVICES.values(),
    ]
    each = st.one_of(st.sampled_from(words), st.text(max_size=12))

    def attempt(case: list[str]) -> None:
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
        sys.stdin = io.TextIOWrapper(io.BytesIO(b"ASK {}"))
        with redirect_stdout(out), redirect_stderr(err):
            code = command(["--project", "prosjekt", *case])
        said = err.buffer.getvalue().decode()
        good = code in {0, 1, 2} and "Traceback" not in said
        expect(so=good and (code != 2 or said.count("\n") <= 1), told=f"{code}: {said!r}")

    return st.lists(each, max_size=7), attempt


def _serve(folder: Path, stack: ExitStack) -> Server:
    root = _project(folder)
    words = ("--project", str(root), "--timeout", "1")
    return stack.enter_context(serving(*words))


def _lives(server: Server) -> None:
    expect(so=server.process.poll() is None, told=f"the server has ended: {server.said()[-500:]}")
    reply = server.query("ASK {}")
    well = reply.status == 200 and "Traceback" not in server.said()
    expect(so=well, told=f"the server is ill: {reply.status} {server.said()[-1500:]}")


def _query(folder: Path, stack: ExitStack) -> tuple[Any, Callable[[Any], object]]:
    server = _serve(folder, stack)
    seeds = [each.read_bytes() for each in sorted((ROOT / "queries").glob("*.rq"))]
    seeds += [each.encode() for each in SERVICES.values()]
    seeds += [nested(kind, 40).encode() for kind in NESTED]
    seeds += [f"{a}{b * 60}{c}".encode() for a, b, *rest in CHAINS.values() for c in rest]
    kinds = [
        "*/*",
        "text/csv",
        "application/sparql-results+xml",
        "text/turtle",
        "application/ld+json",
    ]

    def attempt(case: tuple[bytes, str]) -> None:
        text, accept = case
        kind = "application/sparql-query"
        reply = server.ask("/sparql", "POST", text[:60_000], content_type=kind, accept=accept)
        lost = reply.status == 503 and (
            "stanset; prøv" in reply.text or "has stopped" in reply.text
        )
        known = reply.status in {200, 400, 403, 406, 413, 422, 503}
        expect(so=known and not lost, told=f"{reply.status}: {reply.body[:300]!r}")
        _lives(server)

    return st.tuples(mutated(seeds), st.sampled_from(kinds)), attempt


FORM: Final = "Content-Type: application/x-www-form-urlencoded"
REQUESTS: Final = [
    request("/void.ttl"),
    request("/sparql?query=ASK%7B%7D", "Accept: text/csv;q=0.5, */*"),
    request("/id/tiltak/dele-data", "Accept: text/html", method="HEAD"),
    request("/id/tiltak/dele-data.ttl", 'If-None-Match: "x"').replace(b"1.1", b"1.0"),
    request("/sparql", "Content-Type: application/sparql-query", "Content-Length: 6", method="POST")
    + b"ASK {}",
    request("/sparql", FORM, "Transfer-Encoding: chunked", "Expect: 100-continue", method="POST")
    + b"c\r\nquery=ASK+{}\r\n0\r\nX-T: y\r\n\r\n",
    request("/sparql", "Origin: http://x", "Access-Control-Request-Method: GET", method="OPTIONS"),
    request("/data/ho21.nq", "Range: bytes=0-9", "Accept-Encoding: gzip"),
    request("/query/x.csv?ting=%C3%A5&lang=en") + request("/void.ttl", "Connection: close"),
]


def whole(raw: bytes) -> bool:
    """Say whether some bytes begin with a whole request by the rules, as another program reads."""
    line = h11.Connection(h11.SERVER)
    with suppress(h11.RemoteProtocolError):
        line.receive_data(raw)
        while (event := line.next_event()) not in (h11.NEED_DATA, h11.PAUSED):
            if isinstance(event, h11.EndOfMessage):
                return True
            if isinstance(event, h11.ConnectionClosed):
                break
    return False


def _http(folder: Path, stack: ExitStack) -> tuple[Any, Callable[[Any], object]]:
    server = _serve(folder, stack)

    def attempt(raw: bytes) -> None:
        got, good = b"", whole(raw)
        with server.open() as line, suppress(ConnectionError, TimeoutError):
            line.sendall(raw)
            if not good:
                line.shutdown(socket.SHUT_WR)  # so that no one waits for more
            line.settimeout(HANG / 2)
            while len(got) < ENOUGH and (part := line.recv(65536)):
                got += part
                line.settimeout(0.05)  # for what comes after the first reply, if anything does
        expect(so=not good or status_of(got) is not None, told=f"no reply: {got[:100]!r}")
        bad = b" 500 " in got[:15] or b"Traceback" in got
        expect(so=not bad, told=f"{got[:300]!r}")
        _lives(server)

    return mutated(REQUESTS), attempt


KINDS: Final = {
    "turtle": _turtle, "tsv": _tsv, "text": _text, "query": _query, "http": _http, "words": _words,
}  # fmt: skip


@dataclass
class Search:
    """What one kind has tried in a folder; ``now`` there is the input that is tried just now."""

    folder: Path
    tried: int = 0

    def run(self, kind: str, chance: int, seconds: float) -> None:
        """Try inputs until the time is over; a find is written down and left alone from then on."""
        end = time.monotonic() + seconds
        known: set[str] = set()
        with ExitStack() as stack:
            inputs, attempt = KINDS[kind](self.folder, stack)
            while time.monotonic() < end:
                chance += 1
                self._batch(inputs, attempt, chance, (known, end))
        (self.folder / "tried").write_text(str(self.tried), encoding="utf-8")

    def _batch(
        self,
        inputs: Any,
        attempt: Callable[[Any], object],
        chance: int,
        until: tuple[set[str], float],
    ) -> None:
        known, end = until
        least: list[tuple[str, Any, str]] = []

        @seed(chance)
        @settings(
            max_examples=BATCH, deadline=None, database=None, report_multiple_bugs=False,
            suppress_health_check=[*HealthCheck],
        )  # fmt: skip
        @given(inputs)
        def each(case: Any) -> None:
            if time.monotonic() > end and not least:
                return
            (self.folder / "now").write_text(
                repr(case), encoding="utf-8", errors="backslashreplace"
            )
            self.tried += 1
            try:
                attempt(case)
            except (ProjectError, UsageError):
                pass
            except BaseException as error:
                where = _where(error)
                if where in known:
                    return
                least.append((where, case, traceback.format_exc()))
                raise

        try:
            each()
        except BaseException:  # noqa: BLE001 (whatever it is, it is what is looked for)
            where, case, told = least[-1]
            known.add(where)
            with (self.folder / "finds").open(
                "a", encoding="utf-8", errors="backslashreplace"
            ) as it:
                it.write(f"{where}\n{case!r}\n{told}\n")


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [each for each in frames if "ho21" in each.filename] or frames
    told = re.sub(r"\d+|0x[0-9a-f]+", "N", str(error))[:40] if isinstance(error, FindError) else ""
    return f"{type(error).__name__} {Path(ours[-1].filename).name}:{ours[-1].lineno} {told}"


def _searched(kind: str, chance: int, seconds: float) -> tuple[int, list[str]]:
    """Search in a process of its own, and return how much was tried and what was found."""
    end = time.monotonic() + seconds
    tried, finds = 0, []
    while not tried or (len(finds) < 10 and end - time.monotonic() > 1):
        left = end - time.monotonic()
        with TemporaryDirectory() as name:
            folder = Path(name)
            words = [sys.executable, __file__, "--child", name, "--seed", str(chance), kind]
            with subprocess.Popen(
                [*words, "--minutes", str(max(left, 1) / 60)], env=environment(), cwd=ROOT,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
            ) as process:  # fmt: skip
                why = _watched(process, folder / "now")
                said = process.stdout.read() if process.stdout else b""
            if (folder / "finds").is_file():
                finds.append((folder / "finds").read_text(encoding="utf-8"))
            if why:
                now = folder / "now"
                last = now.read_text(encoding="utf-8") if now.is_file() else "nothing yet"
                finds.append(f"{why}\n{last}\n{said[-3000:].decode('utf-8', 'replace')}")
            done = folder / "tried"
            tried += int(done.read_text(encoding="utf-8")) if done.is_file() else 1
        chance += 100_003
    return tried, finds


def _watched(process: subprocess.Popen[bytes], now: Path) -> str:
    """Wait for a search; return why it ended badly, having ended what hangs."""
    while process.poll() is None:
        time.sleep(0.2)
        if now.is_file() and time.time() - now.stat().st_mtime > HANG:
            os.killpg(process.pid, 9)
            return f"HANGS for more than {HANG} seconds"
    return f"ended with {process.returncode}" if process.returncode else ""


def main() -> int:
    """Search in all kinds, in turn; return 1 where something is found."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    words.add_argument("--minutes", type=float, default=10)
    words.add_argument("--seed", type=int, default=time.time_ns() % 10**6)
    words.add_argument("--child", help=argparse.SUPPRESS)
    asked = words.parse_args()
    if asked.child:
        Search(Path(asked.child)).run(asked.kinds[0], asked.seed, asked.minutes * 60)
        return 0
    kinds = asked.kinds or [*KINDS]
    print(f"--seed {asked.seed}", flush=True)
    found = 0
    for kind in kinds:
        tried, finds = _searched(kind, asked.seed, asked.minutes * 60 / len(kinds))
        print(f"{kind}: {tried} tried, {len(finds)} found", flush=True)
        print(*finds, sep="\n", end="\n" if finds else "", flush=True)
        found += len(finds)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
