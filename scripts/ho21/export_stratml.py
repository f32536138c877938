"""The stated plan in StratML Part 1, a file for each language, and a list of what it cannot say."""

from __future__ import annotations

import json
import re
import tomllib
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.etree import ElementTree as ET

from pyoxigraph import NamedNode

from ho21.fault import LANGUAGES
from ho21.names import Fact, curie, local, term
from ho21.rooms import page
from ho21.rows import xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ho21.names import Node
    from ho21.store import Dataset

NAME: Final = "ho21.stratml"
LIST: Final = f"{NAME}.tap.json"
_TYPE: Final = term("rdf:type")
_LABEL: Final = term("skos:prefLabel")
_QUOTE: Final = term("ho:quote")
_CLAIM: Final = term("ho:Claim")
_NO_NAME: Final = re.compile(r"[^\w.-]")
_ENDS: Final = ("rdf:subject", "rdf:predicate", "rdf:object")


def files(form: str, dataset: Dataset, *, stated_only: bool = False) -> dict[str, bytes]:
    """Return a file for each language and the list, by name; readings are in none of them.

    A house without anything that is a goal of its own has only the list, since a plan must have
    a goal.
    """
    del form, stated_only
    plan = _Plan(dataset)
    written = {f"{NAME}.{lang}.xml": plan.document(lang) for lang in LANGUAGES if plan.goals}
    lost = json.dumps(plan.lost([*written]), ensure_ascii=False, indent=2)
    return {**written, LIST: f"{lost}\n".encode()}


@cache
def settings() -> dict[str, Any]:
    """Return which term is which element, the words, and why the rest is left out."""
    return tomllib.loads(page("stratml.toml"))


class Said(NamedTuple):
    """Words of a source, their translation where there is one, and their place, ``file:line``."""

    quote: str
    translation: str
    place: str


