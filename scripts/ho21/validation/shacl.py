"""The graph is held against the shapes, and what fails is told in plain words."""

from __future__ import annotations

import logging
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from functools import cache, partial
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.errors import LANGUAGES
from ho21.processes.deadline import in_time
from ho21.rdf.namespaces import HO, Fact, Node, curie, local, term
from ho21.resources import room
from ho21.text import listed
from ho21.validation.notes import absent, namesakes, translations, untranslated, waiting
from ho21.validation.report import SEVERITIES, SHACL, Finding, Report, finding, ranked, translated
from ho21.validation.shapes import PATHS, TARGETS, Shapes, terms, worded

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    import rdflib

    from ho21.dataset.dataset import Dataset
    from ho21.validation.shapes import Translations

    FailedValue = tuple[
        str, str, str, str, str
    ]  # shape, focus node, component, value in Turtle, text
    Tried = tuple[dict[str, set[rdflib.term.Node]], list[FailedValue], str]

_NOISE: Final = 0.25
_EXPECTS: Final = term("ho:expects")
_FEW: Final = 5
# How long shapes of a project's own may take, at least and in a large project.
_SECONDS: Final = 20
_VALUES_A_SECOND: Final = 1000
_REPEATED: Final = re.compile(r"[*+}][^()]*\)[*+{]")


_NOT_RUN: Final = TARGETS | terms("sparql message name description")
_COMPONENT: Final = term("sh:ConstraintComponent")
_TYPE: Final = term("rdf:type")
_NAMES: Final = (term("skos:prefLabel"), term("dcterms:title"))  # a project has but a title
_ABOUT: Final = terms("path property severity message deactivated flags name description")


def _things(shapes: Shapes, node: NamedNode) -> Translations:
    """Return what the nodes of a shape are called in the plural, where it is for few kinds."""
    named = [shapes.get(each, "rdfs:label") for each in (node, *shapes.users[node])]
    plurals = [worded(each) for each in named if each]
    if not 0 < len(plurals) < _FEW:
        return translated("words", "things")
    return {lang: listed([each[lang] for each in plurals], "and", lang) for lang in LANGUAGES}


def _flat(shapes: Shapes, severities: set[str]) -> Iterator[Fact]:
    """Give the shapes, those of other severities switched off, each with targets of its own.

    So pySHACL runs each for all its nodes at once, not anew for each: faster, same findings.
    """
    for node, facts in shapes.facts.items():
        if _COMPONENT in facts.get(_TYPE, ()):
            continue  # it is SPARQL of one's own, which no shape may run
        targets = shapes.targets(node) if node in shapes.all else {}
        lone = targets and not shapes.helpers & {node, *shapes.users[node]}
        if lone and shapes.severity(node) not in severities:
            yield Fact(node, term("sh:deactivated"), Literal(value=True))
        left = _NOT_RUN | (terms("property") if lone else frozenset())
        yield from (Fact(node, p, o) for p in facts for o in facts[p] if p not in left)
        yield from (Fact(node, how, at) for how, at in targets)


def _graph(facts: Iterable[Fact], paths: Container[Node] = ()) -> rdflib.Graph:
    """Return facts as rdflib has them, the unnamed paths as blank nodes again."""
    import rdflib
    from rdflib.namespace import NamespaceManager

    class AsWritten(NamespaceManager):
        """No prefixes: pySHACL words each finding with them, and no one reads its words."""

        def normalizeUri(self, rdfTerm: str) -> str:  # noqa: N802, N803 (rdflib's)
            return f"<{rdfTerm}>"

    @cache
    def node(each: Node) -> rdflib.term.Node:
        if isinstance(each, NamedNode):
            return rdflib.BNode() if each in paths else rdflib.URIRef(each.value)
        plain = each.language or each.datatype == term("xsd:string")
        kind = None if plain else rdflib.URIRef(each.datatype.value)
        return rdflib.Literal(each.value, each.language, kind, normalize=False)

    graph = rdflib.Graph()
    graph.namespace_manager = AsWritten(graph, "none")
    for fact in facts:
        graph.add((node(fact.subject), node(fact.predicate), node(fact.object)))
    return graph


