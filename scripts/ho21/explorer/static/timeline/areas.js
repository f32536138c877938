// What became of the areas: what continues each of them, by whose word, and what does not.

import { anchor, mark, swatch } from "../shared/elements.js";
import { asCounted, countedAs, countsAs, follows, holds, kind, look, make, number, predicates, say, standing, standsUnmade, state, tell, things, touching } from "../shared/state.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {import("../shared/state.js").Unmade} Unmade
 */

const HEIRS = ["block", "goal"];
const HANDED_DOWN = ["continues", "followsUp"];

/** The areas, as the source counts them. */
export const areas = () => asCounted(countedAs("area"));

/** Put links together by the thing at one end. @param {Link[]} some @param {"from" | "to"} end @returns {Map<Thing, Link[]>} */
export function byThing(some, end) {
  /** @type {Map<Thing, Link[]>} */ const found = new Map();
  for (const link of some) found.set(things[link[end]], [...(found.get(things[link[end]]) ?? []), link]);
  return new Map(asCounted(found.keys()).map((thing) => [thing, found.get(thing) ?? []]));
}

/** All that is said or read to hand an area down. @param {Thing} area */
const handed = (area) => touching[area.id].filter((link) =>
  link.to === area.id && !follows(link) && HANDED_DOWN.includes(link.predicate));

/** @param {Link} link */
const toHeir = (link) => link.predicate === "continues" && countsAs(things[link.from], ...HEIRS);

/** The pillars, foundations and target pictures that continue an area. @param {Thing} area */
export function heirs(area) {
  const found = byThing(handed(area).filter((link) => toHeir(link) && holds(link)), "from");
  const first = [...found].filter(([thing]) => countsAs(thing, HEIRS[0]));
  return new Map([...first, ...[...found].filter(([thing]) => !countsAs(thing, HEIRS[0]))]);
}

/** What else follows an area up or continues it: plans, themes, measures. @param {Thing} area */
export const others = (area) => byThing(handed(area).filter((link) => !toHeir(link) && holds(link)), "from");

/** Whether any source itself says what continues an area. */
export const handedByWord = () => areas().some((area) => handed(area).some((link) => toHeir(link) && link.standing === "stated"));

/** Whether anyone says, has read or has weighed what carries an area on: else nobody has looked for it. */
export const lookedFor = () => areas().some((area) => handed(area).length > 0
  || things.some((thing) => thing.unmade.some((each) => each.target === area.iri && HANDED_DOWN.includes(each.predicate))));

/** What the choice of readings hides. @param {Thing} area */
export const away = (area) => handed(area).filter((link) => toHeir(link) && !holds(link)).length;

/** What was weighed as continuing an area and denied. @param {Thing} area @returns {[Thing, Unmade][]} */
export const denied = (area) => asCounted(things).flatMap((thing) => thing.unmade
  .filter((each) => standsUnmade(each) && each.denied && each.predicate === "continues" && each.target === area.iri)
  .map((each) => /** @type {[Thing, Unmade]} */ ([thing, each])));

/** One thing that an area lives on in. @param {Thing} thing @param {Link[]} together */
function heir(thing, together) {
  const named = together[0].predicate === "continues" ? [] : [make("span", { class: "small" }, `${tell(predicates[together[0].predicate])} `)];
  const item = make("li", { class: `heir ${look(together[0])}`, "data-heir": thing.key },
    swatch(thing), " ", anchor(thing), " ", make("span", { class: "small" }, kind(thing)), " ", ...named);
  for (const link of together) {
    item.append(mark(link), " ");
    if (link.reason) item.append(make("p", { class: "reason" }, tell(link.reason)));
  }
  return item;
}

/** In a few words: how many carry an area on. @param {Thing} area */
export function verdict(area) {
  const found = heirs(area);
  const count = found.size;
  const read = [...found.values()].flat().every((link) => link.standing === "interpreted");
  if (count) return `${read ? "◇ " : ""}${say("timeline.heirs", { count })}`;
  return say(away(area) ? "timeline.heirs_hidden" : state.readings ? "timeline.heirs_none" : "timeline.heirs_unsaid", { count: away(area) });
}

/** What carries an area on, what was weighed and denied, and what else follows it up. @param {Thing} area */
export function onward(area) {
  const found = heirs(area);
  const also = others(area);
  const said = denied(area);
  /** @type {HTMLElement[]} */ const parts = [];
  if (found.size) parts.push(make("ul", { class: "heirs" }, ...[...found].map(([thing, together]) => heir(thing, together))));
  else parts.push(make("p", { class: "none" }, verdict(area)));
  if (found.size && away(area)) parts.push(make("p", { class: "small" }, say("panel.away", { count: away(area) })));
  if (said.length) {
    parts.push(make("ul", { class: "denied" }, ...said.map(([thing, each]) => make("li", { class: "heir read" },
      `${say("timeline.denied")} `, anchor(thing), " ", make("span", { class: "how read" }, `${standing("interpreted")} ${number(each.confidence)}`),
      make("p", { class: "reason" }, tell(each.reason))))));
  }
  if (also.size) {
    parts.push(make("p", { class: "small" }, say("timeline.also")),
      make("ul", { class: "heirs also" }, ...[...also].map(([thing, together]) => heir(thing, together))));
  }
  return parts;
}
