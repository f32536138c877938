"""A query is looked at before the engine sees it: read-only, shallow, and only over our graphs."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urljoin

from ho21.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

DEEPEST: Final = 100
MOST_PARTS: Final = 2000

# SPARQL's own letters: of a prefix; of the rest of a name; of a variable.
_BASE: Final = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_INNER: Final = rf"{_BASE}_0-9\u00B7\u0300-\u036F\u203F\u2040"
_CODE: Final = (
    r"\\(?:u(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4}"
    r"|U(?:0000(?![Dd][89A-Fa-f])|000[1-9A-Fa-f]|0010)[0-9A-Fa-f]{4})"
)
_ESCAPE: Final = rf"(?:\\[tbnrf\\\"']|{_CODE})"
_LOCAL_ESCAPE: Final = r"\\[_~.\-!$&'()*+,;=/?\#@%]|%[0-9A-Fa-f]{2}"

# As the engine reads: an escape belongs to its IRI or name, and only where it is a good one (it
# tries a string of three quotes, and where that fails, one of none); a keyword may touch what
# follows.
_TOKEN: Final = re.compile(
    rf"""
    (?P<skip>[ \t\r\n]+|\#[^\n\r]*)
  | (?P<string>\"\"\"(?:[^"\\]|{_ESCAPE}|"(?!""))*\"\"\"|'''(?:[^'\\]|{_ESCAPE}|'(?!''))*'''
      |"(?:[^"\\\n\r]|{_ESCAPE})*"|'(?:[^'\\\n\r]|{_ESCAPE})*')
  | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_CODE})*>)
  | (?P<variable>[?$][{_INNER}]+)
  | (?P<tag>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*)
  | (?P<number>[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?)
  | (?P<name>(?:[{_BASE}_][{_INNER}.\-]*)?:
      (?:(?:[{_INNER}:]|{_LOCAL_ESCAPE})(?:[{_INNER}.:\-]|{_LOCAL_ESCAPE})*)?)
  | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<mark>\|\||&&|\^\^|.)
    """,
    re.VERBOSE | re.DOTALL,
)
# Signs that no one sees and no query needs, not even in its strings.
_UNSEEN: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# The engine ends a word where the next keyword or number may begin («a1SERVICE» is three words),
# so the word is refused wherever it stands: in a word, in a prefix, or behind a dot in a name.
_SERVICE: Final = re.compile(r"^[^:]*SERVICE|\..*SERVICE", re.IGNORECASE | re.DOTALL)
_FROM: Final = re.compile(r"(?P<before>\w*?)(?P<word>FROM)(?P<named>NAMED)?", re.IGNORECASE)
_GLUED: Final = re.compile(r"ASK|PREFIX|FROM|NAMED", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\u(\w{4})|\\U(\w{8})")
_ABSOLUTE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_UPDATES: Final = re.compile(
    "INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH", re.IGNORECASE
)
_DECLARATIONS: Final = {"BASE": 2, "PREFIX": 3, "VERSION": 2}  # and how many words each takes
_CHAINED: Final = frozenset("({[<!+-^/*?|.;&") | {"||", "&&"}
_TERMS: Final = frozenset(("iri", "name", "string", "number", "variable", "tag"))


class Token(NamedTuple):
    """A word of SPARQL, and how deep in brackets it stands."""

    kind: str
    text: str
    depth: int = 0
    links: int = 0


def admit(query: str, prefixes: Mapping[str, str], graphs: Collection[str], base: str = "") -> None:
    """Let a query through to the engine, or raise UsageError.

    The prefixes need no declaration; the graphs are those there are, by IRI; what is relative
    is so to the base.

    Refused are updates, SERVICE (it would reach the network), a graph in FROM that is not in
    the dataset (the engine would answer with no rows), and what would crash the engine: deep
    nesting, and long chains, which it nests by itself.
    """
    tokens = _read(query, frozenset(prefixes))
    at = 0
    while at < len(tokens) and tokens[at].kind == "word" and tokens[at].text in _DECLARATIONS:
        at += _DECLARATIONS[tokens[at].text]
    update = _UPDATES.match(tokens[at].text) if at < len(tokens) else None
    if update and tokens[at].kind in {"word", "name"}:
        raise UsageError("query-update", word=update.group().upper())
    if any(each.kind in {"name", "word"} and _SERVICE.search(each.text) for each in tokens):
        raise UsageError("query-service")
    if any(each.depth > DEEPEST for each in tokens):
        raise UsageError("query-deep", limit=DEEPEST)
    if sum(each.links for each in tokens) > MOST_PARTS:
        raise UsageError("query-long", limit=MOST_PARTS)
    known_graphs((graph for graph, _ in _from(tokens, prefixes, base)), graphs)


def asked_of(
    query: str, prefixes: Mapping[str, str], base: str = ""
) -> tuple[list[str], list[str]] | None:
    """Return the graphs in a query's own FROM and FROM NAMED, or None where it has neither."""
    tokens = _read(query, frozenset(prefixes))
    found = list(_from(tokens, prefixes, base))
    if not found:
        return None
    return [iri for iri, named in found if not named], [iri for iri, named in found if named]