def _tried(
    parts: tuple[list[Fact], list[Fact]], shapes: list[list[Fact]], paths: set[NamedNode]
) -> list[Tried]:
    """Return what pySHACL says by each set of shapes, of the first facts and then of all.

    That is the nodes of each shape, the results, and why the shapes could not be used.
    """
    import pyshacl
    from rdflib import SH

    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    names = (SH.sourceShape, SH.focusNode, SH.sourceConstraintComponent, SH.value)
    graph = _graph(dict.fromkeys(parts[0]))
    tried: list[Tried] = []
    for facts in shapes:
        focus: dict[str, set[rdflib.term.Node]] = {}
        results: list[FailedValue] = []
        broken = ""
        try:
            flat = _graph(facts, paths)
            for each in pyshacl.ShapesGraph(flat).shapes:
                if not each.deactivated and (nodes := each.focus_nodes(graph)):
                    focus[str(each.node)] = nodes
            report = pyshacl.validate(graph, shacl_graph=flat, inplace=True)[1]
            for result in report.objects(None, SH.result):
                shape, about, component, value = (report.value(result, name) for name in names)
                text = ("", "") if value is None else (value.n3(), str(value))
                results.append((str(shape), str(about), str(component), *text))
        except (AttributeError, RuntimeError, ValueError, re.error) as error:
            broken = str(error).partition("\n")[0]
        tried.append((focus, results, broken))
        graph += _graph(parts[1])
    return tried


@cache
def shipped_shapes() -> str:
    """Return the text of the shapes that ship with ho21."""
    return (room("ontology") / "shapes.ttl").read_text(encoding="utf-8")


def check(dataset: Dataset) -> Report:
    """Hold a dataset against its shapes: all of it for violations, what is stated for gaps.

    Raises ProjectError where the shapes cannot be read.
    """
    return _Check(dataset).run()


def _faulty(dataset: Dataset) -> set[str]:
    """Return the things in whose blocks a rule is broken.

    What a shape misses there may well be what is wrong already, so it is told once that is right.
    """
    lines = defaultdict(list)
    for each in dataset.faults:
        lines[each.file].append(each.line)
    found = set()
    for turtle in (each for each in dataset.turtles if each.file in lines):
        starts = [line for _, line in turtle.scan.blocks]
        places = (bisect_right(starts, line) - 1 for line in lines[turtle.file])
        found |= {turtle.scan.blocks[at][0] for at in places if at >= 0}
    return found


def _in_others(dataset: Dataset) -> set[str]:
    """Return the terms of the vocabulary, whose languages are not those of the project."""
    if dataset.languages == LANGUAGES:
        return set()
    terms = {fact.subject for file in dataset.vocabulary.files for fact in file.triples}
    return {each.value for each in terms - dataset.vocabulary.own}


