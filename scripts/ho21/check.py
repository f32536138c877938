"""The graph is held against the shapes, and what fails is told in plain words."""

from __future__ import annotations

import logging
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ho21.names import VOCABULARIES, curie, local, term
from ho21.rooms import page
from ho21.turtle import Turtle, read_turtle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import rdflib

    from ho21.account import Coverage
    from ho21.store import Dataset

LANGUAGES: Final = ("nb", "en")
SEVERITIES: Final = ("rule", "violation", "warning", "info")
_SHACL: Final = VOCABULARIES["sh"]
_NOISE: Final = 0.25
_NAMES: Final = 5
_TYPE: Final = term("rdf:type")
_SUBCLASS: Final = term("rdfs:subClassOf")
_KINDS: Final = (term("sh:NodeShape"), term("sh:PropertyShape"))
_SEVERITY: Final = {term(f"sh:{name.capitalize()}"): name for name in SEVERITIES[1:]}
_TARGETS: Final = tuple(
    term(f"sh:target{each}") for each in ("Class", "Node", "SubjectsOf", "ObjectsOf")
)
_REFERS: Final = frozenset(map(term, ("sh:node", "sh:not", "sh:qualifiedValueShape")))
_LISTS: Final = frozenset(map(term, ("sh:and", "sh:or", "sh:xone")))
_PATHS: Final = frozenset(
    term(f"sh:{each}Path") for each in ("inverse", "zeroOrMore", "oneOrMore", "zeroOrOne")
)
_ABOUT: Final = frozenset(
    map(
        term,
        (
            "sh:path sh:property sh:severity sh:message sh:name sh:description sh:deactivated"
            " sh:order sh:group sh:flags sh:ignoredProperties sh:qualifiedValueShapesDisjoint"
        ).split(),
    )
)
_CONSTRAINTS: Final = frozenset(
    term(f"sh:{each}")
    for each in (
        "class datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive"
        " maxInclusive not and or xone minLength maxLength pattern languageIn uniqueLang equals"
        " disjoint lessThan lessThanOrEquals node qualifiedValueShape qualifiedMinCount"
        " qualifiedMaxCount closed hasValue in"
    ).split()
)


@cache
def _texts() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(page("check.toml"))


def _say(table: str, key: str, **fields: object) -> dict[str, str]:
    return {lang: _texts()[table][key][lang].format(**fields) for lang in LANGUAGES}


@dataclass(frozen=True)
class Finding:
    """One thing that a shape, or a rule of the house, does not accept as it stands."""

    severity: str
    shape: str
    focus: str
    path: str
    label: dict[str, str]
    message: dict[str, str]
    file: str
    line: int
    read: int = 0
    results: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def order(self) -> tuple[object, ...]:
        """What findings are sorted by: severity, shape, focus, then place."""
        rank = SEVERITIES.index(self.severity)
        return (rank, self.shape, self.focus, self.file, self.line, self.path, self.message["en"])


@dataclass(frozen=True)
class Asked:
    """How many nodes a shape was held against, and what they are called in the plural."""

    nodes: int
    label: dict[str, str]


@dataclass(frozen=True)
class Report:
    """What a check found, what it looked at, and how much of each source is accounted for."""

    findings: tuple[Finding, ...]
    nodes_checked: int
    shapes_checked: int
    coverage: Mapping[str, Coverage]
    asked: Mapping[str, Asked]

    def conforms(self, *, strict: bool = False) -> bool:
        """Say whether nothing is broken; ``strict`` makes gaps count too."""
        fatal = {"rule", "violation"} | ({"warning"} if strict else set())
        return not any(each.severity in fatal for each in self.findings)

    def as_dict(self, *, strict: bool = False) -> dict[str, object]:
        """Return the report as ``check --format json`` gives it."""
        shown = "severity shape focus path label message file line read".split()
        counted = "characters stated set_aside unaccounted".split()
        return {
            "conforms": self.conforms(strict=strict),
            "strict": strict,
            "nodes_checked": self.nodes_checked,
            "shapes_checked": self.shapes_checked,
            "findings": [
                {name: getattr(each, name) for name in shown} for each in self.findings
            ],
            "coverage": {
                source: {name: getattr(each, name) for name in counted}
                for source, each in sorted(self.coverage.items())
            },
        }

    def as_text(self, lang: str, *, strict: bool = False) -> str:
        """Return the report as a person reads it."""
        lines: list[str] = []
        for severity in SEVERITIES:
            found = [each for each in self.findings if each.severity == severity]
            if found:
                tell = _placed if severity in SEVERITIES[:2] else self._counted
                words = _texts()["words"][severity][lang]
                lines += [f"{words} ({len(found)})", *(f"  {each}" for each in tell(found, lang))]
                lines.append("")
        if self.coverage:
            lines.append(_texts()["words"]["coverage"][lang])
            lines += [f"  {_share(*each, lang)}" for each in sorted(self.coverage.items())]
            lines.append("")
        verdict = "holds" if self.conforms(strict=strict) else "fails"
        fields = {"nodes": self.nodes_checked, "shapes": self.shapes_checked}
        return "\n".join([*lines, _say("words", verdict, **fields)[lang], ""])

    def _counted(self, found: list[Finding], lang: str) -> Iterator[str]:
        groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        for each in found:
            groups[each.shape, "" if each.shape else each.focus].append(each)
        for (shape, _), them in groups.items():
            first = them[0]
            if not shape:
                yield f"{first.label[lang]}: {first.message[lang]}"
                continue
            asked = self.asked[shape]
            read = sum(each.read > 0 for each in them)
            yield " ".join(
                (
                    _say(
                        "words",
                        "count",
                        n=len(them),
                        m=asked.nodes,
                        things=asked.label[lang],
                        message=first.message[lang],
                    )[lang],
                    *([_say("words", "read", n=read)[lang]] if read else []),
                )
            )
            if len(them) <= _NAMES:
                yield f"  {', '.join(each.label[lang] for each in them)}"

    def as_turtle(self, *, strict: bool = False) -> str:
        """Return the SHACL validation report; broken rules of the house stand as comments."""
        conforms = str(self.conforms(strict=strict)).lower()
        lines = [f"@prefix sh: <{_SHACL}> .", ""]
        rules = [each for each in self.findings if each.severity == "rule"]
        lines += [f"# {line}" for line in _placed(rules, "en")]
        lines += ["[] a sh:ValidationReport ;", f"    sh:conforms {conforms}"]
        for each in self.findings:
            for component, value in each.results:
                path = f"<{each.path.removeprefix('^')}>"
                facts = [
                    f"sh:focusNode <{each.focus}>",
                    f"sh:resultSeverity sh:{each.severity.capitalize()}",
                    f"sh:sourceShape <{each.shape}>",
                    f"sh:sourceConstraintComponent <{component}>",
                    *(f"sh:resultMessage {Literal(each.message[x], language=x)}" for x in LANGUAGES),
                ]
                if each.path:
                    inverse = each.path.startswith("^")
                    facts.append(f"sh:resultPath {f'[ sh:inversePath {path} ]' if inverse else path}")
                if value:
                    facts.append(f"sh:value {value}")
                lines[-1] += " ;"
                lines += ["    sh:result [", "        a sh:ValidationResult ;"]
                lines += [" ;\n".join(f"        {fact}" for fact in facts), "    ]"]
        return "\n".join(lines) + " .\n"


