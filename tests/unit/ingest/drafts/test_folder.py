"""A draft lies in a folder of its own, and is read as it was written or not at all."""

from __future__ import annotations

import pytest

from ho21.errors import ProjectError, UsageError
from ho21.ingest.drafts.folder import begin_draft, drafts_in, name_of_draft, read_draft
from ho21.ingest.drafts.rows import DraftRow

TEXT = "Vi må rydde fjorden.\n"
ROWS = (DraftRow("s0", 0, 19, "sentence", kind="need"),)


@pytest.fixture
def draft(tmp_path):
    return begin_draft(tmp_path / "drafts" / "fjordplan", TEXT, {"file": "fjord.txt"}, ROWS)


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


def test_a_draft_whose_file_is_gone_is_told(draft):
    (draft.folder / "segments.tsv").unlink()
    with pytest.raises(ProjectError) as error:
        read_draft(draft.folder)

    assert [each.key for each in error.value.faults] == ["draft-unreadable"]


@pytest.mark.parametrize(
    ("given", "name"), {"Fjordplan 2030": "fjordplan-2030", "Østre Å": "ostre-a"}.items()
)
def test_a_name_has_letters_that_an_address_may_have(given, name):
    assert name_of_draft(given) == name


def test_no_folder_is_written_outside_for_a_name_that_is_none(tmp_path):
    with pytest.raises(UsageError) as error:
        begin_draft(tmp_path / "drafts" / "Æ b", TEXT, {}, ROWS)

    assert error.value.key == "draft-name"
    assert not (tmp_path / "drafts").exists()
