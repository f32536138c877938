// Search by name or quote, from any view.

import { go } from "./address.js";
import { rank, resembles, searchable, wordsOf } from "./matching.js";
import { announce, data, kind, make, must, passages, say, state, tell, things } from "./state.js";

/** @typedef {import("./state.js").Thing} Thing */

const MOST = 20;
const input = /** @type {HTMLInputElement} */ (must("search"));
const hits = must("hits");
let at = -1;
/** What each class is called. @type {Record<string, import("./state.js").Text>} */ const kinds = data.kinds;
/** @type {{name: string, said: string}[][] | null} */ let haystack = null;

/**
 * What is searched, made once and only when it is needed: each thing by either name, with its kind and its words.
 */
const searched = () => haystack ??= things.map((thing) => {
  const words = thing.statements.map((each) => `${passages[each].quote} ${Object.values(passages[each].translation).join(" ")}`);
  const said = searchable([kinds[thing.kind]?.nb, kinds[thing.kind]?.en, ...words].join(" "));
  return [thing.name.nb, thing.name.en].map((name) => ({ name: searchable(name), said }));
});

/** The things that some words are found in, the best first. @param {string} text @returns {{found: Thing[], alike: boolean}} */
function find(text) {
  const words = wordsOf(text);
  const pile = searched();
  /** @param {Thing} thing */
  const best = (thing) => Math.min(...pile[thing.id].map(({ name, said }) => rank(name, said, words) ?? Infinity));
  const found = inRank(words.length ? things.map((thing) => ({ thing, at: best(thing) })) : []);
  if (found.length || !words.length) return { found, alike: false };
  const alike = things.map((thing) => ({ thing, at: pile[thing.id].some(({ name }) => resembles(name, words)) ? 0
    : pile[thing.id].some(({ name, said }) => resembles(`${name}${said}`, words)) ? 1 : Infinity }));
  return { found: inRank(alike), alike: true };
}

/** @param {{thing: Thing, at: number}[]} all @returns {Thing[]} */
const inRank = (all) => all.filter(({ at: place }) => place < Infinity)
  .sort((one, other) => one.at - other.at || one.thing.group - other.thing.group || tell(one.thing.name).localeCompare(tell(other.thing.name), data.languages[state.lang]))
  .map(({ thing }) => thing);

function search() {
  at = -1;
  input.removeAttribute("aria-activedescendant");
  if (!input.value.trim()) {
    close();
    return;
  }
  const { found: all, alike } = find(input.value);
  const found = all.slice(0, MOST);
  const note = found.length ? alike && say("common.alike") : say("common.no_hits");
  hits.replaceChildren(...(note ? [make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, note)] : []), ...found.map((thing, index) => {
    const option = make("li", { role: "option", id: `hit-${index}`, "aria-selected": "false", "data-key": thing.key },
      make("span", {}, tell(thing.name)), make("small", {}, kind(thing)));
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      take(thing);
    });
    return option;
  }));
  hits.hidden = false;
  input.setAttribute("aria-expanded", "true");
  announce(alike && note ? `${note} ${all.length}` : `${all.length} ${say("common.found")}`);
  if (found.length) mark(0);
}

/** @param {number} index */
function mark(index) {
  const options = [...hits.querySelectorAll("[data-key]")];
  if (!options.length) return;
  at = (index + options.length) % options.length;
  options.forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
  input.setAttribute("aria-activedescendant", options[at].id);
  options[at].scrollIntoView({ block: "nearest" });
}

function close() {
  hits.hidden = true;
  hits.replaceChildren();
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

/** @param {Thing} thing */
function take(thing) {
  input.value = "";
  close();
  // The first screen has little room beside the panel; the table shows the thing among its like.
  go({ thing, view: state.view === "start" ? "tabell" : state.view });
  const box = document.querySelector(`.spot[data-thing="${CSS.escape(thing.key)}"]`);
  if (state.view === "kart" && box instanceof HTMLElement) box.focus({ preventScroll: true });
}

input.addEventListener("input", search);
input.addEventListener("blur", close);
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (hits.hidden) search();
    else mark(at + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter") {
    const option = hits.querySelectorAll("[data-key]")[at];
    const thing = things.find(({ key }) => option && key === option.getAttribute("data-key"));
    // Else the key would also press what gets the focus.
    event.preventDefault();
    if (thing) take(thing);
  } else if (event.key === "Escape") {
    event.stopPropagation();
    if (hits.hidden) input.blur();
    input.value = "";
    close();
  }
});

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, select, textarea, [contenteditable], .CodeMirror");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault();
    input.focus();
  }
});
