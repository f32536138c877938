"""What must hold across files: known terms, described things, and one home for each."""

from __future__ import annotations

import pytest

from ho21.dataset.integrity import rewritten
from ho21.dataset.loader import load
from ho21.project import open_project
from support.tiny import ACTORS, PREFIXES, STATEMENTS, changed, place, told

FILE = "graph/kilde-en.ttl"


def test_the_tiny_project_breaks_no_rule(tiny_project):
    assert told(tiny_project()) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ho:modality ho:must", "ho:mood ho:must"),
        ("tiltak:dele-data a ho:Recommendation", "tiltak:dele-data a ho:Advice"),
        ("ho:modality ho:must", "org:purpose ho:must"),
    ],
)
def test_a_term_that_nobody_declares_is_refused_on_the_line_where_it_stands(tiny_project, old, new):
    root = tiny_project(statements=changed(STATEMENTS, old, new))
    assert told(root) == [("unknown-term", *place(root, FILE, new))]


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ("ho:modality ho:must", "ho:modality ho:msut", "ho:must"),
        ("ho:modality ho:must", "ho:modalty ho:must", "ho:modality"),
        ("soyle:data a ho:Pillar", "soyle:data a ho:Piller", "ho:Pillar"),
        ('skos:prefLabel "Dele data"@nb', 'skos:preflabel "Dele data"@nb', "skos:prefLabel"),
    ],
)
def test_a_misspelt_term_is_told_with_the_one_that_was_meant(tiny_project, old, new, meant):
    root = tiny_project(statements=changed(STATEMENTS, old, new))
    assert told(root) == [("unknown-term-near", *place(root, FILE, new))]
    (found,) = load(open_project(str(root))).faults
    assert dict(found.fields)["near"] == meant


def test_a_link_to_a_thing_that_is_described_nowhere_is_refused(tiny_project):
    old = "    rdf:object aktor:radet"
    root = tiny_project(statements=changed(STATEMENTS, old, "    rdf:object aktor:raadet"))
    assert told(root) == [("unknown-thing", *place(root, FILE, "rdf:object"))]


def test_a_thing_without_a_type_is_refused(tiny_project):
    old = 'soyle:data a ho:Pillar ;\n    skos:prefLabel "Den bærende søylen"@nb'
    new = 'soyle:data skos:prefLabel "Den bærende søylen"@nb'
    root = tiny_project(statements=changed(STATEMENTS, old, new))
    assert told(root) == [
        ("untyped", *place(root, FILE, "soyle:data skos")),
        ("unknown-thing", *place(root, FILE, "ho:isPartOf soyle:data")),
    ]


def test_a_thing_with_a_type_in_two_files_is_refused(tiny_project):
    root = tiny_project(actors=f"{ACTORS}\ntiltak:dele-data a ho:Measure .\n")
    assert told(root) == [("two-homes", *place(root, FILE, "tiltak:dele-data a"))]
    (second,) = load(open_project(str(root))).faults
    assert dict(second.fields)["home"] == "graph/aktorer.ttl"


def test_a_thing_may_be_named_before_the_file_that_is_its_home(tiny_project):
    root = tiny_project()
    more = f'{PREFIXES}\naktor:redaksjonen skos:altLabel "De som leser"@nb .\n'
    file = root / "graph" / "datasett.ttl"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert told(root) == []


@pytest.mark.parametrize(
    ("written", "way"),
    [
        ("070", "70"),
        ("70.0", "70"),
        ("+70", "70"),
        ("7e1", "70"),
    ],
)
def test_a_number_that_a_store_gives_back_in_another_way_is_refused(tiny_project, written, way):
    root = tiny_project(statements=changed(STATEMENTS, "ho:value 70", f"ho:value {written}"))
    assert ("not-canonical", *place(root, FILE, "ho:value")) in told(root)
    found = [each for each in load(open_project(str(root))).faults if each.key == "not-canonical"]
    assert [dict(each.fields)["way"] for each in found] == [way]


def test_no_literal_of_the_real_project_is_written_otherwise_than_a_store_gives_it_back(real):
    facts = (fact for facts in real.facts.values() for fact in facts)
    assert rewritten(facts) == {}
