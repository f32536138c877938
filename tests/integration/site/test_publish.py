"""The checked graph becomes dist/: the picture, pages, the report, data, and what was checked."""

import json
import re
import shutil
import subprocess
from contextlib import nullcontext
from functools import partial

import pytest

from ho21.dataset.loader import load
from ho21.errors import UsageError
from ho21.explorer import folder
from ho21.explorer.head import EVERY_PART
from ho21.files.replaceable import MARK
from ho21.files.whole import write_whole
from ho21.project import open_project
from ho21.resources import messages
from ho21.site.artifacts import PARTS, Published, part_of, parts_there, publish, stages
from ho21.site.rendering import frame_of
from ho21.site.report import reports
from support.built import build, copied, files
from support.tiny import ROOT, with_one_shape

CHECK = ("check.en.html", "check.html", "check.json", "gaps.en.html", "gaps.html")


def test_everything_is_built(dist):
    made = files(dist)
    assert b'"site":"./"' in made["index.html"]
    ways = rb'<link rel="describedby"[^>]*>\n|<nav class="nav" aria-label=.*?</nav>\n'
    beside = re.sub(ways, b"", made["index.html"], flags=re.DOTALL)
    alone = beside.replace(b'"site":"./"', b'"site":""')
    assert alone.replace(b'"paged":true', b'"paged":false') == made["ho21.html"]
    assert {"check.html", "check.json", "data/SHA256SUMS", "data/csv/koblinger.csv", MARK} <= set(
        made
    )
    assert {"void.ttl", "dcat.ttl", ".well-known/sparql-examples.ttl", "data/CITATION.cff"} <= set(
        made
    )
    linked = re.findall(rb'<link rel="describedby"[^>]* href="([^"]*)"', made["index.html"])
    assert [each.decode() for each in linked] == ["./void.ttl", "./dcat.ttl"]
    assert b"describedby" not in made["ho21.html"].partition(b"<style>")[0]
    assert json.loads(made["check.json"])["conforms"] is True
    assert {f"data/ho21.{form}" for form in ("trig", "nq", "jsonld", "ttl", "rdf")} <= set(made)


def build_elsewhere(place, target):
    """Build where the seed of hashes, the zone, the locale, the clock and the umask are others."""
    zone = {"TZ": "Pacific/Auckland", "LC_ALL": "nb_NO.UTF-8"}
    build(place, target, "2222222222", 0o077, PYTHONHASHSEED="77", **zone)
    return files(target)


def test_a_small_project_gives_the_same_bytes_whatever_is_around_it(tiny_project, tmp_path):
    root = with_one_shape(tiny_project())
    shutil.copytree(root, tmp_path / "there")
    build(root, tmp_path / "dist", "86400", 0o022, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")

    one, other = files(tmp_path / "dist"), build_elsewhere(tmp_path / "there", tmp_path / "again")
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


@pytest.mark.night
def test_the_same_project_gives_the_same_bytes_whatever_is_around_it(dist, tmp_path):
    one, other = files(dist), build_elsewhere(copied(tmp_path / "there"), tmp_path / "dist")
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_no_file_names_this_machine(dist):
    own = (str(ROOT).encode(), str(dist.parent).encode())

    assert [name for name, data in files(dist).items() if any(each in data for each in own)] == []


def test_the_check_that_is_written_is_the_report(dist, checked):
    report = json.loads((dist / "check.json").read_text(encoding="utf-8"))

    assert report == json.loads(json.dumps(checked.as_dict()))


def test_the_sums_are_those_that_sha256sum_checks(dist):
    done = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=dist / "data")

    assert done.returncode == 0


def test_a_build_holds_the_report_in_two_forms_and_two_languages(dist, real):
    told = reports(real, frame_of(real, EVERY_PART))

    assert sorted(told) == ["report.en.html", "report.en.md", "report.html", "report.md"]
    assert {name: (dist / name).read_bytes() for name in told} == {
        name: text.encode() for name, text in told.items()
    }


@pytest.fixture
def published(real, checked, tmp_path, monkeypatch):
    """Return a function that writes parts of the real project, which was checked before."""
    monkeypatch.setattr("ho21.validation.shacl.check", lambda *_, **__: checked)

    def write(parts, **more):
        assert publish(real, open_project(), tmp_path / "dist", parts, **more) is checked
        return files(tmp_path / "dist")

    return write


def test_only_the_parts_asked_for_are_there(published):
    assert sorted(published(["check"])) == [MARK, *CHECK]


