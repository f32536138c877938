"""LibreOffice opens the workbook and the tables, loses nothing and runs nothing."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import zipfile

import openpyxl
import pytest

from ho21.export.csv import TABLES
from ho21.export.registry import export
from ho21.tables.csv import guarded
from ho21.tables.table import Column
from ho21.tables.xlsx import Sheet, workbook
from support.exported import exported, graph
from support.sheets import FORMULAS, HOSTILE, read

NO_OFFICE = "NO soffice ON THE PATH: the workbook and the tables were NOT opened in LibreOffice"
# Semicolons, quotation marks, UTF-8, from the first line; and what a column is: 2 is text.
_CSV = "Text - txt - csv (StarCalc):59,34,76,1,{columns},{language},false,true,false,false,false"
_NORWEGIAN = 1044


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    """Return a function that has LibreOffice turn files into another format, in a folder."""
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("HO21_REQUIRE_OFFICE") == "1":
            pytest.fail(NO_OFFICE)
        pytest.skip(NO_OFFICE)
    profile = tmp_path_factory.mktemp("profil").as_uri()

    def converted(form, files, *options):
        folder = tmp_path_factory.mktemp("kontor")
        for name, content in files.items():
            (folder / name).write_bytes(content)
        there = folder / "ut"
        done = subprocess.run(
            [
                office, f"-env:UserInstallation={profile}", "--headless", "--norestore", *options,
                "--convert-to", form, "--outdir", there, *(folder / name for name in files),
            ],
            capture_output=True, text=True, timeout=240,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return there

    return converted


@pytest.fixture(scope="module")
def sheets(convert):
    """Return what LibreOffice sees in every sheet of the workbook, and of a hostile one."""
    hostile = Sheet(
        "Vondt", [Column("text", "Tekst"), Column("mark", "Merke")], [(e, "x") for e in HOSTILE]
    )
    files = {"ho21.xlsx": exported("xlsx"), "vondt.xlsx": workbook([hostile], graph().issued)}
    form = "csv:" + _CSV.format(columns="", language=0) + ",-1"
    seen = {}
    for path in convert(form, files).iterdir():
        text = path.read_bytes().decode()
        name = path.stem.split("-", 1)[1]
        seen[name] = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    return seen


@pytest.fixture(scope="module")
def tables(convert):
    """Return the tables for a spreadsheet, and a hostile one, as LibreOffice opens them."""
    files = {
        name.rpartition("/")[2]: content
        for name, content in export("csv-excel", graph()).items()
        if name.endswith(".csv")
    }
    out = io.StringIO(newline="")
    write = csv.writer(out, delimiter=";", lineterminator="\r\n").writerow
    write(["Tekst", "Merke"])
    for each in HOSTILE:
        write([guarded(each), "x"])
    files["vondt.csv"] = out.getvalue().encode("utf-8-sig")
    as_text = "/".join(f"{at}/2" for at in range(1, 30))
    told = "--infilter=" + _CSV.format(columns=as_text, language=_NORWEGIAN)
    return files, convert("xlsx", files, told)


def shown(value):
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def test_every_cell_of_every_sheet_is_seen(sheets):
    book = read(exported("xlsx"))

    assert {*book.sheetnames, "Vondt"} == set(sheets)
    for sheet in book:
        cells = [[shown(each) for each in row] for row in sheet.iter_rows(values_only=True)]
        assert sheets[sheet.title] == cells


def test_hostile_texts_are_seen_as_the_texts_they_are(sheets):
    # A line break is one character there, however it is written.
    wanted = [each.replace("\r\n", "\n") for each in HOSTILE]

    assert [row[0] for row in sheets["Vondt"][1:]] == wanted


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_opened_with_every_cell_of_every_row(tables, table):
    files, there = tables
    text = files[f"{table}.csv"].decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    sheet = read((there / f"{table}.xlsx").read_bytes()).active

    assert [[each or "" for each in row] for row in sheet.iter_rows(values_only=True)] == rows


def test_no_formula_comes_of_a_hostile_table_and_the_exact_texts_come_back(tables):
    _, there = tables
    sheet = read((there / "vondt.xlsx").read_bytes()).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))

    assert [row[1] for row in rows] == ["x"] * len(HOSTILE)
    # openpyxl leaves a control character as a number, and LibreOffice drops NUL from a CSV.
    plain = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x0")
    found = [
        ((cell or "").removeprefix("'"), text)
        for (cell, _), text in zip(rows, HOSTILE, strict=True)
    ]
    looked = [(cell, text) for cell, text in found if not plain.search(text)]
    assert len(looked) > len(HOSTILE) / 2
    assert [(cell, text) for cell, text in looked if cell != text] == []


def test_without_the_apostrophe_a_formula_would_run(convert):
    raw = "Tekst\r\n" + "".join(f'"{each}"\r\n' for each in FORMULAS[:1])
    there = convert(
        "xlsx",
        {"rå.csv": raw.encode("utf-8-sig")},
        "--infilter=" + _CSV.format(columns="", language=0),
    )
    with zipfile.ZipFile(there / "rå.xlsx") as packed:
        assert "<f" in packed.read("xl/worksheets/sheet1.xml").decode()
    book = openpyxl.load_workbook(there / "rå.xlsx")
    assert json.dumps(book.active["A2"].value) == '"=1+1"'
