"""The explorer: the whole graph in one HTML file that opens anywhere and needs no network."""

import gzip
import json
import os
import re
import subprocess
import sys
from base64 import b64decode, b64encode
from hashlib import sha256
from itertools import product
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from ho21.dataset.loader import load
from ho21.explorer.data import PageData, page_data, texts
from ho21.explorer.head import EVERY_PART
from ho21.explorer.page import VIEWS, bind, explorer, inert, words
from ho21.map.places import places
from ho21.map.ways import WayFinder
from ho21.model.graph import by_standing
from ho21.model.read import knowledge_graph
from ho21.model.rows import rows
from ho21.model.things import Standing
from ho21.project import open_project
from ho21.resources import SOURCES, messages, resource
from support import drawn, hostile
from support.held import data
from support.tiny import TEXT

HOSTILE = "</script><img src=x onerror=alert(1)>\u2028'\"&<!--"
LARGEST = 4_500_000


def small(label="Dele data", title="Et lite kart"):
    said = drawn.words(label, "We must", first=5, last=5, place=(0, 4))
    thing = drawn.thing("tiltak/t", "Recommendation", label, "Measure", passages=(said,))
    return drawn.graph([thing], title=title)


@pytest.fixture(scope="module")
def whole(real):
    return explorer(real, open_project())


def packed(html, name):
    (text,) = re.findall(rf'<script type="text/plain" id="pack-{name}">(.*?)</script>', html)
    return gzip.decompress(b64decode(text))


def scripts(html):
    return re.findall(r"<script>(.*?)</script>", html, re.DOTALL)


def hashed(text):
    return f"'sha256-{b64encode(sha256(text).digest()).decode()}'"


def test_the_page_is_one_html_document_that_names_its_language_and_title():
    html = bind(small(), PageData())

    assert html.startswith('<!doctype html>\n<html lang="nb">')
    assert html.count("<h1 ") == 1
    assert "<title>Et lite kart</title>" in html
    assert 'name="viewport"' in html


def test_every_view_has_its_place_and_its_words():
    html = bind(small(), PageData())

    for view, name in VIEWS.items():
        assert f'id="view-{view}"' in html
        for language in ("nb", "en"):
            assert words()[language].keys() >= {f"{name}.name", f"{name}.title", f"{name}.about"}


