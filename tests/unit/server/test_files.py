"""The files of a server, made when they are asked for; of pages those asked for last are kept."""

import pytest
from anyio.from_thread import start_blocking_portal

from ho21.server import dereference
from ho21.server.dereference import Files

PAGES = [f"id/tiltak/dele-data.{form}" for form in ("html", "en.html", "ttl", "nt")]


@pytest.fixture
def served(tiny_as_it_stands, tiny_dataset):
    return Files(tiny_dataset, tiny_as_it_stands)


def asked(served, paths, monkeypatch):
    """Return what is made when paths are asked for, one after the other."""
    made = []
    make = served._make
    monkeypatch.setattr(served, "_make", lambda path: made.append(path) or make(path))

    async def ask():
        for path in paths:
            await served.content(path)

    with start_blocking_portal() as portal:  # in a thread: others may have left a loop in this one
        portal.call(ask)
    return made


def test_a_page_that_was_made_is_kept(served, monkeypatch):
    assert asked(served, PAGES + PAGES, monkeypatch) == PAGES


def test_of_more_pages_than_there_is_room_for_those_asked_for_last_are_kept(served, monkeypatch):
    one, other, *_ = PAGES
    room = sum(len(served._make(path)) for path in PAGES[:2])
    monkeypatch.setattr(dereference, "_KEPT", room)

    assert asked(served, [one, other, one, PAGES[2], one, other], monkeypatch) == [
        one, other, PAGES[2], other,
    ]  # fmt: skip


def test_a_page_larger_than_there_is_room_for_is_sent_all_the_same(served, monkeypatch):
    monkeypatch.setattr(dereference, "_KEPT", 1)

    with start_blocking_portal() as portal:
        assert portal.call(served.content, PAGES[0]).startswith(b"<!doctype html>")
