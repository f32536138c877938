"""Facts by subject, or by object, and predicate."""

from pyoxigraph import Literal, NamedNode

from ho21.rdf.index import by_object, by_subject
from ho21.rdf.namespaces import Fact

A, B, P, Q = (NamedNode(f"urn:x:{name}") for name in "abpq")
TEXT = Literal("b")
FACTS = [Fact(A, P, B), Fact(A, P, A), Fact(A, Q, TEXT), Fact(B, Q, TEXT)]


def test_the_objects_of_a_subject_stand_by_predicate_in_the_order_of_the_facts():
    assert by_subject(FACTS) == {A: {P: [B, A], Q: [TEXT]}, B: {Q: [TEXT]}}


def test_the_subjects_of_an_object_stand_by_predicate_and_a_text_is_no_iri():
    assert by_object([*FACTS, Fact(A, Q, NamedNode("urn:x:b"))]) == {
        B: {P: [A], Q: [A]},
        A: {P: [A]},
        TEXT: {Q: [A, B]},
    }


def test_what_no_fact_has_is_an_empty_list():
    assert by_subject(FACTS)[B][P] == []
    assert by_object([])[A][P] == []
