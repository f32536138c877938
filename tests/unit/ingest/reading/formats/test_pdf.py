"""Pdf is read by two readers, column by column where there are columns, and told of in doubt."""

import re
from io import BytesIO

import pytest
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from ho21.errors import UsageError
from ho21.ingest.reading.formats.columns import Drawn, columns_of
from ho21.ingest.reading.formats.pdf import _clean, read_pdf
from support.documents import LISTS, TWO_COLUMNS, beside, flowing, listed, pdf

WORDS = "Kommunen vil bygge trygge bruer for alle som går."


def folded(text):
    """Return a text on one line, its bullets alike."""
    return re.sub("[■●]", "•", " ".join(text.split()))


@pytest.mark.parametrize("bullet", ["•", "square", "\x7f", "\uf0b7"])
@pytest.mark.parametrize("lang", LISTS)
def test_every_item_stands_whole_after_its_mark(lang, bullet):
    intro, *items = LISTS[lang]

    found = read_pdf(flowing(listed(intro, *items, bullet=bullet)))

    assert folded(found.text) == " ".join([intro, *(f"• {each}" for each in items)])
    assert found.warnings == []


@pytest.mark.parametrize("lang", LISTS)
def test_columns_are_read_one_after_the_other_and_always_told_of(lang):
    intro, *items = LISTS[lang]

    found = read_pdf(flowing(listed(intro, *items * 4), TWO_COLUMNS))

    assert folded(found.text) == " ".join([intro, *(f"• {each}" for each in items * 4)])
    assert ("pdf-columns", {"pages": "1"}) in found.warnings


def test_lines_that_are_written_across_two_columns_are_put_in_the_order_of_reading():
    left = ["- Bygge trygge bruer for alle", "som går til skolen", "- Rydde snø om vinteren"]
    left += ["- Lyse opp overganger", "- Male striper på vegen"]
    right = ["- Lytte til barn og unge", "- Spørre foreldre hver høst", "- Måle fart på vegen og"]
    right += ["fortelle hva målingene viser", "- Dele kart med alle"]

    found = read_pdf(beside(left, right, "En plan med en tittel som går over begge de to spaltene"))

    assert found.text.splitlines()[1:] == [*left, *right]
    assert found.warnings == [("pdf-columns", {"pages": "1"})]


def test_a_table_is_left_as_it_is_written_and_told_of():
    rows = [
        ("Tiltak", "Hvem som gjør det nå"),
        ("Lange bruer", "Staten"),
        ("Snørydding", "Kommune"),
    ]
    rows += [("Lys ved alle overganger", "Fylkene"), ("Striper", "Kommunen")]
    left, right = zip(*rows, strict=True)

    found = read_pdf(beside(left, right))

    assert found.text.splitlines() == [each for row in rows for each in row]
    assert found.warnings == [("pdf-beside", {"pages": "1"})]


def test_a_table_of_narrow_cells_is_read_and_told_of():
    rows = [("Nord", "vest", "Kommunen"), ("Sør", "øst", "Fylket vårt")] * 2
    rows += [("Midt", "i", "Alle kommuner og fylker i hele landet")]
    made = BytesIO()
    canvas = Canvas(made, invariant=True)
    for at, row in enumerate(rows):
        for x, words in zip((70, 120, 310), row, strict=True):
            canvas.drawString(x, 700 - 14 * at, words)
    canvas.save()

    found = read_pdf(made.getvalue())

    assert found.text.split() == [word for row in rows for each in row for word in each.split()]
    assert found.warnings == [("pdf-beside", {"pages": "1"})]


def test_lines_of_a_font_whose_letters_have_no_width_are_read():
    lines = [Drawn(x, at, x, at + 9, WORDS) for x in (100, 200, 300) for at in range(0, 80, 10)]

    assert columns_of(lines).text.count(WORDS) == len(lines)


def test_a_bullet_that_stands_apart_before_the_right_column_belongs_to_it():
    made = BytesIO()
    canvas = Canvas(made, invariant=True)
    for at in range(5):
        canvas.drawString(70, 700 - 14 * at, f"Vi rydder snø på alle vegene {at}")
        canvas.drawString(320, 700 - 14 * at, f"Vi bygger nye bruer til alle {at}")
    for at in (0, 3):
        canvas.drawString(305, 700 - 14 * at, "•")
    canvas.save()

    assert read_pdf(made.getvalue()).text.splitlines()[5:7] == [
        "• Vi bygger nye bruer til alle 0",
        "Vi bygger nye bruer til alle 1",
    ]


def three_columns():
    """Return a pdf of three narrow columns of justified text."""
    style = ParagraphStyle("narrow", fontName="Helvetica", fontSize=9, alignment=TA_JUSTIFY)
    said = [f"{WORDS} Nummer {at}, som er skrevet i smale spalter." for at in range(18)]
    columns = [(50 + 170 * at, 500, 155, 220) for at in range(3)]
    return said, flowing([Paragraph(each, style) for each in said], columns)


def test_three_columns_of_justified_text_are_read_one_after_the_other():
    said, content = three_columns()

    found = read_pdf(content)

    assert folded(found.text) == " ".join(said)
    assert found.warnings == [("pdf-columns", {"pages": "1"})]


