// The ground under those who belong together in a large network: one pale shape for each community.

import { draw } from "../../shared/shapes.js";
import { things } from "../../shared/state.js";
import { nth } from "./glyphs.js";

/** @typedef {import("./columns.js").Place} Place */

/** Only where there are so many things, and so many of a community. */
const [CROWD, LEAST] = [60, 3];
/** How far the ground reaches round a thing, and how many of the nearest it reaches to, if they are this near. */
const [AROUND, NEAREST, NEAR] = [46, 3, 260];

/** The members of each community, the places of those alone. @param {Map<number, Place>} places */
function gathered(places) {
  /** @type {Map<number, Place[]>} */ const found = new Map();
  for (const [id, place] of places) {
    const { community } = things[id];
    const there = found.get(community);
    if (there) there.push(place);
    else found.set(community, [place]);
  }
  return [...found].filter(([, members]) => members.length >= LEAST).sort(([one], [other]) => one - other);
}

/** The ground of a picture, to be laid under it. @param {Map<number, Place>} places @returns {Element[]} */
export function ground(places) {
  if (places.size < CROWD) return [];
  return gathered(places).map(([community, members]) => {
    const made = draw("g", {});
    made.style.setProperty("--ground", nth(community));
    for (const { x, y } of members) {
      made.append(draw("circle", { cx: x, cy: y, r: AROUND }));
      const near = members.map((other) => ({ other, far: Math.hypot(other.x - x, other.y - y) }))
        .filter(({ far }) => far > 0 && far < NEAR).sort((one, other) => one.far - other.far).slice(0, NEAREST);
      for (const { other } of near) made.append(draw("path", { d: `M${x} ${y}L${other.x} ${other.y}` }));
    }
    return made;
  });
}
