"""The programs that look for what nobody has thought of find what is planted for them."""

import math
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

TOOLS = str(Path(__file__).parents[1] / "tools")
sys.path.insert(0, TOOLS)

import fuzz  # noqa: E402 (found on the path above)
import soak  # noqa: E402 (the same)

sys.path.remove(TOOLS)

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


def searched(folder, attempt):
    """Search one batch and return the lines written down of what is found."""
    search = fuzz.Search(folder)
    search._batch(fuzz.mutated([b"abcdefgh", b"ijxxklmn"]), attempt, 7, (set(), math.inf))  # noqa: SLF001 (without a clock)
    assert search.tried > 1
    finds = folder / "finds"
    return finds.read_text(encoding="utf-8").splitlines() if finds.exists() else []


def test_a_search_writes_down_an_input_of_what_it_finds_and_who_raises_it(tmp_path):
    def planted(raw):
        if b"x" in raw:
            raise KeyError(raw)

    where, found, *_ = searched(tmp_path, planted)

    assert where.startswith("KeyError test_tools.py:")
    assert "x" in found


def test_what_carries_our_sentences_is_no_find(tmp_path):
    def refusing(raw):
        del raw
        raise fuzz.UsageError("target-needed", format="x")

    assert searched(tmp_path, refusing) == []


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("import os; os.kill(os.getpid(), 11)", "ended with -11"),
        ("import time; time.sleep(60)", "HANGS for more than 0 seconds"),
        ("", ""),
    ],
)
def test_a_signal_and_a_hang_are_told(tmp_path, monkeypatch, program, told):
    monkeypatch.setattr(fuzz, "HANG", 0)
    if "sleep" in program:
        (tmp_path / "now").touch()
    with subprocess.Popen([sys.executable, "-c", program], start_new_session=True) as process:
        assert fuzz._watched(process, tmp_path / "now") == told  # noqa: SLF001 (what it is for)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (GET, True),
        (GET[:-2], False),
        (GET + b"rest", True),
        (b"\x16\x03\x01" + GET, False),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab", False),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab", True),
    ],
)
def test_a_request_is_whole_by_the_rules(raw, expected):
    assert fuzz.whole(raw) is expected


class Server:
    """A server that says nothing wrong."""

    def said(self) -> str:
        """Return what it has said."""
        return ""


def seen(**got):
    run = soak.Soak(Server())
    for kind, (may, _, _) in soak.KINDS.items():
        run.got[kind.__name__] = Counter({max(may) if 503 not in may else 503: 1})
    run.got["short"] = Counter({200: 100})
    for kind, statuses in got.items():
        run.got[kind] = Counter(statuses)
    return [*run._wrong()]  # noqa: SLF001 (what it is for)


def test_a_client_that_gets_what_is_not_promised_to_it_is_told():
    assert seen() == []
    assert seen(page={200: 9, 500: 1}) == ["page got 500 1 times"]
    assert seen(refused={200: 1}) == ["refused got 200 1 times"]
    assert seen(piped={0: 2}) == ["piped got 0 2 times"]
    assert seen(half={}) == ["half got nothing"]
    assert len(seen(short={200: 50, 503: 50})) == 1


def test_a_server_that_grows_is_told():
    def grown(memory, before, after):
        run = soak.Soak(Server(), memory=[each * soak.MIB for each in memory])
        return [*run._grown(9, before, after)]  # noqa: SLF001 (what it is for)

    assert grown([100] * 9, 12, 12) == []
    assert grown([100] * 6 + [131] * 3, 12, 12) == ["memory has grown from 100 to 131 MiB"]
    assert grown([100] * 9, 12, 18) == ["open files have grown from 12 to 18"]
