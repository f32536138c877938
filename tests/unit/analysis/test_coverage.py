"""What can be counted in the network: coverage, gaps, ground and centrality."""

import pytest
from hypothesis import given, settings

from ho21.analysis.builder import TableBuilder
from ho21.analysis.coverage import coverage
from ho21.analysis.gaps import gaps
from ho21.analysis.measures import centrality, ground
from ho21.model.read import knowledge_graph
from ho21.rdf.namespaces import HO
from support.tiny_network import NETWORKS, no, sketch


def rows(analysis, table: str) -> list[tuple[object, ...]]:
    """Return a table's rows, each thing by its IRI or key."""
    return [tuple(cell.iri or cell.exact for cell in row) for row in analysis.table(table).rows]


def counted(analyse, lines: str, table: str, **more) -> list[tuple[object, ...]]:
    return rows(analyse(TableBuilder(sketch(lines, **more), "nb")), table)


def test_an_area_is_covered_by_the_target_pictures_of_a_block():
    lines = """malbilde isPartOf soyle en
    malbilde-2 isPartOf soyle en
    malbilde contributesTo omrade 0.7
    malbilde-2 contributesTo omrade en
    fundament
    """

    assert counted(coverage, lines, "areaPictures") == [
        ("omrade", "fundament", 0, 0),
        ("omrade", "soyle", 1, 2),
    ]


def test_an_area_is_covered_by_a_recommendation_that_serves_a_block_as_well():
    lines = """tiltak contributesTo omrade 0.7
    tiltak contributesTo malbilde 0.7
    tiltak-2 contributesTo omrade 0.7
    malbilde isPartOf soyle en
    """

    assert counted(coverage, lines, "areaMeasures") == [("omrade", "soyle", 0, 1)]


def test_without_blocks_the_areas_stand_alone_and_without_areas_there_is_no_table():
    lines = """malbilde isPartOf omrade en
    malbilde-2 contributesTo omrade 0.7
    """

    assert counted(coverage, lines, "areaPicturesAlone") == [("omrade", 1, 2)]
    assert coverage(TableBuilder(sketch("tiltak"), "nb")).tables == ()


def test_an_area_is_continued_by_a_block_and_by_its_target_pictures():
    lines = """soyle continues omrade 0.7
    malbilde continues omrade 0.7
    malbilde isPartOf soyle en
    malbilde-2 continues omrade 0.7
    """

    assert counted(coverage, lines, "areaContinued") == [("omrade", "soyle", 0, 2)]


def test_a_target_picture_is_served_by_the_recommendations_of_a_theme():
    lines = """tiltak isPartOf tema en
    tiltak contributesTo malbilde 0.7
    tiltak-2 contributesTo malbilde 0.7
    """

    assert counted(coverage, lines, "pictureThemes") == [("malbilde", "tema", 0, 1)]


def test_an_actor_is_counted_in_each_role_that_anyone_has():
    lines = """tiltak proposedBy aktor en
    tiltak-2 proposedBy aktor en
    tiltak performer aktor 0.7
    tiltak performer aktor-2 0.7
    aktor-3
    """

    assert counted(coverage, lines, "actorRoles") == [
        ("aktor", HO + "proposedBy", 2, 2),
        ("aktor", HO + "performer", 0, 1),
        ("aktor-2", HO + "proposedBy", 0, 0),
        ("aktor-2", HO + "performer", 0, 1),
    ]


@given(NETWORKS)
@settings(max_examples=60, deadline=None)
def test_what_is_counted_without_readings_is_never_more_than_with_them(whole):
    builder = TableBuilder(whole, "nb")
    tables = [*coverage(builder).tables, *ground(builder).tables, gaps(builder).table("piles")]
    for table in tables:
        before, after = (
            [each.key for each in table.columns].index(name)
            for name in ("withoutReadings", "withReadings")
        )
        assert all(row[before].value <= row[after].value for row in table.rows), table.name
    for _, _, before, _, after, _ in centrality(builder).table("central").rows:
        assert before.value <= after.value


def test_no_source_ties_a_real_recommendation_to_a_target_picture(real):
    builder = TableBuilder(knowledge_graph(real), "nb")
    found = {row[0]: row[1:3] for row in rows(gaps(builder), "gaps")}

    assert (found["pictureUnserved"], found["measureAimless"]) == ((24, 24), (25, 25))
    assert all(
        row[2].value <= row[3].value for table in coverage(builder).tables for row in table.rows
    )


GAPS = """tiltak contributesTo malbilde 0.7
tiltak-2
malbilde-2
omrade-2 isPartOf strategi en
malbilde contributesTo omrade 0.7
utfordring motivates behov en
behov motivates tiltak 0.7
utfordring-2
tiltak beneficiary aktor en
tiltak beneficiary aktor-2 en
tiltak proposedBy aktor-2 en
"""


def test_gaps_are_counted_without_and_with_readings():
    assert counted(gaps, GAPS, "gaps") == [
        ("pictureUnserved", 2, 2, 1),
        ("measureAimless", 2, 2, 1),
        ("areaUnserved", 2, 2, 1),
        ("challengeUnanswered", 2, 2, 1),
        ("needUnanswered", 1, 1, 0),
        ("actorOnlyServed", 2, 1, 1),
    ]


