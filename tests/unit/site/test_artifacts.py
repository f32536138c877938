"""Every file of the project as published, each made when it is first asked for."""

from __future__ import annotations

import re

import pytest

from ho21.dataset.loader import load
from ho21.errors import ProjectError, UsageError
from ho21.explorer import folder
from ho21.map.drawing import StrategyNetwork
from ho21.model import read
from ho21.model.read import _Reader, knowledge_graph
from ho21.project import open_project
from ho21.site.artifacts import PARTS, Published, checked, part_of
from ho21.site.site import Site
from support.tiny import with_one_shape
from tools.bench import projects


@pytest.fixture(scope="module")
def files(tiny_as_it_stands, tiny_dataset):
    """Return a function that gives the files of the tiny project, of which none is made yet."""

    def of(*, stated=False, **how):
        dataset = tiny_dataset.stated if stated else tiny_dataset
        return Published(dataset, tiny_as_it_stands, **how)

    return of


@pytest.fixture(scope="module")
def usual(files):
    """Return the files of the tiny project, each made but once."""
    return files()


def test_every_file_of_every_part_can_be_had_by_its_path(files):
    made = files()
    paths = [path for part in PARTS for path in made.paths(part)]
    assert len(paths) == len(set(paths))
    assert {
        "index.html",
        "id/tiltak/dele-data.html",
        "report.html",
        "data/ho21.ttl",
        "check.json",
    } <= {*paths}
    assert all(made.content(path) for path in paths)


def test_a_file_is_the_same_whether_its_part_was_asked_for_or_itself_alone(files):
    whole, alone = files(), files()
    assert {"dcat.ttl", "dcat.jsonld", "dcat.nt"} <= {*whole.paths("data")}
    assert whole.content("dcat.ttl") == alone.content("dcat.ttl")
    assert whole.content("data/ho21.nq") == alone.content("data/ho21.nq")
    assert whole.content("check.html") == alone.content("check.html")


def test_all_parts_rest_on_one_model_of_the_whole_and_of_the_stated_and_on_one_layout(
    tiny_as_it_stands, monkeypatch
):
    modelled, placed = [], []

    class Reader(_Reader):
        def __init__(self, *given):
            modelled.append(given)
            super().__init__(*given)

    def place(network, graph, begin=StrategyNetwork.__init__):
        placed.append(graph)
        begin(network, graph)

    monkeypatch.setattr(read, "_Reader", Reader)
    monkeypatch.setattr(StrategyNetwork, "__init__", place)
    made = Published(load(tiny_as_it_stands).sound(), tiny_as_it_stands)
    for part in PARTS:
        for path in made.paths(part):
            made.content(path)

    assert len(modelled) == len((made.dataset, made.dataset.stated))
    assert sum(each is knowledge_graph(made.dataset) for each in placed) == 1


def test_only_lists_and_what_all_documents_share_have_longer_pages_where_there_are_more(tmp_path):
    sizes = []
    for documents in (3, 6):
        project = open_project(str(projects.write(documents, tmp_path / str(documents))))
        site = Site(load(project), project)
        told = (each for each in site.paths if re.fullmatch(r"(id|doc)/.*\.html", each))
        sizes.append({path: len(site.content(path)) for path in told})
    few, more = sizes

    grown = {path.removesuffix(".html").removesuffix(".en") for path in few
             if more[path] > 1.3 * few[path]}  # fmt: skip
    assert grown == {
        "doc/index",
        "id/index",
        *(f"id/aktor/{each}" for each in projects.SHARED),
    }


GAPS = {
    "gaps.html": ("Hva kildene ikke sier", "Ingen kilde sier hvem som har ansvar for tiltaket."),
    "gaps.en.html": (
        "What the sources do not say",
        "No source says who is responsible for the measure.",
    ),
}


@pytest.mark.parametrize("path", GAPS)
def test_the_page_of_gaps_tells_readers_what_is_unsaid_and_not_editors_what_to_do(usual, path):
    title, gap = GAPS[path]
    page = usual.content(path).decode()
    told = page.partition("<main")[2].partition("</main>")[0]

    assert f"<h1>{title}</h1>" in told
    assert gap in told
    assert '<a href="id/tiltak/dele-data' in told
    assert re.findall(r"\bskriv|\bwrite|\b[a-z]+:[a-zA-Z]+|\.ttl", told) == []


def test_the_page_of_the_check_tells_who_looks_after_the_graph_where_and_what_to_do(usual):
    for path, told in (
        ("check.html", "skriv ho:responsible der det står"),
        ("check.en.html", "write ho:responsible where it stands"),
    ):
        page = usual.content(path).decode()
        assert told in page
        assert "graph/kilde-en.ttl:" in page
        assert 'href="check.json"' in page


