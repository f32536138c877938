// The whole picture made small, and the part of it that the window shows; hidden where that is all.

import { draw } from "../../shared/shapes.js";
import { must, things } from "../../shared/state.js";
import { pan, view } from "./camera.js";
import { colourOf } from "./glyphs.js";
import { size } from "./picture.js";

/** @typedef {import("./camera.js").Box} Box */

const [WIDE, HIGH, AIR] = [150, 100, 6];
/** @type {Box} */ let whole = { left: 0, top: 0, right: 1, bottom: 1 };
let small = 1;
/** @type {SVGElement} */ let frame;

/** The element of the overview; a press on it moves the window there. */
export function overview() {
  frame = draw("rect", { class: "window", rx: 2 });
  const svg = draw("svg", { id: "overview", width: WIDE, height: HIGH, "aria-hidden": "true" }, draw("g", { id: "dots" }), frame);
  /** @param {PointerEvent} event */
  const go = (event) => {
    const { left, top } = svg.getBoundingClientRect();
    const [x, y] = [(event.clientX - left - AIR) / small + whole.left, (event.clientY - top - AIR) / small + whole.top];
    const { clientWidth: w, clientHeight: h } = must("picture");
    pan(w / 2 - (x * view.k + view.x), h / 2 - (y * view.k + view.y));
  };
  svg.addEventListener("pointerdown", (event) => {
    svg.setPointerCapture(event.pointerId);
    go(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (svg.hasPointerCapture(event.pointerId)) go(event);
  });
  return svg;
}

/** Draw the things where they stand. @param {Map<number, import("./columns.js").Place>} places @param {Box} box all that is shown */
export function survey(places, box) {
  whole = box;
  small = Math.min((WIDE - 2 * AIR) / Math.max(1, box.right - box.left), (HIGH - 2 * AIR) / Math.max(1, box.bottom - box.top));
  must("dots").replaceChildren(...[...places].map(([id, { x, y }]) => {
    const { w, h } = size(things[id]);
    const dot = draw("rect", {
      x: (AIR + (x - w / 2 - box.left) * small).toFixed(1), y: (AIR + (y - h / 2 - box.top) * small).toFixed(1),
      width: Math.max(2.5, w * small).toFixed(1), height: Math.max(2.5, h * small).toFixed(1),
    });
    dot.style.fill = colourOf(things[id]);
    return dot;
  }));
  look();
}

/** Show what part the window shows. */
export function look() {
  const { clientWidth: w, clientHeight: h } = must("picture");
  const [left, top, right, bottom] = [-view.x / view.k, -view.y / view.k, (w - view.x) / view.k, (h - view.y) / view.k];
  const all = left <= whole.left && top <= whole.top && right >= whole.right && bottom >= whole.bottom;
  must("overview").toggleAttribute("hidden", all || w < 500);
  /** @param {number} value @param {number} from @param {number} most */
  const place = (value, from, most) => Math.max(1, Math.min(most - 1, AIR + (value - from) * small));
  const [x, y] = [place(left, whole.left, WIDE), place(top, whole.top, HIGH)];
  for (const [name, value] of Object.entries({
    x, y, width: Math.max(3, place(right, whole.left, WIDE) - x), height: Math.max(3, place(bottom, whole.top, HIGH) - y),
  })) frame.setAttribute(name, value.toFixed(1));
}
