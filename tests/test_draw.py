"""The map: every thing at its place, and every link between them, as data for vis-network."""

import time
import tomllib
from pathlib import Path

from ho21.draw import StrategyNetwork, settings, vis
from ho21.picture import Fact, Link, Node, Picture, Source, Statement, both, picture
from ho21.rooms import page

ROOT = Path(__file__).parents[1]
ID = "https://w3id.org/ho21/id/"
HOSTILE = "</script><img src=x onerror=alert(1)>\u2028'\"&<!--"


def said(words="Vi må dele helsedata", line=5):
    return Statement(words, "We must share health data", both("Et innspill"), "kilde", line, line)


def node(path, kind, label, *types, position=None):
    return Node(
        ID + path, kind, both(label), both(label), (said(),), (*types, kind), position=position
    )


def link(source, predicate, target, basis="stated"):
    reason = both("Fordi vi leser det slik.") if basis == "read" else None
    quotes = () if basis == "read" else (said(),)
    return Link(ID + source, ID + target, predicate, both(predicate), basis, reason, quotes=quotes)


def small(nodes=None, links=None):
    """Return a picture of a strategy, a goal, a measure and two actors."""
    if nodes is None:
        nodes = (
            node("strategi/s", "Strategy", "Strategien"),
            node("malbilde/m", "TargetPicture", "Felles data", "Goal"),
            node("tiltak/t", "Recommendation", "Dele data", "Measure"),
            node("aktor/r", "Council", "Rådet", "Actor"),
            node("aktor/k", "Sector", "Kommunene", "Actor"),
        )
    if links is None:
        links = (
            link("tiltak/t", "proposedBy", "aktor/r"),
            link("tiltak/t", "contributesTo", "malbilde/m", "read"),
            link("tiltak/t", "mentions", "aktor/k"),
        )
    return Picture(
        title={"nb": "Et lite kart", "en": "A small map"},
        issued="2026-11-22",
        nodes=tuple(nodes),
        links=tuple(links),
        kinds={each.kind: both(each.kind) for each in nodes},
        sources=(Source("kilde", both("Et innspill"), "https://example.org/"),),
        licence="http://publications.europa.eu/resource/authority/licence/CC_BY_4_0",
    )


def data(drawn):
    return StrategyNetwork(drawn).data()


def group_of(drawn, path):
    content = data(drawn)
    (at,) = (each["group"] for each in content["nodes"] if each["iri"] == ID + path)
    return content["groups"][at]["id"]


def test_the_drawing_library_is_the_one_that_comes_with_pyvis():
    assert "@version 9.1.2" in vis()
    assert list(ROOT.glob("scripts/**/vis-network*")) == []


def test_the_network_holds_every_thing_and_every_link():
    network = StrategyNetwork(small())

    assert network.num_edges() == len(network.edges) == 3
    assert len(network.nodes) == 5
    assert network.directed


def test_a_map_of_many_things_is_drawn_in_little_time():
    things = [node(f"tiltak/t{at}", "Recommendation", f"Tiltak {at}") for at in range(1500)]
    links = [link(f"tiltak/t{at}", "followsUp", f"tiltak/t{at * 7 % 1500}") for at in range(1500)]
    before = time.process_time()

    data(small(things, links * 2))

    assert time.process_time() - before < 6


def test_of_more_things_than_one_map_can_show_every_one_still_has_its_place():
    things = [node(f"tiltak/t{at}", "Recommendation", f"Tiltak {at}") for at in range(1501)]

    held = data(small(things, []))

    assert len(held["nodes"]) == 1501 > held["layout"]["most"]


def test_nothing_at_all_is_a_page_too():
    assert data(small([], []))["nodes"] == []


def test_an_actor_with_a_role_an_affected_and_a_merely_mentioned_stand_apart():
    drawn = small(
        [
            node("tiltak/t", "Recommendation", "Dele data", "Measure"),
            node("aktor/a", "Council", "Rådet", "Actor"),
            node("aktor/b", "Sector", "Kommunene", "Actor"),
            node("aktor/c", "Sector", "Sykehusene", "Actor"),
        ],
        [
            link("tiltak/t", "proposedBy", "aktor/a"),
            link("tiltak/t", "beneficiary", "aktor/b"),
            link("tiltak/t", "mentions", "aktor/c"),
        ],
    )

    assert group_of(drawn, "aktor/a") == "actor"
    assert group_of(drawn, "aktor/b") == "affected"
    assert group_of(drawn, "aktor/c") == "mentioned"