def _placed(found: Iterable[Finding], lang: str) -> Iterator[str]:
    for each in found:
        place = f"{each.file}:{each.line}" if each.line else each.file
        named = (place, each.label[lang], each.message[lang])
        yield ": ".join(part for part in named if part)


def _share(source: str, coverage: Coverage, lang: str) -> str:
    whole = coverage.characters or 1
    shares = {
        name: round(100 * getattr(coverage, name) / whole)
        for name in ("stated", "set_aside", "unaccounted")
    }
    return _say("words", "source", source=source, characters=coverage.characters, **shares)[lang]


class _Shapes:
    """The shapes as written: who refers to whom, what each aims at, and what is wrong in them."""

    def __init__(self, turtle: Turtle, prefixes: dict[str, str]) -> None:
        self.turtle = turtle
        self.prefixes = prefixes
        self.facts: dict[object, dict[NamedNode, list[object]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for triple in turtle.triples:
            self.facts[triple.subject][triple.predicate].append(triple.object)
        self.facts.default_factory = None
        self.all = [node for node, facts in self.facts.items() if set(facts[_TYPE]) & set(_KINDS)]
        self.paths = {node for node, facts in self.facts.items() if _PATHS & facts.keys()}
        self.users: dict[object, list[object]] = defaultdict(list)
        self.helpers: dict[object, list[object]] = defaultdict(list)
        for node in self.all:
            for each in self.facts[node][term("sh:property")]:
                self.users[each].append(node)
            for each in self.referred(node):
                self.helpers[each].append(node)

    def referred(self, node: object) -> Iterator[object]:
        """Give the shapes that a shape's constraints name."""
        for predicate, values in self.facts[node].items():
            for each in values:
                if predicate in _REFERS:
                    yield each
                elif predicate in _LISTS:
                    yield from self.items(each)

    def items(self, at: object) -> Iterator[object]:
        """Give the members of a list."""
        while at in self.facts and (first := self.facts[at][term("rdf:first")]):
            yield first[0]
            at = next(iter(self.facts[at][term("rdf:rest")]), None)

    def severity(self, node: object) -> str:
        """Return violation, warning or info; a shape that does not say is a violation."""
        given = self.facts[node][term("sh:severity")]
        return _SEVERITY.get(given[0], "") if given else "violation"

    def targets(self, node: object) -> list[tuple[NamedNode, object]]:
        """Return what a shape is aimed at, by itself or through the node shapes that have it."""
        aimed = [node, *self.users.get(node, ())]
        return list(
            dict.fromkeys((how, at) for each in aimed for how in _TARGETS for at in self.facts[each][how])
        )

    def label(self, node: object) -> dict[str, str]:
        """Return what the nodes under a shape are called: its only class's name, else «things»."""
        names = [self.facts[each][term("rdfs:label")] for each in [node, *self.users.get(node, ())]]
        names = [each for each in names if each]
        if len(names) != 1:
            return _say("words", "things")
        return {each.language: each.value for each in names[0]}  # type: ignore[attr-defined]

    def path(self, node: object) -> str:
        """Return the property a shape is about, with ``^`` before one followed backwards."""
        for each in self.facts[node][term("sh:path")]:
            if each in self.paths:
                inner = self.facts[each][term("sh:inversePath")]
                return f"^{inner[0].value}" if inner else each.value  # type: ignore[attr-defined]
            return each.value  # type: ignore[attr-defined,no-any-return]
        return ""

    def message(self, node: object) -> dict[str, str]:
        """Return what a shape says when it is not met."""
        return dict.fromkeys(LANGUAGES, "") | {
            each.language: each.value  # type: ignore[attr-defined]
            for each in self.facts[node][term("sh:message")]
        }