def test_the_catalogue_has_the_sizes_of_the_files_that_lie_there(files, usual):
    made = files(stated=True)
    size = len(made.content("data/ho21.nq"))

    assert f'"{size}"^^' in made.content("dcat.nt").decode()
    assert f'"{size}"^^' not in usual.content("dcat.nt").decode()


def test_the_explorer_beside_the_pages_leads_to_them_and_the_one_to_send_does_not(files, usual):
    made = usual
    assert b'"site":"./"' in made.content("index.html")
    assert b'"site":""' in made.content("ho21.html")
    assert b'"site":""' in files(parts=("map",)).content("index.html")


def test_what_lies_beside_a_large_explorer_belongs_to_the_map(files, monkeypatch):
    monkeypatch.setattr(folder, "LARGEST", 0)
    made, one = files(), files()
    paths = made.paths("map")
    beside = {path for path in paths if path.startswith("explorer/")}

    assert len(beside) > len(PARTS)
    assert {part_of(path) for path in paths} == {"map"}
    assert {path: one.content(path) for path in beside} == {x: made.content(x) for x in beside}
    assert b'id="data-things"' in made.content("ho21.html")
    assert b'id="data-things"' not in made.content("index.html")


def test_what_only_the_stated_is_shown_of_has_no_report_of_readings(files, usual):
    made = files(stated=True)
    with pytest.raises(KeyError):
        made.content("report.html")
    assert b"contributesTo" not in made.content("id/tiltak/dele-data.nt")
    assert b"contributesTo" in usual.content("id/tiltak/dele-data.nt")


@pytest.mark.parametrize(
    "path", ["", "x", "data/x", "id/../graph/datasett.ttl", "report/x.html", "data"]
)
def test_there_is_no_file_by_another_name(usual, path):
    with pytest.raises(KeyError):
        usual.content(path)


def test_a_part_that_failed_is_made_again_when_it_is_asked_for_again(files, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError

    made = files()
    asked = ("data/ho21.xlsx", "data/ho21.nq", "dcat.ttl", "report.html", "check.json")
    with monkeypatch.context() as broken:
        for name in ("export.registry.everything", "site.report.reports", "validation.shacl.check"):
            broken.setattr(f"ho21.{name}", fail)
        for path in asked:
            with pytest.raises(RuntimeError):
                made.content(path)

    assert all(made.content(path) for path in asked)


def test_what_a_format_does_not_hold_is_the_fault_of_the_project_that_is_published(
    files, monkeypatch
):
    def fail(*_):
        raise UsageError("answer-too-long", limit=9)

    monkeypatch.setattr("ho21.export.registry.everything", fail)

    with pytest.raises(ProjectError) as caught:
        files().content("data/ho21.xlsx")

    assert [(each.key, each.file) for each in caught.value.faults] == [
        ("answer-too-long", "graph/")
    ]


def test_a_check_tells_what_is_wrong_with_the_questions_as_they_are_written(tiny_project):
    root = with_one_shape(tiny_project())
    head = "# nb: Hva?\n# en: What?\n# terms: ho:Claim\n"
    for name, text in {
        "dyp": f"{head}SELECT * {'{' * 101}{'}' * 101}",
        "fra": f"{head}ASK FROM <https://eksempel.no/> {{}}",
        "god": f"{head}SELECT * {{}}",
        "prefiks": f"{head}PREFIX ho: <https://w3id.org/ho21/deff#>\nASK {{ ?a ho:isPartOf ?b }}",
        "skriver": f"{head}CLEAR ALL",
        "stavet": f"{head}ASK {{ ?a ho:isStatdIn ?b }}",
        "tegn": f"{head.replace('Hva', chr(27))}SELECT * {{}}",
        "ugyldig": f"{head}SELECT {{",
        "uten": "SELECT * {}",
        "utenord": f"{head.replace('Claim', 'Clam')}SELECT * {{}}",
        "ute": f"{head}SELECT * {{ SERVICE <https://eksempel.no/> {{}} }}",
    }.items():
        (root / "queries" / f"{name}.rq").write_text(text, encoding="utf-8")
    project = open_project(str(root))
    report = checked(load(project), project, "nb")

    assert not report.conforms()
    assert [(each.file, each.line) for each in report.findings if each.severity == "rule"] == [
        ("queries/dyp.rq", 0),
        ("queries/fra.rq", 0),
        ("queries/prefiks.rq", 4),
        ("queries/skriver.rq", 0),
        ("queries/stavet.rq", 4),
        ("queries/tegn.rq", 1),
        ("queries/ugyldig.rq", 4),
        ("queries/ute.rq", 0),
        *[("queries/uten.rq", 1)] * 3,
        ("queries/utenord.rq", 3),
    ]
