"""SPARQL evaluation: a query is put to a store and answered, or refused with its place."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
)

from ho21.errors import UsageError
from ho21.sparql.preflight import admit, asked_of, known_graphs

if TYPE_CHECKING:
    from collections.abc import Collection


Result = QuerySolutions | QueryBoolean | QueryTriples


_UNION: Final = DefaultGraph()


# A keyword of the engine that would reach the network, and letters that no other word needs.
_SERVICE: Final = re.compile("SERVICE", re.IGNORECASE)
_LETTERS: Final = "jqzkxwvy"

# So much stands after each query that the engine never comes to the end of the text in a keyword.
_MARGIN: Final = "\n" + " " * 32

# What names chance or the clock.
_CHANGING: Final = re.compile(r"(?:RAND|NOW|UUID|BNODE)\s*[(#]", re.IGNORECASE)
# The signs by which a saved question is read: what tells nothing, a value, braces, words.
_TEXT: Final = r'"(?:[^"\\\n]|\\.)*"'
_SIGN: Final = re.compile(
    rf"(?P<skip>{_TEXT}|<[^<>\s]*>|#[^\n]*)"
    rf"|(?P<value>VALUES \?(?P<name>\w+) \{{ (?:{_TEXT}\S*|[^\s{{}}]+) \}})|[{{}}]|\b[A-Za-z]+\b"
)
# What, in a branch of UNION, may bind or drop a variable after the first pattern.
_AFTER: Final = re.compile(
    r"\b(?:OPTIONAL|FILTER|BIND|MINUS|UNION|SELECT|VALUES|SERVICE|GRAPH)\b|[{}]", re.IGNORECASE
)


def evaluate(
    text: str,
    store: Store,
    prefixes: dict[str, str],
    graphs: Collection[str],
    chosen: tuple[list[str], list[str]] | None = None,
    *,
    base: str,
) -> Result:
    """Answer a query over a store that holds these graphs; relative IRIs are so to the base.

    ``chosen`` are the default and the named graphs that the SPARQL 1.1 Protocol lets a request
    name; they stand instead of the query's own FROM. Raises UsageError.
    """
    admit(text, prefixes, graphs, base)
    if _SERVICE.search(text):
        # Whatever the gate has read, it is no keyword where another word does as well.
        _put(_without_service(text), Store(), base, prefixes)
    if chosen:
        known_graphs([*chosen[0], *chosen[1]], graphs)
    default, named = chosen or asked_of(text, prefixes, base) or ([], [])
    of: list[NamedNode | BlankNode | DefaultGraph] = [NamedNode(each) for each in default]
    several = len({*default}) > 1
    if several:
        of = [_UNION]  # which the store has for all of its graphs
        if {*default} != {*graphs}:
            store = _merged(store, tuple(sorted({*default, *named})), frozenset(default))
    if several or chosen:
        return _put(text, store, base, prefixes, (of, [NamedNode(each) for each in named]))
    return _put(text, store, base, prefixes)


def _put(
    text: str,
    store: Store,
    base: str,
    prefixes: dict[str, str],
    of: tuple[list[NamedNode | BlankNode | DefaultGraph], list[NamedNode | BlankNode]]
    | None = None,
) -> Result:
    """Put a query to the engine, of its own graphs or of these; raises UsageError."""
    default, named = of or (None, None)
    try:
        return store.query(
            text + _MARGIN,
            base_iri=base,
            prefixes=prefixes_for(text, prefixes),
            default_graph=default,
            named_graphs=named,
        )
    except SyntaxError as error:
        line, column = _place(text, str(error.msg or error))
        raise UsageError("query-syntax", line=line, column=column) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError("query-failed", why=str(error)) from error


def prefixes_for(text: str, prefixes: dict[str, str]) -> dict[str, str]:
    """Return the prefixes that a query may name: to hand over all costs as much as a look-up.

    Wherever the signs of one stand it is handed over, whatever the gate takes them for: the engine
    may part words that no one else does, and no prefix of its has an escape.
    """
    return {name: iri for name, iri in prefixes.items() if f"{name}:" in text}


def _without_service(text: str) -> str:
    """Return a query with another word wherever it says SERVICE, as long and in the same case.

    In a name, a string or a comment it is as good as that; as a keyword it cannot be read.
    """
    lower = text.lower()
    there = {lower[at : at + 7] for at in range(len(lower))}
    word = next(each for each in map("".join, product(_LETTERS, repeat=7)) if each not in there)
    return _SERVICE.sub(
        lambda found: "".join(
            new.upper() if old.isupper() else new for old, new in zip(found[0], word, strict=True)
        ),
        text,
    )


@lru_cache(maxsize=1)
def _merged(store: Store, graphs: tuple[str, ...], default: frozenset[str]) -> Store:
    """Return some graphs of a store, some of them merged as its default graph.

    The engine itself would count a triple once for each graph that it stands in; a merge, which
    is what SPARQL asks for (13.1), has it once.
    """
    made = Store()
    for graph in graphs:
        quads = list(store.quads_for_pattern(None, None, None, NamedNode(graph)))
        made.extend(quads)  # to load in bulk starts threads, and a worker has no memory for them
        if graph in default:
            made.extend(Quad(*quad.triple) for quad in quads)
    return made


def _place(text: str, message: str) -> tuple[int, int]:
    """Return the line and column in a message of the engine: ``error at 1:17: expected …``.

    Where only keywords are expected, the engine tells where the longest of them would have ended.
    """
    found = re.search(r"\b(\d+):(\d+)\b(?:: expected (?:one of )?(.*))?", message, re.DOTALL)
    if not found:
        return 1, 1
    lines = (text + _MARGIN).split("\n")
    at = sum(len(line) + 1 for line in lines[: int(found[1]) - 1]) + int(found[2]) - 1
    expected = (found[3] or "").split(", ")
    if all(re.fullmatch(r"[A-Za-z]\w+|\[_\]", each) for each in expected):
        at -= min((len(each) for each in expected if each != "[_]"), default=0)
    before = text[: max(at, 0)].rstrip(" \t\r\n") if at > len(text) else text[: max(at, 0)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def is_changing(text: str) -> bool:
    """Say whether a query may have another answer each time: it names chance or the clock."""
    return _CHANGING.search(text) is not None


def told_in_branches(text: str) -> str:
    """Return a saved question with each single value told in the branches that begin with it.

    The engine goes through each branch of UNION whole, and then joins it with the one row of VALUES
    that stands outside. A join distributes over a union (SPARQL 1.1, 18.5), and where the first
    pattern of a branch has the variable, to join there is the same and much less.
    """
    values, branches = _outermost(text)
    for start, end in reversed(branches):
        first = _AFTER.split(text[start:end], maxsplit=1)[0]
        own = [told for name, told in values.items() if re.search(rf"\?{name}\b", first)]
        text = text[:start] + "".join(f" {told}" for told in own) + text[start:]
    return text


def _outermost(text: str) -> tuple[dict[str, str], list[tuple[int, int]]]:
    """Return the values by name, and where each branch of a union lies, in the outermost group."""
    values: dict[str, str] = {}
    branches: dict[tuple[int, int], None] = {}
    depth, start, before = 0, 0, ""
    block: tuple[int, int] = (0, 0)
    for sign in _SIGN.finditer(text):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if sign["skip"] or depth > 1 + (sign[0] == "{"):
            continue
        if sign["name"] and depth == 1:
            values[sign["name"]] = sign["value"]
        elif sign[0] == "{":
            start, second = sign.end(), before == "UNION"
        elif sign[0] == "}":
            block = start, sign.start()
            if second:
                branches[block] = None
        elif sign[0].upper() == "UNION" and before == "}":
            branches[block] = None
        before = sign[0].upper()
    return values, [*branches]