def declared(query: str, prefixes: Mapping[str, str], base: str) -> str:
    """Return a query with the declarations it leaves to us, for an engine that has none of ours."""
    tokens = _read(query, frozenset(prefixes))
    pairs = list(zip([Token("", ""), *tokens], tokens, strict=False))
    names = [(before.text == "PREFIX", each.text) for before, each in pairs if each.kind == "name"]
    own = {name.partition(":")[0] for declares, name in names if declares}
    used = {name.partition(":")[0] for declares, name in names if not declares} - own
    lines = [f"PREFIX {name}: <{prefixes[name]}>" for name in sorted(used & set(prefixes))]
    relative = (each for each in tokens if each.kind == "iri" and not _ABSOLUTE.match(each.text))
    return "\n".join([*([f"BASE <{base}>"] if any(relative) else []), *lines, query])


def names_in(query: str, prefixes: Mapping[str, str], base: str = "") -> list[str]:
    """Return the IRIs that stand in an admitted query, written out or by prefix, in full."""
    tokens = _read(query, frozenset(prefixes))
    read = _resolved(tokens, dict(prefixes), base)
    return [iri for token, iri in read if token.kind in {"iri", "name"}]


def prefixes_in(query: str, prefixes: Mapping[str, str], base: str = "") -> dict[str, str]:
    """Return what each prefix stands for in an admitted query: as it declares, or as without."""
    known = dict(prefixes)
    for _ in _resolved(_read(query, frozenset(prefixes)), known, base):
        pass  # each declaration is added as it is come to
    return known


def known_graphs(asked: Iterable[str], graphs: Collection[str]) -> None:
    """Raise UsageError for a graph there is none of: the engine would answer with no rows."""
    for graph in asked:
        if graph not in graphs:
            known = ", ".join(f"<{each}>" for each in sorted(graphs))
            raise UsageError("query-graph", graph=f"<{graph}>", known=known)


def _tokens(query: str) -> Iterator[Token]:
    unseen = _UNSEEN.search(query)
    if unseen:
        raise _strange(query, unseen.start())
    brackets: list[str] = []
    last = Token("", "")
    at, values = 0, False
    while match := _TOKEN.match(query, at):
        kind, text = match.lastgroup or "", match.group()
        if kind == "skip":
            at += len(text)
            continue
        inner = brackets[-1] if brackets else ""
        if kind == "iri" and inner == "(" and _ended(last) and "values" not in brackets:
            # Here «<» may also mean «less than», and what follows be anything.
            if set("#'()[]") & set(text):
                raise UsageError("query-unclear", words=text)
            kind, text = "mark", "<"
        if kind == "mark" and not text.isascii():
            raise _strange(query, at)
        at += len(text)
        if kind == "word":
            text = text.upper()
            values = values or text == "VALUES"
        elif kind == "mark" and text in "({[":
            values_block = values and text == "{"
            brackets.append("values" if values_block else text)
            values = values and not values_block
        elif kind == "mark" and text in ")}]":
            del brackets[-1:]
        # Terms side by side in brackets are a collection; a list of values has commas.
        collected = inner == "(" and kind in _TERMS and last.kind in _TERMS
        listed = text == "," and inner != "("
        chained = kind == "mark" and text in _CHAINED
        last = Token(kind, text, len(brackets), collected or listed or chained)
        yield last


