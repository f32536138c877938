"""The map: every thing at its place, and every link between them, as data."""

import time
from dataclasses import replace
from pathlib import Path

from ho21.dataset.loader import load
from ho21.map.drawing import StrategyNetwork, settings
from ho21.model.read import knowledge_graph
from ho21.model.things import Standing
from ho21.project import open_project
from ho21.resources import messages
from support import drawn
from support.drawn import ID, link, reading
from support.others import CITY

ROOT = Path(__file__).parents[3]
READER = drawn.thing("aktor/r", "Actor", "Redaksjonen")
WORDS = drawn.words("Vi må dele helsedata", "We must share health data", first=5, last=5)


def thing(path, kind, name, *wider, **more):
    return drawn.thing(path, kind, name, *wider, passages=(WORDS,), **more)


def small(things=None, links=None):
    """Return a graph of a strategy, a goal, a measure and two actors."""
    if things is None:
        things = (
            thing("strategi/s", "Strategy", "Strategien"),
            thing("malbilde/m", "TargetPicture", "Felles data", "Goal"),
            thing("tiltak/t", "Recommendation", "Dele data", "Measure"),
            thing("aktor/r", "Council", "Rådet", "Actor"),
            thing("aktor/k", "Sector", "Kommunene", "Actor"),
        )
    if links is None:
        links = (
            link("tiltak/t", "proposedBy", "aktor/r", passages=[WORDS]),
            reading("tiltak/t", "contributesTo", "malbilde/m"),
            link("tiltak/t", "mentions", "aktor/k", passages=[WORDS]),
        )
    source = drawn.document("kilde", "Et innspill", "https://example.org/")
    return drawn.graph(things, links, documents=[source])


def data(graph):
    return StrategyNetwork(graph).data()


def group_of(graph, path):
    content = data(graph)
    (at,) = (each["group"] for each in content["nodes"] if each["iri"] == ID + path)
    return content["groups"][at]["id"]


def test_the_network_holds_every_thing_and_every_link():
    network = StrategyNetwork(small())

    assert len(network.edges) == 3
    assert len(network.nodes) == 5


def test_a_map_of_many_things_is_drawn_in_little_time():
    things = [thing(f"tiltak/t{at}", "Recommendation", f"Tiltak {at}") for at in range(1500)]
    links = [link(f"tiltak/t{at}", "followsUp", f"tiltak/t{at * 7 % 1500}") for at in range(1500)]
    before = time.process_time()

    data(small(things, links))

    assert time.process_time() - before < 6


def test_of_more_things_than_one_map_can_show_every_one_still_has_its_place():
    things = [thing(f"tiltak/t{at}", "Recommendation", f"Tiltak {at}") for at in range(1501)]

    held = data(small(things, []))

    assert len(held["nodes"]) == 1501 > held["layout"]["most"]


def test_nothing_at_all_is_a_page_too():
    assert data(small([], []))["nodes"] == []


def test_an_actor_with_a_role_an_affected_and_a_merely_mentioned_stand_apart():
    graph = small(
        [
            thing("tiltak/t", "Recommendation", "Dele data", "Measure"),
            thing("aktor/a", "Council", "Rådet", "Actor"),
            thing("aktor/b", "Sector", "Kommunene", "Actor"),
            thing("aktor/c", "Sector", "Sykehusene", "Actor"),
        ],
        [
            link("tiltak/t", "proposedBy", "aktor/a"),
            link("tiltak/t", "beneficiary", "aktor/b"),
            link("tiltak/t", "mentions", "aktor/c"),
        ],
    )

    assert group_of(graph, "aktor/a") == "actor"
    assert group_of(graph, "aktor/b") == "affected"
    assert group_of(graph, "aktor/c") == "mentioned"


def test_a_role_that_is_only_read_makes_no_actor_and_one_who_is_never_named_has_only_read():
    graph = small(
        [
            thing("tiltak/t", "Recommendation", "Dele data", "Measure"),
            thing("aktor/a", "Sector", "Kommunene", "Actor"),
            thing("aktor/b", "Actor", "Redaksjonen"),
        ],
        [
            reading("tiltak/t", "performer", "aktor/a"),
            link("tiltak/t", "mentions", "aktor/a"),
        ],
    )

    assert group_of(graph, "aktor/a") == "mentioned"
    assert group_of(graph, "aktor/b") == "reader"


def test_a_kind_of_its_own_comes_before_a_wider_class():
    graph = small([thing("hendelsesmal/h", "EventGoal", "Dialog", "Goal")], [])

    assert group_of(graph, "hendelsesmal/h") == "eventgoal"


def test_a_class_that_nobody_has_thought_of_is_still_on_the_page():
    graph = small([thing("rart/r", "Oddity", "Noe rart")], [])

    assert group_of(graph, "rart/r") == "other"


def test_every_thing_of_the_project_has_a_group_of_its_kind(real):
    content = data(knowledge_graph(real))
    other = [each["id"] for each in content["groups"]].index("other")

    assert len(content["nodes"]) > 200
    assert [each["iri"] for each in content["nodes"] if each["group"] == other] == []


def test_principles_indicators_budget_lines_and_status_reports_have_places_of_their_own():
    content = data(knowledge_graph(load(open_project(str(CITY))).sound()))
    groups = content["groups"]
    many = {each["id"]: 0 for each in groups}
    for each in content["nodes"]:
        many[groups[each["group"]]["id"]] += 1

    wanted = ("principle", "indicator", "budget", "status")
    assert [many[each] for each in wanted] == [3, 3, 1, 8]
    assert not any(each.get("shelf") for each in groups if each["id"] in wanted)
    assert many.get("other", 0) == 0


