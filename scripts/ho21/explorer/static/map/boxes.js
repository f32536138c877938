// The boxes of the map, drawn by vis-network, with a button over each.

import { go } from "../shared/address.js";
import { colour, outline, paint } from "../shared/shapes.js";
import { NARROW, calm, data, group, kind, make, must, state, tell, things, touching } from "../shared/state.js";
import { drawn, focus, layout, refreshVisible, visible } from "./focus.js";
import { TOP, drawLines } from "./lines.js";

/** @typedef {import("../shared/state.js").Thing} Thing */

const FADED = 0.22;
export const LARGEST_CANVAS = 16_000_000;
/** The height of the heads of the columns in px, where two lines of usual letters fit. */
const LEAST_HEADINGS = 30;

/** @type {any} */ let network = null;
/** The size of a unit of the layout in pixels. */ export let scale = 1;
/** @type {HTMLElement[]} */ const spot = [];
/** @type {number} */ let current = 0;
/** @type {number | null} */ let over = null;
let zoomed = 1;

const letters = getComputedStyle(document.documentElement).fontFamily;
/** Fonts by language and thing, since measuring is slow. @type {Map<string, {font: string, size: number, room: number, widest: number}>} */
const fonts = new Map();

/** The font of a thing's label, made smaller where the label is too wide. @param {Thing} thing @param {CanvasRenderingContext2D} ctx */
function labelFont(thing, ctx) {
  const key = `${state.lang} ${thing.id}`;
  const known = fonts.get(key);
  if (known) return known;
  const of = group(thing);
  const room = layout.box - of.pad[0] - of.pad[1];
  const weight = of.bold ? "bold " : "";
  ctx.font = `${weight}${layout.font}px ${letters}`;
  const widest = Math.max(...thing.lines[state.lang].map((line) => ctx.measureText(line).width));
  const size = Math.min(layout.font, (layout.font * room) / Math.max(1, widest));
  const found = { font: `${weight}${size}px ${letters}`, size, room, widest: (widest * size) / layout.font };
  fonts.set(key, found);
  return found;
}

/** @param {{ctx: CanvasRenderingContext2D, id: number, x: number, y: number}} what */
export function drawThing({ ctx, id, x, y }) {
  const thing = things[id];
  const of = group(thing);
  const [w, h] = [layout.box, thing.height];
  return {
    drawNode() {
      if (!visible[id]) return;
      const chosen = state.thing === thing;
      ctx.globalAlpha = focus && !focus.near.has(id) ? FADED : 1;
      if (chosen) {
        ctx.strokeStyle = colour("accent");
        ctx.lineWidth = 3;
        ctx.setLineDash([]);
        ctx.stroke(outline("person", x - w / 2 - 4, y - h / 2 - 4, w + 8, h + 8));
      }
      paint(ctx, of, x - w / 2, y - h / 2, w, h, chosen ? 2.4 : 1.4);
      ctx.font = labelFont(thing, ctx).font;
      ctx.fillStyle = colour("label");
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      const text = thing.lines[state.lang];
      const middle = x + (of.pad[0] - of.pad[1]) / 2;
      text.forEach((line, index) => {
        const below = index - (text.length - 1) / 2;
        ctx.fillText(line, middle, y + below * layout.line + 0.5);
      });
      ctx.globalAlpha = 1;
    },
    nodeDimensions: { width: w, height: h },
  };
}

/** Set up the canvas and the buttons over it. @param {Thing[]} present */
export function startBoxes(present) {
  network?.destroy();
  spot.length = 0;
  must("spots").replaceChildren();
  const nodes = present.map((thing) => ({
    id: thing.id, x: thing.x, y: thing.y + TOP, shape: "custom", ctxRenderer: drawThing,
  }));
  const vis = /** @type {any} */ (window).vis;
  network = new vis.Network(
    must("canvas"),
    { nodes: new vis.DataSet(nodes), edges: new vis.DataSet([]) },
    {
      autoResize: false,
      interaction: {
        dragNodes: false, dragView: false, zoomView: false, selectable: false, hover: false,
      },
      layout: { improvedLayout: false, randomSeed: 1 },
      nodes: { fixed: true },
      physics: false,
    },
  );
  network.on("beforeDrawing", (/** @type {CanvasRenderingContext2D} */ ctx) => drawLines(ctx, over));
  // The buttons over the canvas are what one tabs to and presses, not the canvas.
  must("canvas").querySelectorAll("[tabindex]").forEach((each) => each.removeAttribute("tabindex"));
  const order = [...present].sort((a, b) => a.x - b.x || a.y - b.y || a.id - b.id);
  must("spots").append(...order.map(button));
  current = order.length ? order[0].id : 0;
}

