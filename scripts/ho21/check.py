"""The graph is held against the shapes, and what fails is told in plain words."""

from __future__ import annotations

import logging
import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.fault import LANGUAGES
from ho21.names import VOCABULARIES, Fact, Node, curie, local, term
from ho21.rooms import page
from ho21.turtle import Turtle, read_turtle

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    import rdflib

    from ho21.account import Coverage
    from ho21.store import Dataset

SEVERITIES: Final = ("rule", "violation", "warning", "info")
SHACL: Final = VOCABULARIES["sh"]
_SHOWN: Final = ("severity", "shape", "focus", "path", "label", "message", "file", "line", "read")
_COUNTED: Final = ("characters", "stated", "set_aside", "unaccounted")
_NOISE: Final = 0.25
_FEW: Final = 5


def _terms(names: str) -> frozenset[NamedNode]:
    return frozenset(term(f"sh:{name}") for name in names.split())


_TARGETS: Final = _terms("targetClass targetNode targetSubjectsOf targetObjectsOf")
_NOT_RUN: Final = _TARGETS | _terms("sparql message name description")
_PATHS: Final = _terms("inversePath zeroOrMorePath oneOrMorePath zeroOrOnePath")
_ABOUT: Final = _terms("path property severity message deactivated flags name description")


@cache
def _texts() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(page("check.toml"))


def _tell(table: str, key: str, **fields: object) -> dict[str, str]:
    return {lang: _texts()[table][key][lang].format(**fields) for lang in LANGUAGES}


def _tagged(values: Iterable[Node], default: str = "") -> dict[str, str]:
    tagged = {each.language: each.value for each in values if isinstance(each, Literal)}
    return {lang: tagged.get(lang, default) for lang in LANGUAGES}


