"""The graph is held against the shapes, and what fails is told in plain words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.errors import LANGUAGES
from ho21.processes.deadline import in_time
from ho21.rdf.namespaces import HO, Fact, Node, curie, local, term
from ho21.resources import messages, room
from ho21.text import listed, whole
from ho21.validation.core.constraints import COMPILED
from ho21.validation.engines import OURS, REFERENCE, tried
from ho21.validation.notes import absent, namesakes, translations, untranslated, waiting
from ho21.validation.report import SEVERITIES, SHACL, Finding, Report, finding, ranked, translated
from ho21.validation.shapes import PATHS, TARGETS, Shapes, terms, worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.dataset.dataset import Dataset
    from ho21.rdf.turtle import Turtle
    from ho21.validation.engines import Failure, Tried
    from ho21.validation.shapes import Translations

_NOISE: Final = 0.25
_ROUNDS: Final = ({"warning", "info"}, {"violation"})
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
_PARTS: Final = term("sh:property")
_CLOSED: Final = term("sh:closed")
_ALONE: Final = "sh:qualifiedValueShapesDisjoint"
# What is asked for in whole numbers from 0 upwards.
_COUNTS: Final = (
    *("sh:minCount", "sh:maxCount", "sh:minLength", "sh:maxLength"),
    *("sh:qualifiedMinCount", "sh:qualifiedMaxCount"),
)
_ABOUT: Final = terms("path property severity message deactivated flags name description")
_RUN: Final = terms(" ".join(COMPILED)) | terms("property") | _ABOUT | PATHS | TARGETS
_KNOWN: Final = terms(messages("validation/shacl.toml")["terms"])


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
    A shape of which it matters what parts it has, keeps them.
    """
    for node, facts in shapes.facts.items():
        if _COMPONENT in facts.get(_TYPE, ()):
            continue  # it is SPARQL of one's own, which no shape may run
        targets = shapes.targets(node) if node in shapes.all else {}
        lone = targets and not shapes.helpers & {node, *shapes.users[node]}
        if lone and shapes.severity(node) not in severities:
            yield Fact(node, term("sh:deactivated"), Literal(value=True))
        parts = facts.get(_PARTS, ())
        beside = _CLOSED in facts or any(shapes.get(x, _ALONE) for x in parts)
        left = _NOT_RUN | ({_PARTS} if lone and not beside else frozenset())
        yield from (Fact(node, p, o) for p in facts for o in facts[p] if p not in left)
        yield from (Fact(node, how, at) for how, at in targets)


def trying(dataset: Dataset, shapes: Shapes, *, reference: bool = False) -> partial[list[Tried]]:
    """Return the work of trying shapes: on what is stated for gaps and notes, then on everything.

    It can be pickled, so that another process may do it.
    """
    stated = dataset.stated.facts
    parts = (
        [fact for facts in stated.values() for fact in facts],
        [fact for name in dataset.facts if name not in stated for fact in dataset.facts[name]],
    )
    rounds = [[*_flat(shapes, each)] for each in _ROUNDS]
    return partial(tried, parts, rounds, shapes.paths, reference=reference)


@cache
def shipped_shapes() -> str:
    """Return the text of the shapes that ship with ho21."""
    return (room("ontology") / "shapes.ttl").read_text(encoding="utf-8")


