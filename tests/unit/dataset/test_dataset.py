"""The dataset: the project's files expanded into named graphs, each by its basis, and loaded."""

from __future__ import annotations

import shutil

import pytest
from pyoxigraph import NamedNode, QueryBoolean

from ho21.dataset.claims import INFERRED
from ho21.dataset.dataset import select
from ho21.dataset.loader import load
from ho21.errors import ProjectError
from ho21.project import open_project
from ho21.rdf.namespaces import Fact, term
from support.tiny import (
    BASE,
    PREFIXES,
    STATEMENTS,
    TEXT,
    capture,
    changed,
    place,
    told,
)

FILE = "graph/kilde-en.ttl"
MEASURE = BASE.thing("tiltak/dele-data")
PICTURE = BASE.thing("malbilde/felles-data")
COUNCIL = BASE.thing("aktor/radet")
READ_LINK = "ASK { tiltak:dele-data ho:contributesTo malbilde:felles-data }"

SECOND_TEXT = "Rådet har ansvaret for å dele data.\n"
SECOND = """doc:kilde-to a ho:Document ;
    skos:prefLabel "Kilde to"@nb , "Source two"@en .

tiltak:dele-data ho:quote "Rådet har ansvaret for å dele data"@nb ;
    ho:performer aktor:radet .
"""


@pytest.fixture
def tiny(tiny_dataset):
    return tiny_dataset


@pytest.fixture
def two_sources(tiny_project):
    """Return a project in which a second source says something of a thing of the first."""
    root = tiny_project()
    (root / "graph" / "kilde-to.txt").write_bytes(SECOND_TEXT.encode())
    written = f"{PREFIXES}\n{SECOND}{capture(SECOND_TEXT, 'kilde-to')}"
    (root / "graph" / "kilde-to.ttl").write_bytes(written.encode())
    return root


def graphs(dataset) -> list[str]:
    chosen = dataset.facts
    return sorted(graph.removeprefix(f"{BASE.iri}graph/") for graph in chosen)


def ask(store, query: str) -> bool:
    result = store.query(query, prefixes=BASE.prefixes())
    assert isinstance(result, QueryBoolean)
    return bool(result)


# Graphs


def test_the_tiny_project_is_sound(tiny):
    assert tiny.faults == ()
    assert tiny.sound() is tiny


def test_every_fact_lies_in_a_graph_named_by_its_basis(tiny):
    assert graphs(tiny) == [
        "aktorer",
        "datasett",
        "kilde/kilde-en",
        "ontologi",
        "slutning-tolkning",
        "slutning/aktorer",
        "slutning/kilde-en",
        "tolkning",
    ]


def test_the_graphs_are_listed_in_order(tiny):
    assert list(tiny.graphs) == sorted(tiny.facts)


def test_what_is_stated_leaves_out_readings_and_what_follows_from_them(tiny):
    assert graphs(tiny.stated) == [
        "aktorer",
        "datasett",
        "kilde/kilde-en",
        "ontologi",
        "slutning/aktorer",
        "slutning/kilde-en",
    ]
    assert {quad.graph_name.value for quad in tiny.stated.quads} == set(tiny.stated.graphs)


def test_the_stated_part_is_stated_and_has_the_names_of_the_whole(tiny):
    assert (tiny.is_stated, tiny.stated.is_stated) == (False, True)
    assert tiny.stated.stated is tiny.stated
    assert tiny.stated.context is tiny.context


def test_the_store_is_the_same_at_every_call_and_another_for_what_is_stated(tiny):
    assert tiny.store() is tiny.store()
    assert tiny.store() is not tiny.stated.store()


def test_a_question_sees_the_union_of_the_graphs(tiny):
    assert ask(tiny.store(), READ_LINK)
    assert not ask(tiny.stated.store(), READ_LINK)


