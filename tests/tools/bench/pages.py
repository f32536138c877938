"""Rows of the explorer: its first screens beside a bare vis-network page, and the ways it finds.

Milliseconds: from the start of loading until a page has drawn itself, those that the main thread
was busy, from a change until it is drawn, and of one search for ways. Pages are opened in turn in
one Chromium.
"""

from __future__ import annotations

import random
import shutil
import time
from collections import defaultdict
from typing import TYPE_CHECKING

from ho21.explorer.data import PageData
from ho21.explorer.page import bind, explorer, inert
from ho21.map.drawing import StrategyNetwork
from ho21.map.plain import vis
from ho21.map.ways import WayFinder
from ho21.model.read import knowledge_graph
from ho21.project import open_project
from support import drawn as by_hand
from support.tiny_network import KINDS, sketch
from support.twin import Twin
from tools.bench.measure import Cost
from tools.bench.table import against, alone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tools.bench.table import Bench, Line

BARE = """<!doctype html><html lang="nb"><meta charset="utf-8"><title>bar</title>
<style>html, body, #map {{ height: 100%; margin: 0 }}</style><div id="map"></div>
<script type="application/json" id="data">{data}</script>
<script>{vis}</script>
<script>
const data = JSON.parse(document.getElementById("data").textContent);
const network = new vis.Network(
  document.getElementById("map"),
  {{ nodes: new vis.DataSet(data.nodes), edges: new vis.DataSet(data.edges) }},
  {{ physics: false, layout: {{ improvedLayout: false }}, edges: {{ smooth: false }} }},
);
network.once("afterDrawing", () => {{ document.documentElement.dataset.ready = "true"; }});
</script></html>
"""
READY = """
new MutationObserver(() => {
  if (document.documentElement.dataset.ready && !window.readyAt) {
    requestAnimationFrame(() => { window.readyAt = performance.now(); });
  }
}).observe(document, { attributes: true, childList: true, subtree: true });
"""

TIMED = """new Promise((done) => {{
  const from = performance.now();
  {change};
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - from)));
}})"""
CLICK = (
    "document.querySelector('{where}').dispatchEvent(new MouseEvent('click', {{bubbles: true}}))"
)
CHANGES = {
    "thing chosen to panel drawn": CLICK.format(where=".spot"),
    "grown by one step": CLICK.format(where=".spot .badge"),
    "network at rest": "location.hash = `${location.hash}&form=nett`",
}
NOTHING = "0"
ENGINE = """new Promise((done) => {
  const from = performance.now();
  new MutationObserver(() => {
    if (document.querySelector("#view-spor table")) done(performance.now() - from);
  }).observe(document, { childList: true, subtree: true });
  location.hash = "spor/satsingsomrader";
})"""


BROWSERS = ("chromium", "google-chrome", "chromium-headless-shell")
MANY = (1000, 5000)
CLASSES = ("Challenge", "StrategyArea", "Pillar", "TargetPicture", "Recommendation", "Theme")
PAIRS, LINKS = 40, 4
SAID = ("isPartOf", "contributesTo", "proposedBy", "motivates")


def first(bench: Bench) -> Iterator[Line]:
    """Compare the first screens with a bare vis-network page of the same things."""
    from playwright.sync_api import sync_playwright

    addresses = _pages(bench)
    costs: dict[tuple[str, str], list[Cost]] = defaultdict(list)
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        for turn in range(bench.runs + 1):
            for name, address in addresses.items():
                for what, spent in _timed(browser, name, address):
                    if turn:  # the first only warms up
                        costs[name, what].append(Cost(spent))
        browser.close()
    for (name, what), each in costs.items():
        peer = costs.get(("bare", what))
        if name in {"start", "kart"} and peer:
            yield against(f"{name}: {what}", each, "bare vis-network", peer, unit="ms")
        elif name != "bare":
            yield alone(f"{name}: {what}", each, unit="ms")


