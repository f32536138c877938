// The course of a line: from side to side in the columns, nearly straight in the network.

/**
 * @typedef {import("./columns.js").Place} Place
 * @typedef {{w: number, h: number}} Size
 * @typedef {[Place, Place, Place, Place]} Curve a cubic Bézier curve
 */

const BEND = 0.07;

/** @param {number} value */
const short = (value) => Math.round(value * 10) / 10;

/** A curve as path data. @param {Curve} curve */
export const path = ([a, b, c, d]) =>
  `M${short(a.x)} ${short(a.y)}C${short(b.x)} ${short(b.y)} ${short(c.x)} ${short(c.y)} ${short(d.x)} ${short(d.y)}`;

/** The point at a share of a curve. @param {Curve} curve @param {number} t @returns {Place} */
export function along([a, b, c, d], t) {
  const s = 1 - t;
  const [p, q, r, u] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return { x: p * a.x + q * b.x + r * c.x + u * d.x, y: p * a.y + q * b.y + r * c.y + u * d.y };
}

/** From one box to another in the columns; within a column it bulges. @param {Place} from @param {Place} to @param {number} box the width of a box @param {boolean} last whether the column is the last @returns {Curve} */
export function sideways(from, to, box, last) {
  const half = box / 2;
  if (Math.abs(from.x - to.x) < box) {
    const side = last ? -1 : 1;
    const bulge = side * Math.min(34, 14 + Math.abs(to.y - from.y) / 12);
    const [x1, x2] = [from.x + side * half, to.x + side * half];
    return [{ x: x1, y: from.y }, { x: x1 + bulge, y: from.y }, { x: x2 + bulge, y: to.y }, { x: x2, y: to.y }];
  }
  const side = from.x < to.x ? 1 : -1;
  const [x1, x2] = [from.x + side * half, to.x - side * half];
  const pull = side * Math.max(24, Math.abs(x2 - x1) * 0.5);
  return [{ x: x1, y: from.y }, { x: x1 + pull, y: from.y }, { x: x2 - pull, y: to.y }, { x: x2, y: to.y }];
}

/** Where the way from a middle leaves a shape. @param {Size} size @param {number} x @param {number} y the direction */
function edge({ w, h }, x, y) {
  const far = Math.hypot(x / w, y / h) || 1;
  return { x: x / far / 2, y: y / far / 2 };
}

/** From one shape to another in the network, with air at both ends. @param {Place} from @param {Place} to @param {Size} one @param {Size} other @returns {Curve} */
export function across(from, to, one, other) {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const bow = { x: -y * BEND, y: x * BEND };
  const out = edge(one, x + 3 * bow.x, y + 3 * bow.y);
  const into = edge(other, -x + 3 * bow.x, -y + 3 * bow.y);
  const [a, d] = [{ x: from.x + out.x, y: from.y + out.y }, { x: to.x + into.x, y: to.y + into.y }];
  return [
    a,
    { x: a.x + (d.x - a.x) / 3 + bow.x, y: a.y + (d.y - a.y) / 3 + bow.y },
    { x: a.x + (2 * (d.x - a.x)) / 3 + bow.x, y: a.y + (2 * (d.y - a.y)) / 3 + bow.y },
    d,
  ];
}
