"""Word is read as its accepted words, with the marks that its lists draw."""

import pytest

from ho21.errors import UsageError
from ho21.ingest.reading.formats.docx import read_docx
from support.documents import LISTS, repacked, saved, word, xml


def read(*build):
    return read_docx(word(*build))


def paragraphs(*texts, style=None):
    return lambda document: [document.add_paragraph(each, style=style) for each in texts]


@pytest.mark.parametrize("lang", LISTS)
def test_every_item_stands_whole_on_its_line(lang):
    intro, *items = LISTS[lang]

    found = read(paragraphs(intro), paragraphs(*items, style="List Bullet"))

    assert found.text.splitlines() == [intro, "", *(f"• {each}" for each in items)]


def test_numbers_go_on_and_deeper_items_are_indented():
    found = read(
        lambda document: document.add_heading("Plan", 1),
        paragraphs("En", "To", style="List Number"),
        paragraphs("Under", style="List Bullet 2"),
        paragraphs("Tre", style="List Number"),
    )

    assert found.text == "Plan\n\n1. En\n2. To\n  • Under\n3. Tre"


def numbered(document):
    """Write three paragraphs numbered 1., 1.a and 2., the second a level down."""
    numbering = document.part.numbering_part.element
    kind = xml(
        '<w:abstractNum w:abstractNumId="77">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
        '<w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
    )
    numbering.insert(0, kind)
    numbering.append(xml('<w:num w:numId="78"><w:abstractNumId w:val="77"/></w:num>'))
    for text, level in (("Mål", 0), ("Delmål", 1), ("Neste", 0)):
        paragraph = document.add_paragraph(text)._p  # noqa: SLF001 (numbering has no other way in)
        paragraph.get_or_add_pPr().append(
            xml(f'<w:numPr ><w:ilvl w:val="{level}"/><w:numId w:val="78"/></w:numPr>')
        )


def test_a_number_of_several_levels_is_drawn_as_the_list_says():
    assert read(numbered).text == "1. Mål\n  1.a Delmål\n2. Neste"


def items(kinds, *lists):
    """Return what writes an item of each of some lists, by its number, the kinds of lists given."""

    def build(document):
        numbering = document.part.numbering_part.element
        for at, each in enumerate(kinds):
            numbering.insert(at, xml(each))
        for number, kind, more in lists:
            told = f'<w:abstractNumId w:val="{kind}"/>{more}'
            numbering.append(xml(f'<w:num w:numId="{number}">{told}</w:num>'))
            paragraph = document.add_paragraph("Mål")._p  # noqa: SLF001 (as above)
            own = f'<w:numPr ><w:numId w:val="{number}"/></w:numPr>'
            paragraph.get_or_add_pPr().append(xml(own))

    return build


def kind(form, text):
    """Return a kind of list of one level."""
    level = f'<w:lvl w:ilvl="0"><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
    return f'<w:abstractNum w:abstractNumId="77">{level}</w:abstractNum>'


def test_a_list_goes_on_with_the_numbers_of_its_kind_unless_it_begins_anew():
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    kinds = [kind("decimal", "%1)")]

    assert read(items(kinds, (78, 77, ""), (79, 77, ""), (80, 77, anew))).text == (
        "1) Mål\n2) Mål\n5) Mål"
    )


def test_a_list_of_no_marks_has_none_and_a_paragraph_taken_out_of_its_list_is_no_item():
    assert read(items([kind("none", "%1")], (78, 77, ""))).text == "Mål"

    def taken_out(document):
        paragraph = document.add_paragraph("Mål", style="List Bullet")._p  # noqa: SLF001 (as above)
        paragraph.get_or_add_pPr().append(xml('<w:numPr ><w:numId w:val="0"/></w:numPr>'))

    assert read(taken_out).text == "Mål"


def test_a_table_is_read_row_by_row_where_it_stands():
    def table(document):
        made = document.add_table(2, 2)
        for at, cell in enumerate(each for row in made.rows for each in row.cells):
            cell.text = f"celle {at}"

    found = read(paragraphs("Før"), table, paragraphs("Etter"))

    assert found.text == "Før\n\ncelle 0 | celle 1\ncelle 2 | celle 3\n\nEtter"
    assert [place for _, _, place in found.places] == ["p1", "t1r1", "t1r2", "p6"]


def changed(document):
    paragraph = document.add_paragraph("Kommunen ")
    for each in (
        '<w:del w:id="1" w:author="x"><w:r><w:delText>kan</w:delText></w:r></w:del>',
        '<w:ins w:id="2" w:author="x"><w:r><w:t>skal</w:t></w:r></w:ins>',
    ):
        paragraph._p.append(xml(each))  # noqa: SLF001 (changes have no other way in)
    document.add_comment(paragraph.add_run(" bygge."), text="Sikker?", author="x")


