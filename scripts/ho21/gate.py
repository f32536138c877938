"""A query is looked at before the engine sees it: read-only, shallow, and only over our graphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ho21.fault import CallError
from ho21.names import curie

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ho21.store import Dataset

DEEPEST: Final = 100
MOST_OPERATORS: Final = 2000

_TOKEN: Final = re.compile(
    r"""
    (?P<skip>\s+|\#[^\n\r]*)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
      |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<word>@?[^\W\d][\w.-]*)?(?P<colon>:[\w.:%\\-]*)?
    (?P<mark>\|\||&&|[^\s\w])?
    """,
    re.VERBOSE,
)
_UPDATES: Final = frozenset("INSERT DELETE LOAD CLEAR DROP CREATE ADD MOVE COPY WITH".split())
_FORMS: Final = frozenset("SELECT ASK CONSTRUCT DESCRIBE".split())


def admit(query: str, dataset: Dataset, *, stated_only: bool = False) -> None:
    """Let a query through to the engine, or raise CallError.

    Refused are updates, SERVICE (it would reach the network), a graph in FROM that is not in
    the dataset (the engine would answer with no rows), and nesting that would crash the engine.
    """
    depth = operators = 0
    first = ""
    prefixes: dict[str, str] = {}
    tokens = list(_tokens(query))
    for at, (kind, token) in enumerate(tokens):
        word = token.upper() if kind == "word" else ""
        if not first and word in _UPDATES | _FORMS:
            first = word
            if word in _UPDATES:
                raise CallError("query-update", word=word)
        if word == "SERVICE":
            raise CallError("query-service")
        if word == "PREFIX" and len(tokens) > at + 2:
            prefixes[tokens[at + 1][1].partition(":")[0]] = tokens[at + 2][1][1:-1]
        if word == "FROM":
            _known_graph(tokens[at + 1 : at + 3], prefixes, dataset, stated_only=stated_only)
        if token in "({[!+-^/":
            operators += 1
            depth += token in "({["
        elif token in {"||", "&&", "|", "*"} or word in {"UNION", "OPTIONAL"}:
            operators += 1
        elif token in ")}]":
            depth -= 1
        if depth > DEEPEST:
            raise CallError("query-deep", limit=DEEPEST)
        if operators > MOST_OPERATORS:
            raise CallError("query-deep", limit=MOST_OPERATORS)


def _tokens(query: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(query):
        word, colon, mark = match["word"], match["colon"], match["mark"]
        if match["iri"]:
            yield "iri", match["iri"]
        elif word or colon:
            yield ("name", (word or "") + colon) if colon else ("word", word)
        if mark:
            yield "mark", mark


def _known_graph(
    following: list[tuple[str, str]],
    prefixes: dict[str, str],
    dataset: Dataset,
    *,
    stated_only: bool,
) -> None:
    if following and following[0][1].upper() == "NAMED":
        following = following[1:]
    if not following:
        return
    kind, token = following[0]
    if kind == "iri":
        graph = token[1:-1]
    else:
        prefix, _, rest = token.partition(":")
        graph = prefixes.get(prefix, prefix) + rest
    known = set(dataset.graphs) - (dataset.read_graphs if stated_only else frozenset())
    if graph not in known:
        names = ", ".join(curie(each, {}) for each in sorted(known))
        raise CallError("query-graph", graph=f"<{graph}>", known=names)
