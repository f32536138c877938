"""The pages in Firefox: they show, ask for nothing, and bear on paper what Chromium's do."""

from __future__ import annotations

import re
import subprocess

import pytest

from ho21.explorer.page import VIEWS
from ho21.project import open_project
from ho21.site.site import Site
from support.programs import first

NO_READER = "no pdftotext on the path: what the pages bear on paper was NOT compared"
# What needs care on paper: a picture, a long list beside an axis, a table beside another.
HARD = ("kart", "tidslinje", "ansvar")
REST = ("start", "tabell", "dekning", "tre", "kilder", "kilder/toppmote", "spor/visjonen")
PAGES = ("id/tiltak/utnytte-helsedata", "doc/toppmote", "id/index", "def/index", "query/visjonen")
LEAST = 0.95


@pytest.fixture
def printed(browser, firefox):
    """Return a function that gives the number of words on paper of a page, by browser."""

    def words(address, *, ready=True):
        found = {}
        for name, driven in (("firefox", firefox), ("chromium", browser)):
            page = driven.new_page(viewport={"width": 1440, "height": 900})
            show(page, address, ready=ready)
            found[name] = len(read("pdftotext", sheets(page), "-", "-").split())
            page.close()
        return found

    return words


def read(program, sheets, *more):
    """Return what one of poppler's programs says of some sheets."""
    path = first((program,), NO_READER)
    return subprocess.run([path, *(more or ["-"])], input=sheets, capture_output=True).stdout


def show(page, address, *, ready=True):
    """Go to an address, and wait until all of it is there."""
    page.goto(address)
    if ready:
        page.wait_for_selector("html[data-ready]", state="attached")
        if "#spor/" in address:
            page.wait_for_selector("#view-spor table")


def sheets(page):
    """Return a page as it is printed."""
    return page.pdf(prefer_css_page_size=True, print_background=True)


def share(found):
    """Return how much of the words on Chromium's paper are on Firefox's too."""
    return found["firefox"] / found["chromium"]


def test_every_view_shows_in_firefox_and_asks_for_nothing(firefox, watch, page_file):
    there = watch(firefox.new_page(viewport={"width": 1440, "height": 900}))
    show(there.page, page_file.as_uri())
    for view in VIEWS:
        there.page.evaluate("(hash) => { location.hash = hash; }", view)
        there.page.wait_for_selector(f"#view-{view}:visible")
        there.page.click("#language")

        assert len(there.page.locator(f"#view-{view}").inner_text()) > 100, view
    there.page.close()

    assert [each for each in there.requests if not each.startswith(("file:", "blob:"))] == []
    assert there.complaints == []


@pytest.mark.parametrize(
    "view", [HARD[0], *(pytest.param(each, marks=pytest.mark.night) for each in HARD[1:])]
)
def test_paper_of_a_view_bears_the_same_words_from_firefox(printed, page_file, view):
    assert share(printed(f"{page_file.as_uri()}#{view}")) >= LEAST


@pytest.mark.night
@pytest.mark.parametrize("view", REST)
def test_paper_of_every_other_view_bears_the_same_words_from_firefox(printed, page_file, view):
    assert share(printed(f"{page_file.as_uri()}#{view}")) >= LEAST


@pytest.mark.night
@pytest.mark.parametrize("stem", PAGES)
def test_paper_of_a_page_beside_the_explorer_bears_the_same_words_from_firefox(
    printed, real, tmp_path, stem
):
    site = Site(real, open_project())
    for path in (f"{stem}.html", "site.css", "site.js"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(site.content(path))

    assert share(printed((tmp_path / f"{stem}.html").as_uri(), ready=False)) >= LEAST


def test_words_lost_on_paper_would_be_seen(printed, tmp_path):
    page = tmp_path / "lost.html"
    page.write_text(
        "<!doctype html><p>ett ord<p class=lost>to til<style>"
        "@supports (-moz-appearance: none) { @media print { .lost { display: none } } }</style>",
        encoding="utf-8",
    )

    assert printed(page.as_uri(), ready=False) == {"firefox": 2, "chromium": 4}


def test_large_letters_cut_no_head_of_the_map_and_print_it_on_one_sheet(
    firefox_with_large_letters, page_file
):
    page = firefox_with_large_letters.new_page(viewport={"width": 1440, "height": 900})
    show(page, f"{page_file.as_uri()}#kart")
    cut = page.evaluate(
        "[...document.querySelectorAll('#heads h3')].filter((each) =>"
        " each.scrollWidth > each.clientWidth"
        " || each.getBoundingClientRect().bottom > document.querySelector('.spot rect')"
        ".getBoundingClientRect().top)"
        ".map((each) => each.textContent)"
    )
    told = read("pdfinfo", sheets(page))
    page.close()

    assert (cut, re.findall(rb"Pages: +(\d+)", told)) == ([], [b"1"])
