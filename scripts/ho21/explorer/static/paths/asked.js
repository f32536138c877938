// The way that the address asks for: from what, to what, and which of those found.

import { byKey, state, things } from "../shared/state.js";
import { between, ends, why } from "./find.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {{from: Thing | null, to: Thing | null, found: import("./find.js").Found | null, number: number, way: import("./find.js").Way | null}} Asked
 */

/** @type {{key: string, asked: Asked | null}} */ let last = { key: "", asked: null };

/** What is asked for, if a way is; a thing or a number that there is none of is as if it were not written. @returns {Asked | null} */
export function asked() {
  const [from, to, chosen] = ["fra", "til", "vei"].map((name) => state.params.get(name) ?? "");
  const key = [state.view, from, to, chosen, state.readings, state.least].join(" ");
  if (key !== last.key) last = { key, asked: state.view === "kart" && ["fra", "til", "vei"].some((name) => state.params.has(name)) ? answer(from, to, Number(chosen)) : null };
  return last.asked;
}

/** @param {string} start @param {string} end @param {number} chosen @returns {Asked} */
function answer(start, end, chosen) {
  const [from, to] = [byKey.get(start) ?? null, byKey.get(end) ?? null];
  const found = from && to && from !== to ? between(from.id, to.id) : null;
  const number = found?.ways[chosen - 1] ? chosen : 1;
  return { from, to, found, number, way: found?.ways[number - 1] ?? null };
}

/** The way that stands alone on the map: the one asked for, while nothing off it is chosen. */
export function alone() {
  const way = asked()?.way;
  const { thing } = state;
  return way && (!thing || thing.id === way.start || way.steps.some(({ end }) => end === thing.id)) ? way : null;
}

/** That in which chains of reasons end, the one that is nearest; nothing from where it is itself. @param {Thing} thing */
export function vision(thing) {
  if (ends.has(thing.id)) return null;
  const [first] = ends;
  const at = ends.size > 1 ? why(thing.id).ways[0]?.end ?? first : first;
  return at === undefined ? null : things[at];
}
