"""The checked graph becomes dist/: the picture, the data, and what was checked."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ho21.build import MARK
from ho21.fault import CallError
from ho21.publish import publish
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
    report = publish(load(house()).sound(), tmp_path / "dist")

    assert report.conforms()
    made = files(tmp_path / "dist")
    assert made["index.html"] == made["ho21.html"]
    assert {"check.html", "check.json", "data/SHA256SUMS", "data/csv/koblinger.csv", MARK} <= set(
        made
    )
    assert json.loads(made["check.json"])["conforms"] is True
    assert {f"data/ho21.{form}" for form in ("trig", "nq", "jsonld", "ttl", "rdf")} <= set(made)


def test_only_the_parts_asked_for_are_there(tmp_path):
    publish(load(house()).sound(), tmp_path / "dist", ["check"])

    assert sorted(files(tmp_path / "dist")) == [MARK, "check.html", "check.json"]


def test_an_unknown_part_is_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(CallError) as caught:
        publish(load(house()).sound(), tmp_path / "dist", ["kart"])

    assert caught.value.key == "unknown-part"
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_conform_is_not_written_and_the_old_folder_stands(tmp_path):
    publish(load(house()).sound(), tmp_path / "dist", ["check"])
    before = files(tmp_path / "dist")
    for room in ("ontology", "graph", "queries"):
        shutil.copytree(ROOT / room, tmp_path / "hus" / room)
    broken = tmp_path / "hus" / "graph" / "toppmote.ttl"
    text = broken.read_text()
    broken.write_text(text.replace('"Økt åpenhet i sektoren"@nb , ', "", 1))

    report = publish(load(house(str(tmp_path / "hus"))).sound(), tmp_path / "dist")

    assert not report.conforms()
    (lacking,) = [each for each in report.findings if each.severity == "violation"]
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
