// The lines of the map: one for each pair of things, and brackets for many equal links.

import { colour } from "../shared/shapes.js";
import { follows, links, state, things } from "../shared/state.js";
import { drawn, focus, layout } from "./focus.js";

/**
 * @typedef {import("../shared/state.js").Link} Link
 * @typedef {{path: Path2D, links: Link[], ends: [number, number], tip: [number, number, number]}} Line
 */

export const TOP = 8;

/** @type {Line[]} */ let lines = [];
/** @type {Line[]} */ let bundles = [];

/** One line for each pair of things, from side to side, whatever the number of links. */
export function trace() {
  lines = [];
  /** @type {Map<string, Link[]>} */ const pairs = new Map();
  for (const link of links) {
    if (follows(link) || link.from === link.to) continue;
    const key = `${link.from} ${link.to}`;
    pairs.set(key, [...(pairs.get(key) || []), link]);
  }
  lines = [...pairs.values()].map((together) => {
    const [from, to] = [things[together[0].from], things[together[0].to]];
    const half = layout.box / 2;
    const [y1, y2] = [from.y + TOP, to.y + TOP];
    const path = new Path2D();
    if (Math.abs(from.x - to.x) < layout.box) {
      const side = from.x + half + 30 > layout.width ? -1 : 1;
      const [x1, x2] = [from.x + side * half, to.x + side * half];
      const bulge = side * Math.min(34, 14 + Math.abs(y2 - y1) / 12);
      path.moveTo(x1, y1);
      path.bezierCurveTo(x1 + bulge, y1, x2 + bulge, y2, x2, y2);
      return { path, links: together, ends: [from.id, to.id], tip: [x2, y2, -side] };
    }
    const side = from.x < to.x ? 1 : -1;
    const [x1, x2] = [from.x + side * half, to.x - side * half];
    const pull = side * Math.max(24, Math.abs(x2 - x1) * 0.5);
    path.moveTo(x1, y1);
    path.bezierCurveTo(x1 + pull, y1, x2 - pull, y2, x2, y2);
    return { path, links: together, ends: [from.id, to.id], tip: [x2, y2, side] };
  });
}

/** Many equal links to one thing: a bracket along their sources, and one line from it. */
export function traceBundles() {
  /** @type {Link[][]} */ const alike = [];
  for (const link of links) {
    if (link.bundle !== undefined) (alike[link.bundle] ||= []).push(link);
  }
  /** @type {Map<string, number>} */ const taken = new Map();
  bundles = alike.map((together) => {
    const to = things[together[0].to];
    const from = together.map((link) => things[link.from]).sort((a, b) => a.y - b.y);
    const side = from[0].x < to.x ? 1 : -1;
    const place = `${from[0].x} ${side}`;
    const number = taken.get(place) || 0;
    taken.set(place, number + 1);
    const half = layout.box / 2;
    const bar = from[0].x + side * (half + 7 + 5 * number);
    const [top, bottom] = [from[0].y + TOP, from[from.length - 1].y + TOP];
    const [x2, y2] = [to.x - side * half, to.y + TOP];
    const leave = Math.min(bottom, Math.max(top, y2));
    const path = new Path2D();
    for (const thing of from) {
      path.moveTo(thing.x + side * half, thing.y + TOP);
      path.lineTo(bar, thing.y + TOP);
    }
    path.moveTo(bar, top);
    path.lineTo(bar, bottom);
    path.moveTo(bar, leave);
    const pull = side * Math.abs(x2 - bar) * 0.5;
    path.bezierCurveTo(bar + pull, leave, x2 - pull, y2, x2, y2);
    return { path, links: together, ends: [-1, to.id], tip: [x2, y2, side] };
  });
}

/** @param {CanvasRenderingContext2D} ctx @param {number | null} [over] the thing the pointer is over */
export function drawLines(ctx, over = null) {
  const lit = state.thing ? state.thing.id : over;
  /** @type {Line[]} */ const bright = [];
  /** @param {Line} line @param {Link[]} shown */
  const atRest = (line, shown) => {
    const read = shown.every((link) => link.standing === "interpreted");
    ctx.globalAlpha = focus ? 0.1 : 0.75;
    ctx.strokeStyle = colour(read ? "read" : "stated");
    ctx.lineWidth = 1;
    ctx.setLineDash(read ? [6, 4] : []);
    ctx.stroke(line.path);
  };
  // A bundle that is held as a whole stays a bracket; a part of it is drawn link by link.
  /** @type {Set<number>} */ const whole = new Set();
  bundles.forEach((bundle, number) => {
    const shown = bundle.links.filter(drawn);
    const held = focus ? shown.filter((link) => focus?.held.has(link)) : [];
    if (!shown.length) return;
    if (held.length > 1 || (!focus && bundle.ends.includes(lit ?? -2))) {
      whole.add(number);
      bright.push(bundle);
    } else if (shown.length > held.length) atRest(bundle, shown);
  });
  for (const line of lines) {
    const shown = line.links.filter((link) => drawn(link) && !whole.has(link.bundle ?? -1));
    const held = shown.filter((link) =>
      focus ? focus.held.has(link) : line.ends.includes(lit ?? -1));
    if (held.length) bright.push({ ...line, links: held });
    else {
      const alone = shown.filter((link) => link.bundle === undefined);
      if (alone.length) atRest(line, alone);
    }
  }
  ctx.globalAlpha = 1;
  for (const line of bright) {
    const read = line.links.every((link) => link.standing === "interpreted");
    ctx.strokeStyle = ctx.fillStyle = colour(read ? "read" : focus ? "ink" : "stated");
    ctx.lineWidth = focus && lit !== null && line.ends.includes(lit) ? 2.2 : 1.6;
    ctx.setLineDash(read ? [7, 5] : []);
    ctx.stroke(line.path);
    ctx.setLineDash([]);
    const [x, y, side] = line.tip;
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(x - side * 9, y - 4.5);
    ctx.lineTo(x - side * 9, y + 4.5);
    ctx.fill();
  }
}

/** How many links are drawn. */
export const drawnLinks = () => lines.flatMap((line) => line.links.filter(drawn)).length;
