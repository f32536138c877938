// The page's frame, the same round the explorer and the SPARQL page: words, colours and foot.

import { set } from "./address.js";
import { outside } from "./elements.js";
import { beside, vocabulary } from "./site-links.js";
import { countedAs, data, date, make, must, number, say, sayOf, state, tell } from "./state.js";

let worded = "";
let painted = "";
/** Called when the colours are others than before. */ let repaint = () => {};

/** The words of the frame, in the language chosen. @param {string} title of the page, when no view is named @param {string[]} ids the views */
export function setWords(title, ids) {
  const now = sayOf(state.view, "name");
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
  must("language").lang = say("common.language_code");
  for (const id of ids) must(`view-${id}`).setAttribute("aria-label", sayOf(id, "title"));
}

/** Links to the lists of pages, where there are any. @returns {[string, string][]} words and address */
export function lists() {
  const all = /** @type {[string, string | null][]} */ ([
    [say("common.site_things"), beside("id/index")], [say("common.site_documents"), beside("doc/index")],
    [say("common.site_vocabulary"), vocabulary()], [say("common.site_questions"), beside("query/index")],
    [say("common.site_graphs"), beside("graph/index")], [say("common.site_files"), beside("files/index")],
  ]);
  return all.flatMap(([words, address]) => (address ? [[words, address]] : []));
}

/** How many actors have a name, who made the interpretations, how far others agree, and what the project says of that. */
function* counted() {
  const [all, we] = [countedAs("actor").length, countedAs("unspecified").length];
  if (we) yield say("common.about_actors", { all, we, named: all - we });
  if (tell(data.readings)) yield tell(data.readings);
  if (data.second) yield again();
  if (tell(data.own_readings)) yield tell(data.own_readings);
}

/** How far those who read the interpretations again agree. */
function again() {
  const { agree, arguable, wrong, readers } = data.second;
  const rows = agree + arguable + wrong;
  const who = new Intl.ListFormat(state.lang).format(readers.map(tell));
  return say("common.about_second", { agree, arguable, wrong, rows, who, share: number(Math.round((100 * agree) / rows)) });
}

/** The foot: whose page this is, how old, on what terms, which pages there are besides, and made with what. @param {string} about @param {[string, string][]} pages */
export function fillFooter(about, pages) {
  /** @type {HTMLElement[]} */ const parts = tell(data.whose) ? [make("p", {}, tell(data.whose))] : [];
  if (data.issued) parts.push(make("p", {}, `${say("common.data_from")} `, make("time", { datetime: data.issued }, date(data.issued))));
  if (data.licence.name) parts.push(make("p", {}, `${say("common.licence")}: `, outside(data.licence.url, data.licence.name)));
  if (pages.length) {
    parts.push(make("nav", { class: "pages", "aria-label": say("common.site_pages") },
      ...pages.map(([words, address]) => make("a", { href: address }, words))));
  }
  const made = make("ul", {}, ...data.licences.map((/** @type {Record<string, string>} */ each) =>
    make("li", {}, make("details", {}, make("summary", {}, `${each.name} ${each.version} · ${each.licence}`), make("pre", { tabindex: 0 }, each.text)))));
  parts.push(make("details", { id: "about" }, make("summary", {}, say("common.about")), ...[...counted()].map((words) => make("p", {}, words)), make("p", {}, about), made));
  must("foot").replaceChildren(...parts);
}

/** The colours that the state says. @param {boolean} [again] though it says the same */
export function setTheme(again = false) {
  const theme = state.theme;
  if (theme === painted && !again) return;
  painted = theme;
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
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
    document.documentElement.dataset.theme = "light";
    repaint();
  });
  addEventListener("afterprint", () => setTheme(true));
}
