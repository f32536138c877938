// The colours of the page, and the shape of each group of things.

import { groups, make } from "./page.js";

/** @typedef {import("./page.js").Group} Group */

/** The colour that stands for a group; related groups share one. */
const COLOUR_OF = new Map(Object.entries({
  aim: "goal", eventgoal: "goal", followup: "measure", task: "measure", need: "challenge",
  rationale: "challenge", figure: "document", question: "event", post: "actor",
  affected: "actor", mentioned: "actor", other: "document",
}));
/** @type {Map<string, string>} */ const colours = new Map();

export function readColours() {
  const probe = make("span");
  probe.style.forcedColorAdjust = "none";
  document.body.append(probe);
  const names = ["paper", "ink", "soft", "label", "stated", "read", "accent"];
  for (const of of groups) names.push(hue(of), `${hue(of)}-fill`);
  for (const name of names) {
    probe.style.color = `var(--${name})`;
    colours.set(name, getComputedStyle(probe).color);
  }
  probe.remove();
}

/** The name of a group's colour among the page's CSS variables. @param {Group} of */
export const hue = (of) => COLOUR_OF.get(of.id) || of.id;

/** @param {string} name */
export const colour = (name) => colours.get(name) || "gray";

/**
 * Outline of a shape in a box with its corner at x, y.
 * @param {string} shape @param {number} x @param {number} y @param {number} w @param {number} h
 */
export function outline(shape, x, y, w, h) {
  const path = new Path2D();
  /** @param {[number, number][]} points */
  const corners = (points) => {
    points.forEach(([px, py], index) => (index ? path.lineTo(px, py) : path.moveTo(px, py)));
    path.closePath();
  };
  const cut = Math.min(9, h / 2.4);
  const r = x + w;
  const b = y + h;
  const m = y + h / 2;
  if (shape === "pill" || shape === "pills") path.roundRect(x, y, w, h, Math.min(14, h / 2));
  else if (shape === "person") path.roundRect(x, y, w, h, 5);
  else if (shape === "hexagon" || shape === "hexagons") {
    corners([[x + cut, y], [r - cut, y], [r, m], [r - cut, b], [x + cut, b], [x, m]]);
  } else if (shape === "arrow") {
    corners([[x, y], [r - cut, y], [r, m], [r - cut, b], [x, b], [x + cut * 0.7, m]]);
  } else if (shape === "cut" || shape === "folded") {
    corners([[x, y], [r - cut, y], [r, y + cut], [r, b], [x, b]]);
  } else if (shape === "slanted") {
    corners([[x + cut, y], [r, y], [r - cut, b], [x, b]]);
  } else if (shape === "tab") {
    corners([[x + cut, y], [r - cut, y], [r, y + cut], [r, b], [x, b], [x, y + cut]]);
  } else path.rect(x, y, w, h);
  return path;
}

/**
 * Draw a shape with the marks that set it apart.
 * @param {CanvasRenderingContext2D} ctx @param {Group} of
 * @param {number} x @param {number} y @param {number} w @param {number} h @param {number} width
 */
export function paint(ctx, of, x, y, w, h, width) {
  const stroke = colour(hue(of));
  const path = outline(of.shape, x, y, w, h);
  ctx.fillStyle = colour(`${hue(of)}-fill`);
  ctx.strokeStyle = stroke;
  ctx.lineWidth = width;
  ctx.setLineDash([]);
  ctx.fill(path);
  ctx.stroke(path);
  ctx.fillStyle = stroke;
  const small = w < 60;
  if (of.shape === "double") ctx.strokeRect(x + 3, y + 3, w - 6, h - 6);
  if (of.shape === "bars") {
    const bar = small ? 4 : 6;
    ctx.fillRect(x, y, bar, h);
    ctx.fillRect(x + w - bar, y, bar, h);
  }
  if (of.shape === "base") ctx.fillRect(x, y + h - (small ? 3 : 4), w, small ? 3 : 4);
  if (of.shape === "pills" || of.shape === "hexagons") {
    const inner = of.shape === "pills" ? "pill" : "hexagon";
    ctx.lineWidth = Math.min(width, 1);
    ctx.stroke(outline(inner, x + 3, y + 3, w - 6, h - 6));
  }
  if (of.shape === "bracket") {
    ctx.fillRect(x + 3, y + 3, 2, h - 6);
    ctx.fillRect(x + w - 5, y + 3, 2, h - 6);
  }
  if (of.shape === "figure") ctx.fillRect(x, y, small ? 5 : 7, h);
  if (of.shape === "folded") {
    const fold_ = Math.min(9, h / 2.4);
    ctx.stroke(new Path2D(`M${x + w - fold_} ${y}v${fold_}h${fold_}`));
  }
  if (of.shape === "person") {
    const scale = small ? 0.75 : 1;
    const cx = small ? x + w / 2 : x + 11;
    const cy = y + h / 2;
    ctx.beginPath();
    ctx.arc(cx, cy - 3.4 * scale, 2.7 * scale, 0, 7);
    ctx.fill();
    ctx.beginPath();
    ctx.arc(cx, cy + 5 * scale, 4.6 * scale, Math.PI, 0);
    ctx.fill();
  }
}

/** A small picture for the legend. @param {number} width @param {number} height @param {(ctx: CanvasRenderingContext2D) => void} fill */
function icon(width, height, fill) {
  const ratio = Math.max(1, devicePixelRatio);
  const canvas = /** @type {HTMLCanvasElement} */ (make("canvas", { "aria-hidden": "true" }));
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const ctx = canvas.getContext("2d");
  if (ctx) {
    ctx.scale(ratio, ratio);
    fill(ctx);
  }
  return canvas;
}

/** @param {Group} of */
export const swatch = (of) => icon(26, 15, (ctx) => paint(ctx, of, 1.5, 1.5, 23, 12, 1.3));

/** @param {boolean} dashed @param {string} name */
export const dash = (dashed, name) => icon(32, 10, (ctx) => {
  ctx.strokeStyle = colour(name);
  ctx.lineWidth = 1.8;
  ctx.setLineDash(dashed ? [6, 4] : []);
  ctx.stroke(new Path2D("M1 5H31"));
});
