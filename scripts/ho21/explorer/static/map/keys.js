// The keys of the map: one stop for Tab, and from there to everything in it.

import { go } from "../shared/address.js";
import { must, state, things, touching } from "../shared/state.js";
import { back, grow } from "./growing.js";
import { pan, scale } from "./picture/camera.js";
import { at, drag, inColumns, lineOf, shapeOf } from "./picture/picture.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("./growing.js").Scene} Scene
 */

const PAN = 90;
const NUDGE = 12;
/** How much farther a thing may be across the way than along it, and what a link between is worth. */
const [ASIDE, LINKED] = [2, 0.5];
/** @type {Record<string, [number, number]>} */
const WAYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
let current = -1;

/** Let one thing be the stop for Tab. @param {Scene} now @param {number} [id] */
export function stop(now, id = current) {
  // Else the first in the order they are read.
  current = now.ids.has(id) ? id : Number(must("picture").querySelector("[data-id]")?.getAttribute("data-id") ?? 0);
  for (const thing of now.things) shapeOf(thing.id)?.setAttribute("tabindex", thing.id === current ? "0" : "-1");
}

/** Put the focus on a thing. @param {Scene} now @param {number} id */
export function focus(now, id) {
  stop(now, id);
  shapeOf(id)?.focus({ preventScroll: true });
}

/** The thing that an arrow leads to: the nearest that way, a linked one at half the distance. @param {Scene} now @param {string} key */
function next(now, key) {
  const here = at.get(current);
  if (!here) return null;
  const [dx, dy] = WAYS[key];
  const near = new Set(touching[current].flatMap(({ from, to }) => [from, to]));
  const column = now.things.filter(({ id }) => at.get(id)?.x === here.x);
  const among = inColumns() && dx === 0 && column.length > 1 ? column : now.things;
  let best = null;
  let least = Infinity;
  for (const { id } of among) {
    const there = at.get(id);
    if (!there || id === current) continue;
    const [ahead, aside] = [(there.x - here.x) * dx + (there.y - here.y) * dy, Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx)];
    if (ahead <= 0.5 || (!inColumns() && aside > ahead * ASIDE)) continue;
    const far = (ahead + ASIDE * aside) * (near.has(id) ? LINKED : 1);
    if (far < least) [best, least] = [id, far];
  }
  return best;
}

/** The first or the last of the column that the focus is in. @param {Scene} now @param {boolean} last */
function end(now, last) {
  const here = at.get(current);
  const column = now.things.filter(({ id }) => at.get(id)?.x === here?.x);
  column.sort((one, other) => (at.get(one.id)?.y ?? 0) - (at.get(other.id)?.y ?? 0));
  return column[last ? column.length - 1 : 0]?.id ?? null;
}

/** Walk from one line of the current thing to another. @param {Scene} now @param {Element | null} line @param {number} step */
function walk(now, line, step) {
  const mine = now.pairs.filter(({ from, to }) => from === current || to === current);
  if (!mine.length) return;
  const place = mine.findIndex(({ key }) => key === line?.getAttribute("data-line"));
  lineOf(mine[(place + step + mine.length) % mine.length].key)?.focus({ preventScroll: true });
}

/**
 * @param {KeyboardEvent} event @param {Scene} now
 * @param {{reveal: (id: number) => void, fit: () => void, pin: (id: number) => void, line: (key: string) => void, shut: () => boolean}} does
 */
export function steer(event, now, does) {
  if (event.ctrlKey || event.metaKey) return;
  const target = event.target instanceof Element ? event.target : null;
  const line = target?.closest("[data-line]") ?? null;
  const thing = target?.closest("[data-id]") && !line ? things[current] : null;
  if (!line && !thing) return;
  const arrow = WAYS[event.key];
  /** @type {Record<string, () => void>} */
  const keys = {
    Enter: () => (thing ? go({ thing: thing === state.thing ? null : thing }) : does.line(line?.getAttribute("data-line") ?? "")),
    "+": () => thing && go({ params: grow(thing) }),
    Backspace: () => go({ params: back() }),
    0: does.fit,
    l: () => (line ? focus(now, current) : walk(now, null, 1)),
    PageUp: () => scale(true),
    PageDown: () => scale(false),
  };
  keys[" "] = keys.Enter;
  keys.L = keys.l;
  if (event.key === "Escape" && (line || does.shut())) {
    if (line) focus(now, current);
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  if (arrow && event.shiftKey) pan(-arrow[0] * PAN, -arrow[1] * PAN);
  else if (arrow && event.altKey && thing && !inColumns()) {
    const here = at.get(current) ?? { x: 0, y: 0 };
    drag(current, { x: here.x + arrow[0] * NUDGE, y: here.y + arrow[1] * NUDGE });
    does.pin(current);
  } else if (arrow && line) walk(now, line, arrow[0] + arrow[1]);
  else if (arrow || ["Home", "End"].includes(event.key)) {
    const found = arrow ? next(now, event.key) : end(now, event.key === "End");
    if (found !== null) {
      focus(now, found);
      does.reveal(found);
    }
  } else if (keys[event.key] && !event.altKey) keys[event.key]();
  else return;
  event.preventDefault();
}
