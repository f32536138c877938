"""A draft lies in a folder of its own, and is read as it was written or not at all."""

from __future__ import annotations

import os

import pytest

from ho21.errors import ProjectError, UsageError
from ho21.ingest.drafts.folder import begin_draft, drafts_in, name_of_draft, read_draft
from ho21.ingest.drafts.rows import DraftRow

TEXT = "Vi må rydde fjorden.\n"
ROWS = (DraftRow("s0", 0, 19, "sentence", kind="need"),)


@pytest.fixture
def draft(tmp_path):
    origin = {"file": "fjord.txt", "language": "nb"}
    return begin_draft(tmp_path / "drafts" / "fjordplan", TEXT, origin, ROWS)


def test_a_draft_is_read_as_it_was_written(draft, tmp_path):
    assert read_draft(draft.folder) == draft
    assert (draft.name, draft.left) == ("fjordplan", 1)
    assert drafts_in(tmp_path) == [draft.folder]


def test_a_draft_is_not_written_over(draft):
    with pytest.raises(UsageError) as error:
        begin_draft(draft.folder, TEXT, {}, ROWS)

    assert error.value.key == "draft-there"


def test_a_text_that_was_changed_afterwards_is_told(draft):
    (draft.folder / "text.txt").write_text("Noe annet.", encoding="utf-8")
    with pytest.raises(ProjectError) as error:
        read_draft(draft.folder)

    assert [each.key for each in error.value.faults] == ["draft-changed"]


@pytest.mark.parametrize("name", ["text.txt", "origin.json", "segments.tsv"])
def test_a_draft_whose_file_is_gone_is_still_a_draft_and_is_told(draft, tmp_path, name):
    (draft.folder / name).unlink()
    with pytest.raises(ProjectError) as error:
        read_draft(draft.folder)

    assert drafts_in(tmp_path) == [draft.folder]
    assert [(each.key, each.file) for each in error.value.faults] == [
        ("file-missing", f"drafts/fjordplan/{name}")
    ]


def test_a_file_of_a_draft_that_has_no_end_is_not_opened(draft):
    (draft.folder / "text.txt").unlink()
    (draft.folder / "text.txt").symlink_to("/dev/zero")
    with pytest.raises(ProjectError) as error:
        read_draft(draft.folder)

    assert [each.key for each in error.value.faults] == ["file-not-regular"]


@pytest.mark.parametrize("origin", ["", "[]", "{}", '{"language": 1}', "[" * 100_000])
def test_an_origin_that_is_not_what_was_written_is_told(draft, origin):
    (draft.folder / "origin.json").write_text(origin, encoding="utf-8")
    with pytest.raises(ProjectError) as error:
        read_draft(draft.folder)

    assert [each.key for each in error.value.faults] == ["draft-unreadable"]


def test_a_table_saved_with_a_byte_order_mark_is_read_as_it_is_without(draft):
    table = draft.folder / "segments.tsv"
    table.write_bytes(b"\xef\xbb\xbf" + table.read_bytes())

    assert read_draft(draft.folder) == draft


def test_the_name_of_the_document_may_be_no_utf_8(tmp_path):
    name = os.fsdecode(b"pl\xff.txt")
    origin = {"file": name, "language": "nb"}
    draft = begin_draft(tmp_path / "drafts" / "plan", TEXT, origin, ROWS)

    assert read_draft(draft.folder).origin["file"] == name


@pytest.mark.parametrize(
    ("given", "name"), {"Fjordplan 2030": "fjordplan-2030", "Østre Å": "ostre-a"}.items()
)
def test_a_name_has_letters_that_an_address_may_have(given, name):
    assert name_of_draft(given) == name


@pytest.mark.parametrize("name", ["Æ b", "a" * 81])
def test_no_folder_is_written_outside_for_a_name_that_is_none(tmp_path, name):
    with pytest.raises(UsageError) as error:
        begin_draft(tmp_path / "drafts" / name, TEXT, {}, ROWS)

    assert error.value.key == "draft-name"
    assert not (tmp_path / "drafts").exists()
