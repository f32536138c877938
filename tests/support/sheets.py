"""Texts that a spreadsheet may take for something else, and what a workbook holds, read back."""

import io
import re
import zipfile

import openpyxl
from lxml import etree

FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://127.0.0.1:9/","x")',
    "=cmd|' /C calc'!A0",
    "{=SUM(A1)}",
    "+1",
    "-1",
    "@SUM(1)",
    " =1+1",
    "\u00a0\u200b=1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\x00=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "﹦1+1",
]
LINKS = ["http://127.0.0.1:9/", "https://e.x/", "mailto:a@b.no", "internal:A1", "external:c.xlsx"]
CODES = [
    "_x0041_",
    "_x0041_x0042_",
    "_x0041\x01",
    "__x0041__",
    "_x000D_",
    "_X0041_",
    "<r><t>evil</t></r>",
    "<r>& <bad</r>",
    "<r>_x0041_</r>",
]
CONTROLS = ["a\x01b", "a\x00b", "a\x1b[31m", "\ufffe\uffff", "a\x7fb\x85c", "\u202egnitsoh\u202c"]
PLAIN = [
    "007",
    "2015-03",
    "--11-15",
    "2015",
    "1e5",
    "1/2",
    "12345678901234567890",
    "0.70",
    "true",
    "#N/A",
    "æøåÆØÅ",
    "🙂🇳🇴",
    " luft ",
    "én\n\nto",
    'sa "hei"; og gikk',
    "'",
    "''=1+1",
    "'=1+1",
    '"',
    "-",
    "",
]
HOSTILE = [*FORMULAS, *LINKS, *CODES, *CONTROLS, *PLAIN]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read(book: bytes) -> openpyxl.Workbook:
    """Return a workbook as openpyxl reads it, every cell of which was seen to be plain."""
    opened = openpyxl.load_workbook(io.BytesIO(book))
    cells = [cell for sheet in opened for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type not in "sn"] == []
    assert [cell.coordinate for cell in cells if cell.hyperlink] == []
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        names = packed.namelist()
        parts = "".join(packed.read(name).decode() for name in names if "/sheet" in name)
    assert not re.search("<f[> ]|hyperlink", parts)
    assert not [name for name in names if re.search("vba|external|connection|calcChain", name)]
    return opened


def texts(book: bytes) -> list[str]:
    """Return every text of a workbook as Excel reads it: each once, ``_x0041_`` for an A."""
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        tree = etree.fromstring(packed.read("xl/sharedStrings.xml"))
    return ["".join(map(_decoded, each.iter(f"{_MAIN}t"))) for each in tree]


def _decoded(run: etree._Element) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), run.text or "")


def rows(sheet) -> list[tuple[object, ...]]:
    """Return the values of a sheet below its headings."""
    return list(sheet.iter_rows(min_row=2, values_only=True))
