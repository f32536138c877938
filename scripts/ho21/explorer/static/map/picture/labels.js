// Where names stand: beside their shapes, never on each other, those of the foremost first.

import { LETTER, LINE, wide } from "./glyphs.js";

/**
 * @typedef {{id: number, x: number, y: number, w: number, h: number, label: {w: number, h: number}, badge: {w: number, h: number}, corner: Rectangle | null, weight: number}} Node a shape on the screen, by its middle, the room of its name, how far its number reaches beyond it, and where that stands over a box
 * @typedef {{key: string, at: (share: number) => {x: number, y: number}, text: string}} Word what a line may say
 * @typedef {[number, number, number, number]} Rectangle left, top, right, bottom
 * @typedef {{dx: number, dy: number, anchor: "start" | "middle" | "end", box: Rectangle}} Spot
 */

const AIR = 3;
/** So many of the foremost get their name though it lies over a small shape: fewer in a crowd. */
const [FOREMOST, IN_CROWD, CROWD, TIGHT] = [16, 8, 60, 500];
const SMALL = 18;
const SHARES = [0.5, 0.4, 0.6, 0.3, 0.7];

/** The side of a field in px: so large that a name is in few, so small that few are in one. */
const FIELD = 64;

/** Rectangles by the fields of the screen that they reach into. */
class Fields {
  constructor() {
    /** @type {Map<string, {id: number, box: Rectangle}[]>} */ this.filled = new Map();
  }

  /** @param {Rectangle} box @returns {string[]} */
  static of([left, top, right, bottom]) {
    const found = [];
    for (let x = Math.floor(left / FIELD); x <= right / FIELD; x += 1) {
      for (let y = Math.floor(top / FIELD); y <= bottom / FIELD; y += 1) found.push(`${x} ${y}`);
    }
    return found;
  }

  /** @param {Rectangle} box @param {number} id */
  add(box, id = -1) {
    for (const field of Fields.of(box)) {
      const there = this.filled.get(field);
      if (there) there.push({ id, box });
      else this.filled.set(field, [{ id, box }]);
    }
  }

  /** Whether a rectangle touches one that counts. @param {Rectangle} box @param {(id: number) => boolean} [counts] */
  touch(box, counts = () => true) {
    return Fields.of(box).some((field) => this.filled.get(field)?.some((each) => counts(each.id) && touches(box, each.box)));
  }
}

/** @param {Rectangle} one @param {Rectangle} other */
const touches = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

/** The four places of a name: below, above, to the right, to the left. @param {Node} node @returns {Spot[]} */
function spots({ x, y, w, h, label, badge }) {
  const top = (label.h - LETTER * 0.3) / 2;
  /** @param {number} dx @param {number} dy of the first line @param {Spot["anchor"]} anchor @returns {Spot} */
  const spot = (dx, dy, anchor) => {
    const left = x + dx - (anchor === "middle" ? label.w / 2 : anchor === "end" ? label.w : 0);
    const above = y + dy - LETTER * 0.85;
    return { dx, dy, anchor, box: [left - 1, above, left + label.w + 1, above + label.h] };
  };
  return [
    spot(0, h / 2 + AIR + LETTER * 0.85, "middle"),
    spot(0, -h / 2 - badge.h - AIR - label.h + LETTER * 0.85, "middle"),
    spot(w / 2 + badge.w + AIR + 1, -top + LETTER * 0.75, "start"),
    spot(-w / 2 - AIR - 1, -top + LETTER * 0.75, "end"),
  ];
}

/**
 * Place names and the words of lines, on a screen of some size; what has no room gets no place.
 * @param {Node[]} nodes @param {Word[]} words @param {number} width @param {number} height
 * @returns {{names: Map<number, Spot>, words: Map<string, {x: number, y: number}>}}
 */
export function placed(nodes, words, width, height) {
  const seen = nodes.filter(({ x, y }) => x > -80 && y > -40 && x < width + 80 && y < height + 40);
  const order = [...seen].sort((one, other) => other.weight - one.weight || one.id - other.id);
  const shapes = new Fields();
  for (const { id, x, y, w, h, badge, corner } of seen) {
    shapes.add([x - w / 2, y - h / 2 - badge.h, x + w / 2 + badge.w, y + h / 2], id);
    if (corner) shapes.add(corner, id);
  }
  /** @type {Map<number, Spot>} */ const names = new Map();
  const taken = new Fields();
  const large = new Set(seen.filter(({ w }) => w > SMALL).map(({ id }) => id));
  /** @param {Node} node @param {Rectangle} box */
  const inside = ({ x, y }, [left, top, right, bottom]) => x < 0 || y < 0 || x > width || y > height
    || (left >= 0 && top >= 0 && right <= width && bottom <= height);
  order.forEach((node, rank) => {
    if (!node.label.w) return;
    const free = spots(node).filter(({ box }) => inside(node, box) && !taken.touch(box));
    /** @param {Spot} spot @param {boolean} all */
    const clear = ({ box }, all) => !shapes.touch(box, (id) => id !== node.id && (all || large.has(id)));
    const found = free.find((spot) => clear(spot, true)) ?? (rank < (seen.length > CROWD || width < TIGHT ? IN_CROWD : FOREMOST) ? free.find((spot) => clear(spot, false)) : undefined);
    if (!found) return;
    names.set(node.id, found);
    taken.add(found.box);
  });
  /** @type {Map<string, {x: number, y: number}>} */ const said = new Map();
  for (const { key, at, text } of words) {
    const half = wide(text, LETTER) / 2 + 2;
    for (const share of SHARES) {
      const { x, y } = at(share);
      /** @type {Rectangle} */ const box = [x - half, y - LINE / 2, x + half, y + LINE / 2];
      if (x < 0 || y < 0 || x > width || y > height || taken.touch(box) || shapes.touch(box)) continue;
      said.set(key, { x, y });
      taken.add(box);
      break;
    }
  }
  return { names, words: said };
}
