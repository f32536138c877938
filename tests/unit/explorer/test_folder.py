"""The explorer in a folder: a small first file at any size, and files named by what they hold."""

import json
import re
from base64 import b64decode
from dataclasses import replace
from hashlib import sha256

import pytest

from ho21.dataset.loader import load
from ho21.explorer import folder
from ho21.explorer.data import page_data
from ho21.explorer.folder import LARGEST, PIECE, explorer_files, pieces
from ho21.explorer.page import PARTS, bind
from ho21.model.read import knowledge_graph
from ho21.project import open_project
from support import hostile
from support.held import data
from tools.bench import projects

HANDED = re.compile(r"ho21part\('([\w.-]+)','((?:[^'\\\n]|\\.)*+)'\)\n")


@pytest.fixture(scope="module")
def tiny(tiny_dataset, tiny_as_it_stands):
    """Return the graph of the tiny project, and what its page holds beside it."""
    return knowledge_graph(tiny_dataset), page_data(tiny_dataset, tiny_as_it_stands)


@pytest.fixture
def parted(monkeypatch):
    """Return a function that gives the explorer's files as if the project were too large."""
    monkeypatch.setattr(folder, "LARGEST", 0)
    return explorer_files


def handed(content):
    """Return what a file hands over: its name, and the string as JavaScript reads it."""
    name, literal = HANDED.fullmatch(content.decode()).groups()
    return name, re.sub(r"\\(.)", r"\1", literal)


def beside(files):
    """Return the parts of the page that lie beside it, put together again, and its texts."""
    known = json.loads(
        re.search(r'id="data-beside">(.*?)</script>', files["index.html"].decode())[1]
    )
    text = {path.partition("/")[2]: handed(it)[1] for path, it in files.items() if "/" in path}
    found = {name: "".join(map(text.get, own)) for name, own in known["files"].items()}
    found["texts"] = json.loads(found["texts"])
    for each in found["texts"].values():
        each.update(json.loads("".join(map(text.get, each.pop("beside")))))
    return found


def test_a_small_project_is_one_file_and_the_same_as_the_page_itself(tiny):
    assert explorer_files(*tiny, ("pages",)) == {"index.html": bind(*tiny, ("pages",)).encode()}


def test_what_lies_beside_a_page_is_all_that_the_page_alone_would_hold(tiny, parted):
    graph, page = tiny
    whole, found = data(bind(graph, page)), beside(parted(graph, page))

    assert found["texts"].keys() == {"kilde-en"}
    assert found["texts"]["kilde-en"].pop("reader")
    sources = [each | found["texts"][each["slug"]] for each in json.loads(found["page"])["sources"]]
    assert sources == whole["sources"]
    read = {
        PARTS[name]: json.loads(found[name]) for name in PARTS if name not in {"words", "texts"}
    }
    assert read == {name: whole[name] for name in read}
    assert b64decode(found["quads"]) == page.packed


def test_a_file_beside_the_page_hands_over_a_string_by_the_name_that_its_content_gives(
    tiny, parted
):
    files = parted(*tiny)
    beside = {path.removeprefix("explorer/"): it for path, it in files.items() if "/" in path}

    assert {handed(it)[0] for it in beside.values()} == beside.keys()
    literals = {name: HANDED.fullmatch(it.decode())[2].encode() for name, it in beside.items()}
    assert [name for name, it in literals.items() if sha256(it).hexdigest()[:16] not in name] == []


def test_the_files_are_the_same_bytes_each_time(tiny, parted):
    assert parted(*tiny) == parted(*tiny)


def test_another_project_gives_other_names_to_what_is_other(tiny, parted):
    graph, page = tiny
    one, other = (parted(each, page).keys() for each in (graph, graph.stated))

    assert {each.partition("-")[0] for each in one ^ other} >= {"explorer/things", "explorer/links"}
    assert {each.partition("-")[0] for each in one & other} >= {"explorer/quads", "explorer/wasm"}


def test_a_text_is_cut_inside_no_letter_and_no_escape(monkeypatch):
    text = "æ\\\\\"\\u003c'😀" * 9
    for size in range(108, 130):
        monkeypatch.setattr(folder, "PIECE", size)
        cut = [it for _, it in pieces("text", text)]

        assert "".join(handed(each)[1] for each in cut) == text
        assert max(map(len, cut)) <= size


def test_what_recurs_in_a_text_is_one_file_that_is_named_each_time(tiny, parted, monkeypatch):
    graph, page = tiny
    monkeypatch.setattr(folder, "PIECE", 2_000)
    text = {"slug": "lang", "text": "a" * 9_000, "asides": []}
    files = parted(graph, replace(page, texts=(text,)))

    assert beside(files)["texts"]["lang"]["text"] == "a" * 9_000


def test_hostile_words_stay_within_the_strings_that_they_stand_in(parted):
    graph, page = hostile.graph(), hostile.page_data()
    files = parted(graph, page)
    found, whole = beside(files), data(bind(graph, page))

    assert json.loads(found["things"]) == whole["nodes"]
    assert json.loads(found["questions"]) == whole["questions"]
    assert "<img" not in files["index.html"].decode()


def test_the_page_runs_its_own_scripts_and_those_it_asks_for_from_its_own_place(tiny, parted):
    html = parted(*tiny)["index.html"].decode()
    policies = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    scripts = [dict(x.split(" ", 1) for x in each.split("; "))["script-src"] for each in policies]
    more = [[x for x in each.split() if not x.startswith("'sha256-")] for each in scripts]

    assert more == [["'self'", "'wasm-unsafe-eval'"], ["'strict-dynamic'", "'wasm-unsafe-eval'"]]
    assert (
        re.findall(r"\b(?:src|action)=", re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL))
        == []
    )


def test_the_first_file_tells_what_there_is_in_both_languages(tiny, parted):
    html = parted(*tiny)["index.html"].decode()
    (told,) = re.findall(r'<section id="waiting".*?<script', html, re.DOTALL)

    assert re.findall(r'<div lang="(\w+)"( hidden)?>', told) == [("nb", ""), ("en", " hidden")]
    assert "<strong>1</strong> <span>kilde</span>" in told
    assert "<strong>1</strong> <span>source</span>" in told
    assert '<p id="fetching" role="status">' in told


def test_the_first_file_names_so_many_strategies_and_counts_the_rest(tmp_path, parted, monkeypatch):
    monkeypatch.setattr(folder, "NAMED", 2)
    project = open_project(str(projects.write(3, tmp_path / "planer")))
    dataset = load(project)
    html = parted(knowledge_graph(dataset), page_data(dataset, project))["index.html"].decode()

    told = re.findall(r"<li>([^<]*)</li>", html)
    assert [told[2], told[5], len(told)] == ["og 1 til", "and 1 more", 6]


@pytest.mark.slow
def test_the_first_file_of_a_large_project_is_no_larger_and_each_beside_it_is_bounded(tmp_path):
    project = open_project(str(projects.write(60, tmp_path / "planer")))
    dataset = load(project)
    files = explorer_files(knowledge_graph(dataset), page_data(dataset, project))
    first = files.pop("index.html")

    assert len(files) > 60
    assert len(first) <= LARGEST
    assert max(map(len, files.values())) <= PIECE