def test_the_parts_may_be_told_one_by_one(published):
    assert {"check.json", "data/ho21.nq"} <= set(published(iter(["data", "check"])))


def test_a_part_that_is_built_anew_leaves_the_others_there_and_they_are_linked(published, tmp_path):
    before = published(["check", "map"])
    assert parts_there(tmp_path / "dist", ["check"]) == ("map",)
    after = published(["data"])

    kept = [name for name in before if name != MARK]
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert "data/ho21.nq" in after
    assert parts_there(tmp_path / "dist", []) == ("map", "data", "check")
    (tmp_path / "dist" / "ho21.html").unlink()  # removed by someone, it is not brought back
    assert "ho21.html" not in published(["check"])


def test_what_lay_beside_an_explorer_of_another_edition_goes_away(published, monkeypatch):
    monkeypatch.setattr(folder, "LARGEST", 0)
    before = published(["map"])
    kept = published(["check"])
    monkeypatch.setattr(folder, "LARGEST", folder.PIECE * len(before))
    after = published(["map"])

    assert {name for name in before if "/" in name} == {name for name in kept if "/" in name}
    assert [name for name in before if "/" in name] != []
    assert [name for name in after if "/" in name] == []


def test_of_a_second_build_only_the_files_that_differ_are_new(tiny_project, tmp_path):
    root, target = tiny_project(), tmp_path / "dist"
    publish(load(open_project(root)), open_project(root), target)
    before = {path: path.stat().st_ino for path in target.rglob("*") if path.is_file()}
    actors = root / "graph" / "aktorer.ttl"
    actors.write_text(f"{actors.read_text(encoding='utf-8')}\n# Rørt.\n", encoding="utf-8")
    publish(load(open_project(root)), open_project(root), target)
    after = {path: path.stat().st_ino for path in target.rglob("*") if path.is_file()}

    assert {path.name for path in after if after[path] != before[path]} == {".ho21"}


def test_force_keeps_no_part(published, tmp_path):
    published(["check"])
    (tmp_path / "dist" / "notat.txt").touch()

    assert sorted(published(["map"], force=True)) == [
        MARK,
        "ho21.html",
        "index.html",
        "network.en.html",
        "network.html",
    ]


def test_each_file_belongs_to_the_part_that_makes_it(dist, real):
    made = Published(real, open_project())
    parts = {name: part for part in PARTS for name in made.paths(part)}

    assert {name: part_of(name) for name in files(dist) if name != MARK} == parts


def test_each_stage_is_told_as_it_begins_and_the_pages_end_last(tiny_project, tmp_path):
    told = []
    project = open_project(str(with_one_shape(tiny_project())))
    heard = partial(nullcontext, told.append)

    publish(load(project), project, tmp_path / "dist", ["pages", "check", "map"], heard)

    assert told == [*stages(["pages", "check", "map"])] == ["rules", "check", "map", "pages"]
    assert {*stages(PARTS), "read"} <= messages("cli/help.toml")["busy"].keys()


def test_an_unknown_part_is_refused_and_nothing_is_written(published, tmp_path):
    with pytest.raises(UsageError) as caught:
        published(["kart"])

    assert caught.value.key == "unknown-part"
    assert list(tmp_path.iterdir()) == []


def test_a_part_that_is_named_twice_is_written_once(published):
    assert sorted(published(["check", "check"])) == [MARK, *CHECK]


def test_a_target_that_is_not_ours_is_refused_before_the_long_check(real, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "ho21.validation.shacl.check", lambda *_, **__: pytest.fail("it was checked")
    )
    (tmp_path / "notat.txt").touch()
    with pytest.raises(UsageError) as caught:
        publish(real, open_project(), tmp_path)

    assert caught.value.key == "target-not-ours"


def test_what_does_not_conform_is_not_written_and_the_old_folder_stands(tmp_path):
    write_whole(tmp_path / "dist", lambda folder: (folder / "old.html").touch(), "ho21 build")
    before = files(tmp_path / "dist")
    broken = copied(tmp_path / "prosjekt") / "graph" / "toppmote.ttl"
    text = broken.read_text(encoding="utf-8")
    broken.write_text(text.replace('"Økt åpenhet i sektoren"@nb , ', "", 1), encoding="utf-8")
    project = open_project(str(tmp_path / "prosjekt"))

    checked = publish(load(project).sound(), project, tmp_path / "dist")

    assert not checked.conforms()
    (lacking,) = [each for each in checked.findings if each.severity == "violation"]
    assert lacking.file == "graph/toppmote.ttl"
    assert files(tmp_path / "dist") == before
