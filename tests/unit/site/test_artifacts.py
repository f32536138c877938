"""Every file of the project as published, each made when it is first asked for."""

from __future__ import annotations

import pytest

from ho21.dataset.loader import load
from ho21.project import open_project
from ho21.site.artifacts import PARTS, Published


@pytest.fixture
def files(tiny_project):
    def of(*, stated=False, **how):
        project = open_project(str(tiny_project()))
        dataset = load(project)
        return Published(dataset.stated if stated else dataset, project, **how)

    return of


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


def test_the_catalogue_has_the_sizes_of_the_files_that_lie_there(files):
    made = files(stated=True)
    size = len(made.content("data/ho21.nq"))

    assert f'"{size}"^^' in made.content("dcat.nt").decode()
    assert f'"{size}"^^' not in files().content("dcat.nt").decode()


def test_the_explorer_beside_the_pages_leads_to_them_and_the_one_to_send_does_not(files):
    made = files()
    assert b'"site":"./"' in made.content("index.html")
    assert b'"site":""' in made.content("ho21.html")
    assert b'"site":""' in files(parts=("map",)).content("index.html")


def test_what_only_the_stated_is_shown_of_has_no_report_of_readings(files):
    made = files(stated=True)
    with pytest.raises(KeyError):
        made.content("report.html")
    assert b"contributesTo" not in made.content("id/tiltak/dele-data.nt")
    assert b"contributesTo" in files().content("id/tiltak/dele-data.nt")


@pytest.mark.parametrize(
    "path", ["", "x", "data/x", "id/../graph/datasett.ttl", "report/x.html", "data"]
)
def test_there_is_no_file_by_another_name(files, path):
    with pytest.raises(KeyError):
        files().content(path)


def test_a_part_that_failed_is_made_again_when_it_is_asked_for_again(files, monkeypatch):
    def fail(*_):
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
