// What the map shows, from the address and nothing else: where it begins, and what has been grown.

import { alone } from "../paths/asked.js";
import { byKey, countedAs, data, group, groups, holds, linkCount, links, look, state, things, touching } from "../shared/state.js";
import { filter, listed } from "./filter.js";
import { large, members } from "./part.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {{key: string, from: number, to: number, links: Link[], read: boolean}} Pair a line of the map
 * @typedef {{things: Thing[], ids: Set<number>, pairs: Pair[], steps: number[][], more: Map<number, number>, left: number, loose: Thing | null, alone: boolean, islands: Thing[][], ties: number, families: Record<string, number>}} Scene
 */

export const layout = data.layout;
/** So many of the strongest neighbours come at a time. */
const FEW = 8;
/** So many things the map begins with where nothing says what is foremost, and never more than so many. */
const [LEAST, AT_START] = [12, 60];
/** What stands foremost in a strategy. */
const FOREMOST = ["strategy", "vision", "block", "area"];
/** Lines of the legend that are off until they are asked for. */
export const ON_DEMAND = ["read", "quiet"];

/** Whether a kind of line is drawn. @param {string} id */
export const ticked = (id) => (ON_DEMAND.includes(id)
  ? listed("vis").includes(id) && (id !== "read" || state.readings) : !listed("skjul").includes(id));

/** The line of the legend that a link belongs to. @param {Link} link */
export const family = (link) => (link.set === "mention" ? "quiet" : look(link));

/** How many links with content a thing has. @type {number[]} */
export const degree = touching.map((some) => linkCount(some.filter((link) => link.set === undefined)));
/** @param {number} one @param {number} other */
const byDegree = (one, other) => degree[other] - degree[one] || one - other;

/** What holds while one scene is made. */
let lit = { stated: true, read: false, quiet: false };
let left = filter();
/** @type {Set<string>} */ let hidden = new Set();

/** @param {number} id */
const admitted = (id) => !hidden.has(group(things[id]).id) && left.thing(things[id]);
/** Whether a link may be drawn and walked. @param {Link} link */
const open = (link) => holds(link) && lit[look(link)] && (link.set !== "mention" || lit.quiet) && left.link(link);
/** How much a link costs to walk, as ways have it: what gives a reason costs the least. @param {Link} link */
const cost = (link) => link.cost ?? Infinity;

/** The neighbours of a thing, the most strongly tied first, then as the sources count them. @param {number} id */
function neighbours(id) {
  /** @type {Map<number, number>} */ const best = new Map();
  for (const link of touching[id]) {
    const other = link.from === id ? link.to : link.from;
    if (other === id || !open(link) || !admitted(other)) continue;
    best.set(other, Math.min(best.get(other) ?? Infinity, cost(link)));
  }
  /** @param {number} at */
  const place = (at) => things[at].position ?? Infinity;
  return [...best.keys()].sort((one, other) =>
    Number(best.get(one)) - Number(best.get(other)) || (place(one) - place(other) || 0) || one - other);
}

/** What stands foremost, or where nothing does what is linked the most. */
function foremost() {
  const some = countedAs(...FOREMOST).map(({ id }) => id).filter(admitted);
  if (some.length > AT_START) return some.sort(byDegree).slice(0, AT_START);
  const rest = things.map(({ id }) => id).filter((id) => admitted(id) && !some.includes(id)).sort(byDegree);
  return some.length > 1 ? some : [...some, ...rest.slice(0, LEAST - some.length)];
}

/** What the map begins with. */
function beginning() {
  const bare = listed("bare").flatMap((key) => byKey.get(key)?.id ?? []);
  if (bare.length) return bare;
  const part = members();
  if (part) return [...part].filter(admitted);
  const whole = left.any || (state.params.get("alt") === "1" && !large);
  const every = things.map(({ id }) => id);
  if (whole) return every.filter(admitted);
  const asked = listed("vis");
  const begun = new Set(foremost());
  return every.filter((id) => begun.has(id) || (asked.includes(group(things[id]).id) && admitted(id)));
}

/** What one step of growing adds: a thing with the nearest of its neighbours, or all. @param {string} step @param {Set<number>} ids what is there already */
function grown(step, ids) {
  const all = step.endsWith("*");
  const thing = byKey.get(all ? step.slice(0, -1) : step);
  if (!thing) return [];
  const fresh = neighbours(thing.id).filter((id) => !ids.has(id));
  return [...(ids.has(thing.id) ? [] : [thing.id]), ...(all ? fresh : fresh.slice(0, FEW))];
}

/** What the line of a link is known by. @param {Link} link */
const keyOf = ({ from, to }) => `${Math.min(from, to)} ${Math.max(from, to)}`;

/** One line for each pair of things, whatever the number of links between them. @param {Set<number>} ids */
function paired(ids) {
  const chosen = state.thing?.id;
  /** @type {Map<string, Pair>} */ const pairs = new Map();
  for (const link of links) {
    const { from, to } = link;
    if (from === to || !ids.has(from) || !ids.has(to)) continue;
    // All that ties the chosen thing is drawn, what is only mentioned too.
    if (!open(link) && !((from === chosen || to === chosen) && holds(link) && lit[look(link)])) continue;
    const key = keyOf(link);
    const pair = pairs.get(key) ?? { key, from, to, links: [], read: true };
    pair.links.push(link);
    pair.read &&= look(link) === "read";
    pairs.set(key, pair);
  }
  const every = [...pairs.values()];
  if (every.length <= layout.lines) return every;
  /** @param {Pair} pair */
  const best = (pair) => Math.min(...pair.links.map(cost));
  return every.sort((one, other) => best(one) - best(other)).slice(0, layout.lines);
}

