"""What is counted, drawn or asked for is named by its role: no class stands in the code itself."""

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rdflib import OWL, RDF, Graph

ROOT = Path(__file__).parents[2]
CODE = ROOT / "scripts" / "ho21"
HO = "https://w3id.org/ho21/def#"
ALLOWED = tomllib.loads(Path(__file__).with_name("class_names.toml").read_text(encoding="utf-8"))
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`\\])//[^\n]*", re.DOTALL)
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def named() -> re.Pattern[str]:
    """Return what finds the local name of a class of the vocabulary."""
    vocabulary = Graph().parse(ROOT / "ontology" / "ho21.ttl")
    classes = {str(each) for each in vocabulary.subjects(RDF.type, OWL.Class)}
    names = sorted(each.removeprefix(HO) for each in classes if each.startswith(HO))
    return re.compile(rf"(?<!\w)({'|'.join(names)})(?!\w)")


def in_python(text: str) -> Iterator[tuple[str, str]]:
    """Yield each class that some Python names, and how; docstrings and comments are no code."""
    bodies = (each.body for each in ast.walk(ast.parse(text)) if isinstance(each, DOCUMENTED))
    docstrings = {
        body[0].lineno
        for body in bodies
        if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    }
    middle = getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)  # from Python 3.12 on
    forms = {tokenize.NAME: "name", tokenize.STRING: "term", middle: "term"}
    for each in tokenize.generate_tokens(io.StringIO(text).readline):
        if each.type in forms and not (
            each.type == tokenize.STRING and each.start[0] in docstrings
        ):
            yield from ((forms[each.type], name) for name in named().findall(each.string))


def in_script(text: str) -> Iterator[tuple[str, str]]:
    """Yield each class that some JavaScript names; comments are no code."""
    yield from (("script", name) for name in named().findall(COMMENT.sub("", text)))


def test_no_class_is_named_in_code_but_for_a_reason_and_no_reason_is_left_over():
    scripts = (each for each in CODE.rglob("*.js") if "made" not in each.parts)
    found = {
        *(x for each in CODE.rglob("*.py") for x in in_python(each.read_text(encoding="utf-8"))),
        *(x for each in scripts for x in in_script(each.read_text(encoding="utf-8"))),
    }
    reasons = {(form, name) for form, names in ALLOWED.items() for name in names}

    assert sorted(found - reasons) == []
    assert sorted(reasons - found) == []


def test_a_class_that_code_names_is_seen_and_one_that_only_words_about_it_name_is_not():
    python = (
        '"""A Goal."""\n\n\ndef of(graph):  # a Theme\n    return graph.of("ho:Measure"), Plan\n'
    )
    script = '// A Goal.\n/** @type {Theme} */ const kinds = ["Measure"]; // or a Need\n'

    assert list(in_python(python)) == [("term", "Measure"), ("name", "Plan")]
    assert list(in_script(script)) == [("script", "Measure")]