def test_from_and_graph_mean_what_they_mean_in_sparql(tiny):
    store = tiny.store()
    where = "{ tiltak:dele-data ho:proposedBy aktor:radet }"
    source, register = (f"<{BASE.graph(name).value}>" for name in ("kilde/kilde-en", "aktorer"))
    assert ask(store, f"ASK FROM {source} {where}")
    assert not ask(store, f"ASK FROM {register} {where}")
    assert ask(store, f"ASK {{ GRAPH {source} {where} }}")
    assert not ask(store, f"ASK FROM NAMED {register} {{ GRAPH ?g {where} }}")


def test_rows_of_our_own_questions_come_by_name(tiny):
    rows = select(tiny.store(), "SELECT ?x { ?x a ho:Figure }", BASE.prefixes())
    assert [row["x"] for row in rows] == [BASE.thing("tall/sykehus")]
    with pytest.raises(TypeError):
        select(tiny.store(), "ASK { ?s ?p ?o }")


def test_the_project_says_which_version_it_is_and_when_it_was_issued(tiny):
    assert (tiny.version, tiny.issued) == ("0.0.1", "2026-11-22")
    assert tiny.base == BASE


def test_the_same_project_gives_the_same_facts_in_the_same_order(tiny_project):
    root = tiny_project()
    assert load(open_project(str(root))).quads == load(open_project(str(root))).quads


# What follows


def test_the_wider_class_follows_in_the_graph_beside_the_source(tiny):
    goal = Fact(PICTURE, term("rdf:type"), term("ho:Goal"))
    assert goal in tiny.facts[BASE.graph("slutning/kilde-en").value]
    assert goal not in tiny.facts[BASE.graph("kilde/kilde-en").value]


def test_a_wider_property_of_ours_follows_with_a_claim_that_names_its_premise(two_sources):
    dataset = load(open_project(str(two_sources)))
    followed = dataset.facts[BASE.graph("slutning/kilde-to").value]
    link = "pastand/tiltak.dele-data--{}--aktor.radet--{}"
    claim = BASE.thing(link.format("responsible", "slutning"))
    premise = BASE.thing(link.format("performer", "kilde-to"))
    passage = BASE.fragment("kilde-to", "char", 0, 34)
    assert dataset.faults == ()
    assert Fact(MEASURE, term("ho:responsible"), COUNCIL) in followed
    assert Fact(claim, term("rdf:type"), term("ho:Claim")) in followed
    assert [fact[1:] for fact in followed if fact.subject == claim][1:8] == [
        (term("rdf:subject"), MEASURE),
        (term("rdf:predicate"), term("ho:responsible")),
        (term("rdf:object"), COUNCIL),
        (term("ho:basis"), INFERRED),
        (term("ho:standing"), term("ho:followsFromStated")),
        (term("ho:isStatedIn"), passage),
        (term("prov:wasDerivedFrom"), premise),
    ]


def test_what_follows_from_a_reading_is_kept_apart_and_carries_its_reason(tiny_project):
    root = tiny_project()
    file = root / "graph" / "tolkning.tsv"
    row = file.read_text(encoding="utf-8").replace("ho:contributesTo", "ho:performer")
    file.write_text(row.replace("malbilde:felles-data", "aktor:radet"), encoding="utf-8")
    dataset = load(open_project(str(root)))
    followed = dataset.facts[BASE.graph("slutning-tolkning").value]
    claim = BASE.thing("pastand/tiltak.dele-data--responsible--aktor.radet--slutning-tolkning")
    assert dataset.faults == ()
    assert Fact(MEASURE, term("ho:responsible"), COUNCIL) in followed
    assert {fact.object.value for fact in followed if fact.subject == claim} >= {
        INFERRED.value,
        "Delte data er felles data.",
        "Shared data are joint data.",
    }


