"""Facts by subject and property, gathered from named graphs in the order of what they rest on."""

from pyoxigraph import Literal, NamedNode

from ho21.model.facts import Facts, iri_of
from ho21.model.things import Label
from ho21.rdf.namespaces import Base, term

BASE = Base("https://a.no/")
GOAL = NamedNode("https://a.no/id/mal/x")
POSITION, SHORT = term("ho:position"), term("ho:shortLabel")


def facts(**graphs):
    return Facts(
        BASE,
        {
            f"{BASE.iri}graph/{name.replace('__', '/').replace('_', '-')}": [
                (GOAL, *each) for each in them
            ]
            for name, them in graphs.items()
        },
    )


def test_what_two_graphs_say_is_one_value():
    found = facts(kilde__en=[(SHORT, Literal("x"))], kilde__to=[(SHORT, Literal("x"))])

    assert found.values(GOAL.value, "ho:shortLabel") == ["x"]


def test_what_a_reading_or_a_rule_alone_says_is_derived_wherever_its_graph_stands():
    read, follows, said = (Literal(each) for each in ("read", "follows", "said"))
    found = facts(
        tolkning=[(SHORT, read), (SHORT, said)],
        slutning__en=[(SHORT, follows), (SHORT, said)],
        slutning_tolkning=[(SHORT, said)],
        vedlegg=[(SHORT, said)],
    )

    assert [found.is_derived(GOAL.value, iri_of("ho:shortLabel"), x) for x in (read, follows)] == [
        True,
        True,
    ]
    assert not found.is_derived(GOAL.value, iri_of("ho:shortLabel"), said)


def test_of_several_texts_in_a_language_the_first_is_the_label():
    texts = [Literal(each, language="nb") for each in ("b", "a", "c")]
    found = facts(aktorer=[(SHORT, each) for each in texts])

    assert found.label(GOAL.value, "ho:shortLabel") == Label("a")


def test_a_number_that_cannot_be_read_is_none():
    for text, whole, measure in (("7", 7, 7.0), ("0.5", None, 0.5), ("sju", None, None)):
        found = facts(kilde__en=[(POSITION, Literal(text))])

        assert found.number(GOAL.value, "ho:position") == whole
        assert found.measure(GOAL.value, "ho:position") == measure
    assert found.number("https://a.no/id/mal/y", "ho:position") is None


def test_a_claim_knows_every_graph_it_stands_in():
    ends = [(term("rdf:subject"), GOAL)]
    found = facts(slutning__to=ends, slutning__en=ends)

    assert found.claims == {GOAL.value: ["slutning/en", "slutning/to"]}