@dataclass(frozen=True, order=True)
class Finding:
    """What a shape or a rule of the house does not accept; ``results`` as SHACL has them."""

    severity: str
    shape: str
    focus: str
    path: str
    label: dict[str, str] = field(compare=False)
    message: dict[str, str] = field(compare=False)
    file: str
    line: int
    read: int = 0
    results: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def told(self, lang: str) -> str:
        """Return the finding as one sentence after its place, ``file:line``."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.label[lang], self.message[lang]) if part)

    def turtle(self, component: str, value: str) -> str:
        """Return one result of the finding as SHACL reports it."""
        inverse = self.path.startswith("^")
        path = f"[ sh:inversePath <{self.path[1:]}> ]" if inverse else f"<{self.path}>"
        facts = [
            f"a sh:ValidationResult ; sh:focusNode <{self.focus}>",
            *([f"sh:resultPath {path}"] if self.path else []),
            *([f"sh:value {value}"] if value else []),
            f"sh:resultSeverity sh:{self.severity.capitalize()}",
            f"sh:sourceConstraintComponent <{component}> ; sh:sourceShape <{self.shape}>",
            *(f"sh:resultMessage {Literal(self.message[x], language=x)}" for x in LANGUAGES),
        ]
        return f"    sh:result [ {' ; '.join(facts)} ]"


@dataclass(frozen=True)
class Report:
    """What a check found, and what it looked at: nodes, shapes, nodes of each shape, sources."""

    findings: tuple[Finding, ...]
    nodes_checked: int
    shapes_checked: int
    coverage: Mapping[str, Coverage]
    asked: Mapping[str, tuple[int, dict[str, str]]]

    def conforms(self, *, strict: bool = False) -> bool:
        """Say whether nothing is broken; ``strict`` makes gaps count too."""
        return not {each.severity for each in self.findings} & set(SEVERITIES[: 2 + strict])

    def groups(self, severity: str) -> list[list[Finding]]:
        """Return the findings of a severity by shape, those of the most nodes first."""
        found: dict[str, list[Finding]] = defaultdict(list)
        for each in self.findings:
            if each.severity == severity:
                found[each.shape or each.focus].append(each)
        return sorted(found.values(), key=lambda them: -len(them))

    def told(self, found: list[Finding], lang: str) -> str:
        """Return how many nodes fail a shape, why, and for how many of them a reading would do."""
        if found[0].shape not in self.asked:
            return found[0].told(lang)
        nodes, things = self.asked[found[0].shape]
        counts = {"n": len(found), "m": nodes, "things": things[lang]}
        counted = _tell("words", "count", message=found[0].message[lang], **counts)[lang]
        read = _tell("words", "read", n=sum(each.read > 0 for each in found))[lang]
        return f"{counted} {read}" if any(each.read for each in found) else counted

    def shares(self) -> list[dict[str, str]]:
        """Return how much of each source is stated, set aside and unaccounted for, in per cent."""
        shares = []
        for source, each in sorted(self.coverage.items()):
            whole = each.characters or 1
            share = {x: round(100 * getattr(each, x) / whole) for x in _COUNTED[1:]}
            shares.append(_tell("words", "source", source=source, characters=whole, **share))
        return shares

    def verdict(self, *, strict: bool = False) -> dict[str, str]:
        """Return in one sentence whether the house holds."""
        counts = {x: sum(each.severity == x for each in self.findings) for x in SEVERITIES}
        counts |= {"nodes": self.nodes_checked, "shapes": self.shapes_checked}
        return _tell("words", "holds" if self.conforms(strict=strict) else "fails", **counts)

    def as_dict(self, *, strict: bool = False) -> dict[str, object]:
        """Return the report as ``check --format json`` gives it."""
        return {
            "conforms": self.conforms(strict=strict),
            "strict": strict,
            "nodes_checked": self.nodes_checked,
            "shapes_checked": self.shapes_checked,
            "findings": [{name: getattr(each, name) for name in _SHOWN} for each in self.findings],
            "coverage": {
                source: {name: getattr(each, name) for name in _COUNTED}
                for source, each in sorted(self.coverage.items())
            },
        }

    def page(self) -> dict[str, object]:
        """Return what a page of the report is made from, beside the report itself."""
        return {"words": _texts()["words"], "severities": SEVERITIES}

    def as_text(self, lang: str, *, strict: bool = False, brief: bool = False) -> str:
        """Return the report as a person reads it; ``brief`` is its last line alone."""
        words, lines = _texts()["words"], list[str]()
        for severity in SEVERITIES:
            groups = self.groups(severity)
            lines += [f"{words[severity][lang]} ({sum(map(len, groups))})"] if groups else []
            for found in groups:
                if severity in SEVERITIES[:2]:
                    lines += [f"  {each.told(lang)}" for each in found]
                    continue
                lines.append(f"  {self.told(found, lang)}")
                if found[0].shape in self.asked and len(found) <= _FEW:
                    lines.append(f"    {' · '.join(each.label[lang] for each in found)}")
            lines += [""] if groups else []
        lines += [words["coverage"][lang], *(f"  {each[lang]}" for each in self.shares()), ""]
        return "\n".join([*([] if brief else lines), self.verdict(strict=strict)[lang], ""])

    def as_turtle(self, *, strict: bool = False) -> str:
        """Return the SHACL validation report; broken rules of the house stand as comments."""
        rules = [f"# {each.told('en')}" for each in self.findings if each.severity == "rule"]
        conforms = f"    sh:conforms {str(self.conforms(strict=strict)).lower()}"
        results = [each.turtle(*result) for each in self.findings for result in each.results]
        head = [f"@prefix sh: <{SHACL}> .", "", *rules, "[] a sh:ValidationReport ;"]
        return "\n".join([*head, " ;\n".join([conforms, *results])]) + " .\n"


class _Shapes:
    """The shapes as written: what each is aimed at, who refers to it, and what it says."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.facts: dict[NamedNode, dict[NamedNode, list[Node]]] = {}
        for subject, predicate, value in facts:
            self.facts.setdefault(subject, {}).setdefault(predicate, []).append(value)
        kinds = _terms("NodeShape PropertyShape")
        self.all = [node for node in self.facts if kinds & set(self.get(node, "rdf:type"))]
        self.paths = {node for node, facts in self.facts.items() if _PATHS & facts.keys()}
        self.users: dict[Node, list[NamedNode]] = defaultdict(list)
        for node in self.all:
            for each in self.get(node, "sh:property"):
                self.users[each].append(node)
        pairs = [each for facts in self.facts.values() for each in facts.items()]
        self.helpers = {x for name, them in pairs if name != term("sh:property") for x in them}

    def get(self, node: NamedNode, name: str) -> list[Node]:
        return self.facts.get(node, {}).get(term(name), [])

    def severity(self, node: NamedNode) -> str:
        given = self.get(node, "sh:severity") or [term("sh:Violation")]
        return given[0].value.removeprefix(SHACL).lower()

    def targets(self, node: NamedNode) -> dict[tuple[NamedNode, Node], None]:
        """Return what a shape is aimed at, by itself or through the node shapes that have it."""
        facts = [self.facts[each] for each in (node, *self.users[node])]
        return {(how, at): None for each in facts for how in _TARGETS for at in each.get(how, ())}

    def things(self, node: NamedNode) -> dict[str, str]:
        """Return what the nodes of a shape are called in the plural, where it is for few kinds."""
        named = [self.get(each, "rdfs:label") for each in (node, *self.users[node])]
        tagged = [_tagged(each) for each in named if each]
        if not 0 < len(tagged) < _FEW:
            return _tell("words", "things")
        return {lang: " / ".join(each[lang] for each in tagged) for lang in LANGUAGES}

    def path(self, node: NamedNode) -> str:
        """Return the property a shape is about, with ``^`` before one followed backwards."""
        for each in self.get(node, "sh:path"):
            inner = self.get(NamedNode(each.value), "sh:inversePath")
            return f"^{inner[0].value}" if inner else each.value
        return ""

    def flat(self, severities: set[str]) -> Iterator[Fact]:
        """Give the shapes, those of other severities switched off, each with targets of its own.

        So pySHACL runs each for all its nodes at once, not anew for each: faster, same findings.
        """
        for node, facts in self.facts.items():
            targets = self.targets(node) if node in self.all else {}
            lone = targets and not self.helpers & {node, *self.users[node]}
            if lone and self.severity(node) not in severities:
                yield Fact(node, term("sh:deactivated"), Literal(value=True))
            left = _NOT_RUN | (_terms("property") if lone else frozenset())
            yield from (Fact(node, p, o) for p in facts for o in facts[p] if p not in left)
            yield from (Fact(node, how, at) for how, at in targets)


