"""The stated plan in StratML Part 1, a file for each language, and a list of what it cannot say."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from markupsafe import Markup
from pyoxigraph import NamedNode

from ho21.errors import LANGUAGES
from ho21.model.read import knowledge_graph
from ho21.model.sentences import marked
from ho21.model.things import Standing
from ho21.rdf.namespaces import curie, term
from ho21.rdf.xml import xml
from ho21.resources import messages, template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ho21.dataset.dataset import Dataset
    from ho21.model.graph import KnowledgeGraph
    from ho21.model.things import Link, Thing
    from ho21.rdf.namespaces import Fact, Node

SETTINGS: Final = "export/stratml.toml"
_TYPE: Final = term("rdf:type")
_NO_NAME: Final = re.compile(r"[^\w.-]")
# How a source numbers its parts: “Objective 2.1: …”, “3. …”, “2.1 …”. “By 2030: …” is a year.
_NUMBERED: Final = re.compile(
    r"\s*(?:(?:[^\W\d]+\s){1,2}(\d{1,3}(?:\.\d{1,3})*):"
    r"|(\d{1,3}(?:\.\d{1,3})*)[.:)]\s|(\d{1,3}(?:\.\d{1,3})+)\s)"
)


def _iris(*names: str) -> tuple[str, ...]:
    return tuple(term(each).value for each in names)


_KIND, _LABEL, _POSITION, _TITLE = _iris(
    "rdf:type", "skos:prefLabel", "ho:position", "dcterms:title"
)
_CLAIM, _PASSAGE = _iris("ho:Claim", "ho:Passage")
_ENDS: Final = _iris("rdf:subject", "rdf:predicate", "rdf:object")
_WORDS: Final = _iris("ho:quote", "ho:alsoQuote", "ho:translation", "ho:isStatedIn")
_PLACE: Final = _iris("oa:hasSource", "ho:startLine", "ho:quote", "ho:translation")
_EDITION: Final = _iris("dcat:version", "dcterms:issued")


def files(form: str, dataset: Dataset) -> dict[str, bytes]:
    """Return a file for each language and the list, by name; readings are in none of them.

    A project without anything that is a goal of its own has only the list, since a plan must have
    a goal.
    """
    del form
    plan = _Plan(dataset.stated)
    written = {f"{plan.name}.{lang}.xml": plan.document(lang) for lang in LANGUAGES if plan.goals}
    if plan.goals:
        plan.take()
    lost = json.dumps(plan.lost([*written]), ensure_ascii=False, indent=2)
    return {**written, plan.list: f"{lost}\n".encode()}


def _escaped(value: object) -> Markup:
    return value if isinstance(value, Markup) else Markup(escape(str(value)))  # noqa: S704 (XML)


class _Account:
    """The facts that are stated, that follow and that the vocabulary says; which are written."""

    def __init__(self, dataset: Dataset) -> None:
        base = dataset.base
        self.said: set[Fact] = set()
        self.follows: set[Fact] = set()
        self.words: set[Fact] = set()
        for graph, facts in dataset.facts.items():
            vocabulary = graph == base.graph("ontologi").value
            inferred = graph.startswith(base.graph("slutning").value)
            kind = self.words if vocabulary else self.follows if inferred else self.said
            kind.update(facts)
        self.words -= self.said
        self.follows -= self.said | self.words
        self.written: set[Fact] = set()
        self.types: dict[str, set[Node]] = defaultdict(set)
        self._about: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in self.said:
            self._about[fact.subject.value, fact.predicate.value].append(fact)
            if fact.predicate == _TYPE:
                self.types[fact.subject.value].add(fact.object)

    def take(self, iri: str, *names: str, lang: str = "", value: str = "") -> None:
        """Note that what some properties say is written: all, or in a language, or one value."""
        for fact in (fact for name in names for fact in self._about[iri, name]):
            own = getattr(fact.object, "language", None)
            if lang in {"", own} and value in {"", fact.object.value}:
                self.written.add(fact)


class _Plan:
    """The elements of StratML that a project has, and what is left when they are written."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.graph: KnowledgeGraph = knowledge_graph(dataset)
        self.account = _Account(dataset)
        self.prefixes = dataset.base.prefixes()
        self.project = dataset.base.iri
        self.name = f"{dataset.slug}.stratml"
        self.list = f"{self.name}.tap.json"
        self.roles: dict[str, Any] = messages(SETTINGS)["elements"]
        self.elements = {self.project}
        part, plans = self.roles["part"], self.things("plan")
        self.strategy = next(iter(plans), None)
        visions = [each for each in self.things("vision") if self.links(each, part, self.strategy)]
        self.visions = visions[:1]
        apart = {each.iri for each in plans[1:]}
        self.goals = [
            each
            for each in self.things("goals") or self.things("goals_else")
            if apart.isdisjoint(link.object for link in self.links(each, part))
        ]
        self.organizations: dict[str, list[Link]] = defaultdict(list)
        for name in self.roles["organizations"]:
            for each in (self.strategy, *self.goals):
                for link in self.links(each, name):
                    self.organizations[link.object].append(link)
        self.objectives: dict[str, list[Thing]] = {goal.iri: [] for goal in self.goals}
        for each in self.things("objective"):
            if each.iri not in self.objectives:
                for link in self.links(each, part):
                    if link.object in self.objectives:
                        self.objectives[link.object].append(each)

    def things(self, role: str) -> list[Thing]:
        """Return the things of each class or role, by the order of the source and then by IRI."""
        found = (self.graph.of(term(name).value) for name in self.roles[role])
        ranked = (sorted(them, key=lambda x: (x.position or 0, x.iri)) for them in found)
        return list({x.iri: x for them in ranked for x in them}.values())

    def links(self, thing: Thing | None, name: str, *to: Thing | None) -> list[Link]:
        """Return the links of a thing by a property, all or those to another thing."""
        found = self.graph.out(thing.iri, term(name).value) if thing else []
        ends = {each.iri for each in to if each}
        return [each for each in found if not to or each.object in ends]

    def stakeholders(self, thing: Thing) -> list[Link]:
        """Return whom a goal or an objective is said to benefit."""
        return self.links(thing, self.roles["stakeholder"])

    def sort(self, iri: str) -> str | None:
        """Return what kind of stakeholder an actor is."""
        thing = self.graph.thing(iri)
        sorts: dict[str, str] = messages(SETTINGS)["stakeholders"]
        kinds = (curie(each, self.prefixes) for each in (thing.kind, *thing.kinds))
        return next((sorts[each] for each in kinds if each in sorts), None)

    def document(self, lang: str) -> bytes:
        """Return the plan in a language, valid StratML."""
        made = template("export/templates/stratml.xml.j2", finalize=_escaped)
        named: set[str] = set()

        def identifier(iri: str) -> str:
            """Return an identifier, which an IRI cannot be; no two elements may have the same."""
            name = _NO_NAME.sub("_", self.dataset.base.short(NamedNode(iri)))
            name = name if name[:1].isalpha() else f"_{name}"
            if name in named:
                return ""
            named.add(name)
            return name

        known = {"namespace": messages(SETTINGS)["namespace"], "identifier": identifier}
        return xml(made.render(plan=self, lang=lang, **known)).encode()

    def about(self, lang: str) -> str:
        """Return what the file is, and the words of the plan and its vision."""
        about = messages(SETTINGS)[lang]["about"].format(
            title=self.graph.title[lang],
            version=self.dataset.version,
            issued=self.dataset.issued,
            list=self.list,
            measures=self.measures(lang) or "–",
        )
        plan = self.other(self.strategy, lang) if self.strategy else self.project
        return "\n".join([about, plan, *(self.other(each, lang) for each in self.visions)])

    def description(self, thing: Thing, lang: str) -> str:
        """Return the words of the main passages, else its name, in a language where it can."""
        words = [
            marked(
                each.translated(lang) or each.quote,
                self.graph.documents[each.document].text, each.start, each.end,
            )
            for each in thing.main_passages
        ]  # fmt: skip
        return "\n".join(dict.fromkeys(words or [thing.label[lang]]))

    def applies(self, iri: str, lang: str) -> str:
        """Return the links by which a plan applies to an organization, a line each."""
        links = (each.triple for each in self.organizations[iri])
        names = ([self.graph.name(each)[lang] for each in link] for link in links)
        return "\n".join(f"{one} – {link}: {other}" for one, link, other in names)

    def measures(self, lang: str) -> str:
        """Return the kinds of measure that are left out, each with its number."""
        kinds = Counter(each.kind for each in self.graph.of(self.roles["left_out"]))
        named = sorted((self.graph.name(kind)[lang], n) for kind, n in kinds.items())
        return ", ".join(f"{name} ({n})" for name, n in named)

    def number(self, thing: Thing, lang: str) -> str:
        """Return the kind and the source's own number of a thing, with a capital; "" for none."""
        found = (_NUMBERED.match(each.quote) for each in thing.main_passages)
        own = next((each[each.lastindex or 0] for each in found if each), "")
        if not own:
            return ""
        kind = self.graph.name(thing.kind)[lang]
        words: str = messages(SETTINGS)[lang]["number"].format(kind=kind, number=own)
        return words[:1].upper() + words[1:]

    def other(self, thing: Thing, lang: str) -> str:
        """Return the IRI of a thing and its words with their places, a line each."""
        forms = messages(SETTINGS)[lang]
        main = {each.iri for each in thing.main_passages}
        told = [thing.iri]
        for each in sorted(thing.passages, key=lambda each: (each.iri not in main, each.iri)):
            form = forms["translated" if each.translation else "said"]
            words = {
                "quote": each.quote,
                "translation": each.translation["en"],
                "place": each.place,
            }
            told.append(form.format(**words))
        return "\n".join(told)

    def take(self) -> None:
        """Note what the files say: of each element its name, words and class, and its links."""
        take, part = self.account.take, self.roles["part"]
        parts = [each for goal in self.goals for each in (goal, *self.objectives[goal.iri])]
        numbered = {each.iri for each in parts}
        told = [*([self.strategy] if self.strategy else []), *self.visions, *parts]
        helped = [link for each in parts for link in self.stakeholders(each)]
        links = [*(link for them in self.organizations.values() for link in them), *helped]
        ends = {link.object for link in links}
        for each in (*self.visions, *self.goals):
            links += self.links(each, part, self.strategy)
        pairs = [(each, goal) for goal in self.goals for each in self.objectives[goal.iri]]
        links += [link for each, goal in pairs for link in self.links(each, part, goal)]
        unsorted = {iri for iri in ends if not self.sort(iri)} - {*self.organizations}
        self.elements |= ends | {each.iri for each in told}
        unnamed = {each.iri for each in self.visions if each.main_passages}
        for lang in LANGUAGES:
            take(self.project, _TITLE, lang=lang)
            for iri in self.elements - {self.project} - unnamed:
                take(iri, _LABEL, lang=lang)
        take(self.project, *_EDITION)
        for iri in self.elements - {self.project} - unsorted:
            take(iri, _KIND, value=self.graph.thing(iri).kind)
        for thing in told:
            take(thing.iri, *_WORDS, *([_POSITION] if thing.iri in numbered else []))
        for iri in {passage.iri for thing in told for passage in thing.passages}:
            take(iri, _KIND, value=_PASSAGE)
            take(iri, *_PLACE)
        for link in links:
            take(link.subject, link.predicate, value=link.object)
        for claim in (each.claim for link in links for each in link.evidence):
            take(claim, _KIND, value=_CLAIM)
            take(claim, *_ENDS)

    def kind(self, iri: str) -> str:
        """Return the narrowest class of what is stated, one of ours where there is one."""
        if iri in self.graph.things:
            return self.graph.thing(iri).kind
        vocabulary = self.dataset.vocabulary
        kinds = {each for each in self.account.types[iri] if isinstance(each, NamedNode)}
        kinds -= {wider for each in kinds for wider in vocabulary.above_class.get(each, ())}
        return min(kinds, key=lambda each: (each not in vocabulary.classes, each.value)).value

    def lost(self, names: list[str]) -> dict[str, Any]:
        """Return what is left out, by kind with its number and why, and every thing by IRI."""
        said, written = self.account.said, self.account.written
        claims = {
            each.claim: link.predicate
            for link, each in self.graph.claims
            if each.standing is Standing.STATED
        }
        things = {iri: self.kind(iri) for iri in self.account.types.keys() - claims.keys()}
        facts = {fact: fact.predicate.value for fact in said}
        every: dict[str, dict[Any, str]] = {"things": things, "links": claims, "facts": facts}
        typed = {fact.subject.value for fact in written if fact.predicate == _TYPE}
        kept = written | typed | self.elements
        lost = {
            part: {each: kind for each, kind in them.items() if each not in kept}
            for part, them in every.items()
        }
        reasons = messages(SETTINGS)["reasons"]
        apart = {"rule": self.account.follows, "vocabulary": self.account.words}
        return {
            "format": messages(SETTINGS)["standard"],
            "project": self.project,
            "version": self.dataset.version,
            "issued": self.dataset.issued,
            "files": names,
            "counts": {
                part: {"all": len(them), "left_out": len(lost[part])}
                for part, them in every.items()
            },
            **{
                part: self.told(lost[part], them, named=part != "facts")
                for part, them in every.items()
            },
            "apart": [
                {"kind": kind, "left_out": len(them), "why": reasons[kind]}
                for kind, them in apart.items()
            ],
        }

    def told(
        self, left: Mapping[Any, str], every: Mapping[Any, str], *, named: bool
    ) -> list[dict[str, Any]]:
        """Return what is left out by kind: how many, of how many, why, and which where asked."""
        of = Counter(every.values())
        kinds: dict[str, list[Any]] = defaultdict(list)
        for each, kind in left.items():
            kinds[kind].append(each)
        return [
            {
                "kind": curie(kind, self.prefixes),
                "label": {lang: self.graph.name(kind)[lang] for lang in LANGUAGES},
                "left_out": len(them),
                "of": of[kind],
                "why": self.why(kind),
            }
            | ({"iris": sorted(them)} if named else {})
            for kind, them in sorted(kinds.items())
        ]

    def why(self, kind: str) -> dict[str, str]:
        """Return why a kind is left out: its own reason, or that of a class above it."""
        node = NamedNode(kind)
        reasons: dict[str, dict[str, str]] = messages(SETTINGS)["reasons"]
        for each in (node, *self.dataset.vocabulary.above_class.get(node, ())):
            name = curie(each.value, self.prefixes)
            for key, names in messages(SETTINGS)["why"].items():
                if name in names:
                    return reasons[key]
        return reasons["none"]
