"""One look at every view and at two pages besides: it shows, and neither asks nor complains."""

import pytest

from ho21.explorer.page import VIEWS, words
from ho21.explorer.sparql_page import asker
from ho21.project import open_project
from ho21.site.site import Site
from support.views import CONTENT


@pytest.fixture(scope="module")
def there(browser, watch, page_file):
    """Open the explorer once, with no network."""
    context = browser.new_context(offline=True, locale="nb-NO", reduced_motion="reduce")
    seen = watch(context.new_page())
    seen.page.goto(page_file.as_uri())
    seen.page.wait_for_selector("html[data-ready]", state="attached")
    yield seen
    context.close()


def away(seen):
    """Return what was asked for from anywhere but the page itself."""
    return [each for each in seen.requests if not each.startswith(("file:", "blob:"))]


def test_every_view_has_its_smoke():
    assert {each.partition("/")[0] for each in CONTENT} == VIEWS.keys()


@pytest.mark.parametrize("address", CONTENT)
def test_a_view_shows_and_asks_for_nothing_and_complains_of_nothing(there, address):
    view = address.partition("/")[0]
    what, least = CONTENT[address]
    complained = len(there.complaints)
    there.page.evaluate("(hash) => { location.hash = hash; }", address)
    there.page.wait_for_selector(f"#view-{view}:visible")
    there.page.locator(what).first.wait_for(state="attached")

    assert there.page.locator(what).count() >= least
    assert there.page.locator("main .view:visible").count() == 1
    name = words()["nb"][f"{VIEWS[view]}.name"]
    assert view == "start" or there.page.title().startswith(name)
    assert (away(there), there.complaints[complained:]) == ([], [])


def test_a_page_of_a_thing_shows_and_asks_for_its_style_and_script_alone(visit, real, tmp_path):
    site, path = Site(real, open_project()), "id/tiltak/utnytte-helsedata.html"
    for each in (path, "site.css", "site.js"):
        (tmp_path / each).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / each).write_bytes(site.content(each))
    there = visit(file=tmp_path / path, ready=False)

    assert there.page.locator("h1").inner_text() == "Utnytte helsedata bedre"
    asked = {each.rpartition("/")[2] for each in there.requests[1:]}
    assert asked == {"site.css", "site.js"}
    assert there.complaints == []


def test_the_sparql_page_shows_its_editor_and_asks_for_nothing(visit, real, tmp_path):
    file = tmp_path / "sparql.html"
    file.write_text(asker(real, open_project()), encoding="utf-8")
    there = visit("#spor/egen", file=file)
    there.page.wait_for_selector("#view-spor .field[data-ready] .CodeMirror")

    assert (away(there), there.complaints) == ([], [])
