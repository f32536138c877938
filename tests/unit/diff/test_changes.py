"""What differs between two sides of a graph: what is said, read and named, and what is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from ho21.dataset.loader import load
from ho21.diff.changes import SECTIONS, Change, Detail, Side, differences
from ho21.project import open_project
from ho21.rdf.namespaces import Fact, local, term
from support.tiny import (
    ACTORS,
    BASE,
    DATASET,
    READING,
    READINGS_HEAD,
    STATEMENTS,
    TEXT,
    changed,
)

READER = """aktor:leseren a ho:Actor ;
    skos:prefLabel "Leseren"@nb , "The reader"@en .
"""
LINK = ("dele-data", "contributesTo", "felles-data", "redaksjonen")


@pytest.fixture
def side(tiny_project):
    """Return a function that writes a tiny project and returns it as a side."""

    def read(own=DATASET, **files):
        root = tiny_project(**files)
        (root / "graph" / "datasett.ttl").write_text(own, encoding="utf-8")
        dataset = load(open_project(str(root))).sound()
        return Side(dataset.base, dataset.facts)

    return read


def short(node):
    return local(node) if isinstance(node, NamedNode) else node.value


def told(old, new, section=None):
    """Return each difference in short: kind, key, and of what was changed the old and the new."""
    return [
        (
            *((each.section, each.group) if section is None else ()),
            each.kind,
            tuple(map(short, each.key)),
            {
                f"{local(of.property)}{of.lang and '@'}{of.lang}": (
                    [*map(short, of.old)],
                    [*map(short, of.new)],
                )
                for of in each.details
            },
        )
        for each in differences(old, new)
        if section in {None, each.section}
    ]


def test_two_equal_sides_do_not_differ(side):
    assert differences(side(), side()) == ()


def test_a_changed_quote_is_told_with_the_old_words_and_the_new(side):
    new = changed(STATEMENTS, '"Alle deler data i mars 2030"', '"deler data i mars 2030"')
    new = changed(new, '"og det gjelder"@nb', '"og det gjelder"@nb , "Alle"@nb')
    quotes = (["Alle deler data i mars 2030"], ["deler data i mars 2030"])

    assert told(side(), side(statements=new)) == [
        ("statements", "kilde-en", "changed", ("felles-data",), {"quote@nb": quotes}),
        ("set_aside", "kilde-en", "added", ("glue", "Alle"), {}),
    ]


def test_a_changed_label_is_told_in_its_language_only(side):
    new = changed(STATEMENTS, '"Dele data"@nb', '"Dele helsedata"@nb')
    labels = {"prefLabel@nb": (["Dele data"], ["Dele helsedata"])}

    assert told(side(), side(statements=new)) == [
        ("statements", "kilde-en", "changed", ("dele-data",), labels)
    ]


def test_a_changed_type_is_told_without_what_follows_from_it(side):
    new = changed(STATEMENTS, "tiltak:dele-data a ho:Recommendation", "tiltak:dele-data a ho:Task")

    assert told(side(), side(statements=new)) == [
        (
            "statements",
            "kilde-en",
            "changed",
            ("dele-data",),
            {"type": (["Recommendation"], ["Task"])},
        )
    ]


def test_a_removed_statement_is_told_with_its_links_and_nothing_of_the_bookkeeping(side):
    start, end = STATEMENTS.index("tall:sykehus"), STATEMENTS.index("pastand:kilde-en-1")
    new = STATEMENTS[:start] + STATEMENTS[end:]
    new = changed(new, '"og det gjelder"@nb', '"og det gjelder 70 sykehus"@nb')
    found = told(side(), side(statements=new))

    assert [each[:4] for each in found] == [
        ("statements", "kilde-en", "removed", ("sykehus",)),
        ("vanished", "addresses", "removed", ("sykehus",)),
        ("links", "kilde-en", "removed", ("sykehus", "quantifies", "felles-data")),
        ("set_aside", "kilde-en", "added", ("glue", "og det gjelder 70 sykehus")),
        ("set_aside", "kilde-en", "removed", ("glue", "og det gjelder")),
    ]
    assert found[0][4]["quote@nb"] == (["70 sykehus"], [])
    assert found[0][4]["value"] == (["70"], [])


def test_an_added_link_is_told_with_the_words_it_rests_on(side):
    new = changed(
        STATEMENTS,
        "ho:proposedBy aktor:radet ;\n",
        "ho:proposedBy aktor:radet ;\n    ho:beneficiary aktor:kommunene ;\n",
    )

    assert told(side(), side(statements=new)) == [
        (
            "links",
            "kilde-en",
            "added",
            ("dele-data", "beneficiary", "kommunene"),
            {
                "basis": ([], ["direct-from-source"]),
                "quote@nb": ([], ["Vi må dele helsedata med kommunene"]),
            },
        )
    ]


def test_a_link_that_rests_on_other_words_is_told_once_for_the_link(side):
    new = changed(STATEMENTS, "Helserådets forslag til Helsekommisjonen", "Helserådets forslag")
    new = changed(new, '"og det gjelder"@nb', '"og det gjelder"@nb , "til Helsekommisjonen"@nb')
    words = (["Helserådets forslag til Helsekommisjonen"], ["Helserådets forslag"])
    found = told(side(), side(statements=new), "links")

    assert found == [
        ("changed", ("dele-data", predicate, actor), {"alsoRestsOn@nb": words})
        for predicate, actor in (("addressedTo", "kommisjonen"), ("proposedBy", "radet"))
    ]
    assert told(side(), side(statements=new), "statements") == []


def test_a_text_that_is_pushed_down_moves_its_quotes_and_changes_nothing_said(side):
    new = changed(STATEMENTS, '"Til toppen"@nb', '"Til toppen"@nb , "Helse"@nb')
    found = differences(side(), side(text=f"Helse\n{TEXT}", statements=new))
    by_section = {name: [each for each in found if each.section == name] for name in SECTIONS}

    assert [short(each.key[0]) for each in by_section["statements"]] == ["kilde-en.txt"]
    assert [local(each.property) for each in by_section["statements"][0].details] == ["sha256"]
    assert {each.kind for each in by_section["moved"]} == {"changed"}
    assert sorted(short(each.key[0]) for each in by_section["moved"]) == [
        "data", "data", "dele-data", "felles-data", "kilde-en", "sykehus",
    ]  # fmt: skip
    assert len(by_section["set_aside"]) == 1
    assert sum(map(len, by_section.values())) == 1 + 6 + 1


def test_a_quote_that_came_is_not_told_as_moved(side):
    new = changed(
        STATEMENTS, '"70 sykehus"@nb ;\n    ho:tr', '"gjelder 70 sykehus"@nb ;\n    ho:tr'
    )
    new = changed(new, '"og det gjelder"@nb', '"og det"@nb')

    assert told(side(), side(statements=new), "moved") == []


def test_a_changed_confidence_is_told_of_the_reading(side):
    new = side(readings=READINGS_HEAD + changed(READING, "\t0.7\t", "\t0.9\t"))

    assert told(side(), new) == [
        ("readings", "tolkning", "changed", LINK, {"confidence": (["0.7"], ["0.9"])})
    ]


def test_a_changed_reason_and_review_state_are_told_of_the_reading(side):
    row = changed(READING, "Shared data are joint data.", "Shared is joint.")
    new = side(readings=READINGS_HEAD + changed(row, "unreviewed", "disputed"))
    details = {
        "reason@en": (["Shared data are joint data."], ["Shared is joint."]),
        "reviewState": (["unreviewed"], ["disputed"]),
    }

    assert told(side(), new) == [("readings", "tolkning", "changed", LINK, details)]


def resting(words):
    """Return the row of a reading that rests on some words."""
    return READINGS_HEAD + changed(READING, "unreviewed\t\t\t", f"unreviewed\t\t{words}\t")


def test_a_reading_that_rests_on_other_words_is_told_with_the_old_and_the_new(side):
    old = side(readings=resting("kilde-en#helsedata med kommunene"))
    new = side(readings=resting("kilde-en#70 sykehus"))
    words = {"alsoRestsOn@nb": (["helsedata med kommunene"], ["70 sykehus"])}

    assert told(old, new) == [("readings", "tolkning", "changed", LINK, words)]


def test_a_reading_for_which_no_words_were_written_rested_on_those_of_its_ends(side):
    (found,) = told(side(), side(readings=resting("kilde-en#70 sykehus")))
    gone, come = found[4]["alsoRestsOn@nb"]

    assert found[:4] == ("readings", "tolkning", "changed", LINK)
    assert "Vi må dele helsedata med kommunene" in gone
    assert come == ["70 sykehus"]


def test_new_words_of_an_end_are_no_change_of_the_reading_that_rests_on_them(side):
    new = changed(STATEMENTS, '"Alle deler data i mars 2030"', '"deler data i mars 2030"')
    new = changed(new, '"og det gjelder"@nb', '"og det gjelder"@nb , "Alle"@nb')

    assert told(side(), side(statements=new), "readings") == []


def test_a_reading_that_is_denied_is_told_as_one_change(side):
    new = side(readings=READINGS_HEAD + changed(READING, "felles-data\t\t", "felles-data\tNot\t"))

    assert told(side(), new) == [
        ("readings", "tolkning", "changed", LINK, {"type": (["Claim"], ["Denial"])})
    ]


def test_a_reading_that_finds_nothing_has_its_own_key(side):
    row = changed(READING, "malbilde:felles-data", "sssom:NoTermFound")
    new = side(
        readings=READINGS_HEAD + changed(row, "unreviewed\t", "unreviewed\tho:TargetPicture")
    )
    found = told(side(), new)

    assert [each[2:4] for each in found] == [
        ("removed", LINK),
        ("added", ("dele-data", "contributesTo", "NoTermFound", "redaksjonen")),
    ]
    assert found[1][4]["soughtIn"] == ([], ["TargetPicture"])


def test_the_same_link_read_by_another_is_another_reading(side):
    actors = f"{ACTORS}\n{READER}"
    more = changed(READING, "aktor:redaksjonen", "aktor:leseren")
    found = told(side(actors=actors), side(actors=actors, readings=READINGS_HEAD + READING + more))

    assert [each[:4] for each in found] == [
        ("readings", "tolkning", "added", (*LINK[:3], "leseren"))
    ]


def test_a_mapping_is_told_apart_from_the_readings(side):
    both = side()
    graph = BASE.graph("koblinger").value
    concept = NamedNode("http://eurovoc.europa.eu/2479")
    link = Fact(BASE.thing("tema/data"), term("skos:closeMatch"), concept)
    claim = BASE.thing("pastand/tema.data--closeMatch--eurovoc.2479--koblinger")

    def mapped(confidence):
        ends = zip(("subject", "predicate", "object"), link, strict=True)
        facts = (
            link,
            Fact(concept, term("rdf:type"), term("skos:Concept")),
            *(Fact(claim, term(f"rdf:{name}"), node) for name, node in ends),
            Fact(claim, term("ho:confidence"), Literal(confidence)),
        )
        return Side(BASE, both.facts | {graph: facts})

    key = ("data", "closeMatch", "2479")
    assert told(both, mapped("0.7")) == [
        ("mappings", "koblinger", "added", key, {"confidence": ([], ["0.7"])})
    ]
    assert told(mapped("0.7"), mapped("0.9")) == [
        ("mappings", "koblinger", "changed", key, {"confidence": (["0.7"], ["0.9"])})
    ]


def test_a_changed_actor_is_told_with_the_register(side):
    new = side(
        actors=changed(
            ACTORS,
            '"Health Commission"@en',
            '"Health Commission"@en ;\n    skos:altLabel "kommisjonen"@nb',
        )
    )

    assert told(side(), new) == [
        (
            "vocabulary",
            "aktorer",
            "changed",
            ("kommisjonen",),
            {"altLabel@nb": ([], ["kommisjonen"])},
        )
    ]


def test_a_changed_project_is_told_with_the_register(side):
    new = side(changed(DATASET, "0.0.1", "0.0.2"))

    assert told(side(), new) == [
        ("vocabulary", "datasett", "changed", ("",), {"version": (["0.0.1"], ["0.0.2"])})
    ]


def test_the_rows_of_answers_are_told_by_question():
    rows = [(Literal("1"),), (Literal("2"),), (Literal("3"),)]
    old, new = Side(BASE, {}, {"tall": {*rows[:2]}}), Side(BASE, {}, {"tall": {*rows[1:]}})

    assert told(old, new) == [
        ("answers", "tall", "removed", ("1",), {}),
        ("answers", "tall", "added", ("3",), {}),
    ]


def test_what_follows_by_rule_is_never_told():
    fact = Fact(BASE.thing("tema/data"), term("rdf:type"), term("ho:Theme"))
    names = ("slutning/kilde-en", "slutning/aktorer", "slutning-tolkning")
    facts = {BASE.graph(name).value: (fact,) for name in names}

    assert differences(Side(BASE, {}), Side(BASE, facts)) == ()
    assert len(differences(Side(BASE, {}), Side(BASE, {BASE.graph("aktorer").value: (fact,)}))) == 1


THINGS = [BASE.thing(f"tema/{name}") for name in "abc"]
PREDICATES = [
    term(name)
    for name in (
        "rdf:type", "rdf:subject", "rdf:predicate", "rdf:object", "owl:sourceIndividual",
        "owl:assertionProperty", "owl:targetIndividual", "ho:about", "ho:soughtProperty",
        "ho:isStatedIn", "ho:alsoRestsOn", "ho:quote", "ho:noise", "ho:basis", "skos:prefLabel",
        "prov:wasAttributedTo",
    )
]  # fmt: skip
OBJECTS = [*THINGS, term("ho:Claim"), term("ho:Passage"), Literal("a", language="nb"), Literal("b")]
FACTS = st.frozensets(
    st.builds(Fact, st.sampled_from(THINGS), st.sampled_from(PREDICATES), st.sampled_from(OBJECTS)),
    max_size=12,
)
GRAPHS = [
    BASE.graph(name).value
    for name in ("kilde/en", "kilde/to", "tolkning", "koblinger", "aktorer", "slutning/en")
]
ROWS = st.frozensets(st.tuples(st.sampled_from(OBJECTS)), max_size=3)
SIDES = st.builds(
    Side,
    st.just(BASE),
    st.dictionaries(st.sampled_from(GRAPHS), FACTS, max_size=4),
    st.dictionaries(st.sampled_from(["en", "to"]), ROWS),
)
OTHER_WAY = {"added": "removed", "removed": "added", "changed": "changed"}


def mirrored(change):
    details = tuple(Detail(each.property, each.lang, each.new, each.old) for each in change.details)
    kind = OTHER_WAY[change.kind]
    return Change(change.section, change.group, kind, change.key, details)


@given(SIDES, SIDES)
def test_the_other_way_round_what_was_added_is_removed(one, other):
    # That a thing is gone is told of the newer side alone.
    there, back = (
        [each for each in differences(*both) if each.section != "vanished"]
        for both in ((one, other), (other, one))
    )

    assert back == [*map(mirrored, there)]


@given(SIDES)
def test_a_side_never_differs_from_itself(one):
    assert differences(one, one) == ()


@given(SIDES, SIDES)
def test_every_change_is_told_once(one, other):
    found = differences(one, other)

    assert len({(each.section, each.group, each.key) for each in found}) == len(found)
