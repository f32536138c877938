"""ho21 draft: a document becomes a draft beside the project, which is listed and removed."""

from __future__ import annotations

import pytest

from ho21.cli.main import main

TEXT = "Ny plan\n\nPlanen har to innsatsområder:\n\n• Fjord og vann\n• Havn og brygge\n"


@pytest.fixture
def ho21(tiny_project, capsys):
    """Return a function that calls the command on a tiny project."""
    root = tiny_project()

    def call(*words, code=0):
        assert main([*map(str, words), "--project", str(root), "--lang", "nb"]) == code
        return capsys.readouterr()

    call.root = root
    return call


@pytest.fixture
def document(tmp_path):
    file = tmp_path / "Ny plan.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_a_draft_is_made_listed_and_removed(ho21, document):
    assert ho21("draft", document).out == (
        "ny-plan: 2 mulige utsagn (0 usikre), i 73 tegn på bokmål. Det ligger i drafts/ny-plan/.\n"
    )
    assert "ny-plan" in ho21("draft").out
    ho21("draft", "--remove", "ny-plan")
    assert ho21("draft").err == "Det finnes ingen utkast; ho21 draft FIL lager ett.\n"


def test_what_a_draft_holds_changes_nothing_in_the_project(ho21, document):
    before = ho21("export", "nq", "--no-cache").out
    ho21("draft", document)

    assert ho21("export", "nq", "--no-cache").out == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--as", "kilde-en"], "Prosjektet har en kilde som heter kilde-en"),
        *(
            (["--as", name], "kan ikke være navnet på et utkast")
            for name in ("Å Æ", "../x", "a/b", "/x", "..", "x" * 300)
        ),
        (["--language", "norsk"], "Språket norsk kjenner vi ikke"),
        (["--remove", "finnes-ikke"], "Det finnes ikke noe utkast som heter finnes-ikke"),
    ],
)
def test_a_wrong_call_is_told_in_one_sentence_and_nothing_is_written(ho21, document, words, told):
    err = ho21("draft", document, *words, code=2).err

    assert told in err
    assert err.count("\n") == 1
    assert not (ho21.root / "drafts").exists()


def test_a_document_whose_name_has_no_letters_for_an_address_is_told(ho21, tmp_path):
    document = tmp_path / "計画.txt"
    document.write_text(TEXT, encoding="utf-8")

    assert "«計画» kan ikke være navnet på et utkast" in ho21("draft", document, code=2).err
    assert not (ho21.root / "drafts").exists()


def test_a_folder_without_documents_is_told(ho21, tmp_path):
    folder = tmp_path / "tom"
    folder.mkdir()

    assert "tom har ingen dokumenter som kan leses" in ho21("draft", folder, code=2).err


def test_a_draft_that_is_a_link_is_not_removed_and_neither_is_what_it_leads_to(ho21, document):
    ho21("draft", document)
    drafts = ho21.root / "drafts"
    (drafts / "lenke").symlink_to(drafts / "ny-plan")

    assert "lenke er en lenke" in ho21("draft", "--remove", "lenke", code=2).err
    assert (drafts / "ny-plan" / "text.txt").is_file()


def test_a_text_that_the_project_has_is_not_drafted_again(ho21, tmp_path):
    text = (ho21.root / "graph" / "kilde-en.txt").read_text(encoding="utf-8")
    again = tmp_path / "igjen.txt"
    again.write_text(text.replace("\n", "\r\n"), encoding="utf-8", newline="")

    assert "som kilde-en" in ho21("draft", again, code=2).err


def test_the_documents_of_a_folder_are_drafted_and_a_bad_one_hinders_no_other(ho21, tmp_path):
    folder = tmp_path / "inn"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").write_bytes(b"\xff\xfe\xfa")
    (folder / "c.bilde").write_bytes(b"")
    told = ho21("draft", folder, code=2)

    assert told.out.startswith("a: ")
    assert "b.txt" in told.err
    assert "c.bilde" not in told.err
