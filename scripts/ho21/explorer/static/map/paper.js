// The map on paper: a sharp picture of the whole, its words as text that can be found and copied.

import { colour } from "../shared/shapes.js";
import { data, make, must, state, tell, things } from "../shared/state.js";
import { LARGEST_CANVAS, depth, drawThing } from "./boxes.js";
import { layout } from "./focus.js";
import { TOP, drawLines } from "./lines.js";

const SVG = "http://www.w3.org/2000/svg";
const HEADING = 26;

/** Lay the sheet in the view, until it is printed. */
export function paper() {
  if (document.getElementById("paper") || state.view !== "kart") return;
  const [w, h] = [layout.width, depth() + HEADING];
  const sharp = Math.min(2, Math.sqrt(LARGEST_CANVAS / (w * h)));
  const canvas = make("canvas", {});
  canvas.width = Math.floor(w * sharp);
  canvas.height = Math.floor(h * sharp);
  const ctx = canvas.getContext("2d");
  if (!ctx) return;
  const words = document.createElementNS(SVG, "svg");
  words.setAttribute("viewBox", `0 0 ${w} ${h}`);
  write(ctx, words, sharp);
  ctx.scale(sharp, sharp);
  ctx.fillStyle = colour("soft");
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.font = `bold 11px ${getComputedStyle(document.documentElement).fontFamily}`;
  for (const column of data.columns) ctx.fillText(tell(column.name), column.x, HEADING / 2, layout.box + 24);
  ctx.translate(0, HEADING);
  drawLines(ctx);
  things.forEach(({ id, x, y }) => drawThing({ ctx, id, x, y: y + TOP }).drawNode());
  must("view-kart").append(make("div", { id: "paper", "aria-hidden": "true" }, canvas, words));
}

/**
 * Let a drawing write its words as text instead: Firefox prints those of a canvas as dots.
 * @param {CanvasRenderingContext2D} ctx @param {SVGSVGElement} words @param {number} sharp px of the canvas to one of the map
 */
function write(ctx, words, sharp) {
  ctx.fillText = (line, x, y, most) => {
    const { e, f } = ctx.getTransform();
    const text = document.createElementNS(SVG, "text");
    const long = most !== undefined && ctx.measureText(line).width > most;
    const told = { x: x + e / sharp, y: y + f / sharp, fill: ctx.fillStyle, "fill-opacity": ctx.globalAlpha, ...(long ? { textLength: most } : {}) };
    for (const [name, value] of Object.entries(told)) text.setAttribute(name, String(value));
    text.style.font = ctx.font;
    text.textContent = line;
    words.append(text);
  };
}
