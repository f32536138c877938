"""The plain network: what sources state, in columns, on a page that fetches nothing."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pyvis.network import Network

from ho21.map.colours import palette
from ho21.map.drawing import settings
from ho21.map.plain import own_scripts, plain, plain_file, vis
from support import drawn
from support.drawn import link, reading

ROOT = Path(__file__).parents[3]
WORDS = drawn.words("Vi må dele helsedata", "We must share health data", first=5, last=5)
TITLE = drawn.label({"nb": "Byen", "en": "The city"})


def thing(path, kind, name, *wider, **more):
    return drawn.thing(path, kind, name, *wider, passages=(WORDS,), main_passages=(WORDS,), **more)


def small(things=(), links=None):
    """Return a graph of a goal, a measure, a figure and two actors, one of them only mentioned."""
    things = things or (
        thing("malbilde/m", "TargetPicture", "Felles data", "Goal"),
        thing("tiltak/t", "Recommendation", "Dele data", "Measure"),
        thing("tall/x", "Figure", "Åtte prosent"),
        thing("aktor/r", "Council", "Rådet", "Actor"),
        thing("aktor/k", "Sector", "Kommunene", "Actor"),
    )
    if links is None:
        links = (
            link("tiltak/t", "proposedBy", "aktor/r", passages=[WORDS]),
            link("tall/x", "quantifies", "malbilde/m", passages=[WORDS]),
            link("tiltak/t", "mentions", "aktor/k", passages=[WORDS]),
            reading("tiltak/t", "contributesTo", "malbilde/m"),
        )
    return replace(drawn.graph(things, links), title=TITLE)


class Tags(HTMLParser):
    """Every tag of a page, and what each would fetch."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.fetched, self.styled = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Note a tag, and what it would fetch."""
        given = dict(attrs)
        self.tags.append(tag)
        self.styled += ["style"] if "style" in given else []
        named = [value for name, value in attrs if name in {"src", "href"}]
        self.fetched += [x for x in named if tag != "a" and re.match(r"(?:https?:)?//", x)]


def given(page, name):
    """Return what vis-network is given: the nodes or the edges."""
    return json.loads(re.search(rf"{name} = new vis\.DataSet\((\[.*\])\);", page)[1])


def boxes(page):
    return [each["label"] for each in given(page, "nodes") if each.get("shape") != "text"]


def test_the_drawing_library_is_the_one_that_comes_with_pyvis():
    assert "@version 9.1.2" in vis()
    assert list(ROOT.glob("scripts/**/vis-network*")) == []


def test_what_pyvis_would_fetch_is_taken_out_and_what_stands_in_its_page_is_kept():
    stock = Network(cdn_resources="in_line")
    stock.add_node(1)
    whole = Tags(stock.generate_html())
    page = plain(small(), "nb")
    made = Tags(page)

    assert len(whole.fetched) == 2
    assert whole.styled
    assert made.fetched == made.styled == []
    assert {"vis.DataSet" in each for each in own_scripts(stock.generate_html())} == {True, False}
    assert made.tags.count("script") == 5
    assert made.tags.count("h1") == 1
    assert page.startswith('<!doctype html>\n<html lang="nb">')


def test_a_script_that_is_fetched_is_no_script_of_the_page():
    page = '<script src="https://a.example/x.js">a()</script><script>b()</script><p>c()</p>'

    assert own_scripts(page) == ["b()"]


def test_the_columns_hold_what_the_map_has_in_columns_and_the_lines_what_sources_state():
    page = plain(small(), "nb")

    assert sorted(boxes(page)) == ["Dele data", "Felles data", "Rådet"]
    assert [each["title"] for each in given(page, "edges")] == ["Dele data\nproposedBy: Rådet"]
    assert "Her er 3 ting i kolonner, og 1 kobling mellom dem som kildene selv sier." in page
    assert "Ikke tegnet: 2 ting som står under kolonnene på kartet" in page
    assert "<td>Dele data</td><td>proposedBy</td><td>Rådet</td><td>kilde.txt:5</td>" in page


def test_a_box_tells_of_its_thing_in_the_language_of_the_page():
    name = {"nb": "Dele data", "en": "Share data"}
    graph = small([thing("tiltak/t", "Recommendation", name, "Measure")], [])
    nb, en = (given(plain(graph, lang), "nodes")[0]["title"] for lang in ("nb", "en"))

    assert nb == "Dele data\nRecommendation\n\n«Vi må dele helsedata»\nkilde.txt:5"
    assert en == "Share data\nRecommendation\n\n“Vi må dele helsedata”\nkilde.txt:5"
    assert "<title>The network, plainly drawn – The city</title>" in plain(small(), "en")


def test_pyvis_takes_no_words_for_a_link_and_none_ends_the_script():
    name = "</script><b>href</b>"
    page = plain(small([thing("malbilde/m", "TargetPicture", name, "Goal")], []), "nb")
    (title,) = (each["title"] for each in given(page, "nodes") if each.get("shape") != "text")

    assert title.startswith("</script><b>h\N{WORD JOINER}ref</b>\n")
    assert "showPopup" not in page.rpartition("drawGraph() {")[2]
    assert Tags(page).tags.count("script") == 5


def test_a_line_within_a_column_goes_beside_it():
    links = [link("aktor/r", "hasMember", "aktor/k"), link("tiltak/t", "proposedBy", "aktor/r")]

    within, across = given(plain(small(links=links), "nb"), "edges")

    assert within["smooth"]["type"] == "curvedCW"
    assert "smooth" not in across


def test_of_more_things_than_can_be_read_those_with_the_most_links_are_drawn():
    things = [thing(f"tiltak/t{at:03}", "Recommendation", f"Tiltak {at}") for at in range(500)]
    links = [link(f"tiltak/t{at:03}", "followsUp", "tiltak/t499") for at in range(399)]
    page = plain(small(things, links), "en")

    assert len(boxes(page)) == 400
    assert {"Tiltak 499", "Tiltak 398"} <= {*boxes(page)}
    assert "Tiltak 400" not in boxes(page)
    assert "Only 400 of 500 things are drawn" in page


@pytest.mark.parametrize(
    ("things", "said"),
    [([], "Det er ingenting å tegne ennå."),
     ([thing("tall/x", "Figure", "Åtte")], "Det er ingenting å tegne ennå."),
     ([thing("aktor/r", "Council", "Rådet", "Actor"), thing("tiltak/t", "Measure", "Dele")],
      "Ingen kilde sier noen kobling mellom dem.")],
)  # fmt: skip
def test_where_there_is_little_or_nothing_the_page_says_so(things, said):
    page = plain(replace(drawn.graph(things, []), title=TITLE), "nb")

    assert said in page
    assert "<table>" not in page


def test_the_page_leads_to_the_explorer_only_where_it_lies_beside_it():
    assert 'href="index.html#start?lang=en"' in plain(small(), "en", beside="nb")
    assert f'href="{plain_file("nb", "en")}"' in plain(small(), "en", beside="en")
    assert "<nav>" not in plain(small(), "en")


def test_every_group_of_the_map_has_a_colour_in_the_palette():
    named = {each.get("colour", each["id"]) for each in settings()["group"]}
    assert {*named, *(f"{each}-fill" for each in named)} - palette().keys() == set()
    assert palette()["goal"] == "#277e59"
