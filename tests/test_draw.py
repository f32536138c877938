"""The map: one HTML file with a layered, interactive picture that needs no network."""

import json
import os
import re
import subprocess
import sys
import time
import tomllib
from base64 import b64encode
from hashlib import sha256
from itertools import product
from pathlib import Path

import pytest

from ho21.draw import StrategyNetwork, draw, inert, script, settings
from ho21.fault import CallError
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


def data(html):
    (text,) = re.findall(
        r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL
    )
    return json.loads(text)


def group_of(html, path):
    content = data(html)
    (at,) = (each["group"] for each in content["nodes"] if each["iri"] == ID + path)
    return content["groups"][at]["id"]


def test_the_page_is_one_html_document_that_names_its_language_and_title():
    html = draw(small())

    assert html.startswith('<!doctype html>\n<html lang="nb">')
    assert html.count("<h1") == 1
    assert "<title>Et lite kart</title>" in html
    assert 'name="viewport"' in html


def test_nothing_on_the_page_is_fetched_from_anywhere():
    html = draw(small())
    ours = re.sub(r"<script(?: type=\"module\")?>.*?</script>", "", html, flags=re.DOTALL)

    assert re.findall(r"<(?:link|iframe|object|embed|img|base)\b", ours) == []
    assert re.findall(r"\bsrc=|@import|url\(", ours) == []
    assert "default-src 'none'" in ours


def test_the_policy_names_exactly_the_scripts_and_the_style_of_the_page():
    html = draw(small())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    scripts = re.findall(r"<script(?: type=\"module\")?>(.*?)</script>", html, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)

    def hashed(text):
        return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

    assert len(scripts) == 2
    assert f"script-src {' '.join(map(hashed, scripts))};" in policy
    assert f"style-src {' '.join(map(hashed, styles))};" in policy
    assert "unsafe" not in policy


def test_the_drawing_library_is_the_one_that_comes_with_pyvis():
    html = draw(small())

    assert "@version 9.1.2" in html
    assert list(ROOT.glob("scripts/**/vis-network*")) == []


def test_hostile_words_cannot_end_the_script_they_stand_in():
    html = draw(small([node("tiltak/t", HOSTILE, HOSTILE)], []))

    assert "<img" not in html
    assert html.count("</script>") == 3
    assert data(html)["nodes"][0]["name"]["nb"] == HOSTILE


def test_a_hostile_title_is_text():
    hostile = Picture(title=both(HOSTILE), issued="", nodes=(), links=())

    html = draw(hostile)

    assert "&lt;img" in html
    assert "<img" not in html


def test_data_is_read_back_as_it_was():
    assert json.loads(inert({"a": HOSTILE})) == {"a": HOSTILE}
    assert not set("<>&\u2028\u2029") & set(inert({"a": HOSTILE}))


def test_the_network_holds_every_thing_and_every_link():
    network = StrategyNetwork(small())

    assert network.num_edges() == len(network.edges) == 3
    assert len(network.nodes) == 5
    assert network.directed


def test_the_page_is_written_as_utf8_whatever_the_locale(tmp_path):
    program = (
        "import sys; from ho21.draw import StrategyNetwork; from ho21.picture import Picture\n"
        "title = {'nb': 'm\\N{LATIN SMALL LETTER A WITH RING ABOVE}l', 'en': 'goals'}\n"
        "StrategyNetwork(Picture(title, '', (), ())).write_html(sys.argv[1])\n"
    )
    target = tmp_path / "kart.html"

    subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", program, str(target)],
        env={**os.environ, "LC_ALL": "C"},
        cwd=tmp_path,
        check=True,
    )

    assert "<title>mål</title>" in target.read_text(encoding="utf-8")
    assert [each.name for each in tmp_path.iterdir()] == ["kart.html"]


def test_the_page_is_the_same_whatever_the_hash_seed():
    program = (
        "from hashlib import sha256; from ho21.draw import draw; from ho21.picture import picture\n"
        "from ho21.rooms import house; from ho21.store import load\n"
        "print(sha256(draw(picture(load(house()))).encode()).hexdigest())\n"
    )

    pages = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(pages) == 1


def test_the_page_of_the_house_is_small_enough_to_mail(real):
    assert len(draw(picture(real)).encode()) < 1_000_000


def test_a_map_of_many_things_is_drawn_in_little_time():
    things = [node(f"tiltak/t{at}", "Recommendation", f"Tiltak {at}") for at in range(1500)]
    links = [link(f"tiltak/t{at}", "followsUp", f"tiltak/t{at * 7 % 1500}") for at in range(1500)]
    before = time.process_time()

    draw(small(things, links * 2))

    assert time.process_time() - before < 6


def test_too_many_things_for_one_map_are_refused():
    things = [node(f"tiltak/t{at}", "Recommendation", f"Tiltak {at}") for at in range(1501)]

    with pytest.raises(CallError, match="1501"):
        draw(small(things, []))


