"""Compare the explorer's first screens with a bare vis-network page; time what grows and settles.

Usage: uv run python tests/tools/bench/first.py [RUNS]

Prints, for each page, the milliseconds from the start of loading until it has drawn itself (wall)
and the browser's busy milliseconds (CPU of the page's main thread), as minimum, median and maximum
over pages opened in turn in one Chromium; then the ratios of the medians, the time from choosing a
thing to its panel, from asking for a thing's neighbours until they are drawn, from the network
being asked for until it is at rest, and to the first answer of the engine.  Machines differ: trust
the ratios.
"""

import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from ho21.dataset.loader import load
from ho21.explorer.data import PageData
from ho21.explorer.page import bind, explorer, inert
from ho21.map.drawing import StrategyNetwork
from ho21.map.plain import vis
from ho21.model.read import knowledge_graph
from ho21.project import open_project

sys.path.insert(0, str(Path(__file__).parents[2]))

from support import drawn as by_hand

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

# Milliseconds from a change until it is drawn: of what is chosen, of what grows, of the whole form.
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
  location.hash = "spor/malbilder-uten-tiltak";
})"""


def bare() -> str:
    """Return a page with the same things at the same places and the same links, and no more."""
    drawn = StrategyNetwork(knowledge_graph(load(open_project())))
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


MANY = (1000, 5000)
KINDS = ("Challenge", "StrategyArea", "Pillar", "TargetPicture", "Recommendation", "Theme")


def large(count: int) -> str:
    """Return the explorer of a made-up graph with 2.6 links for each thing."""
    base = "https://example.org/id/"
    iris = [f"{base}{KINDS[at % len(KINDS)].lower()}/n{at}" for at in range(count)]
    things = [
        by_hand.thing(iri, KINDS[at % len(KINDS)], f"Ting nummer {at}")
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


def opened(browser: Browser, address: str) -> tuple[Page, float, float]:
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


def spread(values: list[float]) -> str:
    """Return minimum, median and maximum."""
    return f"{min(values):.0f} / {statistics.median(values):.0f} / {max(values):.0f} ms"


def main() -> None:
    """Open each page in turn and print what it took."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        ours, plain = Path(folder) / "ho21.html", Path(folder) / "bare.html"
        ours.write_text(explorer(load(open_project()), open_project()), encoding="utf-8")
        plain.write_text(bare(), encoding="utf-8")
        many = {f"kart, {count:,} things": Path(folder) / f"{count}.html" for count in MANY}
        for count, file in zip(MANY, many.values(), strict=True):
            file.write_text(large(count), encoding="utf-8")
        pages = {
            "bare vis-network": plain.as_uri(),
            "start": ours.as_uri(),
            "kart": f"{ours.as_uri()}#kart",
            **{name: f"{file.as_uri()}#kart" for name, file in many.items()},
        }
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        wall: dict[str, list[float]] = {name: [] for name in pages}
        busy: dict[str, list[float]] = {name: [] for name in pages}
        changed: dict[tuple[str, str], list[float]] = defaultdict(list)
        engine = []
        for turn in range(runs + 1):
            for name, address in pages.items():
                page, drawn, spent = opened(browser, address)
                if turn:  # the first round only warms up
                    wall[name].append(drawn)
                    busy[name].append(spent)
                for what, change in CHANGES.items() if turn and name.startswith("kart") else ():
                    page.goto(f"{address}?lang=nb")
                    page.evaluate(TIMED.format(change=NOTHING))
                    spent = page.evaluate(TIMED.format(change=change))
                    changed[name, what].append(spent)
                if turn and name == "start":
                    engine.append(page.evaluate(ENGINE))
                page.close()
        browser.close()
    tell(wall, busy, changed, engine)


Times = dict[str, list[float]]


def tell(
    wall: Times, busy: Times, changed: dict[tuple[str, str], list[float]], engine: list[float]
) -> None:
    """Print what each page took, and its ratio to the bare one."""
    for name in wall:
        print(f"{name:<18} drawn after {spread(wall[name])}, busy {spread(busy[name])}")
    for name in ("start", "kart"):
        for what, found in (("drawn", wall), ("busy", busy)):
            ratio = statistics.median(found[name]) / statistics.median(found["bare vis-network"])
            print(f"ratio  {name} / bare, {what}: {ratio:.2f}")
    for (name, what), found in changed.items():
        print(f"{name}: {what} {spread(found)}")
    print(f"first answer of the engine:  {spread(engine)}")


if __name__ == "__main__":
    main()