class _Check:
    def __init__(self, dataset: Dataset) -> None:
        read: list[tuple[str, str]] = []
        self.dataset = dataset
        self.shapes = Shapes(dataset)
        self.findings = [*map(finding, dataset.faults)]
        self.findings += [finding(each, "warning") for each in dataset.unread]
        self.nodes: set[rdflib.term.Node] = set()
        self.faulty = _faulty(dataset)
        self.shipped = _in_others(dataset)
        self.asked: dict[str, tuple[int, dict[str, str]]] = {}
        self.values: dict[tuple[str, NamedNode], list[Node]] = defaultdict(list)
        self.read: Counter[tuple[str, str]] = Counter()
        self.waits = False
        self.absent: set[Node] = set()
        for graph, facts in dataset.facts.items():
            for subject, predicate, value in facts:
                self.values[subject.value, predicate].append(value)
                if predicate == term("rdf:predicate") and graph in dataset.read_graphs:
                    read.append((subject.value, value.value))
        for claim, path in read:
            self.read[self.one(claim, "rdf:subject"), path] += 1
            self.read[self.one(claim, "rdf:object"), f"^{path}"] += 1

    def one(self, subject: str, name: str) -> str:
        return next((each.value for each in self.values.get((subject, term(name)), ())), "")

    def rule(self, message: dict[str, str], file: str, line: int, shape: str = "") -> None:
        self.findings.append(Finding("rule", shape, "", "", worded(()), message, file, line))

    def flaw(self, key: str, shape: str = "", named: str = "") -> None:
        """Note what is wrong with the shapes themselves, which would otherwise pass in silence."""
        prefixes = self.dataset.base.prefixes()
        words = {"shape": curie(shape, prefixes), "term": curie(named, prefixes).strip("<>")}
        self.rule(translated("rules", key, **words), *self.shapes.place(shape), shape)

    def run(self) -> Report:
        self.flaws()
        self.strangers()
        if self.validate() and not self.nodes:
            self.flaw("nothing-checked" if self.shapes.all else "no-shapes")
        for source, each in self.dataset.coverage.items():
            if each.noise > _NOISE * each.characters:
                share = round(100 * each.noise / each.characters)
                said = worded((), source), translated("rules", "noise", share=share)
                focus, file = self.dataset.base.document(source).value, f"graph/{source}.ttl"
                self.findings.append(Finding("warning", "", focus, "", *said, file, 0))
        self.findings += untranslated(self.dataset)
        self.findings += translations(self.dataset, self.faulty)
        self.findings += namesakes(self.dataset)
        self.findings += absent(self.dataset, self.absent)
        self.findings += waiting(self.dataset) if self.waits else ()
        checked = len(self.nodes), len(self.shapes.all)
        return Report(ranked(self.findings), *checked, self.dataset.coverage, self.asked)

    def flaws(self) -> None:
        shapes = self.shapes
        kinds = {x for (_, p), them in self.values.items() if p == term("rdf:type") for x in them}
        for node, facts in shapes.facts.items():
            for at in (each for each in shapes.get(node, "sh:targetClass") if each not in kinds):
                self.empty(node, at)
            tags = [
                getattr(each, "language", None) or "" for them in facts.values() for each in them
            ]
            used = shapes.targets(node) or shapes.users[node] or node in shapes.helpers
            flaws = {
                "untyped": node not in shapes.all and _ABOUT & facts.keys(),
                "unused": node in shapes.all and not used,
                "unknown-severity": shapes.severity(node) not in SEVERITIES,
                "unknown-path": shapes.facts.keys() & {*shapes.get(node, "sh:path")} - shapes.paths,
                "deactivated": term("sh:deactivated") in facts,
                "ring": node in shapes.rings,
                "region": any("-" in each for each in tags),
            }
            for key in (key for key, wrong in flaws.items() if wrong):
                self.flaw(key, node.value)

    def empty(self, node: NamedNode, at: Node) -> None:
        """Note a class without members: a broken rule where the project says it is to have some.

        So too where nobody declares the class, or names it where it is another vocabulary's.
        """
        expected = (each for (_, p), them in self.values.items() if p == _EXPECTS for each in them)
        ours = self.dataset.vocabulary
        known = at in (ours.classes if at.value.startswith(HO) else ours.labelled)
        if at in set(expected) or not known:
            self.flaw("empty-target", node.value, at.value)
        elif at in ours.reserved:
            self.waits = True
        else:
            self.absent.add(at)

    def strangers(self) -> None:
        """Note the terms that SHACL or the vocabulary does not have, such as ``sh:minCout``."""
        from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS
        from rdflib import SH

        run = {str(each) for each in ALL_CONSTRAINT_PARAMETERS} - {f"{SHACL}sparql"}
        run |= {each.value for each in _ABOUT | PATHS | TARGETS}
        for node, facts in self.shapes.facts.items():
            values = [each for name in facts for each in facts[name] if isinstance(each, NamedNode)]
            for each in dict.fromkeys([*facts, *values]):
                if each.value.startswith(SHACL):
                    if each.value not in (run if each in facts else SH):
                        self.flaw("unknown-sh", node.value, each.value)
                elif each not in self.shapes.facts and not self.dataset.vocabulary.knows(each):
                    self.flaw("unknown-term", node.value, each.value)

    def validate(self) -> bool:
        """Try the shapes on what is stated for gaps and notes, then on everything for violations.

        Returns whether that came to an end, as those that ship with ho21 always do.
        """
        stated = self.dataset.stated.facts
        parts = (
            [fact for facts in stated.values() for fact in facts],
            [x for name in self.dataset.facts.keys() - stated for x in self.dataset.facts[name]],
        )
        severities = ({"warning", "info"}, {"violation"})
        shapes = [[*_flat(self.shapes, each)] for each in severities]
        work = partial(_tried, parts, shapes, self.shapes.paths)
        limit = max(_SECONDS, len(self.values) // _VALUES_A_SECOND)
        try:
            ours = [*self.dataset.shapes.values()] == [shipped_shapes()]
            tried = work() if ours else in_time(limit, work)
        except TimeoutError:
            self.flaw("endless", self.endless(), str(limit))
            return False
        for each, (focus, results, broken) in zip(severities, tried, strict=True):
            for shape, nodes in focus.items():
                self.nodes |= nodes
                self.asked[shape] = (len(nodes), _things(self.shapes, NamedNode(shape)))
            self.report(results, each)
            if broken:
                self.flaw("broken", named=broken)
        return True

    def endless(self) -> str:
        """Return the first shape with a pattern that repeats what is already repeated, if any."""
        patterned = ((node, self.shapes.get(node, "sh:pattern")) for node in self.shapes.facts)
        found = (node.value for node, them in patterned for x in them if _REPEATED.search(x.value))
        return next(found, "")

    def report(self, results: list[FailedValue], severities: set[str]) -> None:
        found: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        values: dict[tuple[str, str], set[str]] = defaultdict(set)
        for shape, focus, component, value, text in results:
            found[shape, focus].add((component, value))
            values[shape, focus].add(text)
        for (iri, about), tried in found.items():
            node = NamedNode(iri)
            severity, path = self.shapes.severity(node), self.shapes.path(node)
            names = [x for each in _NAMES for x in self.values.get((about, each), ())]
            label = worded(names, local(NamedNode(about)))
            message = worded(self.shapes.get(node, "sh:message"))
            file, line = self.place(about, path, values[iri, about])
            more = file, line, self.read[about, path], tuple(sorted(tried))
            told_already = severity == "violation" and about in self.faulty
            told_already |= node in self.shapes.tongued and about in self.shipped
            if severity in severities and not told_already:
                self.findings.append(Finding(severity, iri, about, path, label, message, *more))

    def written(self, focus: str, path: str, values: set[str]) -> list[tuple[str, int]]:
        """Return where a thing is given some values of a property, or else any value of it."""
        return [
            (turtle.file, line)
            for turtle in self.dataset.turtles
            for value in values
            if (line := turtle.written(focus, path, value))
        ]

    def place(self, focus: str, path: str, values: set[str]) -> tuple[str, int]:
        """Return where what a shape looked at is written, and of a passage where its words stand.

        That is the first of the values, else the property, else the thing.
        """
        text, _, span = focus.rpartition("#")
        if not text.endswith(".txt"):
            written = self.written(focus, path, values)
            return min(written, default=self.dataset.places.get(focus, ("", 0)))
        line = self.one(f"{text}#char={span.partition('=')[2]}", "ho:startLine")
        return f"graph/{text.rpartition('/')[2]}", int(line or 0)