/** The groups that what is shown falls into, as no link of any source ties them; the largest first. @param {Set<number>} ids */
function islands(ids) {
  /** @type {Map<number, number>} */ const above = new Map([...ids].map((id) => [id, id]));
  /** @param {number} id @returns {number} */
  const top = (id) => {
    const next = Number(above.get(id));
    if (next === id) return id;
    const found = top(next);
    above.set(id, found);
    return found;
  };
  let ties = 0;
  const between = links.filter(({ from, to }) => ids.has(from) && ids.has(to));
  for (const link of between) if (look(link) === "stated") above.set(top(link.from), top(link.to));
  for (const link of between) if (look(link) === "read" && holds(link) && top(link.from) !== top(link.to)) ties += 1;
  /** @type {Map<number, Thing[]>} */ const found = new Map();
  for (const id of ids) found.set(top(id), [...(found.get(top(id)) ?? []), things[id]]);
  return { islands: [...found.values()].sort((one, other) => other.length - one.length), ties };
}

/** How many links there are of each line of the legend among what is shown. @param {Set<number>} ids */
function families(ids) {
  const among = links.filter((link) => ids.has(link.from) && ids.has(link.to) && link.from !== link.to);
  /** @param {string} id */
  const count = (id) => linkCount(among.filter((link) => family(link) === id
    && (id === "read" ? link.standing === "interpreted" && Number(link.confidence ?? 1) >= state.least : holds(link))));
  return { stated: count("stated"), read: count("read"), quiet: count("quiet") };
}

/** What the map shows now. @returns {Scene} */
export function scene() {
  lit = { stated: ticked("stated"), read: ticked("read"), quiet: ticked("quiet") };
  left = filter();
  hidden = new Set(listed("skjul"));
  const way = alone();
  /** @type {Set<number>} */ const ids = new Set(way ? [way.start, ...way.steps.map(({ end }) => end)] : []);
  if (way) return told(ids, way.steps.map(({ link }) => ({ key: keyOf(link), from: link.from, to: link.to, links: [link], read: look(link) === "read" })), { steps: [[...ids]], left: 0, loose: null, alone: true });
  let over = 0;
  /** @param {number[]} some */
  const add = (some) => {
    const fresh = some.filter((id) => !ids.has(id));
    const room = Math.max(0, layout.most - ids.size);
    const kept = fresh.length > room ? [...fresh].sort(byDegree).slice(0, room) : fresh;
    over += fresh.length - kept.length;
    for (const id of kept) ids.add(id);
    return kept;
  };
  const steps = [add(beginning()), ...listed("voks").map((step) => add(grown(step, ids)))];
  const loose = state.thing && !ids.has(state.thing.id) ? state.thing : null;
  if (loose) steps.push([loose.id]);
  if (loose) ids.add(loose.id);
  return told(ids, paired(ids), { steps, left: over, loose, alone: false });
}

/** What is told of what is shown. @param {Set<number>} ids @param {Pair[]} pairs @param {Pick<Scene, "steps" | "left" | "loose" | "alone">} how @returns {Scene} */
function told(ids, pairs, how) {
  const more = new Map([...ids].map((id) => [id, neighbours(id).filter((other) => !ids.has(other)).length]));
  return { things: [...ids].map((id) => things[id]), ids, pairs, more, ...how, ...islands(ids), families: families(ids) };
}

/** The parameters of the address with some changed. @param {Record<string, string | null>} change */
export const changed = (change) => ({ ...Object.fromEntries(state.params), ...change });
/** The address after a thing has grown; a way that stands alone is what it grows out of. @param {Thing} thing @param {boolean} [all] */
export function grow(thing, all = false) {
  const way = alone();
  const bare = way ? [way.start, ...way.steps.map(({ end }) => end)].map((id) => things[id].key).join(",") : "";
  const voks = [...(way ? [] : listed("voks")), `${thing.key}${all ? "*" : ""}`].join(",");
  return changed({ ...(way ? { bare, fra: null, til: null, vei: null } : {}), voks });
}
/** The address one step before. */
export const back = () => changed({ voks: listed("voks").slice(0, -1).join(",") });
/** The address at the beginning. */
export const anew = () => ({ form: state.params.get("form") ?? null });

/** The address after a line of the legend has been set or taken away. @param {string} id @param {boolean} on */
export function afterTick(id, on) {
  const only = listed("slag");
  /** @param {string} name @param {boolean} there */
  const put = (name, there) => [...new Set([...listed(name).filter((each) => each !== id), ...(there ? [id] : [])])].sort().join(",");
  if (only.length) return changed({ slag: put("slag", on) });
  const isKind = groups.some((of) => of.id === id);
  const demand = ON_DEMAND.includes(id);
  return changed({
    vis: put("vis", on && (isKind || demand)),
    skjul: put("skjul", !on && !demand),
  });
}

/** The address that shows one kind alone and the whole of it, or what was before. @param {string} id */
export const only = (id) => changed({ slag: listed("slag").join() === id ? null : id, skjul: null });
