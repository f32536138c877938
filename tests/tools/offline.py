"""Every command and the tests run with no network but the loopback, and none tries another.

Run as ``tests/tools/offline.py [PYTEST WORDS]``; a program, since it needs unshare and strace
(Linux).  Each is run in a network of its own that has only a loopback, and every connect() is
looked at: a command may make none at all, the server and the tests none that leaves the loopback.
No process may hide by going into a network of its own: that is denied, as it is in many containers.
Without words the server's quick tests are run; ``offline.py tests`` runs all of them, which takes
minutes.
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

sys.path.insert(0, str(Path(__file__).parents[1]))

from ho21.cli.main import ARGUMENTS
from support.hostile_queries import SERVICES

ROOT: Final = Path(__file__).parents[2]
ALONE: Final = ("unshare", "--user", "--map-root-user", "--net", "sh", "-c")
LOOPBACK_ONLY: Final = 'ip link set lo up && exec "$@"'
CALL: Final = re.compile(r"\b(?:connect|send\w+)\(.*?\{sa_family=(AF_\w+)(.*)")
TRACE: Final = (
    *("strace", "-f", "--seccomp-bpf", "-qq", "-s", "120"),
    *("-e", "trace=connect,sendto,sendmsg,sendmmsg,unshare", "-e", "inject=unshare:error=EPERM"),
)
HOME: Final = re.compile(r'inet_addr\("127\.|"::1"|"::ffff:127\.')
NAMES: Final = re.compile(r"htons\(53\)")
# The system's own keeper of names of users and groups, which Python asks at times.
SYSTEM: Final = re.compile(r"/run/nscd/")
THING: Final = "tiltak/utnytte-helsedata"

# One way to call each command; {to} is a folder that goes away.  A build makes every format.
CALLS: Final = {
    "build": [["build", "--to", "{to}/dist"]],
    "check": [["check"], ["check", "--format", "json"]],
    "ask": [["ask"], ["ask", "malbilder", "--format", "csv"]],
    "query": [["query", "SELECT * { ?s ?p ?o } LIMIT 3"]],  # and what is to get nowhere, below
    "show": [["show", THING]],
    "analyse": [["analyse"], ["analyse", "sentralitet"]],
    "report": [["report"]],
    "diff": [["diff", ".", "."]],
    "compare": [["compare", ".", "tests/support/projects/city"]],
    "cache": [["cache"]],
    "draft": [["draft"]],
    "new": [["new", "{to}/new", "--base", "https://eksempel.invalid/ny/"]],
    "draw": [["draw", "--to", "{to}/side.html"], ["draw", "--plain", "--to", "{to}/nett.html"]],
    "export": [["export", "csv", "--to", "{to}/csv"], ["export", "jsonld", "--to", "{to}/a"]],
    "mcp": [["mcp"]],  # with no one on stdin it ends
    "push": [["push", "--to", "https://eksempel.invalid/store", "--dry-run"]],
    "serve": [],  # by TRIP, which also ends it
}
TRIP: Final = """
import sys
sys.path.insert(0, "tests")
from support.canary import canary
from support.hostile_queries import NOWHERE, SERVICES
from support.served import serving
with canary() as bird, serving() as server:
    for path in ("/", "/def/index.html", "/id/tiltak/utnytte-helsedata.ttl", "/void.ttl"):
        assert server.ask(path).status == 200, path
    assert server.query("ASK { ?s ?p ?o }").status == 200
    refused = "SELECT * { SERVICE <http://192.0.2.1/> { ?s ?p ?o } }"
    assert server.query(refused).status == 403
    for text in SERVICES.values():
        status = server.query(text.replace(NOWHERE, f"<{bird.url}#>")).status
        assert status in {400, 403}, (status, text)
    assert bird.calls == []
"""
QUICK: Final = tuple(f"tests/integration/server/test_{name}.py" for name in ("clients", "run"))


def lacking() -> str:
    """Return what this machine cannot do, or nothing."""
    for name in ("unshare", "strace", "ip"):
        if shutil.which(name) is None:
            return f"{name} is not installed"
    for words, what in (((), "no network of one's own"), (TRACE, "nothing to be seen")):
        alone = [*ALONE, LOOPBACK_ONLY, "sh", *words, "true"]
        tried = subprocess.run(alone, capture_output=True, text=True)
        if tried.returncode:
            return f"{what}: {tried.stderr.strip()}"
    return ""


def watched(
    command: list[str], *, strict: bool
) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run a command alone and return how it ended, and each call that it may not make."""
    with TemporaryDirectory() as folder:
        log = Path(folder) / "calls"
        done = subprocess.run(
            [*ALONE, LOOPBACK_ONLY, "sh", *TRACE, "-o", str(log), *command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if "REQUIRE" not in name}
            | {"HO21_ALONE": "1"},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return done, [line for line in lines if _leaves(line, strict=strict)]


def _leaves(line: str, *, strict: bool) -> bool:
    """Say whether a call is to another machine, or strictly to anyone but the system's own."""
    found = CALL.search(line)
    if not found or found[1] == "AF_NETLINK":
        return False
    if found[1] == "AF_UNIX":
        return strict and not SYSTEM.search(found[2])
    return strict or not HOME.search(found[2]) or bool(NAMES.search(found[2]))


def commands(folder: str) -> list[list[str]]:
    """Return every call; a command without one is a fault of this list."""
    without = sorted(set(ARGUMENTS) - set(CALLS))
    if without:
        sys.exit(f"tests/tools/offline.py does not call {', '.join(without)}")
    words = [each for name in ARGUMENTS for each in CALLS[name]]
    return [[word.replace("{to}", folder) for word in each] for each in words]


def refused() -> list[list[str]]:
    """Return the calls that try to get out, each as hard to see as any."""
    return [["query", SERVICES[name]] for name in SERVICES if "glued" in name]


def main() -> int:
    """Run everything; return 1 where a command fails or makes a call that it may not make."""
    why = lacking()
    if why:
        print(f"NOTHING WAS TRIED OFFLINE: {why}")
        return 0
    for strict, place in ((False, "192.0.2.1"), (True, "127.0.0.1")):
        outside = f"import socket; s = socket.socket(); s.connect_ex(('{place}', 80))"
        if not watched([sys.executable, "-c", outside], strict=strict)[1]:
            print(f"a call to {place} went unseen, so nothing that follows would be")
            return 1
    words = sys.argv[1:] or QUICK
    tests = [sys.executable, "-m", "pytest", "-m", "", "--ignore=tests/browser", *words]
    with TemporaryDirectory() as folder:
        calls = [*((each, 0) for each in commands(folder)), *((each, 2) for each in refused())]
        ho21 = [sys.executable, "-m", "ho21"]
        wrong = sum(_told([*ho21, *each], code, strict=True) for each, code in calls)
        wrong += _told([sys.executable, "-c", TRIP], 0, strict=False, name="ho21 serve")
        wrong += _told(tests, 0, strict=False)
    return bool(wrong)


def _told(command: list[str], code: int, *, strict: bool, name: str = "") -> bool:
    """Run a command, print how it went and return whether something is wrong."""
    done, left = watched(command, strict=strict)
    wrong = done.returncode != code or bool(left)
    print(f"{'WRONG' if wrong else 'ok'}  {name or ' '.join(command[2:])}", flush=True)
    if done.returncode != code:
        print(done.stdout[-3000:], done.stderr[-3000:])
    print(*left[:10], sep="\n", end="\n" if left else "")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
