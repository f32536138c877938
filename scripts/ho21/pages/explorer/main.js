// The explorer: nine screens over one state, which the address tells.

import { view as ansvar } from "./ansvar.js";
import { follow, go, href, set } from "./address.js";
import { view as dekning } from "./dekning.js";
import { run, started } from "./engine.js";
import { drawing, redraw, view as kart } from "./kart.js";
import { view as kilder } from "./kilder.js";
import { announce, byKey, data, date, kind, make, must, say, state, tell, touching } from "./page.js";
import { fillPanel, openedFrom, shut } from "./panel.js";
import { outside } from "./parts.js";
import "./search.js";
import { readColours } from "./shapes.js";
import { view as spor } from "./spor.js";
import { view as start } from "./start.js";
import { view as tabell } from "./tabell.js";
import { view as tidslinje } from "./tidslinje.js";
import { view as tre } from "./tre.js";

/** @type {import("./page.js").View[]} */
const VIEWS = [start, kart, tabell, dekning, ansvar, tre, tidslinje, kilder, spor];
const built = new Set();
let told = "";
let worded = "";

/** @param {string} id */
const section = (id) => must(`view-${id}`);

/** Draw everything that the state says. */
function draw() {
  const held = document.activeElement;
  setTheme();
  setWords();
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
  if (opened && !(held?.matches(".spot") && !lost)) must("panel-title").focus({ preventScroll: true });
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
    const count = thing ? touching[thing.id].filter((link) => link.basis !== "inferred").length : 0;
    announce(thing ? `${say("felles.selected")} ${tell(thing.name)}, ${kind(thing)}, ${count} ${say("felles.links")}` : "");
  }
  told = key;
}

function fillNav() {
  const held = document.activeElement?.getAttribute("data-view");
  must("views").replaceChildren(...VIEWS.map(({ id }) =>
    make("a", { href: href({ view: id, path: [], params: {} }), "data-view": id, "aria-current": id === state.view && "page" }, say(`${id}.name`))));
  if (held) /** @type {HTMLElement | null} */ (document.querySelector(`[data-view="${held}"]`))?.focus();
}

/** The words of the page's frame, in the language chosen. */
function setWords() {
  const title = tell(data.title);
  const now = say(`${state.view}.name`);
  document.title = state.view === "start" ? title : `${now} – ${title}`;
  if (worded === state.lang) return;
  worded = state.lang;
  document.documentElement.lang = state.lang;
  must("title").textContent = title;
  for (const [name, put] of /** @type {[string, (e: Element, t: string) => void][]} */ ([
    ["text", (element, text) => { element.textContent = text; }],
    ["label", (element, text) => element.setAttribute("aria-label", text)],
    ["placeholder", (element, text) => element.setAttribute("placeholder", text)],
  ])) {
    document.querySelectorAll(`[data-say-${name}]`).forEach((element) =>
      put(element, say(element.getAttribute(`data-say-${name}`) || "")));
  }
  must("language").lang = say("felles.language_code");
  for (const { id } of VIEWS) section(id).setAttribute("aria-label", say(`${id}.title`));
  fillFooter();
}

function fillFooter() {
  /** @type {HTMLElement[]} */ const parts = [make("p", {}, say("felles.unofficial"))];
  if (data.issued) parts.push(make("p", {}, `${say("felles.data_from")} `, make("time", { datetime: data.issued }, date(data.issued))));
  if (data.licence.name) parts.push(make("p", {}, `${say("felles.licence")}: `, outside(data.licence.url, data.licence.name)));
  const made = make("ul", {}, ...data.licences.map((/** @type {Record<string, string>} */ each) =>
    make("li", {}, make("details", {}, make("summary", {}, `${each.name} ${each.version} · ${each.licence}`), make("pre", { tabindex: 0 }, each.text)))));
  parts.push(make("details", { id: "about" }, make("summary", {}, say("felles.about")), make("p", {}, say("felles.about_text")), made));
  must("foot").replaceChildren(...parts);
}

let painted = "";

function setTheme(again = false) {
  const theme = state.theme;
  if (theme === painted && !again) return;
  painted = theme;
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  /** @type {HTMLSelectElement} */ (must("theme")).value = theme;
  readColours();
  redraw();
}

must("language").addEventListener("click", () => set({ lang: state.lang === "nb" ? "en" : "nb" }));
must("theme").addEventListener("change", (event) => set({ theme: /** @type {HTMLSelectElement} */ (event.target).value }));
must("skip").addEventListener("click", (event) => {
  event.preventDefault();
  must("innhold").focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !must("panel").hidden) shut();
});
for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
  matchMedia(query).addEventListener("change", () => setTheme(true));
}

/** On paper: light colours, and all that is folded in the panel unfolded. */
addEventListener("beforeprint", () => {
  document.documentElement.dataset.theme = "light";
  readColours();
  must("panel").querySelectorAll("details").forEach((each) => { each.open = true; });
});
addEventListener("afterprint", () => {
  setTheme(true);
  fillPanel();
});

must("waiting").remove();
follow(VIEWS, draw);
draw();

// For tests and for those who script the page.
Object.defineProperty(window, "ho21", {
  value: Object.freeze({
    ...drawing,
    run,
    started,
    show: (/** @type {string} */ key) => go({ thing: byKey.get(key) ?? null }),
    state: () => ({ ...state, params: Object.fromEntries(state.params), thing: state.thing?.key ?? null }),
  }),
});
document.documentElement.dataset.ready = "true";
