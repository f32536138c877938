"""Coverage and roles: what each cell of a table counts, and the links that it is counted by."""

from dataclasses import replace

import pytest
from hypothesis import given

from ho21.model.coverage import ACTING, ACTS, ROLES, TABLES, cells, hits
from ho21.model.read import knowledge_graph
from ho21.model.things import Standing
from ho21.rdf.namespaces import HO
from support.drawn import ID, graph, link, reading, thing
from support.tiny_graph import GRAPHS, small


def short(iri):
    return iri.removeprefix(ID).removeprefix(HO)


def counted(found, table):
    return {
        tuple(map(short, ends)): {*map(short, them)}
        for ends, them in cells(hits(found, table)).items()
    }


MADE = small(
    reading("malbilde/m", "contributesTo", "omrade/o"),
    link("malbilde/m", "isPartOf", "soyle/s"),
    reading("tiltak/t", "contributesTo", "omrade/o"),
    reading("tiltak/t", "contributesTo", "malbilde/m"),
    link("tiltak/t", "isPartOf", "tema/d"),
    reading("soyle/s", "continues", "omrade/o"),
    link("tiltak/t", "performer", "aktor/a"),
    link("tiltak/u", "proposedBy", "aktor/a"),
    link("aktor/a", "appoints", "aktor/b"),
)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("areaPictures", {("omrade/o", "soyle/s"): {"malbilde/m"}}),
        ("areaMeasures", {("omrade/o", "soyle/s"): {"tiltak/t"}}),
        ("areaContinued", {("omrade/o", "soyle/s"): {"soyle/s"}}),
        ("pictureThemes", {("malbilde/m", "tema/d"): {"tiltak/t"}}),
        ("pictureServed", {("malbilde/m", ""): {"tiltak/t"}}),
        ("areaServed", {("omrade/o", ""): {"malbilde/m", "soyle/s", "tiltak/t"}}),
        ("measureAims", {("tiltak/t", ""): {"malbilde/m"}}),
        (
            "actorRoles",
            {
                ("aktor/a", "performer"): {"tiltak/t"},
                ("aktor/a", "responsible"): {"tiltak/t"},
                ("aktor/a", "proposedBy"): {"tiltak/u"},
                ("aktor/a", "appoints"): {"aktor/b"},
            },
        ),
    ],
)
def test_a_table_counts_things_by_its_rows_and_columns(table, expected):
    assert counted(MADE, table) == expected


@pytest.mark.parametrize("kind", ["Pillar", "Foundation"])
def test_a_block_of_any_kind_is_counted_by_itself(kind):
    things = thing("blokk/b", kind, "B", "StrategicBlock"), thing("omrade/o", "StrategyArea", "O")
    made = graph(things, [reading("blokk/b", "continues", "omrade/o")])

    assert counted(made, "areaContinued") == {("omrade/o", "blokk/b"): {"blokk/b"}}


def test_a_table_that_is_not_there_is_said_to_be_unknown():
    with pytest.raises(KeyError):
        hits(MADE, "noSuch")


def test_what_only_follows_by_rule_is_counted_by_the_link_it_follows_from():
    follows = link("tiltak/t", "responsible", "aktor/a", Standing.FOLLOWS_FROM_STATED)
    both = small(*MADE.links, follows)

    assert counted(both, "actorRoles") == counted(MADE, "actorRoles")
    assert not {each for hit in hits(both, "actorRoles") for each in hit.links if each.inferred}


def test_a_hit_names_every_link_that_it_rests_on():
    (hit,) = hits(MADE, "areaMeasures")

    assert [(short(each.subject), short(each.object)) for each in hit.links] == [
        ("tiltak/t", "omrade/o"),
        ("tiltak/t", "malbilde/m"),
        ("malbilde/m", "soyle/s"),
    ]


def kept(found, holds):
    return [(x.row, x.column, x.thing) for x in found if all(map(holds, x.links))]


@given(GRAPHS)
def test_hits_whose_links_all_hold_are_the_hits_of_a_graph_of_those_links(made):
    """A page shows any choice of readings from the hits of the whole graph."""
    for table in TABLES:
        found = hits(made, table)
        for part, holds in (
            (made.stated, lambda each: each.stated),
            (made.at_least(0.7), lambda each: each.strength >= 0.7),
        ):
            alone = [(x.row, x.column, x.thing) for x in hits(part, table)]

            assert kept(found, holds) == alone


def test_roles_are_properties_of_the_vocabulary(real):
    assert {HO + each for each in (*ROLES, *ACTS)} <= knowledge_graph(real).labels.keys()
    assert {*ACTING} <= {*ROLES, *ACTS}


def test_in_the_project_a_role_is_counted_as_often_as_it_or_a_narrower_one_is_linked(real):
    whole = knowledge_graph(real)
    explicit = {
        (each.object, each.predicate, each.subject)
        for each in whole.links
        if each.predicate_name in ROLES
    }
    found = {(x.row, x.column, x.thing) for x in hits(whole, "actorRoles")
             if x.column.removeprefix(HO) in ROLES}  # fmt: skip

    assert found == explicit


def test_taking_a_link_away_takes_what_it_counts_away():
    fewer = replace(MADE, links=tuple(x for x in MADE.links if x.predicate_name != "appoints"))

    assert ("aktor/a", "appoints") not in counted(fewer, "actorRoles")