class _Stated:
    """What is stated, by thing and property, and which of it has been written."""

    def __init__(self, dataset: Dataset) -> None:
        base = dataset.base
        self.dataset = dataset
        self.said: set[Fact] = set()
        self.follows: set[Fact] = set()
        self.words: set[Fact] = set()
        for graph, facts in dataset.chosen(stated_only=True).items():
            vocabulary = graph == base.graph("ontologi").value
            inferred = graph.startswith(base.graph("slutning").value)
            kind = self.words if vocabulary else self.follows if inferred else self.said
            kind.update(facts)
        self.words -= self.said
        self.follows -= self.said | self.words
        self.written: set[Fact] = set()
        self.of: dict[NamedNode, dict[NamedNode, list[Node]]] = defaultdict(dict)
        self.claims: dict[tuple[Node, ...], list[NamedNode]] = defaultdict(list)
        for fact in sorted(self.said | self.follows | self.words, key=str):
            self.of[fact.subject].setdefault(fact.predicate, []).append(fact.object)
        for node in self.things("ho:Claim"):
            ends = tuple(self.values(node, name)[0] for name in _ENDS)
            self.claims[ends].append(node)

    def values(self, node: NamedNode, name: str, lang: str | None = None) -> list[Node]:
        """Return the values of a property, sorted, all or those in a language."""
        found = self.of[node].get(term(name), []) if node in self.of else []
        return [each for each in found if lang is None or getattr(each, "language", None) == lang]

    def take(self, node: NamedNode, name: str, value: Node) -> str:
        """Note that a fact has been written, and return its value."""
        self.written.add(Fact(node, term(name), value))
        return value.value

    def link(self, node: NamedNode, name: str, other: Node) -> None:
        """Note that a link has been written, and with it the claims that say so."""
        self.take(node, name, other)
        for claim in self.claims[node, term(name), other]:
            self.take(claim, "rdf:type", _CLAIM)
            for end in _ENDS:
                self.take(claim, end, self.values(claim, end)[0])

    def one(self, node: NamedNode, name: str, lang: str | None = None) -> str:
        """Return the first value of a property, noted as written, or nothing."""
        found = self.values(node, name, lang)
        return self.take(node, name, found[0]) if found else ""

    def things(self, name: str) -> list[NamedNode]:
        """Return what is of a class, by the order of the source and then by IRI."""
        found = (node for node in self.of if term(name) in self.of[node].get(_TYPE, ()))
        return sorted(found, key=lambda node: (self.number(node), node.value))

    def number(self, node: NamedNode) -> int:
        """Return what number a thing has among its kind, 0 where none is stated."""
        found = self.values(node, "ho:position")
        return int(found[0].value) if found else 0

    def kind(self, node: NamedNode) -> NamedNode:
        """Return the narrowest class of a thing, one of ours where there is one."""
        classes = {
            each for each in self.of[node].get(_TYPE, ()) if isinstance(each, NamedNode)
        }  # fmt: skip
        above = {up for each in classes for up in self.dataset.vocabulary.above_class.get(each, ())}
        vocabulary = self.dataset.vocabulary
        return min(
            classes - above or classes,
            key=lambda each: (not vocabulary.is_class(each), each.value),
        )

    def passages(self, node: NamedNode) -> list[Said]:
        """Return every passage a thing is stated in, the main ones first."""
        main = {each.value for each in self.values(node, "ho:quote")}
        found = [each for each in self.values(node, "ho:isStatedIn") if isinstance(each, NamedNode)]
        for name in ("ho:quote", "ho:alsoQuote"):
            for each in self.values(node, name):
                self.take(node, name, each)
        for each in self.values(node, "ho:translation"):
            self.take(node, "ho:translation", each)

        def order(each: NamedNode) -> tuple[bool, str]:
            return self.values(each, "ho:quote")[0].value not in main, each.value

        return [self.passage(node, each) for each in sorted(found, key=order)]

    def passage(self, node: NamedNode, passage: NamedNode) -> Said:
        """Return one passage."""
        self.take(node, "ho:isStatedIn", passage)
        for each in self.values(passage, "rdf:type"):
            if each == term("ho:Passage"):
                self.take(passage, "rdf:type", each)
        capture = self.one(passage, "oa:hasSource").rpartition("/")[2]
        line = self.one(passage, "ho:startLine")
        quote, told = self.one(passage, "ho:quote"), self.one(passage, "ho:translation")
        return Said(quote, told, f"{capture}:{line}")


