// What no source says of a thing: the gaps that the check counts.

import { data, make, say, stands, interpreted, tell, rests, touching } from "../shared/state.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {{path: string, text: import("../shared/state.js").Text}} Gap
 */

/** Each gap once. @type {Gap[]} */ const gaps = data.gaps ?? [];
/** The gaps of each thing, by number, the graver first. @type {Record<number, number[]>} */ const unsaid = data.unsaid ?? {};

/** @param {Thing} thing */
const gapsOf = (thing) => (unsaid[thing.id] ?? []).map((at) => gaps[at]);

/** The end of a path, such as `responsible`. @param {Gap} gap */
const named = ({ path }) => path.slice(Math.max(path.lastIndexOf("#"), path.lastIndexOf("/")) + 1);

/** Whether a reading that is shown says what no source does. @param {Gap} gap @param {Thing} thing */
function isRead(gap, thing) {
  const inward = gap.path.startsWith("^");
  const name = named(gap);
  return touching[thing.id].some((link) => link.predicate === name && (inward ? link.to : link.from) === thing.id && rests(link) && stands(link));
}

/** Whether no source gives a thing a property, and, where they count, no reading that is shown. @param {Thing} thing @param {string} property @param {boolean} readings */
export const leavesOpen = (thing, property, readings) =>
  gapsOf(thing).some((gap) => named(gap) === property && !(readings && isRead(gap, thing)));

/** What no source says, first of all that is told. @param {Thing} thing */
export function unsaidSection(thing) {
  const left = gapsOf(thing);
  if (!left.length) return [];
  return [make("ul", { class: "unsaid", "aria-label": say("panel.unsaid") }, ...left.map((gap) =>
    make("li", {}, tell(gap.text), ...(isRead(gap, thing) ? [" ", make("span", { class: "how read" }, `${interpreted.sign} ${say("panel.read_below")}`)] : []))))];
}