/** @param {Thing} thing */
function button(thing) {
  const made = make("button", { type: "button", class: "spot", tabindex: -1, "data-thing": thing.key });
  for (const [name, value] of Object.entries({ x: thing.x, y: thing.y + TOP, w: layout.box, h: thing.height })) {
    made.style.setProperty(`--${name}`, String(value));
  }
  made.addEventListener("click", () => go({ thing: thing === state.thing ? null : thing }));
  made.addEventListener("focus", () => {
    current = thing.id;
    rove();
  });
  made.addEventListener("pointerenter", () => hover(thing.id));
  made.addEventListener("pointerleave", () => hover(null));
  spot[thing.id] = made;
  return made;
}

/** @param {number | null} id */
function hover(id) {
  over = id;
  if (!state.thing && network) network.redraw();
}

/** One stop for Tab; the arrow keys move it. */
function rove() {
  if (!visible[current]) {
    const first = things.find((thing) => visible[thing.id]);
    current = first ? first.id : 0;
  }
  spot.forEach((each, id) => each.setAttribute("tabindex", id === current ? "0" : "-1"));
}

/** How far down the visible part of the map reaches. */
export function depth() {
  let bottom = layout.height;
  for (const thing of things) {
    if (visible[thing.id]) bottom = Math.max(bottom, thing.y + thing.height / 2);
  }
  return bottom + TOP + 14;
}

/** Draw at the size that the window allows and the reader has chosen. */
export function resize() {
  const scroller = must("scroller");
  if (!network || state.view !== "kart") return;
  const fit = Math.max(320, scroller.clientWidth || innerWidth - 16) / layout.width;
  const [w, h] = [layout.width, depth()];
  const ratio = devicePixelRatio || 1;
  const most = Math.sqrt(LARGEST_CANVAS / (w * h)) / ratio;
  scale = Math.min(most, Math.max(layout.least, Math.min(fit, 1.4)) * zoomed);
  network.setSize(`${Math.floor(w * scale)}px`, `${Math.floor(h * scale)}px`);
  network.redraw();
  network.moveTo({ position: { x: w / 2, y: h / 2 }, scale, animation: false });
  must("sheet").style.setProperty("--scale", String(scale));
  // Whoever has set a smallest size of letters has taller heads.
  const heads = [...must("headings").children].map((each) => each.getBoundingClientRect().height);
  must("sheet").style.setProperty("--headings", `${Math.max(LEAST_HEADINGS, ...heads.map((each) => each + 6))}px`);
  const open = !must("panel").hidden && innerWidth >= NARROW;
  must("sheet").style.width = `${Math.floor(w * scale) + (open ? must("panel").offsetWidth : 0)}px`;
}

/** Draw again whenever the window has come to a screen of another sharpness. */
export function watchSharpness() {
  const now = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  now.addEventListener("change", () => { resize(); watchSharpness(); }, { once: true });
}

/** Draw everything that depends on what is chosen and ticked. */
export function refreshBoxes() {
  refreshVisible();
  spot.forEach((each, id) => {
    each.hidden = !visible[id];
    each.setAttribute("aria-label", `${tell(things[id].name)}, ${kind(things[id])}`);
    if (state.thing && state.thing.id === id) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  });
  if (state.thing) current = state.thing.id;
  must("spots").querySelectorAll("h3").forEach((heading, at) => {
    const { group: of } = data.shelves[at];
    heading.hidden = !things.some((thing) => thing.group === of && visible[thing.id]);
  });
  must("empty").hidden = visible.includes(true);
  rove();
  resize();
}

/**
 * Bring a thing into view beside the panel without changing the scale, and with it as much
 * of what it is linked with as there is room for.
 * @param {Thing} thing
 */