class _Plan:
    """The elements of StratML that a house has, and what is left when they are written."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.stated = _Stated(dataset)
        self.prefixes = dataset.base.prefixes()
        self.house = NamedNode(dataset.base.iri)
        self.roles: dict[str, Any] = settings()["elements"]
        self.part: str = self.roles["part"]
        self.strategy = next(iter(self.stated.things(self.roles["plan"])), None)
        others = {*self.stated.things(self.roles["plan"])} - {self.strategy}
        self.goals = [
            node
            for name in self.roles["goals"]
            for node in self.stated.things(name)
            if others.isdisjoint(self.stated.values(node, self.part))
        ]
        self.elements: dict[NamedNode, str] = {}
        self.named: set[str] = set()

    def document(self, lang: str) -> bytes:
        """Return the plan in a language, valid StratML."""
        stated, plan = self.stated, self.strategy or self.house
        self.named.clear()
        root = ET.Element("StrategicPlan", xmlns=settings()["namespace"])
        name = stated.one(plan, "skos:prefLabel" if self.strategy else "dcterms:title", lang)
        self.elements[plan] = root.tag
        self.elements[self.house] = root.tag
        said = stated.passages(plan)
        visions = self.parts(self.roles["vision"])[:1]
        also = [(node, stated.passages(node)) for node in visions]
        _add(root, "Name", name)
        if said:
            self.described(root, plan, said, lang)
        about = settings()[lang]["about"].format(
            title=stated.one(self.house, "dcterms:title", lang),
            version=stated.one(self.house, "dcat:version"),
            issued=stated.one(self.house, "dcterms:issued"),
            list=LIST,
        )
        lines = [self.other(node, each, lang) for node, each in [(plan, said), *also]]
        _add(root, "OtherInformation", "\n".join([about, *lines]))
        core = _add(root, "StrategicPlanCore")
        if self.strategy:
            self.taken(self.strategy)
            for other in stated.values(self.strategy, self.roles["organization"]):
                self.organization(core, self.strategy, other, lang)
        for node, each in also:
            vision = _add(core, "Vision")
            self.described(vision, node, each, lang)
            self.identified(vision, node)
            self.part_of(node, self.strategy)
        objectives = [
            node for node in stated.things(self.roles["objective"]) if node not in self.goals
        ]
        for whole in self.goals:
            goal = self.element(core, "Goal", whole, lang)
            self.part_of(whole, self.strategy)
            for node in objectives:
                if whole in stated.values(node, self.part):
                    self.element(goal, "Objective", node, lang)
                    self.part_of(node, whole)
        _add(_add(root, "AdministrativeInformation"), "Source", self.dataset.base.iri)
        ET.indent(root)
        text = ET.tostring(root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{xml(text)}\n'.encode()

    def parts(self, name: str) -> list[NamedNode]:
        """Return what is of a class and part of the strategy."""
        found = self.stated.things(name) if self.strategy else []
        return [node for node in found if self.strategy in self.stated.values(node, self.part)]

    def element(self, parent: ET.Element, tag: str, node: NamedNode, lang: str) -> ET.Element:
        """Add a goal or an objective, and return its element."""
        made = _add(parent, tag)
        said = self.stated.passages(node)
        _add(made, "Name", self.stated.one(node, "skos:prefLabel", lang))
        self.described(made, node, said, lang)
        self.identified(made, node)
        number = self.stated.one(node, "ho:position")
        if number:
            kind = self.label(self.stated.kind(node), lang)
            words = settings()[lang]["number"].format(kind=kind, number=number)
            _add(made, "SequenceIndicator", words[:1].upper() + words[1:])
        name = self.roles["stakeholder"]
        for other in self.stated.values(node, name):
            self.stakeholder(made, other, name, lang)
            self.stated.link(node, name, other)
        _add(made, "OtherInformation", self.other(node, said, lang))
        return made

    def described(self, parent: ET.Element, node: NamedNode, said: list[Said], lang: str) -> None:
        """Add the words of the main passages, in the language of the file where there are any."""
        main = {each.value for each in self.stated.values(node, "ho:quote")}
        words = [
            (lang != "nb" and each.translation) or each.quote for each in said if each.quote in main
        ] or [self.stated.one(node, "skos:prefLabel", lang)]
        _add(parent, "Description", "\n".join(dict.fromkeys(words)))

    def identified(self, parent: ET.Element, node: NamedNode) -> None:
        """Add an identifier, which an IRI cannot be, and note what the element is of.

        What stands in two places is identified in the first, as no two may have the same.
        """
        name = _NO_NAME.sub("_", self.dataset.base.short(node))
        name = name if name[:1].isalpha() else f"_{name}"
        if name not in self.named:
            self.named.add(name)
            _add(parent, "Identifier", name)
        self.elements[node] = parent.tag
        self.taken(node)

    def taken(self, node: NamedNode) -> None:
        """Note that what a thing is has been said by its element."""
        self.stated.take(node, "rdf:type", self.stated.kind(node))

    def part_of(self, node: NamedNode, whole: NamedNode | None) -> None:
        """Note that the place of an element says what it is part of."""
        if whole in self.stated.values(node, self.part) and whole:
            self.stated.link(node, self.part, whole)

    def organization(self, core: ET.Element, plan: NamedNode, other: Node, lang: str) -> None:
        """Add whom the plan is for."""
        if isinstance(other, NamedNode):
            made = _add(core, "Organization")
            _add(made, "Name", self.stated.one(other, "skos:prefLabel", lang))
            self.identified(made, other)
            self.stated.link(plan, self.roles["organization"], other)

    def stakeholder(self, parent: ET.Element, other: Node, name: str, lang: str) -> None:
        """Add whom a goal is said to benefit, and that this is how."""
        if isinstance(other, NamedNode):
            kind = self.stated.kind(other)
            sort = settings()["stakeholders"].get(curie(kind.value, self.prefixes))
            made = _add(parent, "Stakeholder")
            if sort:
                made.set("StakeholderTypeType", sort)
                self.taken(other)
            _add(made, "Name", self.stated.one(other, "skos:prefLabel", lang))
            _add(made, "Description", self.label(term(name), lang))
            self.elements.setdefault(other, made.tag)

    def other(self, node: NamedNode, said: list[Said], lang: str) -> str:
        """Return the IRI of a thing and its words with their places, a line each."""
        forms = settings()[lang]
        told = (
            forms["translated" if each.translation else "said"].format(**each._asdict())
            for each in said
        )
        return "\n".join([node.value, *told])

    def label(self, node: NamedNode, lang: str) -> str:
        """Return what a term is called."""
        found = self.stated.values(node, "skos:prefLabel", lang)
        return found[0].value if found else local(node)

    def lost(self, written: list[str]) -> dict[str, Any]:
        """Return what is left out, by kind with its number and why, and every thing by IRI."""
        stated = self.stated
        gone = stated.said - stated.written
        typed = {fact.subject for fact in stated.said if fact.predicate == _TYPE}
        claims = {*stated.things("ho:Claim")} & typed
        kept = {fact.subject for fact in stated.written if fact.predicate == _TYPE}
        things = typed - claims - kept - {*self.elements}
        return {
            "format": settings()["standard"],
            "house": self.house.value,
            "version": self.dataset.version,
            "issued": self.dataset.issued,
            "files": written,
            "counts": {
                "things": {"all": len(typed - claims), "left_out": len(things)},
                "links": {"all": len(claims), "left_out": len(claims - kept)},
                "facts": {"all": len(stated.said), "left_out": len(gone)},
            },
            "things": self.told(things, typed - claims, stated.kind, iris=True),
            "links": self.told(claims - kept, claims, self.predicate, iris=True),
            "facts": self.told(gone, stated.said, lambda fact: fact.predicate),
            "apart": [
                {"kind": kind, "left_out": len(facts), "why": settings()["reasons"][kind]}
                for kind, facts in (("rule", stated.follows), ("vocabulary", stated.words))
            ],
        }

    def predicate(self, claim: NamedNode) -> NamedNode:
        """Return the link that a claim is about."""
        (found,) = self.stated.values(claim, "rdf:predicate")
        return NamedNode(found.value)

    def told(
        self,
        left: set[Any],
        every: Iterable[Any],
        kind: Callable[[Any], NamedNode],
        *,
        iris: bool = False,
    ) -> list[dict[str, Any]]:
        """Return what is left out by kind: how many, of how many, and why."""
        groups: dict[NamedNode, list[Any]] = defaultdict(list)
        for each in left:
            groups[kind(each)].append(each)
        counts: dict[NamedNode, int] = defaultdict(int)
        for each in every:
            counts[kind(each)] += 1
        return [
            {
                "kind": curie(node.value, self.prefixes),
                "label": {lang: self.label(node, lang) for lang in LANGUAGES},
                "left_out": len(groups[node]),
                "of": counts[node],
                "why": self.why(node),
            }
            | ({"iris": sorted(each.value for each in groups[node])} if iris else {})
            for node in sorted(groups, key=lambda each: each.value)
        ]

    def why(self, node: NamedNode) -> dict[str, str]:
        """Return why a kind is left out: its own reason, or that of a class above it."""
        above = self.dataset.vocabulary.above_class.get(node, ())
        reasons: dict[str, dict[str, str]] = settings()["reasons"]
        for each in (node, *above):
            name = curie(each.value, self.prefixes)
            for key, names in settings()["why"].items():
                if name in names:
                    return reasons[key]
        return reasons["none"]


def _add(parent: ET.Element, tag: str, text: str | None = None) -> ET.Element:
    made = ET.SubElement(parent, tag)
    made.text = text
    return made
