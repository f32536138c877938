"""Our readings and mappings as SSSOM: what was linked, what was denied, what was not found."""

import csv
import io
import re
from decimal import Decimal
from functools import cache

import pytest

from ho21.dataset.dataset import select
from ho21.dataset.loader import load
from ho21.export.registry import export
from ho21.export.sssom import COLUMNS, SETS
from ho21.project import open_project
from ho21.rdf.namespaces import curie
from support.exported import ROOT, graph
from support.heavy import heavy
from support.tiny import ACTORS, READING, READINGS_HEAD, changed

WRITTEN = {"tolkning": "tolkning", "koblinger": "mappings"}
SHARED = ("subject_id", "predicate_id", "object_id", "predicate_modifier",
          "mapping_justification", "author_id", "mapping_date", "comment", "comment_en",
          "review_state")  # fmt: skip


@cache
def made():
    return export("sssom", graph())


def text(name, files=None):
    return (files or made())[f"sssom/{name}.sssom.tsv"].decode()


def head(name, files=None):
    lines = text(name, files).splitlines()
    return [line.removeprefix("#") for line in lines if line.startswith("#")]


def rows(content):
    lines = [line for line in content.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", strict=True))


def told(table):
    rows = [row if "comment_en" in row else row | pairs(row["other"]) for row in table]
    return sorted((*(row[each] for each in SHARED), Decimal(row["confidence"])) for row in rows)


def pairs(other):
    """Return what the slot ``other`` says, by key."""
    parts = re.findall(r"(\w+)=((?:[^\\|]|\\.)*)(?:\||$)", other)
    return {key: re.sub(r"\\(.)", r"\1", value) for key, value in parts}


@pytest.mark.parametrize("name", SETS)
def test_the_rows_are_those_that_were_written_by_hand(name):
    own = (ROOT / "graph" / f"{WRITTEN[name]}.tsv").read_text(encoding="utf-8")

    assert len(rows(text(name))) > 90
    assert told(rows(text(name))) == told(rows(own))


@pytest.mark.parametrize(
    ("kind", "fits"),
    [
        ("ho:Claim", lambda row: not row["predicate_modifier"]
         and row["object_id"] != "sssom:NoTermFound"),
        ("ho:Denial", lambda row: row["predicate_modifier"] == "Not"),
        ("ho:NoLink", lambda row: row["object_id"] == "sssom:NoTermFound"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", SETS)
def test_there_is_a_row_for_each_claim_denial_and_no_link_of_the_graph(store, name, kind, fits):
    query = f"SELECT ?x {{ GRAPH <{graph().base.graph(name).value}> {{ ?x a {kind} }} }}"
    found = list(select(store, query, graph().base.prefixes()))

    assert found
    assert len([row for row in rows(text(name)) if fits(row)]) == len(found)


def test_a_row_has_names_for_its_ends_and_says_where_a_concept_is_from_or_was_sought():
    (row,) = [
        each
        for each in rows(text("koblinger"))
        if each["subject_id"] == "omrade:okt-brukermedvirkning"
        and each["predicate_modifier"] == "Not"
    ]

    assert row["subject_label"] == "Økt brukermedvirkning"
    assert row["object_source"] == "eurovoc:"
    assert row["author_label"] == "Redaksjonen"
    assert [row[each] for each in ("predicate_label", "object_label")].count("") == 0
    sought = {each["object_source"] for each in rows(text("tolkning"))
              if each["object_id"] == "sssom:NoTermFound"}  # fmt: skip
    assert "ho:StrategyArea" in sought


@pytest.mark.parametrize("name", SETS)
def test_the_head_has_the_version_the_licence_and_every_prefix_in_use(name):
    said = head(name)
    ends = {row[column].partition(":")[0] for row in rows(text(name))
            for column in ("subject_id", "predicate_id", "object_id", "author_id",
                           "mapping_justification")}  # fmt: skip
    bound = {line.strip().partition(":")[0] for line in said if line.startswith("  ")}

    assert f'mapping_set_id: "{graph().base.graph(name).value}"' in said
    assert f'mapping_set_version: "{graph().version}"' in said
    assert any(line.startswith("license: ") and "CC_BY_4_0" in line for line in said)
    assert ends <= bound
    assert 'subject_source: "project:"' in said
    assert f'  project: "{graph().base.iri}"' in said


@pytest.mark.parametrize("name", SETS)
def test_what_is_stated_alone_has_a_head_and_no_rows(name):
    files = export("sssom", graph().stated)

    assert rows(text(name, files)) == []
    assert text(name, files).splitlines()[-1].split("\t") == list(COLUMNS)


def test_a_project_with_one_reading_and_no_mapping_has_one_row_and_an_empty_table(tiny_project):
    files = export("sssom", load(open_project(str(tiny_project()))))

    assert [len(rows(text(name, files))) for name in SETS] == [1, 0]


@pytest.mark.parametrize("name", SETS)
def test_pandas_reads_every_row_and_cell(name, tmp_path):
    pd = heavy("pandas")
    path = tmp_path / "table.tsv"
    path.write_text(text(name), encoding="utf-8")
    read = pd.read_csv(path, sep="\t", comment="#", dtype=str, keep_default_na=False)

    assert read.to_dict("records") == rows(text(name))


def test_every_short_name_is_that_of_a_thing_or_term_of_the_graph():
    prefixes = graph().base.prefixes()
    known = {
        curie(node.value, prefixes)
        for facts in graph().facts.values()
        for fact in facts
        for node in fact
    }

    for name in SETS:
        ends = {row[column] for row in rows(text(name))
                for column in ("subject_id", "predicate_id", "object_id", "author_id")}  # fmt: skip
        assert ends - known == {"sssom:NoTermFound"}


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_the_tool_of_sssom_takes_every_row_and_says_nothing(sssom, name, tmp_path):
    path = tmp_path / f"{name}.sssom.tsv"
    path.write_text(text(name), encoding="utf-8")

    assert sssom(path) == []


@pytest.mark.slow
def test_a_row_that_is_no_sssom_would_be_seen(sssom, tmp_path):
    path = tmp_path / "tolkning.sssom.tsv"
    path.write_text(text("tolkning").replace("\tNot\t", "\tNei\t"), encoding="utf-8")

    assert sssom(path)


def test_a_review_is_told_with_who_and_when(tiny_project):
    actors = f"{ACTORS}\naktor:anne a ho:Person ;\n    skos:prefLabel 'Anne'@nb , 'Ann'@en ."
    row = changed(READING, "unreviewed\t\t\t\t", "reviewed\t\t\taktor:anne\t2026-11-30")
    root = tiny_project(actors=actors, readings=READINGS_HEAD + row)
    (told_of,) = rows(text("tolkning", export("sssom", load(open_project(str(root))).sound())))

    assert (told_of["reviewer_id"], told_of["reviewer_label"]) == ("aktor:anne", "Anne")
    assert pairs(told_of["other"])["reviewed_on"] == "2026-11-30"


def test_a_reason_with_quotation_marks_is_read_back_as_it_was(tiny_project):
    reason = 'Delte "data" er felles data; æøå, 🧬.'
    english = r'Shared "data" | joint=data \ æøå'
    readings = changed(READING, "Delte data er felles data.", reason)
    readings = READINGS_HEAD + changed(readings, "Shared data are joint data.", english)
    files = export("sssom", load(open_project(str(tiny_project(readings=readings)))).sound())

    (row,) = rows(text("tolkning", files))
    assert row["comment"] == reason
    assert pairs(row["other"]) == {
        "comment_en": english,
        "review_state": "unreviewed",
        "rests_on": (
            "kilde-en «Vi må dele helsedata med kommunene»|kilde-en «Alle deler data i mars 2030»"
        ),
    }
    table = io.StringIO(text("tolkning", files))
    assert list(heavy("pandas").read_csv(table, sep="\t", comment="#")["comment"]) == [reason]
