// A small picture of the network: every thing at its home place, and what sources say as lines.

import { href } from "../shared/address.js";
import { hue } from "../shared/shapes.js";
import { group, links, make, number, say, stated, things } from "../shared/state.js";

/** @typedef {import("../shared/state.js").Thing} Thing */

const SVG = "http://www.w3.org/2000/svg";
/** So many things are told apart in so small a picture. */
const MOST = 400;
/** Fewer make no network. */
const LEAST = 5;
const [WIDTH, HEIGHT, EDGE] = [560, 340, 12];

/** @param {string} tag @param {Record<string, string | number>} attributes @param {...Node} children */
function drawn(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** What sources tie together, the most tied first, and the lines between them. */
function network() {
  const said = links.filter((link) => link.standing === stated.term && !link.set && link.from !== link.to);
  /** @type {Map<number, number>} */ const ties = new Map();
  for (const { from, to } of said) for (const end of [from, to]) ties.set(end, (ties.get(end) ?? 0) + 1);
  const shown = [...ties.keys()].sort((one, other) => (ties.get(other) ?? 0) - (ties.get(one) ?? 0) || one - other).slice(0, MOST);
  const kept = new Set(shown);
  const pairs = new Set(said.filter(({ from, to }) => kept.has(from) && kept.has(to)).map(({ from, to }) => `${Math.min(from, to)} ${Math.max(from, to)}`));
  return { shown: shown.map((at) => things[at]), pairs: [...pairs].map((pair) => pair.split(" ").map(Number)), ties };
}

/** Where each thing stands in the picture: the whole of it fills the sheet. @param {Thing[]} shown */
function placed(shown) {
  const [xs, ys] = [0, 1].map((way) => shown.map(({ home }) => home[way]));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const across = Math.max(...xs) - left || 1;
  const down = Math.max(...ys) - top || 1;
  /** @param {number} share @param {number} size */
  const within = (share, size) => Math.round((EDGE + share * (size - 2 * EDGE)) * 10) / 10;
  /** @param {Thing} thing @returns {[number, number]} */
  const at = ({ home: [x, y] }) => [within((x - left) / across, WIDTH), within((y - top) / down, HEIGHT)];
  return at;
}

/** The picture, as a link to the map; nothing where there is no network. */
export function picture() {
  const { shown, pairs, ties } = network();
  if (shown.length < LEAST) return [];
  const at = placed(shown);
  const lines = pairs.map(([from, to]) => {
    const [[x1, y1], [x2, y2]] = [at(things[from]), at(things[to])];
    return `M${x1} ${y1}L${x2} ${y2}`;
  });
  const dots = shown.toReversed().map((thing) => {
    const [cx, cy] = at(thing);
    return drawn("circle", { cx, cy, r: Math.min(9, 1.8 + Math.sqrt(ties.get(thing.id) ?? 0)), fill: `var(--${hue(group(thing))})` });
  });
  const svg = drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" },
    drawn("path", { d: lines.join(""), class: "ties" }), drawn("g", { class: "dots" }, ...dots));
  return [make("a", { class: "picture", href: href({ view: "kart", path: [], params: { form: "nett" } }) }, svg,
    make("span", {}, say("start.picture", { things: number(shown.length), ties: number(pairs.length) })))];
}
