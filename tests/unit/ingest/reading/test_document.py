"""A document is its text and where it comes from; what cannot be read is told in one sentence."""

from hashlib import sha256

import pytest

from ho21.errors import UsageError
from ho21.ingest.reading.document import Text, read_content, read_document
from ho21.ingest.reading.extract import ranges

SAID = "Målet er klart.\n\n• Vi vil bygge, og det er ikke noen andre som gjør det.\n"


def test_a_plain_text_is_read_as_it_stands(tmp_path):
    (tmp_path / "plan.txt").write_bytes(SAID.encode())

    assert read_document(tmp_path / "plan.txt") == Text(
        text=SAID,
        media="text/plain",
        sha256=sha256(SAID.encode()).hexdigest(),
        extractor="text",
        language="nb",
    )


@pytest.mark.parametrize(
    "content",
    [
        SAID.replace("\n", "\r\n").encode(),
        SAID.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + SAID.encode(),
        SAID.replace("å", "a\u030a").encode(),
    ],
)
def test_line_ends_a_byte_order_mark_and_how_letters_are_put_together_change_nothing(content):
    assert read_content(content, "plan.txt").text == SAID


def test_control_signs_are_left_out_and_told_of():
    found = read_content("Mål\x0cTo\x07 \u202enå".encode(), "plan.txt")

    assert found.text == "Mål\nTo nå"
    assert [each.text("nb") for each in found.warnings] == [
        "plan.txt: Teksten er uten 2 styretegn som sto i dokumentet; de kan ikke stå i en tekst."
    ]


def refusal(content, name="plan.txt"):
    with pytest.raises(UsageError) as caught:
        read_content(content, name)
    return caught.value


def test_what_is_not_utf8_is_refused_with_what_to_do():
    assert refusal("Mål".encode("latin-1")).text("nb") == (
        "plan.txt er ikke gyldig UTF-8 (byte 2); åpne filen i et redigeringsprogram, "
        "og lagre den med tegnkodingen UTF-8."
    )


def test_letters_that_were_read_in_the_wrong_encoding_are_refused_with_a_hint():
    wrong = "på, øl, mål, bær".encode().decode("cp1252")

    assert refusal(wrong.encode()).text("en") == (
        "plan.txt has characters that were once read with the wrong encoding (“Ã¥”); "
        "fetch the document again, or correct them."
    )
    assert read_content("Om tegnene Ã¥ og â€¢".encode(), "plan.txt").text == "Om tegnene Ã¥ og â€¢"


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("plan.odt", b"x", "document-format"),
        ("plan", b"x", "document-format"),
        ("plan.docm", b"PK", "docx-macros"),
        ("plan.docx", b"\xd0\xcf\x11\xe0", "document-other"),
        ("plan.pdf", b"PK", "document-other"),
        ("plan.txt", b"%PDF-1.7", "document-other"),
        ("plan.txt", b" \n", "document-empty"),
        ("plan.html", b" " * (5 << 20) + b"x", "document-large"),
        ("plan.txt", b" " * (25 << 20) + b"x", "document-large"),
    ],
)
def test_a_file_of_another_kind_or_too_large_is_refused(name, content, key):
    assert refusal(content, name).key == key


@pytest.mark.parametrize(
    ("make", "key"),
    [
        (lambda _: None, "document-missing"),
        (lambda path: path.mkdir(), "document-no-file"),
    ],
)
def test_what_is_no_file_is_refused(tmp_path, make, key):
    make(tmp_path / "plan.txt")

    with pytest.raises(UsageError) as caught:
        read_document(tmp_path / "plan.txt")

    assert caught.value.key == key


def test_pages_are_told_as_ranges():
    assert ranges([1, 2, 3, 7, 9, 10]) == "1–3, 7, 9–10"
