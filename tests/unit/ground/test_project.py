"""Where ontology/, graph/ and queries/ lie: in the wheel, the checkout, or a named folder."""

from __future__ import annotations

import pytest

from ho21.errors import UsageError, fault
from ho21.project import open_project
from ho21.resources import resource, room


@pytest.fixture
def small(tmp_path):
    for name in ("ontology", "graph", "queries"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_the_project_that_ships_has_its_three_rooms():
    assert [room(name).is_dir() for name in ("ontology", "graph", "queries")] == [True] * 3


def test_without_a_folder_the_project_is_the_one_that_ships():
    assert "toppmote" in open_project().names("graph", ".txt")


def test_pages_lie_inside_the_package():
    assert resource("errors.toml").startswith("# Every sentence ho21 says")


def test_names_come_sorted_and_without_their_ending(small):
    for name in ("b.txt", "a.txt", "a.ttl", "README.md"):
        (small / "graph" / name).touch()
    assert open_project(str(small)).names("graph", ".txt") == ["a", "b"]


def test_a_text_is_read_with_its_newlines_untouched(small):
    (small / "graph" / "a.txt").write_bytes("én\r\nto\rtre\n".encode())
    assert open_project(str(small)).text("graph", "a.txt") == "én\r\nto\rtre\n"


def test_a_file_that_is_not_there_is_a_fault(small):
    assert open_project(str(small)).text("graph", "a.txt") == fault("file-missing", "graph/a.txt")


def test_a_byte_order_mark_is_a_fault_on_line_1(small):
    (small / "graph" / "a.txt").write_bytes(b"\xef\xbb\xbfen\n")
    assert open_project(str(small)).text("graph", "a.txt") == fault(
        "byte-order-mark", "graph/a.txt", 1
    )


def test_invalid_utf8_is_a_fault_that_names_the_line_and_the_byte(small):
    (small / "graph" / "a.txt").write_bytes(b"en\nto\nbl\xe5b\xe6r\n")
    expected = fault("not-utf8", "graph/a.txt", 3, byte="0xE5")
    assert open_project(str(small)).text("graph", "a.txt") == expected


@pytest.mark.parametrize("missing", ["ontology", "graph", "queries"])
def test_a_folder_without_one_of_the_rooms_is_not_a_project(small, missing):
    (small / missing).rmdir()
    with pytest.raises(UsageError) as error:
        open_project(str(small))
    assert error.value.text("en") == (
        f"{small} is not a project: the folder {missing}/ is missing; "
        "point --project to a folder with ontology/, graph/ and queries/."
    )


def test_a_folder_that_does_not_exist_is_not_a_project(tmp_path):
    with pytest.raises(UsageError, match="is not a project"):
        open_project(str(tmp_path / "borte"))
