"""The order in which the system is told to write and to move, as strace sees it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest

from support.tiny import with_one_shape

CALL = re.compile(r"\b(fsync|syncfs|rename)(?:at2?)?\(")


@pytest.mark.parametrize(
    "words",
    [
        ["export", "nq", "--no-cache", "--to", "{to}/ho21.nq"],
        ["export", "csv", "--no-cache", "--to", "{to}/tables"],
        ["build", "--only", "data", "--to", "{to}/dist"],
    ],
    ids=" ".join,
)
def test_what_is_written_is_on_the_disk_before_it_is_moved_into_its_place(
    tiny_project, tmp_path, words
):
    if not shutil.which("strace"):
        pytest.skip("strace is not installed: the order of writing was NOT SEEN")
    log = tmp_path / "calls"
    trace = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=fsync,syncfs,/rename.*"]
    command = [sys.executable, "-m", "ho21", *(each.format(to=tmp_path) for each in words)]
    root = with_one_shape(tiny_project())
    for turn in "ab":  # the second replaces what the first has made
        (root / f"graph/README-{turn}.md").touch()  # a build of the same would not be made again
        done = subprocess.run(
            [*trace, "-o", str(log), *command, "--project", str(root)], capture_output=True
        )
        assert done.returncode == 0, done.stderr.decode()
        lines = [each for each in log.read_text().splitlines() if each.endswith("= 0")]
        calls = [
            found[1] == "rename"
            for each in lines
            if (found := CALL.search(each)) and (found[1] != "rename" or str(tmp_path) in each)
        ]

        assert calls[:2] == [False, True]