def test_bullets_that_are_drawn_as_shapes_are_marks():
    made = BytesIO()
    canvas = Canvas(made, invariant=True)
    for at, line in enumerate(("Vi vil gjøre dette nå:", "Bygge bruer", "Rydde snø")):
        canvas.drawString(70, 700 - 14 * at, line)
        if at:
            canvas.circle(62, 703 - 14 * at, 2, fill=1)
    canvas.circle(62, 300, 2, fill=1)
    canvas.save()

    assert read_pdf(made.getvalue()).text == "Vi vil gjøre dette nå:\n• Bygge bruer\n• Rydde snø"


def test_a_paragraph_that_stands_apart_on_the_page_stands_apart_in_the_text():
    made = BytesIO()
    canvas = Canvas(made, invariant=True)
    for height in (700, 686, 672, 644, 630):
        canvas.drawString(70, height, WORDS)
    canvas.save()

    assert read_pdf(made.getvalue()).text == "\n".join([*[WORDS] * 3, "", *[WORDS] * 2])


def test_each_page_is_told_and_a_sentence_over_two_pages_is_not_broken():
    found = read_pdf(pdf([WORDS, "Det gjelder dem som sykler"], ["til skolen.", WORDS], [WORDS]))

    assert found.text == f"{WORDS}\nDet gjelder dem som sykler\ntil skolen.\n{WORDS}\n\n{WORDS}"
    assert [number for number, _, _ in found.pages] == [1, 2, 3]
    assert [found.text[start:end].splitlines()[-1] for _, start, end in found.pages] == [
        "Det gjelder dem som sykler",
        WORDS,
        WORDS,
    ]


def test_what_stands_at_the_edge_of_most_pages_is_left_out_and_told_of():
    said = [f"{WORDS} {'abcd'[at]}{'xyzv'[of]}" for at in range(4) for of in range(4)]
    pages = [["Plan for veger", *said[at * 4 : at * 4 + 4], f"Side {at + 1}"] for at in range(4)]

    found = read_pdf(pdf(*pages))

    assert found.text.split("\n") == [
        line for at in range(4) for line in (*said[at * 4 : at * 4 + 4], *[""] * (at < 3))
    ]
    assert found.warnings == [("pdf-running", {"words": "Side 1; Plan for veger"})]


@pytest.mark.parametrize("foot", ["{}", "Side {} av 4", "Plan for veger {}", "{} | Plan for veger"])
def test_a_page_number_is_left_out_however_it_is_written(foot):
    pages = [[*[f"{WORDS} {'abcd'[at]}"] * 4, foot.format(at + 7)] for at in range(4)]

    assert "7" not in read_pdf(pdf(*pages)).text


@pytest.mark.parametrize("head", ["Tiltak {}", "Vi bygger {} bruer", "Neste år blir det {} flere"])
def test_what_is_said_on_each_page_with_a_number_that_is_not_its_own_is_kept(head):
    heads = [head.format(at * 3) for at in range(4)]

    found = read_pdf(pdf(*[[each, *[f"{WORDS} {each}"] * 4] for each in heads]))

    assert [each for each in found.text.splitlines() if each in heads] == heads


def test_hyphens_at_the_end_of_lines_and_soft_ones_are_kept():
    found = read_pdf(pdf(["Kommunen vil ha et nært sam-", "arbeid om vann\u00adverk i bygda."]))

    assert found.text == "Kommunen vil ha et nært sam-\narbeid om vann\u00adverk i bygda."


def test_ligatures_are_read_as_letters():
    assert _clean("e\ufb00ekt og \ufb01sk") == "effekt og fisk"


def test_a_page_that_one_reader_finds_other_letters_on_is_told_of(monkeypatch):
    content = pdf([WORDS], [WORDS])
    monkeypatch.setattr("pypdf.PageObject.extract_text", lambda _: WORDS.replace("bruer", ""))

    assert read_pdf(content).warnings == [("pdf-differs", {"pages": "1–2"})]


def test_a_page_that_one_reader_cannot_read_is_taken_from_the_other(monkeypatch):
    content = pdf([WORDS])

    def fail(_):
        raise ValueError

    monkeypatch.setattr("pypdf.PageObject.extract_text", fail)
    assert read_pdf(content).text == WORDS


def refusal(content):
    with pytest.raises(UsageError) as caught:
        read_pdf(content)
    return caught.value.key


def test_a_pdf_without_a_layer_of_text_is_refused_and_one_with_some_pictures_is_not():
    assert refusal(pdf([], [], [WORDS])) == "pdf-scanned"
    assert read_pdf(pdf([], [WORDS])).text.strip() == WORDS


@pytest.mark.parametrize("password", ["hemmelig", ""])
def test_a_protected_pdf_is_refused(password):
    assert refusal(pdf([WORDS], password=password) if password else locked()) == "pdf-encrypted"


def locked():
    """Return a pdf that opens without a password and may not be copied from."""
    made = BytesIO()
    canvas = Canvas(made, encrypt=StandardEncryption("", ownerPassword="x", canCopy=0))
    canvas.drawString(70, 700, WORDS)
    canvas.save()
    return made.getvalue()


def test_a_pdf_of_too_many_pages_or_letters_is_refused(monkeypatch):
    assert refusal(pdf(*[[]] * 401)) == "pdf-pages"

    monkeypatch.setattr("ho21.ingest.reading.formats.pdf._SIGNS", 60)
    assert refusal(pdf([WORDS], [WORDS])) == "pdf-signs"
