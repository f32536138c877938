"""Where ontology/, graph/ and queries/ lie: in the wheel, the checkout, or a named folder."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from ho21.errors import ProjectError, UsageError, fault
from ho21.project import FileLimits, file_limits, open_project, read_bytes
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


@pytest.mark.parametrize("file", ["a.ttl", "a.tsv", "a.rq", "a.toml"])
def test_lines_end_alike_whatever_machine_wrote_them(small, file):
    (small / "graph" / file).write_bytes("én\r\nto\rtre\n".encode())
    assert open_project(str(small)).text("graph", file) == "én\nto\ntre\n"


CONTROLS = "\0\x07\x1b\x1f\x7f\x80\x85\x9f\ufffe\uffff"


@pytest.mark.parametrize("file", ["a.txt", "a.ttl", "a.tsv", "a.rq"])
def test_a_control_sign_is_a_fault_that_names_it_and_its_place(small, file, subtests):
    for sign in CONTROLS:
        with subtests.test(f"{ord(sign):04X}"):
            (small / "graph" / file).write_bytes(f"en\r\nto {sign}\n".encode())
            assert open_project(str(small)).text("graph", file) == fault(
                "control-sign", f"graph/{file}", 2, sign=f"U+{ord(sign):04X}", column=4
            )


def test_the_white_space_of_a_captured_text_may_be_of_any_kind(small):
    text = "en\tto\vtre\f\u2028fire\u2029\u00a0\r\n"
    (small / "graph" / "a.txt").write_bytes(text.encode())
    (small / "graph" / "a.ttl").write_bytes(b"en\fto")
    assert open_project(str(small)).text("graph", "a.txt") == text
    assert open_project(str(small)).text("graph", "a.ttl") == fault(
        "control-sign", "graph/a.ttl", 1, sign="U+000C", column=3
    )


@pytest.mark.parametrize("file", ["a.ttl", "a.tsv", "a.rq"])
def test_two_versions_that_git_could_not_merge_are_told(small, file):
    text = "en\n<<<<<<< HEAD\nto\n=======\ntre\n>>>>>>> gren\n"
    (small / "graph" / file).write_text(text)
    (small / "graph" / "a.txt").write_text(text)
    project = open_project(str(small))
    assert project.text("graph", file) == fault("merge-conflict", f"graph/{file}", 2)
    assert project.text("graph", "a.txt") == text


def test_half_a_character_is_no_utf8(small):
    (small / "graph" / "a.ttl").write_bytes(b'"\xed\xa0\x80"')
    expected = fault("not-utf8", "graph/a.ttl", 1, byte="0xED")
    assert open_project(str(small)).text("graph", "a.ttl") == expected


def _pipe(path):
    os.mkfifo(path)


def _socket(path):
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))  # the name of a socket is short


@pytest.mark.parametrize(
    "make",
    [Path.mkdir, _pipe, _socket, lambda path: path.symlink_to("/dev/zero")],
    ids=["folder", "pipe", "socket", "device"],
)
def test_what_is_no_regular_file_is_not_opened(small, make, monkeypatch):
    monkeypatch.chdir(small)
    make(small / "graph" / "a.ttl")
    expected = fault("file-not-regular", "graph/a.ttl")
    assert open_project(str(small)).text("graph", "a.ttl") == expected


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(small, monkeypatch):
    path = small / "graph" / "a.ttl"
    path.touch()
    looked = path.stat()
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(Path, "stat", lambda *_, **__: looked)
    assert read_bytes(path, "graph/a.ttl", 5, "") == fault("file-not-regular", "graph/a.ttl")


def test_a_link_to_a_regular_file_is_followed(small):
    (small / "b").write_text("en\n")
    (small / "graph" / "a.ttl").symlink_to("../b")
    assert open_project(str(small)).text("graph", "a.ttl") == "en\n"


@pytest.mark.parametrize(
    ("file", "most", "option"),
    [
        ("a.txt", 5, "--text-limit"),
        ("a.ttl", 50, "--data-limit"),
        ("a.tsv", 50, "--data-limit"),
        ("a.rq", 50, "--data-limit"),
    ],
)
def test_a_file_that_is_too_large_is_not_read(small, file, most, option, monkeypatch):
    with (small / "graph" / file).open("wb") as made:
        made.truncate(most * 1_000_000 + 1)
    monkeypatch.setattr(os, "open", None)
    assert open_project(str(small)).text("graph", file) == fault(
        "file-too-large", f"graph/{file}", limit=most, option=option
    )


def test_a_file_that_grows_while_it_is_looked_at_is_too_large(small, monkeypatch):
    path = small / "graph" / "a.txt"
    path.touch()
    looked = path.stat()
    path.write_bytes(b"x" * 1001)
    monkeypatch.setattr(Path, "stat", lambda *_, **__: looked)
    assert read_bytes(path, "a.txt", 0.001, "--text-limit") == fault(
        "file-too-large", "a.txt", limit="0.001", option="--text-limit"
    )


def test_the_limits_may_be_set(small):
    (small / "graph" / "a.txt").write_bytes(b"x" * 2000)
    (small / "graph" / "a.ttl").write_bytes(b"x" * 2000)
    project = open_project(str(small), file_limits("0.002", "0.001"))
    assert project.text("graph", "a.txt") == "x" * 2000
    assert project.text("graph", "a.ttl").text("en") == (
        "graph/a.ttl: The file is larger than 0.001 MB; split it, or raise the limit with "
        "--data-limit."
    )
    assert file_limits(None, "7.5") == FileLimits(5, 7.5)


@pytest.mark.parametrize("given", ["0", "-1", "nan", "stor", "1e9"])
def test_a_limit_is_a_number_of_megabytes(given):
    with pytest.raises(UsageError, match="--text-limit"):
        file_limits(given, None)


# Names


BAD_NAMES = {
    "min kilde": "U+0020",
    "a#b": "U+0023 (#)",
    "a|b": "U+007C (|)",
    "a^b": "U+005E (^)",
    'a"b': 'U+0022 (")',
    "a\\b": "U+005C (\\)",
    "a<b": "U+003C (<)",
    "a>b": "U+003E (>)",
    "a{b": "U+007B ({)",
    "a`b": "U+0060 (`)",
    "a%20b": "U+0025 (%)",
    "a?b": "U+003F (?)",
    "a\nb": "U+000A",
    "a\tb": "U+0009",
    "a\u200bb": "U+200B",
    "a\u202eb": "U+202E",
    "bla\u030abær": "U+030A",
    "\u030aa": "U+030A",
    "kilde.": "U+002E (.)",
    "-kilde": "U+002D (-)",
    "kilde-": "U+002D (-)",
    "a\udce5": "U+DCE5",
}


@pytest.mark.parametrize("name", BAD_NAMES)
@pytest.mark.parametrize("ending", [".txt", ".ttl", ".rq"])
def test_a_name_that_cannot_be_part_of_an_address_is_a_fault_that_names_the_sign(
    small, name, ending
):
    (small / "graph" / f"{name}{ending}").touch()
    project = open_project(str(small))
    assert project.names("graph", ending) == [name]
    wrong = project.text("graph", f"{name}{ending}")
    assert (wrong.key, dict(wrong.fields)) == ("file-name", {"sign": BAD_NAMES[name]})
    assert wrong.text("nb").isprintable()


@pytest.mark.parametrize(
    "name", ["toppmote", "blåbær", "V1.2", "a_b-c", "7", "हिन्दी", "日本", "été"]
)
def test_letters_of_any_language_may_name_a_file(small, name):
    (small / "graph" / f"{name}.ttl").touch()
    assert open_project(str(small)).text("graph", f"{name}.ttl") == ""


def test_files_of_the_system_are_nothing_to_us(small):
    for name in ("._a.ttl", ".DS_Store", ".a.ttl.swp", ".ttl", "~$notat.docx", "Thumbs.db"):
        for each in ("ontology", "graph", "queries"):
            (small / each / name).touch()
    project = open_project(str(small))
    assert project.names("graph", ".ttl") == []
    assert project.unread() == []


UNREAD = {
    "graph/notat.docx": "document-unread",
    "graph/notat.pdf": "document-unread",
    "graph/side.html": "document-unread",
    "graph/tall.xlsx": "document-unread",
    "graph/gammelt": "file-unread",
    "graph/tolkninger.tsv": "table-unread",
    "graph/a.ttl~": "file-unread",
    "graph/a.ttl.bak": "file-unread",
    "graph/a.TTL": "file-unread",
    "graph/notat\n.docx": "document-unread",
    "ontology/mine.txt": "file-unread",
    "queries/a.sparql": "file-unread",
    "queries/a.rq~": "file-unread",
}


def test_what_nothing_reads_is_told(small):
    for name in UNREAD:
        if "." in name:
            (small / name).touch()
        else:
            (small / name).mkdir()
    for known in ("graph/README.md", "graph/tolkning.tsv", "graph/a.ttl", "ontology/a.ttl"):
        (small / known).touch()
    found = open_project(str(small)).unread()
    assert {each.file.replace("\\u000a", "\n"): each.key for each in found} == UNREAD
    assert all(each.text("nb").isprintable() for each in found)


# Where a project is


def test_a_folder_without_graph_is_no_project_and_the_other_rooms_may_be_left_out(small):
    for each in ("ontology", "queries"):
        (small / each).rmdir()
    assert open_project(str(small)).added() == []
    (small / "graph").rmdir()
    with pytest.raises(UsageError) as error:
        open_project(str(small))
    assert error.value.text("en") == (
        f"{small} is not a project, as it has no graph/; point to a folder with graph/, "
        "or make one with “ho21 new”."
    )


def test_what_a_project_lacks_of_the_vocabulary_and_the_questions_ships_with_ho21(tmp_path):
    (tmp_path / "graph").mkdir()
    project = open_project(str(tmp_path))
    terms = (room("ontology") / "names.ttl").read_text(encoding="utf-8")
    assert project.text("ontology", "names.ttl") == terms
    assert project.place("ontology", "names.ttl") == "ho21/ontology/names.ttl"
    assert project.place("queries", "visjonen.rq") == "ho21/queries/visjonen.rq"
    assert project.place("graph", "datasett.ttl") == "graph/datasett.ttl"
    assert "visjonen" in project.questions()


def test_a_file_that_is_read_instead_of_one_that_ships_is_told_unless_they_are_the_same(small):
    for name in ("names.ttl", "ho21.ttl"):
        text = (room("ontology") / name).read_bytes()
        (small / "ontology" / name).write_bytes(text.replace(b"\n", b"\r\n"))
    with (small / "ontology" / "ho21.ttl").open("ab") as file:
        file.write(b"# Ours\n")
    (told,) = open_project(str(small)).unread()
    assert told.text("en") == (
        "ontology/ho21.ttl: This file is read instead of the ho21.ttl that ships with ho21, and "
        "differs from it; delete it to get the one that ships, and write terms and shapes of your "
        "own in a file of another name."
    )


def test_a_project_in_a_room_of_another_and_a_room_itself_are_refused(small):
    (small / "graph" / "datasett.ttl").touch()
    inner = small / "graph" / "indre"
    (inner / "graph").mkdir(parents=True)
    for folder, key in ((inner, "project-inside"), (small / "graph", "project-is-room")):
        with pytest.raises(UsageError) as error:
            open_project(str(folder))
        assert error.value.key == key
    beside = small / "annet"
    (beside / "graph").mkdir(parents=True)
    assert open_project(str(beside)).names("graph", ".ttl") == []


def test_a_folder_that_does_not_exist_is_not_a_project(tmp_path):
    with pytest.raises(UsageError, match="does not exist"):
        open_project(str(tmp_path / "borte"))


def test_a_file_is_not_a_project(tmp_path):
    (tmp_path / "fil").touch()
    for name in ("fil", "fil/graph"):
        with pytest.raises(UsageError) as error:
            open_project(str(tmp_path / name))
        assert error.value.key == ("project-is-file" if name == "fil" else "project-unreadable")


@pytest.mark.parametrize("name", ["x" * 300, "nul\0", "ring"])
def test_a_folder_of_an_impossible_name_is_told(tmp_path, name):
    (tmp_path / "ring").symlink_to("ring")
    with pytest.raises(UsageError) as error:
        open_project(str(tmp_path / name))
    assert error.value.key == "project-unreadable"
    assert error.value.text("nb").isprintable()


def test_a_folder_that_may_not_be_looked_into_is_told(small, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    project = open_project(str(small))
    monkeypatch.setattr(os, "scandir", refuse)
    monkeypatch.setattr(os, "listdir", refuse)
    with pytest.raises(UsageError) as error:
        open_project(str(small))
    assert error.value.key == "project-unreadable"
    with pytest.raises(ProjectError) as caught:
        project.names("graph", ".ttl")
    assert [(each.key, each.file) for each in caught.value.faults] == [
        ("file-unreadable", "graph/")
    ]


@pytest.mark.parametrize("name", ["blå bær", "🫐", "a#b%20", "-x"])
def test_a_project_may_lie_in_a_folder_of_any_name(tmp_path, name):
    for each in ("ontology", "graph", "queries"):
        (tmp_path / name / each).mkdir(parents=True)
    (tmp_path / name / "graph" / "a.ttl").touch()
    assert open_project(str(tmp_path / name)).text("graph", "a.ttl") == ""
