"""A query is looked at before the engine sees it: read-only, shallow, and only over our graphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from ho21.fault import CallError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ho21.store import Dataset

DEEPEST: Final = 100
MOST_OPERATORS: Final = 2000

# As the engine reads: an escape belongs to its IRI or name, and a keyword may touch what follows.
_TOKEN: Final = re.compile(
    r"""
    (?P<skip>\s+|\#[^\n\r]*)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
      |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
  | (?P<variable>[?$]\w+)
  | (?P<tag>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*)
  | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)
  | (?P<name>(?:[^\W\d][\w.-]*)?:(?:(?:[\w:%]|\\.)(?:[\w.:%-]|\\.)*)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<mark>\|\||&&|\^\^|\S)
    """,
    re.VERBOSE,
)
_SERVICE: Final = re.compile(r"(?:^|\.)(?:TRUE|FALSE)?SERVICE", re.IGNORECASE)
_FROM: Final = re.compile(r"(?P<before>\w*?)(?P<word>FROM)(?P<named>NAMED)?", re.IGNORECASE)
_GLUED: Final = re.compile(r"PREFIX|FROM|NAMED", re.IGNORECASE)
_UPDATES: Final = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
)
_FORMS: Final = frozenset(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))
_NESTING: Final = frozenset("!+-^/*?|.;") | {"||", "&&"}
_OPEN: Final = frozenset("({[")
_CLOSE: Final = frozenset(")}]")
_TERMS: Final = frozenset({"iri", "name", "string", "number", "variable"})

Token = tuple[str, str]


def admit(query: str, dataset: Dataset, *, stated_only: bool = False) -> None:
    """Let a query through to the engine, or raise CallError.

    Refused are updates, SERVICE (it would reach the network), a graph in FROM that is not in
    the dataset (the engine would answer with no rows), and what would crash the engine: deep
    nesting, and long chains, which it nests by itself.
    """
    prefixes = dataset.base.prefixes()
    tokens = list(_tokens(query, prefixes))
    _read_only(tokens)
    _shallow(tokens)
    graphs = set(dataset.chosen(stated_only=stated_only))
    for graph in _from(tokens, prefixes):
        if graph not in graphs:
            known = ", ".join(f"<{each}>" for each in sorted(graphs))
            raise CallError("query-graph", graph=f"<{graph}>", known=known)


def _tokens(query: str, prefixes: dict[str, str]) -> Iterator[Token]:
    declared = set(prefixes)
    last = ""
    for match in _TOKEN.finditer(query):
        kind, token = match.lastgroup or "", match.group()
        if kind == "skip":
            continue
        while kind == "name" and token.partition(":")[0] not in declared and last != "PREFIX":
            glued = _GLUED.match(token)
            if not glued:
                break
            last = glued.group().upper()
            yield "word", last
            token = token[glued.end() :]
        if kind == "name" and last == "PREFIX":
            declared.add(token.partition(":")[0])
        last = token.upper() if kind == "word" else ""
        parts = _FROM.fullmatch(token) if kind == "word" else None
        if parts:
            yield from (("word", each.upper()) for each in parts.groups() if each)
        else:
            yield kind, token.upper() if kind == "word" else token


def _read_only(tokens: list[Token]) -> None:
    words = (token for kind, token in tokens if kind == "word" and token in _UPDATES | _FORMS)
    first = next(words, "")
    if first in _UPDATES:
        raise CallError("query-update", word=first)
    if any(kind in {"name", "word"} and _SERVICE.search(token) for kind, token in tokens):
        raise CallError("query-service")


def _shallow(tokens: list[Token]) -> None:
    open_brackets: list[str] = []
    links = 0
    last = ""
    for kind, token in tokens:
        inner = open_brackets[-1] if open_brackets else ""
        if kind == "mark" and token in _OPEN:
            open_brackets.append(token)
        elif kind == "mark" and token in _CLOSE:
            del open_brackets[-1:]
        # What stands side by side in brackets is a collection; values in a list have commas.
        collected = inner == "(" and {kind, last} <= _TERMS
        listed = token == "," and inner != "("
        links += collected or listed or token in _OPEN | _NESTING
        if len(open_brackets) > DEEPEST:
            raise CallError("query-deep", limit=DEEPEST)
        if links > MOST_OPERATORS:
            raise CallError("query-long", limit=MOST_OPERATORS)
        last = kind


def _from(tokens: list[Token], prefixes: dict[str, str]) -> Iterator[str]:
    """Return the IRIs in FROM and FROM NAMED, in full."""
    base = ""
    for at, (kind, token) in enumerate(tokens):
        ahead = [*tokens[at + 1 : at + 4], ("", ""), ("", ""), ("", "")]
        if (kind, token) == ("word", "BASE"):
            base = _iri(ahead[0], prefixes, base)
        elif (kind, token) == ("word", "PREFIX"):
            prefixes[ahead[0][1].partition(":")[0]] = _iri(ahead[1], prefixes, base)
        elif (kind, token) == ("word", "FROM"):
            named = ahead[0] == ("word", "NAMED")
            yield _iri(ahead[1] if named else ahead[0], prefixes, base)


def _iri(token: Token, prefixes: dict[str, str], base: str) -> str:
    kind, text = token
    if kind == "name":
        prefix, _, rest = text.partition(":")
        return prefixes.get(prefix, f"{prefix}:") + re.sub(r"\\(.)", r"\1", rest)
    if kind != "iri":
        return text
    plain = re.sub(
        r"\\u(\w{4})|\\U(\w{8})", lambda each: chr(int(each[1] or each[2], 16)), text[1:-1]
    )
    return urljoin(base, plain) if base else plain
