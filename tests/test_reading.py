"""Our readings: rows of an SSSOM table that become claims, denials and no-links, never facts."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal

from conftest import BASE, READING, READINGS_HEAD, changed, told
from ho21.claim import DERIVED
from ho21.names import Fact, term
from ho21.reading import COLUMNS, read_rows
from ho21.rooms import house
from ho21.store import load

FILE = "graph/tolkning.tsv"
HEAD = READINGS_HEAD.count("\n")
FIRST = HEAD + 1
SECOND = HEAD + 2
GRAPH = BASE.graph("tolkning").value
MEASURE = BASE.thing("tiltak/dele-data")
PICTURE = BASE.thing("malbilde/felles-data")
NO_LINK = changed(
    changed(READING, "malbilde:felles-data", "sssom:NoTermFound"),
    "unreviewed\t",
    "unreviewed\tho:TargetPicture",
)
DENIAL = changed(READING, "\t\tsemapv", "\tNot\tsemapv")
COUNCIL = changed(READING, "aktor:redaksjonen", "aktor:radet")


@pytest.fixture
def read(tiny_house):
    """Return a function that reads some rows in the tiny house: its faults, and the dataset."""

    def read(*rows: str):
        root = tiny_house(readings=READINGS_HEAD + "".join(rows))
        return told(root), load(house(str(root)))

    return read


def about(node: str) -> list[Fact]:
    """Return what every kind of reading says of itself."""
    made = BASE.thing(f"pastand/{node}")
    return [
        Fact(made, term("ho:reason"), Literal("Delte data er felles data.", language="nb")),
        Fact(made, term("ho:reason"), Literal("Shared data are joint data.", language="en")),
        Fact(made, term("ho:confidence"), Literal("0.7", datatype=term("xsd:decimal"))),
        Fact(made, term("prov:wasAttributedTo"), BASE.thing("aktor/redaksjonen")),
        Fact(made, term("dcterms:created"), Literal("2026-11-22", datatype=term("xsd:date"))),
        Fact(made, term("ho:reviewState"), term("ho:unreviewed")),
    ]


def test_a_reading_becomes_a_link_and_a_claim_with_its_reason(read):
    faults, dataset = read(READING)
    name = "tiltak.dele-data--contributesTo--malbilde.felles-data--tolkning"
    node = BASE.thing(f"pastand/{name}")
    assert faults == []
    assert list(dataset.facts[GRAPH]) == [
        Fact(MEASURE, term("ho:contributesTo"), PICTURE),
        Fact(node, term("rdf:type"), term("ho:Claim")),
        Fact(node, term("rdf:subject"), MEASURE),
        Fact(node, term("rdf:predicate"), term("ho:contributesTo")),
        Fact(node, term("rdf:object"), PICTURE),
        Fact(node, term("ho:basis"), DERIVED),
        *about(name),
    ]


def test_a_denial_is_a_negative_assertion_without_the_link(read):
    faults, dataset = read(DENIAL)
    name = "tiltak.dele-data--contributesTo--malbilde.felles-data--tolkning"
    node = BASE.thing(f"pastand/{name}")
    assert faults == []
    assert list(dataset.facts[GRAPH]) == [
        Fact(node, term("rdf:type"), term("ho:Denial")),
        Fact(node, term("owl:sourceIndividual"), MEASURE),
        Fact(node, term("owl:assertionProperty"), term("ho:contributesTo")),
        Fact(node, term("owl:targetIndividual"), PICTURE),
        *about(name),
    ]


def test_a_no_link_says_what_was_sought_and_where(read):
    faults, dataset = read(NO_LINK)
    name = "tiltak.dele-data--contributesTo--ingen--tolkning"
    node = BASE.thing(f"pastand/{name}")
    assert faults == []
    assert list(dataset.facts[GRAPH]) == [
        Fact(node, term("rdf:type"), term("ho:NoLink")),
        Fact(node, term("ho:about"), MEASURE),
        Fact(node, term("ho:soughtProperty"), term("ho:contributesTo")),
        Fact(node, term("ho:soughtIn"), term("ho:TargetPicture")),
        *about(name),
    ]


def test_a_second_author_of_the_same_reading_is_named_in_the_claim(read):
    faults, dataset = read(READING, COUNCIL)
    link = "pastand/tiltak.dele-data--contributesTo--malbilde.felles-data"
    claims = {
        fact.subject for fact in dataset.facts[GRAPH] if fact.predicate == term("rdf:subject")
    }
    assert faults == []
    assert claims == {BASE.thing(f"{link}--tolkning"), BASE.thing(f"{link}--tolkning-radet")}


def test_one_author_may_deny_what_another_affirms(read):
    faults, dataset = read(READING, changed(COUNCIL, "\t\tsemapv", "\tNot\tsemapv"))
    assert faults == []
    assert Fact(MEASURE, term("ho:contributesTo"), PICTURE) in dataset.facts[GRAPH]


def test_each_reading_is_found_on_its_line(read):
    _, dataset = read(READING, NO_LINK)
    link = f"{BASE.iri}id/pastand/tiltak.dele-data--contributesTo"
    assert dataset.places[f"{link}--malbilde.felles-data--tolkning"] == (FILE, FIRST)
    assert dataset.places[f"{link}--ingen--tolkning"] == (FILE, SECOND)


def test_confidence_is_written_in_one_way(read):
    _, dataset = read(changed(READING, "\t0.7\t", "\t0.70\t"))
    values = [
        fact.object for fact in dataset.facts[GRAPH] if fact.predicate == term("ho:confidence")
    ]
    assert values == [Literal("0.7", datatype=term("xsd:decimal"))]


def test_empty_lines_and_comments_between_rows_are_no_rows(read):
    faults, _ = read("\n# en merknad\n", READING, "\n")
    assert faults == []


def test_a_table_from_a_machine_with_other_newlines_is_read_alike(tiny_house):
    root = tiny_house(readings=(READINGS_HEAD + READING).replace("\n", "\r\n"))
    assert told(root) == []


def test_a_prefix_of_the_table_may_name_the_vocabulary_by_another_name(tiny_house):
    head = changed(READINGS_HEAD, "#  aktor:", "#  def: https://w3id.org/ho21/def#\n#  aktor:")
    row = changed(changed(NO_LINK, "ho:TargetPicture", "def:TargetPicture"), "ho:cont", "def:cont")
    dataset = load(house(str(tiny_house(readings=head + row))))
    assert dataset.faults == ()
    assert term("ho:TargetPicture") in {fact.object for fact in dataset.facts[GRAPH]}


# What is refused


def test_a_table_with_other_columns_is_refused(tiny_house):
    readings = changed(READINGS_HEAD, "comment_en", "comment_sv") + READING
    assert told(tiny_house(readings=readings)) == [("wrong-columns", FILE, HEAD)]


@pytest.mark.parametrize("readings", ["", "#license: https://example.org/"])
def test_a_table_without_columns_is_refused(tiny_house, readings):
    assert told(tiny_house(readings=readings)) == [("wrong-columns", FILE, 1)]


@pytest.mark.parametrize("row", [changed(READING, "\tunreviewed", ""), f"\t{READING}"])
def test_a_row_with_too_few_or_too_many_cells_is_refused(read, row):
    assert read(READING, row)[0] == [("wrong-cells", FILE, SECOND)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tiltak:dele-data", "tiltak:dele-alt"),
        ("malbilde:felles-data", "malbilde:delte-data"),
        ("malbilde:felles-data", "Felles data"),
        ("malbilde:felles-data", "ukjent:felles-data"),
        ("aktor:redaksjonen", "aktor:ingen"),
        ("aktor:redaksjonen", ""),
    ],
)
def test_a_reading_about_what_is_not_there_is_refused(read, old, new):
    assert read(changed(READING, old, new))[0] == [("row-unknown-thing", FILE, FIRST)]


@pytest.mark.parametrize("predicate", ["ho:quote", "ho:contributes", "skos:related", ""])
def test_a_reading_of_what_links_no_two_things_is_refused(read, predicate):
    row = changed(READING, "ho:contributesTo", predicate)
    assert read(row)[0] == [("row-unknown-link", FILE, FIRST)]


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ("Delte data er felles data.", "comment"),
        ("Shared data are joint data.", "comment_en"),
        ("2026-11-22", "mapping_date"),
        ("unreviewed", "review_state"),
        ("0.7", "confidence"),
    ],
)
def test_a_reading_without_reason_date_state_or_confidence_is_refused(read, cell, column):
    faults, dataset = read(changed(READING, cell, ""))
    assert faults == [("row-without", FILE, FIRST)]
    assert dataset.faults[0].fields == (("column", column),)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\t\tsemapv", "\tMaybe\tsemapv"),
        ("semapv:ManualMappingCuration", "semapv:LexicalMatching"),
        ("semapv:ManualMappingCuration", ""),
        ("unreviewed", "approved"),
        ("\t0.7\t", "\t1.1\t"),
        ("\t0.7\t", "\t0,7\t"),
        ("\t0.7\t", "\thigh\t"),
        ("2026-11-22", "22.11.2026"),
        ("2026-11-22", "2026-02-30"),
        ("2026-11-22", "20261122"),
    ],
)
def test_a_cell_with_a_value_it_cannot_have_is_refused(read, old, new):
    assert read(changed(READING, old, new))[0] == [("row-value", FILE, FIRST)]


def test_what_a_cell_may_say_is_told(read):
    _, dataset = read(
        changed(READING, "unreviewed", "approved"), changed(DENIAL, "\tNot\t", "\tNei\t")
    )
    assert [each.message("en") for each in dataset.faults] == [
        "review_state is “approved” but must be reviewed | unreviewed; correct the cell.",
        "predicate_modifier is “Nei” but must be – | Not; correct the cell.",
    ]


def test_a_no_link_cannot_be_denied(read):
    assert read(changed(NO_LINK, "\t\tsemapv", "\tNot\tsemapv"))[0] == [("row-value", FILE, FIRST)]


@pytest.mark.parametrize(
    "row",
    [
        changed(NO_LINK, "ho:TargetPicture", ""),
        changed(READING, "unreviewed\t", "unreviewed\tho:TargetPicture"),
    ],
)
def test_where_it_was_sought_stands_in_a_no_link_and_only_there(read, row):
    assert read(row)[0] == [("row-sought", FILE, FIRST)]


def test_what_was_sought_in_must_be_a_known_class_or_scheme(read):
    row = changed(NO_LINK, "ho:TargetPicture", "ho:TargetImage")
    assert read(row)[0] == [("row-unknown-thing", FILE, FIRST)]


def test_a_row_written_twice_is_refused_with_the_first_line(read):
    faults, dataset = read(READING, changed(READING, "0.7", "0.9"))
    assert faults == [("row-duplicate", FILE, SECOND)]
    assert dataset.faults[0].message("en") == (f"The row repeats line {FIRST}; remove one of them.")


def test_a_row_written_twice_with_different_prefixes_is_still_a_duplicate(tiny_house):
    head = changed(READINGS_HEAD, "#  tiltak:", f"#  t: {BASE.iri}id/tiltak/\n#  tiltak:")
    twin = changed(READING, "tiltak:dele-data", "t:dele-data")
    root = tiny_house(readings=head + READING + twin)
    assert told(root) == [("row-duplicate", FILE, head.count("\n") + 2)]


def test_one_author_cannot_both_affirm_and_deny(read):
    assert read(READING, DENIAL)[0] == [("row-contradicts", FILE, SECOND)]


def test_a_reading_that_repeats_what_a_source_states_is_refused(read):
    row = changed(
        changed(READING, "ho:contributesTo", "ho:proposedBy"), "malbilde:felles-data", "aktor:radet"
    )
    assert read(row)[0] == [("row-repeats-source", FILE, FIRST)]


def test_a_row_that_is_refused_makes_nothing(read):
    _, dataset = read(changed(READING, "0.7", ""))
    assert dataset.facts[GRAPH] == ()


def test_all_that_is_wrong_with_a_row_is_told_at_once(read):
    row = changed(changed(READING, "0.7", ""), "tiltak:dele-data", "tiltak:dele-alt")
    assert read(row)[0] == [("row-unknown-thing", FILE, FIRST), ("row-without", FILE, FIRST)]


def test_rows_keep_their_line_and_their_cells_by_column():
    (row,), prefixes, faults = read_rows(READINGS_HEAD + READING, FILE)
    assert (row.line, row["object_id"], row["predicate_modifier"]) == (
        FIRST,
        "malbilde:felles-data",
        "",
    )
    assert tuple(row.cells) == COLUMNS
    assert prefixes["tiltak"] == f"{BASE.iri}id/tiltak/"
    assert faults == []
