"""The graph is held against the shapes, and what fails is told in plain words."""

from __future__ import annotations

import logging
import re
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.fault import LANGUAGES
from ho21.finding import SEVERITIES, SHACL, Finding, Report, tagged, tell
from ho21.names import Fact, Node, curie, local, term
from ho21.turtle import Turtle, read_turtle

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    import rdflib

    from ho21.store import Dataset

_NOISE: Final = 0.25
_EXPECTS: Final = term("ho:expects")
_FEW: Final = 5


def _terms(names: str) -> frozenset[NamedNode]:
    return frozenset(term(f"sh:{name}") for name in names.split())


_TARGETS: Final = _terms("targetClass targetNode targetSubjectsOf targetObjectsOf")
_NOT_RUN: Final = _TARGETS | _terms("sparql message name description")
_PATHS: Final = _terms("inversePath zeroOrMorePath oneOrMorePath zeroOrOnePath")
_ABOUT: Final = _terms("path property severity message deactivated flags name description")


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
        plurals = [tagged(each) for each in named if each]
        if not 0 < len(plurals) < _FEW:
            return tell("words", "things")
        return {lang: " / ".join(each[lang] for each in plurals) for lang in LANGUAGES}

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
    """Return facts as rdflib has them, the unnamed paths as blank nodes again."""
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
        found = read_turtle(dataset.shapes_text, dataset.shapes_file, unnamed=True)
        read: list[tuple[str, str]] = []
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
        self.findings.append(Finding("rule", shape, "", "", tagged(()), message, file, line))

    def flaw(self, key: str, shape: str = "", named: str = "") -> None:
        """Note what is wrong with the shapes themselves, which would otherwise pass in silence."""
        prefixes = self.dataset.base.prefixes()
        words = {"shape": curie(shape, prefixes), "term": curie(named, prefixes).strip("<>")}
        line = self.turtle.line(shape)
        self.rule(tell("rules", key, **words), self.dataset.shapes_file, line, shape)

    def run(self) -> Report:
        self.flaws()
        self.strangers()
        self.validate()
        if not self.nodes:
            self.flaw("nothing-checked" if self.shapes.all else "no-shapes")
        for source, each in self.dataset.coverage.items():
            if each.noise > _NOISE * each.characters:
                share = round(100 * each.noise / each.characters)
                said = tagged((), source), tell("rules", "noise", share=share)
                focus, file = self.dataset.base.document(source).value, f"graph/{source}.ttl"
                self.findings.append(Finding("warning", "", focus, "", *said, file, 0))
        findings = sorted(sorted(self.findings), key=lambda each: SEVERITIES.index(each.severity))
        checked = len(self.nodes), len(self.shapes.all)
        return Report(tuple(findings), *checked, self.dataset.coverage, self.asked)

    def flaws(self) -> None:
        shapes = self.shapes
        kinds = {x for (_, p), them in self.values.items() if p == term("rdf:type") for x in them}
        for node, facts in shapes.facts.items():
            for at in (each for each in shapes.get(node, "sh:targetClass") if each not in kinds):
                self.empty(node, at)
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

    def empty(self, node: NamedNode, at: Node) -> None:
        """Note a class without members: a broken rule where the house says it is to have some."""
        expected = (each for (_, p), them in self.values.items() if p == _EXPECTS for each in them)
        if at in set(expected) or not self.dataset.vocabulary.is_class(at):
            self.flaw("empty-target", node.value, at.value)
            return
        words = {"term": curie(at.value, self.dataset.base.prefixes())}
        said, line = tell("rules", "not-here", **words), self.turtle.line(node.value)
        file = self.dataset.shapes_file
        self.findings.append(Finding("info", "", node.value, "", tagged(()), said, file, line))

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
            label = tagged(self.values[about, term("skos:prefLabel")], local(NamedNode(about)))
            message, (file, line) = tagged(self.shapes.get(node, "sh:message")), self.place(about)
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
