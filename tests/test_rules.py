"""What must hold across files: known terms, described things, and one home for each."""

from __future__ import annotations

import pytest

from conftest import ACTORS, PREFIXES, STATEMENTS, changed, place, told
from ho21.rooms import house
from ho21.store import load

FILE = "graph/kilde-en.ttl"


def test_the_tiny_house_breaks_no_rule(tiny_house):
    assert told(tiny_house()) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ho:modality ho:must", "ho:modality ho:msut"),
        ("ho:modality ho:must", "ho:mood ho:must"),
        ("tiltak:dele-data a ho:Recommendation", "tiltak:dele-data a ho:Advice"),
        ("ho:modality ho:must", "org:purpose ho:must"),
    ],
)
def test_a_term_that_nobody_declares_is_refused(tiny_house, old, new):
    root = tiny_house(statements=changed(STATEMENTS, old, new))
    assert told(root) == [("unknown-term", *place(root, FILE, "tiltak:dele-data a"))]


def test_a_link_to_a_thing_that_is_described_nowhere_is_refused(tiny_house):
    old = "    rdf:object aktor:radet"
    root = tiny_house(statements=changed(STATEMENTS, old, "    rdf:object aktor:raadet"))
    assert told(root) == [("unknown-thing", *place(root, FILE, "pastand:kilde-en-1"))]


def test_a_thing_without_a_type_is_refused(tiny_house):
    old = 'soyle:data a ho:Pillar ;\n    skos:prefLabel "Den bærende søylen"@nb'
    new = 'soyle:data skos:prefLabel "Den bærende søylen"@nb'
    root = tiny_house(statements=changed(STATEMENTS, old, new))
    assert told(root) == [
        ("untyped", *place(root, FILE, "soyle:data skos")),
        ("unknown-thing", *place(root, FILE, "malbilde:felles-data a")),
    ]


def test_a_thing_with_a_type_in_two_files_is_refused(tiny_house):
    root = tiny_house(actors=f"{ACTORS}\ntiltak:dele-data a ho:Measure .\n")
    assert told(root) == [("two-homes", *place(root, FILE, "tiltak:dele-data a"))]
    (second,) = load(house(str(root))).faults
    assert dict(second.fields)["home"] == "graph/aktorer.ttl"


def test_a_thing_may_be_named_before_the_file_that_is_its_home(tiny_house):
    root = tiny_house()
    more = f'{PREFIXES}\naktor:redaksjonen skos:altLabel "De som leser"@nb .\n'
    file = root / "graph" / "huset.ttl"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert told(root) == []