def check(dataset: Dataset, *, reference: bool = False) -> Report:
    """Hold a dataset against its shapes: all of it for violations, what is stated for gaps.

    With ``reference``, pySHACL tries every shape. Raises ProjectError where the shapes cannot
    be read.
    """
    return _Check(dataset, reference=reference).run()


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
    def __init__(self, dataset: Dataset, *, reference: bool) -> None:
        read: list[tuple[str, str]] = []
        self.dataset = dataset
        self.shapes = Shapes(dataset)
        self.findings = [*map(finding, dataset.faults)]
        self.findings += [finding(each, "warning") for each in dataset.unread]
        self.nodes: set[Node] = set()
        self.engines = [REFERENCE if reference else OURS]
        self.faulty = _faulty(dataset)
        self.shipped = _in_others(dataset)
        self.asked: dict[str, tuple[int, dict[str, str]]] = {}
        self.values: dict[tuple[str, NamedNode], list[Node]] = defaultdict(list)
        self.read: Counter[tuple[str, str]] = Counter()
        self.waits = self.miscounted = False
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
        engine = ", ".join(self.engines)
        return Report(ranked(self.findings), *checked, self.dataset.coverage, self.asked, engine)

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
                "no-number": self.miscounts(node),
            }
            for key in (key for key, wrong in flaws.items() if wrong):
                self.flaw(key, node.value)

    def miscounts(self, node: NamedNode) -> bool:
        """Say whether a shape counts by something else than a whole number from 0 upwards."""
        given = [each.value for name in _COUNTS for each in self.shapes.get(node, name)]
        wrong = any((whole(each) or 0) < 0 or whole(each) is None for each in given)
        self.miscounted |= wrong
        return wrong

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
        for node, facts in self.shapes.facts.items():
            values = [each for name in facts for each in facts[name] if isinstance(each, NamedNode)]
            for each in dict.fromkeys([*facts, *values]):
                if each.value.startswith(SHACL):
                    if each not in (_RUN if each in facts else _KNOWN):
                        self.flaw("unknown-sh", node.value, each.value)
                elif each not in self.shapes.facts and not self.dataset.vocabulary.knows(each):
                    self.flaw("unknown-term", node.value, each.value)

    def validate(self) -> bool:
        """Try the shapes on what is stated for gaps and notes, then on everything for violations.

        Returns whether that came to an end, as those that ship with ho21 always do.
        """
        work = trying(self.dataset, self.shapes, reference=self.engines == [REFERENCE])
        limit = max(_SECONDS, len(self.values) // _VALUES_A_SECOND)
        try:
            ours = [*self.dataset.shapes.values()] == [shipped_shapes()]
            found = work() if ours else in_time(limit, work)
        except TimeoutError:
            self.flaw("endless", self.endless(), str(limit))
            return False
        for severity, each in zip(_ROUNDS, found, strict=True):
            for shape, nodes in each.focus.items():
                self.nodes |= nodes
                self.asked[shape] = (len(nodes), _things(self.shapes, NamedNode(shape)))
            self.report(each.results, severity)
            if each.broken and not self.miscounted:
                self.flaw("broken", named=each.broken)
        self.left([*dict.fromkeys(name for each in found for name in each.left)])
        return True

    def left(self, shapes: list[str]) -> None:
        """Note the shapes that only pySHACL could try."""
        if shapes:
            self.engines.append(REFERENCE)
            prefixes = self.dataset.base.prefixes()
            names = [curie(each, prefixes) for each in shapes]
            few = names if len(names) <= _FEW else [*names[:_FEW], "…"]
            said = translated("rules", "left-to-pyshacl", count=len(names), terms=", ".join(few))
            place = self.shapes.place(shapes[0])
            self.findings.append(Finding("info", "", "", "", worded(()), said, *place))

    def endless(self) -> str:
        """Return the first shape with a pattern that repeats what is already repeated, if any."""
        patterned = ((node, self.shapes.get(node, "sh:pattern")) for node in self.shapes.facts)
        found = (node.value for node, them in patterned for x in them if _REPEATED.search(x.value))
        return next(found, "")

    def report(self, results: Iterable[Failure], severities: set[str]) -> None:
        found: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        values: dict[tuple[str, str], set[str]] = defaultdict(set)
        for shape, focus, component, value, text in results:
            found[shape, focus].add((component, value))
            values[shape, focus].add(text)
        for (iri, about), failed in found.items():
            node = NamedNode(iri)
            severity, path = self.shapes.severity(node), self.shapes.path(node)
            names = [x for each in _NAMES for x in self.values.get((about, each), ())]
            label = worded(names, local(NamedNode(about)))
            message = worded(self.shapes.get(node, "sh:message"))
            file, line = self.place(about, path, values[iri, about])
            more = file, line, self.read[about, path], tuple(sorted(failed))
            told_already = severity == "violation" and about in self.faulty
            told_already |= node in self.shapes.tongued and about in self.shipped
            if severity in severities and not told_already:
                self.findings.append(Finding(severity, iri, about, path, label, message, *more))

    def written(self, focus: str, path: str, values: set[str]) -> list[tuple[str, int]]:
        """Return where a thing is given some values of a property, or else any value of it."""
        return [
            (turtle.file, line)
            for turtle in self.telling.get(focus, ())
            for value in values
            if (line := turtle.written(focus, path, value))
        ]

    @cached_property
    def telling(self) -> dict[str, list[Turtle]]:
        """The files that tell of each thing."""
        found: dict[str, list[Turtle]] = defaultdict(list)
        for turtle in self.dataset.turtles:
            places = turtle.scan.properties, turtle.scan.values
            for subject in {subject for them in places for subject, *_ in them}:
                found[subject].append(turtle)
        return found

    def place(self, focus: str, path: str, values: set[str]) -> tuple[str, int]:
        """Return where what a shape looked at is written, and of a passage where its words stand.

        That is the first of the values, else the property, else the thing.
        """
        text, _, span = focus.rpartition("#")
        if not text.endswith(".txt"):
            written = self.written(focus, path, values)
            return min(written, default=self.dataset.places.get(focus, ("", 0)))
        line = self.one(f"{text}#char={span.partition('=')[2]}", "ho:startLine")
        return f"graph/{text.rpartition('/')[2]}", whole(line) or 0
