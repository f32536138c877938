"""Links as rows: one for what is stated, one for each reading, and one for what follows by rule."""

from ho21.model.read import knowledge_graph
from ho21.model.rows import rows
from ho21.model.things import Evidence, Label, Link, Standing
from support.drawn import words

NEAR, FAR = words("nær", place=(1, 4)), words("fjern", place=(9, 14))


def evidence(claim, standing, *passages, **more):
    return Evidence(claim, standing, passages=passages, **more)


def link(*known):
    return Link("a", "p", "b", known)


def test_what_several_sources_state_is_one_row_with_the_words_of_all_in_order():
    one = link(evidence("c1", Standing.STATED, FAR), evidence("c2", Standing.STATED, NEAR, FAR))

    (row,) = rows(one)

    assert row.claims == ("c1", "c2")
    assert row.passages == (NEAR, FAR)
    assert (row.first.reason, row.first.confidence, row.first.author) == (Label(), None, "")
    assert row.first.review == ""


def test_each_reading_is_a_row_of_its_own_with_its_reader():
    read = [
        evidence(f"c{at}", Standing.INTERPRETED, reason=Label(str(at)), author=str(at), review="r",
                 confidence=at / 10)
        for at in (1, 2)
    ]  # fmt: skip

    found = rows(link(*read))

    assert [
        (each.claims, each.first.reason["nb"], each.first.author, each.first.confidence)
        for each in found
    ] == [
        (("c1",), "1", "1", 0.1),
        (("c2",), "2", "2", 0.2),
    ]
    assert {each.first.review for each in found} == {"r"}


def test_what_follows_from_a_reading_is_told_apart_from_what_follows_from_a_source():
    known = [evidence(each.name, each) for each in Standing]

    found = rows(link(*known))

    assert [each.standing for each in found] == [*Standing]


def test_every_evidence_of_the_project_is_in_one_row(real):
    for each in knowledge_graph(real).links:
        found = [one for row in rows(each) for one in row.evidence]

        assert found == [*each.evidence]
