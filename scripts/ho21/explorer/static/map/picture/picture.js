// The picture: each thing and each line an element of its own, kept as long as it is shown.

import { draw } from "../../shared/shapes.js";
import { calm, kind, must, predicates, say, standing, state, tell, things } from "../../shared/state.js";
import { degree, layout } from "../growing.js";
import { GLIDE, eased, onScreen, view } from "./camera.js";
import { ground } from "./communities.js";
import { LETTER, boxed, colourOf, glyph, labelSize, named, shaped, weight, wide } from "./glyphs.js";
import { placed } from "./labels.js";
import { across, along, path, sideways } from "./lines.js";

/**
 * @typedef {import("../../shared/state.js").Thing} Thing
 * @typedef {import("../../shared/state.js").Link} Link
 * @typedef {import("../growing.js").Scene} Scene
 * @typedef {import("../growing.js").Pair} Pair
 * @typedef {import("./columns.js").Place} Place
 * @typedef {{g: SVGElement, name: SVGElement, drawn: string}} Shape
 * @typedef {{g: SVGElement, pair: Pair, curve: import("./lines.js").Curve, drawn: string}} Line
 */

/** Names keep their size whatever the scale, shapes follow it partly. */
const FOLLOW = 0.45;
const [FAINTEST, FAINT, THIN] = [0.22, 0.62, 900];
/** Under so many lines each has an arrowhead; of so many lit lines each says what it is. */
const [HEADED, WORDED, NEAR] = [60, 14, 1.5];
const BADGE = 0.5;
const REST = 90;

const layers = { ground: draw("g", { class: "ground" }), lines: draw("g", { class: "lines" }), things: draw("g", { class: "things" }), words: draw("g", { class: "words", "aria-hidden": "true" }), names: draw("g", { class: "names", "aria-hidden": "true" }) };
const heads = ["stated", "read"].map((name) => draw("marker", {
  id: `head-${name}`, viewBox: "0 0 10 10", refX: 9, refY: 5, orient: "auto-start-reverse", markerUnits: "userSpaceOnUse",
}, draw("path", { d: "M0 1L10 5L0 9Z", class: name })));
const world = draw("g", { class: "world" }, layers.ground, layers.lines, layers.things, layers.words, layers.names);

/** @type {Map<number, Shape>} */ const shapes = new Map();
/** @type {Map<string, Line>} */ const lines = new Map();
/** Where each thing stands now, also on its way. @type {Map<number, Place>} */ export const at = new Map();
/** @type {Scene | null} */ let shown = null;
/** Whether things stand in columns. */ let columns = true;
/** Where names stand, those that have room. @type {Map<number, import("./labels.js").Spot>} */ let places_ = new Map();
let turn = 0;
let gliding = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */ let waiting;
/** The thing that the pointer is over or the focus on. @type {number | null} */ let over = null;

/** The picture's own element, its layers inside. */
export function canvas() {
  const svg = /** @type {SVGSVGElement} */ (draw("svg", { id: "picture", role: "group", "aria-describedby": "help" }));
  svg.append(draw("defs", {}, ...heads), world);
  return svg;
}

/** @param {number} id */
export const shapeOf = (id) => shapes.get(id)?.g ?? null;
/** @param {string} key */
export const lineOf = (key) => lines.get(key)?.g ?? null;
export const inColumns = () => columns;
export const spots = () => places_;

/** What follows the scale of the picture. */
const factor = () => (columns ? 1 : view.k ** (FOLLOW - 1));

/** The outer size of a thing in the picture. @param {Thing} thing */
export function size(thing) {
  if (columns) return { w: layout.box, h: thing.height };
  const { w, h } = glyph(thing);
  return { w: w * factor(), h: h * factor() };
}

/** The words that tell of a thing. @param {Thing} thing @param {Scene} now @param {boolean} pinned */
function told(thing, now, pinned) {
  const more = now.more.get(thing.id) ?? 0;
  return [tell(thing.name), kind(thing), say("map.thing_links", { count: degree[thing.id] }),
    ...(more ? [say("map.thing_more", { count: more })] : []), ...(pinned ? [say("map.thing_pinned")] : [])].join(", ");
}

/** What a line says of the links that it stands for. @param {Pair} pair */
export function wording(pair) {
  const [first, ...rest] = pair.links;
  const name = tell(predicates[first.predicate]);
  return rest.length ? `${name} +${rest.length}` : name;
}

/** A link in a sentence. @param {Link} link */
export const sentence = (link) =>
  `${tell(things[link.from].name)} – ${tell(predicates[link.predicate])} – ${tell(things[link.to].name)}, ${standing(link.standing)}`;

