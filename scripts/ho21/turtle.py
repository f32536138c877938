"""Where in a Turtle file each thing and each literal stands, so that a fault can name its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ho21.fault import Fault, fault
from ho21.names import Fact

if TYPE_CHECKING:
    from pyoxigraph import Triple

_TOKEN: Final = re.compile(
    r"""
    (?P<skip>\s+|\#[^\n]*)
  | (?P<literal>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
      |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<mark>\^\^|[.;,()\[\]](?=[\s;,.()\[\]<"'\#]|$)|[;,()\[\]])
  | (?P<name>(?:[^\s<>"';,()\[\]\#.^]|\.(?![\s;,()\[\]]|$)|\\.)+)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Turtle:
    """A parsed Turtle file: its triples in order, and the lines of its subjects and literals."""

    file: str
    triples: tuple[Fact, ...]
    prefixes: dict[str, str]
    blocks: tuple[tuple[str, int], ...]
    literals: dict[tuple[str, str], int] = field(repr=False)

    def line(self, subject: str, literal: str | None = None) -> int:
        """Return the line of a subject's block, or of one literal in it; 0 where it has none."""
        if literal is not None and (found := self.literals.get((subject, _key(literal)))):
            return found
        return next((line for iri, line in self.blocks if iri == subject), 0)


def read_turtle(text: str, file: str) -> Turtle | list[Fault]:
    """Return a parsed file, or its faults: malformed, blank nodes, one subject in two blocks."""
    try:
        triples = [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]
    except SyntaxError as error:
        return [fault("malformed", file, error.lineno or 1, why=_reason(error))]
    prefixes: dict[str, str] = {}
    blocks, literals, blank = _scan(text, prefixes)
    faults = []
    facts = tuple(fact for triple in triples if (fact := _fact(triple)))
    if blank or len(facts) < len(triples):
        faults.append(fault("blank-node", file, blank or 1))
    seen: dict[str, int] = {}
    for subject, line in blocks:
        if subject in seen:
            faults.append(fault("duplicate-block", file, line, thing=subject, first=seen[subject]))
        seen.setdefault(subject, line)
    return faults or Turtle(file, facts, prefixes, tuple(blocks), literals)


def _fact(triple: Triple) -> Fact | None:
    subject, value = triple.subject, triple.object
    if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
        return Fact(subject, triple.predicate, value)
    return None


def _reason(error: SyntaxError) -> str:
    return str(error.msg).partition(": ")[2] or str(error.msg)


def _scan(
    text: str, prefixes: dict[str, str]
) -> tuple[list[tuple[str, int]], dict[tuple[str, str], int], int]:
    blocks: list[tuple[str, int]] = []
    literals: dict[tuple[str, str], int] = {}
    blank, line, subject, directive = 0, 1, "", []
    start = True
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match.group()
        if kind in {"iri", "name"} and start:
            start = False
            if token.lower() in {"@prefix", "@base", "prefix", "base"}:
                directive = [token]
            else:
                subject = _expand(token, prefixes)
                blocks.append((subject, line))
        elif kind in {"iri", "name"} and directive:
            directive.append(token)
        elif kind == "literal" and subject:
            literals.setdefault((subject, _key(_value(token))), line)
        if directive and len(directive) == (3 if "prefix" in directive[0].lower() else 2):
            if len(directive) == 3:  # noqa: PLR2004 - @prefix, name, IRI
                prefixes[directive[1].rstrip(":")] = directive[2][1:-1]
            start = not directive[0].startswith("@")
            directive = []
        if kind == "mark" and token == ".":
            start = True
        if not blank and (token in {"[", "("} or (kind == "name" and token.startswith("_:"))):
            blank = line
        line += token.count("\n")
    return blocks, literals, blank


def _expand(token: str, prefixes: dict[str, str]) -> str:
    if token.startswith("<"):
        return token[1:-1]
    prefix, _, rest = token.partition(":")
    return prefixes.get(prefix, f"{prefix}:") + rest.replace("\\", "")


def _value(token: str) -> str:
    width = 3 if token[:3] in {'"""', "'''"} else 1
    return token[width:-width].replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


def _key(literal: str) -> str:
    return " ".join(literal.split())
