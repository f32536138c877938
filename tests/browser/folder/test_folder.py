"""The explorer in a folder, from disk and served: all works, and what is missing is told."""

from __future__ import annotations

import shutil
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from ho21.explorer import folder
from ho21.explorer.data import page_data
from ho21.explorer.folder import explorer_files
from ho21.project import open_project
from support.views import CONTENT

MISSING = {
    "nb-NO": "Filen explorer/{} mangler ved siden av denne; kopier hele mappen.",
    "en-GB": "The file explorer/{} is missing beside this one; copy the whole folder.",
}
UNFETCHED = "Filen explorer/{} kunne ikke hentes; last siden på nytt."
# What a browser itself says of a file that it does not find.
NOT_FOUND = ("ERR_FILE_NOT_FOUND", "404 (", "Loading failed for the <script>")


@pytest.fixture(scope="module")
def parted(found, real, tmp_path_factory):
    """Write the explorer of the project as if it were too large for one file."""
    place = tmp_path_factory.mktemp("mappe")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder, "LARGEST", 0)
        patch.setattr(folder, "PIECE", 100_000)
        files = explorer_files(found, page_data(real, open_project()))
    for path, content in files.items():
        (place / path).parent.mkdir(exist_ok=True)
        (place / path).write_bytes(content)
    return place


class Still(SimpleHTTPRequestHandler):
    """A server that says nothing on its own, and sends some files only when it may."""

    held = Event()

    def do_GET(self):
        """Send a file; things only when they are let go."""
        if "/things-" in self.path:
            self.held.wait(20)
        super().do_GET()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def served():
    """Return a function that serves a folder, and gives its address."""
    servers = []

    def start(place):
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Still, directory=str(place)))
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    Still.held.set()
    yield start
    Still.held.set()
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def opened(watch):
    """Return a function that opens an address in a browser, and waits for nothing."""
    contexts = []

    def there(browser, address, locale="nb-NO"):
        context = browser.new_context(locale=locale, reduced_motion="reduce")
        contexts.append(context)
        seen = watch(context.new_page())
        seen.page.goto(address, wait_until="commit")
        return seen

    yield there
    for context in contexts:
        context.close()


@pytest.fixture
def without(parted, tmp_path):
    """Return a function that copies the folder without a file of a part; gives both."""

    def copy(name):
        shutil.copytree(parted, tmp_path / "uten")
        gone = min((tmp_path / "uten" / "explorer").glob(f"{name}-*.js"))
        gone.unlink()
        return tmp_path / "uten", gone.name

    return copy


def ready(seen):
    """Wait until the page runs."""
    seen.page.wait_for_selector("html[data-ready]", state="attached")


def own(complaints):
    """Return what is complained of beside that a file was not found."""
    return [each for each in complaints if not any(it in each for it in NOT_FOUND)]


@pytest.mark.parametrize("way", ["disk", "served"])
@pytest.mark.parametrize("name", ["browser", "firefox"])
def test_every_view_works_and_nothing_is_asked_for_elsewhere(
    name, way, request, parted, served, opened
):
    root = parted.as_uri() if way == "disk" else served(parted)
    seen = opened(request.getfixturevalue(name), f"{root}/index.html")
    ready(seen)
    for address, (what, least) in CONTENT.items():
        seen.go(f"#{address}")
        seen.page.locator(what).first.wait_for(state="attached")
        assert (address, seen.page.locator(what).count() >= least) == (address, True)
    seen.go("#spor/egen")
    seen.page.wait_for_selector("#view-spor .field[data-ready] .CodeMirror")
    seen.go("#kilder/toppmote?ting=tiltak/utnytte-helsedata")
    seen.page.wait_for_selector("#view-kilder article.text")
    seen.titled("Utnytte helsedata bedre")

    away = [each for each in seen.requests if not each.startswith((root, "blob:"))]
    assert (away, seen.complaints) == ([], [])


def test_what_only_some_ask_for_is_fetched_when_they_do(browser, parted, opened):
    seen = opened(browser, f"{parted.as_uri()}/index.html")
    ready(seen)

    def asked():
        return {each.rpartition("/")[2].partition("-")[0] for each in seen.requests[1:]} - {""}

    first = {"things", "links", "passages", "texts", "questions", "page"}
    assert asked() == first
    seen.go("#kilder/toppmote")
    seen.page.wait_for_selector("#view-kilder article.text")
    assert asked() - first == {"text"}
    seen.go("#spor/visjonen")
    seen.page.wait_for_selector("#view-spor tbody tr")
    assert asked() - first - {"text"} >= {"wasm", "quads", "engine"}