/** How far in and up from the corner of a box its number has its middle. */
const CORNER = [3, 1];

/** @param {number} more */
const badgeWidth = (more) => Math.max(18, 8 + `+${more}`.length * 6);

/** @param {Thing} thing @param {number} more @param {boolean} pinned */
function fill(thing, more, pinned) {
  const { w, h } = columns ? { w: layout.box, h: thing.height } : glyph(thing);
  const [x, y] = columns ? [w / 2 - CORNER[0], -h / 2 - CORNER[1]] : [w / 2 + 7, -h / 2 - 6];
  const words = `+${more}`;
  const wide = badgeWidth(more);
  return [
    draw("rect", { class: "reach", x: -Math.max(14, w / 2), y: -Math.max(14, h / 2), width: Math.max(28, w), height: Math.max(28, h) }),
    draw("rect", { class: "ring", x: -w / 2 - 4, y: -h / 2 - 4, width: w + 8, height: h + 8, rx: 6 }),
    ...(columns ? boxed(thing) : shaped(thing)),
    ...(pinned ? [draw("circle", { class: "pin", cx: -w / 2 - 1, cy: -h / 2 - 1, r: 3.5 })] : []),
    ...(more ? [draw("g", { class: "badge", transform: `translate(${x} ${y})` },
      draw("rect", { x: -wide / 2, y: -9, width: wide, height: 18, rx: 9 }), draw("text", { y: 3.5 }, words))] : []),
  ];
}

/** Keep the order of some elements as it should be, and never move the one that has the focus. @param {SVGElement} layer @param {SVGElement[]} order */
function ordered(layer, order) {
  if (order.every((each, place) => layer.children[place] === each)) return;
  const focus = order.findIndex((each) => each === document.activeElement);
  order.forEach((each, place) => {
    if (focus >= 0 && place < focus) layer.insertBefore(each, order[focus]);
    else if (place !== focus) layer.append(each);
  });
}

/** @param {Scene} now @param {Map<number, Place>} pinned */
function keepThings(now, pinned) {
  for (const [id, { g, name }] of shapes) {
    if (now.ids.has(id)) continue;
    g.remove();
    name.remove();
    shapes.delete(id);
    at.delete(id);
  }
  for (const thing of now.things) {
    const more = now.more.get(thing.id) ?? 0;
    const pin = !columns && pinned.has(thing.id);
    const drawn = [columns, state.lang, more, pin, state.params.get("storrelse"), colourOf(thing)].join(" ");
    let shape = shapes.get(thing.id);
    if (!shape) {
      const g = draw("g", { class: "spot", role: "button", tabindex: -1, "data-thing": thing.key, "data-id": thing.id });
      shape = { g, name: draw("g", { class: "name", "data-id": thing.id }), drawn: "" };
      shapes.set(thing.id, shape);
      layers.names.append(shape.name);
    }
    if (shape.drawn !== drawn) {
      shape.g.replaceChildren(...fill(thing, more, pin));
      shape.name.replaceChildren(...(columns ? [] : [named(thing)]));
    }
    shape.drawn = drawn;
    shape.g.setAttribute("aria-label", told(thing, now, pin));
    if (state.thing === thing) shape.g.setAttribute("aria-current", "true");
    else shape.g.removeAttribute("aria-current");
  }
}

/** @param {Scene} now */
function keepLines(now) {
  const wanted = new Map(now.pairs.map((pair) => [pair.key, pair]));
  for (const [key, { g }] of lines) {
    if (wanted.has(key)) continue;
    g.remove();
    lines.delete(key);
  }
  const many = now.pairs.length > HEADED;
  for (const pair of now.pairs) {
    const drawn = [pair.read, pair.links.length, state.lang].join(" ");
    let line = lines.get(pair.key);
    if (!line) {
      const g = draw("g", { role: "button", tabindex: -1, "data-line": pair.key }, draw("path", { class: "reach" }), draw("path", { class: "stroke" }));
      line = { g, pair, curve: [{ x: 0, y: 0 }, { x: 0, y: 0 }, { x: 0, y: 0 }, { x: 0, y: 0 }], drawn: "" };
      lines.set(pair.key, line);
    }
    line.pair = pair;
    if (line.drawn !== drawn) {
      const stroke = /** @type {SVGElement} */ (line.g.lastElementChild);
      stroke.style.strokeWidth = String(Math.min(2.4, 0.7 + 0.35 * pair.links.length));
      line.g.setAttribute("aria-label", pair.links.map(sentence).join("; "));
    }
    line.drawn = drawn;
    const look = pair.read ? "read" : "stated";
    line.g.setAttribute("class", `line ${look}${many ? "" : " headed"}`);
    const stroke = /** @type {SVGElement} */ (line.g.lastElementChild);
    const ahead = pair.links.some((link) => link.from === pair.from);
    const behind = pair.links.some((link) => link.from === pair.to);
    for (const [name, there] of /** @type {[string, boolean][]} */ ([["marker-end", ahead && !behind], ["marker-start", behind && !ahead]])) {
      if (there) stroke.setAttribute(name, `url(#head-${look})`);
      else stroke.removeAttribute(name);
    }
  }
  ordered(layers.lines, now.pairs.flatMap(({ key }) => lines.get(key)?.g ?? []));
}

