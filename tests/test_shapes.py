"""Every shape refuses something: a graph with one thing wrong in it, made from the real one."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import chain, permutations

import pyshacl
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode
from rdflib import SH

from conftest import BASE, ROOT
from ho21.names import HO, SHAPE, Fact, curie, term
from ho21.rooms import house
from ho21.store import load
from ho21.turtle import read_turtle

SHAPES = read_turtle(
    (ROOT / "ontology/shapes.ttl").read_text(encoding="utf-8"), "shapes.ttl", unnamed=True
)
NOBODY = NamedNode("https://example.org/ingen")
GARBAGE = Literal("§ ikke til å bruke " * 4, language="zz")
TARGETS = [term(f"sh:target{each}") for each in ("Class", "SubjectsOf", "ObjectsOf", "Node")]
SAID = ("path", "property", "severity", "message", "flags")
AROUND = [term(name) for name in ("rdf:type", "skos:prefLabel", "skos:inScheme")]

FACTS: dict[NamedNode, dict[NamedNode, list]] = defaultdict(lambda: defaultdict(list))
for fact in SHAPES.triples:
    FACTS[fact.subject][fact.predicate].append(fact.object)


def kind(name):
    return [node for node in FACTS if term(f"sh:{name}") in FACTS[node][term("rdf:type")]]


def get(node, name):
    return FACTS[node][term(name)] if node in FACTS else []


def constraints(shape):
    """Return what a shape demands itself, as pairs of SHACL parameter and value."""
    apart = {term(f"sh:{name}") for name in SAID} | set(TARGETS)
    found = [(p, o) for p in FACTS[shape] if p not in apart for o in FACTS[shape][p]]
    return [(p.value.removeprefix(str(SH)), o) for p, o in found if p.value.startswith(str(SH))]


def aims(shape):
    users = [node for node in kind("NodeShape") if shape in get(node, "sh:property")]
    return [(how, at) for node in (shape, *users) for how in TARGETS for at in FACTS[node][how]]


def reach(shape):
    """Return a shape with the shapes, lists and paths that it needs, but no targets."""
    seen, queue = {}, [shape]
    while queue:
        node = queue.pop()
        if node in FACTS and node not in seen:
            facts = FACTS[node].items()
            told = [Fact(node, p, o) for p, them in facts if p not in TARGETS for o in them]
            if node == shape:
                told = [fact for fact in told if fact.predicate != term("sh:property")]
            seen[node] = told
            queue += [fact.object for fact in told]
    return list(chain.from_iterable(seen.values()))


NODES, PROPERTIES = kind("NodeShape"), kind("PropertyShape")
DEMANDING = [node for node in NODES + PROPERTIES if constraints(node)]
AIMED = [node for node in DEMANDING if aims(node)]
HELPERS = [node for node in DEMANDING if not aims(node)]
# What no node may be; that one can be is shown where the shape that forbids it is broken.
FORBIDDEN = {each for node in AIMED for each in get(node, "sh:not")}
FORBIDDEN |= {each for node in FORBIDDEN for each in get(node, "sh:property")}


def named(node):
    return curie(node.value, BASE.prefixes())


@cache
def rdf(node):
    if isinstance(node, NamedNode):
        backwards = get(node, "sh:inversePath")
        return rdflib.BNode(node.value) if backwards else rdflib.URIRef(node.value)
    kept = node.language or node.datatype == term("xsd:string")
    datatype = None if kept else rdflib.URIRef(node.datatype.value)
    return rdflib.Literal(node.value, node.language, datatype, normalize=False)


def graph(facts):
    made = rdflib.Graph(bind_namespaces="none")
    for fact in facts:
        made.add(tuple(map(rdf, fact)))
    return made


def refused(shape, focus, facts):
    """Return which constraint components of a shape refuse which of some nodes."""
    aimed = [Fact(shape, term("sh:targetNode"), each) for each in focus]
    shapes = graph([*reach(shape), *aimed])
    report = pyshacl.validate(facts, shacl_graph=shapes, inplace=True)[1]
    known = {rdf(each): each for each in focus}
    return {
        (
            known[report.value(each, SH.focusNode)],
            component(report.value(each, SH.sourceConstraintComponent)),
        )
        for each in report.objects(None, SH.result)
        if report.value(each, SH.sourceShape) == rdf(shape)
    }


def component(iri):
    name = str(iri).removeprefix(str(SH)).removesuffix("ConstraintComponent")
    return name[0].lower() + name[1:]


class _Graph:
    """The real graph, and the neighbourhood of each node in it."""

    def __init__(self, facts):
        self.facts = list(dict.fromkeys(facts))
        self.out, self.into, self.one = defaultdict(list), defaultdict(list), {}
        self.classes = [fact for fact in self.facts if fact.predicate == term("rdfs:subClassOf")]
        for fact in self.facts:
            self.out[fact.subject].append(fact)
            self.into[fact.object].append(fact)
            if fact.predicate == term("rdf:type"):
                self.one.setdefault(fact.object, fact.subject)
        self.some = [*dict.fromkeys(self.one.values())]

    def near(self, node):
        """Return a node's facts, those that point to it, and the types and names around it."""
        own = self.out[node] + self.into[node]
        ends = dict.fromkeys(chain.from_iterable((fact.subject, fact.object) for fact in own))
        around = [fact for end in ends for fact in self.out[end] if fact.predicate in AROUND]
        return [*dict.fromkeys([*own, *around, *self.classes])]

    def below(self, top):
        down = [fact.subject for fact in self.classes if fact.object == top]
        return {top}.union(*(self.below(each) for each in down))

    def aimed(self, shape):
        """Return the nodes that a shape is aimed at."""
        found = []
        for how, at in aims(shape):
            if how == term("sh:targetClass"):
                typed = [self.into[each] for each in self.below(at)]
                pairs = [fact for facts in typed for fact in facts]
                found += [fact.subject for fact in pairs if fact.predicate == term("rdf:type")]
            else:
                assert how == term("sh:targetSubjectsOf")
                found += [fact.subject for fact in self.facts if fact.predicate == at]
        return sorted(dict.fromkeys(found), key=lambda node: (len(self.into[node]), str(node)))


