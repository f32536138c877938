"""Our readings: rows of SSSOM tables that become claims, denials and no-links, never facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode

from ho21.dataset.claims import SELF
from ho21.dataset.loader import load
from ho21.dataset.readings.rows import COLUMNS, read_rows
from ho21.project import open_project
from ho21.rdf.namespaces import Fact, term
from support.tiny import (
    BASE,
    OUTSIDER,
    READING,
    READINGS_HEAD,
    REVIEWED,
    STATEMENTS,
    TEXT,
    changed,
    faults,
    told,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = "graph/tolkning.tsv"
HEAD = READINGS_HEAD.count("\n")
FIRST = HEAD + 1
SECOND = HEAD + 2
GRAPH = BASE.graph("tolkning").value
MEASURE = BASE.thing("tiltak/dele-data")
PICTURE = BASE.thing("malbilde/felles-data")
NAME = "tiltak.dele-data--contributesTo--malbilde.felles-data--tolkning"
NO_LINK = changed(
    changed(READING, "malbilde:felles-data", "sssom:NoTermFound"),
    "unreviewed\t",
    "unreviewed\tho:TargetPicture",
)
DENIAL = changed(READING, "\t\tsemapv", "\tNot\tsemapv")
COUNCIL = changed(READING, "aktor:redaksjonen", "aktor:radet")


MAP_FILE = "graph/mappings.tsv"
LISTS = {"los": "https://psi.norge.no/los/tema/", "eurovoc": "http://eurovoc.europa.eu/"}
MAP_HEAD = changed(
    changed(READINGS_HEAD, "graph/tolkning", "graph/koblinger"),
    "#  tall:",
    "".join(f"#  {name}: {iri}\n" for name, iri in LISTS.items()) + "#  tall:",
)
MAP_FIRST = MAP_HEAD.count("\n") + 1
MAPPINGS = BASE.graph("koblinger").value
MATCH = term("dcterms:subject")
MEDICAL_DATA = NamedNode("http://eurovoc.europa.eu/5594")
MAPPING = changed(
    changed(READING, "malbilde:felles-data", "eurovoc:5594"),
    "tiltak:dele-data\tho:contributesTo",
    "malbilde:felles-data\tdcterms:subject",
)


def sought(vocabulary: str) -> str:
    """Return the row that says that nothing in a vocabulary answers to the target picture."""
    row = changed(MAPPING, "eurovoc:5594", "sssom:NoTermFound")
    return changed(row, "unreviewed\t", f"unreviewed\t{vocabulary}")


@pytest.fixture
def mapped(tiny_project):
    """Return a function that maps in the tiny project by some rows: its faults, and the dataset."""

    def mapped(*rows: str):
        root = tiny_project()
        (root / MAP_FILE).write_text(MAP_HEAD + "".join(rows), encoding="utf-8")
        return told(root), load(open_project(str(root)))

    return mapped


@pytest.fixture
def read(tiny_project):
    """Return a function that reads some rows in the tiny project: its faults, and the dataset."""

    def read(*rows: str):
        root = tiny_project(readings=READINGS_HEAD + "".join(rows))
        return told(root), load(open_project(str(root)))

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


ENDS = "Vi må dele helsedata med kommunene", "Alle deler data i mars 2030"


def resting(node: str, words: Iterable[str]) -> list[Fact]:
    """Return what a reading says of the words it rests on."""
    made, rests = BASE.thing(f"pastand/{node}"), term("ho:alsoRestsOn")
    places = ((TEXT.index(each), len(each)) for each in words)
    return [
        Fact(made, rests, BASE.fragment("kilde-en", "char", at, at + long)) for at, long in places
    ]


def interpreted(made: NamedNode) -> Fact:
    return Fact(made, term("ho:standing"), term("ho:interpreted"))


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
        Fact(node, term("ho:basis"), SELF),
        interpreted(node),
        *resting(name, ENDS),
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
        interpreted(node),
        *resting(name, ENDS),
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
        interpreted(node),
        *resting(name, ENDS[:1]),
        *about(name),
    ]


def test_what_is_sought_in_two_classes_is_two_no_links_and_the_second_says_where(read):
    faults, dataset = read(NO_LINK, changed(NO_LINK, "ho:TargetPicture", "ho:StrategyArea"))
    link = "pastand/tiltak.dele-data--contributesTo"
    found = {fact.subject for fact in dataset.facts[GRAPH] if fact.object == term("ho:NoLink")}
    assert faults == []
    assert found == {
        BASE.thing(f"{link}--ingen--tolkning"),
        BASE.thing(f"{link}--ingen.StrategyArea--tolkning"),
    }


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


def test_a_table_from_a_machine_with_other_newlines_is_read_alike(tiny_project):
    root = tiny_project(readings=(READINGS_HEAD + READING).replace("\n", "\r\n"))
    assert told(root) == []


def test_a_prefix_of_the_table_may_name_the_vocabulary_by_another_name(tiny_project):
    head = changed(READINGS_HEAD, "#  aktor:", "#  def: https://w3id.org/ho21/def#\n#  aktor:")
    row = changed(changed(NO_LINK, "ho:TargetPicture", "def:TargetPicture"), "ho:cont", "def:cont")
    dataset = load(open_project(str(tiny_project(readings=head + row))))
    assert dataset.faults == ()
    assert term("ho:TargetPicture") in {fact.object for fact in dataset.facts[GRAPH]}


# What is refused


def test_a_table_with_other_columns_is_refused(tiny_project):
    readings = changed(READINGS_HEAD, "comment_en", "comment_sv") + READING
    assert told(tiny_project(readings=readings)) == [("wrong-columns", FILE, HEAD)]


def columns(tiny_project, old: str, new: str):
    """Return the one fault of a table in whose line of columns something is changed."""
    head, names, _ = READINGS_HEAD.rpartition("subject_id")
    root = tiny_project(readings=f"{head}{(names + _).replace(old, new)}{READING}")
    (wrong,) = faults(root)
    assert (wrong.file, wrong.line) == (FILE, HEAD)
    return wrong.key, dict(wrong.fields)


@pytest.mark.parametrize("address", ["https://eksempel.no/en strategi/", "http://[/", "https:<"])
def test_a_prefix_that_stands_for_no_address_is_told_and_not_the_rows_that_use_it(
    tiny_project, address
):
    readings = changed(READINGS_HEAD, f"aktor: {BASE.iri}id/aktor/", f"aktor: {address}") + READING
    (wrong,) = faults(tiny_project(readings=readings))
    assert (wrong.key, wrong.file, wrong.line) == ("table-prefix", FILE, 4)
    assert dict(wrong.fields) == {"prefix": "aktor", "address": address}


@pytest.mark.parametrize(
    ("old", "new", "missing", "extra"),
    [
        ("comment_en\t", "", "comment_en", "–"),
        ("comment_en", "kommentar", "comment_en", "kommentar"),
        ("comment_en\t", "comment_en\tmer\tmye\t", "–", "mer, mye"),
        ("object_source", "object_source\t", "–", '""'),
        ("comment\tcomment_en", "comment_en\tcomment", "–", "–"),
    ],
)
def test_columns_that_are_missing_or_too_many_are_named(tiny_project, old, new, missing, extra):
    key, told = columns(tiny_project, old, new)
    assert (key, told["missing"], told["extra"]) == ("wrong-columns", missing, extra)


@pytest.mark.parametrize(
    ("separator", "sign"),
    [(";", ";"), (",", ","), ("|", "|"), (" ", "U+0020"), ("    ", "U+0020"), (" ; ", ";")],
)
def test_columns_that_another_sign_than_a_tab_separates_are_told_so(tiny_project, separator, sign):
    assert columns(tiny_project, "\t", separator) == ("wrong-separator", {"sign": sign})
    quoted = f'"{separator}"'
    assert columns(tiny_project, "\t", quoted) == ("wrong-separator", {"sign": sign})


def test_columns_of_which_some_are_separated_by_spaces_are_told_so(tiny_project):
    told = columns(tiny_project, "comment\tcomment_en", "comment  comment_en")
    assert told == ("wrong-separator", {"sign": "U+0020"})


def test_a_table_with_all_its_cells_in_quotation_marks_is_told_so_once(tiny_project):
    rows = (READINGS_HEAD + READING).split("\n")
    quoted = [f'"{row}"'.replace("\t", '"\t"') if "\t" in row else row for row in rows]
    (wrong,) = faults(tiny_project(readings="\n".join(quoted)))
    assert wrong.text("en") == (
        f"{FILE}:{HEAD}: The cell “subject_id” stands in quotation marks, which would become part "
        "of it; save the table again without quotation marks around cells."
    )


@pytest.mark.parametrize(
    "cell",
    ['"Delte ""data"" er felles data."', '""', '"Delte data er', '"Delte data er ""felles""'],
)
def test_a_cell_in_quotation_marks_is_told_so(read, cell):
    row = changed(READING, "Delte data er felles data.", cell)
    assert read(row)[0] == [("quoted-cells", FILE, FIRST)]


def test_a_cell_may_have_quotation_marks_in_it(read):
    row = changed(READING, "Shared data are joint data.", '"Shared data" are "joint data"')
    assert read(row)[0] == []


@pytest.mark.parametrize("readings", ["", "#license: https://example.org/", "#\n\n \t\n#\n"])
def test_a_table_without_columns_is_told_to_be_empty(tiny_project, readings):
    line = 2 if readings.startswith("#\n") else 1
    assert told(tiny_project(readings=readings)) == [("table-empty", FILE, line)]


def test_a_blank_line_where_the_columns_are_to_stand_is_told_so(tiny_project):
    readings = changed(READINGS_HEAD, "#curie_map", "\n#curie_map") + READING
    assert told(tiny_project(readings=readings)) == [("columns-blank", FILE, 3)]


def test_a_prefix_of_the_table_that_is_another_everywhere_else_is_told_and_no_row_that_uses_it(
    tiny_project,
):
    address = f"{BASE.iri}id/tiltk/"
    readings = changed(READINGS_HEAD, f"{BASE.iri}id/tiltak/", address) + READING
    (wrong,) = faults(tiny_project(readings=readings))
    assert (wrong.key, wrong.file, wrong.line) == ("prefix-other", FILE, 7)
    assert dict(wrong.fields) == {
        "prefix": "tiltak:",
        "address": address,
        "known": f"{BASE.iri}id/tiltak/",
    }


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
        (
            "review_state is “approved” but must be disputed | reviewed | unreviewed; "
            "correct the cell."
        ),
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


def test_a_row_written_twice_with_different_prefixes_is_still_a_duplicate(tiny_project):
    head = changed(READINGS_HEAD, "#  tiltak:", f"#  t: {BASE.iri}id/tiltak/\n#  tiltak:")
    twin = changed(READING, "tiltak:dele-data", "t:dele-data")
    root = tiny_project(readings=head + READING + twin)
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


# Review: by a person outside the project, and on a day


@pytest.fixture
def reviewed(tiny_project):
    """Return a function that reads some rows where Anne, of no project, has looked them over."""

    def reviewed(*rows: str):
        root = tiny_project(actors=OUTSIDER, readings=READINGS_HEAD + "".join(rows))
        return told(root), load(open_project(str(root)))

    return reviewed


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (READING, "unreviewed"),
        (changed(READING, "unreviewed", "disputed"), "disputed"),
        (REVIEWED, "reviewed"),
        (changed(REVIEWED, "reviewed", "disputed"), "disputed"),
    ],
)
def test_a_reading_is_unreviewed_reviewed_or_disputed(reviewed, row, state):
    faults, dataset = reviewed(row)
    states = [f.object for f in dataset.facts[GRAPH] if f.predicate == term("ho:reviewState")]
    assert faults == []
    assert states == [term(f"ho:{state}")]


@pytest.mark.parametrize("modifier", ["", "Not"])
def test_who_looked_a_reading_over_and_when_can_be_asked_for(reviewed, modifier):
    faults, dataset = reviewed(changed(REVIEWED, "\t\tsemapv", f"\t{modifier}\tsemapv"))
    made = BASE.thing(f"pastand/{NAME}")
    assert faults == []
    assert dataset.facts[GRAPH][-2:] == (
        Fact(made, term("sssom:reviewer_id"), BASE.thing("aktor/anne")),
        Fact(made, term("sssom:review_date"), Literal("2026-11-30", datatype=term("xsd:date"))),
    )


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("aktor:anne", "", "review-half"),
        ("\t2026-11-30", "\t", "review-half"),
        ("aktor:anne", "aktor:kommunene", "review-ours"),
        ("aktor:anne", "aktor:ukjent", "review-ours"),
        ("aktor:redaksjonen", "aktor:anne", "review-ours"),
        ("reviewed", "unreviewed", "review-state"),
        ("aktor:anne\t2026-11-30", "\t", "review-state"),
        ("2026-11-30", "30.11.2026", "row-value"),
    ],
)
def test_a_review_that_is_half_our_own_or_not_told_by_its_state_is_refused(reviewed, old, new, key):
    assert reviewed(changed(REVIEWED, old, new))[0] == [(key, FILE, FIRST)]


def test_no_reader_of_the_project_reviews_what_another_of_them_has_read(reviewed):
    other = changed(changed(READING, "malbilde:felles-data", "tall:sykehus"), "redaksjonen", "anne")
    assert reviewed(REVIEWED, other)[0] == [("review-ours", FILE, FIRST)]


# The words that a reading rests on

OWN_WORDS = changed(READING, "unreviewed\t\t", "unreviewed\t\tkilde-en#dele helsedata")
MADE = BASE.thing(f"pastand/{NAME}")


def passages(dataset) -> list[str]:
    """Return the words that the reading rests on, in order of place."""
    text = dataset.texts["kilde-en"]
    found = []
    for fact in dataset.facts[GRAPH]:
        if fact.predicate == term("ho:alsoRestsOn") and fact.subject == MADE:
            start, end = fact.object.value.partition("#char=")[2].split(",")
            found.append(text[int(start) : int(end)])
    return found


@pytest.mark.parametrize("modifier", ["", "Not"])
def test_a_reading_rests_on_the_words_it_names_and_is_stated_nowhere(read, modifier):
    row = changed(OWN_WORDS, "\t\tsemapv", f"\t{modifier}\tsemapv")
    faults, dataset = read(changed(row, "data\t\t\n", "data|kilde-en#Alle deler  data\t\t\n"))
    assert faults == []
    assert passages(dataset) == ["dele helsedata", "Alle deler data"]
    assert [f for f in dataset.facts[GRAPH] if f.predicate == term("ho:isStatedIn")] == []


def test_words_that_only_a_reading_rests_on_are_a_passage_of_its_graph_alone(read):
    _, dataset = read(OWN_WORDS)
    (place,) = {f.object for f in dataset.facts[GRAPH] if f.predicate == term("ho:alsoRestsOn")}
    quote = Fact(place, term("ho:quote"), Literal("dele helsedata", language="nb"))
    assert [graph for graph, them in dataset.facts.items() if quote in them] == [GRAPH]
    assert dataset.coverage == read(READING)[1].coverage


def test_words_that_a_thing_is_stated_in_are_the_same_passage(read):
    _, dataset = read(changed(OWN_WORDS, "dele helsedata", "70 sykehus"))
    (place,) = {f.object for f in dataset.facts[GRAPH] if f.predicate == term("ho:alsoRestsOn")}
    assert [f for f in dataset.facts[GRAPH] if f.subject == place] == []
    assert (
        Fact(BASE.thing("tall/sykehus"), term("ho:isStatedIn"), place)
        in dataset.facts[BASE.graph("kilde/kilde-en").value]
    )


def test_a_quote_with_the_sign_between_quotes_in_it_is_one(tiny_project):
    text = changed(TEXT, "70 sykehus.", "70 sykehus. A|B")
    said = changed(STATEMENTS, '"og det gjelder"@nb', '"og det gjelder"@nb , "A|B"@nb')
    row = changed(OWN_WORDS, "dele helsedata", r"A\|B")
    root = tiny_project(text=text, statements=said, readings=READINGS_HEAD + row)
    assert told(root) == []
    assert passages(load(open_project(str(root)))) == ["A|B"]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("kilde-to#dele helsedata", "rests-source"),
        ("dele helsedata", "rests-source"),
        ("kilde-en#dele helsedata|", "rests-source"),
        ("kilde-en#", "rests-missing"),
        ("kilde-en#dele alle data", "rests-missing"),
        ("kilde-en#data", "rests-ambiguous"),
        ("kilde-en#dele helsеdata", "quote-lookalike"),
        ("kilde-en#dele helse\u00addata", "quote-invisible"),
    ],
)
def test_words_that_no_source_has_or_has_twice_are_refused(read, words, key):
    assert read(changed(OWN_WORDS, "kilde-en#dele helsedata", words))[0] == [(key, FILE, FIRST)]


def test_what_is_wrong_with_the_words_is_told_in_one_sentence(read):
    row = changed(OWN_WORDS, "dele helsedata", "data|kilde-en#dele sykehus|kilde-to#data")
    _, dataset = read(row)
    assert [each.message("en") for each in dataset.faults] == [
        (
            "The words in rests_on stand in several places in kilde-en (line 3, 5, 9): “data”; "
            "include more words."
        ),
        (
            "The words in rests_on are not in kilde-en: “dele sykehus”; the nearest text is "
            "“gjelder 70 sykehus”, so copy the words from the text."
        ),
        (
            "rests_on names the source “kilde-to”, which is not there; write the name of the "
            "source, # and the words: source#quote."
        ),
    ]


# Mappings: the same table, from our concepts to those of other vocabularies


def test_a_mapping_becomes_a_link_and_a_claim_of_our_own_and_its_object_a_concept(mapped):
    faults, dataset = mapped(MAPPING)
    name = "malbilde.felles-data--subject--eurovoc.5594--koblinger"
    node = BASE.thing(f"pastand/{name}")
    assert faults == []
    assert list(dataset.facts[MAPPINGS]) == [
        Fact(PICTURE, term("dcterms:subject"), MEDICAL_DATA),
        Fact(node, term("rdf:type"), term("ho:Claim")),
        Fact(node, term("rdf:subject"), PICTURE),
        Fact(node, term("rdf:predicate"), term("dcterms:subject")),
        Fact(node, term("rdf:object"), MEDICAL_DATA),
        Fact(node, term("ho:basis"), SELF),
        interpreted(node),
        *resting(name, ENDS[1:]),
        *about(name),
        Fact(MEDICAL_DATA, term("rdf:type"), term("skos:Concept")),
    ]


def test_a_mapping_denied_is_a_negative_assertion_and_makes_no_concept(mapped):
    faults, dataset = mapped(changed(MAPPING, "\t\tsemapv", "\tNot\tsemapv"))
    name = "malbilde.felles-data--subject--eurovoc.5594--koblinger"
    node = BASE.thing(f"pastand/{name}")
    assert faults == []
    assert list(dataset.facts[MAPPINGS]) == [
        Fact(node, term("rdf:type"), term("ho:Denial")),
        Fact(node, term("owl:sourceIndividual"), PICTURE),
        Fact(node, term("owl:assertionProperty"), term("dcterms:subject")),
        Fact(node, term("owl:targetIndividual"), MEDICAL_DATA),
        interpreted(node),
        *resting(name, ENDS[1:]),
        *about(name),
    ]


def test_what_is_sought_in_several_vocabularies_is_told_of_each(mapped):
    faults, dataset = mapped(sought("los:"), sought("eurovoc:"))
    made = {each: f"malbilde.felles-data--subject--ingen.{each}--koblinger" for each in LISTS}
    assert faults == []
    assert list(dataset.facts[MAPPINGS]) == [
        fact
        for name, vocabulary in LISTS.items()
        for node in [BASE.thing(f"pastand/{made[name]}")]
        for fact in (
            Fact(node, term("rdf:type"), term("ho:NoLink")),
            Fact(node, term("ho:about"), PICTURE),
            Fact(node, term("ho:soughtProperty"), term("dcterms:subject")),
            Fact(node, term("ho:soughtIn"), NamedNode(vocabulary)),
            interpreted(node),
            *resting(made[name], ENDS[1:]),
            *about(made[name]),
        )
    ]


def test_each_mapping_is_found_on_its_line(mapped):
    _, dataset = mapped(MAPPING, sought("los:"))
    link = f"{BASE.iri}id/pastand/malbilde.felles-data--subject"
    assert dataset.places[f"{link}--eurovoc.5594--koblinger"] == (MAP_FILE, MAP_FIRST)
    assert dataset.places[f"{link}--ingen.los--koblinger"] == (MAP_FILE, MAP_FIRST + 1)


def test_a_project_of_what_is_stated_has_no_mapping(mapped):
    _, dataset = mapped(MAPPING)
    with_mapping = {
        held.is_stated: bool([*held.store().quads_for_pattern(PICTURE, MATCH, None)])
        for held in (dataset.stated, dataset)
    }
    assert with_mapping == {True: False, False: True}


def test_what_follows_from_a_mapping_is_never_stated(mapped):
    _, dataset = mapped(MAPPING)
    claim = BASE.thing("pastand/malbilde.felles-data--subject--eurovoc.5594--koblinger")
    about_it = {
        graph for graph, facts in dataset.facts.items() if claim in {each.subject for each in facts}
    }
    assert about_it == {MAPPINGS, BASE.graph("slutning-tolkning").value}
    assert about_it <= dataset.read_graphs


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("eurovoc:5594", "eurovoc:99999", "row-unknown-thing"),
        ("eurovoc:5594", "eurovoc:", "row-unknown-thing"),
        ("eurovoc:5594", "skos:Concept", "row-unknown-thing"),
        ("eurovoc:5594", "malbilde:felles-data", "row-unknown-thing"),
        ("malbilde:felles-data", "malbilde:delte-data", "row-unknown-thing"),
        ("dcterms:subject", "skos:closeMatch", "row-not-concept"),
        ("dcterms:subject", "ho:contributesTo", "row-unknown-link"),
        ("dcterms:subject", "skos:broader", "row-unknown-link"),
        ("0.7", "", "row-without"),
        ("unreviewed", "approved", "row-value"),
        ("unreviewed\t", "unreviewed\tlos:", "row-sought"),
    ],
)
def test_a_mapping_that_is_not_one_is_refused_on_its_line(mapped, old, new, key):
    assert mapped(changed(MAPPING, old, new))[0] == [(key, MAP_FILE, MAP_FIRST)]


@pytest.mark.parametrize("source", ["ho:StrategyArea", "eurovoc:5594", "sssom:"])
def test_a_mapping_is_sought_in_a_vocabulary_that_concepts_are_named_from(mapped, source):
    assert mapped(sought(source))[0] == [("row-unknown-thing", MAP_FILE, MAP_FIRST)]


def test_what_is_wrong_with_the_name_of_a_mapping_is_told_with_what_to_use(mapped):
    _, dataset = mapped(changed(MAPPING, "dcterms:subject", "ho:contributesTo"))
    (told_of,) = (each.message("en") for each in dataset.faults)
    assert told_of.endswith("not belong in this table; use a skos:…Match / dcterms:subject.")


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ((MAPPING, changed(MAPPING, "0.7", "0.9")), "row-duplicate"),
        ((MAPPING, changed(MAPPING, "\t\tsemapv", "\tNot\tsemapv")), "row-contradicts"),
        ((sought("los:"), sought("los:")), "row-duplicate"),
    ],
)
def test_a_mapping_written_twice_or_denied_by_its_author_is_refused(mapped, rows, key):
    assert mapped(*rows)[0] == [(key, MAP_FILE, MAP_FIRST + 1)]


def test_a_reading_is_no_mapping_and_a_mapping_no_reading(read):
    row = changed(READING, "ho:contributesTo", "dcterms:subject")
    assert read(row)[0] == [("row-unknown-link", FILE, FIRST)]


def test_a_concept_of_another_vocabulary_is_nothing_to_read(read):
    row = changed(READING, "malbilde:felles-data", "eurovoc:5594")
    assert read(row)[0] == [("row-unknown-thing", FILE, FIRST)]


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


@pytest.mark.parametrize("column", ["comment", "comment_en"])
def test_a_reason_that_no_cell_of_a_spreadsheet_holds_is_refused(read, column):
    reason = {"comment": "Delte data er felles data.", "comment_en": "Shared data are joint data."}
    found, dataset = read(changed(READING, reason[column], "x" * 32_768))
    (fault,) = dataset.faults
    assert found == [("row-too-long", FILE, FIRST)]
    assert dict(fault.fields)["column"] == column
    assert read(changed(READING, reason[column], "x" * 32_767))[0] == []
