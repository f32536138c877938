"""The dataset: the house's files expanded into named graphs, each by its basis, and loaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from ho21.account import Coverage, account
from ho21.claim import Claim, inferred
from ho21.context import Context, context
from ho21.fault import Fault, HouseError, fault
from ho21.mention import Register, mentions
from ho21.names import Base, Fact, local, term
from ho21.reading import read_readings, tables
from ho21.rules import broken_rules
from ho21.source import Source
from ho21.spelling import spelling
from ho21.statement import Stated, passage_triples, state
from ho21.turtle import Turtle, read_turtle
from ho21.vocabulary import Vocabulary, read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ho21.reading import Readings, Table
    from ho21.rooms import House

READ: Final = ("tolkning", "koblinger", "slutning-tolkning")
_REGISTER: Final = ("huset", "aktorer")
_TYPE: Final = term("rdf:type")


@dataclass(frozen=True)
class Dataset:
    """The expanded house: facts by graph, texts, what was wrong, and what is accounted for."""

    base: Base
    vocabulary: Vocabulary
    facts: dict[str, tuple[Fact, ...]] = field(repr=False)
    faults: tuple[Fault, ...]
    coverage: dict[str, Coverage]
    turtles: tuple[Turtle, ...] = field(repr=False)
    lines: dict[str, tuple[str, int]] = field(repr=False)
    shapes_text: str = field(repr=False)
    issued: str
    version: str
    texts: dict[str, str] = field(default_factory=dict, repr=False)
    shapes_file: str = "ontology/shapes.ttl"

    @cached_property
    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        return tuple(sorted(self.facts))

    @cached_property
    def read_graphs(self) -> frozenset[str]:
        """The IRIs of the graphs that hold readings, mappings, and what follows from them."""
        return frozenset(self.base.graph(name).value for name in READ)

    def own(self, name: str, lang: str = "") -> list[str]:
        """Return what the house says of itself by a property, in a language where one is given."""
        about = NamedNode(self.base.iri), term(name)
        return [
            fact.object.value
            for fact in self.facts[self.base.graph("huset").value]
            if fact[:2] == about and lang in ("", getattr(fact.object, "language", None))
        ]

    def chosen(self, *, stated_only: bool = False) -> dict[str, tuple[Fact, ...]]:
        """Return the facts by graph, all or only those that no reading or mapping has made."""
        left_out = self.read_graphs if stated_only else frozenset()
        return {graph: facts for graph, facts in self.facts.items() if graph not in left_out}

    @cached_property
    def quads(self) -> tuple[Quad, ...]:
        """Every fact in its named graph."""
        return _quads(self.facts)

    @cached_property
    def spelling(self) -> dict[Literal, Literal]:
        """What the facts say in another way than a store gives it back."""
        return spelling(fact.object for facts in self.facts.values() for fact in facts)

    @cached_property
    def context(self) -> Context:
        """What the names in its JSON-LD mean, the same with our readings as without."""
        facts = (fact for facts in self.facts.values() for fact in facts)
        return context(self.base, self.vocabulary, facts)

    def stated_quads(self) -> tuple[Quad, ...]:
        """Return the quads that no reading or mapping has made."""
        return _quads(self.chosen(stated_only=True))

    def store(self, *, stated_only: bool = False) -> Store:
        """Load the facts into a store whose default graph is the union of its named graphs."""
        chosen = self.chosen(stated_only=stated_only)
        union = dict.fromkeys(fact for facts in chosen.values() for fact in facts)
        store = Store()
        store.bulk_extend(_quads(chosen))
        store.bulk_extend(Quad(*fact) for fact in union)
        return store

    @cached_property
    def places(self) -> dict[str, tuple[str, int]]:
        """The file and line at which each thing and each claim is written."""
        places: dict[str, tuple[str, int]] = {}
        for turtle in self.turtles:
            typed = {triple.subject.value for triple in turtle.triples if triple.predicate == _TYPE}
            for subject, line in turtle.scan.blocks:
                if subject in typed or subject not in places:
                    places[subject] = (turtle.file, line)
        for fact in (fact for facts in self.facts.values() for fact in facts):
            if fact.predicate == term("rdf:subject"):
                place = places.get(fact.object.value)
                if place:
                    places.setdefault(fact.subject.value, place)
        return places | self.lines

    def sound(self) -> Dataset:
        """Return the dataset itself; raises HouseError where a rule is broken."""
        if self.faults:
            raise HouseError(list(self.faults))
        return self


def select(store: Store, query: str, prefixes: dict[str, str] | None = None) -> QuerySolutions:
    """Return the rows of a SELECT of our own; raises TypeError for any other kind of query."""
    result = store.query(query, prefixes=prefixes)
    if not isinstance(result, QuerySolutions):
        raise TypeError(query)
    return result


def _quads(facts: dict[str, tuple[Fact, ...]]) -> tuple[Quad, ...]:
    return tuple(Quad(*fact, NamedNode(graph)) for graph, them in facts.items() for fact in them)


def load(house: House) -> Dataset:
    """Read and expand a house; faults are kept in the dataset.

    Raises HouseError only where so little can be read that there is no dataset: no vocabulary,
    or no ``huset.ttl`` to name its base.
    """
    vocabulary = read_vocabulary(house)
    if not isinstance(vocabulary, Vocabulary):
        raise HouseError(vocabulary)
    return _Loading(house, vocabulary).run()


class _Loading:
    def __init__(self, house: House, vocabulary: Vocabulary) -> None:
        self.house = house
        self.vocabulary = vocabulary
        self.faults: list[Fault] = []
        self.turtles: list[Turtle] = []
        self.graphs: dict[str, dict[Fact, None]] = {}
        self.claims: dict[str, list[Claim]] = {}
        self.coverage: dict[str, Coverage] = {}
        self.lines: dict[str, tuple[str, int]] = {}
        self.texts: dict[str, str] = {}

    def run(self) -> Dataset:
        shapes = self.house.text("ontology", "shapes.ttl")
        if isinstance(shapes, Fault):
            self.faults.append(shapes)
        registers = {name: self.turtle(name) for name in _REGISTER}
        huset = registers["huset"]
        self.base = Base(self.fact(huset, "void:uriSpace"))
        self.add("ontologi", self.vocabulary.triples)
        for name, turtle in registers.items():
            self.add(name, turtle.triples if turtle else ())
        actors = registers["aktorer"]
        for triple in actors.triples if actors else ():
            if triple.predicate in self.vocabulary.links and actors:
                line = actors.line(triple.subject.value)
                link = local(triple.predicate)
                thing = self.base.short(triple.subject)
                self.faults.append(
                    fault("link-without-quote", actors.file, line, thing=thing, link=link)
                )
        self.sources(Register(actors.triples if actors else ()))
        self.readings()
        self.follow()
        self.faults += broken_rules([*self.turtles], self.vocabulary, self.base)
        return Dataset(
            base=self.base,
            vocabulary=self.vocabulary,
            facts={
                self.base.graph(name).value: tuple(facts) for name, facts in self.graphs.items()
            },
            faults=tuple(sorted(set(self.faults))),
            coverage=self.coverage,
            turtles=(*self.vocabulary.files, *self.turtles),
            lines=self.lines,
            shapes_text="" if isinstance(shapes, Fault) else shapes,
            issued=self.fact(huset, "dcterms:issued"),
            version=self.fact(huset, "dcat:version"),
            texts=self.texts,
        )

    def turtle(self, name: str) -> Turtle | None:
        text = self.house.text("graph", f"{name}.ttl")
        read = [text] if isinstance(text, Fault) else read_turtle(text, f"graph/{name}.ttl")
        if isinstance(read, Turtle):
            self.turtles.append(read)
            return read
        self.faults += read
        return None

    def fact(self, huset: Turtle | None, name: str) -> str:
        if huset is None:
            raise HouseError(self.faults)
        found = [each.object for each in huset.triples if each.predicate == term(name)]
        if len(found) != 1 or not isinstance(found[0], Literal):
            raise HouseError([fault("house-without", huset.file, 1, term=name), *self.faults])
        return found[0].value

    def add(self, graph: str, triples: Iterable[Fact]) -> None:
        self.graphs.setdefault(graph, {}).update(dict.fromkeys(triples))

    def sources(self, register: Register) -> None:
        for name, owners in register.shared.items():
            where = self.turtles[-1]
            line = where.line(owners[-1].value)
            both = " / ".join(self.base.short(each) for each in owners)
            self.faults.append(fault("alias-shared", where.file, line, name=name, actors=both))
        texts = set(self.house.names("graph", ".txt"))
        written = set(self.house.names("graph", ".ttl")) - set(_REGISTER)
        for name in sorted(texts ^ written):
            missing = f"{name}.ttl" if name in texts else f"{name}.txt"
            self.faults.append(fault("half-a-pair", f"graph/{missing}", missing=missing))
        for name in sorted(texts & written):
            text = self.house.text("graph", f"{name}.txt")
            turtle = self.turtle(name)
            if isinstance(text, Fault):
                self.faults.append(text)
            elif turtle:
                source = Source(name, text.encode())
                self.source(state(source, turtle, self.vocabulary, self.base), register)

    def source(self, stated: Stated, register: Register) -> None:
        name = stated.source.name
        graph = f"kilde/{name}"
        self.texts[name] = stated.source.text
        claims, links, faults = mentions(stated, register, self.base)
        coverage, aside, more = account(stated, self.base)
        self.coverage[name] = coverage
        self.faults += stated.faults + faults + more
        if coverage.unaccounted:
            self.faults.append(
                fault(
                    "unaccounted",
                    f"graph/{name}.txt",
                    coverage.line,
                    count=coverage.unaccounted,
                    text=coverage.remainder[:80],
                )
            )
        self.claims[name] = stated.claims + claims
        self.add(graph, stated.triples)
        self.add(graph, links)
        self.add(graph, aside)
        for claim in self.claims[name]:
            self.add(graph, claim.triples(self.base))
        self.add(graph, passage_triples(stated, self.base))

    def readings(self) -> None:
        typed = [
            triple
            for graph in self.graphs
            for triple in self.graphs[graph]
            if triple.predicate == _TYPE and self.base.is_thing(triple.subject)
        ]
        stated = frozenset(claim.link for claims in self.claims.values() for claim in claims)
        for table in tables(self.vocabulary, typed):
            if table.name not in self.house.names("graph", ".tsv"):
                continue
            text = self.house.text("graph", f"{table.name}.tsv")
            if isinstance(text, Fault):
                self.faults.append(text)
            else:
                self.reading(read_readings(text, table, stated, self.base), table)

    def reading(self, read: Readings, table: Table) -> None:
        self.faults += read.faults
        self.lines |= {iri: (table.file, line) for iri, line in read.lines.items()}
        self.claims[table.graph] = read.claims
        self.add(table.graph, (claim.link for claim in read.claims))
        for claim in read.claims:
            self.add(table.graph, claim.triples(self.base))
        self.add(table.graph, read.triples)

    def follow(self) -> None:
        """Add what follows from each graph alone by the hierarchy of classes and properties."""
        ours = self.vocabulary
        for graph in [*self.graphs]:
            if graph == "ontologi":
                continue
            target = "slutning-tolkning" if graph in READ else f"slutning/{local_name(graph)}"
            claims = self.claims.get(local_name(graph), [])
            where = "slutning-tolkning" if graph in READ else "slutning"
            followed = inferred(claims, ours.above_property, self.base, where)
            known = self.graphs[graph]
            new: dict[Fact, None] = {}
            for claim in followed:
                new.update(dict.fromkeys(claim.triples(self.base)))
            for triple in [*known, *new]:
                if triple.predicate == _TYPE:
                    kind = triple.object
                    wider = ours.above_class.get(kind, ()) if isinstance(kind, NamedNode) else ()
                    new.update({Fact(triple.subject, _TYPE, each): None for each in wider})
                else:
                    for each in ours.above_property.get(triple.predicate, ()):
                        new[Fact(triple.subject, each, triple.object)] = None
            rest = [triple for triple in new if triple not in known]
            if rest:
                self.add(target, rest)


def local_name(graph: str) -> str:
    """Return the name of a graph without its folder, ``toppmote`` of ``kilde/toppmote``."""
    return graph.rsplit("/", 1)[-1]
