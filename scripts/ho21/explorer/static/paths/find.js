// Ways from thing to thing: the cheapest, some others, and where reasons break off. The same steps
// as in `map/ways.py`, which tells how they are found, on the same whole numbers in the same order.

import { data, follows, holds, links, rests, standsUnmade, state, things } from "../shared/state.js";
import { heap } from "./heap.js";

/**
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {import("../shared/state.js").Unmade} Unmade
 * @typedef {{start: number, end: number, link: Link, cost: number, sought: boolean}} Step
 * @typedef {{start: number, end: number, steps: Step[]}} Way
 * @typedef {{way: Way, sought: number[], refused: Unmade[]}} Break
 * @typedef {{ways: Way[], reasons: boolean, need: number | null, reached: number, breaks: Break[]}} Found
 * @typedef {Map<number, Step>[]} Steps
 */

/** What a way needs: what sources say, readings too, or even mentions. */
export const [SAID, READ, QUIET] = [0, 1, 2];
/** How a link leads to a reason: from subject to object, back, or in passing. */
const [FORTH, BACK, PASSING] = [1, 2, 4];

const { search, ends: visions } = data.ways;
/** The things in which chains of reasons end. @type {Set<number>} */ export const ends = new Set(visions);

/** @param {Link} link */
const level = (link) => (link.set ? QUIET : rests(link) ? READ : SAID);

/** @type {Map<string, Steps>} */ const known = new Map();
let choice = "";

/** The steps from each thing that need no more than a level, the cheapest to each. @param {number} most @param {boolean} reasons @returns {Steps} */
function stepsOf(most, reasons) {
  const chosen = `${state.readings} ${state.least}`;
  if (chosen !== choice) known.clear();
  choice = chosen;
  const key = `${most} ${reasons}`;
  const made = known.get(key);
  if (made) return made;
  /** @type {Steps} */ const near = things.map(() => new Map());
  for (const link of links) {
    if (follows(link) || !holds(link) || level(link) > most) continue;
    const leads = link.leads ?? 0;
    if (!reasons || leads & (FORTH | PASSING)) add(near, link, link.from, link.to, Boolean(leads & FORTH));
    if (!reasons || leads & BACK) add(near, link, link.to, link.from, Boolean(leads & BACK));
  }
  known.set(key, near);
  return near;
}

/** Keep a step where none that is known between the same things is as cheap. @param {Steps} near @param {Link} link @param {number} start @param {number} end @param {boolean} sought */
function add(near, link, start, end, sought) {
  if (start === end) return;
  const step = { start, end, link, cost: link.cost ?? 0, sought };
  const before = near[start].get(end);
  const best = before && before.cost <= step.cost ? before : step;
  near[start].set(end, { ...best, sought: sought || Boolean(before?.sought) });
}

/** The ways between two things; to what chains of reasons end in, by reasons alone where there are such. @param {number} start @param {number} end */
export const between = (start, end) => found(start, new Set([end]));

/** The ways from a thing to the vision. @param {number} start */
export const why = (start) => found(start, ends);

/** @param {number} start @param {Set<number>} goals @returns {Found} */
function found(start, goals) {
  const toVision = [...goals].every((each) => ends.has(each));
  const breaks = toVision ? breaksFrom(start) : [];
  let reasons = toVision;
  let ways = waysTo(start, goals, reasons);
  if (reasons && !ways.length) {
    reasons = false;
    ways = waysTo(start, goals, reasons);
  }
  const [said, read] = [SAID, READ].map((each) => spread(start, stepsOf(each, reasons)));
  const levels = [said, read, new Set(ways.map(({ end }) => end))];
  const need = levels.findIndex((them) => [...goals].some((each) => them.has(each)));
  return { ways, reasons, need: need < 0 ? null : need, reached: said.size - 1, breaks };
}

/** The cheapest ways, and the cheapest that sources say where it is none of them. @param {number} start @param {Set<number>} goals @param {boolean} reasons */
function waysTo(start, goals, reasons) {
  const [quiet, said] = [QUIET, SAID].map((each) => stepsOf(each, reasons));
  // Of reasons every link counts; elsewhere a way that is half another tells little.
  const ways = cheapest(start, goals, quiet, reasons ? search.chains : search.ways, !reasons);
  for (const one of cheapest(start, goals, said, 1, false)) {
    if (ways.every((each) => passed(each) !== passed(one))) ways.push(one);
  }
  return ways;
}

/** @param {Way} way */
const passed = (way) => [way.start, ...way.steps.map(({ end }) => end)].join(" ");

/** @param {Step} step */
const pair = ({ start, end }) => `${Math.min(start, end)} ${Math.max(start, end)}`;