def test_a_link_says_how_it_is_known_and_whether_it_has_no_content():
    edges = data(small())["edges"]

    assert {(each["predicate"], each["standing"], each.get("set")) for each in edges} == {
        ("proposedBy", "stated", None),
        ("contributesTo", "interpreted", None),
        ("mentions", "stated", "mention"),
    }


def test_who_has_only_read_the_sources_counts_as_no_actor():
    graph = small([thing("aktor/a", "Sector", "Kommunene", "Actor"), READER], [])

    assert [each["kinds"] for each in data(graph)["nodes"]] == [["Actor", "Sector"], []]


def test_many_equal_links_to_one_thing_are_one_bundle():
    measures = [thing(f"tiltak/t{at}", "Recommendation", f"Tiltak {at}") for at in range(25)]
    council = thing("aktor/r", "Council", "Rådet", "Actor")
    links = [link(f"tiltak/t{at}", "proposedBy", "aktor/r") for at in range(25)]

    def bundles(count):
        return [*StrategyNetwork(small([*measures, council], links[:count])).bundles.values()]

    assert bundles(25) == [0] * 25
    assert bundles(3) == []


def test_each_reading_of_a_link_is_a_row_with_its_reader_and_what_follows_is_told_apart():
    ends = ("tiltak/t", "contributesTo", "malbilde/m")
    read = [reading(*ends, reason=why, confidence=sure) for why, sure in (("A", 0.7), ("B", 0.55))]
    follows = [
        link(*ends, each, confidence=0.5)
        for each in (Standing.FOLLOWS_FROM_STATED, Standing.FOLLOWS_FROM_INTERPRETED)
    ]
    evidence = [each.evidence[0] for each in (*read, *follows)]
    second = replace(evidence[1], claim=f"{evidence[1].claim}-2")
    one = replace(read[0], evidence=(evidence[2], evidence[0], second, evidence[3]))

    edges = data(small(links=[one]))["edges"]

    assert [(each["standing"], each.get("reason", {}).get("nb")) for each in edges] == [
        ("followsFromStated", None),
        ("interpreted", "A"),
        ("interpreted", "B"),
        ("followsFromInterpreted", None),
    ]
    assert [each["confidence"] for each in edges] == ["0.5", "0.7", "0.55", "0.5"]
    assert edges[1]["author"] == {"nb": "Oss", "en": "Oss"}
    assert edges[1]["review"] == {"nb": "ny", "en": "ny"}
    assert "author" not in edges[0]


def test_what_was_weighed_and_not_linked_is_a_remark_on_the_thing_and_no_link(real):
    graph = knowledge_graph(real)
    content = data(graph)
    found = [
        (each["iri"], one["denied"], one["reason"]) for each in content["nodes"]
        for one in each["unmade"]
    ]  # fmt: skip

    assert sorted(found, key=str) == sorted(
        ((each.about, each.denied, each.reason.texts)
         for each in graph.non_links if not each.is_mapping), key=str,
    )  # fmt: skip
    (sought,) = (
        one for each in content["nodes"] if each["key"].endswith("/likeverdige-tjenester")
        for one in each["unmade"]
    )  # fmt: skip
    assert sought["other"] == {"nb": "satsingsområde", "en": "priority area"}
    assert sought["author"] == {"nb": "Redaksjonen", "en": "The editors"}


def test_every_row_of_the_project_shows_its_words_or_its_reason(real):
    edges = data(knowledge_graph(real))["edges"]

    assert len(edges) > 800
    assert [each for each in edges if not each["passages"] and "reason" not in each] == []


def test_a_quote_is_on_the_page_once_however_many_links_rest_on_it():
    content = data(small())

    assert len(content["passages"]) == 1
    assert [each["statements"] for each in content["nodes"]] == [[0]] * 5


def test_an_address_on_the_page_is_type_and_slug_and_never_shared():
    alike = ["https://a.example/id/tiltak/t", "https://b.example/id/tiltak/t"]
    things = [thing(iri, "Measure", "T") for iri in alike]

    assert [each["key"] for each in data(small())["nodes"]][-1] == "tiltak/t"
    assert [each["key"] for each in data(small(things, []))["nodes"]] == alike


def test_a_fact_is_carried_with_its_name():
    when = drawn.value("when", "--11-15")
    event = thing("hendelse/h", "Summit", "Møte", values=(when, drawn.value("notAFact", "x")))

    (shown,) = data(small([event], []))["nodes"]

    assert shown["facts"] == [
        {
            "property": "when",
            "label": {"nb": "when", "en": "when"},
            "value": {"nb": "--11-15", "en": "--11-15"},
            "raw": "--11-15",
        }
    ]


def test_every_group_has_a_name_a_column_and_a_shape():
    chosen = settings()
    shapes = chosen["shape"].keys()

    for group in chosen["group"]:
        assert group["nb"]
        assert group["en"]
        assert group["column"] in range(9)
        assert group["shape"] in shapes


def test_the_settings_are_plain_data():
    assert messages("map/map.toml") == settings()


def test_a_heading_names_the_groups_that_are_there_as_what_is_in_them_is_called():
    ours = data(small())
    goals = data(
        small((
            thing("omrade/o", "StrategyArea", "Helsedata"),
            thing("mal/a", "Goal", "Felles data"),
            thing("tiltak/t", "Commitment", "Dele data", "Measure"),
            thing("soyle/s", "StrategicBlock", "Data"),
        ), ())
    )  # fmt: skip

    assert [each["name"]["en"] for each in ours["columns"]] == [
        *("Strategy", "Target pictures", "Recommendations", "Actors"),  # the shelf has its own
    ]
    assert [each["name"]["nb"] for each in goals["columns"]] == [
        *("Satsingsområder", "Byggeklosser", "Mål", "Løfter"),
    ]
