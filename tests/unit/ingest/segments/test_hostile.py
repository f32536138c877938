"""Texts that no one writes are divided and read all the same, each letter looked at a few times."""

from __future__ import annotations

from functools import partial

import pytest

from ho21.ingest.segments.details import amounts, dates, is_responsible, modality, people
from ho21.ingest.segments.segmented import segmented
from ho21.processes.deadline import in_time

ENOUGH = 20  # seconds of the processor: what took each letter with each took minutes
HOSTILE = {
    "one word": "a" * 100_000,
    "one letter a word": "a " * 50_000,
    "full stops": ". " * 50_000,
    "bullets": "• " * 30_000,
    "dashes": "- " * 30_000,
    "numbers in groups": "1 000 " * 20_000,
    "one number": "1" * 60_000,
    "brackets": "(" * 50_000,
    "a cue again and again": "mål " * 20_000,
    "an intro that never ends": "skal " * 20_000 + ":\n• a",
    "a list of lists": "a:\n• b\n" * 10_000,
    "half addresses": "a@" * 20_000,
    "marks on one letter": "a" + "\u0301" * 50_000,
    "scripts and directions": "<script>\u202e" * 5_000,
}


def read(text: str) -> int:
    for each in (amounts, dates, people, modality):
        each(text[:2000])
    is_responsible(text[:2000], 0, 1)
    return len(segmented(text))


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_read_to_its_end(text):
    assert in_time(ENOUGH, partial(read, text)) >= 0
