// Search by name or quote, from any view.

import { go } from "./address.js";
import { announce, fold, kind, make, must, passages, say, state, tell, things } from "./state.js";

/** @typedef {import("./state.js").Thing} Thing */

const MOST = 20;
const input = /** @type {HTMLInputElement} */ (must("search"));
const hits = must("hits");
let at = -1;
/** @type {{names: string, words: string}[] | null} */ let haystack = null;

/** What is searched, folded once and only when it is needed. */
const searched = () => haystack ??= things.map((thing) => ({
  names: fold(`${thing.name.nb} | ${thing.name.en}`),
  words: fold(thing.statements.map((each) => `${passages[each].quote} ${passages[each].translation || ""}`).join(" ")),
}));

/** The things that some words are found in, the best first. @param {string} words @returns {Thing[]} */
function find(words) {
  const wanted = fold(words.trim());
  if (!wanted) return [];
  const pile = searched();
  return things
    .map((thing) => {
      const { names, words: said } = pile[thing.id];
      const where = names.indexOf(wanted);
      const whole = where === 0 || names[where - 1] === " ";
      const rank = where >= 0 ? (whole ? 0 : 1) : said.includes(wanted) ? 2 : 9;
      return { thing, rank };
    })
    .filter(({ rank }) => rank < 9)
    .sort((a, b) => a.rank - b.rank || a.thing.group - b.thing.group || tell(a.thing.name).localeCompare(tell(b.thing.name), state.lang))
    .map(({ thing }) => thing);
}

function search() {
  at = -1;
  input.removeAttribute("aria-activedescendant");
  if (!input.value.trim()) {
    close();
    return;
  }
  const all = find(input.value);
  const found = all.slice(0, MOST);
  hits.replaceChildren(...found.map((thing, index) => {
    const option = make("li", { role: "option", id: `hit-${index}`, "aria-selected": "false", "data-key": thing.key },
      make("span", {}, tell(thing.name)), make("small", {}, kind(thing)));
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      take(thing);
    });
    return option;
  }));
  if (!found.length) hits.append(make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("common.no_hits")));
  hits.hidden = false;
  input.setAttribute("aria-expanded", "true");
  announce(`${all.length} ${say("common.found")}`);
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
