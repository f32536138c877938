"""Where in a Turtle file each thing, property and value stands, so a fault can name its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from ho21.errors import MOST_FAULTS, Fault, fault
from ho21.rdf.namespaces import Fact, term
from ho21.resources import messages
from ho21.text import code_point, unfit, visible

if TYPE_CHECKING:
    from pyoxigraph import Triple

_TOKEN: Final = re.compile(
    r"""
    (?P<skip>\s+|\#[^\n]*)
  | (?P<literal>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
      |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\[uU][0-9A-Fa-f]+)*>)
  | (?P<mark>\^\^|<<|\{\||[.;,()\[\]](?=[\s;,.()\[\]<"'\#]|$)|[;,()\[\]])
  | (?P<name>(?:[^\s<>"';,()\[\]\#.^\\{]|\.(?![\s;,()\[\]]|$)|\\.)+)
    """,
    re.VERBOSE,
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROLS: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_ESCAPED: Final = re.compile(r"\\[uUbf]|[\u202a-\u202e\u2066-\u2069]")
_UNNAMED: Final = frozenset({"[", "(", "<<", "{|"})
_PREFIX: Final = re.compile(r"^@prefix ([\w-]*): <([^>]*)> \.", re.MULTILINE)
_LINE_START: Final = re.compile(r"^([^\s@#.]\S*)", re.MULTILINE)
_ASIDE: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|<[^>\n]*>|#[^\n]*')
_END: Final = re.compile(r"\.(?=\s|$)")
_SHOWN: Final = 80  # of what the file has there, or of what the parser says of it
_LOOKED_AT: Final = 1000  # of a line, from its end
_NO_MARK: Final = "A dot is expected"  # what the parser says where «;» or «,» is missing too
_OF_A_SIGN: Final = frozenset({"address-sign", "sign-out-of-place"})
_DIRECTIVES: Final = frozenset({"@prefix", "@base", "prefix", "base"})


@dataclass(frozen=True)
class Turtle:
    """A parsed Turtle file: its triples in order, and the lines of its subjects and values."""

    file: str
    triples: tuple[Fact, ...]
    text: str = field(repr=False)
    prefixes: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def scan(self) -> Scan:
        """Where things stand in the text; made when first asked for, since it takes time."""
        return Scan(self.text)

    def line(self, subject: str, predicate: str = "", value: str = "") -> int:
        """Return the line of a value, else of its property, else of the subject's block, else 0."""
        return self.written(subject, predicate, value) or self.scan.subjects.get(subject, 0)

    def written(self, subject: str, predicate: str, value: str = "") -> int:
        """Return the line of a value, else of its property; 0 where it is not written there."""
        found = self.scan.values.get((subject, predicate, _key(value)))
        return found or self.scan.properties.get((subject, predicate), 0)

    def line_of(self, fact: Fact) -> int:
        """Return the line on which a fact stands."""
        return self.line(fact.subject.value, fact.predicate.value, fact.object.value)


def read_turtle(text: str, file: str, *, unnamed: int = 0) -> Turtle | list[Fault]:
    """Return a parsed file, or its faults: malformed, blank nodes, one subject in two blocks.

    ``unnamed`` lets blank nodes through, named ``urn:unnamed:1`` and on from that number.
    """
    try:
        parser = parse(text, format=RdfFormat.TURTLE)
        # What is written twice is one triple.
        triples = dict.fromkeys(quad.triple for quad in parser)
    except SyntaxError as error:
        return [_malformed(text, file, error)]
    except MemoryError:  # of a parser that holds one token of 16 MiB and no more
        return [fault("endless-token", file)]
    names: dict[BlankNode, NamedNode] | None = {} if unnamed else None
    facts = tuple(fact for triple in triples if (fact := _fact(triple, names, unnamed)))
    turtle = Turtle(file, facts, text, parser.prefixes)
    faults = _escaped(turtle) if _ESCAPED.search(text) else []
    if len(facts) == len(triples) and not faults and _is_tidy(turtle):
        return turtle
    if (turtle.scan.unnamed and not unnamed) or len(facts) < len(triples):
        faults.append(fault("blank-node", file, turtle.scan.unnamed or 1))
    seen: dict[str, int] = {}
    for subject, line in turtle.scan.blocks:
        if subject in seen and len(faults) <= MOST_FAULTS:
            faults.append(fault("duplicate-block", file, line, thing=subject, first=seen[subject]))
        seen.setdefault(subject, line)
    return faults or turtle


# For files that most projects have alike, and that several steps read.
read_turtle_once: Final = lru_cache(maxsize=8)(read_turtle)


def misbound(turtle: Turtle, known: dict[str, str]) -> list[Fault]:
    """Return a fault for each prefix of a file that is known to stand for another address."""
    return [
        fault(
            "prefix-other",
            turtle.file,
            turtle.scan.declared.get(prefix, 0),
            prefix=f"{prefix}:",
            address=f"<{address}>",
            known=f"<{known[prefix]}>",
        )
        for prefix, address in turtle.prefixes.items()
        if known.get(prefix, address) != address
    ]


def _escaped(turtle: Turtle) -> list[Fault]:
    """Return a fault for each value or IRI with a sign that no text may have."""
    faults: list[Fault] = []
    for each in turtle.triples:
        if len(faults) > MOST_FAULTS:
            break
        for value in (node.value for node in each if unfit(node.value) >= 0):
            at = unfit(value)
            more = {"value": visible(value)[:_SHOWN], "sign": code_point(value[at]), "at": at + 1}
            faults.append(fault("escaped-sign", turtle.file, turtle.line_of(each), **more))
    return faults


def _is_tidy(turtle: Turtle) -> bool:
    """Say whether the blocks begin the lines and are all of different subjects, without a scan."""
    if any(each.object == term("rdf:nil") for each in turtle.triples):
        return False
    declared = _PREFIX.findall(turtle.text)
    prefixes = dict(declared)
    written = [_expand(token, prefixes) for token in _LINE_START.findall(turtle.text)]
    parsed = [subject.value for subject, _ in groupby(turtle.triples, lambda each: each.subject)]
    if len(_END.findall(_ASIDE.sub("", turtle.text))) != len(declared) + len(written):
        return False
    return written == parsed and len(set(parsed)) == len(parsed)


def _fact(triple: Triple, names: dict[BlankNode, NamedNode] | None, first: int) -> Fact | None:
    subject, value = (
        names.setdefault(each, NamedNode(f"urn:unnamed:{len(names) + first}"))
        if names is not None and isinstance(each, BlankNode)
        else each
        for each in (triple.subject, triple.object)
    )
    if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
        return Fact(subject, triple.predicate, value)
    return None


def _malformed(text: str, file: str, error: SyntaxError) -> Fault:
    """Return what is wrong where the parser stopped; a missing mark is on the line before that."""
    why, line = _reason(error), error.lineno or 1
    lines = text.split("\n")[:line]
    if why.startswith(_NO_MARK) and not lines.pop()[: (error.offset or 1) - 1].strip():
        for number in range(len(lines), 0, -1):
            line_end = lines[number - 1][-_LOOKED_AT:]
            tokens = [*_TOKEN.finditer(line_end)]
            ends = [each.end() for each in tokens if each["skip"] is None]
            if ends:
                starts = [each.end() for each in tokens if each["skip"] and each.end() < ends[-1]]
                after = line_end[max(starts, default=0) : ends[-1]]
                return fault("mark-missing", file, number, after=after[-_SHOWN:])
    for key, pattern in messages("rdf/turtle.toml")["said"].items():
        if found := re.match(pattern, why):
            what = code_point(found[1]) if key in _OF_A_SIGN else "".join(found.groups())
            return fault(key, file, line, what=what)
    return fault("malformed", file, line, why=why)


def _reason(error: SyntaxError) -> str:
    return (str(error.msg).partition(": ")[2] or str(error.msg))[:_SHOWN]


class Scan:
    """One pass over the tokens of a file, which notes the line of what will be asked for."""

    def __init__(self, text: str) -> None:
        self.prefixes: dict[str, str] = {}
        self.declared: dict[str, int] = {}
        self.blocks: list[tuple[str, int]] = []
        self.subjects: dict[str, int] = {}
        self.properties: dict[tuple[str, str], int] = {}
        self.values: dict[tuple[str, str, str], int] = {}
        self.unnamed = 0
        self._line = 1
        self._subject = self._predicate = ""
        self._directive: list[str] = []
        self._awaits = "subject"
        for match in _TOKEN.finditer(text):
            kind, written = match.lastgroup, match.group()
            if kind in {"iri", "name"}:
                self._name(written)
            elif kind == "literal":
                self._note(_value(written))
            elif kind == "mark":
                self._mark(written)
            self._line += written.count("\n")

    def _name(self, written: str) -> None:
        if written.startswith("_:"):
            self._mark("[")
        if self._directive:
            self._direct(written)
        elif self._awaits == "subject" and written.lower() in _DIRECTIVES:
            self._directive = [written]
        elif self._awaits == "subject":
            self._subject, self._awaits = _expand(written, self.prefixes), "predicate"
            self.blocks.append((self._subject, self._line))
            self.subjects.setdefault(self._subject, self._line)
        elif self._awaits == "predicate":
            self._predicate, self._awaits = _expand(written, self.prefixes), "object"
            if written == "a":
                self._predicate = term("rdf:type").value
            self.properties.setdefault((self._subject, self._predicate), self._line)
        elif self._awaits == "datatype":
            self._awaits = "object"
        elif not written.startswith("@"):
            self._note(_expand(written, self.prefixes))

    def _note(self, value: str) -> None:
        self.values.setdefault((self._subject, self._predicate, _key(value)), self._line)

    def _direct(self, written: str) -> None:
        self._directive.append(written)
        keyword, name, *rest = self._directive
        if rest:
            self.prefixes[name.rstrip(":")] = _expand(written, self.prefixes)
            self.declared[name.rstrip(":")] = self._line
        if rest or keyword.lower().endswith("base"):
            self._awaits = "end" if keyword.startswith("@") else "subject"
            self._directive = []

    def _mark(self, written: str) -> None:
        if written == ".":
            self._awaits = "subject"
        elif written == ";":
            self._awaits = "predicate"
        elif written == "^^":
            self._awaits = "datatype"
        elif written in _UNNAMED and not self.unnamed:
            self.unnamed = self._line


def _expand(token: str, prefixes: dict[str, str]) -> str:
    if token.startswith("<"):
        return _unescape(token[1:-1])
    prefix, colon, rest = token.partition(":")
    if not colon:
        return token
    return prefixes.get(prefix, f"{prefix}:") + _unescape(rest)


def _value(token: str) -> str:
    width = 3 if token[:3] in {'"""', "'''"} else 1
    return _unescape(token[width:-width])


def _unescape(text: str) -> str:
    return _ESCAPE.sub(_letter, text)


def _letter(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _CONTROLS.get(escape[3], escape[3])


def _key(literal: str) -> str:
    return " ".join(literal.split())
