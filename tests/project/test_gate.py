"""Every query text that anyone can bring goes through the gate before an engine has it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "scripts" / "ho21"
STATIC = PACKAGE / "explorer" / "static"

# Who asks whom: an engine of ours, which holds a query against the gate, or pyoxigraph itself.
ASKING = {
    # questions and queries of people, programs and projects, to an engine of ours
    "api.py": ["self._engine.query(text)"],
    "cli/commands.py": ["engine.query(text)", "options.query"],
    "mcp/tools.py": ["self.engine.query(sparql)"],
    "sparql/engine.py": [
        "self.query(resource)",
        "self.query(told_in_branches)",
        "self.stated.query(told_in_branches)",
    ],
    "workers/engine.py": ["self.query(told_in_branches)"],
    # behind the gate
    "sparql/evaluation.py": ["store.query(text + _MARGIN)"],
    # queries that lie in the package
    "dataset/dataset.py": ["store.query(query)"],
    "export/dcat.py": ["store.query(resource)"],
    "remote/endpoint.py": ["store.query(resource)"],
    # called so too, and no engine: a module of the standard library, a part of an address
    "processes/child.py": ["select", "select"],
    "remote/http.py": ["self.address.query"],
}
EVALUATING = ["remote/endpoint.py", "sparql/engine.py", "workers/worker.py"]


def asked(tree: ast.AST):
    """Give each mention of a query or of select, called or not, with what is asked there."""
    calls = {id(each.func): each for each in ast.walk(tree) if isinstance(each, ast.Call)}
    for node in ast.walk(tree):
        last = getattr(node, "attr", getattr(node, "id", ""))
        words = {ast.Attribute: {"query", "select"}, ast.Name: {"select"}}
        if last not in words.get(type(node), ()):
            continue
        name = ast.unparse(node)
        call = calls.get(id(node))
        given = [*call.args, *(each.value for each in call.keywords)] if call else []
        if last == "select":
            given = given[1:]
        yield f"{name}({', '.join(outermost(each) for each in given[:1])})" if call else name


def outermost(given: ast.AST) -> str:
    """Return what is asked, without what it is asked with."""
    given = given.value if isinstance(given, ast.Await) else given
    while isinstance(given, ast.Call):
        given = given.func
        if isinstance(given, ast.Attribute) and isinstance(given.value, ast.Call):
            given = given.value
    return ast.unparse(given)


def test_whoever_asks_an_engine_is_known():
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        calls = [*asked(ast.parse(path.read_text(encoding="utf-8")))]
        if calls:
            found[path.relative_to(PACKAGE).as_posix()] = sorted(calls)
    assert found == dict(sorted(ASKING.items()))


def test_what_is_evaluated_is_let_through_the_gate_first():
    texts = {
        path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(PACKAGE.rglob("*.py"))
    }
    own = "sparql/evaluation.py"
    assert [
        name for name, text in texts.items() if re.search(r"\bevaluate\(", text) and name != own
    ] == EVALUATING
    body = texts[own].partition("def evaluate(")[2]
    assert 0 < body.index("admit(") < body.index("_put(")
    assert not [name for name, text in texts.items() if re.search(r"evaluation import .*\b_", text)]
    assert not [name for name, text in texts.items() if re.search(r"store\.update\(", text)]


def test_the_page_asks_its_engine_and_the_server_behind_the_gate():
    texts = {path.name: path.read_text(encoding="utf-8") for path in STATIC.rglob("*.js")}
    asking = {name for name, text in texts.items() if re.search(r"\bfetch\(|\.query\(", text)}
    assert asking == {"engine-worker.js", "endpoint.js"}  # the worker is engine.js's own
    for name, sends in (("engine.js", "postMessage("), ("endpoint.js", "await fetch(")):
        assert 0 < texts[name].index("= admit(") < texts[name].index(sends)