def test_a_source_that_is_withdrawn_takes_only_its_own_words_from_the_other_graphs(two_sources):
    both = load(open_project(str(two_sources)))
    for ending in ("txt", "ttl"):
        (two_sources / "graph" / f"kilde-to.{ending}").unlink()
    left = load(open_project(str(two_sources)))
    own = {BASE.graph(f"{folder}/kilde-to").value for folder in ("kilde", "slutning")}
    assert left.faults == ()
    assert set(both.facts) - set(left.facts) == own
    text = BASE.capture("kilde-to").value
    kept = {
        graph: tuple(fact for fact in facts if not fact.object.value.startswith(text))
        for graph, facts in both.facts.items()
        if graph not in own
    }
    assert kept == left.facts


# Places


def test_things_claims_and_readings_are_found_where_they_are_written(tiny, tiny_as_it_stands):
    root = tiny_as_it_stands.graph.parent
    link = f"{BASE.iri}id/pastand/malbilde.felles-data--proposedBy--aktor.radet--kilde-en"
    assert tiny.places[MEASURE.value] == place(root, FILE, "tiltak:dele-data a")
    assert tiny.places[COUNCIL.value] == place(root, "graph/aktorer.ttl", "aktor:radet a")
    assert tiny.places[link] == place(root, FILE, "malbilde:felles-data a")


def test_a_thing_in_two_sources_is_found_in_its_home(two_sources):
    dataset = load(open_project(str(two_sources)))
    assert dataset.places[MEASURE.value] == place(two_sources, FILE, "tiltak:dele-data a")


def test_a_thing_is_found_in_its_home_though_another_source_comes_first(two_sources):
    for ending in ("txt", "ttl"):
        (two_sources / f"graph/kilde-to.{ending}").rename(two_sources / f"graph/a.{ending}")
    dataset = load(open_project(str(two_sources)))
    assert dataset.places[MEASURE.value] == place(two_sources, FILE, "tiltak:dele-data a")


def test_a_thing_without_a_type_anywhere_is_found_where_it_first_stands(tiny_project):
    root = tiny_project(statements=changed(STATEMENTS, "tema:data a ho:Theme ;\n   ", "tema:data"))
    dataset = load(open_project(str(root)))
    assert dataset.places[f"{BASE.iri}id/tema/data"] == place(root, FILE, "tema:data skos")


# What is refused


def test_a_project_at_fault_is_not_sound(tiny_project):
    root = tiny_project(text=TEXT + "Mer.\n")
    with pytest.raises(ProjectError, match=r"^graph/kilde-en\.txt:11: 3 letters and digits"):
        load(open_project(str(root))).sound()


@pytest.mark.parametrize(
    "file", ["ontology/shapes.ttl", "graph/aktorer.ttl", "graph/kilde-en.txt", "graph/kilde-en.ttl"]
)
def test_a_byte_order_mark_is_refused_wherever_it_stands(tiny_project, file):
    root = tiny_project()
    (root / file).write_bytes(b"\xef\xbb\xbf" + (root / file).read_bytes())
    assert ("byte-order-mark", file, 1) in told(root)


@pytest.mark.parametrize(
    "file", ["graph/aktorer.ttl", "graph/kilde-en.txt", "graph/kilde-en.ttl", "graph/tolkning.tsv"]
)
def test_invalid_utf8_is_refused_with_its_line(tiny_project, file):
    root = tiny_project()
    lines = (root / file).read_bytes().split(b"\n")
    lines[1] += b" bl\xe5"
    (root / file).write_bytes(b"\n".join(lines))
    assert ("not-utf8", file, 2) in told(root)


def test_a_file_that_is_not_there_is_told(tiny_project):
    root = tiny_project()
    (root / "graph/aktorer.ttl").unlink()
    assert ("file-missing", "graph/aktorer.ttl", 0) in told(root)


def test_a_project_without_readings_is_a_project(tiny_project):
    root = tiny_project()
    (root / "graph" / "tolkning.tsv").unlink()
    assert told(root) == []


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("tiltak:a rdf:value .", "out-of-place"),
        ("tiltak:a ho:about [ ] .", "blank-node"),
        ("tiltak:dele-data rdf:value 1 .", "duplicate-block"),
    ],
)
def test_turtle_that_breaks_a_rule_is_refused_with_its_line(tiny_project, body, key):
    root = tiny_project(statements=f"{STATEMENTS}{capture(TEXT, 'kilde-en')}\n{body}\n")
    assert (key, *place(root, FILE, body)) in told(root)