export function reveal(thing) {
  const [panel, scroller] = [must("panel"), must("scroller")];
  const hides = panel.hidden || innerWidth < NARROW ? 0 : panel.offsetWidth;
  const near = focus && state.thing === thing ? things.filter((each) => focus?.near.has(each.id)) : [];
  const above = must("headings").offsetHeight;
  const top = TOP * scale + above;
  /**
   * Where to scroll to: the place that shows the thing, then most of the others, then is nearest.
   * @param {"x" | "y"} axis @param {number} now @param {number} room @param {number} before
   */
  const along = (axis, now, room, before) => {
    const margin = (axis === "x" ? layout.box / 2 + 22 : 34) * scale;
    const shift = (axis === "y" ? top : 0) - before;
    const own = thing[axis] * scale + shift;
    const places = near.map((each) => each[axis] * scale + shift);
    /** @param {number} start @param {number} place */
    const holds = (start, place) => place - margin >= start - 1 && place + margin <= start + room + 1;
    const best = [now, own - margin, own + margin - room]
      .concat(...places.map((place) => [place - margin, place + margin - room]))
      .map((start) => Math.max(0, start))
      .filter((start) => holds(start, own))
      .map((start) => ({ start, count: places.filter((place) => holds(start, place)).length }))
      .sort((a, b) => b.count - a.count || Math.abs(a.start - now) - Math.abs(b.start - now))[0];
    return best ? best.start : Math.max(0, own - room / 2);
  };
  scroller.scrollTo({
    left: along("x", scroller.scrollLeft, scroller.clientWidth - hides, 0),
    top: along("y", scroller.scrollTop, scroller.clientHeight - above, above),
    behavior: calm() ? "auto" : "smooth",
  });
}

/** The box that an arrow key leads to: a linked one first, else the nearest. @param {string} key */
function neighbour(key) {
  const here = things[current];
  const seen = things.filter((thing) => visible[thing.id] && thing !== here);
  const column = seen.filter((thing) => thing.x === here.x).sort((a, b) => a.y - b.y);
  if (key === "ArrowDown") return column.find((thing) => thing.y > here.y);
  if (key === "ArrowUp") return column.reverse().find((thing) => thing.y < here.y);
  if (key === "Home") return column.find((thing) => thing.y < here.y);
  if (key === "End") return column.reverse().find((thing) => thing.y > here.y);
  const side = key === "ArrowRight" ? 1 : -1;
  const beyond = seen.filter((thing) => (thing.x - here.x) * side > 0);
  const linked = new Set(touching[here.id].filter(drawn).flatMap((link) => [link.from, link.to]));
  const nearest = (/** @type {Thing[]} */ from) =>
    [...from].sort((a, b) => Math.abs(a.x - here.x) - Math.abs(b.x - here.x) || Math.abs(a.y - here.y) - Math.abs(b.y - here.y))[0];
  return nearest(beyond.filter((thing) => linked.has(thing.id))) || nearest(beyond);
}

/** The arrow keys walk from box to box. @param {KeyboardEvent} event */
export function steer(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 1.15 : 1 / 1.15);
  if (!["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
  event.preventDefault();
  const next = neighbour(event.key);
  if (!next) return;
  spot[next.id].focus({ preventScroll: true });
  reveal(next);
}

/** Make the map larger or smaller by a factor; 0 goes back to the whole width. @param {number} factor */
export function zoom(factor) {
  const scroller = must("scroller");
  const middle = (scroller.scrollTop + scroller.clientHeight / 2) / scale;
  zoomed = factor ? Math.min(2.5, Math.max(0.6, zoomed * factor)) : 1;
  resize();
  scroller.scrollTo({ top: middle * scale - scroller.clientHeight / 2, behavior: "auto" });
}

/** What is drawn, as numbers, for tests and for those who script the page. */
export const boxes = () => things.filter((thing) => visible[thing.id]).map((thing) => {
  const ctx = /** @type {CanvasRenderingContext2D} */ (must("canvas").querySelector("canvas")?.getContext("2d"));
  const { size, room, widest } = labelFont(thing, ctx);
  const { x, y } = network.getPosition(thing.id);
  return { key: thing.key, x, y, height: thing.height, width: layout.box, lines: thing.lines[state.lang].length, font: size * scale, room, widest };
});

/** Draw again, as when the colours have changed. */
export const redraw = () => network?.redraw();
