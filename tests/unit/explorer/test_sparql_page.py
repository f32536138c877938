"""The SPARQL page: the explorer's questions and editor, answered by the endpoint it came from."""

import gzip
import re
from base64 import b64decode, b64encode
from hashlib import sha256

import pytest

from ho21.explorer.head import Heads
from ho21.explorer.page import explorer
from ho21.explorer.sparql_page import SERVED, asker, bind_sparql_page
from ho21.project import open_project
from ho21.resources import MADE, resource
from support import hostile
from support.held import data

LARGEST = 650_000
LARGEST_PACKED = 250_000


@pytest.fixture(scope="module")
def whole(real):
    return asker(real, open_project())


def hashed(text):
    return f"'sha256-{b64encode(sha256(text).digest()).decode()}'"


def test_the_page_is_small_and_holds_no_engine_no_quads_and_no_texts(whole):
    held = data(whole)

    assert len(whole.encode()) <= LARGEST
    assert len(gzip.compress(whole.encode())) <= LARGEST_PACKED
    assert re.findall(r'id="pack-(\w+)"', whole) == ["editor", "editorstyle"]
    assert held["edges"] == []
    assert [each for each in held["sources"] if "text" in each] == []
    assert not {"layout", "columns", "shelves"} & held.keys()
    assert {key.partition(".")[0] for key in held["text"]["nb"]} == {
        "common",
        "head",
        "query",
        "sparql-page",
    }


def test_the_page_knows_the_things_the_questions_and_the_graphs_of_the_dataset(whole, real):
    held, other = data(whole), data(explorer(real, open_project()))

    # An address that the key of a thing tells is left out.
    own = [each.get("iri", f"{held['base']}id/{each['key']}") for each in held["nodes"]]
    assert own == [each["iri"] for each in other["nodes"]]
    assert held["questions"] == other["questions"]
    assert held["graphs"] == other["graphs"]
    slugs = [each["slug"] for each in held["sources"]]
    files = [{"file": f"{slugs[each['source']]}.txt"} for each in held["passages"]]
    assert [each | file for each, file in zip(held["passages"], files, strict=True)] == (
        other["passages"]
    )
    assert {each["iri"] for each in held["graphs"]} == set(real.graphs)


def test_without_readings_no_read_graph_is_known(real):
    held = data(asker(real.stated, open_project()))

    assert {each["iri"] for each in held["graphs"]} == set(real.stated.graphs)
    assert [each for each in held["graphs"] if each["read"]] == []


def test_the_endpoint_and_the_pages_beside_are_relative_addresses(whole):
    held = data(whole)

    assert (held["endpoint"], held["explorer"], held["site"]) == ("sparql", "./", "./")
    markup = re.sub(r"(<script[^>]*>).*?</script>", r"\1", whole, flags=re.DOTALL)
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', markup)
    assert {each.href for each in Heads({}, "nb", SERVED).at("./", "nb").ways} < {*addresses}
    # An empty icon of its own, so that a browser does not go and look for one.
    assert [each for each in addresses if ":" in each or each.startswith("/")] == ["data:,"]


def test_the_policy_lets_the_page_reach_its_own_server_and_nothing_else(whole):
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', whole)
    parts = dict(each.split(" ", 1) for each in policy.split("; "))
    (script,) = re.findall(r"<script>(.*?)</script>", whole, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", whole, re.DOTALL)
    packs = {
        name: gzip.decompress(b64decode(re.findall(rf'id="pack-{name}">(.*?)</script>', whole)[0]))
        for name in ("editor", "editorstyle")
    }

    assert parts == {
        "default-src": "'none'",
        "script-src": f"{hashed(script.encode())} {hashed(packs['editor'])}",
        "style-src": f"{hashed(style.encode())} {hashed(packs['editorstyle'])}",
        "img-src": "data:",
        "base-uri": "'none'",
        "connect-src": "'self'",
        "form-action": "'self'",
    }


def test_the_script_asks_in_one_place_and_the_explorer_in_none():
    ours = (MADE / "asker.js").read_text(encoding="utf-8")
    theirs = (MADE / "explorer.js").read_text(encoding="utf-8")

    assert ours.count("fetch(") == 1
    assert "Worker(" not in ours
    assert "fetch(" not in theirs
    assert "Worker(" in theirs


def test_a_reader_without_javascript_has_a_form(whole):
    (form,) = re.findall(r'<form id="waiting".*?</form>', whole, re.DOTALL)

    assert 'method="get" action="sparql"' in form
    assert '<textarea id="plain-query" name="query"' in form
    assert re.findall(r'<option value="(\w+)"', form) == ["csv", "json", "tsv", "xml", "ttl"]


def test_the_licences_told_are_those_of_what_is_on_the_page(whole):
    names = {each["name"] for each in data(whole)["licences"]}

    assert {"@zazuko/yasqe", "codemirror"} <= names
    assert not names & {"oxigraph", "d3-force", "d3-zoom"}


def test_hostile_words_end_no_script():
    html = bind_sparql_page(hostile.graph(), hostile.page_data())

    assert html.count("<script") == html.count("</script>") == 11
    assert "<img" not in html
    assert [each["title"]["nb"] for each in data(html)["questions"]] == hostile.WORDS


def test_the_page_is_the_same_each_time(real, whole):
    assert asker(real, open_project()) == whole


def test_the_template_holds_no_script_and_no_style_of_its_own():
    assert re.findall(r"\son\w+=|style=", resource("explorer/templates/sparql.html.j2")) == []
