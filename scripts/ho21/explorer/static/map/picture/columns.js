// Places in columns: as the build ordered them, closed up where something is hidden.

import { data, group, groups, tell } from "../../shared/state.js";

/**
 * @typedef {import("../../shared/state.js").Thing} Thing
 * @typedef {import("../growing.js").Pair} Pair
 * @typedef {{x: number, y: number}} Place
 * @typedef {{name: string, x: number, y: number | null, width: number}} Head the y of one that stands on the sheet
 */

const { box } = data.layout;
const [ROW, LANE, SHELF, HEAD] = [8, 14, 34, 22];
/** How far apart columns stand, and rows. */
const [NARROWEST, WIDEST] = [30, 210];
const AIRY = 26;
const ROUNDS = 3;

/** The words over some groups. @param {Set<number>} some */
function headed(some) {
  const names = [...new Set([...some].sort((a, b) => a - b).map((at) => tell(groups[at].heading)))]
    .map((name) => name.charAt(0).toLocaleLowerCase() + name.slice(1));
  const words = new Intl.ListFormat(document.documentElement.lang).format(names);
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

/** How far below the top each of a column stands, one close under the other. @param {Thing[]} row @param {number} gap */
function packed(row, gap) {
  let y = 0;
  return row.map((thing, at) => {
    if (at) y += gap + (row[at - 1].group === thing.group ? 0 : LANE);
    const middle = y + thing.height / 2;
    y += thing.height;
    return middle;
  });
}

/**
 * As near what each is linked with as the order and the distances allow: least squares by pooling
 * neighbours that would change places (isotonic regression).
 * @param {Thing[]} row @param {number[]} steps @param {Map<number, number>} placed @param {Map<number, number[]>} beside @param {number} floor
 */
function drawn(row, steps, placed, beside, floor) {
  const room = floor - steps[steps.length - 1] - row[row.length - 1].height / 2;
  /** @type {[number, number, number][]} */ const pools = [];
  row.forEach((thing, at) => {
    const known = (beside.get(thing.id) ?? []).flatMap((id) => placed.get(id) ?? []);
    const weight = known.length ? 1 : 0.05;
    const wish = known.length ? known.reduce((sum, y) => sum + y, 0) / known.length - steps[at] : room / 2;
    pools.push([wish, weight, 1]);
    while (pools.length > 1 && pools[pools.length - 2][0] >= pools[pools.length - 1][0]) {
      const [low, light, few] = /** @type {[number, number, number]} */ (pools.pop());
      const [high, heavy, many] = /** @type {[number, number, number]} */ (pools.pop());
      pools.push([(high * heavy + low * light) / (heavy + light), heavy + light, many + few]);
    }
  });
  const shifts = pools.flatMap(([shift, , count]) => Array.from({ length: count }, () => Math.min(Math.max(shift, 0), room)));
  row.forEach((thing, at) => placed.set(thing.id, steps[at] + shifts[at]));
}

/**
 * Where things stand in columns, and the heads over them.
 * @param {Thing[]} shown @param {Pair[]} pairs @param {number} shape the width of the window by its height @param {number} most the width that it can be legible in
 * @returns {{places: Map<number, Place>, heads: Head[]}}
 */
export function columns(shown, pairs, shape, most) {
  /** @type {Map<number, Thing[]>} */ const rows = new Map();
  /** @type {Map<number, Thing[]>} */ const shelves = new Map();
  for (const thing of [...shown].sort((a, b) => a.y - b.y || a.id - b.id)) {
    const { column, shelf } = group(thing);
    const into = shelf ? shelves : rows;
    into.set(column, [...(into.get(column) ?? []), thing]);
  }
  const used = [...new Set([...rows.keys(), ...shelves.keys()])].sort((a, b) => a - b);
  /** @type {Map<number, number[]>} */ const beside = new Map();
  for (const { from, to } of pairs) {
    beside.set(from, [...(beside.get(from) ?? []), to]);
    beside.set(to, [...(beside.get(to) ?? []), from]);
  }
  /** @param {number} column */
  const height = (column) => {
    const row = rows.get(column) ?? [];
    return row.length ? packed(row, ROW)[row.length - 1] + row[row.length - 1].height / 2 : 0;
  };
  const filled = used.filter((column) => rows.has(column));
  const tallest = filled.reduce((best, column) => (height(column) > height(best) ? column : best), filled[0]);
  const floor = filled.length ? height(tallest) : 0;
  /** @type {Map<number, number>} */ const down = new Map();
  const order = [...filled].sort((a, b) => Math.abs(a - tallest) - Math.abs(b - tallest) || a - b);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const column of order) {
      const row = rows.get(column) ?? [];
      const airy = ROW + Math.min(AIRY, (0.6 * (floor - height(column))) / Math.max(1, row.length - 1));
      const steps = packed(row, airy);
      if (column !== tallest) drawn(row, steps, down, beside, floor);
      else if (!round) row.forEach((thing, at) => down.set(thing.id, steps[at]));
    }
  }
  const gap = Math.min(WIDEST, Math.max(NARROWEST, (Math.min(floor * shape, most) - used.length * box) / Math.max(1, used.length - 1)));
  /** @type {Map<number, Place>} */ const places = new Map();
  /** @type {Head[]} */ const heads = [];
  used.forEach((column, at) => {
    const x = at * (box + gap);
    const above = rows.get(column) ?? [];
    for (const { id } of above) places.set(id, { x, y: Number(down.get(id)) });
    if (above.length) heads.push({ name: headed(new Set(above.map((each) => each.group))), x, y: null, width: box + gap - 10 });
    let y = floor + SHELF;
    for (const at2 of new Set((shelves.get(column) ?? []).map((each) => each.group))) {
      heads.push({ name: headed(new Set([at2])), x, y, width: box + gap - 10 });
      y += HEAD;
      for (const thing of (shelves.get(column) ?? []).filter((each) => each.group === at2)) {
        places.set(thing.id, { x, y: y + thing.height / 2 });
        y += thing.height + ROW;
      }
      y += SHELF - ROW;
    }
  });
  return { places, heads };
}
