"""Every fact of the five texts: its words stand there, and the graph says it.

A proof is one triple or more joined by `` & ``. A link is proven by a claim that is stated and
rests on the words of the fact; anything else by the triple itself and a passage of its subject
at the words. A proof in braces is the body of an ASK in which ``?here`` is such a passage.
The words may be pieces joined by `` | ``: the first stands once in the text, and each of the
others is the nearest after it.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pytest

from ho21.dataset.dataset import select
from ho21.project import open_project
from ho21.rdf.namespaces import curie, term
from support.tiny import ROOT

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from ho21.dataset.dataset import Dataset

FOLDER = ROOT / "tests" / "data" / "facts"
FEWEST, MOST_LEFT = 430, 0.02


class TextFact(NamedTuple):
    """Facts that a text states, one a row of the lists in ``facts/``."""

    id: str
    words: str
    fact: str
    proof: str
    left: str  # why the graph does not say it; empty where it does

    @property
    def source(self) -> str:
        """The text that states it."""
        return self.id.rpartition("-")[0]


FACTS = [
    TextFact(**row)
    for path in sorted(FOLDER.glob("*.tsv"))
    for row in csv.DictReader(
        path.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
    )
]
TEXTS = {
    source: open_project().bytes("graph", f"{source}.txt").decode()
    for source in sorted({each.source for each in FACTS})
}


def spans(fact: TextFact) -> list[tuple[int, int]]:
    """Return where the words of a fact stand: nowhere, if one is missing or could be two places."""
    found: list[tuple[int, int]] = []
    for piece in fact.words.split(" | "):
        words = re.compile(r"\s+".join(map(re.escape, piece.split())))
        after = found[-1][1] if found else 0
        places = [each.span() for each in words.finditer(TEXTS[fact.source], after)]
        if not places or (not found and len(places) > 1):
            return []
        found.append(places[0])
    return found


class Prover:
    """The graph of what is stated, asked whether it says a fact."""

    def __init__(self, dataset: Dataset, links: frozenset[NamedNode]) -> None:
        self.store, self.prefixes = dataset.stated.store(), dataset.base.prefixes()
        self.links, self.sources = links, dataset.base.graph("kilde/").value
        self.passages = self.places("?passage a ho:Passage")
        self.set_aside = self.places("?aside ho:setsAside ?passage")

    def places(self, pattern: str) -> dict[str, list[tuple[str, int, int]]]:
        """Return passages by source, each with its offsets."""
        found: dict[str, list[tuple[str, int, int]]] = {source: [] for source in TEXTS}
        query = f"SELECT DISTINCT ?passage {{ {pattern} }} ORDER BY ?passage"
        for (passage,) in select(self.store, query, self.prefixes):
            capture, _, offsets = passage.value.partition(".txt#char=")
            start, end = map(int, offsets.split(","))
            found[capture.rpartition("/")[2]].append((passage.value, start, end))
        return found

    def triple(self, n: int, subject: str, predicate: str, thing: str) -> str:
        """Return the pattern that proves one triple of a fact at its words."""
        if predicate.startswith("ho:") and term(predicate) in self.links:
            return (
                f"?claim{n} rdf:subject {subject} ; rdf:predicate {predicate} ;"
                f" rdf:object {thing} ; ho:standing ho:stated ;"
                f" ho:isStatedIn|ho:alsoRestsOn ?here{n} ."
            )
        said = f"{subject} {predicate} {thing} ."
        if predicate == "a":  # the class that the source gives it, not one above
            said = f"GRAPH ?own{n} {{ {said} }} FILTER STRSTARTS(STR(?own{n}), '{self.sources}')"
        return f"{said} {subject} ho:isStatedIn ?here{n} ."

    def proves(self, fact: TextFact) -> bool:
        """Say whether the graph states a fact where its words stand."""
        if fact.proof.startswith("{"):
            parts = {"": fact.proof[1:-1]}
        else:
            split = enumerate(each.split(" ", 2) for each in fact.proof.split(" & "))
            parts = {str(n): self.triple(n, *each) for n, each in split}
        words = spans(fact)
        here = " ".join(
            f"<{passage}>"
            for passage, start, end in self.passages[fact.source]
            if any(start < last and first < end for first, last in words)
        )
        body = " ".join(f"VALUES ?here{n} {{ {here} }} {each}" for n, each in parts.items())
        return bool(self.store.query(f"ASK {{ {body} }}", prefixes=self.prefixes))


@pytest.fixture(scope="module")
def prover(real, vocabulary) -> Prover:
    return Prover(real, vocabulary.links)


def test_the_list_has_more_facts_than_the_first_reading_found_and_none_twice():
    assert len(FACTS) >= FEWEST
    assert [path.stem for path in sorted(FOLDER.glob("*.tsv"))] == list(TEXTS)
    assert [each.id for each in FACTS] == [
        f"{source}-{n:03}"
        for source in TEXTS
        for n in range(1, 1 + sum(each.source == source for each in FACTS))
    ]
    for same in (
        ((each.source, each.fact) for each in FACTS),
        ((each.source, each.words, each.proof) for each in FACTS),
    ):
        listed = list(same)
        assert sorted(listed) == sorted(set(listed))


def test_the_words_of_every_fact_stand_in_its_text():
    assert [each for each in FACTS if not spans(each)] == []


def test_the_graph_says_every_fact_but_those_named_with_a_reason(prover):
    unsaid = [each for each in FACTS if not prover.proves(each)]

    assert unsaid == [each for each in FACTS if each.left]
    assert len(unsaid) <= MOST_LEFT * len(FACTS)


def test_no_source_is_made_to_say_a_link_that_is_no_fact_of_the_list(prover):
    claims = select(
        prover.store,
        """SELECT DISTINCT ?subject ?predicate ?thing {
            ?claim rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?thing ;
                   ho:standing ho:stated
            FILTER (?predicate != ho:mentions) }""",  # a mention is a name that was found
        prover.prefixes,
    )
    said = {" ".join(curie(each.value, prover.prefixes) for each in claim) for claim in claims}

    assert sorted(said - {triple for each in FACTS for triple in each.proof.split(" & ")}) == []


def test_every_letter_of_every_text_lies_in_the_words_of_a_fact_or_is_set_aside(prover):
    for source, text in TEXTS.items():
        told = [span for each in FACTS if each.source == source for span in spans(each)]
        told += [place[1:] for place in prover.set_aside[source]]
        reached = {offset for span in told for offset in range(*span)}
        passed_over = [n for n, sign in enumerate(text) if sign.isalnum() and n not in reached]

        assert "".join(text[n] for n in passed_over) == ""


def test_a_fact_with_the_object_of_another_is_not_said(prover):
    listed = {(each.source, each.proof) for each in FACTS}
    alike = defaultdict(list)
    for each in FACTS:
        if not each.left and " & " not in each.proof and not each.proof.startswith("{"):
            alike[each.source, each.proof.split(" ", 2)[1]].append(each)
    changed = [
        each._replace(proof=" ".join([*each.proof.split(" ", 2)[:2], other.proof.split(" ", 2)[2]]))
        for group in alike.values()
        for each, other in zip(group, group[1:] + group[:1], strict=True)
    ]
    changed = [each for each in changed if (each.source, each.proof) not in listed]

    assert [each for each in changed if prover.proves(each)] == []
    assert len(changed) > len(FACTS) / 4


def test_a_fact_is_not_said_by_words_that_stand_elsewhere(prover):
    (said,) = (each for each in FACTS if each.proof.endswith(" ho:replaces aktor:topplederforum"))

    assert prover.proves(said)
    assert not prover.proves(said._replace(words="De ti prioriterte satsingsområdene er:"))
    assert not prover.proves(said._replace(words="Ord som ikke står der"))
