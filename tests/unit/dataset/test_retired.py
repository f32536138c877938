"""Retired addresses: what took the place of each thing that is gone, and since which edition."""

import csv
import io

import openpyxl
import pytest
from pyoxigraph import Literal, NamedNode

from ho21.dataset.loader import load
from ho21.dataset.readings.retired import Retired, successors
from ho21.errors import UsageError
from ho21.export.registry import export
from ho21.model.lookup import find
from ho21.model.read import knowledge_graph
from ho21.project import open_project
from ho21.rdf.namespaces import Fact, term
from support.retired import GONE, HEAD, NEW, OLD, OLDEST, SPLIT, THEME, retire
from support.tiny import BASE, READING, READINGS_HEAD, STATEMENTS, changed, faults, told

TRUE = Literal("true", datatype=term("xsd:boolean"))


def test_an_address_is_gone_since_an_edition_and_leads_to_what_replaced_it(tiny_project):
    dataset = load(open_project(str(retire(tiny_project())))).sound()

    assert dataset.retired == {
        GONE: Retired(GONE, (), "0.0.2"),
        OLDEST: Retired(OLDEST, (OLD,), "0.0.1"),
        OLD: Retired(OLD, (NEW,), "0.0.2"),
        SPLIT: Retired(SPLIT, (THEME, OLDEST), "0.0.2"),
    }
    assert [successors(each, dataset.retired) for each in (OLDEST, OLD, GONE, NEW, SPLIT)] == [
        (NEW,), (NEW,), (), (NEW,), (THEME, NEW),
    ]  # fmt: skip


def test_what_is_said_of_it_stands_in_the_graph_of_the_project_and_makes_it_no_thing(tiny_project):
    dataset = load(open_project(str(retire(tiny_project()))))
    said = [each for them in dataset.facts.values() for each in them if each.subject.value == OLD]

    assert said == [
        Fact(NamedNode(OLD), term("owl:deprecated"), TRUE),
        Fact(NamedNode(OLD), term("owl:versionInfo"), Literal("0.0.2")),
        Fact(NamedNode(OLD), term("dcterms:isReplacedBy"), NamedNode(NEW)),
    ]
    assert set(said) <= set(dataset.facts[BASE.graph("datasett").value])
    assert OLD not in knowledge_graph(dataset).things


@pytest.mark.parametrize("name", ["spre-data", "tiltak/spre-data", "tiltak:spre-data", OLDEST])
def test_by_any_name_of_it_what_replaced_it_is_found(tiny_project, name):
    dataset = load(open_project(str(retire(tiny_project()))))

    assert find(dataset, name) == NEW


def test_of_what_nothing_replaced_it_is_said_when_it_went(tiny_project):
    dataset = load(open_project(str(retire(tiny_project()))))
    with pytest.raises(UsageError) as raised:
        find(dataset, "lagre-data")

    assert raised.value.text("en") == (
        "lagre-data was retired in edition 0.0.2, and nothing has replaced it."
    )


def test_of_what_was_split_one_of_its_parts_is_asked_for(tiny_project):
    dataset = load(open_project(str(retire(tiny_project()))))
    with pytest.raises(UsageError) as raised:
        find(dataset, "samle-data")

    assert raised.value.text("en") == (
        "samle-data was retired in edition 0.0.2 and split into several: "
        "tema:data, tiltak:dele-data; write one of them."
    )


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("tiltak:a\ttiltak:dele-data\t\n", [("retired-edition", 2)]),
        ("https://example.org/x\ttiltak:dele-data\t1\n", [("retired-address", 2)]),
        ("\ttiltak:dele-data\t1\n", [("retired-address", 2)]),
        ("tiltak:a\tnoe annet\t1\n", [("retired-address", 2)]),
        ("pastand:a\ttiltak:dele-data\t1\n", [("retired-address", 2)]),
        ("doc:kilde-null.txt\tdoc:kilde-en\t1\n", [("retired-address", 2)]),
        ("doc:kilde-null\tdoc:kilde-en\t1\n", []),
        ("tiltak:dele-data\ttema:data\t1\n", [("retired-in-use", 2)]),
        ("tiltak:a\ttiltak:b\t1\n", [("retired-unknown", 2)]),
        ("tiltak:a\ttiltak:a\t1\n", [("retired-ring", 2)]),
        (
            "tiltak:a\ttiltak:b\t1\ntiltak:b\ttiltak:c\t1\ntiltak:c\ttiltak:b\t1\n",
            [("retired-ring", 3), ("retired-ring", 4)],
        ),
        ("tiltak:a\t\t1\n\ntiltak:a\ttema:data\t2\n", [("retired-twice", 4)]),
        ("tiltak:a\ttema:data\t1\ntiltak:a\ttema:data\t1\n", [("retired-twice", 3)]),
        ("tiltak:a\ttema:data\t1\ntiltak:a\ttiltak:dele-data\t2\n", [("retired-twice", 3)]),
        ("tiltak:a\ttema:data\t1\ntiltak:a\ttiltak:dele-data\t1\n", []),
        ("tiltak:a\ttema:data\t1\ntiltak:a\ttiltak:b\t1\n", [("retired-unknown", 3)]),
        ("tiltak:a\ttema:data\t1\ntiltak:a\ttiltak:a\t1\n", [("retired-ring", 3)]),
        ("tiltak:a\ttema:data\n", [("wrong-cells", 2)]),
        ("# hvorfor\ntiltak:a\ttema:data\t1\n", []),
    ],
)
def test_what_is_wrong_with_a_row_is_told_with_its_line(tiny_project, rows, found):
    root = retire(tiny_project(), rows)

    assert told(root) == [(key, "graph/utgatt.tsv", line) for key, line in found]