@pytest.fixture(scope="module")
def real():
    return _Graph(fact for facts in load(house()).facts.values() for fact in facts)


class _Case:
    """One node with its neighbourhood, in which a test changes one thing."""

    def __init__(self, shape, focus, facts):
        self.focus, self.facts = focus, facts
        path = next(iter(get(shape, "sh:path")), None)
        inner = get(path, "sh:inversePath")
        self.path, self.backwards = (inner[0], True) if inner else (path, False)

    def fact(self, value):
        ends = (value, self.focus) if self.backwards else (self.focus, value)
        return Fact(ends[0], self.path, ends[1])

    def values(self):
        at, end = ("object", "subject") if self.backwards else ("subject", "object")
        mine = [fact for fact in self.facts if fact.predicate == self.path]
        return [getattr(fact, end) for fact in mine if getattr(fact, at) == self.focus]

    def without(self):
        gone = {self.fact(value) for value in self.values()}
        return self.focus, [fact for fact in self.facts if fact not in gone]

    def with_(self, *values):
        return self.focus, [*self.facts, *map(self.fact, values)]

    def only(self, *values):
        return self.focus, [*self.without()[1], *map(self.fact, values)]

    def untyped(self):
        typed = [fact for fact in self.out() if fact.predicate == term("rdf:type")]
        return self.focus, [fact for fact in self.facts if fact not in typed]

    def out(self):
        return [fact for fact in self.facts if fact.subject == self.focus]

    def renamed(self):
        swap = {self.focus: NOBODY}
        return NOBODY, [Fact(*(swap.get(each, each) for each in fact)) for fact in self.facts]