/** Put everything where it stands at this moment. */
function put() {
  for (const [id, { g, name }] of shapes) {
    const place = at.get(id);
    if (!place) continue;
    const move = `translate(${place.x.toFixed(1)}px, ${place.y.toFixed(1)}px)`;
    g.style.transform = `${move} scale(var(--shape))`;
    name.style.transform = `${move} scale(var(--name))`;
  }
  course();
}

/** Lay the lines between the things as they stand. */
function course() {
  const last = Math.max(...[...at.values()].map(({ x }) => x));
  for (const line of lines.values()) {
    const [from, to] = [at.get(line.pair.from), at.get(line.pair.to)];
    if (!from || !to) continue;
    line.curve = columns ? sideways(from, to, layout.box, from.x === last)
      : across(from, to, grown(size(things[line.pair.from])), grown(size(things[line.pair.to])));
    const d = path(line.curve);
    for (const each of line.g.children) each.setAttribute("d", d);
  }
}

/** A little air about a shape. @param {{w: number, h: number}} size */
const grown = ({ w, h }) => ({ w: w + 5 / view.k, h: h + 5 / view.k });

/**
 * Draw a scene with its things at their places: what is new comes from what it grew out of.
 * @param {Scene} now @param {Map<number, Place>} places @param {Map<number, Place>} pinned @param {{columns: boolean, glide: boolean, origin: Place | null}} how
 */
export function show(now, places, pinned, how) {
  columns = how.columns;
  shown = now;
  world.setAttribute("class", `world ${columns ? "in-columns" : "in-network"}`);
  keepThings(now, pinned);
  keepLines(now);
  const order = [...now.things].sort((one, other) => reading(places, one, other));
  ordered(layers.things, order.flatMap(({ id }) => shapes.get(id)?.g ?? []));
  layers.ground.replaceChildren(...(columns ? [] : ground(places)));
  world.style.setProperty("--rest", now.alone ? "1" : String(Math.max(FAINTEST, FAINT - now.pairs.length / THIN)));
  turn += 1;
  const mine = turn;
  const from = new Map([...places].map(([id, place]) => [id, at.get(id) ?? how.origin ?? place]));
  /** @param {number} t */
  const stand = (t) => {
    for (const [id, place] of places) {
      const start = from.get(id) ?? place;
      at.set(id, t < 1 ? { x: start.x + (place.x - start.x) * t, y: start.y + (place.y - start.y) * t } : place);
    }
    put();
  };
  light();
  gliding = how.glide && !calm();
  if (!gliding) {
    stand(1);
    return;
  }
  stand(0);
  const began = performance.now();
  layers.names.classList.add("moving");
  /** @param {number} time */
  const step = (time) => {
    if (mine !== turn) return;
    const share = Math.max(0, Math.min(1, (time - began) / GLIDE));
    stand(eased(share));
    if (share < 1) {
      requestAnimationFrame(step);
      return;
    }
    gliding = false;
    rest();
  };
  requestAnimationFrame(step);
}

/** The order in which things are read: column by column from the top, or row by row. @param {Map<number, Place>} places @param {Thing} one @param {Thing} other */
function reading(places, one, other) {
  const [a, b] = [places.get(one.id), places.get(other.id)];
  if (!a || !b) return one.id - other.id;
  return columns ? a.x - b.x || a.y - b.y : one.group - other.group || one.y - other.y || one.id - other.id;
}

/** Follow the camera: only the transform is another; names are placed when it rests. */
export function follow() {
  world.setAttribute("transform", `translate(${view.x.toFixed(2)} ${view.y.toFixed(2)}) scale(${view.k.toFixed(4)})`);
  world.style.setProperty("--shape", factor().toFixed(4));
  world.style.setProperty("--name", (1 / view.k).toFixed(4));
  world.classList.toggle("far", !columns && view.k < BADGE);
  for (const head of heads) {
    head.setAttribute("markerWidth", String(9 / view.k));
    head.setAttribute("markerHeight", String(9 / view.k));
  }
  clearTimeout(waiting);
  waiting = setTimeout(rest, REST);
}

