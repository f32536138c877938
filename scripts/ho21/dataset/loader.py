"""Loading: the files of a project are read and expanded into a dataset."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeVar

from pyoxigraph import Literal, NamedNode

from ho21.dataset.claims import Claim, inferred
from ho21.dataset.coverage import Coverage, account
from ho21.dataset.dataset import _TYPE, READ, Dataset
from ho21.dataset.following.roles import counted, miscounted
from ho21.dataset.integrity import broken_rules
from ho21.dataset.languages import languages
from ho21.dataset.mentions import Register, Registers, mentions, spoken_in
from ho21.dataset.readings.readings import TABLES, Readings, tables
from ho21.dataset.readings.retired import COLUMNS as RETIRED_COLUMNS
from ho21.dataset.readings.retired import NAME as RETIRED
from ho21.dataset.readings.retired import read_retired
from ho21.dataset.readings.rows import MappingRows, columns_in, read_rows
from ho21.dataset.readings.wording import read_words
from ho21.dataset.readings.words import Words
from ho21.dataset.source import Source, captured
from ho21.dataset.statements import Stated, passage_triples, state
from ho21.dataset.vocabulary import Vocabulary, read_file, read_shapes, read_vocabulary
from ho21.errors import LANGUAGES, Fault, ProjectError, fault, first_told
from ho21.rdf.namespaces import VOCABULARIES, Base, Fact, Node, curie, is_iri, term
from ho21.rdf.turtle import Turtle, misbound, read_turtle
from ho21.resources import messages
from ho21.text import last

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ho21.dataset.readings.retired import Retired
    from ho21.project import Project


_REGISTER: Final = ("datasett", "aktorer")
# The graphs that are no source's; a source of such a name would be mixed with them.
_TAKEN: Final = frozenset((*_REGISTER, "ontologi", "slutning", *READ))
_DESCRIBED: Final = ("void:uriSpace", "dcterms:issued", "dcat:version")
_DESCRIBED_TOO: Final = (
    "dcterms:title",
    "dcterms:license",
    "dcterms:publisher",
    "dcterms:language",
)
# What a browser takes away (.. and what stands for it) is no part of an address.
_ADDRESS: Final = re.compile(
    r"https?://[^/?#:@\[\]]+(?::(?P<port>\d{1,5}))?/(?!(?:[^?#]*/)?(?:\.|%2e){1,2}/)(?:[^?#]*/)?",
    re.IGNORECASE | re.ASCII,
)
_LAST_PORT: Final = 65535
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Expanded:
    """What one source gives a dataset: its graph, its claims, what it covers and what is wrong."""

    stated: Stated
    facts: tuple[Fact, ...]
    claims: list[Claim]
    coverage: Coverage
    faults: list[Fault]
    languages: frozenset[str]


# How a function is put to each source: here and now, as ``map`` does it, or by others.
Over = Callable[
    [Callable[[tuple[Source, Turtle]], Expanded], Iterable[tuple[Source, Turtle]]],
    Iterable[Expanded],
]


def expand(
    written: tuple[Source, Turtle], *, vocabulary: Vocabulary, registers: Registers, base: Base
) -> Expanded:
    """Return all that follows from a source, its statements and what every source shares."""
    stated = state(*written, vocabulary, base)
    languages = spoken_in(stated.turtle)
    named, links, faults = mentions(stated, registers.of(languages), base)
    coverage, aside, more = account(stated, base)
    faults = stated.faults + faults + more
    if coverage.unaccounted and not stated.unfound:
        left = {"count": coverage.unaccounted, "text": coverage.remainder[:80]}
        place = f"graph/{stated.source.name}.txt"
        faults.append(fault("unaccounted", place, coverage.line, **left))
    claims = stated.claims + named
    claimed = (fact for claim in claims for fact in claim.triples(base))
    facts = chain(stated.triples, links, aside, claimed, passage_triples(stated, base))
    return Expanded(stated, tuple(facts), claims, coverage, faults, languages)


def load(project: Project, over: Over = map) -> Dataset:
    """Read and expand a project; the rules it breaks are kept in the dataset.

    ``over`` expands the sources, and gives them back in their order.  Raises ProjectError, with all
    that is wrong with the files, where one of them cannot be read: whatever else were said would
    rest on a part of the project.
    """
    return _Loading(_Files(project)).run(over)


class _Files:
    """The files of a project, each read; raises ProjectError where any cannot be."""

    def __init__(self, project: Project) -> None:
        self.faults: list[Fault] = []
        vocabulary = self.kept(read_vocabulary(project))
        shapes = self.kept(read_shapes(project))
        own, actors = (self.kept(read_file(project, "graph", name)) for name in _REGISTER)
        self.sources = dict(self.pairs(project))
        told = [each for each in (actors, *(turtle for _, turtle in self.sources.values())) if each]
        base = self.describe(own, told) if own else None
        self.languages, wrong = languages(own) if own else (LANGUAGES, [])
        self.faults += wrong
        known = base.prefixes() if base else VOCABULARIES
        vocabularies = vocabulary.files if vocabulary else ()
        empty = [each for each in (*vocabularies, *told) if not each.triples]
        self.faults += [fault("file-empty", each.file, 1) for each in empty]
        for turtle in (*vocabularies, *told, *([own] if own else ())):
            self.faults += misbound(turtle, known)
        if base:
            self.locked(base)
        self.tables = {} if wrong else dict(self.rows(project, known))
        if self.faults or not (vocabulary and own and actors) or shapes is None:
            # What shapes are wrong hinders nothing but the check, which else reads them itself.
            for place, text in (shapes or {}).items():
                self.kept(read_turtle(text, place, unnamed=1))
            raise ProjectError(self.faults)
        self.vocabulary, self.shapes, self.own, self.actors = vocabulary, shapes, own, actors
        self.unread = project.unread()
        self.words, self.unsaid = read_words(project, self.languages)

    def kept(self, read: _Read | Fault | list[Fault]) -> _Read | None:
        """Return what was read, or keep what was wrong with it."""
        if isinstance(read, Fault | list):
            self.faults += read if isinstance(read, list) else [read]
            return None
        return read

    def pairs(self, project: Project) -> Iterator[tuple[str, tuple[Source, Turtle]]]:
        """Give each source by name, its text and its statements."""
        texts = set(project.names("graph", ".txt"))
        written = set(project.names("graph", ".ttl")) - set(_REGISTER)
        for name in sorted(texts | written):
            there, missing = f"{name}.txt", f"{name}.ttl"
            if name not in texts:
                there, missing = missing, there
            if wrong := project.misnamed("graph", there):
                self.faults.append(wrong)
            elif name in _TAKEN:
                self.faults.append(fault("name-taken", f"graph/{there}", name=name))
            elif name not in texts & written:
                if self.kept(project.text("graph", there)) is not None:
                    self.faults.append(fault("half-a-pair", f"graph/{missing}", missing=missing))
            else:
                text = self.kept(project.text("graph", f"{name}.txt"))
                turtle = self.kept(read_file(project, "graph", name))
                if text is not None and turtle:
                    yield name, (Source(name, text.encode()), turtle)

    def locked(self, base: Base) -> None:
        """Note each text that is another than was captured; one without its sum may be right."""
        for source, turtle in self.sources.values():
            wrong = captured(source, turtle, base)
            self.faults += [each for each in wrong if each.key != "sha256-unwritten"]

    def rows(self, project: Project, known: dict[str, str]) -> Iterator[tuple[str, MappingRows]]:
        """Give each table that is read, by name."""
        files = messages("project.toml")["graph"]["files"]
        for name in project.names("graph", ".tsv"):
            if f"{name}.tsv" not in files:
                continue
            text = self.kept(project.text("graph", f"{name}.tsv"))
            if text is None or name not in {*TABLES, RETIRED}:  # one that is no more than kept here
                continue
            named = RETIRED_COLUMNS if name == RETIRED else columns_in(self.languages)
            if rows := self.kept(read_rows(text, f"graph/{name}.tsv", known, named)):
                yield name, rows

    def describe(self, own: Turtle, told: list[Turtle]) -> Base | None:
        """Return the base of the project, or None where it is none that the files have.

        All that the project does not say of itself, or says in a way of no use, is noted.
        """
        said = {name: _said(own, name) for name in (*_DESCRIBED, *_DESCRIBED_TOO)}
        if not all(said[name] for name in _DESCRIBED):
            missing = ", ".join(name for name, them in said.items() if not them)
            self.faults.append(fault("project-without", own.file, 1, terms=missing))
        several = ", ".join(name for name in _DESCRIBED if len(said[name]) > 1)
        if several:
            self.faults.append(fault("project-several", own.file, 1, terms=several))
        base = None
        for name in _DESCRIBED:
            for each in said[name] if len(said[name]) == 1 else ():
                line, written = own.line_of(each), {"value": each.object}
                if name != "void:uriSpace":
                    if not isinstance(each.object, Literal):
                        self.faults.append(fault("project-value", own.file, line, term=name))
                elif not is_base(each.object):
                    self.faults.append(fault("project-base", own.file, line, **written))
                elif other := _elsewhere(Base(each.object.value), each.subject, told):
                    written["other"] = other
                    self.faults.append(fault("project-base-other", own.file, line, **written))
                else:
                    base = Base(each.object.value)
        return base


def _said(own: Turtle, name: str) -> list[Fact]:
    return [each for each in own.triples if each.predicate == term(name)]


def is_base(node: Node) -> bool:
    """Say whether a node is a text that other names may be put behind to make IRIs."""
    if not isinstance(node, Literal) or node.language or not is_iri(node.value):
        return False
    found = _ADDRESS.fullmatch(node.value)
    return found is not None and int(found["port"] or 0) <= _LAST_PORT


def _elsewhere(base: Base, project: NamedNode, told: list[Turtle]) -> NamedNode | None:
    """Return an address that does not begin with the base: the project's own, or that of all."""
    if project.value != base.iri:
        return project
    subjects = [each.subject for turtle in told for each in turtle.triples]
    return next(iter(subjects), None) if not any(map(base.is_thing, subjects)) else None