def _graph(facts: Iterable[Fact], paths: Container[Node] = ()) -> rdflib.Graph:
    """Return facts as rdflib has them; a named path becomes the blank node SHACL asks for."""
    import rdflib

    @cache
    def node(each: Node) -> rdflib.term.Node:
        if isinstance(each, NamedNode):
            return rdflib.BNode() if each in paths else rdflib.URIRef(each.value)
        plain = each.language or each.datatype == term("xsd:string")
        kind = None if plain else rdflib.URIRef(each.datatype.value)
        return rdflib.Literal(each.value, each.language, kind, normalize=False)

    graph = rdflib.Graph(bind_namespaces="none")
    for fact in facts:
        graph.add((node(fact.subject), node(fact.predicate), node(fact.object)))
    return graph


def check(dataset: Dataset) -> Report:
    """Hold a dataset against its shapes: all of it for violations, what is stated for gaps."""
    return _Check(dataset).run()


class _Check:
    def __init__(self, dataset: Dataset) -> None:
        found, read = read_turtle(dataset.shapes_text, dataset.shapes_file), list[tuple[str, str]]()
        self.dataset = dataset
        self.turtle = found if isinstance(found, Turtle) else Turtle("", (), "")
        self.shapes = _Shapes(self.turtle.triples)
        self.findings: list[Finding] = []
        self.nodes: set[rdflib.term.Node] = set()
        self.asked: dict[str, tuple[int, dict[str, str]]] = {}
        self.values: dict[tuple[str, NamedNode], list[Node]] = defaultdict(list)
        self.read: Counter[tuple[str, str]] = Counter()
        for graph, facts in dataset.facts.items():
            for subject, predicate, value in facts:
                self.values[subject.value, predicate].append(value)
                if predicate == term("rdf:predicate") and graph in dataset.read_graphs:
                    read.append((subject.value, value.value))
        for claim, path in read:
            self.read[self.one(claim, "rdf:subject"), path] += 1
            self.read[self.one(claim, "rdf:object"), f"^{path}"] += 1
        for each in (*dataset.faults, *(found if isinstance(found, list) else ())):
            self.rule({lang: each.message(lang) for lang in LANGUAGES}, each.file, each.line)

    def one(self, subject: str, name: str) -> str:
        return next((each.value for each in self.values.get((subject, term(name)), ())), "")

    def rule(self, message: dict[str, str], file: str, line: int, shape: str = "") -> None:
        self.findings.append(Finding("rule", shape, "", "", _tagged(()), message, file, line))

    def flaw(self, key: str, shape: str = "", named: str = "") -> None:
        """Note what is wrong with the shapes themselves, which would otherwise pass in silence."""
        prefixes = self.dataset.base.prefixes()
        words = {"shape": curie(shape, prefixes), "term": curie(named, prefixes)}
        line = self.turtle.line(shape)
        self.rule(_tell("rules", key, **words), self.dataset.shapes_file, line, shape)

    def run(self) -> Report:
        self.flaws()
        self.strangers()
        self.validate()
        if not self.nodes:
            self.flaw("nothing-checked" if self.shapes.all else "no-shapes")
        for source, each in self.dataset.coverage.items():
            if each.noise > _NOISE * each.characters:
                share = round(100 * each.noise / each.characters)
                said = _tagged((), source), _tell("rules", "noise", share=share)
                focus, file = self.dataset.base.document(source).value, f"graph/{source}.ttl"
                self.findings.append(Finding("warning", "", focus, "", *said, file, 0))
        findings = sorted(sorted(self.findings), key=lambda each: SEVERITIES.index(each.severity))
        checked = len(self.nodes), len(self.shapes.all)
        return Report(tuple(findings), *checked, self.dataset.coverage, self.asked)

    def flaws(self) -> None:
        shapes = self.shapes
        kinds = {x for (_, p), them in self.values.items() if p == term("rdf:type") for x in them}
        for node, facts in shapes.facts.items():
            for at in shapes.get(node, "sh:targetClass"):
                if at not in kinds:
                    self.flaw("empty-target", node.value, at.value)
            used = shapes.targets(node) or shapes.users[node] or node in shapes.helpers
            flaws = {
                "untyped": node not in shapes.all and _ABOUT & facts.keys(),
                "unused": node in shapes.all and not used,
                "unknown-severity": shapes.severity(node) not in SEVERITIES,
                "unknown-path": shapes.facts.keys() & {*shapes.get(node, "sh:path")} - shapes.paths,
                "deactivated": term("sh:deactivated") in facts,
            }
            for key in (key for key, wrong in flaws.items() if wrong):
                self.flaw(key, node.value)

    def strangers(self) -> None:
        """Note the terms that SHACL or the vocabulary does not have, such as ``sh:minCout``."""
        from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS
        from rdflib import SH

        run = {str(each) for each in ALL_CONSTRAINT_PARAMETERS} - {f"{SHACL}sparql"}
        run |= {each.value for each in _ABOUT | _PATHS | _TARGETS}
        for node, facts in self.shapes.facts.items():
            values = [each for name in facts for each in facts[name] if isinstance(each, NamedNode)]
            for each in dict.fromkeys([*facts, *values]):
                if each.value.startswith(SHACL):
                    if each.value not in (run if each in facts else SH):
                        self.flaw("unknown-sh", node.value, each.value)
                elif each not in self.shapes.facts and not self.dataset.vocabulary.knows(each):
                    self.flaw("unknown-term", node.value, each.value)

    def validate(self) -> None:
        """Run pySHACL on what is stated for gaps and notes, then on everything for violations."""
        import pyshacl

        logging.getLogger("rdflib.term").setLevel(logging.ERROR)
        stated = self.dataset.chosen(stated_only=True)
        graph = _graph(dict.fromkeys(fact for facts in stated.values() for fact in facts))
        for severities in ({"warning", "info"}, {"violation"}):
            shapes = _graph(self.shapes.flat(severities), self.shapes.paths)
            try:
                for each in pyshacl.ShapesGraph(shapes).shapes:
                    if not each.deactivated and (focus := each.focus_nodes(graph)):
                        self.nodes |= focus
                        things = self.shapes.things(NamedNode(each.node))
                        self.asked[str(each.node)] = (len(focus), things)
                found = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)[1]
                self.report(found, severities)
            except (AttributeError, RuntimeError, ValueError, re.error) as error:
                self.flaw("broken", named=str(error).partition("\n")[0])
            for name in self.dataset.facts.keys() - stated.keys():
                graph += _graph(self.dataset.facts[name])

    def report(self, report: rdflib.Graph, severities: set[str]) -> None:
        from rdflib import SH

        found: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        names = (SH.sourceShape, SH.focusNode, SH.sourceConstraintComponent, SH.value)
        for result in report.objects(None, SH.result):
            shape, focus, component, value = (report.value(result, name) for name in names)
            found[str(shape), str(focus)].add(
                (str(component), value.n3() if value is not None else "")
            )
        for (iri, about), results in found.items():
            node = NamedNode(iri)
            severity, path = self.shapes.severity(node), self.shapes.path(node)
            label = _tagged(self.values[about, term("skos:prefLabel")], local(NamedNode(about)))
            message, (file, line) = _tagged(self.shapes.get(node, "sh:message")), self.place(about)
            more = file, line, self.read[about, path], tuple(sorted(results))
            if severity in severities:
                self.findings.append(Finding(severity, iri, about, path, label, message, *more))

    def place(self, focus: str) -> tuple[str, int]:
        """Return where a thing is written, and of a passage where it stands in its text."""
        text, _, span = focus.rpartition("#")
        if not text.endswith(".txt"):
            return self.dataset.places.get(focus, ("", 0))
        line = self.one(f"{text}#char={span.partition('=')[2]}", "ho:startLine")
        return f"graph/{text.rpartition('/')[2]}", int(line or 0)
