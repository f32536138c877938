// The page's frame, the same round the explorer and the SPARQL page: words, colours and foot.

import { href, set } from "./address.js";
import { outside } from "./elements.js";
import { paint } from "./kept.js";
import { beside } from "./site-links.js";
import { data, date, make, must, say, sayOf, state, tell } from "./state.js";
import { fillWords } from "./words.js";

let worded = "";
let painted = "";
/** Called when the colours are others than before. */ let repaint = () => {};

/** The words of the frame, in the language chosen. @param {string} title of the page, when no view is named @param {string[]} ids the views */
export function setWords(title, ids) {
  const now = sayOf(state.view, "name");
  document.title = state.view === "start" ? title : `${now} – ${title}`;
  if (worded === state.lang) return;
  worded = state.lang;
  must("title").textContent = title;
  fillWords(state.lang);
  must("language").lang = say("head.language_code");
  for (const id of ids) must(`view-${id}`).setAttribute("aria-label", sayOf(id, "title"));
}

/** The way home, and the ways to the pages beside this one, in the language chosen. */
export function setWays() {
  const home = href({ view: "start", path: [], params: {} });
  must("title").setAttribute("href", home);
  for (const each of document.querySelectorAll("[data-page]")) {
    const page = each.getAttribute("data-page") ?? "";
    if (page === "index") each.setAttribute("href", home);
    else if (page !== "sparql") each.setAttribute("href", beside(page) ?? "");
  }
}

/** The libraries that the page is made with, each with its licence. */
export const libraries = () => make("ul", { class: "libraries" }, ...data.licences.map((/** @type {Record<string, string>} */ each) =>
  make("li", {}, make("details", {}, make("summary", {}, `${each.name} ${each.version} · ${each.licence}`), make("pre", { tabindex: 0 }, each.text)))));

/** The foot: whose page this is, how old, on what terms, and where more is told. @param {Node} about */
export function fillFooter(about) {
  /** @type {Node[]} */ const parts = tell(data.whose) ? [make("p", {}, tell(data.whose))] : [];
  if (data.issued) parts.push(make("p", {}, `${say("common.data_from")} `, make("time", { datetime: data.issued }, date(data.issued))));
  if (data.licence.name) parts.push(make("p", {}, `${say("common.licence")}: `, outside(data.licence.url, data.licence.name)));
  parts.push(about);
  must("foot").replaceChildren(...parts);
}

/** The colours that the state says. @param {boolean} [again] though it says the same */
export function setTheme(again = false) {
  const theme = state.theme;
  if (theme === painted && !again) return;
  painted = theme;
  paint(theme);
  /** @type {HTMLSelectElement} */ (must("theme")).value = theme;
  repaint();
}

/** Bring the frame to life. @param {() => void} [painted_] called when the colours change */
export function frame(painted_ = () => {}) {
  repaint = painted_;
  must("language").addEventListener("click", () => set({ lang: state.lang === "nb" ? "en" : "nb" }));
  must("theme").addEventListener("change", (event) => set({ theme: /** @type {HTMLSelectElement} */ (event.target).value }));
  must("skip").addEventListener("click", (event) => {
    event.preventDefault();
    must("innhold").focus();
  });
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", () => setTheme(true));
  }
  /** On paper: light colours. */
  addEventListener("beforeprint", () => {
    paint("light");
    repaint();
  });
  addEventListener("afterprint", () => setTheme(true));
}