def test_tracked_changes_are_read_as_accepted_and_told_of_and_so_are_comments():
    found = read(changed)

    assert found.text == "Kommunen skal bygge."
    assert found.warnings == [("docx-changes", {"count": 2}), ("docx-comments", {"count": 1})]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next():
    def joined(document):
        first = document.add_paragraph("Vi vil ")
        mark = xml('<w:rPr ><w:del w:id="1" w:author="x"/></w:rPr>')
        first._p.get_or_add_pPr().append(mark)  # noqa: SLF001 (as above)
        document.add_paragraph("bygge.")

    assert read(joined).text == "Vi vil bygge."


def test_a_row_that_is_deleted_and_words_that_are_moved_away_are_left_out():
    def table(document):
        made = document.add_table(2, 1)
        for row, words in zip(made.rows, ("Bort", "Her"), strict=True):
            row.cells[0].text = words
        gone = xml('<w:del w:id="1" w:author="x"/>')
        made.rows[0]._tr.get_or_add_trPr().append(gone)  # noqa: SLF001 (as above)
        moved = '<w:moveFrom w:id="2" w:author="x"><w:r><w:t>Før</w:t></w:r></w:moveFrom>'
        document.add_paragraph("Nå")._p.append(xml(moved))  # noqa: SLF001 (as above)

    assert read(table).text == "Her\n\nNå"


def test_a_sign_of_a_font_is_read_and_a_note_is_told_of():
    def signs(document):
        run = document.add_paragraph("Mål").add_run()
        for each in ('<w:sym w:char="2192"/>', '<w:footnoteReference w:id="1"/>'):
            run._r.append(xml(each))  # noqa: SLF001 (as above)

    found = read(signs)

    assert (found.text, found.warnings) == ("Mål→", [("docx-notes", {"count": 1})])


def test_hyphens_breaks_and_hidden_words_are_what_is_seen():
    def signs(document):
        run = document.add_paragraph("sam").add_run()
        for each in ("<w:softHyphen />", "<w:t >arbeid</w:t>", "<w:br />", "<w:t >nå</w:t>"):
            run._r.append(xml(each))  # noqa: SLF001 (as above)
        document.paragraphs[0].add_run("skjult").font.hidden = True
        document.paragraphs[0].add_run(" igjen").font.hidden = False

    assert read(signs).text == "sam\u00adarbeid\nnå igjen"


def test_a_box_of_text_is_read_once_after_its_paragraph():
    def boxed(document):
        run = document.add_paragraph("Ved siden av").add_run()
        inside = "<w:txbxContent><w:p><w:r><w:t>I en boks</w:t></w:r></w:p></w:txbxContent>"
        mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
        both = "".join(f"<mc:{each}>{inside}</mc:{each}>" for each in ("Choice", "Fallback"))
        held = f"<mc:AlternateContent>{both}</mc:AlternateContent>"
        made = xml(f'<w:pict xmlns:mc="{mc}">{held}</w:pict>')
        run._r.append(made)  # noqa: SLF001 (as above)

    assert read(boxed).text == "Ved siden av\n\nI en boks"


def refusal(content):
    with pytest.raises(UsageError) as caught:
        read_docx(content)
    return caught.value.key


def test_a_document_with_macros_is_refused():
    assert refusal(repacked(word(), word__vbaProject_dot_bin=b"x")) == "docx-macros"


def test_a_zip_of_too_many_files_or_too_much_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr("ho21.ingest.reading.formats.docx._MIB", 1)
    many = {f"x{at}": b"" for at in range(2001)}
    large = b"\0" * (1 << 19)

    assert refusal(repacked(word(), **many)) == "docx-entries"
    assert refusal(repacked(word(), a=large, b=large)) == "docx-size"


def test_entities_are_refused_in_every_part():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'

    assert refusal(repacked(word(), word__document_dot_xml=bomb)) == "docx-entities"
    assert refusal(repacked(word(), word__comments_dot_xml=bomb)) == "docx-entities"


@pytest.mark.parametrize("content", [b"PK\x03\x04x", repacked(word(), word__styles_dot_xml=b"<a>")])
def test_a_damaged_document_is_refused(content):
    assert refusal(content) == "document-damaged"


def test_a_document_without_words_is_refused():
    assert refusal(saved(__import__("docx").Document())) == "document-empty"