/**
 * Ways, the cheapest first, each with a step that is new. Those that are to be apart have more steps
 * that are new than not, and cost at most double.
 * @param {number} start @param {Set<number>} goals @param {Steps} near @param {number} most @param {boolean} apart
 */
function cheapest(start, goals, near, most, apart) {
  /** @type {Way[]} */ const ways = [];
  const left = leftTo(near, goals);
  const least = left.get(start);
  if (least === undefined) return ways;
  const dearest = 2 * (least - hub(start));
  /** @type {Set<string>} */ const told = new Set();
  /** @type {import("./heap.js").Heap<{spent: number, way: Way}>} */ const open = heap();
  open.push(least, { spent: 0, way: { start, end: start, steps: [] } });
  for (let turn = 0; turn < search.tries && ways.length < most; turn += 1) {
    const next = open.pop();
    if (!next) break;
    const { way } = next;
    if (goals.has(way.end)) {
      const steps = new Set(way.steps.map(pair));
      const fresh = [...steps].filter((each) => !told.has(each)).length;
      if (!told.size || fresh > (apart ? Math.floor(steps.size / 2) : 0)) {
        steps.forEach((each) => told.add(each));
        ways.push(way);
      }
      continue;
    }
    const spent = next.spent + (way.steps.length ? hub(way.end) : 0);
    for (const step of near[way.end].values()) {
      const rest = left.get(step.end);
      if (rest === undefined || step.end === start || way.steps.some(({ end }) => end === step.end)) continue;
      const paid = spent + step.cost;
      if (!apart || paid + rest <= dearest) {
        open.push(paid + rest, { spent: paid, way: { start, end: step.end, steps: [...way.steps, step] } });
      }
    }
  }
  return ways;
}

/** What it costs to pass through a thing. @param {number} id */
const hub = (id) => things[id].hub;

/** @type {WeakMap<Steps, Step[][]>} */ const backwards = new WeakMap();

/** The steps that lead into each thing. @param {Steps} near */
function intoEach(near) {
  const made = backwards.get(near);
  if (made) return made;
  /** @type {Step[][]} */ const into = things.map(() => []);
  for (const steps of near) for (const step of steps.values()) into[step.end].push(step);
  backwards.set(near, into);
  return into;
}

/** The least that is left to pay from each thing, itself passed, to a goal. @param {Steps} near @param {Set<number>} goals */
function leftTo(near, goals) {
  const into = intoEach(near);
  /** @type {Map<number, number>} */ const left = new Map();
  /** @type {import("./heap.js").Heap<number>} */ const open = heap();
  for (const each of goals) open.push(0, each);
  for (let next = open.take(); next; next = open.take()) {
    const [paid, at] = next;
    if (left.has(at)) continue;
    left.set(at, paid);
    for (const step of into[at]) {
      if (!left.has(step.start)) open.push(paid + step.cost + hub(step.start), step.start);
    }
  }
  return left;
}

/** The things that steps lead to from a thing, itself first. @param {number} start @param {Steps} near */
function spread(start, near) {
  const all = new Set([start]);
  for (const at of all) for (const end of near[at].keys()) all.add(end);
  return all;
}

/** The things that steps lead to from a thing, each with the cheapest way there. @param {number} start @param {Steps} near */
function reach(start, near) {
  /** @type {Map<number, Way>} */ const all = new Map();
  /** @type {import("./heap.js").Heap<Way>} */ const open = heap();
  open.push(0, { start, end: start, steps: [] });
  for (let next = open.take(); next; next = open.take()) {
    const [paid, way] = next;
    if (all.has(way.end)) continue;
    all.set(way.end, way);
    const through = paid + (way.steps.length ? hub(way.end) : 0);
    for (const step of near[way.end].values()) {
      if (!all.has(step.end)) open.push(through + step.cost, { start, end: step.end, steps: [...way.steps, step] });
    }
  }
  return all;
}

/** Where reasons from a thing break off, the nearest first. @param {number} start @returns {Break[]} */
function breaksFrom(start) {
  const near = stepsOf(QUIET, true);
  const reached = [...reach(start, near).values()];
  let broken = reached.filter((way) => !ends.has(way.end) && ![...near[way.end].values()].some((step) =>
    (step.sought || ends.has(step.end)) && step.end !== start && way.steps.every(({ end }) => end !== step.end)));
  // Reasons that only go round.
  if (!broken.length && !reached.some(({ end }) => ends.has(end))) broken = reached.slice(-1);
  return broken.map((way) => ({
    way, sought: things[way.end].sought,
    refused: things[way.end].unmade.filter((each) => each.closes && standsUnmade(each)),
  }));
}
