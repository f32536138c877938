"""Documents are read in a process of their own, which is ended where it takes too much."""

from __future__ import annotations

import subprocess
import sys
import zlib
from hashlib import sha256

import pytest

from ho21.errors import UsageError
from ho21.ingest.reading.document import read_content, read_document
from ho21.processes.child import frame, read_frame
from support.documents import LISTS, flowing, listed, pdf, repacked, word

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def html(intro, *items):
    shown = "".join(f"<li><p>{each}</p></li>" for each in items)
    return f"<meta charset=utf-8><main><p>{intro}</p><ul>{shown}</ul></main>".encode()


def docx(intro, *items):
    return word(
        lambda document: document.add_paragraph(intro),
        lambda document: [document.add_paragraph(each, style="List Bullet") for each in items],
    )


def as_pdf(intro, *items):
    return flowing(listed(intro, *items))


@pytest.mark.parametrize(
    ("name", "make", "media"),
    [
        ("plan.html", html, "text/html"),
        ("plan.docx", docx, DOCX),
        ("plan.pdf", as_pdf, "application/pdf"),
    ],
)
@pytest.mark.parametrize("lang", LISTS)
def test_a_document_of_each_format_is_read_and_its_language_known(
    tmp_path, name, make, media, lang
):
    content = make(*LISTS[lang])
    (tmp_path / name).write_bytes(content)

    found = read_document(tmp_path / name)

    said = " ".join(found.text.split())
    assert said == " ".join([LISTS[lang][0], *(f"• {each}" for each in LISTS[lang][1:])])
    assert (found.media, found.sha256) == (media, sha256(content).hexdigest())
    assert (found.language, found.warnings) == (lang, ())
    assert found.extractor.split()[0] in {"html", "python-docx", "pypdf"}
    spans = [each[:2] for each in found.places] or [each[1:] for each in found.pages]
    assert all(found.text[start:end].strip() for start, end in spans)


def refusal(content, name, **limits):
    with pytest.raises(UsageError) as caught:
        read_content(content, name, **limits)
    return caught.value


def test_what_a_reader_refuses_is_told_with_the_name_of_the_file():
    assert refusal(pdf([], []), "plan.pdf").text("nb") == (
        "plan.pdf er skannet: 2 av 2 sider har ikke tekst, bare bilder; "
        "kjør tekstgjenkjenning (OCR) på den først."
    )
    assert refusal(b"%PDF-1.4 x", "plan.pdf").key == "document-damaged"
    assert refusal(b"PK\x03\x04", "plan.docx").key == "document-damaged"


def operators(many):
    """Return a pdf of one page that draws so many times."""
    return one_page(b"q 1 0 0 1 0 0 cm BT /F1 9 Tf 9 9 Td (a) Tj ET Q\n" * (many // 8))


def one_page(drawing, how=b""):
    """Return a pdf of one page, by what draws it."""
    return b"".join(
        [
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
            b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R",
            b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n",
            b"4 0 obj<</Length %d%s>>stream\n" % (len(drawing), how),
            drawing,
            b"endstream endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n",
        ]
    )


def test_a_pdf_of_a_million_operators_is_ended_when_its_time_is_over():
    content = operators(1_000_000)

    assert refusal(content, "plan.pdf", seconds=2).text("en") == (
        "plan.pdf took more than 2 seconds to read, and reading was stopped; "
        "split the document, or save it again."
    )


def test_what_takes_more_memory_than_it_may_is_refused():
    page = b"<main>" + b"<b hidden><i>x" * 300_000

    assert refusal(page, "plan.html", memory=64).key == "document-memory"


def test_a_page_nested_a_hundred_thousand_deep_is_read_within_the_limits():
    assert read_content(b"<div>" * 100_000 + b"<p>ord", "plan.html").text == "ord"


def test_a_bomb_in_a_document_is_refused():
    entities = b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    large = b"\0" * (101 << 20)

    assert refusal(repacked(word(), word__document_dot_xml=entities), "a.docx").key == (
        "docx-entities"
    )
    assert refusal(repacked(word(), a=large, b=large), "a.docx").key == "docx-size"


def test_a_hundred_pages_are_read_within_the_limits():
    pages = [
        [f"Vi vil bygge bru nummer {at} av hensyn til alle.", *LISTS["nn"]] for at in range(100)
    ]

    found = read_content(pdf(*pages), "plan.pdf")

    assert [number for number, _, _ in found.pages] == [*range(1, 101)]
    assert all(
        found.text[start:end].startswith(pages[number - 1][0]) for number, start, end in found.pages
    )


def test_a_pdf_that_unpacks_to_a_gigabyte_is_refused():
    packer = zlib.compressobj()
    packed = b"".join(packer.compress(b"\0" * (1 << 24)) for _ in range(64)) + packer.flush()

    content = one_page(packed, b"/Filter/FlateDecode")

    assert refusal(content, "plan.pdf").key == "document-memory"


def test_a_document_nested_a_hundred_thousand_deep_is_refused():
    ends = (b"<w:ins>" * 100_000, b"</w:ins>" * 100_000)
    name = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    deep = b"<w:document %s><w:body>%s%s</w:body></w:document>" % (name, *ends)

    content = repacked(word(), word__document_dot_xml=deep)

    assert refusal(content, "plan.docx").key == "document-damaged"


def test_the_process_reaches_no_network_and_ends_with_its_parent(tmp_path):
    """Ask the worker itself, with a reader that would open a socket."""
    program = tmp_path / "reader.py"
    program.write_text(
        "import socket\n"
        "from ho21.ingest.reading import worker\n"
        "from ho21.ingest.reading.extract import Extract\n"
        "def read(content):\n"
        "    found = Extract('x')\n"
        "    try:\n"
        "        socket.create_connection(('127.0.0.1', 9), 1)\n"
        "    except OSError as error:\n"
        "        found.add(type(error).__name__)\n"
        "    return found.finish()\n"
        "worker._READERS['html'] = lambda: read\n"
        "worker.answer_parent(worker.begin_reading)\n"
    )
    with subprocess.Popen(
        [sys.executable, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        told = {"format": "html", "seconds": 5, "memory": 1 << 27}
        process.stdin.write(frame(told, b"x") + frame({}))
        process.stdin.flush()
        assert read_frame(process.stdout) == ({"ready": True}, b"")
        _, text = read_frame(process.stdout)
        process.stdin.close()

        assert text == b"PermissionError"
        assert process.wait(10) == 0


@pytest.mark.parametrize(("name", "lacking"), [("plan.docx", "docx"), ("plan.pdf", "pypdf")])
def test_without_the_extra_the_command_that_installs_it_is_told(
    tmp_path, monkeypatch, name, lacking
):
    (tmp_path / f"{lacking}.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    content = {"plan.docx": b"PK", "plan.pdf": b"%PDF-"}[name]

    assert "pip install 'ho21[draft]'" in refusal(content, name).text("en")
    assert read_content(b"<p>ord", "plan.html").text == "ord"