def test_what_has_words_but_no_type_is_not_there_for_a_reading(tiny_project):
    untyped = changed(
        STATEMENTS, "malbilde:felles-data a ho:TargetPicture ;\n   ", "malbilde:felles-data"
    )
    root = tiny_project(statements=untyped)
    row = place(root, "graph/tolkning.tsv", "tiltak:dele-data")
    assert told(root)[-1] == ("row-unknown-thing", *row)


@pytest.mark.parametrize(("gone", "left"), [("txt", "ttl"), ("ttl", "txt")])
def test_half_a_pair_is_refused_and_the_missing_half_is_named(tiny_project, gone, left):
    root = tiny_project()
    shutil.copy(root / f"graph/kilde-en.{left}", root / f"graph/kilde-to.{left}")
    assert told(root) == [("half-a-pair", f"graph/kilde-to.{gone}", 0)]


@pytest.mark.parametrize("fact", ["dcterms:issued", "dcat:version", "void:uriSpace"])
def test_a_project_without_a_base_a_version_or_a_date_is_refused(tiny_project, fact):
    root = tiny_project()
    file = root / "graph" / "datasett.ttl"
    lines = file.read_text(encoding="utf-8").split("\n")
    kept = [line for line in lines if f"    {fact} " not in line]
    assert len(kept) == len(lines) - 1
    text = "\n".join(kept).rstrip(" ;.\n") + " .\n"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ProjectError) as error:
        load(open_project(str(root)))
    assert [(each.key, each.file, each.line) for each in error.value.faults] == [
        ("project-without", "graph/datasett.ttl", 1)
    ]


def test_a_project_without_a_name_cannot_be_read_at_all(tiny_project):
    root = tiny_project()
    (root / "graph/datasett.ttl").unlink()
    assert ("file-missing", "graph/datasett.ttl", 0) in told(root)


def test_a_project_without_an_ontology_has_the_vocabulary_and_the_shapes_that_ship(tiny_project):
    root = tiny_project()
    whole = load(open_project(str(root)))
    shutil.rmtree(root / "ontology")
    left = load(open_project(str(root)))
    assert (left.facts, left.faults) == (whole.facts, whole.faults)
    assert [each.file for each in left.vocabulary.files] == [
        "ho21/ontology/ho21.ttl",
        "ho21/ontology/names.ttl",
    ]
    assert [*left.shapes] == ["ho21/ontology/shapes.ttl"]
    assert [*left.shapes.values()] == [*whole.shapes.values()]


def test_every_fault_of_a_project_is_told_in_order_of_place(tiny_project):
    statements = changed(STATEMENTS, "ho:modality ho:must", "ho:modality ho:msut")
    statements = changed(statements, "rdf:object aktor:radet", "rdf:object aktor:raadet")
    root = tiny_project(text=TEXT + "Mer.\n", statements=statements)
    assert told(root) == [
        ("unknown-term-near", *place(root, FILE, "ho:msut")),
        ("unknown-thing", *place(root, FILE, "aktor:raadet")),
        ("unaccounted", *place(root, "graph/kilde-en.txt", "Mer.")),
    ]


def test_no_fact_of_a_graph_has_a_blank_node(tiny):
    for quad in tiny.quads:
        assert isinstance(quad.subject, NamedNode)


def test_what_the_project_says_of_itself_is_told_by_property_and_language(tiny_project):
    dataset = load(open_project(str(tiny_project())))

    assert dataset.own("dcterms:title", "en") == ["A small project"]
    assert sorted(dataset.own("dcterms:title")) == ["A small project", "Et lite prosjekt"]
    assert dataset.own("dcat:keyword") == []