def mutations(case, parameter, value, shape):
    """Return the ways to break one demand of a shape, read from the demand itself."""
    if not case.path:
        ways = {"pattern": case.renamed, "class": case.untyped}
        return [ways[parameter]()] if parameter in ways else twisted(case, shape)
    have = case.values()
    number = int(value.value) if value.value.isdigit() else 0
    again = next((each.language for each in have if isinstance(each, Literal)), "nb") or "nb"
    many = [NamedNode(f"{NOBODY.value}-{at}") for at in range(number + 1)]
    ways = {
        "minCount": case.without,
        "maxCount": lambda: case.with_(*many),
        "minLength": lambda: case.with_(Literal("")),
        "maxLength": lambda: case.with_(Literal("å" * (number + 1), language="nb")),
        "minInclusive": lambda: case.only(Literal(number - 1)),
        "maxInclusive": lambda: case.only(Literal(number + 1)),
        "lessThan": lambda: case.only(Literal(10**9)),
        "lessThanOrEquals": lambda: case.only(Literal(10**9)),
        "uniqueLang": lambda: case.only(*(Literal(each, language=again) for each in "ab")),
        "languageIn": lambda: case.with_(GARBAGE),
        "datatype": lambda: case.with_(Literal("x", datatype=term("xsd:anyURI"))),
        "pattern": lambda: case.with_(GARBAGE),
        "nodeKind": lambda: case.with_(GARBAGE),
        "class": lambda: case.with_(NOBODY),
        "node": lambda: case.with_(NOBODY),
        "in": lambda: case.with_(NOBODY),
        "not": lambda: case.with_(GARBAGE if have and isinstance(have[0], Literal) else NOBODY),
    }
    return [ways[parameter]()] if parameter in ways else []


def twisted(case, shape):
    """Give ways to meet a forbidden condition: its paths emptied or filled, its types given."""
    steps = [(set(case.facts) - set(case.untyped()[1]), None)]
    for fact in reach(shape):
        if fact.predicate == term("sh:path"):
            now = {each for each in case.out() if each.predicate == fact.object}
            steps += [(now, None), (now, Fact(case.focus, fact.object, GARBAGE))]
        elif fact.predicate == term("sh:in"):
            for path in get(fact.subject, "sh:path"):
                now = {each for each in case.out() if each.predicate == path}
                steps.append((now, Fact(case.focus, path, get(fact.object, "rdf:first")[0])))
        elif fact.predicate == term("sh:hasValue"):
            (path,) = get(fact.subject, "sh:path")
            steps.append((set(), Fact(case.focus, path, fact.object)))
        elif fact.predicate == term("sh:class"):
            steps.append((set(), Fact(case.focus, term("rdf:type"), fact.object)))
    for chosen in [(step,) for step in steps] + [*permutations(steps, 2)]:
        gone = set().union(*(away for away, _ in chosen))
        more = [new for _, new in chosen if new]
        yield case.focus, [*(fact for fact in case.facts if fact not in gone), *more]


def sound_cases(shape, real):
    """Return nodes in their neighbourhood that a shape accepts, from the real graph if it can.

    A gap that no node fills is filled first; a link that nobody uses is drawn between two things.
    """
    for focus in real.aimed(shape)[:60]:
        case = _Case(shape, focus, real.near(focus))
        if case.path and not case.values():
            for value in (NOBODY, Literal("x", language="nb"), Literal(1)):
                yield _Case(shape, *case.with_(value))
        yield case
    drawn = [at for how, at in aims(shape) if how == term("sh:targetSubjectsOf")]
    if drawn and not real.aimed(shape):
        for one, other in chain(zip(real.some, real.some, strict=True), permutations(real.some, 2)):
            facts = [*real.near(one), *real.near(other), Fact(one, drawn[0], other)]
            yield _Case(shape, one, facts)


def catches(shape, parameter, value, real):
    for case in sound_cases(shape, real):
        if not refused(shape, [case.focus], graph(case.facts)):
            for focus, facts in mutations(case, parameter, value, shape):
                if (focus, parameter) in refused(shape, [focus], graph(facts)):
                    return True
    return False


@pytest.mark.parametrize("shape", AIMED, ids=named)
def test_a_shape_refuses_a_graph_with_one_thing_wrong(shape, real):
    missed = [name for name, value in constraints(shape) if not catches(shape, name, value, real)]
    assert missed == []


