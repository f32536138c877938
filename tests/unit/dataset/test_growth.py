"""Growth: a project twice as large is twice the work to read, counted and not timed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from ho21.dataset import loader, mentions
from ho21.dataset.loader import _Files, _Loading, load
from ho21.dataset.mentions import Register
from ho21.dataset.readings.readings import Readings
from ho21.dataset.readings.words import Words
from ho21.project import open_project
from ho21.rdf.turtle import read_turtle
from support.tiny import PREFIXES
from tools.bench import projects

DOUBLE = 2.3


class Weighed(frozenset):
    """A set that notes how many there are in it each time that another is made of it."""

    moved = 0

    def __or__(self, other):
        Weighed.moved += len(self)
        return frozenset(self) | other

    def __sub__(self, other):
        Weighed.moved += len(self)
        return frozenset(self) - other


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a function that gives the folder of a project of so many documents."""
    folder = tmp_path_factory.mktemp("made")
    known = {}

    def of(documents: int):
        if documents not in known:
            known[documents] = projects.write(documents, folder / str(documents))
        return open_project(known[documents])

    return of


def loaded(project):
    """Return what each source of a project says."""
    kept = []

    class Kept(_Loading):
        def readings(self, retired):
            kept.extend(self.stated)
            super().readings(retired)

    Kept(_Files(project)).run(map)
    return kept


def test_a_made_project_is_read_without_a_fault_and_is_the_same_each_time(made, tmp_path):
    assert load(made(2)).faults == ()

    again = projects.write(2, tmp_path / "again")
    files = sorted(each.name for each in (again / "graph").iterdir())
    assert [(again / "graph" / each).read_bytes() for each in files] == [
        (made(2).graph / each).read_bytes() for each in files
    ]


def test_twice_the_readings_move_twice_as_much_to_tell_what_they_may_name(made, monkeypatch):
    def weighed(rows, table, *rest):
        things, objects = Weighed(table.things), Weighed(table.objects)
        return Readings(rows, replace(table, things=things, objects=objects), *rest)

    monkeypatch.setattr(loader, "Readings", weighed)
    moved = []
    for documents in (2, 4):
        Weighed.moved = 0
        load(made(documents))
        moved.append(Weighed.moved)

    assert moved[0] > 0
    assert moved[1] <= DOUBLE * moved[0]


def test_the_words_of_a_reading_are_looked_for_once_however_many_sources_there_are(made):
    asked = []

    class Elements(dict):
        def get(self, *given):
            asked.append(given)
            return super().get(*given)

        __getitem__ = get

    stated = [replace(each, elements=Elements(each.elements)) for each in loaded(made(4))]
    words = Words(stated)
    things = [*stated[0].elements]

    assert [words.passages("", each) for each in things] == [*stated[0].elements.values()]
    assert asked == []


def test_a_text_is_held_only_against_the_names_that_begin_with_its_words(monkeypatch):
    compiled = []
    monkeypatch.setattr(
        mentions.re,
        "compile",
        lambda pattern, *flags, made=re.compile: (
            compiled.append(len(pattern)) or made(pattern, *flags)
        ),
    )
    weights = []
    for count in (100, 200):
        actors = "\n".join(
            f'aktor:a-{at} a ho:Actor ; skos:prefLabel "{projects.name_of(at)}rådet i byen"@nb .'
            for at in range(count)
        )
        triples = read_turtle(f"{PREFIXES}\n{actors}", "graph/aktorer.ttl").triples
        compiled.clear()
        found = Register(triples).find(f"Vi i {projects.name_of(7)}rådet i byen og ingen andre.")
        weights.append((len(found), sum(compiled)))

    assert weights[0][0] == weights[1][0] == 1
    assert weights[1][1] == weights[0][1]