def test_a_gap_that_a_reading_fills_stands_after_those_that_stay_open():
    assert [row[:4] for row in counted(gaps, GAPS, "gapThings")][:2] == [
        ("pictureUnserved", "malbilde-2", "open", "open"),
        ("pictureUnserved", "malbilde", "open", "filled"),
    ]


def test_a_reading_may_open_a_gap_too():
    found = counted(gaps, "tiltak beneficiary aktor 0.7", "gapThings")

    assert ("actorOnlyServed", "aktor", "filled", "open", "") in found


@pytest.mark.parametrize(
    "line",
    [
        "tiltak proposedBy aktor en",
        "tiltak responsible aktor en",
        "tiltak impliedPerformer aktor en",
        "aktor appoints aktor-2 en",
    ],
)
def test_an_actor_that_does_something_is_not_only_served(line):
    found = counted(gaps, f"tiltak beneficiary aktor en\n{line}", "gapThings")

    assert "aktor" not in {thing for gap, thing, *_ in found if gap == "actorOnlyServed"}


def test_an_actor_that_only_takes_part_is_still_only_served():
    lines = "tiltak beneficiary aktor en\nhendelse participant aktor en"

    assert ("actorOnlyServed", "aktor", "open", "open", "") in counted(gaps, lines, "gapThings")


def test_a_gap_says_why_where_a_reader_looked_for_what_would_fill_it():
    sought = tuple(
        no("tiltak", "contributesTo", other, reason=f"intet {other}")
        for other in ("TargetPicture", "StrategyArea")
    )
    found = counted(gaps, "tiltak", "gapThings", non_links=sought)

    assert found == [("measureAimless", "tiltak", "open", "open", "intet TargetPicture")]


def test_the_largest_piles_stand_first_with_all_that_share_the_last_place():
    lines = "\n".join(
        f"tiltak-{n} contributesTo malbilde-{m} 0.7" for m in range(7) for n in range(max(m, 3))
    )
    more = "tiltak-0 contributesTo malbilde-8 0.7\nmalbilde-9"
    found = counted(gaps, f"{lines}\n{more}", "piles")

    assert [row[1:] for row in found] == [
        ("malbilde-6", 0, 6),
        ("malbilde-5", 0, 5),
        ("malbilde-4", 0, 4),
        ("malbilde-0", 0, 3),
        ("malbilde-1", 0, 3),
        ("malbilde-2", 0, 3),
        ("malbilde-3", 0, 3),
    ]


def test_a_thing_and_a_document_go_by_their_whole_names_as_in_the_answers(real):
    net = knowledge_graph(real)
    builder = TableBuilder(net, "nb")
    longer = [each for each in net.things.values() if each.label["nb"] != each.short_label["nb"]]

    assert longer
    assert [builder.named(each.iri).text for each in longer] == [x.label["nb"] for x in longer]
    assert [row[0].text for row in ground(builder).table("sources").rows] == [
        each.label["nb"] for each in net.documents.values()
    ]


def test_where_nothing_is_served_there_is_no_pile():
    assert counted(gaps, "malbilde\nomrade", "piles") == []


DOC = "https://w3id.org/ho21/doc/"
GROUND = """tiltak isPartOf tema en
tiltak proposedBy aktor en
tiltak proposedBy aktor to
tiltak contributesTo malbilde 0.5
tema continues malbilde 0.4
"""


def test_a_source_is_alone_about_what_no_other_names_and_links_fall_with_it():
    assert counted(ground, GROUND, "sources") == [
        (DOC + "alene", 1, 1, 0, 2),
        (DOC + "en", 3, 1, 1, 2),
        (DOC + "to", 2, 0, 0, 0),
    ]


def test_what_one_source_alone_states_is_listed_with_its_links():
    assert counted(ground, GROUND, "alone") == [
        ("malbilde", HO + "TargetPicture", DOC + "alene", 0, 2),
        ("tema", HO + "Theme", DOC + "en", 1, 2),
    ]


def test_a_thing_rests_on_low_confidence_where_all_its_links_of_a_kind_do():
    lines = """tiltak contributesTo malbilde 0.5
    tiltak contributesTo malbilde-2 0.4
    tiltak-2 contributesTo malbilde 0.9
    tiltak motivates malbilde-2 0.4
    tiltak motivates malbilde-2 en
    """

    assert counted(ground, lines, "low") == [
        ("malbilde-2", HO + "contributesTo", "inward", 0, 1, 0.4, "fordi"),
        ("tiltak", HO + "contributesTo", "outward", 0, 2, 0.5, "fordi"),
    ]


def test_the_middle_of_a_path_is_between_the_ends_and_readings_count_in_the_second_half():
    lines = "tiltak isPartOf tema en\ntiltak contributesTo malbilde 0.5\naktor"

    assert counted(centrality, lines, "central") == [
        ("tiltak", HO + "Recommendation", 1, 0.0, 2, pytest.approx(1 / 3, abs=0.001)),
        ("malbilde", HO + "TargetPicture", 0, 0.0, 1, 0.0),
        ("tema", HO + "Theme", 1, 0.0, 1, 0.0),
    ]


def test_several_links_between_two_things_make_them_neighbours_once():
    lines = "tiltak isPartOf tema en\ntema motivates tiltak to\ntema continues tema en"

    assert [row[2:] for row in counted(centrality, lines, "central")] == [
        (1, 0, 1, 0),
        (1, 0, 1, 0),
    ]
