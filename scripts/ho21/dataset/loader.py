"""Loading: the files of a project are read and expanded into a dataset."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.dataset.claims import Claim, inferred
from ho21.dataset.coverage import Coverage, account
from ho21.dataset.dataset import _TYPE, READ, Dataset
from ho21.dataset.integrity import broken_rules
from ho21.dataset.mentions import Register, mentions
from ho21.dataset.readings import Readings, tables
from ho21.dataset.source import Source
from ho21.dataset.statements import Stated, passage_triples, state
from ho21.dataset.vocabulary import Vocabulary, read_file, read_vocabulary
from ho21.errors import Fault, ProjectError, fault
from ho21.rdf.namespaces import Base, Fact, local, term
from ho21.rdf.turtle import Turtle
from ho21.text import last

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ho21.project import Project


_REGISTER: Final = ("datasett", "aktorer")


def load(project: Project) -> Dataset:
    """Read and expand a project; faults are kept in the dataset.

    Raises ProjectError only where so little can be read that there is no dataset: no vocabulary,
    or no ``datasett.ttl`` to name its base.
    """
    vocabulary = read_vocabulary(project)
    if not isinstance(vocabulary, Vocabulary):
        raise ProjectError(vocabulary)
    return _Loading(project, vocabulary).run()


class _Loading:
    def __init__(self, project: Project, vocabulary: Vocabulary) -> None:
        self.project = project
        self.vocabulary = vocabulary
        self.faults: list[Fault] = []
        self.turtles: list[Turtle] = []
        self.graphs: dict[str, dict[Fact, None]] = {}
        self.claims: dict[str, list[Claim]] = {}
        self.coverage: dict[str, Coverage] = {}
        self.lines: dict[str, tuple[str, int]] = {}
        self.texts: dict[str, str] = {}

    def run(self) -> Dataset:
        shapes = self.project.text("ontology", "shapes.ttl")
        if isinstance(shapes, Fault):
            self.faults.append(shapes)
        registers = {name: self.turtle(name) for name in _REGISTER}
        own = registers["datasett"]
        self.base = Base(self.fact(own, "void:uriSpace"))
        self.add("ontologi", self.vocabulary.triples)
        for name, turtle in registers.items():
            self.add(name, turtle.triples if turtle else ())
        actors = registers["aktorer"]
        for triple in actors.triples if actors else ():
            if triple.predicate in self.vocabulary.links and actors:
                line = actors.line_of(triple)
                names = {"thing": self.base.short(triple.subject), "link": local(triple.predicate)}
                self.faults.append(fault("link-without-quote", actors.file, line, **names))
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
            issued=self.fact(own, "dcterms:issued"),
            version=self.fact(own, "dcat:version"),
            texts=self.texts,
        )

    def turtle(self, name: str) -> Turtle | None:
        read = read_file(self.project, "graph", name)
        if isinstance(read, Turtle):
            self.turtles.append(read)
            return read
        self.faults += read
        return None

    def fact(self, own: Turtle | None, name: str) -> str:
        if own is None:
            raise ProjectError(self.faults)
        found = [each.object for each in own.triples if each.predicate == term(name)]
        if len(found) != 1 or not isinstance(found[0], Literal):
            raise ProjectError([fault("project-without", own.file, 1, term=name), *self.faults])
        return found[0].value

    def add(self, graph: str, triples: Iterable[Fact]) -> None:
        self.graphs.setdefault(graph, {}).update(dict.fromkeys(triples))

    def sources(self, register: Register) -> None:
        for name, owners in register.shared.items():
            where = self.turtles[-1]
            line = where.line_of(owners[-1])
            both = " / ".join(self.base.short(each.subject) for each in owners)
            self.faults.append(fault("alias-shared", where.file, line, name=name, actors=both))
        texts = set(self.project.names("graph", ".txt"))
        written = set(self.project.names("graph", ".ttl")) - set(_REGISTER)
        for name in sorted(texts ^ written):
            missing = f"{name}.ttl" if name in texts else f"{name}.txt"
            self.faults.append(fault("half-a-pair", f"graph/{missing}", missing=missing))
        for name in sorted(texts & written):
            text = self.project.text("graph", f"{name}.txt")
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
            left = {"count": coverage.unaccounted, "text": coverage.remainder[:80]}
            self.faults.append(fault("unaccounted", f"graph/{name}.txt", coverage.line, **left))
        self.claims[name] = stated.claims + claims
        claimed = (fact for claim in self.claims[name] for fact in claim.triples(self.base))
        passages = passage_triples(stated, self.base)
        self.add(graph, chain(stated.triples, links, aside, claimed, passages))

    def readings(self) -> None:
        typed = [
            triple
            for graph in self.graphs
            for triple in self.graphs[graph]
            if triple.predicate == _TYPE and self.base.is_thing(triple.subject)
        ]
        stated = frozenset(claim.link for claims in self.claims.values() for claim in claims)
        for table in tables(self.vocabulary, typed):
            if table.name not in self.project.names("graph", ".tsv"):
                continue
            text = self.project.text("graph", f"{table.name}.tsv")
            if isinstance(text, Fault):
                self.faults.append(text)
            else:
                self.reading(Readings(text, table, stated, self.base))

    def reading(self, read: Readings) -> None:
        table = read.table
        self.faults += read.faults
        self.lines |= {iri: (table.file, line) for iri, line in read.lines.items()}
        self.claims[table.graph] = read.claims
        links = (claim.link for claim in read.claims)
        claimed = (fact for claim in read.claims for fact in claim.triples(self.base))
        self.add(table.graph, chain(links, claimed, read.triples))

    def follow(self) -> None:
        """Add what follows from each graph alone by the hierarchy of classes and properties."""
        ours = self.vocabulary
        for graph in [*self.graphs]:
            if graph == "ontologi":
                continue
            name, read = last(graph), graph in READ
            where = "slutning-tolkning" if read else "slutning"
            claims = inferred(self.claims.get(name, []), ours.above_property, self.base, where)
            known = self.graphs[graph]
            new = {fact: None for claim in claims for fact in claim.triples(self.base)}
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
                self.add(where if read else f"{where}/{name}", rest)