class _Loading:
    def __init__(self, files: _Files) -> None:
        self.files = files
        self.vocabulary = files.vocabulary
        (space,), (issued,), (version,) = (_said(files.own, name) for name in _DESCRIBED)
        self.base = Base(space.object.value)
        self.issued, self.version = issued.object.value, version.object.value
        turtles = (turtle for _, turtle in files.sources.values())
        self.turtles = [files.own, files.actors, *turtles]
        self.faults: list[Fault] = []
        self.graphs: dict[str, dict[Fact, None]] = {}
        self.claims: dict[str, list[Claim]] = {}
        self.coverage: dict[str, Coverage] = {}
        self.lines: dict[str, tuple[str, int]] = {}
        self.texts: dict[str, str] = {}
        self.stated: list[Stated] = []

    def run(self, over: Over) -> Dataset:
        self.add("ontologi", self.vocabulary.triples)
        self.add("datasett", self.files.own.triples)
        self.actors(self.files.actors)
        registers = Registers(self.files.actors.triples)
        work = partial(expand, vocabulary=self.vocabulary, registers=registers, base=self.base)
        for expanded in over(work, self.files.sources.values()):
            registers.of(expanded.languages)  # which may have been made elsewhere
            self.source(expanded)
        for register in registers.used:
            self.shared(register, self.files.actors)
        retired = self.retired()
        self.readings(retired)
        self.follow()
        self.faults += [*miscounted(self.vocabulary), *self.files.unsaid]
        self.faults += broken_rules(self.turtles, self.vocabulary, self.base, retired)
        return Dataset(
            base=self.base,
            vocabulary=self.vocabulary,
            facts={
                self.base.graph(name).value: tuple(facts) for name, facts in self.graphs.items()
            },
            faults=first_told(self.faults),
            coverage=self.coverage,
            turtles=(*self.vocabulary.files, *self.turtles),
            lines=self.lines,
            shapes=self.files.shapes,
            issued=self.issued,
            version=self.version,
            languages=self.files.languages,
            words=self.files.words,
            texts=self.texts,
            unread=tuple(self.files.unread),
        )

    def add(self, graph: str, triples: Iterable[Fact]) -> None:
        self.graphs.setdefault(graph, {}).update(dict.fromkeys(triples))

    def actors(self, actors: Turtle) -> None:
        self.add("aktorer", actors.triples)
        for triple in actors.triples:
            if triple.predicate in self.vocabulary.links:
                line = actors.line_of(triple)
                names = {
                    "thing": self.base.short(triple.subject),
                    "link": curie(triple.predicate.value, VOCABULARIES),
                }
                self.faults.append(fault("link-without-quote", actors.file, line, **names))

    def shared(self, register: Register, actors: Turtle) -> None:
        for name, owners in register.shared.items():
            line = actors.line_of(owners[-1])
            both = " / ".join(self.base.short(each.subject) for each in owners)
            self.faults.append(fault("alias-shared", actors.file, line, name=name, actors=both))

    def source(self, expanded: Expanded) -> None:
        name = expanded.stated.source.name
        self.stated.append(expanded.stated)
        self.texts[name] = expanded.stated.source.text
        self.coverage[name], self.claims[name] = expanded.coverage, expanded.claims
        self.faults += expanded.faults
        self.add(f"kilde/{name}", expanded.facts)

    def readings(self, retired: Mapping[str, Retired]) -> None:
        typed = [
            triple
            for graph in self.graphs
            for triple in self.graphs[graph]
            if triple.predicate == _TYPE and self.base.is_thing(triple.subject)
        ]
        stated = frozenset(claim.link for claims in self.claims.values() for claim in claims)
        words = Words(self.stated)
        written = {name: rows for name, rows in self.files.tables.items() if name in TABLES}
        for table in tables(self.vocabulary, typed, written.values(), retired):
            if rows := written.get(table.name):
                self.reading(Readings(rows, table, stated, words, self.base, self.files.languages))

    def retired(self) -> dict[str, Retired]:
        """Add the addresses that are gone; return them."""
        rows = self.files.tables.get(RETIRED)
        if rows is None:
            return {}
        homes: dict[NamedNode, str] = {}
        for turtle in self.turtles:
            typed = (each.subject for each in turtle.triples if each.predicate == _TYPE)
            homes |= dict.fromkeys(typed, turtle.file)
        found, faults = read_retired(rows.rows, self.base, homes)
        self.faults += rows.faults + faults
        self.add("datasett", (fact for each in found.values() for fact in each.facts()))
        return found

    def reading(self, read: Readings) -> None:
        table = read.table
        self.faults += read.faults
        self.lines |= {iri: (table.file, line) for iri, line in read.lines.items()}
        self.claims[table.graph] = read.claims
        links = (claim.link for claim in read.claims)
        claimed = (fact for claim in read.claims for fact in claim.triples(self.base))
        self.add(table.graph, chain(links, claimed, read.triples))

    def follow(self) -> None:
        """Add what follows from each graph alone by the hierarchy of classes and properties.

        What is of a class that a concept scheme gathers is in that scheme, and what a class counts
        as its things count as.
        """
        ours = self.vocabulary
        told = {name: facts for name, facts in self.graphs.items() if name != "ontologi"}
        counts = counted(told, ours)
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
                    for each in (each for each in (kind, *wider) if each in ours.schemes):
                        new[Fact(triple.subject, term("skos:inScheme"), ours.schemes[each])] = None
                else:
                    for each in ours.above_property.get(triple.predicate, ()):
                        new[Fact(triple.subject, each, triple.object)] = None
            new.update(dict.fromkeys(counts.get(graph, ())))
            rest = [triple for triple in new if triple not in known]
            if rest:
                self.add(where if read else f"{where}/{name}", rest)
