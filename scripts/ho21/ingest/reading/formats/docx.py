"""Word documents as text: the accepted words, with the marks that lists draw.

python-docx opens the document and its parts; what tells an accepted word, and how a list is
numbered, it leaves to who reads the XML.
"""

from __future__ import annotations

from importlib.metadata import version
from io import BytesIO
from typing import TYPE_CHECKING, Final
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from ho21.ingest.reading.extract import Extract, refused
from ho21.ingest.reading.formats.lists import WORD, Lists, attribute, child
from ho21.ingest.reading.formats.numbering import BULLET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ho21.ingest.reading.formats.lists import Xml

_ENTRIES: Final = 2000
_MIB: Final = 200
_CHANGED: Final = tuple(f"{WORD}{each}" for each in ("ins", "del", "moveFrom", "moveTo"))
_OUT: Final = frozenset((f"{WORD}del", f"{WORD}moveFrom"))
_NOT_SAID: Final = _OUT | {
    f"{WORD}pPr",
    f"{WORD}rPr",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_SIGNS: Final = {
    f"{WORD}tab": " ",
    f"{WORD}cr": "\n",
    f"{WORD}noBreakHyphen": "‑",
    f"{WORD}softHyphen": "\u00ad",
}
_SAID: Final = frozenset(
    (f"{WORD}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
)
_COMMENTS: Final = (f"{WORD}comment",)
_NOTES: Final = (f"{WORD}footnoteReference", f"{WORD}endnoteReference")


def read_docx(content: bytes) -> Extract:
    """Return the text of a Word document; raises UsageError where it cannot be read."""
    _check(content)
    from docx import Document
    from docx.opc.constants import RELATIONSHIP_TYPE

    part = Document(BytesIO(content)).part
    parts = {each.reltype: each.target_part for each in part.rels.values() if not each.is_external}
    lists = Lists(
        *(
            getattr(parts.get(each), "element", None)
            for each in (RELATIONSHIP_TYPE.NUMBERING, RELATIONSHIP_TYPE.STYLES)
        )
    )
    found = Extract(f"python-docx {version('python-docx')}")
    body = child(part.element, "body")
    if body is None:
        raise refused("document-empty")
    _Word(found, lists).read(body)
    comments = getattr(parts.get(RELATIONSHIP_TYPE.COMMENTS), "element", None)
    for key, holder, names in (
        ("docx-changes", body, _CHANGED),
        ("docx-comments", comments, _COMMENTS),
        ("docx-notes", body, _NOTES),
    ):
        if holder is not None and (count := len([*holder.iter(*names)])):
            found.warn(key, count=count)
    return found.finish()


def _check(content: bytes) -> None:
    """Refuse what is no Word document, or one that could do harm when it is opened."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            entries = packed.infolist()
            if len(entries) > _ENTRIES:
                raise refused("docx-entries", count=len(entries), limit=_ENTRIES)
            if sum(each.file_size for each in entries) > _MIB << 20:
                raise refused("docx-size", limit=_MIB)
            names = [each.filename for each in entries]
            if any(each.endswith("vbaProject.bin") for each in names):
                raise refused("docx-macros")
            for name in names:
                if name.endswith((".xml", ".rels")):
                    _refuse_entities(packed.read(name))
    except BadZipFile as error:
        raise refused("document-damaged", why=str(error)) from error


def _refuse_entities(content: bytes) -> None:
    """Refuse XML that declares a document type, in which entities could be."""

    def refuse(*_: object) -> None:
        raise refused("docx-entities")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 (so is it called)
    except expat.ExpatError as error:
        raise refused("document-damaged", why=str(error)) from error


class _Word:
    """A document as it is gone through, block by block."""

    def __init__(self, found: Extract, lists: Lists) -> None:
        self.found = found
        self._lists = lists
        self._paragraphs = 0
        self._tables = 0
        self._before = ""
        self._item = False
        self._boxes: list[Xml] = []

    def read(self, holder: Xml) -> None:
        """Read what a body, or a box of text, holds."""
        for block in _blocks(holder):
            if block.tag == f"{WORD}tbl":
                self._table(block)
            else:
                self._paragraph(block)
            boxes, self._boxes = self._boxes, []
            for each in boxes:
                self.read(each)

    def _paragraph(self, paragraph: Xml) -> None:
        self._paragraphs += 1
        text = "".join(self._said(paragraph))
        if _ends_in_next(paragraph):
            self._before += text
            return
        text, self._before = self._before + text, ""
        if not text.strip():
            return
        mark, level = self._lists.mark(paragraph)
        item = bool(mark) and not self._lists.is_heading(paragraph)
        if mark:
            text = f"{mark} {' '.join(text.split())}"
        if item:
            text = f"{'  ' * level}{text}"
        gap = "\n" if item and self._item else "\n\n"
        self.found.add(text if item else text.strip(), gap, f"p{self._paragraphs}")
        self._item = item

    def _table(self, table: Xml) -> None:
        self._tables += 1
        self._item = False
        rows = [each for each in _rows(table) if not _is_row_deleted(each)]
        gap = "\n\n"
        for number, row in enumerate(rows, 1):
            cells = [self._cell(each) for each in _inside(row, "tc")]
            text = " | ".join(each for each in cells if each)
            if text:
                self.found.add(text, gap, f"t{self._tables}r{number}")
                gap = "\n"

    def _cell(self, cell: Xml) -> str:
        """Return what a cell says on one line, that of a table in it too."""
        said = []
        for block in _blocks(cell):
            if block.tag == f"{WORD}tbl":
                said += [self._cell(each) for row in _rows(block) for each in _inside(row, "tc")]
                continue
            self._paragraphs += 1
            mark, _ = self._lists.mark(block)
            text = " ".join("".join(self._said(block)).split())
            said.append(f"{mark} {text}" if mark and text else text)
        return " ".join(each for each in said if each)

    def _said(self, element: Xml) -> Iterator[str]:
        """Give the words of an element that stand when all changes are accepted."""
        for each in element:
            tag = each.tag
            if tag in _NOT_SAID or not isinstance(tag, str):
                continue
            if tag in _SAID:
                yield each.text or ""
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag == f"{WORD}br":
                yield " " if attribute(each, "type") in {"page", "column"} else "\n"
            elif tag == f"{WORD}sym":
                yield _sign(attribute(each, "char"))
            elif tag == f"{WORD}txbxContent":
                self._boxes.append(each)
            elif tag != f"{WORD}r" or not _is_hidden(each):
                yield from self._said(each)


def _blocks(holder: Xml) -> Iterator[Xml]:
    """Give the paragraphs and tables that something holds, those in its controls too."""
    for each in holder:
        if each.tag in {f"{WORD}p", f"{WORD}tbl"}:
            yield each
        elif isinstance(each.tag, str) and each.tag not in _NOT_SAID:
            yield from _blocks(each)


def _inside(holder: Xml, name: str) -> Iterator[Xml]:
    """Give the rows of a table, or the cells of a row, those in its controls too."""
    for each in holder:
        if each.tag == f"{WORD}{name}":
            yield each
        elif each.tag in {f"{WORD}sdt", f"{WORD}sdtContent", f"{WORD}customXml"}:
            yield from _inside(each, name)


def _rows(table: Xml) -> Iterator[Xml]:
    return _inside(table, "tr")


def _is_row_deleted(row: Xml) -> bool:
    return child(row, "trPr", "del") is not None


def _ends_in_next(paragraph: Xml) -> bool:
    """Tell whether the end of a paragraph is deleted, so that the next goes on with it."""
    mark = child(paragraph, "pPr", "rPr")
    return mark is not None and any(child(mark, each) is not None for each in ("del", "moveFrom"))


def _is_hidden(run: Xml) -> bool:
    mark = child(run, "rPr", "vanish")
    return mark is not None and attribute(mark, "val") not in {"0", "false"}


def _sign(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return BULLET