def test_other_columns_than_the_three_are_told(tiny_project):
    root = tiny_project()
    (root / "graph" / "utgatt.tsv").write_text("old\tnew\tversion\n", encoding="utf-8")

    (wrong,) = faults(root)

    assert wrong.message("en") == (
        "The columns are not as they should be (missing: edition; unknown: version); "
        "write exactly these, separated by tabs: old new edition."
    )


def test_what_points_to_a_retired_thing_is_told_what_to_point_to(tiny_project):
    statements = changed(STATEMENTS, "ho:isPartOf tema:data", "ho:isPartOf tema:deling")
    root = retire(tiny_project(statements=statements), "tema:deling\ttema:data\t0.0.1\n")

    (wrong,) = faults(root)

    assert (wrong.key, wrong.message("en")) == (
        "retired-linked",
        "tiltak:dele-data points to tema:deling, which is retired; point to tema:data instead.",
    )


def test_what_points_to_a_thing_retired_for_nothing_is_told_so(tiny_project):
    statements = changed(STATEMENTS, "ho:isPartOf tema:data", "ho:isPartOf tema:deling")
    root = retire(tiny_project(statements=statements), "tema:deling\t\t0.0.1\n")

    (wrong,) = faults(root)

    assert (wrong.key, wrong.message("en")) == (
        "retired-linked-gone",
        (
            "tiltak:dele-data points to tema:deling, which is retired with nothing in its place; "
            "remove the link, or point to something else."
        ),
    )


@pytest.mark.parametrize("split", [False, True])
def test_a_reading_of_a_retired_thing_is_told_what_to_read_instead(tiny_project, split):
    rows = "tiltak:spre-data\ttiltak:dele-data\t0.0.1\n"
    rows += "tiltak:spre-data\ttema:data\t0.0.1\n" * split
    readings = READINGS_HEAD + READING.replace("tiltak:dele-data", "tiltak:spre-data")
    (wrong,) = faults(retire(tiny_project(readings=readings), rows))

    assert (wrong.key, wrong.message("en")) == (
        "row-retired-thing",
        (
            "subject_id is tiltak:spre-data, which is retired; "
            f"write tiltak:dele-data{', tema:data' * split} instead."
        ),
    )


def test_a_project_with_nothing_but_the_columns_has_retired_nothing(tiny_project):
    assert load(open_project(str(retire(tiny_project(), "")))).sound().retired == {}
    assert HEAD == "old\tnew\tedition\n"


def test_what_is_gone_has_a_table_in_the_exports_and_a_project_with_nothing_gone_has_none(
    tiny_project,
):
    whole = load(open_project(str(tiny_project())))
    dataset = load(open_project(str(retire(tiny_project()))))
    rows = [
        [GONE, "", "0.0.2"],
        [SPLIT, THEME, "0.0.2"],
        [SPLIT, OLDEST, "0.0.2"],
        [OLDEST, OLD, "0.0.1"],
        [OLD, NEW, "0.0.2"],
    ]
    book = openpyxl.load_workbook(io.BytesIO(export("xlsx", dataset)["ho21.xlsx"]))

    assert "csv/utgatt.csv" not in export("csv", whole)
    assert list(csv.reader(io.StringIO(export("csv", dataset)["csv/utgatt.csv"].decode()))) == [
        ["old", "new", "edition"],
        *rows,
    ]
    assert (
        export("csv-excel", dataset)["csv-excel/utgatt.csv"]
        .decode("utf-8-sig")
        .startswith("utgått adresse;erstattet av;utgave")
    )
    assert [[cell or "" for cell in row] for row in book["Utgåtte adresser"].values] == [
        ["utgått adresse", "erstattet av", "utgave"],
        *rows,
    ]
