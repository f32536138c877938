"""What is seen on the map, kept as files: the picture and what it is made of."""

import csv
import io
import struct
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

SVG = "{http://www.w3.org/2000/svg}"
PILLAR = "soyle/baerekraftig-og-inkluderende-helsetjeneste"


@pytest.fixture
def kept():
    """Return a function that chooses a form below «Last ned», and gives the name and the bytes."""

    def chosen(there, form):
        if there.page.locator("#keep").get_attribute("open") is None:
            there.page.click("#keep > summary")
        with there.page.expect_download() as waiting:
            there.page.click(f'[data-keep="{form}"]')
        return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()

    return chosen


def told(picture):
    """Return all that a picture says in letters."""
    return " ".join("".join(each.itertext()) for each in picture.iter(f"{SVG}text"))


@pytest.mark.parametrize("form", ["", "&form=nett"])
def test_a_picture_stands_alone_and_says_what_it_is(visit, kept, form):
    there = visit(f"#kart?lang=en{form}")
    name, content = kept(there, "svg")
    picture = ET.fromstring(content)
    text = content.decode()

    assert name == "ho21-map.svg"
    assert len(picture.findall(f".//{SVG}style")) == 1
    assert not [word for word in ("var(", "light-dark(", "style=", "vector-effect") if word in text]
    assert len(text) < 120_000
    assert picture.findtext(f"{SVG}title") == "HelseOmsorg21: goals, actors and measures"
    shown = len(there.boxes())
    assert f"{shown} of " in picture.findtext(f"{SVG}desc")
    assert len(picture.findall(f".//{SVG}g/{SVG}title")) == shown
    for words in ("Edition", "Licence: ", "Unofficial", "Better clinical", "stated"):
        assert words in told(picture)
    assert there.complaints == []


def test_a_picture_has_the_colours_of_the_theme_that_is_shown(visit, kept):
    sheets = []
    for theme in ("lys", "mork"):
        picture = ET.fromstring(kept(visit(f"#kart?tema={theme}"), "svg")[1])
        sheets.append(picture.find(f"{SVG}rect").get("fill"))

    assert sheets == ["rgb(255, 255, 255)", "rgb(18, 22, 27)"]


def test_a_picture_of_a_window_that_was_zoomed_shows_the_window(visit, kept):
    there = visit("#kart?form=nett")
    whole = ET.fromstring(kept(there, "svg")[1])
    there.page.click("#zoom-in")
    there.page.wait_for_timeout(700)
    part = ET.fromstring(kept(there, "svg")[1])
    frame = there.page.locator("#picture").bounding_box()

    cut = [each.find(f".//{SVG}clipPath/{SVG}rect") for each in (whole, part)]
    assert float(cut[1].get("width")) == pytest.approx(frame["width"], abs=1)
    assert float(cut[1].get("height")) == pytest.approx(frame["height"], abs=1)
    assert float(cut[0].get("height")) < float(cut[1].get("height"))


def test_the_picture_in_px_is_drawn_from_that_one_at_twice_its_size(visit, kept):
    there = visit("#kart")
    picture = ET.fromstring(kept(there, "svg")[1])
    name, content = kept(there, "png")

    assert name == "ho21-kart.png"
    assert content.startswith(b"\x89PNG")
    size = struct.unpack(">II", content[16:24])
    assert size == tuple(2 * int(picture.get(each)) for each in ("width", "height"))
    assert len(content) > 50_000
    assert there.complaints == []


def test_what_is_shown_is_kept_as_tables_and_as_a_network(visit, kept):
    there = visit(f"#kart?voks={PILLAR}&form=nett")
    keys, lines = {each["key"] for each in there.boxes()}, there.links()
    files = {form: kept(there, form) for form in ("things", "links", "xlsx", "graphml")}
    tables = {
        form: list(csv.DictReader(io.StringIO(files[form][1].decode("utf-8-sig")), delimiter=";"))
        for form in ("things", "links")
    }
    network = ET.fromstring(files["graphml"][1])
    g = "{http://graphml.graphdrawing.org/xmlns}"

    assert {name for name, _ in files.values()} == {
        "ho21-kart-ting.csv", "ho21-kart-koblinger.csv", "ho21-kart.xlsx", "ho21-kart.graphml",
    }  # fmt: skip
    assert {row["Nøkkel"] for row in tables["things"]} == keys
    assert len(tables["links"]) == lines
    assert {each.get("id") for each in network.iter(f"{g}node")} == keys
    assert len(list(network.iter(f"{g}edge"))) == lines
    assert {each.get("attr.name") for each in network.iter(f"{g}key")} >= {"x", "y", "label"}
    with zipfile.ZipFile(io.BytesIO(files["xlsx"][1])) as book:
        assert {each for each in book.namelist() if "sheets/" in each} == {
            "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
        }  # fmt: skip


def test_the_views_that_the_project_saved_are_links_that_show_what_they_say(visit):
    there = visit("#kart?lang=en")
    links = there.page.locator("#saved-views a")
    begun = len(there.boxes())

    assert links.all_inner_texts() == [
        "Responsibility", "Health data", "Municipalities", "Without interpretations",
    ]  # fmt: skip
    for at in range(4):
        links.nth(at).click()
        there.settle()
        assert links.nth(at).get_attribute("aria-current") == "true"
        assert there.page.locator("#saved-views [aria-current]").count() == 1
        assert len(there.boxes()) > begun
    assert "tolket=0" in there.page.url
    assert there.page.locator(".masthead nav a").first.inner_text() == "Start"
    ids = there.page.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)")
    assert sorted({each for each in ids if ids.count(each) > 1}) == []