def test_nothing_at_all_is_a_page_too():
    assert data(draw(small([], [])))["nodes"] == []


def test_an_actor_with_a_role_an_affected_and_a_merely_mentioned_stand_apart():
    html = draw(
        small(
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
    )

    assert group_of(html, "aktor/a") == "actor"
    assert group_of(html, "aktor/b") == "affected"
    assert group_of(html, "aktor/c") == "mentioned"


def test_a_kind_of_its_own_comes_before_a_wider_class():
    html = draw(small([node("hendelsesmal/h", "EventGoal", "Dialog", "Goal")], []))

    assert group_of(html, "hendelsesmal/h") == "eventgoal"


def test_a_class_that_nobody_has_thought_of_is_still_on_the_page():
    html = draw(small([node("rart/r", "Oddity", "Noe rart")], []))

    assert group_of(html, "rart/r") == "other"


def test_every_thing_of_the_house_has_a_group_of_its_kind(real):
    content = data(draw(picture(real)))
    other = [each["id"] for each in content["groups"]].index("other")

    assert len(content["nodes"]) > 200
    assert [each["iri"] for each in content["nodes"] if each["group"] == other] == []


def test_a_mention_is_quiet_and_a_reading_is_dashed():
    edges = data(draw(small()))["edges"]

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
        edges = data(draw(small([*measures, council], links[:count])))["edges"]
        return [each.get("bundle") for each in edges]

    assert bundles(25) == [0] * 25
    assert bundles(3) == [None] * 3


def test_a_quote_is_on_the_page_once_however_many_links_rest_on_it():
    content = data(draw(small()))

    assert len(content["passages"]) == 1
    assert [each["statements"] for each in content["nodes"]] == [[0]] * 5


def test_an_address_on_the_page_is_type_and_slug_and_never_shared():
    alike = ["https://a.example/id/tiltak/t", "https://b.example/id/tiltak/t"]
    nodes = [Node(iri, "Measure", both("T"), both("T")) for iri in alike]

    assert [each["key"] for each in data(draw(small()))["nodes"]][2] == "tiltak/t"
    assert [each["key"] for each in data(draw(small(nodes, [])))["nodes"]] == alike


def test_a_fact_is_carried_with_its_name():
    when = Fact("when", both("tid", "time"), both("--11-15"))
    event = Node(ID + "hendelse/h", "Summit", both("Møte"), both("Møte"), facts=(when,))

    (shown,) = data(draw(small([event], [])))["nodes"]

    assert shown["facts"] == [
        {"property": "when", "label": {"nb": "tid", "en": "time"}, "value": both("--11-15")}
    ]


def test_every_word_of_the_page_is_there_in_both_languages_and_used():
    texts = settings()["text"]
    template, code = page("map.html.j2"), script()
    used = set(re.findall(r'data-(?:text|label|placeholder)="(\w+)"', template))
    used |= set(re.findall(r'say\("(\w+)"\)', code))
    used |= {f"depth_{each}" for each in ("1", "2", "path")}
    used |= {
        "denied",
        "none_found",
        "stated",
        "read",
        "inferred",
        "group_links",
        "name",
        "quote",
        "no_script",
    }

    assert texts["nb"].keys() == texts["en"].keys()
    assert used - texts["nb"].keys() == set()
    assert texts["nb"].keys() - used == set()
    assert texts["en"]["translation"] == "Unofficial translation"


def test_every_group_has_a_name_a_column_and_a_shape():
    chosen = settings()
    shapes = chosen["shape"].keys()

    for group in chosen["group"]:
        assert group["nb"]
        assert group["en"]
        assert group["column"] in range(len(chosen["column"]))
        assert group["shape"] in shapes


def test_our_script_makes_no_markup_and_runs_no_strings():
    code = script()

    for danger in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        'setAttribute("on',
        "javascript:",
    ):
        assert danger not in code
    assert re.findall(r"\son\w+=", page("map.html.j2")) == []


def colours(theme):
    """Return each named colour of the style sheet in the light or the dark theme."""
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", page("map.css"))
    return {name: (light, dark)[theme == "dark"] for name, light, dark in pairs}


def contrast(one, other):
    """Return the contrast of two colours by WCAG 2.2."""

    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_label_can_be_read_and_every_outline_seen(theme):
    named = colours(theme)
    fills = [name for name in named if name.endswith("-fill")]

    assert len(fills) > 10
    assert [each for each in fills if contrast(named["label"], named[each]) < 4.5] == []
    outlines = [*(each.removesuffix("-fill") for each in fills), "stated", "read"]
    assert [each for each in outlines if contrast(named[each], named["paper"]) < 4.5] == []
    for words, ground in product(("ink", "soft"), ("paper", "panel")):
        assert contrast(named[words], named[ground]) >= 4.5


def test_pale_grey_on_white_is_seen_to_be_unreadable():
    assert contrast("#aaaaaa", "#ffffff") < 4.5


def test_the_settings_are_plain_data():
    assert tomllib.loads(page("map.toml")) == settings()