def _ended(last: Token) -> bool:
    """Say whether a term may have come to its end with a token."""
    word = last.kind == "word" and last.text != "DISTINCT"
    return word or last.kind in _TERMS or last.text in {")", "]", "}"}


def _strange(query: str, at: int) -> UsageError:
    """Return the refusal of a sign that cannot stand there, by its code point and place."""
    line, column = query.count("\n", 0, at) + 1, at - query.rfind("\n", 0, at)
    return UsageError("query-sign", sign=f"U+{ord(query[at]):04X}", line=line, column=column)


@lru_cache(maxsize=1)
def _read(query: str, prefixes: frozenset[str]) -> tuple[Token, ...]:
    """Return the tokens of a query; whoever asks of the same query next need not read it again."""
    return (*_keywords(query, {*prefixes}),)


def _keywords(query: str, declared: set[str]) -> Iterator[Token]:
    """Return the tokens, each keyword by itself even where nothing parts it from what follows."""
    last = ""
    for token in _tokens(query):
        kind, text = token.kind, token.text
        while kind == "name" and last != "PREFIX":
            glued = _GLUED.match(text)
            known = text.partition(":")[0] in declared
            if glued and known and token.depth == 0:
                # Where FROM may stand, the engine reads the keyword and another name.
                raise UsageError("query-unclear", words=text)
            if known or not glued:
                break
            last = glued.group().upper()
            yield Token("word", last)
            text = text[glued.end() :]
        if kind == "name" and last == "PREFIX":
            declared.add(text.partition(":")[0])
        last = text if kind == "word" else ""
        parts = _FROM.fullmatch(text) if "FROM" in last else None
        if parts:
            yield from (Token("word", each) for each in parts.groups() if each)
        else:
            yield token if text == token.text else token._replace(text=text)


def _from(
    tokens: Sequence[Token], prefixes: Mapping[str, str], base: str
) -> Iterator[tuple[str, bool]]:
    """Return the IRIs in FROM and FROM NAMED, in full, and whether it was NAMED."""
    if not any(each[:2] == ("word", "FROM") for each in tokens):
        return
    ends = [(Token("", ""), "")] * 2
    read = [*_resolved(tokens, dict(prefixes), base), *ends]
    for at, (token, _) in enumerate(read[: len(tokens)]):
        if (token.kind, token.text) == ("word", "FROM"):
            following = read[at + 1][0]
            named = (following.kind, following.text) == ("word", "NAMED")
            yield read[at + 1 + named][1], named


def _resolved(
    tokens: Sequence[Token], prefixes: dict[str, str], base: str
) -> Iterator[tuple[Token, str]]:
    """Give each token, and what it is in full by the prefixes and the base declared before it."""
    ends = [Token("", "")] * 2
    for at, token in enumerate(tokens):
        following, second = [*tokens[at + 1 : at + 3], *ends][:2]
        if (token.kind, token.text) == ("word", "BASE"):
            base = _iri(following, prefixes, base)
        elif (token.kind, token.text) == ("word", "PREFIX"):
            prefixes[following.text.partition(":")[0]] = _iri(second, prefixes, base)
        yield token, _iri(token, prefixes, base)


def _iri(token: Token, prefixes: dict[str, str], base: str) -> str:
    if token.kind == "name":
        prefix, _, rest = token.text.partition(":")
        return prefixes.get(prefix, f"{prefix}:") + re.sub(r"\\(.)", r"\1", rest)
    if token.kind != "iri":
        return token.text
    plain = _ESCAPED.sub(_unescaped, token.text[1:-1])
    absolute = not base or _ABSOLUTE.match(f"<{plain}")
    return plain if absolute else urljoin(base, plain)


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= sys.maxunicode else match[0]
