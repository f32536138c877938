// What no source says of a thing: the gaps that the check counts.

import { data, make, say, stands, interpreted, tell, rests, touching } from "../shared/state.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {{path: string, text: import("../shared/state.js").Text}} Gap
 */

/** Each gap once. @type {Gap[]} */ const gaps = data.gaps ?? [];
/** The gaps of each thing, by number, the graver first. @type {Record<number, number[]>} */ const unsaid = data.unsaid ?? {};

/** Whether a reading that is shown says what no source does. @param {Gap} gap @param {Thing} thing */
function isRead({ path }, thing) {
  const inward = path.startsWith("^");
  const name = path.slice(Math.max(path.lastIndexOf("#"), path.lastIndexOf("/")) + 1);
  return touching[thing.id].some((link) => link.predicate === name && (inward ? link.to : link.from) === thing.id && rests(link) && stands(link));
}

/** What no source says, first of all that is told. @param {Thing} thing */
export function unsaidSection(thing) {
  const left = (unsaid[thing.id] ?? []).map((at) => gaps[at]);
  if (!left.length) return [];
  return [make("ul", { class: "unsaid", "aria-label": say("panel.unsaid") }, ...left.map((gap) =>
    make("li", {}, tell(gap.text), ...(isRead(gap, thing) ? [" ", make("span", { class: "how read" }, `${interpreted.sign} ${say("panel.read_below")}`)] : []))))];
}
