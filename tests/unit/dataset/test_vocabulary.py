"""What can be said: the terms of ontology/, their hierarchy, and the words for numbers."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from ho21.dataset.vocabulary import read_shapes, read_vocabulary
from ho21.errors import fault
from ho21.project import open_project
from ho21.rdf.namespaces import term
from support.tiny import PREFIXES

TERMS = """ho:Goal a rdfs:Class .

ho:TargetPicture a rdfs:Class ;
    rdfs:subClassOf ho:Goal .

ho:NearPicture a rdfs:Class ;
    rdfs:subClassOf ho:TargetPicture , skos:Concept .

ho:performer a rdf:Property , ho:LinkProperty ;
    rdfs:subPropertyOf ho:responsible .

ho:responsible a rdf:Property , ho:LinkProperty ;
    rdfs:subPropertyOf prov:wasAssociatedWith .

ho:quote a rdf:Property .
"""

NAMES = """skos:Concept skos:prefLabel "begrep"@nb , "concept"@en .

ho:number-2 a ho:NumberWord ;
    rdf:value 2 ;
    skos:prefLabel "to"@nb , "two"@en ;
    skos:altLabel "Dobbelt"@nb .

ho:month-3 a ho:NumberWord ;
    rdf:value "--03"^^xsd:gMonth ;
    skos:prefLabel "mars"@nb , "March"@en .
"""


@pytest.fixture
def read(tmp_path):
    def read(terms=TERMS, names=NAMES):
        for room in ("ontology", "graph", "queries"):
            (tmp_path / room).mkdir()
        (tmp_path / "ontology" / "ho21.ttl").write_bytes(f"{PREFIXES}\n{terms}".encode())
        (tmp_path / "ontology" / "names.ttl").write_bytes(f"{PREFIXES}\n{names}".encode())
        return read_vocabulary(open_project(str(tmp_path)))

    return read


def test_a_term_of_ours_has_its_name_as_rdfs_label_too(read):
    vocabulary = read(f'{TERMS}ho:goal a rdf:Property ; skos:prefLabel "mål"@nb , "goal"@en .\n')

    of = {each.subject: [] for each in vocabulary.triples if each.predicate == term("rdfs:label")}
    for each in vocabulary.triples:
        if each.predicate == term("rdfs:label"):
            of[each.subject].append(f"{each.object}")
    assert of == {
        term("ho:goal"): ['"mål"@nb', '"goal"@en'],
        term("ho:number-2"): ['"to"@nb', '"two"@en'],
        term("ho:month-3"): ['"mars"@nb', '"March"@en'],
    }


def test_a_term_of_ours_is_known_where_it_is_declared(read):
    vocabulary = read()
    assert vocabulary.knows(term("ho:Goal"))
    assert not vocabulary.knows(term("ho:Gaol"))


def test_a_foreign_term_is_known_where_it_has_a_name_here(read):
    vocabulary = read()
    assert vocabulary.knows(term("skos:Concept"))
    assert not vocabulary.knows(term("prov:wasAssociatedWith"))


def test_the_properties_that_link_two_things_are_gathered(read):
    assert read().links == {term("ho:performer"), term("ho:responsible")}


def test_the_hierarchy_reaches_all_the_way_up(read):
    vocabulary = read()
    assert vocabulary.above_class[term("ho:NearPicture")] == (
        term("skos:Concept"),
        term("ho:Goal"),
        term("ho:TargetPicture"),
    )
    assert vocabulary.above_property[term("ho:performer")] == (
        term("prov:wasAssociatedWith"),
        term("ho:responsible"),
    )


def test_a_circle_of_classes_comes_to_an_end(read):
    vocabulary = read("ho:A rdfs:subClassOf ho:B .\nho:B rdfs:subClassOf ho:A .")
    assert vocabulary.above_class == {
        term("ho:A"): (term("ho:B"),),
        term("ho:B"): (term("ho:A"),),
    }


def test_words_for_numbers_and_months_are_known_by_language_in_lower_case(read):
    assert read().numbers == {
        "nb": {"to": "2", "dobbelt": "2", "mars": "month 3"},
        "en": {"two": "2", "march": "month 3"},
    }


def test_every_fact_of_both_files_is_a_fact_of_the_vocabulary(read):
    vocabulary = read("ho:quote a rdf:Property .", "ho:month-3 a ho:NumberWord .")
    assert list(vocabulary.triples) == [
        (term("ho:quote"), term("rdf:type"), term("rdf:Property")),
        (term("ho:month-3"), term("rdf:type"), term("ho:NumberWord")),
    ]


def test_what_is_wrong_in_both_files_is_told_at_once(read):
    assert read("ho:Goal a _:b .", "\nho:month-3 a ex:NumberWord .") == [
        fault("blank-node", "ontology/ho21.ttl", 2),
        fault("prefix-undeclared", "ontology/names.ttl", 3, what="ex:"),
    ]


OWN = """@prefix my: <https://example.org/by/def#> . {prefixes}
my:Objective rdfs:subClassOf ho:Goal ;
    skos:prefLabel "Formål"@nb , "Objective"@en .
{more}"""


def own(folder, more=""):
    """Return what is read of a project with terms of its own."""
    (folder / "graph").mkdir()
    (folder / "ontology").mkdir()
    terms = OWN.format(prefixes=PREFIXES, more=more)
    (folder / "ontology" / "by.ttl").write_text(terms, encoding="utf-8")
    return read_vocabulary(open_project(str(folder)))


def test_a_class_of_a_project_is_a_class_below_one_of_ours(tmp_path):
    vocabulary = own(tmp_path)
    objective = NamedNode("https://example.org/by/def#Objective")
    assert vocabulary.own == {objective}
    assert objective in vocabulary.classes
    assert vocabulary.knows(objective)
    assert vocabulary.above_class[objective][:1] == (term("ho:Goal"),)


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ("my:Value a owl:Class .", "class-below-none"),
        ("my:Value rdfs:subClassOf my:Worth .", "class-below-none"),
        ("my:Value rdfs:subClassOf ho:Goal .", "class-unnamed"),
        ('ho:Value rdfs:subClassOf ho:Goal ; skos:prefLabel "Verdi"@nb .', "class-ours"),
    ],
)
def test_a_class_below_none_of_ours_without_a_name_or_with_our_address_is_told(tmp_path, more, key):
    (wrong,) = own(tmp_path, more)
    assert (wrong.key, wrong.file, wrong.line) == (key, "ontology/by.ttl", 4)


def test_a_file_with_shapes_is_read_beside_those_that_ship(tmp_path):
    assert own(tmp_path, "my:Shape a sh:NodeShape .").own == frozenset()
    shapes = read_shapes(open_project(str(tmp_path)))
    assert [*shapes] == ["ho21/ontology/shapes.ttl", "ontology/by.ttl"]


def test_the_shipped_vocabulary_knows_en_to_tolv_and_every_month(vocabulary):
    assert [vocabulary.numbers["nb"][word] for word in ("en", "to", "tre", "tolv", "dobbelt")] == [
        "1",
        "2",
        "3",
        "12",
        "2",
    ]
    assert sorted(
        each for each in {*vocabulary.numbers["nb"].values()} if each.startswith("month")
    ) == sorted(f"month {number}" for number in range(1, 13))
