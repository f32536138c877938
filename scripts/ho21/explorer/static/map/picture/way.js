// Places of a way alone: from left to right in reading order, on as many rows as the window asks for.

/** @typedef {import("./columns.js").Place} Place */

const [APART, ROW] = [240, 130];

/**
 * Where the things of a way stand, one after the other.
 * @param {number[]} ids in the order of the way @param {number} width how much room there is for a row, in px
 * @returns {Map<number, Place>}
 */
export function inReadingOrder(ids, width) {
  const long = Math.max(2, Math.min(ids.length, Math.floor(width / APART)));
  const rows = Math.ceil(ids.length / long);
  const even = Math.ceil(ids.length / rows);
  return new Map(ids.map((id, at) => [id, { x: (at % even) * APART, y: Math.floor(at / even) * ROW }]));
}
