// The explorer: ten screens over one state, which the address tells.

import { view as about } from "./about/about.js";
import { view as coverage } from "./coverage/coverage.js";
import { drawing, view as map } from "./map/map.js";
import { fillPanel, openedFrom, shut } from "./panel/panel.js";
import { hand } from "./download/files.js";
import { workbook } from "./download/xlsx.js";
import "./paths/paths.js";
import { answerBy, keeping } from "./query/answers.js";
import { engine, run, started } from "./query/engine.js";
import { view as query } from "./query/query.js";
import { view as responsibility } from "./responsibility/responsibility.js";
import { follow, go, href } from "./shared/address.js";
import { fillFooter, frame, setTheme, setWays, setWords } from "./shared/frame.js";
import { part } from "./shared/loader.js";
import "./shared/search.js";
import { share } from "./shared/share.js";
import { readColours } from "./shared/shapes.js";
import { announce, byKey, data, follows, kind, linkCount, make, must, say, sayOf, state, tell, touching } from "./shared/state.js";
import { view as sources } from "./sources/sources.js";
import { view as start } from "./start/start.js";
import { view as table } from "./table/table.js";
import { view as timeline } from "./timeline/timeline.js";
import { greet, retell } from "./tour/tour.js";
import { view as tree } from "./tree/tree.js";

/** @type {import("./shared/state.js").View[]} */
const VIEWS = [start, map, table, coverage, responsibility, tree, timeline, sources, query, about];
const built = new Set();
let told = "";
let worded = "";

/** @param {string} id */
const section = (id) => must(`view-${id}`);

/** Draw everything that the state says. */
function draw() {
  const held = document.activeElement;
  setTheme();
  setWords(tell(data.title), VIEWS.map(({ id }) => id));
  setWays();
  if (worded !== state.lang) fillFooter(make("a", { id: "about" }, sayOf(about.id, "name")));
  must("about").setAttribute("href", href({ view: about.id, path: [], params: {} }));
  if (worded !== state.lang) retell();
  worded = state.lang;
  for (const { id } of VIEWS) section(id).hidden = id !== state.view;
  fillNav();
  if (state.thing && state.thing.key !== must("panel").dataset.key) openedFrom(held);
  fillPanel();
  const shown = VIEWS.find(({ id }) => id === state.view) ?? start;
  const root = section(shown.id);
  if (!built.has(shown.id)) shown.build?.(root);
  built.add(shown.id);
  shown.show(root);
  tellChoice();
  settle(held);
}

/** What the panel told of last; null before the first drawing. @type {string | null} */
let panelled = null;

/**
 * Put the focus in a panel that has opened, and never let it fall out of the page. On the map it
 * stays on the box, from which the arrow keys go on and Tab leads into the panel.
 * @param {Element | null} held what had the focus before
 */
function settle(held) {
  const panel = must("panel");
  const key = panel.hidden ? "" : panel.dataset.key ?? "";
  const opened = key !== "" && key !== panelled;
  const first = panelled === null;
  panelled = key;
  if (first) return;
  // What has just been hidden still has the focus, but not for long.
  const lost = document.activeElement === document.body || !document.activeElement?.getClientRects().length;
  if (opened && !(held?.matches(".spot") && !lost)) {
    /** @type {HTMLElement} */ (panel.querySelector("[data-first]") ?? must("panel-title")).focus({ preventScroll: true });
  }
  else if (lost) {
    const heading = panel.hidden ? section(state.view).querySelector("h2") : must("panel-title");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }
}

/** Say aloud what has been chosen, once. */
function tellChoice() {
  const thing = state.thing;
  const key = thing ? thing.key : "";
  if (key !== told) {
    const count = thing ? linkCount(touching[thing.id].filter((link) => !follows(link) && !link.set)) : 0;
    announce(thing ? `${say("common.selected")} ${tell(thing.name)}, ${kind(thing)}, ${count} ${say("common.links")}` : "");
  }
  told = key;
}

function fillNav() {
  const held = document.activeElement?.getAttribute("data-view");
  must("views").replaceChildren(...VIEWS.map(({ id }) =>
    make("a", { href: href({ view: id, path: [], params: {} }), "data-view": id, "aria-current": id === state.view && "page" }, sayOf(id, "name"))));
  if (held) /** @type {HTMLElement | null} */ (document.querySelector(`[data-view="${held}"]`))?.focus();
}

frame(readColours);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !must("panel").hidden) shut();
});
/** On paper, all that is folded in the panel is unfolded. */
addEventListener("beforeprint", () => {
  must("panel").querySelectorAll("details").forEach((each) => { each.open = true; });
});
addEventListener("afterprint", fillPanel);

share();
answerBy(engine);
keeping.workbook = (name, table) => hand(`${name}.xlsx`, "xlsx", workbook([{ name, ...table }]));
must("waiting").remove();
follow(VIEWS, draw);
draw();
greet();

// For tests and for those who script the page.
Object.defineProperty(window, "ho21", {
  value: Object.freeze({
    ...drawing,
    part,
    run,
    started,
    show: (/** @type {string} */ key) => go({ thing: byKey.get(key) ?? null }),
    state: () => ({ ...state, params: Object.fromEntries(state.params), thing: state.thing?.key ?? null }),
  }),
});
document.documentElement.dataset.ready = "true";
