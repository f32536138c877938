"""Things, links and graphs made by hand, to draw and to make pages of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache
from zlib import crc32

from pyoxigraph import NamedNode

from ho21.dataset.following.roles import counted, roles
from ho21.dataset.vocabulary import read_vocabulary
from ho21.model.graph import KnowledgeGraph
from ho21.model.rows import rows
from ho21.model.things import (
    Document,
    Evidence,
    Label,
    Link,
    NonLink,
    Passage,
    Standing,
    Thing,
    Value,
)
from ho21.project import open_project
from ho21.rdf.namespaces import HO, Base, Fact, term

BASE = Base("https://w3id.org/ho21/")
ID = f"{BASE.iri}id/"
AUTHOR = f"{ID}aktor/leser"
REVIEW = f"{HO}unreviewed"


def both(text):
    """Return a text that reads the same in both languages."""
    return Label.same(text).texts


def label(text):
    """Return a label of one text, or of a text in each language."""
    return Label.of(text) if isinstance(text, dict) else Label.same(text)


def words(quote, translation="", *, source="kilde", first=1, last=1, place=None):
    """Return words of a source; those that stand nowhere in particular get a place of their own."""
    start, end = place or (at := crc32(quote.encode()) % 10**6, at + len(quote))
    document = f"{BASE.iri}doc/{source}"
    iri = f"{document}.txt#char={start},{end}"
    return Passage(iri, document, start, end, first, last, quote, Label.of({"en": translation}))


def value(name, text, raw=None):
    """Return a fact of a thing, called by its own name; ``raw`` is as the graph writes it."""
    text = label(text)
    return Value(f"{HO}{name}", Label.same(name), text, text["nb"] if raw is None else raw, "text")


def thing(iri, kind, name, *wider, short=None, **more):
    """Return a thing by its IRI, or by the end of it, with its classes and its name."""
    kinds = tuple(sorted(HO + each for each in {kind, *wider}))
    name = label(name)
    short = name if short is None else label(short)
    return Thing(iri if ":" in iri else ID + iri, HO + kind, kinds, name, short, **more)


def link(subject, predicate, target, standing=Standing.STATED, *, passages=(), **more):
    """Return a link with one evidence; the ends are IRIs, or the ends of them."""
    ends = [each if ":" in each else ID + each for each in (subject, target)]
    claim = f"{ID}pastand/{subject}--{predicate}--{target}--{standing.term}"
    evidence = Evidence(claim, standing, passages=tuple(passages), **more)
    return Link(ends[0], HO + predicate, ends[1], (evidence,))


def reading(subject, predicate, target, reason="Fordi vi leser det slik.", confidence=0.7):
    """Return a link that rests on one reading."""
    made = {"reason": label(reason), "author": AUTHOR, "review": REVIEW, "confidence": confidence}
    return link(subject, predicate, target, Standing.INTERPRETED, **made)


def weighed(about, predicate, other, reason, *, denied, **more):
    """Return a link that was weighed and not made."""
    iri = f"{ID}pastand/{about}--{predicate}--ingen"
    return NonLink(iri, about, HO + predicate, other, denied, label(reason), **more)


def document(slug, name, url=""):
    """Return a source."""
    iri = f"{BASE.iri}doc/{slug}"
    return Document(iri, slug, label(name), label(name), url, capture=f"{iri}.txt")


@cache
def vocabulary():
    """Return the vocabulary that ships with ho21."""
    return read_vocabulary(open_project())


@cache
def counting():
    """Return what the things of each class count as."""
    kinds = sorted(vocabulary().classes, key=str)
    return {x.value: frozenset(y.value for y in roles(x, vocabulary())) for x in kinds}


def with_roles(things):
    """Return things with what each of them counts as among the others."""
    things = list(things)
    classes = {each.value: each for each in vocabulary().classes}
    facts = [
        Fact(NamedNode(f"urn:thing:{at}"), term("rdf:type"), classes[kind])
        for at, each in enumerate(things)
        for kind in each.kinds
        if kind in classes
    ]
    found = defaultdict(list)
    for each in counted({"": facts}, vocabulary()).get("", ()):
        parts = len(vocabulary().above_role.get(each.object, ()))
        found[int(each.subject.value.rpartition(":")[2])].append((-parts, each.object.value))
    return [
        replace(each, roles=tuple(role for _, role in sorted(found[at])))
        for at, each in enumerate(things)
    ]


def graph(things=(), links=(), *, documents=(), title="Prøve", issued="2026-11-22", **more):
    """Return a graph of things and links, in order."""
    told = {AUTHOR: Label.same("Oss"), REVIEW: Label.same("ny")} | more.pop("labels", {})
    things = sorted(with_roles(things), key=lambda each: each.iri)
    return KnowledgeGraph(
        BASE,
        {each.iri: each for each in things},
        tuple(sorted(links, key=lambda each: each.triple)),
        documents={each.iri: each for each in documents},
        counting=counting(),
        labels=told | {each.iri: each.label for each in things},
        title=label(title),
        issued=issued,
        **more,
    )


def with_links(found, links):
    """Return a graph with other links."""
    return replace(found, links=tuple(sorted(links, key=lambda each: each.triple)))


def rows_of(found):
    """Return the rows of all links of a graph, as a page has them."""
    return [row for each in found.links for row in rows(each)]
