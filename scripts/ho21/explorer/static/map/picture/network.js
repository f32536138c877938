// Places of a network: forces from the home places that the build computed, run to rest before anything is drawn.

import { forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { things } from "../../shared/state.js";
import { glyph, labelSize } from "./glyphs.js";

/**
 * @typedef {import("../growing.js").Pair} Pair
 * @typedef {import("./columns.js").Place} Place
 * @typedef {{id: number, x: number, y: number, vx: number, vy: number, fx?: number, fy?: number, homeX: number, homeY: number, pull: number, half: number, up: number, down: number}} Body
 */

/** How wide and how high a unit of the home places is. */
const [ACROSS, DOWN] = [190, 88];
/** Among so many things the home places stand at their full distance. */
const WHOLE = 120;
const AIR = 8;
/** How strongly all is drawn to the middle along the window and across it, and how much more where there is little. */
const [WIDE, TALL, CLOSE] = [0.02, 0.05, 0.05];
const [FIRST, LATER] = [380, 260];

/** @param {number} value */
const rounded = (value) => Math.round(value * 10) / 10;

/** Push apart what would lie on each other, labels too: from left to right, each with those it may reach. @param {Body[]} bodies */
function collide(bodies) {
  const widest = Math.max(0, ...bodies.map(({ half }) => half)) + AIR;
  const order = [...bodies].sort((one, other) => one.x + one.vx - other.x - other.vx || one.id - other.id);
  for (let one = 0; one < order.length; one += 1) {
    const a = order[one];
    for (let other = one + 1; other < order.length; other += 1) {
      const b = order[other];
      const x = b.x + b.vx - a.x - a.vx;
      // Speeds change on the way, so a little more is looked through than could be reached.
      if (x > 2 * widest) break;
      const wide = a.half + b.half + AIR - Math.abs(x);
      if (wide <= 0) continue;
      const y = b.y + b.vy - a.y - a.vy;
      const high = (y > 0 ? a.down + b.up : a.up + b.down) + AIR - Math.abs(y);
      if (high <= 0) continue;
      // Along the shorter way out, half each.
      if (wide < high) {
        const push = (x < 0 ? -wide : wide) * 0.25;
        a.vx -= push;
        b.vx += push;
      } else {
        const push = (y < 0 ? -high : high) * 0.25;
        a.vy -= push;
        b.vy += push;
      }
    }
  }
}

/** Draw those of a community together. @param {Body[]} bodies @param {number} strength */
function gather(bodies, strength) {
  /** @type {Map<number, {x: number, y: number, count: number}>} */ const middles = new Map();
  for (const { id, x, y } of bodies) {
    const middle = middles.get(things[id].community) ?? { x: 0, y: 0, count: 0 };
    middles.set(things[id].community, { x: middle.x + x, y: middle.y + y, count: middle.count + 1 });
  }
  for (const body of bodies) {
    const middle = middles.get(things[body.id].community);
    if (!middle || middle.count < 2) continue;
    body.vx += (middle.x / middle.count - body.x) * strength;
    body.vy += (middle.y / middle.count - body.y) * strength;
  }
}

/**
 * Where things come to rest: those that stood somewhere near there, the others near home.
 * @param {number[]} ids @param {Pair[]} pairs those among them @param {Map<number, Place>} before @param {Map<number, Place>} pinned @param {boolean} upright whether the window is higher than wide
 * @returns {Map<number, Place>}
 */
function settled(ids, pairs, before, pinned, upright) {
  const near = 0.3 + 0.7 * Math.min(1, ids.length / WHOLE);
  const close = (1 - near) * CLOSE;
  const bodies = ids.map((id) => {
    const [x, y] = upright ? [things[id].home[1] * DOWN, things[id].home[0] * DOWN] : [things[id].home[0] * ACROSS, things[id].home[1] * DOWN];
    const stood = before.get(id);
    const pin = pinned.get(id);
    const at = pin ?? stood ?? { x: x * near, y: y * near };
    const label = labelSize(things[id]);
    const size = glyph(things[id]);
    return {
      id, x: at.x, y: at.y, vx: 0, vy: 0, homeX: at.x, homeY: at.y, pull: stood ? 0.14 : 0.02,
      half: Math.max(size.w, label.w) / 2, up: size.h / 2 + 10, down: size.h / 2 + label.h,
      ...(pin ? { fx: pin.x, fy: pin.y } : {}),
    };
  });
  const at = new Map(bodies.map((body, place) => [body.id, place]));
  const springs = pairs.map(({ from, to }) => ({ source: Number(at.get(from)), target: Number(at.get(to)) }));
  const count = bodies.map(() => 0);
  for (const { source, target } of springs) {
    count[source] += 1;
    count[target] += 1;
  }
  // The simulation puts bodies where the numbers stood.
  const ends = springs.map(({ source, target }) => [count[source], count[target]]);
  const simulation = forceSimulation(/** @type {Body[]} */ (bodies)).stop()
    .alphaDecay(0.016).velocityDecay(0.45)
    .force("link", forceLink(springs)
      .distance((_, place) => 95 + 9 * Math.sqrt(ends[place][0] + ends[place][1]))
      .strength((_, place) => 0.5 / Math.sqrt(Math.min(...ends[place]))))
    .force("charge", forceManyBody().strength((_, place) => -360 - 24 * count[place]).distanceMax(620))
    .force("homeX", forceX((/** @type {Body} */ body) => body.homeX).strength((/** @type {Body} */ body) => body.pull))
    .force("homeY", forceY((/** @type {Body} */ body) => body.homeY).strength((/** @type {Body} */ body) => body.pull))
    .force("centreX", forceX(0).strength((upright ? TALL : WIDE) + close))
    .force("centreY", forceY(0).strength((upright ? WIDE : TALL) + close))
    .force("gather", (alpha) => gather(bodies, 0.06 * alpha))
    .force("collide", () => collide(bodies));
  simulation.tick(before.size ? LATER : FIRST);
  return new Map(bodies.map(({ id, x, y }) => [id, { x: rounded(x), y: rounded(y) }]));
}

/** What has come to rest before, by all that decides it. @type {Map<string, Map<number, Place>>} */
const known = new Map();

/**
 * Where things stand in the network. Each step of growing is settled from the one before, so that what
 * was there stays; the same steps give the same places, in whatever order one came to them.
 * @param {number[][]} steps @param {Pair[]} pairs @param {Map<number, Place>} pinned @param {boolean} upright whether the window is higher than wide
 */
export function network(steps, pairs, pinned, upright) {
  /** @type {Map<number, Place>} */ let places = new Map();
  /** @type {number[]} */ const ids = [];
  let key = JSON.stringify([upright, ...pinned]);
  for (const step of steps) {
    if (!step.length) continue;
    ids.push(...step);
    const there = new Set(ids);
    const among = pairs.filter(({ from, to }) => there.has(from) && there.has(to));
    key = `${key} ${step.join()} ${among.map((pair) => pair.key).join()}`;
    const found = known.get(key) ?? settled([...ids], among, places, pinned, upright);
    known.set(key, found);
    places = found;
  }
  return places;
}
