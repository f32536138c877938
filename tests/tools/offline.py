"""Every command and the tests run with no network but the loopback, and none tries another.

Run as ``tests/tools/offline.py [PYTEST WORDS]``; a program, since it needs unshare and strace
(Linux).  Each is run in a network of its own that has only a loopback, and every connect() is
looked at.  Without words the server's quick tests are run; ``offline.py tests`` runs
all of them, which takes minutes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from ho21.cli.main import ARGUMENTS

ROOT: Final = Path(__file__).parents[2]
ALONE: Final = ("unshare", "--user", "--map-root-user", "--net", "sh", "-c")
LOOPBACK_ONLY: Final = 'ip link set lo up && exec "$@"'
CALL: Final = re.compile(r"\b(?:connect|sendto|sendmsg)\(.*?\{sa_family=(AF_\w+)(.*)")
HOME: Final = re.compile(r'inet_addr\("127\.|"::1"|"::ffff:127\.')
NAMES: Final = re.compile(r"htons\(53\)")
THING: Final = "tiltak/utnytte-helsedata"

# One way to call each command; {to} is a folder that goes away.
CALLS: Final = {
    "build": [["build", "--to", "{to}/dist"]],
    "check": [["check"], ["check", "--format", "json"]],
    "ask": [["ask"], ["ask", "malbilder", "--format", "csv"]],
    "query": [["query", "SELECT * { ?s ?p ?o } LIMIT 3"]],
    "show": [["show", THING]],
    "analyse": [["analyse"], ["analyse", "sentralitet"]],
    "report": [["report"]],
    "diff": [["diff", ".", "."]],
    "draw": [["draw", "--to", "{to}/side.html"]],
    "export": [["export", "csv", "--to", "{to}/csv"], ["export", "jsonld", "--to", "{to}/a"]],
    "mcp": [["mcp"]],  # with no one on stdin it ends
    "push": [["push", "--to", "https://eksempel.invalid/store", "--dry-run"]],
    "serve": [],  # by TRIP, which also ends it
}
TRIP: Final = """
import sys
sys.path.insert(0, "tests")
from support.served import serving
with serving() as server:
    for path in ("/", "/def/index.html", "/id/tiltak/utnytte-helsedata.ttl", "/void.ttl"):
        assert server.ask(path).status == 200, path
    assert server.query("ASK { ?s ?p ?o }").status == 200
    refused = "SELECT * { SERVICE <http://192.0.2.1/> { ?s ?p ?o } }"
    assert server.query(refused).status == 403
"""
QUICK: Final = tuple(f"tests/integration/server/test_{name}.py" for name in ("clients", "run"))


def lacking() -> str:
    """Return what this machine cannot do, or nothing."""
    for name in ("unshare", "strace", "ip"):
        if shutil.which(name) is None:
            return f"{name} is not installed"
    for words, what in (((), "no network of one's own"), (("strace", "-f"), "nothing to be seen")):
        alone = [*ALONE, LOOPBACK_ONLY, "sh", *words, "true"]
        tried = subprocess.run(alone, capture_output=True, text=True)
        if tried.returncode:
            return f"{what}: {tried.stderr.strip()}"
    return ""


def watched(command: list[str]) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run a command alone and return how it ended, and each call that went beyond the loopback."""
    with TemporaryDirectory() as folder:
        log = Path(folder) / "calls"
        trace = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=connect,sendto,sendmsg"]
        done = subprocess.run(
            [*ALONE, LOOPBACK_ONLY, "sh", *trace, "-s", "0", "-o", str(log), *command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if "REQUIRE" not in name}
            | {"HO21_ALONE": "1"},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return done, [line for line in lines if _leaves(line)]


def _leaves(line: str) -> bool:
    found = CALL.search(line)
    if not found or found[1] not in {"AF_INET", "AF_INET6"}:
        return False
    return not HOME.search(found[2]) or bool(NAMES.search(found[2]))


def commands(folder: str) -> list[list[str]]:
    """Return every call; a command without one is a fault of this list."""
    without = sorted(set(ARGUMENTS) - set(CALLS))
    if without:
        sys.exit(f"tests/tools/offline.py does not call {', '.join(without)}")
    words = [each for name in ARGUMENTS for each in CALLS[name]]
    return [
        [sys.executable, "-m", "ho21", *(word.format(to=folder) for word in each)]
        if "{ ?s" not in each[-1]
        else [sys.executable, "-m", "ho21", *each]
        for each in words
    ]


def main() -> int:
    """Run everything; return 1 where a command fails or a call leaves."""
    why = lacking()
    if why:
        print(f"NOTHING WAS TRIED OFFLINE: {why}")
        return 0
    outside = "import socket; s = socket.socket(); s.connect_ex(('192.0.2.1', 80))"
    if not watched([sys.executable, "-c", outside])[1]:
        print("a call to 192.0.2.1 went unseen, so nothing that follows would be")
        return 1
    words = sys.argv[1:] or QUICK
    tests = [sys.executable, "-m", "pytest", "-m", "", "--ignore=tests/browser", *words]
    trip = [sys.executable, "-c", TRIP]
    wrong = 0
    with TemporaryDirectory() as folder:
        for command in [*commands(folder), trip, tests]:
            done, left = watched(command)
            name = "ho21 serve" if command == trip else " ".join(command[2:]).replace(folder, "…")
            wrong += bool(done.returncode or left)
            print(f"{'ok' if not done.returncode and not left else 'WRONG'}  {name}")
            if done.returncode:
                print(done.stdout[-3000:], done.stderr[-3000:])
            print(*left[:10], sep="\n", end="\n" if left else "")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