def test_nothing_on_the_page_is_fetched_from_anywhere(whole):
    markup = re.sub(r"(<script[^>]*>).*?</script>", r"\1", whole, flags=re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", whole, re.DOTALL)

    # An empty icon of its own, so that a browser does not go and look for one.
    assert re.findall(r"<link\b[^>]*>", markup) == ['<link rel="icon" href="data:,">']
    assert re.findall(r"<(?:iframe|object|embed|img|base)\b", markup) == []
    assert re.findall(r"\b(?:src|action)=", markup) == []
    assert re.findall(r"@import|url\(", style) == []


def test_the_policy_names_exactly_the_scripts_and_styles_of_the_page(whole):
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', whole)
    parts = dict(each.split(" ", 1) for each in policy.split("; "))
    ours = [each.encode() for each in scripts(whole)]
    styles = [each.encode() for each in re.findall(r"<style>(.*?)</style>", whole, re.DOTALL)]

    assert len(ours) == 1
    assert parts["default-src"] == "'none'"
    named = [hashed(each) for each in (*ours, packed(whole, "editor"))]
    assert parts["script-src"] == " ".join([*named, "'wasm-unsafe-eval'"])
    named = [hashed(each) for each in (*styles, packed(whole, "editorstyle"))]
    assert parts["style-src"] == " ".join(named)
    assert {each: parts[each] for each in ("img-src", "worker-src", "base-uri", "form-action")} == {
        "img-src": "data:",
        "worker-src": "blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_the_page_holds_every_quad_of_the_dataset(whole, real):
    held = parse(packed(whole, "quads"), format=RdfFormat.N_QUADS)

    assert {str(each) for each in held} == {str(each) for each in real.quads}


def test_without_readings_the_page_holds_no_read_quad_and_no_read_link(real):
    html = explorer(real.stated, open_project())
    held = parse(packed(html, "quads"), format=RdfFormat.N_QUADS)

    assert {str(each) for each in held} == {str(each) for each in real.stated.quads}
    known = {each["standing"] for each in data(html)["edges"]}
    assert known == {"stated", "followsFromStated"}
    assert [each for each in data(html)["graphs"] if each["read"]] == []


def test_the_page_holds_every_text_byte_for_byte(whole):
    sources = data(whole)["sources"]

    assert len(sources) == 5
    for each in sources:
        assert each["text"].encode() == open_project().bytes("graph", f"{each['slug']}.txt")


def test_a_parameter_s_place_in_a_question_is_counted_as_javascript_counts(whole):
    for question in data(whole)["questions"]:
        units = question["text"].encode("utf-16-le")
        for each in question["parameters"]:
            place = units[2 * each["start"] : 2 * each["end"]].decode("utf-16-le")
            assert place == each["default"], (question["name"], each["name"])


def test_a_quote_s_place_is_counted_as_javascript_counts(tiny_project):
    first, rest = TEXT.split("Deling av data", 1)
    project = open_project(str(tiny_project(text=f"{first}𝒳 👩‍⚕️\nDeling av data{rest}")))
    html = explorer(load(project), project)
    (text,) = (each["text"] for each in data(html)["sources"])
    passages = data(html)["passages"]

    units = text.encode("utf-16-le")
    for each in passages:
        words_ = units[2 * each["start"] : 2 * each["end"]].decode("utf-16-le")
        assert " ".join(words_.split()) == each["quote"]
    # Counted in code points, as Python does, the place would be another.
    after = next(each for each in passages if each["quote"] == "Deling av data")
    assert not text[after["start"] :].startswith("Deling")


def test_our_terms_are_there_to_complete_a_query_with(whole):
    terms = {each["curie"]: each for each in data(whole)["terms"]}

    assert terms["ho:Measure"]["class"]
    assert not terms["ho:isPartOf"]["class"]
    assert terms["ho:isPartOf"]["label"].keys() == {"nb", "en"}


def test_hostile_words_cannot_end_the_script_they_stand_in():
    html = bind(small(HOSTILE), PageData())

    assert "<img" not in html
    assert data(html)["nodes"][0]["name"]["nb"] == HOSTILE
    assert html.count("</script>") == bind(small(), PageData()).count("</script>")


def test_a_hostile_title_is_text():
    html = bind(small(title=HOSTILE), PageData())

    assert "&lt;img" in html
    assert "<img" not in html


def test_a_page_of_nothing_but_hostile_words_is_made():
    html = bind(hostile.graph(), hostile.page_data())

    assert [each["title"]["nb"] for each in data(html)["questions"]] == hostile.WORDS
    assert "<img" not in html


def test_data_is_read_back_as_it_was():
    assert json.loads(inert({"a": HOSTILE})) == {"a": HOSTILE}
    assert not set("<>&\u2028\u2029") & set(inert({"a": HOSTILE}))


def test_nothing_at_all_is_a_page_too():
    assert data(bind(drawn.graph(title="Tomt", issued=""), PageData()))["nodes"] == []


@pytest.mark.slow
def test_the_page_is_the_same_whatever_the_hash_seed_and_the_locale(tmp_path):
    program = (
        "from hashlib import sha256; from ho21.explorer.page import explorer\n"
        "from ho21.project import open_project; from ho21.dataset.loader import load\n"
        "print(sha256(explorer(load(open_project()), open_project()).encode()).hexdigest())\n"
    )
    pages = {
        subprocess.run(
            [sys.executable, "-X", "utf8=0", "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": zone},
            cwd=tmp_path,
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }

    assert len(pages) == 1


def test_the_page_of_the_project_is_small_enough_to_mail(whole):
    assert len(whole.encode()) <= LARGEST


def test_the_licence_of_every_library_on_the_page_is_told(whole):
    told = {each["name"]: each for each in data(whole)["licences"]}

    assert {"@zazuko/yasqe", "codemirror", "d3-force", "d3-zoom", "oxigraph"} <= told.keys()
    assert "typescript" not in told
    assert "esbuild" not in told
    assert [name for name, each in told.items() if not each["licence"]] == []


STATIC = SOURCES / "explorer" / "static"
SCRIPTS = sorted(STATIC.rglob("*.js"))
TEXTS = sorted(STATIC.rglob("*.toml"))


DANGERS = (
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
    'setAttribute("on', "javascript:", "fetch(", "XMLHttpRequest", "importScripts", "srcdoc",
    "createContextualFragment", "DOMParser", "parseFromString",
)  # fmt: skip


def test_a_script_is_short_and_makes_no_markup_and_runs_no_strings():
    code = {str(each.relative_to(STATIC)): each.read_text(encoding="utf-8") for each in SCRIPTS}

    assert [name for name, text in code.items() if len(text.splitlines()) > 400] == []
    assert [name for name, text in code.items() if not text.startswith("//")] == []
    assert {(name, each) for name, text in code.items() for each in DANGERS if each in text} == {
        ("query/endpoint.js", "fetch(")
    }


def test_a_page_alone_knows_of_no_page_beside_it_and_the_other_of_their_root(real, whole):
    beside = explorer(real, open_project(), EVERY_PART)

    assert data(whole)["site"] == ""
    assert data(beside) == data(whole) | {"site": "./", "paged": True}
    assert len(re.findall(r'<link rel="describedby"[^>]*>\n', beside)) == 2
    assert not re.findall(r"<a [^>]*data-page=", whole)
    assert len(re.findall(r"<a [^>]*data-page=", beside)) == len(messages("explorer/head.toml")) - 1


def test_the_template_holds_no_script_of_its_own():
    assert re.findall(r"\son\w+=|style=", resource("explorer/templates/explorer.html.j2")) == []


def test_every_text_is_there_in_both_languages_with_the_same_fields():
    nb, en = words()["nb"], words()["en"]
    # A noun may stand in the singular in one language where the other has the plural.
    of = {
        lang: {
            key: {each.rstrip("s") for each in re.findall(r"\{(\w+)\}", text)}
            for key, text in texts.items()
        }
        for lang, texts in words().items()
    }

    assert {each.stem for each in TEXTS} == {key.partition(".")[0] for key in nb}
    assert nb.keys() ^ en.keys() == set()
    assert [key for key in nb if of["nb"][key] != of["en"][key]] == []


def test_every_text_is_said_somewhere_and_everything_said_has_its_text():
    code = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    pages = ("explorer", "opening", "sparql")
    template = "".join(resource(f"explorer/templates/{each}.html.j2") for each in pages)
    known = {each for each in words()["nb"] if "_without_" not in each}
    said = set(re.findall(r'say\("([\w.-]+)"', code))
    said |= set(re.findall(r'data-say-(?:text|label|placeholder)="([\w.-]+)"', template))
    said |= set(re.findall(r'text\["([\w.-]+)"\]', template))
    said |= set(re.findall(r'"(start\.\w+)"', resource("explorer/folder.py")))
    frame = resource("explorer/templates/frame.html.j2")
    ways = messages("explorer/head.toml").keys()
    said |= {f"head.{each}" for each in (*ways, *re.findall(r'say\("(\w+)"[,)]', frame))}
    said |= {f"head.theme_{each}" for each in ("auto", "light", "dark")}
    usual = {f"{name}.{key}" for name in VIEWS.values() for key in ("name", "title", "about")}
    # A key may be chosen between two, or put together from a word: `map.depth_${value}`.
    quoted = {each.replace("-", "_") for each in re.findall(r"[\"`.]([a-z][\w-]*)(?=[\"`$])", code)}

    assert said - known == set()
    left = {each.partition(".")[2] for each in known - said - usual}
    assert [key for key in sorted(left) if not any(map(key.startswith, quoted))] == []


def test_a_sign_in_the_texts_is_that_of_a_standing():
    signs = {each.sign for each in Standing}
    texts = [text for said in words().values() for text in said.values()]

    assert {each for text in texts for each in re.findall(r"[◆◇●○■□▲△]›?", text)} <= signs


def test_no_two_files_of_words_have_one_name():
    assert len({path.stem for path in TEXTS}) == len(TEXTS)


def test_the_page_and_its_script_find_the_words_of_a_view_in_the_same_file():
    script = (STATIC / "shared" / "state.js").read_text(encoding="utf-8")
    (table,) = re.findall(r"const WORDS = \{(.*?)\};", script, re.DOTALL)

    assert dict(re.findall(r'(\w+): "([\w-]+)"', table)) == VIEWS


def colours(theme):
    """Return each named colour of the style sheet in the light or the dark theme."""
    style = (STATIC / "shared" / "tokens.css").read_text(encoding="utf-8")
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", style)
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
    for text, ground in product(("ink", "soft"), ("paper", "panel")):
        assert contrast(named[text], named[ground]) >= 4.5


def test_pale_grey_on_white_is_seen_to_be_unreadable():
    assert contrast("#aaaaaa", "#ffffff") < 4.5


def test_the_numbers_of_links_and_actors_are_those_of_the_model(whole, real):
    graph, held = knowledge_graph(real), data(whole)
    counted = by_standing(graph.substance)

    assert held["counts"] == {each.term: n for each, n in counted.items()}
    assert [each["term"] for each in held["standings"]] == [each.term for each in Standing]
    actors = {each["iri"] for each in held["nodes"] if "Actor" in each["kinds"]}
    assert actors == graph.actors


def test_each_thing_has_its_home_place_and_its_community(whole, real):
    found = places(knowledge_graph(real))

    told = {each["iri"]: (*each["home"], each["community"]) for each in data(whole)["nodes"]}
    assert told == {iri: (each.x, each.y, each.community) for iri, each in found.items()}


def test_the_page_has_the_cost_of_each_link_and_thing_that_the_command_goes_by(whole, real):
    graph, held = knowledge_graph(real), data(whole)
    finder = WayFinder(graph)
    shown = [row for link in graph.links for row in rows(link)]

    costs = [None if row.standing.inferred else finder.cost(row) for row in shown]
    assert [each.get("cost") for each in held["edges"]] == costs
    leads = [each.get("leads", 0) for each in held["edges"] if "cost" in each]
    assert leads == [finder.leads(row.link) for row in shown if not row.standing.inferred]
    assert {each["iri"]: each["hub"] for each in held["nodes"]} == finder.hubs
    assert [held["nodes"][at]["iri"] for at in held["ways"]["ends"]] == sorted(finder.reasons.ends)


def test_a_link_that_was_weighed_is_marked_where_it_would_have_led_to_a_reason(whole, real):
    reasons = WayFinder(knowledge_graph(real)).reasons
    told = {
        each["iri"]: [one["reason"]["nb"] for one in each["unmade"] if one["closes"]]
        for each in data(whole)["nodes"]
    }

    assert told == {x: [each.reason["nb"] for each in reasons.refused(x)] for x in told}
    assert any(told.values())


def test_what_the_page_of_the_project_holds_is_whole(real):
    held = page_data(real, open_project())

    files = [path.stem for path in Path(open_project().queries).glob("*.rq")]
    assert {each.name for each in held.questions} == {*files} - {"maltall-og-penger"}
    assert held.texts == texts(real)
    assert held.prefixes["ho"] == "https://w3id.org/ho21/def#"