def test_a_role_that_is_only_read_makes_no_actor_and_one_who_is_never_named_has_only_read():
    drawn = small(
        [
            node("tiltak/t", "Recommendation", "Dele data", "Measure"),
            node("aktor/a", "Sector", "Kommunene", "Actor"),
            node("aktor/b", "Actor", "Redaksjonen"),
        ],
        [
            link("tiltak/t", "performer", "aktor/a", "read"),
            link("tiltak/t", "mentions", "aktor/a"),
        ],
    )

    assert group_of(drawn, "aktor/a") == "mentioned"
    assert group_of(drawn, "aktor/b") == "reader"


def test_a_kind_of_its_own_comes_before_a_wider_class():
    drawn = small([node("hendelsesmal/h", "EventGoal", "Dialog", "Goal")], [])

    assert group_of(drawn, "hendelsesmal/h") == "eventgoal"


def test_a_class_that_nobody_has_thought_of_is_still_on_the_page():
    drawn = small([node("rart/r", "Oddity", "Noe rart")], [])

    assert group_of(drawn, "rart/r") == "other"


def test_every_thing_of_the_house_has_a_group_of_its_kind(real):
    content = data(picture(real))
    other = [each["id"] for each in content["groups"]].index("other")

    assert len(content["nodes"]) > 200
    assert [each["iri"] for each in content["nodes"] if each["group"] == other] == []


def test_a_mention_is_quiet_and_a_reading_is_dashed():
    edges = data(small())["edges"]

    assert [(each["predicate"], each["basis"], each.get("quiet", False)) for each in edges] == [
        ("proposedBy", "stated", False),
        ("contributesTo", "read", False),
        ("mentions", "stated", True),
    ]


def test_many_equal_links_to_one_thing_are_one_bundle():
    measures = [node(f"tiltak/t{at}", "Recommendation", f"Tiltak {at}") for at in range(25)]
    council = node("aktor/r", "Council", "Rådet", "Actor")
    links = [link(f"tiltak/t{at}", "proposedBy", "aktor/r") for at in range(25)]

    def bundles(count):
        edges = data(small([*measures, council], links[:count]))["edges"]
        return [each.get("bundle") for each in edges]

    assert bundles(25) == [0] * 25
    assert bundles(3) == [None] * 3


def test_a_quote_is_on_the_page_once_however_many_links_rest_on_it():
    content = data(small())

    assert len(content["passages"]) == 1
    assert [each["statements"] for each in content["nodes"]] == [[0]] * 5


def test_an_address_on_the_page_is_type_and_slug_and_never_shared():
    alike = ["https://a.example/id/tiltak/t", "https://b.example/id/tiltak/t"]
    nodes = [Node(iri, "Measure", both("T"), both("T")) for iri in alike]

    assert [each["key"] for each in data(small())["nodes"]][2] == "tiltak/t"
    assert [each["key"] for each in data(small(nodes, []))["nodes"]] == alike


def test_a_fact_is_carried_with_its_name():
    when = Fact("when", both("tid", "time"), both("--11-15"), "--11-15")
    event = Node(ID + "hendelse/h", "Summit", both("Møte"), both("Møte"), facts=(when,))

    (shown,) = data(small([event], []))["nodes"]

    assert shown["facts"] == [
        {
            "property": "when",
            "label": {"nb": "tid", "en": "time"},
            "value": both("--11-15"),
            "raw": "--11-15",
        }
    ]


def test_every_group_has_a_name_a_column_and_a_shape():
    chosen = settings()
    shapes = chosen["shape"].keys()

    for group in chosen["group"]:
        assert group["nb"]
        assert group["en"]
        assert group["column"] in range(len(chosen["column"]))
        assert group["shape"] in shapes


def test_the_settings_are_plain_data():
    assert tomllib.loads(page("map.toml")) == settings()