def test_while_the_rest_is_fetched_it_is_told_how_far_and_what_there_is(
    browser, parted, served, opened, both_schemes
):
    Still.held.clear()
    root = served(parted)
    seen = opened(browser, f"{root}/index.html#start?lang=en", "nb-NO")
    kinds = ("things", "links", "passages", "texts", "questions", "page")
    files = [each for kind in kinds for each in parted.glob(f"explorer/{kind}-*.js")]
    late = len([*parted.glob("explorer/things-*.js")])
    told = f"Fetching {len(files) - late} of {len(files)} …"
    seen.page.wait_for_selector(f'#fetching[role="status"]:text-is("{told}")')

    assert seen.page.title() == "HelseOmsorg21: goals, actors and measures"
    assert seen.page.locator("#waiting h2:visible").count() == 1
    assert seen.page.locator(".tile.goals:visible strong").inner_text() == "24"
    assert both_schemes(seen.page) == []
    Still.held.set()
    ready(seen)
    assert seen.page.locator("#waiting").count() == 0
    assert seen.page.locator(".tile.goals:visible strong").inner_text() == "24"
    assert both_schemes(seen.page) == []
    assert seen.complaints == []


@pytest.mark.parametrize("locale", MISSING)
@pytest.mark.parametrize("name", ["browser", "firefox"])
def test_a_file_that_was_left_behind_is_told_in_one_sentence(
    name, locale, request, without, opened
):
    place, gone = without("links")
    seen = opened(request.getfixturevalue(name), f"{place.as_uri()}/index.html", locale)
    told = MISSING[locale].format(gone)
    seen.page.wait_for_selector(f'#fetching[role="alert"]:text-is("{told}")')

    assert seen.page.locator("#waiting h2:visible").count() == 1
    assert own(seen.complaints) == []


def test_a_file_that_a_server_lacks_is_told_too(browser, without, served, opened):
    place, gone = without("page")
    seen = opened(browser, f"{served(place)}/index.html")

    seen.page.wait_for_selector(f'#fetching[role="alert"]:text-is("{UNFETCHED.format(gone)}")')


def test_a_file_of_another_edition_under_its_name_is_told_as_missing(browser, without, opened):
    place, gone = without("links")
    other = min((place / "explorer").glob("things-*.js"))
    shutil.copy(other, place / "explorer" / gone)
    seen = opened(browser, f"{place.as_uri()}/index.html")

    told = MISSING["nb-NO"].format(gone)
    seen.page.wait_for_selector(f'#fetching[role="alert"]:text-is("{told}")')


def test_where_a_text_or_the_engine_is_missing_all_else_works(browser, without, opened):
    place, engine = without("wasm")
    texts = [*(place / "explorer").glob("text-*.js")]
    for each in texts:
        each.unlink()
    seen = opened(browser, f"{place.as_uri()}/index.html#kilder/toppmote")
    ready(seen)
    told = seen.page.locator('#view-kilder [role="alert"]')
    told.wait_for()
    assert told.inner_text() in {MISSING["nb-NO"].format(each.name) for each in texts}
    for lang, locale in (("nb", "nb-NO"), ("en", "en-GB")):
        seen.go(f"#spor/visjonen?lang={lang}")
        status = f'#view-spor .fault:text-is("{MISSING[locale].format(engine)}")'
        seen.page.wait_for_selector(status)
    seen.go("#tabell")
    seen.page.wait_for_selector("#view-tabell tbody tr")

    assert own(seen.complaints) == []


def test_a_script_in_the_markup_or_from_elsewhere_does_not_run(
    browser, parted, served, opened, tmp_path
):
    (tmp_path / "other.js").write_text("document.title = 'hacked'", encoding="utf-8")
    elsewhere = served(tmp_path)
    shutil.copytree(parted, tmp_path / "mappe")
    page = tmp_path / "mappe" / "index.html"
    shutil.copy(tmp_path / "other.js", page.parent / "other.js")
    markup = f'<script src="other.js"></script><script src="{elsewhere}/other.js"></script>'
    html = page.read_text(encoding="utf-8")
    page.write_text(html.replace("</main>", f"{markup}</main>"), encoding="utf-8")
    seen = opened(browser, f"{page.as_uri()}")
    ready(seen)
    made = """(address) => new Promise((done) => {
        const script = document.createElement("script");
        script.onload = script.onerror = ({ type }) => done(type);
        script.src = address;
        document.body.append(script);
    })"""

    assert seen.page.evaluate(made, f"{elsewhere}/other.js") == "error"
    assert seen.page.title() != "hacked"
    assert len([each for each in seen.complaints if "Content Security Policy" in each]) >= 3
