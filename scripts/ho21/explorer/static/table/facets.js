// The choices beside the table: for each name what may be chosen, any number at once, and how many rows each would give.

import { make, number, say } from "../shared/state.js";
import { NAMES } from "./filter.js";

/**
 * @typedef {Record<string, Map<string, string>>} Known what may be chosen of each name, and what it is called
 * @typedef {Map<string, Map<string, number>>} Counts
 * @typedef {{value: string, item: HTMLElement, box: HTMLInputElement, count: HTMLElement}} Option
 * @typedef {{root: HTMLElement, options: Option[], more: HTMLDetailsElement, summary: HTMLElement}} Facet
 */

/** So many of a facet are shown before the rest is unfolded. */
const FEW = 6;
/** What has an order of its own, whatever the counts. */
const ORDERED = ["grunnlag", "modalitet", "sett", "emne"];

/** The values with the most rows first; where they have an order of their own, that; what gathers others before them. @param {string} name @param {Map<string, string>} known @param {Counts} counts */
function inOrder(name, known, counts) {
  const values = [...known.keys()];
  if (ORDERED.includes(name)) return values;
  const count = (/** @type {string} */ value) => counts.get(name)?.get(value) ?? 0;
  const wide = (/** @type {string} */ value) => Number(value.endsWith("*"));
  return values.sort((one, other) => wide(other) - wide(one) || count(other) - count(one) || values.indexOf(one) - values.indexOf(other));
}

/** @param {string} name @param {Map<string, string>} known @param {Counts} counts how many rows each gives where nothing is chosen @param {(values: string[]) => void} choose @returns {Facet} */
function facet(name, known, counts, choose) {
  /** @type {Option[]} */ const options = inOrder(name, known, counts).map((value) => {
    const box = make("input", { type: "checkbox", value, "data-filter": name });
    const count = make("span", { class: "count" });
    const item = make("li", {}, make("label", {}, box, make("span", {}, known.get(value)), count));
    box.addEventListener("change", () => choose(options.filter((each) => each.box.checked).map((each) => each.value)));
    return { value, item, box, count };
  });
  const summary = make("summary", {});
  const more = make("details", {}, summary, make("ul", {}, ...options.slice(FEW).map(({ item }) => item)));
  const root = make("fieldset", { "data-facet": name }, make("legend", {}, say(`table.filter_${name}`)),
    make("ul", {}, ...options.slice(0, FEW).map(({ item }) => item)), more);
  return { root, options, more, summary };
}

/** Show what a facet gives now. @param {Facet} facet @param {string[]} chosen @param {Map<string, number>} counts */
function fill({ root, options, more, summary }, chosen, counts) {
  for (const { value, item, box, count } of options) {
    const rows = counts.get(value) ?? 0;
    box.checked = chosen.includes(value);
    count.textContent = number(rows);
    // What would give nothing is not offered, unless it is chosen.
    item.hidden = !rows && !box.checked;
  }
  const rest = options.slice(FEW);
  const left = rest.filter(({ item }) => !item.hidden).length;
  more.hidden = !left;
  summary.textContent = say("table.more", { count: number(left) });
  if (rest.some(({ box }) => box.checked)) more.open = true;
  root.hidden = options.every(({ item }) => item.hidden);
}

/**
 * The facets, and what fills them.
 * @param {Known} known @param {Counts} counts how many rows each gives where nothing is chosen
 * @param {(name: string, values: string[]) => void} choose
 */
export function facets(known, counts, choose) {
  const made = new Map(NAMES.map((name) => [name, facet(name, known[name], counts, (values) => choose(name, values))]));
  const root = make("div", { class: "facets", id: "tabell-facets", role: "group", "aria-label": say("table.filters") }, ...[...made.values()].map((each) => each.root));
  /** @param {Record<string, string[]>} chosen @param {Counts} now */
  const update = (chosen, now) => made.forEach((each, name) => fill(each, chosen[name], now.get(name) ?? new Map()));
  return { root, update };
}

/** What is chosen and searched for, each with a button that takes it away. @param {Known} known @param {import("./filter.js").Choices} chosen @param {(name: string, value: string) => void} drop */
export function chips(known, { sok, of }, drop) {
  const all = NAMES.flatMap((name) => of[name].map((value) => ({ name, value, called: known[name].get(value) ?? value })));
  return [...all, ...(sok.trim() ? [{ name: "sok", value: sok, called: sok }] : [])].map(({ name, value, called }) => {
    const words = `${say(`table.filter_${name}`)}: ${called}`;
    const button = make("button", { type: "button", "data-chip": `${name}=${value}`, "aria-label": say("table.drop", { what: words }) }, make("span", { "aria-hidden": "true" }, "×"));
    button.addEventListener("click", () => drop(name, value));
    return make("li", {}, make("span", {}, words), button);
  });
}