/** Place names and words, if nothing moves. */
export function rest() {
  clearTimeout(waiting);
  if (gliding) return;
  layers.names.classList.remove("moving");
  if (!shown) return;
  if (!columns) course();
  const svg = must("picture");
  const lit = focused();
  const nodes = columns ? shown.things.map((thing) => node(thing, { w: 0, h: 0 }, 0))
    : shown.things.map((thing) => node(thing, labelSize(thing), weight(thing) + (lit?.has(thing.id) ? 10_000 : 0) + (thing.id === state.thing?.id ? 10_000 : 0)));
  const chosen = over ?? state.thing?.id;
  const about = [...lines.values()].filter(({ pair }) => pair.from === chosen || pair.to === chosen);
  const near = about.length ? about : shown.alone || (view.k >= NEAR && lines.size <= HEADED) ? [...lines.values()] : [];
  const words = near.length > WORDED && about.length ? [] : near.map(({ pair, curve }) =>
    ({ key: pair.key, at: (/** @type {number} */ share) => onScreen(along(curve, share)), text: wording(pair) }));
  const found = placed(nodes, words, svg.clientWidth, svg.clientHeight);
  places_ = found.names;
  for (const [id, { name }] of shapes) {
    const spot = found.names.get(id);
    const text = name.firstElementChild;
    name.classList.toggle("away", !spot);
    if (!spot || !text) continue;
    text.setAttribute("transform", `translate(${spot.dx.toFixed(1)} ${spot.dy.toFixed(1)})`);
    text.setAttribute("text-anchor", spot.anchor);
  }
  layers.words.replaceChildren(...[...found.words].map(([key, { x, y }]) => {
    const line = lines.get(key);
    const text = line ? wording(line.pair) : "";
    const half = wide(text, LETTER) / 2 + 1;
    const word = draw("g", { class: line?.pair.read ? "read" : "stated" },
      draw("rect", { x: -half, y: -7, width: 2 * half, height: 14 }), draw("text", { "text-anchor": "middle", dy: 4 }, text));
    word.style.transform = `translate(${((x - view.x) / view.k).toFixed(1)}px, ${((y - view.y) / view.k).toFixed(1)}px) scale(var(--name))`;
    return word;
  }));
}

/** @param {Thing} thing @param {{w: number, h: number}} label @param {number} heavy */
function node(thing, label, heavy) {
  const { x, y } = onScreen(at.get(thing.id) ?? { x: 0, y: 0 });
  const { w, h } = size(thing);
  const many = shown?.more.get(thing.id) ?? 0;
  const more = many > 0 && !columns && view.k >= BADGE;
  const by = view.k * factor();
  const [right, top, half] = [x + (w / 2 - CORNER[0]) * view.k, y - (h / 2 + CORNER[1]) * view.k, badgeWidth(many) / 2 * view.k];
  /** @type {[number, number, number, number] | null} */
  const corner = many && columns ? [right - half, top - 9 * view.k, right + half, top + 9 * view.k] : null;
  return { id: thing.id, x, y, w: w * view.k, h: h * view.k, label, badge: more ? { w: 18 * by, h: 14 * by } : { w: 0, h: 0 }, corner, weight: heavy };
}

/** What stands out: what the pointer is over, else what is chosen, with what it is tied to; null for all alike. @returns {Set<number> | null} */
export function focused() {
  const middle = over ?? state.thing?.id ?? null;
  if (middle === null || !shown?.ids.has(middle)) return null;
  const near = new Set([middle]);
  for (const { from, to } of shown.pairs) if (from === middle || to === middle) near.add(from).add(to);
  return near;
}

/** Let what stands out stand out, and dim the rest. */
export function light() {
  const near = focused();
  const middle = over ?? state.thing?.id ?? null;
  world.classList.toggle("dimmed", near !== null);
  for (const [id, { g, name }] of shapes) {
    const lit = Boolean(near?.has(id));
    g.classList.toggle("lit", lit);
    name.classList.toggle("lit", lit);
  }
  for (const { g, pair } of lines.values()) g.classList.toggle("lit", near !== null && (pair.from === middle || pair.to === middle));
}

/** Let the pointer be over a thing, or over none. @param {number | null} id */
export function hover(id) {
  if (over === id) return;
  over = id;
  light();
  clearTimeout(waiting);
  waiting = setTimeout(rest, REST);
}

/** Move one thing by hand. @param {number} id @param {Place} place */
export function drag(id, place) {
  at.set(id, place);
  put();
}