def ways(bench: Bench) -> Iterator[Line]:
    """Compare finding ways in a large network with the page, in Node."""
    graph = sketch(_network(MANY[-1]))
    draw, finder = random.Random(2), WayFinder(graph)
    page, here = [], []
    with Twin(graph, bench.folder) as twin:
        for _ in range(PAIRS + 1):
            start, end = draw.sample([*graph.things], 2)
            twin(start, end)
            began = time.perf_counter()
            finder.between(start, end)
            here.append(Cost((time.perf_counter() - began) * 1000))
            page.append(Cost(twin.spent))
    what = f"ways between two of {len(graph.things):,} things"
    # The first takes up the links.
    yield against(f"{what}, the first pair", here[:1], "the page in Node", page[:1], unit="ms")
    yield against(f"{what}, {PAIRS} pairs", here[1:], "the page in Node", page[1:], unit="ms")


def _pages(bench: Bench) -> dict[str, str]:
    """Return the addresses of the pages that are opened, each written to a file."""
    texts = {"ho21": explorer(bench.dataset, open_project(*bench.words[1:])), "bare": _bare(bench)}
    texts |= {f"{count:,} things": _large(count) for count in MANY}
    files = {name: bench.folder / f"{name}.html" for name in texts}
    for name, file in files.items():
        file.write_text(texts[name], encoding="utf-8")
    ours, bare, *many = (file.as_uri() for file in files.values())
    made = zip((f"kart, {name}" for name in [*texts][2:]), many, strict=True)
    return {"bare": bare, "start": ours, "kart": f"{ours}#kart"} | {
        name: f"{address}#kart" for name, address in made
    }


def _timed(browser: Browser, name: str, address: str) -> Iterator[tuple[str, float]]:
    """Yield what a page took until it was drawn, and what changes of it take."""
    page, drawn, busy = _opened(browser, address)
    yield "drawn", drawn
    yield "busy", busy
    for what, change in CHANGES.items() if name.startswith("kart") else ():
        page.goto(f"{address}?lang=nb")
        page.evaluate(TIMED.format(change=NOTHING))
        yield what, page.evaluate(TIMED.format(change=change))
    if name == "start":
        yield "first answer of the engine", page.evaluate(ENGINE)
    page.close()


def _bare(bench: Bench) -> str:
    """Return a page with the same things at the same places and the same links, and no more."""
    drawn = StrategyNetwork(knowledge_graph(bench.dataset))
    nodes = [
        {
            "id": each["id"],
            "x": each["x"],
            "y": each["y"],
            "shape": "box",
            "label": "\n".join(each["lines"]["nb"]),
        }
        for each in drawn.nodes
    ]
    edges = [
        {"from": each["from"], "to": each["to"], "dashes": each["standing"] == "interpreted"}
        for each in drawn.edges
        if each["standing"] in {"stated", "interpreted"}
    ]
    return BARE.format(data=inert({"nodes": nodes, "edges": edges}), vis=vis())


def _large(count: int) -> str:
    """Return the explorer of a made-up graph with 2.6 links for each thing."""
    base = "https://example.org/id/"
    iris = [f"{base}{CLASSES[at % len(CLASSES)].lower()}/n{at}" for at in range(count)]
    things = [
        by_hand.thing(iri, CLASSES[at % len(CLASSES)], f"Ting nummer {at}")
        for at, iri in enumerate(iris)
    ]
    links = {}
    for at in range(count * 26 // 10):
        ends = iris[at * 13 % count], iris[(at * 7 + at // count) % count]
        made = (
            by_hand.reading(ends[0], "isPartOf", ends[1])
            if at % 2
            else by_hand.link(ends[0], "contributesTo", ends[1])
        )
        links[made.triple] = made
    return bind(by_hand.graph(things, links.values(), title="Mange"), PageData())


def _opened(browser: Browser, address: str) -> tuple[Page, float, float]:
    """Open a page and return it with its milliseconds until drawn, and how many it was busy."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(READY)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    metrics = {
        each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]
    }
    return page, page.evaluate("window.readyAt"), metrics["TaskDuration"] * 1000


def _network(count: int) -> str:
    """Return the lines of a network of so many things, with some links for each."""
    draw = random.Random(1)
    kinds = sorted(KINDS)
    names = [f"{kinds[at % len(kinds)]}-{at}" for at in range(count)]
    ends, lines = [names[0]], {}
    for at, name in enumerate(names[1:], 1):
        for turn in range(LINKS):
            other = draw.choice(ends if turn else names[:at])
            known = "en" if turn % 2 else f"{draw.randint(3, 9) / 10}"
            lines[name, draw.choice(SAID), other] = known
            ends += [name, other]
    return "\n".join(" ".join((*ends, known)) for ends, known in lines.items())
