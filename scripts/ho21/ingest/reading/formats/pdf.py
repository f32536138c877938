"""Pdf as text: what pypdf reads, held against what pdfminer does, page by page.

pypdf gives the words in the order in which they were written, which keeps items whole. pdfminer
tells where each line stands: it finds columns, and what pypdf does not read.
"""

from __future__ import annotations

import re
from collections import Counter
from importlib.metadata import version
from io import BytesIO
from itertools import zip_longest
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from ho21.ingest.reading.extract import Extract, count_letters, ranges, refused
from ho21.ingest.reading.formats.columns import (
    as_drawn,
    columns_of,
    downward_text,
    drawn_pages,
)
from ho21.ingest.reading.formats.numbering import BULLET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdf import PageObject

    from ho21.ingest.reading.formats.columns import Drawn

_PAGES: Final = 400
_SIGNS: Final = 2_000_000
_READABLE: Final = 20  # letters of a page that has a layer of text
_DIFFER: Final = 0.02
_EDGE: Final = 2  # lines at the head and at the foot of a page
_SHORT: Final = 4  # lines of a page whose first and last may be such
_RECURS_IN: Final = 3  # pages at least
_CODE: Final = re.compile(r"\(cid:\d+\)")
# A page number, alone or beside what a document or chapter is called.
_NUMBER: Final = re.compile(
    r"\W*(?:(?:page|sid[ae]n?|s|p)\b)?\W*\d{1,4}(?:\W*(?:av|of)?\W*\d{1,4})?\W*", re.IGNORECASE
)
_NUMBERED: Final = re.compile(r"(\d{1,4})\W+(\w.*\s.*)|(.*\s.*\w)\W+(\d{1,4})")
_LIGATURES: Final = {code: normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
# A bullet of a font that names none of its signs.
_UNNAMED_BULLET: Final = re.compile(
    r"^([ \t]*)(?:[\x01-\x08\x0e-\x1f\x7f-\x9f]|\(cid:\d+\))(?=\s|$)", re.MULTILINE
)
_SENTENCE_END: Final = re.compile(r"[.!?:;…][\])”»’\"']*$")


def read_pdf(content: bytes) -> Extract:
    """Return the text of a pdf; raises UsageError where it cannot be read."""
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise refused("pdf-encrypted")
    if len(reader.pages) > _PAGES:
        raise refused("pdf-pages", count=len(reader.pages), limit=_PAGES)
    found = Extract(f"pypdf {version('pypdf')}")
    pages = [*_pages(content, reader.pages, found)]
    unread = sum(count_letters(each) < _READABLE for each in pages)
    if unread * 2 > len(pages):
        raise refused("pdf-scanned", count=unread, limit=len(pages))
    _put(found, _without_running(pages, found))
    return found.finish()


def _pages(content: bytes, pages: Sequence[PageObject], found: Extract) -> Iterator[str]:
    """Give the text of each page, and tell of those to look at."""
    differ, columns, left = [], [], []
    signs = 0
    for number, (page, lines) in enumerate(zip_longest(pages, _drawn(content)), 1):
        text = _clean(_said(page) if page else "")
        drawn = _clean(downward_text(lines or ()))
        if _differ(text, drawn):
            differ.append(number)
        if count_letters(text) * 2 < count_letters(drawn):
            text = drawn
        else:
            text = as_drawn(text, lines or ())
        beside = columns_of(lines or ())
        if beside and beside.are_read:
            columns.append(number)
            text = _clean(beside.text)
        elif beside:
            left.append(number)
        signs += len(text)
        if signs > _SIGNS:
            raise refused("pdf-signs", limit=_SIGNS)
        yield text
    for key, numbers in (("pdf-differs", differ), ("pdf-columns", columns), ("pdf-beside", left)):
        if numbers:
            found.warn(key, pages=ranges(numbers))


def _said(page: PageObject) -> str:
    """Return the text of a page by pypdf, or nothing where it fails: there is another reader."""
    try:
        return page.extract_text()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 (a damaged page may raise anything)
        return ""


def _drawn(content: bytes) -> Iterator[list[Drawn]]:
    """Give the lines of each page by pdfminer, as far as it comes."""
    try:
        yield from drawn_pages(content)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 (as above)
        return


def _clean(text: str) -> str:
    """Return a text with letters for ligatures, and a bullet where a font has an unnamed one."""
    text = _UNNAMED_BULLET.sub(rf"\1{BULLET}", text.translate(_LIGATURES))
    return "\n".join(each.rstrip() for each in text.splitlines()).strip("\n")


def _differ(one: str, other: str) -> bool:
    """Tell whether more than a fiftieth of the letters that two readers found are not the same."""
    first, second = (
        Counter(filter(str.isalnum, normalize("NFKC", _CODE.sub("", each))))
        for each in (one, other)
    )
    apart = (first - second).total() + (second - first).total()
    return apart > _DIFFER * max(first.total(), second.total())


def _without_running(pages: Sequence[str], found: Extract) -> list[str]:
    """Return the pages without what stands at the edges of most, such as numbers; tell of it."""
    split = [each.split("\n") for each in pages]
    edges = Counter(
        each
        for page, lines in enumerate(split)
        for each in {_alike(lines[at], page) for at in _edges(lines)}
    )
    least = max(_RECURS_IN, len(pages) // 2 + 1)
    running = {each for each, count in edges.items() if count_letters(each) and count >= least}
    left: list[str] = []
    words: dict[str, str] = {}
    for page, lines in enumerate(split):
        for at in sorted(_edges(lines), reverse=True):
            alike = _alike(lines[at], page)
            if alike in running:
                words.setdefault(alike, lines[at].strip())
                del lines[at]
        left.append("\n".join(lines).strip("\n"))
    if words:
        found.warn("pdf-running", words="; ".join(words.values()))
    return left


def _edges(lines: Sequence[str]) -> set[int]:
    """Return where the first and last lines of a page stand."""
    said = [at for at, each in enumerate(lines) if each.strip()]
    many = min(_EDGE, len(said) // _SHORT)
    return {*said[:many], *said[len(said) - many :]}


def _alike(line: str, page: int) -> str:
    """Return a line as it recurs on other pages, whatever its number of the page.

    A number beside a single word is no such number: it may be that of a measure.
    """
    text = " ".join(line.split())
    if _NUMBER.fullmatch(text):
        return "0"
    found = _NUMBERED.fullmatch(text)
    if found is None:
        return text
    number, words = (found[1], found[2]) if found[1] else (found[4], found[3])
    return f"{words} {int(number) - page}"


def _put(found: Extract, pages: Sequence[str]) -> None:
    """Put the pages together: a sentence that goes on is not broken by a blank line."""
    before = ""
    for number, text in enumerate(pages, 1):
        goes_on = text[:1].islower() and not _SENTENCE_END.search(before)
        start, end = found.add(text, "\n" if goes_on else "\n\n")
        found.pages.append((number, start, end))
        before = text or before
