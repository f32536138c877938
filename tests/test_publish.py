"""The checked graph becomes dist/: the picture, pages, the report, data, and what was checked."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ho21.build import MARK
from ho21.fault import CallError
from ho21.publish import publish
from ho21.report import reports
from ho21.rooms import house
from ho21.store import load

ROOT = Path(__file__).parents[1]


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def build(place: Path, target: Path, **env: str) -> None:
    words = [sys.executable, "-m", "ho21", "build", "--house", str(place), "--to", str(target)]
    done = subprocess.run(words, env=os.environ | env, cwd=place, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_everything_is_built(tmp_path):
    checked = publish(load(house()).sound(), house(), tmp_path / "dist")

    assert checked.conforms()
    made = files(tmp_path / "dist")
    assert b'"site":"./"' in made["index.html"]
    beside = re.sub(rb'<link rel="describedby"[^>]*>\n', b"", made["index.html"])
    assert beside.replace(b'"site":"./"', b'"site":""') == made["ho21.html"]
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


def test_only_the_parts_asked_for_are_there(tmp_path):
    publish(load(house()).sound(), house(), tmp_path / "dist", ["check"])

    assert sorted(files(tmp_path / "dist")) == [MARK, "check.html", "check.json"]


def test_a_build_holds_the_report_in_two_forms_and_two_languages(tmp_path):
    dataset = load(house()).sound()
    publish(dataset, house(), tmp_path / "dist", ["report"])

    made = files(tmp_path / "dist")
    told = reports(dataset, house())

    assert sorted(told) == ["report.en.html", "report.en.md", "report.html", "report.md"]
    assert {name: text.encode() for name, text in told.items()} == {
        name: content for name, content in made.items() if name != MARK
    }


def test_an_unknown_part_is_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(CallError) as caught:
        publish(load(house()).sound(), house(), tmp_path / "dist", ["kart"])

    assert caught.value.key == "unknown-part"
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_conform_is_not_written_and_the_old_folder_stands(tmp_path):
    publish(load(house()).sound(), house(), tmp_path / "dist", ["check"])
    before = files(tmp_path / "dist")
    for room in ("ontology", "graph", "queries"):
        shutil.copytree(ROOT / room, tmp_path / "hus" / room)
    broken = tmp_path / "hus" / "graph" / "toppmote.ttl"
    text = broken.read_text()
    broken.write_text(text.replace('"Økt åpenhet i sektoren"@nb , ', "", 1))

    checked = publish(load(house(str(tmp_path / "hus"))).sound(), house(), tmp_path / "dist")

    assert not checked.conforms()
    (lacking,) = [each for each in checked.findings if each.severity == "violation"]
    assert lacking.file == "graph/toppmote.ttl"
    assert files(tmp_path / "dist") == before


def test_the_same_house_gives_the_same_bytes_whatever_the_seed_the_zone_the_locale_and_the_folder(
    tmp_path,
):
    for name in ("here", "there"):
        for room in ("ontology", "graph", "queries"):
            shutil.copytree(ROOT / room, tmp_path / name / room)
    build(tmp_path / "here", tmp_path / "one", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    build(
        tmp_path / "there",
        tmp_path / "other",
        PYTHONHASHSEED="77",
        TZ="Pacific/Auckland",
        LC_ALL="nb_NO.UTF-8",
    )

    assert files(tmp_path / "one") == files(tmp_path / "other")


CLOCK = """
import sys, time, datetime
now = float(sys.argv[1])
strftime, real = time.strftime, datetime.datetime
time.time = lambda: now
time.strftime = lambda form, at=None: strftime(form, at or time.gmtime(now))
time.localtime = lambda at=None: time.gmtime(now if at is None else at)


class Clock(real):
    @classmethod
    def now(cls, tz=None):
        return real.fromtimestamp(now, tz)

    utcnow = today = now


datetime.datetime = Clock
from ho21.cli import main
sys.exit(main(sys.argv[2:]))
"""


def test_the_same_house_gives_the_same_bytes_whatever_the_clock_and_the_umask(tmp_path):
    for name, now, umask in (("then", "86400", 0o022), ("later", "2222222222", 0o077)):
        words = [sys.executable, "-c", CLOCK, now, "build", "--to", str(tmp_path / name)]
        done = subprocess.run(words, capture_output=True, text=True, umask=umask)
        assert done.returncode == 0, done.stderr

    assert files(tmp_path / "then") == files(tmp_path / "later")


def test_the_sums_are_those_that_sha256sum_checks(tmp_path):
    publish(load(house()).sound(), house(), tmp_path / "dist", ["data"])
    checked = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path / "dist" / "data"
    )

    assert checked.returncode == 0


def test_the_parts_may_be_told_one_by_one(tmp_path):
    publish(load(house()).sound(), house(), tmp_path / "dist", iter(["data", "check"]))

    assert {"check.json", "data/ho21.nq"} <= set(files(tmp_path / "dist"))


def test_the_check_that_is_written_is_the_report_and_names_no_machine(tmp_path):
    checked = publish(load(house()).sound(), house(), tmp_path / "dist", ["check"])
    made = files(tmp_path / "dist")

    assert json.loads(made["check.json"]) == json.loads(json.dumps(checked.as_dict()))
    for content in made.values():
        assert str(ROOT).encode() not in content
        assert str(tmp_path).encode() not in content
