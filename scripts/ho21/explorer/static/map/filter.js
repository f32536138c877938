// The filters of the map: what is left of everything, by source, actor, theme, modality and kind.

import { byKey, groups, holds, links, passages, sources, state, things } from "../shared/state.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {{any: boolean, thing: (thing: Thing) => boolean, link: (link: Link) => boolean}} Filter
 */

/** The parameters of the address that leave something out, but for those of the legend. */
export const FILTERS = ["kilde", "aktor", "emne", "modal", "sta"];

/** The words of a parameter that may have several. @param {string} name */
export const listed = (name) => (state.params.get(name) || "").split(",").filter(Boolean);

/** How a thing is worded: as a duty, a need, a wish. @param {Thing} thing */
export const modality = (thing) => thing.facts.find(({ property }) => property === "modality");

/** A thing and all that it is linked with. @param {Thing} end */
function around(end) {
  const near = new Set([end.id]);
  for (const link of links) {
    if (holds(link) && (link.from === end.id || link.to === end.id)) near.add(link.from).add(link.to);
  }
  return near;
}

/** What the address leaves; a value that the page does not know leaves everything. @returns {Filter} */
export function filter() {
  const source = sources.findIndex(({ slug }) => slug === state.params.get("kilde"));
  /** @param {number[]} some */
  const said = (some) => source < 0 || some.some((at) => passages[at].source === source);
  const near = ["aktor", "emne"].flatMap((name) => {
    const end = byKey.get(state.params.get(name) || "");
    return end ? [around(end)] : [];
  });
  const asked = state.params.get("modal") || "";
  const modal = things.some((thing) => modality(thing)?.raw === asked) ? asked : "";
  const kinds = listed("slag").filter((id) => groups.some((of) => of.id === id));
  const known = new Set(listed("sta"));
  return {
    any: source >= 0 || near.length > 0 || modal !== "" || kinds.length > 0,
    thing: (thing) => said(thing.statements) && near.every((some) => some.has(thing.id))
      && (!modal || modality(thing)?.raw === modal)
      && (!kinds.length || kinds.includes(groups[thing.group].id)),
    link: (link) => said(link.passages) && (!known.size || known.has(link.standing)),
  };
}