def test_a_shape_that_refuses_nothing_is_found_out(real, monkeypatch):
    shape = NamedNode(f"{SHAPE}Recommendation-isPartOf")
    assert catches(shape, "minCount", Literal(1), real)
    monkeypatch.setitem(FACTS[shape], term("sh:minCount"), [Literal(0)])
    assert not catches(shape, "minCount", Literal(0), real)


@pytest.fixture(scope="module")
def pool(real):
    """Return nodes of every class and datatype and list, some with each property looked at."""
    typed = defaultdict(list)
    for fact in real.facts:
        if isinstance(fact.object, Literal) and not fact.object.language:
            typed[fact.object.datatype].append(fact.object)
    literals = chain.from_iterable(them[:3] for them in typed.values())
    paths = {at for shape in HELPERS for at in get(shape, "sh:path")}
    looked_at = [[fact for fact in real.facts if fact.predicate == at] for at in paths]
    of_each_value = [[*{fact.object: fact for fact in them}.values()] for them in looked_at]
    several = chain.from_iterable(them[:20] for them in [*looked_at, *of_each_value])
    somewhere = (fact.subject for fact in several)
    listed = chain.from_iterable(get(node, "rdf:first") for node in FACTS)
    nodes = [*dict.fromkeys([*real.some, *somewhere, *literals, *listed, GARBAGE, NOBODY])]
    own = [fact for node in nodes for fact in real.out[node]]
    ends = dict.fromkeys(fact.object for fact in own)
    around = [fact for end in ends for fact in real.out[end] if fact.predicate in AROUND]
    return nodes, graph(dict.fromkeys([*own, *around, *real.classes]))


@pytest.mark.parametrize("shape", HELPERS, ids=named)
def test_a_shape_that_others_lean_on_accepts_some_nodes_and_refuses_others(shape, pool):
    nodes, facts = pool
    found = refused(shape, nodes, facts)
    assert {name for name, _ in constraints(shape)} <= {name for _, name in found}
    assert set(nodes) - {node for node, _ in found} or shape in FORBIDDEN


def test_every_class_of_the_vocabulary_has_a_shape(real):
    typed = real.into[term("owl:Class")]
    classes = {fact.subject for fact in typed if fact.subject.value.startswith(HO)}
    aimed = {at for shape in NODES for at in get(shape, "sh:targetClass")}
    kinds = {at for shape in NODES if aims(shape) for at in get(shape, "sh:class")}
    assert classes - aimed - kinds == set()


def test_every_node_shape_of_a_class_says_what_its_nodes_are_called():
    silent = [
        named(shape)
        for shape in NODES
        if get(shape, "sh:targetClass")
        and sorted(each.language for each in get(shape, "rdfs:label")) != ["en", "nb"]
    ]
    assert silent == []


def test_every_shape_speaks_norwegian_and_english_in_one_sentence():
    wrong = []
    for shape in {*PROPERTIES, *AIMED}:
        messages = get(shape, "sh:message")
        one = all(each.value.endswith((".", "…")) for each in messages)
        if sorted(each.language for each in messages) != ["en", "nb"] or not one:
            wrong.append(named(shape))
    assert wrong == []


def test_every_shape_that_reports_says_how_grave_it_is_and_what_to_do():
    wrong = [
        named(shape)
        for shape in AIMED
        if len(get(shape, "sh:severity")) != 1
        or not all("; " in each.value for each in get(shape, "sh:message"))
    ]
    assert wrong == []


def test_every_shape_bears_a_name_in_the_shape_namespace():
    assert [
        named(node) for node in FACTS if not node.value.startswith((SHAPE, "urn:unnamed:"))
    ] == []


def test_what_no_source_says_is_a_gap_and_not_a_violation():
    gap = NamedNode(f"{SHAPE}Recommendation-responsible")
    assert get(gap, "sh:severity") == [term("sh:Warning")]
    assert get(gap, "sh:path") == [term("ho:responsible")]
