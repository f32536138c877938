// A box to write in and a list of the things that are found, to choose from by the arrow keys or a click.

import { alphabetical, find, indexed, isMatch, wordsOf } from "./matching.js";
import { announce, data, kind, make, passages, say, state, tell, things } from "./state.js";

/** @typedef {import("./state.js").Thing} Thing */
/** @typedef {import("./matching.js").Fit} Fit */

const MOST = 20;
/** Of a quote, so many words are shown before the one that was found, and so many in all. */
const [BEFORE, SHOWN] = [4, 14];
/** What each class is called. @type {Record<string, import("./state.js").Text>} */ const kinds = data.kinds;
/** @type {import("./matching.js").Index | null} */ let index = null;

/** @param {Thing} thing */
const quotes = (thing) => thing.statements.flatMap((each) => [passages[each].quote, ...Object.values(passages[each].translation)]);

/** What is searched, made once and only when it is needed: each thing by either name, with its kind and its words. */
const searched = () => index ??= indexed(things.map((thing) => ({
  names: [thing.name.nb, thing.name.en, thing.short.nb, thing.short.en],
  said: [kinds[thing.kind]?.nb, kinds[thing.kind]?.en, ...quotes(thing)].join(" "),
})));

/** The things that some words are found in, the best first, in the same order in every browser. @param {string} text @returns {{fit: Fit, found: Thing[]}} */
function lookUp(text) {
  const { fit, found } = find(searched(), wordsOf(text));
  const named = found.map(({ at: id, rank }) => ({ thing: things[id], rank, name: alphabetical(tell(things[id].name), data.languages[state.lang]) }));
  named.sort((one, other) => one.rank - other.rank || one.thing.group - other.thing.group
    || (one.name < other.name ? -1 : Number(one.name > other.name)) || one.thing.id - other.thing.id);
  return { fit, found: named.map(({ thing }) => thing) };
}

/** The words of a thing where some are found that its name and kind lack. @param {Thing} thing @param {string[]} words */
function excerpt(thing, words) {
  const known = `${tell(thing.name)} ${kind(thing)}`.split(/\s+/);
  const left = words.filter((word) => !known.some((each) => isMatch(each, [word])));
  if (!left.length) return null;
  for (const quote of quotes(thing)) {
    const parts = quote.split(/\s+/);
    const first = parts.findIndex((part) => isMatch(part, left));
    if (first < 0) continue;
    const start = Math.max(0, first - BEFORE);
    const shown = parts.slice(start, start + SHOWN);
    return make("small", { class: "said" }, start ? "… " : "", ...shown.flatMap((part) =>
      [isMatch(part, left) ? make("mark", {}, part) : part, " "]), start + SHOWN < parts.length ? "…" : "");
  }
  return null;
}

/** What is told before the hits. @type {Record<Fit, () => string>} */
const NOTES = { all: () => "", alike: () => say("common.alike"), some: () => say("common.some") };

/**
 * Let one choose a thing by writing some of its name, its kind or its words.
 * @param {HTMLInputElement} input @param {HTMLElement} hits the list @param {(thing: Thing) => void} take
 */
export function choose(input, hits, take) {
  let at = -1;
  const options = () => [...hits.querySelectorAll("[data-key]")];

  function search() {
    at = -1;
    input.removeAttribute("aria-activedescendant");
    if (!input.value.trim()) {
      close();
      return;
    }
    const words = wordsOf(input.value);
    const { fit, found: all } = lookUp(input.value);
    const found = all.slice(0, MOST);
    const note = found.length ? NOTES[fit]() : say("common.no_hits");
    hits.replaceChildren(...(note ? [make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, note)] : []), ...found.map((thing, number) => {
      const option = make("li", { role: "option", id: `${hits.id}-${number}`, "aria-selected": "false", "data-key": thing.key },
        make("span", {}, tell(thing.name)), make("small", { class: "kind" }, kind(thing)), excerpt(thing, words));
      option.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        chosen(thing);
      });
      return option;
    }));
    hits.hidden = false;
    input.setAttribute("aria-expanded", "true");
    announce(note && found.length ? `${note} ${all.length}` : `${all.length} ${say("common.found")}`);
    if (found.length) mark(0);
  }

  /** @param {number} place */
  function mark(place) {
    const all = options();
    if (!all.length) return;
    at = (place + all.length) % all.length;
    all.forEach((option, other) => option.setAttribute("aria-selected", String(other === at)));
    input.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  }

  function close() {
    hits.hidden = true;
    hits.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  /** @param {Thing} thing */
  function chosen(thing) {
    input.value = "";
    close();
    take(thing);
  }

  input.addEventListener("focus", () => setTimeout(searched));
  input.addEventListener("input", search);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (hits.hidden) search();
      else mark(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      const key = options()[at]?.getAttribute("data-key");
      const thing = things.find((each) => each.key === key);
      // Else the key would also press what gets the focus.
      event.preventDefault();
      if (thing) chosen(thing);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (hits.hidden) input.blur();
      input.value = "";
      close();
    }
  });
}

/**
 * A box in which a thing is chosen, with its label; it holds the name of the one that is.
 * @param {string} id @param {string} label @param {Thing | null} thing @param {(thing: Thing) => void} take
 */
export function finder(id, label, thing, take) {
  const list = `${id}-hits`;
  const input = make("input", {
    id, type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list",
    "aria-controls": list, "aria-expanded": "false", placeholder: say("common.write"), value: thing ? tell(thing.name) : "", "data-first": !thing,
  });
  const hits = make("ul", { id: list, class: "hits", role: "listbox", "aria-label": label, hidden: true });
  choose(input, hits, take);
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => { input.value = thing ? tell(thing.name) : ""; });
  return make("div", { class: "end" }, make("label", { for: id }, label), input, hits);
}
