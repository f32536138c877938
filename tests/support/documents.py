"""Documents made for a test: Word by python-docx, pdf by reportlab, and what would do harm."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    ListFlowable,
    ListItem,
    PageTemplate,
    Paragraph,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LISTS = {
    "nb": (
        "Kommunen vil gjøre dette sammen med dem som bor her:",
        "Bygge trygge bruer for alle som går og sykler til skolen hver dag, i all slags vær",
        "Rydde snø før klokka sju på alle gangveger, også i helgene",
        "Lyse opp overganger av hensyn til alle",
    ),
    "nn": (
        "Kommunen vil gjere dette saman med dei som bur her, og ikkje åleine:",
        "Byggje trygge bruer for alle som går og syklar til skulen kvar dag, i all slags vêr",
        "Rydde snø før klokka sju på alle gangvegar, også når det er helg",
        "Lyse opp overgangar",
    ),
    "en": (
        "The council will do this with the people who live here:",
        "Build safe bridges for all who walk or cycle to school every day, in all weather",
        "Clear snow before seven on every footpath, and at the weekend",
        "Light all crossings",
    ),
}
STYLES = getSampleStyleSheet()
ONE_COLUMN = ((60, 60, 470, 700),)
TWO_COLUMNS = ((60, 540, 230, 190), (310, 540, 230, 190))


def word(*build: Callable) -> bytes:
    """Return a Word document that some functions have written in, one after the other."""
    document = Document()
    for each in build:
        each(document)
    return saved(document)


def saved(document) -> bytes:
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def xml(text: str):
    """Return an element in Word's own names."""
    name, _, rest = text.partition(" ")
    return parse_xml(f"{name} {nsdecls('w')} {rest}")


def repacked(content: bytes, **instead: bytes) -> bytes:
    """Return a zip with some of its files replaced or added; ``__`` in a name is a slash."""
    changed = {name.replace("__", "/").replace("_dot_", "."): it for name, it in instead.items()}
    made = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *changed}:
            new.writestr(name, changed[name] if name in changed else old.read(name))
    return made.getvalue()


def pdf(*pages: Sequence[str], password: str | None = None) -> bytes:
    """Return a pdf with some lines on each page."""
    made = BytesIO()
    canvas = Canvas(
        made, encrypt=StandardEncryption(password) if password else None, invariant=True
    )
    for lines in pages:
        for at, line in enumerate(lines):
            canvas.drawString(70, 780 - 14 * at, line)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def beside(left: Sequence[str], right: Sequence[str], title: str = "") -> bytes:
    """Return a pdf of one page whose lines are written across two columns."""
    made = BytesIO()
    canvas = Canvas(made, invariant=True)
    canvas.drawString(70, 800, title)
    canvas.setFont("Helvetica", 9)
    for at, pair in enumerate(zip(left, right, strict=True)):
        for x, line in zip((70, 310), pair, strict=True):
            canvas.drawString(x, 780 - 12 * at, line)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def flowing(story: Sequence, columns: Sequence[tuple[int, ...]] = ONE_COLUMN) -> bytes:
    """Return a pdf in which a story flows through some columns."""
    made = BytesIO()
    document = BaseDocTemplate(made, invariant=True)
    document.addPageTemplates(PageTemplate(frames=[Frame(*each) for each in columns]))
    document.build([*story])
    return made.getvalue()


def listed(intro: str, *items: str, bullet: str = "•") -> list:
    """Return a story: an introduction and a list."""
    shown = [ListItem(Paragraph(each, STYLES["Normal"])) for each in items]
    return [
        Paragraph(intro, STYLES["Normal"]),
        ListFlowable(shown, bulletType="bullet", start=bullet),
    ]
