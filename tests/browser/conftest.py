"""A browser with no way out, and pages that write down what they ask for and complain of."""

from __future__ import annotations

from base64 import b64encode
from contextlib import contextmanager

import pytest

from ho21.dataset.dataset import select
from ho21.explorer.data import page_data
from ho21.explorer.page import bind
from ho21.model.read import knowledge_graph
from ho21.project import open_project
from ho21.sparql.engine import Engine
from ho21.sparql.questions import question
from support.heavy import heavy
from support.programs import first

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The first is the same browser without its windows and toolbars, and takes half the time.
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome", "chrome")
NO_BROWSER = "no Chromium or Chrome on the path: the pages were NOT tried in a browser"
NO_FIREFOX = "no Firefox on the path: the pages were NOT tried in it"


@pytest.fixture(scope="session")
def playwright():
    """Return what drives a browser."""
    from playwright.sync_api import sync_playwright  # it takes a second or two to import

    with sync_playwright() as started:
        yield started


@contextmanager
def started(request, names):
    """Start the first of some browsers that this machine has."""
    path = first(names, NO_BROWSER)
    driver = request.getfixturevalue("playwright")
    browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def browser(request):
    """Start the browser of this machine once."""
    with started(request, BROWSERS) as it:
        yield it


@contextmanager
def firefox_started(request, preferences=None):
    """Start the Firefox of this machine, driven over WebDriver BiDi."""
    path = first(("firefox-esr", "firefox"), NO_FIREFOX)
    driver = request.getfixturevalue("playwright").firefox
    browser = driver.launch(
        channel="moz-firefox", executable_path=path, firefox_user_prefs=preferences or {}
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def firefox(request):
    """Start Firefox once."""
    with firefox_started(request) as it:
        yield it


@pytest.fixture(scope="module")
def firefox_with_large_letters(request):
    """Start a Firefox whose reader wants no letters smaller than 18 px."""
    with firefox_started(request, {"font.minimum-size.x-western": 18}) as it:
        yield it


class Visit:
    """A page that is open, what it asked for, and what it complained of."""

    def __init__(self, page):
        """Listen before anything is loaded."""
        self.page = page
        page.set_default_timeout(8000)
        self.requests = []
        self.complaints = []
        page.on("request", lambda each: self.requests.append(each.url))
        page.on("pageerror", lambda each: self.complaints.append(str(each)))
        page.on("dialog", self._dialog)
        page.on("console", self._console)

    def _dialog(self, dialog):
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message):
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def boxes(self):
        """Return every box that is drawn: key, place, size, lines and the size of its letters."""
        return self.page.evaluate("ho21.boxes()")

    def links(self):
        """Return how many links are drawn."""
        return self.page.evaluate("ho21.links()")

    def spot(self, key):
        """Return the button that lies over a box."""
        return self.page.locator(f'.spot[data-thing="{key}"]')

    def titled(self, name):
        """Wait until the panel tells of a thing."""
        words = name.replace("\\", "\\\\").replace('"', '\\"')
        self.page.wait_for_selector(f'#panel-title:text-is("{words}")')

    def panel(self):
        """Return the panel."""
        return self.page.locator("#panel")

    def go(self, address):
        """Go to another address of the same page, and wait until it is shown."""
        self.page.evaluate("(hash) => { location.hash = hash; }", address)
        self.settle()

    def settle(self):
        """Wait for two frames to be drawn."""
        self.page.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )


@pytest.fixture(scope="session")
def faults():
    """Return a function that gives the rules of axe that a page, or a part of it, breaks.

    Each with the beginning of what breaks it.
    """
    axe = heavy("axe_playwright_python.sync_playwright").Axe()

    def found(page, within=None, *, only=(), but=()):
        options = {"resultTypes": ["violations"]}
        options |= {"runOnly": [*only]} if only else {}
        options |= {"rules": {each: {"enabled": False} for each in but}} if but else {}
        broken = axe.run(page, context=within, options=options).response["violations"]
        return [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in broken]

    return found


@pytest.fixture(scope="session")
def both_schemes(faults):
    """Return a function that gives the faults of a page in light, and in dark too.

    All but the contrast of colours is the same in both.
    """

    def found(page, within=None, **more):
        page.emulate_media(color_scheme="light")
        light = faults(page, within, **more)
        page.emulate_media(color_scheme="dark")
        dark = faults(page, within, only=("color-contrast",))
        page.emulate_media(color_scheme="light")
        return light + dark

    return found


@pytest.fixture(scope="session")
def watch():
    """Return what listens to a page from before anything is loaded."""
    return Visit


@pytest.fixture(scope="session")
def found(real):
    """Return the graph of the project that ships with ho21."""
    return knowledge_graph(real)


@pytest.fixture(scope="session")
def counted(real):
    """Return a function that gives the one number a SPARQL query counts."""

    def count(query, *, stated_only=False):
        asked = real.stated if stated_only else real
        (row,) = select(asked.store(), query, real.base.prefixes())
        return int(row["n"].value)

    return count


@pytest.fixture(scope="session")
def answered(real):
    """Return a function that gives the rows of a saved question, each value as text."""

    def answer(name, **values):
        rows = Engine(real).ask(question(open_project(), name), values).result
        names = [each.value for each in rows.variables]
        return [{each: row[each].value for each in names if row[each] is not None} for row in rows]

    return answer


@pytest.fixture(scope="session")
def page_file(real, found, tmp_path_factory):
    """Write the explorer of the project once."""
    path = tmp_path_factory.mktemp("side") / "ho21.html"
    path.write_text(bind(found, page_data(real, open_project())), encoding="utf-8")
    return path


@contextmanager
def visiting(browser, page_file):
    """Give a function that opens the explorer, or another file, in a window of its own.

    The window has no network.
    """
    contexts = []

    def opened(
        after="", *, file=page_file, width=1440, height=900, ready=True, before="", **options
    ):
        usual = {"offline": True, "reduced_motion": "reduce", "color_scheme": "light"}
        options = usual | {"locale": "nb-NO"} | options
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        there = Visit(context.new_page())
        if before:
            there.page.add_init_script(before)
        there.page.goto(f"{file.as_uri()}{after}")
        if ready:
            there.page.wait_for_selector("html[data-ready]", state="attached")
            there.settle()
        return there

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def visit(browser, page_file):
    """Return a function that opens the explorer, or another file, in a window of its own."""
    with visiting(browser, page_file) as opened:
        yield opened


@pytest.fixture
def visit_with_windows(request, page_file):
    """Return the same of the browser as people have it, where that is another."""
    with started(request, BROWSERS[1:]) as browser, visiting(browser, page_file) as opened:
        yield opened


@pytest.fixture
def ink(browser):
    """Return a function that says what share of a PNG is not the colour of its first corner."""

    @contextmanager
    def blank():
        page = browser.new_page()
        yield page
        page.close()

    def share(png):
        with blank() as page:
            return page.evaluate(
                """async (png) => {
                    const bytes = Uint8Array.from(atob(png), (each) => each.charCodeAt(0));
                    const image = await createImageBitmap(new Blob([bytes]));
                    const canvas = new OffscreenCanvas(image.width, image.height);
                    const ctx = canvas.getContext("2d");
                    ctx.drawImage(image, 0, 0);
                    const { data } = ctx.getImageData(0, 0, image.width, image.height);
                    let other = 0;
                    for (let at = 0; at < data.length; at += 4) {
                        const far = [0, 1, 2].some((c) => Math.abs(data[at + c] - data[c]) > 24);
                        if (far) other += 1;
                    }
                    return other / (data.length / 4);
                }""",
                b64encode(png).decode(),
            )

    return share
